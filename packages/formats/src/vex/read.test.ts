import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AdvisoryRefusal } from '../csaf/refusal.ts';
import { CYCLONEDX_VEX_VERSIONS, readCycloneDxVex } from './cyclonedx.ts';
import { readOpenVex } from './openvex.ts';

const bom = (vulnerabilities: unknown, more: Record<string, unknown> = {}) => ({
  bomFormat: 'CycloneDX', specVersion: '1.6', serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79', version: 1, metadata: { timestamp: '2026-01-02T00:00:00Z', supplier: { name: 'Acme' }, authors: [{ name: 'Jane Doe' }], component: { 'bom-ref': 'product-ABC', name: 'ABC', version: '4.2' } },
  components: [{ 'bom-ref': 'outer', name: 'outer', components: [{ 'bom-ref': 'lib', group: 'org.acme', name: 'lib', version: '1.0', purl: 'pkg:maven/org.acme/lib@1.0', cpe: 'cpe:2.3:a:acme:lib:1.0:*:*:*:*:*:*:*' }] }], vulnerabilities, ...more,
});

describe('CycloneDX', () => {
  test.each<[string | undefined, string]>([['exploitable', 'known_affected'], ['in_triage', 'under_investigation'], ['false_positive', 'known_not_affected'], ['not_affected', 'known_not_affected'], ['resolved', 'fixed'], ['resolved_with_pedigree', 'fixed'], [undefined, 'known_affected']])('analysis state %s is %s', (state, status) => {
    expect(readCycloneDxVex(bom([{ id: 'CVE-2099-0001', ...(state === undefined ? {} : { analysis: { state } }), affects: [{ ref: 'product-ABC' }] }])).vulnerabilities[0]!.status).toEqual({ [status]: ['product-ABC'] });
  });
  test.each(CYCLONEDX_VEX_VERSIONS)('version %s', (specVersion) => { expect(readCycloneDxVex(bom([{ id: 'CVE-2099-0001' }], { specVersion })).vulnerabilities.length).toBe(1); });
  test('components at any depth, ratings, remediations, reasons', () => {
    const advisory = readCycloneDxVex(bom([{
      id: 'SNYK-1', references: [{ id: 'GHSA-1' }], cwes: [611], description: 'XXE', recommendation: 'Upgrade', workaround: 'Fence', advisories: [{ url: 'https://acme.example/1' }], credits: { individuals: [{ name: 'Jane Doe' }] },
      ratings: [{ method: 'CVSSv31', vector: 'AV:N/AC:L', score: 7.5 }, { method: 'CVSSv2', vector: 'AV:N', score: 5 }, { method: 'OWASP', vector: 'SL:1' }], analysis: { state: 'exploitable', response: ['update'], detail: 'Reachable' }, affects: [{ ref: 'lib' }],
    }]));
    expect(advisory).toMatchObject({ id: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79', format: 'cyclonedx-vex', title: 'Vulnerabilities of ABC 4.2', publisher: 'Acme', revision: '1', releasedAt: '2026-01-02T00:00:00.000Z', products: [{ id: 'lib', name: 'org.acme/lib 1.0', versions: [{ kind: 'version', text: '1.0' }], identifiers: { purls: ['pkg:maven/org.acme/lib@1.0'], cpes: ['cpe:2.3:a:acme:lib:1.0:*:*:*:*:*:*:*'] } }] });
    expect(advisory.vulnerabilities[0]).toMatchObject({ cve: null, ids: ['SNYK-1', 'GHSA-1'], summary: 'XXE', cwes: [{ id: 'CWE-611' }], scores: [{ vector: 'CVSS:3.1/AV:N/AC:L', baseScore: 7.5 }, { vector: 'AV:N', baseScore: 5 }], remediations: [{ kind: 'vendor_fix', details: 'Upgrade', url: 'https://acme.example/1' }, { kind: 'workaround', details: 'Fence' }, ], threats: [{ kind: 'impact', details: 'Reachable' }] });
    expect(JSON.stringify(advisory)).not.toContain('Jane');
  });
  test('versions of a component have their own status; BOM-Links point into other documents', () => {
    const ref = 'urn:cdx:cbb2cd68-2857-43b8-a10b-e8c03d277d18/1#product-ABC', statement = (version: Record<string, string>, status: string) => ({ ...version, status });
    const document = bom([{ id: 'CVE-2099-0001', analysis: { state: 'exploitable' }, affects: [{ ref, versions: [statement({ version: '2.4' }, 'affected'), statement({ range: 'vers:generic/>=2.9|<=4.1' }, 'affected'), statement({ version: '4.2' }, 'unaffected')] }] }, { id: 'CVE-2099-0001', analysis: { state: 'not_affected', justification: 'code_not_present' }, affects: [{ ref, versions: [statement({ version: '1.0' }, 'unaffected')] }] }]);
    const alone = readCycloneDxVex(document), [found] = alone.vulnerabilities;
    expect(alone.products.map((one) => [one.name, one.versions.map((version) => version.text)])).toEqual([['product-ABC', ['2.4', 'vers:generic/>=2.9|<=4.1']], ['product-ABC', ['4.2']], ['product-ABC', ['1.0']]]);
    expect([alone.vulnerabilities.length, found!.status.known_affected!.length, found!.status.known_not_affected!.length]).toEqual([1, 1, 2]);
    const other = { serialNumber: 'urn:uuid:cbb2cd68-2857-43b8-a10b-e8c03d277d18', version: 1, metadata: { component: { 'bom-ref': 'product-ABC', name: 'ABC', supplier: { name: 'Acme' } } } };
    expect(readCycloneDxVex(document, { others: [other] }).products[0]).toMatchObject({ name: 'ABC', vendor: 'Acme', path: [{ name: 'ABC' }] });
  });
  test('a version without a status has that of the analysis (CISA use case 7)', () => {
    const { products, vulnerabilities: [found] } = readCycloneDxVex(bom([{ id: 'CVE-2099-0001', analysis: { state: 'resolved' }, affects: [{ ref: 'lib', versions: [{ version: '5.1' }] }] }]));
    expect([products[0]!.versions, Object.keys(found!.status)]).toEqual([[{ kind: 'version', text: '5.1' }], ['fixed']]);
  });
  test('a rejected vulnerability affects nothing; without a serial number the caller names the document', () => {
    const { serialNumber: _, ...rest } = bom([{ id: 'CVE-2099-0001', rejected: '2026-01-01T00:00:00Z', affects: [{ ref: 'lib' }] }]);
    expect(readCycloneDxVex(rest, { fallbackId: 'x' })).toMatchObject({ id: 'x', vulnerabilities: [{ status: { known_not_affected: ['lib'] } }] });
    expect(readCycloneDxVex(rest).id).toBe('cyclonedx-vex:ABC 4.2:CVE-2099-0001:1');
    expect(() => readCycloneDxVex(bom([], { specVersion: '1.3' }))).toThrow('The document says CycloneDX 1.3; accepted are CycloneDX 1.4 to 1.7.');
  });
  test('any JSON in any field gives an advisory or a refusal', () => {
    fc.assert(fc.property(fc.constantFrom('affects', 'analysis', 'ratings', 'cwes', 'references', 'advisories', 'id'), fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 3 }), (field, value, components) => { try { readCycloneDxVex(bom([{ id: 'CVE-2099-0001', affects: [{ ref: 'lib', versions: value }], [field]: value }], { components, metadata: components })); } catch (error) { expect(error).toBeInstanceOf(AdvisoryRefusal); } }), { numRuns: 300 });
  });
});

