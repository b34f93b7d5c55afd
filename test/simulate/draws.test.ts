import { expect, test } from 'vitest';
import { drawHours, drawPossible, normal } from '@wardkeep/loop/simulate/draw';
import type { AttackStep } from '@wardkeep/loop/simulate/graph';
import { compileKernel, type Kernel } from '@wardkeep/loop/simulate/kernel';
import { deriveKey, threefry, words } from '@wardkeep/loop/simulate/threefry';
import { normalCdf } from './numbers.ts';

const block = (key: readonly number[], counter: readonly number[]): string => { threefry(key[0]! | 0, key[1]! | 0, counter[0]! | 0, counter[1]! | 0); return [...words].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join(' '); };

// Random123, tests/kat_vectors, "threefry2x32 20".
test.each([
  [[0, 0], [0, 0], '6b200159 99ba4efe'],
  [[0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], '1cb996fc bb002be7'],
  [[0x13198a2e, 0x03707344], [0x243f6a88, 0x85a308d3], 'c4923a9c 483df7a0'],
])('Threefry-2x32-20, key %j, counter %j', (key, counter, expected) => { expect(block(key, counter)).toBe(expected); });

test('keys of names differ by seed, name and place, and none is the beginning of another', () => {
  const key = (seed: number, name: string) => { deriveKey(seed, name); return [...words].join(); };
  const keys = [key(1, 'a'), key(2, 'a'), key(1 + 2 ** 32, 'a'), key(1, 'b'), key(1, 'aa'), key(1, ''), key(1, 'ab'), key(1, 'ba'), key(1, 'a\u0000')];
  expect(new Set(keys).size).toBe(keys.length);
  expect(key(1, 'a')).toBe(keys[0]);
});

test('the normal quantile inverts the normal distribution', () => {
  for (const p of [1e-6, 0.001, 0.0749, 0.0751, 0.3, 0.5, 0.9, 0.925, 0.9251, 0.999, 1 - 1e-6]) expect(Math.abs(normalCdf(normal(p)) - p)).toBeLessThan(1e-9);
  // Abramowitz and Stegun, table 26.5; the ends are all that a word of 32 bits can ask for.
  expect(normal(0.975)).toBeCloseTo(1.959963984540054, 12);
  expect(normal(0.99)).toBeCloseTo(2.3263478740408408, 12);
  expect(normal(2 ** -33)).toBeCloseTo(-6.337957754553789, 10);
  expect(normal(1 - 2 ** -33)).toBe(-normal(2 ** -33));
});

const kernelOf = (hours: AttackStep['hours'], possible = 1): Kernel => compileKernel({ steps: [{ id: 'a', type: 'or', k: null, possible, hours }], edges: new Int32Array(0), entries: [0], horizonHours: null, containment: null }, 5);
const drawn = (kernel: Kernel, samples = 20_000): number[] => Array.from({ length: samples }, (_, sample) => drawHours(kernel.draws, 0, sample));

test.each<[string, AttackStep['hours']]>([
  ['exponential of mean 0', { kind: 'exponential', mean: 0 }], ['lognormal of median 0', { kind: 'lognormal', median: 0, sigma: 900 }], ['gamma of scale 0', { kind: 'gamma', shape: 1e300, scale: 0 }],
  ['PERT without width', { kind: 'pert', min: 0, mode: 0, max: 0 }],
])('%s takes no time', (_, hours) => { expect(drawn(kernelOf(hours), 100).every((value) => value === 0)).toBe(true); });

test.each<[string, AttackStep['hours'], number, number]>([
  ['lognormal without spread', { kind: 'lognormal', median: 7, sigma: 0 }, 7, 7],
  ['PERT with its mode at the left end', { kind: 'pert', min: 2, mode: 2, max: 8 }, 2, 8],
  ['PERT with its mode at the right end', { kind: 'pert', min: 2, mode: 8, max: 8 }, 2, 8],
  ['gamma of shape 0.01', { kind: 'gamma', shape: 0.01, scale: 10 }, 0, 1e3],
  ['lognormal that overflows', { kind: 'lognormal', median: 1e300, sigma: 100 }, 0, Infinity],
  ['PERT of huge numbers', { kind: 'pert', min: 0, mode: 1e308, max: 1.7e308 }, 0, 1.7e308],
])('%s stays within its bounds', (_, hours, low, high) => {
  const values = drawn(kernelOf(hours));
  expect(values.filter((value) => !(value >= low && value <= high))).toEqual([]);
});

test('rare shapes have their moments: PERT with a mode at an end, gamma of shape 0.05', () => {
  const moments = (values: readonly number[]) => { const mean = values.reduce((sum, value) => sum + value, 0) / values.length; return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length] as const; };
  const samples = 200_000, [pertMean, pertVariance] = moments(drawn(kernelOf({ kind: 'pert', min: 0, mode: 0, max: 6 }), samples)), [gammaMean] = moments(drawn(kernelOf({ kind: 'gamma', shape: 0.05, scale: 10 }), samples));
  // Beta(1, 5) on 0 … 6: mean 1, variance 36 · 5 / (36 · 7).
  expect(Math.abs(pertMean - 1)).toBeLessThan(4 * Math.sqrt(5 / 7 / samples));
  expect(Math.abs(pertVariance - 5 / 7)).toBeLessThan(0.02);
  expect(Math.abs(gammaMean - 0.5)).toBeLessThan(4 * Math.sqrt(5 / samples));
});

test('whether a step is possible is one draw, whoever asks', () => {
  const hours = drawn(kernelOf({ kind: 'exponential', mean: 3 }, 0.3)), possible = Array.from({ length: hours.length }, (_, sample) => drawPossible(kernelOf({ kind: 'exponential', mean: 3 }, 0.3).draws, 0, sample));
  expect(hours.map((value) => value < Infinity)).toEqual(possible);
  expect(Math.abs(possible.filter(Boolean).length / possible.length - 0.3)).toBeLessThan(4 * Math.sqrt(0.21 / possible.length));
  expect(drawn(kernelOf({ kind: 'constant', value: 3 }, 0)).every((value) => value === Infinity)).toBe(true);
  expect(drawPossible(kernelOf({ kind: 'infinite' }).draws, 0, 1)).toBe(false);
});

test('draws of neighbouring samples, steps and seeds are not correlated', () => {
  const series = (seed: number, id: string, shift: number) => { const kernel = compileKernel({ steps: [{ id, type: 'or', k: null, possible: 1, hours: { kind: 'exponential', mean: 1 } }], edges: new Int32Array(0), entries: [0], horizonHours: null, containment: null }, seed); return Array.from({ length: 50_000 }, (_, sample) => drawHours(kernel.draws, 0, sample + shift)); };
  const base = series(1, 'step-1', 0);
  for (const other of [series(1, 'step-1', 1), series(1, 'step-2', 0), series(2, 'step-1', 0), series(1, 'step-1', 2 ** 31)]) {
    // Means and variances are 1, so the mean product of the differences is the correlation, with error 1/√n.
    const correlation = base.reduce((sum, value, at) => sum + (value - 1) * (other[at]! - 1), 0) / base.length;
    expect(Math.abs(correlation)).toBeLessThan(4 / Math.sqrt(base.length));
  }
});
