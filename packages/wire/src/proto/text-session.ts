/**
 * What FTP, SMTP, POP3 and IMAP share: a server that greets with a line, and a client that may ask for TLS before it says who it is.
 * Only the greeting is read. Log-ins end the reading: accounts, passwords, addresses and mail never pass through here.
 */
import { clean, latin1 } from '../cursor.ts';
import { DONE, type Direction, type RecordSink, type StreamDissector } from '../record.ts';
import { isTlsRecord, TlsStream } from './tls.ts';
import type { Protocol } from '@wardkeep/model/protocol';

export interface Greeting {
  /** The greeting without its code, APOP challenge and e-mail addresses. */
  readonly text: string | null;
  /** The host name at its head, where the protocol puts one there. */
  readonly host: string | null;
}

export interface TextProtocol {
  readonly protocol: Protocol;
  /** What the greeting says, or null when the line is no greeting. */
  greeting(line: string): Greeting | null;
  record(greeting: Greeting, sink: RecordSink): void;
  /** True for a client line that asks for TLS. */
  startsTls(line: string): boolean;
  /** True for a client line after which nothing may be read: a log-in, a mail. */
  ends(line: string): boolean;
}

const LF = 0x0a;
const LINE_LIMIT = 2048;
/** Capabilities and greetings fill a few dozen lines before TLS or a log-in. */
const LINES_LIMIT = 64;

export class TextSession implements StreamDissector {
  private readonly rules: TextProtocol;
  private tls: TlsStream | null = null;
  private asked = false;
  private greeted = false;
  private readonly lines: [number, number] = [0, 0];

  constructor(rules: TextProtocol) { this.rules = rules; }

  get kept(): number { return this.tls?.kept ?? 0; }

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (at < end) {
      if (this.tls === null && this.asked && bytes[at]! >= 20 && bytes[at]! <= 24) {
        if (end - at < 5) return at - off;
        if (isTlsRecord(bytes, at, end)) this.tls = new TlsStream(this.rules.protocol);
      }
      if (this.tls) {
        const used = this.tls.read(direction, bytes, at, end, sink);
        return used === DONE ? DONE : at - off + used;
      }
      const stop = bytes.subarray(0, end).indexOf(LF, at);
      if (stop < 0) return end - at > LINE_LIMIT ? DONE : at - off;
      if (++this.lines[direction] > LINES_LIMIT || !this.readLine(direction, bytes, at, stop, sink)) return DONE;
      at = stop + 1;
    }
    return at - off;
  }

  gap(): boolean { return false; }

  /** False: nothing more is of interest. */
  private readLine(direction: Direction, bytes: Uint8Array, from: number, stop: number, sink: RecordSink): boolean {
    if (stop - from > LINE_LIMIT) return false;
    if (direction === 1) {
      // A capture may begin later than the greeting; that the server spoke is known all the same.
      if (!this.greeted) this.rules.record(this.rules.greeting(latin1(bytes, from, stop)) ?? { text: null, host: null }, sink);
      this.greeted = true;
      return true;
    }
    // A line is only compared with the verbs; it is never kept.
    const line = latin1(bytes, from, Math.min(stop, from + 64)).toUpperCase();
    if (this.rules.startsTls(line)) this.asked = true;
    return this.asked || !this.rules.ends(line);
  }
}

/** Makes a greeting's text safe: e-mail addresses and APOP challenges (`<123.456@host>`, RFC 1939, 7) go, and what is long is cut. */
export function greetingText(text: string): string | null {
  return clean(text.replace(/<[^<>]{0,200}>/g, ' ').split(' ').filter((word) => !word.includes('@')).join(' '), 200);
}

/** The first word when it is a domain name: `mail.example.org ESMTP Postfix`. */
export function leadingHost(text: string | null): string | null {
  const word = /^\[?([A-Za-z0-9][A-Za-z0-9.-]{1,252})\]?(?=\s|$)/.exec(text ?? '')?.[1] ?? null;
  return word !== null && word.includes('.') && /[A-Za-z]/.test(word) ? word.toLowerCase() : null;
}
