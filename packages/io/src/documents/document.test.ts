import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '@wardkeep/formats/refusal';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument } from './document.ts';
import { EncodingDetector, type Encoding } from './encoding.ts';
import { seeded } from './testing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const refusal = async (source: Uint8Array): Promise<Refusal> => readDocument(source).then(() => { throw new Error('it was read'); }, (error: unknown) => { if (!(error instanceof Refusal)) throw error; return error; });
const LIST = 'Gyártó;Típus;Gyári szám;Osztály\r\nTisza Műszer;Flow 3;S1;Sürgősségi\r\n';

describe('detection is by content', () => {
  test.each<[string, Uint8Array, RegExp]>([
    ['empty', new Uint8Array(0), /^The file is empty; accepted are equipment lists/], ['white space', bytes(' \r\n\t '), /nothing but white space/], ['pcap', Uint8Array.of(0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0), /looks like a pcap capture \(read it as a capture\)/],
    ['pcapng', Uint8Array.of(0x0a, 0x0d, 0x0d, 0x0a, 0, 0), /pcapng/], ['gzip', Uint8Array.of(0x1f, 0x8b, 8), /gzip/], ['PDF', bytes('%PDF-1.7'), /a PDF \(export the list as XLSX or CSV\)/], ['noise', Uint8Array.from({ length: 500 }, (_, at) => (at * 37) & 255), /binary file/],
    ['HTML called .xls', bytes('<!-- x --><html><table/></html>'), /web page \(HTML\)/], ['Excel 2003 XML', bytes('<?xml version="1.0"?><Workbook xmlns="urn:x"/>'), /Excel 2003 XML/], ['other XML', bytes('<?xml version="1.0"?><foo/>'), /unknown kind \(<foo>\)/], ['SPDX as RDF', bytes('<rdf:RDF/>'), /JSON and tag-value/],
    ['other JSON', bytes('{"hello": 1}'), /JSON with hello, and neither "bomFormat"/], ['a JSON list', bytes('[{"a": 1}]'), /JSON with a list/], ['cut JSON', bytes('{"bomFormat": "CycloneDX", "spec'), /broken or cut/], ['other JSON lines', bytes('{"a":1}\n{"a":2}\n'), /JSON lines of an unknown kind/],
    ['Zeek as text', bytes('#separator \\x09\n#path\tconn\n'), /LogAscii::use_json=T/], ['SBOM of an unknown version', bytes('{"bomFormat": "CycloneDX", "specVersion": "3.0"}'), /version "3.0"; accepted are 1.2 to 1.7/], ['a list of nothing', bytes(';;;\n;;;\n'), /no row with a value/],
  ])('%s', async (_, source, expected) => { expect((await refusal(source)).message).toMatch(expected); });

  test.each<[string, string, string]>([
    ['CycloneDX JSON', '{"bomFormat":"CycloneDX","specVersion":"1.7"}', 'CycloneDX 1.7 (JSON)'], ['CycloneDX JSON, marker last', '{"components":[],"specVersion":"1.5","bomFormat":"CycloneDX"}', 'CycloneDX 1.5 (JSON)'],
    ['CycloneDX XML', '<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->\n<b:bom xmlns:b="http://cyclonedx.org/schema/bom/1.6"/>', 'CycloneDX 1.6 (XML)'], ['SPDX', '{"spdxVersion":"SPDX-2.3"}', 'SPDX 2.3 (JSON)'], ['SPDX tag-value', '# c\n\nSPDXVersion: SPDX-2.3\n', 'SPDX 2.3 (tag-value)'],
    ['SPDX 3', '{"@context":"https://spdx.org/rdf/3.0.1/spdx-context.jsonld","@graph":[{"type":"CreationInfo","specVersion":"3.0.1"}]}', 'SPDX 3.0.1 (JSON-LD)'], ['nmap', '<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun version="7.95"/>', 'nmap 7.95'],
    ['Zeek', '{"_path":"conn","ts":1}\n', 'Zeek JSON logs'], ['EVE', '{"timestamp":"2026-01-01T00:00:00+0000","event_type":"stats"}\n', 'Suricata EVE'], ['CSV', 'a;b\n1;2\n', 'CSV'],
  ])('%s', async (_, text, format) => {
    expect((await readDocument(bytes(text))).format).toBe(format);
    expect((await readDocument(bytes(`\ufeff${text}`))).format).toBe(format);
    expect((await readDocument(Uint8Array.from(Buffer.from(`\ufeff${text}`, 'utf16le')))).format).toBe(format);
  });
  test('an XML declaration may name another encoding', async () => {
    const xml = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><bom xmlns="http://cyclonedx.org/schema/bom/1.4"><metadata><component type="device"><name>Monitor \xf1</name></component></metadata></bom>', 'latin1');
    expect((await readDocument(new Uint8Array(xml))).witnesses[0]!.claims[0]!.value).toBe('Monitor ñ');
  });
});

