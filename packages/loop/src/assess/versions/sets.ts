/** Versions with their signs → sets: which bounds belong together, what a bound at a line means, what contradicts itself. */
import type { DateSpan } from './date.ts';
import type { Op, StatementSymbol } from './symbols.ts';
import type { Bound, CompiledVersions, Version, VersionSet } from './types.ts';
import { baseOf, compareTokens, fold, type Phrase } from './version.ts';

/** `year`: of the advisory, for dates without one. `productNames`: every name of the product, the full one too. */
export interface VersionContext { readonly year: number | null; readonly productNames: readonly string[]; readonly title: string }

type Free = CompiledVersions['free'][number];
/** `CompiledVersions` in the making. */
export interface Draft { all: boolean; readonly sets: VersionSet[]; readonly except: VersionSet[]; readonly models: string[]; readonly conditions: string[]; readonly free: Free[] }

/**
 * A version or date with its sign, before signs are paired to ranges. `high`: the second bound of a range printed as one (`A to B`).
 * `slash`: joined to the one before by `/`. `implied`: the lower sign is not printed (`A10 < A11`).
 */
export interface Item {
  readonly value: StatementSymbol & { readonly kind: 'version' | 'date' };
  op: Op | null;
  high: Item | null;
  readonly except: boolean;
  readonly text: string;
  to: number;
  readonly slash: boolean;
  implied: boolean;
}

/** Items → sets. A lower bound and the upper bound after it are one range when they hold anything (`>= 4.4 | <= 4.12`); so are the two the other way round. */
export function pairItems(items: readonly Item[], draft: Draft, context: VersionContext): void {
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!, next = items[at + 1], into = item.except ? draft.except : draft.sets;
    if (item.high) { addRange(item, item.high, into, draft, context); continue; }
    const low = isLow(item), after = items[at + 2], alike = next && !next.high && item.except === next.except && item.value.kind === next.value.kind;
    const pair = alike && ((low && isHigh(next)) || (isHigh(item) && isLow(next) && !(after && isHigh(after))));
    if (pair && (holds(low ? item : next, low ? next : item) || !isOrdered(item, next))) { addRange(low ? item : next, low ? next : item, into, draft, context); at++; }
    else into.push(setOf(item, context));
  }
}

const isLow = (item: Item): boolean => item.op === '>' || item.op === '>=';
const isHigh = (item: Item): boolean => item.op === '<' || item.op === '<=';

function holds(low: Item, high: Item): boolean {
  if (low.value.kind === 'date' && high.value.kind === 'date') return low.value.span.from < high.value.span.before;
  if (low.value.kind !== 'version' || high.value.kind !== 'version') return false;
  const order = compareTokens(low.value.phrase.version, high.value.phrase.version);
  return order !== null && order <= 0;
}

/** False: of one scheme, and still in no known order (`>= 1.0 SP1 | <= 1.0 SR2`); then the pair is a contradiction and not two open ends. */
function isOrdered(a: Item, b: Item): boolean {
  if (a.value.kind !== 'version' || b.value.kind !== 'version') return true;
  const one = a.value.phrase.version, other = b.value.phrase.version;
  return one.scheme !== other.scheme || compareTokens(one, other) !== null;
}

function addRange(low: Item, high: Item, into: VersionSet[], draft: Draft, context: VersionContext): void {
  const text = `${low.op} ${low.text} ${high.op} ${high.text}`;
  if (!holds(low, high)) { draft.free.push({ text, reason: 'contradiction' }); return; }
  if (low.value.kind === 'date' && high.value.kind === 'date') {
    into.push({ kind: 'dates', text, from: fromOf(low.value.span, low.op!), before: beforeOf(high.value.span, high.op!) });
    return;
  }
  if (low.value.kind !== 'version' || high.value.kind !== 'version') return;
  const first = low.value.phrase.version, last = high.value.phrase.version;
  if (low.implied && high.op === '<' && isNext(first, last)) { addNeighbours(low, high, into, draft, context); return; }
  into.push({ kind: 'range', text, low: boundOf(low, context), high: boundOf(high, context) });
}

/**
 * `A10 < A11` holds one version only, which nobody would print so: the full name often says "A10 and A11", then both are meant;
 * if it does not, the second contradicts itself.
 */
function addNeighbours(low: Item, high: Item, into: VersionSet[], draft: Draft, context: VersionContext): void {
  const said = context.productNames.some((name) => saysBoth(fold(name), fold(low.text), fold(high.text)));
  into.push(setOf({ ...low, op: null }, context));
  if (said) into.push(setOf({ ...high, op: null }, context)); else draft.free.push({ text: high.text, reason: 'contradiction' });
}

