import { readFileSync } from 'node:fs';
import { LIST_FIELDS, type ListField } from '@wardkeep/model';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type ColumnRules, headerKey, indexColumns, type ListRow, matchHeader, proposeColumns } from './columns.ts';

const rules = parse(readFileSync(new URL('../../../../rules/list-columns.yaml', import.meta.url), 'utf8')) as ColumnRules;
const index = indexColumns(rules);
const rowsOf = (...rows: string[][]): ListRow[] => rows.map((cells, at) => ({ line: at + 1, cells }));
const fieldsOf = (rows: ListRow[]) => proposeColumns(rows, index).proposal.columns.map((column) => column.field);

test('the rules name every field and nothing else, and no name stands for two things', () => {
  expect(Object.keys(rules.fields).sort()).toEqual([...LIST_FIELDS].sort());
  expect(rules.people.filter((name) => matchHeader(name, index).field !== null)).toEqual([]);
  expect(() => indexColumns({ ...rules, fields: { ...rules.fields, os: ['Gyártó'] } })).toThrow('"Gyártó" stands for vendor and for os');
});

describe('headers of six languages', () => {
  test.each<[string, ListField]>([
    ['Nº de serie', 'serial'], ['N.º de série', 'serial'], ['NÚMERO DE SERIE', 'serial'], ['Gyári szám', 'serial'], ['gyari szam', 'serial'], ['Seriennummer', 'serial'], ['S/N', 'serial'],
    ['Leltári szám', 'inventoryNumber'], ['Nº inventario', 'inventoryNumber'], ['Inventar-Nr.', 'inventoryNumber'], ["N° d'inventaire", 'inventoryNumber'],
    ['Fabricante', 'vendor'], ['Gyártó', 'vendor'], ['Hersteller', 'vendor'], ['Constructeur', 'vendor'], ['Típus', 'model'], ['Modelo', 'model'], ['Modèle', 'model'],
    ['Ubicación', 'location'], ['Elhelyezés', 'location'], ['Servicio', 'department'], ['Osztály', 'department'], ['Fin de soporte', 'endOfSupport'], ['Támogatás vége', 'endOfSupport'],
    ['EMDN', 'emdn'], ['UDI-DI', 'udi'], ['GMDN', 'deviceType'], ['MAC', 'mac'], ['Dirección IP', 'ip'], ['IP-cím', 'ip'], ['IP 2', 'ip'], ['MAC (WLAN)', 'mac'], ['AE Title', 'aeTitle'],
    ['Versión de software', 'version'], ['Dirección IP del equipo', 'ip'], ['Sistema operativo', 'os'], ['Megjegyzés', 'notes'], ['Eszköz megnevezése', 'name'],
  ])('%s is %s', (header, field) => { expect(matchHeader(header, index).field).toBe(field); });

  test.each(['Persona de contacto', 'Kapcsolattartó', 'Responsable', 'E-mail', 'Teléfono', 'Usuario', 'Beteg neve', 'Technician (biomedical)', 'Felelős neve'])('%s holds people', (header) => {
    expect(matchHeader(header, index)).toMatchObject({ field: null, person: true });
  });
  test('a sentence is no header', () => { expect(matchHeader(`serial number ${'x '.repeat(60)}`, index).field).toBeNull(); });
});

