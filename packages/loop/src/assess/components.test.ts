import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Advisory, AdvisoryProduct, VersionStatement } from '@wardkeep/model/advisory';
import type { AssessAsset } from '@wardkeep/model/assess';
import type { Component } from '@wardkeep/model/component';
import { assetComponentKeys, ComponentShelf, componentVerdict, productComponentKeys } from './components.ts';
import { compileComponentNames } from './components-names.ts';
import { systemFamilies, systemNames } from './components-system.ts';
import type { CompiledProduct } from './product.ts';
import { compileVersions } from './versions/compile.ts';

const NAMES = compileComponentNames({
  makerWords: ['the', 'inc', 'foundation', 'project', 'corporation'], productWords: ['library'], makers: [['Apache', 'Apache Software Foundation'], ['OpenSSL', 'OpenSSL Software Foundation'], ['Ubiquiti', 'ui']],
  products: [{ makers: ['Amazon', 'FreeRTOS'], names: ['FreeRTOS', 'FreeRTOS-Kernel'] }, { makers: ['Linux'], names: ['Linux Kernel', 'Linux'] }], ecosystems: { nuget: ['.net'], npm: ['node.js'], maven: ['java'] }, hosts: ['wordpress', 'android'],
});

const component = (name: string, rest: Partial<Component> = {}): Component => ({ name, version: null, purl: null, cpe: null, supplier: null, bomRef: `ref-${name}`, type: 'library', ...rest });
const device = (components: readonly Component[], rest: Partial<AssessAsset> = {}): AssessAsset => ({
  id: 'd', vendor: null, product: null, model: null, version: null, serial: null, udiDi: null, componentOf: null, os: null, notes: null, role: null, components, cpes: [], ...rest,
});
interface Said { readonly vendor?: string; readonly product?: string; readonly versions?: readonly string[]; readonly cpes?: readonly string[]; readonly purls?: readonly string[]; readonly platform?: string; readonly name?: string }
function compiled({ vendor, product, versions = [], cpes = [], purls = [], platform, name }: Said): CompiledProduct {
  const statements = versions.map((text): VersionStatement => ({ kind: text.startsWith('vers:') ? 'vers' : 'range', text }));
  const plain: AdvisoryProduct = {
    id: 'p', name: name ?? `${vendor ?? ''} ${product ?? ''}`.trim(), vendor: vendor ?? null, path: [...(product === undefined ? [] : [{ category: 'product' as const, name: product }]), ...(platform === undefined ? [] : [{ category: 'platform' as const, name: platform }])],
    versions: statements, identifiers: { cpes, purls, modelNumbers: [], serialNumbers: [], skus: [], udiDis: [] }, combination: null,
  };
  const advisory = { title: 'Flaw' } as Advisory;
  return { product: plain, advisory, names: { printed: product ?? plain.name }, versions: compileVersions(statements, { year: null, productNames: [], title: '' }), nameVersions: null, conditions: [] } as unknown as CompiledProduct;
}
function judge(asset: AssessAsset, said: Said): string {
  const shelf = new ComponentShelf(NAMES), product = compiled(said), { verdict, reasons, missing } = componentVerdict(asset, product, shelf), theirs = productComponentKeys(product.product, shelf);
  // What the verdict finds, the index must lead to.
  if (verdict !== 'absent') expect(assetComponentKeys(asset, shelf).some((key) => theirs.includes(key))).toBe(true);
  return [verdict, ...reasons.map(({ code }) => code).filter((code) => code !== 'component'), ...missing.map(({ code }) => `?${code}`)].join(' ');
}
const cpe = (vendor: string, product: string, version = '*', target = '*', part = 'a'): string => `cpe:2.3:${part}:${vendor}:${product}:${version}:*:*:*:*:${target}:*:*`;

