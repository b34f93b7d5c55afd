/**
 * Statements of an advisory → sets of versions, once per product. What a statement says is read in three steps: tokens (`lex`), symbols (`symbols`),
 * and here alternatives, bounds, model numbers, conditions. What cannot be read is kept with its reason in `free` and never rejects an asset.
 */
import { parseVers } from '@wardkeep/formats/vers/range';
import type { VersionStatement } from '@wardkeep/model/advisory';
import type { Meter } from './lex.ts';
import { type Draft, type Item, pairItems, type VersionContext } from './sets.ts';
import { type Op, type StatementSymbol, symbolsOf } from './symbols.ts';
import type { CompiledVersions } from './types.ts';
import { baseOf, compareTokens, fold, isSuffixWord, withPoint } from './version.ts';
import { NOTES, OTHER_ATTRIBUTES, phraseAt } from './words.ts';

/** Longer statements are prose. */
const STATEMENT_LIMIT = 4000;

/** Parts of a protocol stack that an advisory files as if they were its versions: each is in every release. */
const PROTOCOL = /^(?:ipv?[46]?|tcp|udp|icmp(?:v[46])?|igmp|arp|dns|mdns|dhcp(?:v[46])?|bootp|ftp|tftp|http|https|snmp|ntp|sntp|ppp|pppoe|telnet|ethernet|(?:tcp|udp)\/ip)(?:\s+(?:client|server|stack|layer|module|component))?$/i;

export type { VersionContext };

export function compileVersions(statements: readonly VersionStatement[], context: VersionContext, meter: Meter = { steps: 0 }): CompiledVersions {
  const draft: Draft = { all: false, sets: [], except: [], models: [], conditions: [], free: [] };
  for (const statement of statements) compileStatement(statement, context, draft, meter);
  return {
    text: statements.map((statement) => statement.text.trim()).join(' | '), all: draft.all, sets: draft.sets, except: draft.except,
    models: [...new Set(draft.models)], conditions: [...new Set(draft.conditions)], free: draft.free,
  };
}

function compileStatement(statement: VersionStatement, context: VersionContext, draft: Draft, meter: Meter): void {
  const text = withPoint(statement.text.trim());
  if (text.length > STATEMENT_LIMIT) draft.free.push({ text, reason: 'prose' });
  else if (PROTOCOL.test(text)) draft.all = true;
  else if (/^vers:/i.test(text)) compileVers(text, context, draft, meter);
  else if (isConjunction(text, meter)) { draft.all = true; draft.conditions.push(text); }
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
  const printed = 'error' in range ? [] : range.constraints.map(({ comparator, version }) => `${comparator === '=' ? '' : comparator} ${version}`);
  const rest = 'error' in range ? text.slice(text.indexOf('/') + 1) : printed.join(' | ');
  if ('error' in range && type !== 'all' && type !== 'generic') draft.free.push({ text, reason: 'unknown-shape' });
  else new StatementReader(rest, context, draft, meter).read();
}

/** `Version A, Firmware A.03.09, Part #: M8096-67501`: several attributes that must hold together, of a part as a rule. They are conditions. */
function isConjunction(text: string, meter: Meter): boolean {
  const labels = fold(text).split(/[,;]/).map((part) => /^\s*(version|firmware|software|hardware|revision|part|model|modelo|modell|serial)\b/.exec(part)?.[1]);
  if (labels.length < 2 || labels[0] === undefined || labels[1] === undefined || new Set(labels).size < 2 || /[<>=|]/.test(text)) return false;
  return !symbolsOf(text, null, meter).some((symbol) => symbol.kind === 'op' || symbol.kind === 'post');
}

class StatementReader {
  private readonly items: Item[] = [];
  private readonly text: string;
  private readonly context: VersionContext;
  private readonly draft: Draft;
  private readonly symbols: readonly StatementSymbol[];
  private all = false;
  private except = false;
  private readonly named: ReadonlySet<string>;

  constructor(text: string, context: VersionContext, draft: Draft, meter: Meter) {
    this.text = text;
    this.context = context;
    this.draft = draft;
    this.symbols = symbolsOf(text, context.year, meter);
    // The full name repeats the statement: it cannot say which of its words are the product's.
    const number = [...wordSet([text])].find((word) => /\d/.test(word)) ?? '';
    this.named = wordSet([...context.productNames.slice(0, 16), context.title].filter((name) => name.length <= 200).filter((name) => !wordSet([name]).has(number)));
  }

