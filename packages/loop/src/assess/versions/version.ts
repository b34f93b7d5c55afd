/**
 * One version as tokens, and the order of two. A version is `prefix base suffix…`: `VM5.0`, `1.8.4 SP01`, `B.06.18`, `5.17.1-754993421`.
 * `parts` is flat: for lettered schemes the letter first, then the numbers of the base, then each suffix word followed by its numbers:
 * `1.8.4 Service Pack 01` → `[1, 8, 4, 'sp', 1]`, `Rev L` → `['l']`, `VB60A` → `['b', 60, 'a']`. Numbers above 2^53 stay digit strings.
 *
 * Order: base part by part, missing parts are 0 (1.0 = 1.0.0); then the suffixes: rc, beta, alpha before the release, SP, patch, hotfix, build after it.
 * Words that stand in no known order (SP against SR, build against SP) give null, as two schemes do.
 */
import type { Version } from './types.ts';

/** Longer texts are no version. */
export const VERSION_LIMIT = 96;

/** A version or, with `line`, the stem of `5.x.x`; `digit` when the wildcard stands for a digit (`8.1x` is 8.10 to 8.19). */
export interface Phrase { readonly version: Version; readonly line: boolean; readonly digit: boolean; readonly labelled: boolean }

/** Case and accents away, dashes and signs to ASCII. At most four times as long (NFKC of `…` and the like), so still linear. */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[\u2010-\u2015\u2212]/g, '-').replace(/ß/g, 'ss').replace(/[\u2264\u2a7d]/g, '<=').replace(/[\u2265\u2a7e]/g, '>=');
}

/** `3,2` with the comma of Spanish, Hungarian and German as 3.2: only where it is the one number of the text. */
export const withPoint = (text: string): string => (/^\D*\d{1,6},\d{1,6}[a-z]?(?:\D{0,80})$/i.test(text) ? text.replace(/(\d),(?=\d)/, '$1.') : text);

