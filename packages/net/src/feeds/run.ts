/** One run of a feed: what it has counted, what it will remember, and the state that lets a killed run go on. */
import type { FeedFailure } from '../failure.ts';
import type { Validator } from '../https/client.ts';
import type { Feed, FeedProblem, FeedResult, FeedState, ListEntry, ListState, SyncOptions } from './feed.ts';

const PROBLEM_LIMIT = 1000, SAVE_EVERY_MS = 1000;
const NO_LIST: ListState = { validator: null, urls: [], failed: [], documents: {} };

export class Run {
  readonly feed: Feed;
  readonly options: SyncOptions;
  taken = 0;
  unchanged = 0;
  quarantined = 0;
  readonly withdrawn: string[] = [];
  private readonly problems: FeedProblem[] = [];
  private readonly startedAt: string;
  private readonly resumed: boolean;
  private readonly lists: Map<string, ListState>;
  private savedAt = 0;

  private constructor(feed: Feed, options: SyncOptions, previous: FeedState | null) {
    this.feed = feed;
    this.options = options;
    this.startedAt = new Date(options.now()).toISOString();
    this.resumed = previous !== null && previous.finishedAt === null;
    this.lists = new Map(Object.entries(previous?.lists ?? {}));
  }

  static async start(feed: Feed, options: SyncOptions): Promise<Run> {
    const run = new Run(feed, options, await options.state.load());
    await run.save(null);
    return run;
  }

  /** What is remembered of a list; empty at its first time. */
  list(url: string): ListState { return this.lists.get(url) ?? NO_LIST; }

  /** Remembers, and writes it down at most once a second; `now`: at once. What is lost with a killed process costs requests, never documents. */
  async remember(url: string, change: Partial<ListState>, when: 'soon' | 'now'): Promise<void> {
    this.lists.set(url, { ...this.list(url), ...change });
    if (when === 'now' || this.options.now() - this.savedAt >= SAVE_EVERY_MS) await this.save(null);
  }

  /** Forgets lists that the publisher no longer has. */
  keepOnly(urls: readonly string[]): void { for (const url of this.lists.keys()) if (!urls.includes(url)) this.lists.delete(url); }

  note(url: string | null, failure: FeedFailure): void {
    if (this.problems.length < PROBLEM_LIMIT) this.problems.push(problemOf(url, failure));
  }

  async quarantine(entry: ListEntry, failure: FeedFailure, bytes: Uint8Array | null): Promise<void> {
    this.quarantined++;
    this.note(entry.url, failure);
    await this.options.sink.quarantine({ feed: this.feed.id, url: entry.url, updated: entry.updated, code: failure.code, message: failure.message, params: failure.params, bytes });
  }

  async finish(failure: FeedFailure | null): Promise<FeedResult> {
    const finishedAt = failure === null ? new Date(this.options.now()).toISOString() : null;
    await this.save(finishedAt);
    return {
      feed: this.feed.id, startedAt: this.startedAt, finishedAt, resumed: this.resumed, taken: this.taken, unchanged: this.unchanged, quarantined: this.quarantined,
      withdrawn: this.withdrawn, problems: this.problems, failure: failure === null ? null : problemOf(null, failure),
    };
  }

  private async save(finishedAt: string | null): Promise<void> {
    this.savedAt = this.options.now();
    await this.options.state.save({ format: 'wardkeep-feed-state/1', feed: this.feed.id, startedAt: this.startedAt, finishedAt, lists: Object.fromEntries(this.lists) });
  }
}

const problemOf = (url: string | null, { code, message, params }: FeedFailure): FeedProblem => ({ url, code, message, params });

/** The validators of documents that are still listed. */
export function onlyListed(documents: Readonly<Record<string, Validator>>, urls: ReadonlySet<string>): Record<string, Validator> {
  return Object.fromEntries(Object.entries(documents).filter(([url]) => urls.has(url)));
}
