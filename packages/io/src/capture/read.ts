/** Captures into the engine: several files are merged by time, as one network was heard from several places. */
import { setImmediate as breathe, setTimeout as pause } from 'node:timers/promises';
import type { CaptureProblem } from '@wardkeep/wire/capture/format';
import { CaptureReader } from '@wardkeep/wire/capture/reader';
import type { SeeEngine } from '@wardkeep/loop/see/engine';
import { openBytes, type ByteSource, type InputError } from './source.ts';
import { describeUnusable } from './unusable.ts';

export interface CaptureInput { readonly path: string; readonly name: string }
export interface CaptureSummary { readonly name: string; frames: number; from: number | null; to: number | null }
export interface CaptureProgress { readonly bytesRead: number; readonly frames: number }

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Called a few times a second. Frames are whole when it is called: the engine may be asked for a snapshot. */
  readonly onProgress?: (progress: CaptureProgress) => void | Promise<void>;
  /** A file that is no capture: told here, the others are read. Without it the first one rejects. */
  readonly onRefused?: (input: CaptureInput, error: InputError) => void;
}

const PROBLEM_SENTENCES: Record<CaptureProblem, string> = {
  'capture-truncated': 'the file ends in the middle of a record; what came before was read',
  'capture-broken-record': 'a record header cannot be true (longer than any frame)',
  'capture-resynchronised': 'reading went on at the next credible record',
  'capture-broken-block': 'a pcapng block contradicts its own length',
  'capture-broken-time': 'a frame bears an impossible time; it keeps the time of the frame before',
  'capture-unknown-interface': 'a packet names an interface that the file does not describe',
};

/** One open file: its reader holds the current frame while `live`. */
interface Open { readonly input: CaptureInput; readonly bytes: ByteSource; readonly reader: CaptureReader; readonly summary: CaptureSummary; readonly source: number; live: boolean; head: Uint8Array }

const BREATHE_FRAMES = 16384;
/** A stream that is silent, or slow, is looked up from so often. */
const SILENCE_MS = 250;

/**
 * Reads all inputs into `engine` and returns what each held, in the order of `inputs`: that is `summaries`, which is true at any time before.
 * Rejects with an `InputError` when nothing could be read, with the signal's reason when stopped.
 */
export async function readCaptures(inputs: readonly CaptureInput[], engine: SeeEngine, options: ReadOptions = {}, summaries: CaptureSummary[] = []): Promise<CaptureSummary[]> {
  const opened: Open[] = [], breath = new Breath(opened, engine, options);
  try {
    for (const [source, input] of inputs.entries()) {
      const open: Open = {
        input, source, bytes: openBytes(input.path), summary: { name: input.name, frames: 0, from: null, to: null }, live: false, head: new Uint8Array(0),
        reader: new CaptureReader((code, offset) => { engine.warn(code, PROBLEM_SENTENCES[code], source, null, offset); }, inputs.length > 8 ? 1 << 18 : undefined),
      };
      opened.push(open);
      summaries.push(open.summary);
      await settle(open, breath, options);
    }
    await mergeByTime(opened, engine, breath);
    for (const open of opened) if (open.summary.frames === 0 && open.reader.recognised) engine.warn('capture-empty', 'the capture holds no frames', open.source, null, null);
    return summaries;
  } finally {
    for (const open of opened) open.bytes.close();
  }
}

/** Brings the first frame up, or refuses the file. */
async function settle(open: Open, breath: Breath, options: ReadOptions): Promise<void> {
  const more = advance(open);
  open.live = typeof more === 'boolean' ? more : await breath.until(more);
  if (open.reader.recognised) return;
  const error = describeUnusable(open.input.name, open.head);
  if (!options.onRefused) throw error;
  options.onRefused(open.input, error);
}

/** Moves to the next frame of a file: true when there is one. A promise only where bytes come from a stream. */
function advance(open: Open): boolean | Promise<boolean> {
  const { reader, bytes } = open;
  for (;;) {
    if (reader.next()) return true;
    if (reader.stopped) return false;
    const count = bytes.fill(reader.reserve());
    if (typeof count !== 'number') return count.then((got) => { taken(open, got); return got === 0 ? reader.next() : advance(open); });
    taken(open, count);
    if (count === 0) return reader.next();
  }
}

