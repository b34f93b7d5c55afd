/**
 * Maven versions (POM reference, "Version order specification"; org.apache.maven.artifact.versioning.ComparableVersion): tokens between points, hyphens,
 * underscores and the borders of digits and letters. Kept flat: the nested lists of the original would be as deep as a hostile version is long.
 */
import { compareDigits, compareText, digitsEnd, isDigit, isZero, order, type Order, type Scheme } from './scheme.ts';

/** `hyphen`: what stands in front of the token, a border of digits and letters included. `number`: digits, or null for a qualifier. */
interface Token { readonly hyphen: boolean; readonly number: string | null; readonly word: string }

const QUALIFIERS: Readonly<Record<string, number>> = { alpha: 0, beta: 1, milestone: 2, rc: 3, cr: 3, snapshot: 4, '': 5, final: 5, ga: 5, release: 5, sp: 6 };
const RELEASE = 5, UNKNOWN = 7;
const SHORT: Readonly<Record<string, string>> = { a: 'alpha', b: 'beta', m: 'milestone' };

const isSeparator = (code: number): boolean => code === 0x2e || code === 0x2d || code === 0x5f;
const rank = (word: string): number => (Object.hasOwn(QUALIFIERS, word) ? QUALIFIERS[word]! : UNKNOWN);
const isNull = ({ number, word }: Token): boolean => (number === null ? rank(word) === RELEASE : isZero(number));

function split(text: string): Token[] {
  const tokens: Token[] = [];
  let hyphen = false;
  for (let at = 0; at <= text.length;) {
    const digits = digitsEnd(text, at);
    let end = digits;
    if (digits > at) tokens.push({ hyphen, number: text.slice(at, digits), word: '' });
    else {
      while (end < text.length && !isDigit(text.charCodeAt(end)) && !isSeparator(text.charCodeAt(end))) end++;
      const word = text.slice(at, end), beforeNumber = end < text.length && isDigit(text.charCodeAt(end));
      // An empty token is a 0, as in `1..2`.
      tokens.push(word === '' ? { hyphen, number: '0', word } : { hyphen, number: null, word: beforeNumber && Object.hasOwn(SHORT, word) ? SHORT[word]! : word });
    }
    if (end >= text.length) break;
    const code = text.charCodeAt(end), separated = isSeparator(code);
    hyphen = !separated || code === 0x2d;
    at = separated ? end + 1 : end;
  }
  return tokens;
}

/** Null values are dropped at the end and before each hyphen that remains; the first token stays. */
function trim(tokens: readonly Token[]): Token[] {
  const kept: Token[] = [];
  let trimming = true;
  for (let at = tokens.length - 1; at >= 0; at--) {
    const token = tokens[at]!;
    if (trimming && at > 0 && isNull(token)) continue;
    kept.push(token);
    trimming = token.hyphen;
  }
  return kept.reverse();
}

const compareWords = (a: string, b: string): Order => { const left = rank(a), right = rank(b); return left === UNKNOWN && right === UNKNOWN ? compareText(a, b) : order(left - right); };

/** A token against the null value that pads the shorter version. */
const compareWithNull = ({ number, word }: Token): Order => (number === null ? compareWords(word, '') : isZero(number) ? 0 : 1);

/** `.qualifier` = `-qualifier` < `-number` < `.number`. */
const classOf = ({ number, hyphen }: Token): number => (number === null ? 0 : hyphen ? 1 : 2);

export const maven: Scheme<readonly Token[]> = {
  name: 'maven',
  // Anything is a version to Maven; text without a letter or digit, or with white space, is not taken for one here.
  parse: (text) => (/^[!-~]+$/.test(text) && /[0-9A-Za-z]/.test(text) ? trim(split(text.toLowerCase())) : null),
  compare: (a, b) => {
    for (let at = 0; at < a.length || at < b.length; at++) {
      const left = a[at], right = b[at];
      let result: Order;
      if (left === undefined) result = -compareWithNull(right!) as Order;
      else if (right === undefined) result = compareWithNull(left);
      else result = order(classOf(left) - classOf(right)) || (left.number === null ? compareWords(left.word, right.word) : compareDigits(left.number, right.number!));
      if (result !== 0) return result;
    }
    return 0;
  },
};
