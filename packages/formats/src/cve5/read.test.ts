import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AdvisoryRefusal } from '../csaf/refusal.ts';
import { cve5KnownExploited, readCve5 } from './read.ts';
import { statusesOf } from './versions.ts';

const record = (cna: Record<string, unknown>, adp: readonly Record<string, unknown>[] = [], metadata: Record<string, unknown> = {}) => ({
  dataType: 'CVE_RECORD', dataVersion: '5.1', cveMetadata: { cveId: 'CVE-2099-0001', state: 'PUBLISHED', assignerShortName: 'acme', datePublished: '2099-01-01T00:00:00', dateUpdated: '2099-02-01T00:00:00Z', ...metadata },
  containers: { cna: { providerMetadata: { shortName: 'Acme', orgId: '1' }, descriptions: [{ lang: 'es', value: 'Algo' }, { lang: 'en', value: 'Something' }], ...cna }, adp },
});
const said = (entry: Record<string, unknown>) => statusesOf(entry).map(({ kind, versions }) => [kind, ...versions.map((version) => version.text)]);
const range = (version: string, bound: Record<string, unknown>, status = 'affected', versionType = 'semver') => ({ version, versionType, status, ...bound });

describe('versions.md: the examples of the schema', () => {
  test.each<[string, Record<string, unknown>, string[][]]>([
    ['2.0.0 to 2.5.1 affected, the rest of 2 not, all else unknown', { versions: [range('2.0.0', { lessThan: '2.5.2' }), range('2.5.2', { lessThan: '2.*' }, 'unaffected')] }, [['affected', 'vers:semver/>=2.0.0|<2.5.2'], ['unaffected', 'vers:semver/>=2.5.2|<3']]],
    ['and all others unaffected', { versions: [range('2.0.0', { lessThanOrEqual: '2.5.1' })], defaultStatus: 'unaffected' }, [['affected', 'vers:semver/>=2.0.0|<=2.5.1']]],
    ['2.5.2 and later unaffected, everything else affected', { versions: [range('2.5.2', { lessThan: '*' }, 'unaffected')], defaultStatus: 'affected' }, [['affected', 'vers:semver/<2.5.2'], ['unaffected', 'vers:semver/>=2.5.2']]],
    ['tested versions only', { versions: [{ version: '2.4', status: 'affected' }, { version: '2.5', status: 'affected' }, { version: '2.6', status: 'unaffected' }] }, [['affected', '2.4', '2.5'], ['unaffected', '2.6']]],
    ['a change', { versions: [range('2.0.0', { lessThan: '2.*', changes: [{ at: '2.5.2', status: 'unaffected' }] })] }, [['affected', 'vers:semver/>=2.0.0|<2.5.2'], ['unaffected', 'vers:semver/>=2.5.2|<3']]],
    ['three changes, in any order', { versions: [range('2.0.0', { lessThan: '2.*', changes: [{ at: '2.6.3', status: 'unaffected' }, { at: '2.5.2', status: 'unaffected' }, { at: '2.6.0', status: 'affected' }] })] }, [['affected', 'vers:semver/>=2.0.0|<2.5.2', 'vers:semver/>=2.6.0|<2.6.3'], ['unaffected', 'vers:semver/>=2.5.2|<2.6.0', 'vers:semver/>=2.6.3|<3']]],
    ['0 is no bound', { versions: [range('0', { lessThan: '3.1' }, 'affected', 'custom')] }, [['affected', 'vers:generic/<3.1']]],
    ['infinity is no pattern', { versions: [range('1.0', { lessThan: '2.*' })] }, [['affected', 'vers:semver/>=1.0|<3']]],
    ['nothing but a default', { defaultStatus: 'affected' }, [['affected']]], ['nothing but unknown', {}, [['unknown']]], ['nothing but unaffected', { defaultStatus: 'unaffected' }, [['unaffected']]],
  ])('%s', (_, entry, expected) => { expect(said(entry)).toEqual(expected); });
});

