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

export interface Database {
  institution: InstitutionTable; person: PersonTable;
  import: ImportTable; import_warning: ImportWarningTable; import_change: ImportChangeTable; witness_batch: WitnessBatchTable;
  asset: AssetTable; asset_detail: AssetDetailTable; asset_key: AssetKeyTable; asset_use: AssetUseTable;
  decision: DecisionTable; list_mapping: ListMappingTable;
}
