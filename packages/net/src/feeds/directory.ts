/** Lists of the directory-based distribution: changes.csv (CSAF 2.0, 7.1.13) and index.txt (7.1.12). */
import { FeedFailure } from '../failure.ts';
import { httpsUrl, printable } from '../https/address.ts';
import type { ListEntry } from './feed.ts';
import { textOf, timeOf } from './read.ts';

export const MAX_ENTRIES = 500_000;

/** What could not be used, beside what could. `refused`: lines that leave the folder, at most the first ten. */
export interface ReadList { readonly entries: readonly ListEntry[]; readonly refused: readonly FeedFailure[] }

/** `"2023/esa-2023-09953.json","2023-07-01T10:09:07Z"`, one a line; quotes are optional, a heading is stepped over. */
export function parseChanges(bytes: Uint8Array, directory: string, list: string): ReadList {
  return read(bytes, directory, list, (line) => {
    const [, quoted, plain, date] = /^(?:"([^"]{1,1024})"|([^",]{1,1024}))[,;]\s{0,4}"?([^",]{10,40})"?\s{0,4}$/.exec(line) ?? [], updated = timeOf(date);
    return updated === null ? null : { path: (quoted ?? plain)!.trim(), updated };
  });
}

/** `2023/esa-2023-09953.json`, one a line. */
export function parseIndex(bytes: Uint8Array, directory: string, list: string): ReadList {
  return read(bytes, directory, list, (line) => ({ path: line, updated: null }));
}

function read(bytes: Uint8Array, directory: string, list: string, parse: (line: string) => { readonly path: string; readonly updated: string | null } | null): ReadList {
  let text: string;
  try { text = textOf(bytes); } catch { throw new FeedFailure('not-list', { url: printable(list), reason: 'it is not UTF-8' }); }
  const entries = new Map<string, ListEntry>(), refused: FeedFailure[] = [];
  let lines = 0;
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.trim();
    if (line === '') continue;
    if (++lines > MAX_ENTRIES) throw new FeedFailure('not-list', { url: printable(list), reason: `it has more than ${MAX_ENTRIES} lines` });
    const parsed = parse(line);
    // Hash files and web pages have their lines too; documents end in .json (CSAF 2.0, 5.1).
    if (parsed === null || !parsed.path.endsWith('.json')) continue;
    try {
      const url = httpsUrl(parsed.path, directory).href;
      if (!url.startsWith(directory)) throw new FeedFailure('path-outside', { list: printable(list), path: parsed.path.slice(0, 200) });
      if (!entries.has(url)) entries.set(url, { url, updated: parsed.updated, beside: null });
    } catch (error) {
      if (!(error instanceof FeedFailure)) throw error;
      if (refused.length < 10) refused.push(error);
    }
  }
  if (lines > 0 && entries.size === 0 && refused.length === 0) throw new FeedFailure('not-list', { url: printable(list), reason: 'no line of it names a .json file' });
  return { entries: [...entries.values()], refused };
}
