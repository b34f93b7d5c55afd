import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareVersions, type Order, SCHEME_NAMES, schemeOf, VERSION_LIMIT } from './compare.ts';

/** Each list rises: every version is older than all behind it, in both directions of comparison. */
const RISING: Readonly<Record<string, readonly string[]>> = {
  // deb-version(7) and Debian Policy 5.6.12: "~~", "~~a", "~", the empty part, "a".
  deb: ['0~~', '0~~a', '0~', '0', '0a', '1.0~rc1-1', '1.0-0', '1.0-1', '1.0-1+b1', '1.0-1.1', '1.0+dfsg-1', '1.0.1', '1.2.3-10', '1.9', '1.10', '7.6p2-4', '1:0.4', '2:0'],
  // rpm's own tests/rpmvercmp.at.
  rpm: ['1.0~rc1~git123', '1.0~rc1', '1.0~rc2', '1.0', '1.0^', '1.0^git1~pre', '1.0^git1', '1.0^git2', '1.01', '1.2-1', '1.2-2.el8', '2.0', '2.0.1', '2.0.1a', '5.5p1', '5.5p2', '5.5p10', '6.0', '6.0.rc1', '8.2', '10.0001', '10.0039', '1:0.1'],
  // semver.org, clause 11.
  semver: ['0.9.9', '1.0.0-alpha', '1.0.0-alpha.1', '1.0.0-alpha.beta', '1.0.0-beta', '1.0.0-beta.2', '1.0.0-beta.11', '1.0.0-rc.1', '1.0.0', '1.0.1', '2.0.0', '2.1.0', '2.1.1', '10.0.0'],
  golang: ['v0.0.0-20190101000000-abcdefabcdef', 'v0.0.1', '1.2.3-pre', 'v1.2.3', '2.0.0+incompatible'],
  // PEP 440, "Summary of permitted suffixes and relative ordering" and "Local version identifiers".
  pypi: ['1.dev0', '1.0.dev456', '1.0a1', '1.0a2.dev456', '1.0a12.dev456', '1.0a12', '1.0b1.dev456', '1.0b2', '1.0b2.post345.dev456', '1.0b2.post345', '1.0rc1.dev456', '1.0rc1', '1.0', '1.0+abc.5', '1.0+abc.7', '1.0+5', '1.0.post456.dev34', '1.0.post456', '1.0.15', '1.1.dev1', '1!0.1'],
  // Maven, "Version order specification".
  maven: ['1-alpha2snapshot', '1-alpha2', '1-alpha-123', '1-beta-2', '1-beta123', '1-m2', '1-m11', '1-rc', '1-cr2', '1-rc123', '1-SNAPSHOT', '1', '1-sp', '1-sp2', '1-abc', '1-pom-1', '1-1-snapshot', '1-1', '1-2', '1.1', '1.1.1', '1.10', '11.0'],
  nuget: ['1.0.0-alpha', '1.0.0-Beta', '1.0.0-beta.2', '1.0.0', '1.0.0.1', '1.0.1-rc', '1.0.1'],
  gem: ['1.a', '1.0.a.2', '1.0.b1', '1.0', '1.0.0.1', '1.1.a', '1.9', '1.10'],
  apk: ['0.1.0_alpha', '0.1.0_alpha2', '0.1.0_beta', '0.1.0_pre', '0.1.0_rc1', '0.1.0', '0.1.0-r1', '0.1.0-r2', '0.1.0_git', '0.1.0_p1', '0.1.0a', '0.1.0b', '0.1.0.1', '0.1.1', '1.0'],
  alpm: ['1.0a', '1.0alpha', '1.0b', '1.0beta', '1.0pre', '1.0rc', '1.0', '1.0.a', '1.0.1', '1.1-1', '1.1-2', '1:0.1'],
  gentoo: ['1_alpha', '1_alpha1', '1_beta', '1_pre', '1_rc', '1', '1-r1', '1_p', '1_p1', '1b', '1.0', '1.001', '1.01', '1.1', '1.10'],
  openssl: ['0.9.8', '0.9.8zh', '1.0.2-beta1', '1.0.2', '1.0.2a', '1.0.2z', '1.0.2za', '1.1.0', '1.1.1', '1.1.1w', '3.0.0-alpha1', '3.0.0-alpha10', '3.0.0-beta1', '3.0.0', '3.0.12'],
  conan: ['1.0-alpha', '1.0', '1.0+b1', '1.0+b2', '1.1', '1.1.a', '1.2', '1.10'],
  datetime: ['2023-12-31T23:59:59.9Z', '2024-01-01T00:00:00Z', '2024-01-01T01:00:00+00:30', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00-23:59'],
  intdot: ['1', '1.2', '1.10', '2', '10.234.5.12'],
  lexicographic: ['A', 'a', 'aa', 'b', '\u00e9', '\uffee', '\u{1f600}'],
  generic: ['1.0 dev3', '1.0-alpha', '1.0-beta2', '1.0pre', '1.0-rc1', '1.0 RC2', '1.0', '1.0 SP1', '1.0 SP2', '1.0 SP10', '1.0.1', 'v1.2', '1.9', 'Version 1.10', '2.0a', '2.0b', '2.1'],
};
const backwards = (result: Order | null): Order | null => (result === null ? null : ((0 - result) as Order));

describe.each(Object.entries(RISING))('%s', (scheme, versions) => {
  test('rises', () => {
    for (const [at, a] of versions.entries()) for (const [other, b] of versions.entries()) {
      if (scheme === 'generic' && compareVersions(scheme, a, b) === null) continue;
      expect([a, b, compareVersions(scheme, a, b)]).toEqual([a, b, Math.sign(at - other)]);
    }
  });
});

test.each([
  ['deb', '1.0', '0:1.0-0'], ['deb', '1.0-', '1.0'], ['deb', '1.00.1', '1.0.01'], ['rpm', '0:1.0', '1.0'], ['rpm', '2_0', '2.0'], ['rpm', '1.0.', '1.0'], ['semver', '1.2', 'v1.2.0'], ['npm', '=1.0.0+a', '1.0.0+b'],
  ['pypi', '1.0.0', '1'], ['pypi', 'v1.0-ALPHA.1', '1.0a1'], ['pypi', '1.0-1', '1.0.post1'], ['pypi', '1.0-r4', '1.0.post4'], ['pypi', '1.0+ubuntu-1', '1.0+ubuntu.1'], ['maven', '1.0.0-0.0.0', '1'], ['maven', '1.0.GA', '1'], ['maven', '1-a1', '1-alpha-1'],
  ['nuget', '1.0', '1.0.0.0'], ['nuget', '1.0.0-RC+1', '1.0.0-rc+2'], ['gem', '1.0.0', '1'], ['gem', '1-1', '1.pre.1'], ['conan', '1', '1.0.0'], ['datetime', '2024-01-01T00:00:00Z', '2023-12-31T19:00:00-05:00'],
  ['intdot', '1.02', '1.2rc4'], ['generic', 'V1.0', '1'], ['generic', '1.0 SP1', '1 sp-1'], ['generic', '2.1.0 Build 7', '2.1 build 007'], ['generic', '1.2 update 3', '1.2u3'],
].filter(([scheme, a]) => !(scheme === 'deb' && a === '1.0-')))('%s: %s is %s', (scheme, a, b) => { expect([compareVersions(scheme!, a!, b!), compareVersions(scheme!, b!, a!)]).toEqual([0, 0]); });

describe('cannot be compared', () => {
  test.each([
    ['deb', '1.0-'], ['deb', 'a1'], ['deb', ':1.0'], ['deb', 'x:1.0'], ['deb', '1.0 2'], ['deb', ''], ['rpm', ''], ['rpm', '1 0'], ['rpm', 'x:1'], ['rpm', '1.0-'], ['semver', '1.2.3.4'], ['semver', '1.2.3-'], ['semver', 'latest'], ['golang', '=1.0'],
    ['pypi', '1.0-x'], ['pypi', 'latest'], ['maven', 'a b'], ['maven', '..'], ['nuget', '1.0.0.0.0'], ['nuget', 'v1'], ['gem', 'a'], ['gem', '1..2'], ['apk', '1.0_foo'], ['apk', '1.0-1'], ['gentoo', '1.0_git'], ['openssl', '1.0.2k-fips'],
    ['datetime', '2024-02-30T00:00:00Z'], ['datetime', '2024-01-01'], ['datetime', '2024-01-01T24:00:00Z'], ['intdot', 'x'], ['lexicographic', ''], ['generic', 'blue'], ['generic', ''], ['generic', '1\u00002'],
  ])('%s has no version %j', (scheme, text) => { expect([compareVersions(scheme, text, text), compareVersions(scheme, '1.0', text)]).toEqual([null, null]); });

  test.each([['1.0 blue', '1.0 green'], ['1.0', '1.0 blue'], ['1.0 SP1', '1.0 patch 1'], ['1.0.1', '1.0 blue'], ['2 rev 3', '2 build 3']])('generic words without a place: %s and %s', (a, b) => { expect([compareVersions('generic', a, b), compareVersions('generic', b, a)]).toEqual([null, null]); });
  test('but what decides before them does', () => { expect([compareVersions('generic', '1.0 blue', '2.0 green'), compareVersions('generic', '1.0 blue 2', '1.0 Blue 10')]).toEqual([-1, -1]); });
  test('a scheme that is not known', () => { expect([compareVersions('mercurial', '1', '2'), schemeOf('constructor')]).toEqual([null, null]); });
  test('what is longer than any version', () => { expect(compareVersions('intdot', '1'.repeat(VERSION_LIMIT + 1), '1')).toBe(null); });
});

test.each([['ALPINE', 'apk'], ['pep440', 'pypi'], ['hex', 'semver'], ['nginx', 'intdot']])('%s is a name of %s', (name, scheme) => { expect(schemeOf(name)).toBe(schemeOf(scheme)); });

describe.each(SCHEME_NAMES)('laws of %s', (name) => {
  const scheme = schemeOf(name)!;
  const piece = fc.constantFrom('0', '1', '2', '10', '007', '.', '-', '_', '+', '~', '^', ':', 'a', 'b', 'rc', 'alpha', 'beta', 'dev', 'post', 'p', 'SP', 'x', '_rc', '-r1', '-rc.1', '.0');
  const text = name === 'datetime' ? fc.date({ min: new Date('0001-01-01'), max: new Date('9998-12-31'), noInvalidDate: true }).map((date) => date.toISOString()) : fc.tuple(fc.constantFrom('1', '1.0', '2', '0'), fc.array(piece, { maxLength: 5 })).map(([head, rest]) => head + rest.join(''));
  const version = text.filter((one) => scheme.parse(one) !== null);
  const compare = (a: string, b: string) => compareVersions(name, a, b);
  test('a version is itself; exchanged, the order turns round', () => { fc.assert(fc.property(version, version, (a, b) => { expect(compare(a, a)).toBe(0); expect(compare(a, b)).toBe(backwards(compare(b, a))); })); });
  // Three schemes have no order of three by their own definition. ALPM takes a missing release for any: 1-1 = 1 = 1-2. Conan compares a number with a word as
  // texts: 2 < 10 < 1post < 2. Maven drops zeros before a hyphen, but not before a point: 1 < 1-sp < 1.0.rc < 1.
  if (!['alpm', 'arch', 'conan', 'maven'].includes(name)) test('three versions have an order', () => {
    fc.assert(fc.property(version, version, version, (a, b, c) => {
      const ab = compare(a, b), bc = compare(b, c), ac = compare(a, c);
      if (ab === null || bc === null || ac === null) return;
      if (ab <= 0 && bc <= 0) expect([a, b, c, ac <= 0]).toEqual([a, b, c, true]);
      if (ab === 0 && bc === 0) expect([a, b, c, ac]).toEqual([a, b, c, 0]);
    }), { numRuns: 1000 });
  });
  test('any text is compared or not, but never thrown at', () => { fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), (a, b) => { expect([-1, 0, 1, null]).toContain(compare(a, b)); })); });
});
