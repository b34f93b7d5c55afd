import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '@wardkeep/formats/refusal';
import { describe, expect, test } from 'vitest';
import { readDocument } from './document.ts';
import { inventedList, type SheetSpec, workbookBytes, workbookParts, zipBytes } from './testing.ts';
import { columnOf, serialDate, styleOf } from './xlsx.ts';

const HEADER = ['Device', 'Manufacturer', 'Serial number', 'Notes'];
const sheet = (...rows: SheetSpec['rows']): SheetSpec => ({ name: 'List', rows });
const serials = async (bytes: Uint8Array) => (await readDocument(bytes)).witnesses.map((witness) => witness.claims.find((claim) => claim.attribute === 'serial')?.value);
const refusal = async (bytes: Uint8Array): Promise<Refusal> => readDocument(bytes).then(() => { throw new Error('it was read'); }, (error: unknown) => { if (!(error instanceof Refusal)) throw error; return error; });

describe.each(['es', 'hu'] as const)('an invented list of 400 devices (%s), untidy as real ones', (language) => {
  const list = inventedList(language, 400, 7);

  test('every device with its line, kind, numbers, addresses, department and date', async () => {
    const result = await readDocument(await workbookBytes(list.sheets)), byLine = new Map(result.witnesses.map((witness) => [witness.claims[0]!.positions[0], witness]));
    expect([result.kind, result.format, result.needsMapping, result.mapping?.headerLine]).toEqual(['list', 'XLSX, sheet "Inventario"', false, 5]);
    expect(result.mapping!.columns.map((column) => column.field)).toEqual(['inventoryNumber', 'name', 'vendor', 'model', 'serial', 'department', 'ip', 'mac', 'endOfSupport', null, 'notes']);
    for (const device of list.devices) {
      const witness = byLine.get(device.line)!, value = (attribute: string) => witness.claims.find((claim) => claim.attribute === attribute)?.value ?? null;
      expect({
        line: device.line, role: value('role'), vendor: value('vendor'), model: value('model'), serial: value('serial'), inventoryNumber: value('inventoryNumber'),
        mac: witness.macs[0] ?? null, ip: witness.ips[0] ?? null, department: value('department'), endOfSupport: value('endOfSupport'),
      }).toEqual(device);
    }
    // Sub-headings and the total stand in the inventory number's column, and are no devices.
    const extra = result.witnesses.filter((witness) => !list.devices.some((device) => device.line === witness.claims[0]!.positions[0]));
    expect(extra).toEqual([]);
    expect(result.leftOut.filter((row) => row.reason.code === 'list-row-heading').length).toBe(17);
  });

  test('no person of the list is in anything that is given back', async () => {
    const text = JSON.stringify(await readDocument(await workbookBytes(list.sheets)));
    for (const person of list.people) for (const word of person.split(' ')) expect([word, text.includes(word)]).toEqual([word, false]);
  });

  test('the fixture in the repository is this list', async () => {
    const path = new URL(`../../../../fixtures/lists/equipment-${language}.xlsx`, import.meta.url), bytes = await workbookBytes(list.sheets);
    if (process.env['WARDKEEP_UPDATE_FIXTURES'] === '1') writeFileSync(path, bytes);
    expect(await readDocument(new Uint8Array(readFileSync(path)))).toEqual(await readDocument(bytes));
  });
});

