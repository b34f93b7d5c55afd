/** Tokens → symbols: comparison signs and their words, versions, dates, separators, conditions. */
import { type DateSpan, readDate, yearSpan } from './date.ts';
import { lex, type Meter, type Token } from './lex.ts';
import { compareTokens, isUnit, type Phrase, readPhrase } from './version.ts';
import { phraseAt, VERSION_WORDS, type WordCode } from './words.ts';

export type Op = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** `from`, `to`: the place in the printed text. */
export type StatementSymbol = { readonly from: number; readonly to: number } & (
  | { readonly kind: 'op' | 'post'; readonly op: Op }
  | { readonly kind: 'sep' | 'to' | 'p-between' | 'except' | 'all' | 'incl' | 'excl' | 'model' | 'made' }
  | { readonly kind: 'version'; readonly phrase: Phrase; readonly text: string }
  | { readonly kind: 'date'; readonly span: DateSpan }
  | { readonly kind: 'no-year' }
  | { readonly kind: 'condition' }
  | { readonly kind: 'paren'; readonly inside: string }
  /** `code` holds a digit: a model or part number; `word` holds none. */
  | { readonly kind: 'code' | 'word'; readonly text: string }
);

/** A version is at most this many words: `1.1.3 MR Build 11`, `1.8.4 Service Pack 01 Hotfix 2`. */
const PHRASE_WORDS = 6;

export function symbolsOf(text: string, year: number | null, meter: Meter): StatementSymbol[] {
  const tokens = lex(text, meter), reader = new SymbolReader(text, tokens, year, meter);
  return reader.read();
}

class SymbolReader {
  private readonly out: StatementSymbol[] = [];
  private between = false;
  /** Made, sold or shipped is said somewhere: a lone year is one then. */
  private readonly made: boolean;
  private readonly text: string;
  private readonly tokens: readonly Token[];
  private readonly year: number | null;
  private readonly meter: Meter;

  constructor(text: string, tokens: readonly Token[], year: number | null, meter: Meter) {
    this.text = text;
    this.tokens = tokens;
    this.year = year;
    this.meter = meter;
    this.made = tokens.some((_, at) => phraseAt((i) => this.wordAt(i), at)?.code === 'made');
  }

  read(): StatementSymbol[] {
    for (let at = 0; at < this.tokens.length;) {
      this.meter.steps++;
      at = this.next(at, this.tokens[at]!);
    }
    return this.out;
  }

  private next(at: number, token: Token): number {
    if (token.kind === 'op') return this.push({ kind: 'op', op: token.text as Op, from: token.from, to: token.to }, at + 1);
    if (token.kind === 'star') return this.push({ kind: 'all', from: token.from, to: token.to }, at + 1);
    if (token.kind === 'close') return at + 1;
    if (token.kind === 'open') return this.parenthesis(at);
    const date = readDate(this.tokens, at, this.year);
    if (date === 'no-year') return this.push({ kind: 'no-year', from: token.from, to: token.to }, at + 1);
    if (date) return this.push({ kind: 'date', span: date.span, from: token.from, to: this.tokens[date.next - 1]!.to }, date.next);
    if (this.made && /^(?:19|20)\d\d$/.test(token.text)) return this.push({ kind: 'date', span: yearSpan(Number(token.text)), from: token.from, to: token.to }, at + 1);
    const words = phraseAt((i) => this.wordAt(i), at), version = this.versionAt(at);
    // `A` and `Y` in capitals are revisions, in small letters words.
    if (version && (!words || words.code === 'noise' || (token.text.length === 1 && isCapital(this.text[token.from]!)))) return this.version(at, version.next, version.phrase);
    if (words) return this.words(at, words.code, words.length);
    if (token.kind === 'sep') return this.push({ kind: 'sep', from: token.from, to: token.to }, at + 1);
    return this.split(at, token);
  }

  private push(symbol: StatementSymbol, next: number): number {
    this.out.push(symbol);
    return next;
  }

  private wordAt(at: number): string | null {
    const token = this.tokens[at];
    return token && (token.kind === 'word' || token.text === '&') ? token.text : null;
  }

