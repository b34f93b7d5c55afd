/**
 * Rules as data: a text that a device gave away in, readings out. A rule names a signal, says what the text must look like and what follows.
 *
 * `match` is a regular expression (see `pattern.ts` for the subset); `$1`…`$9` in what it gives stand for its groups. `words` looks for whole
 * words instead: the text is split at everything that is no letter, between letters and digits and in `InfuGate` (not in `iPad`), folded to
 * lower case without accents, so that `capture` is no `ct` and `CT01` is one. A rule never decides what a host is; resolution weighs what all of them say.
 */
import { type Weight, WEIGHTS } from '@wardkeep/model/confidence';
import { isRole } from '@wardkeep/model/role';
import { ATTRIBUTES, type Attribute } from '@wardkeep/model/see';
import { patternFault, requirement } from './pattern.ts';
import { type Signal, SIGNALS } from './signals.ts';

export interface SoftwareGift { readonly name: string; readonly version?: string }
export type Gift = { readonly [A in Exclude<Attribute, 'software'>]?: string } & { readonly software?: SoftwareGift | readonly SoftwareGift[] };

export interface RuleData {
  /** Unique and stable: evidence and decisions refer to it. */
  readonly id: string;
  readonly signal: Signal | readonly Signal[];
  readonly match?: string;
  readonly flags?: 'i';
  /** Any of these words; `infu*` is a beginning. In a name of a host only the label before the first dot counts. */
  readonly words?: readonly string[];
  /** For words that alone mean too little: one of these must stand beside it, too; `#` is a number. */
  readonly near?: readonly string[];
  /** Words that contradict. */
  readonly unless?: readonly string[];
  readonly gives: Gift;
  readonly weight: Weight;
  /** 0–100, for all it gives or for each attribute. */
  readonly confidence: number | Readonly<Record<string, number>>;
  /** Where it is published that the text means this: an address, a clause of a standard, or a capture of the repository. */
  readonly source: string;
}

/** One value that a rule read from a text. For `software`, `of` is its name and `value` its version, '' when unknown. */
export interface Reading {
  readonly rule: string;
  readonly attribute: Attribute;
  readonly value: string;
  readonly of: string | null;
  readonly weight: Weight;
  readonly confidence: number;
}

export interface RuleBook {
  /** What the rules read from this text of this signal, in the order of the rules. Equal texts give the same frozen list. */
  read(signal: Signal, text: string): readonly Reading[];
  /** The rules of a signal, in order: for documentation and for the naive loop of tests. */
  rulesOf(signal: Signal): readonly RuleData[];
}

/** A text is cut to this many characters before any rule sees it. */
export const TEXT_LIMIT = 256;
const VALUE_LIMIT = 128;
/** Texts whose readings are remembered, in two generations of half that size. */
const CACHE_LIMIT = 50_000;
const NONE: readonly Reading[] = Object.freeze([]);

/** Signals that are names in the sense of DNS: the labels after the first dot name the site, not the device. */
const NAME_SIGNALS: ReadonlySet<Signal> = new Set<Signal>(['dhcp.hostname', 'mdns.hostname', 'llmnr.hostname', 'nbns.name', 'ntlm.host', 'rdp.client-name', 'snmp.sys-name', 'lldp.name', 'syslog.host', 'tls.name', 'tls.sni']);

/** Builds the book. Rules are taken as checked (`ruleFaults`); a signal is arranged at its first text, an expression compiled when a text comes near it. */
export function compileRules(rules: readonly RuleData[]): RuleBook {
  const bySignal = new Map<Signal, SignalRules>();
  for (const rule of rules)
    for (const signal of signalsOf(rule)) {
      let group = bySignal.get(signal);
      if (!group) bySignal.set(signal, group = new SignalRules(signal));
      group.add(rule);
    }
  let young = new Map<Signal, Map<string, readonly Reading[]>>(), old: typeof young = new Map(), count = 0;
  const remember = (signal: Signal, text: string, readings: readonly Reading[]): readonly Reading[] => {
    if (count >= CACHE_LIMIT / 2) { old = young; young = new Map(); count = 0; }
    let texts = young.get(signal);
    if (!texts) young.set(signal, texts = new Map());
    texts.set(text, readings);
    count++;
    return readings;
  };
  return {
    read(signal, whole) {
      const group = bySignal.get(signal);
      if (!group || whole === '') return NONE;
      const text = whole.length > TEXT_LIMIT ? whole.slice(0, TEXT_LIMIT) : whole;
      const known = young.get(signal)?.get(text);
      if (known) return known;
      return remember(signal, text, old.get(signal)?.get(text) ?? group.read(text));
    },
    rulesOf: (signal) => bySignal.get(signal)?.rules ?? [],
  };
}

const signalsOf = (rule: RuleData): readonly Signal[] => (typeof rule.signal === 'string' ? [rule.signal] : rule.signal);

