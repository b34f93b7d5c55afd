import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AdvisoryRefusal } from '../csaf/refusal.ts';
import { readOsv } from './read.ts';

const entry = (affected: unknown, more: Record<string, unknown> = {}) => ({ schema_version: '1.6.6', id: 'GHSA-vp9c-fpxx-744v', modified: '2024-01-01T00:00:00Z', published: '2023-01-01T00:00:00Z', aliases: ['CVE-2099-0001'], summary: 'Flaw', details: 'Long', affected, ...more });
const versions = (ecosystem: string, ranges: unknown, listed: unknown = undefined) => readOsv(entry([{ package: { ecosystem, name: 'x' }, ranges, versions: listed }])).products[0]!.versions.map((version) => version.text);
const events = (...list: Record<string, string>[]) => [{ type: 'ECOSYSTEM', events: list }];

describe('ranges ("Evaluation")', () => {
  test.each<[string, string, unknown, unknown, string[]]>([
    ['introduced and fixed', 'npm', events({ introduced: '1.0.0' }, { fixed: '1.0.2' }), undefined, ['vers:npm/>=1.0.0|<1.0.2']],
    ['0 is before all', 'PyPI', events({ introduced: '0' }, { fixed: '2' }), undefined, ['vers:pypi/<2']],
    ['never fixed', 'Go', events({ introduced: '0' }), undefined, ['vers:golang/*']],
    ['last affected', 'Maven', events({ introduced: '1' }, { last_affected: '1.4' }), undefined, ['vers:maven/>=1|<=1.4']],
    ['several trains, events out of order', 'crates.io', events({ fixed: '3.1' }, { introduced: '3.0' }, { introduced: '1.0' }, { fixed: '1.2' }), undefined, ['vers:cargo/>=1.0|<1.2', 'vers:cargo/>=3.0|<3.1']],
    ['a release of a distribution', 'Debian:12', events({ introduced: '0' }, { fixed: '1:2.3-4+deb12u1' }), undefined, ['vers:deb/<1:2.3-4+deb12u1']],
    ['limit * is no limit', 'Alpine:v3.16', events({ introduced: '1' }, { limit: '*' }), undefined, ['vers:apk/>=1']],
    ['SEMVER outside of known ecosystems', 'GSD', [{ type: 'SEMVER', events: [{ introduced: '1.0.0' }, { fixed: '1.1.0' }] }], undefined, ['vers:semver/>=1.0.0|<1.1.0']],
    ['listed versions count beside ranges', 'npm', events({ introduced: '1.0.0' }, { fixed: '1.0.2' }), ['0.9.0'], ['vers:npm/>=1.0.0|<1.0.2', '0.9.0']],
    ['commits only where there is nothing else', 'npm', [{ type: 'GIT', events: [{ introduced: '0' }, { fixed: 'abc' }] }], ['1.0.0'], ['1.0.0']],
    ['commits alone', 'OSS-Fuzz', [{ type: 'GIT', events: [{ introduced: 'aaa' }, { fixed: 'bbb' }] }], undefined, ['vers:git/>=aaa|<bbb']],
    ['nothing introduced', 'npm', events({ fixed: '1' }), undefined, []],
  ])('%s', (_, ecosystem, ranges, listed, expected) => { expect(versions(ecosystem, ranges, listed)).toEqual(expected); });
});

describe('entry', () => {
  test('one vulnerability with its names, scores, fixes', () => {
    const advisory = readOsv(entry([{ package: { ecosystem: 'npm', name: '@scope/flow' }, ranges: events({ introduced: '0' }, { fixed: '2.0.1' }), severity: [{ type: 'CVSS_V4', score: 'CVSS:4.0/AV:N' }] }, { ranges: [{ type: 'GIT', events: [{ introduced: '0' }] }] }],
      { severity: [{ type: 'CVSS_V3', score: 'CVSS:3.1/AV:N' }, { type: 'Ubuntu', score: 'high' }], database_specific: { cwe_ids: ['CWE-79'] }, references: [{ type: 'WEB', url: 'https://a.example/' }, { type: 'ADVISORY', url: 'https://b.example/' }], credits: [{ name: 'Jane Doe' }] }));
    expect(advisory).toMatchObject({ id: 'GHSA-vp9c-fpxx-744v', format: 'osv', title: 'Flaw', publisher: 'OSV', state: 'final', url: 'https://b.example/', products: [{ id: 'affected-1', name: '@scope/flow (npm)', vendor: null, identifiers: { purls: ['pkg:npm/%40scope/flow'] } }] });
    expect(advisory.vulnerabilities).toMatchObject([{ cve: 'CVE-2099-0001', ids: ['GHSA-vp9c-fpxx-744v'], cwes: [{ id: 'CWE-79' }], status: { known_affected: ['affected-1'] }, scores: [{ vector: 'CVSS:3.1/AV:N' }, { vector: 'CVSS:4.0/AV:N', products: ['affected-1'] }], remediations: [{ kind: 'vendor_fix', details: 'Fixed in 2.0.1.' }] }]);
    expect(JSON.stringify(advisory)).not.toContain('Jane');
  });
  test('withdrawn, without CVE, of another version', () => {
    expect(readOsv(entry([], { withdrawn: '2024-02-01T00:00:00Z', aliases: [] }))).toMatchObject({ state: 'withdrawn', vulnerabilities: [{ cve: null, ids: ['GHSA-vp9c-fpxx-744v'] }] });
    expect(() => readOsv(entry([], { schema_version: '2.0.0' }))).toThrow('The document says OSV "2.0.0"; accepted are 1.x.');
    expect(() => readOsv({ id: 'x' })).toThrow('Expected a text of 1 to 60 characters at /modified; found nothing.');
  });
  test.each([['Maven', 'org.acme:flow', 'pkg:maven/org.acme/flow'], ['PyPI', 'My_Flow', 'pkg:pypi/my-flow'], ['Go', 'acme.example/flow/v2', 'pkg:golang/acme.example/flow/v2'], ['Debian:12', 'flow', 'pkg:deb/debian/flow']])('purl of %s %s', (ecosystem, name, purl) => {
    expect(readOsv(entry([{ package: { ecosystem, name } }])).products[0]!.identifiers.purls).toEqual([purl]);
  });
  test('any JSON in any field gives an advisory or a refusal', () => {
    fc.assert(fc.property(fc.constantFrom('affected', 'aliases', 'severity', 'references', 'database_specific', 'summary'), fc.jsonValue({ maxDepth: 4 }), (field, value) => { try { readOsv(entry([], { [field]: value })); } catch (error) { expect(error).toBeInstanceOf(AdvisoryRefusal); } }), { numRuns: 300 });
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => { readOsv(entry([{ package: { name: 'x', ecosystem: value }, ranges: value, versions: value }, { package: { name: 'y' }, ranges: [{ events: value }] }])); }), { numRuns: 300 });
  });
});
