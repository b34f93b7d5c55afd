/** Text forms of MAC and IP addresses, shared by every reader so that the same address is always the same string. */

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Texts by four integers, the newest of each slot: a network has few addresses, and each stands in thousands of packets. */
class Texts {
  private readonly keys = new Int32Array(SLOTS * 4);
  private readonly texts = new Array<string>(SLOTS).fill('');

  /** '' when it is not known. */
  find(a: number, b: number, c: number, d: number): string {
    const slot = slotOf(a, b, c, d), at = slot << 2, { keys } = this;
    return keys[at] === a && keys[at + 1] === b && keys[at + 2] === c && keys[at + 3] === d ? this.texts[slot]! : '';
  }

  keep(a: number, b: number, c: number, d: number, text: string): string {
    const slot = slotOf(a, b, c, d);
    this.keys.set([a, b, c, d], slot << 2);
    this.texts[slot] = text;
    return text;
  }
}

const SLOTS = 4096;

function slotOf(a: number, b: number, c: number, d: number): number {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f);
  hash ^= hash >>> 15;
  return (hash ^ (hash >>> 7)) & (SLOTS - 1);
}

const word = (bytes: Uint8Array, at: number): number => (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
const macs = new Texts(), fours = new Texts(), sixes = new Texts();

/** Six bytes at `at` as `00:1a:2b:3c:4d:5e`. */
export function formatMac(bytes: Uint8Array, at = 0): string {
  const high = (bytes[at]! << 8) | bytes[at + 1]!, low = word(bytes, at + 2);
  return macs.find(high, low, 0, 0) || macs.keep(high, low, 0, 0,
    `${HEX[bytes[at] ?? 0]}:${HEX[bytes[at + 1] ?? 0]}:${HEX[bytes[at + 2] ?? 0]}:${HEX[bytes[at + 3] ?? 0]}:${HEX[bytes[at + 4] ?? 0]}:${HEX[bytes[at + 5] ?? 0]}`);
}

/** Any usual spelling of a MAC (colons, dashes, dots, none) in lower case with colons, or null. */
export function parseMac(text: string): string | null {
  const digits = text.trim().replace(/[:\-. ]/g, '').toLowerCase();
  if (!/^[0-9a-f]{12}$/.test(digits)) return null;
  return digits.match(/../g)!.join(':');
}

/** True when the MAC's U/L bit says it was made up locally: virtual machines and phones that hide (IEEE 802-2014, 8.4). */
export function isLocalMac(mac: string): boolean { return (Number.parseInt(mac.slice(0, 2), 16) & 2) !== 0; }

/** Four bytes at `at` as dotted decimal. */
export function formatIpv4(bytes: Uint8Array, at = 0): string {
  const value = word(bytes, at);
  return fours.find(value, 0, 0, 0) || fours.keep(value, 0, 0, 0, `${bytes[at] ?? 0}.${bytes[at + 1] ?? 0}.${bytes[at + 2] ?? 0}.${bytes[at + 3] ?? 0}`);
}

/** Sixteen bytes at `at` in the canonical form of RFC 5952. */
export function formatIpv6(bytes: Uint8Array, at = 0): string {
  const a = word(bytes, at), b = word(bytes, at + 4), c = word(bytes, at + 8), d = word(bytes, at + 12);
  return sixes.find(a, b, c, d) || sixes.keep(a, b, c, d, canonicalIpv6(bytes, at));
}

function canonicalIpv6(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 16; i += 2) groups.push(((bytes[at + i] ?? 0) << 8) | (bytes[at + i + 1] ?? 0));
  let best = -1, bestLength = 1;
  for (let i = 0; i < 8; i++) {
    let length = 0;
    while (i + length < 8 && groups[i + length] === 0) length++;
    if (length > bestLength) { best = i; bestLength = length; }
    if (length > 0) i += length - 1;
  }
  const hex = (from: number, to: number) => groups.slice(from, to).map((group) => group.toString(16)).join(':');
  return best < 0 ? hex(0, 8) : `${hex(0, best)}::${hex(best + bestLength, 8)}`;
}

/** An IPv4 or IPv6 text in canonical form, or null when it is neither. */
export function parseIp(text: string): string | null {
  const trimmed = text.trim();
  const four = parseIpv4Bytes(trimmed);
  if (four) return formatIpv4(four);
  const six = parseIpv6Bytes(trimmed);
  return six ? formatIpv6(six) : null;
}

function parseIpv4Bytes(text: string): Uint8Array | null {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!match) return null;
  const bytes = match.slice(1).map(Number);
  return bytes.every((byte) => byte < 256) ? Uint8Array.from(bytes) : null;
}

function parseIpv6Bytes(text: string): Uint8Array | null {
  if (!/^[0-9a-f:.]{2,45}$/i.test(text) || !text.includes(':')) return null;
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const expand = (half: string): number[] | null => {
    if (half === '') return [];
    const out: number[] = [];
    const parts = half.split(':');
    for (const [index, part] of parts.entries()) {
      if (part.includes('.')) {
        const four = index === parts.length - 1 ? parseIpv4Bytes(part) : null;
        if (!four) return null;
        out.push(...four);
      } else {
        if (!/^[0-9a-f]{1,4}$/i.test(part)) return null;
        const group = Number.parseInt(part, 16);
        out.push(group >> 8, group & 255);
      }
    }
    return out;
  };
  const head = expand(halves[0]!), tail = halves.length === 2 ? expand(halves[1]!) : [];
  if (!head || !tail) return null;
  const missing = 16 - head.length - tail.length;
  if (halves.length === 2 ? missing < 2 : missing !== 0) return null;
  return Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...tail]);
}