  private words(at: number, code: WordCode, length: number): number {
    const place = { from: this.tokens[at]!.from, to: this.tokens[at + length - 1]!.to }, next = at + length;
    if (code === 'noise') return next;
    if (code === 'and') return this.connector(at, next, place);
    if (code === 'between') { this.between = true; return next; }
    if (code === 'condition') return this.condition(at, next);
    if (code.startsWith('p<') || code.startsWith('p>')) return this.push({ kind: 'post', op: code.slice(1) as Op, ...place }, next);
    if (code === '<' || code === '<=' || code === '>' || code === '>=') return this.push({ kind: 'op', op: code, ...place }, next);
    return this.push({ kind: code as 'to', ...place }, next);
  }

  /** `and` between the bounds of `between A and B` is a `to`. */
  private connector(at: number, next: number, place: { readonly from: number; readonly to: number }): number {
    const last = this.out.at(-1)?.kind;
    if (this.between && (last === 'version' || last === 'date' || last === 'incl' || last === 'excl')) {
      this.between = false;
      return this.push({ kind: 'to', ...place }, next);
    }
    const { text } = this.tokens[at]!;
    return /^[a-z]$/.test(text) && !last ? this.push({ kind: 'word', text, ...place }, next) : this.push({ kind: 'sep', ...place }, next);
  }

  /** From a condition word to the end of the alternative. `on` before a date is no condition. */
  private condition(at: number, next: number): number {
    const date = readDate(this.tokens, next, this.year);
    if (date !== null || this.speaksOfVersion(next)) return next;
    let end = next, depth = 0;
    for (; end < this.tokens.length; end++) {
      this.meter.steps++;
      const token = this.tokens[end]!;
      if (token.kind === 'open') depth++;
      if (token.kind === 'close') depth--;
      if (depth < 0 || (depth === 0 && (token.text === '|' || token.text === ';'))) break;
    }
    return this.push({ kind: 'condition', from: this.tokens[at]!.from, to: this.tokens[end - 1]!.to }, end);
  }

  /** `with firmware 2.3 and below`, `running software version < 4`: no condition, the version itself. */
  private speaksOfVersion(at: number): boolean {
    let next = at;
    while (VERSION_WORDS.has(this.wordAt(next) ?? '') && next < at + 3) next++;
    return next > at && (this.tokens[next]?.kind === 'op' || this.versionAt(next) !== null || /^[<>]/.test(phraseAt((i) => this.wordAt(i), next)?.code ?? ''));
  }

  private parenthesis(at: number): number {
    // A statement that stands in parentheses as a whole is read as if it did not.
    if (this.out.length === 0) return at + 1;
    let end = at + 1, depth = 1;
    for (; end < this.tokens.length; end++) {
      this.meter.steps++;
      const kind = this.tokens[end]!.kind;
      depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0;
      if (depth === 0) break;
    }
    const from = this.tokens[at]!.to, to = end < this.tokens.length ? this.tokens[end]!.from : this.text.length, inside = this.text.slice(from, to).trim();
    const said = phraseAt((i) => (i >= 0 && at + 1 + i < end ? this.wordAt(at + 1 + i) : null), 0), place = { from: this.tokens[at]!.from, to: Math.min(to + 1, this.text.length) };
    if (said && said.length === end - at - 1 && said.code === 'incl') return this.push({ kind: 'incl', ...place }, end + 1);
    if (said && said.length === end - at - 1 && (said.code === 'excl' || said.code === 'except')) return this.push({ kind: 'excl', ...place }, end + 1);
    if (said && said.length === end - at - 1 && /^p[<>]/.test(said.code)) return this.push({ kind: 'post', op: said.code.slice(1) as Op, ...place }, end + 1);
    const build = readPhrase(inside);
    if (build?.version.scheme.startsWith('level:')) return this.qualify(inside, end + 1);
    return this.push({ kind: 'paren', inside, ...place }, end + 1);
  }

  /** `1.2 (build 13)` is one version. */
  private qualify(suffix: string, next: number): number {
    const last = this.out.at(-1);
    const phrase = last?.kind === 'version' ? readPhrase(`${last.text} ${suffix}`) : null;
    if (last?.kind !== 'version' || !phrase) return next;
    this.out[this.out.length - 1] = { ...last, phrase, text: `${last.text} ${suffix}` };
    return next;
  }

