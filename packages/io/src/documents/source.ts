/** A document as a file or as bytes in memory, read in pieces; never written anywhere. */
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Refusal } from '@wardkeep/formats/refusal';
import { EncodingDetector, encodingOfHead } from './encoding.ts';

export type DocumentSource = string | Uint8Array;

const PIECE = 1 << 20;
export const HEAD_BYTES = 1 << 16;

export async function sizeOf(source: DocumentSource): Promise<number> { return typeof source === 'string' ? (await stat(source)).size : source.length; }

/** The first 64 KiB. */
export async function headOf(source: DocumentSource): Promise<Uint8Array> {
  if (typeof source !== 'string') return source.subarray(0, HEAD_BYTES);
  const file = await open(source);
  try {
    const { bytesRead, buffer } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally { await file.close(); }
}

export async function* pieces(source: DocumentSource, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (typeof source === 'string') {
    for await (const piece of createReadStream(source, { highWaterMark: PIECE })) { signal?.throwIfAborted(); yield piece as Uint8Array; }
  } else for (let at = 0; at < source.length; at += PIECE) { signal?.throwIfAborted(); yield source.subarray(at, at + PIECE); }
}

/** The text in pieces. Looks at the whole source first to learn its encoding, unless its first bytes announce it. */
export async function* textPieces(source: DocumentSource, signal?: AbortSignal): AsyncGenerator<string> {
  let encoding = encodingOfHead(await headOf(source));
  if (encoding === null) {
    const detector = new EncodingDetector();
    for await (const piece of pieces(source, signal)) detector.push(piece);
    encoding = detector.end();
  }
  const decoder = new TextDecoder(encoding);
  for await (const piece of pieces(source, signal)) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** Documents that are read whole (bills of materials, scans) may be this large. */
const WHOLE_LIMIT = 256 * 1024 * 1024;

/** The whole text. `label`: an encoding that the document itself declares. */
export async function wholeText(source: DocumentSource, signal?: AbortSignal, label?: string): Promise<string> {
  const size = await sizeOf(source);
  if (size > WHOLE_LIMIT) throw new Refusal('document-too-large', `The document has ${Math.round(size / 1048576)} MiB; at most ${WHOLE_LIMIT / 1048576} MiB of this kind are read.`, { size, limit: WHOLE_LIMIT });
  const parts: string[] = [];
  if (label === undefined) for await (const text of textPieces(source, signal)) parts.push(text);
  else {
    const decoder = new TextDecoder(label);
    for await (const piece of pieces(source, signal)) parts.push(decoder.decode(piece, { stream: true }));
    parts.push(decoder.decode());
  }
  return parts.join('').replace(/^\ufeff/, '');
}
