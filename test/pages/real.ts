/** Real installations for the tests of pages: the embedded database in a folder of its own, the readers and workers of the product, its server on a free port. */
import { openApp, type OpenedApp } from '@wardkeep/app/open';
import { ensureExample } from '@wardkeep/app/example';
import type { AdvisoryIntakeView } from '@wardkeep/app/assess-views';
import type { Actor, ImportSummary } from '@wardkeep/app/views';
import { assessPorts } from '@wardkeep/cli/assess-ports';
import { readInWorker, resolveInWorker } from '@wardkeep/io/import/run';
import { createServer, loadWebBuild } from '@wardkeep/server';
import { preparePglite } from '@wardkeep/store/testing';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { ZipFile } from 'yazl';
import { WEB_BUILD } from '../../packages/web/src/index.ts';

const FIXTURES = new URL('../../fixtures/', import.meta.url), RUNNING = new Set(['waiting', 'reading', 'resolving']);

export interface Installation {
  readonly app: OpenedApp;
  readonly actor: Actor;
  readonly address: string;
  /** Answer of the API, below `/api/v1`. */
  api<T>(path: string): Promise<T>;
  /** Brings a list in, with the columns that were proposed unless `asking`, and waits until it rests. */
  bring(name: string, bytes: Uint8Array, how?: { asking: boolean }): Promise<ImportSummary>;
  /** Hands advisories in and waits until they are read; the comparison goes on. */
  deliver(name: string, bytes: Uint8Array): Promise<AdvisoryIntakeView>;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> { yield bytes; }
/** Faults that no test planted must be seen: the page only says that there was one. */
const LOGGER = { info() {}, warn() {}, error: (fields: object, message: string) => { console.error(message, fields); } };

/** Opened and not yet closed: a test that fails half-way leaves no server and no folder either. */
const opened = new Set<() => Promise<void>>();
export async function closeInstallations(): Promise<void> { for (const close of opened) await close(); }

/** Asks until it is so; gives up after five minutes. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  const giveUp = AbortSignal.timeout(300_000);
  while (!await isSo()) { giveUp.throwIfAborted(); await pause(50); }
}

/** Needs the pages to be built. With `example` the invented region is loaded. `proxy`: the way out for feeds; by default one that refuses, so that no test asks another host. */
export async function openInstallation({ example = false, proxy = 'http://127.0.0.1:9' }: { example?: boolean; proxy?: string } = {}): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'wardkeep-pages-')), undo: (() => Promise<void> | void)[] = [() => { rmSync(dataDir, { recursive: true, force: true }); }];
  const close = async (): Promise<void> => { opened.delete(close); for (const step of undo.splice(0).reverse()) await step(); };
  opened.add(close);
  await preparePglite(dataDir);
  const app = await openApp({ dataDir, databaseUrl: null, read: readInWorker, resolve: (input) => resolveInWorker(input), assess: assessPorts({ proxy, ca: null }), example, logger: LOGGER });
  undo.push(() => app.close());
  if (example) await ensureExample(app, new URL('example/', FIXTURES));
  const webBuild = await loadWebBuild(WEB_BUILD), staticFiles = join(dataDir, 'client/');
  // A copy: whoever builds the pages anew while tests run takes the old styles away.
  cpSync(webBuild.staticFiles, staticFiles, { recursive: true });
  const server = await createServer({ app, webBuild: { ...webBuild, staticFiles }, port: 0 });
  undo.push(() => server.close());
  return installation(app, await app.actor(), server.address);
}

function installation(app: OpenedApp, actor: Actor, address: string): Installation {
  const settled = async (id: string): Promise<ImportSummary> => { await until(async () => !RUNNING.has((await app.import(actor, id)).state)); return app.import(actor, id); };
  return {
    app, actor, address,
    api: async <T>(path: string) => {
      const answer = await fetch(`${address}/api/v1${path}`);
      if (!answer.ok) throw new Error(`${path}: expected an answer of the API, found status ${answer.status}.`);
      return await answer.json() as T;
    },
    bring: async (name, bytes, { asking } = { asking: false }) => {
      const { id } = await app.startImport(actor, { name, stream: once(bytes), bytes: bytes.byteLength }, { kind: 'document', permission: null }), first = await settled(id);
      if (first.state !== 'needs-mapping' || asking) return first;
      await app.confirmMapping(actor, id, (await app.import(actor, id)).mapping!.columns.map(({ index, field }) => ({ index, field })));
      return settled(id);
    },
    deliver: async (name, bytes) => {
      const { id } = await app.importAdvisories(actor, { name, stream: once(bytes), bytes: bytes.byteLength });
      await until(async () => !RUNNING.has((await app.intake(actor, id)).state));
      return app.intake(actor, id);
    },
  };
}

/** All invented advisories, KEV and EPSS as one plain zip, as somebody would pack a folder. */
export async function advisoriesZip(): Promise<Buffer> {
  const folder = new URL('advisories/', FIXTURES), zip = new ZipFile(), parts: Buffer[] = [];
  for (const file of readdirSync(folder).filter((name) => /\.(json|csv)$/.test(name)).sort()) zip.addBuffer(readFileSync(fileURLToPath(new URL(file, folder))), file);
  zip.end();
  for await (const part of zip.outputStream as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}
