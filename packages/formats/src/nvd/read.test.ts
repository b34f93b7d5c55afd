import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Applicability } from '@wardkeep/model';
import { AdvisoryRefusal, type ReadingNote } from '../csaf/refusal.ts';
import { cpeFormula } from './configurations.ts';
import { readNvd } from './read.ts';

const page = (...cves: unknown[]) => ({ resultsPerPage: cves.length, startIndex: 0, totalResults: cves.length, format: 'NVD_CVE', version: '2.0', timestamp: '2023-01-10T08:23:24.183', vulnerabilities: cves.map((cve) => ({ cve })) });
const cpe = (part: string, vendor: string, product: string, version = '*') => `cpe:2.3:${part}:${vendor}:${product}:${version}:*:*:*:*:*:*:*`;
const match = (criteria: string, vulnerable = true, bounds: Record<string, string> = {}) => ({ vulnerable, criteria, ...bounds });
const node = (...cpeMatch: unknown[]) => ({ operator: 'OR', negate: false, cpeMatch });

/** The formula as text over CPE products: `(fw & hw)`. */
function written(formula: Applicability, names: ReadonlyMap<string, string>): string {
  if (formula.kind === 'not') return `!${written(formula.of[0], names)}`;
  return formula.kind === 'product' ? names.get(formula.product)! : `(${formula.of.map((part) => written(part, names)).join(formula.kind === 'all' ? ' & ' : ' | ')})`;
}
function formulaOf(configurations: readonly unknown[]): { text: string | null; vulnerable: string[]; notes: string[] } {
  const notes: ReadingNote[] = [], { products, vulnerable, applies } = cpeFormula(configurations, 'cpe', (told) => notes.push(told)), names = new Map(products.map((product) => [product.id, product.path[0]?.name ?? '?']));
  return { text: applies === null ? null : written(applies, names), vulnerable: vulnerable.map((id) => names.get(id)!), notes: notes.map((told) => told.code) };
}

describe('configurations (NVD API 2.0, NISTIR 7698)', () => {
  const fw = match(cpe('o', 'acme', 'fw')), hw = match(cpe('h', 'acme', 'hw', '-'), false), other = match(cpe('a', 'acme', 'tool'));
  test.each<[string, unknown[], string | null, string[]]>([
    ['alternatives need no formula', [{ nodes: [node(fw, other)] }], null, ['fw', 'tool']],
    ['firmware and hardware', [{ operator: 'AND', nodes: [node(fw), node(hw)] }], '(fw & hw)', ['fw']],
    ['an AND inside a node', [{ nodes: [{ operator: 'AND', negate: false, cpeMatch: [fw, hw] }] }], '(fw & hw)', ['fw']],
    ['configurations are alternatives', [{ operator: 'AND', nodes: [node(fw), node(hw)] }, { nodes: [node(other)] }], '((fw & hw) | tool)', ['fw', 'tool']],
    ['AND inside AND', [{ operator: 'AND', nodes: [{ operator: 'AND', nodes: [node(fw), node(other)] }, node(hw)] }], '((fw & tool) & hw)', ['fw', 'tool']],
    ['a negated part of a conjunction', [{ operator: 'AND', nodes: [node(fw), node(hw), { ...node(other), negate: true }] }], '(fw & hw & !tool)', ['fw']],
    ['a negated alternative', [{ nodes: [node(fw), { ...node(other), negate: true }] }], '(fw | !tool)', ['fw']],
    ['negated twice', [{ operator: 'OR', negate: true, nodes: [{ ...node(fw), negate: true }] }], '!!fw', ['fw']],
    ['nothing', [], null, []],
  ])('%s', (_, configurations, text, vulnerable) => { expect(formulaOf(configurations)).toEqual({ text, vulnerable, notes: [] }); });
  test('a name that names nothing is told', () => {
    expect(formulaOf([{ nodes: [node(match('cpe:2.3:*:*:*:*:*:*:*:*:*:*:*'), fw)] }])).toMatchObject({ vulnerable: ['fw'], notes: ['nvd-wildcard'] });
  });
  test('too deep is refused', () => {
    let deep: unknown = node(fw);
    for (let at = 0; at < 5000; at++) deep = { operator: 'AND', nodes: [deep] };
    expect(() => cpeFormula([deep], 'cpe')).toThrow('A configuration is nested over more than 30 levels; at most 30 are read.');
  });
  test.each<[Record<string, string>, string, string[]]>([
    [{ versionEndExcluding: '2.8.3', versionStartIncluding: '2.8.0' }, '*', ['vers:generic/>=2.8.0|<2.8.3']], [{ versionStartExcluding: '1', versionEndIncluding: '2' }, '*', ['vers:generic/>1|<=2']], [{}, '*', ['vers:generic/*']], [{}, '-', []], [{}, '1.2\\:a', ['1.2:a']],
  ])('bounds %j of version %s', (bounds, version, expected) => {
    expect(cpeFormula([{ nodes: [node(match(cpe('a', 'acme_inc', 'flow\\!', version), true, bounds))] }], 'cpe').products[0]).toMatchObject({ vendor: 'acme inc', path: [{ category: 'product', name: 'flow!' }], versions: expected.map((text) => ({ text })) });
  });
});

