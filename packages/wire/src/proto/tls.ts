/**
 * TLS records and the plain part of the handshake: SSL 3.0 (RFC 6101), TLS 1.0–1.2 (RFC 5246), TLS 1.3 (RFC 8446), and the SSL 2.0
 * compatible ClientHello (RFC 5246, E.2). Read: both hellos and the server's own certificate (TLS ≤ 1.2; later it is encrypted).
 * Client certificates name people and are skipped. Once both sides are encrypted the conversation is done.
 */
import { clean, Cursor } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { fingerprints, type HelloLists, isGrease } from './ja.ts';
import { isHostLike, parseCertificate, type X509Facts } from './x509.ts';
import type { Protocol } from '@wardkeep/model/protocol';

export interface TlsClientHello {
  readonly kind: 'tls.client-hello';
  /** Highest version offered: `SSL 2.0`, `SSL 3.0`, `TLS 1.0` … `TLS 1.3`; null for a value no standard knows. */
  readonly version: string | null;
  readonly sni: string | null;
  readonly alpn: readonly string[];
  /** JA3 hash; null for the SSL 2.0 form, which has no extensions. */
  readonly ja3: string | null;
  readonly ja4: string | null;
  /** The protocol that asked for TLS in clear text (STARTTLS and its kin); null when TLS came first. */
  readonly startedBy: Protocol | null;
}

export interface TlsServerHello {
  readonly kind: 'tls.server-hello';
  /** The version chosen. */
  readonly version: string | null;
  /** Cipher suite as in the IANA registry, `0x1301`. */
  readonly cipher: string;
  readonly alpn: string | null;
  readonly startedBy: Protocol | null;
}

export interface TlsCertificate extends X509Facts { readonly kind: 'tls.certificate'; readonly startedBy: Protocol | null }

/** Encrypted records without a handshake before them: the start of the conversation was not captured. */
export interface TlsApplicationData { readonly kind: 'tls.application-data'; readonly startedBy: Protocol | null }

/** TLS is there but not read: its handshake is encrypted (QUIC: RFC 9001, 5), or it belongs to a host behind a proxy and says nothing of the one that is seen. */
export interface TlsCarried { readonly kind: 'tls.carried'; readonly by: 'quic' | 'http' }

declare module '../record.ts' {
  interface RecordMap {
    'tls.client-hello': TlsClientHello; 'tls.server-hello': TlsServerHello; 'tls.certificate': TlsCertificate; 'tls.application-data': TlsApplicationData;
    'tls.carried': TlsCarried;
  }
}

const CHANGE_CIPHER_SPEC = 20, ALERT = 21, HANDSHAKE = 22, APPLICATION_DATA = 23, HEARTBEAT = 24;
const CLIENT_HELLO = 1, SERVER_HELLO = 2, CERTIFICATE = 11;
/** TLSCiphertext may be 2¹⁴ + 2048 bytes long (RFC 5246, 6.2.3). */
const RECORD_LIMIT = 16384 + 2048;
const HANDSHAKE_LIMIT = 65536;
const VERSIONS: Readonly<Record<number, string>> = { 0x0002: 'SSL 2.0', 0x0300: 'SSL 3.0', 0x0301: 'TLS 1.0', 0x0302: 'TLS 1.1', 0x0303: 'TLS 1.2', 0x0304: 'TLS 1.3' };

/** SHA-256 of "HelloRetryRequest": a ServerHello with this random asks for another ClientHello (RFC 8446, 4.1.3). Its first four bytes tell. */
const RETRY_RANDOM = 0xcf21ad74;

/** The beginning of a handshake message. Room grows by doubling: of one byte a record, or none, each would else be a copy of all before. */
class PartialMessage {
  bytes: Uint8Array;
  length = 0;

  constructor(bytes: Uint8Array, from: number, end: number) {
    this.bytes = bytes.slice(from, end);
    this.length = end - from;
  }

  /** True when the message is whole, or its length can be judged for the first time. */
  add(bytes: Uint8Array, from: number, end: number): boolean {
    const total = this.length + end - from, knew = this.length >= 4;
    if (total > this.bytes.length) {
      const larger = new Uint8Array(Math.max(total, this.bytes.length * 2));
      larger.set(this.bytes.subarray(0, this.length));
      this.bytes = larger;
    }
    this.bytes.set(bytes.subarray(from, end), this.length);
    this.length = total;
    return total >= 4 && (!knew || total - 4 >= ((this.bytes[1]! << 16) | (this.bytes[2]! << 8) | this.bytes[3]!));
  }
}

/**
 * One TLS conversation. Other dissectors hold one and hand over both directions once their plain part has agreed on TLS:
 * directly with `read`, or with `feed` where TLS travels in pieces inside their own framing.
 */
