import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startEngine } from '@wardkeep/store/testing';
import { ensureExample } from './example.ts';
import { claim, openTestApp, witness } from './testing.ts';

it('loads the invented region once, in order, and acts for the hospital', async () => {
  const engine = await startEngine('PGlite'), test = await openTestApp(engine), folder = mkdtempSync(join(tmpdir(), 'wardkeep-example-'));
  const device = (n: number) => witness({ macs: [`00:1a:2b:00:00:0${n}`], claims: [claim('hostname', `dev${n}`)] });
  const list = { answer: { kind: 'needs-mapping', proposal: { sheet: null, headerLine: 1, rows: 1, columns: [{ index: 0, header: 'Host', field: 'hostname', sure: false, samples: [] }] }, fingerprint: 'host' }, mapped: [device(3)] };
  for (const [path, content] of [['hospital/1-list.csv', list], ['hospital/2-floor.pcap', { witnesses: [device(1)] }], ['social-care/1-hub.pcap.gz', { witnesses: [device(2)] }]] as const) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), JSON.stringify(content));
  }
  writeFileSync(join(folder, 'hospital/README.md'), 'not a source');
  try {
    const said: string[] = [];
    await ensureExample(test.app, folder, (line) => said.push(line));
    expect(said).toEqual(['hospital/1-list.csv: done', 'hospital/2-floor.pcap: done', 'social-care/1-hub.pcap.gz: done']);
    await ensureExample(test.app, folder, (line) => said.push(line));
    expect(said).toHaveLength(3);
    const actor = await test.app.actor();
    expect(await test.app.institution(actor)).toMatchObject({ name: 'Hospital de Valdehoya', example: true });
    expect((await test.app.listAssets(actor, {})).rows.map((row) => row.name)).toEqual(['dev1', 'dev3']);
    const home = (await test.app.institutions(actor)).find((institution) => institution.name === 'Residencia Los Olmos')!;
    expect((await test.app.listAssets(await test.app.actor(home.id), {})).rows.map((row) => row.name)).toEqual(['dev2']);
    await expect(test.app.actor('00000000-0000-7000-8000-00000000dead')).rejects.toMatchObject({ code: 'no-institution', status: 403 });
  } finally { await test.close(); await engine.stop(); rmSync(folder, { recursive: true, force: true }); }
}, 60_000);
