import type { Selectable } from 'kysely';
import type { DecisionTable } from '../tables.ts';
import { storableJson, storableText } from '../text.ts';
import { type Tx, open } from '../tx.ts';

export type DecisionRow = Selectable<DecisionTable>;

export interface NewDecision {
  readonly id: string; readonly kind: 'correct' | 'merge' | 'split' | 'delete'; readonly assetId: string;
  /** Identity keys of the assets meant, strongest first, one list an asset. */
  readonly parts: readonly (readonly string[])[];
  readonly attribute: string | null; readonly value: string | null; readonly addresses: readonly string[]; readonly reason: string; readonly byId: string; readonly byName: string; readonly at: Date;
}

export async function insertDecision(tx: Tx, row: NewDecision): Promise<DecisionRow> {
  return open(tx).insertInto('decision').values({
    institution_id: tx.institutionId, id: row.id, kind: row.kind, asset_id: row.assetId, parts: storableJson(row.parts), attribute: row.attribute,
    value: row.value === null ? null : storableText(row.value), addresses: [...row.addresses], reason: storableText(row.reason), by_id: row.byId, by_name: row.byName, at: row.at,
  }).returningAll().executeTakeFirstOrThrow();
}

/** Marks a decision as taken back; undefined when it was already, or is not there. */
export async function undoDecision(tx: Tx, id: string, at: Date, by: string): Promise<DecisionRow | undefined> {
  return open(tx).updateTable('decision').set({ undone_at: at, undone_by: by }).where('institution_id', '=', tx.institutionId).where('id', '=', id).where('undone_at', 'is', null).returningAll().executeTakeFirst();
}

export async function readDecision(tx: Tx, id: string): Promise<DecisionRow | undefined> {
  return open(tx).selectFrom('decision').selectAll().where('institution_id', '=', tx.institutionId).where('id', '=', id).executeTakeFirst();
}

/** All decisions in force, oldest first. */
export async function readDecisions(tx: Tx): Promise<DecisionRow[]> {
  return open(tx).selectFrom('decision').selectAll().where('institution_id', '=', tx.institutionId).where('undone_at', 'is', null).orderBy('at').orderBy('id').execute();
}

/** Decisions about one asset, taken back or not, oldest first. */
export async function readDecisionsOf(tx: Tx, assetId: string): Promise<DecisionRow[]> {
  return open(tx).selectFrom('decision').selectAll().where('institution_id', '=', tx.institutionId).where('asset_id', '=', assetId).orderBy('at').orderBy('id').execute();
}

/** Decisions follow their asset when it gets another id (after a merge by itself: a list joined what captures had seen apart). */
export async function moveDecisions(tx: Tx, from: string, to: string): Promise<void> {
  await open(tx).updateTable('decision').set({ asset_id: to }).where('institution_id', '=', tx.institutionId).where('asset_id', '=', from).execute();
}
