import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type AdvisoryItem, type AdvisoryProgress, readAdvisories, streamAdvisories } from '@wardkeep/io/advisories/read';
import { csaf, folder, hash, tar, zip } from './world.ts';

const names = (reading: { advisories: readonly { id: string }[] }): string[] => reading.advisories.map((advisory) => advisory.id);
const codes = (reading: { quarantined: readonly { code: string }[] }): string[] => reading.quarantined.map((one) => one.code);
const bytes = (name: string, content: Uint8Array | string) => ({ name, bytes: typeof content === 'string' ? Buffer.from(content) : content });
const EPSS = '#model_version:v1,score_date:2026-01-02T00:00:00+0000\ncve,epss,percentile\nCVE-2099-0001,0.5,0.9\n';
const KEV = JSON.stringify({ catalogVersion: '2026.01.02', dateReleased: '2026-01-02T00:00:00Z', vulnerabilities: [{ cveID: 'CVE-2099-0001', vendorProject: 'Acme', product: 'Flow', dateAdded: '2026-01-01', requiredAction: 'Update' }] });

describe('where documents come from', () => {
  test('folders at any depth, by name; what fails says why and the rest goes in', async () => {
    const root = folder({ 'b/2.json': csaf('ACME-2'), 'a/deep/er/1.json': csaf('ACME-1'), 'c/cut.json': csaf('ACME-3').subarray(0, 100), 'c/readme.txt': 'hello', 'c/other.json': '{"a":1}', 'c/epss.csv': EPSS, 'c/kev.json': KEV, 'c/empty.json': '', 'feed.json': '{"feed":{"entry":[]}}', '.state/s.json': '{}', '.hidden.json': '{}', 'provider-metadata.json': '{"canonical_url":"x","metadata_version":"2.0","publisher":{}}' });
    symlinkSync(join(root, 'b/2.json'), join(root, 'link.json'));
    const reading = await readAdvisories([root]), inside = (file: string): string => file.slice(root.length + 1);
    expect(names(reading)).toEqual(['ACME-1', 'ACME-2']);
    expect(reading.quarantined.map((one) => [inside(one.file), one.code])).toEqual([['c/cut.json', 'advisory-not-json'], ['c/empty.json', 'advisory-empty'], ['c/other.json', 'advisory-unknown-format']]);
    expect(reading.passedOver.map((one) => [inside(one.file), one.reason])).toEqual([['.hidden.json', 'hidden'], ['.state', 'hidden'], ['c/readme.txt', 'other-ending'], ['feed.json', 'rolie-feed'], ['link.json', 'link'], ['provider-metadata.json', 'provider-metadata']]);
    expect([reading.predictions, reading.epss, reading.knownExploited.length, reading.kev?.version]).toEqual([[{ cve: 'CVE-2099-0001', probability: 0.5, percentile: 0.9 }], { model: 'v1', scoredOn: '2026-01-02' }, 1, '2026.01.02']);
    expect(reading.quarantined.every((one) => /^[A-Z][^.]*.*\.$/.test(one.message))).toBe(true);
  });
  test('ZIP, tar, tar.gz, gzip; archives in archives up to a bound', async () => {
    const files: [string, Buffer][] = [['x/1.json', csaf('ACME-1')], [`${'long/'.repeat(30)}2.json`, csaf('ACME-2')], ['notes.txt', Buffer.from('n')], ['__MACOSX/x/._1.json', Buffer.from('m')]], archive = tar(files), zipped = await zip(Object.fromEntries(files));
    for (const [name, content] of [['a.tar', archive], ['a.tgz', gzipSync(archive)], ['a.zip', zipped], ['no-ending', zipped]] as const) {
      const reading = await readAdvisories([bytes(name, content)]);
      expect([name, names(reading), reading.quarantined, reading.passedOver.map((one) => one.file)]).toEqual([name, ['ACME-1', 'ACME-2'], [], [`${name}!notes.txt`, `${name}!__MACOSX/x/._1.json`]]);
      expect(reading.documents[1]!.file).toBe(`${name}!${'long/'.repeat(30)}2.json`);
      expect(names(await readAdvisories([folder({ [name === 'no-ending' ? 'b.zip' : name]: content })]))).toEqual(['ACME-1', 'ACME-2']);
    }
    expect(names(await readAdvisories([bytes('1.json.gz', gzipSync(csaf('ACME-1')))]))).toEqual(['ACME-1']);
    expect((await readAdvisories([bytes('epss.csv.gz', gzipSync(EPSS))])).predictions.length).toBe(1);
    expect(names(await readAdvisories([bytes('b.zip', await zip({ 'inner.tar.gz': gzipSync(archive) }))]))).toEqual(['ACME-1', 'ACME-2']);
    expect(codes(await readAdvisories([bytes('x.gz', gzipSync(gzipSync(gzipSync(gzipSync(csaf('ACME-1'))))))]))).toEqual(['advisory-archive']);
  });
  test('archives that break off give what came before', async () => {
    const archive = tar([['1.json', csaf('ACME-1')], ['2.json', csaf('ACME-2')]]), cut = archive.subarray(0, 512 + 1024 + 512 + 200);
    const packed = gzipSync(archive);
    for (const content of [cut, packed.subarray(0, packed.length - 40)]) {
      const reading = await readAdvisories([bytes('cut.tar', content)]);
      expect([names(reading).includes('ACME-2'), codes(reading)]).toEqual([false, ['advisory-archive']]);
    }
    expect(names(await readAdvisories([bytes('cut.tar', cut)]))).toEqual(['ACME-1']);
    const wrong = Buffer.from(archive);
    wrong[0]! ^= 1;
    expect((await readAdvisories([bytes('w.tar', wrong)])).quarantined[0]!.message).toBe('The tar archive is damaged: the checksum of a header is wrong.');
    expect(codes(await readAdvisories([bytes('w.zip', (await zip({ 'a.json': csaf('A') })).subarray(0, 300))]))).toEqual(['advisory-archive']);
  });
  test('what is not there, what is no document', async () => {
    const reading = await readAdvisories(['/does/not/exist', bytes('a.pdf', '%PDF-1.7'), bytes('a.html', '<html>'), bytes('sbom.json', JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6' })), bytes('v4.json', JSON.stringify({ data_type: 'CVE' })), bytes('list.json', '[]')]);
    expect(reading.quarantined.map((one) => [one.code, one.message.slice(0, 50)])).toEqual([
      ['advisory-unreadable', 'The file cannot be read: ENOENT: no such file or d'], ['advisory-unknown-format', 'The file holds a PDF (type it in by hand, or ask t'], ['advisory-unknown-format', 'The file holds XML or HTML; accepted are CSAF 2.0 '],
      ['advisory-unknown-format', 'The file holds a bill of materials that says nothi'], ['advisory-format-version', 'The document is a CVE record of version 4 or an NV'], ['advisory-unknown-format', 'The file holds a JSON list; accepted are CSAF 2.0 '],
    ]);
  });
  test('progress counts, a stop is a stop', async () => {
    const root = folder(Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`${at}.json`, csaf(`ACME-${at}`)]))), progress: AdvisoryProgress[] = [], stop = new AbortController();
    await readAdvisories([root], { onProgress: (told) => progress.push(told) });
    expect([progress.length, progress.at(-1)!.files, progress.at(-1)!.advisories]).toEqual([20, 20, 20]);
    const items: AdvisoryItem[] = [];
    await expect((async () => { for await (const item of streamAdvisories([root], { signal: stop.signal })) { items.push(item); if (items.length === 5) stop.abort(); } })()).rejects.toThrow('abort');
    expect(items.length).toBe(5);
  });
});

