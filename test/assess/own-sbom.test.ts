/** Our own bill of materials (`npm run sbom`), read and matched as anybody's. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readCycloneDxJson } from '@wardkeep/formats/cyclonedx';
import { readOsv } from '@wardkeep/formats/osv/read';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { readAssessInventory } from '@wardkeep/io/assess-inventory';
import { assessKnowledge } from '@wardkeep/io/assess-rules';
import { assess } from '@wardkeep/loop/assess/index';
import type { AssessAsset } from '@wardkeep/model';
import { type LockFile, sbomOf } from '../../scripts/sbom.ts';

interface Bom { readonly serialNumber: string; readonly components: { readonly name: string; readonly group?: string; version: string; purl: string; 'bom-ref': string; readonly scope: string; readonly hashes?: { content: string }[]; readonly licenses?: unknown[] }[]; readonly dependencies: { readonly ref: string; readonly dependsOn: readonly string[] }[] }
const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as LockFile, bom = (): Bom => structuredClone(sbomOf(lock)) as unknown as Bom;
const folder = mkdtempSync(join(tmpdir(), 'wardkeep-sbom-')), knowledge = assessKnowledge();
afterAll(() => { rmSync(folder, { recursive: true }); });

async function assetOf(document: Bom): Promise<AssessAsset> {
  const file = join(folder, 'own.cdx.json');
  writeFileSync(file, JSON.stringify(document));
  return (await readAssessInventory(file)).assets[0]!;
}
const flaw = (name: string, ...events: readonly Readonly<Record<string, string>>[]) => readOsv({ schema_version: '1.6.0', id: `TEST-${name}`, modified: '2099-01-01T00:00:00Z', summary: 'Made for this test.', affected: [{ package: { ecosystem: 'npm', name, purl: `pkg:npm/${name}` }, ranges: [{ type: 'SEMVER', events }] }] });

test('every locked package, with its hash and licence; the same file gives the same bytes', () => {
  const document = bom(), external = Object.entries(lock.packages).filter(([path, { link }]) => path.includes('node_modules/') && link !== true), names = new Set(external.map(([path, { name, version }]) => `${name ?? path.slice(path.lastIndexOf('node_modules/') + 13)}@${version ?? ''}`));
  const theirs = document.components.filter(({ hashes }) => hashes !== undefined);
  expect(new Set(theirs.map(({ group, name, version }) => `${group === undefined ? '' : `${group}/`}${name}@${version}`))).toEqual(names);
  expect(theirs.every(({ hashes, licenses, scope }) => /^[0-9a-f]{40,128}$/.test(hashes![0]!.content) && licenses!.length === 1 && ['required', 'optional', 'excluded'].includes(scope))).toBe(true);
  expect(document.components.filter(({ hashes }) => hashes === undefined).every(({ group }) => group === '@wardkeep')).toBe(true);
  const refs = new Set(document.components.map((one) => one['bom-ref']));
  expect(document.dependencies.flatMap(({ dependsOn }) => dependsOn).filter((ref) => !refs.has(ref))).toEqual([]);
  expect(JSON.stringify(bom())).toBe(JSON.stringify(document));
});

test('our own reader reads it whole', () => {
  const document = bom(), read = readCycloneDxJson(document as never, { source: 'own' } as never);
  expect(read.format).toBe('CycloneDX 1.6 (JSON)');
  expect(read.components).toHaveLength(document.components.length);
  expect(read.warnings).toEqual([]);
});

test('the fixtures of other software do not concern it', async () => {
  const { advisories } = await readAdvisories([new URL('../../fixtures/components', import.meta.url).pathname]), asset = await assetOf(bom());
  expect(advisories.length).toBeGreaterThan(40);
  expect(assess([asset], advisories, knowledge).pairs).toEqual([]);
});

test('a flaw of a version we do not use is told as such; with that version it hits, by component', async () => {
  const document = bom(), used = document.components.find(({ name, group }) => name === 'fastify' && group === undefined)!, advisory = flaw('fastify', { introduced: '0' }, { fixed: '1.0.0' });
  expect(used.version.startsWith('0.')).toBe(false);
  const before = assess([await assetOf(document)], [advisory], knowledge);
  expect(before.pairs).toEqual([]);
  expect(before.ignored[0]?.reasons.map(({ code }) => code)).toEqual(['component', 'purl-match', 'version-out']);
  used.version = '0.9.0';
  used.purl = 'pkg:npm/fastify@0.9.0';
  expect(assess([await assetOf(document)], [advisory], knowledge).pairs).toMatchObject([{ advisory: 'TEST-fastify', verdict: 'affected', reasons: [{ code: 'component', asset: 'fastify 0.9.0', component: used['bom-ref'] }, { code: 'purl-match', asset: 'pkg:npm/fastify@0.9.0', advisory: 'pkg:npm/fastify' }, { code: 'version-in', asset: '0.9.0' }] }]);
});

test('a package under a scope is not the one without, and a package we do not use concerns nobody', async () => {
  const asset = await assetOf(bom()), scoped = flaw('core', { introduced: '0' });
  expect(asset.components.some(({ name }) => name === '@babel/core')).toBe(true);
  expect(assess([asset], [scoped, flaw('left-pad', { introduced: '0' })], knowledge).pairs).toEqual([]);
});
