/**
 * The columns of an equipment list: finds the header line (below titles and empty rows, over one or two lines), says what each column is
 * from its name in six languages and from the shape of its values, and how sure that is.
 */
import { LIST_FIELDS, type ListField, type ListMapping, type MappingProposal, parseIp, parseMac } from '@wardkeep/model';
import { fold, printable, tidy } from '../fold.ts';
import { isOrganisation, namesPerson } from '../person.ts';
import { parseUdi } from '../udi.ts';
import { matchDeviceType } from './device-types.ts';

/** Header names as data (`rules/list-columns.yaml`). */
export interface ColumnRules { readonly fields: Readonly<Record<ListField, readonly string[]>>; readonly people: readonly string[] }

export interface ColumnIndex {
  readonly exact: ReadonlyMap<string, ListField>;
  readonly phrases: readonly (readonly [string, ListField])[];
  readonly people: ReadonlySet<string>;
  /** What headers turned out to say, so that a text that stands in many cells is judged once. */
  readonly judged: Map<string, NameMatch>;
}

/** Makes header names searchable. A name that stands for two fields is an error of the rules. */
export function indexColumns(rules: ColumnRules): ColumnIndex {
  const exact = new Map<string, ListField>();
  for (const field of LIST_FIELDS) for (const name of rules.fields[field] ?? []) {
    const folded = fold(name), other = exact.get(folded);
    if (other !== undefined && other !== field) throw new Error(`The column name "${name}" stands for ${other} and for ${field}; expected one field.`);
    exact.set(folded, field);
  }
  const phrases = [...exact].filter(([name]) => name.includes(' ') || name.length >= 8).sort(([a], [b]) => b.length - a.length || (a < b ? -1 : 1));
  return { exact, phrases, people: new Set(rules.people.map(fold)), judged: new Map() };
}

/** Rows that are looked at to find the header and to see values. */
export const HEAD_ROWS = 64;
const SAMPLES = 3;
/** Columns that are looked at: no equipment list has more. */
const WIDTH_LIMIT = 1024;
/** A header longer than this is a sentence, not a name. */
const HEADER_LIMIT = 80;
/** Fields that several columns may give: addresses add up, places join. */
const REPEATABLE: ReadonlySet<ListField> = new Set(['ip', 'mac', 'location', 'notes']);
/** Two equally good columns for one of these change what a device is: a person decides. */
const DECISIVE: ReadonlySet<ListField> = new Set(['vendor', 'model', 'version', 'serial', 'inventoryNumber', 'udi']);
const NAMING: readonly ListField[] = ['vendor', 'model', 'name', 'product', 'deviceType'];
const IDENTIFYING: readonly ListField[] = ['serial', 'inventoryNumber', 'udi', 'mac', 'ip', 'hostname'];

const JUDGED_LIMIT = 10_000;

export interface NameMatch { readonly field: ListField | null; readonly person: boolean; readonly exact: boolean }
/** Beside a column of surnames or first names, a column called just `name` holds people. */
const GIVEN_NAME = /\b(?:apellidos?|surname|last name|first name|family name|vezeteknev|keresztnev|csaladnev|utonev|nachname|vorname|prenom|sobrenome|apelido|date of birth|fecha de nacimiento|szuletesi)\b/;
const BARE_NAME = /^(?:name|full name|nombre|nombre completo|nev|teljes nev|nom|nome)$/;
const PERSON: NameMatch = { field: null, person: true, exact: true };
const NO_MATCH: NameMatch = { field: null, person: false, exact: false };

/** What a header says. A number or a unit behind the name (`IP 2`, `MAC (LAN)`) does not change it. */
export function matchHeader(header: string, index: ColumnIndex): NameMatch {
  if (header.length > HEADER_LIMIT) return NO_MATCH;
  const known = index.judged.get(header);
  if (known !== undefined) return known;
  const match = judgeHeader(header, index);
  if (index.judged.size < JUDGED_LIMIT) index.judged.set(header, match);
  return match;
}

function judgeHeader(header: string, index: ColumnIndex): NameMatch {
  const folded = fold(header);
  for (const name of [folded, fold(header.replace(/\([^)]*\)|\[[^\]]*\]/g, ' ')), folded.replace(/ ?\d{1,2}$/, '')]) {
    if (index.people.has(name)) return { field: null, person: true, exact: true };
    const field = index.exact.get(name);
    if (field !== undefined) return { field, person: false, exact: true };
  }
  const padded = ` ${folded} `;
  for (const person of index.people) if (person.length >= 5 && padded.includes(` ${person} `)) return { field: null, person: true, exact: false };
  for (const [phrase, field] of index.phrases) if (padded.includes(` ${phrase} `)) return { field, person: false, exact: false };
  return NO_MATCH;
}

