import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Comparator, formatVers, parseCanonicalVers, parseVers, simplify, type Vers, versContainment, versContains } from './range.ts';

function read(text: string): Vers {
  const range = parseVers(text);
  if ('error' in range) throw new Error(range.error);
  return range;
}

describe('reading', () => {
  test.each([
    ['vers:npm/1.2.3|>=2.0.0|<5.0.0', [['=', '1.2.3'], ['>=', '2.0.0'], ['<', '5.0.0']]], ['vers:gem/>=2.2.0|!=2.2.1|<2.3.0', [['>=', '2.2.0'], ['!=', '2.2.1'], ['<', '2.3.0']]],
    ['vers:maven/>=1.0.0-beta1|<=1.7.5|>=7.0.0-M1|<=7.0.7|>=7.1.0|<=7.1.2|>=8.0.0-M1|<=8.0.1', [['>=', '1.0.0-beta1'], ['<=', '1.7.5'], ['>=', '7.0.0-M1'], ['<=', '7.0.7'], ['>=', '7.1.0'], ['<=', '7.1.2'], ['>=', '8.0.0-M1'], ['<=', '8.0.1']]],
    ['vers:generic/a%7Cb%25', [['=', 'a|b%']]], ['vers:datetime/>=2024-01-01T00:00:00Z', [['>=', '2024-01-01T00:00:00Z']]],
  ])('%s is canonical', (text, constraints) => {
    expect(read(text)).toMatchObject({ all: false, problems: [], constraints: constraints.map(([comparator, version]) => ({ comparator, version })) });
    expect(formatVers(read(text))).toBe(text);
    expect(parseCanonicalVers(text)).toEqual(read(text));
  });

  test.each([
    ['vers:npm/>=2.0.0|<1.0.0', 'Constraints are not sorted by version.'], ['VERS:npm/1.0.0', 'Scheme and type are written in lower case.'], ['vers:NPM/1.0.0', 'Scheme and type are written in lower case.'], ['vers:npm/=1.0.0', 'Equality is written without a comparator.'],
    ['vers:npm/ 1.0.0', 'White space is not permitted.'], ['vers:npm/1.0.0|1.0.0', 'Each version may occur only once.'], ['vers:pypi/>=1.0|<1.0.0', 'Each version may occur only once.'], ['vers:npm/>1.0.0|>2.0.0', '">" cannot be followed by ">": lower and upper bounds alternate.'],
    ['vers:npm/<1.0.0|<=2.0.0', '"<" cannot be followed by "<=": lower and upper bounds alternate.'], ['vers:npm/1.0.0|<2.0.0', '"=" cannot be followed by "<": it is contained in it.'], ['vers:npm/1.0%2F0', 'Percent-encoding is not canonical: only > < = ! * | % are encoded, in upper case.'],
    ['vers:mercurial/1|2', 'The order of mercurial versions is not known here.'], ['vers:npm/latest|1.0.0', 'Not all are versions of npm, so their order cannot be checked.'],
  ])('%s is read, with its problem', (text, problem) => {
    expect(read(text).problems).toContain(problem);
    expect(parseCanonicalVers(text)).toEqual({ error: read(text).problems.join(' ') });
  });

  test.each([
    ['', 'Expected "vers:" in front of a version range, found "".'], ['npm/1.0', 'Expected "vers:" in front of a version range, found "npm/1.0".'], ['vers:npm', 'Expected "vers:type/constraints", found no slash in "vers:npm".'],
    ['vers:1npm/1', 'Expected a type of letters, digits, points and hyphens that begins with a letter, found "1npm".'], ['vers:npm/', 'Expected at least one constraint, found none.'], ['vers:npm/>=', 'Expected a version behind the comparator in ">=".'],
    ['vers:npm/*|1.0', 'Expected "*" alone, found it among other constraints or behind a comparator.'], ['vers:npm/>*', 'Expected "*" alone, found it among other constraints or behind a comparator.'], ['vers:npm/%f', 'Invalid percent-encoding in the version "%f": expected two hexadecimal digits behind "%".'],
    ['vers:npm/%ff', 'Invalid percent-encoding in the version "%ff": expected UTF-8.'], ['vers:npm/1%00', 'Expected no control characters in the version "1%00".'], ['vers:all/1.0', 'Expected "vers:all/*", the only range of this type, found "vers:all/1.0".'], [`vers:npm/${'1|'.repeat(10_001)}`, 'Expected at most 10000 constraints, found 10001.'],
    [`vers:npm/${'1'.repeat(100_001)}`, 'Expected a version of at most 100000 characters, found 100001.'], [`vers:npm/${'1'.repeat(1_000_000)}`, 'Expected a version range of at most 1000000 characters, found 1000009.'],
  ])('%s is refused', (text, error) => { expect(parseVers(text)).toEqual({ error }); });
});

