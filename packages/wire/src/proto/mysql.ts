/**
 * MySQL and MariaDB (MySQL client/server protocol, version 10): the server's greeting with its version, and the client's request for TLS.
 * The log-in packet holds the account and is not read.
 */
import { clean, latin1 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { TlsStream } from './tls.ts';

export interface MysqlGreeting {
  readonly kind: 'mysql.greeting';
  /** e.g. `8.0.36-0ubuntu0.22.04.1`, `5.5.5-10.11.6-MariaDB-0+deb12u1`; null when the server refused with an error. */
  readonly version: string | null;
}

declare module '../record.ts' { interface RecordMap { 'mysql.greeting': MysqlGreeting } }

const HEADER = 4, PROTOCOL_10 = 10, ERROR = 0xff;
/** CLIENT_SSL: a log-in packet that stops after its 32 fixed bytes asks for TLS. */
const CLIENT_SSL = 0x0800, SSL_REQUEST_LENGTH = 32;
const GREETING_LIMIT = 1024;

const packetLength = (bytes: Uint8Array, at: number) => bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);

class MysqlStream implements StreamDissector {
  private tls: TlsStream | null = null;
  private greeted = false;

  get kept(): number { return this.tls?.kept ?? 0; }

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    if (this.tls) return this.tls.read(direction, bytes, off, end, sink);
    if (end - off < HEADER + 1) return 0;
    const length = packetLength(bytes, off);
    if (direction === 1) {
      if (this.greeted) return DONE;
      if (length > GREETING_LIMIT) { sink.weird('mysql-greeting-length'); return DONE; }
      if (end - off < HEADER + length) return 0;
      this.greeted = true;
      sink.record({ kind: 'mysql.greeting', version: bytes[off + HEADER] === PROTOCOL_10 ? versionAt(bytes, off + HEADER + 1, off + HEADER + length) : null });
      return bytes[off + HEADER] === ERROR ? DONE : HEADER + length;
    }
    if (end - off < HEADER + 2) return 0;
    const flags = bytes[off + HEADER]! | (bytes[off + HEADER + 1]! << 8);
    if (length !== SSL_REQUEST_LENGTH || (flags & CLIENT_SSL) === 0) return this.greeted ? DONE : end - off;
    this.tls = new TlsStream('mysql');
    return HEADER + length;
  }
}

/** The NUL-terminated version; null when it does not start with a digit or is not printable. */
function versionAt(bytes: Uint8Array, from: number, end: number): string | null {
  const stop = bytes.subarray(0, Math.min(end, from + 96)).indexOf(0, from);
  if (stop < 0) return null;
  const text = latin1(bytes, from, stop);
  return /^\d[\x21-\x7e ]{2,90}$/.test(text) ? clean(text, 96) : null;
}

export const mysql: StreamProtocol = {
  protocol: 'mysql',
  ports: [3306],
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const seen = end - off;
    if ((seen > 1 && bytes[off + 1]! > 3) || (seen > 2 && bytes[off + 2] !== 0)) return NO;
    if (direction === 0) {
      // a log-in answers packet 0: sequence 1, protocol-41 flag, 23 reserved zeros
      if (port !== 3306 || (seen > 3 && bytes[off + 3]! > 1)) return NO;
      if (seen < HEADER + SSL_REQUEST_LENGTH) return seen > 3 && bytes[off + 3] === 0 ? NO : MORE;
      if (bytes[off + 3] !== 1 || (bytes[off + 5]! & 2) === 0) return NO;
      for (let at = off + 13; at < off + 32; at++) if (bytes[at] !== 0) return NO;
      return YES;
    }
    if (seen > 3 && bytes[off + 3] !== 0) return NO;
    if (seen > 4 && bytes[off + 4] !== PROTOCOL_10 && bytes[off + 4] !== ERROR) return NO;
    if (seen < 16) return MORE;
    if (bytes[off + 4] === PROTOCOL_10) return versionAt(bytes, off + 5, end) !== null && packetLength(bytes, off) >= 24 ? YES : NO;
    const text = latin1(bytes, off + 7, Math.min(end, off + HEADER + packetLength(bytes, off)));
    return port === 3306 && /^[\x20-\x7e]{6,}$/.test(text) ? YES : NO;
  },
  open: () => new MysqlStream(),
};
