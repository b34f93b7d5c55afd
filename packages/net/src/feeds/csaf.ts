/**
 * Documents of CSAF providers: metadata → lists → documents, each with hash and signature (CSAF 2.0, 7.3.2). A document that fails is
 * quarantined and tried again at the next run; a host that fails ends the run, which goes on the next time.
 */
import { type FailureCode, FeedFailure } from '../failure.ts';
import { httpsUrl, printable } from '../https/address.ts';
import type { Answer, Validator } from '../https/client.ts';
import { MAX_ENTRIES, parseChanges, parseIndex, type ReadList } from './directory.ts';
import { discoverProviders } from './discover.ts';
import { type Feed, hostsOf, type ListEntry, type Material, type PublicKey } from './feed.ts';
import { type Fetching, fetchKeys, fetchMaterial } from './material.ts';
import { allowedLabels, chooseLists, type Distribution, isProviderMetadata, labelOf, parseProviderMetadata, type ProviderMetadata } from './provider.ts';
import { LIMITS, listOf, objectOf, parseJson, refuseFuture, timeOf } from './read.ts';
import { isRolieFeed, parseRolie } from './rolie.ts';
import { onlyListed, type Run } from './run.ts';

export type CsafFeed = Extract<Feed, { readonly kind: 'csaf' | 'csaf-domain' }>;

/** A list to read, with what its publisher promises. `known`: its content, where it was read already. */
interface Source {
  readonly list: Distribution;
  readonly isTrusted: boolean;
  readonly hasKeys: boolean;
  readonly keys: () => Promise<readonly PublicKey[]>;
  readonly known?: { readonly answer: Answer; readonly value: unknown };
}

export async function syncCsaf(feed: CsafFeed, run: Run): Promise<void> {
  const { client, signal } = run.options, fetching: Fetching = { client, hosts: hostsOf(feed), signal }, sources = await findSources(feed, run, fetching);
  const seen = new Set<string>();
  for (const source of sources) await new ListRun(feed, run, fetching, source, seen).read();
  run.keepOnly(sources.map(({ list }) => list.url));
}

async function findSources(feed: CsafFeed, run: Run, fetching: Fetching): Promise<Source[]> {
  if (feed.kind === 'csaf-domain') return (await discoverProviders(feed.domain, fetching.client, fetching.hosts, fetching.signal)).flatMap((metadata) => sourcesOf(feed, metadata, run, fetching));
  const { validator } = run.list(feed.url), answer = await fetching.client.get(feed.url, { limit: LIMITS.list, hosts: fetching.hosts, validator, signal: fetching.signal });
  const direct = { list: { kind: 'rolie', url: feed.url, tlp: null }, isTrusted: false, hasKeys: false, keys: async () => [] } as const;
  // Only lists are remembered with a validator: what has not changed is a ROLIE feed that was named directly.
  if (answer.kind === 'unchanged') return [{ ...direct, known: { answer, value: null } }];
  const value = parseJson(answer.bytes, feed.url);
  if (isRolieFeed(value)) return [{ ...direct, known: { answer, value } }];
  if (!isProviderMetadata(value)) {
    const isAggregator = Array.isArray(objectOf(value)?.['csaf_providers']);
    throw new FeedFailure('not-metadata', { url: printable(feed.url), reason: isAggregator ? 'it is an aggregator\'s list; name one of its providers' : 'it has neither "publisher" with "distributions" nor "feed"' });
  }
  return sourcesOf(feed, parseProviderMetadata(value, answer.url), run, fetching);
}

function sourcesOf(feed: CsafFeed, metadata: ProviderMetadata, run: Run, fetching: Fetching): Source[] {
  try { refuseFuture(metadata.lastUpdated, run.options.now(), metadata.url); } catch (error) { run.note(metadata.url, error as FeedFailure); }
  let fetched: Promise<readonly PublicKey[]> | null = null;
  const keys = () => (fetched ??= fetchKeys(metadata, fetching, (url, failure) => { run.note(url, failure); }));
  const hasKeys = metadata.keys.length > 0;
  return chooseLists(metadata, allowedLabels(feed.tlp)).map((list) => ({ list: { ...list, url: httpsUrl(list.url, metadata.url).href }, isTrusted: metadata.role === 'csaf_trusted_provider', hasKeys, keys }));
}

