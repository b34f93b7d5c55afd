import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from './ids.ts';
import { openJobs } from './jobs.ts';
import { insertImport, insertWitnesses, readImport, readLastPermission, readSources, updateImport } from './queries/imports.ts';
import { insertInstitution, readInstitution } from './queries/institutions.ts';
import { openStore, ownerSql, type Store } from './store.ts';
import { ENGINES, preparePglite, startEngine, type TestEngine } from './testing.ts';
import { open } from './tx.ts';

const institution = async (store: Store) => {
  const institutionId = newId();
  await store.transaction({ institutionId }, (tx) => insertInstitution(tx, { name: 'x', example: false, at: new Date() }));
  return institutionId;
};

describe.each(ENGINES)('store on $name', ({ name, present }) => {
  describe.skipIf(!present)(present ? 'present' : `${name} is not installed`, () => {
    let engine: TestEngine, store: Store;
    beforeAll(async () => { engine = await startEngine(name); store = await engine.open({ queryTimeoutMs: 5_000 }); }, 60_000);
    afterAll(async () => { await engine.stop(); }, 60_000);

    it('migrates once: a second opening changes nothing', async () => {
      const url = await engine.databaseUrl(), folder = mkdtempSync(join(tmpdir(), 'wardkeep-test-'));
      try {
        const institutionId = await (async () => { const first = await openStore({ dataDir: folder, databaseUrl: url }); const id = await institution(first); await first.close(); return id; })();
        const second = await openStore({ dataDir: folder, databaseUrl: url });
        expect((await second.transaction({ institutionId }, readInstitution))?.id).toBe(institutionId);
        await second.close();
      } finally { rmSync(folder, { recursive: true, force: true }); }
    });

    it('refuses a database made by a newer version', async () => {
      const url = await engine.databaseUrl(), folder = mkdtempSync(join(tmpdir(), 'wardkeep-test-'));
      try {
        const first = await engine.open({ dataDir: folder, databaseUrl: url });
        await ownerSql(first, `insert into kysely_migration values ('9999-tomorrow', '2030-01-01')`);
        await first.close();
        await expect(openStore({ dataDir: folder, databaseUrl: url })).rejects.toMatchObject({ code: 'database-newer' });
      } finally { rmSync(folder, { recursive: true, force: true }); }
    });

    it('keeps NUL characters and lone surrogates out, and everything else as it was', async () => {
      const institutionId = await institution(store), id = newId();
      const hostile = { value: 'a\0b\ud800c', list: ['\\u0000 stays', 'ő'], nested: { 'k\0': 1 } };
      await store.transaction({ institutionId }, async (tx) => {
        await insertImport(tx, { id, name: 'x\0y\udc00', kind: 'list', requested: 'document', startedAt: new Date(5), bytes: 2 ** 40, byId: newId(), byName: 'x', permission: hostile, sha256: '', place: null });
        await insertWitnesses(tx, id, Array.from({ length: 600 }, (_, no) => ({ no, ...hostile })));
      });
      const row = await store.transaction({ institutionId }, (tx) => readImport(tx, id));
      expect(row).toMatchObject({ name: 'xy\ufffd', bytes: 2 ** 40, started_at: new Date(5) });
      expect(await store.transaction({ institutionId }, readLastPermission)).toEqual({ value: 'ab\ufffdc', list: ['\\u0000 stays', 'ő'], nested: { k: 1 } });
      const [source] = await store.transaction({ institutionId }, readSources);
      expect(source!.witnesses.map((witness) => (witness as { no: number }).no)).toEqual(Array.from({ length: 600 }, (_, no) => no));
    });

    it('changes an import only from the states named', async () => {
      const institutionId = await institution(store), id = newId();
      await store.transaction({ institutionId }, (tx) => insertImport(tx, { id, name: 'x', kind: 'list', requested: 'document', startedAt: new Date(), bytes: 1, byId: newId(), byName: 'x', permission: null, sha256: '', place: null }));
      expect(await store.transaction({ institutionId }, (tx) => updateImport(tx, id, ['reading'], { state: 'done' }))).toBe(false);
      expect(await store.transaction({ institutionId }, (tx) => updateImport(tx, id, ['waiting'], { state: 'failed', error: { code: 'x', params: {} } }))).toBe(true);
      expect(await store.transaction({ institutionId }, (tx) => readImport(tx, id))).toMatchObject({ state: 'failed', error: { code: 'x', params: {} } });
    });

    it('ends a query that takes too long and goes on serving', async () => {
      const slow = await engine.open({ queryTimeoutMs: 500, ...(name === 'PGlite' ? { dataDir: mkdtempSync(join(tmpdir(), 'wardkeep-test-')) } : {}) });
      const institutionId = await institution(slow);
      const started = performance.now();
      await expect(slow.transaction({ institutionId }, (tx) => sql`select count(*) from generate_series(1, 2000000000)`.execute(open(tx)))).rejects.toThrow(/timeout|longer than/);
      expect(performance.now() - started).toBeLessThan(4_000);
      await expect.poll(() => slow.transaction({ institutionId }, readInstitution).then((row) => row?.id, () => null), { timeout: 10_000 }).toBe(institutionId);
    });

    it('sends a job with its transaction or not at all, and finds what a dead process left', async () => {
      const institutionId = await institution(store), errors: Error[] = [];
      const jobs = await openJobs(store, `test-${institutionId}`, (error) => errors.push(error));
      await store.transaction({ institutionId }, (tx) => jobs.send(tx, { importId: 'left' }));
      await expect(store.transaction({ institutionId }, async (tx) => { await jobs.send(tx, { importId: 'never' }); throw new Error('no'); })).rejects.toThrow('no');
      expect(await jobs.takeLeftovers()).toEqual([{ importId: 'left' }]);
      const done: unknown[] = [];
      await jobs.work(async (data) => { done.push(data); });
      await store.transaction({ institutionId }, (tx) => jobs.send(tx, { importId: 'one' }));
      await store.transaction({ institutionId }, (tx) => jobs.send(tx, { importId: 'two' }));
      jobs.wake();
      await expect.poll(() => done.length, { timeout: 5_000 }).toBe(2);
      expect(done).toEqual([{ importId: 'one' }, { importId: 'two' }]);
      await jobs.stop();
      expect(errors).toEqual([]);
    });
  });
});

