/** What a capture format needs of its reader: a buffer, a position, and fields for the frame that was found. */

/** The largest record we believe: libpcap's MAXIMUM_SNAPLEN for odd link types is 256 KiB; pcapng blocks carry options beside. */
export const RECORD_LIMIT = 16 << 20;

export type CaptureProblem = 'capture-truncated' | 'capture-broken-record' | 'capture-broken-block' | 'capture-unknown-interface' | 'capture-resynchronised' | 'capture-broken-time';

/** What `next()` of a format says. */
export const FRAME = 1, HUNGRY = 0, ENDED = -1;

export interface CaptureFormat {
  /** Moves to the next frame within `bytes[reader.at … reader.filled)`. */
  next(reader: FrameSource): typeof FRAME | typeof HUNGRY | typeof ENDED;
}

export interface FrameSource {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Read position and end of what is filled in `bytes`. */
  at: number;
  readonly filled: number;
  /** What is filled is all there will be. */
  readonly complete: boolean;
  off: number;
  captured: number;
  original: number;
  link: number;
  time: number;
  report(code: CaptureProblem, at: number): void;
}

/** The largest frame that is believed: no link type has larger ones in practice (libpcap's MAXIMUM_SNAPLEN). */
export const FRAME_LIMIT = 262144;
/** A broken file is searched in steps of so many bytes. */
const STEP = 131072;

/** Finds the next place from which a broken file can be read, so that one bad record never costs all that follow. The work is linear in what is skipped. */
export class Resync {
  /** A break was met and nothing credible since. */
  active = false;
  private readonly ahead: number;

  /** `ahead`: bytes behind a place that may be needed to judge it, so that the verdict does not depend on how the bytes arrive. */
  constructor(ahead: number) { this.ahead = ahead; }

  /** `FRAME` when `reader.at` stands at the next credible place. The break is reported once, where it is. */
  find(reader: FrameSource, code: CaptureProblem, credible: (at: number) => boolean): typeof FRAME | typeof HUNGRY | typeof ENDED {
    if (!this.active) reader.report(code, reader.at);
    this.active = true;
    for (;;) {
      if (!reader.complete && reader.filled - reader.at < STEP + this.ahead) return HUNGRY;
      const stop = Math.min(reader.filled, reader.at + STEP);
      for (let at = reader.at + 1; at < stop; at++) {
        if (!credible(at)) continue;
        reader.report('capture-resynchronised', at);
        reader.at = at;
        this.active = false;
        return FRAME;
      }
      if (stop === reader.filled) return ENDED;
      reader.at = stop - 1;
    }
  }
}
