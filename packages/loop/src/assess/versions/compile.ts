/**
 * Statements of an advisory → sets of versions, once per product. What a statement says is read in three steps: tokens (`lex`), symbols (`symbols`),
 * and here alternatives, bounds, model numbers, conditions. What cannot be read is kept with its reason in `free` and never rejects an asset.
 */
import { parseVers } from '@wardkeep/formats/vers/range';
import type { VersionStatement } from '@wardkeep/model/advisory';
import type { DateSpan } from './date.ts';
import type { Meter } from './lex.ts';
import { type Op, type Symbol, symbolsOf } from './symbols.ts';
import type { Bound, CompiledVersions, Version, VersionSet } from './types.ts';
import { baseOf, compareTokens, fold, type Phrase } from './version.ts';
import { NOTES } from './words.ts';

/** `year`: of the advisory, for dates without one. `productNames`: every name of the product, the full one too. */
export interface VersionContext { readonly year: number | null; readonly productNames: readonly string[]; readonly title: string }

/** Longer statements are prose. */
const STATEMENT_LIMIT = 4000;

type Free = CompiledVersions['free'][number];
interface Draft { all: boolean; readonly sets: VersionSet[]; readonly except: VersionSet[]; readonly models: string[]; readonly conditions: string[]; readonly free: Free[] }

/** A version or date with its sign, before signs are paired to ranges. `high`: the second bound of a range printed as one (`A to B`). */
interface Item { value: Symbol & { readonly kind: 'version' | 'date' }; op: Op | null; high: Item | null; readonly except: boolean; readonly text: string; to: number }

export function compileVersions(statements: readonly VersionStatement[], context: VersionContext, meter: Meter = { steps: 0 }): CompiledVersions {
  const draft: Draft = { all: false, sets: [], except: [], models: [], conditions: [], free: [] };
  for (const statement of statements) compileStatement(statement, context, draft, meter);
  return {
    text: statements.map((statement) => statement.text.trim()).join(' | '), all: draft.all, sets: draft.sets, except: draft.except,
    models: [...new Set(draft.models)], conditions: [...new Set(draft.conditions)], free: draft.free,
  };
}

function compileStatement(statement: VersionStatement, context: VersionContext, draft: Draft, meter: Meter): void {
  const text = statement.text.trim();
  if (text.length > STATEMENT_LIMIT) draft.free.push({ text, reason: 'prose' });
  else if (/^vers:/i.test(text)) compileVers(text, context, draft, meter);
  else if (isConjunction(text)) { draft.all = true; draft.conditions.push(text); }
  else new StatementReader(text, context, draft, meter).read();
}

/**
 * `vers:` of an ecosystem keeps its own order. `generic`, and what CISA prints as `vers:all/<V7.0.3`, are read as idioms; the signs mean the same there.
 */
function compileVers(text: string, context: VersionContext, draft: Draft, meter: Meter): void {
  const type = /^vers:([^/]*)\//i.exec(text)?.[1]?.toLowerCase() ?? '', range = parseVers(text);
  if (!('error' in range) && (range.all || type !== 'generic')) {
    if (range.all && range.type !== 'none') draft.all = true; else draft.sets.push({ kind: 'vers', text });
    return;
  }
  const rest = 'error' in range ? text.slice(text.indexOf('/') + 1) : range.constraints.map(({ comparator, version }) => `${comparator === '=' ? '' : comparator} ${version}`).join(' | ');
  if ('error' in range && type !== 'all' && type !== 'generic') draft.free.push({ text, reason: 'unknown-shape' });
  else new StatementReader(rest, context, draft, meter).read();
}

/** `Version A, Firmware A.03.09, Part #: M8096-67501`: several attributes that must hold together, of a part as a rule. They are conditions. */
function isConjunction(text: string): boolean {
  const labels = fold(text).split(/[,;]/).map((part) => /^\s*(version|firmware|software|hardware|revision|part|model|modelo|modell|serial)\b/.exec(part)?.[1]);
  return labels.length > 1 && labels[0] !== undefined && labels[1] !== undefined && new Set(labels).size > 1 && !/[<>=|]/.test(text);
}

