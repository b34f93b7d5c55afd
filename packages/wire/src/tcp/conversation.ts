/**
 * One TCP conversation: puts segments in order, finds out which protocol it speaks, and feeds that protocol's dissector.
 *
 * Bounded on purpose: at most `BUFFER_LIMIT` unread bytes and `AHEAD_LIMIT` early segments a direction. What a dissector skips is never kept;
 * a conversation nobody recognises is given up after `IDENTIFY_BYTES`.
 */
import { BUFFER_LIMIT, type Direction, DONE, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, YES } from '../record.ts';

/** Early segments kept while one is missing; a capture that lost a segment never brings it. */
const AHEAD_LIMIT = 16;
const AHEAD_BYTES = 65536;
/** Unrecognised bytes of one direction after which nobody will recognise it. */
const IDENTIFY_BYTES = 4096;
const IDENTIFY_SEGMENTS = 6;

interface Early { readonly seq: number; readonly data: Uint8Array; readonly missing: number }

/** One direction of a conversation. */
class Half {
  direction: Direction;
  /** Next sequence number, as a signed 32-bit integer; meaningful once `synced`. */
  next = 0;
  synced = false;
  /** Bytes still to step over. */
  skip = 0;
  /** Unread bytes: `kept[0, keptLength)`. */
  kept: Uint8Array | null = null;
  keptLength = 0;
  early: Early[] = [];
  earlyBytes = 0;
  /** Nothing more will be read of this direction. */
  closed = false;
  segments = 0;

  constructor(direction: Direction) { this.direction = direction; }
}

export interface ConversationEvents {
  /** The protocol became known. `turned`: the other side opened the conversation (its start was not seen); directions are swapped from now on. */
  identified(protocol: StreamProtocol, turned: boolean): void;
}

export class Conversation {
  readonly sink: RecordSink;
  /** Direction that is being read: the sink asks. */
  direction: Direction = 0;
  protocol: StreamProtocol | null = null;
  /** True when nothing more is of interest: the engine forgets the conversation. */
  done = false;

  private dissector: StreamDissector | null = null;
  private candidates: readonly StreamProtocol[];
  private readonly halves: [Half, Half] = [new Half(0), new Half(1)];
  private readonly port: number;
  private readonly startSeen: boolean;
  private readonly events: ConversationEvents;

  /** `candidates` in order of likelihood; `port` is the responder's. */
  constructor(candidates: readonly StreamProtocol[], port: number, startSeen: boolean, sink: RecordSink, events: ConversationEvents) {
    this.candidates = candidates;
    this.port = port;
    this.startSeen = startSeen;
    this.sink = sink;
    this.events = events;
  }

  /** Bytes kept for later: unread, early, and what the dissector says it holds. */
  get kept(): number {
    const [a, b] = this.halves;
    return (a.kept?.length ?? 0) + (b.kept?.length ?? 0) + a.earlyBytes + b.earlyBytes + (this.dissector?.kept ?? 0);
  }

  /** The sequence number of a SYN: data begins one after. */
  start(direction: Direction, seq: number): void {
    const half = this.halves[direction];
    half.next = (seq + 1) | 0;
    half.synced = true;
  }

  /** A segment with `bytes[off, end)` present and `missing` more bytes that the capture cut off. */
  segment(direction: Direction, seq: number, bytes: Uint8Array, off: number, end: number, missing: number): void {
    const half = this.halves[direction];
    if (half.closed) return;
    if (!half.synced) { half.next = seq; half.synced = true; }
    let ahead = (seq - half.next) | 0;
    if (ahead < 0) { // seen before, wholly or in part
      if (end - off + missing <= -ahead) return;
      off += -ahead;
      if (off > end) { missing -= off - end; off = end; }
      ahead = 0;
    }
    if (ahead > 0) {
      if (half.skip >= ahead) { half.skip -= ahead; half.next = (half.next + ahead) | 0; }
      else { this.keepEarly(half, seq, bytes, off, end, missing); return; }
    }
    this.inOrder(half, bytes, off, end, missing);
    if (half.early.length > 0 && !this.done) this.drain(half, false);
  }

  /** The peer acknowledged up to `ack`: what lies before and was not captured never will be. */
  acknowledged(direction: Direction, ack: number): void {
    const half = this.halves[direction];
    if (half.early.length >= 3 && ((ack - half.next) | 0) > 0) this.drain(half, true);
  }

  /** FIN, RST or the end of the capture: reads what is left, holes and all. */
  finish(): void {
    for (const direction of [0, 1] as const) {
      const half = this.halves[direction];
      while (half.early.length > 0 && !half.closed && !this.done) this.drain(half, true);
    }
    if (this.protocol === null) this.done = true;
  }

  private keepEarly(half: Half, seq: number, bytes: Uint8Array, off: number, end: number, missing: number): void {
    if (half.early.some((segment) => segment.seq === seq)) return;
    half.early.push({ seq, data: bytes.slice(off, end), missing });
    half.earlyBytes += end - off;
    if (half.early.length > AHEAD_LIMIT || half.earlyBytes > AHEAD_BYTES) this.drain(half, true);
  }

