/** Starts a worker for one job of ASSESS: stopped by a signal, gone afterwards. */
import type { Advisory, AssessAsset, AssessResult } from '@wardkeep/model';
import { runJob } from '../worker.ts';
import type { Answer, Job, Reading } from './messages.ts';

/** Old space of a worker in MB: 100,000 assets and 20,000 advisories need about half. */
const MEMORY_MB = 2048;

/** All assets against all advisories. An empty side costs no worker. */
export async function matchInWorker({ assets, advisories }: { readonly assets: readonly AssessAsset[]; readonly advisories: readonly Advisory[] }): Promise<AssessResult> {
  if (assets.length === 0 || advisories.length === 0) return { pairs: [], ignored: [] };
  const answer = await start({ kind: 'match', assets, advisories }, null, () => {});
  if (answer.kind !== 'matched') throw new Error(`A matching worker answered "${answer.kind}".`);
  return answer.result;
}

/** Reads a file, an archive or a folder of advisories, KEV and EPSS; what is not usable is quarantined. */
export async function readAdvisoriesInWorker({ path, name, now, signal, onProgress }: { readonly path: string; readonly name: string; readonly now: Date; readonly signal: AbortSignal; readonly onProgress: (read: number) => void }): Promise<Reading> {
  const answer = await start({ kind: 'read', path, name, now: now.toISOString() }, signal, onProgress);
  if (answer.kind !== 'reading') throw new Error(`A reading worker answered "${answer.kind}".`);
  return answer.reading;
}

function start(job: Job, signal: AbortSignal | null, onProgress: (read: number) => void): Promise<Answer> {
  return runJob<Answer>(new URL('./assess.worker.ts', import.meta.url), job, { signal, memoryMb: MEMORY_MB, subject: 'The assessment', onProgress: ({ read }) => { onProgress(read); } });
}