/** These say that a host, the way to it or the publisher's key is broken: the next document would fail too. */
const ENDS_RUN: ReadonlySet<string> = new Set<FailureCode>([
  'unreachable', 'busy', 'proxy-refused', 'certificate-expired', 'certificate-wrong-name', 'certificate-not-trusted', 'key-missing', 'key-unusable', 'key-fingerprint-mismatch', 'stopped',
]);
/** These may be one document's fault, or the host's: so many in a row are the host's. */
const MAY_END_RUN: ReadonlySet<string> = new Set<FailureCode>(['timeout', 'too-slow', 'cut-off', 'status']), MAX_IN_A_ROW = 3;

class ListRun {
  private readonly feed: CsafFeed;
  private readonly run: Run;
  private readonly fetching: Fetching;
  private readonly source: Source;
  /** Addresses that were handled in this run: publishers list a document in several lists. */
  private readonly seen: Set<string>;
  private readonly documents: Record<string, Validator>;
  private readonly failed = new Map<string, ListEntry>();
  private inARow = 0;
  private toldNoKeys = false;

  constructor(feed: CsafFeed, run: Run, fetching: Fetching, source: Source, seen: Set<string>) {
    this.feed = feed;
    this.run = run;
    this.fetching = fetching;
    this.source = source;
    this.seen = seen;
    const { documents, failed } = run.list(source.list.url);
    this.documents = { ...documents };
    for (const entry of failed) this.failed.set(entry.url, entry);
  }

  async read(): Promise<void> {
    const { run, source: { list: { url } } } = this, before = run.list(url), content = await this.readList(before.validator);
    const entries = content?.entries ?? before.failed, hasNoDates = content !== null && entries.every(({ updated }) => updated === null);
    let done = 0;
    for (const entry of newestFirst(entries)) {
      await this.readEntry(entry);
      run.options.onProgress?.({ feed: this.feed.id, url: entry.url, done: ++done, total: entries.length });
    }
    // A list without dates says nothing about its documents: it is read again, and each document is asked whether it changed.
    const failed = [...this.failed.values()];
    if (content === null) { await run.remember(url, { failed }, 'now'); return; }
    // Only now is the list done with: a run that stopped halfway asks with the old validator and sees it again.
    const urls = new Set(entries.map((entry) => entry.url));
    run.withdrawn.push(...before.urls.filter((old) => !urls.has(old)));
    await run.remember(url, { validator: hasNoDates ? null : content.validator, urls: [...urls], failed: failed.filter((entry) => urls.has(entry.url)), documents: onlyListed(this.documents, urls) }, 'now');
  }

  /** Null: unchanged since every document in it was tried. */
  private async readList(validator: Validator | null): Promise<(ReadList & { readonly validator: Validator | null }) | null> {
    const { list, known } = this.source;
    if (list.kind === 'directory') return this.readDirectory(list.url, validator);
    const answer = known?.answer ?? await this.get(list.url, LIMITS.list, validator);
    if (answer.kind === 'unchanged') return null;
    const value = known ? known.value : parseJson(answer.bytes, list.url), read = parseRolie(value, answer.url, this.feed.categories);
    this.noteRefused(read);
    return { ...read, validator: answer.validator };
  }

  /** changes.csv has dates, index.txt only names: it is read where the other is missing or not usable. */
  private async readDirectory(url: string, validator: Validator | null): Promise<(ReadList & { readonly validator: Validator | null }) | null> {
    try {
      const answer = await this.get(`${url}changes.csv`, LIMITS.list, validator);
      if (answer.kind === 'unchanged') return null;
      const read = parseChanges(answer.bytes, url, answer.url);
      this.noteRefused(read);
      return { ...read, validator: answer.validator };
    } catch (error) {
      if (!(error instanceof FeedFailure) || (error.code !== 'not-found' && error.code !== 'not-list')) throw error;
      if (error.code === 'not-list') this.run.note(`${url}changes.csv`, error);
    }
    const answer = await this.get(`${url}index.txt`, LIMITS.list, null), read = parseIndex(answer.kind === 'content' ? answer.bytes : new Uint8Array(0), url, `${url}index.txt`);
    this.noteRefused(read);
    return { ...read, validator: null };
  }

  private noteRefused({ refused }: ReadList): void { for (const failure of refused) this.run.note(this.source.list.url, failure); }

