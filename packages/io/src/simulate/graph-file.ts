/** An `attack-graph/1` from a file: bounded in bytes, depth and memory. */
import { access, constants, stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { ReadGraph } from '@wardkeep/loop/simulate/read';

/** 100,000 hosts with 600,000 edges have about 40 MB. */
const BYTES_LIMIT = 64 << 20;
/** Old space for parsing; such a graph takes a quarter, the worst file that is parsed at all about half. */
const MEMORY_MB = 1024;
/** A small young generation: what parsing leaves behind is collected early, which lowers the peak of such a graph from 470 to 330 MB. */
const YOUNG_MB = 16;

/** Rejects with what the file system says; what is wrong in the file comes back as errors. */
export async function readGraphFile(path: string): Promise<ReadGraph> {
  const [{ size }] = await Promise.all([stat(path), access(path, constants.R_OK)]);
  if (size > BYTES_LIMIT) return refused(`The file has ${size} bytes; at most ${BYTES_LIMIT} are read.`);
  const worker = new Worker(new URL('./graph.worker.ts', import.meta.url), { workerData: path, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB, maxYoungGenerationSizeMb: YOUNG_MB }, execArgv: ['--disable-warning=ExperimentalWarning'] });
  try {
    return await new Promise((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
      worker.on('exit', (code) => { reject(new Error(`The worker that parses the graph ended with code ${code} before it answered.`)); });
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') return refused(`Parsing the file needs more than ${MEMORY_MB} MB of memory; a graph of that size is not read.`);
    throw error;
  } finally { await worker.terminate(); }
}

const refused = (message: string): ReadGraph => ({ graph: null, errors: [{ code: 'graph-format', place: '', message }], errorCount: 1 });