  private versionAt(at: number): { readonly phrase: Phrase; readonly next: number } | null {
    const first = this.tokens[at]!;
    const second = this.tokens[at + 1];
    // `HD 16`, `V 2.1`: letters that belong to the number behind them.
    const prefix = first.text.length === 2 && second?.kind === 'word' && /^\d/.test(second.text) && !phraseAt((i) => this.wordAt(i), at);
    if (first.kind !== 'word' || !(/\d/.test(first.text) || LEADS.has(first.text) || first.text.length === 1 || prefix)) return null;
    let next = at + 1;
    while (next < at + PHRASE_WORDS && this.goesOn(next)) next++;
    for (; next > at; next--) {
      this.meter.steps++;
      if (isUnit(this.wordAt(next) ?? '')) return null;
      const phrase = readPhrase(this.text.slice(first.from, this.tokens[next - 1]!.to));
      if (phrase && (phrase.version.scheme !== 'letter' || phrase.version.parts.length > 1 || phrase.labelled || this.letterStands(at))) return { phrase, next };
    }
    return null;
  }

  /** Whether the word at `at` may belong to the version before it: not when it is a word of the statement (`y anteriores`), unless it is a capital letter. */
  private goesOn(at: number): boolean {
    const token = this.tokens[at];
    if (token?.kind !== 'word') return false;
    return (token.text.length === 1 && isCapital(this.text[token.from]!)) || isUnit(token.text) || LEADS.has(token.text) || !phraseAt((i) => this.wordAt(i), at);
  }

  /** A letter alone is a revision only in capitals; `N and prior`, `<= K`, `F.0, G.0`. */
  private letterStands(at: number): boolean {
    return isCapital(this.text[this.tokens[at]!.from]!);
  }

  private version(at: number, next: number, phrase: Phrase): number {
    const from = this.tokens[at]!.from, to = this.tokens[next - 1]!.to, text = this.text.slice(from, to);
    const last = this.tokens[next - 1]!;
    return this.range(this.text.slice(last.from, last.to), last.from) ? next : this.push({ kind: 'version', phrase, text, from, to }, next);
  }

  /** What is neither a word known here nor a version: `J-M` in one word, a code, a word. */
  private split(at: number, token: Token): number {
    const text = this.text.slice(token.from, token.to);
    if (this.range(text, token.from)) return at + 1;
    return this.push({ kind: /\d/.test(token.text) ? 'code' : 'word', text, from: token.from, to: token.to }, at + 1);
  }

  /** `J-M`, `3.0-3.2`, `14-16`, also with a word before (`RevJ-M`): one dash, both sides versions of one scheme, the first before the second. */
  private range(text: string, from: number): boolean {
    const dash = text.search(/[-\u2010-\u2015\u2212]/);
    if (dash <= 0 || /[-\u2010-\u2015\u2212]/.test(text.slice(dash + 1))) return false;
    const left = readPhrase(text.slice(0, dash)), right = readPhrase(text.slice(dash + 1));
    if (!left || !right || left.line || right.line || compareTokens(left.version, right.version) !== -1) return false;
    const dotted = /\.\d/.test(text.slice(0, dash)) && /\.\d/.test(text.slice(dash + 1));
    const letters = left.version.scheme === 'letter', short = /^\d{1,3}-\d{1,3}$/.test(text);
    if (!letters && !dotted && !short) return false;
    this.out.push({ kind: 'version', phrase: left, text: text.slice(0, dash), from, to: from + dash });
    this.out.push({ kind: 'to', from: from + dash, to: from + dash + 1 });
    this.out.push({ kind: 'version', phrase: right, text: text.slice(dash + 1), from: from + dash + 1, to: from + text.length });
    return true;
  }
}

const LEADS = new Set(['rev', 'ver', 'rel', 'fw', 'sw', 'bld', 'version', 'versions', 'versiones', 'versionen', 'verzio', 'release', 'revision', 'revisions', 'revizio', 'firmware', 'software', 'build', 'patch', 'hotfix', 'corefix', 'edition', 'edicion', 'kiadas', 'update', 'service']);
const isCapital = (letter: string): boolean => letter !== letter.toLowerCase();
