/** The fuzzer of `npm run test:long` for a moment, on the captures of the checkout alone: no exception, a valid inventory, seeds that reach their dissector. */
import { expect, test } from 'vitest';
import { DIALECTS } from '@wardkeep/loop/see/dialects';
import { caseOf, runBatch } from '../long/batch.ts';
import { captureFiles, collectTargets, LAYER_TARGETS } from '../long/targets.ts';

const SEED = 20_261_101, CASES = 150;
const targets = collectTargets(captureFiles(new URL('../../fixtures/captures', import.meta.url).pathname));

test('every dissector is a target and has seeds', () => {
  expect(targets).toHaveLength(DIALECTS.streams.length + DIALECTS.datagrams.length + DIALECTS.links.length + LAYER_TARGETS.length);
  expect(targets.filter((target) => target.seeds.length === 0)).toEqual([]);
});

test.each(targets.map((target) => [target.name, target] as const))(`${CASES} cases of %s, seed ${SEED}`, (_name, target) => {
  const result = runBatch(target, SEED, 0, CASES);
  expect(result.failure).toBeNull();
  if (target.protocol !== null) expect(Math.min(result.recorded, result.recognised) / CASES).toBeGreaterThan(0.02);
});

test('the same seed makes the same cases, another seed others', () => {
  for (const target of targets) {
    const text = (seed: number) => Buffer.from(caseOf(target, seed, 3, 14)).toString('hex');
    expect(text(1)).toBe(text(1));
    expect(text(1)).not.toBe(text(2));
  }
});
