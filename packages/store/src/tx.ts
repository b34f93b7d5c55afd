/**
 * The wall between use cases and the database: a use case holds a `Tx`, which says for whom it acts and opens nothing by itself. Only the
 * named queries of this package can look inside, and only while its transaction lasts.
 */
import type { Transaction } from 'kysely';
import { StoreError } from './errors.ts';
import type { Database } from './tables.ts';

/** For whom a transaction acts. Without an institution only a person's own memberships can be seen. */
export interface TxContext {
  readonly institutionId: string | null; readonly personId?: string | null;
  /** The transaction writes what belongs to the region: advisories, intelligence, feeds. */
  readonly region?: boolean;
}

declare const opaque: unique symbol;
/** One transaction of one institution. */
export interface Tx { readonly [opaque]: true; readonly institutionId: string }

const inner = new WeakMap<Tx, Transaction<Database>>();

/** Runs `body` with a Tx that dies with it. */
export async function withTx<T>(trx: Transaction<Database>, institutionId: string, body: (tx: Tx) => Promise<T>): Promise<T> {
  const tx = Object.freeze({ institutionId }) as Tx;
  inner.set(tx, trx);
  try { return await body(tx); } finally { inner.delete(tx); }
}

/** The connection inside. For `queries/` and `jobs.ts` only. */
export function open(tx: Tx): Transaction<Database> {
  const trx = inner.get(tx);
  if (!trx) throw new StoreError('closed', 'A transaction was used after its end.');
  return trx;
}
