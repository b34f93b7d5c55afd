/**
 * What the use cases give to pages and to the API. Plain data: dates are ISO 8601 texts in UTC, unknown is null, lists are never absent.
 * Messages are `{ code, params }`, rendered from the catalogs in the reader's language.
 */
import type { Attribute, MappingProposal, Protocol, Role, ServiceState, TlsFacts, Transport, Weight } from '@wardkeep/model';

export { LIST_FIELDS, type ListField, type MappingProposal } from '@wardkeep/model';

export interface Message { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

/** Who acts, for whom. Until sign-in exists there is one fixed person of the example institution. */
export interface Actor { readonly personId: string; readonly personName: string; readonly institutionId: string; readonly roles: readonly string[] }

export interface InstitutionView { readonly id: string; readonly name: string; readonly example: boolean }

/** Share of assets whose attribute is known with confidence ≥ 70. */
export interface Coverage { readonly attribute: 'role' | 'vendor' | 'model' | 'version' | 'zone' | 'serial' | 'os'; readonly known: number; readonly total: number }

/** One thing to do that would tell us more, safest first. `assets` is how many it would settle. */
export interface NextStep { readonly kind: 'ask-maker' | 'import-list' | 'capture-longer' | 'capture-elsewhere' | 'look-on-site' | 'decide-conflict' | 'name-zone'; readonly assets: number; readonly params: Readonly<Record<string, string | number>> }

export interface Overview {
  readonly assets: number;
  /** Assets whose role is known (confidence ≥ 70). */
  readonly known: number;
  readonly medical: number;
  /** Medical assets without a known version. */
  readonly medicalWithoutVersion: number;
  readonly conflicts: number;
  /** Services that carry medical data in clear text. */
  readonly clearTextMedicalServices: number;
  readonly roles: readonly { readonly role: Role; readonly count: number }[];
  readonly zones: readonly { readonly zone: string | null; readonly count: number; readonly medical: number }[];
  readonly lastImport: ImportSummary | null;
  readonly coverage: readonly Coverage[];
  readonly nextSteps: readonly NextStep[];
}

export type AssetSort = 'name' | 'role' | 'vendor' | 'version' | 'confidence' | 'zone' | 'seen';
export interface AssetQuery {
  readonly q?: string | undefined;
  readonly kind?: 'all' | 'medical' | 'other' | undefined;
  readonly role?: Role | undefined;
  /** Zone name; `''` means assets without a zone. */
  readonly zone?: string | undefined;
  readonly seenDays?: number | undefined;
  /** `low`: lowest of role and vendor below 70 or unknown; `high`: role ≥ 90. */
  readonly confidence?: 'any' | 'high' | 'medium' | 'low' | 'conflict' | undefined;
  readonly sort?: AssetSort | undefined;
  readonly direction?: 'asc' | 'desc' | undefined;
  /** Opaque key of the last row of the page before. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

export interface AssetRow {
  readonly id: string;
  /** Best name: hostname, AE title, station name, else address. */
  readonly name: string;
  readonly role: Role | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly product: string | null;
  readonly version: string | null;
  /** Confidence of the role; null when no role is known. */
  readonly confidence: number | null;
  readonly zone: string | null;
  readonly ips: readonly string[];
  readonly lastSeen: string | null;
  readonly conflicts: readonly string[];
  /** Attributes that a person decided. */
  readonly decided: readonly string[];
}

export interface AssetPage {
  readonly rows: readonly AssetRow[];
  readonly total: number;
  /** Assets of the institution, unfiltered. */
  readonly all: number;
  readonly next: string | null;
  readonly zones: readonly string[];
  readonly roles: readonly Role[];
}

export interface EvidenceView {
  readonly value: string;
  readonly of: string | null;
  readonly signal: string;
  readonly weight: Weight;
  readonly confidence: number;
  readonly importId: string;
  readonly sourceName: string;
  readonly sourceKind: 'capture' | 'list' | 'sbom' | 'scan' | 'log' | 'person';
  /** Frame numbers (captures) or lines (documents), at most five. */
  readonly positions: readonly number[];
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Why it does not count, or null when it does. */
  readonly dropped: Message | null;
}

export interface AttributeView {
  readonly attribute: Attribute;
  readonly value: string | null;
  readonly confidence: number | null;
  readonly lastSeen: string | null;
  /** Differing values of comparable weight; empty when sources agree. */
  readonly conflictValues: readonly string[];
  readonly evidence: readonly EvidenceView[];
  readonly decision: DecisionView | null;
}

export interface DecisionView { readonly id: string; readonly kind: 'correct' | 'merge' | 'split' | 'delete'; readonly attribute: Attribute | null; readonly value: string | null; readonly reason: string; readonly by: string; readonly at: string; readonly undoneAt: string | null }

export interface ServiceView { readonly transport: Transport; readonly port: number; readonly protocol: Protocol; readonly application: string | null; readonly state: ServiceState; readonly tls: TlsFacts | null; readonly attributes: Readonly<Record<string, string | number | boolean | readonly string[]>>; readonly confidence: number; readonly positions: readonly number[]; readonly sourceName: string }

export interface PeerView { readonly assetId: string | null; readonly name: string; readonly role: Role | null; readonly zone: string | null; readonly direction: 'out' | 'in'; readonly protocol: Protocol; readonly port: number; readonly encrypted: boolean; readonly count: number; readonly attributes: Readonly<Record<string, string | number | boolean | readonly string[]>> }

export interface AssetView extends AssetRow {
  readonly macs: readonly string[];
  readonly hostnames: readonly string[];
  readonly aeTitles: readonly string[];
  readonly firstSeen: string | null;
  readonly attributes: readonly AttributeView[];
  readonly software: readonly { readonly name: string; readonly version: string | null; readonly confidence: number; readonly evidence: readonly EvidenceView[] }[];
  readonly services: readonly ServiceView[];
  readonly peers: readonly PeerView[];
  readonly decisions: readonly DecisionView[];
  readonly emdn: string | null;
}

export interface TrafficRow { readonly fromZone: string | null; readonly toZone: string | null; readonly protocol: Protocol; readonly encrypted: boolean; readonly clients: number; readonly servers: number; readonly uses: number; readonly medical: boolean }

export type ImportState = 'waiting' | 'needs-mapping' | 'reading' | 'resolving' | 'done' | 'stopped' | 'failed';
export interface ImportSummary {
  readonly id: string;
  readonly name: string;
  readonly kind: 'capture' | 'list' | 'sbom' | 'scan' | 'log';
  readonly state: ImportState;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly bytes: number | null;
  readonly frames: number | null;
  readonly assets: number | null;
  readonly by: string;
  readonly error: Message | null;
}

export interface ChangeView { readonly kind: 'new' | 'gone' | 'changed'; readonly assetId: string; readonly name: string; readonly attribute: Attribute | null; readonly before: string | null; readonly after: string | null }

export interface ImportView extends ImportSummary {
  readonly captures: readonly { readonly name: string; readonly frames: number; readonly from: string | null; readonly to: string | null }[];
  readonly warnings: readonly { readonly code: string; readonly message: string; readonly frame: number | null; readonly offset: number | null; readonly count: number }[];
  readonly changes: readonly ChangeView[];
  readonly changeCounts: { readonly new: number; readonly changed: number; readonly gone: number; readonly unchanged: number };
  readonly permission: PermissionRecord | null;
  /** For lists in state `needs-mapping`. */
  readonly mapping: MappingProposal | null;
  /** Rows of a list that were left out, with the reason. */
  readonly leftOut: readonly { readonly line: number; readonly reason: Message }[];
}

/** Who permits a capture to be read. Asked before the first one; the last answer is offered again. */
export interface PermissionRecord { readonly permittedBy: string; readonly role: 'owner' | 'data-protection-officer' | 'other'; readonly place: string; readonly window: string; readonly staffInformed: boolean; readonly keepFile: boolean }

export interface Progress { readonly importId: string; readonly state: ImportState; readonly bytesRead: number; readonly bytesTotal: number | null; readonly frames: number; readonly assets: number; readonly message: Message | null }
