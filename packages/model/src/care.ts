/**
 * Care services and the care at risk. The minimal twin: what patients receive, how many hours a week, and what it cannot do without. Every number
 * carries its range and says where it comes from; what nobody measured says *assumed*.
 */
import type { Role } from './role.ts';

/** A value with its range: bounds within which it is believed to lie, not quantiles of a distribution. low ≤ value ≤ high. */
export interface Range { readonly value: number; readonly low: number; readonly high: number }

/** How the source was read: the publisher's own text, its abstract, a press or vendor retelling, or our arithmetic on named rows. */
export const READ_AS = ['primary', 'abstract', 'secondary', 'computed'] as const;

/**
 * Where a number comes from. `published`: `id` names the row of the evidence base; `range` says whether the bounds are the source's, counted, or ours.
 * `institution`: the hospital said so. `observed`: seen by SEE. `feed`: KEV, EPSS or the advisory's CVSS vector, of `date`.
 */
export type Provenance =
  | { readonly kind: 'assumed'; readonly note: string | null }
  | { readonly kind: 'published'; readonly id: string; readonly title: string; readonly url: string; readonly readAs: (typeof READ_AS)[number]; readonly range: 'source' | 'computed' | 'ours'; readonly caveat: string | null }
  | { readonly kind: 'institution'; readonly note: string | null }
  | { readonly kind: 'observed' }
  | { readonly kind: 'feed'; readonly feed: 'kev' | 'epss' | 'cvss'; readonly date: string | null };

export interface Estimate extends Range { readonly source: Provenance }

/** A message of the catalogs: `code` with the words it speaks about. Everything that explains a number is one of these. */
export interface Why<Code extends string = string> { readonly code: Code; readonly params: Readonly<Record<string, string | number>> }

export const CARE_KINDS = [
  'emergency-department', 'intensive-care', 'inpatient-ward', 'maternity', 'blood-bank', 'urgent-laboratory', 'routine-laboratory', 'telestroke', 'dispatch',
  'urgent-surgery', 'elective-surgery', 'outpatients', 'imaging', 'radiotherapy', 'dialysis', 'pharmacy', 'day-hospital', 'primary-care', 'social-care-home', 'other',
] as const;
export type CareKind = (typeof CARE_KINDS)[number];

/**
 * A role: any asset of that role serves; with `count`, so many of them suffice, without it each carries an equal part. An asset: that one.
 */
export type CareNeed = { readonly kind: 'role'; readonly role: Role; readonly count: number | null } | { readonly kind: 'asset'; readonly assetId: string };

export interface CareService {
  readonly id: string;
  readonly name: string;
  readonly kind: CareKind;
  /** Hours of planned care a week, 0–168 for one team; more where several teams work side by side. */
  readonly plannedHoursPerWeek: Estimate;
  /** Every group is needed; inside a group any member suffices. */
  readonly needs: readonly { readonly anyOf: readonly CareNeed[] }[];
  /** 0–1: share of the care that goes on without what it needs, by hand or elsewhere. */
  readonly fallbackShare: Estimate;
  /** 0–1: how much a patient is endangered by an hour without it. 1: life at once. */
  readonly safetyWeight: Estimate;
}

/** Every reason that care at risk gives; the catalogs have words for each. */
export const CARE_WHYS = [
  'use-kev', 'use-kev-ransomware', 'use-kev-epss', 'use-epss', 'use-unknown', 'use-unknown-exploit-public', 'use-others', 'use-combined',
  'exposure-internet', 'exposure-flat', 'exposure-segmented', 'exposure-unknown', 'exposure-local', 'exposure-physical', 'exposure-no-vector', 'exposure-services-seen', 'exposure-no-service-seen',
  'reliance-only', 'reliance-shared', 'reliance-alternative', 'planned-hours', 'without-fallback',
  'restore-device-fix', 'restore-device-no-fix', 'restore-server-fix', 'restore-server-no-fix', 'restore-endpoint', 'no-service-named', 'need-unknown',
] as const;
export type CareWhy = Why<(typeof CARE_WHYS)[number]>;

export const CARE_FACTORS = ['use', 'exposure', 'reliance', 'planned-hours', 'without-fallback', 'restore-weeks'] as const;
/** One factor of the product. `service`: null where it is the asset's or the vulnerability's. `unknown`: nothing was known, the value is a stated prior. */
export interface CareFactor extends Estimate { readonly code: (typeof CARE_FACTORS)[number]; readonly service: string | null; readonly unknown: boolean; readonly why: readonly CareWhy[] }

/** What one care service risks by one pair. */
export interface ServiceAtRisk {
  readonly service: string;
  readonly name: string;
  /** Care hours lost if it is used: reliance × planned hours × (1 − fallback) × weeks to restore. */
  readonly hoursIfUsed: Range;
  readonly hoursAtRisk: Range;
  /** 0–1: part of the service lost when all assets of this advisory are lost together; before fallback. */
  readonly lossTogether: number;
  readonly factors: readonly CareFactor[];
}

/** `named`: a service needs it. `none`: no service does. `unknown`: medical, and no service covers its role: nobody has said what needs it. */
export type CareNeedState = 'named' | 'none' | 'unknown';

/** Severity, likelihood and impact stay apart; `hoursAtRisk` orders the work and is exactly the product of the factors shown. */
export interface CareRating {
  readonly severity: { readonly baseScore: number | null; readonly vector: string | null };
  readonly likelihood: { readonly use: CareFactor; readonly exposure: CareFactor };
  readonly impact: { readonly hoursIfUsed: Range; readonly services: readonly ServiceAtRisk[] };
  /** Care hours over the next 30 days. */
  readonly hoursAtRisk: Range;
  readonly need: CareNeedState;
  readonly why: readonly CareWhy[];
}

/** CISA's outcomes (cisa:CISA:1.1.0), in rising order. */
export const SSVC_DECISIONS = ['track', 'track*', 'attend', 'act'] as const;
export type SsvcDecision = (typeof SSVC_DECISIONS)[number];
/** The deployer's outcomes (ssvc:DSOI:1.0.0), in rising order. */
export const SSVC_PRIORITIES = ['defer', 'scheduled', 'out-of-cycle', 'immediate'] as const;
export type SsvcPriority = (typeof SSVC_PRIORITIES)[number];
export const SSVC_POINTS = [
  'exploitation', 'automatable', 'technical-impact', 'mission-prevalence', 'public-well-being', 'mission-and-well-being', 'system-exposure', 'safety-impact', 'mission-impact', 'human-impact',
] as const;
/** Every reason of a decision point. */
export const SSVC_WHYS = [
  'ssvc-kev', 'ssvc-published', 'ssvc-vector', 'ssvc-exploit-public', 'ssvc-no-evidence', 'ssvc-no-vector', 'ssvc-safety', 'ssvc-mission', 'ssvc-needed', 'ssvc-alternative', 'ssvc-need-unknown', 'ssvc-no-service',
  'ssvc-exposure-vector', 'ssvc-exposure-internet', 'ssvc-exposure-segmented', 'ssvc-exposure-flat', 'ssvc-exposure-unknown', 'ssvc-from-safety', 'ssvc-table',
] as const;
/** One decision point: its value, whether a person set it, and why. `unknown`: no evidence; the value is the stated assumption. */
export interface SsvcPoint { readonly point: (typeof SSVC_POINTS)[number]; readonly value: string; readonly unknown: boolean; readonly overridden: boolean; readonly why: Why<(typeof SSVC_WHYS)[number]> }
export interface SsvcResult { readonly decision: SsvcDecision; readonly priority: SsvcPriority; readonly points: readonly SsvcPoint[] }
