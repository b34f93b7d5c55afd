import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CYCLONEDX_JSON_VERSIONS, CYCLONEDX_XML_VERSIONS, readCycloneDxJson, readCycloneDxXml } from './cyclonedx.ts';
import type { Reading } from './reading.ts';
import { Refusal } from './refusal.ts';
import { readSpdx3, readSpdxJson, readSpdxTagValue } from './spdx.ts';

const options = { source: 0, isPersonal: () => false };
const claimsOf = (reading: Reading) => reading.witnesses[0]?.claims.map((claim) => [claim.attribute, claim.of, claim.value, claim.signal]);
const refusal = (read: () => unknown): Refusal => { try { read(); } catch (error) { if (error instanceof Refusal) return error; throw error; } throw new Error('it was read'); };

const JSON_BOM = (specVersion: string) => ({
  bomFormat: 'CycloneDX', specVersion,
  metadata: {
    authors: [{ name: 'Jane Doe', email: 'jane@acme.example' }],
    supplier: { name: 'Acme Medical', contact: [{ name: 'Jane Doe' }] },
    component: { type: 'device', name: 'Flow 3', version: '2.1', author: 'Jane Doe', components: [{ type: 'firmware', name: 'boot', version: '1' }] },
  },
  components: [
    { type: 'library', group: 'org.openssl', name: 'openssl', version: '3.0.1', purl: 'pkg:generic/openssl@3.0.1', cpe: 'cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*', supplier: { name: 'OpenSSL' }, 'bom-ref': 'a', components: [{ type: 'library', name: 'libcrypto' }] },
    { type: 'operating-system', name: 'VxWorks', version: '7' }, { type: 'device', name: 'SoC' }, { type: 'file', name: 'x' },
  ],
});
const XML_BOM = (version: string) => `<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/${version}"><metadata><authors><author><name>Jane Doe</name></author></authors><component type="device"><name>Flow 3</name><version>2.1</version><components><component type="firmware"><name>boot</name><version>1</version></component></components></component><supplier><name>Acme Medical</name></supplier></metadata>
<components><component type="library" bom-ref="a"><supplier><name>OpenSSL</name></supplier><group>org.openssl</group><name><![CDATA[openssl]]></name><version>3.0.1</version><cpe>cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*</cpe><purl>pkg:generic/openssl@3.0.1</purl><components><component type="library"><name>libcrypto</name></component></components></component>
<component type="operating-system"><name>VxWorks</name><version>7</version></component><component type="device"><name>SoC</name></component><component type="file"><name>x</name></component></components></bom>`;
const EXPECTED = [
  ['vendor', null, 'Acme Medical', 'cyclonedx.supplier'], ['product', null, 'Flow 3', 'cyclonedx.name'], ['version', null, '2.1', 'cyclonedx.version'],
  ['software', 'org.openssl/openssl', '3.0.1', 'cyclonedx.component'], ['software', 'libcrypto', '', 'cyclonedx.component'], ['software', 'VxWorks', '7', 'cyclonedx.component'], ['os', null, 'VxWorks 7', 'cyclonedx.component'], ['software', 'boot', '1', 'cyclonedx.component'],
];

