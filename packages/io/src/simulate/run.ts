/** A simulation on several cores: the workers share the graph, take blocks of samples as they come, and the result does not tell how many there were. */
import { Worker } from 'node:worker_threads';
import { Assembly, EXACT_STEPS, InOrder, VALUES_LIMIT } from '@wardkeep/loop/simulate/assemble';
import { type AttackGraph, inLocalOrder } from '@wardkeep/loop/simulate/graph';
import { compileKernel, type Kernel } from '@wardkeep/loop/simulate/kernel';
import { chunkCount, chunksPerBlock, type Hours } from '@wardkeep/loop/simulate/play';
import { type ChunkMoments, CHUNK_SAMPLES, type Moments } from '@wardkeep/loop/simulate/tally';
import { CONTROL, type PlayAnswer, type PlayOrder } from './messages.ts';

/** Old space of a worker in MB. The arrays of graph and samples are outside of it. */
const MEMORY_MB = 512;
const PROGRESS_MS = 200;

export interface RunOptions {
  readonly samples: number;
  readonly seed: number;
  readonly workers: number;
  /** Stops after the blocks that run; what was played by then is the result. */
  readonly signal?: AbortSignal;
  /** Samples played, of both passes where there are two. */
  readonly onProgress?: (played: number, total: number) => void;
  /** Values held for exact quantiles. */
  readonly valuesLimit?: number;
}

export interface Simulation {
  /** Played: fewer than asked for when the run was stopped. */
  readonly samples: number;
  readonly moments: Moments;
  /** Three a step: p50, p90, p99. */
  readonly quantiles: Float64Array;
  /** Step i of the graph has the moments and quantiles of step `place[i]`: the engine orders steps as suits its memory. */
  readonly place: Int32Array;
  /** Whether the quantiles are exact, or the middles of a histogram's buckets. */
  readonly exact: boolean;
}

export async function simulateGraph(graph: AttackGraph, options: RunOptions): Promise<Simulation> {
  const { samples, seed, signal, valuesLimit = VALUES_LIMIT } = options, steps = graph.steps.length, { graph: local, place } = inLocalOrder(graph);
  const kernel = shareKernel(compileKernel(local, seed)), assembly = new Assembly(steps, samples, valuesLimit), { moments } = assembly;
  const pass = (count: number, before: number, total: number, onMoments: (own: ChunkMoments) => void, onHours: (hours: Hours) => void) => playChunks(kernel, {
    ...options, samples: count, fromChunk: 0, toChunk: chunkCount(count), onMoments, onHours, onProgress: (played) => { options.onProgress?.(before + played, total); },
  });
  const chunks = await pass(samples, 0, samples, (own) => { assembly.append(own); }, (hours) => { assembly.addHours(hours); }), played = Math.min(samples, chunks * CHUNK_SAMPLES);
  const result = { samples: played, moments, quantiles: assembly.quantiles(), place, exact: assembly.exact };
  if (assembly.exact || steps > EXACT_STEPS) return result;
  const selections = assembly.selections(valuesLimit), exact = result.quantiles.slice();
  for (const [at, selection] of selections.entries()) {
    const again = signal?.aborted ? 0 : await pass(played, samples + at * played, samples + selections.length * played, () => {}, (hours) => { selection.addHours(hours); });
    // Stopped in the second pass: what the histograms say stays.
    if (again < chunks) return result;
    selection.finish(exact);
  }
  return { ...result, quantiles: exact, exact: true };
}

export interface PlayOptions {
  /** Of the whole run; the last chunk may be shorter. */
  readonly samples: number;
  readonly fromChunk: number;
  readonly toChunk: number;
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Moments of the next chunks, in order and without a gap. */
  readonly onMoments: (moments: ChunkMoments) => void;
  /** Hours of the same samples, in any order; the matrix is used again afterwards. */
  readonly onHours: (hours: Hours) => void;
  readonly onProgress?: (played: number) => void;
}

/** Plays a range of chunks and gives how many were played, from the first on: all, unless it was stopped. */
export async function playChunks(kernel: Kernel, { samples, fromChunk, toChunk, workers, signal, onMoments, onHours, onProgress }: PlayOptions): Promise<number> {
  const control = new Int32Array(new SharedArrayBuffer(CONTROL.length * 4)), order: PlayOrder = { kernel, samples, fromChunk, toChunk, control };
  let chunks = 0;
  const inOrder = new InOrder<ChunkMoments>((moments) => { chunks += moments.chunks; onMoments(moments); });
  const stop = () => { Atomics.store(control, CONTROL.stop, 1); };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const progress = setInterval(() => { onProgress?.(Atomics.load(control, CONTROL.played)); }, PROGRESS_MS);
  const team = Array.from({ length: Math.max(1, Math.min(workers, Math.ceil((toChunk - fromChunk) / chunksPerBlock(kernel.steps)))) }, () => new Worker(new URL('./play.worker.ts', import.meta.url), {
    workerData: order, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB }, execArgv: ['--disable-warning=ExperimentalWarning'],
  }));
  try {
    await Promise.all(team.map((worker) => finished(worker, (answer) => {
      if (answer.kind === 'hours') { onHours(answer.hours); worker.postMessage(answer.hours.hours, [answer.hours.hours.buffer as ArrayBuffer]); }
      else if (answer.kind === 'block') inOrder.add(answer.block, answer.moments);
    })));
  } finally {
    clearInterval(progress);
    signal?.removeEventListener('abort', stop);
    await Promise.all(team.map((worker) => worker.terminate()));
  }
  return chunks;
}

/** Settles when the worker has told everything. */
function finished(worker: Worker, onAnswer: (answer: PlayAnswer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: PlayAnswer) => {
      if (answer.kind === 'fault') reject(new Error(answer.message));
      else if (answer.kind === 'end') resolve();
      else try { onAnswer(answer); } catch (error) { reject(error as Error); }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => { reject(new Error(`A worker of SIMULATE ended with code ${code} before it had played its samples.`)); });
  });
}

/** The kernel in shared memory: however many workers, one copy. */
export function shareKernel(kernel: Kernel): Kernel {
  const { draws } = kernel, doubles = shared(draws.doubles, Float64Array);
  return {
    ...kernel, first: shared(kernel.first, Int32Array), to: shared(kernel.to, Int32Array), need: shared(kernel.need, Int32Array), entries: shared(kernel.entries, Int32Array),
    draws: { doubles, words: new Int32Array(doubles.buffer), shapes: shared(draws.shapes, Float64Array) },
  };
}

function shared<T extends Int32Array | Float64Array>(own: T, Kind: { new (buffer: SharedArrayBuffer): T }): T {
  const copy = new Kind(new SharedArrayBuffer(own.byteLength));
  copy.set(own);
  return copy;
}