/** The rules of one signal, arranged so that a text meets few expressions: by whole text, by beginning, by what it must contain, by word. */
class SignalRules {
  readonly rules: RuleData[] = [];
  private readonly expressions: (RegExp | null)[] = [];
  private readonly exact = new Map<string, number[]>();
  private readonly prefixes = new Map<string, { readonly literal: string; readonly index: number }[]>();
  private readonly contained: { readonly literals: readonly string[]; readonly index: number }[] = [];
  private readonly words = new WordIndex();
  private readonly isName: boolean;

  constructor(signal: Signal) { this.isName = NAME_SIGNALS.has(signal); }

  add(rule: RuleData): void { this.rules.push(rule); }

  private arrange(rule: RuleData, index: number): void {
    this.expressions.push(null);
    if (rule.match === undefined) { this.words.add(rule.words ?? [], index); return; }
    const needed = requirement(rule.match, rule.flags);
    if (needed.kind === 'exact') push(this.exact, needed.literals[0]!, index);
    else if (needed.kind === 'prefix') push(this.prefixes, needed.literals[0]!.slice(0, 2), { literal: needed.literals[0]!, index });
    else this.contained.push({ literals: needed.literals, index });
  }

  read(text: string): readonly Reading[] {
    for (let index = this.expressions.length; index < this.rules.length; index++) this.arrange(this.rules[index]!, index);
    const lower = text.toLowerCase(), hits: number[] = [...(this.exact.get(lower) ?? [])];
    for (const { literal, index } of this.prefixes.get(lower.slice(0, 2)) ?? []) if (lower.startsWith(literal)) hits.push(index);
    for (const { literals, index } of this.contained) if (literals.length === 0 || containsAny(lower, literals)) hits.push(index);
    const words = this.words.empty ? [] : wordsOf(this.isName ? firstLabel(text) : text);
    this.words.find(words, hits);
    if (hits.length === 0) return NONE;
    const readings: Reading[] = [];
    for (const index of hits.sort((left, right) => left - right)) this.apply(index, text, words, readings);
    return readings.length === 0 ? NONE : Object.freeze(withoutEchoes(readings));
  }

  private apply(index: number, text: string, words: readonly string[], readings: Reading[]): void {
    const rule = this.rules[index]!;
    if (rule.match === undefined) { if (fits(rule, words)) give(rule, null, readings); return; }
    const found = (this.expressions[index] ??= new RegExp(rule.match, rule.flags)).exec(text);
    if (found) give(rule, found, readings);
  }
}

/** One text is one witness: where several rules read the same from it, only the surest (the first of equals) is kept. */
function withoutEchoes(readings: readonly Reading[]): Reading[] {
  const same = (left: Reading, right: Reading): boolean => left.attribute === right.attribute && left.of === right.of && left.value === right.value;
  return readings.filter((reading, index) => !readings.some((other, at) => same(reading, other) && (other.confidence > reading.confidence || (other.confidence === reading.confidence && at < index))));
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value); else map.set(key, [value]);
}

function containsAny(text: string, literals: readonly string[]): boolean {
  for (const literal of literals) if (text.includes(literal)) return true;
  return false;
}

const firstLabel = (name: string): string => { const dot = name.indexOf('.'); return dot < 0 ? name : name.slice(0, dot); };

/** The words of a text: `vs-ICU07 InfuGate iPad` → vs, icu, 07, infu, gate, ipad. Accents are dropped. */
export function wordsOf(text: string): string[] {
  return text.normalize('NFD').replace(/\p{M}+/gu, '').replace(/(\p{Ll}{2})(\p{Lu})/gu, '$1 $2').toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [];
}

/** Finds the rules that list a word, by whole word or by beginning (`infu*`, at least three letters). */
class WordIndex {
  private readonly whole = new Map<string, number[]>();
  private readonly beginnings = new Map<string, { readonly word: string; readonly index: number }[]>();
  empty = true;

  add(words: readonly string[], index: number): void {
    for (const word of words) {
      this.empty = false;
      if (word.endsWith('*')) push(this.beginnings, word.slice(0, 3), { word: word.slice(0, -1), index });
      else push(this.whole, word, index);
    }
  }

  find(words: readonly string[], hits: number[]): void {
    for (const word of words) {
      for (const index of this.whole.get(word) ?? []) if (!hits.includes(index)) hits.push(index);
      for (const { word: beginning, index } of this.beginnings.get(word.slice(0, 3)) ?? []) if (word.startsWith(beginning) && !hits.includes(index)) hits.push(index);
    }
  }
}

