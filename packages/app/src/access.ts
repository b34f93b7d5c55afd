/** Who may do what: `rules/access.yaml`, read once, asked by every use case. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { AppError } from './errors.ts';
import type { Actor } from './views.ts';

export const USE_CASES = [
  'overview', 'list-assets', 'read-asset', 'read-traffic', 'export-assets', 'correct-asset', 'merge-assets', 'split-asset', 'delete-asset', 'undo-decision',
  'read-imports', 'start-import', 'stop-import', 'read-institution',
  'read-advisories', 'import-advisories', 'write-region', 'update-feeds', 'read-findings', 'decide-finding', 'work-on-finding', 'accept-risk', 'switch-acceptance', 'export-findings', 'read-care', 'edit-care',
] as const;
export type UseCase = (typeof USE_CASES)[number];

export interface AccessTable { readonly roles: ReadonlySet<string>; readonly allowed: ReadonlyMap<UseCase, ReadonlySet<string>> }

/** Reads the table; a row too many, a row too few or an unknown role is a fault and throws. */
export function parseAccess(text: string): AccessTable {
  const { roles, 'use-cases': rows } = parse(text) as { roles: string[]; 'use-cases': Record<string, string[]> };
  const known = new Set(roles);
  for (const [useCase, row] of Object.entries(rows)) {
    if (!(USE_CASES as readonly string[]).includes(useCase)) throw new Error(`access.yaml names a use case that does not exist: ${useCase}.`);
    for (const role of row) if (!known.has(role)) throw new Error(`access.yaml gives ${useCase} to a role that does not exist: ${role}.`);
  }
  return {
    roles: known,
    allowed: new Map(USE_CASES.map((useCase) => {
      const row = rows[useCase];
      if (!row) throw new Error(`access.yaml says nothing about ${useCase}.`);
      return [useCase, new Set(row)];
    })),
  };
}

const TABLE = parseAccess(readFileSync(new URL('../../../rules/access.yaml', import.meta.url), 'utf8'));

/** True when one of the actor's roles may do it. */
export function may(actor: Pick<Actor, 'roles'>, useCase: UseCase, table: AccessTable = TABLE): boolean {
  return actor.roles.some((role) => table.allowed.get(useCase)!.has(role));
}

/** Throws `not-allowed` unless the actor may do it. */
export function demand(actor: Actor, useCase: UseCase): void { if (!may(actor, useCase)) throw new AppError('not-allowed', { useCase }); }