/** Encodes the few letters that matter. */
const windows = (text: string, table: Readonly<Record<string, number>>) => Uint8Array.from(text, (letter) => table[letter] ?? letter.charCodeAt(0));
const W1250 = { 'ő': 0xf5, 'ű': 0xfb, 'Ő': 0xd5, 'Ű': 0xdb };

describe('encodings', () => {
  const detect = (data: Uint8Array): Encoding => { const detector = new EncodingDetector(); for (let at = 0; at < data.length; at += 3) detector.push(data.subarray(at, at + 3)); return detector.end(); };
  test.each<[string, Uint8Array, Encoding]>([
    ['UTF-8', bytes(LIST), 'utf-8'], ['ASCII', bytes('a;b'), 'utf-8'], ['Hungarian', windows(LIST, W1250), 'windows-1250'], ['Spanish', windows('Ubicación;Nº de serie;Año\n', {}), 'windows-1252'], ['Portuguese', windows('Localização;Versão;operações;pulmão\n', {}), 'windows-1252'],
    ['French', windows('Modèle;Numéro;sûr;dû;à;être\n', {}), 'windows-1252'], ['German', windows('Gerät;Größe;Prüfung\n', {}), 'windows-1252'], ['a cut UTF-8 character', bytes('á').subarray(0, 1), 'windows-1252'], ['nothing', new Uint8Array(0), 'utf-8'],
  ])('%s', (_, data, encoding) => { expect(detect(data)).toBe(encoding); });
  test('a Hungarian list is the same list in every encoding', async () => {
    const expected = (await readDocument(bytes(LIST))).witnesses;
    expect(expected[0]!.claims.map((claim) => claim.value)).toEqual(['Tisza Műszer', 'Flow 3', 'Sürgősségi', 'S1']);
    const utf16be = Buffer.from(LIST, 'utf16le').swap16();
    for (const data of [windows(LIST, W1250), new Uint8Array(Buffer.from(LIST, 'utf16le')), new Uint8Array(utf16be), bytes(`\ufeff${LIST}`)]) expect((await readDocument(data)).witnesses).toEqual(expected);
  });
});

