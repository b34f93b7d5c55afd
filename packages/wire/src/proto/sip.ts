/**
 * SIP 2.0 (RFC 3261) over UDP and TCP. Read: method or status, User-Agent, Server, the method of CSeq. Users, numbers, addresses in
 * From, To and Contact, credentials and bodies are never kept.
 */
import { DONE, type Direction, MORE, NO, type DatagramProtocol, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { HEAD_LIMIT, headEnd, HeadReader, startsWith } from './message-head.ts';

export interface SipMessage {
  readonly kind: 'sip.message';
  /** Method of a request, or that which a response answers. */
  readonly method: string | null;
  /** Null for a request. */
  readonly status: number | null;
  readonly userAgent: string | null;
  readonly server: string | null;
}

declare module '../record.ts' { interface RecordMap { 'sip.message': SipMessage } }

/** RFC 3261, 7.1; PRACK 3262, SUBSCRIBE and NOTIFY 6665, UPDATE 3311, INFO 6086, REFER 3515, MESSAGE 3428, PUBLISH 3903. */
const METHODS = ['INVITE', 'ACK', 'BYE', 'CANCEL', 'REGISTER', 'OPTIONS', 'PRACK', 'SUBSCRIBE', 'NOTIFY', 'UPDATE', 'INFO', 'REFER', 'MESSAGE', 'PUBLISH'];
const STARTS = ['SIP/2.0 ', ...METHODS.flatMap((method) => [`${method} sip:`, `${method} sips:`, `${method} tel:`, `${method} urn:`])];
/** Start lines by their first letter: most datagrams of other protocols are told by one byte. */
const STARTS_BY_FIRST: readonly (readonly string[])[] = Array.from({ length: 256 }, (_, byte) => STARTS.filter((start) => start.charCodeAt(0) === byte));
const FIELDS = ['user-agent', 'server', 'cseq', 'content-length', 'l'] as const;
const head = (): HeadReader<(typeof FIELDS)[number]> => new HeadReader(FIELDS);
const CR = 0x0d, LF = 0x0a;

/** Whether a start line may begin at `at`: `INVITE sip:` … or `SIP/2.0 200 `. */
function startsSip(bytes: Uint8Array, at: number, end: number): Verdict {
  let best: Verdict = NO;
  for (const text of STARTS_BY_FIRST[bytes[at]!]!) {
    const seen = Math.min(text.length, end - at);
    let i = 0;
    while (i < seen && (bytes[at + i] === text.charCodeAt(i) || (text.charCodeAt(i) > 0x60 && (bytes[at + i]! | 0x20) === text.charCodeAt(i)))) i++;
    if (i === text.length) return YES;
    if (i === seen) best = MORE;
  }
  return best;
}

/** The record of the head `bytes[off…end)`, or null when its start line is none of SIP's. */
function readSip(reader: ReturnType<typeof head>, bytes: Uint8Array, off: number, end: number): SipMessage | null {
  reader.read(bytes, off, end);
  const line = reader.line(), isResponse = startsWith(bytes, off, end, 'SIP/2.0 '), status = isResponse ? /^SIP\/2\.0 ([1-6]\d\d)(?: |$)/.exec(line)?.[1] : null;
  if (isResponse ? status === undefined : reader.lineTail(8) !== ' SIP/2.0') return null;
  const method = isResponse ? /[A-Z]{3,12}$/.exec(reader.raw('cseq') ?? '')?.[0] : /^[A-Z]+/.exec(line)?.[0];
  return {
    kind: 'sip.message', method: method !== undefined && METHODS.includes(method) ? method : null, status: typeof status === 'string' ? Number(status) : null,
    userAgent: reader.text('user-agent', 128), server: reader.text('server', 128),
  };
}

class SipStream implements StreamDissector {
  private readonly reader = head();
  private readonly scanned: [number, number] = [0, 0];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (at < end) {
      if (bytes[at] === CR || bytes[at] === LF) { at++; continue; } // keep-alive (RFC 5626, 3.5.1)
      const start = startsSip(bytes, at, end);
      if (start === NO) { sink.weird('sip-framing-lost'); return DONE; }
      const stop = headEnd(bytes, at, end, at + this.scanned[direction]);
      if (stop < 0) {
        if (end - at > HEAD_LIMIT) { sink.weird('sip-head-too-long'); return DONE; }
        this.scanned[direction] = end - at;
        break;
      }
      this.scanned[direction] = 0;
      const message = readSip(this.reader, bytes, at, stop), length = this.reader.count('content-length') ?? this.reader.count('l') ?? 0;
      if (message === null || length < 0) { sink.weird('sip-start-line'); return DONE; }
      sink.record(message);
      at = stop + length; // RFC 3261, 18.3: over a stream the body has Content-Length bytes
    }
    return at - off;
  }
}

export const sip: StreamProtocol = {
  protocol: 'sip',
  ports: [5060],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const start = startsSip(bytes, off, end);
    if (start !== YES) return start;
    for (let at = off; at < end; at++) {
      if (bytes[at] === LF) return startsWith(bytes, off, at, 'SIP/2.0 ') || startsWith(bytes, at - (bytes[at - 1] === CR ? 9 : 8), at, ' SIP/2.0') ? YES : NO;
      if (at - off > 2048) return NO;
    }
    return MORE;
  },
  open: () => new SipStream(),
};

const reader = head();
/** Keep-alives of RFC 5626 are white space and NULs; they say only that SIP is spoken here, and so little that they are left alone. */
export const sipDatagram: DatagramProtocol = {
  protocol: 'sip',
  ports: [5060],
  anyPort: true,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (end - off < 12 || startsSip(bytes, off, end) !== YES) return false;
    const stop = headEnd(bytes, off, Math.min(end, off + HEAD_LIMIT));
    const message = readSip(reader, bytes, off, stop < 0 ? end : stop);
    if (message === null) return false;
    sink.record(message);
    return true;
  },
};
