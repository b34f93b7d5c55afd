/**
 * Words of the PDF in three languages. `{name}` is filled in, `**…**` is set firm. Inserted names stand alone, so that no language has to inflect them; counts come
 * formatted, and `one` or `other` is chosen by the language's own rule.
 */
import type { RemediationProgress } from '@wardkeep/model';
import type { PdfLanguage, PdfState, PdfVerdict } from './input.ts';

export interface Plural { readonly one: string; readonly other: string }
export const SEVERITIES = ['none', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];
/** In the order in which they are printed. */
export const COLUMNS = ['device', 'product', 'advisory', 'verdict', 'care', 'severity', 'state', 'due', 'assignee'] as const;
export const EXPLANATIONS = ['affected', 'cannot_tell', 'not_affected', 'match', 'care', 'assumed', 'severity', 'kev', 'epss'] as const;
export type Explanation = (typeof EXPLANATIONS)[number];

export interface PdfWords {
  /** BCP 47, for numbers and dates. */
  readonly tag: string;
  readonly title: string;
  readonly made: string;
  readonly page: string;
  readonly headline: {
    readonly nothing: string;
    readonly affected: Plural; readonly affectedOf: Plural; readonly noneAffected: string;
    /** Behind a count of affected devices, and behind `noneAffected`. */
    readonly moreCannotTell: string; readonly cannotTell: string;
    /** More findings than rows. */
    readonly findings: Plural; readonly firstListed: string;
    readonly hours: Plural;
  };
  /** Under the headline. */
  readonly guide: string;
  readonly noWard: string;
  readonly ward: { readonly findings: Plural; readonly devices: Plural };
  readonly columns: Readonly<Record<(typeof COLUMNS)[number], string>>;
  readonly verdict: Readonly<Record<PdfVerdict, string>>;
  readonly state: Readonly<Record<PdfState, string>>;
  readonly remediation: Readonly<Record<RemediationProgress, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly cell: { readonly version: string; readonly noVersion: string; readonly noProduct: string; readonly match: string; readonly assumed: string; readonly noScore: string; readonly exploited: string; readonly epss: string; readonly noEpss: string; readonly overdue: string; readonly nobody: string; readonly noDue: string; readonly more: string };
  readonly legend: string;
  readonly explain: Readonly<Record<Explanation, { readonly term: string; readonly text: string }>>;
  /** Only where a character was replaced. */
  readonly unprintable: string;
}

const en: PdfWords = {
  tag: 'en-GB', title: 'Findings', made: 'Made on {at}', page: 'Page {page} of {pages}',
  headline: {
    nothing: '**No finding** matches what was asked for.',
    affected: { one: '**{n} device** in this list is affected', other: '**{n} devices** in this list are affected' }, affectedOf: { one: '**{n} of {fleet} devices** is affected', other: '**{n} of {fleet} devices** are affected' },
    noneAffected: '**No device** in this list is known to be affected', moreCannotTell: '; for **{n}** more nobody can tell yet', cannotTell: '; for **{n}** nobody can tell yet',
    findings: { one: '**{n} findings** on **{devices} device**', other: '**{n} findings** on **{devices} devices**' }, firstListed: '; the first **{n}** are listed here',
    hours: { one: '**{n} hour of care** is at risk.', other: '**{n} hours of care** are at risk.' },
  },
  guide: 'The last page explains the words and the marks.',
  noWard: 'Ward not known',
  ward: { findings: { one: '{n} finding', other: '{n} findings' }, devices: { one: '{n} device', other: '{n} devices' } },
  columns: { device: 'Device', product: 'Product and version', advisory: 'Advisory', verdict: 'What we know', care: 'Care at risk', severity: 'Severity, likelihood', state: 'State', due: 'Due', assignee: 'Given to' },
  verdict: { affected: 'Affected', cannot_tell: 'Cannot tell', not_affected: 'Not affected' },
  state: { open: 'Not decided yet', known_affected: 'Affected', known_not_affected: 'Not affected', fixed: 'Fixed', under_investigation: 'To be checked', accepted: 'Risk accepted', gone: 'No longer matches' },
  remediation: { not_remediated: 'nothing done yet', in_progress: 'work under way', done: 'work done' },
  severity: { none: 'none', low: 'low', medium: 'medium', high: 'high', critical: 'critical' },
  cell: { version: 'version {version}', noVersion: 'version not known', noProduct: 'product not known', match: 'match {score}', assumed: 'assumed', noScore: 'no CVSS score', exploited: 'exploited (KEV)', epss: 'EPSS {share}', noEpss: 'EPSS not known', overdue: 'overdue', nobody: 'nobody yet', noDue: 'no date', more: 'and {n} more' },
  legend: 'What the words and marks mean',
  explain: {
    affected: { term: 'Affected', text: 'The advisory names this product in this version.' },
    cannot_tell: { term: 'Cannot tell', text: 'Something is missing, most often the version. It has to be checked; until then it does not count as safe.' },
    not_affected: { term: 'Not affected', text: 'A person said so, or a newer revision of the advisory.' },
    match: { term: 'Match', text: 'How well device and advisory fit, from 0 to 1.' },
    care: { term: 'Care at risk', text: 'Hours of care, expected over the next 30 days: how likely the vulnerability is used, whether an attacker gets there, the hours planned, the part that stops and the time to restore. It is an order of work, not a forecast.' },
    assumed: { term: 'assumed', text: 'The number rests on at least one assumption. The finding shows which, with its source.' },
    severity: { term: 'Severity', text: 'CVSS base score from 0 to 10, computed again from the published vector.' },
    kev: { term: 'KEV', text: 'Listed by CISA as known to be exploited.' },
    epss: { term: 'EPSS', text: 'Probability that the vulnerability is exploited within 30 days (FIRST). Not known is not nought.' },
  },
  unprintable: 'Stands for a character that the typeface of this document does not have.',
};

