/**
 * A printed product name taken apart: what it is called, and the clauses that only restrict it. `LOGIQ, not including LOGIQ 100 Pro`;
 * `MX40 Patient Worn Monitor (WLAN only)`; `Upgrade Utility used with Windows XP systems`; `Valleylab FX8 Energy Platform (VLFX8GEN)`.
 */
import { fold } from '@wardkeep/formats/fold';
import { plain, tokenize } from './tokens.ts';
import type { Words } from './words.ts';

export interface NameClauses {
  /** What is left: the name itself. */
  readonly core: string;
  readonly conditions: readonly string[];
  readonly exclusions: readonly string[];
  /** `VxWorks (6.9.4.11, Vx7 SR540)`: versions in parentheses. */
  readonly versions: readonly string[];
  /** Model and order numbers in parentheses: they identify, but nobody has to name them. */
  readonly numbers: readonly string[];
  /** `(CIC)`, with the text that stands before it. */
  readonly acronyms: readonly { readonly short: string; readonly long: string }[];
}

const PARENTHESES_LIMIT = 8;
const NUMBER_LEAD = /^(?:part|order|model|article|ref|catalog(?:ue)?|product|mlfb)s?\s*(?:number|no|nr|n)?s?[.°:#\s]*/i;

export function splitName(name: string, words: Words): NameClauses {
  const conditions: string[] = [], exclusions: string[] = [], numbers: string[] = [], versions: string[] = [], acronyms: { short: string; long: string }[] = [];
  let core = plain(name).replace(/\bw\/\s*/gi, 'with ').replace(/\s+/g, ' ').trim();
  for (let round = 0; round < PARENTHESES_LIMIT; round++) {
    const open = core.lastIndexOf('(');
    if (open < 0) break;
    const close = core.indexOf(')', open), inside = core.slice(open + 1, close < 0 ? core.length : close).trim(), before = core.slice(0, open).replace(/[\s(]+$/, ''), after = close < 0 ? '' : core.slice(close + 1);
    const kind = kindOf(inside, before, words);
    if (kind === 'numbers') numbers.push(inside.replace(NUMBER_LEAD, ''));
    else if (kind === 'acronym') acronyms.push({ short: inside, long: before });
    else if (kind === 'versions') versions.push(...inside.split(/\s*[,;|]\s*/).filter((text) => text !== ''));
    else if (kind === 'exclusion') exclusions.push(inside.replace(leadOf(words.exclusions), ''));
    else if (kind === 'condition') conditions.push(inside);
    core = `${before} ${after.trim()}`.trim();
  }
  core = core.replace(/[()]/g, ' ').replace(/\s+/g, ' ').trim();
  core = withoutProse(core);
  core = cut(core, words.exclusions, exclusions);
  core = core.replace(/\b(windows|linux|android|macos|unix)\s+([\w.]+)[ -]based\b/gi, (_, system: string, version: string) => { conditions.push(`${system} ${version}`); return ''; });
  core = cut(core, words.conditions, conditions);
  return { core, versions, conditions, exclusions, numbers, acronyms };
}

/** Takes what follows the first of the phrases away, if something stands before it. */
function cut(text: string, phrases: readonly string[], into: string[]): string {
  const found = leadOf(phrases, true).exec(text);
  if (found === null || found.index === 0) return text;
  const clause = text.slice(found.index + found[0].length).trim();
  if (clause === '') return text;
  into.push(phrases.length > 0 && /\b(?:on)\s+(windows|linux|android)\s*$/i.test(found[0]) ? `${/(windows|linux|android)\s*$/i.exec(found[0])![1]} ${clause}` : clause);
  return text.slice(0, found.index).replace(/[\s,;:-]+$/, '');
}

const LEADS = new WeakMap<readonly string[], { start: RegExp; anywhere: RegExp }>();
function leadOf(phrases: readonly string[], anywhere = false): RegExp {
  let found = LEADS.get(phrases);
  if (found === undefined) {
    const any = phrases.map((phrase) => phrase.replace(/ /g, '\\s+')).join('|');
    found = { start: new RegExp(`^(?:${any})\\s+`, 'i'), anywhere: new RegExp(`(?:^|[\\s,;])(?:${any})\\s+(?=\\S)`, 'i') };
    LEADS.set(phrases, found);
  }
  return anywhere ? found.anywhere : found.start;
}

function kindOf(inside: string, before: string, words: Words): 'numbers' | 'versions' | 'acronym' | 'exclusion' | 'condition' | 'remark' {
  if (/^incl(?:\.|uding)?\b/i.test(inside)) return 'remark';
  if (leadOf(words.exclusions).test(`${inside} `)) return 'exclusion';
  const bare = inside.replace(NUMBER_LEAD, ''), chunks = bare.split(/[\s,]+/).filter((chunk) => chunk !== '');
  if (inside === bare && chunks.some((chunk) => /^v?\d+(?:\.\d+)+[a-z]?$/i.test(chunk)) && chunks.length <= 2 * inside.split(/[,;|]/).length) return 'versions';
  if (chunks.length > 0 && chunks.every((chunk) => /^[A-Za-z0-9][\w./-]*$/.test(chunk) && /\d/.test(chunk) && chunk.length >= 4) && (inside !== bare || /[A-Za-z]/.test(bare) || /\d{4}/.test(bare))) return 'numbers';
  const tokens = tokenize(inside, words), known = tokenize(before, words);
  if (tokens.length === 1 && known.some((token) => token.concept === tokens[0]!.concept)) return 'remark';
  const spelt = known.filter((token) => !JOINING.has(token.text)).map((token) => token.raw);
  // `(CIC)` spells the words before it, or `IGSS (Interactive Graphical SCADA System)` the reverse.
  if (tokens.length === 1 && spelt.some((_, from) => isAcronym(inside, spelt.slice(from)))) return 'acronym';
  if (spelt.length > 0 && isAcronym(spelt.at(-1)!, tokens.map((token) => token.raw))) return 'remark';
  // Other capitals are markets and editions, `(EU)`, `(PAS)`: nobody writes them into a list, so they ask for nothing.
  if (tokens.length === 1 && tokens[0]!.kind !== 'kind' && /^[A-Z]{2,5}$/.test(inside)) return 'remark';
  // `(Control Unit)` says what the thing is; `(wireless)`, `(Linux)`, `(WLAN only)` which of them is meant.
  if (tokens.every((token) => token.kind === 'vacuous' || (token.kind === 'kind' && !OPTIONAL.has(token.concept))) && !/\bonly\b/i.test(inside) && !leadOf(words.conditions).test(`${inside} `)) return 'remark';
  return tokens.some((token) => token.kind !== 'vacuous' && !words.isNegation(token.text)) ? 'condition' : 'remark';
}

/**
 * `ISP` for IntelliSpace Portal, `PCU` for PC Unit, `CIC` for Clinical Information Center: the first letter of every word as printed, in order, then capitals
 * within it; from four letters on, one more letter of a word (`ISCV`: IntelliSpace CardioVascular).
 */
export function isAcronym(short: string, parts: readonly string[]): boolean {
  const letters = fold(short).replace(/ /g, '');
  if (parts.some((part) => part === '')) return false;
  if (letters.length < 2 || parts.length < 2 || parts.length > letters.length) return false;
  return spells(letters, 0, parts, 0, letters.length >= 4 ? 1 : 0);
}

/** Kinds that a device may have or lack. */
const OPTIONAL: ReadonlySet<string> = new Set(['wireless', 'network', 'windows', 'linux', 'android', 'ios', 'battery', 'docking', 'mobile', 'web', 'cloud', 'printer', 'camera', 'card']);

const JOINING = new Set(['of', 'and', 'for', 'the', 'de', 'la', 'y', 'es', 'und', 'with', 'in']);

function spells(letters: string, at: number, parts: readonly string[], part: number, spare: number): boolean {
  if (part === parts.length) return at === letters.length;
  const word = parts[part]!, plain = word.toLowerCase();
  if (at >= letters.length || plain[0] !== letters[at]) return false;
  if (spells(letters, at + 1, parts, part + 1, spare)) return true;
  for (let inner = 1, next = at + 1, left = spare; next < letters.length; next++) {
    const capital = word.indexOf(letters[next]!.toUpperCase(), inner), any = plain.indexOf(letters[next]!, inner);
    if (capital < 0 && (any < 0 || left-- === 0)) return false;
    inner = (capital < 0 ? any : capital) + 1;
    if (spells(letters, next + 1, parts, part + 1, left)) return true;
  }
  return false;
}

/** `TUG Home Base Server a server used to …`: an article after a name of two words or more begins a description. */
function withoutProse(core: string): string {
  const found = /^(\S+ \S+.*?)[ ,:;-]+(?:a|an|which|that|is|are)\s+[a-z]+\s/.exec(core);
  return found === null ? core : found[1]!.replace(/[\s,;:-]+$/, '');
}
