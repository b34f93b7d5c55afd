/** Laws that hold in every single sample, on equal draws. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Falls } from '@wardkeep/loop/simulate/falls';
import type { AttackGraph } from '@wardkeep/loop/simulate/graph';
import { Arrivals, compileKernel } from '@wardkeep/loop/simulate/kernel';
import { readAttackGraph } from '@wardkeep/loop/simulate/read';
import { type GraphJson, randomGraph } from './random-graph.ts';
import { Reference } from './reference.ts';

const RUNS = 400, SAMPLES = 24;

const graphOf = (json: GraphJson): AttackGraph => { const { graph, errors } = readAttackGraph(json); expect(errors).toEqual([]); return graph!; };

/** Hours by id and sample. */
function hoursOf(json: GraphJson, seed = 7): Map<string, number[]> {
  const graph = graphOf(json), arrivals = new Arrivals(compileKernel(graph, seed)), hours = new Map<string, number[]>(graph.steps.map(({ id }) => [id, []]));
  for (let sample = 0; sample < SAMPLES; sample++) {
    arrivals.run(sample);
    graph.steps.forEach(({ id }, at) => { hours.get(id)!.push(arrivals.done[at]!); });
  }
  return hours;
}

function expectNone(before: Map<string, number[]>, after: Map<string, number[]>, broken: (before: number, after: number) => boolean): void {
  for (const [id, own] of before) own.forEach((at, sample) => { if (broken(at, after.get(id)![sample]!)) throw new Error(`${id} in sample ${sample}: ${at} before, ${after.get(id)![sample]} after.`); });
}

describe('one sample', () => {
  test('is what the reference finds, to the last bit, and lists what it reached by hour', () => {
    fc.assert(fc.property(randomGraph(), (json) => {
      const graph = graphOf(json), arrivals = new Arrivals(compileKernel(graph, 7)), reference = new Reference(graph, 7);
      for (let sample = 0; sample < SAMPLES; sample++) {
        const expected = reference.run(sample), reached = arrivals.run(sample), order = [...arrivals.order.subarray(0, reached)];
        expect([...arrivals.done]).toEqual(expected);
        expect(order.map((step) => expected[step]!)).toEqual(expected.filter((at) => at < Infinity).sort((a, b) => a - b));
        expect(new Set(order).size).toBe(reached);
      }
    }), { numRuns: RUNS });
  });

  test('does not depend on those played before it', () => {
    fc.assert(fc.property(randomGraph(), fc.array(fc.integer({ min: 0, max: 2 ** 32 - 1 }), { maxLength: 8 }), (json, others) => {
      const kernel = compileKernel(graphOf(json), 7), used = new Arrivals(kernel), fresh = new Arrivals(kernel);
      for (const sample of others) used.run(sample);
      used.run(3);
      fresh.run(3);
      expect(used.done).toEqual(fresh.done);
    }), { numRuns: RUNS });
  });

  test('is the same for steps in another order', () => {
    fc.assert(fc.property(randomGraph(), fc.integer(), (json, salt) => {
      const shuffled = <T>(list: readonly T[]): T[] => [...list].map((each, at) => [Math.imul(at + 1, salt | 1) >>> 0, each] as const).sort(([a], [b]) => a - b).map(([, each]) => each);
      expect([...hoursOf({ ...json, steps: shuffled(json.steps), edges: shuffled(json.edges), entries: shuffled(json.entries) })].sort()).toEqual([...hoursOf(json)].sort());
    }), { numRuns: RUNS });
  });

  test('keeps the draws of a step when another is added', () => {
    fc.assert(fc.property(randomGraph(), (json) => {
      const before = hoursOf(json), after = hoursOf({ ...json, steps: [{ id: 'new', type: 'or', possible: 0.5, hours: { kind: 'exponential', mean: 3 } }, ...json.steps], entries: [...json.entries, 'new'] });
      expectNone(before, after, (old, now) => old !== now);
    }), { numRuns: RUNS });
  });
});