  private async readEntry(entry: ListEntry): Promise<void> {
    if (this.seen.has(entry.url)) return;
    if (this.fetching.signal?.aborted) throw new FeedFailure('stopped');
    const { run } = this, { sink, now } = run.options, content: { bytes: Uint8Array | null } = { bytes: null };
    try {
      refuseFuture(entry.updated, now(), entry.url);
      const isKnown = await sink.has(entry.url, entry.updated);
      if (isKnown && entry.updated !== null) run.unchanged++;
      else if (await this.takeDocument(entry, isKnown ? this.documents[entry.url] ?? null : null, content)) run.taken++;
      else run.unchanged++;
      this.inARow = 0;
      this.seen.add(entry.url);
      if (this.failed.delete(entry.url)) await this.rememberEntries('soon');
    } catch (error) {
      if (!(error instanceof FeedFailure) || ENDS_RUN.has(error.code)) throw error;
      this.inARow = MAY_END_RUN.has(error.code) ? this.inARow + 1 : 0;
      if (this.inARow >= MAX_IN_A_ROW) throw error;
      this.seen.add(entry.url);
      this.failed.set(entry.url, entry);
      await run.quarantine(entry, error, content.bytes);
      await this.rememberEntries('soon');
    }
  }

  private rememberEntries(when: 'soon' | 'now'): Promise<void> {
    return this.run.remember(this.source.list.url, { failed: [...this.failed.values()].slice(0, MAX_ENTRIES), documents: this.documents }, when);
  }

  /** False: it has not changed. `content` gets the bytes, so that a refusal can show them. */
  private async takeDocument(entry: ListEntry, validator: Validator | null, content: { bytes: Uint8Array | null }): Promise<boolean> {
    const { run, source } = this, { now, sink, verify } = run.options, answer = await this.get(entry.url, LIMITS.document, validator);
    if (answer.kind === 'unchanged') return false;
    content.bytes = answer.bytes;
    const isDemanded = this.feed.signature === 'required' || (this.feed.signature === undefined && source.isTrusted);
    const material = this.checkable(await fetchMaterial(entry, isDemanded, source.keys, this.fetching), isDemanded), verdict = await verify(answer.bytes, material);
    if (!verdict.ok) throw new FeedFailure(verdict.code, { url: printable(entry.url), expected: material.keys[0]?.fingerprint ?? '', reason: verdict.message }, { message: verdict.message });
    const document = objectOf(objectOf(parseJson(answer.bytes, entry.url))?.['document']), tracking = objectOf(document?.['tracking']);
    if (document === null || tracking === null) throw new FeedFailure('not-csaf', { url: printable(entry.url) });
    const tlp = labelOf(objectOf(objectOf(document['distribution'])?.['tlp'])?.['label']), allowed = allowedLabels(this.feed.tlp);
    if (!allowed.includes(tlp ?? 'UNLABELED')) { content.bytes = null; throw new FeedFailure('tlp-not-allowed', { url: printable(entry.url), label: tlp!, allowed: allowed.join(', ') }); }
    refuseFuture(timeOf(tracking['current_release_date']), now(), entry.url);
    await sink.take({ feed: this.feed.id, kind: 'csaf', url: entry.url, updated: entry.updated, bytes: answer.bytes, material, signedBy: verdict.signedBy, tlp, fetchedAt: new Date(now()).toISOString() });
    if (entry.updated === null && answer.validator !== null) { this.documents[entry.url] = answer.validator; await this.rememberEntries('soon'); }
    return true;
  }

  /** Without any key a signature says nothing: refused where one is demanded, told once elsewhere. */
  private checkable(material: Material, isDemanded: boolean): Material {
    if (material.signature === null || material.keys.length > 0) return material;
    const { list, hasKeys } = this.source, url = printable(list.url);
    const failure = hasKeys ? new FeedFailure('key-unusable', { url, reason: 'none of the publisher\'s keys could be fetched' }) : new FeedFailure('key-missing', { url });
    if (isDemanded || hasKeys) throw failure;
    if (!this.toldNoKeys) this.run.note(list.url, failure);
    this.toldNoKeys = true;
    return { ...material, signature: null };
  }

  private get(url: string, limit: number, validator: Validator | null): Promise<Answer> {
    const { client, hosts, signal } = this.fetching;
    return client.get(url, { limit, hosts, validator, signal });
  }
}

/** Newest first, so that a run that stops has what matters most. */
function newestFirst(entries: readonly ListEntry[]): ListEntry[] {
  return listOf(entries, MAX_ENTRIES).map((entry) => entry as ListEntry).sort((a, b) => (b.updated ?? '').localeCompare(a.updated ?? '') || (a.url < b.url ? -1 : 1));
}
