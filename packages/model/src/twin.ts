/**
 * The twin: institutions with their sites, zones and assets, who may log on where, what patients receive and what that needs. Published as `wardkeep-twin/1`
 * (docs/formats/twin.md). It says what is there and how sure that is; what an attack does with it is said elsewhere (rules/attack).
 *
 * All lists are sets: their order means nothing. Identifiers are unique among things of one kind in the whole twin, so that a reference is one word.
 */
import type { CareKind, Range, READ_AS } from './care.ts';
import type { Protocol } from './protocol.ts';
import type { Role } from './role.ts';

export const TWIN_FORMAT = 'wardkeep-twin/1';
/** Identifiers of things in a twin. */
export const TWIN_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$/;
/** The outside, as the start of a {@link TwinReach}; no zone may be called so. */
export const INTERNET = 'internet';

/** Who measured: SEE or a list, an assessment or a test, a reporting exercise, the hospital's own books, or an answer to one of the questions, which is a band. */
export const MEASURED_BY = ['inventory', 'findings', 'exercise', 'institution', 'answer'] as const;

/**
 * Where a number comes from. `sourced`: the row `id` of `Twin.sources` says so. `derived`: our arithmetic on such rows, all of them sourced. `measured`: known about
 * this institution. `assumed`: nobody knows; `from` names rows it leans on. `note`: the arithmetic, or what speaks against it.
 */
export type TwinSource =
  | { readonly kind: 'sourced'; readonly id: string; readonly note: string | null }
  | { readonly kind: 'derived'; readonly from: readonly string[]; readonly note: string | null }
  | { readonly kind: 'measured'; readonly by: (typeof MEASURED_BY)[number]; readonly on: string | null; readonly note: string | null }
  | { readonly kind: 'assumed'; readonly from: readonly string[]; readonly note: string | null };
export type TwinSourceKind = TwinSource['kind'];

/** low ≤ value ≤ high: bounds within which it is believed to lie. The unit is the field's. */
export interface TwinNumber extends Range { readonly source: TwinSource }
/** A share of people as a Beta distribution: `alpha` did, `beta` did not, in people's worth of evidence. */
export interface TwinBeta { readonly alpha: number; readonly beta: number; readonly source: TwinSource }
/** Minutes until something happens, lognormal: `sigma` is that of the logarithm. */
export interface TwinDelay { readonly medianMinutes: number; readonly sigma: number; readonly source: TwinSource }

/** A row of the evidence base that numbers of this twin refer to, carried along so that a file explains itself. */
export interface TwinSourceRow {
  readonly id: string;
  readonly parameter: string;
  readonly unit: string;
  readonly title: string;
  readonly url: string | null;
  readonly readAs: (typeof READ_AS)[number] | 'assumed';
  readonly caveat: string | null;
}

export const INSTITUTION_KINDS = ['hospital', 'primary-care', 'laboratory', 'social-care-home', 'emergency-service', 'supplier'] as const;
export type InstitutionKind = (typeof INSTITUTION_KINDS)[number];
export const ZONE_KINDS = ['clinical', 'medical-devices', 'imaging', 'laboratory', 'servers', 'management', 'office', 'edge', 'building', 'guests', 'remote', 'other'] as const;
export type ZoneKind = (typeof ZONE_KINDS)[number];
/** What runs on an asset, as far as an attack asks. `legacy`: a Windows without security updates. */
export const OS_CLASSES = ['windows-workstation', 'windows-server', 'windows-legacy', 'linux', 'macos', 'mobile', 'hypervisor', 'network', 'embedded', 'unknown'] as const;
export type OsClass = (typeof OS_CLASSES)[number];
/** For care, in rising order. `vital`: people are in danger at once without it. */
export const CRITICALITIES = ['low', 'medium', 'high', 'vital'] as const;

export interface TwinAsset {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** How many alike: 1 for a single one, hundreds for a fleet. */
  readonly count: TwinNumber;
  readonly criticality: (typeof CRITICALITIES)[number];
  readonly os: OsClass;
  readonly patch: TwinPatchState;
  /** The identity domain it is joined to. */
  readonly domain: string | null;
  /** Of `wardkeep-inventory/1`. */
  readonly inventoryId: string | null;
  readonly findings: readonly string[];
}

