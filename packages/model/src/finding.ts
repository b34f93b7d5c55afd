/**
 * Findings: what analysts handle. One asset and one advisory, with the status of each vulnerability (VEX), a person's decision, progress and history.
 * Nothing vanishes: what no longer matches is `gone` with its reason and comes back when it matches again.
 */
import type { Verdict } from './assess.ts';

/** VEX (CISA, "Minimum Requirements for VEX", 2023; CSAF 2.0 profile 5). */
export const FINDING_STATUSES = ['known_affected', 'known_not_affected', 'fixed', 'under_investigation'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** CSAF 2.1, conformance target "CSAF asset matching system": an asset is not remediated, in progress or done. */
export const REMEDIATION_PROGRESS = ['not_remediated', 'in_progress', 'done'] as const;
export type RemediationProgress = (typeof REMEDIATION_PROGRESS)[number];

export const GONE_REASONS = ['asset-gone', 'version-changed', 'identity-corrected', 'advisory-revised', 'advisory-withdrawn', 'matching-changed'] as const;
export type GoneReason = (typeof GONE_REASONS)[number];

/** `owner`: who answers for the risk. Valid through `expiresOn` (`YYYY-MM-DD`, UTC); on the day after, the finding is open again. */
export interface RiskAcceptance { readonly owner: string; readonly reason: string; readonly expiresOn: string }

/** What a hospital did instead of the fix. */
export interface CompensatingMeasure { readonly text: string; readonly by: string; readonly at: string }

export const HISTORY_CODES = [
  'found', 'reopened', 'gone', 'status', 'vulnerabilities', 'remediation-changed', 'decided', 'decision-lapsed', 'asset-id', 'merged', 'undone', 'amend-assign', 'amend-due', 'amend-progress', 'amend-measure', 'amend-comment',
] as const;
/** `by` null: the machine. `code`: one of `HISTORY_CODES`. `at`: ISO 8601. */
export interface HistoryEntry { readonly at: string; readonly by: string | null; readonly code: string; readonly params: Readonly<Record<string, string | number>> }

export interface Finding {
  /** Opaque and stable; unique in its institution. */
  readonly id: string;
  /** Today's id of the asset; the last one when it is gone. */
  readonly assetId: string;
  /** Identity keys of the asset, strongest first: what the finding hangs on when the id changes. */
  readonly assetKeys: readonly string[];
  readonly advisory: string;
  readonly revision: string;
  /** The machine's word; null while gone. */
  readonly verdict: Exclude<Verdict, 'not_affected'> | null;
  readonly score: number;
  readonly products: readonly string[];
  /** Status of each vulnerability as the machine reads it, by CVE or other identifier, sorted. */
  readonly vulnerabilities: readonly { readonly id: string; readonly status: FindingStatus }[];
  /** In force: a person's decision, else the machine's. */
  readonly status: FindingStatus;
  readonly decision: string | null;
  readonly acceptance: RiskAcceptance | null;
  readonly gone: GoneReason | null;
  readonly progress: RemediationProgress;
  readonly assignee: string | null;
  readonly dueOn: string | null;
  readonly measures: readonly CompensatingMeasure[];
  /** Of the remediations and of the publisher's statement that concern these products: equal means nothing to tell. */
  readonly remediations: string;
  readonly statement: string;
  /** Product and version as they were judged, see `classOf`. */
  readonly productClass: string;
  readonly versionClass: string;
  readonly history: readonly HistoryEntry[];
  readonly firstSeenAt: string;
  /** Of the last entry of the history: an import that tells nothing new leaves it alone. */
  readonly changedAt: string;
}

/** A person's word about a pair, or the machine's where automatic acceptance is on. Never changed; a later one takes its place. */
export interface FindingDecision {
  readonly id: string;
  readonly institution: string;
  readonly assetKeys: readonly string[];
  readonly advisory: string;
  readonly status: FindingStatus;
  /** Set: the status stays, the risk is borne until its day. */
  readonly acceptance: RiskAcceptance | null;
  readonly reason: string;
  readonly author: string;
  readonly at: string;
  /** `YYYY-MM-DD`, valid through that day; null: no end. */
  readonly expiresOn: string | null;
  readonly undoneAt: string | null;
  /** True where no person judged it: automatic acceptance. It never counts for a hit rate. */
  readonly automatic: boolean;
  /** The institution lets others be offered it. */
  readonly shared: boolean;
  /** What was judged. */
  readonly basis: { readonly verdict: Exclude<Verdict, 'not_affected'>; readonly score: number; readonly revision: string; readonly statement: string; readonly productClass: string; readonly versionClass: string };
}

export const ALERT_CODES = ['new-finding', 'status-changed', 'remediation-changed', 'reopened', 'acceptance-expired', 'decision-expired', 'decision-lapsed', 'fixed-by-version'] as const;
export interface FindingAlert { readonly code: (typeof ALERT_CODES)[number]; readonly finding: string; readonly advisory: string; readonly assetId: string; readonly params: Readonly<Record<string, string | number>> }
export const FINDING_LOG_CODES = ['found-decided', 'remediation-changed-closed', 'gone', 'merged', 'revision-unchanged', 'revision-changed'] as const;
/** Why something happened or did not: `revision-unchanged` tells why a revision alerts nobody. `finding` null: about the advisory. */
export interface FindingLog { readonly code: (typeof FINDING_LOG_CODES)[number]; readonly finding: string | null; readonly advisory: string; readonly params: Readonly<Record<string, string | number>> }
