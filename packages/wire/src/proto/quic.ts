/**
 * QUIC (RFC 9000, RFC 9369): that somebody speaks it and which version; nothing is decrypted. Long headers are told anywhere. A short header is
 * two fixed bits: it counts only on the ports of QUIC, and as weak evidence.
 */
import type { DatagramProtocol, RecordSink } from '../record.ts';
import './tls.ts'; // its record types

export interface QuicPacket {
  readonly kind: 'quic.packet';
  readonly type: 'initial' | '0-rtt' | 'handshake' | 'retry' | 'version-negotiation' | 'short';
  /** `1`, `2`, `draft-29`; null in a version negotiation and in short headers. */
  readonly version: string | null;
}

declare module '../record.ts' { interface RecordMap { 'quic.packet': QuicPacket } }

const V1 = 0x00000001, V2 = 0x6b3343cf;
const TYPES_V1 = ['initial', '0-rtt', 'handshake', 'retry'] as const;
/** RFC 9369, 3.2: version 2 numbers the types differently. */
const TYPES_V2 = ['retry', 'initial', '0-rtt', 'handshake'] as const;
const CONNECTION_ID_LIMIT = 20;
/** HTTP/3 and DNS over QUIC. */
const PORTS = [443, 853];
/** RFC 9001, 5.4.2: a packet is long enough for the sample of header protection. */
const SHORTEST = 21;

function versionName(version: number): string | null {
  if (version === V1) return '1';
  if (version === V2) return '2';
  const draft = version & 0xff;
  return version >>> 8 === 0xff0000 && draft >= 17 && draft <= 34 ? `draft-${draft}` : null;
}

/** Value and size of a variable-length integer (RFC 9000, 16); null when it is cut off. */
function variable(bytes: Uint8Array, at: number, end: number): [value: number, size: number] | null {
  if (at >= end) return null;
  const size = 1 << (bytes[at]! >> 6);
  if (at + size > end) return null;
  let value = bytes[at]! & 63;
  for (let i = 1; i < size; i++) value = value * 256 + bytes[at + i]!;
  return [value, size];
}

export const quic: DatagramProtocol = {
  protocol: 'quic',
  ports: PORTS,
  anyPort: true,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink, fromPort: number, toPort: number): boolean {
    const first = bytes[off] ?? 0;
    if ((first & 0x80) === 0) return short(first, end - off, fromPort, toPort, sink);
    if (end - off < 7) return false;
    const version = ((bytes[off + 1]! << 24) | (bytes[off + 2]! << 16) | (bytes[off + 3]! << 8) | bytes[off + 4]!) >>> 0;
    let at = off + 5;
    for (let i = 0; i < 2; i++) { // destination and source connection ids
      const length = bytes[at] ?? 255;
      if (length > CONNECTION_ID_LIMIT || at + 1 + length > end) return false;
      at += 1 + length;
    }
    if (version === 0) return negotiation(bytes, at, end, sink);
    const name = versionName(version), type = (version === V2 ? TYPES_V2 : TYPES_V1)[(first >> 4) & 3]!;
    if (name === null || (first & 0x40) === 0) return false;
    if (type !== 'retry' && !hasLength(bytes, at, end, type === 'initial')) return false;
    sink.record({ kind: 'quic.packet', type, version: name });
    if (type === 'initial') sink.record({ kind: 'tls.carried', by: 'quic' });
    return true;
  },
};

/** RFC 9000, 17.3.1. */
function short(first: number, length: number, fromPort: number, toPort: number, sink: RecordSink): boolean {
  if ((first & 0x40) === 0 || length < SHORTEST || !(PORTS.includes(fromPort) || PORTS.includes(toPort))) return false;
  sink.record({ kind: 'quic.packet', type: 'short', version: null });
  return true;
}

/** RFC 9000, 17.2: [token of an Initial], length of packet number and payload, which lies within the datagram. */
function hasLength(bytes: Uint8Array, off: number, end: number, initial: boolean): boolean {
  let at = off;
  if (initial) {
    const token = variable(bytes, at, end);
    if (token === null) return false;
    at += token[1] + token[0];
  }
  const length = variable(bytes, at, end);
  return length !== null && length[0] >= 20 && length[0] <= 65_535; // a capture may have cut the payload short
}

/** RFC 9000, 17.2.1: a list of versions, of which we must know one. */
function negotiation(bytes: Uint8Array, at: number, end: number, sink: RecordSink): boolean {
  if (at >= end || (end - at) % 4 !== 0) return false;
  for (let from = at; from + 4 <= end; from += 4) {
    const version = ((bytes[from]! << 24) | (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!) >>> 0;
    if (versionName(version) === null) continue;
    sink.record({ kind: 'quic.packet', type: 'version-negotiation', version: null });
    return true;
  }
  return false;
}