describe('limits and hostile documents', () => {
  test('200 MB are refused before they are read; a bomb after the limit', async () => {
    const before = process.memoryUsage().rss, big = Buffer.alloc(200_000_000, 0x20);
    big[0] = 0x7b;
    expect((await readAdvisories([bytes('big.json', big)])).quarantined[0]!.message).toBe('The document has 191 MiB; at most 64 MiB are read.');
    const bomb = gzipSync(big, { level: 1 });
    expect((await readAdvisories([bytes('bomb.json.gz', bomb)])).quarantined[0]).toMatchObject({ code: 'advisory-too-large', message: 'The document has more than 64 MiB; at most 64 MiB are read.' });
    expect(process.memoryUsage().rss - before).toBeLessThan(600 << 20);
    expect((await readAdvisories([bytes('s.json', csaf('A'))], { limits: { documentBytes: 100 } })).quarantined[0]!.message).toBe(`The document has ${csaf('A').length} bytes; at most 100 bytes are read.`);
  });
  test('entries and bytes of archives, files of folders', async () => {
    const archive = tar(Array.from({ length: 30 }, (_, at) => [`${at}.json`, csaf(`A-${at}`)]));
    for (const limits of [{ archiveEntries: 10 }, { archiveBytes: 8_000 }]) {
      const reading = await readAdvisories([bytes('a.tar', archive)], { limits });
      expect([reading.advisories.length > 5 && reading.advisories.length <= 10, codes(reading)]).toEqual([true, ['advisory-archive']]);
    }
    const reading = await readAdvisories([folder(Object.fromEntries(Array.from({ length: 5 }, (_, at) => [`${at}.json`, csaf(`A-${at}`)])))], { limits: { files: 3 } });
    expect([names(reading).length, codes(reading)]).toEqual([3, ['advisory-too-many']]);
  });
  test('deep JSON, wrong encodings, prototype keys', async () => {
    const deep = `{"document":${'['.repeat(200_000)}`, latin = Buffer.concat([csaf('ÁCME').subarray(0, 60), Buffer.from([0xe9]), csaf('A').subarray(60)]), proto = csaf('ACME-9').toString().replace('{', '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},');
    const reading = await readAdvisories([bytes('deep', deep), bytes('latin', latin), bytes('utf16', Buffer.from(`\ufeff${csaf('A').toString()}`, 'utf16le')), bytes('proto', proto), bytes('bom', Buffer.concat([Buffer.from('\ufeff'), csaf('ACME-8')]))]);
    expect(reading.quarantined.map((one) => one.message)).toEqual(['The JSON is nested over more than 100 levels; at most 100 are read.', 'Expected UTF-8; the byte 0xe9 at offset 60 is none.', 'The file is UTF-16; expected UTF-8.']);
    expect([names(reading), ({} as Record<string, unknown>)['polluted']]).toEqual([['ACME-9', 'ACME-8'], undefined]);
  });
});