/** Shares of `count`, 0–1; of a single asset the probability. */
export interface TwinPatchState {
  /** Its maker gives no security updates any more. */
  readonly unsupported: TwinNumber;
  /** Has a vulnerability that is known to be exploited (KEV), open. */
  readonly exploited: TwinNumber;
  /** Default or shared passwords. */
  readonly weakCredentials: TwinNumber;
}

export interface TwinZone { readonly id: string; readonly name: string; readonly kind: ZoneKind; readonly assets: readonly TwinAsset[] }
export interface TwinSite {
  readonly id: string;
  readonly name: string;
  /** WGS 84 degrees. */
  readonly coordinates: { readonly latitude: number; readonly longitude: number } | null;
  readonly zones: readonly TwinZone[];
}

export const PEOPLE_ROLES = ['physicians', 'nurses', 'aides', 'technicians', 'administration', 'management', 'it', 'carers', 'external', 'other'] as const;
export interface TwinPeople {
  readonly id: string;
  readonly name: string;
  readonly role: (typeof PEOPLE_ROLES)[number];
  readonly headCount: TwinNumber;
  /** Zones whose computers they use: where what they open runs. */
  readonly zones: readonly string[];
  readonly domain: string | null;
  /** Share that acts on a hostile mail (opens, clicks, enters a password), per mail and person. */
  readonly acts: TwinBeta;
  /** Share that reports it, per mail and person. */
  readonly reports: TwinBeta;
  readonly reportDelay: TwinDelay;
  /** 0–1: share whose accounts ask for a second factor. */
  readonly mfaShare: TwinNumber;
}

export const ACCOUNT_KINDS = ['user', 'administrator', 'service', 'supplier', 'device'] as const;
/** Accounts alike, by what they open. Never a password, never a person's name. */
export interface TwinAccount {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof ACCOUNT_KINDS)[number];
  readonly domain: string | null;
  /** 0: rules the domain; 1: servers; 2: workstations and users. */
  readonly tier: 0 | 1 | 2;
  readonly count: TwinNumber;
  /** Zones in which its credentials lie about: where it logs on. */
  readonly usedIn: readonly string[];
  /** Zones whose assets it administers. */
  readonly opens: readonly string[];
  readonly mfaShare: TwinNumber;
}

export const DOMAIN_KINDS = ['active-directory', 'cloud', 'ldap', 'local'] as const;
export interface TwinDomain {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof DOMAIN_KINDS)[number];
  /** Institutions whose people and computers are in it. */
  readonly institutions: readonly string[];
  readonly controllers: readonly string[];
  /** Domains whose accounts it accepts. */
  readonly trusts: readonly string[];
  /** 0–1: share of administration that keeps to its tier (0, 1, 2) and never logs on below it. */
  readonly tiering: TwinNumber;
}

export const APPLICATION_KINDS = ['record', 'laboratory', 'imaging', 'pharmacy', 'messages', 'mail', 'files', 'remote-access', 'portal', 'telecare', 'dispatch', 'oncology', 'other'] as const;
/** A thing that an application or a service cannot do without. */
export type TwinDependency = { readonly kind: 'application' | 'shared-service' | 'domain'; readonly id: string };
export interface TwinApplication {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof APPLICATION_KINDS)[number];
  /** Assets that run it; all are needed. */
  readonly runsOn: readonly string[];
  readonly dependsOn: readonly TwinDependency[];
  /** Who reaches it from outside: nobody, those who have logged on to remote access, everybody. */
  readonly exposure: 'internal' | 'remote' | 'internet';
  readonly domain: string | null;
}

