/** Comparison of two versions within one scheme. Versions of different schemes are never compared. */
import { conan } from './scheme/conan.ts';
import { deb } from './scheme/deb.ts';
import { gem } from './scheme/gem.ts';
import { generic } from './scheme/generic.ts';
import { apk, gentoo } from './scheme/gentoo.ts';
import { maven } from './scheme/maven.ts';
import { openssl } from './scheme/openssl.ts';
import { pypi } from './scheme/pep440.ts';
import { alpm, rpm } from './scheme/rpm.ts';
import type { Order, Scheme } from './scheme/scheme.ts';
import { cargo, golang, npm, nuget, semver } from './scheme/semver.ts';
import { datetime, intdot, lexicographic } from './scheme/special.ts';

export type { Order, Scheme } from './scheme/scheme.ts';

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  ...[alpm, apk, cargo, conan, datetime, deb, gem, generic, gentoo, golang, intdot, lexicographic, maven, npm, nuget, openssl, pypi, rpm, semver].map((scheme) => [scheme.name, scheme] as const),
  // Other names of the same order: purl types and names used before the VERS types were settled.
  ['alpine', apk], ['arch', alpm], ['ebuild', gentoo], ['go', golang], ['hex', semver], ['nginx', intdot], ['pep440', pypi], ['pub', semver], ['swift', semver],
]);

/** The scheme of a VERS type or purl type, in any case; null: its order is not known here. */
export const schemeOf = (type: string): Scheme | null => SCHEMES.get(type.toLowerCase()) ?? null;

export const SCHEME_NAMES: readonly string[] = [...SCHEMES.keys()].sort();

/** Longest version that is read; none is near it, and what is longer is not compared. */
export const VERSION_LIMIT = 100_000;

/**
 * -1, 0 or 1 as `a` is before, equal to or after `b`; null when the scheme is not known, one of the two is no version of it, or the scheme has no order for them.
 * Equal need not mean the same text: `compareVersions('pypi', '1.0', '1.0.0')` is 0.
 */
export function compareVersions(type: string, a: string, b: string): Order | null {
  const scheme = schemeOf(type);
  if (scheme === null || a.length > VERSION_LIMIT || b.length > VERSION_LIMIT) return null;
  const left = scheme.parse(a), right = scheme.parse(b);
  return left === null || right === null ? null : scheme.compare(left, right);
}
