import { sql } from 'kysely';
import { type Tx, open } from '../tx.ts';

export const COVERED = ['role', 'vendor', 'model', 'version', 'zone', 'serial', 'os'] as const;

export interface InventoryCounts {
  readonly assets: number; readonly known: number; readonly medical: number; readonly medicalWithoutVersion: number; readonly conflicts: number; readonly clearText: number;
  /** Assets whose attribute is known with confidence ≥ 70, in the order of `COVERED`. */
  readonly covered: readonly number[];
  readonly withoutZone: number; readonly withoutRoleAndVendor: number; readonly roleOnlyWeak: number; readonly medicalWithoutIdentity: number;
}

/** Everything the overview counts, in one pass over the assets. */
export async function readCounts(tx: Tx): Promise<InventoryCounts> {
  const covered = sql.join(COVERED.map((attribute) => sql`count(*) filter (where ${attribute} = any(known))::int`));
  const { rows: [row] } = await sql<InventoryCounts>`
    select count(*)::int as assets,
      count(*) filter (where 'role' = any(known))::int as known,
      count(*) filter (where medical)::int as medical,
      count(*) filter (where medical and not 'version' = any(known))::int as "medicalWithoutVersion",
      count(*) filter (where conflicts <> '{}')::int as conflicts,
      coalesce(sum(clear_text), 0)::int as "clearText",
      array[${covered}] as covered,
      count(*) filter (where zone is null)::int as "withoutZone",
      count(*) filter (where role is null and vendor is null)::int as "withoutRoleAndVendor",
      count(*) filter (where vendor is not null and not 'role' = any(known))::int as "roleOnlyWeak",
      count(*) filter (where medical and not ('serial' = any(known) and 'model' = any(known)))::int as "medicalWithoutIdentity"
    from asset where not hidden`.execute(open(tx));
  return row!;
}

export async function readRoleCounts(tx: Tx): Promise<{ role: string; count: number }[]> {
  const { rows } = await sql<{ role: string; count: number }>`
    select role, count(*)::int as count from asset where not hidden and role is not null group by role order by count desc, role`.execute(open(tx));
  return rows;
}

export async function readZoneCounts(tx: Tx): Promise<{ zone: string | null; count: number; medical: number }[]> {
  const { rows } = await sql<{ zone: string | null; count: number; medical: number }>`
    select zone, count(*)::int as count, count(*) filter (where medical)::int as medical from asset where not hidden group by zone order by zone nulls last`.execute(open(tx));
  return rows;
}

/** Makers whose medical devices have no known version, most devices first: one letter to each settles them. */
export async function readMakersToAsk(tx: Tx, limit: number): Promise<{ vendor: string; count: number }[]> {
  const { rows } = await sql<{ vendor: string; count: number }>`
    select vendor, count(*)::int as count from asset where not hidden and medical and vendor is not null and not 'version' = any(known)
    group by vendor order by count desc, vendor limit ${limit}`.execute(open(tx));
  return rows;
}