describe('CSV lists', () => {
  test('line numbers are those of a spreadsheet, over pieces of a megabyte', async () => {
    const rows = ['Inventory', '', 'Vendor,Model,Serial number,Notes'];
    for (let at = 0; at < 60_000; at++) rows.push(`Acme,"Flow\n${at % 7}",S${at},"${'x'.repeat(30)}"`);
    const { witnesses, mapping } = await readDocument(bytes(rows.join('\n')));
    expect([witnesses.length, mapping!.headerLine, mapping!.rows]).toEqual([60_000, 3, 60_000]);
    expect(witnesses.every((witness, at) => witness.claims.some((claim) => claim.value === `S${at}` && claim.positions[0] === at + 4))).toBe(true);
  });
  test('what was cut or odd is told', async () => {
    const { warnings, witnesses } = await readDocument(bytes(`Vendor,Serial number,Notes\nAcme,S1\0,${'x'.repeat(40_000)}\nAcme,"S2,x\n`));
    expect([witnesses.length, warnings.map((warning) => [warning.code, warning.frame])]).toEqual([2, [['csv-cell-cut', null], ['csv-nul', null], ['csv-open-quote', 3]]]);
  });
  test('unsure columns wait for a person; the answer is followed', async () => {
    const list = bytes('Aa,Bb\nAcme,S1\nAcme,S2\n'), asked = await readDocument(list);
    expect([asked.needsMapping, asked.witnesses.length, asked.mapping!.rows, asked.mapping!.columns.map((column) => column.field)]).toEqual([true, 0, 2, [null, null]]);
    const told = await readDocument(list, { mapping: { columns: [{ index: 0, field: 'vendor' }, { index: 1, field: 'serial' }, { index: 99_999, field: 'ip' }] } });
    expect([told.needsMapping, told.witnesses.length]).toEqual([false, 2]);
  });
  test('it can be stopped', async () => {
    const stop = new AbortController();
    stop.abort();
    await expect(readDocument(bytes(LIST), { signal: stop.signal })).rejects.toThrow(/abort/i);
  });
});

test('any bytes are read or refused with a sentence', async () => {
  const pieces = fc.constantFrom('{', '}', '"', '[', '<', '>', '<bom ', 'SPDXVersion:', 'PK\u0003\u0004', '\n', ';', ',', 'name', 'serial', '\u0000', 'ő', '{"_path":"conn"}', '<nmaprun>', ' xmlns="http://cyclonedx.org/schema/bom/1.4"', '/>', '10.0.0.1');
  await fc.assert(fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.array(pieces, { maxLength: 20 }).map((parts) => bytes(parts.join('')))), async (data) => {
    try { await readDocument(data); } catch (error) { if (!(error instanceof Refusal)) throw error; }
  }), { numRuns: 3000 });
});

test('time grows with the size, not with its square', async () => {
  const random = seeded(1), measure = async (text: string) => { const start = performance.now(); await readDocument(bytes(text)).catch(() => null); return performance.now() - start; };
  const shapes: readonly ((size: number) => string)[] = [
    (size) => 'a,b\n'.repeat(size / 4), (size) => `a,"${'x""'.repeat(size / 3)}`, (size) => ','.repeat(size), (size) => `<bom>${'<a/>'.repeat(size / 4)}`, (size) => `<!--${'-'.repeat(size)}`, (size) => `#\n${' \n'.repeat(size / 2)}x`, (size) => `<bom a="${'&amp;'.repeat(size / 5)}">`,
    (size) => `SPDXVersion: SPDX-2.3\n${'PackageName: <text>\n'.repeat(size / 20)}`, (size) => `{"_path":"conn"}\n${'{"a'.repeat(size / 3)}`, (size) => `{"_path":"conn"}\n${'{}\n'.repeat(size / 3)}`, (size) => `Vendor,Serial number,IP\n${Array.from({ length: size / 30 }, () => `a,${random()},${'1.'.repeat(5)}`).join('\n')}`,
  ];
  for (const shape of shapes) {
    await measure(shape(100_000));
    const small = await measure(shape(400_000)), large = await measure(shape(3_200_000));
    expect([shape.toString(), large < 100 + 40 * Math.max(small, 2)]).toEqual([shape.toString(), true]);
  }
}, 120_000);

