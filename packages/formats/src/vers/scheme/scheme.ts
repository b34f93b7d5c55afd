/** What a versioning scheme knows: whether a text is one of its versions, and how two of them are ordered. */

export type Order = -1 | 0 | 1;

/**
 * `parse` gives null for a text that is no version of the scheme; the parsed form is opaque and may be kept (an index parses each version once).
 * `compare` is null only where the scheme itself cannot tell (`generic`, unknown words). Both take time in proportion to the text's length.
 */
export interface Scheme<T = unknown> {
  readonly name: string;
  parse(text: string): T | null;
  compare(a: T, b: T): Order | null;
}

export const order = (difference: number): Order => (difference < 0 ? -1 : difference > 0 ? 1 : 0);

/** Two texts by UTF-16 code units; enough wherever the scheme allows ASCII only. */
export const compareText = (a: string, b: string): Order => (a < b ? -1 : a > b ? 1 : 0);

export const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
export const isLetter = (code: number): boolean => (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a);

/** The end of the run of digits that begins at `at`. */
export function digitsEnd(text: string, at: number, end = text.length): number {
  while (at < end && isDigit(text.charCodeAt(at))) at++;
  return at;
}

export function lettersEnd(text: string, at: number, end = text.length): number {
  while (at < end && isLetter(text.charCodeAt(at))) at++;
  return at;
}

/** Two runs of digits as numbers of any length: without leading zeros the longer is greater. Never through a number, which ends at 2^53. */
export function compareDigits(a: string, b: string): Order {
  let fromA = 0, fromB = 0;
  while (fromA < a.length && a.charCodeAt(fromA) === 0x30) fromA++;
  while (fromB < b.length && b.charCodeAt(fromB) === 0x30) fromB++;
  const lengths = (a.length - fromA) - (b.length - fromB);
  if (lengths !== 0) return order(lengths);
  return fromA === 0 && fromB === 0 ? compareText(a, b) : compareText(a.slice(fromA), b.slice(fromB));
}

export const isNumber = (text: string): boolean => text !== '' && digitsEnd(text, 0) === text.length;
export const isZero = (digits: string): boolean => { for (let at = 0; at < digits.length; at++) if (digits.charCodeAt(at) !== 0x30) return false; return true; };

/** Two lists of digit runs; what is missing at the end counts as 0. */
export function compareNumbers(a: readonly string[], b: readonly string[]): Order {
  for (let at = 0; at < a.length || at < b.length; at++) {
    const result = compareDigits(a[at] ?? '', b[at] ?? '');
    if (result !== 0) return result;
  }
  return 0;
}
