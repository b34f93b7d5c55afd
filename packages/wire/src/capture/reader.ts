/**
 * Capture files as a stream of frames: pcap (draft-ietf-opsawg-pcap) and pcapng (draft-ietf-opsawg-pcapng), whichever the first bytes say.
 *
 * The reader owns one buffer. The caller fills what `reserve()` gives, says how much with `commit(n)`, and calls `next()` until it is false.
 * A frame is a view into that buffer, valid until the next `reserve()`: nothing is copied.
 */
import { type CaptureFormat, type CaptureProblem, ENDED, FRAME, type FrameSource, HUNGRY, RECORD_LIMIT } from './format.ts';
import { PcapFormat } from './pcap.ts';
import { PcapngFormat } from './pcapng.ts';

/** Buffer for one read; a file is read in steps of about this size. */
export const READ_BYTES = 4 << 20;
export class CaptureReader implements FrameSource {
  bytes: Uint8Array;
  view: DataView;
  /** Read position and end of what is filled in `bytes`. */
  at = 0;
  filled = 0;
  /** File offset of `bytes[0]`. */
  base = 0;

  // The current frame.
  off = 0;
  captured = 0;
  original = 0;
  /** LINKTYPE_ value of the frame's interface. */
  link = 0;
  /** Microseconds since 1970-01-01 UTC, whole. */
  time = 0;
  /** Frames read so far: the number of the current frame, 1-based. */
  frames = 0;

  private format: CaptureFormat | null = null;
  private ended = false;
  /** No more bytes will come. */
  complete = false;
  private readonly problem: (code: CaptureProblem, offset: number) => void;

  constructor(problem: (code: CaptureProblem, offset: number) => void = () => {}, size: number = READ_BYTES) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
    this.problem = problem;
  }

  /** Room for more bytes, at least one. Moves what is unread to the front; grows only for a record larger than the buffer. */
  reserve(): Uint8Array {
    if (this.at > 0) {
      this.bytes.copyWithin(0, this.at, this.filled);
      this.base += this.at;
      this.filled -= this.at;
      this.at = 0;
    }
    if (this.filled === this.bytes.length) {
      const larger = new Uint8Array(Math.min(this.bytes.length * 2, RECORD_LIMIT + 65536));
      larger.set(this.bytes);
      this.bytes = larger;
      this.view = new DataView(larger.buffer);
    }
    return this.bytes.subarray(this.filled);
  }

  commit(count: number): void { this.filled += count; }

  /** Moves to the next whole frame; false when more bytes are needed or nothing more can be read. */
  next(): boolean {
    if (this.ended) return false;
    if (this.format === null) {
      // A pcap without frames is 24 bytes, the shortest pcapng 28.
      if (this.filled - this.at < (this.complete ? 24 : 28)) return false;
      this.format = openFormat(this);
      if (this.format === null) { this.ended = true; return false; }
    }
    const verdict = this.format.next(this);
    if (verdict === FRAME) { this.frames++; return true; }
    if (verdict === HUNGRY && this.complete && this.filled > this.at) this.report('capture-truncated', this.at);
    if (verdict === ENDED || this.complete) this.ended = true;
    return false;
  }

  /** True when no further bytes can help: the file is no capture or broke beyond repair. */
  get stopped(): boolean { return this.ended; }

  /** True once the first bytes were recognised. */
  get recognised(): boolean { return this.format !== null; }

  /** Call at the end of the input, then `next()` until it is false: a last record that was cut off is reported, a broken one searched past. */
  finish(): void { this.complete = true; }

  /** Reports a problem at buffer position `at`. */
  report(code: CaptureProblem, at: number): void { this.problem(code, this.base + at); }
}

function openFormat(reader: CaptureReader): CaptureFormat | null {
  return PcapFormat.open(reader) ?? PcapngFormat.open(reader);
}