export class TlsStream implements StreamDissector {
  private readonly startedBy: Protocol | null;
  private readonly encrypted: [boolean, boolean] = [false, false];
  /** change_cipher_spec came before any ServerHello: with HelloRetryRequest another plain hello may follow (RFC 8446, D.4). */
  private readonly changed: [boolean, boolean] = [false, false];
  /** Handshake messages that span records: what was received so far. */
  private readonly partial: [PartialMessage | null, PartialMessage | null] = [null, null];
  private readonly started: [boolean, boolean] = [false, false];
  private readonly unread: [Uint8Array, Uint8Array] = [new Uint8Array(0), new Uint8Array(0)];
  private readonly skipping: [number, number] = [0, 0];
  private clientDirection: Direction | null = null;
  private serverDirection: Direction | null = null;
  private done = false;
  private toldData = false;

  constructor(startedBy: Protocol | null = null) { this.startedBy = startedBy; }

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (at < end && !this.done) {
      if (!this.started[direction]) {
        const v2 = this.readSsl2(direction, bytes, at, end, sink);
        if (v2 < 0) return at - off;
        this.started[direction] = true;
        at += v2;
        if (v2 > 0) continue;
      }
      if (end - at < 5) break;
      const type = bytes[at]!, length = (bytes[at + 3]! << 8) | bytes[at + 4]!;
      if (type < CHANGE_CIPHER_SPEC || type > HEARTBEAT || bytes[at + 1] !== 3 || length > RECORD_LIMIT) { sink.weird('tls-record'); return DONE; }
      if (type === HANDSHAKE && !this.encrypted[direction]) {
        if (this.changed[direction] && !startsHello(bytes, at + 5, end)) { this.becomeEncrypted(direction, sink); continue; }
        if (end - at < 5 + length) break;
        this.readHandshake(direction, bytes, at + 5, at + 5 + length, sink);
      } else if (type === APPLICATION_DATA || (type === CHANGE_CIPHER_SPEC && this.serverDirection !== null)) this.becomeEncrypted(direction, sink);
      else if (type === CHANGE_CIPHER_SPEC) this.changed[direction] = true;
      at += 5 + length;
    }
    return this.done ? DONE : at - off;
  }

  /** Reads a piece of one direction that is not offered again; keeps what is not whole yet (at most one record). Returns false when done. */
  feed(direction: Direction, bytes: Uint8Array, from: number, end: number, sink: RecordSink): boolean {
    const jump = Math.min(this.skipping[direction], end - from), piece = bytes.subarray(from + jump, end);
    this.skipping[direction] -= jump;
    if (piece.length === 0) return !this.done;
    const kept = this.unread[direction], all = new Uint8Array(kept.length + piece.length);
    all.set(kept);
    all.set(piece, kept.length);
    const used = this.read(direction, all, 0, all.length, sink);
    if (used === DONE) return false;
    this.skipping[direction] = Math.max(0, used - all.length);
    this.unread[direction] = used >= all.length ? new Uint8Array(0) : all.slice(used);
    return true;
  }

  /** Records cannot be found again after a hole. */
  gap(direction: Direction): boolean {
    this.encrypted[direction] = true;
    this.partial[direction] = null;
    return false;
  }

  private becomeEncrypted(direction: Direction, sink: RecordSink): void {
    this.encrypted[direction] = true;
    this.partial[direction] = null;
    if (this.clientDirection === null && this.serverDirection === null && !this.toldData) {
      this.toldData = true;
      sink.record({ kind: 'tls.application-data', startedBy: this.startedBy });
    }
    this.done = this.encrypted[0] && this.encrypted[1];
  }

  get kept(): number { return (this.partial[0]?.bytes.length ?? 0) + (this.partial[1]?.bytes.length ?? 0) + this.unread[0].length + this.unread[1].length; }

  private readHandshake(direction: Direction, bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    const kept = this.partial[direction];
    if (kept) {
      if (!kept.add(bytes, from, end)) return;
      ({ bytes } = kept);
      from = 0;
      end = kept.length;
      this.partial[direction] = null;
    }
    while (end - from >= 4 && !this.done) {
      const type = bytes[from]!, length = (bytes[from + 1]! << 16) | (bytes[from + 2]! << 8) | bytes[from + 3]!;
      if (length > HANDSHAKE_LIMIT) { sink.weird('tls-handshake-length'); this.encrypted[direction] = true; return; }
      if (end - from - 4 < length) break;
      this.readMessage(type, direction, bytes, from + 4, from + 4 + length, sink);
      from += 4 + length;
    }
    if (from < end && !this.done) this.partial[direction] = new PartialMessage(bytes, from, end);
  }

  private readMessage(type: number, direction: Direction, bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    if (type === CLIENT_HELLO) {
      const first = this.clientDirection === null;
      this.clientDirection = direction;
      if (first) readClientHello(bytes, from, end, this.startedBy, sink);
    } else if (type === SERVER_HELLO) this.readServerHello(direction, bytes, from, end, sink);
    else if (type === CERTIFICATE && (this.serverDirection === direction || (this.serverDirection === null && this.clientDirection !== direction && direction === 1))) {
      readCertificate(bytes, from, end, this.startedBy, sink);
    }
  }

  private readServerHello(direction: Direction, bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    const hello = parseServerHello(new Cursor(bytes, from, end));
    if (!hello) { sink.weird('tls-server-hello'); return; }
    if (hello.retry) return;
    this.serverDirection = direction;
    sink.record({ kind: 'tls.server-hello', version: VERSIONS[hello.version] ?? null, cipher: `0x${hello.cipher.toString(16).padStart(4, '0')}`, alpn: hello.alpn, startedBy: this.startedBy });
    if (hello.version !== 0x0304) return;
    this.encrypted[direction] = true;
    if (this.clientDirection !== null) this.done = true;
  }

  /** SSL 2.0 ClientHello (RFC 5246, E.2): `1` length(15) `01` version ciphers-length session-id-length challenge-length. Returns its size, 0: it is none, -1: more bytes needed. */
  private readSsl2(direction: Direction, bytes: Uint8Array, at: number, end: number, sink: RecordSink): number {
    if ((bytes[at]! & 0x80) === 0) return 0;
    if (end - at < 11) return -1;
    if (!isSsl2Hello(bytes, at, end)) return 0;
    if (this.clientDirection === null) {
      sink.record({ kind: 'tls.client-hello', version: VERSIONS[(bytes[at + 3]! << 8) | bytes[at + 4]!] ?? null, sni: null, alpn: [], ja3: null, ja4: null, startedBy: this.startedBy });
    }
    this.clientDirection = direction;
    return 2 + (((bytes[at]! & 0x7f) << 8) | bytes[at + 1]!);
  }
}