class StatementReader {
  private readonly items: Item[] = [];
  private readonly text: string;
  private readonly context: VersionContext;
  private readonly draft: Draft;
  private readonly symbols: readonly Symbol[];
  private all = false;
  private except = false;
  private readonly named: ReadonlySet<string>;

  constructor(text: string, context: VersionContext, draft: Draft, meter: Meter) {
    this.text = text;
    this.context = context;
    this.draft = draft;
    this.symbols = symbolsOf(text, context.year, meter);
    // The full name repeats the statement: it cannot say which of its words are the product's.
    this.named = wordSet([...context.productNames.filter((name) => name.length <= 120 && !fold(name).includes(fold(text))), context.title]);
  }

  read(): void {
    const { draft } = this, before = { models: draft.models.length, free: draft.free.length, conditions: draft.conditions.length };
    const signs = this.symbols.some((symbol) => ['op', 'post', 'to', 'p-between'].includes(symbol.kind));
    const segments = split(this.symbols), modelled = !signs && segments.some((segment) => this.isModel(segment));
    for (const segment of segments) this.segment(segment, signs, modelled);
    pairItems(this.items, draft, this.context);
    if (this.items.length > 0) return;
    const said = draft.models.length > before.models || draft.free.length > before.free;
    if (this.all || (!said && draft.conditions.length > before.conditions)) draft.all = true;
    else if (!said) draft.free.push({ text: this.text, reason: /\d/.test(this.text) ? 'unknown-shape' : 'no-number' });
  }

  private quote(symbols: readonly Symbol[]): string {
    return symbols.length === 0 ? '' : this.text.slice(symbols[0]!.from, symbols.at(-1)!.to).trim();
  }

  /** One alternative between separators. */
  private segment(segment: readonly Symbol[], signs: boolean, modelled: boolean): void {
    if (!signs && this.models(segment, modelled)) return;
    let op: Op | null = null, range = false, last: Item | null = null;
    const lead: Symbol[] = [];
    for (let at = 0; at < segment.length; at++) {
      const symbol = segment[at]!;
      switch (symbol.kind) {
        case 'op':
          // `A10 < A11`, `0 < 9.8.12`: the sign stands between two bounds.
          if (last && last.op === null && !range && (symbol.op === '<' || symbol.op === '<=') && isValue(segment[at + 1])) { last.op = '>='; last.high = { ...last, op: symbol.op, high: null }; range = true; }
          op = symbol.op;
          break;
        case 'post': if (last) (last.high ?? last).op = symbol.op; else op = symbol.op; break;
        case 'to': if (last) range = true; break;
        case 'p-between': this.joinLastTwo(); break;
        case 'except': if (!this.exception(segment, at)) return; break;
        case 'all': this.all = true; break;
        case 'incl': if (last) include(last, true); break;
        case 'excl': if (last) include(last, false); break;
        case 'made': break;
        case 'model': at = this.model(segment, at + 1) - 1; break;
        case 'condition': this.draft.conditions.push(this.quote([symbol])); break;
        case 'no-year': this.draft.free.push({ text: this.text, reason: 'unknown-shape' }); return;
        case 'paren': this.parenthesis(symbol, last); break;
        case 'date': case 'version':
          if (symbol.kind === 'version' && isLead(symbol, segment[at + 1])) { lead.push(symbol); break; }
          if (range && last) last = this.close(last, symbol, op); else { this.lead(lead); last = this.open(symbol, op); }
          if (last.high === null || last.high.value === symbol) range = false;
          lead.length = 0;
          op = null;
          break;
        case 'code': case 'word': lead.push(symbol); break;
        case 'sep': break;
      }
    }
    this.tail(lead, last, op);
  }

  private open(value: Item['value'], op: Op | null): Item {
    const negated = op === '!=', item: Item = { value, op: negated || op === '=' ? null : op, high: null, except: this.except || negated, text: this.quote([value]), to: value.to };
    this.items.push(item);
    return item;
  }

