/** The planted capture through the running server: nothing of it in the database, in any page or answer, in the log, or in the files it leaves behind. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStore, ownerSql } from '@wardkeep/store/store';
import { buildWeb } from '../../scripts/web-build.ts';
import { ROOT } from '../see/captures.ts';
import { leaksIn, PLANTED_CAPTURE } from './planted.ts';

const folder = mkdtempSync(join(tmpdir(), 'wardkeep-planted-'));
const seen: { pages: Map<string, string>; log: string; tables: Map<string, string>; files: Map<string, Buffer> } = { pages: new Map(), log: '', tables: new Map(), files: new Map() };

beforeAll(async () => {
  await buildWeb();
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'packages/cli/src/main.ts'), 'serve', '--port', '0', '--data', folder], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => { seen.log += String(chunk); });
  const gone = new Promise((resolve) => { child.once('exit', resolve); });
  let base = '';
  while (base === '') { base = /http:\/\/[\d.]+:\d+/.exec(seen.log)?.[0] ?? ''; await pause(50); }
  const read = async (path: string) => { const text = await (await fetch(base + path)).text(); seen.pages.set(path, text); return text; };
  const query = new URLSearchParams({ kind: 'capture', name: 'planted.pcap', permittedBy: 'test', role: 'owner', place: 'test', window: 'test', staffInformed: 'yes' });
  const { id } = await (await fetch(`${base}/api/v1/imports?${query}`, { method: 'POST', headers: { origin: base, 'content-type': 'application/octet-stream' }, body: PLANTED_CAPTURE.slice().buffer })).json() as { id: string };
  let state = '';
  while (!['done', 'failed'].includes(state)) { state = (JSON.parse(await read(`/api/v1/imports/${id}`)) as { state: string }).state; await pause(50); }
  expect(state).toBe('done');
  for (const path of ['/', '/overview', '/assets', '/traffic', '/quality', '/imports', `/imports/${id}`, '/api/v1/overview', '/api/v1/traffic', '/api/v1/assets/export/json', '/api/v1/assets/export/csv', '/api/v1/assets/export/cyclonedx']) await read(path);
  const { rows } = JSON.parse(await read('/api/v1/assets?limit=200')) as { rows: { id: string }[] };
  for (const row of rows) { await read(`/assets/${row.id}`); await read(`/api/v1/assets/${row.id}`); }
  child.kill('SIGTERM');
  await gone;
  for (const name of readdirSync(folder, { recursive: true, withFileTypes: true })) if (name.isFile()) { const path = join(name.parentPath, name.name); seen.files.set(path, readFileSync(path)); }
  const store = await openStore({ dataDir: folder });
  try {
    const { rows: tables } = await ownerSql(store, "select table_schema as schema, table_name as name from information_schema.tables where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')");
    for (const { schema, name } of tables as { schema: string; name: string }[]) {
      const { rows: content } = await ownerSql(store, `select to_jsonb(t)::text as row from "${schema}"."${name}" t`);
      seen.tables.set(`${schema}.${name}`, content.map((each) => (each as { row: string }).row).join('\n'));
    }
  } finally {
    await store.close();
  }
}, 240_000);
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe('a capture with patients and staff in every protocol, imported', () => {
  test('the net is not torn: pages, tables and files are there', () => {
    expect(seen.pages.size).toBeGreaterThan(60);
    expect([...seen.pages.values()].join('').length).toBeGreaterThan(500_000);
    expect([...seen.tables.values()].join('').length).toBeGreaterThan(50_000);
    expect([...seen.tables].find(([name]) => name.endsWith('.witness_batch'))?.[1].length).toBeGreaterThan(1000);
    expect(seen.files.size).toBeGreaterThan(10);
  });
  test('nothing in the pages and answers', () => { for (const [path, text] of seen.pages) expect(leaksIn(text), path).toEqual([]); });
  test('nothing in the database', () => { for (const [name, text] of seen.tables) expect(leaksIn(text), name).toEqual([]); });
  test('nothing in the log', () => { expect(leaksIn(seen.log)).toEqual([]); });
  test('no bytes of the capture on the disk', () => {
    // 48 bytes from each of many places: frames of 60 bytes and more are in it.
    const pieces = Array.from({ length: 200 }, (_, index) => Buffer.from(PLANTED_CAPTURE.subarray(500 + Math.floor((index * (PLANTED_CAPTURE.length - 1000)) / 200)).subarray(0, 48)));
    const telling = pieces.filter((piece) => new Set(piece).size > 12);
    expect(telling.length).toBeGreaterThan(100);
    for (const [path, bytes] of seen.files) for (const piece of telling) expect(bytes.includes(piece), path).toBe(false);
  });
});
