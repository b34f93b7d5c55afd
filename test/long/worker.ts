/** A fuzzing thread: runs the batches it is given. Where it is stands in shared memory, so that a case that never ends can be named. */
import { parentPort, workerData } from 'node:worker_threads';
import { runBatch } from './batch.ts';
import { collectTargets } from './targets.ts';

export interface FuzzOrder { readonly target: number; readonly batch: number; readonly cases: number }
export interface FuzzSetup { readonly seed: number; readonly files: readonly string[]; /** [0]: the case that runs. */ readonly place: Int32Array }

const { seed, files, place } = workerData as FuzzSetup, port = parentPort!;
const targets = collectTargets(files);

port.on('message', ({ target, batch, cases }: FuzzOrder) => {
  port.postMessage(runBatch(targets[target]!, seed, batch, cases, (index) => { Atomics.store(place, 0, index); }));
});
port.postMessage(null);