export const BACKUP_KINDS = ['online', 'immutable', 'offline'] as const;
export interface TwinBackup {
  readonly id: string;
  readonly name: string;
  /** Reachable as any server; reachable but not changeable for a time; not reachable. */
  readonly kind: (typeof BACKUP_KINDS)[number];
  /** Assets that can be restored from it. */
  readonly covers: readonly string[];
  readonly zone: string | null;
  /** The domain whose administrators can delete it; null: accounts of its own. */
  readonly domain: string | null;
  /** Hours for one server, once its turn has come. */
  readonly restoreHours: TwinNumber;
  /** 0–1: probability that it is lost when attacked. */
  readonly lossIfAttacked: TwinNumber;
  /** Date of the last restore that was tried. */
  readonly testedOn: string | null;
}

export const RECORD_KINDS = ['health', 'imaging', 'laboratory', 'genetic', 'social-care', 'identity', 'payment', 'staff', 'research', 'credentials'] as const;
export type TwinPlace = { readonly kind: 'asset' | 'zone' | 'application' | 'shared-service' | 'supplier'; readonly id: string };
/** Records about people, as a data-protection register lists them. */
export interface TwinDataAsset {
  readonly id: string;
  readonly name: string;
  readonly records: readonly (typeof RECORD_KINDS)[number][];
  /** How many people they are about. */
  readonly people: TwinNumber;
  readonly purpose: string;
  readonly place: TwinPlace;
  /** The supplier that processes them on the institution's behalf. */
  readonly processor: string | null;
}

/** `share`, 0–1 of the count, must work for the member to count as working. */
export type TwinNeed =
  | { readonly kind: 'asset'; readonly id: string; readonly share: TwinNumber }
  /** All assets of that role in the service's own institution. */
  | { readonly kind: 'role'; readonly role: Role; readonly share: TwinNumber }
  | { readonly kind: 'application' | 'shared-service'; readonly id: string };
/** At least `k` of the members must work: k = 1 are alternatives, k = all are needed together. */
export interface TwinNeedGroup { readonly k: number; readonly of: readonly TwinNeed[] }

export const PROCEDURES = ['none', 'written', 'practised'] as const;
/** How care goes on without computers. */
export interface TwinDowntime {
  readonly procedure: (typeof PROCEDURES)[number];
  /** 0–1: share of the work that is done on paper today, or could be from one hour to the next. */
  readonly paperShare: TwinNumber;
  /** 0–1: probability that the procedure is carried out when it is needed. */
  readonly executed: TwinNumber;
  readonly lastDrilled: string | null;
  /** 0–1: part of `fallbackShare` that is lost in each further week of outage. */
  readonly decayPerWeek: TwinNumber;
}

/** As `CareService`, with what only a simulation asks. */
export interface TwinCareService {
  readonly id: string;
  readonly name: string;
  readonly kind: CareKind;
  /** Hours of planned care a week, 0–168 for one team; more where several teams work side by side. */
  readonly plannedHoursPerWeek: TwinNumber;
  readonly patientsPerWeek: TwinNumber | null;
  /** Every group is needed. */
  readonly needs: readonly TwinNeedGroup[];
  /** 0–1: share of the care that goes on without what it needs, by hand or elsewhere. */
  readonly fallbackShare: TwinNumber;
  /** 0–1: how much a patient is endangered by an hour without it. */
  readonly safetyWeight: TwinNumber;
  readonly downtime: TwinDowntime;
  /** Other care services, also of other institutions, and the share (0–1) of this one that stops with them. */
  readonly dependsOn: readonly { readonly service: string; readonly share: TwinNumber }[];
  /** 0–1 of its own volume: what it could take on from others. */
  readonly spareShare: TwinNumber;
}