describe('cells (ECMA-376, 18.18.11)', () => {
  const read = async (cell: SheetSpec['rows'][number][number], options?: { date1904?: boolean }) => {
    const { witnesses } = await readDocument(await workbookBytes([sheet(['Device', 'Manufacturer', 'Serial number', 'End of support', 'Version'], ['Pump', 'Acme', 'S', cell, cell])], options));
    return witnesses[0]!.claims.flatMap((claim) => (claim.attribute === 'version' || claim.attribute === 'endOfSupport' ? [claim.value] : []));
  };
  test.each<[string, SheetSpec['rows'][number][number], string[]]>([
    ['a date by its style', { date: 46_203 }, ['2026-06-30', '2026-06-30']], ['a number', 9.3, ['9.3']], ['a number with float noise', { xml: '<c r="E2"><v>9.3000000000000007</v></c>' }, ['9.3']],
    ['padded', { padded: 12 }, ['000012']], ['inline text', { inline: ' 1.2 ' }, ['1.2']], ['a formula\'s result', { formula: 'A1&"x"', result: '7.1' }, ['7.1']], ['a boolean', true, ['TRUE']],
    ['an error', { xml: '<c r="E2" t="e"><v>#REF!</v></c>' }, []], ['an ISO date', { xml: '<c r="D2" t="d"><v>2027-01-31T00:00:00Z</v></c>' }, ['2027-01-31']],
    ['rich text without its reading', { xml: '<c r="E2" t="inlineStr"><is><r><t>1.</t></r><r><t>5</t></r><rPh sb="0" eb="1"><t>zz</t></rPh></is></c>' }, ['1.5']],
    ['a formula that came as text', '=1+1', []], ['a string that is not there', { xml: '<c r="E2" t="s"><v>99999</v></c>' }, []],
  ])('%s', async (_, cell, expected) => { expect((await read(cell)).sort()).toEqual([...expected].sort()); });

  test('dates of a 1904 workbook', async () => { expect(await read({ date: 44_741 }, { date1904: true })).toContain('2026-06-30'); });
  test('serial dates', () => { expect([serialDate(1, false), serialDate(59, false), serialDate(61, false), serialDate(45_658.5, false), serialDate(0, true), serialDate(-1, false), serialDate(1e9, false)]).toEqual(['1900-01-01', '1900-02-28', '1900-03-01', '2025-01-01T12:00', '1904-01-01', null, null]); });
  test.each([['yyyy\\-mm\\-dd;@', 'date'], ['[$-C0A]d "de" mmmm "de" yyyy', 'date'], ['[h]:mm', 'date'], ['General', 'plain'], ['0.00', 'plain'], ['"day" 0', 'plain'], ['[Red]0', 'plain'], ['000000', { zeros: 6 }], ['#,##0 "hd"', 'plain']])('format %s', (format, style) => { expect(styleOf(format)).toEqual(style); });
  test.each([['A1', 0], ['Z9', 25], ['AA1', 26], ['XFD1', 16_383], ['1', -1], ['ABCD1', -1], ['', -1]])('reference %s', (reference, column) => { expect(columnOf(reference)).toBe(column); });
});

describe('workbooks', () => {
  test('the sheet with the best header is read; hidden ones are not', async () => {
    const list = sheet(HEADER, ['Pump', 'Acme', 'S1']);
    expect((await readDocument(await workbookBytes([sheet(['x']), { ...list, name: 'Two' }]))).format).toBe('XLSX, sheet "Two"');
    expect(await serials(await workbookBytes([{ ...sheet(HEADER, ['Pump', 'Acme', 'S2']), state: 'hidden' }, sheet(['Vendor', 'S/N'], ['Acme', 'S3'])]))).toEqual(['S3']);
  });
  test('cells joined over rows hold for each row', async () => {
    const { witnesses } = await readDocument(await workbookBytes([{ name: 'L', rows: [['Device', 'S/N', 'Department'], ['Pump', 'a', 'ICU'], ['Pump', 'b'], ['Pump', 'c', 'ER']], merges: ['C2:C3'] }]));
    expect(witnesses.map((witness) => witness.claims.find((claim) => claim.attribute === 'department')?.value)).toEqual(['ICU', 'ICU', 'ER']);
  });
  test('rows and cells without references are counted on', async () => {
    const parts = workbookParts([sheet(HEADER, ['Pump', 'Acme', 'S1'])]);
    parts['xl/worksheets/sheet1.xml'] = parts['xl/worksheets/sheet1.xml']!.replace(/ r="[A-Z]*\d+"/g, '');
    expect(await serials(await zipBytes(parts))).toEqual(['S1']);
  });
  test('other prefixes, absolute targets and strict namespaces', async () => {
    const parts = workbookParts([sheet(HEADER, ['Pump', 'Acme', 'S1'])]), prefix = (xml: string) => xml.replace(/<(\/?)(?=[a-zA-Z])/g, '<$1x:').replace('xmlns=', 'xmlns:x=');
    for (const part of ['xl/workbook.xml', 'xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml', 'xl/styles.xml']) parts[part] = prefix(parts[part]!.replace(/^<\?[^>]*\?>/, ''));
    expect(await serials(await zipBytes(parts))).toEqual(['S1']);
  });
  test('a mapping by a person is followed', async () => {
    const bytes = await workbookBytes([sheet(['Aa', 'Bb'], ['X9', 'Acme'])]);
    expect((await readDocument(bytes)).needsMapping).toBe(true);
    const { witnesses, needsMapping } = await readDocument(bytes, { mapping: { columns: [{ index: 0, field: 'serial' }, { index: 1, field: 'vendor' }] } });
    expect([needsMapping, witnesses[0]!.claims.map((claim) => claim.value)]).toEqual([false, ['Acme', 'X9']]);
  });
});

