/**
 * Real documents, beside an independent walk over their JSON: every file imports, nothing is lost or made up. Counts of these public data sets are
 * facts of the data (`../shared/data/…/SOURCES.md`), not of this program.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCsaf } from '@wardkeep/formats/csaf/read';
import { readCve5 } from '@wardkeep/formats/cve5/read';
import { hasVulnerabilities, readCycloneDxVex } from '@wardkeep/formats/vex/cyclonedx';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { validateCsaf } from '@wardkeep/io/advisories/validate';
import type { Advisory } from '@wardkeep/model';
import { dataFolder } from '../../quality/data.ts';

const data = dataFolder(), [advisories, intelligence, sboms] = ['advisories', 'vuln-intel', 'sbom'].map((name) => (data !== null && existsSync(join(data, name)) ? join(data, name) : null)) as [string | null, string | null, string | null];
type Node = Readonly<Record<string, unknown>>;
const json = (file: string): Node => JSON.parse(readFileSync(file, 'utf8')) as Node;
const nodes = (value: unknown): Node[] => (Array.isArray(value) ? value as Node[] : []);
const files = (folder: string | null, pattern: string): string[] => (folder === null ? [] : globSync(join(folder, pattern)).sort());

/** Every object below `value` that has `key`: no knowledge of the format. */
function* having(value: unknown, key: string): Generator<Node> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value) && key in value) yield value as Node;
  for (const child of Object.values(value)) yield* having(child, key);
}

describe.skipIf(advisories === null)('CISA advisories (skipped: ../shared/data/advisories is not there)', () => {
  const documents = files(advisories, '*/*.json').map((file) => ({ file, raw: json(file) })), read = documents.map(({ raw }) => readCsaf(raw, (note) => { throw new Error(note.message); }));
  test('166 documents: every product, vulnerability and status of each, no more', () => {
    expect(documents.length).toBe(166);
    for (const [at, { file, raw }] of documents.entries()) {
      const advisory = read[at]!, vulnerabilities = nodes(raw['vulnerabilities']);
      expect([file, advisory.products.map((product) => product.id).sort()]).toEqual([file, [...having(raw['product_tree'], 'product_id')].map((product) => product['product_id']).sort()]);
      expect(new Map(advisory.products.map((product) => [product.id, product.name]))).toEqual(new Map([...having(raw['product_tree'], 'product_id')].map((product) => [product['product_id'], product['name']])));
      expect(advisory.vulnerabilities.map((one) => one.cve ?? one.ids[0])).toEqual(vulnerabilities.map((one) => one['cve']));
      expect(advisory.vulnerabilities.map((one) => one.status)).toEqual(vulnerabilities.map((one) => one['product_status']));
      expect(advisory.vulnerabilities.map((one) => one.scores.map((score) => [score.vector, score.baseScore]))).toEqual(vulnerabilities.map((one) => nodes(one['scores']).map((score) => [(score['cvss_v3'] as Node)['vectorString'], (score['cvss_v3'] as Node)['baseScore']])));
      expect(advisory.vulnerabilities.map((one) => one.remediations.map((item) => [item.kind, item.details, item.products]))).toEqual(vulnerabilities.map((one) => nodes(one['remediations']).map((item) => [item['category'], item['details'], item['product_ids']])));
    }
  });
  test('vendors and versions are those of the branches above each product, as printed', () => {
    let products = 0;
    for (const [at, { raw }] of documents.entries()) {
      const above = (branches: unknown, trail: readonly Node[]): [string, string | undefined, string | undefined][] => nodes(branches).flatMap((branch) => {
        const here = [...trail, branch], named = (prefix: string) => here.filter((one) => String(one['category']).startsWith(prefix)).at(-1)?.['name'] as string | undefined;
        return [...(branch['product'] === undefined ? [] : [[String((branch['product'] as Node)['product_id']), named('vendor'), named('product_version')] as [string, string | undefined, string | undefined]]), ...above(branch['branches'], here)];
      });
      const found = new Map(read[at]!.products.map((product) => [product.id, product]));
      for (const [id, vendor, version] of above((raw['product_tree'] as Node)['branches'], [])) {
        products++;
        expect([id, found.get(id)!.vendor, found.get(id)!.versions[0]?.text]).toEqual([id, vendor ?? null, version]);
      }
    }
    expect(products).toBe(941);
  });
  test('hashes beside the files are right; full validation quarantines nothing', async () => {
    const failures = new Map<string, number>();
    for (const { raw } of documents) for (const rule of new Set((await validateCsaf(raw, '2.0')).map((breach) => breach.rule))) failures.set(rule, (failures.get(rule) ?? 0) + 1);
    console.log(`mandatory tests that fail, and in how many of ${documents.length} documents: ${[...failures].map(([rule, count]) => `${rule}: ${count}`).join(', ') || 'none'}`);
    const all = await readAdvisories([advisories!], { mode: 'full' });
    expect([all.quarantined, all.advisories.length, all.passedOver.filter((one) => !one.file.endsWith('.md'))]).toEqual([[], 166, []]);
  });
  test('people who found a flaw do not come along', () => {
    const text = JSON.stringify(read.map((advisory): Advisory => ({ ...advisory, summary: null, vulnerabilities: advisory.vulnerabilities.map((one) => ({ ...one, summary: null, remediations: [] })) })));
    const names = documents.flatMap(({ raw }) => [...having(raw, 'names')].flatMap((entry) => entry['names'] as string[]));
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => name.includes(' ') && text.includes(name))).toEqual([]);
  });
});

