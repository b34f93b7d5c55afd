/** A sink and a state in memory, for tests. The state goes through JSON, as a real one does. */
import type { FeedDocument, FeedSink, FeedState, QuarantinedDocument, StateStore } from '../feeds/feed.ts';

export class MemorySink implements FeedSink {
  readonly documents = new Map<string, FeedDocument>();
  readonly takes: string[] = [];
  readonly quarantined: QuarantinedDocument[] = [];

  async has(url: string, updated: string | null): Promise<boolean> {
    const known = this.documents.get(url);
    return known !== undefined && (updated === null || known.updated === updated);
  }

  async take(document: FeedDocument): Promise<void> { this.documents.set(document.url, document); this.takes.push(document.url); }
  async quarantine(item: QuarantinedDocument): Promise<void> { this.quarantined.push(item); }
}

export class MemoryState implements StateStore {
  text: string | null = null;
  saves = 0;

  async load(): Promise<FeedState | null> { return this.text === null ? null : JSON.parse(this.text) as FeedState; }
  async save(state: FeedState): Promise<void> { this.text = JSON.stringify(state); this.saves++; }
}
