/** Builds the pages when a source is newer than the build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = new URL('..', import.meta.url).pathname;
const SOURCES = ['packages/web', 'packages/model/src', 'packages/loop/src/see/signals.ts', 'package-lock.json', 'lingui.config.ts'];

/** Throws when the build fails; its output stands on the terminal. */
export async function buildWeb(): Promise<void> {
  const digest = fingerprint(), mark = join(ROOT, 'packages/web/build/.sources');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === digest) return;
  process.stderr.write('Building the pages (a few seconds, once) …\n');
  const result = spawnSync(process.execPath, [join(ROOT, 'node_modules/@react-router/dev/bin.cjs'), 'build'], { cwd: join(ROOT, 'packages/web'), encoding: 'utf8', env: { ...process.env, NODE_ENV: 'production' } });
  if (result.status !== 0) throw new Error(`the pages could not be built:\n${result.stdout}\n${result.stderr}`);
  writeFileSync(mark, digest);
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const source of SOURCES) for (const file of filesOf(source)) hash.update(file).update(readFileSync(join(ROOT, file)));
  return hash.digest('hex');
}

function filesOf(path: string): string[] {
  const full = join(ROOT, path);
  if (!existsSync(full)) return [];
  if (!path.includes('packages/') || path.endsWith('.ts')) return [path];
  return readdirSync(full, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length)).filter((file) => !/\/(build|node_modules|\.react-router|test)\//.test(file)).sort();
}
