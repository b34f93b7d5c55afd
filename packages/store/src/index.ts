export { StoreError, type StoreErrorCode } from './errors.ts';
export { isUuid, newId } from './ids.ts';
export { type JobData, type Jobs, openJobs } from './jobs.ts';
export { openStore, type Store, type StoreOptions } from './store.ts';
export type { Tx, TxContext } from './tx.ts';
