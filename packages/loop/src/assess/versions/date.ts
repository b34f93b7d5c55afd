/**
 * Dates in statements and in version columns: `july 1 2017`, `May 2018`, `august 28` (the year is the advisory's), `1 de abril de 2018`, `1. April 2018`,
 * `2018. április 1.`, `2018-04-01`, `2018-04`, `28.08.2017`. `01/04/2018` is one day in Europe and another in America, so nobody can tell.
 */
import { lex, type Token } from './lex.ts';

/** A day, month or year as the half-open interval of its days, `YYYY-MM-DD`. */
export interface DateSpan { readonly from: string; readonly before: string }

const MONTHS = new Map<string, number>();
for (const row of [
  'january february march april may june july august september october november december', 'jan feb mar apr may jun jul aug sep oct nov dec',
  'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre', 'ene feb mar abr may jun jul ago set oct nov dic',
  'januar februar marz april mai juni juli august september oktober november dezember', 'janner feb maerz apr mai jun jul aug sept okt nov dez',
  'januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december',
]) row.split(' ').forEach((name, i) => MONTHS.set(name, i + 1));

/** The month of a folded word, with the endings of Hungarian: `marciusaban`. */
export function monthOf(word: string): number | null {
  const exact = MONTHS.get(word);
  if (exact !== undefined) return exact;
  for (const [name, month] of MONTHS) if (name.length >= 5 && word.startsWith(name)) return month;
  return null;
}

/** The date that begins at `at`, and the place after it; `null` where none begins, `'no-year'` where its year is nowhere. */
export function readDate(tokens: readonly Token[], at: number, year: number | null): { readonly span: DateSpan; readonly next: number } | 'no-year' | null {
  const text = wordAt(tokens, at);
  if (text === null) return null;
  const numeric = readNumeric(text);
  if (numeric) return { span: numeric, next: at + 1 };
  if (MONTHS.has(text)) return monthFirst(tokens, at, MONTHS.get(text)!, year);
  const next = skipOf(tokens, at + 1), month = MONTHS.get(wordAt(tokens, next) ?? '');
  if (month === undefined) return null;
  if (/^(?:19|20)\d\d$/.test(text)) {
    const day = dayOf(wordAt(tokens, next + 1));
    return finish(Number(text), month, day, next + (day === null ? 1 : 2));
  }
  const day = dayOf(text), afterMonth = skipOf(tokens, next + 1), printed = yearOf(wordAt(tokens, afterMonth));
  if (day === null) return null;
  if (printed === null && year === null) return 'no-year';
  return finish(printed ?? year!, month, day, printed === null ? next + 1 : afterMonth + 1);
}

/** A whole text as a date; a bare year counts, as in a column "year of manufacture". */
export function parseDateSpan(text: string): DateSpan | null {
  if (text.length > 64) return null;
  const tokens = lex(text.replace(/T\d\d:\d\d.*$/, ''), { steps: 0 });
  if (tokens.length === 1 && /^(?:19|20)\d\d$/.test(tokens[0]!.text)) return yearSpan(Number(tokens[0]!.text));
  for (let at = 0; at < tokens.length; at++) {
    const read = readDate(tokens, at, null);
    if (read !== null && read !== 'no-year') return read.span;
  }
  return null;
}

function monthFirst(tokens: readonly Token[], at: number, month: number, year: number | null): { readonly span: DateSpan; readonly next: number } | 'no-year' | null {
  const next = skipOf(tokens, at + 1), day = dayOf(wordAt(tokens, next)), after = day === null ? next : next + 1;
  const comma = tokens[after]?.text === ',' ? skipOf(tokens, after + 1) : skipOf(tokens, after), printed = yearOf(wordAt(tokens, comma));
  if (printed !== null) return finish(printed, month, day, comma + 1);
  if (day === null) return null;
  return year === null ? 'no-year' : finish(year, month, day, after);
}

function readNumeric(text: string): DateSpan | null {
  const full = /^((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (full) return span(Number(full[1]), Number(full[2]), Number(full[3]));
  const month = /^((?:19|20)\d\d)-(\d\d)$/.exec(text);
  if (month) return span(Number(month[1]), Number(month[2]), null);
  const local = /^(\d{1,2})([./])(\d{1,2})[./]((?:19|20)\d\d)$/.exec(text);
  if (!local) return null;
  const first = Number(local[1]), second = Number(local[3]), year = Number(local[4]);
  if (local[2] === '.' || first > 12 || first === second) return span(year, second, first);
  return second > 12 ? span(year, first, second) : null;
}

export const yearSpan = (year: number): DateSpan => ({ from: iso(year, 1, 1), before: iso(year + 1, 1, 1) });

const wordAt = (tokens: readonly Token[], at: number): string | null => (tokens[at]?.kind === 'word' ? tokens[at].text : null);
const skipOf = (tokens: readonly Token[], at: number): number => (['de', 'del', 'of'].includes(wordAt(tokens, at) ?? '') ? at + 1 : at);
const yearOf = (text: string | null): number | null => (text !== null && /^(?:19|20)\d\d$/.test(text) ? Number(text) : null);

function dayOf(text: string | null): number | null {
  const day = Number(/^(\d{1,2})(?:st|nd|rd|th|-?jen?)?$/.exec(text ?? '')?.[1] ?? 0);
  return day >= 1 && day <= 31 ? day : null;
}

function finish(year: number, month: number, day: number | null, next: number): { readonly span: DateSpan; readonly next: number } | null {
  const found = span(year, month, day);
  return found && { span: found, next };
}

function span(year: number, month: number, day: number | null): DateSpan | null {
  if (month < 1 || month > 12 || (day !== null && (day < 1 || day > 31))) return null;
  return day === null ? { from: iso(year, month, 1), before: iso(year, month + 1, 1) } : { from: iso(year, month, day), before: iso(year, month, day + 1) };
}

const iso = (year: number, month: number, day: number): string => new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
