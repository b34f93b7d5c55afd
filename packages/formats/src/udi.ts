/**
 * Unique device identifiers: GS1 (General Specifications, section 3: application identifiers; 7.9.1: check digit) and HIBC
 * (ANSI/HIBC 2.6, Supplier Labeling Standard: primary, secondary and additional data structures, modulo 43 check character).
 */
export interface Udi {
  readonly agency: 'gs1' | 'hibcc';
  /** Device identifier: 14 digits (GTIN-14), or HIBC `+` LIC PCN unit. It names a model, not a device. */
  readonly di: string;
  readonly serial: string | null;
  readonly lot: string | null;
  /** Production date, `YYYY-MM-DD` or `YYYY-MM`. */
  readonly produced: string | null;
  readonly expires: string | null;
  /** False when the check digit or character is wrong: read it with suspicion. */
  readonly checked: boolean;
}

/** Fixed-length element strings (GS1 General Specifications, figure 7.8.5-2, with those the UDI rules allow); the others end at FNC1. */
const GS1_FIXED: Readonly<Record<string, number>> = { '00': 18, '01': 14, '02': 14, '11': 6, '12': 6, '13': 6, '15': 6, '16': 6, '17': 6, '20': 2 };
const GS1_VARIABLE = new Set(['10', '21', '22', '30', '240', '241', '242', '250', '251', '8012']);
// eslint-disable-next-line no-control-regex -- FNC1 is transmitted as GS (GS1 General Specifications, 7.8.3)
const FNC1 = /[\u001d\u241d]|<GS>|\{GS\}/g;

/** Reads a UDI however it is written: with parentheses, raw with FNC1 (GS, 0x1D), the bare DI of 8, 12, 13 or 14 digits, HIBC with or without asterisks. Null when it is none. */
export function parseUdi(text: string): Udi | null {
  const trimmed = text.trim().slice(0, 256);
  if (/^\*?\+/.test(trimmed)) return parseHibc(trimmed.replace(/^\*|\*$/g, ''));
  if (trimmed.includes('(')) return parseGs1Bracketed(trimmed);
  const compact = trimmed.replace(/^\][CdQe][0-9]/, '').replace(FNC1, '\u001d');
  if (compact.startsWith('\u001d')) return parseUdi(compact.slice(1));
  const digits = compact.replace(/[ .-]/g, '');
  if (/^(?:\d{8}|\d{12,14})$/.test(digits)) return fromElements(new Map([['01', digits.padStart(14, '0')]]));
  return /^01\d{14}/.test(compact) ? parseGs1Raw(compact) : null;
}

function parseGs1Bracketed(text: string): Udi | null {
  const elements = new Map<string, string>();
  for (const [, ai, value] of text.matchAll(/\((\d{2,4})\)\s*([^(]*)/g)) if (!elements.has(ai!)) elements.set(ai!, value!.replace(FNC1, '').trim());
  return fromElements(elements);
}

function parseGs1Raw(text: string): Udi | null {
  const elements = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const two = text.slice(at, at + 2), fixed = GS1_FIXED[two];
    if (fixed !== undefined) {
      elements.set(two, text.slice(at + 2, at + 2 + fixed));
      at += 2 + fixed;
    } else {
      const ai = [two, text.slice(at, at + 3), text.slice(at, at + 4)].find((code) => GS1_VARIABLE.has(code));
      if (ai === undefined) break;
      const stop = text.indexOf('\u001d', at);
      elements.set(ai, text.slice(at + ai.length, stop < 0 ? text.length : stop));
      at = stop < 0 ? text.length : stop;
    }
    if (text[at] === '\u001d') at++;
  }
  return fromElements(elements);
}

function fromElements(elements: ReadonlyMap<string, string>): Udi | null {
  const di = (elements.get('01') ?? '').replace(/\s/g, '').padStart(14, '0');
  if (!/^\d{14}$/.test(di) || /^0+$/.test(di)) return null;
  return {
    agency: 'gs1', di, serial: short(elements.get('21')), lot: short(elements.get('10')),
    produced: yymmdd(elements.get('11')), expires: yymmdd(elements.get('17')), checked: gs1CheckDigit(di.slice(0, 13)) === di[13],
  };
}

/** AI 10 and 21 hold at most 20 characters (GS1 General Specifications, 3.4.1 and 3.5.2). */
const short = (value: string | undefined): string | null => (value === undefined || value === '' || value.length > 20 ? null : value);

/** GS1 check digit of 7 to 17 digits: weights 3 and 1 from the right (GS1 General Specifications, 7.9.1). */
export function gs1CheckDigit(digits: string): string {
  let sum = 0;
  for (let at = digits.length - 1, weight = 3; at >= 0; at--, weight = 4 - weight) sum += Number(digits[at]) * weight;
  return String((10 - (sum % 10)) % 10);
}

