import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { resolve } from '@wardkeep/loop/see/resolve/index';
import type { MappingProposal } from '@wardkeep/model';
import { ENGINES, preparePglite, startEngine, type TestEngine } from '@wardkeep/store/testing';
import { seriesOf } from './imports.ts';
import { bytesOf, claim, fresh, importText, openTestApp, PERMISSION, service, type TestApp, untilRest, uses, witness } from './testing.ts';

const CT = witness({ macs: ['00:1a:2b:00:00:01'], ips: ['10.2.0.7'], claims: [claim('role', 'ct'), claim('vendor', 'Siemens Healthineers'), claim('version', 'VA40A')], services: [service(104, 'dicom')], clientOf: [uses('dicom', '10.2.0.9', 11112)] });
const PACS = witness({ macs: ['00:1a:2b:00:00:02'], ips: ['10.2.0.9'], claims: [claim('role', 'pacs'), claim('hostname', 'pacs01')], services: [service(11112, 'dicom')] });

describe.each(ENGINES)('imports on $name', ({ name, present }) => {
  describe.skipIf(!present)(present ? 'present' : `${name} is not installed`, () => {
    let engine: TestEngine, shared: TestApp, test: TestApp;
    beforeAll(async () => { engine = await startEngine(name); shared = await openTestApp(engine); }, 60_000);
    afterAll(async () => { await shared.close(); await engine.stop(); }, 60_000);
    beforeEach(async () => { test = await fresh(shared); });

    it('reads a capture into an explained inventory and discards the file', async () => {
      const { app, actor } = test;
      const done = await importText(test, 'monday.pcap', { witnesses: [CT, PACS] });
      expect(done).toMatchObject({ state: 'done', kind: 'capture', assets: 2, frames: 10, by: 'Local user', error: null });
      expect(test.incoming()).toEqual([]);
      const report = await app.import(actor, done.id);
      expect(report).toMatchObject({ changeCounts: { new: 2, changed: 0, gone: 0, unchanged: 0 }, permission: PERMISSION, warnings: [{ code: 'test-warning', frame: 3, offset: 40, count: 2 }] });
      const { rows, total, all, roles } = await app.listAssets(actor, {});
      expect({ total, all, roles }).toEqual({ total: 2, all: 2, roles: ['ct', 'pacs'] });
      const ct = await app.asset(actor, rows.find((row) => row.role === 'ct')!.id);
      expect(ct.attributes.find((attribute) => attribute.attribute === 'vendor')).toMatchObject({ value: 'Siemens Healthineers', confidence: 95, evidence: [{ sourceName: 'monday.pcap', sourceKind: 'capture', importId: done.id, positions: [1] }] });
      expect(ct.peers).toMatchObject([{ direction: 'out', protocol: 'dicom', port: 11112, role: 'pacs', name: 'pacs01', encrypted: false }]);
      expect(ct.emdn).toBe('Z110306');
      const pacs = await app.asset(actor, rows.find((row) => row.role === 'pacs')!.id);
      expect(pacs.peers).toMatchObject([{ direction: 'in', assetId: ct.id }]);
      expect(await app.traffic(actor)).toMatchObject([{ protocol: 'dicom', encrypted: false, clients: 1, servers: 1, medical: true }]);
      expect(await app.lastPermission(actor)).toEqual(PERMISSION);
      const overview = await app.overview(actor);
      expect(overview).toMatchObject({ assets: 2, known: 2, medical: 2, medicalWithoutVersion: 1, clearTextMedicalServices: 2, conflicts: 0, lastImport: { id: done.id } });
      expect(overview.nextSteps.map((step) => step.kind)).toContain('import-list');
    });

    it('updates at the next import and never doubles: new, changed, gone, unchanged', async () => {
      const { app, actor } = test;
      await importText(test, 'monday.pcap', { witnesses: [CT, PACS, witness({ macs: ['00:1a:2b:00:00:03'], ips: ['10.2.0.11'], claims: [claim('hostname', 'old')] })] });
      const again = await importText(test, 'monday-again.pcap', { witnesses: [CT, PACS, witness({ macs: ['00:1a:2b:00:00:03'], ips: ['10.2.0.11'], claims: [claim('hostname', 'old')] })] });
      expect((await app.import(actor, again.id)).changeCounts).toEqual({ new: 0, changed: 0, gone: 0, unchanged: 3 });
      const moved = { ...CT, claims: [claim('role', 'ct'), claim('vendor', 'Siemens Healthineers'), claim('version', 'VA50A', { lastSeen: 2e15, firstSeen: 2e15 }), claim('model', 'SOMATOM go.Top')] };
      const next = await app.import(actor, (await importText(test, 'tuesday.pcap', { witnesses: [moved, PACS, witness({ macs: ['00:1a:2b:00:00:04'], ips: ['10.2.0.12'] })] })).id);
      expect(next.changeCounts).toEqual({ new: 1, changed: 1, gone: 1, unchanged: 1 });
      expect(next.changes).toContainEqual(expect.objectContaining({ kind: 'changed', attribute: 'model', before: null, after: 'SOMATOM go.Top' }));
      expect(next.changes.filter((change) => change.kind === 'gone').map((change) => change.name)).toEqual(['old']);
      expect((await app.listAssets(actor, {})).all).toBe(4);
      // Another place is compared with nothing.
      const elsewhere = await importText(test, 'elsewhere.pcap', { witnesses: [PACS] }, { permission: { ...PERMISSION, place: 'ICU' } });
      expect((await app.import(actor, elsewhere.id)).changeCounts).toEqual({ new: 0, changed: 0, gone: 0, unchanged: 1 });
    });

    it('takes the same bytes twice for one source', async () => {
      const { app, actor } = test;
      const first = await importText(test, 'a.pcap', { witnesses: [CT] }), second = await importText(test, 'b.pcap', { witnesses: [CT] });
      const { rows } = await app.listAssets(actor, {});
      expect(rows).toHaveLength(1);
      const vendor = (await app.asset(actor, rows[0]!.id)).attributes.find((attribute) => attribute.attribute === 'vendor')!;
      expect(vendor.evidence.map((evidence) => evidence.importId)).toEqual([second.id]);
      expect((await app.import(actor, first.id)).state).toBe('done');
    });

    it('keeps the id of an asset whose identity becomes stronger', async () => {
      const { app, actor } = test;
      await importText(test, 'one.pcap', { witnesses: [witness({ ips: ['10.2.0.7'], claims: [claim('hostname', 'ct01'), claim('os', 'Windows 10')] })] });
      const before = (await app.listAssets(actor, {})).rows[0]!.id;
      await importText(test, 'two.pcap', { witnesses: [witness({ macs: ['00:1a:2b:00:00:01'], ips: ['10.2.0.7'], claims: [claim('hostname', 'ct01'), claim('os', 'Windows 10'), claim('serial', 'SN1')] })] });
      const { rows } = await app.listAssets(actor, {});
      expect(rows.map((row) => row.id)).toContain(before);
      expect((await app.asset(actor, before)).attributes.find((attribute) => attribute.attribute === 'serial')?.value).toBe('SN1');
    });

    it('asks for the columns of a list once and remembers them by the headers', async () => {
      const { app, actor } = test;
      const proposal: MappingProposal = { sheet: 'Equipos', headerLine: 1, rows: 1, columns: [{ index: 0, header: 'Nº', field: 'inventoryNumber', sure: false, samples: ['1'] }] };
      const list = (serial: string) => ({ answer: { kind: 'needs-mapping', proposal, fingerprint: 'nº|marca' } as const, mapped: [witness({ claims: [claim('serial', serial), claim('vendor', 'Mindray')], firstSeen: null, lastSeen: null, count: 1 })] });
      const first = await importText(test, 'equipos 2026-10.xlsx', list('DE1234567'), { kind: 'document' });
      expect(first).toMatchObject({ state: 'needs-mapping', kind: 'list' });
      expect((await app.import(actor, first.id)).mapping).toEqual(proposal);
      expect(test.incoming()).toHaveLength(1);
      await expect(app.confirmMapping(actor, first.id, [])).rejects.toMatchObject({ code: 'mapping-invalid' });
      await app.confirmMapping(actor, first.id, [{ index: 0, field: 'serial' }, { index: 1, field: 'vendor' }]);
      expect((await untilRest(test, first.id)).state).toBe('done');
      await expect(app.confirmMapping(actor, first.id, [{ index: 0, field: 'serial' }])).rejects.toMatchObject({ code: 'mapping-not-expected' });
      const second = await importText(test, 'equipos 2026-11.xlsx', list('DE7654321'), { kind: 'document' });
      expect(second.state).toBe('done');
      expect((await app.import(actor, second.id)).changeCounts).toMatchObject({ new: 1, gone: 1 });
      expect(test.incoming()).toEqual([]);
    });

    it('keeps nothing of what is refused, faulty, stopped or cut off, and says why', async () => {
      const { app, actor } = test;
      const refused = await importText(test, 'holiday.jpg', { answer: { kind: 'refused', error: { code: 'not-a-capture', params: { found: 'a JPEG picture' } } } });
      expect(refused).toMatchObject({ state: 'failed', error: { code: 'not-a-capture', params: { found: 'a JPEG picture' } } });
      expect(await importText(test, 'x.pcap', 'fault')).toMatchObject({ state: 'failed', error: { code: 'import-fault' } });
      const { id } = await app.startImport(actor, { name: 'long.pcap', stream: bytesOf('hang'), bytes: null }, { kind: 'capture', permission: PERMISSION });
      await expect.poll(() => app.import(actor, id).then((report) => report.state), { interval: 20 }).toBe('reading');
      expect(test.incoming()).toHaveLength(1);
      expect((await app.stopImport(actor, id)).state).toBe('stopped');
      await expect(app.stopImport(actor, id)).rejects.toMatchObject({ code: 'import-not-stoppable', params: { state: 'stopped' } });
      const broken = async function* () { yield Buffer.from('half'); throw Object.assign(new Error('aborted'), { code: 'ECONNRESET' }); };
      for (const [file, code] of [
        [{ name: 'empty.pcap', stream: bytesOf(''), bytes: 0 }, 'upload-empty'], [{ name: 'short.pcap', stream: bytesOf('half'), bytes: 9 }, 'upload-incomplete'],
        [{ name: 'cut.pcap', stream: broken(), bytes: null }, 'upload-incomplete'], [{ name: 'huge.pcap', stream: bytesOf('x'), bytes: Number.MAX_SAFE_INTEGER }, 'upload-disk-full'],
      ] as const) await expect(app.startImport(actor, file, { kind: 'capture', permission: PERMISSION })).rejects.toMatchObject({ code });
      await expect(app.startImport(actor, { name: 'x.pcap', stream: bytesOf('x'), bytes: 1 }, { kind: 'capture', permission: null })).rejects.toMatchObject({ code: 'permission-missing', status: 400 });
      await expect.poll(() => test.incoming()).toEqual([]);
      expect((await app.listAssets(actor, {})).all).toBe(0);
      expect(await app.imports(actor)).toHaveLength(3);
    });

    it('goes on with the next import after a stop, in the order of arrival', async () => {
      const { app, actor } = test;
      const long = await app.startImport(actor, { name: 'long.pcap', stream: bytesOf('hang'), bytes: null }, { kind: 'capture', permission: PERMISSION });
      const next = await app.startImport(actor, { name: 'next.pcap', stream: bytesOf(JSON.stringify({ witnesses: [CT] })), bytes: null }, { kind: 'capture', permission: PERMISSION });
      const never = await app.startImport(actor, { name: 'never.pcap', stream: bytesOf('hang'), bytes: null }, { kind: 'capture', permission: PERMISSION });
      await app.stopImport(actor, never.id);
      await expect.poll(() => app.import(actor, long.id).then((report) => report.state), { interval: 20 }).toBe('reading');
      await app.stopImport(actor, long.id);
      expect((await untilRest(test, next.id)).state).toBe('done');
      await expect.poll(() => test.incoming()).toEqual([]);
      expect((await app.import(actor, never.id)).state).toBe('stopped');
    });

    it('keeps the file only when the permission record asks for it', async () => {
      await importText(test, 'kept.pcap', { witnesses: [CT] }, { permission: { ...PERMISSION, keepFile: true } });
      expect(test.incoming()).toEqual([]);
      expect(readdirSync(join(test.folder, 'kept'))).toHaveLength(1);
    });

    it('gives progress that ends with the resting state', async () => {
      const { app, actor } = test;
      const { id } = await app.startImport(actor, { name: 'a.pcap', stream: bytesOf(JSON.stringify({ witnesses: [CT] })), bytes: null }, { kind: 'capture', permission: PERMISSION });
      const seen = [];
      for await (const progress of app.progress(actor, id, AbortSignal.timeout(20_000))) seen.push(progress);
      expect(seen.at(-1)).toMatchObject({ importId: id, state: 'done', assets: 1, message: null });
      const later = [];
      for await (const progress of app.progress(actor, id, AbortSignal.timeout(20_000))) later.push(progress.state);
      expect(later).toEqual(['done']);
    });

    it('leaves a clean database after kill -9: the import failed, can be repeated, and its file is gone', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'wardkeep-kill-')), databaseUrl = await engine.databaseUrl();
      if (databaseUrl === null) await preparePglite(folder);
      const script = `
        const { openTestApp, bytesOf, PERMISSION, importText } = await import(${JSON.stringify(new URL('./testing.ts', import.meta.url).href)});
        const test = await openTestApp({ databaseUrl: async () => ${JSON.stringify(databaseUrl)} }, { dataDir: ${JSON.stringify(folder)}, databaseUrl: ${JSON.stringify(databaseUrl)} });
        await importText(test, 'before.pcap', ${JSON.stringify(JSON.stringify({ witnesses: [PACS] }))});
        const { id } = await test.app.startImport(test.actor, { name: 'during.pcap', stream: bytesOf('hang'), bytes: null }, { kind: 'capture', permission: PERMISSION });
        await test.app.startImport(test.actor, { name: 'queued.pcap', stream: bytesOf('hang'), bytes: null }, { kind: 'capture', permission: PERMISSION });
        for (;;) { if ((await test.app.import(test.actor, id)).state === 'reading') break; await new Promise((resolve) => setTimeout(resolve, 20)); }
        console.log('reading');
        setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise<void>((resolve, reject) => { child.stdout.once('data', () => resolve()); child.once('exit', () => reject(new Error('The child ended early.'))); });
      expect(readdirSync(join(folder, 'incoming'))).toHaveLength(2);
      const gone = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
      child.kill('SIGKILL');
      await gone;
      const after = await openTestApp(engine, { dataDir: folder, databaseUrl });
      try {
        expect(after.incoming()).toEqual([]);
        const imports = await after.app.imports(after.actor);
        expect(imports.map(({ name, state, error }) => [name, state, error?.code ?? null])).toEqual([['queued.pcap', 'failed', 'import-interrupted'], ['during.pcap', 'failed', 'import-interrupted'], ['before.pcap', 'done', null]]);
        expect((await after.app.listAssets(after.actor, {})).all).toBe(1);
        expect(await importText(after, 'during.pcap', { witnesses: [CT, PACS] })).toMatchObject({ state: 'done', assets: 2 });
      } finally { await after.close(); rmSync(folder, { recursive: true, force: true }); }
    });

    it('answers and takes decisions while it resolves, and begins again when what it knew has changed', async () => {
      let gate = Promise.resolve(), calls = 0, open = () => {};
      const own = await openTestApp(engine, { resolve: async (input) => { calls++; await gate; return resolve(input); } }), { app, actor } = own;
      try {
        await importText(own, 'first.pcap', { witnesses: [CT, PACS] });
        const [a, b] = (await app.listAssets(actor, {})).rows;
        gate = new Promise((release) => { open = release; });
        calls = 0;
        const { id } = await app.startImport(actor, { name: 'second.pcap', stream: bytesOf(JSON.stringify({ witnesses: [CT, witness({ macs: ['00:1a:2b:00:00:05'] })] })), bytes: null }, { kind: 'capture', permission: PERMISSION });
        await expect.poll(() => calls, { interval: 20 }).toBe(1);
        expect((await app.listAssets(actor, {})).all).toBe(2);
        await app.decide(actor, { assetId: a!.id, attribute: 'zone', value: 'ICU', reason: 'meanwhile' });
        const merged = app.merge(actor, { ids: [a!.id, b!.id], reason: 'meanwhile' });
        await expect.poll(() => calls, { interval: 20 }).toBe(2);
        open();
        await merged;
        expect((await untilRest(own, id)).state).toBe('done');
        expect(calls).toBe(3); // one of the two was overtaken
        expect((await app.listAssets(actor, {})).rows.find((row) => row.id === a!.id)).toMatchObject({ zone: 'ICU', decided: ['zone'] });
        expect((await app.listAssets(actor, {})).all).toBe(2);
      } finally { open(); await own.close(); }
    });

    it('ends what is being read when the server stops', async () => {
      const own = await openTestApp(engine), { app, actor } = own;
      const { id } = await app.startImport(actor, { name: 'long.pcap', stream: bytesOf('hang'), bytes: null }, { kind: 'capture', permission: PERMISSION });
      await expect.poll(() => app.import(actor, id).then((report) => report.state), { interval: 20 }).toBe('reading');
      const started = performance.now();
      await app.close();
      expect(performance.now() - started).toBeLessThan(5_000);
      expect(own.incoming()).toEqual([]);
      await own.close();
    });

    it('shows one institution nothing of another', async () => {
      const { app, actor } = test;
      const done = await importText(test, 'ours.pcap', { witnesses: [CT] });
      const { hospital } = await app.seedExample();
      const id = (await app.listAssets(actor, {})).rows[0]!.id;
      expect((await app.listAssets(hospital, {})).all).toBe(0);
      expect(await app.imports(hospital)).toEqual([]);
      await expect(app.asset(hospital, id)).rejects.toMatchObject({ code: 'asset-not-found' });
      await expect(app.import(hospital, done.id)).rejects.toMatchObject({ code: 'import-not-found' });
      await expect(app.stopImport(hospital, done.id)).rejects.toMatchObject({ code: 'import-not-found' });
      await expect(app.remove(hospital, { assetId: id, reason: 'x' })).rejects.toMatchObject({ code: 'asset-not-found' });
      let exported = '';
      for await (const piece of app.exportAssets(hospital, 'json', {})) exported += piece;
      expect(exported).not.toContain(id);
      expect((await app.institutions(actor)).map((institution) => institution.name)).toEqual(expect.arrayContaining(['My institution', 'Hospital de Valdehoya', 'Residencia Los Olmos']));
    });
  });
});

it('knows successive states of one list by its name', () => {
  expect(seriesOf('list', 'Equipos 2026-11 (2).xlsx')).toBe(seriesOf('list', 'equipos_2026-10.XLSX'));
  expect(seriesOf('list', 'uci.xlsx')).not.toBe(seriesOf('list', 'quirofano.xlsx'));
  expect(seriesOf('capture', 'a.pcap')).toBeNull();
  expect(seriesOf('list', '2026.xlsx')).toBeNull();
});

