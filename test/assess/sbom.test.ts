/**
 * The bill of materials of a real, de-identified device (65 components) against records written from public facts, whose verdicts were set down before
 * (`fixtures/components/expected.json`), and against all entries of the KEV catalogue by their names. Skipped by name where `../shared/data` is not there.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { readAssessInventory } from '@wardkeep/io/assess-inventory';
import { assessKnowledge } from '@wardkeep/io/assess-rules';
import { assess, buildIndex, indexAssets, matchAdvisory, matchAsset } from '@wardkeep/loop/assess/index';
import type { Advisory, AssessAsset, AssessReason, KnownExploited } from '@wardkeep/model';
import { dataFolder } from '../../quality/data.ts';

interface Expected { readonly record: string; readonly component: string; readonly verdict: 'affected' | 'not_affected' | 'cannot_tell'; readonly why: string; readonly source: string }
const FIXTURES = new URL('../../fixtures/components/', import.meta.url), EXPECTED = JSON.parse(readFileSync(new URL('expected.json', FIXTURES), 'utf8')) as Expected[];
const data = dataFolder(), file = data === null ? null : join(data, 'sbom/medical-device-case-study/extended.sbom.json'), intelligence = data === null ? null : join(data, 'vuln-intel');
const has = (path: string | null): path is string => path !== null && existsSync(path), knowledge = assessKnowledge();

const rows = has(file) ? (await readAssessInventory(file)).assets : [], device = rows[0], byRecord = new Map<string, Advisory>();
for (const { record } of EXPECTED) {
  const { advisories, quarantined } = await readAdvisories([new URL(record, FIXTURES).pathname]);
  if (quarantined.length > 0 || advisories.length !== 1) throw new Error(`${record}: ${quarantined[0]?.message ?? `${advisories.length} advisories`}`);
  byRecord.set(record, advisories[0]!);
}
const nameOf = (reason: AssessReason): string | undefined => device?.components.find((one) => one.bomRef === reason.component)?.name;

describe('the table', () => {
  test('covers 25 components or more, half of the records or more not affected, several formats', () => {
    const of = (verdict: Expected['verdict']): number => EXPECTED.filter((one) => one.verdict === verdict).length;
    expect(new Set(EXPECTED.map(({ component }) => component)).size).toBeGreaterThanOrEqual(25);
    expect(of('not_affected')).toBeGreaterThanOrEqual(EXPECTED.length / 2);
    expect(of('affected')).toBeGreaterThanOrEqual(15);
    expect(Object.groupBy(EXPECTED, ({ record }) => record.split('/')[0]!)).toMatchObject({ cve5: expect.arrayContaining(Array.from({ length: 25 }, () => expect.anything())), nvd: expect.anything(), osv: expect.anything(), csaf: expect.anything() });
    expect([...byRecord.values()].filter((advisory) => advisory.vulnerabilities.some(({ applies }) => applies !== null)).length).toBeGreaterThanOrEqual(4);
  });
});

describe.skipIf(device === undefined)('the device (skipped: ../shared/data/sbom is not there)', () => {
  test.each(EXPECTED.map((one) => [`${one.record} ${one.component}: ${one.verdict}`, one] as const))('%s', (_, { record, component, verdict }) => {
    const advisory = byRecord.get(record)!, { pairs, ignored } = assess([device!], [advisory], knowledge), pair = pairs[0];
    expect(pair?.verdict ?? 'not_affected').toBe(verdict);
    // What was compared is told by component, on both sides' own words; what shares no name with anything needs no telling.
    for (const reason of [...(pair?.reasons ?? []), ...ignored.flatMap(({ reasons }) => reasons)].filter(({ component: ref }) => ref !== undefined)) expect(device!.components.map((one) => one.bomRef)).toContain(reason.component);
    if (pair === undefined) { if (ignored.length > 0) expect(ignored[0]!.reasons.map(nameOf)).toContain(component); return; }
    expect(pair.reasons.filter(({ code }) => code === 'component').map(nameOf)).toContain(component);
    expect(pair.cves).toEqual(advisory.vulnerabilities.map((one) => one.cve ?? one.ids[0]));
    if (verdict === 'affected') { expect(pair.score).toBeGreaterThanOrEqual(0.9); expect(pair.missing).toEqual([]); }
    else { expect(pair.score).toBeLessThan(0.9); expect(pair.missing.length).toBeGreaterThan(0); }
  });
  test('all records together, one record against all rows, and the index agree', () => {
    const advisories = [...byRecord.values()], seen = new Map<string, Advisory>();
    for (const advisory of advisories) seen.set(`${advisory.id} ${advisory.format}`, advisory);
    const index = buildIndex([...seen.values()], knowledge), assets = indexAssets(rows, knowledge), words = (pairs: readonly { row: string; advisory: string; verdict: string }[]): string[] => pairs.map(({ row, advisory, verdict }) => `${row} ${advisory} ${verdict}`).sort();
    expect(words([...seen.values()].flatMap((advisory) => matchAdvisory(advisory, assets).pairs))).toEqual(words(rows.flatMap((row) => matchAsset(row, index).pairs)));
  });
  test.each([['WolfSSL', 'cve5/CVE-2022-42905.json', 'affected'], ['WolfSSL', 'cve5/CVE-2021-38597.json', undefined], ['FreeRTOS', 'cve5/CVE-2021-31571.json', 'affected'], ['fatFS', 'cve5/CVE-2026-6685.json', 'affected'], ['EdgeOS', 'nvd/CVE-2023-1458.json', undefined], ['NXP SDK', 'cve5/CVE-2021-27421.json', undefined], ['UniFi Network Application', 'cve5/CVE-2024-42028.json', 'affected']])('%s as a row of its own: %s', (product, record, verdict) => {
    const row = rows.find((one) => one.product === product && one !== device)!;
    expect(assess([row], [byRecord.get(record)!], knowledge).pairs[0]?.verdict).toBe(verdict);
  });
});

const asAdvisory = ({ cve, vendor, product }: KnownExploited): Advisory => ({
  id: cve, format: 'manual', title: `${vendor} ${product}`, publisher: 'CISA', namespace: null, revision: '1', state: 'final', firstReleasedAt: null, releasedAt: null, language: 'en', tlp: null, url: null, summary: null,
  products: [{ id: 'p', name: `${vendor} ${product}`, vendor, path: [{ category: 'product', name: product }], versions: [], identifiers: { cpes: [], purls: [], modelNumbers: [], serialNumbers: [], skus: [], udiDis: [] }, combination: null }],
  vulnerabilities: [{ cve, ids: [], title: null, summary: null, cwes: [], status: { known_affected: ['p'] }, scores: [], remediations: [], threats: [], applies: null }],
});

describe.skipIf(device === undefined || !has(intelligence))('names alone (skipped: ../shared/data/vuln-intel is not there)', async () => {
  const kev = has(intelligence) ? (await readAdvisories([join(intelligence, 'kev/known_exploited_vulnerabilities.json')])).knownExploited : [];
  const run = (assets: readonly AssessAsset[], advisories: readonly Advisory[]): string[] => assess(assets, advisories, knowledge).pairs.map(({ row, advisory, verdict, reasons }) => `${rows.find((one) => one.id === row)!.product ?? ''}: ${advisory} ${verdict} by ${[...new Set(reasons.flatMap((reason) => nameOf(reason) ?? []))].join(', ')}`);
  test('1,404 entries of KEV: jQuery 3.1.1 is known to be exploited, nothing else shares a whole name and its maker', () => {
    expect(kev).toHaveLength(1404);
    expect(run(rows, kev.map(asAdvisory))).toEqual(['REDACTED: CVE-2020-11023 affected by jQuery']);
  });
  test.each(['Word', 'Core', 'SDK', 'Edge', 'Drupal Core'])('"%s" hits no component', (product) => {
    const entries = kev.filter((entry) => entry.product === product);
    expect(entries.length).toBeGreaterThan(0);
    expect(run(rows, entries.map(asAdvisory))).toEqual([]);
  });
  test("Realtek's SDK is told apart from NXP's by its maker", () => {
    const { ignored } = assess([device!], kev.filter(({ product }) => product === 'SDK').map(asAdvisory), knowledge);
    expect(ignored[0]?.reasons.map(({ code, asset, advisory }) => [code, asset, advisory])).toEqual([['component', 'NXP SDK 2.9.0', 'Realtek SDK'], ['product-same', 'NXP SDK 2.9.0', 'Realtek SDK'], ['vendor-differs', 'NXP', 'Realtek']]);
  });
  test('104 CVE records of other products: none names a component', async () => {
    const { advisories } = await readAdvisories([join(intelligence!, 'cve-records-vulnrichment')]);
    expect(advisories).toHaveLength(104);
    expect(run(rows, advisories)).toEqual([]);
  });
});
