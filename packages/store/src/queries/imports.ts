import { sql, type Selectable } from 'kysely';
import type { ImportTable } from '../tables.ts';
import { storableJson, storableText } from '../text.ts';
import { type Tx, open } from '../tx.ts';

export type ImportRow = Selectable<ImportTable>;

export interface NewImport {
  readonly id: string; readonly name: string; readonly kind: string; readonly requested: string; readonly startedAt: Date; readonly bytes: number;
  readonly byId: string; readonly byName: string; readonly permission: unknown; readonly sha256: string; readonly place: string | null;
}

export async function insertImport(tx: Tx, row: NewImport): Promise<void> {
  await open(tx).insertInto('import').values({
    institution_id: tx.institutionId, id: row.id, name: storableText(row.name), kind: row.kind, requested: row.requested, state: 'waiting', started_at: row.startedAt, finished_at: null,
    bytes: row.bytes, frames: null, assets: null, by_id: row.byId, by_name: row.byName,
    error: null, permission: row.permission === null ? null : storableJson(row.permission), proposal: null, fingerprint: null, columns: null, captures: null, left_out: null, stats: null, counts: null,
    sha256: row.sha256, series: null, place: row.place, superseded_by: null,
  }).execute();
}

/** What may change on an import. JSON values are given as they are. */
export interface ImportPatch {
  readonly state?: string; readonly kind?: string; readonly finishedAt?: Date; readonly frames?: number; readonly assets?: number; readonly error?: unknown;
  readonly proposal?: unknown; readonly fingerprint?: string; readonly columns?: unknown; readonly captures?: unknown; readonly leftOut?: unknown; readonly stats?: unknown; readonly counts?: unknown; readonly series?: string | null;
}

