/** What `rules/twin/*.yaml` hold, as the program reads them (io/twin/rules.ts): rows of the evidence base, templates, layouts, care, questions, defaults. */
import type {
  ACCOUNT_KINDS, APPLICATION_KINDS, CareKind, CRITICALITIES, DefenceCode, InstitutionKind, OsClass, PEOPLE_ROLES, Protocol, RECORD_KINDS, Role, SHARED_KINDS, SUPPLY_KINDS, TwinSourceRow, ZoneKind,
} from '@wardkeep/model';

export const LANGUAGES = ['en', 'es', 'hu'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Words = Readonly<Record<Language, string>>;

/** A row with its value; `value` is a text where it is a list or a name. `range`: whose low and high are. */
export interface ParameterRow extends TwinSourceRow {
  readonly value: number | string | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly distribution: string | null;
  readonly range: string | null;
}

export interface TemplateField {
  readonly value: number | string;
  readonly low: number | null;
  readonly high: number | null;
  readonly unit: string;
  readonly status: 'sourced' | 'derived' | 'assumed';
  readonly from: readonly string[];
  readonly note: string | null;
}
export interface TwinTemplate {
  readonly id: string;
  readonly name: Words;
  readonly kind: InstitutionKind;
  readonly country: string;
  readonly layout: string;
  readonly fields: Readonly<Record<string, TemplateField>>;
}

/** A row, or our own [value, low, high]. */
export type Guess = { readonly row: string } | { readonly row: null; readonly value: number; readonly low: number; readonly high: number };

/** Part of what the template's field `of` counts; or a number of its own. `field`: the field that holds the part; `part`: a further part of that. */
export type LayoutCount =
  | { readonly of: string; readonly share: Guess | null; readonly field: string | null; readonly part: Guess | null }
  | { readonly of: null; readonly fixed: Guess };
interface Conditional { readonly when: string | null }

export type LayoutNeed = { readonly app: string } | { readonly fleet: string; readonly share: Guess } | { readonly role: Role; readonly share: Guess };
/** Groups of alternatives; every group is needed. */
export type LayoutNeeds = readonly (readonly LayoutNeed[])[];

export interface TwinLayout {
  readonly zones: readonly (Conditional & { readonly id: string; readonly kind: ZoneKind; readonly name: Words })[];
  readonly fleets: readonly (Conditional & {
    readonly id: string; readonly zone: string; readonly role: Role; readonly os: OsClass; readonly criticality: (typeof CRITICALITIES)[number]; readonly count: LayoutCount; readonly exploited: string | null; readonly name: Words;
  })[];
  readonly applications: readonly (Conditional & {
    readonly id: string; readonly kind: (typeof APPLICATION_KINDS)[number]; readonly exposure: 'internal' | 'remote' | 'internet'; readonly runsOn: readonly string[]; readonly dependsOn: readonly string[];
    /** Leans on the record that the template shares with others. */
    readonly shared: boolean; readonly name: Words;
  })[];
  readonly backup: { readonly covers: readonly string[]; readonly zone: string | null };
  readonly people: readonly { readonly id: string; readonly role: (typeof PEOPLE_ROLES)[number]; readonly count: LayoutCount; readonly zones: readonly string[]; readonly name: Words }[];
  readonly accounts: readonly { readonly id: string; readonly kind: (typeof ACCOUNT_KINDS)[number]; readonly tier: 0 | 1 | 2; readonly count: Guess; readonly usedIn: readonly string[]; readonly opens: readonly string[]; readonly name: Words }[];
  readonly suppliers: readonly { readonly id: string; readonly kind: (typeof SUPPLY_KINDS)[number]; readonly count: LayoutCount; readonly access: { readonly zones: readonly string[]; readonly protocols: readonly Protocol[] }; readonly name: Words }[];
  readonly data: readonly { readonly id: string; readonly records: readonly (typeof RECORD_KINDS)[number][]; readonly people: LayoutCount; readonly place: string; readonly name: Words; readonly purpose: Words }[];
  readonly reach: readonly (Conditional & { readonly from: string; readonly to: string; readonly protocols: readonly Protocol[]; readonly enforced: 'zones' | 'devices' | Guess })[];
  readonly services: readonly {
    readonly id: string; readonly care: CareKind; readonly when: string; readonly patients: readonly string[]; readonly patientsTimes: number; readonly hours: string | null; readonly fallback: string | null;
    readonly needs: LayoutNeeds; readonly dependsOn: Readonly<Record<string, Guess>>; readonly name: Words;
  }[];
  /** What it runs for others. */
  readonly provides: { readonly id: string; readonly kind: (typeof SHARED_KINDS)[number]; readonly needs: LayoutNeeds; readonly name: Words } | null;
}

/** What an answer sets. A number's target takes a row or a band, a word's target one of its words. */
export const NUMBER_TARGETS = [
  'backups.lossIfAttacked', 'backups.restoreHours', 'domains.tiering', 'reach.zones', 'reach.devices', 'computers.unsupported', 'devices.weakCredentials', 'people.reports', 'services.paperShare', 'services.executed',
] as const;
export type NumberTarget = (typeof NUMBER_TARGETS)[number] | `defences.${DefenceCode}`;
/** Months are whole numbers as texts, or `never`. */
export const WORD_TARGETS = {
  'backups.kind': ['online', 'immutable', 'offline'], 'backups.testedMonths': null, 'domains.scope': ['shared', 'trusted', 'own'], 'suppliers.open': ['always', 'on-request'],
  'services.procedure': ['none', 'written', 'practised'], 'services.drilledMonths': null,
} as const;
export type WordTarget = keyof typeof WORD_TARGETS;

export type Setting = { readonly target: NumberTarget; readonly to: Guess } | { readonly target: WordTarget; readonly to: string };
export interface TwinQuestion {
  readonly id: string;
  readonly text: Words;
  /** Clauses: letters of Article 21(2) of Directive (EU) 2022/2555; measures of Annex II of Real Decreto 311/2022; names of the HPH performance goals. */
  readonly maps: { readonly nis2: readonly string[]; readonly ens: readonly string[]; readonly hph: readonly string[] };
  /** Rows of the evidence base that say what it is worth. */
  readonly rows: readonly string[];
  /** In rising order; all set the same targets. `unknown` is always an option and stands nowhere here. */
  readonly options: readonly { readonly id: string; readonly text: Words; readonly sets: readonly Setting[] }[];
  /** Starting values when nobody knows. */
  readonly unknown: Readonly<Record<string, number | string>>;
}
export const UNKNOWN = 'unknown';
/** Option by question; what is missing is `unknown`. */
export type TwinAnswers = Readonly<Record<string, string>>;

export const DEFAULTS = [
  'removable-media-open', 'shutdown-on-detection', 'servers-per-crew-day', 'endpoints-per-technician-day', 'acts', 'report-delay', 'servers-exploited', 'computers-exploited', 'computers-weak-credentials',
  'devices-unsupported', 'devices-exploited', 'decay-per-week', 'spare-share', 'shared-restore-hours', 'odds-physicians', 'odds-nurses', 'odds-administration', 'odds-it',
] as const;

export interface TwinRules {
  readonly rows: ReadonlyMap<string, ParameterRow>;
  readonly templates: readonly TwinTemplate[];
  readonly layouts: Readonly<Record<string, TwinLayout>>;
  readonly care: Readonly<Record<CareKind, { readonly hours: Guess; readonly weight: Guess; readonly fallback: Guess }>>;
  readonly questions: readonly TwinQuestion[];
  readonly defaults: Readonly<Record<(typeof DEFAULTS)[number], Guess>>;
}
