import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { versFromNative } from './native.ts';
import { formatVers, versContains } from './range.ts';

const convert = (type: string, text: string): string => { const range = versFromNative(type, text); return 'error' in range ? range.error : formatVers(range); };

test.each([
  ['npm', '', 'vers:npm/*'], ['npm', '*', 'vers:npm/*'], ['npm', '1.x || 3', 'vers:npm/>=1.0.0|<2.0.0|3.0.0'], ['npm', '^0.0.3', 'vers:npm/>=0.0.3|<0.0.4'], ['npm', '^0', 'vers:npm/>=0.0.0|<1.0.0'], ['npm', '~1', 'vers:npm/>=1.0.0|<2.0.0'],
  ['npm', '>=1.0.0 <3.0.0 || >=2.0.0 <4.0.0', 'vers:npm/>=1.0.0|<4.0.0'], ['npm', '>=1.0.0 <9.0.0 || >=2.0.0 <3.0.0 || >=4.0.0 <5.0.0', 'vers:npm/>=1.0.0|<9.0.0'], ['npm', '>=5.0.3 >=4.2.1', 'vers:npm/>=5.0.3'], ['npm', '>=1.0.0 <=1.0.0', 'vers:npm/1.0.0'],
  ['npm', '1.0.0 || <2.0.0', 'vers:npm/<2.0.0'], ['npm', '>0.33.1 <0.34.1 || <0.33.1', 'vers:npm/<0.33.1|>0.33.1|<0.34.1'],
  ['conan', '~2.5.1 || 3', 'vers:conan/>=2.5.1|<2.6-|3'], ['gem', '~> 2.2.0, != 2.2.1', 'vers:gem/>=2.2.0|!=2.2.1|<2.3'], ['gem', '~> 2', 'vers:gem/>=2|<3'], ['maven', '(,1.0],[1.2,)', 'vers:maven/<=1.0|>=1.2'], ['maven', '[1.5]', 'vers:maven/1.5'], ['maven', '1.5', 'vers:maven/1.5'],
  ['nuget', '1.5', 'vers:nuget/>=1.5'], ['nuget', '(1.0,2.0]', 'vers:nuget/>1.0|<=2.0'], ['pypi', '~= 2.2', 'vers:pypi/>=2.2|<3.dev0'], ['pypi', '~=1.4.5', 'vers:pypi/>=1.4.5|<1.5.dev0'], ['pypi', '==1.1.*', 'vers:pypi/>=1.1.dev0|<1.2.dev0'], ['pypi', '>=1.0, !=1.5, <2', 'vers:pypi/>=1.0|!=1.5|<2'],
  ['nginx', '1.5.0+, 1.4.1+', 'vers:nginx/>=1.4.1|<1.5.0|>=1.5.0'], ['openssl', '3.0.1, 0.9.7a', 'vers:openssl/0.9.7a|3.0.1'],
])('%s %s', (type, text, range) => { expect(convert(type, text)).toBe(range); });

test.each([
  ['npm', '1.1.2 1.2.2', 'Expected a range that some version satisfies, found "1.1.2 1.2.2".'], ['npm', '>=2.0.0 <1.0.0', 'Expected a range that some version satisfies, found ">=2.0.0 <1.0.0".'], ['npm', 'latest', 'Expected a comparator of npm such as ^1.2.3, found "latest".'],
  ['conan', '', 'Expected a version behind each comparator, found "".'], ['gem', '~> x', 'Expected a requirement of RubyGems such as ~> 2.0, found "~> x".'], ['nuget', '[1.0', 'Expected intervals such as [1.0,2.0), found "[1.0".'], ['maven', '(1.0)', 'Expected an exact version such as [1.0], found "(1.0)".'],
  ['pypi', '!=1.*', 'Expected a specifier that VERS can say, found "!=1.*".'], ['pypi', '~=1', 'Expected a release of two numbers or more, found "~=1".'], ['nginx', 'all', 'Expected a version, 1.4.1+ or 0.7.52-0.8.39, found "all".'], ['openssl', 'x', 'Expected versions of openssl that can be ordered, found "x".'],
  ['cobol', '1', 'Expected a range of conan, gem, maven, nginx, npm, nuget, openssl, pypi, found the type "cobol".'], ['constructor', '1', 'Expected a range of conan, gem, maven, nginx, npm, nuget, openssl, pypi, found the type "constructor".'], ['npm', ' '.repeat(10_001), 'Expected a range of at most 10000 characters, found 10001.'],
])('refused: %s %s', (type, text, error) => { expect(convert(type, text)).toBe(error); });

describe('laws', () => {
  const bound = fc.tuple(fc.constantFrom('<', '<=', '>', '>=', '='), fc.integer({ min: 0, max: 6 })), sets = fc.array(fc.array(bound, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 });
  const holds = ([comparator, limit]: readonly [string, number], at: number): boolean => (comparator === '<' ? at < limit : comparator === '<=' ? at <= limit : comparator === '>' ? at > limit : comparator === '>=' ? at >= limit : at === limit);
  test('a version is in the range when all comparators of one alternative hold', () => {
    fc.assert(fc.property(sets, fc.integer({ min: 0, max: 7 }), (alternatives, at) => {
      const range = versFromNative('npm', alternatives.map((set) => set.map(([comparator, limit]) => `${comparator}${limit}.0.0`).join(' ')).join(' || ')), expected = alternatives.some((set) => set.every((one) => holds(one, at)));
      if ('error' in range) expect(expected).toBe(false); else expect(versContains(range, `${at}.0.0`)).toBe(expected);
    }), { numRuns: 2000 });
  });
  test('any text is a range or a sentence', () => { fc.assert(fc.property(fc.constantFrom('npm', 'conan', 'gem', 'maven', 'nuget', 'pypi', 'nginx', 'openssl'), fc.string({ unit: fc.constantFrom(...'0123.<>=~^!*x|[](), -+a') }), (type, text) => { expect(convert(type, text)).not.toBe(''); })); });
});
