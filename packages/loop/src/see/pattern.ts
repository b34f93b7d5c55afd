/**
 * The regular expressions that rules may use: literals, classes, groups, alternatives, bounded and simple repeats, `^`, `$`, `\b`. Texts come
 * from the wire, so a pattern must take linear time on any text; `patternFault` accepts only forms for which that can be shown:
 *
 * - no backreference, look-around, lazy or nested repeat;
 * - an unbounded repeat is followed by something that cannot begin inside it, or by nothing that could fail: giving characters back never helps;
 * - a pattern that may start anywhere reaches an unbounded repeat only past a character which that repeat cannot contain;
 * - bounded repeats that overlap what follows multiply to at most `CHOICE_LIMIT` tries.
 */

/** Characters 0…255, and 256 for all others. */
type CharSet = Uint8Array;
const SET_SIZE = 257;
const CHOICE_LIMIT = 1024;

type Node =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'start' | 'end' | 'boundary' }
  | { readonly kind: 'sequence'; readonly parts: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly of: Node; readonly min: number; readonly max: number };

class PatternError extends Error {}

const setOf = (test: (code: number) => boolean): CharSet => Uint8Array.from({ length: SET_SIZE }, (_, code) => (test(code) ? 1 : 0));
const between = (code: number, from: string, to: string): boolean => code >= from.charCodeAt(0) && code <= to.charCodeAt(0);
const DIGIT = setOf((code) => between(code, '0', '9'));
const WORD = setOf((code) => between(code, '0', '9') || between(code, 'a', 'z') || between(code, 'A', 'Z') || code === 95);
const SPACE = setOf((code) => code === 32 || (code >= 9 && code <= 13) || code === 160 || code === 256);
const ANY = setOf((code) => code !== 10 && code !== 13);
const not = (set: CharSet): CharSet => setOf((code) => code === 256 || set[code] === 0);
const overlap = (left: CharSet, right: CharSet): boolean => left.some((bit, code) => bit === 1 && right[code] === 1);
function union(left: CharSet, right: CharSet): CharSet {
  const both = left.slice();
  for (let code = 0; code < SET_SIZE; code++) both[code]! |= right[code]!;
  return both;
}
const NOTHING = setOf(() => false);

const SHORTHANDS: Readonly<Record<string, CharSet>> = { d: DIGIT, D: not(DIGIT), w: WORD, W: not(WORD), s: SPACE, S: not(SPACE) };
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };

class Parser {
  private at = 0;
  private readonly source: string;
  private readonly fold: boolean;
  constructor(source: string, fold: boolean) { this.source = source; this.fold = fold; }

  parse(): Node {
    const node = this.choice();
    if (this.at < this.source.length) throw new PatternError(`a closing bracket at ${this.at} has no opening one`);
    return node;
  }

  private choice(): Node {
    const options = [this.sequence()];
    while (this.source[this.at] === '|') { this.at++; options.push(this.sequence()); }
    return options.length === 1 ? options[0]! : { kind: 'choice', options };
  }

  private sequence(): Node {
    const parts: Node[] = [];
    while (this.at < this.source.length && this.source[this.at] !== '|' && this.source[this.at] !== ')') parts.push(this.repeat(this.atom()));
    return parts.length === 1 ? parts[0]! : { kind: 'sequence', parts };
  }

  private repeat(of: Node): Node {
    const [min, max] = this.count();
    if (min === 1 && max === 1) return of;
    if (of.kind === 'start' || of.kind === 'end' || of.kind === 'boundary') throw new PatternError('an edge cannot be repeated');
    if (max > 1 && repeats(of)) throw new PatternError('nested repeats take more than linear time; write the inner one out');
    if ('?+*'.includes(this.source[this.at] ?? ' ')) throw new PatternError('lazy and possessive repeats are not used in rules');
    return { kind: 'repeat', of, min, max };
  }

  private count(): [number, number] {
    const character = this.source[this.at];
    if (character === '?') { this.at++; return [0, 1]; }
    if (character === '*') { this.at++; return [0, Infinity]; }
    if (character === '+') { this.at++; return [1, Infinity]; }
    const braces = character === '{' ? /^\{(\d{1,3})(,?)(\d{0,3})\}/.exec(this.source.slice(this.at)) : null;
    if (character === '{' && !braces) throw new PatternError('a literal brace is written \\{');
    if (!braces) return [1, 1];
    this.at += braces[0].length;
    const min = Number(braces[1]);
    return [min, braces[2] === '' ? min : braces[3] === '' ? Infinity : Number(braces[3])];
  }

