/**
 * DEFLATE (RFC 1951) inside gzip (RFC 1952) or zlib (RFC 1950), bounded: gives at most `limit` bytes, and of input that is cut short or broken
 * whatever could be read. Checksums are not looked at: a value out of a broken body is no worse than one out of a lying body.
 */

/** Thrown inside and caught inside: the input ended or lies. Carries no text, since nobody sees it. */
const STOP = Symbol('inflate');

const LENGTH_BASE = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCE_BASE = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
/** Order in which the code length code's own lengths are sent (RFC 1951, 3.2.7). */
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const MAX_BITS = 15;

/** A canonical Huffman code (RFC 1951, 3.2.2): how many codes have each length, and the symbols in order of their codes. */
interface Code { readonly counts: Uint16Array; readonly symbols: Uint16Array }

function makeCode(lengths: Uint8Array): Code {
  const counts = new Uint16Array(MAX_BITS + 1), offsets = new Uint16Array(MAX_BITS + 2), symbols = new Uint16Array(lengths.length);
  for (const length of lengths) counts[length]!++;
  counts[0] = 0;
  for (let length = 1; length <= MAX_BITS; length++) offsets[length + 1] = offsets[length]! + counts[length]!;
  for (const [symbol, length] of lengths.entries()) if (length !== 0) symbols[offsets[length]!++] = symbol;
  return { counts, symbols };
}

const fixedLengths = Uint8Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8));
const FIXED_LITERALS = makeCode(fixedLengths), FIXED_DISTANCES = makeCode(new Uint8Array(30).fill(5));

class Inflater {
  private readonly bytes: Uint8Array;
  private at: number;
  private readonly end: number;
  private held = 0;
  private heldBits = 0;
  readonly out: Uint8Array;
  length = 0;

  constructor(bytes: Uint8Array, at: number, end: number, limit: number) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.out = new Uint8Array(limit);
  }

  run(): void {
    for (let last = false; !last;) {
      last = this.bits(1) === 1;
      const type = this.bits(2);
      if (type === 0) this.stored();
      else if (type === 1) this.compressed(FIXED_LITERALS, FIXED_DISTANCES);
      else if (type === 2) this.dynamic();
      else throw STOP;
    }
  }

  private bits(count: number): number {
    while (this.heldBits < count) {
      if (this.at >= this.end) throw STOP;
      this.held |= this.bytes[this.at++]! << this.heldBits;
      this.heldBits += 8;
    }
    const value = this.held & ((1 << count) - 1);
    this.held >>>= count;
    this.heldBits -= count;
    return value;
  }

  private symbol(code: Code): number {
    let value = 0, first = 0, index = 0;
    for (let length = 1; length <= MAX_BITS; length++) {
      value |= this.bits(1);
      const count = code.counts[length]!;
      if (value - count < first) return code.symbols[index + value - first]!;
      index += count;
      first = (first + count) << 1;
      value <<= 1;
    }
    throw STOP;
  }

  private put(byte: number): void {
    if (this.length === this.out.length) throw STOP;
    this.out[this.length++] = byte;
  }

  private stored(): void {
    this.held = this.heldBits = 0; // up to the byte's end
    const length = this.bits(16);
    if (this.bits(16) !== (~length & 0xffff)) throw STOP;
    for (let i = 0; i < length; i++) this.put(this.bits(8));
  }

  private dynamic(): void {
    const literals = this.bits(5) + 257, distances = this.bits(5) + 1, sent = this.bits(4) + 4, own = new Uint8Array(19);
    for (let i = 0; i < sent; i++) own[ORDER[i]!] = this.bits(3);
    const code = makeCode(own), lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length;) {
      const symbol = this.symbol(code);
      if (symbol < 16) { lengths[i++] = symbol; continue; }
      if (symbol === 16 && i === 0) throw STOP;
      const value = symbol === 16 ? lengths[i - 1]! : 0, repeat = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (i + repeat > lengths.length) throw STOP;
      lengths.fill(value, i, i + repeat);
      i += repeat;
    }
    this.compressed(makeCode(lengths.subarray(0, literals)), makeCode(lengths.subarray(literals)));
  }

  private compressed(literals: Code, distances: Code): void {
    for (;;) {
      const symbol = this.symbol(literals);
      if (symbol < 256) { this.put(symbol); continue; }
      if (symbol === 256) return;
      const length = LENGTH_BASE[symbol - 257], code = length === undefined ? 0 : LENGTH_BITS[symbol - 257]!;
      if (length === undefined) throw STOP;
      const count = length + this.bits(code), which = this.symbol(distances), base = DISTANCE_BASE[which];
      if (base === undefined) throw STOP;
      const distance = base + this.bits(DISTANCE_BITS[which]!);
      if (distance > this.length) throw STOP;
      for (let i = 0; i < count; i++) this.put(this.out[this.length - distance]!);
    }
  }
}

/** Content codings that are read: `gzip`, `x-gzip`, and `deflate`, which is zlib (RFC 9110, 8.4.1). */
export function isInflatable(coding: string): boolean { return /^(x-)?gzip$|^deflate$/i.test(coding); }

/** The first bytes, at most `limit`, of gzip or zlib data in `bytes[off…end)`; empty when it is neither. */
export function inflate(bytes: Uint8Array, off: number, end: number, limit: number): Uint8Array {
  const start = bytes[off] === 0x1f ? gzipStart(bytes, off, end) : ((bytes[off] ?? 0) & 15) === 8 ? off + 2 : end;
  const inflater = new Inflater(bytes, Math.min(start, end), end, limit);
  try { inflater.run(); } catch (stop) { if (stop !== STOP) throw stop; }
  return inflater.out.subarray(0, inflater.length);
}

/** Where the compressed data begin (RFC 1952, 2.3), or `end`. */
function gzipStart(bytes: Uint8Array, off: number, end: number): number {
  if (end - off < 18 || bytes[off + 1] !== 0x8b || bytes[off + 2] !== 8) return end;
  const flags = bytes[off + 3]!;
  let at = off + 10;
  if ((flags & 4) !== 0) at += 2 + (bytes[at]! | (bytes[at + 1]! << 8)); // FEXTRA
  for (const flag of [8, 16]) { // FNAME, FCOMMENT
    if ((flags & flag) === 0) continue;
    while (at < end && bytes[at] !== 0) at++;
    at++;
  }
  return (flags & 2) !== 0 ? at + 2 : at; // FHCRC
}
