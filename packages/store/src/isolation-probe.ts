/**
 * Asks the database itself whether institutions are kept apart: fills two of them with a row in every tenant table, then tries, as the
 * application role, to read, change, delete and plant rows of the other, and to read anything without a context.
 */
import { sql } from 'kysely';
import { newId } from './ids.ts';
import { insertDecision } from './queries/decisions.ts';
import { insertChanges, insertImport, insertWarnings, insertWitnesses, rememberListMapping } from './queries/imports.ts';
import { insertInstitution, insertPerson } from './queries/institutions.ts';
import { writeAssets, writeUses } from './queries/inventory.ts';
import { tenantTables } from './selfcheck.ts';
import type { Store } from './store.ts';
import { type Tx, open } from './tx.ts';

export interface TableProbe {
  readonly table: string;
  /** Rows of the own institution seen with its context: at least one, or the probe proves nothing. */
  readonly own: number;
  /** Rows of the other institution that could be read, changed, deleted or planted. */
  readonly read: number; readonly changed: number; readonly deleted: number; readonly planted: number;
  /** Rows seen without a context. */
  readonly withoutContext: number;
}

/** True when nothing of another institution could be reached. */
export function isTight(probe: TableProbe): boolean {
  return probe.own > 0 && probe.read + probe.changed + probe.deleted + probe.planted + probe.withoutContext === 0;
}

/** Fills both institutions and probes each tenant table from both sides. */
export async function probeIsolation(store: Store): Promise<TableProbe[]> {
  const pair = [await fillInstitution(store), await fillInstitution(store)] as const;
  const tables = await store.transaction({ institutionId: null }, (tx) => tenantTables(open(tx)));
  const probes: TableProbe[] = [];
  for (const table of tables) {
    const sides = [await probeTable(store, table, pair[0], pair[1]), await probeTable(store, table, pair[1], pair[0])] as const;
    const sum = (key: Exclude<keyof TableProbe, 'table'>) => sides[0][key] + sides[1][key];
    probes.push({ table, own: Math.min(sides[0].own, sides[1].own), read: sum('read'), changed: sum('changed'), deleted: sum('deleted'), planted: sum('planted'), withoutContext: sum('withoutContext') });
  }
  return probes;
}

async function probeTable(store: Store, table: string, mine: string, theirs: string): Promise<TableProbe> {
  const name = sql.table(table), owner = sql.ref(table === 'institution' ? 'id' : 'institution_id');
  const count = (tx: Tx, where = sql`true`) => sql<{ count: number }>`select count(*)::int as count from ${name} where ${where}`.execute(open(tx)).then((result) => result.rows[0]!.count);
  return {
    table,
    own: await store.transaction({ institutionId: mine }, (tx) => count(tx, sql`${owner} = ${mine}`)),
    read: await store.transaction({ institutionId: mine }, (tx) => count(tx, sql`${owner} <> ${mine}`)),
    changed: await attempt(store, mine, async (tx) => affected(tx, sql`update ${name} set ${owner} = ${owner} where ${owner} = ${theirs}`)),
    deleted: await attempt(store, mine, async (tx) => affected(tx, sql`delete from ${name} where ${owner} = ${theirs}`)),
    planted: await attempt(store, mine, async (tx) => affected(tx, sql`insert into ${name} select (jsonb_populate_record(r, jsonb_build_object(${table === 'institution' ? 'id' : 'institution_id'}::text, ${newId()}::text))).* from ${name} r limit 1`)),
    withoutContext: await store.transaction({ institutionId: null }, (tx) => count(tx)),
  };
}

async function affected(tx: Tx, statement: ReturnType<typeof sql>): Promise<number> { return Number((await statement.execute(open(tx))).numAffectedRows ?? 0n); }

class Rollback extends Error {}
/** Insufficient privilege: a missing grant, or a row that the policy does not admit. Foreign key: the row got past the policy. */
const REFUSED = '42501', FOREIGN_KEY = '23503';

/** Rows that a write reached; what it did is rolled back. */
async function attempt(store: Store, institutionId: string, write: (tx: Tx) => Promise<number>): Promise<number> {
  let reached = 0;
  try {
    await store.transaction({ institutionId }, async (tx) => { reached = await write(tx); throw new Rollback(); });
  } catch (error) {
    if (error instanceof Rollback || (error as { code?: string }).code === REFUSED) return reached;
    if ((error as { code?: string }).code === FOREIGN_KEY) return 1;
    throw error;
  }
  return reached;
}

