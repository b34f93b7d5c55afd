/** What a run says of each step, published as `attack-result/1` (docs/formats/attack-graph.md). */
import type { Moments } from './tally.ts';

export const RESULT_FORMAT = 'attack-result/1';
/** Ranks that are told of the hours. */
export const QUANTILES = [0.5, 0.9, 0.99] as const;

export interface StepHours {
  readonly mean: number;
  /** Standard error of the mean; null of a single sample. */
  readonly meanError: number | null;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

export interface StepResult {
  /** Share of the samples in which the step was reached, and its standard error. */
  readonly reached: number;
  readonly reachedError: number;
  /** Over the samples in which it was reached; null when there is none. */
  readonly hours: StepHours | null;
}

/** The rank of a quantile among `count` sorted values: the least value that at least this share of them does not pass (type 1 of Hyndman and Fan 1996). */
export const rankOf = (quantile: number, count: number): number => Math.max(1, Math.ceil(quantile * count));

/** `quantiles`: three a step, in the order of {@link QUANTILES}. */
export function stepResult(samples: number, moments: Moments, quantiles: Float64Array, step: number): StepResult {
  const count = moments.count[step]!, reached = count / samples, reachedError = Math.sqrt((reached * (1 - reached)) / samples);
  if (count === 0) return { reached, reachedError, hours: null };
  const meanError = count === 1 ? null : Math.sqrt(moments.squares[step]! / (count - 1) / count);
  const [p50, p90, p99] = quantiles.subarray(step * QUANTILES.length, (step + 1) * QUANTILES.length) as unknown as [number, number, number];
  return { reached, reachedError, hours: { mean: moments.mean[step]!, meanError, p50, p90, p99 } };
}
