import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { wardkeep } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'wardkeep-twin-')), fixture = (name: string) => new URL(`../../../fixtures/twins/${name}`, import.meta.url).pathname;
const write = (name: string, text: string) => { writeFileSync(join(folder, name), text); return join(folder, name); };
afterAll(() => { rmSync(folder, { recursive: true, force: true }); });

describe('wardkeep twin check', () => {
  test('a twin without errors: what it holds, and its hash', async () => {
    const { code, stdout } = await wardkeep(['twin', 'check', fixture('region.yaml'), '--json']), { hash, faults, things, numbers } = JSON.parse(stdout);
    expect(code).toBe(0);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(faults).toEqual([]);
    expect(things).toMatchObject({ institution: 3, 'care-service': 15, 'shared-service': 3 });
    expect(numbers.answered).toBeGreaterThan(0);
  });

  test('every error with its place, exit code 2, nothing on standard output', async () => {
    const { code, stdout, stderr } = await wardkeep(['twin', 'check', fixture('broken.yaml')]);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    for (const sentence of [
      'services[2].dependsOn: These care services wait for each other: second → third → second.', 'There is no asset with the identifier "hub-ghost".', 'Expected k as a whole number of 1 to 1, the number of members; found 2.',
      'plannedHoursPerWeek.low: Expected a number ≥ 0; found -1.', 'Nothing leads into the zone "attic"',
    ]) expect(stderr).toContain(sentence);
    expect(stderr.split('\n')[0]).toBe(`wardkeep: ${fixture('broken.yaml')} has 15 errors.`);
  });

  test('as JSON', async () => {
    const { code, stdout } = await wardkeep(['twin', 'check', fixture('broken-fields.yaml'), '--json']), { hash, faults } = JSON.parse(stdout);
    expect([code, hash, faults.length, faults[0].place]).toEqual([2, null, 6, 'institutions[0].kind']);
  });

  test('a file that is not there: exit code 3', async () => { expect(await wardkeep(['twin', 'check', join(folder, 'none.yaml')])).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('cannot be read') }); });
});

describe('wardkeep twin new', () => {
  test('the example hospital is what its answers give', async () => {
    const { code, stdout } = await wardkeep(['twin', 'new', '--template', 'T2', '--answers', fixture('valdehoya.answers.yaml'), '--size', '240', '--id', 'valdehoya', '--name', 'Hospital de Valdehoya', '--language', 'es', '--as-of', '2026-11-22']);
    expect(code).toBe(0);
    expect(stdout).toBe(readFileSync(fixture('hospital.yaml'), 'utf8'));
  });

  test('JSON and YAML have the same hash', async () => {
    const made = await Promise.all([['--json'], []].map((more) => wardkeep(['twin', 'new', '--template', 'T6', '--as-of', '2026-11-22', ...more])));
    const hashes = await Promise.all(made.map(async ({ stdout }, at) => JSON.parse((await wardkeep(['twin', 'check', write(`t6-${at}`, stdout), '--json'])).stdout).hash as string));
    expect(hashes[0]).toBe(hashes[1]);
  });

  test('the questions are a file of answers, in the language asked for', async () => {
    const questions = await wardkeep(['twin', 'questions', '--language', 'hu']), answers = write('answers.yaml', questions.stdout);
    expect(questions.stdout.match(/: unknown$/gm)).toHaveLength(20);
    expect(questions.stdout).toContain('# Hol kell második tényező a bejelentkezéshez?');
    const [filled, plain] = await Promise.all([['--answers', answers], []].map((more) => wardkeep(['twin', 'new', '--template', 'T1', '--as-of', '2026-11-22', ...more])));
    expect(filled!.stdout).toBe(plain!.stdout);
  });

  test('wrong answers are named, all of them', async () => {
    const { code, stdout, stderr } = await wardkeep(['twin', 'new', '--template', 'T2', '--answers', write('wrong.yaml', 'answers: { zones: best, weather: good }\n')]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('answers.zones: Expected one of flat, vlans, servers, named, unknown; found "best".');
    expect(stderr).toContain('There is no question "weather".');
  });

  test.each([[['twin'], 'Expected a command'], [['twin', 'sell'], 'no command "sell"'], [['twin', 'check'], 'Expected one file; found 0'], [['twin', 'new'], 'Expected --template T1|'], [['twin', 'new', '--template', 'T2', '--size', '0'], 'found "0"'],
    [['twin', 'new', '--template', 'T5', '--size', '5'], 'neither beds nor places'], [['twin', 'new', '--template', 'T2', '--id', 'a b'], 'Expected --id'], [['twin', 'new', '--template', 'T2', '--as-of', '2026-02-30'], 'Expected --as-of'],
    [['twin', 'new', '--template', 'T2', '--language', 'fr'], 'en, es, hu'], [['twin', 'new', '--colour'], '--colour']])('%j is refused', async (args, sentence) => {
    const { code, stderr } = await wardkeep(args);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence);
  });

  test('the templates are listed with what they rest on', async () => { expect((await wardkeep(['twin', 'templates'])).stdout.split('\n')[1]).toMatch(/^T2 {2}District general hospital, ES +300 beds +sourced 11, derived 18, assumed 21$/); });
});

test('wardkeep schema twin: JSON Schema 2020-12, every field asked for and no other allowed', async () => {
  const { code, stdout } = await wardkeep(['schema', 'twin']), schema = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(schema).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', additionalProperties: false, $defs: { Number: { required: ['value', 'low', 'high', 'source'], additionalProperties: false } } });
  expect(schema.required).toEqual(Object.keys(schema.properties));
});