/** A row of the list with its 1-based number as a spreadsheet shows it. */
export interface ListRow { readonly line: number; readonly cells: readonly string[] }

interface Header { readonly line: number; readonly names: readonly string[]; readonly score: number }

/** The line whose cells name the most different fields; two lines read as one where the lower one names more (groups above, names below). */
function findHeader(rows: readonly ListRow[], index: ColumnIndex): Header | null {
  let best: Header | null = null;
  for (const [at, row] of rows.entries()) {
    const score = scoreNames(row.cells, index);
    if (score > (best?.score ?? 0)) best = { line: row.line, names: row.cells, score };
    const below = rows[at + 1];
    if (!below || score === 0 || below.line !== row.line + 1) continue;
    const names = joinHeader(row.cells, below.cells), both = scoreNames(names, index);
    if (both > Math.max(score, scoreNames(below.cells, index)) && both > (best?.score ?? 0)) best = { line: below.line, names, score: both };
  }
  return best !== null && best.score >= 2 ? best : null;
}

function joinHeader(above: readonly string[], below: readonly string[]): string[] {
  return Array.from({ length: Math.max(above.length, below.length) }, (_, column) => below[column]?.trim() || above[column] || '');
}

function scoreNames(cells: readonly string[], index: ColumnIndex): number {
  const seen = new Map<string, number>();
  for (const cell of cells) {
    if (cell === '') continue;
    const match = matchHeader(cell, index);
    const key = match.person ? 'person' : match.field;
    if (key !== null) seen.set(key, Math.max(seen.get(key) ?? 0, match.exact ? 1 : 0.6));
  }
  let score = 0;
  for (const value of seen.values()) score += value;
  return score;
}

/** Share of values (0–1) that have the shape a field needs; 1 for fields without one. */
const SHAPES: { readonly [field in ListField]?: (value: string) => boolean } = {
  mac: (value) => value.split(/[\s,;/]+/).some((part) => parseMac(part) !== null) || parseMac(value) !== null,
  ip: (value) => value.split(/[\s,;/]+/).some((part) => parseIp(part) !== null),
  udi: (value) => parseUdi(value) !== null,
  emdn: (value) => /^[A-Z]\s?\d{2,12}\b/i.test(value),
};

function shapeShare(values: readonly string[], field: ListField): number {
  const shape = SHAPES[field];
  if (!shape || values.length === 0) return 1;
  return values.filter(shape).length / values.length;
}

/** A field that the values alone betray, or null. A UDI needs its check digit and its production part: a bare number of 14 digits can be anything. */
function fieldOfValues(values: readonly string[]): ListField | null {
  if (values.length < 2) return null;
  const share = (test: (value: string) => boolean) => values.filter(test).length / values.length;
  if (share((value) => parseMac(value) !== null && /[:-]|\./.test(value)) >= 0.8) return 'mac';
  if (share((value) => parseIp(value) !== null) >= 0.8) return 'ip';
  if (share((value) => { const udi = parseUdi(value); return udi !== null && udi.checked && /\(01\)|^\+|^01\d{14}/.test(value); }) >= 0.8) return 'udi';
  if (share((value) => /^[A-Z]\d{4,12}$/.test(value) && /^[WVZ]/.test(value)) >= 0.9) return 'emdn';
  return null;
}

export interface ColumnsFound { readonly proposal: MappingProposal; readonly sure: boolean; readonly score: number }

/**
 * Proposes what the columns of a list are, from its first rows (at most {@link HEAD_ROWS} are used). `sure`: a known header with at least one
 * naming and one identifying column, no two columns for one thing and no values against it; then nobody needs to be asked.
 */
