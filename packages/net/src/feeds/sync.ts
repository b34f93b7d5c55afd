/**
 * Brings a feed up to date: only what is new or changed is fetched, what is wrong is quarantined with its reason, a stop is no loss.
 *
 * @example
 * const result = await syncFeed({ kind: 'csaf-domain', id: 'acme', domain: 'acme.example' }, { client: new HttpsClient(), state, sink, verify, now: Date.now });
 */
import { FeedFailure } from '../failure.ts';
import { syncCsaf } from './csaf.ts';
import { discoveryUrls } from './discover.ts';
import type { Feed, FeedResult, SyncOptions } from './feed.ts';
import { syncFile } from './file.ts';
import { Run } from './run.ts';

/** Resolves also when the feed fails: `failure` says why. Rejects only when the sink or the state store does, or by a fault of ours. */
export async function syncFeed(feed: Feed, options: SyncOptions): Promise<FeedResult> {
  const run = await Run.start(feed, options);
  try {
    if (feed.kind === 'csaf' || feed.kind === 'csaf-domain') await syncCsaf(feed, run); else await syncFile(feed, run);
    return await run.finish(null);
  } catch (error) {
    if (!(error instanceof FeedFailure)) throw error;
    return run.finish(error);
  }
}

/** The addresses that a run asks first. Which follow depends on their answers, but stays on the feed's own hosts and those that were allowed. */
export function firstUrls(feed: Feed): readonly string[] {
  if (feed.kind !== 'csaf-domain') return [feed.url];
  const { wellKnown, securityTxt, dnsPath } = discoveryUrls(feed.domain);
  return [wellKnown, ...securityTxt, dnsPath];
}
