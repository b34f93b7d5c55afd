/** JSON of strangers: UTF-8 or refused with the place, a bounded depth, and one sentence for what is broken. */
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';

const OPEN_BRACE = 0x7b, CLOSE_BRACE = 0x7d, OPEN_BRACKET = 0x5b, CLOSE_BRACKET = 0x5d, QUOTE = 0x22, BACKSLASH = 0x5c;

const strict = new TextDecoder('utf-8', { fatal: true });

/** The text of a file that must be UTF-8 (CSAF 2.0, 6 "encoding"; RFC 8259, 8.1); a byte order mark is dropped. */
export function utf8Text(bytes: Uint8Array): string {
  refuseUtf16(bytes);
  try { return strict.decode(bytes); } catch {
    const offset = firstInvalid(bytes);
    throw new AdvisoryRefusal('advisory-not-utf8', `Expected UTF-8; the byte 0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')} at offset ${offset} is none.`, { offset });
  }
}

/** A byte order mark of UTF-16: what PowerShell writes by default. */
export function refuseUtf16(head: Uint8Array): void {
  if (head[0] === 0xff && head[1] === 0xfe || head[0] === 0xfe && head[1] === 0xff) throw new AdvisoryRefusal(
    'advisory-not-utf8', 'The file is UTF-16; expected UTF-8.', { offset: 0 },
  );
}

/** Offset of the first byte that begins no UTF-8 character (RFC 3629, 4). Only walked when there is one. */
function firstInvalid(bytes: Uint8Array): number {
  for (let at = 0; at < bytes.length;) {
    const byte = bytes[at]!;
    if (byte < 0x80) { at++; continue; }
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    try { strict.decode(bytes.subarray(at, at + length)); } catch { return at; }
    at += length;
  }
  return bytes.length;
}

/** Nesting of brackets, strings skipped; stops at the first level past `limit`. */
function isDeeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      for (at++; at < bytes.length && bytes[at] !== QUOTE; at++) if (bytes[at] === BACKSLASH) at++;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      if (++depth > limit) return true;
    } else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
  }
  return false;
}

/** A stranger's text inside a sentence: one line, nothing that a terminal obeys. */
// eslint-disable-next-line no-control-regex -- that is what it is for
export const shown = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/g, ' ');

/** Parsed JSON. Throws an {@link AdvisoryRefusal} and nothing else. */
export function parseJson(bytes: Uint8Array, depthLimit: number): unknown {
  const text = utf8Text(bytes);
  if (isDeeper(bytes, depthLimit)) throw new AdvisoryRefusal(
    'advisory-too-deep', `The JSON is nested over more than ${depthLimit} levels; at most ${depthLimit} are read.`, { limit: depthLimit },
  );
  try { return JSON.parse(text) as unknown; } catch (error) {
    throw new AdvisoryRefusal(
      'advisory-not-json', `Expected JSON; it is broken or cut: ${error instanceof Error ? shown(error.message).slice(0, 160) : 'it cannot be read'}.`,
      { bytes: bytes.length },
    );
  }
}
