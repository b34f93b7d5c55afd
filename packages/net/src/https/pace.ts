/** How fast a host is asked, and how long it is left alone when it asks for patience. */

/** Time as the client sees it; tests bring their own. `sleep` rejects when `signal` aborts. */
export interface Clock {
  now(): number;
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** At most so many requests a second to one host, evenly spread. */
export class Pace {
  private readonly next = new Map<string, number>();
  private readonly intervalMs: number;
  private readonly clock: Clock;

  constructor(requestsPerSecond: number, clock: Clock) {
    this.intervalMs = 1000 / requestsPerSecond;
    this.clock = clock;
  }

  async turn(host: string, signal?: AbortSignal): Promise<void> {
    const now = this.clock.now(), at = Math.max(now, this.next.get(host) ?? 0);
    this.next.set(host, at + this.intervalMs);
    if (at > now) await this.clock.sleep(at - now, signal);
  }
}

/** Milliseconds of a Retry-After (RFC 9110, 10.2.3): seconds or an HTTP date. Null: none, or not readable. */
export function retryAfterMs(value: string | undefined, now: number): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}

const FIRST_WAIT_MS = 1000;

/** 1 s, 2 s, 4 s …, each between half and one and a half times, so that many houses do not come back at the same moment. `random` is in [0, 1). */
export function backoffMs(attempt: number, random: () => number): number { return FIRST_WAIT_MS * 2 ** attempt * (0.5 + random()); }
