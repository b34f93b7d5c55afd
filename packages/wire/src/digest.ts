/**
 * MD5 (RFC 1321) and SHA-256 (FIPS 180-4) of short inputs, in lower-case hexadecimal. This package has no platform to ask for them, and
 * fingerprints (JA3, JA4, key fingerprints) are names, not secrets. Inputs are at most a certificate long.
 */

const MD5_SHIFT = Uint8Array.from({ length: 64 }, (_, i) => [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21][((i >> 4) << 2) | (i & 3)]!);
/** Which word of the block step i takes (RFC 1321, 3.4). */
const MD5_WORD = Uint8Array.from({ length: 64 }, (_, i) => [i, 5 * i + 1, 3 * i + 5, 7 * i][i >> 4]! & 15);
/** T[i] = floor(2³² · |sin(i + 1)|) (RFC 1321, 3.4). */
const MD5_TABLE = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0);

/** The message with `0x80`, zeros and its bit length, as 32-bit words in the digest's byte order (RFC 1321, 3.1–3.2; FIPS 180-4, 5.1.1). */
function words(input: Uint8Array | string, littleEndian: boolean): Int32Array {
  const { length } = input, size = ((length + 72) >>> 6) << 4, out = new Int32Array(size), flip = littleEndian ? 0 : 3;
  for (let i = 0; i < length; i++) out[i >> 2]! |= (typeof input === 'string' ? input.charCodeAt(i) & 255 : input[i]!) << (((i & 3) ^ flip) << 3);
  out[length >> 2]! |= 0x80 << (((length & 3) ^ flip) << 3);
  out[littleEndian ? size - 2 : size - 1] = length << 3;
  out[littleEndian ? size - 1 : size - 2] = length >>> 29;
  return out;
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const hex32 = (word: number) => HEX[word >>> 24]! + HEX[(word >>> 16) & 255]! + HEX[(word >>> 8) & 255]! + HEX[word & 255]!;
const swapped = (word: number) => ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);

/** MD5 of bytes or of ASCII text: 32 hexadecimal digits. */
export function md5(input: Uint8Array | string): string {
  const message = words(input, true);
  let a0 = 0x67452301, b0 = 0xefcdab89 | 0, c0 = 0x98badcfe | 0, d0 = 0x10325476;
  for (let at = 0; at < message.length; at += 16) {
    let a = a0, b = b0, c = c0, d = d0;
    for (let i = 0; i < 64; i++) {
      const mixed = i < 16 ? (b & c) | (~b & d) : i < 32 ? (d & b) | (~d & c) : i < 48 ? b ^ c ^ d : c ^ (b | ~d);
      const sum = (a + mixed + MD5_TABLE[i]! + message[at + MD5_WORD[i]!]!) | 0, shift = MD5_SHIFT[i]!;
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
  return hex32(swapped(a0)) + hex32(swapped(b0)) + hex32(swapped(c0)) + hex32(swapped(d0));
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

/** The message schedule, filled anew for each block. */
const SHA_WORDS = new Int32Array(64);
const rotate = (word: number, by: number) => (word >>> by) | (word << (32 - by));

/** SHA-256 of bytes or of ASCII text: 64 hexadecimal digits. */
export function sha256(input: Uint8Array | string): string {
  const message = words(input, false), state = Int32Array.from(SHA_START), w = SHA_WORDS;
  for (let at = 0; at < message.length; at += 16) {
    for (let i = 0; i < 16; i++) w[i] = message[at + i]!;
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
    state[0]! += a;
    state[1]! += b;
    state[2]! += c;
    state[3]! += d;
    state[4]! += e;
    state[5]! += f;
    state[6]! += g;
    state[7]! += h;
  }
  let text = '';
  for (const word of state) text += hex32(word);
  return text;
}
