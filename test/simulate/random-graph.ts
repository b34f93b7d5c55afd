/** Random attack graphs for laws: cycles, repeated edges, all kinds of steps, ties, containment and horizons. */
import fc from 'fast-check';

export interface StepJson { id: string; type: 'or' | 'and' | 'atLeast'; k?: number; possible: number; hours: { kind: string; [parameter: string]: number | string } }
export interface GraphJson { format: 'attack-graph/1'; steps: StepJson[]; edges: [string, string][]; entries: string[]; horizonHours: number | null; containment: string | null }

const amount = fc.oneof(fc.constantFrom(0, 1, 2, 4), fc.double({ min: 0.01, max: 20, noNaN: true }));
const hours = fc.oneof(
  amount.map((value) => ({ kind: 'constant', value })), amount.map((mean) => ({ kind: 'exponential', mean })), fc.tuple(amount, fc.double({ min: 0, max: 2, noNaN: true })).map(([median, sigma]) => ({ kind: 'lognormal', median, sigma })),
  fc.tuple(fc.double({ min: 0.1, max: 5, noNaN: true }), amount).map(([shape, scale]) => ({ kind: 'gamma', shape, scale })),
  fc.array(amount, { minLength: 3, maxLength: 3 }).map((three) => { const [min, mode, max] = [...three].sort((a, b) => a - b) as [number, number, number]; return { kind: 'pert', min, mode, max }; }), fc.constant({ kind: 'infinite' }),
);

/** `kinds`: of steps. */
export const randomGraph = (kinds: readonly StepJson['type'][] = ['or', 'and', 'atLeast'], size = 14): fc.Arbitrary<GraphJson> => fc.integer({ min: 1, max: size }).chain((count) => {
  const place = fc.integer({ min: 0, max: count - 1 }), id = (at: number) => `step ${at}`;
  return fc.record({
    types: fc.array(fc.constantFrom(...kinds), { minLength: count, maxLength: count }), ks: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: count, maxLength: count }),
    possible: fc.array(fc.oneof(fc.constantFrom(1, 1, 0), fc.double({ min: 0, max: 1, noNaN: true })), { minLength: count, maxLength: count }), hours: fc.array(hours, { minLength: count, maxLength: count }),
    edges: fc.array(fc.tuple(place, place), { maxLength: 3 * count }), entries: fc.array(place, { minLength: 1, maxLength: 3 }), horizonHours: fc.option(fc.double({ min: 0, max: 60, noNaN: true })), containment: fc.option(place, { freq: 1 }),
  }).map((drawn): GraphJson => ({
    format: 'attack-graph/1',
    steps: drawn.types.map((type, at) => {
      const parents = new Set(drawn.edges.filter(([, to]) => to === at).map(([from]) => from)).size, atLeast = type === 'atLeast' && parents > 0;
      return { id: id(at), type: type === 'atLeast' && !atLeast ? 'or' : type, ...(atLeast ? { k: Math.min(drawn.ks[at]!, parents) } : {}), possible: drawn.possible[at]!, hours: drawn.hours[at]! };
    }),
    edges: drawn.edges.map(([from, to]) => [id(from), id(to)]), entries: drawn.entries.map(id), horizonHours: drawn.horizonHours, containment: drawn.containment === null ? null : id(drawn.containment),
  }));
});
