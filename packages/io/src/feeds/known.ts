/** The public feeds of `rules/feeds.yaml`. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface KnownFeed { readonly id: string; readonly name: string; readonly kind: 'csaf' | 'kev' | 'epss'; readonly url: string; readonly hosts: readonly string[]; readonly source: string }

export function knownFeeds(file: URL = new URL('../../../../rules/feeds.yaml', import.meta.url)): readonly KnownFeed[] {
  const { feeds } = parse(readFileSync(file, 'utf8')) as { readonly feeds: readonly (Omit<KnownFeed, 'hosts'> & { readonly hosts?: readonly string[] })[] };
  return feeds.map((feed) => ({ ...feed, hosts: feed.hosts ?? [] }));
}
