/** What the store needs of a database, whichever it is. Only this package sees it. */
import type { Dialect } from 'kysely';

export interface SqlResult { readonly rows: readonly Record<string, unknown>[] }

export interface Engine {
  readonly kind: 'pglite' | 'postgres';
  /** For use cases: sessions that become the application role in each transaction. */
  readonly application: Dialect;
  /** For migrations: the owner of the tables. */
  readonly owner: Dialect;
  /** Runs SQL as the owner, outside any tenant: job queue, maintenance. Without values the text may hold several statements. */
  ownerSql(text: string, values?: readonly unknown[]): Promise<SqlResult>;
  close(): Promise<void>;
}
