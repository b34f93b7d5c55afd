/** A simulation on several cores: the workers share the graph, take blocks of samples as they come, and the result does not tell how many there were. */
import { Worker } from 'node:worker_threads';
import { Assembly, type Block, chunkCount, chunksPerBlock, type Collect, collectFor, EXACT_STEPS, InOrder, VALUES_LIMIT } from '@wardkeep/loop/simulate/assemble';
import { type AttackGraph, inLocalOrder } from '@wardkeep/loop/simulate/graph';
import type { HistogramPages } from '@wardkeep/loop/simulate/histogram';
import { compileKernel, type Kernel } from '@wardkeep/loop/simulate/kernel';
import { CHUNK_SAMPLES, type Moments } from '@wardkeep/loop/simulate/tally';
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
  const kernel = shareKernel(compileKernel(local, seed)), collect = collectFor(steps, samples, valuesLimit), assembly = new Assembly(steps, samples, collect), { moments } = assembly;
  const pass = (what: Collect, count: number, take: (block: Block) => void, before: number, total: number) => playChunks(kernel, {
    ...options, samples: count, fromChunk: 0, toChunk: chunkCount(count), collect: what, onBlock: take, onProgress: (played) => { options.onProgress?.(before + played, total); },
  });
  const { chunks, pages } = await pass(collect, samples, (block) => { assembly.append(block); }, 0, samples), played = Math.min(samples, chunks * CHUNK_SAMPLES);
  for (const part of pages) assembly.addHistogram(part);
  const result = { samples: played, moments, quantiles: assembly.quantiles(), place };
  if (collect.kind === 'values' || steps > EXACT_STEPS) return { ...result, exact: collect.kind === 'values' };
  const groups = assembly.windows(valuesLimit), exact: Float64Array = result.quantiles.slice();
  for (const [at, group] of groups.entries()) {
    const again = signal?.aborted ? null : await pass({ kind: 'windows', windows: group.windows }, played, (block) => { group.append(block); }, samples + at * played, samples + groups.length * played);
    // Stopped in the second pass: what the histograms say stays.
    if (again === null || again.chunks < chunks) return { ...result, exact: false };
    group.finish(exact);
  }
  return { ...result, quantiles: exact, exact: true };
}

export interface PlayOptions {
  /** Of the whole run; the last chunk may be shorter. */
  readonly samples: number;
  readonly fromChunk: number;
  readonly toChunk: number;
  readonly collect: Collect;
  readonly workers: number;
  readonly signal?: AbortSignal;
  /** Blocks in order, without a gap. */
  readonly onBlock: (block: Block) => void;
  readonly onProgress?: (played: number) => void;
}

/** Plays a range of chunks. Gives how many were played, from the first on, and the workers' histograms. */
export async function playChunks(kernel: Kernel, { samples, fromChunk, toChunk, collect, workers, signal, onBlock, onProgress }: PlayOptions): Promise<{ readonly chunks: number; readonly pages: readonly HistogramPages[] }> {
  const perBlock = chunksPerBlock(kernel.steps), control = new Int32Array(new SharedArrayBuffer(CONTROL.length * 4)), pages: HistogramPages[] = [];
  let blocks = 0;
  const inOrder = new InOrder((block) => { blocks++; onBlock(block); });
  const order: PlayOrder = { kernel, samples, fromChunk, toChunk, chunksPerBlock: perBlock, collect, control };
  const stop = () => { Atomics.store(control, CONTROL.stop, 1); };
  if (signal?.aborted) stop();
  signal?.addEventListener('abort', stop, { once: true });
  const progress = setInterval(() => { onProgress?.(Atomics.load(control, CONTROL.played)); }, PROGRESS_MS);
  const team = Array.from({ length: Math.max(1, Math.min(workers, Math.ceil((toChunk - fromChunk) / perBlock))) }, () => new Worker(new URL('./play.worker.ts', import.meta.url), {
    workerData: order, resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB }, execArgv: ['--disable-warning=ExperimentalWarning'],
  }));
  try {
    await Promise.all(team.map((worker) => finished(worker, (block) => { inOrder.add(block); }, (part) => { pages.push(part); })));
  } finally {
    clearInterval(progress);
    signal?.removeEventListener('abort', stop);
    await Promise.all(team.map((worker) => worker.terminate()));
  }
  return { chunks: Math.min(toChunk - fromChunk, blocks * perBlock), pages };
}

function finished(worker: Worker, onBlock: (block: Block) => void, onPages: (pages: HistogramPages) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', (answer: PlayAnswer) => {
      if (answer.kind === 'block') onBlock(answer.block);
      else if (answer.kind === 'fault') reject(new Error(answer.message));
      else { if (answer.pages !== null) onPages(answer.pages); resolve(); }
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