describe('OpenVEX', () => {
  const statement = (products: unknown, status: string, more: Record<string, unknown> = {}) => ({ vulnerability: { name: 'CVE-2023-12345' }, products, status, ...more });
  const openvex = (statements: unknown, more: Record<string, unknown> = {}) => ({ '@context': 'https://openvex.dev/ns/v0.2.0', '@id': 'https://openvex.dev/docs/example/vex-9fb3463de1b57', author: 'Wolfi J Inkinson', role: 'Document Creator', timestamp: '2023-01-08T18:02:03.647787998-06:00', version: 1, statements, ...more });
  const GIT = 'pkg:apk/wolfi/git@2.39.0-r1?arch=armv7';
  test('the sample of the specification', () => {
    const advisory = readOpenVex(openvex([statement([{ '@id': GIT }, { '@id': 'pkg:apk/wolfi/git@2.39.0-r1?arch=x86_64' }], 'fixed')]));
    expect(advisory).toMatchObject({ id: 'https://openvex.dev/docs/example/vex-9fb3463de1b57', format: 'openvex', publisher: 'Wolfi J Inkinson', revision: '1', releasedAt: '2023-01-09T00:02:03.647Z', products: [{ id: GIT, path: [{ name: 'git' }], versions: [{ kind: 'version', text: '2.39.0-r1' }], identifiers: { purls: [GIT] } }, {}] });
    expect(advisory.vulnerabilities).toMatchObject([{ cve: 'CVE-2023-12345', status: { fixed: [GIT, 'pkg:apk/wolfi/git@2.39.0-r1?arch=x86_64'] } }]);
  });
  test('the later statement holds, wherever it stands ("Updating Statements with Inherited Data")', () => {
    const older = statement([{ '@id': GIT }], 'under_investigation', { timestamp: '2023-01-08T18:02:03-06:00' }), newer = statement([{ '@id': GIT }], 'fixed');
    for (const order of [[older, newer], [newer, older]]) expect(readOpenVex(openvex(order, { timestamp: '2023-01-09T09:08:42-06:00' })).vulnerabilities.map((one) => one.status)).toEqual([{ fixed: [GIT] }]);
  });
  test('the Spring Boot example: reasons, aliases, no person\'s address', () => {
    const advisory = readOpenVex(openvex([{ vulnerability: { '@id': 'https://nvd.nist.gov/vuln/detail/CVE-2021-44228', name: 'CVE-2021-44228', description: 'Remote code injection in Log4j', aliases: ['GHSA-jfh8-c2jp-5v3q'] }, products: [{ '@id': 'pkg:maven/org.springframework.boot/spring-boot@2.6.0-M3', identifiers: { purl: 'pkg:maven/org.springframework.boot/spring-boot@2.6.0-M3', cpe23: 'cpe:2.3:a:x:y:2:*:*:*:*:*:*:*' }, subcomponents: [{ '@id': 'pkg:maven/log4j/log4j@2' }] }], status: 'not_affected', justification: 'vulnerable_code_not_in_execute_path', impact_statement: 'Cannot be exploited on its own.' }], { '@context': 'https://openvex.dev/ns', author: 'Spring Builds <spring-builds@users.noreply.github.com>' }));
    expect(advisory.publisher).toBe('Spring Builds');
    expect(advisory.vulnerabilities[0]).toMatchObject({ cve: 'CVE-2021-44228', ids: ['GHSA-jfh8-c2jp-5v3q'], summary: 'Remote code injection in Log4j', threats: [{ kind: 'not_affected_reason', details: 'vulnerable_code_not_in_execute_path' }, { kind: 'not_affected_reason' }, { kind: 'target_set', details: 'In the component pkg:maven/log4j/log4j@2.' }] });
  });
  test('0.0.x: texts for vulnerability and products', () => {
    expect(readOpenVex(openvex([{ vulnerability: 'GHSA-1', products: [GIT], status: 'affected', action_statement: 'Update' }], { '@context': 'https://openvex.dev/ns', version: '2' }))).toMatchObject({ revision: '2', vulnerabilities: [{ cve: null, ids: ['GHSA-1'], status: { known_affected: [GIT] }, remediations: [{ kind: 'mitigation', details: 'Update' }] }] });
  });
  test('refusals', () => {
    expect(() => readOpenVex(openvex([statement([], 'perhaps')]))).toThrow('Expected one of not_affected, affected, fixed, under_investigation at /statements/0/status; found perhaps.');
    expect(() => readOpenVex({ '@context': 'https://openvex.dev/ns/v1.0.0' })).toThrow('Expected the @context https://openvex.dev/ns/v0.2.0 or an earlier one; found "https://openvex.dev/ns/v1.0.0".');
  });
  test('any JSON in any field gives an advisory or a refusal', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 3 }), (value, other) => { for (const document of [openvex(value), openvex([statement(value, 'affected', { vulnerability: other })]), openvex([statement([{ '@id': GIT, identifiers: value, subcomponents: other }], 'fixed')], { author: value, version: other })]) try { readOpenVex(document); } catch (error) { expect(error).toBeInstanceOf(AdvisoryRefusal); } }), { numRuns: 300 });
  });
});
