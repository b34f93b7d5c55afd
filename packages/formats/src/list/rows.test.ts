import type { ListField, Witness } from '@wardkeep/model';
import { describe, expect, test } from 'vitest';
import { LEFT_OUT_LIMIT, ListReader } from './rows.ts';

function read(fields: readonly (ListField | null)[], ...rows: string[][]): ListReader {
  const reader = new ListReader({ columns: fields.map((field, index) => ({ index, field })) }, (name) => name === 'kovacs-pc');
  for (const [at, row] of rows.entries()) reader.push(row, at + 2);
  return reader;
}
const one = (field: ListField, value: string): ListReader => read(['vendor', 'model', field], ['Acme', 'M1', value]);
const claimsOf = (witness: Witness | undefined) => witness?.claims.map((claim) => [claim.attribute, claim.value, claim.signal, claim.confidence]);
const reasons = (reader: ListReader) => reader.leftOut.map((row) => [row.line, row.reason.code, row.reason.params['field'] ?? null]);

test('a row becomes a witness that points at its line', () => {
  const { witnesses } = read(['vendor', 'model', 'serial', 'mac', 'ip', 'deviceType', 'location', 'location', 'notes'],
    ['Acme', 'Flow 3', '00123', '02-00-00-00-00-0A', '10.0.0.5', 'Bomba de infusión', 'Edificio A', 'Planta 2', 'paciente García']);
  expect(witnesses).toHaveLength(1);
  expect([witnesses[0]!.macs, witnesses[0]!.ips, witnesses[0]!.count]).toEqual([['02:00:00:00:00:0a'], ['10.0.0.5'], 1]);
  expect(claimsOf(witnesses[0])).toEqual([
    ['vendor', 'Acme', 'list.vendor', 75], ['model', 'Flow 3', 'list.model', 75], ['location', 'Edificio A / Planta 2', 'list.location', 75],
    ['serial', '00123', 'list.serial', 90], ['role', 'infusion-pump', 'list.deviceType', 80],
  ]);
  expect(witnesses[0]!.claims.every((claim) => claim.positions[0] === 2 && claim.positions.length === 1 && claim.of === null)).toBe(true);
  expect(witnesses[0]!.claims.find((claim) => claim.attribute === 'serial')!.weight).toBe('strong');
});

test('rows about no device are given back with the reason, empty rows are nothing', () => {
  const reader = read(['vendor', 'serial', 'location', null], ['', '', '', ''], ['', '', 'Planta 2', ''], ['', '', '', 'Total: 12'], ['Acme', '1', '', '']);
  expect([reader.rows, reader.witnesses.length]).toEqual([3, 1]);
  expect(reasons(reader)).toEqual([[3, 'list-row-heading', null], [4, 'list-row-nothing-mapped', null]]);
});

test('a lone serial number is a device, a lone name or inventory number a heading; places alone are no device', () => {
  const reader = read(['serial', 'name', 'inventoryNumber', 'location', 'department'], ['S1', '', '', '', ''], ['', 'Planta 2', '', '', ''], ['', '', 'Total', '', ''], ['', '', '', 'A', 'ICU'], ['', '', 'R-346', '', '']);
  expect([reader.witnesses.length, reasons(reader).map(([, code]) => code)]).toEqual([2, ['list-row-heading', 'list-row-heading', 'list-row-no-device']]);
});

test('a serial number twice stays two witnesses: which is right is for a person', () => {
  const { witnesses } = read(['vendor', 'serial', 'location'], ['Acme', 'S1', 'A'], ['Acme', 'S1', 'B']);
  expect(witnesses.map((witness) => witness.claims.at(-1)!.positions)).toEqual([[2], [3]]);
});