  /** The second bound of `A to B`, `between A and B`, `A < B`. */
  private close(low: Item, value: Item['value'], op: Op | null): Item {
    low.op ??= '>=';
    low.high = { value, op: op === '<' || op === '<=' ? op : low.high?.op ?? '<=', high: null, except: low.except, text: this.quote([value]), to: value.to };
    low.to = value.to;
    return low;
  }

  /** `A és B között`: the last two items are the bounds. */
  private joinLastTwo(): void {
    const high = this.items.at(-1), low = this.items.at(-2);
    if (!high || !low || low.high || high.op !== null || low.op !== null) return;
    this.items.pop();
    this.close(low, high.value, '<=');
  }

  /** `not including EchoPAC` names a product, `except 2.3` a version. True when versions follow. */
  private exception(segment: readonly Symbol[], at: number): boolean {
    const rest = segment.slice(at + 1);
    if (rest.some(isValue)) this.except = true;
    else this.draft.conditions.push(this.quote(segment.slice(at)));
    return this.except;
  }

  /** `model 35700BAX3`, `MLFB 6SR32..`: what follows up to the next word is a model number. Returns the place after it. */
  private model(segment: readonly Symbol[], at: number): number {
    let end = at;
    while (end < segment.length && ['code', 'version'].includes(segment[end]!.kind)) end++;
    if (end === at && segment[at]?.kind === 'word') end++;
    if (end > at) this.draft.models.push(this.quote(segment.slice(at, end)));
    return end;
  }

  /** Words and weak numbers before a version: the product's own name, or a model (`S4 A.07.107`, `653 MCE 3.x`). */
  private lead(lead: readonly Symbol[]): void {
    const codes = lead.filter((symbol) => symbol.kind === 'version' || symbol.kind === 'code');
    if (codes.length === 0) return;
    const text = this.quote(lead), words = wordSet([text]);
    if ([...words].every((word) => this.named.has(word)) || codes.every((code) => [...wordSet([this.quote([code])])].some((word) => this.named.has(word.replace(/^[a-z]+/, '')) && /^[a-z]+\d{2,}$/.test(word)))) return;
    const whole = [...this.named].find((word) => word.endsWith(fold(text)) && word !== fold(text));
    // The title supplies what a broken name lacks: `SureSigns <= S4 A.07.107` under `SureSigns VS4`.
    this.draft.models.push(whole ? whole.toUpperCase() : text);
  }

  /** What stands behind the last version of an alternative. */
  private tail(rest: readonly Symbol[], last: Item | null, op: Op | null): void {
    if (rest.length === 0) { if (op !== null && !last) this.draft.free.push({ text: this.text, reason: 'unknown-shape' }); return; }
    const text = this.quote(rest);
    if (last || this.all) {
      if (![...wordSet([text])].every((word) => this.named.has(word))) this.draft.conditions.push(text);
    } else this.draft.free.push({ text, reason: rest.length > 4 ? 'prose' : rest.some((symbol) => symbol.kind === 'code') ? 'unknown-shape' : 'no-number' });
  }

  private parenthesis(symbol: Symbol & { readonly kind: 'paren' }, last: Item | null): void {
    const words = [...wordSet([symbol.inside])], first = words[0] ?? '';
    if (words.length === 0 || NOTES.has(first) || /^\d[\d.]*$/.test(symbol.inside)) return;
    if (/\b(?:may|might|could|can|possibly|eventuell|posiblemente|esetleg)\b.*\baffect|possibly|eventuell|posiblemente|esetleg/.test(fold(symbol.inside))) { this.draft.free.push({ text: symbol.inside, reason: 'prose' }); return; }
    const own = words.filter((word) => this.named.has(word) || (last !== null && fold(last.text).includes(word))).length;
    if (own / words.length >= 0.6) return;
    this.draft.conditions.push(symbol.inside);
  }

