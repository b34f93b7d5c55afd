/**
 * `npm run bench:simulate`: attack graphs routed through hubs, horizon 14 days, as a user runs them (`wardkeep simulate`, reading the file and printing included) and
 * the engine alone, beside a plain heap Dijkstra and the bit-parallel pass, which must give the same answers. CPU seconds, as other programs may run on the machine.
 *
 *   --seed N        of graphs and draws (default 1)
 *   --samples N     (default 1000)
 *   --hosts A,B     (default 1000,10000,100000)
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Assembly, VALUES_LIMIT } from '../packages/loop/src/simulate/assemble.ts';
import { Falls } from '../packages/loop/src/simulate/falls.ts';
import { type AttackGraph, inLocalOrder } from '../packages/loop/src/simulate/graph.ts';
import { Arrivals, compileKernel } from '../packages/loop/src/simulate/kernel.ts';
import { chunkCount, Player } from '../packages/loop/src/simulate/play.ts';
import { measure } from './measure.ts';
import { hubGraph } from './simulate-graph.ts';
import { PlainDijkstra } from './simulate-plain.ts';

/** Seconds that the design promises for 1,000 samples. */
const GOALS: Readonly<Record<number, { readonly oneCore?: number; readonly twoCores?: number }>> = { 10_000: { oneCore: 1.5 }, 100_000: { twoCores: 15 } };
const MEMORY_MIB = 500, REACH = 0.3, SPEEDUP = 1.8;

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, samples: { type: 'string', default: '1000' }, hosts: { type: 'string', default: '1000,10000,100000' } } });
const seed = Number(values.seed), samples = Number(values.samples), folder = mkdtempSync(join(tmpdir(), 'wardkeep-bench-')), shipped = new URL('../scripts/wardkeep.mjs', import.meta.url).pathname;
const failures: string[] = [], growth: string[] = [];

const cpuSeconds = (work: () => void): number => { const before = process.cpuUsage(); work(); const { user, system } = process.cpuUsage(before); return (user + system) / 1e6; };
const say = (what: string, value: string) => { console.log(`  ${what.padEnd(58)}${value}`); };
const promise = (what: string, is: number, limit: number, unit: string): string => { if (is > limit) failures.push(`${what}: ${is.toFixed(2)} ${unit}, promised ${limit}`); return `${is.toFixed(2)} ${unit} (promised: ≤ ${limit})`; };

function json(graph: AttackGraph): string {
  const id = (step: number) => graph.steps[step]!.id, edges: string[] = [];
  for (let at = 0; at < graph.edges.length; at += 2) edges.push(JSON.stringify([id(graph.edges[at]!), id(graph.edges[at + 1]!)]));
  return `{"format":"attack-graph/1","steps":[\n${graph.steps.map((step) => JSON.stringify({ ...step, k: step.k ?? undefined })).join(',\n')}\n],"edges":[\n${edges.join(',\n')}\n],"entries":${JSON.stringify(graph.entries.map(id))},"horizonHours":${graph.horizonHours},"containment":null}`;
}

function sameAnswers(graph: AttackGraph, count: number): { readonly plainMs: number; readonly ownMs: number } {
  const kernel = compileKernel(graph, seed), arrivals = new Arrivals(kernel), plain = new PlainDijkstra(graph, kernel), all = Array.from({ length: count }, (_, sample) => sample);
  let answers: Float64Array[] = [];
  const plainMs = (cpuSeconds(() => { answers = all.map((sample) => plain.run(sample)); }) * 1000) / count, ownMs = (cpuSeconds(() => { for (const sample of all) arrivals.run(sample); }) * 1000) / count;
  for (const sample of all) {
    arrivals.run(sample);
    const at = answers[sample]!.findIndex((hour, step) => hour !== arrivals.done[step]);
    if (at >= 0) throw new Error(`Sample ${sample}, ${graph.steps[at]!.id}: plain Dijkstra says ${answers[sample]![at]}, the engine ${arrivals.done[at]}.`);
  }
  return { plainMs, ownMs };
}

/** Without horizon, as the pass knows no hours. */
function bitParallel(graph: AttackGraph, words: number): number {
  const kernel = compileKernel({ ...graph, horizonHours: null }, seed), falls = new Falls(kernel), arrivals = new Arrivals(kernel);
  for (let sample = 0; sample < 32; sample++) {
    if (sample === 0) falls.run(0);
    arrivals.run(sample);
    const at = arrivals.done.findIndex((hour, step) => (hour < Infinity) !== ((falls.fallen[step]! >>> sample) % 2 === 1));
    if (at >= 0) throw new Error(`Sample ${sample}, ${graph.steps[at]!.id}: the bit-parallel pass and the engine differ.`);
  }
  return (cpuSeconds(() => { for (let word = 0; word < words; word++) falls.run(word * 32); }) * 1000) / words / 32;
}

