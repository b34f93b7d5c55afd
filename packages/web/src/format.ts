/** Numbers, dates and sizes in the reader's language. Times are those of the machine that serves the page: the reader's own until sign-in exists. */
import { useLingui } from '@lingui/react';

const TAGS: Readonly<Record<string, string>> = { en: 'en-GB', es: 'es-ES', hu: 'hu-HU' };

export interface Format {
  number(value: number): string;
  percent(part: number, whole: number): string;
  bytes(value: number): string;
  /** `22 Nov 2026, 14:05` */
  dateTime(iso: string): string;
  /** The time when it is today, else the day: for table columns. */
  seen(iso: string): string;
  list(values: readonly string[]): string;
  /** `22 Nov 2026` */
  day(iso: string): string;
  /** Hours of care: whole from ten on, one decimal below; never 0 where there is something. */
  hours(value: number): string;
  /** A CVSS score: always one decimal, as the standard prints it. */
  score(value: number): string;
  /** A probability or share, 0–1: one decimal below one per cent. */
  share(value: number): string;
}

const made = new Map<string, Format>();

export function formatFor(locale: string): Format {
  let format = made.get(locale);
  if (!format) made.set(locale, format = makeFormat(TAGS[locale] ?? 'en-GB'));
  return format;
}

export function useFormat(): Format { return formatFor(useLingui().i18n.locale); }

function makeFormat(tag: string): Format {
  const number = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const decimal = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }), whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }), fine = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const dateTime = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
  const time = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short' });
  const date = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric' });
  const list = new Intl.ListFormat(tag, { type: 'conjunction' });
  return {
    number: (value) => number.format(value),
    // Never 100 % while one is missing, never 0 % while there is one.
    percent: (part, whole) => percent.format(whole === 0 ? 0 : part === whole ? 1 : part === 0 ? 0 : Math.min(0.99, Math.max(0.01, part / whole))),
    bytes: (value) => {
      const units = ['B', 'KB', 'MB', 'GB', 'TB'];
      let step = 0, rest = value;
      while (rest >= 1000 && step < units.length - 1) { rest /= 1000; step++; }
      return `${number.format(rest)}\u00a0${units[step]}`;
    },
    dateTime: (iso) => dateTime.format(new Date(iso)),
    seen: (iso) => {
      const then = new Date(iso), now = new Date();
      if (then.toDateString() === now.toDateString()) return time.format(then);
      return then.getFullYear() === now.getFullYear() ? day.format(then) : date.format(then);
    },
    list: (values) => list.format(values),
    day: (iso) => date.format(new Date(iso)),
    hours: (value) => value > 0 && value < 0.05 ? `<\u00a0${number.format(0.1)}\u00a0h` : `${(value >= 10 ? whole : number).format(value)}\u00a0h`,
    score: (value) => decimal.format(value),
    share: (value) => value > 0 && value < 0.0005 ? `<\u00a0${fine.format(0.001)}` : (value > 0 && value < 0.01 ? fine : percent).format(value),
  };
}
