/**
 * LDAP (RFC 4511) over TCP and, connectionless, over UDP. Read: that it is spoken, StartTLS, NTLM facts of a bind, and of a root DSE (RFC 4512, 5.1) the vendor
 * and the server's own name. Distinguished names, passwords, filters and entries about people are not read.
 */
import { clean, latin1, utf8 } from '../cursor.ts';
import { type DatagramProtocol, DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { recordNtlm } from './dcerpc.ts';
import { isTlsRecord, TlsStream } from './tls.ts';
import { type Der, derChildren, readDer } from './x509.ts';

/** The first message of each direction. */
export interface LdapMessage { readonly kind: 'ldap.message'; readonly operation: string }

/** Attributes of the root DSE, the server's entry about itself; those absent are null. */
export interface LdapServer { readonly kind: 'ldap.server'; readonly vendorName: string | null; readonly vendorVersion: string | null; readonly dnsHostName: string | null }

declare module '../record.ts' { interface RecordMap { 'ldap.message': LdapMessage; 'ldap.server': LdapServer } }

/** protocolOp application tags (RFC 4511, appendix B). */
const OPERATIONS: Readonly<Record<number, string>> = {
  0x60: 'bind-request', 0x61: 'bind-response', 0x42: 'unbind', 0x63: 'search-request', 0x64: 'search-entry', 0x65: 'search-done', 0x66: 'modify', 0x67: 'modify-response',
  0x68: 'add', 0x69: 'add-response', 0x4a: 'delete', 0x6b: 'delete-response', 0x6c: 'modify-dn', 0x6d: 'modify-dn-response', 0x6e: 'compare', 0x6f: 'compare-response',
  0x50: 'abandon', 0x73: 'search-reference', 0x77: 'extended-request', 0x78: 'extended-response', 0x79: 'intermediate-response',
};
const BIND_REQUEST = 0x60, BIND_RESPONSE = 0x61, SEARCH_ENTRY = 0x64, EXTENDED_REQUEST = 0x77;
const START_TLS = '1.3.6.1.4.1.1466.20037';
/** Binds and root DSEs are far smaller; longer messages are skipped. */
const MESSAGE_LIMIT = 32768;
const MESSAGES_LIMIT = 256;

interface Envelope { readonly operation: number; readonly at: number; readonly end: number; readonly header: number }

/** LDAPMessage ::= SEQUENCE { messageID INTEGER, protocolOp, … }: its operation's tag, where that begins, and where the message ends (which may be beyond `end`). Null: none; 0: more bytes needed. */
function readEnvelope(bytes: Uint8Array, at: number, end: number): Envelope | null | 0 {
  if (bytes[at] !== 0x30) return null;
  if (end - at < 2) return 0;
  let length = bytes[at + 1]!, from = at + 2;
  if (length > 0x7f) {
    const count = length & 0x7f;
    if (count < 1 || count > 4) return null;
    if (end - from < count) return 0;
    length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + bytes[from++]!;
  }
  if (length < 5) return null;
  if (end - from < 3) return 0;
  const idLength = bytes[from + 1]!, tagAt = from + 2 + idLength;
  if (bytes[from] !== 2 || idLength < 1 || idLength > 4 || bytes[from + 2]! > 0x7f) return null;
  if (end <= tagAt) return 0;
  return OPERATIONS[bytes[tagAt]!] === undefined || tagAt >= from + length ? null : { operation: bytes[tagAt]!, at: tagAt, end: from + length, header: from - at };
}

function readOperation(bytes: Uint8Array, envelope: Envelope, sink: RecordSink): void {
  const operation = readDer(bytes, envelope.at, envelope.end);
  if (!operation) { sink.weird('ldap-length'); return; }
  if (envelope.operation === BIND_REQUEST || envelope.operation === BIND_RESPONSE) recordNtlm(bytes, operation.from, operation.end, sink);
  else if (envelope.operation === SEARCH_ENTRY) readRootDse(bytes, operation, sink);
}

/** SearchResultEntry: objectName and a list of { type, SET OF value }. Only the entry with the empty name is the server's own. */
function readRootDse(bytes: Uint8Array, operation: Der, sink: RecordSink): void {
  const [name, list] = derChildren(bytes, operation, 2);
  if (!name || !list || name.end !== name.from) return;
  const found = new Map<string, string | null>();
  for (const attribute of derChildren(bytes, list, 128)) {
    const [type, values] = derChildren(bytes, attribute, 2);
    if (!type || !values) continue;
    const key = latin1(bytes, type.from, Math.min(type.end, type.from + 32)).toLowerCase();
    if (key !== 'vendorname' && key !== 'vendorversion' && key !== 'dnshostname') continue;
    const value = readDer(bytes, values.from, values.end);
    if (value) found.set(key, clean(utf8(bytes, value.from, value.end), 128));
  }
  const of = (key: string) => found.get(key) ?? null;
  if (found.size > 0) sink.record({ kind: 'ldap.server', vendorName: of('vendorname'), vendorVersion: of('vendorversion'), dnsHostName: of('dnshostname') });
}

class LdapStream implements StreamDissector {
  private tls: TlsStream | null = null;
  private asked = false;
  private readonly told: [boolean, boolean] = [false, false];
  private messages = 0;

  get kept(): number { return this.tls?.kept ?? 0; }

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (at < end) {
      if (!this.tls && this.asked && isTlsRecord(bytes, at, end)) this.tls = new TlsStream('ldap');
      if (this.tls) {
        const used = this.tls.read(direction, bytes, at, end, sink);
        return used === DONE ? DONE : at - off + used;
      }
      const envelope = readEnvelope(bytes, at, end);
      if (envelope === 0 || (envelope === null && this.asked && end - at < 5)) return at - off;
      // After a SASL bind messages may be wrapped: four bytes of length, then what nobody can read (RFC 4422, 3.7).
      if (envelope === null || ++this.messages > MESSAGES_LIMIT) return DONE;
      const wanted = envelope.operation === BIND_REQUEST || envelope.operation === BIND_RESPONSE || envelope.operation === SEARCH_ENTRY || envelope.operation === EXTENDED_REQUEST;
      if (wanted && envelope.end > end && envelope.end - at <= MESSAGE_LIMIT) return at - off;
      if (!this.told[direction]) sink.record({ kind: 'ldap.message', operation: OPERATIONS[envelope.operation]! });
      this.told[direction] = true;
      if (wanted && envelope.end <= end) readOperation(bytes, envelope, sink);
      if (envelope.operation === EXTENDED_REQUEST && latin1(bytes, envelope.at, Math.min(end, envelope.end, envelope.at + 64)).includes(START_TLS)) this.asked = true;
      at = envelope.end;
    }
    return at - off;
  }

  gap(): boolean { return false; }
}

