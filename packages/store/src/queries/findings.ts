/** Findings of an institution: the queue, the work on them, decisions, and what was left out. */
import { type Expression, type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import type { AssessChangeTable, Database, FindingDecisionTable, FindingTable } from '../tables.ts';
import { fold, storableJson } from '../text.ts';
import { type Tx, open } from '../tx.ts';

/** A finding without its bulk. */
export type FindingListRow = Omit<Selectable<FindingTable>, 'institution_id' | 'detail' | 'search' | 'hash' | 'asset_keys' | 'class'> & {
  /** Of the asset today; null when it is gone. */
  readonly asset_name: string | null; readonly role: string | null; readonly vendor: string | null; readonly product: string | null; readonly model: string | null; readonly version: string | null;
  readonly tracking_id: string | null; readonly advisory_title: string | null;
};
export type FindingFull = Selectable<FindingTable>;

export type FindingWrite = Omit<Selectable<FindingTable>, 'institution_id' | 'found_at' | 'changed_at'> & { readonly found_at: Date; readonly changed_at: Date };

const COLUMNS = ['id', 'asset_id', 'advisory_key', 'own_advisory', 'verdict', 'score', 'state', 'waiting', 'remediation', 'cves', 'base_score', 'likelihood', 'exploited', 'epss', 'hours', 'assumed', 'services', 'ssvc', 'assignee', 'due_on', 'fix_available', 'gone', 'found_at', 'changed_at', 'zone'] as const;
const SORT_COLUMN = { care: 'hours', severity: 'base_score', likelihood: 'likelihood', changed: 'changed_at', due: 'due_on' } as const;
export type FindingSort = keyof typeof SORT_COLUMN;

export interface FindingFilter {
  readonly words?: readonly string[] | undefined;
  readonly waiting?: boolean | undefined;
  readonly states?: readonly string[] | undefined;
  readonly verdict?: string | undefined;
  /** `''`: assets without a zone. */
  readonly zone?: string | undefined;
  readonly advisory?: { readonly key: string; readonly own: boolean } | undefined;
  readonly asset?: string | undefined;
  readonly ids?: readonly string[] | undefined;
  readonly cve?: string | undefined;
}
export interface FindingKey { readonly key: string | number | null; readonly id: string }

type Builder = ExpressionBuilder<Database, 'finding'>;

function matching(eb: Builder, filter: FindingFilter): Expression<SqlBool> {
  return eb.and([
    eb.lit(true),
    ...(filter.words ?? []).map((word) => sql<SqlBool>`strpos(finding.search, ${word}) > 0`),
    ...(filter.waiting === undefined ? [] : [eb('finding.waiting', '=', filter.waiting)]),
    ...(filter.states === undefined ? [] : [eb('finding.state', '=', sql<string>`any(${[...filter.states]}::text[])`)]),
    ...(filter.verdict === undefined ? [] : [eb('finding.verdict', '=', filter.verdict)]),
    ...(filter.zone === undefined ? [] : [filter.zone === '' ? eb('finding.zone', 'is', null) : eb('finding.zone', '=', filter.zone)]),
    ...(filter.advisory === undefined ? [] : [eb('finding.advisory_key', '=', filter.advisory.key), eb('finding.own_advisory', '=', filter.advisory.own)]),
    ...(filter.asset === undefined ? [] : [eb('finding.asset_id', '=', filter.asset)]),
    ...(filter.ids === undefined ? [] : [eb('finding.id', '=', sql<string>`any(${[...filter.ids]}::uuid[])`)]),
    ...(filter.cve === undefined ? [] : [sql<SqlBool>`exists (select from finding_cve where finding_cve.finding_id = finding.id and finding_cve.cve = ${filter.cve})`]),
  ]);
}

/** One page, worst first (`due`: soonest first), unknown last; with what the whole filter finds. */
export async function readFindingPage(tx: Tx, filter: FindingFilter, { sort, after, limit }: { sort: FindingSort; after: FindingKey | null; limit: number }): Promise<{ rows: (FindingListRow & { key: string | number | null })[]; total: number; devices: number; hours: number }> {
  const column = SORT_COLUMN[sort], soonest = sort === 'due', direction = sql.raw(soonest ? 'asc' : 'desc'), beyond = sql.raw(soonest ? '>' : '<');
  const key = column === 'changed_at' ? sql`to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : sql.ref(column);
  const hits = open(tx).selectFrom('finding').selectAll().select(sql<string | number | null>`${key}`.as('key')).where((eb) => matching(eb, filter));
  const rest = after === null ? sql`true` : after.key === null ? sql`key is null and id > ${after.id}::uuid` : sql`(key is null or key ${beyond} ${after.key} or (key = ${after.key} and id > ${after.id}::uuid))`;
  type Row = FindingListRow & { key: string | number | null; total: number; devices: number; hours_total: number };
  const { rows } = await sql<Row>`
    with hit as materialized (${hits}), page as (select * from hit where ${rest} order by key ${direction} nulls last, id limit ${limit})
    select (select count(*) from hit)::int as total, (select count(distinct asset_id) from hit)::int as devices, (select coalesce(sum(hours), 0) from hit) as hours_total,
      page.key, ${sql.join(COLUMNS.map((name) => sql.ref(`page.${name}`)))}, ${JOINED}
    from (values (1)) one(one) left join page on true ${JOINS(sql`page`)}
    order by page.key ${direction} nulls last, page.id`.execute(open(tx));
  const { total, devices, hours_total } = rows[0]!;
  return { total, devices, hours: hours_total, rows: rows.filter((row) => row.id !== null) };
}

const JOINED = sql`asset.name as asset_name, asset.role, asset.vendor, asset.product, asset.model, asset.version, coalesce(mine.tracking_id, theirs.tracking_id) as tracking_id, coalesce(mine.title, theirs.title) as advisory_title`;
const JOINS = (row: ReturnType<typeof sql>) => sql`
  left join asset on asset.id = ${row}.asset_id and not asset.hidden
  left join advisory mine on ${row}.own_advisory and mine.key = ${row}.advisory_key
  left join region.advisory theirs on not ${row}.own_advisory and theirs.key = ${row}.advisory_key`;

export interface TriageRow { readonly ids: readonly string[]; readonly devices: number; readonly total: number; readonly hours: number; readonly key: string | number | null; readonly lead: FindingListRow }
/** Members of a group named one by one. */
const GROUP = 500;

/** Findings that are one question (same advisory, product, version, verdict) as one, worst group first. `lead` is its worst member. */
export async function readTriage(tx: Tx, filter: FindingFilter, { sort, after, limit }: { sort: FindingSort; after: FindingKey | null; limit: number }): Promise<{ rows: TriageRow[]; groups: number; total: number; devices: number; hours: number }> {
  const column = sql.ref(SORT_COLUMN[sort]), soonest = sort === 'due', direction = sql.raw(soonest ? 'asc' : 'desc'), beyond = sql.raw(soonest ? '>' : '<');
  const key = sort === 'care' ? sql`sum(hours)` : sort === 'changed' ? sql`to_char(max(changed_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')` : soonest ? sql`min(${column})` : sql`max(${column})`;
  const hits = open(tx).selectFrom('finding').select(['id', 'asset_id', 'advisory_key', 'own_advisory', 'class', 'verdict', 'hours', 'base_score', 'likelihood', 'changed_at', 'due_on']).where((eb) => matching(eb, filter));
  const rest = after === null ? sql`true` : after.key === null ? sql`key is null and lead > ${after.id}::uuid` : sql`(key is null or key ${beyond} ${after.key} or (key = ${after.key} and lead > ${after.id}::uuid))`;
  const { rows } = await sql<{ lead: string | null; members: string[]; devices: number; members_total: number; group_hours: number; key: string | number | null; groups: number; total: number; all_devices: number; all_hours: number }>`
    with hit as materialized (${hits}),
    grouped as materialized (select (array_agg(id order by hours desc, id))[1] as lead, (array_agg(id order by hours desc, id))[1:${sql.lit(GROUP)}] as members, count(*)::int as members_total, count(distinct asset_id)::int as devices,
      sum(hours) as group_hours, ${key} as key from hit group by advisory_key, own_advisory, class, verdict),
    page as (select * from grouped where ${rest} order by key ${direction} nulls last, lead limit ${limit})
    select page.*, (select count(*)::int from grouped) as groups, (select count(*)::int from hit) as total, (select count(distinct asset_id)::int from hit) as all_devices, (select coalesce(sum(hours), 0) from hit) as all_hours
    from (values (1)) one(one) left join page on true order by page.key ${direction} nulls last, page.lead`.execute(open(tx));
  const { groups, total, all_devices, all_hours } = rows[0]!, found = rows.filter((row) => row.lead !== null);
  const leads = new Map((await readFindingRows(tx, found.map((row) => row.lead!))).map((row) => [row.id, row]));
  return { groups, total, devices: all_devices, hours: all_hours, rows: found.map((row) => ({ ids: row.members, devices: row.devices, total: row.members_total, hours: row.group_hours, key: row.key, lead: leads.get(row.lead!)! })) };
}

/** List rows by id, in no order. */
export async function readFindingRows(tx: Tx, ids: readonly string[]): Promise<FindingListRow[]> {
  const { rows } = await sql<FindingListRow>`select ${sql.join(COLUMNS.map((name) => sql.ref(`finding.${name}`)))}, ${JOINED} from finding ${JOINS(sql`finding`)} where finding.id = any(${[...ids]}::uuid[])`.execute(open(tx));
  return rows;
}

/** List rows of one question: at most `GROUP`, by name. */
export async function readFindings(tx: Tx, { class: name, advisory, verdict }: { class: string; advisory: { key: string; own: boolean }; verdict: string }): Promise<FindingListRow[]> {
  const { rows } = await sql<FindingListRow>`select ${sql.join(COLUMNS.map((column) => sql.ref(`finding.${column}`)))}, ${JOINED} from finding ${JOINS(sql`finding`)}
    where finding.advisory_key = ${advisory.key} and finding.own_advisory = ${advisory.own} and finding.class = ${name} and finding.verdict = ${verdict} order by asset.name_key nulls last, finding.id limit ${sql.lit(GROUP)}`.execute(open(tx));
  return rows;
}

export async function readFinding(tx: Tx, id: string): Promise<FindingFull | undefined> {
  return open(tx).selectFrom('finding').selectAll().where('institution_id', '=', tx.institutionId).where('id', '=', id).executeTakeFirst();
}

export async function readFindingsById(tx: Tx, ids: readonly string[]): Promise<FindingFull[]> {
  return open(tx).selectFrom('finding').selectAll().where('institution_id', '=', tx.institutionId).where('id', '=', sql<string>`any(${[...ids]}::uuid[])`).execute();
}

/** Everything the institution has, gone or not, with its detail: what an assessment is reconciled with. */
export async function readAllFindings(tx: Tx): Promise<FindingFull[]> {
  return open(tx).selectFrom('finding').selectAll().where('institution_id', '=', tx.institutionId).orderBy('id').execute();
}

/** Place of a waiting finding in the queue, from 1. */
export async function readPlace(tx: Tx, { hours, id }: { hours: number; id: string }): Promise<number> {
  const { rows } = await sql<{ place: number }>`select 1 + count(*)::int as place from finding where waiting and (hours > ${hours} or (hours = ${hours} and id < ${id}::uuid))`.execute(open(tx));
  return rows[0]!.place;
}

/** Adds or replaces, each whole. */
export async function writeFindings(tx: Tx, rows: readonly FindingWrite[]): Promise<void> {
  if (rows.length === 0) return;
  const names = ['id', 'asset_id', 'advisory_key', 'own_advisory', 'asset_keys', 'class', 'verdict', 'score', 'state', 'waiting', 'remediation', 'cves', 'base_score', 'likelihood', 'exploited', 'epss', 'hours', 'assumed', 'services', 'ssvc', 'assignee', 'due_on', 'fix_available', 'gone', 'found_at', 'changed_at', 'zone', 'search', 'detail', 'hash'];
  const columns = sql.raw(names.join(', ')), set = sql.raw(names.filter((name) => name !== 'id' && name !== 'found_at').map((name) => `${name} = excluded.${name}`).join(', '));
  await sql`
    insert into finding (institution_id, ${columns})
    select ${tx.institutionId}::uuid, ${columns} from jsonb_to_recordset(${storableJson(rows)}::jsonb) as r(id uuid, asset_id text, advisory_key text, own_advisory boolean, asset_keys text[], class text, verdict text, score real,
      state text, waiting boolean, remediation text, cves text[], base_score real, likelihood real, exploited boolean, epss real, hours double precision, assumed boolean, services jsonb, ssvc text, assignee text, due_on text,
      fix_available boolean, gone boolean, found_at timestamptz, changed_at timestamptz, zone text, search text, detail json, hash text)
    on conflict (institution_id, id) do update set ${set}`.execute(open(tx));
  const pairs = rows.flatMap((row) => [...new Set(row.cves)].map((cve) => ({ cve, finding_id: row.id })));
  await sql`delete from finding_cve where finding_id = any(${rows.map((row) => row.id)}::uuid[])`.execute(open(tx));
  await sql`insert into finding_cve (institution_id, cve, finding_id) select ${tx.institutionId}::uuid, cve, finding_id from jsonb_to_recordset(${storableJson(pairs)}::jsonb) as r(cve text, finding_id uuid)`.execute(open(tx));
}

/** Rows that became part of another: two assets turned out to be one. Their decisions stay. */
export async function deleteFindings(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await open(tx).deleteFrom('finding').where('institution_id', '=', tx.institutionId).where('id', '=', sql<string>`any(${[...ids]}::uuid[])`).execute();
}

export async function readFindingZones(tx: Tx): Promise<string[]> {
  return (await open(tx).selectFrom('finding').select('zone').distinct().where('zone', 'is not', null).orderBy('zone').execute()).map((row) => row.zone!);
}

export interface WardRow { readonly zone: string | null; readonly devices: number; readonly affected: number; readonly cannot_tell: number; readonly hours: number }
/** By zone: assets there, and those with a finding in force. An asset that is affected by one advisory and uncertain for another counts as affected. */
export async function readWards(tx: Tx): Promise<WardRow[]> {
  const { rows } = await sql<WardRow>`
    with worst as (select asset_id, bool_or(verdict = 'affected') as affected, sum(hours) as hours from finding where state not in ('gone', 'known_not_affected', 'fixed') group by asset_id)
    select coalesce(asset.ward, asset.zone) as zone, count(*)::int as devices, count(*) filter (where worst.affected)::int as affected, count(*) filter (where not worst.affected)::int as cannot_tell, coalesce(sum(worst.hours), 0) as hours
    from asset left join worst on worst.asset_id = asset.id where not asset.hidden group by 1 order by hours desc, affected desc, 1 nulls last`.execute(open(tx));
  return rows;
}

export interface ServiceHours { readonly id: string; readonly hours: number; readonly findings: number }
/** Care hours at risk by service, of findings in force. */
export async function readServiceHours(tx: Tx): Promise<ServiceHours[]> {
  const { rows } = await sql<ServiceHours>`
    select service.id, sum(service.hours) as hours, count(*)::int as findings from finding, jsonb_to_recordset(finding.services) as service(id text, hours double precision)
    where finding.state not in ('gone', 'known_not_affected', 'fixed') group by service.id`.execute(open(tx));
  return rows;
}

/** Devices with a finding in force, by the worst verdict, and how many findings wait. */
export async function readFindingCounts(tx: Tx): Promise<{ affected: number; cannotTell: number; hours: number; waiting: number }> {
  const { rows } = await sql<{ affected: number; cannot_tell: number; hours: number; waiting: number }>`
    with worst as (select asset_id, bool_or(verdict = 'affected') as affected, sum(hours) as hours from finding where state not in ('gone', 'known_not_affected', 'fixed') group by asset_id)
    select count(*) filter (where affected)::int as affected, count(*) filter (where not affected)::int as cannot_tell, coalesce(sum(hours), 0) as hours, (select count(*)::int from finding where waiting) as waiting from worst`.execute(open(tx));
  const { affected, cannot_tell, hours, waiting } = rows[0]!;
  return { affected, cannotTell: cannot_tell, hours, waiting };
}

// ---- Decisions

export type FindingDecisionRow = Selectable<FindingDecisionTable>;

export async function insertFindingDecisions(tx: Tx, rows: readonly { id: string; findingId: string; content: unknown; byId: string; byName: string; at: Date }[]): Promise<void> {
  if (rows.length === 0) return;
  await open(tx).insertInto('finding_decision').values(rows.map((row) => ({
    institution_id: tx.institutionId, id: row.id, finding_id: row.findingId, content: storableJson(row.content), by_id: row.byId, by_name: row.byName, at: row.at, undone_by: null,
  }))).execute();
}

/** All of the institution, taken back or not, oldest first. */
export async function readFindingDecisions(tx: Tx, findingId?: string): Promise<FindingDecisionRow[]> {
  return open(tx).selectFrom('finding_decision').selectAll().where('institution_id', '=', tx.institutionId).$if(findingId !== undefined, (query) => query.where('finding_id', '=', findingId!)).orderBy('at').orderBy('id').execute();
}

/** False when it was taken back already, or is not there. */
export async function undoFindingDecision(tx: Tx, id: string, { at, by, content }: { at: Date; by: string; content: unknown }): Promise<boolean> {
  const result = await open(tx).updateTable('finding_decision').set({ undone_at: at, undone_by: by, content: storableJson(content) }).where('institution_id', '=', tx.institutionId).where('id', '=', id).where('undone_at', 'is', null).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

// ---- What changed

export type AssessChangeRow = Selectable<AssessChangeTable>;
const CHANGES_KEPT = 5000;

export async function insertAssessChanges(tx: Tx, rows: readonly { id: string; at: Date; code: string; findingId: string | null; advisory: { key: string; own: boolean } | null; alerts: boolean; params: unknown }[]): Promise<void> {
  if (rows.length === 0) return;
  await open(tx).insertInto('assess_change').values(rows.slice(0, CHANGES_KEPT).map((row) => ({
    institution_id: tx.institutionId, id: row.id, at: row.at, code: row.code, finding_id: row.findingId, advisory_key: row.advisory?.key ?? null, own_advisory: row.advisory?.own ?? null, alerts: row.alerts, params: storableJson(row.params),
  }))).execute();
}

/** Newest first. */
export async function readAssessChanges(tx: Tx, { since, advisory, limit }: { since?: Date | null | undefined; advisory?: { key: string; own: boolean } | undefined; limit: number }): Promise<AssessChangeRow[]> {
  return open(tx).selectFrom('assess_change').selectAll().where('institution_id', '=', tx.institutionId)
    .$if(since !== undefined && since !== null, (query) => query.where('at', '>', since!))
    .$if(advisory !== undefined, (query) => query.where('advisory_key', '=', advisory!.key).where('own_advisory', '=', advisory!.own))
    .orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

export async function readVisit(tx: Tx, personId: string): Promise<Date | null> {
  return (await open(tx).selectFrom('visit').select('at').where('institution_id', '=', tx.institutionId).where('person_id', '=', personId).executeTakeFirst())?.at ?? null;
}
export async function markVisit(tx: Tx, personId: string, at: Date): Promise<void> {
  await open(tx).insertInto('visit').values({ institution_id: tx.institutionId, person_id: personId, at }).onConflict((on) => on.columns(['institution_id', 'person_id']).doUpdateSet({ at })).execute();
}

// ---- What was left out

export interface NotListedWrite { readonly assetId: string; readonly advisory: { readonly key: string; readonly own: boolean }; readonly score: number; readonly search: string; readonly detail: unknown }
export async function replaceNotListed(tx: Tx, rows: readonly NotListedWrite[]): Promise<void> {
  await open(tx).deleteFrom('not_listed').where('institution_id', '=', tx.institutionId).execute();
  const BATCH = 5000;
  for (let from = 0; from < rows.length; from += BATCH) {
    const json = rows.slice(from, from + BATCH).map((row, index) => ({ no: from + index, asset_id: row.assetId, advisory_key: row.advisory.key, own_advisory: row.advisory.own, score: row.score, search: fold(row.search).slice(0, 1000), detail: row.detail }));
    await sql`insert into not_listed (institution_id, no, asset_id, advisory_key, own_advisory, score, search, detail)
      select ${tx.institutionId}::uuid, no, asset_id, advisory_key, own_advisory, score, search, detail from jsonb_to_recordset(${storableJson(json)}::jsonb) as r(no int, asset_id text, advisory_key text, own_advisory boolean, score real, search text, detail json)`.execute(open(tx));
  }
}

export interface NotListedRow { readonly asset_id: string; readonly asset_name: string | null; readonly advisory_key: string; readonly own_advisory: boolean; readonly score: number; readonly detail: unknown; readonly tracking_id: string | null; readonly advisory_title: string | null }
/** Closest first. */
export async function readNotListed(tx: Tx, words: readonly string[], limit: number): Promise<{ rows: NotListedRow[]; total: number }> {
  const found = sql.join([sql`true`, ...words.map((word) => sql`strpos(not_listed.search, ${word}) > 0`)], sql` and `);
  const { rows } = await sql<NotListedRow & { total: number }>`
    select count(*) over ()::int as total, not_listed.asset_id, not_listed.advisory_key, not_listed.own_advisory, not_listed.score, not_listed.detail, asset.name as asset_name,
      coalesce(mine.tracking_id, theirs.tracking_id) as tracking_id, coalesce(mine.title, theirs.title) as advisory_title
    from not_listed ${JOINS(sql`not_listed`)} where ${found} order by not_listed.score desc, not_listed.no limit ${limit}`.execute(open(tx));
  return { rows, total: rows[0]?.total ?? 0 };
}
