import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from './lock.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'wardkeep-lock-')); });
afterEach(() => { rmSync(folder, { recursive: true, force: true }); });

function holder(): Promise<ChildProcess> {
  const code = `import { lockFolder } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}; lockFolder(${JSON.stringify(folder)}); console.log('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve) => { child.stdout!.once('data', () => resolve(child)); });
}
const ended = (child: ChildProcess) => new Promise<void>((resolve) => { child.once('exit', () => resolve()); });

it('tells a second process in one sentence who holds the folder, and takes it when that process was killed', async () => {
  const child = await holder();
  expect(() => lockFolder(folder)).toThrow(new RegExp(`^The data folder .* is in use by process ${child.pid} since 20..-.*\\. Stop that process or choose another folder\\.$`));
  const gone = ended(child);
  child.kill('SIGKILL');
  await gone;
  expect(existsSync(join(folder, 'lock'))).toBe(true);
  const lock = lockFolder(folder);
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
});

it('takes the lock of a process whose number another process has now', () => {
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: process.pid, started: 'another boot:1', since: '2026-01-01T00:00:00Z' }));
  expect(() => lockFolder(folder).release()).not.toThrow();
});

it('takes a lock file that names nobody', () => {
  writeFileSync(join(folder, 'lock'), 'garbage');
  lockFolder(folder).release();
});

it('lets one of eight processes at once in', async () => {
  writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: 2 ** 22 + 1, started: null, since: 'long ago' }));
  const code = `import { lockFolder } from ${JSON.stringify(new URL('./lock.ts', import.meta.url).href)}; try { lockFolder(${JSON.stringify(folder)}); console.log('in'); setTimeout(() => {}, 3000); } catch (error) { console.log(error.code); }`;
  const children = Array.from({ length: 8 }, () => spawn(process.execPath, ['--input-type=module-typescript', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] }));
  const words = await Promise.all(children.map((child) => new Promise<string>((resolve) => { child.stdout.once('data', (data: Buffer) => resolve(String(data).trim())); })));
  for (const child of children) child.kill('SIGKILL');
  expect(words.filter((word) => word === 'in')).toHaveLength(1);
  expect(words.filter((word) => word === 'folder-in-use')).toHaveLength(7);
});

it('says when the folder cannot be written', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => lockFolder(join(folder, 'file'))).toThrow(/^The data folder .* cannot be written: /);
});
