import type { Twin } from '@wardkeep/model/twin';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalTwin, twinHash } from './canonical.ts';
import { changed, clinic } from './testing.ts';

/** Lists and fields in another order, as `seed` says. */
function shuffled(value: unknown, seed: number): unknown {
  const order = <T>(list: T[]): T[] => list.map((each, at) => ({ each, key: Math.imul(at + seed, 0x9e3779b1) >>> 0 })).sort((a, b) => a.key - b.key).map(({ each }) => each);
  if (Array.isArray(value)) return order(value.map((each) => shuffled(each, seed)));
  return typeof value === 'object' && value !== null ? Object.fromEntries(order(Object.entries(value)).map(([key, each]) => [key, shuffled(each, seed)])) : value;
}

test('the order of lists and fields does not change the hash', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => { expect(twinHash(shuffled(clinic(), seed) as Twin)).toBe(twinHash(clinic())); }), { numRuns: 30 });
});

test.each([
  ['a number', (twin: Twin) => changed((t) => { t.institutions[0]!.services[0]!.safetyWeight.high = 0.61; return twin; })],
  ['a source', () => changed((t) => { t.domains[0]!.tiering.source = { kind: 'measured', by: 'institution', on: null, note: null }; })],
  ['a reference', () => changed((t) => { t.reachability[0]!.to = 'scanner'; })],
  ['one thing less', () => changed((t) => { t.institutions[0]!.backups = []; })],
  ['a name in another script', () => changed((t) => { t.name = 'Clíni\u0151'; })],
])('%s changes it', (_, change) => { expect(twinHash(change(clinic()))).not.toBe(twinHash(clinic())); });

test('SHA-256 of ASCII text, the same as the platform\'s', () => {
  const twin = changed((t) => { t.name = 'Kórház 医院 🏥'; }), text = canonicalTwin(twin);
  expect(text).toMatch(/^[\x20-\x7e]+$/);
  expect(twinHash(twin)).toBe(createHash('sha256').update(text).digest('hex'));
});
