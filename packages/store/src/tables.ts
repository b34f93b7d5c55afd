/** The tables as Kysely sees them. JSON goes in as text (`storableJson`) and comes out parsed. Times from captures are microseconds since 1970 UTC. */
import type { ColumnType } from 'kysely';

type Json = ColumnType<unknown, string | null, string | null>;
type Time = ColumnType<Date, Date, Date>;
type TimeOrNull = ColumnType<Date | null, Date | null | undefined, Date | null>;

interface Tenant { institution_id: string }

export interface InstitutionTable { id: string; name: string; example: boolean; created_at: Time; revision: ColumnType<number, number | undefined, number> }
export interface PersonTable extends Tenant { id: string; name: string; roles: string[]; created_at: Time }

export interface ImportTable extends Tenant {
  id: string; name: string; kind: string; requested: string; state: string; started_at: Time; finished_at: TimeOrNull;
  bytes: number | null; frames: number | null; assets: number | null; by_id: string; by_name: string;
  error: Json; permission: Json; proposal: Json; fingerprint: string | null; columns: Json; captures: Json; left_out: Json; stats: Json; counts: Json;
  sha256: string; series: string | null; place: string | null; superseded_by: string | null;
}
export interface ImportWarningTable extends Tenant { import_id: string; no: number; code: string; message: string; frame: number | null; byte_offset: number | null; count: number }
export interface ImportChangeTable extends Tenant { import_id: string; no: number; kind: string; asset_id: string; name: string; attribute: string | null; before: string | null; after: string | null }
export interface WitnessBatchTable extends Tenant { import_id: string; no: number; content: Json }

export interface AssetTable extends Tenant {
  id: string; name: string; role: string | null; vendor: string | null; model: string | null; product: string | null; version: string | null; zone: string | null;
  /** Department of the list, else the zone; null in rows that an older program wrote. */
  ward: string | null;
  /** Confidence of the role. */
  confidence: number | null;
  name_key: string; vendor_key: string | null; version_key: string | null; zone_key: string | null;
  medical: boolean; level: string; conflicts: string[]; decided: string[]; ips: string[];
  first_seen: number | null; last_seen: number | null;
  /** Attributes known with confidence ≥ 70. */
  known: string[];
  clear_text: number; search: string; hidden: boolean;
}
/** `machine` is resolution's word; corrections lie over it. `hash` tells whether anything changed. */
export interface AssetDetailTable extends Tenant { asset_id: string; machine: Json; hash: string }
export interface AssetKeyTable extends Tenant { key: string; asset_id: string; rank: number }
export interface AssetUseTable extends Tenant { client_id: string; server_address: string; port: number; protocol: string; encrypted: boolean; server_id: string | null; count: number; attributes: Json }
export interface DecisionTable extends Tenant {
  id: string; kind: string; asset_id: string; parts: Json; attribute: string | null; value: string | null; addresses: string[];
  reason: string; by_id: string; by_name: string; at: Time; undone_at: TimeOrNull; undone_by: string | null;
}
export interface ListMappingTable extends Tenant { fingerprint: string; columns: Json; at: Time; by_id: string }