const isNumber = (word: string): boolean => /^\p{N}/u.test(word);
const isWord = (wanted: string, word: string): boolean => (wanted === '#' ? isNumber(word) : wanted.endsWith('*') ? word.startsWith(wanted.slice(0, -1)) : word === wanted);
const anyOf = (wanted: readonly string[], words: readonly string[]): boolean => wanted.some((each) => words.some((word) => isWord(each, word)));
const fits = (rule: RuleData, words: readonly string[]): boolean => (!rule.near || anyOf(rule.near, words)) && (!rule.unless || !anyOf(rule.unless, words));

function give(rule: RuleData, found: RegExpExecArray | null, readings: Reading[]): void {
  for (const [name, gift] of Object.entries(rule.gives)) {
    const attribute = name as Attribute, confidence = confidenceOf(rule, attribute);
    const say = (value: string, of: string | null) => { readings.push({ rule: rule.id, attribute, value, of, weight: rule.weight, confidence }); };
    if (typeof gift === 'string') {
      const value = fill(gift, found);
      if (value !== '') say(value, null);
      continue;
    }
    for (const { name: of, version } of Array.isArray(gift) ? gift as readonly SoftwareGift[] : [gift as SoftwareGift]) {
      const software = fill(of, found);
      if (software !== '') say(fill(version ?? '', found), software);
    }
  }
}

const confidenceOf = (rule: RuleData, attribute: Attribute): number => (typeof rule.confidence === 'number' ? rule.confidence : rule.confidence[attribute] ?? 0);

/** The template with its groups; a template whose groups are all empty gives nothing. White space and stray punctuation at the ends go. */
function fill(template: string, found: RegExpExecArray | null): string {
  if (!template.includes('$')) return template;
  let any = false;
  const text = template.replace(/\$([1-9])/g, (_, group: string) => { const value = found?.[Number(group)] ?? ''; if (value !== '') any = true; return value; });
  return any ? text.replace(/\s+/g, ' ').replace(/^[ ,;:._-]+|[ ,;:._-]+$/g, '').slice(0, VALUE_LIMIT) : '';
}

/** Everything that is wrong with the rules, one sentence each; empty when they may be used. */
export function ruleFaults(rules: readonly RuleData[]): string[] {
  const seen = new Set<string>();
  return rules.flatMap((rule) => {
    const faults = [...faultsOf(rule)];
    if (seen.has(rule.id)) faults.push('its id is used twice');
    seen.add(rule.id);
    return faults.map((fault) => `Rule ${rule.id}: ${fault}.`);
  });
}

function* faultsOf(rule: RuleData): Generator<string> {
  if (!/^[a-z0-9][a-z0-9.-]{2,63}$/.test(rule.id)) yield 'an id is 3 to 64 lower-case letters, digits, dots and dashes';
  for (const signal of signalsOf(rule)) if (!(SIGNALS as readonly string[]).includes(signal)) yield `${String(signal)} is no signal of signals.ts`;
  if ((rule.match === undefined) === (rule.words === undefined)) yield 'it needs either match or words';
  if (!(WEIGHTS as readonly string[]).includes(rule.weight)) yield `weight is one of ${WEIGHTS.join(', ')}, found ${String(rule.weight)}`;
  if (typeof rule.source !== 'string' || rule.source.length < 8) yield 'it names no source';
  if (rule.match !== undefined) yield* patternFaults(rule);
  for (const word of [...(rule.words ?? []), ...(rule.near ?? []), ...(rule.unless ?? [])])
    if (word !== '#' && (wordsOf(word).join('') !== word.replace(/\*$/, '') || (word.endsWith('*') && word.length < 4))) yield `the word ${word} is not one folded word (beginnings: three letters or more)`;
  yield* giftFaults(rule);
}

function* patternFaults(rule: RuleData): Generator<string> {
  const fault = patternFault(rule.match!, rule.flags);
  if (fault !== null) { yield `its pattern cannot be used: ${fault}`; return; }
  const groups = new RegExp(`${rule.match!}|`).exec('')!.length - 1;
  for (const [, group] of JSON.stringify(rule.gives).matchAll(/\$([1-9])/g)) if (Number(group) > groups) yield `$${group} is used but the pattern has ${groups} groups`;
}

function* giftFaults(rule: RuleData): Generator<string> {
  const attributes = Object.keys(rule.gives ?? {});
  if (attributes.length === 0) yield 'it gives nothing';
  for (const attribute of attributes) {
    if (!(ATTRIBUTES as readonly string[]).includes(attribute)) yield `${attribute} is no attribute`;
    const confidence = typeof rule.confidence === 'number' ? rule.confidence : rule.confidence?.[attribute];
    if (!Number.isInteger(confidence) || confidence! < 0 || confidence! > 100) yield `confidence of ${attribute} is a whole number from 0 to 100, found ${String(confidence)}`;
  }
  if (rule.gives?.role !== undefined && !isRole(rule.gives.role)) yield `${rule.gives.role} is no role of model/role.ts`;
}
