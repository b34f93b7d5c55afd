/** Until sign-in exists there is one person on this machine, who may do what an engineer, IT and the head of security may. */
import { newId, type Store } from '@wardkeep/store';
import { insertInstitution, insertPerson, type InstitutionRow, readMemberships, readPerson } from '@wardkeep/store/queries/institutions';
import { AppError } from './errors.ts';
import type { Actor } from './views.ts';

export const LOCAL_PERSON = { id: '00000000-0000-7000-8000-000000000001', name: 'Local user', roles: ['biomedical-engineer', 'it', 'institution-lead', 'administrator'] } as const;

/** The invented region. The ids are fixed so that every installation has the same example. */
export const EXAMPLE_INSTITUTIONS = [
  { folder: 'hospital', id: '00000000-0000-7000-8000-0000000000a1', name: 'Hospital de Valdehoya' },
  { folder: 'social-care', id: '00000000-0000-7000-8000-0000000000a2', name: 'Residencia Los Olmos' },
] as const;

export const readOwn = (store: Store): Promise<InstitutionRow[]> => store.transaction({ institutionId: null, personId: LOCAL_PERSON.id }, (tx) => readMemberships(tx, LOCAL_PERSON.id));

export async function foundInstitution(store: Store, { id = newId(), name, example, at }: { id?: string; name: string; example: boolean; at: Date }): Promise<void> {
  await store.transaction({ institutionId: id }, async (tx) => {
    await insertInstitution(tx, { name, example, at });
    await insertPerson(tx, { ...LOCAL_PERSON, at });
  });
}

export async function actorIn(store: Store, institutionId: string): Promise<Actor> {
  const person = await store.transaction({ institutionId }, (tx) => readPerson(tx, LOCAL_PERSON.id));
  if (!person) throw new AppError('no-institution');
  return { personId: person.id, personName: person.name, institutionId, roles: person.roles };
}
