/** Scores an assessment against labelled pairs (schema `match-truth/1`), exactly as the benchmark's own score.py does, and adds calibration and halves. */

export type TruthVerdict = 'affected' | 'not_affected' | 'cannot_tell';
export interface TruthPair { readonly row: string; readonly advisory: string; readonly verdict: TruthVerdict; readonly cves: readonly string[]; readonly reason: string; readonly product_ids?: readonly string[] }
export interface MatchTruth {
  readonly advisories: readonly string[];
  readonly pairs: readonly TruthPair[];
  readonly ignore: readonly { readonly row: string; readonly advisory: string }[];
  readonly categories: Readonly<Record<string, readonly string[]>>;
}
export interface Prediction { readonly row: string; readonly advisory: string; readonly verdict: TruthVerdict; readonly score?: number; readonly cves?: readonly string[] }

export interface Rates { readonly precision: number; readonly recall: number; readonly f1: number; readonly tp: number; readonly fp: number; readonly fn: number }
export interface MatchError { readonly row: string; readonly advisory: string; readonly truth: TruthVerdict; readonly predicted: TruthVerdict; readonly score: number | null; readonly reason: string; readonly severity: number }
export interface MatchScore {
  readonly affected: Rates;
  readonly candidates: Rates;
  readonly cannotTell: { readonly exact: number; readonly of: number };
  /** Explicit not-affected pairs. */
  readonly hard: { readonly affected: number; readonly cannotTell: number; readonly of: number };
  readonly cves: { readonly exact: number; readonly of: number };
  /** Predictions with a score of 0.9 or more. */
  readonly sure: { readonly right: number; readonly of: number };
  readonly categories: Readonly<Record<string, { readonly rows: number; readonly affected: number; readonly found: number; readonly candidate: number; readonly falseAffected: number }>>;
  readonly errors: readonly MatchError[];
}

const RANK = { affected: 2, cannot_tell: 1, not_affected: 0 } as const;
const SEVERITY: Readonly<Record<string, number>> = { 'affected not_affected': 5, 'not_affected affected': 4, 'cannot_tell not_affected': 3, 'affected cannot_tell': 2, 'cannot_tell affected': 2, 'not_affected cannot_tell': 1 };
export const SURE = 0.9;

/** Unlisted pairs are not affected on both sides; ignored pairs and advisories outside the scope are left out. `rows` narrows to a part of the inventory. */
export function scoreMatches(truth: MatchTruth, predictions: readonly Prediction[], rows: (row: string) => boolean = () => true): MatchScore {
  const key = (pair: { readonly row: string; readonly advisory: string }): string => `${pair.row}\0${pair.advisory}`;
  const labels = new Map(truth.pairs.filter((pair) => rows(pair.row)).map((pair) => [key(pair), pair])), ignored = new Set(truth.ignore.map(key)), scope = new Set(truth.advisories), said = new Map<string, Prediction>();
  for (const prediction of predictions) {
    const at = key(prediction), held = said.get(at);
    if (!scope.has(prediction.advisory) || truth.categories[prediction.row] === undefined || !rows(prediction.row) || ignored.has(at)) continue;
    if (held === undefined || RANK[held.verdict] < RANK[prediction.verdict]) said.set(at, prediction);
  }
  const keys = [...new Set([...labels.keys(), ...said.keys()])], label = (at: string): TruthVerdict => labels.get(at)?.verdict ?? 'not_affected', answer = (at: string): TruthVerdict => said.get(at)?.verdict ?? 'not_affected';
  const listed = [...labels.keys()], exactCves = keys.filter((at) => label(at) === 'affected' && answer(at) === 'affected' && said.get(at)!.cves !== undefined);
  const sure = keys.filter((at) => answer(at) !== 'not_affected' && (said.get(at)!.score ?? 0) >= SURE), hard = listed.filter((at) => label(at) === 'not_affected'), open = listed.filter((at) => label(at) === 'cannot_tell');
  return {
    affected: rates(keys, label, answer, ['affected']), candidates: rates(keys, label, answer, ['affected', 'cannot_tell']),
    cannotTell: { exact: open.filter((at) => answer(at) === 'cannot_tell').length, of: open.length },
    hard: { affected: hard.filter((at) => answer(at) === 'affected').length, cannotTell: hard.filter((at) => answer(at) === 'cannot_tell').length, of: hard.length },
    cves: { exact: exactCves.filter((at) => sameSet(said.get(at)!.cves!, labels.get(at)!.cves)).length, of: exactCves.length },
    sure: { right: sure.filter((at) => label(at) === answer(at)).length, of: sure.length },
    categories: byCategory(truth, keys, label, answer, rows),
    errors: keys.filter((at) => label(at) !== answer(at)).map((at): MatchError => {
      const [row = '', advisory = ''] = at.split('\0'), score = said.get(at)?.score ?? null;
      const severity = (SEVERITY[`${label(at)} ${answer(at)}`] ?? 0) - (label(at) === 'not_affected' && answer(at) === 'affected' && !labels.has(at) ? 0.5 : 0) + (answer(at) === 'not_affected' ? 0 : (score ?? 1) * 0.4);
      return { row, advisory, truth: label(at), predicted: answer(at), score, severity, reason: labels.get(at)?.reason ?? 'unlisted pair' };
    }).sort((a, b) => b.severity - a.severity || (a.row < b.row ? -1 : 1)),
  };
}

