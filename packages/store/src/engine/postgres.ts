/** PostgreSQL 15 or later by URL. Two small pools: one for use cases, one for the owner (schema changes, job queue). */
import pg from 'pg';
import { PostgresDialect } from 'kysely';
import { StoreError } from '../errors.ts';
import type { Engine } from './engine.ts';

const OLDEST = 150000;
const INT8 = 20;

/** int8 as a number, as PGlite gives it: counts and microseconds stay below 2^53. */
const types = { getTypeParser: ((oid: number, format?: 'text' | 'binary') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format))) as typeof pg.types.getTypeParser };

export async function openPostgres(url: string, ownerUrl: string | null, limitMs: number): Promise<Engine> {
  const application = pool(url, 10, limitMs), owner = pool(ownerUrl ?? url, 3, 0);
  try {
    await checkServer(application, url);
    if (ownerUrl !== null) await checkServer(owner, ownerUrl);
  } catch (error) {
    await Promise.allSettled([application.end(), owner.end()]);
    throw error;
  }
  return {
    kind: 'postgres', application: new PostgresDialect({ pool: application }), owner: new PostgresDialect({ pool: owner }),
    ownerSql: async (text, values) => {
      const result = await owner.query(text, values && values.length > 0 ? [...values] : undefined) as pg.QueryResult | pg.QueryResult[];
      return Array.isArray(result) ? result.at(-1)! : result;
    },
    close: async () => { await Promise.allSettled([application, owner].map((each) => (each.ending ? Promise.resolve() : each.end()))); },
  };
}

function pool(url: string, max: number, limitMs: number): pg.Pool {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) {
    throw new StoreError('database-url', 'DATABASE_URL must look like postgres://user:password@host:5432/database.');
  }
  const made = new pg.Pool({ connectionString: url, max, types, connectionTimeoutMillis: 10_000, application_name: 'wardkeep', ...(limitMs > 0 ? { statement_timeout: limitMs, query_timeout: limitMs + 5_000 } : {}) });
  made.on('error', () => { /* an idle connection broke; the pool makes a new one on the next query */ });
  return made;
}

async function checkServer(server: pg.Pool, url: string): Promise<void> {
  let version: number;
  try {
    version = Number((await server.query<{ server_version_num: string }>('show server_version_num')).rows[0]!.server_version_num);
  } catch (error) {
    throw new StoreError('database-unreachable', `The database ${where(url)} cannot be used: ${reason(error)}. Check DATABASE_URL.`, { cause: error });
  }
  if (version < OLDEST) throw new StoreError('database-old', `PostgreSQL 15 or later is needed; ${where(url)} is version ${Math.floor(version / 10000)}.`);
}

/** Host and database, never the password. */
function where(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${decodeURIComponent(pathname.slice(1)) || '(default)'} on ${hostname || 'the local socket'}${port === '' ? '' : `:${port}`}`;
}

function reason(error: unknown): string {
  const { message, code } = error as NodeJS.ErrnoException;
  const text = message || (error instanceof AggregateError ? (error.errors as Error[]).map((each) => each.message).join('; ') : '') || code || String(error);
  return text.replace(/\.+$/, '');
}