  /** Model and order numbers instead of versions. True when the alternative was one. */
  private models(segment: readonly Symbol[], modelled: boolean): boolean {
    if (segment.length === 0) return true;
    const content = segment.filter((symbol) => symbol.kind === 'version' || symbol.kind === 'code' || symbol.kind === 'word');
    if (!this.isModel(segment) && !(modelled && content.length === segment.length && content.every((symbol) => symbol.kind === 'word'))) return false;
    const rest = segment.filter((symbol) => symbol.kind === 'condition');
    for (const condition of rest) this.draft.conditions.push(this.quote([condition]));
    const text = this.quote(content), [head, ...others] = text.split(/\s+/), extra = others.filter((word) => ![...wordSet([word])].every((one) => this.named.has(one)));
    // `882412 GEMINI LXL`: order number and name say the same, either of them is enough. `3002 S3` under `S3 MedSurg Bed` is 3002.
    if (/^\d{5,}$/.test(head!) && others.length > 0) this.draft.models.push(head!, ...(extra.length > 0 && others.length > 1 ? [others.join(' ')] : []));
    else this.draft.models.push(/\d/.test(head!) && others.length > 0 && extra.length === 0 ? head! : text);
    return true;
  }

  /** Numbers that are no versions: three digits and more without a point, three letters and more before digits, a number with words behind it. */
  private isModel(segment: readonly Symbol[]): boolean {
    if (segment.some((symbol) => !['version', 'code', 'word', 'condition', 'paren'].includes(symbol.kind))) return false;
    const content = segment.filter((symbol) => symbol.kind !== 'condition' && symbol.kind !== 'paren'), versions = content.filter((symbol) => symbol.kind === 'version');
    if (content.length === 0 || versions.some((symbol) => isStrong(symbol))) return false;
    if (content.some((symbol) => symbol.kind === 'code')) return true;
    if (versions.length === 0) return false;
    return content.some((symbol) => symbol.kind === 'word' && !this.named.has(fold(symbol.text))) || versions.some((symbol) => /^\d{3,}[a-z]{0,2}$|^[a-z]{3,}.?\d{2,}|^[a-z]{1,2}\d{3,}|^[a-z]+-\d{3,}|^\d{4,}/.test(fold(symbol.text)) && symbol.phrase.version.scheme !== 'year');
  }
}

const isValue = (symbol: Symbol | undefined): symbol is Symbol & { readonly kind: 'version' | 'date' } => symbol?.kind === 'version' || symbol?.kind === 'date';

/** A point between numbers, a wildcard, a suffix word, a label: nobody prints a model number so. */
function isStrong(symbol: Symbol & { readonly kind: 'version' }): boolean {
  const { phrase } = symbol, { version } = phrase;
  return phrase.line || phrase.labelled || /\d\.\d|^[a-z]\.?\d*\.\d/i.test(symbol.text) || version.scheme.startsWith('line:') || version.scheme.startsWith('level:') || version.scheme === 'edition' || baseOf(version).groups.some((group) => group.word.length > 1);
}

/** A weak number directly before a strong version is no version of its own. */
const isLead = (symbol: Symbol & { readonly kind: 'version' }, next: Symbol | undefined): boolean => !isStrong(symbol) && ((next?.kind === 'version' && isStrong(next)) || (next?.kind === 'word' && /^\d{3}$/.test(symbol.text)));

function include(item: Item, inclusive: boolean): void {
  const bound = item.high ?? item;
  if (bound.op === null && !item.high) bound.op = inclusive ? null : '>';
  else bound.op = (bound.op!.startsWith('<') ? (inclusive ? '<=' : '<') : inclusive ? '>=' : '>');
}

function split(symbols: readonly Symbol[]): Symbol[][] {
  const segments: Symbol[][] = [[]];
  for (const symbol of symbols) { if (symbol.kind === 'sep') segments.push([]); else segments.at(-1)!.push(symbol); }
  return segments.filter((segment) => segment.length > 0);
}

const wordSet = (texts: readonly string[]): Set<string> => new Set(texts.flatMap((text) => fold(text).split(/[^a-z0-9.]+/).map((word) => word.replace(/^\.+|\.+$/g, '')).filter((word) => word !== '')));

