/** The versions on both sides of a bound, one step away: for tests that move an asset across it. */
import type { Bound } from './types.ts';
import { compareTokens, parseVersion } from './version.ts';

/** `inside` satisfies the bound, `outside` does not; the nearer of the two is the bound's own version. */
export interface Crossing { readonly inside: string; readonly outside: string }

/** Null when there is no such neighbour: nothing lies below 0 or `A`, and a commit id has no order. */
export function stepAcross(bound: Bound, side: 'low' | 'high'): Crossing | null {
  const { text } = bound.version, beyond = (side === 'high') === bound.inclusive ? up(text) : down(text);
  if (beyond === null) return null;
  const own = parseVersion(text), other = parseVersion(beyond), order = own && other ? compareTokens(other, own) : null;
  if (order !== ((side === 'high') === bound.inclusive ? 1 : -1)) return null;
  return bound.inclusive ? { inside: text, outside: beyond } : { inside: beyond, outside: text };
}

/** The last number one higher, as wide as printed; a lone letter gives the next. */
function up(text: string): string | null {
  if (/^[^a-z]*\b[a-y]$/i.test(text) && !/\d/.test(text)) return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) + 1);
  const at = /(\d+)(\D*)$/.exec(text);
  return at && text.slice(0, at.index) + increment(at[1]!) + at[2]!;
}

/** The last number that is not 0 one lower, the numbers behind it all nines. */
function down(text: string): string | null {
  if (/^[^a-z]*\b[b-z]$/i.test(text) && !/\d/.test(text)) return text.slice(0, -1) + String.fromCharCode(text.charCodeAt(text.length - 1) - 1);
  const at = /([1-9]\d*|0+[1-9]\d*)((?:\D+0+)*\D*)$/.exec(text);
  return at && text.slice(0, at.index) + decrement(at[1]!) + at[2]!.replace(/0/g, '9');
}

const increment = (digits: string): string => (BigInt(digits) + 1n).toString().padStart(digits.length, '0');
const decrement = (digits: string): string => (BigInt(digits) - 1n).toString().padStart(digits.length, '0');