  private atom(): Node {
    const character = this.source[this.at++]!;
    if (character === '^') return { kind: 'start' };
    if (character === '$') return { kind: 'end' };
    if (character === '.') return { kind: 'set', set: ANY };
    if (character === '[') return { kind: 'set', set: this.charClass() };
    if (character === '(') return this.group();
    if (character === '\\' && this.source[this.at] === 'b') { this.at++; return { kind: 'boundary' }; }
    if (character === '\\') return { kind: 'set', set: this.escape() };
    if ('?*+{'.includes(character)) throw new PatternError(`nothing to repeat at ${this.at - 1}`);
    return { kind: 'set', set: this.single(character.charCodeAt(0)) };
  }

  private group(): Node {
    if (this.source[this.at] === '?') {
      if (this.source[this.at + 1] !== ':') throw new PatternError('look-around and named groups are not used in rules');
      this.at += 2;
    }
    const node = this.choice();
    if (this.source[this.at++] !== ')') throw new PatternError('a group is not closed');
    return node;
  }

  private escape(): CharSet {
    const character = this.source[this.at++];
    if (character === undefined) throw new PatternError('a lone backslash at the end');
    if (/[1-9]/.test(character)) throw new PatternError('backreferences are not used in rules');
    if (SHORTHANDS[character]) return SHORTHANDS[character];
    if (character === 'x') { this.at += 2; return this.single(Number.parseInt(this.source.slice(this.at - 2, this.at), 16)); }
    if (CONTROLS[character] !== undefined) return this.single(CONTROLS[character]);
    if (/[a-zA-Z]/.test(character)) throw new PatternError(`\\${character} is not used in rules`);
    return this.single(character.charCodeAt(0));
  }

  private charClass(): CharSet {
    const negative = this.source[this.at] === '^';
    if (negative) this.at++;
    let set: CharSet = new Uint8Array(SET_SIZE);
    while (this.source[this.at] !== ']') {
      if (this.at >= this.source.length) throw new PatternError('a character class is not closed');
      const from = this.source[this.at++]!;
      if (from === '\\') { set = union(set, this.escape()); continue; }
      const range = this.source[this.at] === '-' && this.source[this.at + 1] !== ']', to = range ? this.source[this.at + 1]! : from;
      if (range) this.at += 2;
      for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) this.include(set, code);
    }
    this.at++;
    return negative ? not(set) : set;
  }

  private single(code: number): CharSet {
    const set = new Uint8Array(SET_SIZE);
    this.include(set, code);
    return set;
  }

  private include(set: CharSet, code: number): void {
    set[Math.min(code, 256)] = 1;
    if (!this.fold) return;
    const character = String.fromCharCode(code);
    set[Math.min(character.toLowerCase().charCodeAt(0), 256)] = 1;
    set[Math.min(character.toUpperCase().charCodeAt(0), 256)] = 1;
  }
}

function repeats(node: Node): boolean {
  if (node.kind === 'repeat') return true;
  if (node.kind === 'sequence') return node.parts.some(repeats);
  return node.kind === 'choice' && node.options.some(repeats);
}

/** What stands behind a place in the pattern: the characters it may begin with, and whether it can fail. */
interface Behind { readonly first: CharSet; readonly canFail: boolean }

function firstOf(node: Node, behind: Behind): Behind {
  switch (node.kind) {
    case 'set': return { first: node.set, canFail: true };
    case 'start': case 'boundary': return { first: behind.first, canFail: true };
    case 'end': return { first: NOTHING, canFail: true };
    case 'sequence': return node.parts.reduceRight((rest, part) => firstOf(part, rest), behind);
    case 'choice': {
      const options = node.options.map((option) => firstOf(option, behind));
      return { first: options.map((option) => option.first).reduce(union), canFail: options.every((option) => option.canFail) };
    }
    case 'repeat': {
      const inner = firstOf(node.of, behind);
      return node.min > 0 ? inner : { first: union(inner.first, behind.first), canFail: behind.canFail };
    }
  }
}

/** Walks right to left; `before` are the sets that surely stand in front (null when the pattern is tied to the start of the text). */
function check(node: Node, behind: Behind, before: readonly CharSet[] | null, choices: { count: number }): void {
  if (node.kind === 'sequence') return checkSequence(node.parts, behind, before, choices);
  if (node.kind === 'choice') { for (const option of node.options) check(option, behind, before, choices); return; }
  if (node.kind !== 'repeat') return;
  check(node.of, behind, before, choices);
  const inner = firstOf(node.of, { first: NOTHING, canFail: false }).first, clash = overlap(inner, behind.first);
  if (node.max === Infinity && behind.canFail) {
    if (clash) throw new PatternError('an unbounded repeat is followed by what it can contain itself; bound it ({1,32}) or exclude the next character');
    if (before !== null && !before.some((set) => !overlap(set, inner)))
      throw new PatternError('an unbounded repeat can be entered from every position; start with ^, put a distinct character in front, or bound it');
  } else if (clash && node.max !== node.min && behind.canFail) {
    choices.count *= node.max - node.min + 1;
    if (choices.count > CHOICE_LIMIT) throw new PatternError(`overlapping repeats multiply to more than ${CHOICE_LIMIT} tries`);
  }
}

