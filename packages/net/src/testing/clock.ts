/** A clock that jumps instead of waiting, and remembers how long it would have waited. For tests. */
import type { Clock } from '../https/pace.ts';

export class JumpingClock implements Clock {
  readonly slept: number[] = [];
  private at: number;

  constructor(at = Date.UTC(2026, 5, 15)) { this.at = at; }

  now(): number { return this.at; }
  forward(ms: number): void { this.at += ms; }

  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(ms);
    this.at += ms;
  }
}
