/**
 * RTSP 1.0 and 2.0 (RFC 2326, RFC 7826). Read: method, status, Server, User-Agent, the challenge. URLs (which may bear passwords), descriptions and
 * interleaved media are skipped.
 */
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { authRealm, type AuthScheme, authScheme } from './http-auth.ts';
import { HEAD_LIMIT, headEnd, HeadReader, startsWith } from './message-head.ts';

export interface RtspRequest { readonly kind: 'rtsp.request'; readonly method: string; readonly userAgent: string | null; readonly authorization: AuthScheme | null }
export interface RtspResponse { readonly kind: 'rtsp.response'; readonly status: number; readonly server: string | null; readonly challenge: { readonly scheme: AuthScheme; readonly realm: string | null } | null }

declare module '../record.ts' { interface RecordMap { 'rtsp.request': RtspRequest; 'rtsp.response': RtspResponse } }

const METHODS = ['OPTIONS', 'DESCRIBE', 'SETUP', 'PLAY', 'PAUSE', 'TEARDOWN', 'GET_PARAMETER', 'SET_PARAMETER', 'ANNOUNCE', 'RECORD', 'REDIRECT', 'PLAY_NOTIFY'];
/** `*` is allowed for OPTIONS (RFC 2326, 10.1) and told from HTTP by the version. */
const STARTS: readonly string[] = ['RTSP/', 'OPTIONS *', ...METHODS.flatMap((method) => [`${method} rtsp://`, `${method} rtsps://`, `${method} rtspu://`])];
const FIELDS = ['server', 'user-agent', 'authorization', 'www-authenticate', 'content-length'] as const;
const LF = 0x0a, CR = 0x0d, DOLLAR = 0x24;

function startsRtsp(bytes: Uint8Array, at: number, end: number): Verdict {
  let best: Verdict = NO;
  for (const text of STARTS) {
    const seen = Math.min(text.length, end - at);
    let i = 0;
    while (i < seen && bytes[at + i] === text.charCodeAt(i)) i++;
    if (i === text.length) return YES;
    if (i === seen) best = MORE;
  }
  return best;
}

class RtspStream implements StreamDissector {
  private readonly head: HeadReader<(typeof FIELDS)[number]> = new HeadReader(FIELDS);
  private readonly scanned: [number, number] = [0, 0];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (at < end) {
      if (bytes[at] === CR || bytes[at] === LF) { at++; continue; }
      if (bytes[at] === DOLLAR) { // RFC 2326, 10.12: `$` channel length data
        if (end - at < 4) break;
        at += 4 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
        continue;
      }
      if (startsRtsp(bytes, at, end) === NO) { sink.weird('rtsp-framing-lost'); return DONE; }
      const stop = headEnd(bytes, at, end, at + this.scanned[direction]);
      if (stop < 0) {
        if (end - at > HEAD_LIMIT) { sink.weird('rtsp-head-too-long'); return DONE; }
        this.scanned[direction] = end - at;
        break;
      }
      this.scanned[direction] = 0;
      this.head.read(bytes, at, stop);
      const length = this.head.count('content-length') ?? 0;
      if (!this.message(startsWith(bytes, at, stop, 'RTSP/'), sink) || length < 0) { sink.weird('rtsp-start-line'); return DONE; }
      at = stop + length;
    }
    return at - off;
  }

  private message(isResponse: boolean, sink: RecordSink): boolean {
    const { head } = this, line = head.line();
    if (isResponse) {
      const status = /^RTSP\/[12]\.\d (\d{3})(?: |$)/.exec(line)?.[1], challenge = head.raw('www-authenticate'), scheme = authScheme(challenge);
      if (status === undefined) return false;
      sink.record({ kind: 'rtsp.response', status: Number(status), server: head.text('server', 128), challenge: scheme === null ? null : { scheme, realm: authRealm(challenge) } });
      return true;
    }
    if (!/^ RTSP\/[12]\.\d$/.test(head.lineTail(9))) return false;
    sink.record({ kind: 'rtsp.request', method: /^[A-Z_]+/.exec(line)?.[0] ?? '', userAgent: head.text('user-agent', 128), authorization: authScheme(head.raw('authorization')) });
    return true;
  }
}

export const rtsp: StreamProtocol = {
  protocol: 'rtsp',
  ports: [554, 8554],
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const start = startsRtsp(bytes, off, end);
    if (start !== YES) return start;
    const isResponse = bytes[off + 4] === 0x2f && bytes[off] === 0x52; // RTSP/
    if (isResponse !== (direction === 1)) return NO;
    if (isResponse) return end - off < 12 ? MORE : (bytes[off + 5] === 0x31 || bytes[off + 5] === 0x32) && bytes[off + 6] === 0x2e && bytes[off + 8] === 0x20 ? YES : NO;
    for (let at = off; at < end && at - off < 2048; at++) {
      if (bytes[at] === LF) return startsWith(bytes, at - (bytes[at - 1] === CR ? 10 : 9), at, ' RTSP/') ? YES : NO;
    }
    return end - off < 2048 ? MORE : NO;
  },
  open: () => new RtspStream(),
};
