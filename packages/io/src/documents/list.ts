/** Lists: finds the sheet and the columns, then walks the rows once more and makes witnesses. Only the head and the used columns are ever held. */
import { CELL_LIMIT, COLUMN_LIMIT, CsvReader, detectDelimiter, stripCsvPreamble } from '@wardkeep/formats/csv';
import { type ColumnIndex, type ColumnsFound, HEAD_ROWS, type ListRow, mappingOf, proposeColumns } from '@wardkeep/formats/list/columns';
import { ListReader } from '@wardkeep/formats/list/rows';
import { warning } from '@wardkeep/formats/reading';
import { Refusal } from '@wardkeep/formats/refusal';
import type { LeftOut, ListMapping, MappingProposal, SeeWarning, Witness } from '@wardkeep/model';
import type { PersonFilter } from '@wardkeep/formats/person';
import type { Merge, Workbook } from './sheet.ts';
import { type DocumentSource, textPieces } from './source.ts';

export interface ListOptions { readonly columns: ColumnIndex; readonly mapping: ListMapping | null; readonly isPersonal: PersonFilter; readonly source: number; readonly signal: AbortSignal | undefined }

export interface ListResult {
  readonly format: string;
  readonly witnesses: Witness[];
  readonly warnings: SeeWarning[];
  readonly leftOut: readonly LeftOut[];
  readonly proposal: MappingProposal;
  readonly needsMapping: boolean;
}

/** Sheets that are looked at for a header. */
const SHEET_LIMIT = 64;

export async function readWorkbook(book: Workbook, options: ListOptions): Promise<ListResult> {
  const at = await chooseSheet(book, options);
  const head = await headOf(book, at, options.signal), found = proposeColumns(head, options.columns, book.sheets[at]!.name);
  const used = usedColumns(found, options.mapping), rows: ListRow[] = [];
  let after = 0;
  const merges = await book.walk(at, ({ line, cells }) => {
    if (line <= used.headerLine) return true;
    after++;
    if (used.ready) rows.push({ line, cells: used.columns.map((column) => cells[column.index] ?? '') });
    return true;
  }, options.signal);
  if (used.ready) fillMerged(rows, merges, used.columns.map((column) => column.index), used.headerLine);
  const reader = new ListReader({ columns: used.columns.map(({ field }, slot) => ({ index: slot, field })) }, options.isPersonal, options.source);
  for (const row of rows) reader.push(row.cells, row.line);
  return resultOf(`${book.format}, sheet "${book.sheets[at]!.name}"`, found, used, after, reader, [], options);
}

/** The sheet that a person named, else the one whose columns are surest, then best known, then the first; hidden ones only when there is no other. */
async function chooseSheet(book: Workbook, options: ListOptions): Promise<number> {
  const named = typeof options.mapping?.sheet !== 'string' ? -1 : book.sheets.findIndex((sheet) => sheet.name === options.mapping!.sheet);
  if (named >= 0) return named;
  const visible = book.sheets.some((sheet) => !sheet.hidden);
  let best = -1, bestScore = -1;
  for (const [at, sheet] of book.sheets.slice(0, SHEET_LIMIT).entries()) {
    if (visible && sheet.hidden) continue;
    const head = await headOf(book, at, options.signal);
    if (head.length === 0) continue;
    const found = proposeColumns(head, options.columns, sheet.name), score = found.score + (found.sure ? 100 : 0);
    if (score > bestScore) { best = at; bestScore = score; }
  }
  if (best < 0) throw new Refusal('list-empty', 'The workbook has no row with a value; expected a list with a header line and a row for each device.');
  return best;
}

async function headOf(book: Workbook, at: number, signal: AbortSignal | undefined): Promise<ListRow[]> {
  const head: ListRow[] = [];
  await book.walk(at, (row) => { head.push(row); return head.length < HEAD_ROWS; }, signal);
  return head;
}

interface Used { readonly ready: boolean; readonly headerLine: number; readonly columns: readonly { readonly index: number; readonly field: ListMapping['columns'][number]['field'] }[] }

function usedColumns(found: ColumnsFound, mapping: ListMapping | null): Used {
  const chosen = mapping ?? (found.sure ? mappingOf(found.proposal) : null);
  return {
    ready: chosen !== null, headerLine: mapping?.headerLine ?? found.proposal.headerLine,
    columns: chosen === null ? [] : chosen.columns.filter(({ field, index }) => field !== null && field !== 'notes' && index >= 0 && index < COLUMN_LIMIT),
  };
}

