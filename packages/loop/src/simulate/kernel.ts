/**
 * One sample of an attack: the earliest hour at which each step is done. Hours sit on steps, not on edges, so steps can be settled in the order of their hours, each once
 * (D. E. Knuth: "A generalization of Dijkstra's algorithm", Inf. Process. Lett. 6(1), 1977): a step waits for one parent (or), all (and) or k (atLeast), and
 * starts when the last of these is settled. What waits for itself never starts, which is the least fixed point. A step is drawn when it starts: steps
 * that the attack does not come near cost nothing. Nothing is allocated for a sample.
 */
import { type Draws, DrawsBuilder, drawHours } from './draw.ts';
import { type AttackGraph, parentCounts, type Rows, rowsOf } from './graph.ts';
import { HotQueue } from './queue.ts';
import { deriveKey, words } from './threefry.ts';

/** A graph and a seed as typed arrays. Plain data: goes to workers as it is. */
export interface Kernel extends Rows {
  readonly steps: number;
  readonly draws: Draws;
  /** Parents that a step waits for; 0: none can start it, it is an entry or has no parents. */
  readonly need: Int32Array;
  readonly entries: Int32Array;
  /** The last hour that counts. */
  readonly horizon: number;
  /** -1: nothing ends the attack. */
  readonly containment: number;
}

/** `seed`: a whole number of 0 to 2⁵³ − 1. */
export function compileKernel(graph: AttackGraph, seed: number): Kernel {
  const count = graph.steps.length, parents = parentCounts(count, graph.edges);
  const draws = new DrawsBuilder(count), need = new Int32Array(count), entries = Int32Array.from(new Set(graph.entries));
  graph.steps.forEach((step, at) => {
    deriveKey(seed, step.id);
    draws.set(at, words[0]!, words[1]!, step.possible, step.hours);
    need[at] = step.type === 'or' ? Math.min(1, parents[at]!) : step.type === 'and' ? parents[at]! : step.k!;
  });
  for (const entry of entries) need[entry] = 0;
  return { ...rowsOf(count, graph.edges), steps: count, draws: draws.build(), need, entries, horizon: graph.horizonHours ?? Number.MAX_VALUE, containment: graph.containment ?? -1 };
}

/** The share of a sample's steps after whose hour the buckets of the next sample may be coarse. */
const SPAN_SHARE = 7 / 8;

export class Arrivals {
  /** Hour at which each step was done in the last sample; `Infinity`: not reached. */
  readonly done: Float64Array;
  /** The reached steps in the order of their hours; those after `reached` are of earlier samples. */
  readonly order: Int32Array;
  reached = 0;
  private readonly kernel: Kernel;
  private readonly need: Int32Array;
  private readonly queue: HotQueue;
  /** Steps that took no time: due before anything in the queue. */
  private readonly ready: Int32Array;
  private readyCount = 0;
  private span = 0;

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.done = new Float64Array(kernel.steps);
    this.order = new Int32Array(kernel.steps);
    this.need = new Int32Array(kernel.steps);
    this.ready = new Int32Array(kernel.steps);
    this.queue = new HotQueue(this.done);
  }

  /** Plays a sample (0 to 2³² − 1) and gives the number of steps reached. */
  run(sample: number): number {
    const { done, order, need, ready, queue } = this, { first, to, entries, horizon, containment } = this.kernel;
    need.set(this.kernel.need);
    done.fill(Infinity);
    queue.restart();
    let limit = horizon, reached = 0;
    for (let at = 0; at < entries.length; at++) this.begin(entries[at]!, sample, 0, limit);
    for (;;) {
      const step = this.readyCount > 0 ? ready[--this.readyCount]! : queue.pop();
      if (step === -1) break;
      const now = done[step]!;
      if (now > limit) { done[step] = Infinity; queue.clear(); break; }
      order[reached++] = step;
      // Whatever is done in the same hour still counts, whichever came first here.
      if (step === containment) limit = now;
      for (let at = first[step]!, end = first[step + 1]!; at < end; at++) {
        const child = to[at]!;
        if (--need[child]! === 0) this.begin(child, sample, now, limit);
      }
    }
    this.reached = reached;
    this.adapt();
    return reached;
  }

  private begin(step: number, sample: number, now: number, limit: number): void {
    const hour = now + drawHours(this.kernel.draws, step, sample);
    if (!(hour <= limit)) return;
    this.done[step] = hour;
    if (hour === now) this.ready[this.readyCount++] = step;
    else this.queue.push(step, hour);
  }

  /** Fits the buckets to where the hours of recent samples lie. Changes the speed, never a result. */
  private adapt(): void {
    if (this.reached === 0) return;
    const hour = this.done[this.order[Math.floor(this.reached * SPAN_SHARE)]!]! / SPAN_SHARE;
    this.span = this.span === 0 ? hour : this.span + (hour - this.span) / 8;
    this.queue.span(this.span);
  }
}
