/** What the standard's own codes say about the device: SOP classes (PS3.4, annex B; PS3.6, annex A) and modalities (PS3.3, C.7.3.1.1.1). */
import type { Role } from '@wardkeep/model';

const STORAGE = '1.2.840.10008.5.1.4.1.1.', QUERY = '1.2.840.10008.5.1.4.1.2.';
export const VERIFICATION = '1.2.840.10008.1.1';
const WORKLIST_FIND = '1.2.840.10008.5.1.4.31';
const PERFORMED_STEP = '1.2.840.10008.3.1.2.3.3', COMMITMENT = '1.2.840.10008.1.20.1';
const PRINT: ReadonlySet<string> = new Set(['1.2.840.10008.5.1.1.9', '1.2.840.10008.5.1.1.18']);

/** Storage classes that only one kind of device makes; those that anything makes (secondary capture, reports, presentation states) are left out. */
const STORED_BY: readonly (readonly [Role, readonly string[]])[] = [
  ['xray', ['1', '1.1', '1.1.1', '1.3', '1.3.1', '12.2', '12.2.1', '13.1.2']],
  ['mammography', ['1.2', '1.2.1', '13.1.3', '13.1.4', '13.1.5']],
  ['ct', ['2', '2.1', '2.2']],
  ['ultrasound', ['3', '3.1', '6', '6.1', '6.2']],
  ['mr', ['4', '4.1', '4.2', '4.3', '4.4']],
  ['angiography', ['12.1', '12.1.1', '13.1.1']],
  ['nuclear', ['5', '20', '128', '128.1', '130']],
  ['endoscopy', ['77.1.1', '77.1.1.1']],
  ['ecg', ['9.1.1', '9.1.2', '9.1.3', '9.1.4']],
  ['radiotherapy', Array.from({ length: 25 }, (_, i) => `481.${i + 1}`)],
];
const ROLE_BY_CLASS: ReadonlyMap<string, Role> = new Map(STORED_BY.flatMap(([role, suffixes]) => suffixes.map((suffix): [string, Role] => [STORAGE + suffix, role])));

const ROLE_BY_MODALITY: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['CT', 'ct'], ['MR', 'mr'], ['US', 'ultrasound'], ['IVUS', 'ultrasound'],
  ['CR', 'xray'], ['DX', 'xray'], ['RF', 'xray'], ['RG', 'xray'], ['IO', 'xray'], ['PX', 'xray'], ['BMD', 'xray'],
  ['MG', 'mammography'], ['XA', 'angiography'], ['NM', 'nuclear'], ['PT', 'nuclear'], ['ES', 'endoscopy'], ['ECG', 'ecg'],
  ['RTIMAGE', 'radiotherapy'], ['RTDOSE', 'radiotherapy'], ['RTPLAN', 'radiotherapy'], ['RTSTRUCT', 'radiotherapy'], ['RTRECORD', 'radiotherapy'],
]);

/** The kind of device that makes objects of this class, or null where several do. */
export const roleOfClass = (sopClass: string): Role | null => ROLE_BY_CLASS.get(sopClass) ?? null;
/** The kind of device behind a modality code (0008,0060), or null for codes of documents and derived objects. */
export const roleOfModality = (modality: string): Role | null => ROLE_BY_MODALITY.get(modality) ?? null;

/** A service of PS3.4 in the words of the field. */
export type DicomOperation = 'echo' | 'store' | 'find' | 'move' | 'get' | 'worklist' | 'mpps' | 'commit' | 'print';

/** The operation of a DIMSE command field (PS3.7, table E.1-1; the response bit is ignored) on a SOP class; null for others. */
export function operationOf(commandField: number, sopClass: string | null): DicomOperation | null {
  switch (commandField & 0x7fff) {
    case 0x0001: return 'store';
    case 0x0010: return 'get';
    case 0x0020: return sopClass === WORKLIST_FIND ? 'worklist' : 'find';
    case 0x0021: return 'move';
    case 0x0030: return 'echo';
    case 0x0100: case 0x0110: case 0x0120: case 0x0130: case 0x0140: case 0x0150: return sopClass === null ? null : serviceOf(sopClass);
    default: return null;
  }
}

/** The operation that a presentation context with this abstract syntax is for; null for others. */
export function serviceOf(sopClass: string): DicomOperation | null {
  let service = services.get(sopClass);
  if (service === undefined) {
    service = findService(sopClass);
    if (services.size < SERVICES_LIMIT) services.set(sopClass, service);
  }
  return service;
}

/** PS3.6 has some 300 classes; an accept may name any of them in every context. */
const services = new Map<string, DicomOperation | null>(), SERVICES_LIMIT = 1024;

function findService(sopClass: string): DicomOperation | null {
  if (sopClass === VERIFICATION) return 'echo';
  if (sopClass === WORKLIST_FIND) return 'worklist';
  if (sopClass === PERFORMED_STEP) return 'mpps';
  if (sopClass === COMMITMENT) return 'commit';
  if (PRINT.has(sopClass)) return 'print';
  if (sopClass.startsWith(STORAGE)) return 'store';
  // Patient root 1, study root 2, patient/study only 3; then FIND 1, MOVE 2, GET 3 (PS3.4, C.6).
  const query = /^[123]\.([123])$/.exec(sopClass.startsWith(QUERY) ? sopClass.slice(QUERY.length) : '');
  return query ? (['find', 'move', 'get'] as const)[Number(query[1]) - 1]! : null;
}
