/**
 * Syslog over UDP (RFC 5426) in the forms of RFC 5424 and RFC 3164: facility, severity, host name and application name.
 * The message is never read: it is where patients and accounts stand.
 */
import { clean, Cursor, latin1 } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';

export interface SyslogMessage {
  readonly kind: 'syslog.message';
  readonly facility: number;
  readonly severity: number;
  /** A name a person may have chosen. */
  readonly host: string | null;
  /** APP-NAME (RFC 5424, 6.2.5) or the TAG before `[` or `:` (RFC 3164, 4.1.3). */
  readonly app: string | null;
}

declare module '../record.ts' { interface RecordMap { 'syslog.message': SyslogMessage } }

/** What stands before the message fits in this many bytes (RFC 5424, 6: 5 + 3 + 32 + 255 + 48 + …). */
const HEAD_LIMIT = 400;

/** RFC 5424, 6: `<PRI>1 TIMESTAMP HOSTNAME APP-NAME `. */
const RFC_5424 = /^1 (?:-|\d{4}-\d\d-\d\dT[\d:.]{8,15}(?:Z|[+-]\d\d:\d\d)) ([\x21-\x7e]{1,255}) ([\x21-\x7e]{1,48}) /;
/** RFC 3164, 4.1.2: `Mmm dd hh:mm:ss HOSTNAME TAG`; Cisco and others put a year or an RFC 3339 time. */
const RFC_3164_TIME = /^(?:\*?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d(?: \d{4})? \d\d:\d\d:\d\d(?:\.\d{1,6})?|\d{4}-\d\d-\d\dT[\d:.]{8,15}(?:Z|[+-]\d\d:\d\d)?) /;
const HOST = /^([A-Za-z0-9][A-Za-z0-9.:_-]{0,62}) /;
/** A tag is a program's name: it holds no blank and ends in `[pid]:`, or in `:` alone where it is in lower case (`Smith: …` is no program). */
const TAG = /^(?:([A-Za-z][\w./-]{0,47})\[\d{1,10}\]|([a-z][a-z0-9_./-]{0,47})):/;

export const syslog: DatagramProtocol = {
  protocol: 'syslog',
  ports: [514],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (off >= end) return false;
    const priority = readPriority(new Cursor(bytes, off, end));
    if (priority === null) { sink.weird('syslog-priority'); return true; }
    const [value, at] = priority, head = latin1(bytes, at, Math.min(end, at + HEAD_LIMIT));
    sink.record({ kind: 'syslog.message', facility: value >> 3, severity: value & 7, ...readNames(head) });
    return true;
  },
};

/** RFC 5424, 6.2.1: `<` one to three digits `>`, at most 191. The value, and where it ends. */
function readPriority(cursor: Cursor): [number, number] | null {
  if (cursor.u8() !== 0x3c) return null;
  let value = 0, digits = 0;
  for (let byte = cursor.u8(); byte !== 0x3e; byte = cursor.u8()) {
    if (byte < 0x30 || byte > 0x39 || ++digits > 3) return null;
    value = value * 10 + byte - 0x30;
  }
  return digits === 0 || value > 191 ? null : [value, cursor.pos];
}

function readNames(head: string): { host: string | null; app: string | null } {
  const modern = RFC_5424.exec(head);
  if (modern) return { host: nil(modern[1]!), app: nil(modern[2]!) };
  const time = RFC_3164_TIME.exec(head);
  if (!time) return { host: null, app: tagOf(head) };
  const rest = head.slice(time[0].length), host = TAG.test(rest) ? null : HOST.exec(rest);
  return { host: host?.[1] ?? null, app: tagOf(rest.slice(host?.[0].length ?? 0)) };
}

function tagOf(text: string): string | null {
  const match = TAG.exec(text);
  return match?.[1] ?? match?.[2] ?? null;
}

const nil = (text: string) => (text === '-' ? null : clean(text));