export const ldap: StreamProtocol = {
  protocol: 'ldap',
  ports: [389, 3268],
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const envelope = readEnvelope(bytes, off, end);
    if (envelope === 0) return MORE;
    if (envelope === null) return NO;
    if (envelope.end > end && envelope.end - off <= 1024) return MORE;
    if (port === 389 || port === 3268) return YES;
    // elsewhere: a bind of version 3, or its answer with a whole result in it
    const { operation, at } = envelope;
    const body = readDer(bytes, at, Math.min(end, envelope.end)), first = body ? readDer(bytes, body.from, body.end) : null;
    if (!first) return NO;
    const value = bytes[first.from]!;
    if (direction === 0 && operation === BIND_REQUEST) return first.tag === 2 && first.end - first.from === 1 && (value === 2 || value === 3) ? YES : NO;
    return operation === BIND_RESPONSE && first.tag === 0x0a && first.end - first.from === 1 && value < 100 ? YES : NO;
  },
  open: () => new LdapStream(),
};

/** Connectionless LDAP ([MS-ADTS] 6.3.3, "LDAP ping"): domain members ask domain controllers. */
export const cldap: DatagramProtocol = {
  protocol: 'ldap',
  ports: [389],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    const envelope = readEnvelope(bytes, off, end);
    if (envelope === null || envelope === 0) return false;
    sink.record({ kind: 'ldap.message', operation: OPERATIONS[envelope.operation]! });
    if (envelope.end <= end) readOperation(bytes, envelope, sink);
    return true;
  },
};
