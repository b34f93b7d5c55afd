import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { wardkeep } from './run.ts';

const FIXTURES = new URL('../../../fixtures/assess/', import.meta.url).pathname, INVENTORY = join(FIXTURES, 'inventory.csv'), ADVISORIES = join(FIXTURES, 'advisories');
const folder = mkdtempSync(join(tmpdir(), 'wardkeep-assess-cli-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });
const file = (name: string, content: string): string => { const path = join(folder, name); writeFileSync(path, content); return path; };
interface Pair { row: string; advisory: string; verdict: string; score: number; cves: string[]; products: string[]; reasons: { code: string; asset: string | null; advisory: string | null }[]; missing: unknown[]; kev: boolean; epss: number | null }
interface Document { format: string; pairs: Pair[]; ignored: { row: string; advisory: string; reasons: unknown[] }[]; quarantined: { file: string; code: string; message: string }[] }
const read = (stdout: string): Document => JSON.parse(stdout) as Document;

describe('wardkeep assess', () => {
  test('--json is one document wardkeep-assessment/1 with the expected pairs', async () => {
    const { code, stdout, stderr } = await wardkeep(['assess', '--inventory', INVENTORY, '--advisories', ADVISORIES, '--json']), document = read(stdout);
    const expected = JSON.parse(readFileSync(join(FIXTURES, 'expected.json'), 'utf8')) as Record<string, Record<string, string[]>>;
    expect({ code, stderr, format: document.format, quarantined: document.quarantined }).toEqual({ code: 0, stderr: '', format: 'wardkeep-assessment/1', quarantined: [] });
    expect(document.pairs.map((pair) => `${pair.verdict} ${pair.row} ${pair.advisory}`).sort()).toEqual(Object.entries(expected).flatMap(([verdict, pairs]) => Object.keys(pairs).map((pair) => `${verdict} ${pair}`)).sort());
    expect(document.pairs[0]).toMatchObject({ kev: false, epss: null, reasons: expect.arrayContaining([{ code: 'vendor-same', asset: 'Norvento Medical GmbH', advisory: 'Norvento Medical' }]) as unknown });
    expect(document.ignored.length).toBeGreaterThan(3);
  });

  test('KEV and EPSS mark what is exploited', async () => {
    const kev = file('kev.json', JSON.stringify({ title: 'CISA Catalog of Known Exploited Vulnerabilities', catalogVersion: '2025.04.01', dateReleased: '2025-04-01T00:00:00.000Z', count: 1, vulnerabilities: [{ cveID: 'CVE-2025-10008', vendorProject: 'Quirelia', product: 'Tool', vulnerabilityName: 'x', dateAdded: '2025-04-01', shortDescription: 'x', requiredAction: 'x', dueDate: '2025-04-22', knownRansomwareCampaignUse: 'Unknown' }] }));
    const epss = file('epss.csv', '#model_version:v2025.03.14,score_date:2025-04-01T00:00:00+0000\ncve,epss,percentile\nCVE-2025-10008,0.5,0.97\nCVE-2025-10006,0.01,0.2\n');
    const { code, stdout } = await wardkeep(['assess', '--inventory', INVENTORY, '--advisories', ADVISORIES, '--kev', kev, '--epss', epss, '--json']), of = (row: string) => read(stdout).pairs.find((pair) => pair.row === row);
    expect(code).toBe(0);
    expect(of('A19')).toMatchObject({ kev: true, epss: 0.5 });
    expect(of('A12')).toMatchObject({ kev: false, epss: 0.01 });
    expect(of('A1')).toMatchObject({ kev: false, epss: null });
  });

  test('--table is for people', async () => {
    const { code, stdout } = await wardkeep(['assess', '--inventory', INVENTORY, '--advisories', ADVISORIES, '--table']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^10 of 24 assets are affected by one of 6 advisories; of 2 more nobody can tell yet\./);
    expect(stdout).toMatch(/to settle it: version \(advisory: < B\.05\.00\)/);
  });

  test('CycloneDX: rows are bom-refs', async () => {
    const bom = file('bom.json', JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components: [{ type: 'application', 'bom-ref': 'app-1', name: 'Infoline Server', version: '3.1', supplier: { name: 'Quirelia' } }, { type: 'library', 'bom-ref': 'lib-1', name: 'Infoline Viewer', version: '2.9' }] }));
    const { code, stdout } = await wardkeep(['assess', '--inventory', bom, '--advisories', ADVISORIES, '--json']);
    expect(code).toBe(0);
    expect(read(stdout).pairs.map((pair) => [pair.row, pair.verdict, pair.cves])).toEqual([['app-1', 'affected', ['CVE-2025-10005']]]);
  });

  test('wardkeep-inventory/1: rows are asset ids', async () => {
    const asset = { id: 'asset-00000001', macs: [], ips: [], hostnames: [], role: 'patient-monitor', vendor: 'Norvento Medical', product: 'Cardiolux ME50', model: null, version: 'B.04.00', serial: null, udi: null, os: null, zone: null, aeTitles: [], services: [], clientOf: [], software: [], firstSeen: null, lastSeen: null, confidence: {}, conflicts: [], evidence: [] };
    const path = file('inventory.json', JSON.stringify({ format: 'wardkeep-inventory/1', captures: [], assets: [asset], warnings: [], stats: { frames: 0, bytes: 0, flows: 0, seconds: 0, cpuSeconds: 0 } }));
    const { code, stdout } = await wardkeep(['assess', '--inventory', path, '--advisories', ADVISORIES, '--json']);
    expect(code).toBe(0);
    expect(read(stdout).pairs).toMatchObject([{ row: 'asset-00000001', verdict: 'cannot_tell', missing: [{ code: 'condition', advisory: 'WLAN only' }] }]);
  });

  test('a broken document is left out with its reason, exit code 4', async () => {
    const broken = file('broken.json', '{"document": {');
    const { code, stdout, stderr } = await wardkeep(['assess', '--inventory', INVENTORY, '--advisories', ADVISORIES, '--advisories', broken, '--json']);
    expect(code).toBe(4);
    expect(stderr).toMatch(/broken\.json was left out: /);
    expect(read(stdout).quarantined).toHaveLength(1);
    expect(read(stdout).pairs.length).toBeGreaterThan(5);
  });
});

