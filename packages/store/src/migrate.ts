/** Migrations forward only, in one transaction under Kysely's lock; safe when several servers start at once. */
import { Kysely, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import type { Engine } from './engine/engine.ts';
import { StoreError } from './errors.ts';
import { institutions } from './migrations/0001-institutions.ts';
import { see } from './migrations/0002-see.ts';
import { assess } from './migrations/0003-assess.ts';

const MIGRATIONS: Readonly<Record<string, readonly string[]>> = { '0001-institutions': institutions, '0002-see': see, '0003-assess': assess };

/** All SQL of the schema: changes when the schema does (test templates are kept by it). */
export function schemaText(): string { return JSON.stringify(MIGRATIONS); }

export async function migrate(engine: Engine): Promise<void> {
  const db = new Kysely<unknown>({ dialect: engine.owner });
  const migrations: Record<string, Migration> = Object.fromEntries(Object.entries(MIGRATIONS).map(([name, statements]) => [name, {
    up: async (on) => { for (const statement of statements) await sql.raw(statement).execute(on); },
  }]));
  const { error, results } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest();
  if (error === undefined) return;
  const message = error instanceof Error ? error.message : String(error);
  if (/previously executed migration/.test(message)) {
    throw new StoreError('database-newer', 'The database was made by a newer version of this program. Update the program; nothing was changed.', { cause: error });
  }
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'the migration table';
  throw new StoreError('database-unreachable', `The database cannot be brought up to date (${failed}): ${message}. Nothing was changed.`, { cause: error });
}
