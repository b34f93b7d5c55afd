/** One worker thread for one job: limited memory, stopped by a signal, gone afterwards (docs/adr/0004). */
import { Worker } from 'node:worker_threads';

export interface JobOptions<A> {
  readonly signal: AbortSignal | null;
  /** Old space in MB. */
  readonly memoryMb: number;
  /** What the job is, as the beginning of a sentence: `Reading`, `The assessment`. */
  readonly subject: string;
  readonly onProgress: (answer: Extract<A, { kind: 'progress' }>) => void;
}

/** What every worker may say besides its own answers. */
type Said = { readonly kind: 'progress' } | { readonly kind: 'fault'; readonly message: string } | { readonly kind: string };

/** The first answer that is neither progress nor a fault. Rejects with the signal's reason when stopped, with an error when the worker broke. */
export function runJob<A extends Said>(file: URL, job: unknown, { signal, memoryMb, subject, onProgress }: JobOptions<A>): Promise<A> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const worker = new Worker(file, { workerData: job, resourceLimits: { maxOldGenerationSizeMb: memoryMb }, execArgv: ['--disable-warning=ExperimentalWarning'] });
    let settled = false;
    const settle = (done: () => void) => {
      if (settled) return;
      settled = true;
      signal?.removeEventListener('abort', stop);
      void worker.terminate().then(done, done);
    };
    const stop = () => { settle(() => { reject(signal!.reason as Error); }); };
    signal?.addEventListener('abort', stop, { once: true });
    worker.on('message', (answer: A) => {
      if (answer.kind === 'progress') onProgress(answer as Extract<A, { kind: 'progress' }>);
      else if (answer.kind === 'fault') settle(() => { reject(new Error((answer as { message: string }).message)); });
      else settle(() => { resolve(answer); });
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      settle(() => { reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new Error(`${subject} needed more than ${memoryMb} MB of memory and was ended.`) : error); });
    });
    worker.on('exit', (code) => { settle(() => { reject(new Error(`${subject}: the worker ended with code ${code} before it answered.`)); }); });
  });
}
