/** An invented hospital's equipment list of 400 devices, as equipment management keeps it, and what `fixtures/advisories` say of each kind. */
import { type Cell, workbookBytes } from '@wardkeep/io/documents/testing';

/** What the invented advisories say of a kind: read from their texts, not from the program. */
export type Expected = 'affected' | 'cannot-tell' | 'not';
interface Kind { readonly type: Readonly<Record<'es' | 'hu', string>>; readonly vendor: string; readonly model: string; readonly version: string; readonly count: number; readonly expected: Expected }

const KINDS: readonly Kind[] = [
  { type: { es: 'Bomba de infusión', hu: 'Infúziós pumpa' }, vendor: 'Labmade', model: 'InfuGate 3', version: '7.11.0', count: 37, expected: 'affected' },
  { type: { es: 'Bomba de infusión', hu: 'Infúziós pumpa' }, vendor: 'Labmade', model: 'InfuGate 3', version: '7.12.0', count: 60, expected: 'not' },
  { type: { es: 'Bomba de infusión', hu: 'Infúziós pumpa' }, vendor: 'Labmade', model: 'InfuGate 3', version: '', count: 8, expected: 'cannot-tell' },
  { type: { es: 'Gestión del edificio', hu: 'Épületfelügyelet' }, vendor: 'Labmade', model: 'BMS-200', version: '2.1.7', count: 3, expected: 'affected' },
  { type: { es: 'Archivo de imágenes', hu: 'Képarchívum' }, vendor: 'Kelda', model: 'Archive 5', version: '7.2', count: 2, expected: 'affected' },
  { type: { es: 'Ecógrafo', hu: 'Ultrahang' }, vendor: 'Tisza Képalkotó', model: 'Szonár 8', version: '4.1', count: 40, expected: 'not' },
  { type: { es: 'Monitor de paciente', hu: 'Betegőrző monitor' }, vendor: 'Guadamar', model: 'Latido 12', version: 'B.02', count: 120, expected: 'not' },
  { type: { es: 'Respirador', hu: 'Lélegeztetőgép' }, vendor: 'Brisa Médica', model: 'Viento 3', version: '3.0.1', count: 50, expected: 'not' },
  { type: { es: 'Electrocardiógrafo', hu: 'EKG' }, vendor: 'Guadamar', model: 'Trazo 6', version: '1.9', count: 80, expected: 'not' },
];

const HEADERS = {
  es: ['Nº inventario', 'Denominación del equipo', 'Fabricante', 'Modelo', 'Nº de serie', 'Versión de software', 'Servicio', 'Zona de red'],
  hu: ['Leltári szám', 'Megnevezés', 'Gyártó', 'Típus', 'Gyári szám', 'Szoftververzió', 'Osztály', 'Hálózati zóna'],
} as const;
export const WARDS = { es: ['UCI', 'Urgencias', 'Quirófano', 'Medicina interna', 'Pediatría'], hu: ['Intenzív osztály', 'Sürgősségi', 'Műtő', 'Belgyógyászat', 'Gyermekosztály'] } as const;

export interface Hospital { readonly bytes: Uint8Array; readonly devices: number; readonly affected: ReadonlyMap<string, number>; readonly cannotTell: ReadonlyMap<string, number> }

/** The same list every time; wards take turns, so that each ward has some of each kind. */
export async function hospitalList(language: 'es' | 'hu'): Promise<Hospital> {
  const rows: Cell[][] = [], affected = new Map<string, number>(), cannotTell = new Map<string, number>(), wards = WARDS[language];
  for (const { type, vendor, model, version, count, expected } of KINDS) for (let nth = 0; nth < count; nth++) {
    const ward = wards[rows.length % wards.length]!, counts = expected === 'affected' ? affected : expected === 'cannot-tell' ? cannotTell : null;
    counts?.set(ward, (counts.get(ward) ?? 0) + 1);
    rows.push([`NH-${String(rows.length + 1).padStart(4, '0')}`, type[language], vendor, model, `SN${String(100_000 + rows.length * 7)}`, version, ward, ward]);
  }
  return { bytes: await workbookBytes([{ name: language === 'es' ? 'Equipos' : 'Eszközök', rows: [[...HEADERS[language]], ...rows] }]), devices: rows.length, affected, cannotTell };
}