describe('package URLs', () => {
  const nuget = component('log4net', { purl: 'pkg:nuget/log4net@2.0.8', version: '2.0.8', supplier: 'The Apache Software Foundation' });
  test.each<[string, Component, Said, string]>([
    ['inside', nuget, { purls: ['pkg:nuget/log4net'], versions: ['vers:nuget/<2.0.10'] }, 'in purl-match version-in'],
    ['outside', nuget, { purls: ['pkg:nuget/log4net'], versions: ['vers:nuget/<2.0.8'] }, 'out purl-match version-out'],
    ['names of NuGet in any case', nuget, { purls: ['pkg:nuget/Log4Net'], versions: ['vers:nuget/<2.0.10'] }, 'in purl-match version-in'],
    ['a version in the identifier', nuget, { purls: ['pkg:nuget/log4net@2.0.8'] }, 'in purl-match version-in'], ['another one', nuget, { purls: ['pkg:nuget/log4net@2.0.7'] }, 'out purl-match version-out'],
    ['the same name elsewhere', nuget, { vendor: 'Apache', product: 'log4net', purls: ['pkg:npm/log4net'], versions: ['vers:npm/<9'] }, 'out purl-mismatch'],
    ['another package', nuget, { purls: ['pkg:nuget/log4net.Ext'], versions: ['vers:nuget/<9'] }, 'absent'],
    ['no version', component('X', { purl: 'pkg:nuget/X' }), { purls: ['pkg:nuget/X'], versions: ['vers:nuget/<9'] }, 'unknown purl-match version-unknown ?version'],
    ['four numbers as semver', component('EPPlus', { purl: 'pkg:nuget/EPPlus@4.5.2.1', version: '4.5.2.1' }), { purls: ['pkg:nuget/EPPlus'], versions: ['vers:semver/<4.5.3'] }, 'in purl-match version-in'],
    ['not parsed', component('log4net', { purl: 'log4net@2', version: '2', supplier: 'Apache' }), { vendor: 'Apache', product: 'log4net', versions: ['vers:generic/<3'] }, 'in vendor-same product-same version-in'],
    ['commits are no versions', component('x', { purl: 'pkg:npm/x@1.0.0', version: '1.0.0' }), { purls: ['pkg:npm/x'], versions: ['vers:git/<abcdef0'] }, 'unknown purl-match version-unknown ?version'],
  ])('%s', (_, part, said, expected) => { expect(judge(device([part]), said)).toBe(expected); });
});

describe('distributions', () => {
  const deb = (version: string, query = ''): Component => component('openssl', { purl: `pkg:deb/debian/openssl@${encodeURIComponent(version)}${query}`, version, supplier: 'Debian' }), upstream = { vendor: 'OpenSSL Software Foundation', product: 'OpenSSL', cpes: [cpe('openssl', 'openssl')] };
  const named = (version: string): Component => ({ ...deb(version), supplier: 'OpenSSL', cpe: cpe('openssl', 'openssl', version.replaceAll('+', '\\+')) });
  test.each<[string, Component, Said, string]>([
    ['a record of the distribution', deb('1.1.1n-0+deb11u3'), { purls: ['pkg:deb/debian/openssl'], versions: ['vers:deb/<1.1.1n-0+deb11u4'] }, 'in purl-match version-in'],
    ['fixed there', deb('1.1.1n-0+deb11u4'), { purls: ['pkg:deb/debian/openssl'], versions: ['vers:deb/<1.1.1n-0+deb11u4'] }, 'out purl-match version-out'],
    ['of its own release', deb('1.1.1n-0+deb11u3'), { name: 'openssl (Debian:11)', purls: ['pkg:deb/debian/openssl'], versions: ['vers:deb/<1.1.1n-0+deb11u4'] }, 'in purl-match version-in'],
    ['of another release', deb('1.1.1n-0+deb11u4'), { product: 'openssl', name: 'openssl (Debian:12)', purls: ['pkg:deb/debian/openssl'], versions: ['vers:deb/<3.0.8-1'] }, 'out purl-mismatch'],
    ['by its qualifier', deb('1.1.1n-0', '?distro=debian-11'), { product: 'openssl', name: 'openssl (Debian:12)', purls: ['pkg:deb/debian/openssl'], versions: ['vers:deb/<3.0.8-1'] }, 'out purl-mismatch'],
    ['release not told', deb('1.1.1n-0'), { product: 'openssl', name: 'openssl (Debian:12)', purls: ['pkg:deb/debian/openssl'], versions: ['vers:deb/<3.0.8-1'] }, 'unknown purl-match version-in ?os'],
    ['another distribution', deb('1.1.1n-0'), { product: 'openssl', purls: ['pkg:deb/ubuntu/openssl'], versions: ['vers:deb/<3'] }, 'out purl-mismatch'],
    ['an upstream range may be patched', named('1.1.1n-0+deb11u3'), { ...upstream, versions: ['vers:generic/<1.1.1o'] }, 'unknown cpe-match version-scheme ?version'],
    ['beyond it, it is fixed', named('1.1.1n-0+deb11u3'), { ...upstream, versions: ['vers:generic/<1.1.1k'] }, 'out cpe-match version-out'],
    ['upstream in words', { ...named('1.1.1n-0+deb11u3'), cpe: null }, { vendor: 'OpenSSL', product: 'OpenSSL', versions: ['< 1.1.1o'] }, 'unknown vendor-same product-same version-scheme ?version'],
    ['architectures differ', component('x', { purl: 'pkg:rpm/fedora/x@1-1?arch=aarch64', version: '1-1' }), { product: 'x', purls: ['pkg:rpm/fedora/x?arch=x86_64'], versions: ['vers:rpm/<2'] }, 'out purl-mismatch'],
    ['sources are of all', component('x', { purl: 'pkg:deb/debian/x@1-1?arch=arm64', version: '1-1' }), { purls: ['pkg:deb/debian/x?arch=source'], versions: ['vers:deb/<2'] }, 'in purl-match version-in'],
    ['a record of packages says nothing of the upstream library', component('OpenSSL', { purl: 'pkg:conan/openssl@1.1.1n', version: '1.1.1n', supplier: 'OpenSSL' }), { product: 'openssl', purls: ['pkg:deb/debian/openssl'], versions: ['vers:deb/<1.1.1n-1'] }, 'out purl-mismatch'],
  ])('%s', (_, part, said, expected) => { expect(judge(device([part]), said)).toBe(expected); });
});

