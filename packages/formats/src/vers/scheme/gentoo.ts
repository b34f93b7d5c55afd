/**
 * Gentoo versions (PMS 8, chapter 3.2 and 3.3) and those of Alpine's apk, which grew from them (apk-tools, src/version.c):
 * `digits{.digits}{letter}{_suffix{digits}}{~hash}{-rdigits}`.
 */
import { compareDigits, compareText, order, type Order, type Scheme } from './scheme.ts';

export interface GentooVersion {
  readonly numbers: readonly string[];
  readonly letter: string;
  /** Rank of the word (below 0: before the release) and its number. */
  readonly suffixes: readonly (readonly [rank: number, number: string | null])[];
  readonly hash: string | null;
  readonly revision: string | null;
}

const GRAMMAR = /^(\d+(?:\.\d+)*)([a-z]?)((?:_(?:alpha|beta|pre|rc|cvs|svn|git|hg|p)\d*)*)(?:~([0-9a-f]+))?(?:-r(\d+))?$/;
const RANKS: Readonly<Record<string, number>> = { alpha: -4, beta: -3, pre: -2, rc: -1, cvs: 1, svn: 2, git: 3, hg: 4, p: 5 };

function parse(text: string): GentooVersion | null {
  const match = GRAMMAR.exec(text);
  if (match === null) return null;
  const [, numbers = '', letter = '', words = '', hash, revision] = match;
  const suffixes = words === '' ? [] : words.slice(1).split('_').map((word) => {
    const [, name = '', number = ''] = /^([a-z]+)(\d*)$/.exec(word) ?? [];
    return [RANKS[name] ?? 0, number === '' ? null : number] as const;
  });
  return { numbers: numbers.split('.'), letter, suffixes, hash: hash ?? null, revision: revision ?? null };
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}

/** PMS 3.3, algorithm 3: behind a point, a number with a leading zero is a fraction. */
function comparePmsNumbers(a: readonly string[], b: readonly string[]): Order {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a[at]!, right = b[at]!, fraction = at > 0 && (left.startsWith('0') || right.startsWith('0'));
    const result = fraction ? compareText(trimZeros(left), trimZeros(right)) : compareDigits(left, right);
    if (result !== 0) return result;
  }
  return order(a.length - b.length);
}

/** PMS 3.3, algorithms 5 and 6: no suffix stands between `_rc` and `_p`. */
function comparePmsSuffixes(a: GentooVersion['suffixes'], b: GentooVersion['suffixes']): Order {
  for (let at = 0; at < a.length || at < b.length; at++) {
    const [leftRank, left] = a[at] ?? [0, null], [rightRank, right] = b[at] ?? [0, null];
    const result = order(leftRank - rightRank) || compareDigits(left ?? '', right ?? '');
    if (result !== 0) return result;
  }
  return 0;
}

export const gentoo: Scheme<GentooVersion> = {
  name: 'gentoo',
  parse: (text) => { const version = parse(text); return version === null || version.hash !== null || version.suffixes.some(([rank]) => rank > 0 && rank < 5) ? null : version; },
  compare: (a, b) => comparePmsNumbers(a.numbers, b.numbers) || compareText(a.letter, b.letter) || comparePmsSuffixes(a.suffixes, b.suffixes) || compareDigits(a.revision ?? '', b.revision ?? ''),
};

/** Kinds in apk's order: where two versions part, the one with the later kind is older, except that a suffix before the release always is. */
const NUMBER = 1, LETTER = 2, SUFFIX = 3, SUFFIX_NUMBER = 4, HASH = 5, REVISION = 6, END = 7;
type Token = readonly [kind: number, text: string, rank: number];

function apkTokens(version: GentooVersion): Token[] {
  const tokens: Token[] = version.numbers.map((digits) => [NUMBER, digits, 0] as const);
  if (version.letter !== '') tokens.push([LETTER, version.letter, 0]);
  for (const [rank, number] of version.suffixes) {
    tokens.push([SUFFIX, '', rank]);
    if (number !== null) tokens.push([SUFFIX_NUMBER, number, 0]);
  }
  if (version.hash !== null) tokens.push([HASH, version.hash, 0]);
  if (version.revision !== null) tokens.push([REVISION, version.revision, 0]);
  return tokens;
}

function compareTokens([kind, a, rankA]: Token, [, b, rankB]: Token, first: boolean): Order {
  switch (kind) {
    case SUFFIX: return order(rankA - rankB);
    case LETTER: case HASH: return compareText(a, b);
    case NUMBER: return !first && (a.startsWith('0') || b.startsWith('0')) ? compareText(a, b) : compareDigits(a, b);
    default: return compareDigits(a, b);
  }
}

const NOTHING: Token = [END, '', 0];

export const apk: Scheme<GentooVersion> = {
  name: 'apk',
  parse,
  compare: (a, b) => {
    const left = apkTokens(a), right = apkTokens(b);
    for (let at = 0; at < left.length || at < right.length; at++) {
      const one = left[at] ?? NOTHING, other = right[at] ?? NOTHING;
      if (one[0] !== other[0]) return one[0] === SUFFIX && one[2] < 0 ? -1 : other[0] === SUFFIX && other[2] < 0 ? 1 : order(other[0] - one[0]);
      const result = compareTokens(one, other, at === 0);
      if (result !== 0) return result;
    }
    return 0;
  },
};
