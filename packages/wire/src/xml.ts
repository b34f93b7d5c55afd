/**
 * A small forward reader for the XML that devices send (SOAP, POCT1-A): tags, attributes and text by position, one pass, no tree.
 * It is no validator. Entities other than the five of XML 1.0 and numbers stay as they are; document type declarations are stepped over.
 */

export type XmlToken = 'open' | 'close' | 'text';

const LT = 0x3c, GT = 0x3e, SLASH = 0x2f, BANG = 0x21, QUESTION = 0x3f, QUOTE = 0x22, APOSTROPHE = 0x27, EQUALS = 0x3d, COLON = 0x3a;
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const ATTRIBUTE_LIMIT = 64;

export class XmlReader {
  /** Name without its prefix, of an element that opens or closes. */
  name = '';
  prefix = '';
  /** The element that opened closes at once (`<a/>`): no `close` follows. */
  empty = false;
  /** Attributes of the element that opened, by full name, and the text that was read, both as ranges of the bytes. */
  readonly attributes = new Map<string, readonly [number, number]>();
  from = 0;
  to = 0;
  private readonly bytes: Uint8Array;
  private at: number;
  private readonly end: number;

  constructor(bytes: Uint8Array, off: number, end: number) { this.bytes = bytes; this.at = off; this.end = Math.min(end, bytes.length); }

  /** The next token, or null at the end, also where a tag is cut off. */
  next(): XmlToken | null {
    for (;;) {
      if (this.at >= this.end) return null;
      if (this.bytes[this.at] !== LT) { this.from = this.at; this.at = this.find(LT, this.at); this.to = this.at; return 'text'; }
      const mark = this.bytes[this.at + 1];
      if (mark === BANG || mark === QUESTION) {
        if (this.declaration(mark)) return 'text';
        continue;
      }
      return this.tag();
    }
  }

  /** `text` of a range, entities resolved; at most `limit` characters. */
  text(range: readonly [number, number] = [this.from, this.to], limit = 1024): string {
    return decode(this.bytes, range[0], Math.min(range[1], range[0] + 4 * limit)).slice(0, limit);
  }

  attribute(name: string): string | null { const range = this.attributes.get(name); return range ? this.text(range) : null; }

  private find(byte: number, from: number): number {
    const found = this.bytes.indexOf(byte, from);
    return found < 0 || found > this.end ? this.end : found;
  }

  /** Steps over a comment, processing instruction or declaration; true: it was a CDATA section, which is text. */
  private declaration(mark: number): boolean {
    if (mark === QUESTION) { this.at = this.after('?>', this.at + 2); return false; }
    if (this.startsWith('<!--')) { this.at = this.after('-->', this.at + 4); return false; }
    if (this.startsWith('<![CDATA[')) {
      this.from = this.at + 9;
      this.at = this.after(']]>', this.from);
      this.to = Math.max(this.from, this.at - 3);
      return true;
    }
    this.at = Math.min(this.end, this.find(GT, this.at) + 1);
    return false;
  }

  private startsWith(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.bytes[this.at + i] !== text.charCodeAt(i)) return false;
    return this.at + text.length <= this.end;
  }

  private after(text: string, from: number): number {
    for (let at = this.find(text.charCodeAt(0), from); at < this.end; at = this.find(text.charCodeAt(0), at + 1)) {
      let i = 1;
      while (i < text.length && this.bytes[at + i] === text.charCodeAt(i)) i++;
      if (i === text.length) return Math.min(this.end, at + i);
    }
    return this.end;
  }

  private tag(): XmlToken | null {
    const close = this.bytes[this.at + 1] === SLASH;
    let at = this.at + (close ? 2 : 1);
    this.empty = false;
    this.attributes.clear();
    at = this.readName(at);
    while (at < this.end && this.bytes[at] !== GT) {
      const byte = this.bytes[at]!;
      if (byte === SLASH) { this.empty = true; at++; continue; }
      if (isSpace(byte)) { at++; continue; }
      this.empty = false;
      at = this.readAttribute(at);
    }
    this.at = Math.min(this.end, at + 1);
    return at >= this.end ? null : close ? 'close' : 'open';
  }

  private readName(from: number): number {
    let at = from, colon = -1;
    for (; at < this.end; at++) {
      const byte = this.bytes[at]!;
      if (isSpace(byte) || byte === GT || byte === SLASH || byte === EQUALS) break;
      if (byte === COLON) colon = at;
    }
    this.prefix = colon < 0 ? '' : ascii(this.bytes, from, colon);
    this.name = ascii(this.bytes, colon < 0 ? from : colon + 1, at);
    return at;
  }

  private readAttribute(from: number): number {
    let at = from;
    while (at < this.end && this.bytes[at] !== EQUALS && this.bytes[at] !== GT && this.bytes[at] !== SLASH && !isSpace(this.bytes[at]!)) at++;
    const name = ascii(this.bytes, from, at);
    while (at < this.end && isSpace(this.bytes[at]!)) at++;
    if (this.bytes[at] !== EQUALS || at >= this.end) return Math.max(at, from + 1);
    at++;
    while (at < this.end && isSpace(this.bytes[at]!)) at++;
    const quote = this.bytes[at];
    if (quote !== QUOTE && quote !== APOSTROPHE) return at;
    const stop = this.find(quote, at + 1);
    if (stop < this.end && this.attributes.size < ATTRIBUTE_LIMIT) this.attributes.set(name, [at + 1, stop]);
    return Math.min(this.end, stop + 1);
  }
}

const NAME_LIMIT = 128;
function ascii(bytes: Uint8Array, from: number, end: number): string {
  const stop = Math.min(end, from + NAME_LIMIT);
  let text = '';
  for (let at = from; at < stop; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

declare const TextDecoder: new (label?: string) => { decode(bytes: Uint8Array): string };
const utf8Decoder = new TextDecoder('utf-8');
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function decode(bytes: Uint8Array, from: number, end: number): string {
  const text = utf8Decoder.decode(bytes.subarray(from, end));
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,4}));/g, (whole, decimal?: string, hexadecimal?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? whole;
    const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hexadecimal!, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