const shared = process.env['WARDKEEP_TEST_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const sboms = existsSync(join(shared, 'sbom')) ? (readdirSync(join(shared, 'sbom'), { recursive: true }) as string[]).filter((name) => /\.(?:json|xml|spdx)$/.test(name)).sort() : [];

describe('published bills of materials', () => {
  type Node = { components?: Node[] };
  const nested = (list: Node[] = []): number => list.reduce((sum, node) => sum + 1 + nested(node.components), 0);
  /** Counts without our reader: by JSON, or by the tags of the text. */
  const count = (name: string, text: string): number => {
    if (name.endsWith('.xml')) return (text.replace(/<metadata>[\s\S]*?<\/metadata>/, '').match(/<component /g) ?? []).length;
    if (name.endsWith('.spdx')) return (text.match(/^PackageName:/gm) ?? []).length;
    const json = JSON.parse(text) as Node & { packages?: unknown[]; metadata?: { component?: Node }; '@graph'?: { type: string }[] };
    return json['@graph']?.filter((element) => element.type === 'software_Package').length ?? json.packages?.length ?? nested(json.components) + nested(json.metadata?.component?.components);
  };
  test.skipIf(sboms.length === 0)(`all ${sboms.length} are read with every component`, async () => {
    const differing: unknown[] = [];
    for (const name of sboms) {
      const path = join(shared, 'sbom', name), result = await readDocument(path), expected = count(name, readFileSync(path, 'utf8'));
      if (result.components.length !== expected || result.kind !== 'sbom') differing.push([name, result.kind, result.components.length, expected]);
    }
    expect(differing).toEqual([]);
    expect(sboms.length).toBeGreaterThan(100);
  });
  const inventory = join(shared, 'match-bench/inventory.csv');
  test.skipIf(!existsSync(inventory))('the match-bench inventory is a list that needs no question', async () => {
    const { witnesses, needsMapping, leftOut } = await readDocument(inventory);
    expect([witnesses.length, needsMapping, leftOut]).toEqual([346, false, []]);
    expect(witnesses[0]!.claims.map((claim) => [claim.attribute, claim.value])).toEqual([['vendor', 'Becton, Dickinson and Company (BD)'], ['model', '8015'], ['product', 'Alaris 8015 PC unit'], ['version', '9.33'], ['inventoryNumber', 'R001'], ['serial', '13579246']]);
  });
});

describe('the fixtures of the repository', () => {
  const fixture = (name: string) => new URL(`../../../../fixtures/lists/${name}`, import.meta.url).pathname;
  test.each<[string, string, string, number]>([['equipment-hu-1250.csv', 'list', 'CSV', 6], ['telecare-es-1252.csv', 'list', 'CSV', 5], ['nmap.xml', 'scan', 'nmap 7.94', 3], ['zeek.ndjson', 'log', 'Zeek JSON logs', 5], ['eve.ndjson', 'log', 'Suricata EVE', 3], ['flow3.cdx.json', 'sbom', 'CycloneDX 1.7 (JSON)', 1], ['flow3.spdx', 'sbom', 'SPDX 2.3 (tag-value)', 1]])('%s', async (name, kind, format, witnesses) => {
    const result = await readDocument(fixture(name));
    expect([result.kind, result.format, result.needsMapping, result.witnesses.length]).toEqual([kind, format, false, witnesses]);
    expect(JSON.stringify(result)).not.toMatch(/Ferrándiz|Bodrogi|Lucía|Ágnes/);
  });
  test('the lists of the fixtures, read in full', async () => {
    const { witnesses } = await readDocument(fixture('equipment-hu-1250.csv'));
    expect(witnesses.map((witness) => [witness.claims.find((claim) => claim.attribute === 'role')?.value, witness.claims.find((claim) => claim.attribute === 'department')?.value, witness.ips[0] ?? null])).toEqual([
      ['infusion-pump', 'Sürgősségi osztály', '10.30.1.11'], ['patient-monitor', 'Sürgősségi osztály', '10.30.1.12'], ['ventilator', 'Központi műtő', '10.30.1.13'], ['ultrasound', 'Radiológia', '10.30.2.14'], ['pacs', 'Radiológia', '10.30.2.15'], ['printer', 'Központi műtő', null],
    ]);
  });
});
