import { expect, test } from 'vitest';
import { readAttackGraph } from '@wardkeep/loop/simulate/read';

const GOOD = {
  format: 'attack-graph/1',
  steps: [{ id: 'phish', type: 'or', possible: 0.4, hours: { kind: 'exponential', mean: 5 } }, { id: 'move', type: 'atLeast', k: 1, hours: { kind: 'constant', value: 2 } }],
  edges: [['phish', 'move'], ['phish', 'move']], entries: ['phish', 'phish'], horizonHours: 48, containment: 'move',
};
const step = (more: object) => ({ ...GOOD, steps: [{ ...GOOD.steps[0], ...more }, GOOD.steps[1]] });
const hours = (own: unknown) => step({ hours: own });

test('a graph: repeated edges once, possible 1 where it is not said', () => {
  const { graph, errors } = readAttackGraph(GOOD);
  expect(errors).toEqual([]);
  expect(graph).toMatchObject({ horizonHours: 48, containment: 1, steps: [{ id: 'phish', possible: 0.4, k: null }, { id: 'move', possible: 1, k: 1 }] });
  expect([...graph!.edges]).toEqual([0, 1]);
});

test('no horizon and no containment may be null or left out', () => {
  const { horizonHours: _h, containment: _c, ...rest } = GOOD;
  for (const json of [rest, { ...rest, horizonHours: null, containment: null }]) expect(readAttackGraph(json).graph).toMatchObject({ horizonHours: null, containment: null });
});

const PHISH_HOURS = 'steps[0].hours';
test.each<[string, unknown, [code: string, place: string, message: RegExp]]>([
  ['not an object', [], ['graph-format', '', /an object in the format attack-graph\/1; found a list of 0/]],
  ['null', null, ['graph-format', '', /found null/]],
  ['another format', { ...GOOD, format: 'attack-graph/2' }, ['graph-format', 'format', /Expected "attack-graph\/1"; found "attack-graph\/2"/]],
  ['no steps', { ...GOOD, steps: undefined, edges: [], entries: [], containment: null }, ['graph-field', 'steps', /Expected a list; found nothing/]],
  ['empty steps', { ...GOOD, steps: [], edges: [], entries: [], containment: null }, ['graph-field', 'steps', /at least one step/]],
  ['a step that is none', { ...GOOD, steps: ['phish', ...GOOD.steps] }, ['graph-field', 'steps[0]', /Expected a step; found "phish"/]],
  ['an empty id', { ...GOOD, steps: [...GOOD.steps, { ...GOOD.steps[0], id: '' }] }, ['step-id', 'steps[2].id', /1 to 1000 characters; found ""/]],
  ['a number as id', { ...GOOD, steps: [...GOOD.steps, { ...GOOD.steps[0], id: 7 }] }, ['step-id', 'steps[2].id', /found 7/]],
  ['an id twice', { ...GOOD, steps: [...GOOD.steps, GOOD.steps[0]] }, ['step-id-twice', 'steps[2].id', /"phish" is already that of steps\[0\]/]],
  ['an unknown type', step({ type: 'xor' }), ['step-type', 'steps[0].type', /"or", "and" or "atLeast"; found "xor"/]],
  ['p above 1', step({ possible: 1.5 }), ['graph-number', 'steps[0].possible', /0 to 1; found 1.5/]],
  ['p below 0', step({ possible: -0.1 }), ['graph-number', 'steps[0].possible', /found -0.1/]],
  ['p as text', step({ possible: '0.5' }), ['graph-number', 'steps[0].possible', /found "0.5"/]],
  ['p null', step({ possible: null }), ['graph-number', 'steps[0].possible', /found null/]],
  ['negative hours', hours({ kind: 'constant', value: -1 }), ['graph-number', `${PHISH_HOURS}.value`, /≥ 0; found -1/]],
  ['hours that are not finite', hours({ kind: 'exponential', mean: Infinity }), ['graph-number', `${PHISH_HOURS}.mean`, /finite number ≥ 0; found Infinity/]],
  ['no number', hours({ kind: 'lognormal', sigma: 1 }), ['graph-number', `${PHISH_HOURS}.median`, /found nothing/]],
  ['negative σ', hours({ kind: 'lognormal', median: 1, sigma: -1 }), ['graph-number', `${PHISH_HOURS}.sigma`, /found -1/]],
  ['shape 0', hours({ kind: 'gamma', shape: 0, scale: 1 }), ['graph-number', `${PHISH_HOURS}.shape`, /> 0; found 0/]],
  ['min above mode', hours({ kind: 'pert', min: 3, mode: 2, max: 9 }), ['hours-order', `${PHISH_HOURS}.min`, /min ≤ mode; found min 3 and mode 2/]],
  ['mode above max', hours({ kind: 'pert', min: 1, mode: 4, max: 3 }), ['hours-order', `${PHISH_HOURS}.max`, /mode ≤ max; found mode 4 and max 3/]],
  ['an unknown distribution', hours({ kind: 'weibull' }), ['hours-kind', `${PHISH_HOURS}.kind`, /found "weibull"/]],
  ['hours as a number', hours(5), ['graph-field', PHISH_HOURS, /a distribution such as .*; found 5/]],
  ['no hours', hours(undefined), ['graph-field', PHISH_HOURS, /found nothing/]],
  ['k above the distinct parents', { ...GOOD, steps: [GOOD.steps[0], { ...GOOD.steps[1], k: 2 }] }, ['step-k', 'steps[1].k', /number of parents, which is 1 of "move"; found 2/]],
  ['k 0', { ...GOOD, steps: [GOOD.steps[0], { ...GOOD.steps[1], k: 0 }] }, ['step-k', 'steps[1].k', /whole number ≥ 1.*found 0/]],
  ['k with a fraction', { ...GOOD, steps: [GOOD.steps[0], { ...GOOD.steps[1], k: 0.5 }] }, ['step-k', 'steps[1].k', /found 0.5/]],
  ['no k', { ...GOOD, steps: [GOOD.steps[0], { ...GOOD.steps[1], k: undefined }] }, ['step-k', 'steps[1].k', /found nothing/]],
  ['an edge from nowhere', { ...GOOD, edges: [...GOOD.edges, ['fish', 'move']] }, ['step-unknown', 'edges[2][0]', /"fish", which no step has/]],
  ['an edge to nowhere', { ...GOOD, edges: [...GOOD.edges, ['phish', null]] }, ['step-unknown', 'edges[2][1]', /found null/]],
  ['an edge of three', { ...GOOD, edges: [...GOOD.edges, ['phish', 'move', 'move']] }, ['edge-shape', 'edges[2]', /a pair .* found a list of 3/]],
  ['an edge as text', { ...GOOD, edges: [...GOOD.edges, 'phish'] }, ['edge-shape', 'edges[2]', /found "phish"/]],
  ['an unknown entry', { ...GOOD, entries: ['toString'] }, ['step-unknown', 'entries[0]', /"toString", which no step has/]],
  ['no entries', { ...GOOD, entries: undefined }, ['graph-field', 'entries', /a list; found nothing/]],
  ['a negative horizon', { ...GOOD, horizonHours: -1 }, ['graph-number', 'horizonHours', /≥ 0, or null; found -1/]],
  ['a horizon that is not finite', { ...GOOD, horizonHours: Infinity }, ['graph-number', 'horizonHours', /found Infinity/]],
  ['an unknown containment', { ...GOOD, containment: 'soc' }, ['step-unknown', 'containment', /"soc", which no step has/]],
])('%s is named, and nothing else', (_, json, [code, place, message]) => {
  const { graph, errors } = readAttackGraph(json);
  expect(graph).toBeNull();
  expect(errors).toEqual([{ code, place, message: expect.stringMatching(message) as string }]);
});