function taken(open: Open, count: number): void {
  const { reader } = open;
  reader.commit(count);
  if (!reader.recognised) open.head = reader.bytes.slice(0, Math.min(reader.filled, 4096));
  if (count === 0) reader.finish();
}

async function mergeByTime(opened: readonly Open[], engine: SeeEngine, breath: Breath): Promise<void> {
  const live = opened.filter((open) => open.live);
  let sinceBreath = 0;
  while (live.length > 0) {
    let at = 0;
    for (let i = 1; i < live.length; i++) if (live[i]!.reader.time < live[at]!.reader.time) at = i;
    const open = live[at]!, limit = nextTime(live, at);
    // One file's frames as long as no other file has an earlier one.
    do {
      const before = open.reader.frames, more = readStretch(open, engine, limit, BREATHE_FRAMES - sinceBreath);
      sinceBreath += open.reader.frames - before + 1;
      open.live = typeof more === 'boolean' ? more : await breath.until(more);
      if (sinceBreath >= BREATHE_FRAMES) {
        sinceBreath = 0;
        await breath.take();
      }
    } while (open.live && open.reader.time <= limit);
    if (!open.live) live.splice(at, 1);
  }
}

/**
 * The frames of one file from the present one on, up to time `limit`, at most `count`, or until bytes have to be waited for. What `advance` says of the
 * frame after them. Apart from the merging, so that a loop of millions runs without the state of an async function; times stay numbers in registers.
 */
function readStretch(open: Open, engine: SeeEngine, limit: number, count: number): boolean | Promise<boolean> {
  const { reader, summary, source } = open;
  let from = summary.from ?? Infinity, to = summary.to ?? -Infinity, more: boolean | Promise<boolean> = true;
  for (let read = 0; read < count && more === true; read++) {
    const { time } = reader;
    if (read > 0 && time > limit) break;
    if (time < from) from = time;
    if (time > to) to = time;
    summary.frames = reader.frames;
    engine.frame(source, reader.frames, time, reader.link, reader.bytes, reader.off, reader.captured);
    more = advance(open);
  }
  summary.from = from;
  summary.to = to;
  return more;
}

function nextTime(live: readonly Open[], except: number): number {
  let limit = Infinity;
  for (let i = 0; i < live.length; i++) if (i !== except && live[i]!.reader.time < limit) limit = live[i]!.reader.time;
  return limit;
}

/** When reading stops for a moment: others get their turn, a stop is heard, progress is told. */
class Breath {
  private readonly opened: readonly Open[];
  private readonly engine: SeeEngine;
  private readonly options: ReadOptions;
  /** Ends after `SILENCE_MS` or at the stop. One for all waits in that time: a fast stream makes thousands. */
  private silence: Promise<unknown> | null = null;

  constructor(opened: readonly Open[], engine: SeeEngine, options: ReadOptions) {
    this.opened = opened;
    this.engine = engine;
    this.options = options;
  }

  async take(): Promise<void> {
    await breathe();
    const { options } = this;
    options.signal?.throwIfAborted();
    if (options.onProgress) await options.onProgress({ bytesRead: this.opened.reduce((sum, open) => sum + open.bytes.taken, 0), frames: this.engine.frames });
  }

  /** Waits for bytes, which may come at once or never: neither a stop nor progress waits with them. */
  async until(more: Promise<boolean>): Promise<boolean> {
    more.catch(() => { /* after a stop nobody waits for it: closing the stream breaks it off */ });
    for (;;) {
      this.silence ??= pause(SILENCE_MS, undefined, { ref: false, ...(this.options.signal ? { signal: this.options.signal } : {}) }).catch(() => { /* the stop: `take` tells */ });
      const arrived = await Promise.race([more, this.silence.then(() => null)]);
      if (arrived !== null) return arrived;
      this.silence = null;
      await this.take();
    }
  }
}