describe('hostile workbooks', () => {
  const giant = (text: string) => zipBytes({ ...workbookParts([sheet(HEADER, ['Pump', 'Acme', 'S1'])]), 'xl/worksheets/sheet1.xml': text });
  const head = '<worksheet><sheetData>', row = (cells: string) => `<row>${cells}</row>`;

  test('a ZIP bomb is refused before it is unpacked', async () => {
    const bytes = await giant(`${head}${row(`<c><v>${'0'.repeat(80 * 1024 * 1024)}</v></c>`)}</sheetData></worksheet>`), start = performance.now();
    expect((await refusal(bytes)).code).toBe('document-bomb');
    expect(performance.now() - start).toBeLessThan(5000);
  });
  test('too many entries', async () => {
    const parts: Record<string, string> = workbookParts([sheet(HEADER)]);
    for (let at = 0; at < 2001; at++) parts[`x/${at}`] = '';
    expect((await refusal(await zipBytes(parts))).code).toBe('document-bomb');
  });
  test('a billion laughs', async () => {
    const doctype = `<!DOCTYPE x [<!ENTITY a "ha">${'bcdefgh'.split('').map((name, at) => `<!ENTITY ${name} "${`&${'abcdefgh'[at]};`.repeat(10)}">`).join('')}]>`;
    expect((await refusal(await giant(`${doctype}${head}${row('<c t="inlineStr"><is><t>&h;</t></is></c>')}</sheetData></worksheet>`))).code).toBe('xml-doctype');
  });
  test('an entity that nobody declared', async () => { expect((await refusal(await giant(`${head}${row('<c><v>&lol;</v></c>')}</sheetData></worksheet>`))).code).toBe('xml-broken'); });
  test('a cell of 10 MB', async () => {
    const noise = Array.from({ length: 640_000 }, (_, at) => (at * 2_654_435_761 >>> 0).toString(36).padStart(7, 'q')).join(' ');
    expect(await serials(await workbookBytes([sheet(HEADER, ['Pump', 'Acme', 'S1', noise.repeat(2)])]))).toEqual(['S1']);
  });
  test('16,384 columns, and cells beyond', async () => {
    const wide = [...HEADER, ...Array.from({ length: 16_380 }, (_, at) => `c${at}`)];
    expect(await serials(await workbookBytes([sheet(wide, ['Pump', 'Acme', 'S1', ...wide])]))).toEqual(['S1']);
    expect((await readDocument(await giant(`${head}${row('<c r="ZZZ1"><v>1</v></c><c r="A1"><v>2</v></c>')}</sheetData></worksheet>`))).needsMapping).toBe(true);
  });
  test('a million cells in the last column are refused in linear time', async () => {
    const start = performance.now();
    expect((await refusal(await giant(`${head}${Array.from({ length: 4000 }, (_, at) => `<row r="${at + 1}"><c r="XFD${at + 1}"><v>${at}</v></c></row>`).join('')}</sheetData></worksheet>`))).code).toBe('document-too-large');
    expect(performance.now() - start).toBeLessThan(20_000);
  });
  test.each(['0', '-1', '1048577', '1e9', 'x'])('row %s', async (r) => { expect((await refusal(await giant(`${head}<row r="${r}"><c><v>1</v></c></row></sheetData></worksheet>`))).code).toBe('document-broken'); });
  test('deep nesting', async () => { expect((await refusal(await giant(`${head}${'<a>'.repeat(1000)}`))).code).toBe('xml-too-deep'); });
  test('65,536 joins of the whole sheet', async () => {
    const merges = Array.from({ length: 66_000 }, () => 'C2:C1048576'), start = performance.now();
    expect((await serials(await workbookBytes([{ ...sheet(HEADER, ['Pump', 'Acme', 'S1'], ['Pump', 'Acme', null]), merges }]))).length).toBe(2);
    expect(performance.now() - start).toBeLessThan(5000);
  });
  test('cut anywhere, or with a byte flipped: read or refused with a sentence, never another error', async () => {
    const bytes = await workbookBytes([sheet(HEADER, ['Pump', 'Acme', 'S1'])]);
    let refused = 0;
    for (let length = 0; length < bytes.length; length += 7) if ((await refusal(bytes.subarray(0, length))).message.length > 20) refused++;
    expect(refused).toBe(Math.ceil(bytes.length / 7));
    for (let at = 0; at < bytes.length; at += 11) {
      const flipped = bytes.slice();
      flipped[at]! ^= 1 << (at % 8);
      await readDocument(flipped).catch((error: unknown) => { if (!(error instanceof Refusal)) throw error; });
    }
  });
});