export const DEFENCE_UNITS = {
  'mfa-remote': 'share', 'mfa-mail': 'share', 'mfa-admin': 'share', 'mfa-bypass': 'share', 'mail-reaching-inbox': 'share', 'removable-media-open': 'share',
  'edr-endpoints': 'share', 'edr-servers': 'share', 'alarm-per-step': 'share',
  'stop-in-hours': 'share', 'stop-off-hours': 'share', 'response-hours-in-hours': 'hours', 'response-hours-off-hours': 'hours',
  'patch-days-edge': 'days', 'patch-days-inside': 'days', 'supplier-access-controlled': 'share', 'shutdown-on-detection': 'share',
  'restore-crews': 'count', 'servers-per-crew-day': 'count', 'endpoints-per-technician-day': 'count',
} as const;
export type DefenceCode = keyof typeof DEFENCE_UNITS;
export const DEFENCES = Object.keys(DEFENCE_UNITS) as readonly DefenceCode[];
/**
 * State of an institution's defences; effects on attack steps are not here. `mfa-*`: share of accounts or ways in. `mfa-bypass`: share of aimed attempts that get past
 * the second factor. `stop-*`: probability that an alarm leads to a stop before the next step. `patch-days-*`: half-life of a serious flaw. `alarm-per-step`: probability.
 */
export type TwinDefences = Readonly<Record<DefenceCode, TwinNumber>>;

export interface TwinFinding {
  readonly id: string;
  readonly title: string;
  readonly vulnerability: string | null;
  /** CVSS base score, 0–10. */
  readonly baseScore: number | null;
  /** EPSS, 0–1 within 30 days. */
  readonly epss: number | null;
  readonly knownExploited: boolean;
  /** Who found it: a match with an advisory, or a test of our own. */
  readonly by: 'assess' | 'test';
}

export interface TwinInstitution {
  readonly id: string;
  readonly name: string;
  readonly kind: InstitutionKind;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** The template it began with. */
  readonly template: string | null;
  /** Beds of a hospital, places of a home. */
  readonly beds: TwinNumber | null;
  readonly sites: readonly TwinSite[];
  readonly people: readonly TwinPeople[];
  readonly accounts: readonly TwinAccount[];
  readonly applications: readonly TwinApplication[];
  readonly backups: readonly TwinBackup[];
  readonly dataAssets: readonly TwinDataAsset[];
  readonly services: readonly TwinCareService[];
  readonly findings: readonly TwinFinding[];
  readonly defences: TwinDefences;
}

export const SUPPLY_KINDS = ['medical-devices', 'software', 'it-operation', 'cloud', 'network', 'laboratory', 'facility', 'other'] as const;
/** A supplier, or several alike (`count`). */
export interface TwinSupplier {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof SUPPLY_KINDS)[number];
  readonly count: TwinNumber;
  /** Ways in that it has, opened on request or always. */
  readonly access: readonly { readonly zone: string; readonly protocols: readonly Protocol[]; readonly open: 'always' | 'on-request' }[];
  /** Applications and shared services that stop without it. */
  readonly supplies: readonly TwinDependency[];
  /** Suppliers that it cannot do without. */
  readonly dependsOn: readonly string[];
}

export const SHARED_KINDS = ['record', 'prescription', 'laboratory', 'imaging', 'telestroke', 'dispatch', 'identity', 'network', 'other'] as const;
/** What several institutions lean on at once: where it falls, they fall together. */
export interface TwinSharedService {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof SHARED_KINDS)[number];
  /** The institution or supplier that runs it. */
  readonly operator: { readonly kind: 'institution' | 'supplier'; readonly id: string } | null;
  readonly members: readonly string[];
  /** What it needs inside this twin; empty where it runs outside of it. */
  readonly needs: readonly TwinNeedGroup[];
  readonly restoreHours: TwinNumber;
}

export interface TwinReach {
  /** A zone, or `internet`. */
  readonly from: string;
  readonly to: string;
  /** Empty: any. */
  readonly protocols: readonly Protocol[];
  /** 0–1: how far only what must pass does pass. 0: one flat network; 1: every way is a named rule of a firewall. */
  readonly enforced: TwinNumber;
}

export interface Twin {
  readonly format: typeof TWIN_FORMAT;
  readonly name: string;
  /** The day it describes, YYYY-MM-DD: ages of drills and tests count from it. */
  readonly asOf: string;
  readonly institutions: readonly TwinInstitution[];
  readonly domains: readonly TwinDomain[];
  readonly suppliers: readonly TwinSupplier[];
  readonly sharedServices: readonly TwinSharedService[];
  readonly reachability: readonly TwinReach[];
  readonly sources: readonly TwinSourceRow[];
}