describe('CycloneDX', () => {
  test.each(CYCLONEDX_JSON_VERSIONS)('JSON %s', (version) => {
    const reading = readCycloneDxJson(JSON_BOM(version), options);
    expect([claimsOf(reading), reading.components.length, reading.format]).toEqual([EXPECTED, 6, `CycloneDX ${version} (JSON)`]);
    expect(reading.components[0]).toEqual({ name: 'org.openssl/openssl', version: '3.0.1', purl: 'pkg:generic/openssl@3.0.1', cpe: 'cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*', supplier: 'OpenSSL', bomRef: 'a', type: 'library' });
    expect(JSON.stringify(reading)).not.toContain('Jane');
  });
  test.each(CYCLONEDX_XML_VERSIONS)('XML %s says the same as JSON', (version) => {
    const reading = readCycloneDxXml(XML_BOM(version), options);
    expect(claimsOf(reading)).toEqual(EXPECTED);
    expect(reading.components).toEqual(readCycloneDxJson(JSON_BOM('1.6'), options).components);
  });
  test('unknown versions and formats are named', () => {
    expect(refusal(() => readCycloneDxJson(JSON_BOM('2.0'), options)).message).toBe('The CycloneDX document has version "2.0"; accepted are 1.2 to 1.7.');
    expect(refusal(() => readCycloneDxJson({ bomFormat: 'CycloneDX' }, options)).message).toBe('The CycloneDX document has no version; accepted are 1.2 to 1.7.');
    expect(refusal(() => readCycloneDxJson({ bomFormat: 'Other' }, options)).message).toBe('The file says it is "Other" (bomFormat); expected "CycloneDX".');
    expect(refusal(() => readCycloneDxXml(XML_BOM('9.9'), options)).message).toBe('The CycloneDX document has version "9.9"; accepted are 1.0 to 1.7.');
    expect(refusal(() => readCycloneDxXml('<bom/>', options)).code).toBe('sbom-format');
  });
  test('a document about no device keeps its components and says so', () => {
    const { metadata: _, ...bom } = JSON_BOM('1.5'), reading = readCycloneDxJson(bom, options);
    expect([reading.witnesses.length, reading.components.length, reading.warnings[0]!.code]).toEqual([0, 5, 'sbom-no-device']);
  });
  test('entities, cut XML, deep nesting', () => {
    expect(refusal(() => readCycloneDxXml(`<!DOCTYPE bom [<!ENTITY a "b">]>${XML_BOM('1.4').replace(/^<\?.*?\?>/, '')}`, options)).code).toBe('xml-doctype');
    expect(refusal(() => readCycloneDxXml(XML_BOM('1.4').replace('Flow 3', '&xxe;'), options)).code).toBe('xml-broken');
    expect(refusal(() => readCycloneDxXml('<a>'.repeat(10_000), options)).code).toBe('xml-too-deep');
    const text = XML_BOM('1.4');
    for (let length = 0; length < text.length; length += 3) expect(['xml-broken', 'sbom-format']).toContain(refusal(() => readCycloneDxXml(text.slice(0, length), options)).code);
    const deep = { ...JSON_BOM('1.4'), components: [{ name: 'x' }] as unknown[] };
    for (let at = 0; at < 5000; at++) deep.components = [{ name: 'x', components: deep.components }];
    expect(readCycloneDxJson(deep, options).components.length).toBeLessThan(100);
  });
});

const PACKAGES = [
  { SPDXID: 'SPDXRef-Device', name: 'Flow 3', versionInfo: '2.1', supplier: 'Organization: Acme Medical (psirt@acme.example)', primaryPackagePurpose: 'DEVICE' },
  { SPDXID: 'SPDXRef-ssl', name: 'openssl', versionInfo: '3.0.1', supplier: 'Person: Jane Doe (jane@acme.example)', originator: 'NOASSERTION', externalRefs: [{ referenceType: 'cpe22Type', referenceLocator: 'cpe:/a:openssl:openssl:3.0.1' }, { referenceType: 'http://spdx.org/rdf/references/cpe23Type', referenceLocator: 'cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*' }, { referenceType: 'purl', referenceLocator: 'pkg:generic/openssl@3.0.1' }] },
];
const TAG_VALUE = (version: string) => `# made for a test
SPDXVersion: ${version}
SPDXID: SPDXRef-DOCUMENT
Creator: Person: Jane Doe (jane@acme.example)
DocumentComment: <text>PackageName: not a package
PackageVersion: 9</text>
Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Device
PackageName: Flow 3
SPDXID: SPDXRef-Device
PackageVersion: 2.1
PackageSupplier: Organization: Acme Medical (psirt@acme.example)
PrimaryPackagePurpose: DEVICE
FileName: ./x
SPDXID: SPDXRef-File
PackageName: openssl
SPDXID: SPDXRef-ssl
PackageVersion: 3.0.1
PackageSupplier: Person: Jane Doe (jane@acme.example)
ExternalRef: SECURITY cpe22Type cpe:/a:openssl:openssl:3.0.1
ExternalRef: SECURITY cpe23Type cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*
ExternalRef: PACKAGE-MANAGER purl pkg:generic/openssl@3.0.1
`;
const SPDX_EXPECTED = [['vendor', null, 'Acme Medical', 'spdx.supplier'], ['product', null, 'Flow 3', 'spdx.name'], ['version', null, '2.1', 'spdx.version'], ['software', 'openssl', '3.0.1', 'spdx.component']];
const SPDX_COMPONENTS = [
  { name: 'Flow 3', version: '2.1', purl: null, cpe: null, supplier: 'Acme Medical', bomRef: 'SPDXRef-Device', type: 'device' },
  { name: 'openssl', version: '3.0.1', purl: 'pkg:generic/openssl@3.0.1', cpe: 'cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*', supplier: null, bomRef: 'SPDXRef-ssl', type: null },
];

