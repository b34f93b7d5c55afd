import { expect, it } from 'vitest';
import type { AssessAsset, AssessPair } from '@wardkeep/model';
import { settleVersions, withVersions } from './conflicts.ts';

const asset: AssessAsset = { id: 'a-1', vendor: 'Labmade', product: 'InfuGate 3', model: null, version: '7.12.0', serial: null, udiDi: null, componentOf: null, os: null, notes: null, role: null, components: [], cpes: [] };
const pair = (row: string, verdict: AssessPair['verdict'] = 'affected'): AssessPair => ({
  row, advisory: 'A-1', verdict, score: 0.9, cves: ['CVE-2026-1'], products: ['P-1'], missing: [], reasons: [{ code: 'product-same', asset: 'InfuGate 3', advisory: 'InfuGate 3' }, { code: 'version-in', asset: '7.11.0', advisory: '< 7.12.0' }],
});
const versions = new Map([['a-1', ['7.12.0', '7.11.0']]]);

it('assesses each version that a source gives', () => {
  expect(withVersions(asset, ['7.12.0', '7.11.0']).map(({ id, version }) => [id, version])).toEqual([['a-1', '7.12.0'], ['a-1#version-0', '7.11.0']]);
  expect(withVersions(asset, [])).toEqual([asset]);
});

it('cannot tell where one version is affected and the other is not, and asks for the version', () => {
  const { pairs, ignored } = settleVersions({ pairs: [pair('a-1#version-0')], ignored: [{ row: 'a-1', advisory: 'A-1', score: 0.9, products: ['P-1'], reasons: [] }] }, versions);
  expect(pairs).toEqual([expect.objectContaining({ row: 'a-1', verdict: 'cannot_tell', missing: [{ code: 'version', advisory: '< 7.12.0' }] })]);
  expect(pairs[0]!.reasons.at(-1)).toEqual({ code: 'version-unknown', asset: '7.12.0 / 7.11.0', advisory: '< 7.12.0' });
  expect(ignored).toEqual([]);
});

it('keeps the verdict on which all versions agree, and what has no conflict', () => {
  expect(settleVersions({ pairs: [pair('a-1'), pair('a-1#version-0'), pair('a-2')], ignored: [] }, versions).pairs).toEqual([pair('a-1'), pair('a-2')]);
  expect(settleVersions({ pairs: [], ignored: [{ row: 'a-1#version-0', advisory: 'A-1', score: 0.5, products: [], reasons: [] }] }, versions).ignored).toEqual([{ row: 'a-1', advisory: 'A-1', score: 0.5, products: [], reasons: [] }]);
});
