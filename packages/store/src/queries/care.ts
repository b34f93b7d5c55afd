/** Care services, what an assessment was made from, and decisions that institutions offer to each other. */
import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { AssessStateTable, CareServiceTable, SharedDecisionTable } from '../tables.ts';
import { storableJson, storableText } from '../text.ts';
import { type Tx, open } from '../tx.ts';

export type CareServiceRow = Selectable<CareServiceTable>;

/** In the order in which they were named. */
export async function readCareServices(tx: Tx): Promise<CareServiceRow[]> {
  return open(tx).selectFrom('care_service').selectAll().where('institution_id', '=', tx.institutionId).orderBy('created_at').orderBy('id').execute();
}
export async function writeCareService(tx: Tx, { id, name, content, at }: { id: string; name: string; content: unknown; at: Date }): Promise<void> {
  const values = { name: storableText(name), content: storableJson(content) };
  await open(tx).insertInto('care_service').values({ institution_id: tx.institutionId, id, ...values, created_at: at }).onConflict((on) => on.columns(['institution_id', 'id']).doUpdateSet(values)).execute();
}
/** False when it is not there. */
export async function deleteCareService(tx: Tx, id: string): Promise<boolean> {
  return (await open(tx).deleteFrom('care_service').where('institution_id', '=', tx.institutionId).where('id', '=', id).executeTakeFirst()).numDeletedRows > 0n;
}

export type AssessStateRow = Pick<Selectable<AssessStateTable>, 'accept' | 'assessed_at' | 'asked_at' | 'stats'>;
export async function readAssessState(tx: Tx): Promise<AssessStateRow> {
  return await open(tx).selectFrom('assess_state').select(['accept', 'assessed_at', 'asked_at', 'stats']).where('institution_id', '=', tx.institutionId).executeTakeFirst() ?? { accept: false, assessed_at: null, asked_at: null, stats: null };
}
export async function patchAssessState(tx: Tx, { stats, ...patch }: { accept?: boolean; assessed_at?: Date; asked_at?: Date; stats?: unknown }): Promise<void> {
  const set = { ...patch, ...(stats === undefined ? {} : { stats: storableJson(stats) }) };
  await open(tx).insertInto('assess_state').values({ institution_id: tx.institutionId, accept: false, stats: null, ...set }).onConflict((on) => on.column('institution_id').doUpdateSet(set)).execute();
}

export type SharedDecisionRow = Selectable<SharedDecisionTable>;
export async function insertSharedDecision(tx: Tx, { content, ...row }: Omit<SharedDecisionRow, 'institution_id'>): Promise<void> {
  await open(tx).insertInto('region.shared_decision').values({ ...row, institution_id: tx.institutionId, content: storableJson(content) }).execute();
}
/** What was offered is withdrawn when its decision is taken back. */
export async function deleteSharedDecision(tx: Tx, id: string): Promise<void> {
  await open(tx).deleteFrom('region.shared_decision').where('institution_id', '=', tx.institutionId).where('id', '=', id).execute();
}
/** Others' offers about these advisories that have not expired. */
export async function readOffers(tx: Tx, advisoryIds: readonly string[], today: string): Promise<SharedDecisionRow[]> {
  return open(tx).selectFrom('region.shared_decision').selectAll().where('advisory_id', '=', sql<string>`any(${[...advisoryIds]}::text[])`).where('institution_id', '<>', tx.institutionId).where('expires_on', '>=', today).orderBy('at', 'desc').execute();
}
