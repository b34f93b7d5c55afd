/**
 * TDS of Microsoft SQL Server ([MS-TDS]): the PRELOGIN exchange gives the version of both sides (2.2.6.5), TLS travels inside PRELOGIN packets (2.2.6.5, 3.2.5.2).
 * LOGIN7 holds account and host names of people's computers and is not read.
 */
import { Cursor } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { TlsStream } from './tls.ts';

export interface TdsPrelogin {
  readonly kind: 'tds.prelogin';
  readonly response: boolean;
  /** UL_VERSION as `15.0.2000` (major, minor, build). */
  readonly version: string | null;
  /** ENCRYPTION: `off`, `on`, `not-supported`, `required`. */
  readonly encryption: string | null;
}

/** A log-in or result without a PRELOGIN before it (TDS 4.2 and 7.0, or a capture that began late). */
export interface TdsMessage { readonly kind: 'tds.message'; readonly type: number }

declare module '../record.ts' { interface RecordMap { 'tds.prelogin': TdsPrelogin; 'tds.message': TdsMessage } }

const HEADER = 8;
const SQL_BATCH = 1, LOGIN_42 = 2, RPC = 3, RESPONSE = 4, LOGIN_7 = 16, SSPI = 17, PRELOGIN = 18;
const TYPES: ReadonlySet<number> = new Set([SQL_BATCH, LOGIN_42, RPC, RESPONSE, 6, 7, 14, LOGIN_7, SSPI, PRELOGIN]);
const PACKET_LIMIT = 32768;
const ENCRYPTION = ['off', 'on', 'not-supported', 'required'];

class TdsStream implements StreamDissector {
  private readonly tls = new TlsStream('tds');
  private readonly seenPrelogin: [boolean, boolean] = [false, false];
  private readonly told: [boolean, boolean] = [false, false];

  get kept(): number { return this.tls.kept; }

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= HEADER) {
      const type = bytes[at]!, length = (bytes[at + 2]! << 8) | bytes[at + 3]!;
      if (!TYPES.has(type) || length < HEADER || length > PACKET_LIMIT) return DONE; // TLS without TDS around it, once the handshake is over
      if (type !== PRELOGIN && type !== RESPONSE) { this.tell(direction, type, sink); return type === LOGIN_7 || this.told[1 - direction] ? DONE : end - off + Math.max(0, at + length - end); }
      if (end - at < length) return at - off;
      const from = at + HEADER, stop = at + length;
      if (!this.seenPrelogin[direction] && bytes[from] === 0 && (bytes[from + 1]! << 8 | bytes[from + 2]!) < length) {
        this.seenPrelogin[direction] = true;
        sink.record(parsePrelogin(bytes, from, stop, direction === 1));
      } else if (bytes[from]! >= 20 && bytes[from]! <= 23 && this.seenPrelogin[direction]) {
        if (!this.tls.feed(direction, bytes, from, stop, sink)) return DONE;
      } else if (type === RESPONSE) {
        this.tell(direction, type, sink);
        return DONE;
      } else if (!this.tls.feed(direction, bytes, from, stop, sink)) return DONE;
      at = stop;
    }
    return at - off;
  }

  private tell(direction: Direction, type: number, sink: RecordSink): void {
    if (!this.told[direction] && !this.seenPrelogin[direction]) sink.record({ kind: 'tds.message', type });
    this.told[direction] = true;
  }
}

/** Options {token, offset, length} until 0xFF; offsets count from the first option. 0 is the version (major, minor, build(2), sub-build(2)), 1 encryption. */
function parsePrelogin(bytes: Uint8Array, from: number, end: number, response: boolean): TdsPrelogin & { kind: 'tds.prelogin' } {
  const options = new Cursor(bytes, from, end);
  let version: string | null = null, encryption: string | null = null;
  for (let i = 0; i < 16; i++) {
    const token = options.u8();
    if (token === 0xff || options.short) break;
    const value = new Cursor(bytes, from + options.u16(), end), length = options.u16();
    if (token === 0 && length >= 6) {
      const major = value.u8(), minor = value.u8(), build = value.u16();
      version = value.short || major === 0 ? null : `${major}.${minor}.${build}`;
    } else if (token === 1 && length >= 1) encryption = ENCRYPTION[value.u8()] ?? null;
  }
  return { kind: 'tds.prelogin', response, version, encryption };
}

export const tds: StreamProtocol = {
  protocol: 'tds',
  ports: [1433],
  /** Header (2.2.3.1): type, status, length, SPID, packet number, window 0. A PRELOGIN starts with its option table; the rest is believed on port 1433 only. */
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const seen = end - off, type = bytes[off]!;
    if (!TYPES.has(type) || (seen > 1 && bytes[off + 1]! > 0x1f)) return NO;
    if (seen < HEADER) return MORE;
    const length = (bytes[off + 2]! << 8) | bytes[off + 3]!;
    if (length < HEADER || length > PACKET_LIMIT || bytes[off + 7] !== 0) return NO;
    if (type === PRELOGIN || type === RESPONSE) {
      if (seen < HEADER + 5) return MORE;
      // VERSION is the first option and six bytes long
      if (bytes[off + 8] === 0 && bytes[off + 9] === 0 && bytes[off + 10]! >= 6 && bytes[off + 10]! < 64 && bytes[off + 11] === 0 && bytes[off + 12] === 6) return YES;
    }
    return port === 1433 && bytes[off + 6]! <= 2 && (type === RESPONSE || length >= seen || type === LOGIN_7) ? YES : NO;
  },
  open: () => new TdsStream(),
};
