/**
 * Versions of no known scheme (VERS `generic`: "split on any wholly alpha or wholly numeric segments"). Numbers are compared as numbers; a few words have a
 * place before or after the number they follow; any other word has none, and then there is no order: `1.0 blue` and `1.0 green` are not comparable.
 */
import { compareDigits, digitsEnd, isDigit, isLetter, isZero, lettersEnd, order, type Order, type Scheme } from './scheme.ts';

interface Token { readonly number: string | null; readonly word: string; readonly rank: number }

/** Words of one rank are the same. Below 0: before the release, in this order. Above 0: after it, and no two of them comparable (is a patch newer than a service pack?). */
const RANKS: Readonly<Record<string, number>> = {
  dev: -6, snapshot: -6, nightly: -6, alpha: -5, beta: -4, milestone: -3, pre: -2, preview: -2, rc: -1, cr: -1,
  patch: 1, pl: 1, p: 1, fix: 1, hotfix: 1, hf: 1, sp: 2, sr: 3, update: 4, upd: 4, u: 4, build: 5, rev: 6, r: 6, post: 7, mr: 8,
};
/** One letter directly behind a number and nothing behind it, `1.0.2k`: after the number alone, in alphabetical order. */
const LETTER = 0.5;
const UNKNOWN = Number.NaN;

function wordToken(text: string, at: number, end: number): Token {
  const word = text.slice(at, end), beforeNumber = end < text.length && isDigit(text.charCodeAt(end)), behindNumber = at > 0 && isDigit(text.charCodeAt(at - 1));
  if (behindNumber && word.length === 1 && !beforeNumber) return { number: null, word, rank: LETTER };
  if (behindNumber && beforeNumber && (word === 'a' || word === 'b')) return { number: null, word, rank: word === 'a' ? RANKS['alpha']! : RANKS['beta']! };
  return { number: null, word, rank: Object.hasOwn(RANKS, word) ? RANKS[word]! : UNKNOWN };
}

/** Zeros before a word or the end say nothing: `1.0 SP1` is `1 SP1`. What remains of zeros has a greater number behind it. */
function dropZeros(tokens: Token[]): void {
  while (tokens.length > 0 && isZero(tokens.at(-1)!.number ?? '1')) tokens.pop();
}

function parse(text: string): readonly Token[] | null {
  const lower = text.toLowerCase(), tokens: Token[] = [];
  let numbers = 0;
  for (let at = /^v(?:er(?:sion)?)?[ ._]?(?=\d)/.exec(lower)?.[0].length ?? 0; at < lower.length;) {
    const code = lower.charCodeAt(at);
    if (isDigit(code)) {
      const end = digitsEnd(lower, at);
      tokens.push({ number: lower.slice(at, end), word: '', rank: 0 });
      numbers++;
      at = end;
    } else if (isLetter(code)) {
      const end = lettersEnd(lower, at);
      dropZeros(tokens);
      tokens.push(wordToken(lower, at, end));
      at = end;
    } else if (code > 0x7e || code < 0x20) return null;
    else at++;
  }
  dropZeros(tokens);
  return numbers > 0 ? tokens : null;
}

const compareWithEnd = ({ number, rank }: Token): Order | null => (number !== null ? 1 : Number.isNaN(rank) ? null : order(rank));

function compareWords(a: Token, b: Token): Order | null {
  if (a.word === b.word && Object.is(a.rank, b.rank)) return 0;
  if (a.rank === LETTER && b.rank === LETTER) return order(a.word.charCodeAt(0) - b.word.charCodeAt(0));
  if (Number.isNaN(a.rank) || Number.isNaN(b.rank)) return null;
  return a.rank > 0 && b.rank > 0 && a.rank !== b.rank ? null : order(a.rank - b.rank);
}

const negate = (result: Order | null): Order | null => (result === null ? null : (-result as Order));

function compareTokens(a: Token | undefined, b: Token | undefined): Order | null {
  if (a === undefined) return negate(compareWithEnd(b!));
  if (b === undefined) return compareWithEnd(a);
  if (a.number !== null && b.number !== null) return compareDigits(a.number, b.number);
  // A further number is newer than any word at its place: 1.0.1 > 1.0 SP2.
  if (a.number !== null) return Number.isNaN(b.rank) ? null : 1;
  if (b.number !== null) return Number.isNaN(a.rank) ? null : -1;
  return compareWords(a, b);
}

export const generic: Scheme<readonly Token[]> = {
  name: 'generic',
  parse,
  compare: (a, b) => {
    for (let at = 0; at < a.length || at < b.length; at++) {
      const result = compareTokens(a[at], b[at]);
      if (result !== 0) return result;
    }
    return 0;
  },
};
