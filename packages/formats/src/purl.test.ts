import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPurl, makePurl, parsePurl, type Purl, purlVersion, samePackage } from './purl.ts';

function read(text: string): Purl {
  const purl = parsePurl(text);
  if ('error' in purl) throw new Error(purl.error);
  return purl;
}
const purl = (type: string, namespace: string | null, name: string, version: string | null = null, qualifiers: Record<string, string> = {}, subpath: string | null = null): Purl => ({ type, namespace, name, version, qualifiers, subpath });

test.each([
  ['pkg:deb/debian/openssl@1:1.1.1n-0+deb11u4?arch=amd64', purl('deb', 'debian', 'openssl', '1:1.1.1n-0+deb11u4', { arch: 'amd64' }), 'pkg:deb/debian/openssl@1:1.1.1n-0%2Bdeb11u4?arch=amd64'],
  ['PKG://NPM/@babel/core', purl('npm', '@babel', 'core'), 'pkg:npm/%40babel/core'], ['pkg:npm/%40babel/core@7.0.0', purl('npm', '@babel', 'core', '7.0.0'), 'pkg:npm/%40babel/core@7.0.0'],
  ['pkg:PyPI/Django_REST@1.0.DEV1', purl('pypi', null, 'django-rest', '1.0.dev1'), 'pkg:pypi/django-rest@1.0.dev1'],
  ['pkg:generic/a/b@1?B=2&a=1&c=#/x/./y/../z/', purl('generic', 'a', 'b', '1', { a: '1', b: '2' }, 'x/y/z'), 'pkg:generic/a/b@1?a=1&b=2#x/y/z'],
  ['pkg:git/codeberg.org/forgejo/forgejo@abc', purl('git', 'codeberg.org', 'forgejo/forgejo', 'abc'), 'pkg:git/codeberg.org/forgejo/forgejo@abc'],
  ['pkg:generic/na%C3%AFve@1%2F2?x=a%26b', purl('generic', null, 'naïve', '1/2', { x: 'a&b' }), 'pkg:generic/na%C3%AFve@1%2F2?x=a%26b'],
])('%s', (text, parts, canonical) => {
  expect(read(text)).toEqual(parts);
  expect(formatPurl(parts)).toBe(canonical);
});

test.each([
  ['', 'Expected "pkg:" in front of a package URL, found "".'], ['openssl@1.0', 'Expected "pkg:" in front of a package URL, found "openssl@1.0".'], ['pkg:npm', 'Expected "pkg:type/name", found no name in "pkg:npm".'],
  ['pkg:3d/x', 'Expected a type of letters, digits, points and hyphens that begins with a letter, found "3d".'], ['pkg:npm/@1.0', 'Expected a name in the package URL of type npm, found none.'],
  ['pkg:npm/x?1a=2', 'Expected a qualifier of letters, digits, points, hyphens and underscores that begins with a letter, found "1a".'], ['pkg:npm/x@%zz', 'Expected percent-encoded UTF-8, found "pkg:npm/x@%zz".'],
  ['pkg:npm/x@%ff', 'Expected percent-encoded UTF-8, found "pkg:npm/x@%ff".'], ['pkg:npm/a%2Fb/c', 'Expected segments without an encoded slash, found "pkg:npm/a%2Fb/c".'],
  ['pkg:maven/io', 'Expected a namespace, which maven requires, found only the name "io".'], ['pkg:nuget/a/b', 'Expected no namespace, which nuget does not have, found "a".'],
  ['pkg:julia/Dates', 'Expected the qualifier uuid, which julia requires, found none.'], ['pkg:cpan/URI::PackageURL', 'Expected a name as cpan has them, found "URI::PackageURL".'],
  ['pkg:generic/a%00b', 'Expected no control characters in a package URL of "a\\u0000b".'], [`pkg:npm/${'x'.repeat(8185)}`, 'Expected a package URL of at most 8192 characters, found 8193.'],
])('refused: %s', (text, error) => { expect(parsePurl(text)).toEqual({ error }); });

test('a key of the prototype is a key', () => { expect(parsePurl('pkg:npm/x?constructor=1&__proto__=2')).toHaveProperty('error'); expect(read('pkg:npm/x?constructor=1').qualifiers).toEqual({ constructor: '1' }); });

describe('laws', () => {
  const part = fc.string({ unit: fc.constantFrom(...'aB1.-_~:@/?#&=+% é漢'), minLength: 1, maxLength: 10 });
  const parts = fc.record({
    type: fc.constantFrom('npm', 'deb', 'generic', 'maven', 'golang', 'pypi', 'git', 'rpm'), namespace: fc.option(part), name: part, version: fc.option(part),
    qualifiers: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9._-]{0,5}$/), part, { maxKeys: 3 }), subpath: fc.option(part),
  });
  test('what is made and written reads the same', () => { fc.assert(fc.property(parts, (given) => { const made = makePurl(given); if (!('error' in made)) expect(parsePurl(formatPurl(made))).toEqual(made); }), { numRuns: 1000 }); });
  test('the canonical text is a fixed point', () => { fc.assert(fc.property(fc.tuple(fc.constantFrom('', 'pkg:', 'pkg:npm/'), fc.string()).map((list) => list.join('')), (text) => { const one = parsePurl(text); if (!('error' in one)) expect(formatPurl(read(formatPurl(one)))).toBe(formatPurl(one)); })); });
});

test('the same package in two versions', () => {
  expect(samePackage(read('pkg:deb/debian/openssl@1.0?arch=amd64'), read('pkg:deb/Debian/OpenSSL@2.0'))).toBe(true);
  expect(samePackage(read('pkg:deb/debian/openssl'), read('pkg:deb/ubuntu/openssl'))).toBe(false);
});

test.each([
  ['pkg:rpm/fedora/centerim@4.22.10-1.el6?epoch=1', '1:4.22.10-1.el6'], ['pkg:rpm/fedora/curl@7.50.3-1.fc25', '7.50.3-1.fc25'], ['pkg:deb/debian/a@2:1.0?epoch=1', '2:1.0'], ['pkg:npm/a@1.0?epoch=1', '1.0'], ['pkg:npm/a', null],
])('the version of %s is %s', (text, version) => { expect(purlVersion(read(text))).toBe(version); });
