/**
 * PGlite behind a thread wall, shaped as Kysely's PGliteDialect wants it.
 *
 * One session serves everybody, so one promise chain is the lock: a transaction holds it from `begin` to `commit`. PGlite ignores
 * `statement_timeout` and a running query cannot be cancelled: past the limit the thread is ended (a crash, which PostgreSQL's log survives),
 * whatever waited is refused, and the next call starts a new thread.
 */
import { Worker } from 'node:worker_threads';
import { PGliteDialect } from 'kysely';
import { StoreError } from '../errors.ts';
import type { Engine } from './engine.ts';

export interface WorkerSettings { readonly folder: string | null }
export interface Call { readonly id: number; readonly sql?: string; readonly params?: readonly unknown[]; readonly exec?: string; readonly close?: true }
export interface Answer {
  readonly id: number;
  readonly rows?: Record<string, unknown>[];
  readonly affectedRows?: number;
  readonly error?: { readonly message: string; readonly code?: string | undefined; readonly detail?: string | undefined; readonly constraint?: string | undefined; readonly table?: string | undefined; readonly column?: string | undefined };
}

interface Results<T> { rows: T[]; affectedRows: number; fields: [] }
interface Waiter { resolve(answer: Answer): void; reject(error: Error): void; timer: NodeJS.Timeout | undefined }

/** One worker and its calls under way. */
class Thread {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiter>();
  private nextId = 1;
  dead = false;
  readonly ready: Promise<void>;

  constructor(folder: string | null) {
    this.worker = new Worker(new URL('./pglite.worker.ts', import.meta.url), { workerData: { folder } satisfies WorkerSettings, execArgv: [] });
    this.ready = new Promise((resolve, reject) => this.waiting.set(0, { resolve: () => resolve(), reject, timer: undefined }));
    this.ready.catch(() => {});
    this.worker.on('message', (answer: Answer) => {
      const waiter = this.waiting.get(answer.id);
      if (!waiter) return;
      this.waiting.delete(answer.id);
      clearTimeout(waiter.timer);
      if (answer.error) waiter.reject(Object.assign(new Error(answer.error.message), answer.error)); else waiter.resolve(answer);
      if (this.waiting.size === 0) this.worker.unref();
    });
    this.worker.on('error', (error) => this.fail(new StoreError('stopped-working', `The database thread stopped: ${error.message}.`, { cause: error })));
    this.worker.on('exit', () => this.fail(new StoreError('closed', 'The database is closed.')));
  }

  send(call: Omit<Call, 'id'>, limitMs: number): Promise<Answer> {
    if (this.dead) return Promise.reject(new StoreError('stopped-working', 'The database was started anew after a query took too long. Please try again.'));
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      const timer = limitMs > 0 ? setTimeout(() => { void this.end(new StoreError('timeout', `A database query took longer than ${limitMs} ms and was ended.`)); }, limitMs) : undefined;
      this.waiting.set(id, { resolve, reject, timer });
      this.worker.ref();
      this.worker.postMessage({ id, ...call } satisfies Call);
    });
  }

  private async end(error: Error): Promise<void> {
    this.fail(error);
    await this.worker.terminate();
  }

  private fail(error: Error): void {
    this.dead = true;
    for (const waiter of this.waiting.values()) { clearTimeout(waiter.timer); waiter.reject(error); }
    this.waiting.clear();
  }
}

export class PgliteProxy {
  closed = false;
  ready = false;
  readonly waitReady: Promise<void>;
  private thread: Thread;
  private lock: Promise<unknown> = Promise.resolve();
  private readonly folder: string | null;
  private readonly limitMs: number;

  constructor(folder: string | null, limitMs: number) {
    this.folder = folder;
    this.limitMs = limitMs;
    const thread = this.thread = new Thread(folder);
    this.waitReady = (async () => { await thread.ready; this.ready = true; })();
    this.waitReady.catch(() => {});
  }

  query<T>(sql: string, params: readonly unknown[] = []): Promise<Results<T>> { return this.locked((thread) => call<T>(thread, { sql, params }, this.limitMs)); }

  /** Several statements in one text, no parameters, no time limit (schema changes, vacuum). Gives the last result. */
  exec(text: string): Promise<Results<Record<string, unknown>>> { return this.locked((thread) => call(thread, { exec: text }, 0)); }

  transaction<T>(body: (tx: { query<R>(sql: string, params?: readonly unknown[]): Promise<Results<R>>; rollback(): Promise<void> }) => Promise<T>): Promise<T> {
    return this.locked(async (thread) => {
      let failed = false;
      const run = async <R>(sql: string, params: readonly unknown[] = []) => {
        try { return await call<R>(thread, { sql, params }, this.limitMs); } catch (error) { failed = true; throw error; }
      };
      await run('begin');
      try {
        const result = await body({ query: run, rollback: async () => { await run('rollback'); } });
        // `commit` of a failed transaction is answered with a silent rollback; this asks first and throws 25P02.
        if (failed) await run('select 1');
        await run('commit');
        return result;
      } catch (error) {
        if (!thread.dead) await call(thread, { sql: 'rollback', params: [] }, this.limitMs).catch(() => {});
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.lock.catch(() => {});
    if (!this.thread.dead) await this.thread.send({ close: true }, 0).catch(() => {});
  }

  private locked<T>(work: (thread: Thread) => Promise<T>): Promise<T> {
    if (this.closed) return Promise.reject(new StoreError('closed', 'The database is closed.'));
    const turn = this.lock.then(async () => {
      if (this.thread.dead && !this.closed) this.thread = new Thread(this.folder);
      await this.thread.ready;
      return work(this.thread);
    });
    this.lock = turn.catch(() => {});
    return turn;
  }
}

async function call<T>(thread: Thread, request: Omit<Call, 'id'>, limitMs: number): Promise<Results<T>> {
  const answer = await thread.send(request, limitMs);
  return { rows: (answer.rows ?? []) as T[], affectedRows: answer.affectedRows ?? 0, fields: [] };
}

/** Opens PGlite on a folder (null: in memory). The caller holds the folder's lock. */
export async function openPglite(folder: string | null, limitMs: number): Promise<Engine> {
  const proxy = new PgliteProxy(folder, limitMs);
  try { await proxy.waitReady; } catch (error) {
    throw new StoreError('database-unreachable', `The database in ${folder ?? 'memory'} cannot be opened: ${(error as Error).message}. Restore the folder from a backup or choose another one.`, { cause: error });
  }
  const dialect = new PGliteDialect({ pglite: proxy });
  return {
    kind: 'pglite', application: dialect, owner: dialect,
    ownerSql: (text, values) => (values && values.length > 0 ? proxy.query<Record<string, unknown>>(text, values) : proxy.exec(text)),
    close: () => proxy.close(),
  };
}
