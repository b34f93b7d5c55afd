/** PGlite in its own thread: a query there gives the main thread not one tick. Answers `{ id, sql, params }` or `{ id, exec }` in order. */
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { Answer, Call, WorkerSettings } from './pglite.ts';

const port = parentPort!;
const { folder } = workerData as WorkerSettings;

function failure(error: unknown): Answer['error'] {
  const from = error as Record<string, unknown>;
  const text = (key: string) => (typeof from[key] === 'string' ? from[key] : undefined);
  return { message: text('message') ?? String(error), code: text('code'), detail: text('detail'), constraint: text('constraint'), table: text('table'), column: text('column') };
}

try {
  const database = folder === null ? await PGlite.create() : await PGlite.create(folder);
  const answer = async (call: Call): Promise<void> => {
    try {
      if (call.close) { await database.close(); port.postMessage({ id: call.id } satisfies Answer); port.close(); return; }
      const result = call.exec === undefined ? await database.query(call.sql!, call.params as unknown[]) : (await database.exec(call.exec)).at(-1);
      port.postMessage({ id: call.id, rows: (result?.rows ?? []) as Record<string, unknown>[], affectedRows: result?.affectedRows ?? 0 } satisfies Answer);
    } catch (error) {
      port.postMessage({ id: call.id, error: failure(error) } satisfies Answer);
    }
  };
  port.on('message', (call: Call) => { void answer(call); });
  port.postMessage({ id: 0 } satisfies Answer);
} catch (error) {
  port.postMessage({ id: 0, error: failure(error) } satisfies Answer);
}
