/**
 * A plain second engine: the same draws, then the rules of `attack-graph/1` read word by word and applied again and again until nothing changes. It can be told
 * to be wrong in one way, which the closed forms must notice.
 */
import { type Draws, drawHours } from '@wardkeep/loop/simulate/draw';
import type { AttackGraph } from '@wardkeep/loop/simulate/graph';
import { compileKernel } from '@wardkeep/loop/simulate/kernel';

export type Fault = 'or and and exchanged' | 'possible dropped' | 'horizon ignored' | 'containment ignored';
export const FAULTS: readonly Fault[] = ['or and and exchanged', 'possible dropped', 'horizon ignored', 'containment ignored'];

export class Reference {
  private readonly graph: AttackGraph;
  private readonly draws: Draws;
  private readonly fault: Fault | null;
  private readonly parents: readonly (readonly number[])[];

  constructor(graph: AttackGraph, seed: number, fault: Fault | null = null) {
    const told = fault === 'possible dropped' ? { ...graph, steps: graph.steps.map((step) => ({ ...step, possible: 1 })) } : graph, { draws } = compileKernel(told, seed), parents: number[][] = graph.steps.map(() => []);
    for (let at = 0; at < graph.edges.length; at += 2) parents[graph.edges[at + 1]!]!.push(graph.edges[at]!);
    this.graph = graph;
    this.fault = fault;
    this.parents = parents;
    this.draws = draws;
  }

  /** Hour at which each step is done; Infinity: not reached. */
  run(sample: number): number[] {
    const { graph, fault } = this, hours = graph.steps.map((_, step) => drawHours(this.draws, step, sample)), done = graph.steps.map(() => Infinity);
    for (let changed = true; changed;) {
      changed = false;
      for (let step = 0; step < done.length; step++) {
        const at = this.start(step, done) + hours[step]!;
        if (at < done[step]!) { done[step] = at; changed = true; }
      }
    }
    const horizon = fault === 'horizon ignored' || graph.horizonHours === null ? Number.MAX_VALUE : graph.horizonHours;
    const contained = fault === 'containment ignored' || graph.containment === null ? Infinity : done[graph.containment]!;
    return done.map((at) => (at <= horizon && at <= contained ? at : Infinity));
  }

  private start(step: number, done: readonly number[]): number {
    if (this.graph.entries.includes(step)) return 0;
    const { type, k } = this.graph.steps[step]!, hours = this.parents[step]!.map((parent) => done[parent]!).sort((a, b) => a - b), swap = this.fault === 'or and and exchanged';
    if (hours.length === 0) return Infinity;
    if (type === 'atLeast') return hours[k! - 1]!;
    return (type === 'or') !== swap ? hours[0]! : hours.at(-1)!;
  }
}