describe('bad input: one sentence, nothing on standard output', () => {
  test.each([
    ['empty', '', /is empty; expected an inventory/], ['no columns', 'a,b\n1,2\n', /expected the columns id, vendor/], ['an id twice', 'id,product\n1,a\n1,b\n', /line 3: the id "1" already stands in line 2/],
    ['an open quote', 'id,product\n1,"a\n', /a quotation mark is never closed/], ['broken JSON', '{"bomFormat":', /begins like JSON, but is none/], ['other JSON', '{"a":1}', /expected a CSV, CycloneDX/],
  ] as const)('an inventory: %s', async (name, content, sentence) => {
    const { code, stdout, stderr } = await wardkeep(['assess', '--inventory', file(`${name.replaceAll(' ', '-')}.txt`, content), '--advisories', ADVISORIES, '--json']);
    expect({ code, stdout, lines: stderr.trimEnd().split('\n').length }).toEqual({ code: 3, stdout: '', lines: 1 });
    expect(stderr).toMatch(sentence);
  });

  test('files that are not there', async () => {
    expect(await wardkeep(['assess', '--inventory', join(folder, 'none.csv'), '--advisories', ADVISORIES])).toMatchObject({ code: 3, stdout: '', stderr: expect.stringMatching(/there is no such file/) as unknown });
    expect(await wardkeep(['assess', '--inventory', INVENTORY, '--advisories', join(folder, 'none')])).toMatchObject({ code: 3, stdout: '' });
  });

  test('wrong words: exit code 2', async () => {
    for (const args of [['assess'], ['assess', '--inventory', INVENTORY], ['assess', '--advisories', ADVISORIES], ['assess', '--inventory', INVENTORY, '--advisories', ADVISORIES, '--jason'], ['assess', '--inventory', INVENTORY, '--advisories', ADVISORIES, '--json', '--table']]) expect((await wardkeep(args)).code, args.join(' ')).toBe(2);
  });
});

test('no database, no server is loaded', async () => {
  const hook = file('hook.mjs', `import { registerHooks } from 'node:module';\nregisterHooks({ load(url, context, next) { process.stderr.write('LOADED ' + url + '\\n'); return next(url, context); } });`);
  const { code, stderr } = await wardkeep(['assess', '--inventory', INVENTORY, '--advisories', ADVISORIES, '--json'], null, ['--import', hook]), loaded = stderr.split('\n').filter((line) => line.startsWith('LOADED '));
  expect(code).toBe(0);
  expect(loaded.length).toBeGreaterThan(10);
  expect(loaded.filter((line) => /packages\/(app|store|server|web)\/|node_modules\/(kysely|pg|fastify|@electric-sql)\//.test(line))).toEqual([]);
});