async function fillInstitution(store: Store): Promise<string> {
  const institutionId = newId(), personId = newId(), importId = newId(), at = new Date(0);
  await store.transaction({ institutionId }, async (tx) => {
    await insertInstitution(tx, { name: 'Probe', example: true, at });
    await insertPerson(tx, { id: personId, name: 'Probe', roles: ['staff'], at });
    await insertImport(tx, { id: importId, name: 'probe.pcap', kind: 'capture', requested: 'capture', startedAt: at, bytes: 1, byId: personId, byName: 'Probe', permission: null, sha256: '', place: null });
    await insertWarnings(tx, importId, [{ code: 'probe', message: 'probe', frame: null, offset: null, count: 1 }]);
    await insertChanges(tx, importId, [{ kind: 'new', assetId: 'probe-asset', name: 'probe', attribute: null, before: null, after: null }]);
    await insertWitnesses(tx, importId, [{ probe: true }]);
    await writeAssets(tx, [{
      columns: {
        id: 'probe-asset', name: 'probe', role: 'ct', vendor: null, model: null, product: null, version: null, zone: null, ward: null, confidence: 90, name_key: 'probe', vendor_key: null, version_key: null, zone_key: null,
        medical: true, level: 'low', conflicts: [], decided: [], ips: [], first_seen: null, last_seen: null, known: [], clear_text: 0, search: 'probe', hidden: false,
      }, machine: {}, hash: '', keys: ['probe:1'],
    }]);
    await writeUses(tx, ['probe-asset'], [{ client: 'probe-asset', serverAddress: '192.0.2.1', port: 104, protocol: 'dicom', encrypted: false, server: null, count: 1, attributes: {} }]);
    await insertDecision(tx, { id: newId(), kind: 'delete', assetId: 'probe-asset', parts: [['probe:1']], attribute: null, value: null, addresses: [], reason: 'probe', byId: personId, byName: 'Probe', at });
    await rememberListMapping(tx, { fingerprint: 'probe', columns: [], at, byId: personId });
    await fillAssess(tx, { personId, importId, at });
  });
  return institutionId;
}

/** A row in each table of ASSESS, in plain SQL: what the probe needs is that the row is there. */
async function fillAssess(tx: Tx, { personId, importId, at }: { personId: string; importId: string; at: Date }): Promise<void> {
  const db = open(tx), mine = { institution_id: tx.institutionId }, [finding, intake] = [newId(), newId()], nothing = '{}';
  await db.insertInto('import_component').values({ ...mine, import_id: importId, content: '[]' }).execute();
  await db.insertInto('advisory').values({
    ...mine, key: 'probe', tracking_id: 'P-1', publisher: 'Probe', title: 'Probe', format: 'manual', revision: '1', state: 'final', received_at: at, base_score: null, severity: null, cves: [], search: '',
    content: nothing, hash: '', warnings: '[]', checked: nothing,
  }).execute();
  await db.insertInto('advisory_cve').values({ ...mine, cve: 'CVE-0000-0000', key: 'probe' }).execute();
  await db.insertInto('intake').values({ ...mine, id: intake, name: 'probe', at, by_id: personId, by_name: 'Probe', kind: 'file', state: 'done', read: 0, added: 0, revised: 0, unchanged: 0, quarantined: 0, error: null }).execute();
  await db.insertInto('quarantine').values({ ...mine, id: newId(), intake_id: intake, file: 'probe', at, reason: nothing, message: 'probe' }).execute();
  await db.insertInto('finding').values({
    ...mine, id: finding, asset_id: 'probe-asset', advisory_key: 'probe', own_advisory: true, asset_keys: [], class: '', verdict: 'affected', score: 1, state: 'open', waiting: true, remediation: 'not_remediated', cves: [], base_score: null,
    likelihood: 0, exploited: false, epss: null, hours: 0, assumed: false, services: '[]', ssvc: 'track', assignee: null, due_on: null, fix_available: false, gone: false, found_at: at, changed_at: at, zone: null, search: '', detail: nothing, hash: '',
  }).execute();
  await db.insertInto('finding_cve').values({ ...mine, cve: 'CVE-0000-0000', finding_id: finding }).execute();
  await db.insertInto('finding_decision').values({ ...mine, id: newId(), finding_id: finding, content: nothing, by_id: personId, by_name: 'Probe', at, undone_by: null }).execute();
  await db.insertInto('assess_change').values({ ...mine, id: newId(), at, code: 'new-finding', finding_id: finding, advisory_key: null, own_advisory: null, alerts: true, params: nothing }).execute();
  await db.insertInto('not_listed').values({ ...mine, no: 1, asset_id: 'probe-asset', advisory_key: 'probe', own_advisory: true, score: 0, search: '', detail: nothing }).execute();
  await db.insertInto('care_service').values({ ...mine, id: newId(), name: 'probe', content: nothing, created_at: at }).execute();
  await db.insertInto('assess_state').values({ ...mine, accept: false, stats: null }).execute();
  await db.insertInto('visit').values({ ...mine, person_id: personId, at }).execute();
}
