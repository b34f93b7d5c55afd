/** Drives a dissector in tests exactly as the engine does: unread bytes come again, skips are honoured, buffers are bounded. */
import { BUFFER_LIMIT, type Direction, DONE, type LinkProtocol, type DatagramProtocol, type RecordSink, type StreamProtocol, type WireRecord } from './record.ts';

export const bytesOf = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? Uint8Array.from(data, (character) => character.charCodeAt(0) & 255) : data;

/** Bytes from hexadecimal text; white space is ignored. */
export const hex = (text: string): Uint8Array => Uint8Array.from(text.replace(/\s+/g, '').match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** Every proper prefix of `data`. */
export function* truncations(data: string | Uint8Array): Generator<Uint8Array> {
  const bytes = bytesOf(data);
  for (let length = 0; length < bytes.length; length++) yield bytes.subarray(0, length);
}

/** Feeds segments to a fresh dissector. Returns the records of all directions in order, and the weird codes. */
export function streamRecords(protocol: StreamProtocol, segments: [Direction, string | Uint8Array][], port: number = protocol.ports[0] ?? 0): [WireRecord[], string[]] {
  const records: WireRecord[] = [], weird: string[] = [];
  const sink: RecordSink = { record: (record) => { records.push(record); }, weird: (code) => { weird.push(code); } };
  const dissector = protocol.open(port);
  const pending: [Uint8Array, Uint8Array] = [new Uint8Array(0), new Uint8Array(0)];
  const skip: [number, number] = [0, 0];
  for (const [direction, data] of segments) {
    let bytes = bytesOf(data);
    const jump = Math.min(skip[direction], bytes.length);
    skip[direction] -= jump;
    bytes = bytes.subarray(jump);
    if (bytes.length === 0) continue;
    const kept = pending[direction], all = new Uint8Array(kept.length + bytes.length);
    all.set(kept);
    all.set(bytes, kept.length);
    let off = 0;
    while (off < all.length) {
      const used = dissector.read(direction, all, off, all.length, sink);
      if (used === DONE) return [records, weird];
      if (!Number.isInteger(used) || used < 0) throw new Error(`read returned ${used}`);
      if (used === 0) break;
      off += used;
    }
    if (off > all.length) { skip[direction] = off - all.length; off = all.length; }
    pending[direction] = all.slice(off);
    if (pending[direction].length > BUFFER_LIMIT) return [records, weird];
  }
  return [records, weird];
}

/** Parses one datagram (or one link-layer payload). */
export function datagramRecords(protocol: DatagramProtocol | LinkProtocol, data: string | Uint8Array, fromPort = 0, toPort = 0): [boolean, WireRecord[], string[]] {
  const records: WireRecord[] = [], weird: string[] = [];
  const sink: RecordSink = { record: (record) => { records.push(record); }, weird: (code) => { weird.push(code); } };
  const bytes = bytesOf(data);
  return [protocol.parse(bytes, 0, bytes.length, sink, fromPort, toPort), records, weird];
}
