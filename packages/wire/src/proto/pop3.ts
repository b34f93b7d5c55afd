/** POP3 (RFC 1939) up to the log-in: the greeting (`+OK`), and STLS (RFC 2595). */
import { type Direction, MORE, NO, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { type Greeting, greetingText, leadingHost, type TextProtocol, TextSession } from './text-session.ts';
import { latin1 } from '../cursor.ts';

export interface Pop3Banner extends Greeting { readonly kind: 'pop3.banner' }

declare module '../record.ts' { interface RecordMap { 'pop3.banner': Pop3Banner } }

const rules: TextProtocol = {
  protocol: 'pop3',
  greeting: (line) => {
    const text = line.startsWith('+OK') ? greetingText(line.slice(3)) : null;
    return { text, host: leadingHost(text) };
  },
  record: (greeting, sink) => { sink.record({ kind: 'pop3.banner', ...greeting }); },
  startsTls: (line) => line.startsWith('STLS'),
  ends: (line) => /^(USER|PASS|APOP|AUTH|STAT|LIST|RETR|TOP|UIDL|QUIT)/.test(line),
};

const OPENERS = /^(CAPA\r|STLS\r|APOP |AUTH\r|AUTH [A-Z0-9-]+\r|STAT\r|UIDL\r|USER [\x20-\x7e]{1,64}\r)/i;

export const pop3: StreamProtocol = {
  protocol: 'pop3',
  ports: [110],
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const head = latin1(bytes, off, Math.min(end, off + 128));
    if (direction === 1) {
      const start = head.slice(0, 4);
      if (head.length < 4) return '+OK '.startsWith(start) || '-ERR'.startsWith(start) ? MORE : NO;
      return /^\+OK[ \r]/.test(start) || (port === 110 && start === '-ERR') ? YES : NO;
    }
    if (port === 110 && OPENERS.test(head)) return YES;
    return head.length < 12 && /^[A-Z]{1,4}( .*)?$/i.test(head) ? MORE : /^(CAPA|STLS|APOP |USER )/i.test(head) ? MORE : NO;
  },
  open: () => new TextSession(rules),
};
