/** However a run is split over threads and processes, its bits are the same. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { deserialize } from 'node:v8';
import { expect, test } from 'vitest';
import { playChunks, shareKernel, simulateGraph, type Simulation } from '@wardkeep/io/simulate/run';
import { Assembly, VALUES_LIMIT } from '@wardkeep/loop/simulate/assemble';
import { compileKernel } from '@wardkeep/loop/simulate/kernel';
import { chunkCount, chunksPerBlock } from '@wardkeep/loop/simulate/play';
import { hubGraph } from '../../bench/simulate-graph.ts';
import type { Part } from './play-part.ts';

const SEED = 9;
/** Not a multiple of 256: the last chunk is shorter. */
const SAMPLES = 3000;
const SMALL = { hosts: 60, zones: 4, services: 6, seed: 2 }, LARGE = { hosts: 5400, zones: 60, services: 60, seed: 2 }, small = hubGraph(SMALL), large = hubGraph(LARGE);

/** A digest of all numbers of the result, in the order of the graph's steps. */
function bits({ samples, moments, quantiles, place }: Omit<Simulation, 'exact'>): string {
  const hash = createHash('sha256').update(String(samples));
  for (const step of place) hash.update(Float64Array.of(moments.count[step]!, moments.mean[step]!, moments.squares[step]!)).update(quantiles.subarray(3 * step, 3 * step + 3));
  return hash.digest('hex');
}

test.each([['exact quantiles', small, SAMPLES], ['histogram', large, 520]] as const)('1, 2 and 3 workers: %s', async (_, graph, samples) => {
  const one = await simulateGraph(graph, { samples, seed: SEED, workers: 1 }), two = await simulateGraph(graph, { samples, seed: SEED, workers: 2 }), three = await simulateGraph(graph, { samples, seed: SEED, workers: 3 });
  expect(one.moments.count.some((count) => count > 0 && count < samples)).toBe(true);
  expect(bits(two)).toBe(bits(one));
  expect(bits(three)).toBe(bits(one));
  expect(bits(await simulateGraph(graph, { samples, seed: SEED + 1, workers: 2 }))).not.toBe(bits(one));
});

/** Plays a range in a process of its own. */
function partOf(graph: typeof SMALL, samples: number, fromChunk: number, toChunk: number): Promise<Part> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', new URL('play-part.ts', import.meta.url).pathname, JSON.stringify(graph), String(samples), String(SEED), String(fromChunk), String(toChunk)], { stdio: ['ignore', 'pipe', 'inherit'] }), pieces: Buffer[] = [];
    child.stdout.on('data', (piece: Buffer) => { pieces.push(piece); });
    child.on('error', reject);
    child.on('close', (code) => { if (code === 0) resolve(deserialize(Buffer.concat(pieces)) as Part); else reject(new Error(`A part ended with ${code}.`)); });
  });
}

test.each([['exact quantiles', SMALL, small, 40_000], ['histogram', LARGE, large, 520]] as const)('2 processes, each a range of the samples: %s', async (_, made, graph, samples) => {
  const chunks = chunkCount(samples), perBlock = chunksPerBlock(graph.steps.length), border = perBlock * Math.ceil(chunks / perBlock / 2);
  expect(border).toBeLessThan(chunks);
  const parts = await Promise.all([partOf(made, samples, 0, border), partOf(made, samples, border, chunks)]), assembly = new Assembly(graph.steps.length, samples, VALUES_LIMIT);
  for (const { moments, hours } of parts) { for (const own of moments) assembly.append(own); for (const own of hours) assembly.addHours(own); }
  expect(bits({ samples, moments: assembly.moments, quantiles: assembly.quantiles(), place: Int32Array.from(graph.steps.keys()) })).toBe(bits(await simulateGraph(graph, { samples, seed: SEED, workers: 2 })));
});

test('exact quantiles in two passes are those of one', async () => {
  const one = await simulateGraph(small, { samples: SAMPLES, seed: SEED, workers: 2 }), two = await simulateGraph(small, { samples: SAMPLES, seed: SEED, workers: 2, valuesLimit: 400 });
  expect([one.exact, two.exact]).toEqual([true, true]);
  expect(bits(two)).toBe(bits(one));
});

test('a stopped run is the run of as many samples', async () => {
  const stop = new AbortController(), seen: number[] = [], toChunk = chunkCount(2_000_000);
  const chunks = await playChunks(shareKernel(compileKernel(small, SEED)), { samples: 2_000_000, fromChunk: 0, toChunk, workers: 2, signal: stop.signal, onHours: () => {}, onMoments: (own) => { seen.push(own.chunks); if (seen.length === 3) stop.abort(); } });
  expect(seen.every((own) => own === chunksPerBlock(small.steps.length))).toBe(true);
  expect(chunks).toBe(seen.length * seen[0]!);
  expect(chunks).toBeLessThan(toChunk);
  const stopped = new AbortController();
  const run = await simulateGraph(small, { samples: 2_000_000, seed: SEED, workers: 2, signal: stopped.signal, onProgress: (played) => { if (played > 0) stopped.abort(); } });
  expect(run.samples).toBeGreaterThan(0);
  expect(run.samples).toBeLessThan(2_000_000);
  const again = await simulateGraph(small, { samples: run.samples, seed: SEED, workers: 1 });
  expect(bits({ ...run, quantiles: run.exact ? run.quantiles : again.quantiles })).toBe(bits(again));
});
