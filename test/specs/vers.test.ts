/** package-url/vers-spec: `tests`. */
import { compareVersions, type Order } from '@wardkeep/formats/vers/compare';
import { versFromNative } from '@wardkeep/formats/vers/native';
import { formatVers, parseCanonicalVers, parseVers, versContains } from '@wardkeep/formats/vers/range';
import { describe, expect, test } from 'vitest';
import { readSuite, specFolder, type SuiteTest } from './folder.ts';

const folder = specFolder('vers'), suite = readSuite(folder);

const REDUNDANT = 'Wants the constraints of overlapping alternatives side by side, which the core specification forbids ("alternation"); here they are united.';
const BOTH = 'Two comparators of npm without "||" must both hold; wants them read as alternatives, which would take in versions that npm shuts out.';

/** Not passed, with the reason. An entry that begins to pass fails. */
const NOT_YET: Readonly<Record<string, string>> = {
  'conan_range_from_native_test.json from_native {"native_range":"","scheme":"conan"}': 'Wants "vers:conan/", which is no range: "constraints" is required.',
  'npm_range_from_native_test.json from_native {"native_range":">= 0.2.0 <= 0.9.6 || ~0.8.0-pre","scheme":"npm"}': REDUNDANT,
  'npm_range_from_native_test.json from_native {"native_range":"^2.0.18 || ^3.0.16 || ^3.1.6 || ^4.0.8 || ^5.0.0-beta.5","scheme":"npm"}': REDUNDANT,
  'npm_range_from_native_test.json from_native {"native_range":"<2.0.18 || <3.0.16 || <3.1.6 || <4.0.8 || <5.0.0-beta.5","scheme":"npm"}': REDUNDANT,
  'npm_range_from_native_test.json from_native {"native_range":"<2.0.1 || <1.1.7","scheme":"npm"}': REDUNDANT,
  'npm_range_from_native_test.json from_native {"native_range":">=5.0.3 >=4.2.1","scheme":"npm"}': BOTH,
  'npm_range_from_native_test.json from_native {"native_range":"1.1.2 1.2.2","scheme":"npm"}': BOTH,
};

interface Versions { readonly input_scheme: string; readonly versions: readonly string[] }
const keyOf = ({ file, test_type: type, input }: SuiteTest): string => `${file} ${type} ${JSON.stringify(input)}`;

/** Given order does not matter, and neighbours rise: each is before the next, or equal where the suite lists the same version twice. */
function comparison({ input_scheme: scheme, versions }: Versions, expected: readonly string[]): boolean {
  const compare = (a: string, b: string): Order => { const result = compareVersions(scheme, a, b); if (result === null) throw new Error(`${scheme} does not compare ${a} and ${b}`); return result; };
  const sorted = [...versions].sort(compare), same = (a: string, b: string): boolean => compare(a, b) === 0;
  return sorted.length === expected.length && sorted.every((version, at) => same(version, expected[at]!)) && expected.every((version, at) => at === 0 || compare(expected[at - 1]!, version) === -1 || expected[at - 1] === version);
}

function passes({ test_type: type, input, expected_output: expected, expected_failure: fails }: SuiteTest): boolean {
  switch (type) {
    case 'comparison': return comparison(input as Versions, expected as string[]);
    case 'equality': { const { input_scheme: scheme, versions } = input as Versions, result = compareVersions(scheme, versions[0]!, versions[1]!); return result !== null && (result === 0) === expected; }
    case 'containment': { const { vers, version } = input as { vers: string; version: string }; return versContains(vers, version) === expected; }
    case 'validate': { const range = parseVers(input as string); return !('error' in range) && formatVers(range) === expected; }
    case 'from_native': { const { scheme, native_range: native } = input as { scheme: string; native_range: string }, range = versFromNative(scheme, native); return !('error' in range) && formatVers(range) === expected; }
    case 'parse': {
      const range = parseCanonicalVers(input as string);
      if ('error' in range) return fails === true;
      return fails !== true && JSON.stringify({ scheme: range.type, version_constraints: range.constraints.map(({ comparator, version }) => [comparator, version]) }) === JSON.stringify(expected);
    }
    default: throw new Error(`The suite has a kind of test that is not known here: ${type}`);
  }
}

describe.skipIf(folder === null)('vers-spec (skipped: ../shared/data is not there)', () => {
  test('its tests are there', () => { expect(suite.length).toBeGreaterThanOrEqual(2701); });
  test.each([...new Set(suite.map(({ file }) => file))])('%s', (file) => {
    const failed = suite.filter((one) => one.file === file && !passes(one)).map(keyOf);
    expect([...new Set(failed)].sort()).toEqual(Object.keys(NOT_YET).filter((key) => key.startsWith(`${file} `)).sort());
  });
  test('what is not passed is in the suite', () => { expect(Object.keys(NOT_YET).filter((key) => !suite.some((one) => keyOf(one) === key))).toEqual([]); });
});