/** `YYMMDD` as a date; day 00 means the whole month. Years 51–99 are 19xx relative to a century that ends at 2050 (7.12, fixed here so that no clock is needed). */
function yymmdd(value: string | undefined): string | null {
  const match = /^(\d\d)(\d\d)(\d\d)$/.exec(value ?? '');
  return match ? calendarDate(Number(match[1]) + (Number(match[1]) > 50 ? 1900 : 2000), Number(match[2]), Number(match[3])) : null;
}

const HIBC_CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. $/+%';

/** HIBC check character: the sum of all characters' values modulo 43 (ANSI/HIBC 2.6, appendix B). */
export function hibcCheckCharacter(text: string): string | null {
  let sum = 0;
  for (const character of text) {
    const value = HIBC_CHARACTERS.indexOf(character);
    if (value < 0) return null;
    sum += value;
  }
  return HIBC_CHARACTERS[sum % 43]!;
}

function parseHibc(text: string): Udi | null {
  const upper = text.toUpperCase(), body = upper.slice(0, -1);
  const [primary = '', ...rest] = body.slice(1).split('/');
  // LIC: a letter and three letters or digits; PCN: 1–18; unit of measure: one digit (2.2.1).
  if (!/^[A-Z][A-Z0-9]{3}[A-Z0-9]{1,18}\d$/.test(primary)) return null;
  const found = { serial: null as string | null, lot: null as string | null, produced: null as string | null, expires: null as string | null };
  for (const part of rest) readHibcPart(part, found);
  return { agency: 'hibcc', di: `+${primary}`, ...found, checked: hibcCheckCharacter(body) === upper.at(-1) };
}

interface HibcFound { serial: string | null; lot: string | null; produced: string | null; expires: string | null }

function readHibcPart(part: string, found: HibcFound): void {
  const additional = /^(S|16D|14D|\$\$\+|\$\$|\$\+|\$|\d{5})(.*)$/.exec(part);
  if (!additional) return;
  const [, flag = '', value = ''] = additional;
  if (flag === 'S') found.serial ??= short(value);
  else if (flag === '16D') found.produced ??= yyyymmdd(value);
  else if (flag === '14D') found.expires ??= yyyymmdd(value);
  else if (flag === '$+') found.serial ??= short(value);
  else if (flag === '$') found.lot ??= short(value);
  else if (/^\d{5}$/.test(flag)) { found.expires ??= dayOfYear(2000 + Number(flag.slice(0, 2)), Number(flag.slice(2))); found.lot ??= short(value); }
  else if (flag.startsWith('$$')) {
    const [date, tail] = hibcDate(value.replace(/^(?:8\d\d|9\d{5})/, ''));
    found.expires ??= date;
    if (flag === '$$+') found.serial ??= short(tail);
    else found.lot ??= short(tail);
  }
}

/** Expiry date in front of a lot or serial, by its format digit (ANSI/HIBC 2.6, table 5): MMYY, 2 MMDDYY, 3 YYMMDD, 4 YYMMDDHH, 5 YYJJJ, 6 YYJJJHH, 7 none. */
function hibcDate(value: string): [string | null, string] {
  const two = (at: number) => Number(value.slice(at, at + 2));
  switch (value[0]) {
    case '0': case '1': return [calendarDate(2000 + two(2), two(0), 0), value.slice(4)];
    case '2': return [calendarDate(2000 + two(5), two(1), two(3)), value.slice(7)];
    case '3': return [calendarDate(2000 + two(1), two(3), two(5)), value.slice(7)];
    case '4': return [calendarDate(2000 + two(1), two(3), two(5)), value.slice(9)];
    case '5': return [dayOfYear(2000 + two(1), Number(value.slice(3, 6))), value.slice(6)];
    case '6': return [dayOfYear(2000 + two(1), Number(value.slice(3, 6))), value.slice(8)];
    case '7': return [null, value.slice(1)];
    default: return [null, value];
  }
}

function dayOfYear(year: number, day: number): string | null {
  for (let month = 1, left = day; month <= 12; month++) {
    const date = calendarDate(year, month, left);
    if (date !== null) return left > 0 ? date : null;
    left -= daysIn(year, month);
  }
  return null;
}

function yyyymmdd(value: string): string | null {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(value);
  return match ? calendarDate(Number(match[1]), Number(match[2]), Number(match[3])) : null;
}

/** An existing day as `YYYY-MM-DD`; day 0 gives `YYYY-MM`; null for a day that does not exist. */
export function calendarDate(year: number, month: number, day: number): string | null {
  if (!(month >= 1 && month <= 12) || !(day >= 0) || year < 1900 || year > 2199) return null;
  if (day > daysIn(year, month)) return null;
  const text = `${year}-${String(month).padStart(2, '0')}`;
  return day === 0 ? text : `${text}-${String(day).padStart(2, '0')}`;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** One spelling for one UDI: the DI alone names a model; with the serial behind it, one device. */
export function formatUdi(udi: Udi): string {
  if (udi.agency === 'hibcc') return udi.serial === null ? udi.di : `${udi.di}/$+${udi.serial}`;
  return udi.serial === null ? udi.di : `(01)${udi.di}(21)${udi.serial}`;
}
