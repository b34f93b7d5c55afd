/**
 * Kerberos V5 (RFC 4120) over UDP and, with a length before each message (7.2.2), over TCP. Read: message type and realm. Principals are people and are not read.
 */
import { clean, latin1 } from '../cursor.ts';
import { type DatagramProtocol, DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { type Der, derChildren, readDer } from './x509.ts';

export interface KerberosMessage {
  readonly kind: 'kerberos.message';
  /** 10 AS-REQ, 11 AS-REP, 12 TGS-REQ, 13 TGS-REP, 14 AP-REQ, 15 AP-REP, 30 KRB-ERROR (RFC 4120, 7.5.7). */
  readonly type: number;
  readonly realm: string | null;
}

declare module '../record.ts' { interface RecordMap { 'kerberos.message': KerberosMessage } }

/** APPLICATION tags of the messages a KDC and its clients exchange (RFC 4120, 5.4, 5.5, 5.9). */
const TYPES: Readonly<Record<number, number>> = { 0x6a: 10, 0x6b: 11, 0x6c: 12, 0x6d: 13, 0x6e: 14, 0x6f: 15, 0x7e: 30 };
/** Where the realm is: the context tag inside the message; in requests [2] of the body that is [4]. */
const REALM_TAG: Readonly<Record<number, number>> = { 11: 0xa3, 13: 0xa3, 30: 0xa9 };
const MESSAGE_LIMIT = 65000;

/** The message type of what begins at `at` (pvno 5 and the matching msg-type right after the tag), or 0. A message that goes on behind `end` counts. */
function typeAt(bytes: Uint8Array, at: number, end: number): number {
  const type = TYPES[bytes[at]!];
  if (!type) return 0;
  let from = at + 1;
  for (let i = 0; i < 2; i++) { // lengths of the APPLICATION element and of the SEQUENCE in it
    const first = bytes[from] ?? 0;
    from += first > 0x7f ? 1 + (first & 0x7f) : 1;
    if (i === 0 && bytes[from++] !== 0x30) return 0;
  }
  if (end - from < 10) return 0;
  // [0] (replies, errors, AP) or [1] (requests): INTEGER 5, then the next context tag: INTEGER msg-type
  const tag = type === 10 || type === 12 ? 0xa1 : 0xa0;
  const wanted = [tag, 3, 2, 1, 5, tag + 1, 3, 2, 1, type];
  return wanted.every((byte, i) => bytes[from + i] === byte) ? type : 0;
}

function readMessage(bytes: Uint8Array, at: number, end: number, sink: RecordSink): void {
  const type = TYPES[bytes[at]!] ?? 0, message = readDer(bytes, at, end), body = message ? readDer(bytes, message.from, message.end) : null;
  sink.record({ kind: 'kerberos.message', type, realm: body ? readRealm(bytes, body, type) : null });
}

function readRealm(bytes: Uint8Array, body: Der, type: number): string | null {
  let fields = derChildren(bytes, body, 24), tag = REALM_TAG[type];
  if (type === 10 || type === 12) {
    const request = fields.find((field) => field.tag === 0xa4), sequence = request ? readDer(bytes, request.from, request.end) : null;
    fields = sequence ? derChildren(bytes, sequence, 24) : [];
    tag = 0xa2;
  }
  const field = fields.find((candidate) => candidate.tag === tag), text = field ? readDer(bytes, field.from, field.end) : null;
  if (text?.tag !== 0x1b) return null;
  const realm = clean(latin1(bytes, text.from, text.end), 128);
  return realm === null || realm.includes('@') ? null : realm;
}

class KerberosStream implements StreamDissector {
  private messages = 0;

  read(_direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= 4) {
      const length = (bytes[at]! * 0x1000000) + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!);
      if (length < 16 || length > MESSAGE_LIMIT || ++this.messages > 16) return DONE;
      if (end - at < 4 + length) return at - off;
      if (typeAt(bytes, at + 4, at + 4 + length) === 0) { sink.weird('kerberos-message'); return DONE; }
      readMessage(bytes, at + 4, at + 4 + length, sink);
      at += 4 + length;
    }
    return at - off;
  }
}

export const kerberos: StreamProtocol = {
  protocol: 'kerberos',
  ports: [88],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const seen = end - off;
    if (bytes[off] !== 0 || (seen > 1 && bytes[off + 1] !== 0) || (seen > 4 && TYPES[bytes[off + 4]!] === undefined)) return NO;
    return seen < 28 ? MORE : typeAt(bytes, off + 4, end) > 0 ? YES : NO;
  },
  open: () => new KerberosStream(),
};

export const kerberosDatagram: DatagramProtocol = {
  protocol: 'kerberos',
  ports: [88],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    const whole = TYPES[bytes[off]!] === undefined ? null : readDer(bytes, off, end);
    // Some senders leave pvno out; on this port a message that fills its datagram is one all the same.
    if (typeAt(bytes, off, end) === 0 && (whole?.end !== end || bytes[whole.from] !== 0x30)) return false;
    readMessage(bytes, off, end, sink);
    return true;
  },
};