export function proposeColumns(rows: readonly ListRow[], index: ColumnIndex, sheet: string | null = null, totalRows = rows.length): ColumnsFound {
  const head = rows.slice(0, HEAD_ROWS).map((row) => (row.cells.length > WIDTH_LIMIT ? { line: row.line, cells: row.cells.slice(0, WIDTH_LIMIT) } : row)), header = findHeader(head, index) ?? guessHeader(head);
  const body = head.filter((row) => row.line > header.line && row.cells.some((cell) => cell.trim() !== ''));
  const width = Math.max(header.names.length, ...body.map((row) => row.cells.length));
  const named = header.names.some((name) => GIVEN_NAME.test(fold(name)));
  const columns: { index: number; header: string; field: ListField | null; sure: boolean; samples: string[] }[] = [];
  const strength = new Map<number, number>();
  for (let at = 0; at < width; at++) {
    const name = printable(header.names[at] ?? '', HEADER_LIMIT), match = named && BARE_NAME.test(fold(name)) ? PERSON : matchHeader(name, index);
    const values = body.map((row) => row.cells[at]?.trim() ?? '').filter((value) => value !== '');
    if (name === '' && values.length === 0) continue;
    const byValue = match.person ? null : fieldOfValues(values), field = match.field ?? byValue;
    const fits = field === null || shapeShare(values, field) >= 0.5;
    columns.push({ index: at, header: name, field, sure: field === null ? match.person : fits && (match.exact || byValue === field), samples: match.person || field === 'notes' ? [] : samplesOf(values, field) });
    strength.set(at, (match.exact ? 2 : match.field !== null ? 1 : 0) + (byValue === field && field !== null ? 1 : 0) + (fits ? 0.5 : 0) + (values.length > 0 ? 0.25 : 0));
  }
  const contested = settle(columns, strength);
  const has = (fields: readonly ListField[]) => columns.some((column) => column.sure && column.field !== null && fields.includes(column.field));
  const sure = header.score >= 2 && has(NAMING) && has(IDENTIFYING) && !contested && columns.every((column) => column.field === null || column.sure || column.field === 'notes');
  const proposal: MappingProposal = { sheet, headerLine: header.line, rows: Math.max(0, totalRows - head.filter((row) => row.line <= header.line).length), columns };
  return { proposal, sure, score: header.score };
}

/** Leaves a field to its best column. Two columns whose names say the same equally well need a person: returns true. */
function settle(columns: { index: number; field: ListField | null; sure: boolean }[], strength: ReadonlyMap<number, number>): boolean {
  let contested = false;
  for (const field of LIST_FIELDS) {
    const rivals = columns.filter((column) => column.field === field);
    if (rivals.length < 2 || REPEATABLE.has(field)) continue;
    rivals.sort((a, b) => strength.get(b.index)! - strength.get(a.index)! || a.index - b.index);
    if (DECISIVE.has(field) && strength.get(rivals[0]!.index) === strength.get(rivals[1]!.index)) { contested = true; rivals[0]!.sure = false; }
    for (const loser of rivals.slice(1)) { loser.field = null; loser.sure = false; }
  }
  return contested;
}

/** Two to four capitalised words and nothing else: the shape of a full name. */
const FULL_NAME = /^\p{Lu}[\p{L}'’.-]*,?(?: (?:(?:de|la|del|von|van|y|da|dos) )*\p{Lu}[\p{L}'’.-]*){1,3}$/u;

/** The first different values, for a person to recognise the column by. Where the column may hold people, what could be a name is not shown. */
function samplesOf(values: readonly string[], field: ListField | null): string[] {
  const samples: string[] = [];
  for (const value of values) {
    const sample = tidy(value, 40);
    if (sample === null || samples.includes(sample) || namesPerson(value)) continue;
    if (field === 'owner' ? !isOrganisation(value) : (field === null || field === 'name') && FULL_NAME.test(value) && !isOrganisation(value) && matchDeviceType(value) === null) continue;
    samples.push(sample);
    if (samples.length === SAMPLES) break;
  }
  return samples;
}

/** Without a known header: the first row with two or more texts, no value among them; else none (line 0). */
function guessHeader(rows: readonly ListRow[]): Header {
  for (const row of rows) {
    const cells = row.cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
    if (cells.length < 2) continue;
    const plain = cells.every((cell) => cell.length <= HEADER_LIMIT && !/^[\d.,:/-]+$/.test(cell) && parseMac(cell) === null && parseIp(cell) === null);
    return plain && new Set(cells).size === cells.length ? { line: row.line, names: row.cells, score: 0 } : { line: row.line - 1, names: [], score: 0 };
  }
  return { line: 0, names: [], score: 0 };
}

/** The mapping that a proposal stands for. */
export function mappingOf(proposal: MappingProposal): ListMapping {
  return { sheet: proposal.sheet, headerLine: proposal.headerLine, columns: proposal.columns.map(({ index, field }) => ({ index, field })) };
}

/** A key under which the answer of a person is remembered: the headers with their places, folded. Lists of one layout share it. */
export function headerKey(proposal: MappingProposal): string { return proposal.columns.map((column) => `${column.index}:${fold(column.header)}`).join('|').slice(0, 8192); }