function rates(keys: readonly string[], label: (at: string) => TruthVerdict, answer: (at: string) => TruthVerdict, positive: readonly TruthVerdict[]): Rates {
  let tp = 0, fp = 0, fn = 0;
  for (const at of keys) {
    const truth = positive.includes(label(at)), found = positive.includes(answer(at));
    if (truth && found) tp++; else if (found) fp++; else if (truth) fn++;
  }
  return ratesOf(tp, fp, fn);
}

export function ratesOf(tp: number, fp: number, fn: number): Rates {
  const precision = tp + fp === 0 ? 0 : tp / (tp + fp), recall = tp + fn === 0 ? 0 : tp / (tp + fn);
  return { precision, recall, f1: precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall), tp, fp, fn };
}

function byCategory(truth: MatchTruth, keys: readonly string[], label: (at: string) => TruthVerdict, answer: (at: string) => TruthVerdict, rows: (row: string) => boolean): MatchScore['categories'] {
  const out: Record<string, { rows: number; affected: number; found: number; candidate: number; falseAffected: number }> = {}, byRow = new Map<string, string[]>();
  for (const at of keys) { const row = at.split('\0')[0]!; byRow.set(row, [...byRow.get(row) ?? [], at]); }
  for (const [row, categories] of Object.entries(truth.categories))
    if (rows(row)) for (const category of categories) {
      const tally = out[category] ??= { rows: 0, affected: 0, found: 0, candidate: 0, falseAffected: 0 };
      tally.rows++;
      for (const at of byRow.get(row) ?? []) {
        if (label(at) === 'affected') { tally.affected++; if (answer(at) === 'affected') tally.found++; if (answer(at) !== 'not_affected') tally.candidate++; }
        if (label(at) === 'not_affected' && answer(at) === 'affected') tally.falseAffected++;
      }
    }
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => new Set(a).size === new Set(b).size && a.every((item) => b.includes(item));

/** A stable half of the rows: rules were written looking at `developed`, the other half only ever measured. */
export function halfOf(row: string): 'developed' | 'held-out' {
  let hash = 2166136261;
  for (let at = 0; at < row.length; at++) hash = Math.imul(hash ^ row.charCodeAt(at), 16777619) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 2246822519) >>> 0;
  return ((hash ^ (hash >>> 13)) >>> 0) % 2 === 0 ? 'developed' : 'held-out';
}
