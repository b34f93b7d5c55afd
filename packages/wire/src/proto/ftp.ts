/** FTP control connections (RFC 959) up to the log-in: the greeting (reply 220), and AUTH TLS (RFC 4217). */
import { type Direction, MORE, NO, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { type Greeting, greetingText, leadingHost, type TextProtocol, TextSession } from './text-session.ts';
import { latin1 } from '../cursor.ts';

export interface FtpBanner extends Greeting { readonly kind: 'ftp.banner' }

declare module '../record.ts' { interface RecordMap { 'ftp.banner': FtpBanner } }

const rules: TextProtocol = {
  protocol: 'ftp',
  greeting: (line) => {
    const match = /^220[ -](.*)$/s.exec(line), text = match ? greetingText(match[1]!) : null;
    return text === null ? null : { text, host: leadingHost(text) };
  },
  record: (greeting, sink) => { sink.record({ kind: 'ftp.banner', ...greeting }); },
  startsTls: (line) => /^AUTH (TLS|SSL)/.test(line),
  ends: (line) => /^(USER|PASS|ACCT) /.test(line),
};

/** Verbs with which a client opens; those of SMTP and POP3 are others. */
const OPENERS = /^(USER [\x20-\x7e]{0,64}\r|AUTH (TLS|SSL)|FEAT\r|SYST\r|OPTS |CLNT )/i;

export const ftp: StreamProtocol = {
  protocol: 'ftp',
  ports: [21, 2121],
  /** `220` greets in SMTP too: the word FTP decides, or port 21 and no word of mail. */
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const head = latin1(bytes, off, Math.min(end, off + 256));
    if (direction === 1) {
      if (!isReply(head, '220')) return head.length < 4 && '220'.startsWith(head.slice(0, 3)) ? MORE : port === 21 && /^[1-5]\d\d[ -][\x20-\x7e]/.test(head) ? YES : NO;
      if (/FTP/i.test(head)) return YES;
      if (/SMTP|\bmail\b/i.test(head)) return NO;
      return port === 21 ? YES : MORE;
    }
    if (OPENERS.test(head)) return /^(USER|AUTH)/i.test(head) && port !== 21 ? MORE : YES;
    return head.length < 5 && /^[A-Z]*$/i.test(head) ? MORE : port === 21 && /^[A-Z]{3,4}( [\x20-\x7e]*)?\r\n/.test(head) ? YES : NO;
  },
  open: () => new TextSession(rules),
};

const isReply = (head: string, code: string) => head.startsWith(code) && (head[3] === ' ' || head[3] === '-');
