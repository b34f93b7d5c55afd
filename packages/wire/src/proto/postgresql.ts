/**
 * PostgreSQL frontend/backend protocol 3.0 (PostgreSQL documentation, chapter "Frontend/Backend Protocol"): start-up and SSL requests, and server_version of
 * the ParameterStatus messages. User, database and queries are not read.
 */
import { clean, Cursor, latin1 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { isTlsRecord, TlsStream } from './tls.ts';

/** A client asked to connect (`start-up`), for TLS or for GSS encryption, or to cancel a query. */
export interface PostgresqlRequest { readonly kind: 'postgresql.request'; readonly request: 'start-up' | 'ssl' | 'gss' | 'cancel' }

/** The server spoke. `version` is server_version once it says so, e.g. `15.7 (Debian 15.7-0+deb12u1)`. */
export interface PostgresqlServer { readonly kind: 'postgresql.server'; readonly version: string | null }

declare module '../record.ts' { interface RecordMap { 'postgresql.request': PostgresqlRequest; 'postgresql.server': PostgresqlServer } }

/** Request codes: 3.0 is a version, the others are chosen to be no version. */
const REQUESTS: Readonly<Record<number, PostgresqlRequest['request']>> = { 0x00030000: 'start-up', 80877102: 'cancel', 80877103: 'ssl', 80877104: 'gss' };
const STARTUP_LIMIT = 10000;
const AUTHENTICATION = 0x52, PARAMETER_STATUS = 0x53, READY = 0x5a, ERROR = 0x45;
const MESSAGE_LIMIT = 32768;

class PostgresqlStream implements StreamDissector {
  private tls: TlsStream | null = null;
  private asked = false;
  private started = false;
  private serverTold = false;

  get kept(): number { return this.tls?.kept ?? 0; }

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (!this.tls && this.asked && isTlsRecord(bytes, off, end)) this.tls = new TlsStream('postgresql');
    if (this.tls) return this.tls.read(direction, bytes, off, end, sink);
    return direction === 0 ? this.readClient(bytes, off, end, sink) : this.readServer(bytes, off, end, sink);
  }

  private readClient(bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (this.started) return end - off;
    if (end - off < 8) return 0;
    const cursor = new Cursor(bytes, off, end), length = cursor.u32(), request = REQUESTS[cursor.u32()];
    if (!request || length < 8 || length > STARTUP_LIMIT) { this.started = true; return end - off; }
    sink.record({ kind: 'postgresql.request', request });
    if (request === 'ssl') this.asked = true;
    else this.started = request === 'start-up';
    return length;
  }

  private readServer(bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    if (this.asked && !this.started && !this.serverTold && end - at >= 1 && (bytes[at] === 0x53 || bytes[at] === 0x4e) && (end - at === 1 || isTlsRecord(bytes, at + 1, end))) {
      this.tell(null, sink); // S: TLS follows, N: it does not
      return 1;
    }
    while (end - at >= 5) {
      const type = bytes[at]!, length = new Cursor(bytes, at + 1, end).u32();
      if (length < 4 || length > MESSAGE_LIMIT) return DONE;
      if (type === PARAMETER_STATUS) {
        if (end - at < 1 + length) return at - off;
        const version = serverVersion(bytes, at + 5, at + 1 + length);
        if (version !== null) { this.tell(version, sink); return DONE; }
      } else if (type === READY || type === ERROR) { this.tell(null, sink); return DONE; }
      else this.tell(null, sink);
      at += 1 + length;
    }
    return at - off;
  }

  private tell(version: string | null, sink: RecordSink): void {
    if (this.serverTold && version === null) return;
    this.serverTold = true;
    sink.record({ kind: 'postgresql.server', version });
  }
}

/** ParameterStatus: two NUL-terminated strings. Only `server_version` is read. */
function serverVersion(bytes: Uint8Array, from: number, end: number): string | null {
  const name = 'server_version\0';
  if (latin1(bytes, from, Math.min(end, from + name.length)) !== name) return null;
  return clean(latin1(bytes, from + name.length, end), 64);
}

export const postgresql: StreamProtocol = {
  protocol: 'postgresql',
  ports: [5432],
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const seen = end - off;
    if (direction === 1) {
      if (port !== 5432) return NO;
      if (seen === 1 && (bytes[off] === 0x53 || bytes[off] === 0x4e)) return MORE;
      if (seen < 9) return bytes[off] === AUTHENTICATION || bytes[off] === ERROR ? MORE : NO;
      const length = new Cursor(bytes, off + 1, end).u32();
      return (bytes[off] === AUTHENTICATION && length >= 8 && length < 256) || (bytes[off] === ERROR && length < 2048 && bytes[off + 5] === 0x53) ? YES : NO;
    }
    if (bytes[off] !== 0 || (seen > 1 && bytes[off + 1] !== 0)) return NO;
    if (seen < 8) return MORE;
    const cursor = new Cursor(bytes, off, end), length = cursor.u32(), request = REQUESTS[cursor.u32()];
    if (!request) return NO;
    if (length > seen && length <= 1024) return MORE;
    if (request === 'start-up') return length > 8 && length < STARTUP_LIMIT && (seen === 8 ? port === 5432 : bytes[off + 8]! >= 0x61 && bytes[off + 8]! <= 0x7a) ? YES : NO;
    return length === (request === 'cancel' ? 16 : 8) ? YES : NO;
  },
  open: () => new PostgresqlStream(),
};