async function bench(hosts: number): Promise<void> {
  const given = hubGraph({ hosts, zones: Math.max(1, Math.round(hosts / 100)), services: Math.round(hosts * 0.06), seed }), { graph } = inLocalOrder(given), steps = graph.steps.length;
  console.log(`\n${hosts} hosts, ${graph.edges.length / 2} edges, ${Math.round(hosts * 0.06)} services: ${steps} steps`);
  const kernel = compileKernel(graph, seed), arrivals = new Arrivals(kernel), few = Math.min(samples, 100);
  let reached = 0;
  for (let sample = 0; sample < few; sample++) reached += arrivals.run(sample);
  const reach = reached / few / steps;
  say('reached on average', `${(reach * 100).toFixed(1)} % of the steps (at least ${REACH * 100} %)`);
  if (reach < REACH) failures.push(`${hosts} hosts: only ${(reach * 100).toFixed(1)} % reached`);
  const { plainMs, ownMs } = sameAnswers(graph, Math.max(5, Math.min(100, Math.round(500_000 / hosts))));
  say('plain heap Dijkstra, same answers', `${plainMs.toFixed(3)} ms a sample, ${(plainMs / ownMs).toFixed(1)} times the engine's ${ownMs.toFixed(3)}`);
  say('bit-parallel "who falls", same answers', `${bitParallel(graph, 8).toFixed(3)} ms a sample`);
  const assembly = new Assembly(steps, samples, VALUES_LIMIT), engine = cpuSeconds(() => { new Player(kernel, samples).play(0, chunkCount(samples), (hours) => { assembly.addHours(hours); return hours.hours; }, () => {}); });
  say(`engine with sums and quantiles' counts, ${samples} samples`, `${engine.toFixed(2)} CPU-s, ${((engine * 1e9) / samples / reach / steps).toFixed(0)} ns a reached step`);
  const file = join(folder, `${hosts}.json`), goal = GOALS[hosts], scale = samples / 1000;
  writeFileSync(file, json(given));
  const command = (workers: number) => measure([process.execPath, '--disable-warning=ExperimentalWarning', shipped, 'simulate', '--graph', file, '--samples', String(samples), '--seed', String(seed), '--workers', String(workers), '--json'], true);
  const one = await command(1), two = await command(2), start = await measure([process.execPath, '--disable-warning=ExperimentalWarning', shipped, 'simulate', '--graph', file, '--samples', '1', '--json'], true);
  if (one.code !== 0 || two.code !== 0 || one.stdout !== two.stdout) failures.push(`${hosts} hosts: one and two workers print different results (exit ${one.code}, ${two.code})`);
  const play = one.cpuSeconds - start.cpuSeconds;
  say('wardkeep simulate, 1 worker', `${one.cpuSeconds.toFixed(2)} CPU-s, of which ${start.cpuSeconds.toFixed(2)} with a single sample (${start.peakMiB.toFixed(0)} MiB); ${one.seconds.toFixed(2)} s; peak ${one.peakMiB.toFixed(0)} MiB`);
  say('wardkeep simulate, 2 workers, same bytes', `${two.cpuSeconds.toFixed(2)} CPU-s; ${two.seconds.toFixed(2)} s; peak ${two.peakMiB.toFixed(0)} MiB`);
  // On idle cores two workers share the playing; what they cost more in CPU is lost.
  const playTwo = (two.cpuSeconds - start.cpuSeconds) / 2;
  say('speed-up of playing on two idle cores, from CPU seconds', `${(play / playTwo).toFixed(2)} (promised: ${SPEEDUP}); wall time of the whole, with load ${loadavg()[0]!.toFixed(1)}: ${(one.seconds / two.seconds).toFixed(2)}`);
  if (goal?.oneCore !== undefined) say('1,000 samples on one core (the engine alone)', promise(`${hosts} hosts, one core`, engine / scale, goal.oneCore, 's'));
  if (goal?.twoCores !== undefined) say('1,000 samples on two cores (half of the CPU seconds)', promise(`${hosts} hosts, two cores`, playTwo / scale, goal.twoCores, 's'));
  say('memory', promise(`${hosts} hosts, memory`, Math.max(one.peakMiB, two.peakMiB), MEMORY_MIB, 'MiB'));
  growth.push(`${hosts} hosts: ${((engine * 1000) / samples).toFixed(3)} ms a sample, ${((engine * 1e9) / samples / (graph.edges.length / 2)).toFixed(0)} ns an edge`);
}

console.log(`seed ${seed}, ${samples} samples, Node.js ${process.version}, load ${loadavg()[0]!.toFixed(1)}`);
try {
  for (const hosts of values.hosts.split(',').map(Number)) await bench(hosts);
  console.log(`\ngrowth\n  ${growth.join('\n  ')}`);
  for (const failure of failures) console.log(`FAIL ${failure}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
} finally { rmSync(folder, { recursive: true, force: true }); }
