/** Advisories: the region's, which every institution reads, and an institution's own. A key names one of either; `own` says which. */
import { sql } from 'kysely';
import { fold, storableJson, storableText } from '../text.ts';
import { type Tx, open } from '../tx.ts';

export interface AdvisoryWrite {
  readonly key: string; readonly trackingId: string; readonly publisher: string; readonly title: string; readonly format: string; readonly revision: string; readonly state: string;
  readonly releasedAt: Date | null; readonly firstReleasedAt: Date | null; readonly receivedAt: Date;
  readonly baseScore: number | null; readonly severity: string | null; readonly cves: readonly string[];
  /** The `Advisory` of @wardkeep/model, and a hash by which an unchanged one is known. */
  readonly content: unknown; readonly hash: string;
  readonly warnings: readonly unknown[]; readonly checked: { readonly hash: boolean; readonly signature: string | null };
}

export interface AdvisoryRef { readonly key: string; readonly own: boolean }
export interface HeldAdvisory { readonly revision: string; readonly releasedAt: Date | null; readonly hash: string }

const tableOf = (own: boolean) => sql.table(own ? 'advisory' : 'region.advisory');
const cveTableOf = (own: boolean) => sql.table(own ? 'advisory_cve' : 'region.advisory_cve');
const tenantColumn = (own: boolean) => (own ? sql`institution_id, ` : sql``);
const tenantValue = (tx: Tx, own: boolean) => (own ? sql`${tx.institutionId}::uuid, ` : sql``);
const conflict = (own: boolean) => (own ? sql`(institution_id, key)` : sql`(key)`);

/** What is held under these keys. */
export async function readHeld(tx: Tx, own: boolean, keys: readonly string[]): Promise<Map<string, HeldAdvisory>> {
  const { rows } = await sql<{ key: string } & Omit<HeldAdvisory, 'releasedAt'> & { released_at: Date | null }>`
    select key, revision, released_at, hash from ${tableOf(own)} where key = any(${[...keys]}::text[])`.execute(open(tx));
  return new Map(rows.map(({ key, released_at, ...row }) => [key, { ...row, releasedAt: released_at }]));
}

/** Adds or replaces. For the region the transaction must say so (`TxContext.region`). */
export async function writeAdvisories(tx: Tx, own: boolean, rows: readonly AdvisoryWrite[]): Promise<void> {
  if (rows.length === 0) return;
  const json = rows.map((row) => ({
    key: row.key, tracking_id: row.trackingId, publisher: row.publisher, title: row.title, format: row.format, revision: row.revision, state: row.state,
    released_at: row.releasedAt, first_released_at: row.firstReleasedAt, received_at: row.receivedAt, base_score: row.baseScore, severity: row.severity, cves: row.cves,
    search: searchOf(row), content: row.content, hash: row.hash, warnings: row.warnings, checked: row.checked,
  }));
  const columns = sql.raw('key, tracking_id, publisher, title, format, revision, state, released_at, first_released_at, received_at, base_score, severity, cves, search, content, hash, warnings, checked');
  await sql`
    insert into ${tableOf(own)} (${tenantColumn(own)}${columns})
    select ${tenantValue(tx, own)}${columns} from jsonb_to_recordset(${storableJson(json)}::jsonb) as r(key text, tracking_id text, publisher text, title text, format text, revision text, state text,
      released_at timestamptz, first_released_at timestamptz, received_at timestamptz, base_score real, severity text, cves text[], search text, content json, hash text, warnings jsonb, checked jsonb)
    on conflict ${conflict(own)} do update set tracking_id = excluded.tracking_id, publisher = excluded.publisher, title = excluded.title, format = excluded.format, revision = excluded.revision, state = excluded.state,
      released_at = excluded.released_at, first_released_at = excluded.first_released_at, received_at = excluded.received_at, base_score = excluded.base_score, severity = excluded.severity, cves = excluded.cves,
      search = excluded.search, content = excluded.content, hash = excluded.hash, warnings = excluded.warnings, checked = excluded.checked`.execute(open(tx));
  const pairs = rows.flatMap((row) => [...new Set(row.cves)].map((cve) => ({ cve, key: row.key })));
  await sql`delete from ${cveTableOf(own)} where key = any(${rows.map((row) => row.key)}::text[])`.execute(open(tx));
  await sql`insert into ${cveTableOf(own)} (${tenantColumn(own)}cve, key) select ${tenantValue(tx, own)}cve, key from jsonb_to_recordset(${storableJson(pairs)}::jsonb) as r(cve text, key text)`.execute(open(tx));
}

const SEARCH_LENGTH = 4000;
function searchOf({ trackingId, title, publisher, cves, content }: AdvisoryWrite): string {
  const products = (content as { products?: readonly { name?: string; vendor?: string | null }[] }).products ?? [];
  return fold([trackingId, title, publisher, ...cves, ...products.slice(0, 200).map((product) => `${product.vendor ?? ''} ${product.name ?? ''}`)].map(storableText).join('\n')).slice(0, SEARCH_LENGTH);
}