/** A ClientHello or ServerHello shorter than 64 KiB begins at `at`, as far as can be seen. */
const startsHello = (bytes: Uint8Array, at: number, end: number) => end - at < 2 || ((bytes[at] === CLIENT_HELLO || bytes[at] === SERVER_HELLO) && bytes[at + 1] === 0);

function isSsl2Hello(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < 11 || bytes[at + 2] !== 1) return false;
  const version = (bytes[at + 3]! << 8) | bytes[at + 4]!, u16 = (from: number) => (bytes[from]! << 8) | bytes[from + 1]!;
  const length = u16(at) & 0x7fff, ciphers = u16(at + 5), session = u16(at + 7), challenge = u16(at + 9);
  return VERSIONS[version] !== undefined && ciphers > 0 && ciphers % 3 === 0 && (session === 0 || session === 16) && challenge >= 16 && challenge <= 32 && length === 9 + ciphers + session + challenge;
}

function readClientHello(bytes: Uint8Array, from: number, end: number, startedBy: Protocol | null, sink: RecordSink): void {
  const hello = parseClientHello(new Cursor(bytes, from, end));
  if (!hello) { sink.weird('tls-client-hello'); return; }
  const offered = hello.versions.filter((version) => !isGrease(version));
  sink.record({
    kind: 'tls.client-hello', version: VERSIONS[offered.length > 0 ? Math.max(...offered) : hello.version] ?? null,
    sni: hello.sni, alpn: hello.alpns, ...fingerprints(hello), startedBy,
  });
}

interface ParsedClientHello extends HelloLists { readonly sni: string | null; readonly alpns: readonly string[] }

/** The body of a ClientHello (RFC 8446, 4.1.2); null when it ends before its lists do. */
function parseClientHello(cursor: Cursor): ParsedClientHello | null {
  const version = cursor.u16();
  cursor.skip(32);
  cursor.skip(cursor.u8());
  const ciphers = u16List(cursor.take(cursor.u16()));
  cursor.skip(cursor.u8());
  if (cursor.short) return null;
  const extensions: number[] = [];
  let groups: number[] = [], pointFormats: number[] = [], signatures: number[] = [], versions: number[] = [], alpns: string[] = [], rawAlpn = '', sni: string | null = null, hasSni = false;
  const list = cursor.left >= 2 ? cursor.take(cursor.u16()) : cursor.take(0);
  while (list.left >= 4) {
    const type = list.u16(), body = list.take(list.u16());
    extensions.push(type);
    if (type === 0) { hasSni = true; sni = serverName(body); }
    else if (type === 10) groups = u16List(body.take(body.u16()));
    else if (type === 11) pointFormats = u8List(body.take(body.u8()));
    else if (type === 13) signatures = u16List(body.take(body.u16()));
    else if (type === 16) [alpns, rawAlpn] = protocolNames(body);
    else if (type === 43) versions = u16List(body.take(body.u8()));
  }
  if (cursor.short || list.short) return null;
  return { version, ciphers, extensions, groups, pointFormats, signatures, versions, hasSni, alpn: rawAlpn, sni, alpns };
}

