import { expect, test } from 'vitest';
import { HISTOGRAM_ERROR, LogHistogram } from '@wardkeep/loop/simulate/histogram';
import { rankOf } from '@wardkeep/loop/simulate/result';

/** mulberry32. */
function randoms(seed: number): () => number { let state = seed; return () => { state = (state + 0x6d2b79f5) >>> 0; let t = Math.imul(state ^ (state >>> 15), state | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32; }; }

test('a rank is found within the promised error, over all orders of magnitude', () => {
  const random = randoms(3), histogram = new LogHistogram(), steps = 3;
  const values = Array.from({ length: steps }, () => Float64Array.from({ length: 5000 }, () => 10 ** (random() * 40 - 20)));
  values.forEach((own, step) => { for (const value of own) histogram.add(step, value); own.sort(); });
  for (let step = 0; step < steps; step++) {
    for (const rank of [1, 2, 1000, 2500, 4500, 4950, 5000]) {
      const exact = values[step]![rank - 1]!, { low, high, before, count } = histogram.locate(step, rank)!;
      expect(exact >= low && exact < high).toBe(true);
      expect(before < rank && rank <= before + count).toBe(true);
      expect(Math.abs((low + high) / 2 / exact - 1)).toBeLessThanOrEqual(HISTOGRAM_ERROR);
    }
    expect(histogram.locate(step, 5001)).toBeNull();
  }
  expect(histogram.locate(steps, 1)).toBeNull();
  expect(HISTOGRAM_ERROR).toBeLessThanOrEqual(0.005);
});

test('hour 0 and powers of two have their bucket', () => {
  const histogram = new LogHistogram();
  for (const value of [0, 1, 2, 4]) histogram.add(0, value);
  for (const [at, value] of [0, 1, 2, 4].entries()) expect(histogram.locate(0, at + 1)).toMatchObject({ low: value, before: at, count: 1 });
});

test('parts add up to the whole in any order', () => {
  const random = randoms(5), whole = new LogHistogram(), parts = [new LogHistogram(), new LogHistogram(), new LogHistogram()], left = new LogHistogram(), right = new LogHistogram();
  for (let at = 0; at < 60_000; at++) {
    const step = Math.floor(random() * 2000), value = random() ** -3;
    whole.add(step, value);
    parts[Math.floor(random() * 3)]!.add(step, value);
  }
  // One bucket passes 255 in the parts and in their sum.
  for (let at = 0; at < 5000; at++) for (const histogram of [whole, parts[at % 3]!]) histogram.add(7, 1.25);
  for (const part of parts) left.merge(part.toPages());
  for (const part of parts.reverse()) right.merge(part.toPages());
  for (let step = 0; step < 2000; step++) for (const rank of [1, 5, 15, 30, 4000]) {
    expect(left.locate(step, rank)).toEqual(whole.locate(step, rank));
    expect(right.locate(step, rank)).toEqual(whole.locate(step, rank));
  }
});

test('the rank of a quantile is the least value that its share does not pass', () => {
  expect([0.5, 0.9, 0.99].map((quantile) => rankOf(quantile, 1))).toEqual([1, 1, 1]);
  expect([0.5, 0.9, 0.99].map((quantile) => rankOf(quantile, 10))).toEqual([5, 9, 10]);
  expect([0.5, 0.9, 0.99].map((quantile) => rankOf(quantile, 1000))).toEqual([500, 900, 990]);
});