describe('containment', () => {
  test.each<[range: string, version: string, contains: boolean | null]>([
    ['vers:all/*', 'anything', true], ['vers:none/*', 'anything', false], ['vers:npm/*', '1.0.0', true], ['vers:npm/1.2.3|>=2.0.0|<5.0.0', '1.2.3', true], ['vers:npm/1.2.3|>=2.0.0|<5.0.0', '1.2.4', false], ['vers:npm/1.2.3|>=2.0.0|<5.0.0', '2.0.0', true],
    ['vers:npm/1.2.3|>=2.0.0|<5.0.0', '5.0.0-rc.1', true], ['vers:npm/1.2.3|>=2.0.0|<5.0.0', '5.0.0', false], ['vers:gem/>=2.2.0|!=2.2.1|<2.3.0', '2.2.1', false], ['vers:gem/>=2.2.0|!=2.2.1|<2.3.0', '2.2.2', true], ['vers:npm/!=1.0.0', '1.0.0', false],
    ['vers:npm/!=1.0.0', '1.0.1', true], ['vers:npm/!=1.0.0|2.0.0', '3.0.0', false], ['vers:deb/<1.0-1', '1.0~rc1-1', true], ['vers:deb/<1.0-1', '1.0-1', false], ['vers:npm/>1.0.0', '1.0.0', false], ['vers:npm/<1.0.0|>=2.0.0|<3.0.0', '0.1.0', true],
    ['vers:npm/<1.0.0|>=2.0.0|<3.0.0', '1.5.0', false], ['vers:npm/<1.0.0|>=2.0.0', '9.0.0', true], ['vers:npm/<5.0.0|>=2.0.0', '3.0.0', true], ['vers:npm/>1.0.0|>2.0.0|<3.0.0|<4.0.0', '3.5.0', true],
    ['vers:npm/>=1.0.0', 'latest', null], ['vers:npm/>=latest', '1.0.0', null], ['vers:mercurial/>=1', '2', null], ['vers:mercurial/1', '1', true], ['vers:generic/<=1.0 SP1', '1.0 patch 2', null], ['vers:generic/<=1.0SP2', '1.0.0 SP1', true], ['nonsense', '1', null],
  ])('%s and %s: %s', (range, version, contains) => { expect(versContains(range, version)).toBe(contains); });

  test('says which constraints decided, or what is missing', () => {
    const range = read('vers:npm/<1.0.0|>=2.0.0|<3.0.0');
    expect(versContainment(range, '2.5.0')).toEqual({ contains: true, because: [{ comparator: '>=', version: '2.0.0' }, { comparator: '<', version: '3.0.0' }], missing: null });
    expect(versContainment(range, '1.5.0')).toEqual({ contains: false, because: [{ comparator: '<', version: '1.0.0' }, { comparator: '>=', version: '2.0.0' }], missing: null });
    expect(versContainment(range, '3.0.0')).toEqual({ contains: false, because: [{ comparator: '>=', version: '2.0.0' }, { comparator: '<', version: '3.0.0' }], missing: null });
    expect(versContainment(range, '9')).toEqual({ contains: false, because: [{ comparator: '<', version: '3.0.0' }], missing: null });
    expect(versContainment(range, 'new').missing).toBe('"new" is not a version of npm.');
    expect(versContainment(read('vers:generic/<1.0 blue'), '1.0 green').missing).toBe('"1.0 green" and "1.0blue" cannot be compared as generic versions.');
    expect(versContainment(read('vers:mercurial/<1'), '0').missing).toBe('The order of mercurial versions is not known.');
  });
});

test('constraints are simplified as the specification says', () => {
  const simple = (text: string) => formatVers({ type: 'intdot', all: false, constraints: simplify(read(text).constraints) });
  expect(simple('vers:intdot/>1|>=2|2.5|!=2.7|<3|4|<5|>=6')).toBe('vers:intdot/>1|!=2.7|<5|>=6');
  expect(simple('vers:intdot/1|2|<3')).toBe('vers:intdot/<3');
  expect(simple('vers:intdot/!=1')).toBe('vers:intdot/!=1');
});

describe('laws', () => {
  const comparator = fc.constantFrom<Comparator>('=', '!=', '<', '<=', '>', '>='), constraint = fc.record({ comparator, version: fc.integer({ min: 0, max: 9 }).map(String) });
  const constraints = fc.uniqueArray(constraint, { minLength: 1, maxLength: 6, selector: ({ version }) => version }), version = fc.integer({ min: 0, max: 10 }).map(String);
  test('what is written is read again', () => { fc.assert(fc.property(constraints, (list) => { const range = read(formatVers({ type: 'intdot', all: false, constraints: list })); expect(read(formatVers(range)).constraints).toEqual(range.constraints); })); });
  test('simplifying changes no answer', () => {
    fc.assert(fc.property(constraints, version, (list, one) => {
      const range = read(formatVers({ type: 'intdot', all: false, constraints: list }));
      expect(versContains({ ...range, constraints: simplify(range.constraints) }, one)).toBe(versContains(range, one));
    }));
  });
  test('a canonical range is the union of its intervals', () => {
    fc.assert(fc.property(constraints, version, (list, one) => {
      const range = read(formatVers({ type: 'intdot', all: false, constraints: list }));
      fc.pre(range.problems.every((problem) => problem.includes('sorted')));
      const at = Number(one), bounds = range.constraints.filter((each) => /^[<>]/.test(each.comparator)), holds = (each: { comparator: Comparator; version: string }) => ({ '=': at === Number(each.version), '!=': at !== Number(each.version), '<': at < Number(each.version), '<=': at <= Number(each.version), '>': at > Number(each.version), '>=': at >= Number(each.version) })[each.comparator];
      const excluded = range.constraints.some((each) => each.comparator === '!=' && !holds(each)), equal = range.constraints.some((each) => each.comparator === '=' && holds(each));
      const inside = bounds.some((each, index) => each.comparator.startsWith('<') ? index === 0 && holds(each) : holds(each) && (bounds[index + 1] === undefined || holds(bounds[index + 1]!)));
      const onlyUnequal = range.constraints.every((each) => each.comparator === '!=');
      expect(versContains(range, one)).toBe(!excluded && (equal || inside || onlyUnequal));
    }), { numRuns: 1000 });
  });
  test('any text is a range or a sentence', () => { fc.assert(fc.property(fc.tuple(fc.constantFrom('', 'vers:', 'vers:npm/', 'vers:generic/'), fc.string()), ([head, tail]) => { const range = parseVers(head + tail); if (!('error' in range)) expect(read(formatVers(range)).constraints).toEqual(range.constraints); })); });
});