function u16List(cursor: Cursor): number[] {
  const values: number[] = [];
  while (cursor.left >= 2 && values.length < 512) values.push(cursor.u16());
  return values;
}
function u8List(cursor: Cursor): number[] {
  const values: number[] = [];
  while (cursor.left > 0) values.push(cursor.u8());
  return values;
}

/** server_name (RFC 6066, 3): host_name is the only type. Text that cannot be a host name is not kept. */
function serverName(body: Cursor): string | null {
  const list = body.take(body.u16());
  if (list.u8() !== 0) return null;
  const name = clean(list.latin1(list.u16()), 253);
  return name !== null && isHostLike(name) ? name.toLowerCase() : null;
}

/** ProtocolNameList (RFC 7301, 3.1), without GREASE: the names, at most 16, and the first one raw. */
function protocolNames(body: Cursor): [string[], string] {
  const list = body.take(body.u16()), names: string[] = [];
  let first = '';
  while (list.left > 0 && names.length < 16) {
    const raw = list.latin1(list.u8());
    if (first === '') first = raw;
    if (/^[\x21-\x7e]{1,32}$/.test(raw)) names.push(raw);
  }
  return [names, first];
}

interface ParsedServerHello { readonly version: number; readonly cipher: number; readonly alpn: string | null; readonly retry: boolean }

/** The body of a ServerHello (RFC 8446, 4.1.3): supported_versions, where there, is the version chosen. */
function parseServerHello(cursor: Cursor): ParsedServerHello | null {
  let version = cursor.u16(), alpn: string | null = null;
  const retry = cursor.u32() === RETRY_RANDOM;
  cursor.skip(28);
  cursor.skip(cursor.u8());
  const cipher = cursor.u16();
  cursor.skip(1);
  if (cursor.short) return null;
  const list = cursor.left >= 2 ? cursor.take(cursor.u16()) : cursor.take(0);
  while (list.left >= 4) {
    const type = list.u16(), body = list.take(list.u16());
    if (type === 16) alpn = protocolNames(body)[0][0] ?? null;
    else if (type === 43 && body.left === 2) version = body.u16();
  }
  return { version, cipher, alpn, retry };
}

/** Certificate (RFC 5246, 7.4.2): length(3) then certificates of length(3); the first is the sender's own. */
function readCertificate(bytes: Uint8Array, from: number, end: number, startedBy: Protocol | null, sink: RecordSink): void {
  const cursor = new Cursor(bytes, from, end), list = cursor.take(cursor.u24()), leaf = list.take(list.u24());
  if (leaf.left === 0) return;
  const facts = parseCertificate(bytes, leaf.pos, leaf.end);
  if (facts) sink.record({ kind: 'tls.certificate', ...facts, startedBy });
  else sink.weird('tls-certificate');
}

/** True when a TLS record header stands at `at` (five bytes must be there): used by dissectors to recognise TLS where it may begin. */
export function isTlsRecord(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= 5 && bytes[at]! >= CHANGE_CIPHER_SPEC && bytes[at]! <= HEARTBEAT && bytes[at + 1] === 3 && bytes[at + 2]! <= 4 && isRecordLength(bytes, at);
}

/** A plain change_cipher_spec is one byte, an alert two (or an encrypted one); empty handshake and data records are legal but never come first. */
function isRecordLength(bytes: Uint8Array, at: number): boolean {
  const type = bytes[at]!, length = (bytes[at + 3]! << 8) | bytes[at + 4]!;
  if (type === CHANGE_CIPHER_SPEC) return length === 1;
  return type === ALERT ? length >= 2 && length <= 512 : length > 0 && length <= RECORD_LIMIT;
}

export const tls: StreamProtocol = {
  protocol: 'tls',
  ports: [443, 8443, 2762, 8883, 636, 993, 995, 465, 990, 5061, 4433, 9443],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const first = bytes[off]!, seen = end - off;
    if ((first & 0x80) !== 0) {
      if (seen >= 3 && bytes[off + 2] !== 1) return NO;
      return seen < 11 ? MORE : isSsl2Hello(bytes, off, end) ? YES : NO;
    }
    if (first < CHANGE_CIPHER_SPEC || first > HEARTBEAT || (seen > 1 && bytes[off + 1] !== 3) || (seen > 2 && bytes[off + 2]! > 4)) return NO;
    return seen < 5 ? MORE : isTlsRecord(bytes, off, end) ? YES : NO;
  },
  open: () => new TlsStream(),
};
