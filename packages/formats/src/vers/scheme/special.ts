/** The VERS types that belong to no ecosystem ("Special VERS types"): datetime, intdot, lexicographic. */
import { compareNumbers, order, type Order, type Scheme } from './scheme.ts';

/** Seconds since 1970-01-01T00:00:00Z, and the digits of the fraction. */
export interface Instant { readonly seconds: number; readonly fraction: string }

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Days since 1970-01-01 in the proleptic Gregorian calendar. */
function days(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year, era = Math.floor(shifted / 400), ofEra = shifted - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

function parseInstant(text: string): Instant | null {
  const match = RFC3339.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0), offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * (match[8] === '-' ? -60 : 60);
  if (month < 1 || month > 12 || day < 1 || day > MONTHS[month - 1]! + (leap && month === 2 ? 1 : 0) || hour > 23 || minute > 59 || second > 60) return null;
  return { seconds: days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset, fraction: match[7] ?? '' };
}

/** Fractions of a second, digit by digit; missing digits are 0. */
function compareFractions(a: string, b: string): Order {
  for (let at = 0; at < a.length || at < b.length; at++) {
    const difference = (at < a.length ? a.charCodeAt(at) : 0x30) - (at < b.length ? b.charCodeAt(at) : 0x30);
    if (difference !== 0) return order(difference);
  }
  return 0;
}

/** RFC 3339, 5.6, by instant. */
export const datetime: Scheme<Instant> = { name: 'datetime', parse: parseInstant, compare: (a, b) => order(a.seconds - b.seconds) || compareFractions(a.fraction, b.fraction) };

/** Numbers between points; what follows the first other character is not read. */
export const intdot: Scheme<readonly string[]> = {
  name: 'intdot',
  parse: (text) => { const numbers = /^\d+(?:\.\d+)*/.exec(text); return numbers === null ? null : numbers[0].split('.'); },
  compare: compareNumbers,
};

/** UTF-8 byte order, which is code point order: a surrogate (U+10000 and above) comes after every other unit. */
function compareUtf8(a: string, b: string): Order {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const left = a.charCodeAt(at), right = b.charCodeAt(at);
    if (left === right) continue;
    const leftPair = left >= 0xd800 && left <= 0xdfff, rightPair = right >= 0xd800 && right <= 0xdfff;
    return leftPair !== rightPair ? (leftPair ? 1 : -1) : order(left - right);
  }
  return order(a.length - b.length);
}

export const lexicographic: Scheme<string> = { name: 'lexicographic', parse: (text) => (text === '' ? null : text), compare: compareUtf8 };

