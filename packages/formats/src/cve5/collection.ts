/** CVE 5.x names a package by `collectionURL` and `packageName` where it has no `packageURL` (5.2): the well-known collections as purl types. */
import { formatPurl, makePurl } from '../purl.ts';

const COLLECTIONS: readonly (readonly [RegExp, string])[] = [
  [/^(?:www\.|api\.)?nuget\.org$/, 'nuget'], [/^(?:www\.)?npmjs\.(?:com|org)$|^registry\.npmjs\.org$/, 'npm'], [/^(?:www\.)?pypi\.(?:org|python\.org)$/, 'pypi'], [/^(?:www\.)?rubygems\.org$/, 'gem'],
  [/^(?:www\.)?crates\.io$/, 'cargo'], [/^repo1?\.maven\.apache\.org$|^repo1\.maven\.org$|^(?:central\.sonatype\.com|search\.maven\.org|mvnrepository\.com)$/, 'maven'], [/^(?:www\.)?packagist\.org$/, 'composer'],
  [/^(?:pkg\.go\.dev|proxy\.golang\.org|go\.dev)$/, 'golang'], [/^(?:www\.)?hex\.pm$/, 'hex'], [/^pub\.dev$/, 'pub'], [/^(?:www\.)?cpan\.org$|^metacpan\.org$/, 'cpan'],
];

/** Null where the collection is not one of these, or the name is none of its. */
export function purlOfCollection(url: string | null, name: string | null): string | null {
  const host = /^https?:\/\/([a-z0-9.-]{1,253})(?:[:/?#]|$)/i.exec(url ?? '')?.[1]?.toLowerCase(), type = host === undefined ? undefined : COLLECTIONS.find(([pattern]) => pattern.test(host))?.[1];
  if (type === undefined || name === null || name.length > 200) return null;
  // Maven writes `group:artifact`; npm scopes, Go modules and Packagist vendors stand before a slash.
  const path = (type === 'maven' ? name.replace(':', '/') : name).split('/'), purl = makePurl({ type, namespace: path.slice(0, -1).join('/'), name: path.at(-1)! });
  return 'error' in purl ? null : formatPurl(purl);
}
