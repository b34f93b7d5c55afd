/**
 * RDP connection set-up ([MS-RDPBCGR] 2.2.1): X.224 connection request and confirm with their security negotiation, then TLS, or the client's GCC core data
 * in clear text. A cookie names a user: only that there is one is kept. After the set-up nothing is read.
 */
import { Cursor } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { utf16le } from './ntlmssp.ts';
import { isTlsRecord, TlsStream } from './tls.ts';

export interface RdpRequest {
  readonly kind: 'rdp.request';
  /** `Cookie: mstshash=` or a routing token is there. */
  readonly cookie: boolean;
  /** requestedProtocols (2.2.1.1.1): `rdp`, `tls`, `credssp`, `rdstls`, `credssp-ex`. */
  readonly protocols: readonly string[];
}

export interface RdpConfirm {
  readonly kind: 'rdp.confirm';
  /** selectedProtocol (2.2.1.2.1), or null for a server that does not negotiate. */
  readonly protocol: string | null;
  /** failureCode (2.2.1.2.2), e.g. 5: the server requires CredSSP. */
  readonly failure: number | null;
}

/** Client core data (2.2.1.3.2). */
export interface RdpClient { readonly kind: 'rdp.client'; readonly name: string | null; readonly build: number; readonly version: string }

declare module '../record.ts' { interface RecordMap { 'rdp.request': RdpRequest; 'rdp.confirm': RdpConfirm; 'rdp.client': RdpClient } }

const X224_REQUEST = 0xe0, X224_CONFIRM = 0xd0, X224_DATA = 0xf0;
const NEG_REQUEST = 1, NEG_RESPONSE = 2, NEG_FAILURE = 3;
const PROTOCOLS: readonly [number, string][] = [[1, 'tls'], [2, 'credssp'], [4, 'rdstls'], [8, 'credssp-ex']];
const CS_CORE = 0xc001;
/** Client core data stands at the head of the user data: a few hundred bytes. */
const CORE_LIMIT = 4096;

class RdpStream implements StreamDissector {
  private tls: TlsStream | null = null;
  private waiting: [boolean, boolean] = [true, true];

  get kept(): number { return this.tls?.kept ?? 0; }

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (this.tls) return this.tls.read(direction, bytes, off, end, sink);
    let at = off;
    while (end - at >= 7) {
      if (!this.waiting[direction] && isTlsRecord(bytes, at, end)) {
        this.tls = new TlsStream('rdp');
        const used = this.tls.read(direction, bytes, at, end, sink);
        return used === DONE ? DONE : at - off + used;
      }
      const length = tpktLength(bytes, at);
      if (length < 7) { if (!this.waiting[direction]) return DONE; sink.weird('rdp-tpkt'); return DONE; }
      if (length > CORE_LIMIT) return DONE;
      if (end - at < length) return at - off;
      const type = bytes[at + 5]! & 0xf0;
      if (type === X224_REQUEST) readRequest(bytes, at, at + length, sink);
      else if (type === X224_CONFIRM) readConfirm(bytes, at, at + length, sink);
      else if (type === X224_DATA && readConnectInitial(bytes, at + 7, at + length, sink)) return DONE;
      this.waiting[direction] = false;
      at += length;
    }
    return at - off;
  }

  gap(): boolean { return false; }
}

/** The length of the TPKT (RFC 1006, 6) at `at`, or 0 when it is none. */
export function tpktLength(bytes: Uint8Array, at: number): number {
  return bytes[at] === 3 && bytes[at + 1] === 0 ? (bytes[at + 2]! << 8) | bytes[at + 3]! : 0;
}

/** X.224 CR: TPKT (4), LI, 0xE0, references (4), class; then an optional cookie line and RDP_NEG_REQ {type, flags, length 8, protocols}. */
function readRequest(bytes: Uint8Array, at: number, end: number, sink: RecordSink): void {
  const from = at + 11, cookie = from < end && bytes[from] !== NEG_REQUEST, flags = negotiation(bytes, from, end, NEG_REQUEST);
  sink.record({ kind: 'rdp.request', cookie, protocols: flags === null ? ['rdp'] : PROTOCOLS.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name) });
}

