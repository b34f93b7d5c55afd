/** Numbers and dates of the PDF in the reader's language. Times are UTC and say so: the same input gives the same bytes on every machine. */

export interface PdfFormat {
  count(value: number): string;
  score(value: number): string;
  cvss(value: number): string;
  /** Hours of care without their unit: whole from ten on, one decimal below; never 0 where there is something. */
  hours(value: number): string;
  /** A probability, 0–1: one decimal below one per cent. */
  share(value: number): string;
  /** `22 Nov 2026` of `YYYY-MM-DD`; null when it is none. */
  day(date: string): string | null;
  /** `22 Nov 2026, 14:05 UTC` */
  dateTime(at: Date): string;
  plural(value: number): 'one' | 'other';
}

const LEAST_HOURS = 0.05, LEAST_SHARE = 0.0005;

export function pdfFormat(tag: string): PdfFormat {
  const whole = new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }), tenth = new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }), cvss = new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }), hundredth = new Intl.NumberFormat(tag, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const percent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 }), finePercent = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 1 });
  const day = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const dateTime = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZone: 'UTC', timeZoneName: 'short' });
  const plurals = new Intl.PluralRules(tag);
  return {
    count: (value) => whole.format(value), score: (value) => hundredth.format(value), cvss: (value) => cvss.format(value),
    hours: (value) => value > 0 && value < LEAST_HOURS ? `<\u00a0${tenth.format(0.1)}` : (value >= 10 ? whole : tenth).format(value),
    share: (value) => value > 0 && value < LEAST_SHARE ? `<\u00a0${finePercent.format(0.001)}` : (value > 0 && value < 0.01 ? finePercent : percent).format(value),
    day: (date) => { const at = new Date(`${date}T00:00:00Z`); return Number.isNaN(at.getTime()) ? null : day.format(at); },
    dateTime: (at) => dateTime.format(at),
    plural: (value) => plurals.select(value) === 'one' ? 'one' : 'other',
  };
}
