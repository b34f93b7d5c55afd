/**
 * Schema `region`: what belongs to no single institution. Advisories and exploit intelligence are public texts that every institution reads and
 * only the centre's use cases write; shared decisions are what an institution itself offers to the others.
 */
import { APPLICATION_ROLE, INSTITUTION } from './tenant.ts';

/** True in a transaction that writes for the region (`TxContext.region`); as a sub-select it is worked out once a query. */
export const FOR_REGION = `(select current_setting('wardkeep.region', true) = 'on')`;

/** Statements that let every institution read a table, and only a transaction for the region write it. */
export function regionTable(table: string): string[] {
  return [
    `alter table region.${table} enable row level security`,
    `alter table region.${table} force row level security`,
    `create policy reading on region.${table} for select using (${INSTITUTION} is not null)`,
    `create policy writing on region.${table} using (${FOR_REGION})`,
    `grant select, insert, update, delete on region.${table} to ${APPLICATION_ROLE}`,
  ];
}

/** Statements that let every institution read a table, and each write its own rows only. */
export function sharedTable(table: string): string[] {
  return [
    `alter table region.${table} enable row level security`,
    `alter table region.${table} force row level security`,
    `create policy reading on region.${table} for select using (${INSTITUTION} is not null)`,
    `create policy writing on region.${table} using (institution_id = ${INSTITUTION})`,
    `grant select, insert, update, delete on region.${table} to ${APPLICATION_ROLE}`,
  ];
}
