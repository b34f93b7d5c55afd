import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { finished, start, wardkeep } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'wardkeep-simulate-'));
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

const file = (name: string, content: unknown): string => { const path = join(folder, name); writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content)); return path; };
const GRAPH = {
  format: 'attack-graph/1',
  steps: [
    { id: 'phish', type: 'or', possible: 0.5, hours: { kind: 'exponential', mean: 10 } }, { id: '__proto__', type: 'or', hours: { kind: 'constant', value: 2 } }, { id: '7', type: 'and', hours: { kind: 'pert', min: 1, mode: 2, max: 6 } },
    { id: 'alarm', type: 'or', hours: { kind: 'lognormal', median: 30, sigma: 0.5 } }, { id: 'never', type: 'or', hours: { kind: 'infinite' } },
  ],
  edges: [['phish', '__proto__'], ['phish', '7'], ['__proto__', '7'], ['phish', 'alarm'], ['7', 'never']], entries: ['phish'], horizonHours: 200, containment: 'alarm',
};
const graph = file('graph.json', GRAPH), run = (...more: string[]) => wardkeep(['simulate', '--graph', graph, '--samples', '2000', '--seed', '3', ...more]);

test('--json prints attack-result/1, steps in the order of the graph, whatever their ids', async () => {
  const { code, stdout, stderr } = await run('--json');
  expect([code, stderr]).toEqual([0, '']);
  const result = JSON.parse(stdout) as { steps: Record<string, { reached: number; reachedError: number; hours: Record<string, number> | null }> };
  expect(result).toMatchObject({ format: 'attack-result/1', engine: expect.stringMatching(/exact quantiles/) as string, seed: 3, samples: 2000, horizonHours: 200 });
  expect([...stdout.matchAll(/^"(.+?)":/gm)].map(([, id]) => id)).toEqual(['phish', '__proto__', '7', 'alarm', 'never']);
  const { phish, never, ...others } = result.steps as typeof result.steps & { phish: { reached: number; reachedError: number; hours: Record<string, number> } };
  expect(Math.abs(phish.reached - 0.5)).toBeLessThan(4 * phish.reachedError);
  expect(phish.reachedError).toBeCloseTo(Math.sqrt((phish.reached * (1 - phish.reached)) / 2000), 12);
  expect(Object.keys(phish.hours)).toEqual(['mean', 'meanError', 'p50', 'p90', 'p99']);
  expect(never).toEqual({ reached: 0, reachedError: 0, hours: null });
  expect(Object.getOwnPropertyDescriptor(others, '__proto__')?.value).toMatchObject({ hours: { mean: expect.any(Number) as number } });
});

test('the number of workers and the order of the steps do not change a bit', async () => {
  const [one, two] = [await run('--json', '--workers', '1'), await run('--json', '--workers', '2')];
  expect(two.stdout).toBe(one.stdout);
  const turned = file('turned.json', { ...GRAPH, steps: [...GRAPH.steps].reverse(), edges: [...GRAPH.edges].reverse() });
  const other = await wardkeep(['simulate', '--graph', turned, '--samples', '2000', '--seed', '3', '--json']), lines = (text: string) => text.split('\n').map((line) => line.replace(/,$/, '')).sort();
  expect(lines(other.stdout)).toEqual(lines(one.stdout));
  expect((await run('--json', '--seed', '4')).stdout).not.toBe(one.stdout);
});

test('without --json there is a table', async () => {
  const { code, stdout } = await run();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^2000 samples, seed 3, within 200 h; exact quantiles/);
  expect(stdout).toMatch(/^phish +\d+\.\d\d % ± \d\.\d\d +\d+\.\d+ ± \d\.\d+ +\d/m);
  expect(stdout).toMatch(/^never +0\.00 % ± 0\.00 +–$/m);
});