/** A cell joined over rows (a department beside ten devices) holds for each of them; joined over columns it holds for the first. */
function fillMerged(rows: ListRow[], merges: readonly Merge[], columns: readonly number[], headerLine: number): void {
  const byLine = new Map(rows.map((row) => [row.line, row.cells as string[]] as const));
  // Two joins never share a cell, so no cell is filled twice: the work is bounded by the rows times the columns.
  const filled = new Set<number>();
  for (const { top, bottom, left } of merges) {
    const slot = columns.indexOf(left), value = slot < 0 ? undefined : byLine.get(top)?.[slot];
    if (value === undefined || value === '' || top <= headerLine || bottom - top > rows.at(-1)!.line) continue;
    for (let line = top + 1; line <= bottom; line++) {
      const cells = byLine.get(line), key = line * columns.length + slot;
      if (filled.has(key)) break;
      filled.add(key);
      if (cells !== undefined && cells[slot] === '') cells[slot] = value;
    }
  }
}

export async function readCsv(source: DocumentSource, options: ListOptions): Promise<ListResult> {
  const pieces = textPieces(source, options.signal);
  let sample = '', done = false;
  while (sample.length < 65_536 && !done) {
    const next = await pieces.next();
    if (next.done) done = true;
    else sample += next.value;
  }
  const { text, delimiter } = stripCsvPreamble(sample), separator = delimiter ?? detectDelimiter(text.slice(0, 65_536));
  const head: ListRow[] = [], state: { found: ColumnsFound | null; used: Used | null; reader: ListReader | null } = { found: null, used: null, reader: null };
  let after = 0;
  const give = ({ line, cells }: ListRow): void => {
    if (line <= state.used!.headerLine) return;
    after++;
    if (state.used!.ready) state.reader!.push(cells, line);
  };
  const decide = (): void => {
    state.found = proposeColumns(head, options.columns);
    state.used = usedColumns(state.found, options.mapping);
    state.reader = new ListReader({ columns: state.used.columns }, options.isPersonal, options.source);
    for (const row of head) give(row);
  };
  const csv = new CsvReader(separator, (cells, line) => {
    if (cells.every((cell) => cell.trim() === '')) return;
    if (state.reader !== null) { give({ line, cells }); return; }
    head.push({ line, cells });
    if (head.length === HEAD_ROWS) decide();
  });
  csv.push(text);
  for await (const piece of pieces) csv.push(piece);
  csv.end();
  if (head.length === 0) throw new Refusal('list-empty', 'The list has no row with a value; expected a header line and a row for each device.');
  if (state.reader === null) decide();
  const { flaws } = csv, warnings: SeeWarning[] = [], warn = (count: number, code: string, message: string, line: number | null = null) => { if (count > 0) warnings.push(warning(options.source, code, message, line, count)); };
  warn(flaws.cutCells, 'csv-cell-cut', `${flaws.cutCells} cells were longer than ${CELL_LIMIT} characters and were cut.`);
  warn(flaws.cutColumns, 'csv-columns-cut', `${flaws.cutColumns} cells stand beyond column ${COLUMN_LIMIT} and were not read.`);
  warn(flaws.nuls, 'csv-nul', `${flaws.nuls} NUL characters were dropped.`);
  warn(flaws.openQuote === null ? 0 : 1, 'csv-open-quote', 'A quotation mark is never closed: everything after it was taken as one cell.', flaws.openQuote);
  return resultOf('CSV', state.found!, state.used!, after, state.reader!, warnings, options);
}

function resultOf(format: string, found: ColumnsFound, used: Used, rows: number, reader: ListReader, warnings: SeeWarning[], options: ListOptions): ListResult {
  for (const [code, count] of [...reader.leftOutCounts].sort(([a], [b]) => (a < b ? -1 : 1))) warnings.push(warning(options.source, code, LEFT_OUT_TEXTS[code] ?? code, null, count));
  return { format, witnesses: reader.witnesses, warnings, leftOut: reader.leftOut, proposal: { ...found.proposal, rows }, needsMapping: !used.ready };
}

const LEFT_OUT_TEXTS: Readonly<Record<string, string>> = {
  'list-row-nothing-mapped': 'Rows with nothing in the columns that are used were left out.',
  'list-row-heading': 'Rows with one lone cell (sub-headings, totals, notes) were left out.',
  'list-row-no-device': 'Rows that name no device (no serial, inventory number, address, maker, model or kind) were left out.',
  'list-value-formula': 'Cells that hold a formula as text were not used.',
  'list-value-person': 'Cells that may name a person were not kept.',
  'list-value-address': 'Cells without a readable address in an address column were not used.',
  'list-value-date': 'Cells without a readable date in a date column were not used.',
  'list-value-udi': 'Cells without a readable UDI were not used.',
  'list-value-hostname': 'Cells that are no host name were not used.',
};
