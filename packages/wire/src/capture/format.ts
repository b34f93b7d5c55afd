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
  off: number;
  captured: number;
  original: number;
  link: number;
  time: number;
  report(code: CaptureProblem, at: number): void;
}
