/** An app on a real database with real resolution; files are lists of witnesses as JSON, read by a reader that tests can hold up. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAdvisoriesInWorker } from '@wardkeep/io/assess/run';
import { careParameters } from '@wardkeep/io/assess-care';
import { assessKnowledge } from '@wardkeep/io/assess-rules';
import { assess } from '@wardkeep/loop/assess/index';
import { resolve } from '@wardkeep/loop/see/resolve/index';
import type { Claim, ClientClaim, ServiceClaim, Witness } from '@wardkeep/model';
import { newId } from '@wardkeep/store';
import { preparePglite, type TestEngine } from '@wardkeep/store/testing';
import { type AppOptions, openApp, type OpenedApp, storeOf } from './open.ts';
import { foundInstitution } from './people.ts';
import type { AssessPorts, Logger, ReadFile, ReadResult } from './ports.ts';
import { RESTING } from './progress.ts';
import type { Actor, ImportSummary, PermissionRecord, Progress } from './views.ts';

export const PERMISSION: PermissionRecord = { permittedBy: 'Ana Invented', role: 'owner', place: 'VLAN 20', window: '2026-11-20 08:00–12:00', staffInformed: true, keepFile: false };

const MICROS = Date.UTC(2026, 10, 20, 8) * 1000;

export function claim(attribute: Claim['attribute'], value: string, more: Partial<Claim> = {}): Claim {
  return { attribute, value, of: null, signal: 'test.signal', weight: 'strong', confidence: 95, source: 0, positions: [1], count: 1, firstSeen: MICROS, lastSeen: MICROS, ...more };
}
export function witness(more: Partial<Witness>): Witness {
  return { macs: [], ips: [], claims: [], services: [], clientOf: [], firstSeen: MICROS, lastSeen: MICROS, source: 0, bound: true, count: 3, ...more };
}
export function service(port: number, protocol: ServiceClaim['protocol'], more: Partial<ServiceClaim> = {}): ServiceClaim {
  return { transport: 'tcp', port, protocol, application: null, state: 'answered', tls: null, attributes: {}, confidence: 95, positions: [2], source: 0, count: 1, ...more };
}
export function uses(protocol: ClientClaim['protocol'], server: string, port: number, more: Partial<ClientClaim> = {}): ClientClaim {
  return { protocol, server, port, attributes: {}, positions: [3], source: 0, count: 1, tls: false, ...more };
}

/** What a test file holds: witnesses, or a whole answer of the reader. */
export type TestFile = { readonly witnesses: readonly Witness[]; readonly from?: string; readonly to?: string } | { readonly answer: ReadResult; readonly mapped?: readonly Witness[] };

const PLANTED = 'the reader broke';

/** Reads a `TestFile`. A file that says `hang` waits until it is stopped, one that says `fault` throws. */
export const readTestFile: ReadFile = async ({ path, name, kind, mapping, signal, onProgress }) => {
  const text = await readFile(path, 'utf8');
  onProgress({ bytesRead: text.length, frames: 10, assets: 1 });
  signal.throwIfAborted();
  if (text === 'hang') return new Promise((_, reject) => { signal.addEventListener('abort', () => { reject(signal.reason as Error); }, { once: true }); });
  if (text === 'fault') throw new Error(PLANTED);
  const file = JSON.parse(text) as TestFile;
  if ('answer' in file && !(mapping && file.mapped)) return file.answer;
  const witnesses = 'answer' in file ? file.mapped! : file.witnesses;
  const { from = '2026-11-20T08:00:00Z', to = '2026-11-20T12:00:00Z' } = 'witnesses' in file ? file : {};
  return {
    kind: 'read', source: kind === 'capture' ? 'capture' : 'list', witnesses, captures: kind === 'capture' ? [{ name, frames: 10, from, to }] : [],
    warnings: [{ code: 'test-warning', message: 'A test.', capture: 0, frame: 3, offset: 40, count: 2 }], leftOut: [], components: [], stats: { frames: 10, bytes: text.length, flows: 1, seconds: 0.1 },
  };
};

export interface TestApp { readonly app: OpenedApp; readonly actor: Actor; readonly folder: string; incoming(): string[]; close(): Promise<void> }

/** The same app, acting for an institution that has nothing yet. */
export async function fresh(test: TestApp): Promise<TestApp> {
  const id = newId();
  await foundInstitution(storeOf(test.app), { id, name: `Institution ${id.slice(-4)}`, example: false, at: new Date() });
  return { ...test, actor: await test.app.actor(id), incoming: () => test.incoming().filter((name) => name.startsWith(id)) };
}

/** Faults are printed: a test that meets one it did not plant should say why it failed. */
const LOGGER: Logger = { info() {}, warn() {}, error: (fields) => { const { err } = fields as { err?: Error }; if (err?.message !== PLANTED) console.error(err); } };

/** Real readers, the real matcher and the real parameters, in this thread; no way out. */
export const ASSESS: AssessPorts = {
  match: ({ assets, advisories }) => Promise.resolve(assess(assets, advisories, assessKnowledge())), readAdvisories: readAdvisoriesInWorker, askFeeds: null, parameters: careParameters(), pdf: null, feeds: [],
};

/** A fresh database on the engine, in a folder of its own. */
export async function openTestApp(engine: TestEngine, options: Partial<AppOptions> = {}): Promise<TestApp> {
  const folder = options.dataDir ?? mkdtempSync(join(tmpdir(), 'wardkeep-app-'));
  const databaseUrl = options.databaseUrl ?? await engine.databaseUrl();
  if (databaseUrl === null) await preparePglite(folder);
  const app = await openApp({ read: readTestFile, resolve, assess: ASSESS, logger: LOGGER, ...options, dataDir: folder, databaseUrl });
  return {
    app, actor: await app.actor(), folder,
    incoming: () => { try { return readdirSync(join(folder, 'incoming')); } catch { return []; } },
    close: async () => { await app.close(); rmSync(folder, { recursive: true, force: true }); },
  };
}

export async function* bytesOf(text: string): AsyncGenerator<Uint8Array> { yield Buffer.from(text); }

/** Hands a file in and waits until it rests. */
export async function importText({ app, actor }: Pick<TestApp, 'app' | 'actor'>, name: string, content: TestFile | string, how: { permission?: PermissionRecord; kind?: 'capture' | 'document' } = {}): Promise<ImportSummary> {
  const text = typeof content === 'string' ? content : JSON.stringify(content), kind = how.kind ?? 'capture';
  const { id } = await app.startImport(actor, { name, stream: bytesOf(text), bytes: Buffer.byteLength(text) }, { kind, permission: kind === 'capture' ? how.permission ?? PERMISSION : null });
  await untilRest({ app, actor }, id);
  return app.import(actor, id);
}

export async function untilRest({ app, actor }: Pick<TestApp, 'app' | 'actor'>, id: string): Promise<Progress> {
  let last: Progress | null = null;
  for await (const progress of app.progress(actor, id, AbortSignal.timeout(300_000))) last = progress;
  if (!last || !RESTING.has(last.state)) throw new Error(`The import ${id} does not rest: ${last?.state}.`);
  return last;
}