const es: PdfWords = {
  tag: 'es-ES', title: 'Hallazgos', made: 'Elaborado el {at}', page: 'Página {page} de {pages}',
  headline: {
    nothing: '**Ningún hallazgo** responde a lo solicitado.',
    affected: { one: '**{n} equipo** de esta lista está afectado', other: '**{n} equipos** de esta lista están afectados' }, affectedOf: { one: '**{n} de {fleet} equipos** está afectado', other: '**{n} de {fleet} equipos** están afectados' },
    noneAffected: 'No consta que **ningún equipo** de esta lista esté afectado', moreCannotTell: '; de **{n}** más aún no se sabe', cannotTell: '; de **{n}** aún no se sabe',
    findings: { one: '**{n} hallazgos** en **{devices} equipo**', other: '**{n} hallazgos** en **{devices} equipos**' }, firstListed: '; aquí figuran los **{n}** primeros',
    hours: { one: 'Está en riesgo **{n} hora de asistencia**.', other: 'Están en riesgo **{n} horas de asistencia**.' },
  },
  guide: 'En la última página se explican las palabras y los signos.',
  noWard: 'Unidad desconocida',
  ward: { findings: { one: '{n} hallazgo', other: '{n} hallazgos' }, devices: { one: '{n} equipo', other: '{n} equipos' } },
  columns: { device: 'Equipo', product: 'Producto y versión', advisory: 'Aviso', verdict: 'Qué se sabe', care: 'Asistencia en riesgo', severity: 'Gravedad y probabilidad', state: 'Estado', due: 'Plazo', assignee: 'Asignado a' },
  verdict: { affected: 'Afectado', cannot_tell: 'No se sabe', not_affected: 'No afectado' },
  state: { open: 'Sin decidir', known_affected: 'Afectado', known_not_affected: 'No afectado', fixed: 'Corregido', under_investigation: 'Por comprobar', accepted: 'Riesgo aceptado', gone: 'Ya no coincide' },
  remediation: { not_remediated: 'sin medidas todavía', in_progress: 'en curso', done: 'terminado' },
  severity: { none: 'nula', low: 'baja', medium: 'media', high: 'alta', critical: 'crítica' },
  cell: { version: 'versión {version}', noVersion: 'versión desconocida', noProduct: 'producto desconocido', match: 'coincidencia {score}', assumed: 'supuesto', noScore: 'sin puntuación CVSS', exploited: 'explotada (KEV)', epss: 'EPSS {share}', noEpss: 'EPSS desconocido', overdue: 'vencido', nobody: 'nadie todavía', noDue: 'sin fecha', more: 'y {n} más' },
  legend: 'Qué significan las palabras y los signos',
  explain: {
    affected: { term: 'Afectado', text: 'El aviso nombra este producto en esta versión.' },
    cannot_tell: { term: 'No se sabe', text: 'Falta algún dato, casi siempre la versión. Hay que comprobarlo; mientras tanto no se da por seguro.' },
    not_affected: { term: 'No afectado', text: 'Lo ha dicho una persona o una revisión posterior del aviso.' },
    match: { term: 'Coincidencia', text: 'Hasta qué punto encajan equipo y aviso, de 0 a 1.' },
    care: { term: 'Asistencia en riesgo', text: 'Horas de asistencia, esperadas en los próximos 30 días: probabilidad de que se use la vulnerabilidad, alcance del atacante, horas previstas, parte que se detiene y tiempo de reposición. Sirve para ordenar el trabajo; no es un pronóstico.' },
    assumed: { term: 'supuesto', text: 'La cifra se apoya en al menos una suposición. El hallazgo muestra cuál es y de dónde procede.' },
    severity: { term: 'Gravedad', text: 'Puntuación base CVSS de 0 a 10, recalculada a partir del vector publicado.' },
    kev: { term: 'KEV', text: 'CISA la tiene en su lista de vulnerabilidades explotadas.' },
    epss: { term: 'EPSS', text: 'Probabilidad de que la vulnerabilidad se explote en 30 días (FIRST). Desconocido no es cero.' },
  },
  unprintable: 'Sustituye a un carácter que no existe en la tipografía de este documento.',
};

