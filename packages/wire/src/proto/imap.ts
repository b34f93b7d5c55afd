/** IMAP4 (RFC 9051) up to the log-in: the greeting (`* OK`), and STARTTLS (6.2.1). */
import { type Direction, MORE, NO, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { type Greeting, greetingText, leadingHost, type TextProtocol, TextSession } from './text-session.ts';
import { latin1 } from '../cursor.ts';

export interface ImapBanner extends Greeting { readonly kind: 'imap.banner' }

declare module '../record.ts' { interface RecordMap { 'imap.banner': ImapBanner } }

const rules: TextProtocol = {
  protocol: 'imap',
  greeting: (line) => {
    const match = /^\* (?:OK|PREAUTH|BYE)(.*)$/s.exec(line);
    const text = match ? greetingText(match[1]!.replace(/\[[^\]]{0,1024}\]/, ' ')) : null; // [CAPABILITY …]
    return { text, host: leadingHost(text) };
  },
  record: (greeting, sink) => { sink.record({ kind: 'imap.banner', ...greeting }); },
  startsTls: (line) => /^\S{1,32} STARTTLS/.test(line),
  ends: (line) => /^\S{1,32} (LOGIN|AUTHENTICATE|SELECT|EXAMINE|LIST|LOGOUT)/.test(line),
};

const OPENERS = /^[A-Za-z0-9.]{1,16} (CAPABILITY|STARTTLS|LOGIN |AUTHENTICATE |NOOP|ID )/i;

export const imap: StreamProtocol = {
  protocol: 'imap',
  ports: [143],
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const head = latin1(bytes, off, Math.min(end, off + 128));
    if (direction === 1) {
      if (/^\* (OK|PREAUTH|BYE) /.test(head)) return YES;
      return head.length < 10 && /^\*?( ([A-Z]{0,7})?)?$/.test(head) ? MORE : NO;
    }
    if (OPENERS.test(head)) return YES;
    return head.length < 24 && /^[A-Za-z0-9.]{1,16}( [A-Z]{0,12})?$/i.test(head) ? MORE : NO;
  },
  open: () => new TextSession(rules),
};
