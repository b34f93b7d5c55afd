/** ROLIE feeds as JSON (RFC 8322; CSAF 2.0, 7.1.15): entries with the addresses of document, hashes and signature. */
import { FeedFailure } from '../failure.ts';
import { httpsUrl, printable } from '../https/address.ts';
import { MAX_ENTRIES, type ReadList } from './directory.ts';
import type { ListEntry } from './feed.ts';
import { type Json, listOf, objectOf, stringOf, timeOf } from './read.ts';

export function isRolieFeed(value: unknown): boolean { return Array.isArray(objectOf(objectOf(value)?.['feed'])?.['entry']); }

/** `categories`: entries that carry categories need one of these terms; entries without any are taken. */
export function parseRolie(value: unknown, url: string, categories: readonly string[] = []): ReadList {
  const feed = objectOf(objectOf(value)?.['feed']);
  if (feed === null || !Array.isArray(feed['entry'])) throw new FeedFailure('not-list', { url: printable(url), reason: 'it has no "feed.entry"' });
  if (feed['entry'].length > MAX_ENTRIES) throw new FeedFailure('not-list', { url: printable(url), reason: `it has more than ${MAX_ENTRIES} entries` });
  const wanted = categories.map((term) => term.toLowerCase()), entries = new Map<string, ListEntry>(), refused: FeedFailure[] = [];
  for (const item of listOf(feed['entry'], MAX_ENTRIES)) {
    const entry = objectOf(item);
    if (entry === null || !isWanted(entry, wanted)) continue;
    try {
      const read = entryOf(entry, url);
      // The newest date wins where a document is listed twice.
      const other = read === null ? undefined : entries.get(read.url);
      if (read !== null && (other === undefined || (read.updated ?? '') > (other.updated ?? ''))) entries.set(read.url, read);
    } catch (error) {
      if (!(error instanceof FeedFailure)) throw error;
      if (refused.length < 10) refused.push(error);
    }
  }
  return { entries: [...entries.values()], refused };
}

function entryOf(entry: Json, feed: string): ListEntry | null {
  const links = listOf(entry['link'], 32).flatMap((item) => {
    const link = objectOf(item), href = stringOf(link?.['href']), rel = stringOf(link?.['rel'], 64);
    return href === null || rel === null ? [] : [{ rel, href }];
  });
  const address = (href: string | null | undefined): string | null => (href === null || href === undefined ? null : httpsUrl(href, feed).href);
  const hash = (ending: string): string | null => address(links.find(({ rel, href }) => rel === 'hash' && href.toLowerCase().endsWith(ending))?.href);
  const self = address(links.find(({ rel }) => rel === 'self')?.href ?? stringOf(objectOf(entry['content'])?.['src']));
  if (self === null) return null;
  return { url: self, updated: timeOf(entry['updated']), beside: { sha256: hash('.sha256'), sha512: hash('.sha512'), signature: address(links.find(({ rel }) => rel === 'signature')?.href) } };
}

function isWanted(entry: Json, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true;
  const terms = listOf(entry['category'], 64).flatMap((item) => stringOf(objectOf(item)?.['term'], 256)?.toLowerCase() ?? []);
  return terms.length === 0 || terms.some((term) => wanted.includes(term));
}
