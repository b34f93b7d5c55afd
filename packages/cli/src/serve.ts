/** `wardkeep serve`: pages and API on this machine, with PostgreSQL by DATABASE_URL, else the embedded database in the data folder. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { WayOut } from './assess-ports.ts';
import { EXIT } from './exit.ts';

const USAGE = `Usage: wardkeep serve [--port 4800] [--data DIR] [--example]

  --port P      port on 127.0.0.1 (default 4800; 0 takes a free one)
  --data DIR    folder for the embedded database and for files while they are read (default .wardkeep)
  --example     load the invented example region, once

DATABASE_URL=postgres://… uses PostgreSQL (15 or newer) instead of the embedded database;
WARDKEEP_OWNER_URL names the owner of its tables where DATABASE_URL is a lesser login (docs/operate/database.md).
WARDKEEP_PROXY=http://… and WARDKEEP_CA=FILE are the way out for advisory feeds, which are asked only when somebody presses the button (docs/operate/feeds.md).
Until sign-in exists it answers on this machine only.
`;

/** For feeds only, and only when somebody presses the button. */
function wayOut(): WayOut {
  const ca = process.env.WARDKEEP_CA;
  return { proxy: process.env.WARDKEEP_PROXY ?? null, ca: ca ? readFileSync(ca, 'utf8') : null };
}

const DEFAULT_PORT = 4800;

export async function run(args: string[]): Promise<number> {
  let values;
  try {
    ({ values } = parseArgs({ args, options: { port: { type: 'string' }, data: { type: 'string' }, example: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } }));
  } catch (error) {
    process.stderr.write(`wardkeep serve: ${(error as Error).message}\n`);
    return EXIT.usage;
  }
  if (values.help) { process.stdout.write(USAGE); return EXIT.ok; }
  const port = Number(values.port ?? process.env.PORT ?? DEFAULT_PORT);
  if (!Number.isInteger(port) || port < 0 || port > 65535) { process.stderr.write(`wardkeep serve: --port takes a number from 0 to 65535, not "${values.port}".\n`); return EXIT.usage; }
  try {
    return await serve(port, values.data ?? '.wardkeep', values.example ?? false);
  } catch (error) {
    process.stderr.write(`wardkeep: ${(error as Error).message}\n`);
    return EXIT.fault;
  }
}

/** Faults of ours as JSON lines on standard error. JSON escapes line breaks, so no text from a file can forge a line. */
const line = (level: string) => (detail: object, message: string): void => {
  const { err, ...rest } = detail as { err?: unknown };
  process.stderr.write(`${JSON.stringify({ level, at: new Date().toISOString(), message, ...rest, ...(err instanceof Error ? { error: err.message, stack: err.stack } : {}) })}\n`);
};
const LOG = { info: () => {}, warn: line('warn'), error: line('error') };

async function serve(port: number, dataDir: string, example: boolean): Promise<number> {
  const [{ openApp, ensureExample }, { createServer, loadWebBuild }, { readInWorker, resolveInWorker }, { assessPorts }] = await Promise.all([import('@wardkeep/app'), import('@wardkeep/server'), import('@wardkeep/io/import/run'), import('./assess-ports.ts')]);
  const app = await openApp({ dataDir, databaseUrl: process.env.DATABASE_URL ?? null, ownerUrl: process.env.WARDKEEP_OWNER_URL ?? null, read: readInWorker, resolve: (input) => resolveInWorker(input), assess: assessPorts(wayOut()), example, logger: LOG });
  try {
    const server = await createServer({ app, webBuild: await loadWebBuild(new URL('../../web/build/', import.meta.url)), port });
    process.stdout.write(`\n  Wardkeep is at ${server.address}\n  Data: ${process.env.DATABASE_URL ? 'PostgreSQL' : resolve(dataDir)}. Stop with Ctrl-C.\n\n`);
    if (example) await ensureExample(app, new URL('../../../fixtures/example/', import.meta.url), (line: string) => { process.stdout.write(`  ${line}\n`); });
    await new Promise<void>((stopped) => { for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => { stopped(); }); });
    await server.close();
  } finally {
    await app.close();
  }
  return EXIT.ok;
}
