/** Faults of the ground: each has a stable code and one sentence that says what was expected and what was found. */
export type StoreErrorCode =
  | 'folder-in-use' | 'folder-unusable' | 'database-url' | 'database-unreachable' | 'database-old' | 'database-newer' | 'isolation' | 'timeout' | 'closed' | 'stopped-working';

export class StoreError extends Error {
  readonly code: StoreErrorCode;
  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreError';
    this.code = code;
  }
}
