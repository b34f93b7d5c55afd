/** Where documents come from: bytes in memory, a file, an entry of an archive; each as a stream of pieces that can be opened again. */
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { Readable } from 'node:stream';
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';

export interface Source {
  /** Path, or `archive.zip!inner/path.json`. */
  readonly name: string;
  /** Bytes, where they are known beforehand. */
  readonly size: number | null;
  /** Random access: only files and bytes can be ZIP archives. */
  readonly place: string | Uint8Array | null;
  open(): AsyncIterable<Uint8Array>;
}

/** A file up to this size is read at once: 20,000 small files are faster so than as streams. */
const AT_ONCE = 1 << 20, PIECE = 1 << 20;

export function fileSource(path: string, size: number): Source {
  return { name: path, size, place: path, open: size <= AT_ONCE ? () => once(() => readFile(path)) : () => createReadStream(path, { highWaterMark: PIECE }) };
}

export function bytesSource(name: string, bytes: Uint8Array): Source {
  return { name, size: bytes.length, place: bytes, open: () => once(() => Promise.resolve(bytes)) };
}

async function* once(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> { yield await read(); }

/** The same pieces with the first at least `least` bytes long (or all there is). Null when there is nothing. */
export async function peek(pieces: AsyncIterable<Uint8Array>, least: number): Promise<{ readonly head: Uint8Array; readonly rest: AsyncIterable<Uint8Array>; close(): Promise<void> }> {
  const iterator = pieces[Symbol.asyncIterator](), held: Uint8Array[] = [];
  let length = 0;
  while (length < least) {
    const { value, done } = await iterator.next();
    if (done) break;
    held.push(value);
    length += value.length;
  }
  const head = held.length === 1 ? held[0]! : Buffer.concat(held), close = async (): Promise<void> => { await iterator.return?.(); };
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield head;
      for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
    } finally { await close(); }
  };
  return { head, rest: rest(), close };
}

/** All bytes, or a refusal as soon as there are more than `limit`; `size`, where known, refuses before anything is read. */
export async function collect(pieces: AsyncIterable<Uint8Array>, limit: number, size: number | null): Promise<Uint8Array> {
  if (size !== null && size > limit) throw tooLarge(size, limit);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > limit) throw tooLarge(null, limit);
    parts.push(piece);
  }
  return parts.length === 1 ? parts[0]! : Buffer.concat(parts, length);
}

const sizeText = (bytes: number): string => (bytes < 1 << 20 ? `${bytes} bytes` : `${bytes >= 10 << 20 ? Math.round(bytes / 1048576) : Math.round(bytes / 104857.6) / 10} MiB`);

export function tooLarge(size: number | null, limit: number): AdvisoryRefusal {
  return new AdvisoryRefusal(
    'advisory-too-large', `The document has ${size === null ? `more than ${sizeText(limit)}` : sizeText(size)}; at most ${sizeText(limit)} are read.`,
    { size: size ?? limit + 1, limit },
  );
}

/** gzip undone; a damaged or cut stream is a refusal. */
export async function* inflate(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const input = Readable.from(pieces), gunzip = createGunzip();
  input.on('error', (error) => { gunzip.destroy(error); });
  try {
    for await (const piece of input.pipe(gunzip)) yield piece as Uint8Array;
  } catch (error) {
    if (error instanceof AdvisoryRefusal) throw error;
    throw new AdvisoryRefusal('advisory-archive', `The gzip file is damaged or cut: ${error instanceof Error ? error.message.slice(0, 120) : 'it cannot be read'}.`);
  } finally { input.destroy(); gunzip.destroy(); }
}
