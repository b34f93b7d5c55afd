/** Circles in a graph of names. */

export interface CycleNode { readonly id: string; readonly to: readonly string[] }
/** `path`: places of the nodes around, the first one again at the end; `at`: the node whose edge closes it. */
export interface Cycle { readonly at: number; readonly path: readonly number[] }

/** Nodes of a path that are named; the others are left out of it. */
const NAMED = 20;

/** One circle for each edge that closes one on a walk in depth, so none is missed altogether. Unknown names are ignored. Not recursive: a chain may be long. */
export function cycles(nodes: readonly CycleNode[]): Cycle[] {
  const places = new Map(nodes.map(({ id }, at) => [id, at])), found: Cycle[] = [];
  const next = new Int32Array(nodes.length), depth = new Int32Array(nodes.length).fill(-1), done = new Uint8Array(nodes.length);
  for (let start = 0; start < nodes.length; start++) {
    if (done[start] === 1) continue;
    const path = [start];
    depth[start] = 0;
    while (path.length > 0) {
      const at = path.at(-1)!, edge = nodes[at]!.to[next[at]!++];
      if (edge === undefined) { path.pop(); depth[at] = -1; done[at] = 1; continue; }
      const to = places.get(edge);
      if (to === undefined || done[to] === 1) continue;
      if (depth[to]! >= 0) { found.push({ at, path: [...path.slice(depth[to]!, depth[to]! + NAMED), to] }); continue; }
      depth[to] = path.length;
      path.push(to);
    }
  }
  return found;
}
