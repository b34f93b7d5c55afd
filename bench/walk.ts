/**
 * The plain table walk: what any reader must do at least. Records, headers, and tables of hosts, services and flows; no content is looked at.
 * Run as a program with a pcap file; `--read` only reads the file; `--maps` keeps the tables in the language's own Maps, as most programs would.
 * Prints counts as JSON.
 */
import { openSync, readSync } from 'node:fs';

interface Counts { readonly size: number; add(a: number, b: number, c: number): void }

class MapTable implements Counts {
  private readonly counts = new Map<string, number>();
  get size(): number { return this.counts.size; }
  add(a: number, b: number, c: number): void {
    const key = `${a},${b},${c}`;
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1);
  }
}

class Table implements Counts {
  size = 0;
  private keys = new Int32Array(1 << 16);
  private counts = new Float64Array(1 << 14);
  private mask = (1 << 14) - 1;

  add(a: number, b: number, c: number): void {
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
    hash ^= hash >>> 15;
    let slot = hash & this.mask;
    for (;;) {
      const at = slot << 2;
      if (this.keys[at + 3] === 0) break;
      if (this.keys[at] === a && this.keys[at + 1] === b && this.keys[at + 2] === c) { this.counts[slot]!++; return; }
      slot = (slot + 1) & this.mask;
    }
    this.keys.set([a, b, c, 1], slot << 2);
    this.counts[slot] = 1;
    if (++this.size * 2 > this.mask) this.grow();
  }

  private grow(): void {
    const { keys, counts } = this;
    this.mask = this.mask * 2 + 1;
    this.keys = new Int32Array((this.mask + 1) * 4);
    this.counts = new Float64Array(this.mask + 1);
    this.size = 0;
    for (let at = 0; at < keys.length; at += 4) if (keys[at + 3] !== 0) { this.add(keys[at]!, keys[at + 1]!, keys[at + 2]!); void counts; }
  }
}

const path = process.argv[2]!, fd = openSync(path, 'r'), buffer = Buffer.allocUnsafe(4 << 20), bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
let filled = 0, frames = 0, total = 0;
if (process.argv.includes('--read')) {
  for (let count = readSync(fd, buffer, 0, buffer.length, null); count > 0; count = readSync(fd, buffer, 0, buffer.length, null)) total += count;
  console.log(JSON.stringify({ bytes: total }));
} else {
  const table = (): Counts => (process.argv.includes('--maps') ? new MapTable() : new Table());
  const hosts = table(), services = table(), flows = table();
  let skip = 24;
  for (;;) {
    const count = readSync(fd, buffer, filled, buffer.length - filled, null);
    if (count === 0) break;
    filled += count;
    let at = skip;
    skip = 0;
    while (at + 16 <= filled) {
      const length = bytes[at + 8]! | (bytes[at + 9]! << 8) | (bytes[at + 10]! << 16) | (bytes[at + 11]! << 24);
      if (at + 16 + length > filled) break;
      const frame = at + 16;
      frames++;
      total += length;
      if (bytes[frame + 12] === 8 && bytes[frame + 13] === 0) {
        const ip = frame + 14, header = (bytes[ip]! & 15) << 2, protocol = bytes[ip + 9]!;
        const source = (bytes[ip + 12]! << 24) | (bytes[ip + 13]! << 16) | (bytes[ip + 14]! << 8) | bytes[ip + 15]!;
        const target = (bytes[ip + 16]! << 24) | (bytes[ip + 17]! << 16) | (bytes[ip + 18]! << 8) | bytes[ip + 19]!;
        hosts.add(source, 0, 0);
        if (protocol === 6 || protocol === 17) {
          const l4 = ip + header, sourcePort = (bytes[l4]! << 8) | bytes[l4 + 1]!, targetPort = (bytes[l4 + 2]! << 8) | bytes[l4 + 3]!;
          const forward = source < target || (source === target && sourcePort < targetPort);
          flows.add(forward ? source : target, forward ? target : source, (forward ? (sourcePort << 16) | targetPort : (targetPort << 16) | sourcePort) ^ protocol);
          if (sourcePort < targetPort) services.add(source, sourcePort, protocol); else services.add(target, targetPort, protocol);
        }
      }
      at += 16 + length;
    }
    bytes.copyWithin(0, at, filled);
    filled -= at;
  }
  console.log(JSON.stringify({ frames, bytes: total, hosts: hosts.size, services: services.size, flows: flows.size }));
}