test('every error is told, the first hundred by name', () => {
  const several = readAttackGraph({ ...GOOD, steps: [{ ...GOOD.steps[0], possible: 2, hours: { kind: 'constant', value: -1 } }, { ...GOOD.steps[1], k: 3 }], entries: ['x'], containment: 'y', horizonHours: -2 });
  expect(several.errors.map(({ place }) => place)).toEqual(['steps[0].possible', 'steps[0].hours.value', 'steps[1].k', 'entries[0]', 'horizonHours', 'containment']);
  const many = readAttackGraph({ ...GOOD, entries: Array.from({ length: 1000 }, () => 'x') });
  expect(many.errors).toHaveLength(100);
  expect(many.graph === null && many.errorCount).toBe(1000);
});

test('a stranger\'s text in a message is short and obeys nobody', () => {
  const { errors } = readAttackGraph({ ...GOOD, entries: [`\u001b[31m\u202e${'x'.repeat(5000)}`] });
  expect(errors[0]!.message).toMatch(/^[\x20-\x7e…]{1,140}$/);
});

test('ids that an object would lose are ids like others', () => {
  const ids = ['__proto__', 'constructor', '7', 'toString'], { graph } = readAttackGraph({ ...GOOD, steps: ids.map((id) => ({ ...GOOD.steps[0], id })), edges: [['__proto__', '7']], entries: ['constructor'], containment: 'toString' });
  expect(graph).toMatchObject({ entries: [1], containment: 3 });
  expect([...graph!.edges]).toEqual([0, 2]);
});
