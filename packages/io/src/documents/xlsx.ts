/**
 * XLSX workbooks (ECMA-376 part 1, SpreadsheetML): shared and inline strings, numbers, dates by their number format (1900 and 1904), booleans, the
 * stored results of formulas, merged cells. Macros, links, comments and hidden sheets (when there are others) are not looked at; nothing is computed.
 */
import { CELL_LIMIT, COLUMN_LIMIT } from '@wardkeep/formats/csv';
import type { ListRow } from '@wardkeep/formats/list/columns';
import { Refusal } from '@wardkeep/formats/refusal';
import { attributeOf, XmlReader } from '@wardkeep/formats/xml';
import { CELLS_LIMIT, type Merge, MERGE_LIMIT, ROW_LIMIT, type SheetInfo, type Workbook } from './sheet.ts';
import type { ZipArchive } from './zip.ts';

type Style = 'plain' | 'date' | { readonly zeros: number };
interface Sheet extends SheetInfo { readonly part: string }

export function isXlsx(zip: ZipArchive): boolean { return zip.has('[Content_Types].xml') && zip.names().some((name) => /^xl\/workbook\d*\.xml$/i.test(name)); }

export async function openXlsx(zip: ZipArchive, signal?: AbortSignal): Promise<Workbook> {
  const root = await relations(zip, '_rels/.rels', '', signal), part = [...root.values()].find((target) => /^xl\/workbook\d*\.xml$/i.test(target)) ?? zip.names().find((name) => /^xl\/workbook\d*\.xml$/i.test(name));
  if (part === undefined) throw new Refusal('document-broken', 'The XLSX file has no workbook part.');
  const folder = part.slice(0, part.lastIndexOf('/') + 1), targets = await relations(zip, `${folder}_rels/${part.slice(folder.length)}.rels`, folder, signal);
  let date1904 = false;
  const sheets: Sheet[] = [];
  await parsePart(zip, part, signal, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const target = targets.get(attributeOf(attributes, 'id') ?? '');
      if (target !== undefined && zip.has(target)) sheets.push({ name: (attributes['name'] ?? '').slice(0, 80), hidden: (attributes['state'] ?? 'visible') !== 'visible', part: target });
    },
  });
  if (sheets.length === 0) throw new Refusal('document-broken', 'The workbook names no sheet that is in the file.');
  const find = (pattern: RegExp) => [...targets.values()].find((target) => pattern.test(target) && zip.has(target));
  const stringsPart = find(/sharedStrings[^/]*\.xml$/i), stylesPart = find(/styles[^/]*\.xml$/i);
  const strings = stringsPart === undefined ? [] : await sharedStrings(zip, stringsPart, signal), styles = stylesPart === undefined ? [] : await cellStyles(zip, stylesPart, signal);
  return { format: 'XLSX', sheets, close: () => { zip.close(); }, walk: (at, onRow, stop) => walkSheet(zip, sheets[at]!.part, { strings, styles, date1904 }, onRow, stop) };
}

async function parsePart(zip: ZipArchive, part: string, signal: AbortSignal | undefined, handlers: ConstructorParameters<typeof XmlReader>[1], stop: () => boolean = () => false): Promise<void> {
  const reader = new XmlReader(`part ${part.slice(0, 80)}`, handlers);
  for await (const text of zip.text(part, signal)) {
    reader.push(text);
    if (stop()) return;
  }
  reader.end();
}

/** Id → part of a relationships part (ECMA-376 part 2, 6.5); targets are relative to the folder of their source unless they start with `/`. */
async function relations(zip: ZipArchive, part: string, folder: string, signal: AbortSignal | undefined): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  if (!zip.has(part)) return targets;
  await parsePart(zip, part, signal, {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      const target = attributes['Target'] ?? '', segments: string[] = [];
      for (const segment of (target.startsWith('/') ? target.slice(1) : folder + target).split('/')) {
        if (segment === '..') segments.pop();
        else if (segment !== '.' && segment !== '') segments.push(segment);
      }
      targets.set(attributes['Id'] ?? '', segments.join('/'));
    },
  });
  return targets;
}

/** Shared strings (18.4): plain or in runs; phonetic readings are not part of the text. */
async function sharedStrings(zip: ZipArchive, part: string, signal: AbortSignal | undefined): Promise<string[]> {
  const strings: string[] = [];
  let text = '', inText = false, phonetic = 0;
  await parsePart(zip, part, signal, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') phonetic++;
      else if (name === 't') inText = phonetic === 0;
    },
    text(piece) { if (inText && text.length < CELL_LIMIT) text += piece; },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic--;
      else if (name === 'si') {
        if (strings.length >= CELLS_LIMIT) throw tooLarge();
        strings.push(text.slice(0, CELL_LIMIT));
      }
    },
  });
  return strings;
}

/** What the number format of each cell style makes of a number (18.8.30, 18.8.10). */
async function cellStyles(zip: ZipArchive, part: string, signal: AbortSignal | undefined): Promise<Style[]> {
  const custom = new Map<number, Style>(), styles: Style[] = [];
  let inCellXfs = false;
  await parsePart(zip, part, signal, {
    open(name, attributes) {
      if (name === 'cellXfs') inCellXfs = true;
      else if (name === 'numFmt') custom.set(Number(attributes['numFmtId']), styleOf(attributes['formatCode'] ?? ''));
      else if (name === 'xf' && inCellXfs) {
        const id = Number(attributes['numFmtId'] ?? 0);
        styles.push(custom.get(id) ?? (isBuiltInDate(id) ? 'date' : 'plain'));
      }
    },
    close(name) { if (name === 'cellXfs') inCellXfs = false; },
  });
  return styles;
}

