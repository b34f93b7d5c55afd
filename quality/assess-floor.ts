/** What ASSESS promises on the labelled benchmark, and what of it a score misses. */
import type { MatchScore, MatchTruth, TruthVerdict } from './assess-score.ts';

export const FLOOR = { affectedPrecision: 0.95, affectedRecall: 0.95, candidatePrecision: 0.9, candidateRecall: 0.97, cannotTell: 30 / 37, hardAffected: 4 / 93, cves: 0.95, sure: 0.97, perturbedFall: 0.05 } as const;

/** F1 of the affected pairs on the benchmarks of `quality/` that others wrote without sight of the matcher. */
export const BLIND_FLOORS: Readonly<Record<string, number>> = { blind: 0.98, 'blind-2': 0.92 };

/** A sentence for each figure below its floor. */
export function shortfalls({ affected, candidates, cannotTell, hard, cves, sure }: MatchScore): string[] {
  const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole);
  const figures: readonly (readonly [string, number, number])[] = [
    ['affected precision', affected.precision, FLOOR.affectedPrecision], ['affected recall', affected.recall, FLOOR.affectedRecall], ['candidate precision', candidates.precision, FLOOR.candidatePrecision], ['candidate recall', candidates.recall, FLOOR.candidateRecall],
    ['cannot tell, exact', share(cannotTell.exact, cannotTell.of), FLOOR.cannotTell], ['CVE sets, exact', share(cves.exact, cves.of), FLOOR.cves], ['right of those scored 0.9 or more', share(sure.right, sure.of), FLOOR.sure],
    ['hard negatives not called affected', 1 - share(hard.affected, hard.of), 1 - FLOOR.hardAffected],
  ];
  return figures.filter(([, found, floor]) => found < floor).map(([name, found, floor]) => `${name}: ${found.toFixed(3)}, promised ${floor.toFixed(3)}`);
}

/** A label that we find wrong, with the reason; scored both ways. */
export interface Disputed { readonly row: string; readonly advisory: string; readonly verdict: TruthVerdict; readonly cves: readonly string[]; readonly reason: string }

export const withDisputed = (truth: MatchTruth, disputed: readonly Disputed[]): MatchTruth => {
  const changed = new Map(disputed.map((label) => [`${label.row} ${label.advisory}`, label]));
  return { ...truth, pairs: [...truth.pairs.filter((pair) => !changed.has(`${pair.row} ${pair.advisory}`)), ...disputed] };
};
