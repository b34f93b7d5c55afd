/** What the use cases of ASSESS give to pages and to the API. Plain data, as in views.ts. */
import type {
  AdvisoryFormat, AdvisoryScore, AssessMissing, AssessReason, CareKind, CareRating, CareService, CompensatingMeasure, Estimate, FindingStatus, HistoryEntry, IgnoredPair, ProductStatus, Remediation, RemediationProgress, Role, SsvcDecision, SsvcResult,
} from '@wardkeep/model';
import type { Message } from './views.ts';

// ---- Advisories

export interface AdvisorySummary {
  /** Publisher and tracking id made safe for a path; one of the institution's own begins with `~`. */
  readonly id: string;
  readonly trackingId: string;
  readonly format: AdvisoryFormat;
  readonly title: string;
  readonly publisher: string;
  readonly revision: string;
  readonly releasedAt: string | null;
  /** `region`: a feed or bundle of the centre, for every institution; `institution`: this one's own upload or a letter typed by hand. */
  readonly scope: 'region' | 'institution';
  readonly cves: readonly string[];
  /** Highest base score of its vulnerabilities, recomputed; null without a vector. */
  readonly baseScore: number | null;
  readonly severity: 'none' | 'low' | 'medium' | 'high' | 'critical' | null;
  readonly exploited: boolean;
  readonly epss: number | null;
  /** Findings of this institution by what is known of them. */
  readonly affected: number;
  readonly cannotTell: number;
}

export interface AdvisoryQuery { readonly q?: string | undefined; readonly show?: 'concerning' | 'all' | 'exploited' | 'own' | undefined; readonly after?: string | undefined; readonly limit?: number | undefined }
export interface AdvisoryPage { readonly rows: readonly AdvisorySummary[]; readonly total: number; readonly all: number; readonly next: string | null }

export interface AdvisoryVulnerabilityView {
  readonly id: string;
  readonly title: string | null;
  readonly summary: string | null;
  readonly cwes: readonly { readonly id: string; readonly name: string | null }[];
  /** As printed, and recomputed from the vector: `recomputed` null where the vector is not valid. */
  readonly scores: readonly (AdvisoryScore & { readonly version: string; readonly recomputed: number | null; readonly severity: string | null })[];
  readonly exploited: { readonly addedOn: string; readonly dueOn?: string | null; readonly ransomware: boolean; readonly requiredAction: string | null } | null;
  readonly epss: { readonly probability: number; readonly percentile: number; readonly day: string } | null;
  readonly status: readonly { readonly status: ProductStatus; readonly products: readonly string[] }[];
  readonly remediations: readonly Remediation[];
}

export interface AdvisoryView extends AdvisorySummary {
  readonly summary: string | null;
  readonly url: string | null;
  readonly tlp: string | null;
  readonly state: string;
  readonly firstReleasedAt: string | null;
  readonly language: string | null;
  /** Whether hash and signature of the document were checked. */
  readonly checked: { readonly hash: boolean; readonly signature: string | null };
  readonly products: readonly { readonly id: string; readonly name: string; readonly vendor: string | null; readonly versions: readonly string[]; readonly identifiers: readonly string[] }[];
  readonly vulnerabilities: readonly AdvisoryVulnerabilityView[];
  readonly findings: readonly FindingRow[];
  /** Warnings of its validation: rules of the standard that the document breaks although it can be read. */
  readonly warnings: readonly Message[];
  readonly revisions: readonly { readonly revision: string; readonly at: string; readonly alerted: number; readonly why: Message }[];
}

export interface VulnerabilityView { readonly id: string; readonly vulnerability: AdvisoryVulnerabilityView; readonly advisories: readonly AdvisorySummary[]; readonly findings: readonly FindingRow[] }

// ---- Findings

/** VEX status of a finding, with `open` for what nobody judged yet, `accepted` for a risk that is borne, `gone` for what no longer matches. */
export const FINDING_STATES = ['open', 'known_affected', 'known_not_affected', 'fixed', 'under_investigation', 'accepted', 'gone'] as const;
export type FindingState = (typeof FINDING_STATES)[number];

