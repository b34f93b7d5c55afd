import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from './ids.ts';
import { FOR_REGION } from './migrations/region.ts';
import { INSTITUTION } from './migrations/tenant.ts';
import { isTight, probeIsolation } from './isolation-probe.ts';
import { insertInstitution, insertPerson, readInstitution, readMemberships } from './queries/institutions.ts';
import { insertImport, readImports } from './queries/imports.ts';
import { isolationFaults } from './selfcheck.ts';
import { openStore, ownerSql, type Store } from './store.ts';
import { ENGINES, startEngine, type TestEngine } from './testing.ts';
import { open, type Tx } from './tx.ts';

const POLICY = `(institution_id = ${INSTITUTION})`;

describe.each(ENGINES)('isolation on $name', ({ name, present }) => {
  describe.skipIf(!present)(present ? 'present' : `${name} is not installed`, () => {
    let engine: TestEngine, store: Store;
    beforeAll(async () => { engine = await startEngine(name); store = await engine.open(); }, 60_000);
    afterAll(async () => { await engine.stop(); }, 60_000);

    const faults = () => store.transaction({ institutionId: null }, (tx) => isolationFaults(open(tx)));

    it('reaches no row of another institution in any table, by reading or writing', async () => {
      const probes = await probeIsolation(store);
      expect(probes.map((probe) => probe.table)).toContain('asset');
      expect(probes.filter((probe) => !isTight(probe))).toEqual([]);
    });

    it.each([
      ['using (true)', 'alter policy institution on asset using (true)'],
      ['a second policy', 'create policy extra on asset for select using (name is not null)'],
      ['no row-level security', 'alter table asset disable row level security'],
    ])('reports a leak and refuses to open when a policy is weakened: %s', async (_, weaken) => {
      await ownerSql(store, weaken);
      try {
        const leaking = (await probeIsolation(store)).filter((probe) => !isTight(probe));
        expect(leaking.map((probe) => probe.table)).toEqual(['asset']);
        expect(leaking[0]!.read).toBeGreaterThan(0);
        expect(await faults()).toHaveLength(1);
      } finally {
        await ownerSql(store, `drop policy if exists extra on asset; alter table asset enable row level security; alter policy institution on asset using ${POLICY}`);
      }
      expect(await faults()).toEqual([]);
    });

    it('fails the positive side when a policy is missing', async () => {
      await ownerSql(store, 'drop policy institution on asset_use');
      try { await expect(probeIsolation(store)).rejects.toThrow(/row-level security/); } finally { await ownerSql(store, `create policy institution on asset_use using ${POLICY}`); }
    });

    it('finds a table that does not force its policy and a role that is too strong', async () => {
      await ownerSql(store, 'alter table decision no force row level security; alter role wardkeep_app bypassrls');
      try {
        expect(await faults()).toEqual(['wardkeep_app may bypass row-level security', 'decision does not force row-level security on its owner']);
      } finally { await ownerSql(store, 'alter table decision force row level security; alter role wardkeep_app nobypassrls'); }
    });

    it('finds a new table that nobody put under row-level security', async () => {
      await ownerSql(store, 'create table forgotten (institution_id uuid)');
      try { expect((await faults()).join()).toContain('forgotten has no row-level security'); } finally { await ownerSql(store, 'drop table forgotten'); }
    });

    it('lets everybody read the region, and only a transaction for the region write it', async () => {
      const institutionId = newId(), row = { cve: 'CVE-2026-0001', probability: 0.5, percentile: 0.9 };
      const write = (region: boolean) => store.transaction({ institutionId, region }, (tx) => open(tx).insertInto('region.exploit_prediction').values(row).execute());
      const read = (id: string | null) => store.transaction({ institutionId: id }, (tx) => open(tx).selectFrom('region.exploit_prediction').select('cve').execute());
      await expect(write(false)).rejects.toThrow(/row-level security/);
      await write(true);
      expect(await read(newId())).toEqual([{ cve: row.cve }]);
      expect(await read(null)).toEqual([]);
      const changed = await store.transaction({ institutionId }, (tx) => open(tx).deleteFrom('region.exploit_prediction').executeTakeFirst());
      expect(changed.numDeletedRows).toBe(0n);
    });

    it('lets an institution share its own decisions only, and change nobody else\'s', async () => {
      const [mine, theirs] = [newId(), newId()];
      const share = (as: string, owner: string) => store.transaction({ institutionId: as }, (tx) => open(tx).insertInto('region.shared_decision').values({
        institution_id: owner, id: newId(), institution: 'Probe', advisory_id: 'A-1', content: '{}', at: new Date(0), expires_on: '2027-01-01',
      }).execute());
      await expect(share(mine, theirs)).rejects.toThrow(/row-level security/);
      await share(theirs, theirs);
      const seen = await store.transaction({ institutionId: mine }, async (tx) => ({
        rows: (await open(tx).selectFrom('region.shared_decision').selectAll().execute()).length,
        gone: (await open(tx).deleteFrom('region.shared_decision').executeTakeFirst()).numDeletedRows,
      }));
      expect(seen).toEqual({ rows: 1, gone: 0n });
    });

    it('finds a table of the region that anybody may write', async () => {
      await ownerSql(store, 'alter policy writing on region.feed using (true)');
      try { expect((await faults()).join()).toContain('policy writing on region.feed is not the one expected'); } finally {
        await ownerSql(store, `alter policy writing on region.feed using (${FOR_REGION})`);
      }
      expect(await faults()).toEqual([]);
    });

    it('keeps 40 concurrent transactions of two institutions apart', async () => {
      const pair = [newId(), newId()];
      for (const institutionId of pair) await store.transaction({ institutionId }, (tx) => insertInstitution(tx, { name: institutionId, example: false, at: new Date() }));
      const turn = async (index: number) => {
        const institutionId = pair[index % 2]!;
        return store.transaction({ institutionId }, async (tx) => {
          await insertImport(tx, { id: newId(), name: institutionId, kind: 'list', requested: 'document', startedAt: new Date(), bytes: 1, byId: newId(), byName: 'x', permission: null, sha256: String(index), place: null });
          await sql`select pg_sleep(0.002)`.execute(open(tx));
          const seen = [(await readInstitution(tx))!.name, ...(await readImports(tx)).map((row) => row.name)];
          return seen.every((each) => each === institutionId) ? seen.length : -1;
        });
      };
      const seen = await Promise.all(Array.from({ length: 40 }, (_, index) => turn(index)));
      expect(seen.filter((count) => count < 2)).toEqual([]);
      expect(await store.transaction({ institutionId: pair[0]! }, (tx) => readImports(tx))).toHaveLength(20);
    });

    it('forgets the institution after commit and after an error', async () => {
      const institutionId = newId();
      await store.transaction({ institutionId }, (tx) => insertInstitution(tx, { name: 'one', example: false, at: new Date() }));
      await expect(store.transaction({ institutionId }, async (tx) => { await sql`select 1 / 0`.execute(open(tx)); })).rejects.toThrow(/division by zero/);
      for (let i = 0; i < 12; i++) {
        const { rows } = await store.transaction({ institutionId: null }, (tx) => sql<{ name: string }>`select name from institution`.execute(open(tx)));
        expect(rows).toEqual([]);
      }
    });

    it('shows a person her own memberships and no others', async () => {
      const [personId, otherId, first, second] = [newId(), newId(), newId(), newId()];
      for (const [institutionId, id] of [[first, personId], [second, otherId]] as const) {
        await store.transaction({ institutionId }, async (tx) => {
          await insertInstitution(tx, { name: institutionId, example: false, at: new Date() });
          await insertPerson(tx, { id, name: 'x', roles: ['staff'], at: new Date() });
        });
      }
      const memberships = await store.transaction({ institutionId: null, personId }, (tx) => readMemberships(tx, personId));
      expect(memberships.map((row) => row.id)).toEqual([first]);
      expect(await store.transaction({ institutionId: null, personId }, (tx) => readMemberships(tx, otherId))).toEqual([]);
    });

    it('writes nothing when the body throws, even when an error was swallowed', async () => {
      const institutionId = newId();
      const body = async (tx: Tx) => {
        await insertInstitution(tx, { name: 'half', example: false, at: new Date() });
        await sql`select no_such_column`.execute(open(tx)).catch(() => {});
      };
      await store.transaction({ institutionId }, body).catch(() => {});
      expect(await store.transaction({ institutionId }, readInstitution)).toBeUndefined();
    });

    it('refuses a transaction within a transaction, and a Tx after its end', async () => {
      await expect(store.transaction({ institutionId: null }, () => store.transaction({ institutionId: null }, async () => 1))).rejects.toThrow(/from within a transaction/);
      const leaked = await store.transaction({ institutionId: newId() }, async (tx) => tx);
      await expect(readImports(leaked)).rejects.toThrow(/after its end/);
    });

    it('refuses a context that is no UUID', async () => {
      await expect(store.transaction({ institutionId: `x' or true --` }, async () => 1)).rejects.toThrow(/needs UUIDs/);
    });
  });
});

it('refuses to serve a database whose isolation was weakened', async () => {
  const engine = await startEngine('PGlite');
  try {
    const first = await engine.open();
    await ownerSql(first, 'alter policy institution on asset using (true)');
    const faults = await first.transaction({ institutionId: null }, (tx) => isolationFaults(open(tx)));
    expect(faults).toEqual(['policy institution on asset is not the one expected: true']);
    const { mkdtempSync } = await import('node:fs');
    const { tmpdir } = await import('node:os');
    const folder = mkdtempSync(`${tmpdir()}/wardkeep-test-`);
    const second = await engine.open({ dataDir: folder });
    await ownerSql(second, 'alter policy institution on import using (true)');
    await second.close();
    await expect(openStore({ dataDir: folder })).rejects.toMatchObject({ code: 'isolation', message: expect.stringContaining('policy institution on import') });
  } finally { await engine.stop(); }
});