describe('CPE names', () => {
  const part = (rest: Partial<Component> = {}): Component => component('Foo', { version: '1.2', cpe: cpe('acme', 'foo', '1.2'), ...rest });
  test.each<[string, Component, Said, string]>([
    ['inside', part(), { cpes: [cpe('acme', 'foo')], versions: ['vers:generic/<2'] }, 'in cpe-match version-in'], ['outside', part(), { cpes: [cpe('acme', 'foo')], versions: ['vers:generic/<1.2'] }, 'out cpe-match version-out'],
    ['the version in the name', part(), { cpes: [cpe('acme', 'foo', '1.2')] }, 'in cpe-match version-in'], ['another', part(), { cpes: [cpe('acme', 'foo', '1.3')] }, 'out cpe-match version-out'],
    ['the vendor under another name', component('AP', { version: '6', cpe: cpe('ubiquiti', 'ap', '6') }), { cpes: [cpe('ui', 'ap')], versions: ['vers:generic/<7'] }, 'in cpe-match version-in'],
    ['another vendor', part(), { vendor: 'other', product: 'foo', cpes: [cpe('other', 'foo')], versions: ['vers:generic/<7'] }, 'out product-same vendor-differs'],
    ['a port for other software', part({ purl: 'pkg:nuget/Foo@1.2' }), { cpes: [cpe('acme', 'foo', '*', 'wordpress')], versions: ['vers:generic/<7'] }, 'out cpe-mismatch'],
    ['its own ecosystem', part({ purl: 'pkg:nuget/Foo@1.2' }), { cpes: [cpe('acme', 'foo', '*', '.net')], versions: ['vers:generic/<7'] }, 'in cpe-match version-in'],
    ['target software that nobody told', part(), { cpes: [cpe('acme', 'foo', '*', 'vxworks')], versions: ['vers:generic/<7'] }, 'unknown cpe-match version-in ?os'],
    ['an edition that is another', part({ cpe: 'cpe:2.3:a:acme:foo:1.2:*:*:*:community:*:*:*' }), { cpes: ['cpe:2.3:a:acme:foo:*:*:*:*:enterprise:*:*:*'], versions: ['vers:generic/<7'] }, 'out cpe-mismatch'],
    ['an update', part({ cpe: 'cpe:2.3:a:acme:foo:1.2:sp1:*:*:*:*:*:*', version: null }), { cpes: ['cpe:2.3:a:acme:foo:1.2:sp1:*:*:*:*:*:*'] }, 'in cpe-match version-in'],
    ['CPE 2.2', part({ cpe: 'cpe:/a:acme:foo:1.2' }), { cpes: [cpe('acme', 'foo')], versions: ['vers:generic/<2'] }, 'in cpe-match version-in'],
    ['all versions', part({ version: null, cpe: cpe('acme', 'foo') }), { cpes: [cpe('acme', 'foo')], versions: ['vers:generic/*'] }, 'in cpe-match version-all'],
  ])('%s', (_, one, said, expected) => { expect(judge(device([one]), said)).toBe(expected); });
  test('names that the asset gives for itself', () => {
    expect(judge(device([], { product: 'Flow', version: '1.2', cpes: [cpe('acme', 'flow', '1.2')] }), { cpes: [cpe('acme', 'flow')], versions: ['vers:generic/<2'] })).toBe('in cpe-match version-in');
    expect(judge(device([], { product: 'Flow', version: '1.2', cpes: [cpe('acme', 'flow', '1.2')] }), { vendor: 'Acme', product: 'Flow', versions: ['vers:generic/<2'] })).toBe('absent');
  });
});

