import { type Tx, open } from '../tx.ts';

export interface InstitutionRow { readonly id: string; readonly name: string; readonly example: boolean; readonly revision: number }
export interface PersonRow { readonly id: string; readonly name: string; readonly roles: readonly string[] }

export async function insertInstitution(tx: Tx, row: { name: string; example: boolean; at: Date }): Promise<void> {
  await open(tx).insertInto('institution').values({ id: tx.institutionId, name: row.name, example: row.example, created_at: row.at }).execute();
}

export async function insertPerson(tx: Tx, row: PersonRow & { at: Date }): Promise<void> {
  await open(tx).insertInto('person').values({ institution_id: tx.institutionId, id: row.id, name: row.name, roles: [...row.roles], created_at: row.at }).execute();
}

/** The institution of the transaction. */
export async function readInstitution(tx: Tx): Promise<InstitutionRow | undefined> {
  return open(tx).selectFrom('institution').select(['id', 'name', 'example', 'revision']).where('id', '=', tx.institutionId).executeTakeFirst();
}

export async function readPerson(tx: Tx, id: string): Promise<PersonRow | undefined> {
  return open(tx).selectFrom('person').select(['id', 'name', 'roles']).where('institution_id', '=', tx.institutionId).where('id', '=', id).executeTakeFirst();
}

/** Institutions in which the person of the context holds a role, oldest first. */
export async function readMemberships(tx: Tx, personId: string): Promise<InstitutionRow[]> {
  return open(tx).selectFrom('institution').innerJoin('person', 'person.institution_id', 'institution.id').where('person.id', '=', personId)
    .select(['institution.id', 'institution.name', 'institution.example', 'institution.revision']).orderBy('institution.created_at').orderBy('institution.id').execute();
}

/** Waits for whoever else changes this institution's assets, until the transaction ends. */
export async function lockInstitution(tx: Tx): Promise<void> {
  await open(tx).selectFrom('institution').select('id').where('id', '=', tx.institutionId).forUpdate().executeTakeFirstOrThrow();
}

/** As `lockInstitution`, for a change of what resolution is made from; false when another such change came after `revision` was read. */
export async function beginRevision(tx: Tx, revision: number): Promise<boolean> {
  const result = await open(tx).updateTable('institution').set({ revision: revision + 1 }).where('id', '=', tx.institutionId).where('revision', '=', revision).executeTakeFirst();
  return result.numUpdatedRows > 0n;
}
