/**
 * Scores of a checked vector. 2.0 and 3.x are computed here, because ae-cvss-calculator 1.0.13 leaves out the rounding between the equations of 2.0
 * (CVE-2002-0392 of the guide: 9.1 instead of 9.2) and rounds binary fractions up in 3.0. Its 4.0, with the table of 270 macro vectors, agrees with FIRST's.
 */
import calculator from 'ae-cvss-calculator';
import type { CvssVersion } from './metrics.ts';
import { scoreV2 } from './v2.ts';
import { scoreV3 } from './v3.ts';

export interface CvssScores {
  /** Of the base metrics alone. */
  readonly base: number;
  /** With the temporal (2.0, 3.x) or threat (4.0) metrics. */
  readonly threat: number;
  /** With the environmental metrics, too. */
  readonly environmental: number;
}

/** `write` gives the vector of the metrics of some groups. */
export function cvssScores(version: CvssVersion, metrics: Readonly<Record<string, string>>, write: (...groups: readonly string[]) => string): CvssScores {
  if (version === '2.0') return scoreV2(metrics);
  if (version !== '4.0') return scoreV3(metrics, version === '3.1');
  // A vector is scored once: most have base metrics only, and 4.0 looks at many neighbours of a vector.
  const known = new Map<string, number>(), score = (...groups: readonly string[]): number => {
    const vector = write(...groups), result = known.get(vector) ?? new calculator.Cvss4P0(vector).calculateScores().overall;
    known.set(vector, result);
    return result;
  };
  return { base: score('base'), threat: score('base', 'threat'), environmental: score('base', 'threat', 'environmental') };
}
