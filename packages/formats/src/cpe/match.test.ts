import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareCpe, compareCpeAttribute, cpeMatches, type CpeRelation } from './match.ts';
import { ANY, type CpeName, NA, parseCpe } from './name.ts';

function cpe(text: string): CpeName {
  const name = parseCpe(text);
  if ('error' in name) throw new Error(name.error);
  return name;
}

/** NISTIR 7696, table 6-2. i is "foo", k "bar", m with wildcards "*b??". */
test.each<[line: number, source: string, target: string, relation: CpeRelation]>([
  [1, ANY, ANY, 'equal'], [2, ANY, NA, 'superset'], [3, ANY, 'foo', 'superset'], [4, ANY, '*b??', 'undefined'],
  [5, NA, ANY, 'subset'], [6, NA, NA, 'equal'], [7, NA, 'foo', 'disjoint'], [8, NA, '*b??', 'undefined'],
  [9, 'foo', 'foo', 'equal'], [10, 'foo', 'bar', 'disjoint'], [11, 'foo', '*b??', 'undefined'], [12, 'foo', NA, 'disjoint'], [13, 'foo', ANY, 'subset'],
  [14, '*b??', 'bar', 'superset'], [14, '*b??', 'foo', 'disjoint'], [15, '*b??', ANY, 'subset'], [16, '*b??', NA, 'disjoint'], [17, '*b??', '*b??', 'undefined'], [17, '*b??', 'foo*', 'undefined'],
])('7696 table 6-2, line %i: %s and %s', (_, source, target, relation) => { expect(compareCpeAttribute(source, target)).toBe(relation); });

/** NISTIR 7696, 6.1 and 6.3. */
test.each<[source: string, target: string, relation: CpeRelation]>([
  ['9\\.*', '9\\.3', 'superset'], ['9\\.*', '8\\.3', 'disjoint'], ['9\\.*', '9\\.', 'superset'], ['9\\.?', '9\\.3', 'superset'], ['9\\.?', '9\\.', 'superset'], ['9\\.?', '9\\.31', 'disjoint'],
  ['9\\.??', '9\\.31', 'superset'], ['??x', 'abx', 'superset'], ['??x', 'abcx', 'disjoint'], ['*x', 'abcx', 'superset'], ['*x', 'abcxd', 'disjoint'], ['*x*', 'abcxd', 'superset'], ['?x*', 'axxx', 'superset'],
  ['?x?', 'xxx', 'superset'], ['a?', 'aa', 'superset'], ['a*', 'A\\.b', 'superset'], ['Foo', 'fOO', 'equal'], ['x\\*', 'x\\*', 'equal'], ['x\\*', 'xyz', 'disjoint'], ['x\\\\*', 'x\\\\y', 'superset'],
  ['\\*x*', '\\*xyz', 'superset'], ['\\*x*', 'axyz', 'disjoint'], ['??', 'a', 'superset'], ['??', 'abc', 'disjoint'], ['a*', 'b', 'disjoint'], ['abcd*', 'ab', 'disjoint'],
])('7696 6.3: %s and %s', (source, target, relation) => { expect(compareCpeAttribute(source, target)).toBe(relation); });

describe('7696 table 6-3', () => {
  const source = cpe('cpe:2.3:a:Adobe:*:9.*:*:PalmOS:*:*:*:*:*'), target = cpe('cpe:/a::Reader:9.3.2:-:-'), comparison = compareCpe(source, target);
  test('relations of the attributes', () => { expect(comparison.attributes).toMatchObject({ part: 'equal', vendor: 'subset', product: 'superset', version: 'superset', update: 'superset', edition: 'disjoint' }); });
  test('and of the names', () => { expect(comparison.relation).toBe('disjoint'); });
});

/** NISTIR 7696, table 6-4. */
const windows = 'cpe:/o:microsoft:windows_2000';
test.each<[line: string, source: string, target: string, relation: CpeRelation, matches: boolean | null]>([
  ['1', 'cpe:/a:microsoft:ie:5.5', windows, 'disjoint', false], ['2', windows, windows, 'equal', true], ['3', `${windows}::sp3`, windows, 'subset', null], ['4', windows, `${windows}::sp3:pro`, 'superset', true],
  ['none of the four: each knows what the other leaves open', 'cpe:/o:microsoft:windows_2000:1', 'cpe:/o:microsoft:windows_2000::sp3', 'undefined', null],
  ['none of the four: wildcards in the target', windows, 'cpe:2.3:o:microsoft:windows_2000:5*:*:*:*:*:*:*:*', 'undefined', null],
  ['1 before all others', 'cpe:/a:microsoft', 'cpe:2.3:o:microsoft:windows_2000:5*:*:*:*:*:*:*:*', 'disjoint', false],
])('7696 table 6-4, line %s', (_, source, target, relation, matches) => {
  expect(compareCpe(cpe(source), cpe(target)).relation).toBe(relation);
  expect(cpeMatches(cpe(source), cpe(target))).toBe(matches);
});

/** NISTIR 7696, appendix B: CPE_Name_Match of CPE 2.2. */
test('7696 appendix B', () => {
  const known = ['cpe:/o:microsoft:windows_2000::sp3:pro', 'cpe:/a:microsoft:ie:5.5'].map(cpe);
  expect(known.some((name) => cpeMatches(cpe(windows), name) === true)).toBe(true);
});

test('the example of the reference implementation', () => {
  expect(compareCpe(cpe('cpe:/a:microsoft:internet_explorer:8.0.6001:beta::sp2'), cpe('cpe:/a:microsoft:internet_explorer')).relation).toBe('subset');
});

/** 6.3 as a regular expression, which the comparison does without. */
function expressionOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.replace(/\*/g, '[^]*').replace(/\?/g, '[^]?')}$`);
}
test('wildcards do what the regular expression of 6.3 does', () => {
  const wild = fc.tuple(fc.constantFrom('', '*', '?', '??'), fc.stringMatching(/^[ab]{1,4}$/), fc.constantFrom('', '*', '?', '??'));
  fc.assert(fc.property(wild, fc.stringMatching(/^[ab]{1,7}$/), ([head, text, tail], target) => {
    expect(['superset', 'equal'].includes(compareCpeAttribute(head + text + tail, target))).toBe(expressionOf(head + text + tail).test(target));
  }), { numRuns: 2000 });
});
