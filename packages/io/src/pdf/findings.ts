/**
 * Findings as a tagged PDF (PDF/UA-1) in the reader's language: the answer first, then a table for each ward, then what words and marks mean. The same input gives
 * the same bytes.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { FindingsPdfInput } from './input.ts';

export type PdfAnswer = { readonly kind: 'made'; readonly bytes: Uint8Array } | { readonly kind: 'fault'; readonly message: string };

/** Rejects where the platform has no typst (`canMakePdf` asks first) and by a fault of ours, with a sentence. */
export async function findingsPdf(input: FindingsPdfInput): Promise<Uint8Array> {
  const worker = new Worker(new URL('./pdf.worker.ts', import.meta.url), { workerData: input, execArgv: ['--disable-warning=ExperimentalWarning'] });
  try {
    const answer = await Promise.race([once(worker, 'message').then(([message]) => message as PdfAnswer), once(worker, 'exit').then(([code]): PdfAnswer => ({ kind: 'fault', message: `The worker for PDF documents ended with code ${String(code)} before it answered.` }))]);
    if (answer.kind === 'fault') throw new Error(answer.message);
    return answer.bytes;
  } finally { await worker.terminate(); }
}
