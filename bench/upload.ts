/**
 * `npm run bench:upload`: a 2 GB capture through the running server. Prints how much the memory of the process tree grows over idle (PostgreSQL: promised < 150 MB;
 * the embedded database's figure beside it), that stopping works, and that kill -9 in the middle leaves a clean database and no bytes of the capture.
 *
 *   --mb N   size of the capture (default 2,000)
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { ENGINES, type EngineName, startEngine } from '@wardkeep/store/testing';
import { writeBulk } from './generate.ts';

const { values } = parseArgs({ options: { mb: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'wardkeep-upload-')), main = new URL('../packages/cli/src/main.ts', import.meta.url).pathname;
const PERMISSION = { kind: 'capture', permittedBy: 'bench', role: 'owner', place: 'bench', window: 'bench', staffInformed: 'yes' };
const GROWTH_MB = 150;
const failures: string[] = [];

interface Import { readonly id: string; readonly state: string; readonly assets: number | null; readonly error: { readonly code: string } | null }

/** A server as its user would start it, in its own process. */
class Served {
  private readonly child: ChildProcess;
  readonly base: string;

  private constructor(child: ChildProcess, base: string) { this.child = child; this.base = base; }

  static async start(dataDir: string, databaseUrl: string | null): Promise<Served> {
    const { DATABASE_URL: _, ...env } = process.env;
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, 'serve', '--port', '0', '--data', dataDir], { env: { ...env, ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) }, stdio: ['ignore', 'pipe', 'inherit'] });
    let text = '';
    for await (const chunk of child.stdout) {
      text += String(chunk);
      const address = /http:\/\/[\d.]+:\d+/.exec(text);
      if (address) { child.stdout.resume(); return new Served(child, address[0]); }
    }
    throw new Error(`the server did not start: ${text}`);
  }

  async get<T>(path: string): Promise<T> { return await (await fetch(`${this.base}/api/v1${path}`)).json() as T; }
  async stopImport(id: string): Promise<void> { await fetch(`${this.base}/api/v1/imports/${id}/stop`, { method: 'POST', headers: { origin: this.base } }); }

  /** Streams the file in as its bytes; gives the import. */
  upload(file: string): Promise<Import> {
    return new Promise((resolve, reject) => {
      const query = new URLSearchParams({ ...PERMISSION, name: 'bulk.pcap' });
      const sending = request(`${this.base}/api/v1/imports?${query}`, { method: 'POST', headers: { origin: this.base, 'content-type': 'application/octet-stream', 'content-length': statSync(file).size } }, (response) => {
        let text = '';
        response.on('data', (chunk) => { text += chunk; });
        response.on('end', () => { if (response.statusCode === 202) resolve(JSON.parse(text) as Import); else reject(new Error(`${response.statusCode}: ${text}`)); });
      });
      sending.on('error', reject);
      createReadStream(file, { highWaterMark: 1 << 20 }).pipe(sending);
    });
  }

  async until(id: string, wanted: (one: Import) => boolean): Promise<Import> {
    for (;;) {
      const one = await this.get<Import>(`/imports/${id}`);
      if (wanted(one)) return one;
      await pause(50);
    }
  }

  /** Resident memory of the server's processes, in MB. */
  memory(): number { return tree(this.child.pid!).reduce((sum, pid) => sum + resident(pid), 0); }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const gone = new Promise((resolve) => { this.child.once('exit', resolve); });
    this.child.kill(signal);
    await gone;
  }
}

function tree(pid: number): number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);
    return [pid, ...children.flatMap(tree)];
  } catch { return [pid]; }
}

function resident(pid: number): number {
  try { return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000; } catch { return 0; }
}

const left = (dataDir: string): string[] => { try { return readdirSync(join(dataDir, 'incoming')); } catch { return []; } };

async function run(name: EngineName, file: string): Promise<void> {
  const engine = await startEngine(name), dataDir = mkdtempSync(join(folder, `${name}-`)), url = await engine.databaseUrl();
  try {
    let server = await Served.start(dataDir, url);
    await server.get('/overview');
    await pause(3000);
    const idle = server.memory();
    let peak = idle;
    const watch = setInterval(() => { peak = Math.max(peak, server.memory()); }, 50), started = performance.now();
    const { id } = await server.upload(file), received = performance.now();
    const done = await server.until(id, (one) => one.state === 'done' || one.state === 'failed');
    clearInterval(watch);
    console.log(`${name}: idle ${idle.toFixed(0)} MB, peak ${peak.toFixed(0)} MB, grown ${(peak - idle).toFixed(0)} MB; received in ${((received - started) / 1000).toFixed(1)} s, ${done.state} after ${((performance.now() - started) / 1000).toFixed(1)} s, ${done.assets} assets`);
    if (done.state !== 'done' || done.assets !== 2) failures.push(`${name}: the import ended ${done.state} with ${done.assets} assets`);
    if (name === 'PostgreSQL' && peak - idle >= GROWTH_MB) failures.push(`${name}: memory grew by ${(peak - idle).toFixed(0)} MB`);
    if (left(dataDir).length > 0) failures.push(`${name}: bytes of the capture are left after success`);

    const stopped = await server.upload(file);
    await server.until(stopped.id, (one) => one.state !== 'waiting');
    await server.stopImport(stopped.id);
    const after = await server.until(stopped.id, (one) => one.state === 'stopped' || one.state === 'done' || one.state === 'failed');
    console.log(`${name}: stop → ${after.state}, ${left(dataDir).length} files left`);
    if (after.state !== 'stopped' || left(dataDir).length > 0) failures.push(`${name}: stop left ${after.state}, ${left(dataDir).length} files`);

    const killed = await server.upload(file);
    await server.until(killed.id, (one) => one.state !== 'waiting');
    await server.end('SIGKILL');
    server = await Served.start(dataDir, url);
    const found = await server.until(killed.id, (one) => one.state !== 'reading' && one.state !== 'resolving');
    console.log(`${name}: kill -9 → after the restart ${found.state} (${found.error?.code ?? 'no error'}), ${left(dataDir).length} files left`);
    if (found.state !== 'failed' || left(dataDir).length > 0) failures.push(`${name}: after kill -9 ${found.state}, ${left(dataDir).length} files`);
    const again = await server.until((await server.upload(file)).id, (one) => one.state === 'done' || one.state === 'failed');
    if (again.state !== 'done') failures.push(`${name}: the repeated import ended ${again.state}`);
    const { assets } = await server.get<{ assets: number }>('/overview');
    console.log(`${name}: repeated → ${again.state}, ${assets} assets`);
    if (assets !== 2) failures.push(`${name}: ${assets} assets after the repeated import`);
    await server.end('SIGTERM');
  } finally {
    await engine.stop();
  }
}

try {
  const file = join(folder, 'bulk.pcap');
  writeBulk(file, Number(values.mb ?? 2000) * 1e6);
  for (const { name, present } of ENGINES) {
    if (present) await run(name, file); else console.log(`${name} is not installed: skipped.`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.log(`below what is promised: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