// With containment, what helps one step may help containment and hinder another: these hold without.
const free = (kinds?: Parameters<typeof randomGraph>[0]) => randomGraph(kinds).map((json): GraphJson => ({ ...json, containment: null }));
const anyStep = fc.nat();

describe('laws of the attack', () => {
  test('one more way to a step that needs any delays nobody', () => {
    fc.assert(fc.property(free(['or', 'atLeast']), anyStep, anyStep, (json, from, to) => {
      const id = (at: number) => json.steps[at % json.steps.length]!.id;
      expectNone(hoursOf(json), hoursOf({ ...json, edges: [...json.edges, [id(from), id(to)]] }), (old, now) => now > old);
    }), { numRuns: RUNS });
  });

  test('more hours hasten nobody', () => {
    const longer = (hours: GraphJson['steps'][number]['hours'], factor: number) => Object.fromEntries(Object.entries(hours).map(([name, value]) => [name, typeof value === 'number' && !['sigma', 'shape'].includes(name) ? value * factor : value])) as typeof hours;
    fc.assert(fc.property(free(), anyStep, fc.double({ min: 1, max: 5, noNaN: true }), (json, step, factor) => {
      expectNone(hoursOf(json), hoursOf({ ...json, steps: json.steps.map((own, at) => (at === step % json.steps.length ? { ...own, hours: longer(own.hours, factor) } : own)) }), (old, now) => now < old * (1 - 1e-12));
    }), { numRuns: RUNS });
  });

  test('a step that is less often possible reaches no more', () => {
    fc.assert(fc.property(free(), anyStep, fc.double({ min: 0, max: 1, noNaN: true }), (json, step, factor) => {
      expectNone(hoursOf(json), hoursOf({ ...json, steps: json.steps.map((own, at) => (at === step % json.steps.length ? { ...own, possible: own.possible * factor } : own)) }), (old, now) => now < old);
    }), { numRuns: RUNS });
  });

  test('a later horizon takes nothing away and changes no hour', () => {
    fc.assert(fc.property(randomGraph(), fc.double({ min: 0, max: 30, noNaN: true }), (json, more) => {
      const before = json.horizonHours ?? 10;
      // A containment that comes to pass only now may take something away.
      const one = { ...json, containment: null };
      expectNone(hoursOf({ ...one, horizonHours: before }), hoursOf({ ...one, horizonHours: before + more }), (old, now) => old < Infinity && old !== now);
    }), { numRuns: RUNS });
  });

  test('containment takes away what comes later and changes nothing else', () => {
    fc.assert(fc.property(randomGraph(), anyStep, (json, step) => {
      const { id } = json.steps[step % json.steps.length]!, before = hoursOf({ ...json, containment: null }), after = hoursOf({ ...json, containment: id });
      expectNone(before, after, (old, now) => now !== old && now !== Infinity);
      for (const [other, hours] of after) hours.forEach((at, sample) => { expect(at < Infinity).toBe(before.get(other)![sample]! <= before.get(id)![sample]! && before.get(other)![sample]! < Infinity); });
    }), { numRuns: RUNS });
  });
});

test('who falls in 32 samples at once is who is reached in each', () => {
  fc.assert(fc.property(randomGraph(undefined, 40), fc.integer({ min: 0, max: 2 ** 30 }), (json, first) => {
    const kernel = compileKernel(graphOf({ ...json, horizonHours: null, containment: null }), 7), falls = new Falls(kernel), arrivals = new Arrivals(kernel);
    for (const from of [first, first + 32]) {
      falls.run(from);
      for (let sample = 0; sample < 32; sample++) {
        arrivals.run(from + sample);
        expect([...falls.fallen].map((word) => (word >>> sample) & 1)).toEqual([...arrivals.done].map((at) => (at < Infinity ? 1 : 0)));
      }
    }
  }), { numRuns: RUNS / 4 });
});