describe('cells', () => {
  test('marks that mean nothing are nothing', () => { for (const mark of ['-', 'n/a', 'N/A', 'nincs', '—', '#N/A', ' ', 's/n', '???']) expect([mark, one('serial', mark).witnesses[0]!.claims.length]).toEqual([mark, 2]); });
  test('formulas that came as text are no values; ="00123" is one', () => {
    const reader = one('serial', '=HYPERLINK("http://x.example","1")');
    expect([reader.witnesses[0]!.claims.length, reasons(reader)]).toEqual([2, [[2, 'list-value-formula', null]]]);
    expect(one('serial', '="00123"').witnesses[0]!.claims[2]!.value).toBe('00123');
  });
  test('several addresses in a cell, with networks and ports', () => {
    expect(one('ip', '10.0.0.5/24; 10.0.0.6:104 , FE80::0001').witnesses[0]!.ips).toEqual(['10.0.0.5', '10.0.0.6', 'fe80::1']);
    expect(one('mac', '0200.0000.000a / 02:00:00:00:00:0b').witnesses[0]!.macs).toEqual(['02:00:00:00:00:0a', '02:00:00:00:00:0b']);
    expect(one('mac', '00:00:00:00:00:00').witnesses[0]!.macs).toEqual([]);
  });
  test('what is no address, date or UDI is said', () => {
    expect(reasons(one('ip', 'via switch 3'))).toEqual([[2, 'list-value-address', 'ip']]);
    expect(reasons(one('endOfSupport', 'soon'))).toEqual([[2, 'list-value-date', 'endOfSupport']]);
    expect(reasons(one('udi', 'yes'))).toEqual([[2, 'list-value-udi', 'udi']]);
    expect(reasons(one('ip', 'DHCP'))).toEqual([]);
  });
  test('a UDI gives its serial; a bare DI is tied to the serial of the row', () => {
    expect(claimsOf(one('udi', '(01)10884521062856(21)77').witnesses[0])!.slice(2)).toEqual([['udi', '(01)10884521062856(21)77', 'list.udi', 90], ['serial', '77', 'list.udi', 90]]);
    expect(claimsOf(read(['serial', 'udi'], ['S9', '10884521062856']).witnesses[0])).toContainEqual(['udi', '(01)10884521062856(21)S9', 'list.udi', 90]);
    expect(claimsOf(one('udi', '10884521062857').witnesses[0])).toContainEqual(['udi', '10884521062857', 'list.udi', 65]);
  });
  test('a serial of the row that differs from that of the UDI is a conflict, kept', () => {
    expect(claimsOf(read(['serial', 'udi'], ['S9', '(01)10884521062856(21)77']).witnesses[0])!.filter(([attribute]) => attribute === 'serial').map(([, value]) => value)).toEqual(['S9', '77']);
  });
  test('a name that is only a kind of device is no product; a product name is', () => {
    expect(claimsOf(read(['name', 'serial'], ['Infúziós pumpa', '1']).witnesses[0])).toEqual([['serial', '1', 'list.serial', 90], ['role', 'infusion-pump', 'list.name', 80]]);
    expect(claimsOf(read(['name', 'serial'], ['Alaris PC unit', '1']).witnesses[0])).toContainEqual(['product', 'Alaris PC unit', 'list.name', 60]);
  });
  test('EMDN and words that disagree are both kept', () => {
    expect(claimsOf(read(['deviceType', 'emdn'], ['Ventilator', 'Z12030301']).witnesses[0])).toEqual([['role', 'ventilator', 'list.deviceType', 80], ['role', 'infusion-pump', 'list.emdn', 80]]);
  });
});

describe('people are left behind', () => {
  test.each<[ListField, string]>([['owner', 'Jane Doe'], ['location', 'Consulta Dr. García'], ['department', 'dr. Nagy Anna'], ['hostname', 'Marias-iPhone'], ['hostname', 'kovacs-pc'], ['name', 'kovacs-pc'], ['name', "Maria's iPad"], ['contract', 'jane@acme.example']])('%s: %s', (field, value) => {
    const reader = one(field, value);
    expect([JSON.stringify(reader.witnesses).includes(value), reasons(reader)]).toEqual([false, [[2, 'list-value-person', field]]]);
    expect(JSON.stringify(reader.leftOut)).not.toContain(value);
  });
  test('an organisation stays', () => { expect(claimsOf(one('owner', 'Acme Leasing S.L.').witnesses[0])).toContainEqual(['owner', 'Acme Leasing S.L.', 'list.owner', 75]); });
});

test('left-out rows are counted without end but kept only up to a limit', () => {
  const reader = new ListReader({ columns: [{ index: 0, field: 'location' }] }, () => false);
  for (let line = 1; line <= LEFT_OUT_LIMIT + 500; line++) reader.push(['Planta 1'], line);
  expect([reader.leftOut.length, reader.leftOutCounts.get('list-row-heading')]).toEqual([LEFT_OUT_LIMIT, LEFT_OUT_LIMIT + 500]);
});