describe('validation', () => {
  /** The small document with the value at `path` exchanged; undefined takes it away. */
  const changed = (...changes: [path: string, value: unknown][]): Buffer => {
    const document = JSON.parse(csaf('ACME-1').toString()) as Record<string, unknown>;
    for (const [path, value] of changes) {
      const steps = path.split('/'), last = steps.pop()!, node = steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], document) as Record<string, unknown>;
      if (value === undefined) delete node[last];
      else node[last] = value;
    }
    return Buffer.from(JSON.stringify(document));
  };
  const RANGE = 'product_tree/branches/0/branches/0/branches/0';
  test('invalid but readable is kept with notes', async () => {
    const odd = changed([`${RANGE}/category`, 'product_version'], ['document/references', [{ url: 'not an address', summary: 'x' }]]), reading = await readAdvisories([bytes('odd.json', odd)], { mode: 'full' });
    expect([names(reading), reading.documents[0]!.notes.map((note) => note.message)]).toEqual([['ACME-1'], ['Not valid by the schema at /document/references/0/url: must match format "uri".']]);
    const range = changed([`${RANGE}/category`, 'product_version']);
    expect((await readAdvisories([bytes('range.json', range)], { mode: 'full' })).documents[0]!.notes.map((note) => note.message)).toEqual([`Mandatory test 6.1.31 fails at /${RANGE}/name: version range in product version.`]);
    expect((await readAdvisories([bytes('range.json', range)])).documents[0]!.notes).toEqual([]);
  });
  test('a document that the library would compare for minutes is read and noted', async () => {
    const ids = Array.from({ length: 30_000 }, (_, at) => `p${at}`), huge = changed(['product_tree', { full_product_names: ids.map((id) => ({ product_id: id, name: id })) }], ['vulnerabilities/0/product_status', { known_affected: ids }]), start = performance.now();
    const reading = await readAdvisories([bytes('huge.json', huge)], { mode: 'full' });
    expect([reading.advisories[0]!.products.length, reading.documents[0]!.notes.map((note) => note.code)]).toEqual([30_000, ['csaf-not-validated']]);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
  test.each<[string, string, unknown, string]>([
    ['a status that is no list', 'vulnerabilities/0/product_status/known_affected', 'p1', '/vulnerabilities/0/product_status/known_affected it must be array'],
    ['a branch without a name', 'product_tree/branches/0/name', undefined, "/product_tree/branches/0 it must have required property 'name'"],
    ['no status', 'document/tracking/status', undefined, "/document/tracking it must have required property 'status'"],
  ])('unusable is quarantined: %s', async (_, path, value, message) => {
    const { quarantined } = await readAdvisories([bytes('x.json', changed([path, value]))], { mode: 'full' });
    expect(quarantined).toMatchObject([{ code: 'advisory-schema', message: `The document is not valid by the schema where it matters: at ${message}.` }]);
  });
});

