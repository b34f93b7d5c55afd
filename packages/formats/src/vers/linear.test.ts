/**
 * Hostile versions take work in proportion to their length. No time is judged: one text of 50,000 characters is held against 250 texts of 200,
 * the same characters altogether. Linear work takes as long for both, and a few times as long with a garbage collector that likes small things; quadratic work takes 250 times as long for the one.
 */
import { describe, expect, test } from 'vitest';
import { compareVersions, SCHEME_NAMES } from './compare.ts';
import { formatVers, parseVers, versContains } from './range.ts';
import { versFromNative } from './native.ts';

const LONG = 50_000, TIMES = 250, LIMIT = 16;
const fill = (pattern: string, length: number): string => pattern.repeat(Math.ceil(length / pattern.length)).slice(0, length);

const PATTERNS = ['1', '0', '1.', '0.', '.0', 'a1', 'a', '-1', '1-', '-', '.', '~', '^', '+', '_', '_rc', '_p1', '.a', '-a.', '1a-', 'rc', 'alpha-', '.0a', '%', ':1', '0-0.', ' 1', '1.0-sp'];

function spent(run: () => void): number {
  const from = performance.now();
  run();
  return performance.now() - from;
}

/** How many times as long one long run takes as `TIMES` short ones: of several turns the least of each, more turns while other load is in the way. */
function growth(run: (length: number) => void): number {
  let long = Infinity, short = Infinity;
  for (let turn = 0; turn < 40 && (turn < 3 || long >= LIMIT * short); turn++) {
    short = Math.min(short, spent(() => { for (let time = 0; time < TIMES; time++) run(LONG / TIMES); }));
    long = Math.min(long, spent(() => { run(LONG); }));
  }
  return long / short;
}

/** The greatest growth among the patterns, with its name. */
function worstGrowth(run: (length: number, pattern: string) => void): [growth: number, pattern: string] {
  return PATTERNS.map((pattern): [number, string] => [growth((length) => { run(length, pattern); }), pattern]).reduce((worst, one) => (one[0] > worst[0] ? one : worst));
}

describe('comparison', () => {
  test.each(SCHEME_NAMES)('%s', (scheme) => {
    const head = scheme === 'datetime' ? '2024-01-01T00:00:00.' : '1';
    const [worst, pattern] = worstGrowth((length, text) => { compareVersions(scheme, `${head}${fill(text, length)}1`, `${head}${fill(text, length)}2`); });
    expect(worst, pattern).toBeLessThan(LIMIT);
  });
});

test('reading and writing a range', () => {
  const [worst, pattern] = worstGrowth((length, text) => { const range = parseVers(`vers:generic/>=1${fill(text, length)}|<2${fill(text, length)}`); if (!('error' in range)) formatVers(range); });
  expect(worst, pattern).toBeLessThan(LIMIT);
});

test('containment', () => {
  const [worst, pattern] = worstGrowth((length, text) => { versContains(`vers:maven/>=1${fill(text, length)}|<2`, `1${fill(text, length)}9`); });
  expect(worst, pattern).toBeLessThan(LIMIT);
});

test('a range of very many constraints', () => {
  // Sorting adds a logarithm.
  const ranges = new Map([LONG, LONG / TIMES].map((length) => [length, `vers:intdot/${Array.from({ length: length / 8 }, (_, at) => `1.${at}`).join('|')}`]));
  expect(growth((length) => { versContains(ranges.get(length)!, '1.99999'); })).toBeLessThan(LIMIT);
});

test('native notations are bounded', () => {
  for (const type of ['npm', 'conan', 'gem', 'maven', 'nuget', 'pypi', 'nginx', 'openssl']) {
    const [worst, pattern] = worstGrowth((length, text) => { versFromNative(type, fill(text, length / 5)); });
    expect(worst, `${type} ${pattern}`).toBeLessThan(LIMIT);
  }
});