describe('page', () => {
  const cve = { id: 'CVE-2019-18939', published: '2019-11-14T19:15:13.410', lastModified: '2021-07-21T11:39:23.747', vulnStatus: 'Analyzed', descriptions: [{ lang: 'es', value: 'x' }, { lang: 'en', value: 'Remote code execution' }], weaknesses: [{ description: [{ lang: 'en', value: 'CWE-434' }, { lang: 'en', value: 'NVD-CWE-noinfo' }] }],
    metrics: { cvssMetricV2: [{ type: 'Primary', cvssData: { vectorString: 'AV:N/AC:L/Au:N/C:C/I:C/A:C', baseScore: 10 } }], cvssMetricV31: [{ type: 'Secondary', cvssData: { vectorString: 'CVSS:3.1/AV:A', baseScore: 1 } }, { type: 'Primary', cvssData: { vectorString: 'CVSS:3.1/AV:N', baseScore: 9.8 } }] },
    configurations: [{ nodes: [{ operator: 'AND', negate: false, cpeMatch: [match('cpe:2.3:a:hm-print_project:hm-print:1.2a:*:*:*:*:*:*:*'), match('cpe:2.3:h:eq-3:homematic_ccu2:-:*:*:*:*:*:*:*', false)] }] }], cisaExploitAdd: '2022-01-10', cisaActionDue: '2022-07-10', cisaRequiredAction: 'Apply updates.', cisaVulnerabilityName: 'HM-Print RCE' };
  test('a record of the API', () => {
    const { advisories: [advisory], knownExploited, refused } = readNvd(page(cve));
    expect(advisory).toMatchObject({ id: 'CVE-2019-18939', format: 'nvd-2', title: 'HM-Print RCE', publisher: 'NVD', revision: '2021-07-21T11:39:23.747Z', summary: 'Remote code execution', products: [{ name: 'hm-print project hm-print 1.2a', versions: [{ kind: 'version', text: '1.2a' }] }, { vendor: 'eq-3', path: [{ category: 'model', name: 'homematic ccu2' }], versions: [] }] });
    expect(advisory!.vulnerabilities[0]).toMatchObject({ status: { known_affected: ['cpe-1'] }, cwes: [{ id: 'CWE-434' }], scores: [{ baseScore: 9.8 }, { baseScore: 1 }, { baseScore: 10 }], applies: { kind: 'all', of: [{ product: 'cpe-1' }, { product: 'cpe-2' }] } });
    expect([knownExploited, refused]).toEqual([[{ cve: 'CVE-2019-18939', vendor: 'hm-print project', product: 'hm-print', addedOn: '2022-01-10', dueOn: '2022-07-10', ransomware: false, requiredAction: 'Apply updates.' }], []]);
  });
  test('one broken entry does not cost the page; rejected is withdrawn', () => {
    const { advisories, refused } = readNvd(page(cve, { id: 'nonsense' }, null, { ...cve, id: 'CVE-2020-0001', vulnStatus: 'Rejected' }));
    expect(advisories.map((advisory) => [advisory.id, advisory.state, advisory.vulnerabilities.length])).toEqual([['CVE-2019-18939', 'final', 1], ['CVE-2020-0001', 'withdrawn', 0]]);
    expect(refused.map((one) => one.message)).toEqual(['Expected a CVE id at /vulnerabilities/1/cve/id; found a text of 8 characters.', 'Expected a CVE id at /vulnerabilities/2/cve/id; found nothing.']);
    expect(() => readNvd({ format: 'MITRE', version: '4.0' })).toThrow('The document says MITRE 4.0; accepted is NVD_CVE 2.0.');
  });
  test('any JSON in a record gives a page', () => {
    fc.assert(fc.property(fc.constantFrom(...Object.keys(cve)), fc.jsonValue({ maxDepth: 4 }), (field, value) => { try { JSON.stringify(readNvd(page({ ...cve, [field]: value }))); } catch (error) { expect(error).toBeInstanceOf(AdvisoryRefusal); } }), { numRuns: 300 });
  });
});