describe('refused with a sentence', () => {
  const ole = (stream: string) => { const bytes = new Uint8Array(2048); bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]); bytes.set(Buffer.from(stream, 'utf16le'), 1024); return bytes; };
  test.each<[string, () => Uint8Array | Promise<Uint8Array>, RegExp]>([
    ['a workbook with a password', () => ole('EncryptedPackage'), /protected with a password/], ['.xls', () => ole('Workbook\0'), /Excel 97–2003 workbook \(\.xls\): save it as XLSX or CSV; accepted are/],
    ['a Word document', () => zipBytes({ 'word/document.xml': '<x/>' }), /Word document/], ['.xlsb', () => zipBytes({ 'xl/workbook.bin': 'x' }), /\.xlsb/], ['any ZIP', () => zipBytes({ 'a.txt': 'x' }), /ZIP archive without a spreadsheet/],
    ['an empty workbook', () => workbookBytes([sheet()]), /no row with a value/], ['no sheet', () => zipBytes(workbookParts([])), /names no sheet/],
  ])('%s', async (_, bytes, expected) => { expect((await refusal(await bytes())).message).toMatch(expected); });
});

describe('ODS', () => {
  const content = (table: string) => `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>${table}</office:spreadsheet></office:body></office:document-content>`;
  const ods = (table: string, manifest = '<manifest/>') => zipBytes({ mimetype: 'application/vnd.oasis.opendocument.spreadsheet', 'META-INF/manifest.xml': manifest, 'content.xml': content(table) });
  const cell = (text: string, attributes = '') => `<table:table-cell${attributes}><text:p>${text}</text:p></table:table-cell>`, row = (cells: string, attributes = '') => `<table:table-row${attributes}>${cells}</table:table-row>`;
  const header = row(['Device', 'S/N', 'Department', 'End of support'].map((name) => cell(name)).join(''));

  test('repeats, joined cells, dates, notes of cells', async () => {
    const table = `<table:table table:name="T">${header}${row('', ' table:number-rows-repeated="3"')}${row(cell('Infusion pump') + cell('a<text:s text:c="2"/>b') + cell('ICU', ' table:number-rows-spanned="2"') + '<table:table-cell office:value-type="date" office:date-value="2027-03-31"><office:annotation><text:p>Jane Doe</text:p></office:annotation><text:p>31/03/27</text:p></table:table-cell>')}${row(`${cell('Infusion pump')}${cell('c')}<table:covered-table-cell/><table:table-cell table:number-columns-repeated="16000"/>`)}${row('<table:table-cell table:number-columns-repeated="16384"/>', ' table:number-rows-repeated="1048000"')}</table:table>`;
    const result = await readDocument(await ods(table)), facts = result.witnesses.map((witness) => [witness.claims[0]!.positions[0], ...witness.claims.map((claim) => claim.value)]);
    expect(facts).toEqual([[5, 'ICU', 'a b', '2027-03-31', 'infusion-pump'], [6, 'ICU', 'c', 'infusion-pump']]);
    expect(result.format).toBe('ODS, sheet "T"');
  });
  test('a password', async () => { expect((await refusal(await ods('', '<manifest><file-entry><encryption-data/></file-entry></manifest>'))).code).toBe('document-encrypted'); });
  test('a repeat bomb', async () => { expect((await refusal(await ods(`<table:table>${row(cell('x', ' table:number-columns-repeated="16384"'), ' table:number-rows-repeated="1048576"')}</table:table>`))).code).toBe('document-too-large'); });
});

const office = ['soffice', 'libreoffice'].map((name) => (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, name)).find((path) => existsSync(path))).find((path) => path !== undefined);
describe('workbooks that LibreOffice wrote', () => {
  test.skipIf(office === undefined).each(['xlsx', 'ods'])('the invented list, saved by it as %s, reads the same', async (format) => {
    const folder = mkdtempSync(join(tmpdir(), 'wardkeep-office-')), list = inventedList('hu', 100, 3);
    try {
      writeFileSync(join(folder, 'in.xlsx'), await workbookBytes([list.sheets[1]!]));
      execFileSync(office!, ['--headless', '--convert-to', format, '--outdir', join(folder, 'out'), join(folder, 'in.xlsx')], { timeout: 120_000, env: { ...process.env, HOME: folder } });
      const ours = await readDocument(join(folder, 'in.xlsx')), theirs = await readDocument(join(folder, 'out', `in.${format}`));
      expect(theirs.witnesses).toEqual(ours.witnesses);
    } finally { rmSync(folder, { recursive: true, force: true }); }
  });
});
