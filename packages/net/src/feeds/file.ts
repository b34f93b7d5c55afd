/** Feeds of one file: CISA's KEV catalogue, FIRST's EPSS table of the day, or any other; asked for only if it changed. */
import { gunzipSync } from 'node:zlib';
import { FeedFailure } from '../failure.ts';
import { printable } from '../https/address.ts';
import { type Feed, hostsOf } from './feed.ts';
import { LIMITS, objectOf, parseJson, refuseFuture, timeOf } from './read.ts';
import type { Run } from './run.ts';

export type FileFeed = Extract<Feed, { readonly kind: 'kev' | 'epss' | 'file' }>;

export async function syncFile(feed: FileFeed, run: Run): Promise<void> {
  const { client, sink, signal, now } = run.options, { validator, documents } = run.list(feed.url), isKnown = await sink.has(feed.url, null);
  const answer = await client.get(feed.url, { limit: LIMITS.file, hosts: hostsOf(feed), validator: isKnown ? validator : null, signal });
  if (answer.kind === 'unchanged') { run.unchanged++; return; }
  const entry = { url: feed.url, updated: null, beside: null };
  let updated: string | null;
  try {
    updated = dateOf(feed.kind, answer.bytes, feed.url);
    refuseFuture(updated, now(), feed.url);
  } catch (error) {
    if (!(error instanceof FeedFailure)) throw error;
    await run.quarantine(entry, error, answer.bytes);
    return;
  }
  await sink.take({
    feed: feed.id, kind: feed.kind, url: feed.url, updated, bytes: answer.bytes, material: { sha256: null, sha512: null, signature: null, keys: [] }, signedBy: null, tlp: null,
    fetchedAt: new Date(now()).toISOString(),
  });
  run.taken++;
  await run.remember(feed.url, { validator: answer.validator, urls: [feed.url], documents }, 'now');
}

/** The day of the content; refuses what is not of this kind, e.g. the page of a portal that wants a login. */
function dateOf(kind: FileFeed['kind'], bytes: Uint8Array, url: string): string | null {
  switch (kind) {
    case 'kev': {
      const catalogue = objectOf(parseJson(bytes, url)), list = catalogue?.['vulnerabilities'];
      if (!Array.isArray(list) || list.length === 0 || typeof objectOf(list[0])?.['cveID'] !== 'string') throw new FeedFailure('not-kev', { url: printable(url) });
      return timeOf(catalogue?.['dateReleased']);
    }
    case 'epss': {
      const head = headOf(bytes);
      if (!/^cve,epss,percentile\s*$/m.test(head)) throw new FeedFailure('not-epss', { url: printable(url) });
      return timeOf(/score_date:([0-9T:+-]{10,30})/.exec(head)?.[1]?.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
    }
    case 'file': return null;
  }
}

const HEAD_BYTES = 4096;

/** The first lines, unpacked where the file is gzip. */
function headOf(bytes: Uint8Array): string {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  // Enough compressed bytes for the head; the cut end is expected.
  const head = isGzip ? unpackedHead(bytes.subarray(0, 2 * HEAD_BYTES)) : bytes.subarray(0, HEAD_BYTES);
  return Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
}

function unpackedHead(bytes: Uint8Array): Uint8Array {
  // Deflate reaches 1,032 : 1, so eight KiB unpack to less than this.
  try { return gunzipSync(bytes, { finishFlush: 2 /* Z_SYNC_FLUSH: no end is no error */, maxOutputLength: 16 * 1024 * 1024 }); } catch { return new Uint8Array(0); }
}
