/**
 * Writes workbooks for tests and benches: SpreadsheetML in a ZIP, with the untidiness of real lists (title rows, joined cells, number formats, empty
 * lines, a second sheet). The lists are invented: makers, models, numbers and addresses belong to nobody; MACs are locally administered.
 */
import yazl from 'yazl';

/** A cell: text (shared string), `inline` text, number with a style, boolean, formula with its stored result, or raw XML. */
export type Cell = string | number | boolean | null | { readonly date: number } | { readonly padded: number } | { readonly inline: string } | { readonly formula: string; readonly result: string } | { readonly xml: string };
export interface SheetSpec { readonly name: string; readonly rows: readonly (readonly Cell[])[]; readonly merges?: readonly string[]; readonly state?: 'visible' | 'hidden' | 'veryHidden' }

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

export function columnName(index: number): string {
  let name = '';
  for (let left = index + 1; left > 0; left = Math.floor((left - 1) / 26)) name = String.fromCharCode(65 + ((left - 1) % 26)) + name;
  return name;
}

/** Parts → ZIP bytes. */
export async function zipBytes(parts: Readonly<Record<string, string | Buffer>>, compress = true): Promise<Uint8Array> {
  const zip = new yazl.ZipFile(), chunks: Uint8Array[] = [];
  for (const [name, content] of Object.entries(parts)) zip.addBuffer(Buffer.from(content), name, { mtime: new Date(315_532_800_000), compress });
  zip.end();
  for await (const chunk of zip.outputStream as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

const STYLES = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd;@"/><numFmt numFmtId="165" formatCode="000000"/></numFmts>'
  + '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>';

export function workbookParts(sheets: readonly SheetSpec[], options: { date1904?: boolean } = {}): Record<string, string> {
  const strings = new Map<string, number>(), parts: Record<string, string> = {};
  const shared = (text: string): number => { const known = strings.get(text); if (known !== undefined) return known; strings.set(text, strings.size); return strings.size - 1; };
  const cellXml = (cell: Cell, reference: string): string => {
    if (cell === null || cell === '') return '';
    if (typeof cell === 'string') return `<c r="${reference}" t="s"><v>${shared(cell)}</v></c>`;
    if (typeof cell === 'number') return `<c r="${reference}"><v>${cell}</v></c>`;
    if (typeof cell === 'boolean') return `<c r="${reference}" t="b"><v>${cell ? 1 : 0}</v></c>`;
    if ('date' in cell) return `<c r="${reference}" s="2"><v>${cell.date}</v></c>`;
    if ('padded' in cell) return `<c r="${reference}" s="3"><v>${cell.padded}</v></c>`;
    if ('inline' in cell) return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escape(cell.inline)}</t></is></c>`;
    if ('formula' in cell) return `<c r="${reference}" t="str"><f>${escape(cell.formula)}</f><v>${escape(cell.result)}</v></c>`;
    return cell.xml;
  };
  for (const [at, sheet] of sheets.entries()) {
    const rows = sheet.rows.map((row, line) => (row.every((cell) => cell === null || cell === '') ? '' : `<row r="${line + 1}">${row.map((cell, column) => cellXml(cell, `${columnName(column)}${line + 1}`)).join('')}</row>`)).join('');
    const merges = sheet.merges?.length ? `<mergeCells count="${sheet.merges.length}">${sheet.merges.map((merge) => `<mergeCell ref="${merge}"/>`).join('')}</mergeCells>` : '';
    parts[`xl/worksheets/sheet${at + 1}.xml`] = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows}</sheetData>${merges}</worksheet>`;
  }
  const relation = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships', package_ = 'http://schemas.openxmlformats.org/package/2006/relationships';
  return {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>',
    '_rels/.rels': `<Relationships xmlns="${package_}"><Relationship Id="rId1" Type="${relation}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="${relation}"><workbookPr${options.date1904 ? ' date1904="1"' : ''}/><sheets>${sheets.map((sheet, at) => `<sheet name="${escape(sheet.name)}" sheetId="${at + 1}" state="${sheet.state ?? 'visible'}" r:id="rId${at + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${package_}">${sheets.map((_, at) => `<Relationship Id="rId${at + 1}" Type="${relation}/worksheet" Target="worksheets/sheet${at + 1}.xml"/>`).join('')}<Relationship Id="rId${sheets.length + 1}" Type="${relation}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId${sheets.length + 2}" Type="${relation}/styles" Target="/xl/styles.xml"/></Relationships>`,
    ...parts,
    'xl/sharedStrings.xml': `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${[...strings.keys()].map((text) => `<si><t xml:space="preserve">${escape(text)}</t></si>`).join('')}</sst>`,
    'xl/styles.xml': STYLES,
  };
}

export const workbookBytes = (sheets: readonly SheetSpec[], options: { date1904?: boolean } = {}): Promise<Uint8Array> => zipBytes(workbookParts(sheets, options));

/** A small generator (mulberry32): the same seed gives the same list. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What row `line` of an invented list says, for the tests to compare with. */
export interface InventedDevice { readonly line: number; readonly role: string; readonly vendor: string; readonly model: string; readonly serial: string; readonly inventoryNumber: string; readonly mac: string | null; readonly ip: string | null; readonly department: string; readonly endOfSupport: string | null }
export interface InventedList { readonly sheets: readonly SheetSpec[]; readonly devices: readonly InventedDevice[]; readonly people: readonly string[] }

interface Language {
  readonly title: readonly string[];
  /** Header over two lines; the second holds the names under the joined group. */
  readonly header: readonly [readonly string[], readonly string[]];
  readonly kinds: readonly (readonly [string, string])[];
  readonly departments: readonly string[];
  readonly people: readonly string[];
  readonly note: string; readonly total: string; readonly none: string; readonly other: string; readonly date: (days: number, iso: string) => Cell;
}

const SPANISH: Language = {
  title: ['Hospital Comarcal Valdeluna (inventado)', 'Servicio de Electromedicina. Inventario de equipos 2026'],
  header: [['Nº inventario', 'Denominación del equipo', 'Fabricante', 'Modelo', 'Nº de serie', 'Servicio', 'Red', '', 'Fin de soporte', 'Persona de contacto', 'Observaciones'], ['', '', '', '', '', '', 'Dirección IP', 'MAC', '', '', '']],
  kinds: [['Bomba de infusión', 'infusion-pump'], ['Monitor de paciente', 'patient-monitor'], ['Respirador', 'ventilator'], ['Ecógrafo', 'ultrasound'], ['Electrocardiógrafo', 'ecg'], ['Desfibrilador', 'defibrillator'], ['Máquina de diálisis', 'dialysis'], ['Equipo de anestesia', 'anaesthesia'], ['Analizador de gases', 'point-of-care'], ['Impresora', 'printer']],
  departments: ['UCI', 'Urgencias', 'Radiología', 'Nefrología', 'Quirófano', 'Planta 3 Medicina Interna'], people: ['Lucía Ferrándiz Ochoa', 'Tomás Arbeloa Ruiz'], note: 'revisado por', total: 'Total equipos', none: 'N/A', other: 'Leyenda', date: (days) => ({ date: days }),
};
const HUNGARIAN: Language = {
  title: ['Tóparti Megyei Kórház (kitalált)', 'Orvostechnikai osztály, eszközleltár 2026'],
  header: [['Leltári szám', 'Eszköz megnevezése', 'Gyártó', 'Típus', 'Gyári szám', 'Osztály', 'Hálózat', '', 'Támogatás vége', 'Kapcsolattartó', 'Megjegyzés'], ['', '', '', '', '', '', 'IP-cím', 'MAC cím', '', '', '']],
  kinds: [['Infúziós pumpa', 'infusion-pump'], ['Betegőrző monitor', 'patient-monitor'], ['Lélegeztetőgép', 'ventilator'], ['Ultrahang készülék', 'ultrasound'], ['EKG készülék', 'ecg'], ['Defibrillátor', 'defibrillator'], ['Művesekészülék', 'dialysis'], ['Altatógép', 'anaesthesia'], ['Vérgázanalizátor', 'point-of-care'], ['Nyomtató', 'printer']],
  departments: ['ITO', 'Sürgősségi osztály', 'Radiológia', 'Nefrológia', 'Központi műtő', 'II. Belgyógyászat'], people: ['Bodrogi Ágnes', 'Vadász Hűséges Ernő'], note: 'ellenőrizte', total: 'Összesen', none: 'nincs', other: 'Jelmagyarázat', date: (_, iso) => `${iso.replaceAll('-', '.')}.`,
};
const MAKERS = ['Alondra Medical', 'Nordlicht Medizintechnik GmbH', 'Kestrel Health', 'Tisza Műszer Kft.', 'Boreal Systems'];

/** An invented list of `count` devices in Spanish or Hungarian, as untidy as real ones. */
export function inventedList(language: 'es' | 'hu', count: number, seed: number): InventedList {
  const words = language === 'es' ? SPANISH : HUNGARIAN, random = seeded(seed), pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const rows: Cell[][] = [[words.title[0]!], [words.title[1]!], [], [...words.header[0]], [...words.header[1]]], merges = ['A1:K1', 'A2:K2', 'G4:H4', ...'ABCDEFIJK'.split('').map((column) => `${column}4:${column}5`)];
  const devices: InventedDevice[] = [];
  let department = words.departments[0]!, departmentFrom = 6, lastSerial = '';
  const closeGroup = (): void => { if (rows.length > departmentFrom) merges.push(`F${departmentFrom}:F${rows.length}`); };
  for (let at = 0; at < count; at++) {
    if (at % 25 === 0) {
      closeGroup();
      department = words.departments[(at / 25) % words.departments.length]!;
      if (at > 0) rows.push([]);
      rows.push([`— ${department} —`]);
      departmentFrom = rows.length + 1;
    }
    const [kind, role] = pick(words.kinds), vendor = pick(MAKERS), model = `${pick(['Flow', 'Vita', 'Aria', 'Nova'])} ${100 + Math.floor(random() * 9) * 50}`;
    // Every fortieth serial is a copy of the one above: a slip of the hand that real lists have.
    const serial = at % 40 === 39 ? lastSerial : at % 3 === 0 ? String(10_000_000 + Math.floor(random() * 89_999_999)) : `SN-${Math.floor(random() * 1e9).toString(36).toUpperCase().padStart(6, '0')}`;
    lastSerial = serial;
    const number = 100 + at, networked = random() < 0.7, ip = networked ? `10.${20 + Math.floor(at / 250)}.${at % 250}.${1 + Math.floor(random() * 250)}` : null;
    const mac = networked ? `02:00:${[at >> 8, at & 255, Math.floor(random() * 256), Math.floor(random() * 256)].map((byte) => byte.toString(16).padStart(2, '0')).join(':')}` : null;
    const days = 46_000 + Math.floor(random() * 2500), iso = new Date((days - 25_569) * 86_400_000).toISOString().slice(0, 10), dated = random() < 0.6;
    rows.push([
      { padded: number }, at % 7 === 0 ? { inline: ` ${kind} ` } : kind, vendor, model, /^\d+$/.test(serial) ? Number(serial) : serial, rows.length + 1 === departmentFrom ? department : null,
      ip ?? words.none, mac === null ? null : at % 2 ? mac.toUpperCase().replaceAll(':', '-') : mac, dated ? words.date(days, iso) : null, pick(words.people), random() < 0.2 ? `${words.note} ${pick(words.people)}` : null,
    ]);
    devices.push({ line: rows.length, role, vendor, model, serial, inventoryNumber: String(number).padStart(6, '0'), mac, ip, department, endOfSupport: dated ? iso : null });
  }
  closeGroup();
  rows.push([], [words.total, null, null, null, null, null, null, null, null, null, { formula: 'COUNTA(A6:A999)', result: String(count) }]);
  return { sheets: [{ name: words.other, rows: [['A', 'B'], ['UCI', 'x']] }, { name: 'Inventario', rows, merges }], devices, people: words.people };
}
