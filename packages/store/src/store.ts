/**
 * The one way to the data: `openStore`, then `store.transaction(context, body)`. With a database URL it is PostgreSQL, without one PGlite in
 * the data folder; the rest of the program cannot tell which.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import { Kysely, sql } from 'kysely';
import type { Engine, SqlResult } from './engine/engine.ts';
import { openPglite } from './engine/pglite.ts';
import { openPostgres } from './engine/postgres.ts';
import { isUuid } from './ids.ts';
import { type FolderLock, lockFolder } from './lock.ts';
import { migrate } from './migrate.ts';
import { APPLICATION_ROLE } from './migrations/tenant.ts';
import { assertIsolation } from './selfcheck.ts';
import type { Database } from './tables.ts';
import { type Tx, type TxContext, withTx } from './tx.ts';

export interface StoreOptions {
  /** Folder for the database and temporary files; locked while open. Null: PGlite in memory, or PostgreSQL without a folder. */
  readonly dataDir: string | null;
  /** `postgres://…`, else PGlite. */
  readonly databaseUrl?: string | null | undefined;
  /** Owner of the tables, when `databaseUrl` is a login that only may become the application role. */
  readonly ownerUrl?: string | null | undefined;
  /** Longest time one query may take. */
  readonly queryTimeoutMs?: number | undefined;
}

export interface Store {
  readonly engine: Engine['kind'];
  /** One transaction as the application role, for one institution. Nothing is written when `body` throws. Never nest. */
  transaction<T>(context: TxContext, body: (tx: Tx) => Promise<T>): Promise<T>;
  /** After much was written: fresh statistics and the space of dead rows. PGlite has no autovacuum; PostgreSQL's comes a minute late. */
  maintain(): Promise<void>;
  close(): Promise<void>;
}

const QUERY_TIMEOUT_MS = 60_000;

/**
 * The transaction that the running code is in. Asking the outer handle from within would wait for ever on PGlite (it waits for itself) and
 * lose the institution on PostgreSQL; so it is refused at once on both.
 */
const within = new AsyncLocalStorage<{ open: boolean }>();
function refuseWithin(): void { if (within.getStore()?.open) throw new Error('The database was asked from within a transaction by another way than its Tx.'); }

const engines = new WeakMap<Store, Engine>();

/** SQL as the owner of the tables, outside any institution: for the job queue, maintenance and tests of this package. */
export async function ownerSql(store: Store, text: string, values?: readonly unknown[]): Promise<SqlResult> {
  refuseWithin();
  return engines.get(store)!.ownerSql(text, values);
}

/** Opens, migrates and checks the database. Throws a `StoreError` whose message can be shown as it is. */
export async function openStore(options: StoreOptions): Promise<Store> {
  const lock: FolderLock = options.dataDir === null ? { release() {} } : lockFolder(options.dataDir);
  let engine: Engine | null = null;
  try {
    const limitMs = options.queryTimeoutMs ?? QUERY_TIMEOUT_MS;
    engine = options.databaseUrl ? await openPostgres(options.databaseUrl, options.ownerUrl ?? null, limitMs)
      : await openPglite(options.dataDir === null ? null : join(options.dataDir, 'database'), limitMs);
    await migrate(engine);
    const db = new Kysely<Database>({ dialect: engine.application });
    await db.transaction().execute(async (trx) => { await enter(trx, { institutionId: null }); await assertIsolation(trx); });
    return makeStore(db, engine, lock);
  } catch (error) {
    await engine?.close();
    lock.release();
    throw error;
  }
}

function makeStore(db: Kysely<Database>, engine: Engine, lock: FolderLock): Store {
  let closing: Promise<void> | null = null;
  const store: Store = {
    engine: engine.kind,
    transaction: async (context, body) => {
      refuseWithin();
      const scope = { open: true };
      try {
        return await within.run(scope, () => db.transaction().execute(async (trx) => {
          await enter(trx, context);
          return withTx(trx, context.institutionId ?? '', body);
        }));
      } finally { scope.open = false; }
    },
    maintain: async () => { await ownerSql(store, 'vacuum (analyze) asset, asset_detail, asset_key, asset_use, witness_batch, import'); },
    close: () => { closing ??= engine.close().finally(() => lock.release()); return closing; },
  };
  engines.set(store, engine);
  return store;
}

/** Role and context last until the transaction's end: the third argument of set_config is `is_local`. */
async function enter(trx: Kysely<Database>, { institutionId, personId = null, region = false }: TxContext): Promise<void> {
  for (const id of [institutionId, personId]) if (id !== null && !isUuid(id)) throw new TypeError(`A context needs UUIDs; got ${JSON.stringify(id)}.`);
  await sql`select set_config('role', ${APPLICATION_ROLE}, true), set_config('wardkeep.institution', ${institutionId ?? ''}, true), set_config('wardkeep.person', ${personId ?? ''}, true), set_config('wardkeep.region', ${region ? 'on' : ''}, true)`.execute(trx);
}