describe('versions as they are really written', () => {
  test.each<[string, Record<string, unknown>, string[][]]>([
    ['from X to below X is below X, as HackerOne fills in the form', { versions: [range('4.2.1', { lessThan: '4.2.1' }, 'affected', 'custom')], defaultStatus: 'unaffected' }, [['affected', 'vers:generic/<4.2.1']]],
    ['an unaffected range of nothing stays nothing', { versions: [range('4.2.1', { lessThan: '4.2.1' }, 'unaffected', 'custom')] }, [['unknown']]],
    ['a change at the end changes nothing (CVE-2024-3400)', { versions: [range('10.2.0', { lessThan: '10.2.9-h1', changes: [{ at: '10.2.9-h1', status: 'unaffected' }] }, 'affected', 'custom')] }, [['affected', 'vers:generic/>=10.2.0|<10.2.9-h1']]],
    ['affected but for the fixed trains (Linux)', { versions: [range('0', { lessThan: '4.1' }, 'unaffected'), range('6.6.3', { lessThanOrEqual: '6.6.*' }, 'unaffected'), range('5.10.2', { lessThanOrEqual: '5.10.*' }, 'unaffected'), range('6.7', { lessThan: '*' }, 'unaffected')], defaultStatus: 'affected' },
      [['affected', 'vers:semver/>=4.1|<5.10.2', 'vers:semver/>=5.11|<6.6.3'], ['unaffected', 'vers:semver/<4.1', 'vers:semver/>=6.6.3|<6.7', 'vers:semver/>=5.10.2|<5.11', 'vers:semver/>=6.7']]],
    ['exceptions without an order become words', { versions: [{ version: 'Rev A', status: 'unaffected' }, { version: 'Rev C', status: 'unaffected' }], defaultStatus: 'affected' }, [['affected', 'all versions except Rev A, Rev C'], ['unaffected', 'Rev A', 'Rev C']]],
    ['words stand as they are', { versions: [{ version: '< 4.3.1', status: 'affected' }, { version: 'All versions', status: 'affected' }] }, [['affected', '< 4.3.1', 'All versions']]],
    ['n/a says nothing, * everything', { versions: [{ version: 'n/a', status: 'affected' }] }, [['affected']]], ['*', { versions: [{ version: '*', status: 'affected' }] }, [['affected', 'vers:generic/*']]],
    ['whole CPE names as bounds', { versions: [range('cpe:2.3:a:x:y:0:*:*:*:*:*:*:*', { lessThan: 'cpe:2.3:a:x:y:4.8.3:*:*:*:*:*:*:*' }, 'affected', 'cpe')] }, [['affected', 'vers:generic/<4.8.3']]],
    ['separators are quoted', { versions: [range('1|2', { lessThan: '8/30/2024 <b>' })] }, [['affected', 'vers:semver/>=1%7C2|<8%2F30%2F2024%20%3Cb%3E']]],
  ])('%s', (_, entry, expected) => { expect(said(entry)).toEqual(expected); });
});

