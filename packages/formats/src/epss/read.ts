/**
 * EPSS scores (FIRST), the daily CSV: a line `#model_version:v2023.03.01,score_date:2023-03-07T00:00:00+0000`, a header `cve,epss,percentile`, one line
 * a CVE. The first files (2021) had no line before the header. Pushed line by line: a day has 300,000.
 */
import type { ExploitPrediction } from '@wardkeep/model';
import { AdvisoryRefusal } from '../csaf/refusal.ts';

const LINE_LIMIT = 400, LINES_LIMIT = 5_000_000;
const CVE = /^CVE-\d{4}-\d{4,19}$/;
/** 0 to 1: `0.00043`, `1.0`, `4e-05`. */
const isShare = (text: string): boolean => /^\d?(?:\.\d{1,20})?(?:e-\d{1,2})?$/i.test(text) && /\d/.test(text) && Number(text) <= 1;

export interface EpssDay { readonly model: string | null; /** `YYYY-MM-DD` of the scores. */ readonly scoredOn: string | null; readonly read: number; /** Lines that are no score; they are left out. */ readonly unreadable: number }

export class EpssReader {
  private model: string | null = null;
  private scoredOn: string | null = null;
  private columns: { readonly cve: number; readonly epss: number; readonly percentile: number } | null = null;
  private lines = 0;
  private read = 0;
  private unreadable = 0;

  /** One line without its end. Null for the head and for what cannot be read. Throws an {@link AdvisoryRefusal} when the header is none of EPSS. */
  push(line: string): ExploitPrediction | null {
    if (++this.lines > LINES_LIMIT) throw new AdvisoryRefusal(
      'advisory-too-many', `The file has more than ${LINES_LIMIT} lines; an EPSS day has about 300000.`, { limit: LINES_LIMIT },
    );
    const text = (this.lines === 1 ? line.replace(/^\ufeff/, '') : line).slice(0, LINE_LIMIT).trim();
    if (text === '') return null;
    if (text.startsWith('#') && this.columns === null) { this.readComment(text); return null; }
    const cells = text.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    if (this.columns === null) { this.readHeader(cells, text); return null; }
    const score = scoreOf(cells, this.columns);
    if (score === null) this.unreadable++;
    else this.read++;
    return score;
  }

  end(): EpssDay {
    if (this.columns === null) throw new AdvisoryRefusal('epss-header', 'Expected the header "cve,epss,percentile"; the file ends before one.', { found: '' });
    return { model: this.model, scoredOn: this.scoredOn, read: this.read, unreadable: this.unreadable };
  }

  private readComment(text: string): void {
    this.model ??= /model_version:\s*([\w.-]{1,40})/.exec(text)?.[1] ?? null;
    this.scoredOn ??= /score_date:\s*(\d{4}-\d\d-\d\d)/.exec(text)?.[1] ?? null;
  }

  private readHeader(cells: readonly string[], text: string): void {
    const names = cells.map((cell) => cell.toLowerCase()), columns = { cve: names.indexOf('cve'), epss: names.indexOf('epss'), percentile: names.indexOf('percentile') };
    if (columns.cve < 0 || columns.epss < 0 || columns.percentile < 0 || names.length > 10) throw new AdvisoryRefusal(
      'epss-header', `Expected the header "cve,epss,percentile"; found "${text.slice(0, 80)}".`, { found: text.slice(0, 80) },
    );
    this.columns = columns;
  }
}

function scoreOf(cells: readonly string[], columns: { readonly cve: number; readonly epss: number; readonly percentile: number }): ExploitPrediction | null {
  const cve = cells[columns.cve]?.toUpperCase() ?? '', epss = cells[columns.epss] ?? '', percentile = cells[columns.percentile] ?? '';
  if (!CVE.test(cve) || !isShare(epss) || !isShare(percentile)) return null;
  return { cve, probability: Number(epss), percentile: Number(percentile) };
}
