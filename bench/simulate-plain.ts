/** What one would write first: Dijkstra with a binary heap of pairs and a draw for every step. The same answers, for the bench to compare with. */
import { type Draws, drawHours } from '../packages/loop/src/simulate/draw.ts';
import type { AttackGraph } from '../packages/loop/src/simulate/graph.ts';
import type { Kernel } from '../packages/loop/src/simulate/kernel.ts';

interface Waiting { readonly hour: number; readonly step: number }

export class PlainDijkstra {
  private readonly graph: AttackGraph;
  private readonly draws: Draws;
  private readonly children: readonly number[][];
  private readonly need: readonly number[];

  constructor(graph: AttackGraph, kernel: Kernel) {
    this.graph = graph;
    this.draws = kernel.draws;
    this.children = graph.steps.map(() => []);
    const parents = graph.steps.map(() => 0);
    for (let at = 0; at < graph.edges.length; at += 2) { this.children[graph.edges[at]!]!.push(graph.edges[at + 1]!); parents[graph.edges[at + 1]!]!++; }
    this.need = graph.steps.map(({ type, k }, step) => (type === 'or' ? 1 : type === 'and' ? parents[step]! : k!));
  }

  run(sample: number): Float64Array {
    const { steps, entries, horizonHours, containment } = this.graph, hours = steps.map((_, step) => drawHours(this.draws, step, sample));
    const done = new Float64Array(steps.length).fill(Infinity), need = [...this.need], started = new Uint8Array(steps.length), heap: Waiting[] = [];
    const start = (step: number, now: number) => { if (started[step] === 1) return; started[step] = 1; if (now + hours[step]! < Infinity) push(heap, { hour: now + hours[step]!, step }); };
    let limit = horizonHours ?? Number.MAX_VALUE;
    for (const entry of entries) start(entry, 0);
    while (heap.length > 0) {
      const { hour, step } = pop(heap);
      if (hour > limit) break;
      done[step] = hour;
      if (step === containment) limit = hour;
      for (const child of this.children[step]!) if (--need[child]! === 0) start(child, hour);
    }
    return done;
  }
}

function push(heap: Waiting[], item: Waiting): void {
  let at = heap.push(item) - 1;
  for (let parent = (at - 1) >> 1; at > 0 && heap[parent]!.hour > item.hour; at = parent, parent = (at - 1) >> 1) heap[at] = heap[parent]!;
  heap[at] = item;
}

function pop(heap: Waiting[]): Waiting {
  const top = heap[0]!, last = heap.pop()!;
  if (heap.length === 0) return top;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && heap[child + 1]!.hour < heap[child]!.hour) child++;
    if (heap[child]!.hour >= last.hour) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
