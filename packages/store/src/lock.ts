/**
 * One process a data folder. PGlite has no lock of its own: a second process would open the files and write.
 *
 * The lock is a file made whole by `link(2)`, so it is never seen empty. It names the process and when that process started: a number alone
 * may have been given to another one since. A live process is never robbed; the lock of a dead one is moved aside and checked again.
 */
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from './errors.ts';
import { newId } from './ids.ts';

export interface FolderLock { release(): void }

interface Holder { readonly pid: number; readonly started: string | null; readonly since: string }

const ATTEMPTS = 5;

/** Takes the folder, making it when it is missing. Throws `folder-in-use` or `folder-unusable`. */
export function lockFolder(folder: string, now: Date = new Date()): FolderLock {
  const path = join(folder, 'lock');
  const mine = JSON.stringify({ pid: process.pid, started: startOf(process.pid), since: now.toISOString() } satisfies Holder);
  const draft = join(folder, `lock.${newId()}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(draft, mine, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    throw new StoreError('folder-unusable', `The data folder ${folder} cannot be written: ${(error as Error).message}.`, { cause: error });
  }
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (tryLink(draft, path)) return { release: () => { if (read(path) === mine) rmSync(path, { force: true }); } };
      const theirs = read(path);
      if (theirs === null) continue;
      const holder = parse(theirs);
      if (holder && alive(holder)) throw inUse(folder, holder);
      setAside(path, theirs);
    }
    throw new StoreError('folder-in-use', `The data folder ${folder} is being opened by several processes at once. Start one of them.`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function inUse(folder: string, holder: Holder): StoreError {
  return new StoreError('folder-in-use', `The data folder ${folder} is in use by process ${holder.pid} since ${holder.since}. Stop that process or choose another folder.`);
}

/** Moves a dead process's lock away; when another process was quicker, gives it back what was its own. */
function setAside(path: string, expected: string): void {
  const aside = `${path}.${newId()}`;
  try { renameSync(path, aside); } catch { return; }
  if (read(aside) !== expected) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function tryLink(from: string, to: string): boolean {
  try { linkSync(from, to); return true; } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new StoreError('folder-unusable', `The lock file ${to} cannot be made: ${(error as Error).message}.`, { cause: error });
  }
}

function read(path: string): string | null { try { return readFileSync(path, 'utf8'); } catch { return null; } }

function parse(text: string): Holder | null {
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    return Number.isSafeInteger(value.pid) && value.pid! > 0 ? { pid: value.pid!, started: value.started ?? null, since: String(value.since ?? 'unknown') } : null;
  } catch { return null; }
}

function alive(holder: Holder): boolean {
  try { process.kill(holder.pid, 0); } catch (error) { if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false; }
  const started = startOf(holder.pid);
  return started === null || holder.started === null || started === holder.started;
}

/** When a process started, in ticks of this boot (proc(5), stat field 22); null where there is no /proc. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}:${ticks}`;
  } catch { return null; }
}
