/** Bytes of captures from files and standard input, gzip undone, into a reader's buffer: no copy for plain files. */
import { closeSync, openSync, readSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';

/** Something that can be refused or can run dry, with a code of the error table and the sentence. */
export class InputError extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
  constructor(code: string, message: string, params: Readonly<Record<string, string | number>> = {}) {
    super(message);
    this.name = 'InputError';
    this.code = code;
    this.params = params;
  }
}

/** A gzip of a capture that inflates more than this many times over is a bomb: captures compress to a tenth, rarely a fiftieth. */
const INFLATE_RATIO = 1000;
const INFLATE_FREE_BYTES = 64 << 20;

export interface ByteSource {
  /** Fills `into` with up to its length; 0 at the end. A promise only where the source itself is asynchronous. */
  fill(into: Uint8Array): number | Promise<number>;
  close(): void;
  /** Bytes taken from the file so far (before inflating). */
  readonly taken: number;
}

export function openBytes(path: string): ByteSource {
  if (path === '-') return liveSource(process.stdin);
  const fd = openSync(path, 'r');
  const head = new Uint8Array(2);
  const isGzip = readSync(fd, head, 0, 2, 0) === 2 && head[0] === 0x1f && head[1] === 0x8b;
  if (!isGzip) {
    let position = 0;
    return {
      fill: (into) => { const count = readSync(fd, into, 0, into.length, position); position += count; return count; },
      close: () => { closeSync(fd); },
      get taken() { return position; },
    };
  }
  let position = 0;
  const file = Readable.from((function* chunks() {
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (;;) {
      const count = readSync(fd, buffer, 0, buffer.length, position);
      if (count === 0) return;
      position += count;
      yield Buffer.from(buffer.subarray(0, count));
    }
  })());
  const source = inflating(file, () => position);
  return { fill: source.fill, close: () => { source.close(); closeSync(fd); }, get taken() { return position; } };
}

function inflating(input: Readable, taken: () => number): ByteSource {
  const gunzip = createGunzip();
  input.on('error', (error) => { gunzip.destroy(error); });
  const inner = streamSource(input.pipe(gunzip));
  let inflated = 0;
  return {
    fill: async (into) => {
      const count = await inner.fill(into);
      inflated += count;
      if (inflated > INFLATE_FREE_BYTES && inflated > taken() * INFLATE_RATIO) {
        throw new InputError('input.bomb', `The gzip file inflates to more than ${INFLATE_RATIO} times its size: it is refused.`, { ratio: INFLATE_RATIO });
      }
      return count;
    },
    close: () => { inner.close(); gunzip.destroy(); },
    get taken() { return taken(); },
  };
}

/** Standard input: gzip or not is told by its first bytes. */
function liveSource(stream: Readable): ByteSource {
  const plain = streamSource(stream);
  let source: ByteSource | null = null;
  const choose = async (): Promise<ByteSource> => {
    const head = new Uint8Array(2);
    let have = 0;
    while (have < 2) {
      const count = await plain.fill(head.subarray(have));
      if (count === 0) break;
      have += count;
    }
    const chunks = async function* () {
      yield head.subarray(0, have);
      const buffer = new Uint8Array(1 << 16);
      for (let count = await plain.fill(buffer); count > 0; count = await plain.fill(buffer)) yield buffer.slice(0, count);
    };
    const rest = Readable.from(chunks());
    return head[0] === 0x1f && head[1] === 0x8b ? inflating(rest, () => plain.taken) : streamSource(rest);
  };
  return {
    fill: async (into) => { source ??= await choose(); return source.fill(into); },
    close: () => { source?.close(); plain.close(); },
    get taken() { return plain.taken; },
  };
}

function streamSource(stream: Readable): ByteSource {
  const iterator = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0), taken = 0;
  return {
    fill: async (into) => {
      while (rest.length === 0) {
        const { value, done } = await iterator.next() as IteratorResult<Uint8Array>;
        if (done) return 0;
        rest = value;
        taken += value.length;
      }
      const count = Math.min(rest.length, into.length);
      into.set(rest.subarray(0, count));
      rest = rest.subarray(count);
      return count;
    },
    close: () => { stream.destroy(); },
    get taken() { return taken; },
  };
}

