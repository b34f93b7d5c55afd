/** Every code of a refused document, feed or bundle has words; numbers are read as people write them. */
import { ADVISORY_REFUSALS } from '@wardkeep/formats/csaf/refusal';
import { BUNDLE_REFUSALS } from '@wardkeep/io/feeds/refusal';
import { FAILURES } from '@wardkeep/net/failure';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { inputOfCare, numberOf } from '../src/parts/care-service-input.ts';

/** The label files are macros, which only the build expands: their keys are read as text. */
const keysOf = (...files: readonly string[]) => new Set(files.flatMap((file) => [...readFileSync(new URL(`../src/labels/${file}.ts`, import.meta.url), 'utf8').matchAll(/(?:^\s*|[{,]\s*)'?([\w.-]+)'?: msg/gm)].map((match) => match[1]!)));

test('every reason of quarantine has a sentence', () => { const keys = keysOf('advisories', 'refusals'); expect(ADVISORY_REFUSALS.filter((code) => !keys.has(code))).toEqual([]); });
test('every failure of a feed has a sentence', () => { const keys = keysOf('feeds'); expect(Object.keys(FAILURES).filter((code) => !keys.has(code))).toEqual([]); });
test('every refusal of a bundle has a sentence', () => { const keys = keysOf('feeds'); expect(Object.keys(BUNDLE_REFUSALS).filter((code) => !keys.has(code))).toEqual([]); });
test('every note of a reader has a sentence', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), keys = keysOf('advisories');
  const codes = ['formats/src/csaf/read.ts', 'formats/src/nvd/configurations.ts', 'formats/src/kev/read.ts', 'io/src/advisories/validate.ts'].flatMap((file) => [...read(file).matchAll(/'((?:csaf|nvd)-[a-z-]+|kev-entry)'/g)].map((match) => match[1]!)).filter((code) => !/^csaf-(\d|validator-lib)/.test(code));
  expect(new Set(codes).size).toBeGreaterThan(5);
  expect(codes.filter((code) => !keys.has(code))).toEqual([]);
});

describe('numberOf', () => {
  test.each([['1680', 1680], ['1,680', 1680], ['1.680', 1680], ['1 680', 1680], ['1\u00a0680', 1680], ['37.5', 37.5], ['37,5', 37.5], ['0,125', 0.125], ['0.125', 0.125], ['1,234.5', 1234.5], ['1.234,5', 1234.5], ['10 000', 10_000], ['0', 0]])('%s', (text, value) => { expect(numberOf(text)).toBe(value); });
  test.each(['', 'many', '1,2,3', '1..2', '-5', '1e3', '12a', 'Infinity', '1,2.3,4', '9'.repeat(40)])('%s is none', (text) => { expect(numberOf(text)).toBeNull(); });
});

test('a care service keeps what is not said empty, and names every field that cannot be used', () => {
  const draft = { name: '', kind: 'other', hours: '10001', fallback: '101', roles: [], assets: [], q: '' } as const;
  expect(inputOfCare(null, draft).wrong).toEqual(['name', 'hours', 'fallback']);
  expect(inputOfCare('c1', { ...draft, name: 'Imaging', hours: '', fallback: '30 %' })).toEqual({ wrong: [], input: { id: 'c1', name: 'Imaging', kind: 'other', plannedHoursPerWeek: null, fallbackShare: 0.3, needsRoles: [], needsAssets: [] } });
});
