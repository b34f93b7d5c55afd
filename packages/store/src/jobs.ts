/**
 * Jobs on pg-boss, in the same database. A job is sent inside the transaction that needs it: both are there or neither. pg-boss's tables
 * belong to the owner and to no institution, so a job carries ids only.
 */
import { CompiledQuery } from 'kysely';
import { PgBoss } from 'pg-boss';
import { APPLICATION_ROLE } from './migrations/tenant.ts';
import { type Store, ownerSql } from './store.ts';
import { type Tx, open } from './tx.ts';

/** Ids and nothing else: the payload is outside row-level security. */
export type JobData = Readonly<Record<string, string>>;

export interface Jobs {
  /** Queues a job; it exists when the transaction commits. Call `wake` after that, or it waits for the next poll. */
  send(tx: Tx, data: JobData): Promise<void>;
  wake(): void;
  /** Jobs that a process before this one left behind. Call before `work`. */
  takeLeftovers(): Promise<JobData[]>;
  /** Starts to work them off, one at a time. A job is done when its handler is, however it ends: outcomes belong to the job's subject. */
  work(handler: (data: JobData, signal: AbortSignal) => Promise<void>): Promise<void>;
  /** Waits for the running job; its signal is not touched: abort the work yourself first. */
  stop(): Promise<void>;
}

const SCHEMA = 'pgboss';
/** Jobs are woken by `wake`; the poll only finds what another way of sending left. */
const POLL_SECONDS = 30;
/** Longest reading of a capture. */
const EXPIRE_SECONDS = 24 * 3600 - 1;
const HOURLY = 3600;

export async function openJobs(store: Store, queue: string, onError: (error: Error) => void): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => ({ rows: [...(await ownerSql(store, text, values)).rows] }) },
    schema: SCHEMA, backend: store.engine, schedule: false, monitorVacuum: false, reindex: store.engine === 'postgres',
    superviseIntervalSeconds: HOURLY, maintenanceIntervalSeconds: HOURLY, monitorIntervalSeconds: HOURLY, queueCacheIntervalSeconds: HOURLY, bamIntervalSeconds: HOURLY, flowIntervalSeconds: HOURLY,
  });
  boss.on('error', onError);
  await boss.start();
  await boss.createQueue(queue, { policy: 'standard', retryLimit: 0, expireInSeconds: EXPIRE_SECONDS, deleteAfterSeconds: HOURLY });
  await ownerSql(store, `grant usage on schema ${SCHEMA} to ${APPLICATION_ROLE}; grant select, insert on all tables in schema ${SCHEMA} to ${APPLICATION_ROLE}; grant execute on all functions in schema ${SCHEMA} to ${APPLICATION_ROLE}`);
  // pg-boss looks a queue up once by its own handle: done now, because inside a transaction that handle must not be used.
  await boss.deleteStoredJobs(queue);
  let worker: string | null = null;
  const wake = () => { if (worker !== null) boss.notifyWorker(worker); };
  return {
    send: async (tx, data) => {
      const trx = open(tx);
      const db = { executeSql: async (text: string, values: unknown[] = []) => ({ rows: (await trx.executeQuery(CompiledQuery.raw(text, values))).rows }) };
      if (await boss.send(queue, data, { db }) === null) throw new Error(`The job queue ${queue} did not take a job.`);
    },
    wake,
    takeLeftovers: async () => {
      const { rows } = await ownerSql(store, `select data from ${SCHEMA}.job where name = $1 and state in ('created', 'retry', 'active')`, [queue]);
      await boss.deleteAllJobs(queue);
      return rows.map((row) => row['data'] as JobData);
    },
    work: async (handler) => {
      worker = await boss.work<JobData>(queue, { batchSize: 1, pollingIntervalSeconds: POLL_SECONDS }, async ([job]) => {
        // After a job pg-boss waits for the next poll; the next job may be here already.
        try { if (job) await handler(job.data, job.signal); } finally { wake(); }
      });
    },
    stop: () => boss.stop({ graceful: true, close: false, timeout: 30_000 }),
  };
}