describe('finding the header', () => {
  test('below a title block and empty rows', () => {
    const rows = rowsOf(['Inventario de equipos 2026', '', ''], [], ['Servicio de Electromedicina', '', ''], [], ['Equipo', 'Fabricante', 'Nº de serie'], ['Monitor', 'Acme', 'A1'], ['Bomba', 'Acme', 'A2']);
    const found = proposeColumns(rows, index);
    expect([found.proposal.headerLine, found.sure, found.proposal.rows]).toEqual([5, true, 2]);
  });
  test('over two merged lines', () => {
    const rows = rowsOf(['Eszköz', 'Gyártó', 'Gyári szám', 'Hálózat', 'Hálózat'], ['', '', '', 'IP-cím', 'MAC cím'], ['Pumpa', 'Acme', 'S1', '10.0.0.1', '02:00:00:00:00:01']);
    const found = proposeColumns(rows, index);
    expect([found.proposal.headerLine, found.sure]).toEqual([2, true]);
    expect(fieldsOf(rows)).toEqual(['name', 'vendor', 'serial', 'ip', 'mac']);
  });
  test('a list without a header is not sure, but addresses speak for themselves', () => {
    const rows = rowsOf(['PUMP 1', '10.0.0.1', '02-00-00-00-00-01'], ['PUMP 2', '10.0.0.2', '02-00-00-00-00-02']);
    const found = proposeColumns(rows, index);
    expect([found.sure, found.proposal.headerLine]).toEqual([false, 0]);
    expect(fieldsOf(rows)).toEqual([null, 'ip', 'mac']);
  });
  test('nothing at all', () => { expect(proposeColumns([], index)).toMatchObject({ sure: false, proposal: { headerLine: 0, columns: [] } }); });
});

describe('when a person must be asked', () => {
  test('no identifier', () => { expect(proposeColumns(rowsOf(['Vendor', 'Model'], ['Acme', 'X']), index).sure).toBe(false); });
  test('no name', () => { expect(proposeColumns(rowsOf(['Serial number', 'Location'], ['1', 'X']), index).sure).toBe(false); });
  test('values that are no addresses', () => {
    const found = proposeColumns(rowsOf(['Device', 'IP'], ['Pump', 'yes'], ['Pump', 'no']), index);
    expect([found.sure, found.proposal.columns[1]]).toEqual([false, { index: 1, header: 'IP', field: 'ip', sure: false, samples: ['yes', 'no'] }]);
  });
  test('two columns for one thing', () => {
    const found = proposeColumns(rowsOf(['Device', 'Serial number', 'S/N'], ['Pump', '1', '2']), index);
    expect([found.sure, found.proposal.columns.map((column) => column.field)]).toEqual([false, ['name', 'serial', null]]);
  });
});

test('columns of people show no samples, and titles and addresses in other columns neither', () => {
  const { proposal } = proposeColumns(rowsOf(['Device', 'S/N', 'Contact', 'Remarks X'], ['Pump', '1', 'Jane Doe', 'Dr. Jane Doe'], ['Pump', '2', 'John Roe', 'john@example.org']), index);
  expect(proposal.columns.slice(2).map((column) => column.samples)).toEqual([[], []]);
});

test('samples of owners are organisations; what could be a full name is not shown in an unknown column', () => {
  const { proposal } = proposeColumns(rowsOf(['Device', 'S/N', 'Owner', 'Encargado'], ['Pump', '1', 'Jane Doe', 'Lucía Ferrándiz'], ['Pump', '2', 'Acme Kft.', 'Vadász Ernő'], ['Pump', '3', 'ICU', 'turno 2']), index);
  expect(proposal.columns.slice(2).map((column) => column.samples)).toEqual([['Acme Kft.', 'ICU'], ['turno 2']]);
});
test('a column "name" beside surnames holds people', () => {
  expect(proposeColumns(rowsOf(['Nombre', 'Apellidos', 'Nº de serie', 'Modelo'], ['Lucía', 'Ferrándiz', '1', 'Hogar 2']), index).proposal.columns.map((column) => [column.field, column.samples.length])).toEqual([[null, 0], [null, 0], ['serial', 1], ['model', 1]]);
});

test('the key of a layout ignores accents and case, not places', () => {
  const key = (...header: string[]) => headerKey(proposeColumns(rowsOf(header, header.map((_, at) => `v${at}`)), index).proposal);
  expect(key('Gyártó', 'Gyári szám')).toBe(key('GYARTO', 'gyari szam'));
  expect(key('Gyártó', 'Gyári szám')).not.toBe(key('Gyári szám', 'Gyártó'));
});