describe('names', () => {
  const aspose = component('Aspose.Words', { version: '20.1.0', purl: 'pkg:nuget/Aspose.Words@20.1.0', supplier: 'Aspose' }), sdk = component('NXP SDK', { version: '2.9.0', supplier: 'NXP' });
  test.each<[string, Component, Said, string]>([
    ['KEV: Word', aspose, { vendor: 'Microsoft', product: 'Word' }, 'absent'], ['words is the bare name', aspose, { vendor: 'Microsoft', product: 'Words' }, 'out product-same vendor-differs'], ['KEV: SDK', sdk, { vendor: 'Realtek', product: 'SDK' }, 'out product-same vendor-differs'],
    ['KEV: Core', component('Prism.Core', { version: '6.3.0', purl: 'pkg:nuget/Prism.Core@6.3.0', supplier: 'Prism Library' }), { vendor: 'Drupal', product: 'Core' }, 'absent'], ['KEV: Edge', component('EdgeOS', { version: '2', supplier: 'Ubiquiti' }), { vendor: 'Microsoft', product: 'Edge' }, 'absent'],
    ['nobody\'s SDK', sdk, { product: 'SDK' }, 'absent'], ['the maker in the product', component('log4net', { version: '2.0.8', supplier: 'Apache Software Foundation' }), { product: 'Apache log4net', versions: ['Apache log4net up to 2.0.8'] }, 'in vendor-alias product-same version-in'],
    ['nobody says whose', component('Foo', { version: '1', supplier: 'Acme' }), { product: 'Foo', versions: ['vers:generic/<2'] }, 'unknown vendor-absent product-same version-in ?vendor'],
    ['another name of the product', component('FreeRTOS', { version: '10.0.1', supplier: 'Amazon' }), { vendor: 'FreeRTOS', product: 'FreeRTOS-Kernel', versions: ['< 10.6.2'] }, 'in vendor-alias product-same version-in'],
    ['C is not C++', component('Foo C++', { version: '1', supplier: 'Acme' }), { vendor: 'Acme', product: 'Foo C', versions: ['vers:generic/<2'] }, 'absent'],
    ['one letter before a number', component('FatFs', { version: '0.13c', supplier: 'ChaN' }), { vendor: 'ChaN', product: 'FatFs', versions: ['vers:generic/<=R0.16'] }, 'in vendor-same product-same version-in'],
    ['two letters that differ', component('Flow', { version: 'B2', supplier: 'Acme' }), { vendor: 'Acme', product: 'Flow', versions: ['vers:generic/<A3'] }, 'unknown vendor-same product-same version-unknown ?version'],
    ['the version is written twice', component('Flow', { version: 'build of May', cpe: cpe('acme', 'flow', '1.5'), supplier: 'Acme' }), { vendor: 'Acme Inc', product: 'Flow', versions: ['vers:generic/<2'] }, 'in vendor-same product-same version-in'],
  ])('%s', (_, part, said, expected) => { expect(judge(device([part]), said)).toBe(expected); });
  test('of several parts, one inside is enough, and an open one keeps the question open', () => {
    const at = (version: string | null): Component => component('Foo', { version, supplier: 'Acme', bomRef: `foo@${version ?? ''}` }), said: Said = { vendor: 'Acme', product: 'Foo', versions: ['vers:generic/<2'] };
    expect(judge(device([at('3'), at('1')]), said)).toBe('in vendor-same product-same version-in');
    expect(judge(device([at('3'), at(null)]), said)).toBe('unknown vendor-same product-same version-unknown ?version');
    const { reasons } = componentVerdict(device([at('3'), at('1')]), compiled(said), new ComponentShelf(NAMES));
    expect(reasons.map((reason) => reason.component)).toEqual(['foo@1', 'foo@1', 'foo@1', 'foo@1']);
    expect(reasons[0]).toEqual({ code: 'component', asset: 'Foo 1', advisory: 'Acme Foo', component: 'foo@1' });
  });
});

