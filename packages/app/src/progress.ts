/** Where imports stand, in this process. The database holds the state; bytes and frames under way are only here. */
import { EventEmitter, once } from 'node:events';
import type { ImportState, Progress } from './views.ts';

/** States in which nothing moves until a person does something. */
export const RESTING: ReadonlySet<ImportState> = new Set(['done', 'stopped', 'failed', 'needs-mapping']);
/** At most ten a second. */
const INTERVAL_MS = 100;
/** An import may be under way in another process: the database is asked again this often. */
const RECHECK_MS = 1000;

export class ProgressBoard {
  private readonly current = new Map<string, Progress>();
  private readonly bell = new EventEmitter().setMaxListeners(0);

  set(progress: Progress): void {
    this.current.set(progress.importId, progress);
    this.bell.emit(progress.importId);
    // A resting state is in the database: whoever asks later reads it there.
    if (RESTING.has(progress.state)) this.current.delete(progress.importId);
  }

  get(importId: string): Progress | undefined { return this.current.get(importId); }

  /** From now to the resting state, which is always the last one given. `read` asks the database. */
  async *follow(importId: string, signal: AbortSignal, read: () => Promise<Progress>): AsyncGenerator<Progress> {
    while (!signal.aborted) {
      const started = performance.now();
      const progress = this.current.get(importId) ?? await read();
      yield progress;
      if (RESTING.has(progress.state)) return;
      await this.change(importId, signal);
      const rest = INTERVAL_MS - (performance.now() - started);
      if (rest > 0 && !signal.aborted) await new Promise((resolve) => { setTimeout(resolve, rest); });
    }
  }

  private async change(importId: string, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, AbortSignal.timeout(RECHECK_MS)]);
    await once(this.bell, importId, { signal: either }).catch(() => {});
  }
}
