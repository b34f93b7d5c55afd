/**
 * A bounded reader over a view of bytes. Reading past the end never throws: it gives 0 (or an empty view) and sets `short`,
 * so a dissector reads straight through and asks once, at the end, whether what it read was really there.
 */
export class Cursor {
  readonly bytes: Uint8Array;
  pos: number;
  readonly end: number;
  /** True once a read went past `end`. */
  short = false;

  constructor(bytes: Uint8Array, pos = 0, end: number = bytes.length) {
    this.bytes = bytes;
    this.pos = pos;
    this.end = end > bytes.length ? bytes.length : end;
  }

  get left(): number { return this.end - this.pos; }

  u8(): number {
    if (this.pos >= this.end) { this.short = true; return 0; }
    return this.bytes[this.pos++]!;
  }

  u16(): number {
    if (this.end - this.pos < 2) { this.short = true; this.pos = this.end; return 0; }
    const at = this.pos;
    this.pos = at + 2;
    return (this.bytes[at]! << 8) | this.bytes[at + 1]!;
  }

  u24(): number { return (this.u8() << 16) | this.u16(); }

  /** Unsigned 32 bits, big endian. */
  u32(): number {
    if (this.end - this.pos < 4) { this.short = true; this.pos = this.end; return 0; }
    const at = this.pos, bytes = this.bytes;
    this.pos = at + 4;
    return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
  }

  u16le(): number {
    if (this.end - this.pos < 2) { this.short = true; this.pos = this.end; return 0; }
    const at = this.pos;
    this.pos = at + 2;
    return this.bytes[at]! | (this.bytes[at + 1]! << 8);
  }

  u32le(): number {
    if (this.end - this.pos < 4) { this.short = true; this.pos = this.end; return 0; }
    const at = this.pos, bytes = this.bytes;
    this.pos = at + 4;
    return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
  }

  skip(count: number): void {
    if (count < 0 || count > this.end - this.pos) { this.short = true; this.pos = this.end; return; }
    this.pos += count;
  }

  /** A cursor over the next `count` bytes, which are stepped over. A length that lies gives what is there and sets `short` here. */
  take(count: number): Cursor {
    const from = this.pos;
    this.skip(count);
    return new Cursor(this.bytes, from, this.pos);
  }

  /** The next `count` bytes as Latin-1 text, at most 1,024 characters. */
  latin1(count: number): string {
    const from = this.pos;
    this.skip(count);
    return latin1(this.bytes, from, this.pos);
  }
}

const TEXT_LIMIT = 1024;

/** Bytes `from`…`end` as Latin-1, at most 1,024 characters. */
export function latin1(bytes: Uint8Array, from: number, end: number): string {
  const stop = Math.min(end, from + TEXT_LIMIT, bytes.length);
  let text = '', at = from;
  // Eight at a time: each piece is one flat string, where letter by letter makes a chain of halves that has to be flattened later.
  for (; at + 8 <= stop; at += 8) text += String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!, bytes[at + 4]!, bytes[at + 5]!, bytes[at + 6]!, bytes[at + 7]!);
  for (; at < stop; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

declare const TextDecoder: new (label?: string, options?: { fatal?: boolean }) => { decode(bytes: Uint8Array): string };
const utf8Decoder = new TextDecoder('utf-8', { fatal: false });

/** Bytes `from`…`end` as UTF-8, at most 1,024 bytes; broken sequences become U+FFFD. */
export function utf8(bytes: Uint8Array, from: number, end: number): string {
  const stop = Math.min(end, from + TEXT_LIMIT, bytes.length);
  for (let at = from; at < stop; at++) if (bytes[at]! > 127) return utf8Decoder.decode(bytes.subarray(from, stop));
  return latin1(bytes, from, stop);
}

/**
 * Text that a device sent, made safe to keep: control characters (NUL padding, escapes, line breaks) become one space, ends trimmed,
 * at most `limit` characters. Null when nothing printable is left.
 */
export function clean(text: string, limit = 256): string | null {
  if (isClean(text)) return text.length === 0 ? null : text.length > limit ? text.slice(0, limit) : text;
  // eslint-disable-next-line no-control-regex -- that is what it is for
  const tidy = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]+/g, ' ').replace(/ {2,}/g, ' ').trim();
  return tidy === '' ? null : tidy.slice(0, limit);
}

/** Printable ASCII, no double space, none at the ends: most texts are so, and need no expression to say it. */
function isClean(text: string): boolean {
  let before = 0x20;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 || code > 0x7e || (code === 0x20 && before === 0x20)) return false;
    before = code;
  }
  return before !== 0x20 || text.length === 0;
}
