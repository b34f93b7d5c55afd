/** Writing what resolution found: only what changed, many rows a statement (one JSON parameter each). */
import { type Insertable, sql } from 'kysely';
import type { AssetTable } from '../tables.ts';
import { storableJson } from '../text.ts';
import { type Tx, open } from '../tx.ts';

export type AssetColumns = Omit<Insertable<AssetTable>, 'institution_id'>;
export interface AssetWrite { readonly columns: AssetColumns; readonly machine: unknown; readonly hash: string; readonly keys: readonly string[] }
export interface UseWrite { readonly client: string; readonly serverAddress: string; readonly port: number; readonly protocol: string; readonly encrypted: boolean; readonly server: string | null; readonly count: number; readonly attributes: unknown }

const BATCH = 500;

/** Column and SQL type of everything in `asset` but the institution. */
const COLUMNS: readonly (readonly [keyof AssetColumns, string])[] = [
  ['id', 'text'], ['name', 'text'], ['role', 'text'], ['vendor', 'text'], ['model', 'text'], ['product', 'text'], ['version', 'text'], ['zone', 'text'], ['ward', 'text'], ['confidence', 'smallint'],
  ['name_key', 'text'], ['vendor_key', 'text'], ['version_key', 'text'], ['zone_key', 'text'], ['medical', 'boolean'], ['level', 'text'],
  ['conflicts', 'text[]'], ['decided', 'text[]'], ['ips', 'text[]'], ['first_seen', 'bigint'], ['last_seen', 'bigint'], ['known', 'text[]'], ['clear_text', 'integer'], ['search', 'text'], ['hidden', 'boolean'],
];
const NAMES = sql.raw(COLUMNS.map(([name]) => name).join(', '));
const TYPED = sql.raw(COLUMNS.map(([name, type]) => `${name} ${type}`).join(', '));
const UPDATES = sql.raw(COLUMNS.slice(1).map(([name]) => `${name} = excluded.${name}`).join(', '));

export interface KnownAsset { readonly id: string; readonly hash: string; readonly keys: readonly string[]; readonly name: string; readonly hidden: boolean }

/** What is in the inventory now: enough to see what changes. */
export async function readKnownAssets(tx: Tx): Promise<KnownAsset[]> {
  const { rows } = await sql<{ id: string; hash: string; name: string; hidden: boolean }>`
    select a.id, d.hash, a.name, a.hidden from asset a join asset_detail d on d.institution_id = a.institution_id and d.asset_id = a.id order by a.id`.execute(open(tx));
  const keys = await open(tx).selectFrom('asset_key').select(['asset_id', 'key']).orderBy('asset_id').orderBy('rank').execute();
  const byAsset = new Map<string, string[]>();
  for (const { asset_id, key } of keys) { const list = byAsset.get(asset_id); if (list) list.push(key); else byAsset.set(asset_id, [key]); }
  return rows.map((row) => ({ ...row, keys: byAsset.get(row.id) ?? [] }));
}

export async function writeAssets(tx: Tx, writes: readonly AssetWrite[]): Promise<void> {
  for (let at = 0; at < writes.length; at += BATCH) await writeBatch(tx, writes.slice(at, at + BATCH));
}

async function writeBatch(tx: Tx, writes: readonly AssetWrite[]): Promise<void> {
  const trx = open(tx), institution = sql`${tx.institutionId}::uuid`;
  await sql`insert into asset (institution_id, ${NAMES}) select ${institution}, ${NAMES} from jsonb_to_recordset(${storableJson(writes.map((write) => write.columns))}::jsonb) as r(${TYPED})
    on conflict (institution_id, id) do update set ${UPDATES}`.execute(trx);
  await sql`insert into asset_detail (institution_id, asset_id, machine, hash) select ${institution}, r.id, r.machine, r.hash
    from json_to_recordset(${storableJson(writes.map(({ columns, machine, hash }) => ({ id: columns.id, machine, hash })))}::json) as r(id text, machine json, hash text)
    on conflict (institution_id, asset_id) do update set machine = excluded.machine, hash = excluded.hash`.execute(trx);
  await trx.deleteFrom('asset_key').where('institution_id', '=', tx.institutionId).where('asset_id', 'in', writes.map((write) => write.columns.id)).execute();
  const keys = writes.flatMap((write) => [...new Set(write.keys)].map((key, rank) => ({ key, id: write.columns.id, rank })));
  await sql`insert into asset_key (institution_id, key, asset_id, rank) select ${institution}, r.key, r.id, r.rank from jsonb_to_recordset(${storableJson(keys)}::jsonb) as r(key text, id text, rank int)`.execute(trx);
}

/** The list's columns only: after a correction the machine's word stays as it was. */
export async function writeColumns(tx: Tx, columns: AssetColumns): Promise<void> {
  const { id, ...rest } = columns;
  await open(tx).updateTable('asset').set(rest).where('institution_id', '=', tx.institutionId).where('id', '=', id).execute();
}

export async function deleteAssets(tx: Tx, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += BATCH) {
    await open(tx).deleteFrom('asset').where('institution_id', '=', tx.institutionId).where('id', 'in', ids.slice(at, at + BATCH)).execute();
  }
}

/** Replaces all uses of these clients. */
export async function writeUses(tx: Tx, clients: readonly string[], uses: readonly UseWrite[]): Promise<void> {
  for (let at = 0; at < clients.length; at += BATCH) {
    await open(tx).deleteFrom('asset_use').where('institution_id', '=', tx.institutionId).where('client_id', 'in', clients.slice(at, at + BATCH)).execute();
  }
  for (let at = 0; at < uses.length; at += BATCH) {
    await sql`insert into asset_use (institution_id, client_id, server_address, port, protocol, encrypted, server_id, count, attributes)
      select ${tx.institutionId}::uuid, r.client, r."serverAddress", r.port, r.protocol, r.encrypted, r.server, r.count, r.attributes
      from jsonb_to_recordset(${storableJson(uses.slice(at, at + BATCH))}::jsonb)
        as r(client text, "serverAddress" text, port int, protocol text, encrypted boolean, server text, count bigint, attributes jsonb)`.execute(open(tx));
  }
}

export interface KnownUse { readonly client: string; readonly serverAddress: string; readonly server: string | null }

/** Which asset each server address was taken for: an address may have got another owner although its clients did not change. */
export async function readKnownUses(tx: Tx): Promise<KnownUse[]> {
  return open(tx).selectFrom('asset_use').select(['client_id as client', 'server_address as serverAddress', 'server_id as server']).distinct().execute();
}
