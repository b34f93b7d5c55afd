/**
 * Heads of text messages: a start line, header fields, an empty line. HTTP/1.x (RFC 9112, 2.1), RTSP (RFC 7826, 5), SIP (RFC 3261, 7)
 * and SSDP share this shape. Only the fields asked for are found, as offsets; nothing is decoded before somebody asks for it.
 */
import { clean, latin1 } from '../cursor.ts';

/** Longest head read, in bytes; common servers stop at 8 or 16 KiB. */
export const HEAD_LIMIT = 16_384;

const CR = 0x0d, LF = 0x0a, SP = 0x20, HT = 0x09, COLON = 0x3a;

/**
 * Position behind the empty line that ends the head at `off`, or -1 when it has not arrived. Lines may end in LF alone (RFC 9112, 2.2).
 * `from` lets a caller go on where it stopped: any position at which no end was found before.
 */
export function headEnd(bytes: Uint8Array, off: number, end: number, from: number = off): number {
  for (let at = Math.max(off, from - 2); at < end; at++) {
    if (bytes[at] !== LF) continue;
    const next = bytes[at + 1];
    if (at + 1 < end && next === LF) return at + 2;
    if (at + 2 < end && next === CR && bytes[at + 2] === LF) return at + 3;
  }
  return -1;
}

/** Finds the wanted header fields of one head. It is used again for the next head: take what you need before. Names are in lower case. */
export class HeadReader<Name extends string> {
  private readonly names: readonly Name[];
  private readonly byLength: readonly (readonly number[])[];
  /** `[from, end)` of each field's value; from < 0: absent. The first of several fields of a name counts. */
  private readonly values: Int32Array;
  private bytes: Uint8Array = new Uint8Array(0);
  /** The start line is `bytes[lineFrom…lineEnd)`, without its line break. */
  lineFrom = 0;
  lineEnd = 0;

  constructor(names: readonly Name[]) {
    this.names = names;
    this.values = new Int32Array(names.length * 2);
    const byLength: number[][] = [];
    names.forEach((name, index) => { (byLength[name.length] ??= []).push(index); });
    this.byLength = byLength;
  }

  /** Reads the head `bytes[off…end)`. */
  read(bytes: Uint8Array, off: number, end: number): void {
    this.bytes = bytes;
    this.values.fill(-1);
    this.lineFrom = off;
    let at = off;
    while (at < end && bytes[at] !== LF) at++;
    this.lineEnd = at > off && bytes[at - 1] === CR ? at - 1 : at;
    for (at++; at < end;) {
      let colon = -1, stop = at;
      for (; stop < end && bytes[stop] !== LF; stop++) if (colon < 0 && bytes[stop] === COLON) colon = stop;
      // obs-fold (RFC 9112, 5.2): a line that begins with white space goes on with the value before it.
      while (stop + 1 < end && (bytes[stop + 1] === SP || bytes[stop + 1] === HT)) for (stop++; stop < end && bytes[stop] !== LF;) stop++;
      if (colon > at) this.field(at, colon, stop);
      at = stop + 1;
    }
  }

  private field(from: number, colon: number, stop: number): void {
    const candidates = this.byLength[colon - from], bytes = this.bytes, values = this.values;
    if (candidates === undefined) return;
    for (const index of candidates) {
      const name = this.names[index]!;
      let i = 0;
      while (i < name.length && ((bytes[from + i] ?? 0) | 0x20) === name.charCodeAt(i)) i++;
      if (i < name.length) continue;
      if (values[index * 2]! >= 0) return;
      let start = colon + 1, end = stop;
      while (start < end && isBlank(bytes[start]!)) start++;
      while (end > start && isBlank(bytes[end - 1]!)) end--;
      values[index * 2] = start;
      values[index * 2 + 1] = end;
      return;
    }
  }

  has(name: Name): boolean { return this.values[this.names.indexOf(name) * 2]! >= 0; }

  /** The value made safe to keep, or null. */
  text(name: Name, limit = 256): string | null {
    const raw = this.raw(name);
    return raw === null ? null : clean(raw, limit);
  }

  /** The value as it stands, at most 1,024 characters, or null. For looking at, not for keeping. */
  raw(name: Name): string | null {
    const index = this.names.indexOf(name) * 2, from = this.values[index]!;
    return from < 0 ? null : latin1(this.bytes, from, this.values[index + 1]!);
  }

  /** The start line, at most 1,024 characters. For looking at, not for keeping. */
  line(): string { return latin1(this.bytes, this.lineFrom, this.lineEnd); }

  /** The last `count` bytes of the start line. */
  lineTail(count: number): string { return latin1(this.bytes, Math.max(this.lineFrom, this.lineEnd - count), this.lineEnd); }

  /** Content-Length and its like (RFC 9110, 8.6): digits only, a repeated equal value is one. Null when absent, -1 when it is no length. */
  count(name: Name): number | null {
    const raw = this.raw(name);
    if (raw === null) return null;
    const [first = '', ...others] = raw.split(',').map((part) => part.trim());
    return /^\d{1,15}$/.test(first) && others.every((other) => other === first) ? Number(first) : -1;
  }
}

function isBlank(byte: number): boolean { return byte === SP || byte === HT || byte === CR || byte === LF; }

/** True when `bytes[at…]` begins with the ASCII text; bytes that are not there yet count as different. */
export function startsWith(bytes: Uint8Array, at: number, end: number, text: string): boolean {
  if (end - at < text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/** `host` or `host:port` (RFC 3986, 3.2) without user information, or null when it is neither a name nor an address. */
export function authority(text: string | null): string | null {
  if (text === null) return null;
  const host = text.slice(text.lastIndexOf('@') + 1).toLowerCase();
  return /^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(:\d{1,5})?$/.test(host) ? host : null;
}

/** `type/subtype` of a media type (RFC 9110, 8.3.1) in lower case, without parameters; null when it is none. */
export function mediaType(value: string | null): string | null {
  const type = value === null ? null : /^[\w.+-]{1,40}\/[\w.+-]{1,80}/.exec(value)?.[0];
  return type === null || type === undefined ? null : type.toLowerCase();
}