/** Changes an import that is in one of `from`; false when it is in another state (or not there). */
export async function updateImport(tx: Tx, id: string, from: readonly string[], patch: ImportPatch): Promise<boolean> {
  const json = (value: unknown) => (value === null ? null : storableJson(value));
  const set = {
    ...(patch.state === undefined ? {} : { state: patch.state }), ...(patch.kind === undefined ? {} : { kind: patch.kind }),
    ...(patch.finishedAt === undefined ? {} : { finished_at: patch.finishedAt }), ...(patch.frames === undefined ? {} : { frames: patch.frames }),
    ...(patch.assets === undefined ? {} : { assets: patch.assets }), ...(patch.error === undefined ? {} : { error: json(patch.error) }),
    ...(patch.proposal === undefined ? {} : { proposal: json(patch.proposal) }), ...(patch.fingerprint === undefined ? {} : { fingerprint: storableText(patch.fingerprint) }),
    ...(patch.columns === undefined ? {} : { columns: json(patch.columns) }), ...(patch.captures === undefined ? {} : { captures: json(patch.captures) }),
    ...(patch.leftOut === undefined ? {} : { left_out: json(patch.leftOut) }), ...(patch.stats === undefined ? {} : { stats: json(patch.stats) }),
    ...(patch.counts === undefined ? {} : { counts: json(patch.counts) }), ...(patch.series === undefined ? {} : { series: patch.series }),
  };
  const result = await open(tx).updateTable('import').set(set).where('institution_id', '=', tx.institutionId).where('id', '=', id).where('state', 'in', [...from]).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function readImport(tx: Tx, id: string): Promise<ImportRow | undefined> {
  return open(tx).selectFrom('import').selectAll().where('institution_id', '=', tx.institutionId).where('id', '=', id).executeTakeFirst();
}

/** Newest first. */
export async function readImports(tx: Tx, limit = 500): Promise<ImportRow[]> {
  return open(tx).selectFrom('import').selectAll().where('institution_id', '=', tx.institutionId).orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

export async function readLastPermission(tx: Tx): Promise<unknown> {
  const row = await open(tx).selectFrom('import').select('permission').where('institution_id', '=', tx.institutionId).where('permission', 'is not', null).orderBy('started_at', 'desc').limit(1).executeTakeFirst();
  return row?.permission ?? null;
}

/**
 * The finished import that this one is to be compared with: the same list before, or the last capture from the same place.
 * An import read again (same bytes) is compared with nothing: it takes the place of the first reading.
 */
export async function readPredecessor(tx: Tx, row: { id: string; kind: string; series: string | null; place: string | null }): Promise<string | null> {
  if (row.series === null && row.place === null) return null;
  const before = await open(tx).selectFrom('import').select('id').where('institution_id', '=', tx.institutionId).where('state', '=', 'done').where('superseded_by', 'is', null)
    .where('id', '<>', row.id).where('kind', '=', row.kind)
    .where((eb) => (row.series === null ? eb('place', '=', row.place) : eb('series', '=', row.series))).orderBy('started_at', 'desc').limit(1).executeTakeFirst();
  return before?.id ?? null;
}

/** Finished imports of the same bytes that still count. */
export async function readSameBytes(tx: Tx, row: { id: string; sha256: string }): Promise<string[]> {
  const earlier = await open(tx).selectFrom('import').select('id').where('institution_id', '=', tx.institutionId).where('sha256', '=', row.sha256)
    .where('id', '<>', row.id).where('state', '=', 'done').where('superseded_by', 'is', null).execute();
  return earlier.map((each) => each.id);
}

/** Another import takes the place of these: their witnesses go. */
export async function supersede(tx: Tx, ids: readonly string[], by: string): Promise<void> {
  if (ids.length === 0) return;
  await open(tx).updateTable('import').set({ superseded_by: by }).where('institution_id', '=', tx.institutionId).where('id', 'in', [...ids]).execute();
  await open(tx).deleteFrom('witness_batch').where('institution_id', '=', tx.institutionId).where('import_id', 'in', [...ids]).execute();
}

export interface WarningRow { readonly code: string; readonly message: string; readonly frame: number | null; readonly offset: number | null; readonly count: number }

export async function insertWarnings(tx: Tx, importId: string, warnings: readonly WarningRow[]): Promise<void> {
  if (warnings.length === 0) return;
  await sql`insert into import_warning (institution_id, import_id, no, code, message, frame, byte_offset, count)
    select ${tx.institutionId}::uuid, ${importId}::uuid, r.no, r.code, r.message, r.frame, r."offset", r.count
    from jsonb_to_recordset(${storableJson(warnings.map((warning, no) => ({ no, ...warning })))}::jsonb) as r(no int, code text, message text, frame bigint, "offset" bigint, count bigint)`.execute(open(tx));
}

export async function readWarnings(tx: Tx, importId: string): Promise<WarningRow[]> {
  return open(tx).selectFrom('import_warning').select(['code', 'message', 'frame', 'byte_offset as offset', 'count'])
    .where('institution_id', '=', tx.institutionId).where('import_id', '=', importId).orderBy('no').execute();
}

export interface ChangeRow { readonly kind: string; readonly assetId: string; readonly name: string; readonly attribute: string | null; readonly before: string | null; readonly after: string | null }

export async function insertChanges(tx: Tx, importId: string, changes: readonly ChangeRow[]): Promise<void> {
  if (changes.length === 0) return;
  await sql`insert into import_change (institution_id, import_id, no, kind, asset_id, name, attribute, before, after)
    select ${tx.institutionId}::uuid, ${importId}::uuid, r.no, r.kind, r."assetId", r.name, r.attribute, r.before, r.after
    from jsonb_to_recordset(${storableJson(changes.map((change, no) => ({ no, ...change })))}::jsonb)
      as r(no int, kind text, "assetId" text, name text, attribute text, before text, after text)`.execute(open(tx));
}

export async function readChanges(tx: Tx, importId: string): Promise<ChangeRow[]> {
  return open(tx).selectFrom('import_change').select(['kind', 'asset_id as assetId', 'name', 'attribute', 'before', 'after'])
    .where('institution_id', '=', tx.institutionId).where('import_id', '=', importId).orderBy('no').execute();
}

const BATCH = 250;

export async function insertWitnesses(tx: Tx, importId: string, witnesses: readonly unknown[]): Promise<void> {
  for (let at = 0, no = 0; at < witnesses.length; at += BATCH, no++) {
    await open(tx).insertInto('witness_batch').values({ institution_id: tx.institutionId, import_id: importId, no, content: storableJson(witnesses.slice(at, at + BATCH)) }).execute();
  }
}

export interface SourceRow { readonly importId: string; readonly name: string; readonly kind: string; readonly startedAt: Date; readonly series: string | null; readonly witnesses: readonly unknown[] }

/** The witnesses of all imports that count, oldest import first. */
export async function readSources(tx: Tx): Promise<SourceRow[]> {
  const imports = await open(tx).selectFrom('import').select(['id', 'name', 'kind', 'started_at', 'series']).where('institution_id', '=', tx.institutionId)
    .where('superseded_by', 'is', null).where((eb) => eb.exists(eb.selectFrom('witness_batch').select('no').whereRef('witness_batch.institution_id', '=', 'import.institution_id').whereRef('witness_batch.import_id', '=', 'import.id')))
    .orderBy('started_at').orderBy('id').execute();
  const sources: SourceRow[] = [];
  for (const each of imports) {
    const batches = await open(tx).selectFrom('witness_batch').select('content').where('institution_id', '=', tx.institutionId).where('import_id', '=', each.id).orderBy('no').execute();
    sources.push({ importId: each.id, name: each.name, kind: each.kind, startedAt: each.started_at, series: each.series, witnesses: batches.flatMap((batch) => batch.content as unknown[]) });
  }
  return sources;
}

export async function readListMapping(tx: Tx, fingerprint: string): Promise<unknown> {
  const row = await open(tx).selectFrom('list_mapping').select('columns').where('institution_id', '=', tx.institutionId).where('fingerprint', '=', storableText(fingerprint)).executeTakeFirst();
  return row?.columns ?? null;
}

export async function rememberListMapping(tx: Tx, row: { fingerprint: string; columns: unknown; at: Date; byId: string }): Promise<void> {
  const columns = storableJson(row.columns);
  await open(tx).insertInto('list_mapping').values({ institution_id: tx.institutionId, fingerprint: storableText(row.fingerprint), columns, at: row.at, by_id: row.byId })
    .onConflict((on) => on.columns(['institution_id', 'fingerprint']).doUpdateSet({ columns, at: row.at, by_id: row.byId })).execute();
}

/** The components of a bill of materials, as one piece. */
export async function insertComponents(tx: Tx, importId: string, components: readonly unknown[]): Promise<void> {
  if (components.length === 0) return;
  await open(tx).insertInto('import_component').values({ institution_id: tx.institutionId, import_id: importId, content: storableJson(components) }).execute();
}

/** Components by import, of imports that count. */
export async function readComponents(tx: Tx): Promise<Map<string, readonly unknown[]>> {
  const rows = await open(tx).selectFrom('import_component').innerJoin('import', (join) => join.onRef('import.institution_id', '=', 'import_component.institution_id').onRef('import.id', '=', 'import_component.import_id'))
    .select(['import_component.import_id', 'import_component.content']).where('import_component.institution_id', '=', tx.institutionId).where('import.superseded_by', 'is', null).execute();
  return new Map(rows.map((row) => [row.import_id, row.content as readonly unknown[]]));
}