/** Built-in formats 14–22 and 45–47, and those that East Asian versions add (18.8.30). */
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** A format is a date's when letters of dates remain outside quotes, escapes and brackets; `000000` pads with zeros. */
export function styleOf(format: string): Style {
  const plain = (format.split(';')[0] ?? '').slice(0, 256).replace(/"[^"]*"?|\\.|_.|\*./g, '').replace(/\[[^\]]*\]/g, (part) => (/^\[[hms]+\]$/i.test(part) ? 'h' : ''));
  if (/^0{2,32}$/.test(plain)) return { zeros: plain.length };
  return !/general/i.test(plain) && /[ymdhs]/i.test(plain) ? 'date' : 'plain';
}

/** Days from 1899-12-30 and from 1904-01-01 to 1970-01-01. */
const DAYS_1900 = 25_569, DAYS_1904 = 24_107;

/** A serial date number (18.17.4) as `YYYY-MM-DD`, with the time where there is one. The 1900 system counts a 29 February 1900 that never was. */
export function serialDate(serial: number, date1904: boolean): string | null {
  if (!(serial >= 0 && serial < 2_957_004)) return null;
  const days = date1904 ? serial - DAYS_1904 : serial < 60 ? serial + 1 - DAYS_1900 : serial - DAYS_1900;
  const iso = new Date(Math.round(days * 86_400) * 1000).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16);
}

interface Book { readonly strings: readonly string[]; readonly styles: readonly Style[]; readonly date1904: boolean }

async function walkSheet(zip: ZipArchive, part: string, book: Book, onRow: (row: ListRow) => boolean, signal: AbortSignal | undefined): Promise<Merge[]> {
  const merges: Merge[] = [];
  let stopped = false, line = 0, column = -1, cells: string[] = [], total = 0, type = '', style = 0, text = '', reading = false, phonetic = 0;
  await parsePart(zip, part, signal, {
    open(name, attributes) {
      if (stopped) return;
      if (name === 'row') {
        line = attributes['r'] === undefined ? line + 1 : Number(attributes['r']);
        if (!(line >= 1 && line <= ROW_LIMIT)) throw new Refusal('document-broken', `The sheet has a row ${String(attributes['r']).slice(0, 20)}; expected 1 to ${ROW_LIMIT}.`);
        cells = [];
        column = -1;
      } else if (name === 'c') {
        column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r']);
        type = attributes['t'] ?? 'n';
        style = Number(attributes['s'] ?? 0);
        text = '';
      } else if (name === 'rPh') phonetic++;
      else if (name === 'v' || name === 't') reading = phonetic === 0;
      else if (name === 'mergeCell' && merges.length < MERGE_LIMIT) {
        const merge = mergeOf(attributes['ref'] ?? '');
        if (merge !== null) merges.push(merge);
      }
    },
    text(piece) { if (reading && text.length < CELL_LIMIT) text += piece; },
    close(name) {
      if (stopped) return;
      if (name === 'v' || name === 't') reading = false;
      else if (name === 'rPh') phonetic--;
      else if (name === 'c') {
        if (text === '' || column < 0 || column >= COLUMN_LIMIT) return;
        const value = cellText(text.slice(0, CELL_LIMIT), type, book.styles[style] ?? 'plain', book);
        if (value === '') return;
        total += Math.max(1, column + 1 - cells.length);
        if (total > CELLS_LIMIT) throw tooLarge();
        while (cells.length < column) cells.push('');
        cells[column] = value;
      } else if (name === 'row' && cells.length > 0 && !onRow({ line, cells })) stopped = true;
    },
  }, () => stopped);
  return merges;
}

function tooLarge(): Refusal { return new Refusal('document-too-large', `The workbook has more than ${CELLS_LIMIT} cells; split it.`, { limit: CELLS_LIMIT }); }

/** The text that a person sees in a cell (18.18.11, cell types), save for decoration. */
function cellText(text: string, type: string, style: Style, book: Book): string {
  switch (type) {
    case 's': return book.strings[Number(text)] ?? '';
    case 'str': case 'inlineStr': return text;
    case 'b': return text === '1' ? 'TRUE' : 'FALSE';
    case 'e': return '';
    case 'd': return text.replace(/T00:00(?::00(?:\.0+)?)?Z?$/, '');
    default: {
      const value = Number(text);
      if (!Number.isFinite(value)) return text;
      if (style === 'date') return serialDate(value, book.date1904) ?? text;
      // Excel keeps 15 digits and shows no more: 9.3000000000000007 is 9.3.
      const shown = String(Number(value.toPrecision(15)));
      return typeof style === 'object' && /^\d+$/.test(shown) ? shown.padStart(style.zeros, '0') : shown;
    }
  }
}

/** `BC12` → 54. -1 when it is no cell reference. */
export function columnOf(reference: string): number {
  let column = 0, at = 0;
  for (; at < reference.length && at < 4; at++) {
    const letter = reference.charCodeAt(at) & ~32;
    if (letter < 65 || letter > 90) break;
    column = column * 26 + letter - 64;
  }
  return at === 0 || at === 4 ? -1 : column - 1;
}

function mergeOf(reference: string): Merge | null {
  const match = /^\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})$/i.exec(reference);
  return match ? { left: columnOf(match[1]!), top: Number(match[2]), right: columnOf(match[3]!), bottom: Math.min(Number(match[4]), ROW_LIMIT) } : null;
}