  /** Reads early segments that fit now; with `force`, first declares the missing bytes before the earliest lost. */
  private drain(half: Half, force: boolean): void {
    half.early.sort((a, b) => (a.seq - b.seq) | 0);
    while (half.early.length > 0 && !half.closed && !this.done) {
      const segment = half.early[0]!, ahead = (segment.seq - half.next) | 0;
      if (ahead > 0) {
        if (half.skip >= ahead) { half.skip -= ahead; half.next = segment.seq; }
        else if (force) { this.lose(half, ahead); force = false; }
        else return;
        continue;
      }
      half.early.shift();
      half.earlyBytes -= segment.data.length;
      if (segment.data.length + segment.missing > -ahead) {
        const from = Math.min(-ahead, segment.data.length);
        this.inOrder(half, segment.data, from, segment.data.length, segment.missing - (-ahead - from));
      }
    }
  }

  private inOrder(half: Half, bytes: Uint8Array, off: number, end: number, missing: number): void {
    half.next = (half.next + (end - off) + missing) | 0;
    if (half.skip > 0) {
      const step = Math.min(half.skip, end - off);
      half.skip -= step;
      off += step;
    }
    if (off < end) this.offer(half, bytes, off, end);
    if (missing > 0 && !half.closed) this.gone(half, missing);
  }

  private lose(half: Half, count: number): void {
    half.next = (half.next + count) | 0;
    this.gone(half, count);
  }

  private gone(half: Half, count: number): void {
    if (half.skip >= count) { half.skip -= count; return; }
    const lost = count - half.skip;
    half.skip = 0;
    half.keptLength = 0;
    if (this.dissector === null) return; // identification starts afresh with what comes
    this.direction = half.direction;
    if (this.dissector.gap === undefined) this.end();
    else if (!this.dissector.gap(half.direction, lost, this.sink)) this.close(half);
  }

  private offer(half: Half, bytes: Uint8Array, off: number, end: number): void {
    if (half.keptLength > 0) {
      const total = half.keptLength + end - off;
      if (total > BUFFER_LIMIT) { this.sink.weird('stream-unit-too-long'); this.end(); return; }
      if (half.kept!.length < total) {
        const larger = new Uint8Array(Math.min(BUFFER_LIMIT, Math.max(total, half.kept!.length * 2)));
        larger.set(half.kept!.subarray(0, half.keptLength));
        half.kept = larger;
      }
      half.kept!.set(bytes.subarray(off, end), half.keptLength);
      bytes = half.kept!;
      off = 0;
      end = half.keptLength = total;
    }
    if (this.protocol === null && (!this.identify(half, bytes, off, end) || this.done)) return;
    this.read(half, bytes, off, end);
  }

  private read(half: Half, bytes: Uint8Array, off: number, end: number): void {
    const dissector = this.dissector!, { direction } = half;
    this.direction = direction;
    while (off < end) {
      const used = dissector.read(direction, bytes, off, end, this.sink);
      if (used === DONE) { this.end(); return; }
      if (used === 0) break;
      off += used;
    }
    if (off >= end) {
      half.skip = off - end;
      half.keptLength = 0;
      return;
    }
    this.keep(half, bytes, off, end);
  }

  private keep(half: Half, bytes: Uint8Array, off: number, end: number): void {
    const length = end - off;
    if (half.kept === bytes) { bytes.copyWithin(0, off, end); half.keptLength = length; return; }
    if (length > BUFFER_LIMIT) { this.sink.weird('stream-unit-too-long'); this.end(); return; }
    if (half.kept === null || half.kept.length < length) half.kept = new Uint8Array(Math.max(512, length));
    half.kept.set(bytes.subarray(off, end));
    half.keptLength = length;
  }

  /** Asks the candidates about the first bytes of one direction. True when one of them said yes. */
  private identify(half: Half, bytes: Uint8Array, off: number, end: number): boolean {
    const { direction } = half, opposite = (1 - direction) as Direction;
    let possible = 0;
    for (const candidate of this.candidates) {
      const verdict = candidate.probe(direction, bytes, off, end, this.port);
      if (verdict === YES) { this.open(candidate, half, false); return true; }
      if (verdict === NO && !this.startSeen && candidate.probe(opposite, bytes, off, end, this.port) === YES) { this.open(candidate, half, true); return true; }
      if (verdict === MORE) possible++;
    }
    this.keep(half, bytes, off, end);
    half.segments++;
    const exhausted = half.keptLength > IDENTIFY_BYTES || half.segments > IDENTIFY_SEGMENTS;
    // Where the first words of one side say nothing, those of the other still may.
    const hopeless = possible === 0 && this.halves[opposite].segments > 0;
    if (exhausted || hopeless) this.end();
    return false;
  }

  private open(protocol: StreamProtocol, half: Half, turned: boolean): void {
    if (turned) {
      this.halves.reverse();
      for (const direction of [0, 1] as const) this.halves[direction].direction = direction;
    }
    this.protocol = protocol;
    this.candidates = [];
    this.dissector = protocol.open(this.port);
    this.direction = half.direction;
    this.events.identified(protocol, turned);
    // What the other side said before it was clear what this is.
    const other = this.halves[(1 - half.direction) as Direction];
    if (other.keptLength > 0) this.read(other, other.kept!, 0, other.keptLength);
  }

  private close(half: Half): void {
    half.closed = true;
    half.kept = null;
    half.keptLength = 0;
    half.early = [];
    half.earlyBytes = 0;
    if (this.halves[0].closed && this.halves[1].closed) this.end();
  }

  private end(): void {
    this.done = true;
    this.dissector = null;
    for (const half of this.halves) { half.closed = true; half.kept = null; half.keptLength = 0; half.early = []; }
  }
}