describe.skipIf(intelligence === null)('KEV and CVE records (skipped: ../shared/data/vuln-intel is not there)', () => {
  test('the catalog: 1,404 entries, 293 with ransomware use, the same from JSON and CSV', async () => {
    const [fromJson, fromCsv] = await Promise.all(['json', 'csv'].map((ending) => readAdvisories([join(intelligence!, `kev/known_exploited_vulnerabilities.${ending}`)])));
    expect([fromJson!.knownExploited.length, fromJson!.knownExploited.filter((entry) => entry.ransomware).length, fromJson!.kev]).toEqual([1404, 293, { version: '2025.08.25', releasedAt: '2025-08-25T17:04:19.979Z' }]);
    expect(fromCsv!.knownExploited).toEqual(fromJson!.knownExploited);
  });
  test('104 CVE records: each version object of CNA and ADP is somewhere, each vector, KEV where the record says so', async () => {
    const records = files(intelligence, 'cve-records-vulnrichment/*.json').map(json);
    expect(records.length).toBe(104);
    for (const raw of records) {
      const advisory = readCve5(raw), said = JSON.stringify(advisory.products.map((product) => product.versions)), [vulnerability] = advisory.vulnerabilities;
      for (const entry of having(raw['containers'], 'defaultStatus')) if (entry['defaultStatus'] === 'unaffected' && nodes(entry['versions']).length === 0) expect(vulnerability!.status.known_not_affected?.length ?? 0).toBeGreaterThan(0);
      for (const version of [...having(raw['containers'], 'status')].filter((one) => 'version' in one && !('lessThan' in one) && !('lessThanOrEqual' in one))) {
        const text = String(version['version']).trim();
        if (!/^(?:n\/a|unspecified|\*|-|unknown)$/i.test(text)) expect([advisory.id, said.includes(JSON.stringify(text).slice(1, -1)) || said.includes('vers:')]).toEqual([advisory.id, true]);
      }
      const vectors = new Set([...having(raw['containers'], 'vectorString')].map((one) => one['vectorString']));
      expect(new Set(vulnerability!.scores.map((score) => score.vector))).toEqual(vectors);
      const affected = new Set(vulnerability!.status.known_affected ?? []);
      for (const [status, ids] of Object.entries(vulnerability!.status)) if (status !== 'known_affected') expect(ids.filter((id) => affected.has(id))).toEqual([]);
    }
    const listed = records.filter((raw) => [...having(raw, 'type')].some((one) => one['type'] === 'kev')).length;
    const all = await readAdvisories([join(intelligence!, 'cve-records-vulnrichment')]);
    expect([all.advisories.length, all.knownExploited.length, all.quarantined]).toEqual([104, listed, []]);
  });
  test('a third party\'s table is no EPSS', async () => {
    const { quarantined, predictions } = await readAdvisories([join(intelligence!, 'epss/epss_kev_nvd.csv')]);
    expect([predictions.length, quarantined.map((one) => one.code)]).toEqual([0, ['advisory-unknown-format']]);
  });
});

describe.skipIf(sboms === null)('CycloneDX VEX examples (skipped: ../shared/data/sbom is not there)', () => {
  const documents = files(sboms, 'cyclonedx/VEX/**/*.json').map((file) => ({ file, raw: json(file) })).filter(({ raw }) => hasVulnerabilities(raw));
  test.each(documents.map(({ file, raw }) => [file.slice(sboms!.length + 1), raw] as const))('%s', (_, raw) => {
    const advisory = readCycloneDxVex(raw), entries = nodes(raw['vulnerabilities']), STATUS: Readonly<Record<string, string>> = { affected: 'known_affected', unaffected: 'known_not_affected', not_affected: 'known_not_affected', false_positive: 'known_not_affected', exploitable: 'known_affected', resolved: 'fixed', resolved_with_pedigree: 'fixed', in_triage: 'under_investigation', unknown: 'under_investigation' };
    expect(new Set(advisory.vulnerabilities.flatMap((one) => one.cve ?? one.ids[0]!))).toEqual(new Set(entries.map((entry) => entry['id'])));
    for (const entry of entries) for (const affects of nodes(entry['affects'])) for (const version of nodes(affects['versions']).length === 0 ? [null] : nodes(affects['versions'])) {
      const status = STATUS[String(version?.['status'] ?? (entry['analysis'] as Node | undefined)?.['state'] ?? 'affected')]!, text = version?.['range'] ?? version?.['version'];
      const own = advisory.vulnerabilities.find((one) => one.cve === entry['id'] || one.ids.includes(String(entry['id'])))!, ids = own.status[status as 'fixed'] ?? [], products = advisory.products.filter((product) => ids.includes(product.id) && product.id.includes(String(affects['ref']).slice(0, 20)));
      expect([status, products.length > 0, text === undefined || products.some((product) => product.versions.some((one) => one.text === text))]).toEqual([status, true, true]);
    }
  });
  test('there are some', () => { expect(documents.length).toBeGreaterThan(15); });
});