export interface AdvisoryListRow {
  readonly key: string; readonly own: boolean; readonly tracking_id: string; readonly publisher: string; readonly title: string; readonly format: string; readonly revision: string; readonly released_at: Date | null;
  readonly cves: readonly string[]; readonly base_score: number | null; readonly severity: string | null; readonly exploited: boolean; readonly epss: number | null; readonly affected: number; readonly cannot_tell: number;
}

export interface AdvisoryFilter { readonly words: readonly string[]; readonly show: 'concerning' | 'all' | 'exploited' | 'own'; readonly after: { readonly released: string | null; readonly key: string } | null; readonly limit: number; readonly keys?: readonly AdvisoryRef[] | undefined }

/** Newest first; those without a date last. `total` counts what the filter finds, `all` everything that can be read, or with `keys` what they name. */
export async function readAdvisoryPage(tx: Tx, { words, show, after, limit, keys }: AdvisoryFilter): Promise<{ rows: AdvisoryListRow[]; total: number; all: number }> {
  const conditions = sql.join([
    sql`true`, ...words.map((word) => sql`strpos(search, ${word}) > 0`),
    ...(show === 'own' ? [sql`own`] : []), ...(show === 'exploited' ? [sql`exploited`] : []), ...(show === 'concerning' ? [sql`affected + cannot_tell > 0`] : []),
  ], sql` and `);
  const rest = after === null ? sql`true` : after.released === null ? sql`released_at is null and key > ${after.key}` : sql`(released_at is null or released_at < ${after.released}::timestamptz or (released_at = ${after.released}::timestamptz and key > ${after.key}))`;
  // By key through the index: the summaries of a page must not cost a walk over everything that is held.
  const named = (own: boolean) => (keys ? sql`key = any(${keys.filter((ref) => ref.own === own).map((ref) => ref.key)}::text[])` : sql`true`);
  const list = sql.raw('key, tracking_id, publisher, title, format, revision, released_at, cves, base_score, severity, search');
  const { rows } = await sql<AdvisoryListRow & { total: number; all: number }>`
    with held as materialized (select ${list}, false as own from region.advisory where ${named(false)} union all select ${list}, true as own from advisory where ${named(true)}),
    counts as materialized (select advisory_key, own_advisory, count(*) filter (where verdict = 'affected')::int as affected, count(*) filter (where verdict = 'cannot_tell')::int as cannot_tell
      from finding where state not in ('gone', 'known_not_affected') group by 1, 2),
    known as materialized (select held.*, coalesce(counts.affected, 0) as affected, coalesce(counts.cannot_tell, 0) as cannot_tell,
      exists (select from region.known_exploited k where k.cve = any(held.cves)) as exploited from held left join counts on counts.advisory_key = held.key and counts.own_advisory = held.own),
    hit as materialized (select * from known where ${conditions}), page as (select * from hit where ${rest} order by released_at desc nulls last, key limit ${limit})
    select (select count(*) from hit)::int as total, (select count(*) from held)::int as all, page.*, (select max(probability) from region.exploit_prediction p where p.cve = any(page.cves)) as epss
    from (values (1)) one(one) left join page on true order by page.released_at desc nulls last, page.key`.execute(open(tx));
  return { total: rows[0]!.total, all: rows[0]!.all, rows: rows.filter((row) => row.key !== null) };
}

export interface AdvisoryFull extends AdvisoryRef { readonly content: unknown; readonly warnings: readonly unknown[]; readonly checked: { readonly hash: boolean; readonly signature: string | null }; readonly state: string }

export async function readAdvisory(tx: Tx, { key, own }: AdvisoryRef): Promise<AdvisoryFull | undefined> {
  const { rows } = await sql<Omit<AdvisoryFull, 'own'>>`select key, content, warnings, checked, state from ${tableOf(own)} where key = ${key}`.execute(open(tx));
  return rows[0] ? { ...rows[0], own } : undefined;
}

/** Contents of everything that can be read, some at a time, in the order of keys: for an assessment. */
export async function readContents(tx: Tx, own: boolean, after: string, limit: number): Promise<{ key: string; content: unknown }[]> {
  const { rows } = await sql<{ key: string; content: unknown }>`select key, content from ${tableOf(own)} where key > ${after} and state <> 'withdrawn' order by key limit ${limit}`.execute(open(tx));
  return rows;
}

/** Advisories that name a vulnerability. */
export async function readNaming(tx: Tx, cve: string): Promise<AdvisoryRef[]> {
  const { rows } = await sql<AdvisoryRef>`select key, false as own from region.advisory_cve where cve = ${cve} union all select key, true from advisory_cve where cve = ${cve} order by key`.execute(open(tx));
  return rows;
}

export async function countAdvisories(tx: Tx): Promise<{ count: number; newest: Date | null }> {
  const { rows } = await sql<{ count: number; newest: Date | null }>`
    select count(*)::int as count, max(released_at) as newest from (select released_at from region.advisory union all select released_at from advisory) held`.execute(open(tx));
  return rows[0]!;
}

/** When something last came in for the region: advisories or intelligence. */
export async function readStamp(tx: Tx): Promise<Date | null> {
  const { rows } = await sql<{ stamp: Date | null }>`select greatest((select max(received_at) from region.advisory), (select max(received_at) from region.intelligence)) as stamp`.execute(open(tx));
  return rows[0]!.stamp;
}
