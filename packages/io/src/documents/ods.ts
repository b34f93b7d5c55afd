/**
 * ODS spreadsheets (OpenDocument 1.2 part 1): tables of content.xml with repeated rows and cells, dates, booleans, joined cells. A password leaves
 * content.xml encrypted; META-INF/manifest.xml says so.
 */
import { CELL_LIMIT, COLUMN_LIMIT } from '@wardkeep/formats/csv';
import type { ListRow } from '@wardkeep/formats/list/columns';
import { Refusal } from '@wardkeep/formats/refusal';
import { attributeOf, XmlReader } from '@wardkeep/formats/xml';
import { CELLS_LIMIT, type Merge, MERGE_LIMIT, ROW_LIMIT, type SheetInfo, type Workbook } from './sheet.ts';
import type { ZipArchive } from './zip.ts';

export async function isOds(zip: ZipArchive, signal?: AbortSignal): Promise<boolean> {
  if (!zip.has('mimetype') || !zip.has('content.xml')) return false;
  let type = '';
  for await (const text of zip.text('mimetype', signal)) { type += text; if (type.length > 200) break; }
  return type.startsWith('application/vnd.oasis.opendocument.spreadsheet');
}

export async function openOds(zip: ZipArchive, signal?: AbortSignal): Promise<Workbook> {
  if (zip.has('META-INF/manifest.xml')) {
    await parsePart(zip, 'META-INF/manifest.xml', signal, { open(name) { if (name === 'encryption-data') throw new Refusal('document-encrypted', 'The spreadsheet is protected with a password: save it without one.'); } });
  }
  const sheets: SheetInfo[] = [];
  await parsePart(zip, 'content.xml', signal, { open(name, attributes) { if (name === 'table') sheets.push({ name: (attributeOf(attributes, 'name') ?? '').slice(0, 80), hidden: false }); } });
  if (sheets.length === 0) throw new Refusal('document-broken', 'The ODS file holds no table.');
  return { format: 'ODS', sheets, close: () => { zip.close(); }, walk: (at, onRow, stop) => walkTable(zip, at, onRow, stop) };
}

async function parsePart(zip: ZipArchive, part: string, signal: AbortSignal | undefined, handlers: ConstructorParameters<typeof XmlReader>[1], stop: () => boolean = () => false): Promise<void> {
  const reader = new XmlReader(`part ${part}`, handlers);
  for await (const text of zip.text(part, signal)) {
    reader.push(text);
    if (stop()) return;
  }
  reader.end();
}

async function walkTable(zip: ZipArchive, wanted: number, onRow: (row: ListRow) => boolean, signal: AbortSignal | undefined): Promise<Merge[]> {
  const merges: Merge[] = [];
  let table = -1, stopped = false, line = 0, repeatRow = 1, cells: string[] = [], empty = 0, repeatCell = 1, value: string | null = null, text = '', depth = 0, total = 0;
  const take = (content: string): void => {
    if (content === '') { empty += repeatCell; return; }
    total += empty + repeatCell;
    if (total > CELLS_LIMIT) throw new Refusal('document-too-large', `The spreadsheet has more than ${CELLS_LIMIT} cells; split it.`, { limit: CELLS_LIMIT });
    for (; empty > 0 && cells.length < COLUMN_LIMIT; empty--) cells.push('');
    empty = 0;
    for (let at = 0; at < repeatCell && cells.length < COLUMN_LIMIT; at++) cells.push(content);
  };
  await parsePart(zip, 'content.xml', signal, {
    open(name, attributes) {
      if (name === 'table') { table++; line = 0; }
      if (table !== wanted || stopped) return;
      if (name === 'table-row') {
        repeatRow = count(attributes, 'number-rows-repeated');
        cells = [];
        empty = 0;
      } else if (name === 'table-cell' || name === 'covered-table-cell') {
        repeatCell = count(attributes, 'number-columns-repeated');
        value = valueOf(attributes);
        text = '';
        const rows = count(attributes, 'number-rows-spanned'), columns = count(attributes, 'number-columns-spanned'), left = cells.length + empty;
        if (rows > 1 && merges.length < MERGE_LIMIT) merges.push({ top: line + 1, bottom: Math.min(line + rows, ROW_LIMIT), left, right: left + columns - 1 });
      } else if (name === 'p') { if (text !== '') text += '\n'; depth++; }
      else if (name === 'annotation') depth = -1_000;
      else if (depth > 0 && (name === 's' || name === 'tab' || name === 'line-break')) text += ' '.repeat(name === 's' ? Math.min(count(attributes, 'c'), 64) : 1);
    },
    text(piece) { if (depth > 0 && text.length < CELL_LIMIT) text += piece; },
    close(name) {
      if (table !== wanted || stopped) return;
      if (name === 'p') depth--;
      else if (name === 'annotation') depth = 0;
      else if (name === 'table-cell') take((value ?? text).slice(0, CELL_LIMIT));
      // What a joined cell hides is not read.
      else if (name === 'covered-table-cell') take('');
      else if (name === 'table-row') {
        if (cells.length === 0) { line += repeatRow; return; }
        for (let at = 0; at < repeatRow && !stopped; at++) {
          if (++line > ROW_LIMIT) throw new Refusal('document-broken', `The table has more than ${ROW_LIMIT} rows.`);
          total += at === 0 ? 0 : cells.length;
          if (total > CELLS_LIMIT) throw new Refusal('document-too-large', `The spreadsheet has more than ${CELLS_LIMIT} cells; split it.`, { limit: CELLS_LIMIT });
          if (!onRow({ line, cells: at === 0 ? cells : [...cells] })) stopped = true;
        }
      } else if (name === 'table') stopped = true;
    },
  }, () => stopped);
  return merges;
}

function count(attributes: Readonly<Record<string, string>>, name: string): number {
  const value = Number(attributeOf(attributes, name) ?? 1);
  return Number.isInteger(value) && value > 0 ? Math.min(value, ROW_LIMIT) : 1;
}

/** Dates, numbers and booleans as they are; null for text, which is what the paragraphs say (OpenDocument 1.2, 19.385). */
function valueOf(attributes: Readonly<Record<string, string>>): string | null {
  switch (attributeOf(attributes, 'value-type')) {
    case 'date': return attributeOf(attributes, 'date-value')?.replace(/T00:00:00(?:\.0+)?$/, '') ?? null;
    case 'boolean': return attributeOf(attributes, 'boolean-value') === 'true' ? 'TRUE' : 'FALSE';
    case 'float': return attributeOf(attributes, 'value');
    default: return null;
  }
}
