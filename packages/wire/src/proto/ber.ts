/** Basic Encoding Rules (X.690), as much as SNMP needs: definite lengths, one-byte tags. */
import { Cursor } from '../cursor.ts';
import { Recall } from '../recall.ts';

export const INTEGER = 0x02, OCTET_STRING = 0x04, OBJECT_IDENTIFIER = 0x06, SEQUENCE = 0x30;

/** One element: a cursor over its content, with its tag byte. */
export class Element extends Cursor {
  readonly tag: number;

  constructor(tag: number, bytes: Uint8Array, from: number, end: number) {
    super(bytes, from, end);
    this.tag = tag;
  }

  get content(): Cursor { return this; }
}

/** The next element, stepped over; null when its length is indefinite, over 24 bits or runs past the end (then `cursor.short` is set). */
export function readElement(cursor: Cursor): Element | null {
  const tag = cursor.u8(), length = readLength(cursor);
  if (length < 0 || length > cursor.left) { cursor.short = true; return null; }
  const from = cursor.pos;
  cursor.pos = from + length;
  return new Element(tag, cursor.bytes, from, cursor.pos);
}

/** X.690, 8.1.3: short form, or long form of one to three bytes; -1 for what is neither. */
export function readLength(cursor: Cursor): number {
  const first = cursor.u8();
  if (first < 0x80) return cursor.short ? -1 : first;
  const count = first & 0x7f;
  if (count === 0 || count > 3) return -1;
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + cursor.u8();
  return cursor.short ? -1 : length;
}

/** The content of an INTEGER of at most 4 bytes, signed (8.3); null otherwise. */
export function integerOf(element: Element | null): number | null {
  if (element === null || element.tag !== INTEGER) return null;
  const { content } = element;
  if (content.left < 1 || content.left > 4) return null;
  let value = content.bytes[content.pos]! >= 0x80 ? -1 : 0;
  for (let at = content.pos; at < content.end; at++) value = (value << 8) | content.bytes[at]!;
  return value;
}

/** The content of an OBJECT IDENTIFIER as dotted text (8.19), at most 64 arcs of 32 bits; null otherwise. */
export function objectIdentifierOf(element: Element | null): string | null {
  if (element === null || element.tag !== OBJECT_IDENTIFIER) return null;
  return identifiers.of(element.content.bytes, element.content.pos, element.content.end);
}

const identifiers = new Recall<string | null>((bytes, from, end) => {
  const arcs: number[] = [];
  let arc = 0;
  for (let at = from; at < end; at++) {
    const byte = bytes[at]!;
    arc = arc * 128 + (byte & 0x7f);
    if (arc > 0xffffffff || arcs.length >= 64) return null;
    if ((byte & 0x80) !== 0) { if (at === end - 1) return null; continue; }
    if (arcs.length === 0) arcs.push(arc < 80 ? Math.floor(arc / 40) : 2, arc < 80 ? arc % 40 : arc - 80);
    else arcs.push(arc);
    arc = 0;
  }
  return arcs.length === 0 ? null : arcs.join('.');
}, 1024, 32);
