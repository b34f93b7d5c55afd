/** Starts a worker for one job: limited memory, stopped by a signal, gone afterwards. */
import { Worker } from 'node:worker_threads';
import type { ResolvedAsset } from '@wardkeep/model';
import type { ResolveInput } from '@wardkeep/loop/see/resolve/index';
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
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./job.worker.ts', import.meta.url), { workerData: job, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB }, execArgv: ['--disable-warning=ExperimentalWarning'] });
    let settled = false;
    const settle = (done: () => void) => {
      if (settled) return;
      settled = true;
      signal?.removeEventListener('abort', stop);
      void worker.terminate().then(done, done);
    };
    const stop = () => { settle(() => { reject(signal!.reason as Error); }); };
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (answer: Answer) => {
      if (answer.kind === 'progress') onProgress(answer.progress);
      else if (answer.kind === 'fault') settle(() => { reject(new Error(answer.message)); });
      else settle(() => { resolve(answer); });
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      settle(() => { reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Error(`Reading needed more than ${MEMORY_MB} MB of memory and was ended.`) : error); });
    });
    worker.on('exit', (code) => { settle(() => { reject(new Error(`The reading worker ended with code ${code} before it answered.`)); }); });
  });
}
