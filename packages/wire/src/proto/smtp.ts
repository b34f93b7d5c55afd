/** SMTP (RFC 5321) up to the envelope: the greeting, the name a client gives in EHLO is not read, and STARTTLS (RFC 3207). */
import { type Direction, MORE, NO, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { type Greeting, greetingText, leadingHost, type TextProtocol, TextSession } from './text-session.ts';
import { latin1 } from '../cursor.ts';

export interface SmtpBanner extends Greeting { readonly kind: 'smtp.banner' }

declare module '../record.ts' { interface RecordMap { 'smtp.banner': SmtpBanner } }

const rules: TextProtocol = {
  protocol: 'smtp',
  greeting: (line) => {
    const match = /^220[ -](.*)$/s.exec(line), text = match ? greetingText(match[1]!) : null;
    return text === null ? null : { text, host: leadingHost(text) };
  },
  record: (greeting, sink) => { sink.record({ kind: 'smtp.banner', ...greeting }); },
  startsTls: (line) => line.startsWith('STARTTLS'),
  ends: (line) => /^(MAIL|RCPT|AUTH|DATA|VRFY|EXPN)/.test(line),
};

const MAIL_PORTS: ReadonlySet<number> = new Set([25, 587, 2525, 465]);

export const smtp: StreamProtocol = {
  protocol: 'smtp',
  ports: [25, 587, 2525],
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const head = latin1(bytes, off, Math.min(end, off + 256));
    if (direction === 1) {
      if (!/^[245]\d\d[ -]/.test(head)) return head.length < 4 && /^[245]\d{0,2}$/.test(head) ? MORE : NO;
      if (/^220[ -]/.test(head) && /SMTP/i.test(head)) return YES;
      if (/FTP/i.test(head)) return NO;
      if (MAIL_PORTS.has(port)) return YES;
      return head.startsWith('220') || head.startsWith('554') ? MORE : NO;
    }
    if (/^(EHLO|HELO|LHLO) [\x21-\x7e]/i.test(head)) return YES;
    if (MAIL_PORTS.has(port) && /^(MAIL FROM:|RCPT TO:|STARTTLS\r|QUIT\r|RSET\r|NOOP\r|AUTH )/i.test(head)) return YES;
    return head.length < 10 && /^[A-Z]{1,4}( .*)?$/i.test(head) ? MORE : NO;
  },
  open: () => new TextSession(rules),
};