describe('record', () => {
  test('one vulnerability with products by status, the CNA and the ADP, scores, reasons', () => {
    const affected = { vendor: 'Acme', product: 'Flow 3', modules: ['web'], platforms: ['Windows', 'Linux'], cpes: ['cpe:2.3:a:acme:flow:*:*:*:*:*:*:*:*'], versions: [{ version: '1.0', status: 'affected' }, { version: '1.1', status: 'unaffected' }] };
    const document = record({
      title: 'Flaw in Flow', affected: [affected, { vendor: 'n/a', product: 'n/a', versions: [{ version: 'n/a', status: 'affected' }] }], solutions: [{ lang: 'en', value: 'Update' }], workarounds: [{ lang: 'en', value: 'Fence' }], configurations: [{ lang: 'en', value: 'With wireless option' }], exploits: [{ lang: 'en', value: 'None' }],
      problemTypes: [{ descriptions: [{ cweId: 'CWE-79', description: 'CWE-79 Cross-site Scripting' }] }], metrics: [{ cvssV3_1: { vectorString: 'CVSS:3.1/AV:N', baseScore: 9.8 } }], credits: [{ value: 'Jane Doe' }],
    }, [{ affected: [affected], metrics: [{ other: { type: 'ssvc', content: { role: 'CISA Coordinator', version: '2.0.3', options: [{ Exploitation: 'active' }, { Automatable: 'no' }] } } }, { other: { type: 'kev', content: { dateAdded: '2024-09-09' } } }, { cvssV3_1: { vectorString: 'CVSS:3.1/AV:N', baseScore: 9.8 } }] }]);
    const advisory = readCve5(document);
    expect(advisory).toMatchObject({ id: 'CVE-2099-0001', format: 'cve-5', title: 'Flaw in Flow', publisher: 'Acme', revision: '2099-02-01T00:00:00.000Z', state: 'final', firstReleasedAt: '2099-01-01T00:00:00.000Z', url: 'https://www.cve.org/CVERecord?id=CVE-2099-0001', summary: 'Something\n\nConfiguration: With wireless option' });
    expect(advisory.products.map((one) => [one.id, one.name, one.vendor, one.path.map((part) => `${part.category} ${part.name}`), one.identifiers.cpes.length])).toEqual([['cna-1', 'Acme Flow 3 (web) on Windows, Linux', 'Acme', ['product Flow 3', 'other web', 'platform Windows, Linux'], 1], ['cna-1-unaffected', 'Acme Flow 3 (web) on Windows, Linux', 'Acme', ['product Flow 3', 'other web', 'platform Windows, Linux'], 1]]);
    expect(advisory.vulnerabilities).toEqual([{
      cve: 'CVE-2099-0001', ids: [], title: 'Flaw in Flow', summary: advisory.summary, cwes: [{ id: 'CWE-79', name: 'Cross-site Scripting' }], status: { known_affected: ['cna-1'], known_not_affected: ['cna-1-unaffected'] }, scores: [{ vector: 'CVSS:3.1/AV:N', baseScore: 9.8, products: ['cna-1'] }],
      remediations: [{ kind: 'vendor_fix', details: 'Update', url: null, products: ['cna-1'] }, { kind: 'workaround', details: 'Fence', url: null, products: ['cna-1'] }],
      threats: ['None', 'SSVC 2.0.3 by CISA Coordinator: Exploitation: active; Automatable: no.', 'Listed in the CISA KEV catalog since 2024-09-09.'].map((details) => ({ kind: 'exploit_status', details, products: ['cna-1'] })), applies: null,
    }]);
    expect(cve5KnownExploited(document, advisory)).toEqual({ cve: 'CVE-2099-0001', vendor: 'Acme', product: 'Flow 3', addedOn: '2024-09-09', dueOn: null, ransomware: false, requiredAction: null });
    expect(JSON.stringify(advisory)).not.toContain('Jane');
  });
  test('5.1: cpeApplicability is an alternative to the affected entries', () => {
    const match = (criteria: string, vulnerable: boolean) => ({ operator: 'OR', negate: false, cpeMatch: [{ vulnerable, criteria }] });
    const { vulnerabilities: [found] } = readCve5(record({ affected: [{ vendor: 'Acme', product: 'Flow', defaultStatus: 'affected' }], cpeApplicability: [{ operator: 'AND', nodes: [match('cpe:2.3:o:acme:fw:1:*:*:*:*:*:*:*', true), match('cpe:2.3:h:acme:flow:-:*:*:*:*:*:*:*', false)] }] }));
    expect(found).toMatchObject({ status: { known_affected: ['cna-1', 'cpe-1'] }, applies: { kind: 'any', of: [{ product: 'cna-1' }, { kind: 'all', of: [{ product: 'cpe-1' }, { product: 'cpe-2' }] }] } });
  });
  test('rejected is withdrawn, other formats are refused', () => {
    expect(readCve5(record({ rejectedReasons: [{ lang: 'en', value: 'Duplicate' }] }, [], { state: 'REJECTED' }))).toMatchObject({ state: 'withdrawn', summary: 'Duplicate', vulnerabilities: [] });
    expect(() => readCve5({ dataType: 'CVE', dataVersion: '4.0' })).toThrow('The document says CVE 4.0; accepted are CVE records (dataType CVE_RECORD) of version 5.');
    expect(() => readCve5(record({}, [], { cveId: 'x' }))).toThrow('Expected a CVE id at /cveMetadata/cveId; found a text of 1 characters.');
  });
  test('any JSON in a container gives an advisory or a refusal', () => {
    fc.assert(fc.property(fc.constantFrom('affected', 'metrics', 'problemTypes', 'descriptions', 'solutions', 'cpeApplicability', 'configurations', 'providerMetadata'), fc.jsonValue({ maxDepth: 4 }), (field, value) => {
      try { readCve5(record({ [field]: value })); } catch (error) { expect(error).toBeInstanceOf(AdvisoryRefusal); }
    }), { numRuns: 300 });
    fc.assert(fc.property(fc.jsonValue(), (value) => { statusesOf({ versions: [value, { version: '1', lessThan: '2', changes: value }] as unknown[], defaultStatus: value }); }), { numRuns: 300 });
  });
});
