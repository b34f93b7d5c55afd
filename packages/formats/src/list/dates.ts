/** Dates as people write them in lists, as `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. Null when it is no date, or one that can be read in two ways. */
import { fold } from '../fold.ts';
import { calendarDate } from '../udi.ts';

/** First letters of month names, folded: English, Spanish, Hungarian, German, French, Portuguese. */
const MONTHS: readonly RegExp[] = [
  /^(?:jan|ene|janv)/, /^(?:feb|fev)/, /^(?:mar|maerz)/, /^(?:apr|abr|avr)/, /^(?:may|maj|mai)/, /^(?:jun|juin)/, /^(?:jul|juil)/, /^(?:aug|ago|aou)/, /^(?:sep|sze|set)/, /^(?:oct|okt|out)/, /^(?:nov)/, /^(?:dec|dic|dez)/,
];

/** Year first (ISO, Hungarian `2027.03.31.`), day first with dots or where the day is above 12, a month with its name, a quarter's end, a year. */
export function parseListDate(text: string): string | null {
  const value = text.trim().replace(/[T ]\d{1,2}:\d{2}.*$/, '');
  const yearFirst = /^(\d{4})[-./ ]{1,2}(\d{1,2})(?:[-./ ]{1,2}(\d{1,2}))?\.?$/.exec(value);
  if (yearFirst) return calendarDate(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3] ?? 0));
  const dayFirst = /^(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})\.?$/.exec(value);
  if (dayFirst) {
    const [first, second] = [Number(dayFirst[1]), Number(dayFirst[3])], year = Number(dayFirst[4]) + (dayFirst[4]!.length === 2 ? 2000 : 0);
    // `03/04/2027` is 3 April in Europe and March 4 in America: only dots, equal numbers and days above 12 are sure.
    if (dayFirst[2] === '.' || second <= 12 && (first > 12 || first === second)) return calendarDate(year, second, first);
    if (second > 12) return calendarDate(year, first, second);
    return calendarDate(year, second, first) === null ? null : String(year);
  }
  const monthYear = /^(\d{1,2})[-./](\d{4})$/.exec(value);
  if (monthYear) return calendarDate(Number(monthYear[2]), Number(monthYear[1]), 0);
  if (/^\d{4}\.?$/.test(value)) return Number(value.slice(0, 4)) >= 1980 && Number(value.slice(0, 4)) <= 2150 ? value.slice(0, 4) : null;
  return namedMonth(value);
}

function namedMonth(value: string): string | null {
  if (value.length > 40) return null;
  const words = fold(value).split(' ').filter((word) => word !== 'de' && word !== 'of');
  const quarter = words.join(' ').match(/^(?:q([1-4]) (\d{4})|(\d{4}) q([1-4]))$/);
  if (quarter) return calendarDate(Number(quarter[2] ?? quarter[3]), Number(quarter[1] ?? quarter[4]) * 3, 0);
  const year = words.find((word) => /^\d{4}$/.test(word)), name = words.find((word) => /^\p{L}{3,}/u.test(word));
  const month = name === undefined ? -1 : MONTHS.findIndex((pattern) => pattern.test(name));
  if (year === undefined || month < 0 || words.length > 3) return null;
  const day = words.find((word) => /^\d{1,2}(?:st|nd|rd|th|an|en)?$/.test(word));
  return calendarDate(Number(year), month + 1, day === undefined ? 0 : Number.parseInt(day, 10));
}
