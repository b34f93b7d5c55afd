/** `attack-graph/1` as parsed JSON, narrowed without trust: either a graph, or every error with its place. Nothing is read half. */
import { type AttackGraph, type AttackStep, distinctEdges, type HoursSpec, parentCounts } from './graph.ts';
import { shown } from './shown.ts';

export const GRAPH_FORMAT = 'attack-graph/1';
/** A key of the quantiles' histogram has room for so many steps. */
export const STEP_LIMIT = 1 << 21;
export const EDGE_LIMIT = 1 << 24;
export const ID_LIMIT = 1000;
/** Errors told; the others are counted. */
const TOLD = 100;

export type GraphErrorCode = 'graph-format' | 'graph-field' | 'graph-number' | 'graph-too-many' | 'step-id' | 'step-id-twice' | 'step-type' | 'step-k' | 'step-unknown' | 'hours-kind' | 'hours-order' | 'edge-shape';

export interface GraphError {
  readonly code: GraphErrorCode;
  /** As in JavaScript: `steps[3].hours.mean`. */
  readonly place: string;
  /** What was expected and what was found. */
  readonly message: string;
}

export type ReadGraph =
  | { readonly graph: AttackGraph; readonly errors: readonly [] }
  | { readonly graph: null; readonly errors: readonly GraphError[]; readonly errorCount: number };

const NEVER: HoursSpec = { kind: 'infinite' };
/** In the place of what is none, until the errors are told. */
const NO_STEP: AttackStep = { id: '', type: 'or', k: null, possible: 0, hours: NEVER };

type Fields = Readonly<Record<string, unknown>>;

export function readAttackGraph(json: unknown): ReadGraph {
  const reader = new Reader(), graph = reader.graph(json);
  return graph === null ? { graph, errors: reader.errors, errorCount: reader.errorCount } : { graph, errors: [] };
}

class Reader {
  readonly errors: GraphError[] = [];
  errorCount = 0;
  private readonly places = new Map<string, number>();

  graph(json: unknown): AttackGraph | null {
    const root = fieldsOf(json);
    if (root === null) { this.error('graph-format', '', `Expected an object in the format ${GRAPH_FORMAT}; found ${shown(json)}.`); return null; }
    if (root.format !== GRAPH_FORMAT) { this.error('graph-format', 'format', `Expected ${JSON.stringify(GRAPH_FORMAT)}; found ${shown(root.format)}.`); return null; }
    const steps = this.list(root.steps, 'steps', STEP_LIMIT).map((step, at) => this.step(step, `steps[${at}]`, at)), sound = this.errorCount;
    const edges = this.edges(root.edges, steps.length);
    // With a pair missing, a count of parents would be one error more that is none.
    if (this.errorCount === sound) this.checkCounts(steps, edges);
    const entries = this.list(root.entries, 'entries', STEP_LIMIT).map((id, at) => this.known(id, `entries[${at}]`));
    const horizonHours = root.horizonHours === undefined || root.horizonHours === null ? null : this.number(root.horizonHours, 'horizonHours', 'a finite number ≥ 0, or null', (value) => value >= 0);
    const containment = root.containment === undefined || root.containment === null ? null : this.known(root.containment, 'containment');
    if (Array.isArray(root.steps) && root.steps.length === 0) this.error('graph-field', 'steps', 'Expected at least one step; found an empty list.');
    return this.errorCount > 0 ? null : { steps, edges, entries, horizonHours, containment };
  }

  private step(json: unknown, place: string, at: number): AttackStep {
    const fields = fieldsOf(json);
    if (fields === null) { this.error('graph-field', place, `Expected a step; found ${shown(json)}.`); return NO_STEP; }
    const { id, type, possible } = fields;
    if (typeof id !== 'string' || id === '' || id.length > ID_LIMIT) this.error('step-id', `${place}.id`, `Expected a text of 1 to ${ID_LIMIT} characters; found ${shown(id)}.`);
    else if (this.places.has(id)) this.error('step-id-twice', `${place}.id`, `The id ${shown(id)} is already that of steps[${this.places.get(id)!}].`);
    else this.places.set(id, at);
    if (type !== 'or' && type !== 'and' && type !== 'atLeast') this.error('step-type', `${place}.type`, `Expected "or", "and" or "atLeast"; found ${shown(type)}.`);
    // `k` of other steps is not read.
    const k = type === 'atLeast' ? this.number(fields.k, `${place}.k`, 'a whole number ≥ 1, as the step is "atLeast"', (value) => Number.isInteger(value) && value >= 1, 'step-k') : null;
    return {
      id: String(id), type: type as AttackStep['type'], k,
      possible: possible === undefined ? 1 : this.number(possible, `${place}.possible`, 'a probability of 0 to 1', (value) => value >= 0 && value <= 1),
      hours: this.hours(fields.hours, `${place}.hours`),
    };
  }

