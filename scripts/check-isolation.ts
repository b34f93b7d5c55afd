/**
 * `npm run check:isolation`: are institutions kept apart by the database itself? Fills two institutions, probes every tenant table as the
 * application role on each engine, then weakens one policy at a time and demands that each is reported. Exit code 1 when anything leaks.
 */
import { type TableProbe, isTight, probeIsolation } from '@wardkeep/store/isolation-probe';
import { ownerSql } from '@wardkeep/store/store';
import { ENGINES, type EngineName, startEngine } from '@wardkeep/store/testing';

const COLUMNS = ['own', 'read', 'changed', 'deleted', 'planted', 'withoutContext'] as const;

function print(probes: readonly TableProbe[]): void {
  console.log(`  ${'table'.padEnd(16)}${COLUMNS.map((column) => column.padStart(16)).join('')}`);
  for (const probe of probes) console.log(`  ${probe.table.padEnd(16)}${COLUMNS.map((column) => String(probe[column]).padStart(16)).join('')}  ${isTight(probe) ? 'ok' : 'LEAK'}`);
}

/** Opens one table to everybody, asks whether the probe sees it, and closes it again. */
async function weakeningIsSeen(store: Parameters<typeof ownerSql>[0], table: string): Promise<boolean> {
  const [policy] = (await ownerSql(store, 'select pg_get_expr(polqual, polrelid) as using from pg_policy where polrelid = $1::regclass and polname = $2', [table, 'institution'])).rows;
  await ownerSql(store, `alter policy institution on ${table} using (true)`);
  try {
    return (await probeIsolation(store)).some((probe) => probe.table === table && !isTight(probe));
  } finally { await ownerSql(store, `alter policy institution on ${table} using (${String(policy!['using'])})`); }
}

async function check(name: EngineName): Promise<boolean> {
  const engine = await startEngine(name);
  try {
    const store = await engine.open();
    console.log(`${name}, as the application role, two institutions (rows; all but "own" must be 0)`);
    const probes = await probeIsolation(store);
    print(probes);
    const unseen: string[] = [];
    for (const { table } of probes) if (!await weakeningIsSeen(store, table)) unseen.push(table);
    console.log(`  each policy weakened in turn: ${probes.length - unseen.length} of ${probes.length} reported as a leak${unseen.length > 0 ? `, not reported: ${unseen.join(', ')}` : ''}\n`);
    return probes.every(isTight) && unseen.length === 0;
  } finally { await engine.stop(); }
}

let tight = true;
for (const { name, present } of ENGINES) {
  if (present) tight = await check(name) && tight; else console.log(`${name} is not installed: skipped\n`);
}
console.log(tight ? 'No row of another institution can be reached.' : 'ROWS OF ANOTHER INSTITUTION CAN BE REACHED.');
process.exitCode = tight ? 0 : 1;