describe('SPDX', () => {
  test.each(['SPDX-2.2', 'SPDX-2.3'])('%s, described by the list and by a relationship, JSON and tag-value', (spdxVersion) => {
    for (const reading of [
      readSpdxJson({ spdxVersion, packages: PACKAGES, documentDescribes: ['SPDXRef-Device'] }, options),
      readSpdxJson({ spdxVersion, packages: PACKAGES, relationships: [{ spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-Device' }] }, options),
      readSpdxTagValue(TAG_VALUE(spdxVersion), options),
    ]) {
      expect([claimsOf(reading), reading.components]).toEqual([SPDX_EXPECTED, SPDX_COMPONENTS]);
      expect(JSON.stringify(reading)).not.toMatch(/Jane|@acme/);
    }
  });
  test('3.0 JSON-LD', () => {
    const reading = readSpdx3({ '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [
      { type: 'CreationInfo', '@id': '_:c', specVersion: '3.0.1' }, { type: 'Person', spdxId: 'p', name: 'Jane Doe' }, { type: 'Organization', spdxId: 'o', name: 'Acme Medical' },
      { type: 'software_Package', spdxId: 'SPDXRef-Device', name: 'Flow 3', software_packageVersion: '2.1', suppliedBy: 'o', software_primaryPurpose: 'device' },
      { type: 'software_Package', spdxId: 'SPDXRef-ssl', name: 'openssl', software_packageVersion: '3.0.1', suppliedBy: 'p', externalIdentifier: [{ externalIdentifierType: 'cpe23', identifier: 'cpe:2.3:a:openssl:openssl:3.0.1:*:*:*:*:*:*:*' }, { externalIdentifierType: 'packageUrl', identifier: 'pkg:generic/openssl@3.0.1' }] },
      { type: 'software_Sbom', spdxId: 's', rootElement: ['SPDXRef-Device'] },
    ] }, options);
    expect([claimsOf(reading), reading.components]).toEqual([SPDX_EXPECTED, SPDX_COMPONENTS]);
  });
  test('unknown versions', () => {
    expect(refusal(() => readSpdxJson({ spdxVersion: 'SPDX-1.2' }, options)).message).toBe('The SPDX document has version "SPDX-1.2"; accepted are SPDX-2.2, SPDX-2.3 and SPDX 3.0.');
    expect(refusal(() => readSpdxTagValue('PackageName: x\n', options)).code).toBe('sbom-version');
    expect(refusal(() => readSpdx3({ '@context': 'x', specVersion: '4.0' }, options)).message).toContain('specVersion "4.0"');
  });
});

test('any JSON is read or refused', () => {
  const shaped = fc.letrec((tie) => ({ value: fc.oneof({ depthSize: 'small' }, fc.constantFrom(null, 1, 'x', 'SPDX-2.3', '1.5', '3.0.1', 'CycloneDX', 'software_Package', true), fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('bomFormat', 'specVersion', 'components', 'metadata', 'component', 'name', 'version', 'supplier', 'packages', 'spdxVersion', 'externalRefs', '@graph', 'type', 'rootElement', 'relationships', 'purl'), tie('value'), { maxKeys: 6 })) })).value;
  fc.assert(fc.property(shaped, (document) => {
    const base = typeof document === 'object' && document !== null ? document : {};
    for (const read of [() => readCycloneDxJson({ ...base, bomFormat: 'CycloneDX', specVersion: '1.5' }, options), () => readSpdxJson({ ...base, spdxVersion: 'SPDX-2.3' }, options), () => readSpdx3(document, options)]) {
      try { read(); } catch (error) { if (!(error instanceof Refusal)) throw error; }
    }
  }), { numRuns: 3000 });
});