/** Before the release, in this order. */
const PRE = ['dev', 'snapshot', 'alpha', 'beta', 'pre', 'preview', 'rc'];
/** After the release; the number is how coarse the step is. Different words of one rank have no known order. */
const LEVELS: Readonly<Record<string, number>> = { sp: 3, sr: 3, fp: 3, cu: 3, patch: 2, u: 2, mr: 2, hf: 1 };
const SUFFIX_WORDS: Readonly<Record<string, string>> = {
  sp: 'sp', servicepack: 'sp', sr: 'sr', servicerelease: 'sr', fp: 'fp', featurepack: 'fp', cu: 'cu', mr: 'mr', maintenancerelease: 'mr',
  p: 'patch', pl: 'patch', patch: 'patch', patchlevel: 'patch', parche: 'patch', u: 'u', upd: 'u', update: 'u', hf: 'hf', hotfix: 'hf', fix: 'hf', corefix: 'hf',
  build: 'build', bld: 'build', compilacion: 'build', rc: 'rc', beta: 'beta', alpha: 'alpha', pre: 'pre', preview: 'preview', dev: 'dev', snapshot: 'snapshot',
};
const KNOWN = new Set(Object.values(SUFFIX_WORDS));
/** A suffix that no model number bears: `sp`, `build`, `rc`. */
export const isSuffixWord = (word: string): boolean => word.length > 1 && KNOWN.has(word);
/** Two words that make one. */
const PAIRS = new Set(['service pack', 'service release', 'feature pack', 'maintenance release', 'patch level', 'hot fix']);
/** Letters behind a number that make it no version: ordinals and units. */
const COUNTS = new Set(['st', 'nd', 'rd', 'th', 'hz', 'khz', 'mhz', 'ghz', 'kb', 'mb', 'gb', 'tb', 'mm', 'cm', 'kg', 'ml', 'kv', 'ma', 'inch', 'zoll', 'bit', 'slice']);
export const isUnit = (word: string): boolean => COUNTS.has(word);
const SILENT = new Set(['final', 'ga', 'release', 'stable', 'lts']);
const NEUTRAL = /^(?:(?:versiones|versionen|versions|version|verziok|verzio|ver|releases|release|rel|firmware|software|szoftver|fw|sw|no|nr|app|stand)\b[.:#=\s]*|(?:v|r|ver|rel|fw|sw)[.:\s]*(?=\d))/;
const REVISION = /^(?:revisions|revision|revizio|rev|rel|edicion|index)\b[.:#\s]*|^rev[.:\s]*(?=\d)/;
const EDITION = /^(?:(\d{1,3})(?:st|nd|rd|th|a|o|\.)? ?(?:edition|edicion|kiadas|auflage|ausgabe|ed)\.?|(?:edition|edicion|kiadas|auflage|ausgabe) (\d{1,3}))$/;
/** B. Braun: line, region (U: United States, L: elsewhere), number: `028U000061` is U61. */
const REGIONAL = /^(?:\d{3})?([ul])0*(\d{2,6})$/;
const OTHER_THINGS = new Set(['windows', 'win', 'linux', 'ubuntu', 'debian', 'android', 'ios', 'macos', 'java', 'iis', 'serial', 'sn', 'hw', 'hardware', 'dicom', 'hl7', 'usb', 'bios', 'boot', 'model', 'part', 'option', 'ipv', 'room', 'bett', 'bed']);

type Run = { readonly text: string; readonly number: boolean; readonly gap: string };

/** Reads the whole text as one version; null when anything in it is not a part of one. */
export function parseVersion(text: string): Version | null {
  const phrase = readPhrase(text);
  return phrase === null || phrase.line ? null : phrase.version;
}

/** As `parseVersion`, with `5.x.x` and `8.1x` too. */
export function readPhrase(text: string): Phrase | null {
  const raw = text.trim().replace(/^v(?=[A-Z]\d)/, '');
  if (raw.length === 0 || raw.length > VERSION_LIMIT) return null;
  let rest = fold(raw).replace(/[\s,;:.]+$/, ''), labelled = false, revision = false;
  const edition = EDITION.exec(rest);
  if (edition) return phraseOf({ text: raw, scheme: 'edition', parts: [Number(edition[1] ?? edition[2])] }, true);
  for (let i = 0; i < 4; i++) {
    const rev = REVISION.exec(rest), lead = rev ?? NEUTRAL.exec(rest);
    if (!lead || lead[0].length === rest.length) break;
    revision ||= rev !== null;
    labelled = true;
    rest = rest.slice(lead[0].length);
  }
  const regional = REGIONAL.exec(rest);
  if (regional && !revision) return phraseOf({ text: raw, scheme: `line:${regional[1]}`, parts: [number(regional[2]!)] }, labelled);
  if (/^[a-z]$/.test(rest)) return rest === 'x' && !revision ? null : phraseOf({ text: raw, scheme: 'letter', parts: [rest] }, labelled);
  const named = /^[a-z].*[-_ ]v(?=\d)/.exec(rest);
  if (named && !/\d\.\d/.test(named[0])) rest = rest.slice(named[0].length);
  const runs = runsOf(rest);
  return runs === null ? null : readRuns(raw, runs, labelled);
}

const phraseOf = (version: Version, labelled: boolean): Phrase => ({ version, line: false, digit: false, labelled });
const number = (digits: string): number | string => (digits.length <= 15 ? Number(digits) : digits.replace(/^0+(?=\d)/, ''));

/** Runs of digits and of letters with what stood before each. `*` counts as `x`. Null on a character that stands in no version. */
function runsOf(text: string): Run[] | null {
  const runs: Run[] = [];
  let at = 0, gap = '';
  while (at < text.length) {
    const digit = isDigit(text, at), letter = isLetter(text, at);
    if (!digit && !letter) {
      const sign = text[at++]!;
      if (sign === '*') { runs.push({ text: 'x', number: false, gap }); gap = ''; continue; }
      if (!'.-_ ()+#\t'.includes(sign)) return null;
      gap += sign;
      continue;
    }
    const from = at;
    while (at < text.length && (digit ? isDigit(text, at) : isLetter(text, at))) at++;
    runs.push({ text: text.slice(from, at), number: digit, gap });
    gap = '';
  }
  return runs;
}

const isDigit = (text: string, at: number): boolean => { const code = text.charCodeAt(at); return code >= 48 && code <= 57; };
const isLetter = (text: string, at: number): boolean => { const code = text.charCodeAt(at); return code >= 97 && code <= 122; };

function readRuns(raw: string, runs: readonly Run[], labelled: boolean): Phrase | null {
  const first = runs.findIndex((run) => run.number);
  if (first < 0) return null;
  const head = readPrefix(runs.slice(0, first), runs[first]!, runs[first + 1]);
  if (head === null) return null;
  const parts: (number | string)[] = [...head.parts], hash = hashOf(runs);
  let at = first, dotted = 0, dots = 0, scheme = head.scheme, line = false, digit = false;
  for (; at < runs.length && at < hash.at; at++) {
    const run = runs[at]!;
    if (run.text === 'x' || run.text === 'xx' || run.text === 'xxx') { line = true; digit = run.gap === '' && dotted > 0 && run.text === 'x'; break; }
    if (!run.number) break;
    if (dotted > 0 && run.gap.includes(' ')) return null;
    if (dots > 0 && (run.gap === '-' || run.gap === '_')) break;
    if (dotted > 0 && run.gap === '.') dots++;
    parts.push(number(run.text));
    dotted++;
  }
  if (line) {
    if (runs.slice(at).some((run) => run.number || !/^x+$/.test(run.text))) return null;
  } else if (!readSuffixes(runs, at, hash, parts)) return null;
  if (scheme === 'number' && typeof parts[0] === 'number' && parts[0] >= 1990 && parts[0] < 2040 && runs[first]!.text.length === 4) scheme = 'year';
  return { version: { text: raw, scheme, parts }, line, digit, labelled };
}

/** What letters before the first number mean: nothing, a letter that is ordered, a name that must be the same, a bare patch level. */
function readPrefix(words: readonly Run[], first: Run, second: Run | undefined): { readonly scheme: string; readonly parts: readonly string[] } | null {
  const last = words.at(-1);
  if (!last) return /^[.]?$/.test(first.gap) ? { scheme: 'number', parts: [] } : null;
  const other = words.find((run) => OTHER_THINGS.has(run.text));
  if (other) return { scheme: `of:${other.text}`, parts: [] };
  const glued = first.gap === '' || first.gap === '.' || first.gap === '-', word = last.text;
  const suffix = words.length === 1 || word.length > 1 ? SUFFIX_WORDS[word] : undefined;
  if (glued && word === 'x') return null;
  if (suffix !== undefined && !(word.length === 1 && (first.gap === '.' || second?.gap === '.'))) return { scheme: `level:${suffix}`, parts: [] };
  if (word.length === 1 && first.gap.includes(' ')) return null;
  if (word.length === 1 && glued) return word === 'v' || word === 'r' ? { scheme: 'number', parts: [] } : { scheme: 'letter', parts: [word] };
  // Siemens VA…VE, Dräger VF, VG: the second letter counts up.
  if (word.length === 2 && word.startsWith('v') && glued) return { scheme: 'v', parts: [word.slice(1)] };
  // `HD 16` is HD16, but `DB 4.5` is 4.5 of something.
  if (word.length === 2 && !(first.gap.includes(' ') && second?.number === true)) return { scheme: `prefix:${word}`, parts: [] };
  return { scheme: 'number', parts: [] };
}

/** A commit id at the end: hexadecimal, 6 to 40 digits, with both letters and digits, after `-` or `+`. It has no order. */
function hashOf(runs: readonly Run[]): { readonly at: number; readonly text: string } {
  let at = runs.length - 1;
  while (at > 0 && runs[at]!.gap === '') at--;
  const text = at > 0 ? runs.slice(at).map((run) => run.text).join('') : '';
  return at > 0 && /^[-+]$/.test(runs[at]!.gap) && /^(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{6,40}$/.test(text) ? { at, text } : { at: runs.length, text: '' };
}

function readSuffixes(runs: readonly Run[], from: number, hash: { readonly at: number; readonly text: string }, parts: (number | string)[]): boolean {
  for (let at = from; at < hash.at;) {
    const suffix = readWord(runs, at), numbers: (number | string)[] = [];
    if (suffix === null) return false;
    for (at = suffix.next; at < hash.at && runs[at]!.number; at++) {
      // `SP2 2019`: a second number apart from the first is none of the suffix; a build has as many as it likes.
      if (numbers.length > 0 && suffix.word !== 'build' && runs[at]!.gap.includes(' ')) return false;
      numbers.push(number(runs[at]!.text));
    }
    if (suffix.word === '' || (LEVELS[suffix.word] !== undefined && numbers.length > 0 && numbers.every((one) => one === 0))) continue;
    parts.push(suffix.word, ...numbers);
  }
  if (hash.text !== '') parts.push(`hash:${hash.text}`);
  return true;
}

/** The suffix word at `at`: a known one by its short name, `build` where only a dash parts two numbers, '' for words that say nothing; null for what is no suffix. */
function readWord(runs: readonly Run[], at: number): { readonly word: string; readonly next: number } | null {
  const run = runs[at]!, next = runs[at + 1];
  if (run.number) return { word: 'build', next: at };
  if (next && !next.number && PAIRS.has(`${run.text} ${next.text}`)) return { word: SUFFIX_WORDS[run.text + next.text]!, next: at + 2 };
  if (SILENT.has(run.text)) return next?.number ? null : { word: '', next: at + 1 };
  if (COUNTS.has(run.text)) return null;
  const known = SUFFIX_WORDS[run.text], glued = next?.number === true && next.gap === '', { length } = run.text;
  // A bare `p` or `u` is a letter like any other: 2.6P follows 2.6N.
  if (length === 1 && (!next?.number || /[ (]/.test(next.gap))) return run.gap.includes(' ') && next !== undefined ? null : { word: run.text, next: at + 1 };
  if (known !== undefined) return { word: known, next: at + 1 };
  if (run.gap.includes(' ') ? length > 2 || (!glued && (length === 2 || next !== undefined)) : length > 12) return null;
  return { word: run.text, next: at + 1 };
}

export type Order = -1 | 0 | 1;
interface Group { readonly word: string; readonly numbers: readonly (number | string)[] }
const isNumber = (part: number | string): boolean => typeof part === 'number' || (part.charCodeAt(0) >= 48 && part.charCodeAt(0) <= 57);

/** Null: the two stand in no order that anyone could know (two schemes, two kinds of suffix). */
export function compareTokens(a: Version, b: Version): Order | null {
  if (a.scheme !== b.scheme) return null;
  const left = baseOf(a), right = baseOf(b);
  return compareLetters(left.letter, right.letter) || compareNumbers(left.numbers, right.numbers) || compareGroups(left.groups, right.groups);
}

/** The parts of a version by role: the leading letter of a lettered scheme or '', the numbers of the base, the suffixes. */
export function baseOf(version: Version): { readonly letter: string; readonly numbers: readonly (number | string)[]; readonly groups: readonly Group[] } {
  const { parts } = version, lettered = version.scheme === 'letter' || version.scheme === 'v', groups: { word: string; numbers: (number | string)[] }[] = [];
  let at = lettered ? 1 : 0;
  const numbers: (number | string)[] = [];
  while (at < parts.length && isNumber(parts[at]!)) numbers.push(parts[at++]!);
  for (; at < parts.length; at++) {
    if (isNumber(parts[at]!)) groups.at(-1)!.numbers.push(parts[at]!);
    else groups.push({ word: String(parts[at]), numbers: [] });
  }
  return { letter: lettered ? String(parts[0]) : '', numbers, groups };
}

const compareLetters = (a: string, b: string): Order => (a === b ? 0 : a < b ? -1 : 1);

/** Missing numbers are 0. Digit strings are longer than 15 digits, so above every number. */
function compareNumbers(a: readonly (number | string)[], b: readonly (number | string)[]): Order {
  for (let i = 0; i < a.length || i < b.length; i++) {
    const x = a[i] ?? 0, y = b[i] ?? 0;
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x < y ? -1 : 1;
    if (typeof x === 'number') return -1;
    if (typeof y === 'number') return 1;
    return x.length === y.length ? compareLetters(x, y) : x.length < y.length ? -1 : 1;
  }
  return 0;
}

function compareGroups(a: readonly Group[], b: readonly Group[]): Order | null {
  for (let i = 0; i < a.length || i < b.length; i++) {
    const x = a[i], y = b[i];
    const order = x && y ? compareGroup(x, y) : x ? afterRelease(x) : negate(afterRelease(y!));
    if (order !== 0) return order;
  }
  return 0;
}

const negate = (order: Order | null): Order | null => (order === null ? null : order === 0 ? 0 : order < 0 ? 1 : -1);

/** Where `group` stands against a version that ends before it. `1.0b2` may be a beta or a letter: null. */
function afterRelease(group: Group): Order | null {
  if (PRE.includes(group.word)) return -1;
  if (LEVELS[group.word] !== undefined || group.word === 'build') return 1;
  if (group.word.length !== 1) return null;
  return (group.word === 'a' || group.word === 'b') && group.numbers.length === 1 ? null : 1;
}

function compareGroup(a: Group, b: Group): Order | null {
  // Honeywell's `HW01`: the hardware a firmware is for, not a step of it.
  if (a.word === b.word) return a.word === 'hw' && a.numbers[0] !== b.numbers[0] ? null : compareNumbers(a.numbers, b.numbers);
  const pre = PRE.indexOf(a.word), other = PRE.indexOf(b.word);
  if (pre >= 0 && other >= 0) return pre < other ? -1 : 1;
  if (pre >= 0) return afterRelease(b) === 1 ? -1 : null;
  if (other >= 0) return afterRelease(a) === 1 ? 1 : null;
  const rank = LEVELS[a.word], against = LEVELS[b.word];
  if (rank !== undefined && against !== undefined) return rank === against ? null : rank < against ? -1 : 1;
  return rank === undefined && against === undefined && a.word.length === 1 && b.word.length === 1 ? compareLetters(a.word, b.word) : null;
}
