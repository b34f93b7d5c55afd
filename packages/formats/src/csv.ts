/**
 * CSV after RFC 4180, as programs really write it: `,` `;` tab or `|` between fields, CR, LF or CRLF after records, quotes in the middle of a
 * field taken literally, text after a closing quote kept, NULs dropped, a byte order mark and Excel's `sep=;` line stepped over.
 *
 * Text comes in pieces of any size, records go out as they end, numbered from 1 as a spreadsheet shows them (blank lines count).
 */

/** Excel's own limits (Microsoft, "Excel specifications and limits"): what is beyond them is cut and counted. */
export const CELL_LIMIT = 32_767;
export const COLUMN_LIMIT = 16_384;

const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

const QUOTE = 0x22, CR = 0x0d, LF = 0x0a, NUL = 0;
const START = 0, PLAIN = 1, QUOTED = 2, QUOTE_SEEN = 3;

/** What was not as RFC 4180 says. */
export interface CsvFlaws { cutCells: number; cutColumns: number; nuls: number; /** Record in which the last quote was never closed, or null. */ openQuote: number | null }

export type CsvRow = (cells: string[], line: number) => void;

export class CsvReader {
  readonly flaws: CsvFlaws = { cutCells: 0, cutColumns: 0, nuls: 0, openQuote: null };
  private readonly delimiter: number;
  private readonly onRow: CsvRow;
  private state = START;
  private cell = '';
  private cellCut = false;
  private row: string[] = [];
  private line = 0;
  private afterCr = false;

  constructor(delimiter: Delimiter, onRow: CsvRow) {
    this.delimiter = delimiter.charCodeAt(0);
    this.onRow = onRow;
  }

  push(text: string): void {
    const { delimiter } = this;
    let from = 0, at = 0;
    // Between `from` and `at` lie characters of the current cell that were not copied yet.
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (this.state === QUOTED) {
        if (code === QUOTE) { this.append(text, from, at); this.state = QUOTE_SEEN; from = at + 1; }
        else if (code === NUL) { this.append(text, from, at); this.flaws.nuls++; from = at + 1; }
        continue;
      }
      if (this.afterCr) {
        this.afterCr = false;
        if (code === LF) { from = at + 1; continue; }
      }
      if (code === delimiter || code === LF || code === CR) {
        this.append(text, from, at);
        this.endCell();
        if (code !== delimiter) { this.endRow(); this.afterCr = code === CR; }
        from = at + 1;
      } else if (code === QUOTE && this.state !== PLAIN) {
        // A quote opens a field only at its start (RFC 4180, 2.5); right after a closing quote it is an escaped quote (2.7).
        from = this.state === START ? at + 1 : at;
        this.state = QUOTED;
      } else if (code === NUL) {
        this.append(text, from, at);
        this.flaws.nuls++;
        from = at + 1;
      } else this.state = PLAIN;
    }
    this.append(text, from, at);
  }

  /** Ends the last record, which may lack its line break (RFC 4180, 2.2). */
  end(): void {
    if (this.state === QUOTED) this.flaws.openQuote = this.line + 1;
    if (this.state === START && this.row.length === 0) return;
    this.endCell();
    this.endRow();
  }

  private append(text: string, from: number, to: number): void {
    if (to <= from) return;
    const room = CELL_LIMIT - this.cell.length;
    if (to - from > room) this.cellCut = true;
    if (room > 0) this.cell += text.slice(from, Math.min(to, from + room));
  }

  private endCell(): void {
    if (this.cellCut) { this.flaws.cutCells++; this.cellCut = false; }
    if (this.row.length < COLUMN_LIMIT) this.row.push(this.cell);
    else this.flaws.cutColumns++;
    this.cell = '';
    this.state = START;
  }

  private endRow(): void {
    this.line++;
    const row = this.row;
    this.row = [];
    this.onRow(row, this.line);
  }
}

/** The first lines of a file with the byte order mark and Excel's `sep=` line taken off, and the delimiter that line names. */
export function stripCsvPreamble(text: string): { text: string; delimiter: Delimiter | null } {
  const body = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  const match = /^sep=([,;\t|])(?:\r\n|\r|\n|$)/i.exec(body);
  return match ? { text: body.slice(match[0].length), delimiter: match[1] as Delimiter } : { text: body, delimiter: null };
}

/**
 * The delimiter under which the sample (the first kilobytes, cut anywhere) looks most like a table: the most records with the same number of
 * fields, more than one. Comma when nothing does.
 */
export function detectDelimiter(sample: string): Delimiter {
  let best: Delimiter = ',', bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const widths: number[] = [];
    const reader = new CsvReader(delimiter, (cells) => { if (cells.length > 1 || cells[0]!.trim() !== '') widths.push(cells.length); });
    reader.push(sample);
    if (widths.length === 0) reader.end();
    const counts = new Map<number, number>();
    for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1);
    let score = 0;
    for (const [width, count] of counts) score = Math.max(score, count * Math.log2(1 + Math.min(width, 64)));
    if (score > bestScore) { best = delimiter; bestScore = score; }
  }
  return best;
}