/** Items → sets. A lower bound and the upper bound after it are one range when they hold anything (`>= 4.4 | <= 4.12`); so are the two the other way round. */
function pairItems(items: readonly Item[], draft: Draft, context: VersionContext): void {
  for (let at = 0; at < items.length; at++) {
    const item = items[at]!, next = items[at + 1], into = item.except ? draft.except : draft.sets;
    if (item.high) { addRange(item, item.high, into, draft, context); continue; }
    const low = isLow(item), pair = next && !next.high && item.except === next.except && item.value.kind === next.value.kind && ((low && isHigh(next)) || (isHigh(item) && isLow(next) && !(items[at + 2] && isHigh(items[at + 2]!))));
    if (pair && holds(low ? item : next, low ? next : item)) { addRange(low ? item : next, low ? next : item, into, draft, context); at++; }
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

function addRange(low: Item, high: Item, into: VersionSet[], draft: Draft, context: VersionContext): void {
  const text = `${low.op} ${low.text} ${high.op} ${high.text}`;
  if (!holds(low, high)) { draft.free.push({ text, reason: 'contradiction' }); return; }
  if (low.value.kind === 'date' && high.value.kind === 'date') { into.push({ kind: 'dates', text, from: fromOf(low.value.span, low.op!), before: beforeOf(high.value.span, high.op!) }); return; }
  if (low.value.kind !== 'version' || high.value.kind !== 'version') return;
  const first = low.value.phrase.version, last = high.value.phrase.version;
  if (high.op === '<' && isNext(first, last)) { addNeighbours(low, high, into, draft, context); return; }
  into.push({ kind: 'range', text, low: boundOf(low, context), high: boundOf(high, context) });
}

/**
 * `A10 < A11` holds one version only, which nobody would print so: the full name often says "A10 and A11", then both are meant;
 * if it does not, the second contradicts itself.
 */
function addNeighbours(low: Item, high: Item, into: VersionSet[], draft: Draft, context: VersionContext): void {
  const both = [low.text, high.text].map(fold), said = context.productNames.some((name) => { const text = fold(name), at = text.indexOf(both[0]!); return at >= 0 && /^\s*(?:and|&|,|or|y|und|es)\s*/.test(text.slice(at + both[0]!.length)) && text.indexOf(both[1]!, at) >= 0 && text.indexOf(both[1]!, at) - at < both[0]!.length + 8; });
  into.push(setOf({ ...low, op: null }, context));
  if (said) into.push(setOf({ ...high, op: null }, context)); else draft.free.push({ text: high.text, reason: 'contradiction' });
}

function isNext(low: Version, high: Version): boolean {
  const a = baseOf(low), b = baseOf(high);
  return low.scheme === high.scheme && a.letter === b.letter && a.numbers.length === 1 && b.numbers.length === 1 && a.groups.length === 0 && b.groups.length === 0 && Number(b.numbers[0]) === Number(a.numbers[0]) + 1;
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
  return phrase.line || (version.scheme === 'letter' && (version.parts.length === 1 || (version.parts.length === 2 && version.text.includes('.') && /[a-z][.]\d+$/i.test(version.text))));
}

/** A bound at a line is written as the bound at its first or next version: `<= 12.2.x.x` is `< 12.3`, `<= Rev M` is `< N`, `> 5.x` is `>= 6`. */
function boundOf(item: Item, context: VersionContext): Bound {
  const { op, value } = item, phrase = (value as Symbol & { readonly kind: 'version' }).phrase, version = completed(phrase.version, context);
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
  const base = context.productNames.map((name) => /(?:^|\s)v?(\d+(?:\.\d+)+)$/i.exec(name.trim())?.[1]).find((found) => found !== undefined);
  return base === undefined ? version : { text: `${base} ${version.text}`, scheme: 'number', parts: [...base.split('.').map(Number), version.scheme.slice(6), ...version.parts] };
}
