/** What makes a table a tenant's, as used by migrations 0001 on. Never change it: write a new one and a migration that alters the policies. */

export const APPLICATION_ROLE = 'wardkeep_app';

/**
 * The institution of the transaction; null without a context (after a transaction PostgreSQL leaves '' behind, hence `nullif`). As a sub-select
 * it is worked out once a query; bare, once a row.
 */
export const INSTITUTION = `(select nullif(current_setting('wardkeep.institution', true), '')::uuid)`;
export const PERSON = `(select nullif(current_setting('wardkeep.person', true), '')::uuid)`;

/** Statements that put a table under forced row-level security: rows of the context's institution only, for reading and writing. */
export function tenantTable(table: string, rights: string, column = 'institution_id'): string[] {
  return [
    `alter table ${table} enable row level security`,
    `alter table ${table} force row level security`,
    `create policy institution on ${table} using (${column} = ${INSTITUTION})`,
    `grant ${rights} on ${table} to ${APPLICATION_ROLE}`,
  ];
}
