/** package-url/purl-spec: `tests/spec` and `tests/types`. */
import { formatPurl, makePurl, parsePurl, type Purl, type PurlError, type PurlParts } from '@wardkeep/formats/purl';
import { describe, expect, test } from 'vitest';
import { readSuite, specFolder, type SuiteTest } from './folder.ts';

const folder = specFolder('purl'), suite = readSuite(folder);

/** Not passed, with the reason. An entry that begins to pass fails. */
const NOT_YET: Readonly<Record<string, string>> = {
  'types/gem-test.json parse "pkg:gem/jruby-launcher@1.1.2?Platform=java"': 'Wants a key in upper case refused; "How to parse" reads it in lower case, and the test "validate" of the same text wants that.',
  'types/rpm-test.json parse "pkg:Rpm/fedora/curl@7.50.3-1.fc25?Arch=i386&Distro=fedora-25"': 'The same.',
};

const keyOf = ({ file, test_type: type, input }: SuiteTest): string => `${file} ${type} ${JSON.stringify(input)}`;

function passes({ test_type: type, input, expected_output: expected, expected_failure: fails }: SuiteTest): boolean {
  const purl: Purl | PurlError = type === 'build' ? makePurl(input as PurlParts) : parsePurl(input as string);
  if ('error' in purl) return fails === true;
  return fails !== true && (type === 'parse' ? sameParts(purl, expected as PurlParts) : formatPurl(purl) === expected);
}

function sameParts(purl: Purl, expected: PurlParts): boolean {
  const entries = (qualifiers: PurlParts['qualifiers']): string => JSON.stringify(Object.entries(qualifiers ?? {}).sort());
  return (['type', 'namespace', 'name', 'version', 'subpath'] as const).every((part) => purl[part] === (expected[part] ?? null)) && entries(purl.qualifiers) === entries(expected.qualifiers);
}

describe.skipIf(folder === null)('purl-spec (skipped: ../shared/data is not there)', () => {
  test('its tests are there', () => { expect(suite.length).toBeGreaterThanOrEqual(586); });
  test.each([...new Set(suite.map(({ file }) => file))])('%s', (file) => {
    const failed = suite.filter((one) => one.file === file && !passes(one)).map(keyOf);
    expect(failed.sort()).toEqual(Object.keys(NOT_YET).filter((key) => key.startsWith(`${file} `)).sort());
  });
  test('what is not passed is in the suite', () => { expect(Object.keys(NOT_YET).filter((key) => !suite.some((one) => keyOf(one) === key))).toEqual([]); });
});