/** `A10 and A11`: the first, a word, the second. */
function saysBoth(name: string, first: string, second: string): boolean {
  const at = name.indexOf(first), between = at < 0 ? null : /^\s*(?:and|&|,|or|y|und|es)\s*/.exec(name.slice(at + first.length, at + first.length + 16));
  return between !== null && name.startsWith(second, at + first.length + between[0].length);
}

function isNext(low: Version, high: Version): boolean {
  const a = baseOf(low), b = baseOf(high);
  const plain = low.scheme === high.scheme && a.letter !== '' && a.letter === b.letter && a.groups.length === 0 && b.groups.length === 0;
  return plain && a.numbers.length === 1 && b.numbers.length === 1 && Number(b.numbers[0]) === Number(a.numbers[0]) + 1;
}

const fromOf = (span: DateSpan, op: Op): string => (op === '>' ? span.before : span.from);
const beforeOf = (span: DateSpan, op: Op): string => (op === '<=' ? span.before : span.from);

function setOf(item: Item, context: VersionContext): VersionSet {
  const { value, op } = item, text = `${op === null ? '' : `${op} `}${item.text}`;
  if (value.kind === 'date') {
    if (op === null) return { kind: 'dates', text, from: value.span.from, before: value.span.before };
    return { kind: 'dates', text, from: isLow(item) ? fromOf(value.span, op) : null, before: isHigh(item) ? beforeOf(value.span, op) : null };
  }
  if (isLow(item)) return { kind: 'range', text, low: boundOf(item, context), high: null };
  if (isHigh(item)) return { kind: 'range', text, low: null, high: boundOf(item, context) };
  const { phrase } = value, version = completed(phrase.version, context);
  if (phrase.digit) return { kind: 'range', text, low: { version: digitLine(version, 0), inclusive: true }, high: { version: digitLine(version, 1), inclusive: false } };
  return isStem(phrase) ? { kind: 'line', text, version } : { kind: 'one', text, version };
}

/** What names a line and not one version: `5.x.x`, `Rev L`, `B.02`, `F.0` (whole revisions have three parts, as `B.06.18`). */
function isStem(phrase: Phrase): boolean {
  const { version } = phrase;
  return phrase.line || (version.scheme === 'letter' && (version.parts.length === 1 || (version.parts.length === 2 && /[a-z]\.\d+$/i.test(version.text))));
}

/** A bound at a line is written as the bound at its first or next version: `<= 12.2.x.x` is `< 12.3`, `<= Rev M` is `< N`, `> 5.x` is `>= 6`. */
function boundOf(item: Item, context: VersionContext): Bound {
  const { op, value } = item, phrase = (value as StatementSymbol & { readonly kind: 'version' }).phrase, version = completed(phrase.version, context);
  const upper = op === '<=' || op === '>';
  if (phrase.digit) return { version: digitLine(version, upper ? 1 : 0), inclusive: isLow(item) };
  if (isStem(phrase)) return { version: upper ? nextLine(version) : stem(version), inclusive: isLow(item) };
  return { version, inclusive: op === '<=' || op === '>=' };
}

const stem = (version: Version): Version => named(version, version.parts);

function nextLine(version: Version): Version {
  const parts = [...version.parts], last = parts.length - 1, part = parts[last]!;
  parts[last] = typeof part === 'number' ? part + 1 : String.fromCharCode(part.charCodeAt(0) + 1);
  return named(version, parts);
}

/** `8.1x`: 8.10 up to, not including, 8.20. */
function digitLine(version: Version, next: 0 | 1): Version {
  const parts = [...version.parts], last = Number(parts.at(-1));
  parts[parts.length - 1] = (last + next) * 10;
  return named(version, parts);
}

function named(version: Version, parts: Version['parts']): Version {
  const prefix = version.scheme === 'v' ? 'V' : version.scheme.startsWith('prefix:') ? version.scheme.slice(7).toUpperCase() : '';
  const words = parts.map((part, i) => (typeof part === 'string' ? part.toUpperCase() : version.scheme === 'letter' && i > 0 ? String(part).padStart(2, '0') : String(part)));
  return { ...version, parts, text: prefix + (version.scheme === 'v' ? words.slice(0, 2).join('') + words.slice(2).map((word) => `.${word}`).join('') : words.join('.')) };
}

/** A bare patch level counts from the version in the product's name: `WinCC OA 3.16`, `< P007`. */
function completed(version: Version, context: VersionContext): Version {
  if (!version.scheme.startsWith('level:') || version.scheme === 'level:build') return version;
  const base = context.productNames.map((name) => /(?:^|\s)v?(\d+(?:\.\d+)+)$/i.exec(name.trim().slice(-40))?.[1]).find((found) => found !== undefined);
  return base === undefined ? version : { text: `${base} ${version.text}`, scheme: 'number', parts: [...base.split('.').map(Number), version.scheme.slice(6), ...version.parts] };
}
