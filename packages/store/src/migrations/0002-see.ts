import { tenantTable } from './tenant.ts';

const READ_WRITE = 'select, insert, update, delete';

/** Columns by which the list of assets is sorted; each has an index that ends with the id, so that a page starts where the last one ended. */
const SORTED = ['name_key', 'role', 'vendor_key', 'version_key', 'confidence', 'zone_key', 'last_seen'];

export const see: readonly string[] = [
  `create table import (
    institution_id uuid not null references institution (id),
    id uuid not null,
    name text not null,
    kind text not null check (kind in ('capture', 'list', 'sbom', 'scan', 'log')),
    requested text not null check (requested in ('capture', 'document')),
    state text not null check (state in ('waiting', 'needs-mapping', 'reading', 'resolving', 'done', 'stopped', 'failed')),
    started_at timestamptz not null,
    finished_at timestamptz,
    bytes bigint, frames bigint, assets integer,
    by_id uuid not null, by_name text not null,
    error jsonb, permission jsonb, proposal jsonb, fingerprint text, columns jsonb, captures jsonb, left_out jsonb, stats jsonb, counts jsonb,
    sha256 text not null, series text, place text, superseded_by uuid,
    primary key (institution_id, id),
    foreign key (institution_id, superseded_by) references import (institution_id, id)
  )`,
  ...tenantTable('import', 'select, insert, update'),
  'create index import_started on import (institution_id, started_at desc)',

  `create table import_warning (
    institution_id uuid not null, import_id uuid not null, no integer not null,
    code text not null, message text not null, frame bigint, byte_offset bigint, count bigint not null,
    primary key (institution_id, import_id, no),
    foreign key (institution_id, import_id) references import (institution_id, id) on delete cascade
  )`,
  ...tenantTable('import_warning', READ_WRITE),

  // No foreign key to asset: what is gone stays named in the report.
  `create table import_change (
    institution_id uuid not null, import_id uuid not null, no integer not null,
    kind text not null check (kind in ('new', 'gone', 'changed')), asset_id text not null, name text not null, attribute text, before text, after text,
    primary key (institution_id, import_id, no),
    foreign key (institution_id, import_id) references import (institution_id, id) on delete cascade
  )`,
  ...tenantTable('import_change', READ_WRITE),

  // What an import said, a few hundred witnesses a row: resolution runs over all of them again. json, not jsonb: it is only ever read whole.
  `create table witness_batch (
    institution_id uuid not null, import_id uuid not null, no integer not null, content json not null,
    primary key (institution_id, import_id, no),
    foreign key (institution_id, import_id) references import (institution_id, id) on delete cascade
  )`,
  ...tenantTable('witness_batch', READ_WRITE),

  // Narrow on purpose: filters read it whole at times. The bulk is in asset_detail.
  `create table asset (
    institution_id uuid not null references institution (id),
    id text collate "C" not null check (id ~ '^[a-z0-9-]{8,64}$'),
    name text not null, role text collate "C", vendor text, model text, product text, version text, zone text collate "C",
    confidence smallint check (confidence between 0 and 100),
    name_key text collate "C" not null, vendor_key text collate "C", version_key text collate "C", zone_key text collate "C",
    medical boolean not null, level text collate "C" not null check (level in ('high', 'medium', 'low')),
    conflicts text[] not null, decided text[] not null, ips text[] not null,
    first_seen bigint, last_seen bigint, known text[] not null, clear_text integer not null, search text collate "C" not null, hidden boolean not null,
    primary key (institution_id, id)
  )`,
  ...tenantTable('asset', READ_WRITE),
  ...SORTED.map((column) => `create index asset_by_${column} on asset (institution_id, ${column}, id) where not hidden`),
  `create index asset_by_zone on asset (institution_id, zone, medical) where not hidden`,
  `create index asset_by_level on asset (institution_id, level, medical) where not hidden`,
  `create index asset_in_conflict on asset (institution_id, id) where not hidden and conflicts <> '{}'`,

  `create table asset_detail (
    institution_id uuid not null, asset_id text collate "C" not null, machine json not null, hash text not null,
    primary key (institution_id, asset_id),
    foreign key (institution_id, asset_id) references asset (institution_id, id) on delete cascade
  )`,
  ...tenantTable('asset_detail', READ_WRITE),

  // Identity keys, so that an asset keeps its id when a stronger key turns up.
  `create table asset_key (
    institution_id uuid not null, key text collate "C" not null, asset_id text collate "C" not null, rank integer not null,
    primary key (institution_id, key, asset_id),
    foreign key (institution_id, asset_id) references asset (institution_id, id) on delete cascade
  )`,
  ...tenantTable('asset_key', READ_WRITE),
  'create index asset_key_of on asset_key (institution_id, asset_id)',

  `create table asset_use (
    institution_id uuid not null, client_id text collate "C" not null, server_address text collate "C" not null, port integer not null,
    protocol text collate "C" not null, encrypted boolean not null, server_id text collate "C", count bigint not null, attributes jsonb not null,
    primary key (institution_id, client_id, server_address, port, protocol, encrypted),
    foreign key (institution_id, client_id) references asset (institution_id, id) on delete cascade,
    foreign key (institution_id, server_id) references asset (institution_id, id) on delete set null (server_id)
  )`,
  ...tenantTable('asset_use', READ_WRITE),
  'create index asset_use_server on asset_use (institution_id, server_id)',

  // Never deleted: a decision taken back keeps its place with the time and the person. No foreign key: it outlives its asset.
  `create table decision (
    institution_id uuid not null references institution (id),
    id uuid not null,
    kind text not null check (kind in ('correct', 'merge', 'split', 'delete')),
    asset_id text collate "C" not null, parts jsonb not null, attribute text, value text, addresses text[] not null,
    reason text not null, by_id uuid not null, by_name text not null, at timestamptz not null, undone_at timestamptz, undone_by text,
    primary key (institution_id, id)
  )`,
  ...tenantTable('decision', 'select, insert, update'),
  'create index decision_of on decision (institution_id, asset_id)',

  `create table list_mapping (
    institution_id uuid not null references institution (id), fingerprint text not null, columns jsonb not null, at timestamptz not null, by_id uuid not null,
    primary key (institution_id, fingerprint)
  )`,
  ...tenantTable('list_mapping', READ_WRITE),
];
