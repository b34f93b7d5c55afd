/**
 * Keeps people out of the inventory. Equipment lists and host names carry the names of staff and patients; of an owner only an organisation
 * may be kept, of a host name never whose it is.
 */
import { fold } from './fold.ts';

const EMAIL = /[^\s@]@[^\s@]/;
/** Nine or more digits with the punctuation of telephone numbers and nothing else, or a leading + or `tel`. */
const PHONE = /^(?:tel\.?:?\s*)?\+?[\d ()/.-]{9,20}$/i;
/** A title, the dot behind it, and the word that follows. */
const TITLED = /(?:^|[\s,;/(])(dr|dra|prof|profa|sr|sra|srta|mr|mrs|ms|miss|don|doña|frau|herr|hr|fr|mme|mlle|ifj|özv)(?!\p{L})(\.?)(?:\s+(\p{L}\S*))?/giu;
/** `Maria's iPad`, `Marias-iPhone`, `iPhone de Juan`. */
const OWNED = /\p{L}['’´`]s[ _-]|\p{L}s[ _-]i-?(?:phone|pad|mac)|i-?(?:phone|pad|mac)\p{L}*[ _-](?:de|von)[ _-]/iu;

/**
 * True for an e-mail address, a telephone number, a title with a name (`Dr. Nagy`, `Frau Müller`) and for a thing called after its owner.
 * A title needs its dot or a capitalised name: `MS SQL Server`, `DR 600` and `HR monitor` name nobody.
 */
export function namesPerson(value: string): boolean {
  if (EMAIL.test(value) || OWNED.test(value) || PHONE.test(value) && !/^[\d.]+$/.test(value)) return true;
  for (const [, title = '', dot, name = ''] of value.matchAll(TITLED)) {
    if (dot !== '' && (name !== '' || /^(?:dr|dra|prof)$/i.test(title))) return true;
    if (title !== title.toUpperCase() && /^\p{Lu}\p{Ll}/u.test(name)) return true;
  }
  return false;
}

/** Tells whether a host name says whose device it is; handed in by the caller, who has the lists of names for it. */
export type PersonFilter = (hostname: string) => boolean;

/** Words (folded) that make a value the name of an organisation or of a part of one. A word here matches itself or, from five letters on, the start of a word. */
const ORGANISATION_WORDS = [
  'hospital', 'clinic', 'clinica', 'klinik', 'klinika', 'korhaz', 'clinique', 'hopital', 'krankenhaus', 'rendelo', 'rendelointezet', 'intezet', 'institut', 'intezmeny', 'otthon', 'residencia',
  'department', 'dept', 'dpto', 'depto', 'departamento', 'departement', 'abteilung', 'osztaly', 'osztalya', 'reszleg', 'csoport', 'kozpont', 'centro', 'centre', 'center', 'zentrum', 'centrum',
  'service', 'servicio', 'servico', 'szolgalat', 'unidad', 'unidade', 'unit', 'unite', 'egyseg', 'seccion', 'area', 'gerencia', 'direccion', 'direction', 'igazgatosag', 'igazgatosaga', 'jefatura', 'subdireccion',
  'consejeria', 'ministry', 'ministerio', 'miniszterium', 'ministere', 'ministerium', 'university', 'universidad', 'egyetem', 'universitat', 'universite', 'fundacion', 'foundation', 'alapitvany', 'stiftung', 'fundacao',
  'trust', 'nhs', 'sanidad', 'salud', 'health', 'healthcare', 'sante', 'gesundheit', 'egeszsegugyi', 'saude', 'sacyl', 'sergas', 'osakidetza', 'informatica', 'informatika', 'informatik', 'informatique', 'it',
  'electromedicina', 'ingenieria', 'engineering', 'medizintechnik', 'biomedical', 'biomedica', 'orvostechnika', 'orvosteknika', 'muszaki', 'uzemeltetes', 'gepmuszer', 'mantenimiento', 'maintenance', 'wartung', 'facility', 'facilities',
  'radiology', 'radiologia', 'radiologie', 'cardiology', 'cardiologia', 'kardiologia', 'kardiologie', 'laboratory', 'laboratorio', 'laboratorium', 'labor', 'laboratoire', 'farmacia', 'pharmacy', 'gyogyszertar', 'apotheke', 'pharmacie',
  'urgencias', 'emergency', 'surgosseg', 'notaufnahme', 'urgences', 'icu', 'uci', 'ito', 'its', 'sebeszet', 'surgery', 'cirugia', 'belgyogyaszat', 'aneszteziologia', 'anestesia', 'anaesthesia', 'anesthesia', 'intensiv', 'intensive', 'pediatria', 'gyermek', 'nursing', 'enfermeria',
  'team', 'group', 'grupo', 'gruppe', 'groupe', 'company', 'compania', 'systems', 'solutions', 'technologies', 'medical', 'consortium', 'consorcio', 'ward', 'planta', 'office', 'oficina', 'purchasing', 'compras', 'beszerzes', 'einkauf', 'leasing', 'renting',
  'kft', 'zrt', 'nyrt', 'bt', 'rt', 'gmbh', 'ag', 'kg', 'ltd', 'limited', 'inc', 'llc', 'plc', 'corp', 'corporation', 'sl', 'slu', 'sau', 'sarl', 'sas', 'bv', 'nv', 'oy', 'ab', 'spa', 'srl', 'lda',
];
const WORDS = new Set(ORGANISATION_WORDS);
const STEMS = ORGANISATION_WORDS.filter((word) => word.length >= 5);

/**
 * True when the value is plainly an organisation: it holds a word of the list (a legal form such as `Kft.` or `S.L.` included), or is a code:
 * one token of at most 12 characters with a digit in it, or one of two to six capitals (`UCI`, `HCUV`). Anything else may be a person and is not kept.
 */
export function isOrganisation(value: string): boolean {
  if (namesPerson(value)) return false;
  if (/^[\p{Lu}\p{N}._/-]{1,12}$/u.test(value) && (/\d/.test(value) || /^\p{Lu}{2,6}$/u.test(value))) return true;
  const folded = fold(value.replace(/\b(\p{L})\.\s?(\p{L})\.(?:\s?(\p{L})\.)?(?:\s?(\p{L})\.)?/gu, '$1$2$3$4'));
  return folded.split(' ').some((word) => WORDS.has(word) || STEMS.some((stem) => word.startsWith(stem)));
}
