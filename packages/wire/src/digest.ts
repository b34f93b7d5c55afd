/**
 * MD5 (RFC 1321) and SHA-256 (FIPS 180-4) of short inputs, in lower-case hexadecimal. This package has no platform to ask for them, and
 * fingerprints (JA3, JA4, key fingerprints) are names, not secrets. Inputs are at most a certificate long.
 */

const MD5_SHIFT = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21] as const;
/** T[i] = floor(2³² · |sin(i + 1)|) (RFC 1321, 3.4). */
const MD5_TABLE = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

/** The message with `0x80`, zeros and its bit length, a multiple of 64 bytes (RFC 1321, 3.1–3.2; FIPS 180-4, 5.1.1). */
function padded(bytes: Uint8Array, littleEndian: boolean): DataView {
  const size = ((bytes.length + 72) >>> 6) << 6;
  const block = new Uint8Array(size), view = new DataView(block.buffer);
  block.set(bytes);
  block[bytes.length] = 0x80;
  view.setUint32(littleEndian ? size - 8 : size - 4, (bytes.length << 3) >>> 0, littleEndian);
  view.setUint32(littleEndian ? size - 4 : size - 8, bytes.length >>> 29, littleEndian);
  return view;
}

const hex32 = (word: number) => (word >>> 0).toString(16).padStart(8, '0');
const swapped = (word: number) => ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0) & 255);

/** MD5 of bytes or of ASCII text: 32 hexadecimal digits. */
export function md5(input: Uint8Array | string): string {
  const view = padded(typeof input === 'string' ? ascii(input) : input, true);
  let a0 = 0x67452301, b0 = 0xefcdab89 | 0, c0 = 0x98badcfe | 0, d0 = 0x10325476;
  for (let at = 0; at < view.byteLength; at += 64) {
    let a = a0, b = b0, c = c0, d = d0;
    for (let i = 0; i < 64; i++) {
      const round = i >> 4;
      const mixed = round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
      const word = round === 0 ? i : round === 1 ? (5 * i + 1) & 15 : round === 2 ? (3 * i + 5) & 15 : (7 * i) & 15;
      const sum = (a + mixed + MD5_TABLE[i]! + view.getInt32(at + word * 4, true)) | 0, shift = MD5_SHIFT[(round << 2) | (i & 3)]!;
      a = d;
      d = c;
      c = b;
      b = (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0;
    }
    a0 = (a0 + a) | 0;
    b0 = (b0 + b) | 0;
    c0 = (c0 + c) | 0;
    d0 = (d0 + d) | 0;
  }
  return [a0, b0, c0, d0].map((word) => hex32(swapped(word))).join('');
}

/** First 32 bits of the fractional parts of the square or cube roots of the first primes (FIPS 180-4, 4.2.2, 5.3.3). */
function rootFractions(count: number, root: (prime: number) => number): Int32Array {
  const words = new Int32Array(count);
  for (let candidate = 2, found = 0; found < count; candidate++) {
    let prime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++) if (candidate % divisor === 0) { prime = false; break; }
    if (prime) words[found++] = ((root(candidate) % 1) * 2 ** 32) | 0;
  }
  return words;
}
const SHA_START = rootFractions(8, Math.sqrt), SHA_K = rootFractions(64, Math.cbrt);

/** SHA-256 of bytes or of ASCII text: 64 hexadecimal digits. */
export function sha256(input: Uint8Array | string): string {
  const view = padded(typeof input === 'string' ? ascii(input) : input, false);
  const state = Int32Array.from(SHA_START), w = new Int32Array(64);
  const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));
  for (let at = 0; at < view.byteLength; at += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getInt32(at + i * 4);
    for (let i = 16; i < 64; i++) {
      const x = w[i - 15]!, y = w[i - 2]!;
      w[i] = w[i - 16]! + (rotate(x, 7) ^ rotate(x, 18) ^ (x >>> 3)) + w[i - 7]! + (rotate(y, 17) ^ rotate(y, 19) ^ (y >>> 10));
    }
    let a = state[0]!, b = state[1]!, c = state[2]!, d = state[3]!, e = state[4]!, f = state[5]!, g = state[6]!, h = state[7]!;
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + SHA_K[i]! + w[i]!) | 0;
      const t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + t1) | 0;
      d = c;
      c = b;
      b = a;
      a = (t1 + t2) | 0;
    }
    for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = state[i]! + word;
  }
  return Array.from(state, hex32).join('');
}