test('every error of a graph is named with its place, and nothing is printed', async () => {
  const bad = file('bad.json', { ...GRAPH, steps: [{ ...GRAPH.steps[0], possible: 1.5 }, GRAPH.steps[0], ...GRAPH.steps.slice(1)], edges: [['phish', 'fish']], horizonHours: -1 });
  const { code, stdout, stderr } = await wardkeep(['simulate', '--graph', bad, '--samples', '10', '--seed', '1', '--json']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.trimEnd().split('\n').map((line) => line.slice(`wardkeep: ${bad}: `.length))).toEqual([
    'steps[0].possible: Expected a probability of 0 to 1; found 1.5.', 'steps[1].id: The id "phish" is already that of steps[0].', 'edges[0][1]: Expected the id of a step; found "fish", which no step has.',
    'horizonHours: Expected a finite number ≥ 0, or null; found -1.',
  ]);
});

test.each([
  ['broken JSON', '{"format":', /Expected JSON; it is broken or cut/], ['an empty file', '', /Expected JSON/], ['not UTF-8', '\u0000', /Expected JSON/],
  ['deep nesting', '['.repeat(100_000), /nested over more than 16 levels/], ['another document', '{"format":"wardkeep-inventory/1"}', /format: Expected "attack-graph\/1"; found "wardkeep-inventory\/1"/],
])('%s is refused in a sentence', async (_, content, sentence) => {
  const { code, stdout, stderr } = await wardkeep(['simulate', '--graph', file('hostile.json', content)]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(sentence);
  expect(stderr.length).toBeLessThan(500);
});

test('a file of nothing but brackets ends in a sentence, whatever memory it asks for', async () => {
  const path = join(folder, 'brackets.json');
  writeFileSync(path, `{"format":"attack-graph/1","steps":[${'[],'.repeat(20_000_000)}[]]}`);
  const { code, stdout, stderr } = await wardkeep(['simulate', '--graph', path]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/has 20000003 objects and lists; at most 8000000 are read/);
});

test.each([
  [[], /name the graph with --graph FILE/], [['--graph', graph, '--samples', '0'], /--samples takes a whole number of 1 to 1000000000, not "0"/], [['--graph', graph, '--samples', '1e3'], /not "1e3"/],
  [['--graph', graph, '--seed', '-1'], /--seed/], [['--graph', graph, '--seed', '9007199254740993'], /--seed takes a whole number of 0 to 9007199254740991/], [['--graph', graph, '--workers', '0'], /--workers takes/], [['--graf', graph], /--graf/],
])('wrong options %j are named', async (args, sentence) => {
  const { code, stdout, stderr } = await wardkeep(['simulate', ...args]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(sentence);
});

test('a file that is not there', async () => {
  const { code, stderr } = await wardkeep(['simulate', '--graph', join(folder, 'none.json')]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/none\.json: there is no such file\.\n$/);
});

test('Ctrl-C ends the run; what was played is the result, that of as many samples', async () => {
  const interrupted = (afterMs: number) => { const child = start(['simulate', '--graph', graph, '--samples', '1000000000', '--seed', '3', '--workers', '1', '--json']); setTimeout(() => { child.kill('SIGINT'); }, afterMs); return finished(child); };
  let { code, stdout, stderr } = await interrupted(1500);
  // On a busy machine nothing may have been played by then.
  for (let afterMs = 4000; stderr.includes('before any sample') && afterMs < 20_000; afterMs *= 2) ({ code, stdout, stderr } = await interrupted(afterMs));
  expect(code).toBe(0);
  const [, samples] = /stopped after (\d+) of 1000000000 samples/.exec(stderr) ?? [];
  expect(JSON.parse(stdout)).toMatchObject({ samples: Number(samples) });
  const again = await wardkeep(['simulate', '--graph', graph, '--samples', samples!, '--seed', '3', '--json']), part = (text: string) => (JSON.parse(text) as { steps: { phish: { reached: number; hours: { mean: number } } } }).steps.phish;
  expect([part(again.stdout).reached, part(again.stdout).hours.mean]).toEqual([part(stdout).reached, part(stdout).hours.mean]);
});