function checkSequence(parts: readonly Node[], behind: Behind, before: readonly CharSet[] | null, choices: { count: number }): void {
  const tails: Behind[] = [behind];
  for (let i = parts.length - 1; i > 0; i--) tails.unshift(firstOf(parts[i]!, tails[0]!));
  let front = before;
  for (const [i, part] of parts.entries()) {
    if (part.kind === 'start') { front = null; continue; }
    check(part, tails[i]!, front, choices);
    if (front !== null) front = [...front, ...mandatory(part)];
  }
}

const mandatory = (node: Node): CharSet[] =>
  node.kind === 'set' ? [node.set] : node.kind === 'sequence' ? node.parts.flatMap(mandatory) : node.kind === 'repeat' && node.min > 0 ? mandatory(node.of) : [];

/** Why a rule may not use this pattern, as a clause; null when it may. */
export function patternFault(source: string, flags = ''): string | null {
  try {
    new RegExp(source, flags);
    check(new Parser(source, flags.includes('i')).parse(), { first: NOTHING, canFail: false }, [], { count: 1 });
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/**
 * What a text must hold for the pattern to match, in lower case, cheap to test first: `exact`, the text is this; `prefix`, it begins so;
 * `contains`, it holds at least one of these (none listed: nothing is known). Only for patterns without fault.
 */
export interface Requirement { readonly kind: 'exact' | 'prefix' | 'contains'; readonly literals: readonly string[] }

const SHORTEST_LITERAL = 2;

export function requirement(source: string, flags = ''): Requirement {
  const node = new Parser(source, flags.includes('i')).parse();
  const parts = node.kind === 'sequence' ? flatten(node.parts) : [node];
  if (parts[0]?.kind === 'start') {
    const head = literalRun(parts, 1);
    if (head.end === parts.length - 1 && parts[head.end]!.kind === 'end') return { kind: 'exact', literals: [head.text] };
    if (head.text.length >= SHORTEST_LITERAL) return { kind: 'prefix', literals: [head.text] };
  }
  return { kind: 'contains', literals: bestLiterals(node) };
}

const flatten = (parts: readonly Node[]): Node[] => parts.flatMap((part) => (part.kind === 'sequence' ? flatten(part.parts) : [part]));

function literalRun(parts: readonly Node[], from: number): { text: string; end: number } {
  let text = '', end = from;
  for (; end < parts.length; end++) {
    const part = parts[end]!, character = part.kind === 'set' ? onlyCharacter(part.set) : null;
    if (character === null) break;
    text += character;
  }
  return { text, end };
}

/** The one character of a set, in lower case; both cases of a letter count as one. */
function onlyCharacter(set: CharSet): string | null {
  let found: string | null = null;
  for (let code = 0; code < SET_SIZE; code++) {
    if (set[code] === 0) continue;
    const lower = code === 256 ? '' : String.fromCharCode(code).toLowerCase();
    if (lower.length !== 1 || (found !== null && found !== lower)) return null;
    found = lower;
  }
  return found;
}

function bestLiterals(node: Node): string[] {
  const candidates: string[][] = [];
  if (node.kind === 'choice') {
    const each = node.options.map(bestLiterals);
    return each.every((option) => option.length > 0) ? each.flat() : [];
  }
  if (node.kind === 'repeat') return node.min > 0 ? bestLiterals(node.of) : [];
  const parts = node.kind === 'sequence' ? flatten(node.parts) : [node];
  for (let at = 0; at < parts.length; at++) {
    const run = literalRun(parts, at), part = parts[at]!;
    if (run.text.length >= SHORTEST_LITERAL) candidates.push([run.text]);
    if (run.end > at) at = run.end - 1;
    else if (part.kind === 'choice' || part.kind === 'repeat') candidates.push(bestLiterals(part));
  }
  const worth = (literals: string[]) => (literals.length === 0 ? 0 : Math.min(...literals.map((literal) => literal.length)) / literals.length ** 0.5);
  return candidates.reduce<string[]>((best, literals) => (worth(literals) > worth(best) ? literals : best), []);
}