describe('platforms and operating systems', () => {
  const foo = component('Foo', { version: '1', supplier: 'Acme' }), said = { vendor: 'Acme', product: 'Foo', versions: ['vers:generic/<2'] };
  test.each<[string, AssessAsset, Said, string]>([
    ['met', device([foo], { os: 'Linux 5.10' }), { ...said, platform: 'Windows, Linux' }, 'in vendor-same product-same version-in platform-met'], ['not met', device([foo], { os: 'Linux 5.10' }), { ...said, platform: 'Windows' }, 'out vendor-same product-same version-in platform-not-met'],
    ['by a component', device([foo, component('Debian', { type: 'operating-system' })]), { ...said, platform: 'Linux' }, 'in vendor-same product-same version-in platform-met'], ['not told', device([foo]), { ...said, platform: 'Windows' }, 'unknown vendor-same product-same version-in platform-unknown ?os'], ['no system at all', device([foo]), { ...said, platform: 'x64-based systems' }, 'in vendor-same product-same version-in'],
    ['the text of the system: a release', device([], { os: 'Windows 10 1809' }), { vendor: 'Microsoft', product: 'Windows 10 Version 1809', versions: ['vers:generic/>=10.0.0|<10.0.17763.6414'] }, 'unknown vendor-same product-same version-unknown ?version'],
    ['a release without versions', device([], { os: 'Windows 7 SP1' }), { vendor: 'Microsoft', cpes: ['cpe:2.3:o:microsoft:windows_7:-:sp1:*:*:*:*:*:*'], product: 'windows 7', versions: ['SP1'] }, 'in vendor-same product-same version-in'],
    ['all of a coarse version', device([], { os: 'Linux 4.14' }), { vendor: 'Linux', product: 'Linux Kernel', versions: ['vers:generic/>=4.1|<5.4'] }, 'in vendor-same product-same version-in'], ['some of it', device([], { os: 'Linux 4.14' }), { vendor: 'Linux', product: 'Linux Kernel', versions: ['vers:generic/>=4.1|<4.14.300'] }, 'unknown vendor-same product-same version-unknown ?version'],
    ['none of it', device([], { os: 'Linux 4.14' }), { vendor: 'Linux', product: 'Linux Kernel', versions: ['vers:generic/<4.9'] }, 'out vendor-same product-same version-out'],
  ])('%s', (_, asset, asked, expected) => { expect(judge(asset, asked)).toBe(expected); });
  test('splits and families', () => {
    expect(systemNames('Microsoft Windows 10 version 1809').map(({ name, version }) => [name, version])).toEqual([['Windows 10 1809', null], ['Windows 10', '1809'], ['Windows', '10 1809'], ['Windows 10 version 1809', null]]);
    expect(systemNames('embedded, proprietary')).toEqual([]);
    expect([...systemFamilies('Windows, macOS and Ubuntu 22.04')].sort()).toEqual(['linux', 'macos', 'windows']);
  });
});

test('any texts give a verdict, in time that grows with their length', () => {
  const text = fc.oneof(fc.string({ maxLength: 60 }), fc.constantFrom('pkg:deb/debian/a@1', 'cpe:2.3:a:a:a:1:*:*:*:*:*:*:*', 'vers:deb/<1', 'Windows 10', ' '));
  fc.assert(fc.property(text, text, text, text, text, (name, version, id, statement, os) => {
    const asset = device([component(name, { version, purl: id, cpe: id, supplier: version })], { os });
    expect(['in', 'out', 'unknown', 'absent']).toContain(componentVerdict(asset, compiled({ vendor: version, product: name, versions: [statement], cpes: [id], purls: [id], platform: os }), new ComponentShelf(NAMES)).verdict);
  }), { numRuns: 500 });
  const long = 'a1.'.repeat(20_000), start = performance.now();
  judge(device([component(long, { version: long, purl: `pkg:npm/${long}`, cpe: cpe('a', long, long) })], { os: long }), { vendor: long, product: long, versions: [`vers:generic/<${long}`], cpes: [cpe('a', long)] });
  expect(performance.now() - start).toBeLessThan(2_000);
});
