/** Which part of two texts is the same: what the comparison underlines on both sides. */

interface Token { readonly text: string; readonly from: number; readonly to: number }
export interface Span { readonly from: number; readonly to: number }

/** Publishers quote a line; what is longer is compared at its beginning only. */
const TOKENS_COMPARED = 60, LETTERS_COMPARED = 1000;
const tokensOf = (text: string): Token[] => [...text.slice(0, LETTERS_COMPARED).matchAll(/[\p{L}\p{N}][\p{L}\p{N}.]*/gu)].slice(0, TOKENS_COMPARED).map((match) => ({ text: fold(match[0]), from: match.index, to: match.index + match[0].length }));
const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\.+$/, '');

/** The longest run of words that both have, case and accents left out; null when they share none. */
export function commonRun(a: string, b: string): { readonly a: Span; readonly b: Span } | null {
  const left = tokensOf(a), right = tokensOf(b);
  let best = { length: 0, i: 0, j: 0 };
  for (let i = 0; i < left.length; i++) for (let j = 0; j < right.length; j++) {
    let length = 0;
    while (i + length < left.length && j + length < right.length && left[i + length]!.text === right[j + length]!.text) length++;
    if (length > best.length) best = { length, i, j };
  }
  if (best.length === 0) return null;
  const span = (tokens: readonly Token[], at: number): Span => ({ from: tokens[at]!.from, to: tokens[at + best.length - 1]!.to });
  return { a: span(left, best.i), b: span(right, best.j) };
}