describe('revisions', () => {
  const at = (version: string, day: string, more: Record<string, unknown> = {}) => csaf('ACME-1', { version, current_release_date: `2026-01-${day}T00:00:00Z` }, more);
  const read = async (...contents: Buffer[]) => readAdvisories(contents.map((content, place) => bytes(`${place}.json`, content)));
  test('the newer one holds, whatever the order', async () => {
    const forward = await read(at('1', '01'), at('2', '02')), backward = await read(at('2', '02'), at('1', '01'));
    expect([forward.advisories.map((one) => one.revision), forward.passedOver]).toEqual([['2'], [{ file: '0.json', reason: 'superseded' }]]);
    expect([backward.advisories.map((one) => one.revision), backward.quarantined.map((one) => [one.code, one.message])]).toEqual([['2'], [['advisory-older', 'ACME-1 is held in revision 2 of 2026-01-02; found is the older revision 1 of 2026-01-01.']]]);
  });
  test('the same again is passed over, the same revision with another content is not believed', async () => {
    expect((await read(at('1', '01'), at('1', '01'))).passedOver).toEqual([{ file: '1.json', reason: 'same-document' }]);
    expect((await read(at('1', '01'), at('1', '01', { vulnerabilities: [] }))).quarantined).toMatchObject([{ file: '1.json', code: 'advisory-changed', params: { id: 'ACME-1', held: '1', found: '1' } }]);
    expect((await read(at('1.9.0', '01'), at('1.10.0', '01'))).advisories[0]!.revision).toBe('1.10.0');
  });
  test('what the caller holds counts as well', async () => {
    const held = { revision: '3', releasedAt: '2026-01-03T00:00:00.000Z', digest: 'x' };
    expect(codes(await readAdvisories([bytes('a', at('2', '02'))], { held: (publisher, id) => (publisher === 'Acme Medical' && id === 'ACME-1' ? held : null) }))).toEqual(['advisory-older']);
    expect(names(await readAdvisories([bytes('a', at('4', '04'))], { held: () => held }))).toEqual(['ACME-1']);
  });
});

describe('known exploited', () => {
  test('the catalog goes before what others repeat of it', async () => {
    const record = JSON.stringify({ dataType: 'CVE_RECORD', dataVersion: '5.1', cveMetadata: { cveId: 'CVE-2099-0001', state: 'PUBLISHED' }, containers: { cna: { providerMetadata: { shortName: 'Acme' }, affected: [{ vendor: 'Acme', product: 'Flow', defaultStatus: 'affected' }] }, adp: [{ metrics: [{ other: { type: 'kev', content: { dateAdded: '2026-01-01' } } }] }] } });
    expect((await readAdvisories([bytes('r', record)])).knownExploited).toMatchObject([{ cve: 'CVE-2099-0001', requiredAction: null }]);
    for (const order of [[bytes('k', KEV), bytes('r', record)], [bytes('r', record), bytes('k', KEV)]]) expect((await readAdvisories(order)).knownExploited).toMatchObject([{ cve: 'CVE-2099-0001', requiredAction: 'Update' }]);
  });
});

describe('hashes beside documents', () => {
  test('right ones are checked in folders and archives, wrong ones quarantine', async () => {
    const good = csaf('ACME-1'), files = { '1.json': good, '1.json.sha256': hash('sha256', good), '1.json.sha512': hash('sha512', good), '2.json': csaf('ACME-2'), '2.json.sha512': hash('sha512', good) };
    const asBytes = Object.entries(files).map(([name, content]) => [name, Buffer.from(content)] as const), expected = [['ACME-1'], ['advisory-digest']];
    for (const input of [folder(files), bytes('a.zip', await zip(Object.fromEntries(asBytes))), bytes('a.tgz', gzipSync(tar(asBytes))), bytes('reversed.tar', tar([...asBytes].reverse()))]) {
      const reading = await readAdvisories([input]);
      expect([names(reading), codes(reading)]).toEqual(expected);
      expect(reading.quarantined[0]!.message).toMatch(/^Expected the sha512 hash [0-9a-f]{16}… that stands beside the document; found [0-9a-f]{16}…\.$/);
    }
  });
});
