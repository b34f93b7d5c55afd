/** Lists of assets: filter, sort, next page. A page starts where the last one ended (keyset), so page 2,000 costs what page 2 does. */
import { type Expression, type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { AssetTable, Database } from '../tables.ts';
import { fold } from '../text.ts';
import { type Tx, open } from '../tx.ts';

const ROW = ['id', 'name', 'role', 'vendor', 'model', 'product', 'version', 'confidence', 'zone', 'ips', 'last_seen', 'conflicts', 'decided'] as const;
export type AssetListRow = Pick<Selectable<AssetTable>, (typeof ROW)[number]>;

const SORT_COLUMN = { name: 'name_key', role: 'role', vendor: 'vendor_key', version: 'version_key', confidence: 'confidence', zone: 'zone_key', seen: 'last_seen' } as const;
export type SortName = keyof typeof SORT_COLUMN;

export interface AssetFilter {
  /** Words that must all occur, anywhere in names, makers, models, versions, addresses. */
  readonly q?: string | undefined;
  readonly medical?: boolean | undefined;
  readonly role?: string | undefined;
  /** `''`: assets without a zone. */
  readonly zone?: string | undefined;
  /** Microseconds since 1970 UTC. */
  readonly seenSince?: number | undefined;
  /** `low`: role or vendor unknown or below 70; `medium`: neither low nor high. */
  readonly level?: 'medium' | 'low' | undefined;
  /** Least confidence of the role. */
  readonly confidence?: number | undefined;
  readonly inConflict?: boolean | undefined;
}

/** Where a page ended: the sort key (null: unknown) and the id of its last row. */
export interface AssetKey { readonly key: string | number | null; readonly id: string }
export interface AssetOrder { readonly sort: SortName; readonly descending: boolean; readonly after: AssetKey | null; readonly limit: number }

/** At most this many words of a search count. */
const WORDS = 8;

function wordsOf(q: string | undefined): string[] { return fold(q ?? '').split(/\s+/).filter((word) => word !== '').slice(0, WORDS); }

type Builder = ExpressionBuilder<Database, 'asset'>;

function matching(eb: Builder, filter: AssetFilter): Expression<SqlBool> {
  return eb.and([
    eb('hidden', '=', false),
    ...wordsOf(filter.q).map((word) => sql<SqlBool>`strpos(search, ${word}) > 0`),
    ...(filter.medical === undefined ? [] : [eb('medical', '=', filter.medical)]),
    ...(filter.role === undefined ? [] : [eb('role', '=', filter.role)]),
    ...(filter.zone === undefined ? [] : [filter.zone === '' ? eb('zone', 'is', null) : eb('zone', '=', filter.zone)]),
    ...(filter.seenSince === undefined ? [] : [eb('last_seen', '>=', filter.seenSince)]),
    ...(filter.level === undefined ? [] : [eb('level', '=', filter.level)]),
    ...(filter.confidence === undefined ? [] : [eb('confidence', '>=', filter.confidence)]),
    ...(filter.inConflict ? [eb('conflicts', '<>', sql<string[]>`'{}'::text[]`)] : []),
  ]);
}

export type KeyedRow = AssetListRow & { readonly key: string | number | null };

/** One page and how many there are in all. Unknown values come last in both directions. Each row carries the key under which the next page is asked for. */
export async function readAssetPage(tx: Tx, filter: AssetFilter, order: AssetOrder): Promise<{ rows: KeyedRow[]; total: number }> {
  if (wordsOf(filter.q).length > 0) return searchPage(tx, filter, order);
  return { total: await countAssets(tx, filter), rows: await walkPage(tx, filter, order) };
}

/** One page, not counted: for walks over everything. */
export async function readAssetRows(tx: Tx, filter: AssetFilter, order: AssetOrder): Promise<KeyedRow[]> {
  return wordsOf(filter.q).length > 0 ? (await searchPage(tx, filter, order)).rows : walkPage(tx, filter, order);
}

/** Along the index of the sort: first what is known, then, where the page is not full, the rest. */
async function walkPage(tx: Tx, filter: AssetFilter, order: AssetOrder): Promise<KeyedRow[]> {
  const { after, limit } = order;
  const known = after === null || after.key !== null ? await slice(tx, filter, order, 'known', after, limit) : [];
  if (known.length >= limit || order.sort === 'name') return known;
  return [...known, ...await slice(tx, filter, order, 'unknown', after !== null && after.key === null ? after : null, limit - known.length)];
}

function slice(tx: Tx, filter: AssetFilter, { sort, descending }: AssetOrder, part: 'known' | 'unknown', after: AssetKey | null, limit: number): Promise<KeyedRow[]> {
  const column = SORT_COLUMN[sort], direction = descending ? 'desc' : 'asc', beyond = descending ? '<' : '>';
  return open(tx).selectFrom('asset').select(ROW).select(`${column} as key`).where((eb) => matching(eb, filter)).where(column, part === 'known' ? 'is not' : 'is', null)
    .where((eb) => {
      if (after === null) return eb.lit(true);
      return part === 'unknown' ? eb('id', beyond, after.id) : sql<boolean>`(${sql.ref(column)}, id) ${sql.raw(beyond)} (${after.key}, ${after.id})`;
    })
    .$if(part === 'known', (query) => query.orderBy(column, direction)).orderBy('id', direction).limit(limit).execute();
}

/**
 * A search looks at every asset (row-level security lets no text index be used before it). So it looks once: keys and ids of all that match, from
 * them the count and the page. Left to itself the planner takes a search for likelier than it is and walks the index of the sort to its end.
 */
async function searchPage(tx: Tx, filter: AssetFilter, { sort, descending, after, limit }: AssetOrder): Promise<{ rows: KeyedRow[]; total: number }> {
  const hits = open(tx).selectFrom('asset').select(['id', `${SORT_COLUMN[sort]} as key`]).where((eb) => matching(eb, filter));
  const direction = sql.raw(descending ? 'desc' : 'asc'), beyond = sql.raw(descending ? '<' : '>');
  const rest = after === null ? sql`true` : after.key === null ? sql`key is null and id ${beyond} ${after.id}` : sql`(key is null or (key, id) ${beyond} (${after.key}, ${after.id}))`;
  const { rows } = await sql<KeyedRow & { id: string | null; total: number }>`
    with hit as materialized (${hits}), page as (select * from hit where ${rest} order by key is null, key ${direction}, id ${direction} limit ${limit})
    select (select count(*) from hit)::int as total, page.key, ${sql.join(ROW.map((column) => sql.ref(`asset.${column}`)))}
    from (values (1)) one(one) left join page on true left join asset on asset.id = page.id
    order by page.key is null, page.key ${direction}, page.id ${direction}`.execute(open(tx));
  return { total: rows[0]!.total, rows: rows.filter((row) => row.id !== null).map(({ total: _, ...row }) => row) };
}

export async function countAssets(tx: Tx, filter: AssetFilter): Promise<number> {
  const row = await open(tx).selectFrom('asset').select((eb) => eb.fn.countAll<number>().as('count')).where((eb) => matching(eb, filter)).executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Distinct values by hopping through the index from one to the next: 20 zones cost 20 look-ups, not 100,000 rows. */
async function distinct(tx: Tx, column: 'zone' | 'role'): Promise<string[]> {
  const ref = sql.ref(column);
  const { rows } = await sql<{ value: string }>`
    with recursive hop as (
      (select ${ref} as value from asset where not hidden and ${ref} is not null order by ${ref} limit 1)
      union all
      select (select ${ref} from asset where not hidden and ${ref} > hop.value order by ${ref} limit 1) from hop where hop.value is not null
    ) select value from hop where value is not null limit 1000`.execute(open(tx));
  return rows.map((row) => row.value);
}

export const readZones = (tx: Tx): Promise<string[]> => distinct(tx, 'zone');
export const readRoles = (tx: Tx): Promise<string[]> => distinct(tx, 'role');

export interface AssetFull { readonly row: Selectable<AssetTable>; readonly machine: unknown; readonly keys: readonly string[] }

export async function readAsset(tx: Tx, id: string): Promise<AssetFull | undefined> { return (await readAssets(tx, [id]))[0]; }

/** Assets whole, in the order of `ids`; what is not there is left out. Hidden ones too. */
export async function readAssets(tx: Tx, ids: readonly string[]): Promise<AssetFull[]> {
  if (ids.length === 0) return [];
  const found = await open(tx).selectFrom('asset').innerJoin('asset_detail', (on) => on.onRef('asset_detail.institution_id', '=', 'asset.institution_id').onRef('asset_detail.asset_id', '=', 'asset.id'))
    .selectAll('asset').select('asset_detail.machine').where('asset.institution_id', '=', tx.institutionId).where('asset.id', 'in', [...ids]).execute();
  const keys = await open(tx).selectFrom('asset_key').select(['asset_id', 'key']).where('institution_id', '=', tx.institutionId).where('asset_id', 'in', [...ids]).orderBy('rank').execute();
  const keysOf = new Map<string, string[]>();
  for (const { asset_id, key } of keys) { const list = keysOf.get(asset_id); if (list) list.push(key); else keysOf.set(asset_id, [key]); }
  const byId = new Map(found.map(({ machine, ...row }) => [row.id, { row, machine, keys: keysOf.get(row.id) ?? [] }]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Every asset that is not hidden, whole, some at a time in the order of ids. */
export async function readAssetsAfter(tx: Tx, after: string, limit: number): Promise<AssetFull[]> {
  const rows = await open(tx).selectFrom('asset').select('id').where('institution_id', '=', tx.institutionId).where('hidden', '=', false).where('id', '>', after).orderBy('id').limit(limit).execute();
  return readAssets(tx, rows.map((row) => row.id));
}
