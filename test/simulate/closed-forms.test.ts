import { expect, test } from 'vitest';
import { Assembly, VALUES_LIMIT } from '@wardkeep/loop/simulate/assemble';
import type { AttackGraph } from '@wardkeep/loop/simulate/graph';
import { compileKernel } from '@wardkeep/loop/simulate/kernel';
import { chunkCount, Player } from '@wardkeep/loop/simulate/play';
import { readAttackGraph } from '@wardkeep/loop/simulate/read';
import { rankOf, stepResult } from '@wardkeep/loop/simulate/result';
import { type Claim, CLOSED_FORMS, type ClosedForm, differences, type Measured } from './closed-forms.ts';
import { FAULTS, type Fault, Reference } from './reference.ts';

const SAMPLES = 200_000, SEED = 1;
/** The faults are plain to see in fewer. */
const FAULT_SAMPLES = 4_000;

const graphOf = (form: ClosedForm): AttackGraph => { const { graph, errors } = readAttackGraph(form.graph); expect(errors).toEqual([]); return graph!; };
const place = (graph: AttackGraph, { step }: Claim): number => graph.steps.findIndex(({ id }) => id === step);

test('there are closed forms of every kind', () => {
  expect(CLOSED_FORMS.length).toBeGreaterThanOrEqual(30);
  expect([...new Set(CLOSED_FORMS.map(({ kind }) => kind))].sort()).toEqual(['chain', 'containment', 'cycle', 'distribution', 'gate', 'horizon', 'k-of-n', 'parallel', 'race']);
});

test.each(CLOSED_FORMS)('$kind: $name ($derivation)', (form) => {
  const graph = graphOf(form), assembly = new Assembly(graph.steps.length, SAMPLES, VALUES_LIMIT);
  assembly.append(new Player(compileKernel(graph, SEED), SAMPLES).play(0, chunkCount(SAMPLES), (hours) => { assembly.addHours(hours); return hours.hours; }, () => {}));
  const quantiles = assembly.quantiles();
  for (const claim of form.claims) {
    const { reached, hours } = stepResult(SAMPLES, assembly.moments, quantiles, place(graph, claim));
    expect(differences(claim, SAMPLES, { reached, mean: hours?.mean ?? NaN, quantiles: hours === null ? [] : [hours.p50, hours.p90, hours.p99] }, true)).toEqual([]);
  }
});

/** The same claims put to the reference. */
function referenceDifferences(form: ClosedForm, fault: Fault | null): string[] {
  const graph = graphOf(form), reference = new Reference(graph, SEED, fault), hours = new Map<string, number[]>(form.claims.map(({ step }) => [step, []]));
  for (let sample = 0; sample < FAULT_SAMPLES; sample++) {
    const done = reference.run(sample);
    for (const claim of form.claims) { const at = done[place(graph, claim)]!; if (at < Infinity) hours.get(claim.step)!.push(at); }
  }
  return form.claims.flatMap((claim) => {
    const own = Float64Array.from(hours.get(claim.step)!).sort(), count = own.length;
    const measured: Measured = { reached: count / FAULT_SAMPLES, mean: own.reduce((total, at) => total + at, 0) / count, quantiles: [0.5, 0.9, 0.99].map((quantile) => own[rankOf(quantile, count) - 1]!) };
    return differences(claim, FAULT_SAMPLES, measured, false);
  });
}

test('a reference without a fault agrees with every closed form', () => {
  expect(CLOSED_FORMS.flatMap((form) => referenceDifferences(form, null))).toEqual([]);
});

test.each(FAULTS)('an engine with a fault is noticed: %s', (fault) => {
  const noticed = CLOSED_FORMS.filter((form) => referenceDifferences(form, fault).length > 0).map(({ name }) => name);
  const expected: Readonly<Record<Fault, readonly string[]>> = {
    'or and and exchanged': ['or: the earliest of two exponentials', 'and: the latest of two exponentials', 'bridge'],
    'possible dropped': ['chain that may break', 'or: any of three', 'and: all must be possible', '3 of 5 that may be impossible', 'containment that may fail'],
    'horizon ignored': ['horizon cuts an exponential', 'horizon cuts a chain', 'what is done at the horizon counts'],
    'containment ignored': ['attack races containment', 'containment at a fixed hour', 'what is done with containment counts', 'an alarm starts with the first step'],
  };
  expect(noticed).toEqual(expect.arrayContaining([...expected[fault]]));
});