  private hours(json: unknown, place: string): HoursSpec {
    const fields = fieldsOf(json);
    if (fields === null) { this.error('graph-field', place, `Expected a distribution such as {"kind":"constant","value":1}; found ${shown(json)}.`); return NEVER; }
    const positive = (name: string) => this.number(fields[name], `${place}.${name}`, 'a finite number ≥ 0', (value) => value >= 0);
    switch (fields.kind) {
      case 'constant': return { kind: 'constant', value: positive('value') };
      case 'exponential': return { kind: 'exponential', mean: positive('mean') };
      case 'lognormal': return { kind: 'lognormal', median: positive('median'), sigma: positive('sigma') };
      case 'gamma': return { kind: 'gamma', shape: this.number(fields.shape, `${place}.shape`, 'a finite number > 0', (value) => value > 0), scale: positive('scale') };
      case 'pert': return this.pert(positive('min'), positive('mode'), positive('max'), place);
      case 'infinite': return NEVER;
      default:
        this.error('hours-kind', `${place}.kind`, `Expected "constant", "exponential", "lognormal", "gamma", "pert" or "infinite"; found ${shown(fields.kind)}.`);
        return NEVER;
    }
  }

  private pert(min: number, mode: number, max: number, place: string): HoursSpec {
    if (min > mode) this.error('hours-order', `${place}.min`, `Expected min ≤ mode; found min ${min} and mode ${mode}.`);
    if (mode > max) this.error('hours-order', `${place}.max`, `Expected mode ≤ max; found mode ${mode} and max ${max}.`);
    return { kind: 'pert', min, mode, max };
  }

  /** The pairs of known steps, each once. */
  private edges(json: unknown, steps: number): Int32Array {
    const list = this.list(json, 'edges', EDGE_LIMIT), pairs = new Int32Array(list.length * 2);
    let length = 0;
    list.forEach((edge, at) => {
      if (!Array.isArray(edge) || edge.length !== 2) { this.error('edge-shape', `edges[${at}]`, `Expected a pair ["from","to"]; found ${shown(edge)}.`); return; }
      const from = this.known(edge[0], `edges[${at}][0]`), to = this.known(edge[1], `edges[${at}][1]`);
      if (from < 0 || to < 0) return;
      pairs[length++] = from;
      pairs[length++] = to;
    });
    return distinctEdges(steps, pairs.subarray(0, length));
  }

  private checkCounts(steps: readonly AttackStep[], edges: Int32Array): void {
    const parents = parentCounts(steps.length, edges);
    steps.forEach(({ id, k }, at) => {
      if (k !== null && k > parents[at]!) this.error('step-k', `steps[${at}].k`, `Expected k ≤ the number of parents, which is ${parents[at]} of ${shown(id)}; found ${k}.`);
    });
  }

  private known(id: unknown, place: string): number {
    const at = typeof id === 'string' ? this.places.get(id) : undefined;
    if (at === undefined) this.error('step-unknown', place, `Expected the id of a step; found ${shown(id)}, which no step has.`);
    return at ?? -1;
  }

  /** NaN when it is none, so that comparisons with it add no further error. */
  private number(json: unknown, place: string, expected: string, holds: (value: number) => boolean, code: GraphErrorCode = 'graph-number'): number {
    if (typeof json === 'number' && Number.isFinite(json) && holds(json)) return json;
    this.error(code, place, `Expected ${expected}; found ${shown(json)}.`);
    return NaN;
  }

  private list(json: unknown, place: string, limit: number): readonly unknown[] {
    if (!Array.isArray(json)) { this.error('graph-field', place, `Expected a list; found ${shown(json)}.`); return []; }
    if (json.length > limit) { this.error('graph-too-many', place, `Expected at most ${limit} entries; found ${json.length}.`); return []; }
    return json as readonly unknown[];
  }

  private error(code: GraphErrorCode, place: string, message: string): void {
    if (this.errorCount++ < TOLD) this.errors.push({ code, place, message });
  }
}

const fieldsOf = (json: unknown): Fields | null => (typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Fields) : null);
