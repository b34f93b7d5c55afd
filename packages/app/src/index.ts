export type { App, UploadedFile } from './app.ts';
export { AppError, ERRORS, type ErrorCode, formatMessage } from './errors.ts';
export { ensureExample } from './example.ts';
export { type AppOptions, openApp, type OpenedApp } from './open.ts';
export type { Logger, ReadFile, ReadRequest, ReadResult, Resolve, ResolveInput } from './ports.ts';
export { StoreError } from '@wardkeep/store';
