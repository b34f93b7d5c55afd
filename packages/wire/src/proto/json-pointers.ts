/**
 * Reads a few values out of JSON by JSON Pointer (RFC 6901) while it streams by, and nothing else: no object is built, strings that
 * nobody asked for are stepped over. Pointers go through objects only. Broken JSON gives what was read.
 */
import { clean, utf8 } from '../cursor.ts';

/** Longest raw text kept of one value, in bytes. */
const VALUE_LIMIT = 256;

const QUOTE = 0x22, BACKSLASH = 0x5c, COMMA = 0x2c, COLON = 0x3a, OPEN_OBJECT = 0x7b, CLOSE_OBJECT = 0x7d, OPEN_ARRAY = 0x5b, CLOSE_ARRAY = 0x5d;

export class JsonPointers {
  /** What each pointer gave: a string or the literal text of a number or boolean, cleaned; null when absent, null or no scalar. */
  readonly values: (string | null)[];
  /** Whether the place of each pointer was seen, whatever stands there. */
  readonly seen: boolean[];
  /** Nothing more can be found: all pointers were seen, or the document ended. */
  done = false;

  private readonly paths: readonly (readonly string[])[];
  private readonly kept: number;
  private readonly buffer = new Uint8Array(VALUE_LIMIT);
  private length = 0;
  private depth = 0;
  /** Bit p of `live[d]`: pointer p leads into the container at depth d. Deeper than the longest pointer nothing is live. */
  private readonly live: number[];
  private readonly isObject: boolean[] = [];
  /** Pointers that lead to the value that comes next. */
  private next: number;
  private expectKey = false;
  private inString = false;
  private escaped = false;
  private inScalar = false;
  private isKey = false;
  private keep = false;

  /** At most 31 pointers. Of those from index `keepFrom` on only the presence is noted. */
  constructor(pointers: readonly string[], keepFrom: number = pointers.length) {
    if (pointers.length > 31) throw new Error(`expected at most 31 JSON pointers, found ${pointers.length}`);
    this.paths = pointers.map((pointer) => pointer.split('/').slice(1).map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~')));
    this.kept = keepFrom;
    this.values = pointers.map(() => null);
    this.seen = pointers.map(() => false);
    this.next = 2 ** pointers.length - 1;
    this.live = Array.from({ length: 2 + Math.max(0, ...this.paths.map((path) => path.length)) }, () => 0);
  }

  feed(bytes: Uint8Array, off: number, end: number): void {
    for (let at = off; at < end && !this.done; at++) {
      const byte = bytes[at]!;
      if (this.inString) this.stringByte(byte);
      else if (byte === QUOTE) this.openString();
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.open(byte === OPEN_OBJECT);
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) this.close();
      else if (byte === COMMA) this.comma();
      else if (byte === COLON) this.expectKey = false;
      else if (byte <= 0x20) this.endScalar();
      else this.scalarByte(byte);
    }
  }

  private stringByte(byte: number): void {
    if (this.escaped) this.escaped = false;
    else if (byte === BACKSLASH) this.escaped = true;
    else if (byte === QUOTE) { this.endString(); return; }
    if (this.keep) this.push(byte);
  }

  private openString(): void {
    this.inString = true;
    this.isKey = this.expectKey;
    this.length = 0;
    this.keep = this.isKey ? (this.live[this.depth] ?? 0) !== 0 : this.arrive(this.next);
  }

  private endString(): void {
    this.inString = false;
    if (this.isKey) { this.next = this.keep ? this.matching(utf8(this.buffer, 0, this.length)) : 0; return; }
    if (this.keep) this.store(unescape(utf8(this.buffer, 0, this.length)));
    this.next = 0;
  }

  /** Pointers that lead into this object and go on with `key`. */
  private matching(key: string): number {
    const live = this.live[this.depth] ?? 0;
    let mask = 0;
    for (const [index, path] of this.paths.entries()) if ((live & (1 << index)) !== 0 && path[this.depth - 1] === key) mask |= 1 << index;
    return mask;
  }

  /** Notes that the pointers that end here were seen; true when one of them wants the value. */
  private arrive(mask: number): boolean {
    if (mask === 0) return false;
    let wanted = false;
    for (const [index, path] of this.paths.entries()) {
      if ((mask & (1 << index)) === 0 || path.length !== this.depth || this.seen[index]) continue;
      this.seen[index] = true;
      if (index < this.kept) wanted = true;
    }
    if (!wanted) this.finish();
    return wanted;
  }

  private store(value: string | null): void {
    for (const [index, path] of this.paths.entries()) {
      if ((this.next & (1 << index)) !== 0 && path.length === this.depth && index < this.kept && this.values[index] === null) this.values[index] = value;
    }
    this.finish();
  }

  private finish(): void { if (this.seen.every(Boolean)) this.done = true; }

  private scalarByte(byte: number): void {
    if (this.depth === 0) { if (byte < 0x80) this.done = true; return; } // not a JSON object; a byte order mark may pass
    if (!this.inScalar) { this.inScalar = true; this.length = 0; this.keep = this.arrive(this.next); }
    if (this.keep) this.push(byte);
  }

  private endScalar(): void {
    if (!this.inScalar) return;
    this.inScalar = false;
    if (this.keep) {
      const text = utf8(this.buffer, 0, this.length);
      this.store(/^(-?\d[\d.eE+-]{0,30}|true|false)$/.test(text) ? text : null);
    }
    this.next = 0;
  }

  private open(isObject: boolean): void {
    this.endScalar();
    if (this.depth === 0 && !isObject) { this.done = true; return; } // pointers go through objects only
    if (this.arrive(this.next)) this.finish();
    this.depth++;
    if (this.depth < this.live.length) {
      this.live[this.depth] = isObject ? this.next : 0;
      this.isObject[this.depth] = isObject;
    }
    this.expectKey = isObject;
    this.next = 0;
  }

  private close(): void {
    this.endScalar();
    this.expectKey = false;
    if (--this.depth <= 0) this.done = true;
  }

  private comma(): void {
    this.endScalar();
    this.next = 0;
    this.expectKey = this.depth < this.live.length && this.isObject[this.depth] === true;
  }

  private push(byte: number): void { if (this.length < VALUE_LIMIT) this.buffer[this.length++] = byte; }
}

/** A JSON string's text without its escapes (RFC 8259, 7), cleaned; null when an escape is broken, for example cut off by the limit. */
function unescape(raw: string): string | null {
  if (!raw.includes('\\')) return clean(raw);
  try { return clean(JSON.parse(`"${raw}"`) as string); } catch { return null; }
}