  read(): void {
    const { draft } = this, before = { models: draft.models.length, free: draft.free.length, conditions: draft.conditions.length, sets: draft.sets.length };
    const signs = this.symbols.some((symbol) => ['op', 'post', 'to', 'p-between'].includes(symbol.kind));
    const segments = split(this.symbols), modelled = !signs && segments.some((segment) => this.isModel(segment));
    for (const segment of segments) this.segment(segment, signs, modelled);
    this.joinSlashed();
    pairItems(this.items, draft, this.context);
    // `all versions except 2.3`, and `!= 2.3` alone: everything else.
    if (this.items.length > 0 && this.items.every((item) => item.except) && draft.sets.length === before.sets) draft.all = true;
    if (this.items.length > 0) return;
    const said = draft.models.length > before.models || draft.free.length > before.free;
    if (this.all || (!said && draft.conditions.length > before.conditions)) draft.all = true;
    else if (!said) draft.free.push({ text: this.text, reason: /\d/.test(this.text) ? 'unknown-shape' : 'no-number' });
  }

  private quote(symbols: readonly StatementSymbol[]): string {
    return symbols.length === 0 ? '' : this.text.slice(symbols[0]!.from, symbols.at(-1)!.to).trim();
  }

  /** One alternative between separators. */
  private segment(segment: readonly StatementSymbol[], signs: boolean, modelled: boolean): void {
    if (this.isProse(segment)) { this.draft.free.push({ text: this.quote(segment), reason: 'prose' }); return; }
    if (!signs && this.models(segment, modelled)) return;
    const first = segment[0]!, models = this.draft.models.length, lead: StatementSymbol[] = [];
    if (first.kind === 'word' && OTHER_ATTRIBUTES.has(fold(first.text))) { this.draft.conditions.push(this.quote(segment)); return; }
    let op: Op | null = null, range = false, last: Item | null = null;
    for (let at = 0; at < segment.length; at++) {
      const symbol = segment[at]!;
      switch (symbol.kind) {
        case 'op':
          // `A10 < A11`, `0 < 9.8.12`: the sign stands between two bounds.
          if (last && last.op === null && !range && (symbol.op === '<' || symbol.op === '<=') && isValue(segment[at + 1])) {
            last.op = '>=';
            last.high = { ...last, op: symbol.op, high: null };
            last.implied = true;
            range = true;
          }
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
    if (last || this.draft.models.length === models) this.tail(lead, last, op);
  }

  /** Many words and hardly a number: a sentence, in which a number may count anything. */
  private isProse(segment: readonly StatementSymbol[]): boolean {
    const words = segment.filter((symbol) => symbol.kind === 'word' && !this.named.has(fold(symbol.text))).length;
    const plain = segment.some((symbol) => (symbol.kind === 'version' && isStrong(symbol) && !symbol.phrase.labelled) || /^\d{5,}$/.test(this.quote([symbol])));
    return words > 6 || (words > 3 && !plain);
  }

  private open(value: Item['value'], op: Op | null): Item {
    const negated = op === '!=', before = this.items.at(-1), slash = before !== undefined && /^\s*\/\s*$/.test(this.text.slice(before.to, value.from));
    const sign = negated || op === '=' ? null : op, except = this.except || negated;
    const item: Item = { value, op: sign, high: null, except, text: this.quote([value]), to: value.to, slash, implied: false };
    this.items.push(item);
    return item;
  }

  /** The second bound of `A to B`, `between A and B`, `A < B`. */
  private close(low: Item, value: Item['value'], op: Op | null): Item {
    low.op ??= '>=';
    const upper = op === '<' || op === '<=' ? op : low.high?.op ?? '<=';
    low.high = { value, op: upper, high: null, except: low.except, text: this.quote([value]), to: value.to, slash: false, implied: false };
    low.to = value.to;
    return low;
  }

  /**
   * `L81/U61 and earlier`, `< 7.03 /7.04`: one sign for both. In one scheme only the smaller (larger) bound is sure; what lies between contradicts itself.
   */
  private joinSlashed(): void {
    for (let at = this.items.length - 1; at > 0; at--) {
      const item = this.items[at]!, before = this.items[at - 1]!, op = item.op ?? before.op;
      if (!item.slash || item.high || before.high || op === null || (item.op !== null && before.op !== null)) continue;
      if (item.value.kind !== 'version' || before.value.kind !== 'version') continue;
      const order = compareTokens(before.value.phrase.version, item.value.phrase.version);
      before.op = op;
      item.op = op;
      if (order === null) continue;
      this.items.splice((order <= 0) === op.startsWith('<') ? at : at - 1, 1);
      if (order !== 0) this.draft.free.push({ text: this.text.slice(before.value.from, item.value.to), reason: 'contradiction' });
    }
  }

  /** `A és B között`: the last two items are the bounds. */
  private joinLastTwo(): void {
    const high = this.items.at(-1), low = this.items.at(-2);
    if (!high || !low || low.high || high.op !== null || low.op !== null) return;
    this.items.pop();
    this.close(low, high.value, '<=');
  }

  /** `not including EchoPAC` names a product, `except 2.3` a version. True when versions follow. */
  private exception(segment: readonly StatementSymbol[], at: number): boolean {
    const rest = segment.slice(at + 1);
    if (rest.some(isValue)) this.except = true;
    else this.draft.conditions.push(this.quote(segment.slice(at)));
    return this.except;
  }

  /** `model 35700BAX3`, `MLFB 6SR32..`: what follows up to the next word is a model number. Returns the place after it. */
  private model(segment: readonly StatementSymbol[], at: number): number {
    let end = at;
    while (end < segment.length && ['code', 'version'].includes(segment[end]!.kind)) end++;
    if (end === at && segment[at]?.kind === 'word') end++;
    if (end > at) this.draft.models.push(this.quote(segment.slice(at, end)));
    return end;
  }

  /** Words and weak numbers before a version: the product's own name, or a model (`S4 A.07.107`, `653 MCE 3.x`). */
  private lead(lead: readonly StatementSymbol[]): void {
    const codes = lead.filter((symbol) => symbol.kind === 'version' || symbol.kind === 'code');
    if (codes.length === 0) return;
    const text = this.quote(lead), words = wordSet([text]);
    // `IR302` under `InRouter 302`: the number of the name with letters of its own.
    const isOwn = (code: StatementSymbol): boolean => {
      const number = /^[a-z]+(\d{2,})$/.exec(fold(this.quote([code])))?.[1];
      return number !== undefined && this.named.has(number);
    };
    if ([...words].every((word) => this.named.has(word)) || codes.every(isOwn)) return;
    const whole = [...this.named].find((word) => word.endsWith(fold(text)) && word !== fold(text));
    // The title supplies what a broken name lacks: `SureSigns <= S4 A.07.107` under `SureSigns VS4`.
    this.draft.models.push(whole ? whole.toUpperCase() : text);
  }

  /** What stands behind the last version of an alternative. */
  private tail(rest: readonly StatementSymbol[], last: Item | null, op: Op | null): void {
    if (op !== null) this.draft.free.push({ text: this.text, reason: 'unknown-shape' });
    if (op !== null || rest.length === 0) return;
    const text = this.quote(rest);
    if (last || this.all) {
      if (![...wordSet([text])].every((word) => this.named.has(word))) this.draft.conditions.push(text);
    } else this.draft.free.push({ text, reason: rest.length > 4 ? 'prose' : rest.some((symbol) => symbol.kind === 'code') ? 'unknown-shape' : 'no-number' });
  }

  private parenthesis(symbol: StatementSymbol & { readonly kind: 'paren' }, last: Item | null): void {
    const words = [...wordSet([symbol.inside])], first = /^[^\s,:]*/.exec(fold(symbol.inside))![0].replace(/\.$/, '');
    if (words.length === 0 || NOTES.has(first) || /^\d[\d.]*$/.test(symbol.inside)) return;
    if (isPerhaps(fold(symbol.inside))) { this.draft.free.push({ text: symbol.inside, reason: 'prose' }); return; }
    if (phraseAt((i) => (i === 0 ? first : null), 0)?.code === 'condition') { this.draft.conditions.push(symbol.inside); return; }
    const own = words.filter((word) => this.named.has(word) || (last !== null && fold(last.text).includes(word))).length;
    if (own / words.length >= 0.6) return;
    this.draft.conditions.push(symbol.inside);
  }

  /** Model and order numbers instead of versions. True when the alternative was one. */
  private models(segment: readonly StatementSymbol[], modelled: boolean): boolean {
    if (segment.length === 0) return true;
    const content = segment.filter((symbol) => symbol.kind === 'version' || symbol.kind === 'code' || symbol.kind === 'word');
    if (!this.isModel(segment) && !(modelled && content.length === segment.length && content.every((symbol) => symbol.kind === 'word'))) return false;
    const order = /^\d{5,}$/.test(this.quote(content.slice(0, 1)));
    if (!order) for (const symbol of segment) if (symbol.kind === 'condition') this.draft.conditions.push(this.quote([symbol]));
    const text = this.quote(order ? segment : content), [head, ...others] = text.split(/\s+/);
    const extra = others.filter((word) => ![...wordSet([word])].every((one) => this.named.has(one)));
    // `882412 GEMINI LXL`: order number and name say the same, either of them is enough. `3002 S3` under `S3 MedSurg Bed` is 3002.
    if (order && others.length > 0) this.draft.models.push(head!, ...(extra.length > 0 && others.length > 1 ? [others.join(' ')] : []));
    else this.draft.models.push(/\d/.test(head!) && others.length > 0 && extra.length === 0 ? head! : text);
    return true;
  }

  /** Numbers that are no versions: three digits and more without a point, three letters and more before digits, a number with words behind it. */
  private isModel(segment: readonly StatementSymbol[]): boolean {
    if (segment.some((symbol) => !['version', 'code', 'word', 'condition', 'paren'].includes(symbol.kind))) return false;
    const content = segment.filter((symbol) => symbol.kind !== 'condition' && symbol.kind !== 'paren'), versions = content.filter((symbol) => symbol.kind === 'version');
    if (content.length === 0 || versions.some((symbol) => isStrong(symbol))) return false;
    if (content.some((symbol) => symbol.kind === 'code')) return true;
    if (versions.length === 0) return false;
    if (content.some((symbol) => symbol.kind === 'word' && !this.named.has(fold(symbol.text)))) return true;
    return versions.some((symbol) => MODEL.test(fold(symbol.text)) && symbol.phrase.version.scheme !== 'year');
  }
}

const MODEL = /^\d{3,}[a-z]*\d*$|^[a-z]{3,}.?\d|^[a-z]{1,2}\d{3,}|^[a-z]+-\d{3,}|^\d{4,}|^[a-z]+\d+[a-z]+\d/;

type VersionSymbol = StatementSymbol & { readonly kind: 'version' };
const isValue = (symbol: StatementSymbol | undefined): symbol is Item['value'] => symbol?.kind === 'version' || symbol?.kind === 'date';

/** A point between numbers, a wildcard, a suffix word, a label: nobody prints a model number so. */
function isStrong({ phrase, text }: VersionSymbol): boolean {
  const { version } = phrase;
  return phrase.line || phrase.labelled || /\d\.\d|^[a-z]\.?\d*\.\d/i.test(text) || /^(?:line:|level:|edition)/.test(version.scheme) || baseOf(version).groups.some((group) => isSuffixWord(group.word));
}

/** A weak number directly before a strong version is no version of its own. */
const isLead = (symbol: VersionSymbol, next: StatementSymbol | undefined): boolean =>
  !isStrong(symbol) && ((next?.kind === 'version' && isStrong(next)) || (next?.kind === 'word' && /^\d{3}$/.test(symbol.text)));

/** `may also be affected`, `possibly`: neither said nor denied. */
function isPerhaps(text: string): boolean {
  const modal = /\b(?:may|might|could|can)\b/.exec(text);
  return (modal !== null && text.includes('affect', modal.index)) || /\b(?:possibly|eventuell|posiblemente|esetleg)\b/.test(text);
}

function include(item: Item, inclusive: boolean): void {
  const bound = item.high ?? item;
  if (bound.op === null && !item.high) bound.op = inclusive ? null : '>';
  else bound.op = (bound.op!.startsWith('<') ? (inclusive ? '<=' : '<') : inclusive ? '>=' : '>');
}

function split(symbols: readonly StatementSymbol[]): StatementSymbol[][] {
  const segments: StatementSymbol[][] = [[]];
  for (const symbol of symbols) { if (symbol.kind === 'sep') segments.push([]); else segments.at(-1)!.push(symbol); }
  return segments.filter((segment) => segment.length > 0);
}

const wordsOf = (text: string): string[] => fold(text).split(/[^a-z0-9.]+/).map((word) => word.replace(/^\.+/, '').replace(/\.+$/, '')).filter((word) => word !== '');
const wordSet = (texts: readonly string[]): Set<string> => new Set(texts.flatMap(wordsOf));
