/** Numbers with their sources, and arithmetic that keeps them honest: what is made of an assumption is an assumption. */
import type { TwinBeta, TwinDelay, TwinNumber, TwinSource } from '@wardkeep/model/twin';
import type { Guess, ParameterRow, TemplateField, TwinRules } from './rules.ts';

/** Four digits: what nobody knows better need not look so. */
const short = (value: number): number => Number(value.toPrecision(4));

export function numberOf(value: number, low: number, high: number, source: TwinSource): TwinNumber { return { value: short(value), low: short(low), high: short(high), source }; }
export function assumed(value: number, low: number, high: number, note: string | null = null, from: readonly string[] = []): TwinNumber { return numberOf(value, low, high, { kind: 'assumed', from, note }); }
export function measured(value: number, by: 'inventory' | 'findings' | 'institution', low = value, high = value): TwinNumber { return numberOf(value, low, high, { kind: 'measured', by, on: null, note: null }); }

/** A row that must have a number. Throws where it has none: then the rules are wrong. */
export function rowNumber(rules: TwinRules, id: string): ParameterRow & { readonly value: number } {
  const row = rules.rows.get(id);
  if (!row || typeof row.value !== 'number') throw new Error(`Expected a row ${id} with a number; found ${row ? String(row.value) : 'no such row'}.`);
  return row as ParameterRow & { readonly value: number };
}

export function rowSource(row: ParameterRow, note: string | null = null): TwinSource { return row.readAs === 'assumed' ? { kind: 'assumed', from: [row.id], note } : { kind: 'sourced', id: row.id, note }; }

/** What stands beside a number that leans on nothing. */
export const JUDGED = 'our own judgement';

export function fromGuess(rules: TwinRules, guess: Guess, note: string | null = null): TwinNumber {
  if (guess.row === null) return assumed(guess.value, guess.low, guess.high, note ?? JUDGED);
  const row = rowNumber(rules, guess.row);
  return numberOf(row.value, row.low ?? row.value, row.high ?? row.value, rowSource(row, note));
}

/** A field of a template; `factor` scales it to another size. Throws where it holds a text. */
export function fromField(field: TemplateField, factor = 1): TwinNumber {
  const { value, status, from, note } = field;
  if (typeof value !== 'number') throw new Error(`Expected a number in a field of a template; found ${value}.`);
  const [first = '', ...others] = from, scaled = factor === 1 ? note : `× ${short(factor)} for its size${note === null ? '' : `; ${note}`}`;
  const source: TwinSource = status === 'assumed' ? { kind: 'assumed', from, note: scaled }
    : status === 'derived' || factor !== 1 ? { kind: 'derived', from, note: scaled }
      : { kind: 'sourced', id: first, note: others.length === 0 ? note : [`also ${others.join(', ')}`, ...(note === null ? [] : [note])].join('; ') };
  return numberOf(value * factor, (field.low ?? value) * factor, (field.high ?? value) * factor, source);
}

/** Rows under a number. */
const rowsOf = (source: TwinSource): readonly string[] => (source.kind === 'sourced' ? [source.id] : source.kind === 'measured' ? [] : source.from);

/** Assumed as soon as one of them is; else derived. */
export function combined(sources: readonly TwinSource[], note: string): TwinSource {
  const from = [...new Set(sources.flatMap(rowsOf))];
  return { kind: from.length === 0 || sources.some(({ kind }) => kind === 'assumed') ? 'assumed' : 'derived', from, note };
}

/** Both ≥ 0, so the products of the bounds are the bounds. */
export function times(a: TwinNumber, b: TwinNumber, note: string): TwinNumber { return numberOf(a.value * b.value, a.low * b.low, a.high * b.high, combined([a.source, b.source], note)); }

export function sum(numbers: readonly TwinNumber[], note: string): TwinNumber {
  const total = (of: (number: TwinNumber) => number) => numbers.reduce((all, each) => all + of(each), 0);
  return numberOf(total(({ value }) => value), total(({ low }) => low), total(({ high }) => high), combined(numbers.map(({ source }) => source), note));
}

/** Whole things: at least one where there is any. */
export function whole(number: TwinNumber): TwinNumber {
  const value = number.value > 0 ? Math.max(1, Math.round(number.value)) : 0;
  return { value, low: Math.min(value, Math.floor(number.low)), high: Math.max(value, Math.ceil(number.high)), source: number.source };
}

/** `Beta(2.47,22.2)` at the beginning of a row's distribution; some rows have words after it. */
export function betaOfRow(row: ParameterRow): TwinBeta | null {
  const [, alpha, beta] = /^Beta\((\d[\d.e+]*),\s?(\d[\d.e+]*)\)/.exec(row.distribution ?? '') ?? [];
  return alpha === undefined ? null : { alpha: Number(alpha), beta: Number(beta), source: rowSource(row) };
}

/** `LogNormal(mu=4.4,sigma=2.0)` of minutes. */
export function delayOfRow(row: ParameterRow): TwinDelay | null {
  const [, mu, sigma] = /^LogNormal\(mu=(-?[\d.]+),\s?sigma=([\d.]+)\)/.exec(row.distribution ?? '') ?? [];
  return mu === undefined ? null : { medianMinutes: short(Math.exp(Number(mu))), sigma: Number(sigma), source: rowSource(row) };
}

/** Evidence that a Beta may claim, in people's worth: below 2 it has two humps or none, above 500 nobody has counted. */
const LEAST_EVIDENCE = 2, MOST_EVIDENCE = 500;
/** Normal: 90 % of it lie within 3.29 standard deviations, from low to high. */
const P5_TO_P95 = 3.29;

/** A Beta with the number's mean whose P5 and P95 are about its bounds. */
export function betaOf({ value, low, high, source }: TwinNumber): TwinBeta {
  const mean = Math.min(0.999, Math.max(0.001, value)), deviation = (high - low) / P5_TO_P95;
  const evidence = Math.min(MOST_EVIDENCE, Math.max(LEAST_EVIDENCE, deviation > 0 ? (mean * (1 - mean)) / deviation ** 2 - 1 : MOST_EVIDENCE));
  return { alpha: short(mean * evidence), beta: short((1 - mean) * evidence), source };
}

/** The same evidence about other people: odds of the mean times `odds`. */
export function shifted(beta: TwinBeta, odds: TwinNumber, note: string): TwinBeta {
  const evidence = beta.alpha + beta.beta, ratio = (beta.alpha / beta.beta) * odds.value, mean = ratio / (1 + ratio);
  return { alpha: short(mean * evidence), beta: short((1 - mean) * evidence), source: combined([beta.source, odds.source], note) };
}
