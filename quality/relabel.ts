/**
 * The same captures as another site would give them: every address, MAC (within its maker), host name, AE title and TCP service port replaced, by seed.
 * Replacements keep their length, so that every length field stays true; checksums do not (no dissector asks).
 */
import type { Truth } from './see-score.ts';

export interface Labels { readonly binary: readonly (readonly [Uint8Array, Uint8Array])[]; readonly text: readonly (readonly [string, string])[]; readonly ports: ReadonlyMap<number, number> }

/** mulberry32: 32 bits of state are enough for labels. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** New labels for a truth, and the truth under them. Subnet: an own /24 of the same text length. */
export function relabel(truth: Truth & { readonly network: string }, names: readonly string[], seed: number): { readonly labels: Labels; readonly truth: Truth } {
  const draw = random(seed), prefix = truth.network.split('.').slice(0, 3), newPrefix = [prefix[0]!, digits(prefix[1]!, draw), digits(prefix[2]!, draw)];
  const lasts = new Set<string>(), binary: [Uint8Array, Uint8Array][] = [], text: [string, string][] = [];
  const ips = new Map<string, string>(), macs = new Map<string, string>(), words = new Map<string, string>(), ports = new Map<number, number>();
  for (const host of truth.hosts) {
    const last = host.ip.split('.')[3]!;
    let fresh = digits(last, draw);
    while (lasts.has(fresh)) fresh = digits(last, draw);
    lasts.add(fresh);
    ips.set(host.ip, [...newPrefix, fresh].join('.'));
    const tail = Array.from({ length: 3 }, () => Math.floor(draw() * 256).toString(16).padStart(2, '0'));
    macs.set(host.mac, [...host.mac.split(':').slice(0, 3), ...tail].join(':'));
    for (const service of host.services) if (service.transport === 'tcp' && !ports.has(service.port)) ports.set(service.port, 20000 + Math.floor(draw() * 20000));
  }
  for (const name of new Set([...names, ...truth.hosts.flatMap((host) => host.aeTitles)])) words.set(name, scramble(name, draw));
  for (const [from, to] of ips) {
    binary.push([Uint8Array.from(from.split('.').map(Number)), Uint8Array.from(to.split('.').map(Number))]);
    text.push([from, to]);
  }
  // Longest first, so that .10 is not replaced inside .101.
  text.sort((a, b) => b[0].length - a[0].length);
  binary.push([Uint8Array.from([...prefix.map(Number), 255]), Uint8Array.from([...newPrefix.map(Number), 255])]);
  for (const [from, to] of macs) {
    const hex = (mac: string) => mac.split(':').map((part) => Number.parseInt(part, 16));
    const eui = (mac: string) => { const [a, b, c, d, e, f] = hex(mac) as [number, number, number, number, number, number]; return [a ^ 2, b, c, 0xff, 0xfe, d, e, f]; };
    binary.push([Uint8Array.from(hex(from)), Uint8Array.from(hex(to))], [Uint8Array.from(eui(from)), Uint8Array.from(eui(to))]);
    text.push([from, to], [from.toUpperCase(), to.toUpperCase()]);
  }
  for (const [from, to] of words) for (const form of [(word: string) => word, (word: string) => word.toLowerCase(), (word: string) => word.toUpperCase()]) text.push([form(from), form(to)]);
  const labels: Labels = { binary: [...binary, ...text.map(([from, to]) => [bytesOf(from), bytesOf(to)] as const)], text, ports };
  const hosts = truth.hosts.map((host) => ({
    ...host, ip: ips.get(host.ip)!, mac: macs.get(host.mac)!, aeTitles: host.aeTitles.map((title) => words.get(title)!),
    services: host.services.map((service) => (service.transport === 'tcp' ? { ...service, port: ports.get(service.port)! } : service)),
  }));
  return { labels, truth: { hosts } };
}

/** Another number with as many digits, 1…254. */
function digits(text: string, draw: () => number): string {
  const low = text.length === 1 ? 1 : text.length === 2 ? 10 : 100, high = text.length === 1 ? 9 : text.length === 2 ? 99 : 254;
  return String(low + Math.floor(draw() * (high - low + 1)));
}

/** Letters become letters, digits digits; separators stay. */
function scramble(word: string, draw: () => number): string {
  return word.replace(/[a-z]/g, () => String.fromCharCode(97 + Math.floor(draw() * 26))).replace(/[A-Z]/g, () => String.fromCharCode(65 + Math.floor(draw() * 26))).replace(/\d/g, () => String(Math.floor(draw() * 10)));
}

/** Rewrites a classic Ethernet pcap in place under new labels. */
export function rewrite(file: Uint8Array, labels: Labels): Uint8Array {
  const out = Uint8Array.from(file), view = new DataView(out.buffer), little = view.getUint32(0, false) !== 0xa1b2c3d4 && view.getUint32(0, false) !== 0xa1b23c4d;
  for (let at = 24; at + 16 <= out.length;) {
    const length = view.getUint32(at + 8, little), frame = out.subarray(at + 16, at + 16 + length);
    replaceAll(frame, labels.binary);
    movePorts(frame, labels.ports);
    at += 16 + length;
  }
  return out;
}

/** Each place is replaced once: a new label is never taken for an old one. */
function replaceAll(frame: Uint8Array, pairs: readonly (readonly [Uint8Array, Uint8Array])[]): void {
  const buffer = Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength), original = Buffer.from(buffer), done = new Uint8Array(frame.length);
  for (const [from, to] of pairs) {
    for (let at = original.indexOf(from); at >= 0; at = original.indexOf(from, at + 1)) {
      if (done.subarray(at, at + from.length).some((mark) => mark === 1)) continue;
      buffer.set(to, at);
      done.fill(1, at, at + from.length);
    }
  }
}

function movePorts(frame: Uint8Array, ports: ReadonlyMap<number, number>): void {
  const at = 14 + (frame[12] === 0x81 ? 4 : 0);
  if (frame[at - 2] !== 0x08 || frame[at - 1] !== 0x00 || frame[at + 9] !== 6) return;
  const tcp = at + ((frame[at]! & 15) << 2), view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  for (const offset of [tcp, tcp + 2]) {
    if (offset + 2 > frame.length) continue;
    const moved = ports.get(view.getUint16(offset));
    if (moved !== undefined) view.setUint16(offset, moved);
  }
}