/** `json` columns come out parsed; `real` as numbers. Dates (`YYYY-MM-DD`) go in and come out as texts. */
interface AdvisoryColumns {
  key: string; tracking_id: string; publisher: string; title: string; format: string; revision: string; state: string;
  released_at: TimeOrNull; first_released_at: TimeOrNull; received_at: Time; base_score: number | null; severity: string | null; cves: string[]; search: string;
  content: Json; hash: string; warnings: Json; checked: Json;
}
export interface RegionAdvisoryTable extends AdvisoryColumns {}
export interface AdvisoryTable extends Tenant, AdvisoryColumns {}
export interface RegionAdvisoryCveTable { cve: string; key: string }
export interface AdvisoryCveTable extends Tenant, RegionAdvisoryCveTable {}
export interface KnownExploitedTable { cve: string; vendor: string; product: string; added_on: string; due_on: string | null; ransomware: boolean; required_action: string | null }
export interface ExploitPredictionTable { cve: string; probability: number; percentile: number }
export interface IntelligenceTable { kind: string; day: string; count: number; received_at: Time }
export interface FeedTable { id: string; name: string; kind: string; url: string; enabled: boolean; asked_at: TimeOrNull; result: Json; documents: number }
export interface SharedDecisionTable extends Tenant { id: string; institution: string; advisory_id: string; content: Json; at: Time; expires_on: string }
export interface ImportComponentTable extends Tenant { import_id: string; content: Json }
export interface IntakeTable extends Tenant {
  id: string; name: string; at: Time; finished_at: TimeOrNull; by_id: string; by_name: string; kind: string; state: string;
  read: number; added: number; revised: number; unchanged: number; quarantined: number; error: Json;
}
export interface QuarantineTable extends Tenant { id: string; intake_id: string; file: string; at: Time; reason: Json; message: string }
export interface FindingTable extends Tenant {
  id: string; asset_id: string; advisory_key: string; own_advisory: boolean; asset_keys: string[];
  /** Product and version as they were judged: findings of one advisory that share it are one question. */
  class: string; verdict: string; score: number; state: string;
  /** A person has not judged it yet. */
  waiting: boolean; remediation: string;
  cves: string[]; base_score: number | null;
  /** Probability of use within 30 days, 0–1, with the stated prior where nothing is known. */
  likelihood: number; exploited: boolean; epss: number | null;
  /** Care hours at risk. */
  hours: number; assumed: boolean;
  /** `{ id, name, hours }` of each care service at risk. */
  services: Json; ssvc: string; assignee: string | null; due_on: string | null; fix_available: boolean; gone: boolean; found_at: Time; changed_at: Time; zone: string | null;
  search: string; detail: Json; hash: string;
}
export interface FindingCveTable extends Tenant { cve: string; finding_id: string }
export interface FindingDecisionTable extends Tenant { id: string; finding_id: string; content: Json; by_id: string; by_name: string; at: Time; undone_at: TimeOrNull; undone_by: string | null }
export interface AssessChangeTable extends Tenant { id: string; at: Time; code: string; finding_id: string | null; advisory_key: string | null; own_advisory: boolean | null; alerts: boolean; params: Json }
export interface NotListedTable extends Tenant { no: number; asset_id: string; advisory_key: string; own_advisory: boolean; score: number; search: string; detail: Json }
export interface CareServiceTable extends Tenant { id: string; name: string; content: Json; created_at: Time }
export interface AssessStateTable extends Tenant { accept: boolean; assessed_at: TimeOrNull; asked_at: TimeOrNull; stats: Json }
export interface VisitTable extends Tenant { person_id: string; at: Time }

export interface Database {
  institution: InstitutionTable; person: PersonTable;
  import: ImportTable; import_warning: ImportWarningTable; import_change: ImportChangeTable; witness_batch: WitnessBatchTable;
  asset: AssetTable; asset_detail: AssetDetailTable; asset_key: AssetKeyTable; asset_use: AssetUseTable;
  decision: DecisionTable; list_mapping: ListMappingTable;
  'region.advisory': RegionAdvisoryTable; 'region.advisory_cve': RegionAdvisoryCveTable; 'region.known_exploited': KnownExploitedTable; 'region.exploit_prediction': ExploitPredictionTable;
  'region.intelligence': IntelligenceTable; 'region.feed': FeedTable; 'region.shared_decision': SharedDecisionTable;
  import_component: ImportComponentTable; advisory: AdvisoryTable; advisory_cve: AdvisoryCveTable; intake: IntakeTable; quarantine: QuarantineTable;
  finding: FindingTable; finding_cve: FindingCveTable; finding_decision: FindingDecisionTable;
  assess_change: AssessChangeTable; not_listed: NotListedTable; care_service: CareServiceTable; assess_state: AssessStateTable; visit: VisitTable;
}