export interface FindingRow {
  readonly id: string;
  readonly assetId: string;
  readonly assetName: string;
  readonly role: Role | null;
  readonly zone: string | null;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly version: string | null;
  readonly advisoryId: string;
  readonly trackingId: string;
  readonly advisoryTitle: string;
  /** What the machine found; `not_affected` only after a person or a newer revision said so. */
  readonly verdict: 'affected' | 'cannot_tell' | 'not_affected';
  readonly score: number;
  readonly state: FindingState;
  readonly remediation: RemediationProgress;
  readonly cves: readonly string[];
  readonly baseScore: number | null;
  readonly exploited: boolean;
  readonly epss: number | null;
  readonly hoursAtRisk: number;
  /** True where the number rests on an assumption. */
  readonly assumed: boolean;
  readonly services: readonly string[];
  readonly ssvc: SsvcDecision;
  readonly assignee: string | null;
  readonly dueOn: string | null;
  readonly fixAvailable: boolean;
  readonly changedAt: string;
}

export interface FindingQuery {
  readonly q?: string | undefined;
  readonly state?: 'waiting' | 'decided' | 'all' | FindingState | undefined;
  readonly verdict?: 'affected' | 'cannot_tell' | undefined;
  readonly zone?: string | undefined;
  readonly advisory?: string | undefined;
  readonly asset?: string | undefined;
  readonly cve?: string | undefined;
  readonly sort?: 'care' | 'severity' | 'likelihood' | 'changed' | 'due' | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** `hours`: care hours at risk of all rows that match. `devices`: how many different assets. */
export interface FindingPage { readonly rows: readonly FindingRow[]; readonly total: number; readonly devices: number; readonly hours: number; readonly next: string | null; readonly zones: readonly string[] }

/** Findings that are one question: same advisory, same product and version, same verdict. `lead` is the worst; `ids` at most 500 of `total`. */
export interface TriageGroup { readonly lead: FindingRow; readonly ids: readonly string[]; readonly total: number; readonly devices: number; readonly hours: number }
export interface TriagePage { readonly groups: readonly TriageGroup[]; readonly total: number; readonly findings: number; readonly devices: number; readonly hours: number; readonly next: string | null; readonly zones: readonly string[] }

export interface FindingView extends FindingRow {
  readonly reasons: readonly AssessReason[];
  readonly missing: readonly AssessMissing[];
  readonly products: readonly { readonly id: string; readonly name: string; readonly vendor: string | null; readonly version: string | null }[];
  readonly advisory: AdvisorySummary & { readonly summary: string | null; readonly url: string | null };
  readonly vulnerabilities: readonly AdvisoryVulnerabilityView[];
  readonly remediations: readonly Remediation[];
  readonly care: CareRating;
  readonly ssvcPoints: SsvcResult['points'];
  readonly decision: FindingDecisionView | null;
  readonly measures: readonly CompensatingMeasure[];
  readonly history: readonly HistoryEntry[];
  /** What other institutions decided about the same product and advisory; offered, never applied by itself. */
  readonly offers: readonly { readonly id: string; readonly verdict: 'known_affected' | 'known_not_affected'; readonly reason: string; readonly by: string; readonly institution: string; readonly at: string; readonly expiresOn: string; readonly sameVersion: boolean }[];
  /** Letter to the maker in the given language, ready to send. */
  readonly letter: Readonly<Record<'en' | 'es' | 'hu', { readonly subject: string; readonly body: string }>>;
  /** Place in the queue, from 1; null when it does not wait. */
  readonly place: number | null;
  /** Other findings that are the same question, itself included: what one decision can settle. */
  readonly group: readonly { readonly id: string; readonly assetId: string; readonly assetName: string; readonly zone: string | null; readonly state: FindingState }[];
}

export interface FindingDecisionView { readonly id: string; readonly state: FindingStatus | 'accepted'; readonly reason: string; readonly by: string; readonly at: string; readonly expiresOn: string | null; readonly owner: string | null; readonly shared: boolean; readonly undoneAt: string | null }

export interface DecideFindings {
  readonly ids: readonly string[];
  readonly state: FindingDecisionView['state'];
  readonly reason: string;
  /** For `accepted`, required: `YYYY-MM-DD`, at most one year away, and who owns the risk. */
  readonly expiresOn?: string | null | undefined;
  readonly owner?: string | null | undefined;
  /** Offer the reasoning to the region. */
  readonly share?: boolean | undefined;
  /** Id of an offer that is taken over. */
  readonly offer?: string | null | undefined;
}
/** One change to the work on findings; each finding keeps it in its history. */
export type WorkOnFindings =
  | { readonly kind: 'assign'; readonly ids: readonly string[]; readonly assignee: string | null }
  | { readonly kind: 'due'; readonly ids: readonly string[]; readonly dueOn: string | null }
  | { readonly kind: 'measure' | 'comment'; readonly ids: readonly string[]; readonly text: string }
  | { readonly kind: 'remediation'; readonly ids: readonly string[]; readonly remediation: RemediationProgress };

/** The start of ASSESS: one sentence and what lies behind it. */
export interface AssessOverview {
  readonly devices: number;
  readonly affectedDevices: number;
  readonly cannotTellDevices: number;
  readonly hoursAtRisk: number;
  readonly waiting: number;
  readonly advisories: number;
  /** Newest release of a document held, and when feeds were last asked. */
  readonly newestAdvisoryAt: string | null;
  readonly lastUpdateAt: string | null;
  readonly knownExploited: { readonly count: number; readonly day: string | null };
  readonly epss: { readonly count: number; readonly day: string | null };
  /** `zone`: the department of the list, else the network's zone. */
  readonly wards: readonly { readonly zone: string | null; readonly devices: number; readonly affected: number; readonly cannotTell: number; readonly hoursAtRisk: number }[];
  readonly services: readonly { readonly id: string; readonly name: string; readonly plannedHoursPerWeek: number; readonly hoursAtRisk: number; readonly findings: number }[];
  /** Why the last assessment did not finish; what is shown is older then. Null: it did. */
  readonly failed?: Message | null;
  /** Whether an assessment runs or waits now. */
  readonly running: boolean;
  readonly acceptance: AcceptanceView;
}

/** This hospital's own hit rate: of the machine's pairs scored ≥ 0.9 that a person judged, how many she confirmed; `low`, `high`: Wilson 95 %. */
export interface AcceptanceView { readonly on: boolean; readonly judged: number; readonly confirmed: number; readonly low: number | null; readonly high: number | null; readonly allowed: boolean }

/** Since the person's last look: alerts, and what was revised without anything to do (`alerts` false; `why` says why nobody was called). */
export interface ChangesView { readonly since: string | null; readonly items: readonly { readonly at: string; readonly code: string; readonly alerts: boolean; readonly finding: FindingRow | null; readonly advisory: { readonly id: string; readonly trackingId: string; readonly title: string } | null; readonly why: Message }[] }

export interface NotListedPage { readonly rows: readonly (IgnoredPair & { readonly assetName: string; readonly advisoryTitle: string; readonly trackingId: string })[]; readonly total: number }

// ---- Feeds and what came in

export interface AdvisoryIntakeView { readonly id: string; readonly name: string; readonly at: string; readonly by: string; readonly state: 'waiting' | 'reading' | 'done' | 'failed'; readonly read: number; readonly added: number; readonly revised: number; readonly unchanged: number; readonly quarantined: number; readonly error: Message | null }
export interface QuarantineView { readonly id: string; readonly intakeId: string; readonly file: string; readonly at: string; readonly reason: Message; readonly message: string }
export interface FeedView { readonly id: string; readonly name: string; readonly kind: 'csaf' | 'kev' | 'epss'; readonly url: string; /** Further hosts that it may be led to. */ readonly hosts: readonly string[]; readonly enabled: boolean; readonly lastAskedAt: string | null; readonly lastResult: Message | null; readonly documents: number }
export interface FeedsView { readonly feeds: readonly FeedView[]; readonly intakes: readonly AdvisoryIntakeView[]; readonly quarantine: readonly QuarantineView[]; readonly knownExploited: { readonly count: number; readonly day: string | null }; readonly epss: { readonly count: number; readonly day: string | null } }

/** A maker's letter or a field safety notice, typed by hand. */
export interface TypedAdvisory {
  readonly title: string; readonly publisher: string; readonly reference: string; readonly date: string | null; readonly url: string | null;
  readonly vendor: string; readonly product: string; readonly models: string; readonly versions: string;
  readonly cves: string; readonly vector: string; readonly action: string; readonly fix: 'fix' | 'mitigation' | 'none';
}

// ---- Care services: what patients receive, how many hours a week it is planned, what it needs, what part goes on without

export interface CareServiceView extends CareService { readonly needsAssets: readonly { readonly id: string; readonly name: string }[]; readonly assets: number; readonly hoursAtRisk: number; readonly findings: number }
/** The numbers that stand for a kind of care until the hospital says its own. */
export interface CareKindView { readonly kind: CareKind; readonly plannedHoursPerWeek: Estimate; readonly fallbackShare: Estimate }

/** A number left null stays the assumed one of its kind. */
export interface CareServiceInput {
  readonly id: string | null; readonly name: string; readonly kind: CareKind; readonly plannedHoursPerWeek: number | null; readonly fallbackShare: number | null;
  readonly needsRoles: readonly Role[]; readonly needsAssets: readonly string[];
}
