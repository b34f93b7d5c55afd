/** `wardkeep feeds sync`: feeds into a folder. What leaves this machine are GET requests to the feeds' hosts, and nothing in them names the house. */
import { AdvisoryFolder } from '@wardkeep/io/feeds/folder';
import { feedVerifier } from '@wardkeep/io/feeds/verifier';
import { type Feed, type FeedResult, type FeedState, hostsOf } from '@wardkeep/net/feeds/feed';
import { firstUrls, syncFeed } from '@wardkeep/net/feeds/sync';
import { HttpsClient } from '@wardkeep/net/https/client';
import { EXIT } from './exit.ts';
import { syncWords, type SyncWords, UsageError } from './feeds-options.ts';
import { version } from './version.ts';

const USAGE = `Usage: wardkeep feeds sync [--feed URL|NAME]… [--domain DOMAIN]… [--kev] [--epss] [--file URL]… [options]

  --feed URL|NAME       a provider-metadata.json, a ROLIE feed, or a name of "wardkeep feeds list"
  --domain DOMAIN       looks for the provider at the domain: well-known address, security.txt, DNS path
  --kev, --epss         CISA's known exploited vulnerabilities; FIRST's exploit predictions of the day
  --file URL            any other single file
  --into DIR            the folder, default ./advisories
  --host HOST           a further host that the feeds may contact
  --tlp LABEL           takes documents with this label too; default WHITE, CLEAR and none
  --category TERM       of ROLIE entries that carry categories, only those with this one
  --require-signature   refuses documents without a signature; usual for trusted providers
  --proxy URL|env       a proxy (http://user:password@proxy:3128), or the one in HTTPS_PROXY and NO_PROXY
  --no-proxy HOSTS      hosts that are contacted directly, with commas
  --ca FILE             further authorities (PEM), e.g. of a proxy that opens TLS
  --rate N              requests a second to one host, default 5
  --dry-run             prints the addresses that would be asked first, and asks none
  --json                the results as JSON
  --quiet               no progress on the terminal

Exit codes: 0 done, 1 our fault, 2 wrong options, 3 no feed could be read, 4 some feeds failed or some documents were quarantined.
`;

export async function run(args: string[]): Promise<number> {
  let words: SyncWords | null;
  try { words = syncWords(args); } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`wardkeep feeds sync: ${error.message}.\n`);
    return EXIT.usage;
  }
  if (words === null) { process.stdout.write(USAGE); return EXIT.ok; }
  try { return words.dryRun ? dryRun(words) : await sync(words); } catch (error) {
    const sentence = FOLDER_TROUBLE[(error as NodeJS.ErrnoException).code ?? ''];
    if (sentence === undefined) throw error;
    process.stderr.write(`wardkeep: ${words.into}: ${sentence}. What was taken before stays; the next run goes on.\n`);
    return EXIT.unusable;
  }
}

const READ_ONLY = 'the folder may not be written', NO_FOLDER = 'this is no folder';
const FOLDER_TROUBLE: Readonly<Record<string, string>> = { EACCES: READ_ONLY, EPERM: READ_ONLY, EROFS: READ_ONLY, ENOSPC: 'the disk is full', EDQUOT: 'the disk quota is used up', ENOTDIR: NO_FOLDER, EEXIST: NO_FOLDER };

function dryRun({ feeds }: SyncWords): number {
  for (const feed of feeds) for (const url of firstUrls(feed)) process.stdout.write(`${url}\n`);
  const hosts = [...new Set(feeds.flatMap((feed) => hostsOf(feed)))];
  process.stderr.write(`Nothing was sent. A run asks these addresses, then what they name, on these hosts and their subdomains only: ${hosts.join(', ')}.\nA request says "${userAgent()}" and nothing about you.\n`);
  return EXIT.ok;
}

const userAgent = (): string => `Wardkeep/${version()} (CSAF client)`;

async function sync({ feeds, into, json, quiet, client: settings }: SyncWords): Promise<number> {
  const folder = await AdvisoryFolder.open(into), client = new HttpsClient({ ...settings, userAgent: userAgent() }), stop = new AbortController(), now = () => Date.now(), verify = feedVerifier(now);
  const onSignal = (): void => { stop.abort(); };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const results: FeedResult[] = [], line = new Line(!quiet && process.stderr.isTTY === true);
  try {
    for (const feed of feeds) {
      if (stop.signal.aborted) break;
      const result = await syncFeed(feed, {
        client, sink: folder, state: folder.state<FeedState>(feed.id), verify, now, signal: stop.signal,
        onProgress: ({ done, total, url }) => { line.show(`${feed.id}: ${done} of ${total}  ${url.slice(url.lastIndexOf('/') + 1)}`); },
      });
      line.clear();
      results.push(result);
      if (!json) tell(feed, result);
    }
  } finally {
    line.clear();
    client.close();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
  if (json) process.stdout.write(`${JSON.stringify({ format: 'wardkeep-feed-results/1', into, results }, null, 2)}\n`);
  return exitOf(results);
}

function tell({ id }: Feed, { taken, unchanged, quarantined, withdrawn, resumed, problems, failure }: FeedResult): void {
  const counts = [`${taken} new or changed`, `${unchanged} known`, ...(quarantined > 0 ? [`${quarantined} quarantined`] : []), ...(withdrawn.length > 0 ? [`${withdrawn.length} no longer listed (kept)`] : [])];
  process.stdout.write(`${id}: ${counts.join(', ')}${resumed ? '; went on where the last run had stopped' : ''}.\n`);
  for (const { message } of problems.slice(0, 20)) process.stderr.write(`  ${message}\n`);
  if (problems.length > 20) process.stderr.write(`  … and ${problems.length - 20} more; --json lists them.\n`);
  if (failure !== null) process.stderr.write(`wardkeep: ${id}: ${failure.message}\n`);
}

function exitOf(results: readonly FeedResult[]): number {
  const failed = results.filter(({ failure }) => failure !== null);
  if (failed.some(({ taken, unchanged }) => taken + unchanged > 0)) return EXIT.partly;
  if (failed.length > 0 && failed.length === results.length) return EXIT.unusable;
  return failed.length > 0 || results.some(({ quarantined }) => quarantined > 0) ? EXIT.partly : EXIT.ok;
}

/** One line on the terminal, at most five times a second. */
class Line {
  private readonly on: boolean;
  private shownAt = 0;

  constructor(on: boolean) { this.on = on; }

  show(text: string): void {
    if (!this.on || Date.now() - this.shownAt < 200) return;
    this.shownAt = Date.now();
    process.stderr.write(`\r\u001b[K${text.slice(0, 110)}`);
  }

  clear(): void { if (this.on && this.shownAt > 0) process.stderr.write('\r\u001b[K'); }
}
