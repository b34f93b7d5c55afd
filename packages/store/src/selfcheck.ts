/** Runs at every start, as the application role: the store refuses to serve when institutions are not kept apart by the database itself. */
import { type Kysely, sql } from 'kysely';
import { StoreError } from './errors.ts';
import { APPLICATION_ROLE } from './migrations/tenant.ts';
import type { Database } from './tables.ts';

/** Tables that belong to no institution: Kysely's own. */
const GLOBAL = ['kysely_migration', 'kysely_migration_lock'];

/** As PostgreSQL prints the policies of `migrations/tenant.ts` back. */
const INSTITUTION = `( SELECT (NULLIF(current_setting('wardkeep.institution'::text, true), ''::text))::uuid AS "nullif")`;
const PERSON = `( SELECT (NULLIF(current_setting('wardkeep.person'::text, true), ''::text))::uuid AS "nullif")`;
const MEMBERSHIP: Readonly<Record<string, string>> = {
  person: `(id = ${PERSON})`,
  institution: `(EXISTS ( SELECT FROM person WHERE ((person.institution_id = institution.id) AND (person.id = ${PERSON}))))`,
};

const FOR_REGION = `( SELECT (current_setting('wardkeep.region'::text, true) = 'on'::text))`;
const REGION_WRITERS: Readonly<Record<string, string>> = { shared_decision: `(institution_id = ${INSTITUTION})` };

interface TableRow { name: string; owner: string; row_security: boolean; forced: boolean; owned: boolean }
interface PolicyRow { table: string; name: string; command: string; permissive: boolean; using: string | null; check: string | null }

/** Names of the tenant tables: all of schema `public` but Kysely's own. */
export async function tenantTables(db: Kysely<Database>): Promise<string[]> { return (await readTables(db)).map((table) => table.name); }

/** Every fault found, as sentences; empty when institutions are kept apart. `db` must act as the application role. */
export async function isolationFaults(db: Kysely<Database>): Promise<string[]> {
  return [...await roleFaults(db), ...await tableFaults(db), ...await regionFaults(db)];
}

export async function assertIsolation(db: Kysely<Database>): Promise<void> {
  const faults = await isolationFaults(db);
  if (faults.length > 0) throw new StoreError('isolation', `Institutions would not be kept apart, so nothing is served: ${faults.join('; ')}.`);
}

async function roleFaults(db: Kysely<Database>): Promise<string[]> {
  const { rows: [role] } = await sql<{ name: string; super: boolean; bypass: boolean; stronger: string[] }>`
    select rolname as name, rolsuper as super, rolbypassrls as bypass,
      coalesce((select array_agg(other.rolname::text) from pg_roles other where other.oid <> mine.oid and pg_has_role(mine.oid, other.oid, 'member')
        and (other.rolsuper or other.rolbypassrls or other.oid in (select relowner from pg_class where relnamespace = 'public'::regnamespace))), '{}') as stronger
    from pg_roles mine where rolname = current_user`.execute(db);
  if (!role || role.name !== APPLICATION_ROLE) return [`transactions run as ${role?.name ?? 'nobody'}, not as ${APPLICATION_ROLE}`];
  return [
    ...(role.super ? [`${role.name} is a superuser`] : []),
    ...(role.bypass ? [`${role.name} may bypass row-level security`] : []),
    ...role.stronger.map((other) => `${role.name} is a member of ${other}, which row-level security does not bind`),
  ];
}

async function tableFaults(db: Kysely<Database>): Promise<string[]> {
  const tables = await readTables(db), policies = await readPolicies(db, 'public');
  const faults: string[] = [];
  if (tables.length === 0) faults.push('there are no tables');
  for (const table of tables) {
    faults.push(...securityFaults(table));
    const own = policies.filter((policy) => policy.table === table.name);
    if (!own.some((policy) => policy.name === 'institution' && policy.command === '*')) faults.push(`${table.name} has no policy by institution`);
    for (const policy of own) if (policy.permissive && !isExpected(policy)) faults.push(`policy ${policy.name} on ${table.name} is not the one expected: ${policy.using}`);
  }
  return faults;
}

/** Of the region's tables everybody reads everything; what must hold is who writes. */
async function regionFaults(db: Kysely<Database>): Promise<string[]> {
  const tables = await readTables(db, 'region'), policies = await readPolicies(db, 'region'), faults: string[] = [];
  for (const table of tables) {
    faults.push(...securityFaults(table));
    const own = policies.filter((policy) => policy.table === table.name), expected = REGION_WRITERS[table.name] ?? FOR_REGION;
    if (!own.some((policy) => policy.name === 'writing')) faults.push(`region.${table.name} has no policy for writing`);
    for (const { name, command, check, using, permissive } of own) {
      const flat = using?.replace(/\s+/g, ' ');
      const right = check === null && (name === 'reading' ? command === 'r' && flat === `(${INSTITUTION} IS NOT NULL)` : name === 'writing' && command === '*' && flat === expected);
      if (permissive && !right) faults.push(`policy ${name} on region.${table.name} is not the one expected: ${using}`);
    }
  }
  return faults;
}

function securityFaults({ name, row_security, forced, owned }: TableRow): string[] {
  return [
    ...(row_security ? [] : [`${name} has no row-level security`]), ...(forced ? [] : [`${name} does not force row-level security on its owner`]),
    ...(owned ? [`${name} belongs to the application role`] : []),
  ];
}

async function readPolicies(db: Kysely<Database>, schema: 'public' | 'region'): Promise<PolicyRow[]> {
  const { rows } = await sql<PolicyRow>`
    select c.relname::text as "table", p.polname::text as name, p.polcmd::text as command, p.polpermissive as permissive,
      pg_get_expr(p.polqual, p.polrelid) as "using", pg_get_expr(p.polwithcheck, p.polrelid) as "check"
    from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = ${schema}::regnamespace`.execute(db);
  return rows;
}

function isExpected({ table, name, command, using, check }: PolicyRow): boolean {
  const flat = using?.replace(/\s+/g, ' ') ?? '';
  if (name === 'own_membership') return command === 'r' && check === null && flat === MEMBERSHIP[table];
  return name === 'institution' && check === null && flat === `(${table === 'institution' ? 'id' : 'institution_id'} = ${INSTITUTION})`;
}

async function readTables(db: Kysely<Database>, schema: 'public' | 'region' = 'public'): Promise<TableRow[]> {
  const { rows } = await sql<TableRow>`
    select relname::text as name, relowner::regrole::text as owner, relrowsecurity as row_security, relforcerowsecurity as forced, relowner = current_user::regrole as owned
    from pg_class where relnamespace = ${schema}::regnamespace and relkind in ('r', 'p') and relname <> all(${GLOBAL}::text[]) order by relname`.execute(db);
  return rows;
}
