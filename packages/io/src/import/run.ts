/** Starts a worker for one job: limited memory, stopped by a signal, gone afterwards. */
import type { ResolvedAsset } from '@wardkeep/model';
import type { ResolveInput } from '@wardkeep/loop/see/resolve/index';
import { runJob } from '../worker.ts';
import type { Answer, Job, Progress, ReadOutcome, ReadJob } from './messages.ts';

export type { CaptureFacts, Progress, ReadOutcome, ReadStats } from './messages.ts';

/** Old space of a worker in MB: a capture of 100,000 hosts needs about a third of it. */
const MEMORY_MB = 1024;

export interface ReadRequest extends Omit<ReadJob, 'kind' | 'input'> { readonly kind: 'capture' | 'document'; readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void }

/** Reads one file in a worker. Rejects with the signal's reason when stopped, with an error when the worker broke. */
export async function readInWorker({ kind, path, name, mapping, signal, onProgress }: ReadRequest): Promise<ReadOutcome> {
  const answer = await start({ kind: 'read', input: kind, path, name, mapping }, signal, onProgress);
  if (answer.kind !== 'outcome') throw new Error(`A reading worker answered "${answer.kind}".`);
  return answer.outcome;
}

/** Resolves in a worker, so that the server goes on answering. */
export async function resolveInWorker(input: ResolveInput, signal: AbortSignal | null = null): Promise<readonly ResolvedAsset[]> {
  const answer = await start({ kind: 'resolve', input }, signal, () => {});
  if (answer.kind !== 'assets') throw new Error(`A resolving worker answered "${answer.kind}".`);
  return answer.assets;
}

function start(job: Job, signal: AbortSignal | null, onProgress: (progress: Progress) => void): Promise<Answer> {
  return runJob<Answer>(new URL('./job.worker.ts', import.meta.url), job, { signal, memoryMb: MEMORY_MB, subject: 'Reading', onProgress: ({ progress }) => { onProgress(progress); } });
}
