/** A plain attack graph: steps that need one, all or some of their parents, and take hours. Published as `attack-graph/1` (docs/formats/attack-graph.md). */

/** How long a step takes once it has started. All hours ≥ 0. */
export type HoursSpec =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'exponential'; readonly mean: number }
  | { readonly kind: 'lognormal'; readonly median: number; readonly sigma: number }
  | { readonly kind: 'gamma'; readonly shape: number; readonly scale: number }
  /** PERT with λ = 4: a beta on min to max whose mean is (min + 4 · mode + max) / 6. */
  | { readonly kind: 'pert'; readonly min: number; readonly mode: number; readonly max: number }
  | { readonly kind: 'infinite' };

export interface AttackStep {
  readonly id: string;
  /** Starts with the first parent that is done, with the last, or with the `k`-th. */
  readonly type: 'or' | 'and' | 'atLeast';
  /** Of `atLeast` only: 1 to the number of parents. */
  readonly k: number | null;
  /** Probability that the step is possible at all. */
  readonly possible: number;
  readonly hours: HoursSpec;
}

export interface AttackGraph {
  readonly steps: readonly AttackStep[];
  /** Pairs (from, to) of places in `steps`, each pair once: see {@link distinctEdges}. */
  readonly edges: Int32Array;
  /** Places of the steps that start at hour 0, whatever their parents. */
  readonly entries: readonly number[];
  /** Steps done later are not reached; null: no end. */
  readonly horizonHours: number | null;
  /** Place of the step that ends the attack: what is not done when it is done is not reached. */
  readonly containment: number | null;
}

/** Children by parent in compressed sparse rows: those of `step` are `to[first[step]]` to `to[first[step + 1] - 1]`, in the order of the edges. */
export interface Rows { readonly first: Int32Array; readonly to: Int32Array }

export function rowsOf(steps: number, edges: Int32Array): Rows {
  const first = new Int32Array(steps + 1), to = new Int32Array(edges.length / 2), next = new Int32Array(steps);
  for (let at = 0; at < edges.length; at += 2) first[edges[at]! + 1]!++;
  for (let step = 0; step < steps; step++) { first[step + 1]! += first[step]!; next[step] = first[step]!; }
  for (let at = 0; at < edges.length; at += 2) to[next[edges[at]!]!++] = edges[at + 1]!;
  return { first, to };
}

/** The pairs without repetition, those of one parent together. */
export function distinctEdges(steps: number, edges: Int32Array): Int32Array {
  const { first, to } = rowsOf(steps, edges), seenFrom = new Int32Array(steps).fill(-1), distinct = new Int32Array(edges.length);
  let length = 0;
  for (let from = 0; from < steps; from++) {
    for (let at = first[from]!; at < first[from + 1]!; at++) {
      if (seenFrom[to[at]!] === from) continue;
      seenFrom[to[at]!] = from;
      distinct[length++] = from;
      distinct[length++] = to[at]!;
    }
  }
  return distinct.slice(0, length);
}

/** Parents of each step. */
export function parentCounts(steps: number, edges: Int32Array): Int32Array {
  const counts = new Int32Array(steps);
  for (let at = 1; at < edges.length; at += 2) counts[edges[at]!]!++;
  return counts;
}

/**
 * The same graph with its steps in the order of a breadth-first walk from the entries, each row's children ascending: what a sample touches together lies together in
 * memory (the idea of E. Cuthill and J. McKee, ACM '69). Draws belong to ids, so no hour changes. `place[i]`: where step i of the given graph stands now.
 */
export function inLocalOrder(graph: AttackGraph): { readonly graph: AttackGraph; readonly place: Int32Array } {
  const count = graph.steps.length, { first, to } = rowsOf(count, graph.edges), place = new Int32Array(count).fill(-1), order = new Int32Array(count);
  let length = 0;
  const visit = (step: number) => { if (place[step] === -1) { place[step] = length; order[length++] = step; } };
  graph.entries.forEach(visit);
  for (let next = 0, unseen = 0; next < count; next++) {
    while (next === length) visit(unseen++);
    for (let at = first[order[next]!]!, end = first[order[next]! + 1]!; at < end; at++) visit(to[at]!);
  }
  const edges = new Int32Array(graph.edges.length);
  let filled = 0;
  for (let from = 0; from < count; from++) {
    const children = to.subarray(first[order[from]!], first[order[from]! + 1]).map((child) => place[child]!).sort();
    for (const child of children) { edges[filled++] = from; edges[filled++] = child; }
  }
  return {
    graph: { ...graph, steps: Array.from(order, (step) => graph.steps[step]!), edges, entries: graph.entries.map((step) => place[step]!), containment: graph.containment === null ? null : place[graph.containment]! },
    place,
  };
}
