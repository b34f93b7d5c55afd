/** `node play-part.ts GRAPH SAMPLES SEED FROM TO`: plays the chunks from FROM to TO and writes them to standard output, as a job on another machine would. */
import { serialize } from 'node:v8';
import { playChunks, shareKernel } from '../../packages/io/src/simulate/run.ts';
import { compileKernel } from '../../packages/loop/src/simulate/kernel.ts';
import type { Hours } from '../../packages/loop/src/simulate/play.ts';
import type { ChunkMoments } from '../../packages/loop/src/simulate/tally.ts';
import { hubGraph } from '../../bench/simulate-graph.ts';

export interface Part { readonly moments: readonly ChunkMoments[]; readonly hours: readonly Hours[] }

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const [, , options, ...numbers] = process.argv, [samples, seed, fromChunk, toChunk] = numbers.map(Number) as [number, number, number, number], part = { moments: [] as ChunkMoments[], hours: [] as Hours[] };
  const kernel = shareKernel(compileKernel(hubGraph(JSON.parse(options!) as Parameters<typeof hubGraph>[0]), seed));
  await playChunks(kernel, { samples, fromChunk, toChunk, workers: 1, onMoments: (moments) => { part.moments.push(moments); }, onHours: (hours) => { part.hours.push({ rows: hours.rows, hours: hours.hours.slice(0, hours.rows * kernel.steps) }); } });
  process.stdout.write(serialize(part satisfies Part));
}