describe('database addresses that cannot be used', () => {
  const refusal = (databaseUrl: string) => openStore({ dataDir: null, databaseUrl }).then(() => null, (error: Error & { code: string }) => ({ code: error.code, message: error.message }));

  it('says what the address must look like', async () => {
    for (const url of ['mysql://host/db', 'nonsense', 'host:5432/db']) expect(await refusal(url)).toEqual({ code: 'database-url', message: 'DATABASE_URL must look like postgres://user:password@host:5432/database.' });
  });

  it('names the server but never the password', async () => {
    const server = createServer((socket) => socket.destroy());
    const port = await new Promise<number>((resolve) => { server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)); });
    try {
      const answer = await refusal(`postgres://me:s3cret@127.0.0.1:${port}/care`);
      expect(answer).toMatchObject({ code: 'database-unreachable', message: expect.stringContaining(`care on 127.0.0.1:${port} cannot be used`) });
      expect(answer!.message).not.toContain('s3cret');
    } finally { server.close(); }
    expect((await refusal(`postgres://me:s3cret@127.0.0.1:${port}/care`))!.message).toMatch(/ECONNREFUSED.*Check DATABASE_URL\.$/);
  });

  it('opens a folder once: the second opening names the process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wardkeep-test-'));
    await preparePglite(folder);
    const store = await openStore({ dataDir: folder });
    try { await expect(openStore({ dataDir: folder })).rejects.toMatchObject({ code: 'folder-in-use', message: expect.stringContaining(`process ${process.pid}`) }); } finally { await store.close(); rmSync(folder, { recursive: true, force: true }); }
  });
});
