/** What the server's ASSESS is handed: workers of `io`, feeds of `net`. */
import type { AssessPorts, AskFeeds } from '@wardkeep/app/ports';
import { matchInWorker, readAdvisoriesInWorker } from '@wardkeep/io/assess/run';
import { careParameters } from '@wardkeep/io/assess-care';
import { AdvisoryFolder } from '@wardkeep/io/feeds/folder';
import { knownFeeds } from '@wardkeep/io/feeds/known';
import { feedVerifier } from '@wardkeep/io/feeds/verifier';
import { findingsPdf } from '@wardkeep/io/pdf/findings';
import { canMakePdf } from '@wardkeep/io/pdf/platform';
import type { FeedState } from '@wardkeep/net/feeds/feed';
import { syncFeed } from '@wardkeep/net/feeds/sync';
import { HttpsClient } from '@wardkeep/net/https/client';
import { version } from './version.ts';

/** Asked when somebody presses the button and nobody switched anything: medical advisories, what is exploited, what probably will be. */
const SWITCHED_ON: ReadonlySet<string> = new Set(['cisa', 'kev', 'epss']);

export interface WayOut { readonly proxy: string | null; readonly ca: string | null }

export function assessPorts(wayOut: WayOut): AssessPorts {
  return {
    match: matchInWorker, readAdvisories: readAdvisoriesInWorker, askFeeds: asking(wayOut), parameters: careParameters(), pdf: canMakePdf() ? findingsPdf : null,
    feeds: knownFeeds().map(({ id, name, kind, url, hosts }) => ({ id, name, kind, url, hosts, enabled: SWITCHED_ON.has(id) })),
  };
}

/** One feed after the other into a folder that keeps their states: what was cut off goes on there. Nothing in a request names the house. */
function asking({ proxy, ca }: WayOut): AskFeeds {
  const hosts = new Map(knownFeeds().map((feed) => [feed.id, feed.hosts]));
  return async ({ feeds, folder: path, signal, onProgress }) => {
    const folder = await AdvisoryFolder.open(path), client = new HttpsClient({ userAgent: `Wardkeep/${version()} (CSAF client)`, proxy: proxy === null ? null : { url: proxy }, ...(ca === null ? {} : { ca }) }), now = () => Date.now(), verify = feedVerifier(now);
    let total = 0;
    const answers = [];
    try {
      for (const { id, kind, url } of feeds) {
        const before = total;
        const result = await syncFeed({ kind, id, url, hosts: hosts.get(id) ?? [] }, { client, sink: folder, state: folder.state<FeedState>(id), verify, now, signal, onProgress: ({ done }) => { onProgress(before + done); } });
        total += result.taken;
        answers.push({
          id, documents: result.taken, result: result.failure ? { code: `feed-${result.failure.code}`, params: result.failure.params } : { code: 'feed-asked', params: { taken: result.taken, unchanged: result.unchanged } },
          quarantined: result.problems.map((problem) => ({ file: problem.url ?? id, code: problem.code, message: problem.message, params: problem.params })),
        });
      }
    } finally { client.close(); }
    return answers;
  };
}
