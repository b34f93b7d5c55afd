/** Laws of the order and of judging, on random versions; and time in proportion to the text on hostile ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareTokens, compileVersions, describeConstraint, judgeVersion, parseVersion, stepAcross, type Version, type VersionContext } from './index.ts';
import type { Meter } from './lex.ts';

const CONTEXT: VersionContext = { year: 2020, productNames: ['Infusion system'], title: 'Infusion system' };
const compile = (...texts: string[]) => compileVersions(texts.map((text) => ({ kind: 'range', text })), CONTEXT);
const verdict = (version: string, ...texts: string[]) => judgeVersion(version, compile(...texts)).verdict;

const number = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 4 }) }, { weight: 1, arbitrary: fc.integer({ min: 0, max: 999_999 }) }), numbers = fc.array(number, { minLength: 2, maxLength: 4 }).map((parts) => parts.join('.'));
const suffix = fc.oneof({ weight: 4, arbitrary: fc.constant('') }, fc.tuple(fc.constantFrom(' SP', ' SR', ' Build ', ' HF', ' Patch ', '-rc', ' beta ', 'A', 'B', 'r', ' SP1 HF', '-9d9eff4'), fc.integer({ min: 1, max: 3 })).map(([word, n]) => (/^[AB]$|9d9/.test(word) ? word : word + n)));
const text = fc.oneof({ weight: 4, arbitrary: fc.tuple(numbers, suffix).map((parts) => parts.join('')) }, fc.tuple(fc.constantFrom('A.', 'B.', 'L.', 'VM', 'BT', 'VA', 'VB', 'U', 'R'), fc.integer({ min: 10, max: 14 })).map((parts) => parts.join('')), fc.constantFrom('Rev J', 'Rev K', '2nd Edition', '3rd Edition', '2017', '2018.2'));
const version = text.map((one): Version => parseVersion(one)!);

describe('compareTokens', () => {
  test('every text of the generator is a version', () => fc.assert(fc.property(text, (one) => parseVersion(one) !== null)));
  test('reflexive', () => fc.assert(fc.property(version, (a) => compareTokens(a, a) === 0)));
  test('antisymmetric', () => fc.assert(fc.property(version, version, (a, b) => {
    const forth = compareTokens(a, b), back = compareTokens(b, a);
    expect(back).toBe(forth === null ? null : forth === 0 ? 0 : -forth);
  })));
  test('transitive wherever the three can be compared', () => fc.assert(fc.property(version, version, version, (a, b, c) => {
    const ab = compareTokens(a, b), bc = compareTokens(b, c), ac = compareTokens(a, c);
    if (ab !== null && bc !== null && ab <= 0 && bc <= 0 && ac !== null) expect(ac).toBe(ab === 0 ? bc : bc === 0 ? ab : -1);
  }), { numRuns: 5000 }));
  test('null across schemes', () => fc.assert(fc.property(version, version, (a, b) => (a.scheme === b.scheme ? true : compareTokens(a, b) === null))));
  test('1.0 = 1.0.0, SP after the base, rc before', () => {
    const order = (a: string, b: string) => compareTokens(parseVersion(a)!, parseVersion(b)!);
    expect([order('1.0', '1.0.0'), order('1.8.4', '1.8.4 SP1'), order('1.8.4-rc1', '1.8.4'), order('1.8.4 SP1', '1.8.4 SR1'), order('9.33', '9.7'), order('1.0b2', '1.0')]).toEqual([0, -1, -1, null, 1, null]);
  });
  test('what is no version', () => {
    for (const one of ['', ' ', '-', 'x', 'latest', 'n/a', '1.2.3 foo', '1.2 3.4', '32nd', '1.4 GHz', '5.x', `1.${'9'.repeat(200)}`, '💉', '<= 2']) expect([one, parseVersion(one)]).toEqual([one, null]);
  });
});

describe('judging', () => {
  test('<= v holds v, < v does not, >= v does, > v does not', () => fc.assert(fc.property(numbers, (v) => {
    expect([verdict(v, `<= ${v}`), verdict(v, `< ${v}`), verdict(v, `>= ${v}`), verdict(v, `> ${v}`)]).toEqual(['in', 'out', 'in', 'out']);
  })));
  test('a union holds what its members hold, and rejects only what all reject', () => fc.assert(fc.property(text, text, text, fc.constantFrom('<', '<=', '>=', ''), fc.constantFrom('<', '<=', ''), (v, a, b, one, other) => {
    const left = verdict(v, `${one} ${a}`), right = verdict(v, `${other} ${b}`), both = verdict(v, `${one} ${a}`, `${other} ${b}`);
    if (left === 'in' || right === 'in') expect(both).toBe('in');
    if (both === 'out') expect([left, right]).not.toContain('in');
  }), { numRuns: 2000 }));
  test('a bound given apart is the bound printed', () => fc.assert(fc.property(numbers, numbers, (a, b) => {
    const [low, high] = compareTokens(parseVersion(a)!, parseVersion(b)!)! <= 0 ? [a, b] : [b, a];
    for (const v of [low, high]) expect(verdict(v, `>= ${low} | <= ${high}`)).toBe('in');
  })));
  test('any text of an asset and any statement give one of three verdicts', () => fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.string({ unit: 'grapheme', maxLength: 60 }), (asset, statement) => {
    expect(['in', 'out', 'unknown']).toContain(verdict(asset, statement));
  }), { numRuns: 3000 }));
  test('idioms cut at every place are read or named', () => {
    for (const whole of ['>= V8.7.0 and < V8.7.1.3', '6.x (Wireless Battery Modules (16 | 16D38 | >= 20D29 | <= v20D32)', '* running on Windows 2000', 'between November 2017 and November 2018', '053L000091 (global) / 054U000091 (U.S.)', '4.2-nél korábbi verziók']) {
      for (let end = 1; end < whole.length; end++) {
        const compiled = compile(whole.slice(0, end));
        expect([whole.slice(0, end), compiled.all || compiled.sets.length + compiled.except.length + compiled.models.length + compiled.free.length > 0]).toEqual([whole.slice(0, end), true]);
      }
    }
  });
});

describe('stepAcross', () => {
  test.each([
    ['<= 9.33', '9.33', '9.34'], ['< 2.4.0', '2.3.9', '2.4.0'], ['< B.06.18', 'B.06.17', 'B.06.18'], ['<= 028U000061', '028U000061', '028U000062'], ['<= Rev M', 'M', 'N'], ['<= 12.2.x.x', '12.2', '12.3'],
    ['< 1.8.4 SP01', '1.8.4 SP00', '1.8.4 SP01'], ['<= 2.6A', '2.6A', '2.7A'], ['<= VM5.0', 'VM5.0', 'VM5.1'], ['< 2.0', '1.9', '2.0'],
  ])('%s: %s inside, %s outside', (statement, inside, outside) => {
    const set = compile(statement).sets[0]!;
    expect(set.kind === 'range' && stepAcross(set.high!, 'high')).toEqual({ inside, outside });
    expect([verdict(inside, statement), verdict(outside, statement)]).toEqual(['in', 'out']);
  });
  test('one step across any bound turns the verdict', () => fc.assert(fc.property(text, fc.constantFrom('<', '<=', '>', '>='), (v, op) => {
    const set = compile(`${op} ${v}`).sets[0];
    if (set?.kind !== 'range') return;
    const side = set.high ? 'high' : 'low', crossing = stepAcross((set.high ?? set.low)!, side);
    if (crossing) expect([v, op, verdict(crossing.inside, `${op} ${v}`), verdict(crossing.outside, `${op} ${v}`)]).toEqual([v, op, 'in', 'out']);
  }), { numRuns: 2000 }));
  test('nothing lies below zero, and a commit has no order', () => {
    expect(stepAcross({ version: parseVersion('0.0')!, inclusive: false }, 'high')).toBeNull();
    expect(stepAcross({ version: parseVersion('A')!, inclusive: false }, 'high')).toBeNull();
  });
});

describe('hostile texts', () => {
  const shapes: readonly (readonly [string, (n: number) => string])[] = [
    ['parentheses', (n) => '('.repeat(n)], ['parentheses after a version', (n) => `1.0 ${'('.repeat(n)}`], ['dashes', (n) => '1-'.repeat(n / 2)], ['signs', (n) => '<'.repeat(n)], ['pipes', (n) => '1|'.repeat(n / 2)], ['slashes', (n) => '1.1/'.repeat(n / 4)],
    ['spaces', (n) => `1${' '.repeat(n)}2`], ['digits', (n) => '9'.repeat(n)], ['points', (n) => '1.'.repeat(n / 2)], ['words', (n) => 'and '.repeat(n / 4)], ['conditions', (n) => 'on | '.repeat(n / 5)], ['ranges', (n) => '>= 1.0 | < 2.0 | '.repeat(n / 16)],
    ['letters', (n) => 'A '.repeat(n / 2)], ['months', (n) => 'may 2018 '.repeat(n / 9)], ['service packs', (n) => `1.0 ${'SP1 '.repeat(n / 4)}`], ['accents', (n) => `1${'\u0301'.repeat(n - 1)}`], ['models', (n) => 'MMT-1740 | '.repeat(n / 11)],
  ];
  test.each(shapes)('%s: steps grow with the length', (_name, make) => {
    const steps = [500, 1000, 2000, 4000].map((n) => {
      const meter: Meter = { steps: 0 }, text = make(n).slice(0, n);
      compileVersions([{ kind: 'range', text }], CONTEXT, meter);
      expect(meter.steps).toBeLessThanOrEqual(12 * n + 100);
      return meter.steps;
    });
    expect(steps[3]).toBeLessThanOrEqual(10 * Math.max(steps[0]!, 100));
  });
  test.each(shapes)('%s: four thousand characters are read within a moment', (_name, make) => {
    const start = performance.now();
    for (let i = 0; i < 5; i++) judgeVersion(make(190).slice(0, 200), compile(make(4000).slice(0, 4000)));
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('describeConstraint', () => {
  test.each([
    ['vers:all/*', 'all'], ['<= 9.33', 'range'], ['>= 1 | <= 2', 'range'], ['1.1 | 1.2', 'list'], ['5.x.x', 'line'], ['B.02 | C.02', 'line'], ['MMT-1740 | MMT-1741', 'models'], ['<May 2018', 'dates'], ['<= 3.14.25 | 3.15.18', 'mixed'],
    ['6.x model 35700BAX', 'mixed'], ['UDP', 'all'], ['Rotterdam', 'free text'], ['vers:npm/<1.0.0', 'range'], ['', 'all'], ['<= 7.20 (7.50 may also be affected)', 'mixed'],
  ])('%s: %s', (statement, kind) => { expect(describeConstraint(statement === '' ? compile() : compile(statement))).toBe(kind); });
});