function readConfirm(bytes: Uint8Array, at: number, end: number, sink: RecordSink): void {
  const selected = negotiation(bytes, at + 11, end, NEG_RESPONSE), failure = negotiation(bytes, at + 11, end, NEG_FAILURE);
  const protocol = selected === null ? null : selected === 0 ? 'rdp' : PROTOCOLS.find(([bit]) => bit === selected)?.[1] ?? null;
  sink.record({ kind: 'rdp.confirm', protocol, failure });
}

/** The 32-bit value of the negotiation structure of `type` at the end of the PDU, or null. */
function negotiation(bytes: Uint8Array, from: number, end: number, type: number): number | null {
  for (let at = from; at + 8 <= end; at++) {
    if (bytes[at] === type && bytes[at + 2] === 8 && bytes[at + 3] === 0 && (at === from || bytes[at - 1] === 0x0a)) return new Cursor(bytes, at + 4, end).u32le();
  }
  return null;
}

/** MCS Connect-Initial (0x7F65) with a GCC conference request; its client core data block is {0xC001, length, version, sizes, …, build, name}. */
function readConnectInitial(bytes: Uint8Array, from: number, end: number, sink: RecordSink): boolean {
  if (bytes[from] !== 0x7f || bytes[from + 1] !== 0x65) return false;
  // "Duca" (2.2.1.3: H.221 key of the client) and a PER length come right before the data blocks
  for (let at = from; at + 8 < end; at++) {
    if (bytes[at] !== 0x44 || bytes[at + 1] !== 0x75 || bytes[at + 2] !== 0x63 || bytes[at + 3] !== 0x61) continue;
    const cursor = new Cursor(bytes, at + 4 + ((bytes[at + 4]! & 0x80) !== 0 ? 2 : 1), end);
    if (cursor.u16le() !== CS_CORE || cursor.u16le() < 60) return true;
    const minor = cursor.u16le(), major = cursor.u16le();
    cursor.skip(2 + 2 + 2 + 2 + 4);
    const build = cursor.u32le(), name = cursor.take(32);
    if (!cursor.short) sink.record({ kind: 'rdp.client', name: utf16le(bytes, name.pos, name.end), build, version: `${major}.${minor}` });
    return true;
  }
  return true;
}

export const rdp: StreamProtocol = {
  protocol: 'rdp',
  ports: [3389],
  /** X.224 connection request or confirm as RDP writes them; S7 and MMS use the same header but with TSAP parameters (0xC0–0xC2) after it. */
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const seen = end - off;
    if (bytes[off] !== 3 || (seen > 1 && bytes[off + 1] !== 0)) return NO;
    if (seen < 7) return MORE;
    const length = tpktLength(bytes, off), indicator = bytes[off + 4]!, type = bytes[off + 5]!;
    if (type === X224_DATA) return indicator === 2 && bytes[off + 6] === 0x80 && port === 3389 ? YES : NO;
    if ((type !== X224_REQUEST && type !== X224_CONFIRM) || indicator + 5 !== length) return NO;
    if (seen < Math.min(length, 19)) return MORE;
    if (length === 11) return port === 3389 && bytes[off + 10] === 0 ? YES : NO;
    const at = off + 11, first = bytes[at];
    if (type === X224_REQUEST && first === 0x43) return bytes[at + 1] === 0x6f && bytes[at + 2] === 0x6f && bytes[at + 3] === 0x6b ? YES : NO; // "Cook"
    if (type === X224_REQUEST && first === NEG_REQUEST) return bytes[at + 2] === 8 && bytes[at + 3] === 0 ? YES : NO;
    if (type === X224_CONFIRM && (first === NEG_RESPONSE || first === NEG_FAILURE)) return bytes[at + 2] === 8 && bytes[at + 3] === 0 ? YES : NO;
    return type === X224_REQUEST && port === 3389 && first !== undefined && first >= 0x20 && first < 0x7f ? YES : NO; // a routing token
  },
  open: () => new RdpStream(),
};
