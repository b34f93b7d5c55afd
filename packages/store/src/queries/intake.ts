/** How advisories came in, what was not usable, and the feeds that may be asked. */
import type { Selectable } from 'kysely';
import type { FeedTable, IntakeTable, QuarantineTable } from '../tables.ts';
import { storableJson, storableText } from '../text.ts';
import { type Tx, open } from '../tx.ts';

export type IntakeRow = Selectable<IntakeTable>;
export type QuarantineRow = Selectable<QuarantineTable>;
export type FeedRow = Selectable<FeedTable>;

export async function insertIntake(tx: Tx, row: { id: string; name: string; kind: 'file' | 'feeds' | 'typed'; at: Date; byId: string; byName: string }): Promise<void> {
  await open(tx).insertInto('intake').values({
    institution_id: tx.institutionId, id: row.id, name: storableText(row.name), at: row.at, by_id: row.byId, by_name: row.byName, kind: row.kind, state: 'waiting', read: 0, added: 0, revised: 0, unchanged: 0, quarantined: 0, error: null,
  }).execute();
}

export interface IntakePatch { readonly state?: 'reading' | 'done' | 'failed'; readonly finishedAt?: Date; readonly read?: number; readonly added?: number; readonly revised?: number; readonly unchanged?: number; readonly quarantined?: number; readonly error?: unknown }

/** Changes an intake that has not ended; false when it has. */
export async function updateIntake(tx: Tx, id: string, { finishedAt, error, ...patch }: IntakePatch): Promise<boolean> {
  const result = await open(tx).updateTable('intake').set({ ...patch, ...(finishedAt ? { finished_at: finishedAt } : {}), ...(error === undefined ? {} : { error: storableJson(error) }) })
    .where('institution_id', '=', tx.institutionId).where('id', '=', id).where('state', 'in', ['waiting', 'reading']).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

export async function readIntake(tx: Tx, id: string): Promise<IntakeRow | undefined> {
  return open(tx).selectFrom('intake').selectAll().where('institution_id', '=', tx.institutionId).where('id', '=', id).executeTakeFirst();
}

/** Newest first. */
export async function readIntakes(tx: Tx, limit: number): Promise<IntakeRow[]> {
  return open(tx).selectFrom('intake').selectAll().where('institution_id', '=', tx.institutionId).orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

export async function insertQuarantine(tx: Tx, rows: readonly { id: string; intakeId: string; file: string; at: Date; reason: unknown; message: string }[]): Promise<void> {
  if (rows.length === 0) return;
  await open(tx).insertInto('quarantine').values(rows.map((row) => ({
    institution_id: tx.institutionId, id: row.id, intake_id: row.intakeId, file: storableText(row.file), at: row.at, reason: storableJson(row.reason), message: storableText(row.message),
  }))).execute();
}

/** Newest first. */
export async function readQuarantine(tx: Tx, limit: number): Promise<QuarantineRow[]> {
  return open(tx).selectFrom('quarantine').selectAll().where('institution_id', '=', tx.institutionId).orderBy('at', 'desc').orderBy('id', 'desc').limit(limit).execute();
}

export async function readFeeds(tx: Tx): Promise<FeedRow[]> { return open(tx).selectFrom('region.feed').selectAll().orderBy('name').orderBy('id').execute(); }

/** Makes known the feeds that the rules name; what people switched on or off stays. For a transaction of the region. */
export async function ensureFeeds(tx: Tx, feeds: readonly { id: string; name: string; kind: string; url: string; enabled: boolean }[]): Promise<void> {
  if (feeds.length === 0) return;
  await open(tx).insertInto('region.feed').values(feeds.map(({ id, name, kind, url, enabled }) => ({ id, name, kind, url, enabled, result: null, documents: 0 })))
    .onConflict((on) => on.column('id').doUpdateSet((eb) => ({ name: eb.ref('excluded.name'), kind: eb.ref('excluded.kind'), url: eb.ref('excluded.url') }))).execute();
}

/** For a transaction of the region; false when there is no such feed. */
export async function updateFeed(tx: Tx, id: string, patch: { enabled?: boolean; askedAt?: Date; result?: unknown; documents?: number }): Promise<boolean> {
  const set = {
    ...(patch.enabled === undefined ? {} : { enabled: patch.enabled }), ...(patch.askedAt === undefined ? {} : { asked_at: patch.askedAt }), ...(patch.documents === undefined ? {} : { documents: patch.documents }),
    ...(patch.result === undefined ? {} : { result: storableJson(patch.result) }),
  };
  return (await open(tx).updateTable('region.feed').set(set).where('id', '=', id).executeTakeFirst()).numUpdatedRows > 0n;
}