const hu: PdfWords = {
  tag: 'hu-HU', title: 'Megállapítások', made: 'Készült: {at}', page: '{page}. oldal, összesen {pages}',
  headline: {
    nothing: '**Egyetlen megállapítás** sem felel meg a kérésnek.',
    affected: { one: 'A listán **{n} eszköz** érintett', other: 'A listán **{n} eszköz** érintett' }, affectedOf: { one: '**{fleet} eszközből {n}** érintett', other: '**{fleet} eszközből {n}** érintett' },
    noneAffected: 'A listán **egyetlen eszközről** sem tudni, hogy érintett volna', moreCannotTell: '; további **{n}** eszközről még nem lehet tudni', cannotTell: '; **{n}** eszközről még nem lehet tudni',
    findings: { one: '**{n} megállapítás**, **{devices} eszköz**', other: '**{n} megállapítás**, **{devices} eszköz**' }, firstListed: '; itt az első **{n}** olvasható',
    hours: { one: '**{n} órányi ellátás** van veszélyben.', other: '**{n} órányi ellátás** van veszélyben.' },
  },
  guide: 'A szavak és a jelek magyarázata az utolsó oldalon található.',
  noWard: 'Ismeretlen osztály',
  ward: { findings: { one: '{n} megállapítás', other: '{n} megállapítás' }, devices: { one: '{n} eszköz', other: '{n} eszköz' } },
  columns: { device: 'Eszköz', product: 'Termék és verzió', advisory: 'Közlemény', verdict: 'Amit tudunk', care: 'Veszélyben lévő ellátás', severity: 'Súlyosság, valószínűség', state: 'Állapot', due: 'Határidő', assignee: 'Felelős' },
  verdict: { affected: 'Érintett', cannot_tell: 'Nem lehet tudni', not_affected: 'Nem érintett' },
  state: { open: 'Még nincs döntés', known_affected: 'Érintett', known_not_affected: 'Nem érintett', fixed: 'Kijavítva', under_investigation: 'Ellenőrizendő', accepted: 'Vállalt kockázat', gone: 'Már nem egyezik' },
  remediation: { not_remediated: 'még nem történt semmi', in_progress: 'folyamatban', done: 'elvégezve' },
  severity: { none: 'nincs', low: 'alacsony', medium: 'közepes', high: 'magas', critical: 'kritikus' },
  cell: { version: 'verzió: {version}', noVersion: 'ismeretlen verzió', noProduct: 'ismeretlen termék', match: 'egyezés: {score}', assumed: 'feltételezett', noScore: 'nincs CVSS-pontszám', exploited: 'kihasználják (KEV)', epss: 'EPSS: {share}', noEpss: 'EPSS nem ismert', overdue: 'lejárt', nobody: 'még senki', noDue: 'nincs', more: 'és még {n}' },
  legend: 'A szavak és jelek jelentése',
  explain: {
    affected: { term: 'Érintett', text: 'A közlemény ezt a terméket ebben a verzióban megnevezi.' },
    cannot_tell: { term: 'Nem lehet tudni', text: 'Hiányzik valami, többnyire a verzió. Ellenőrizni kell; addig nem számít biztonságosnak.' },
    not_affected: { term: 'Nem érintett', text: 'Ezt egy munkatárs vagy a közlemény újabb változata mondta ki.' },
    match: { term: 'Egyezés', text: 'Mennyire illik össze az eszköz és a közlemény, 0 és 1 között.' },
    care: { term: 'Veszélyben lévő ellátás', text: 'A következő 30 napban várhatóan kieső ellátás órában: a sérülékenység kihasználásának valószínűsége, a támadó elérési útja, a tervezett órák, a leálló rész és a helyreállítás ideje alapján. A munka sorrendjét adja, nem előrejelzés.' },
    assumed: { term: 'feltételezett', text: 'A szám legalább egy feltevésen nyugszik. Hogy melyiken, azt a megállapítás mutatja, forrásával együtt.' },
    severity: { term: 'Súlyosság', text: 'CVSS-alappontszám 0 és 10 között, a közzétett vektorból újraszámítva.' },
    kev: { term: 'KEV', text: 'A CISA listája szerint már kihasználják.' },
    epss: { term: 'EPSS', text: 'Annak valószínűsége, hogy a sérülékenységet 30 napon belül kihasználják (FIRST). A nem ismert nem nulla.' },
  },
  unprintable: 'Olyan karakter helyén áll, amely a dokumentum betűkészletéből hiányzik.',
};

export const PDF_WORDS: Readonly<Record<PdfLanguage, PdfWords>> = { en, es, hu };
