/** NTP (RFC 5905) and SNTP on UDP 123. Control (mode 6) and private (mode 7) messages are counted by their mode only. */
import { clean, Cursor, latin1 } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';

export interface NtpPacket {
  readonly kind: 'ntp.packet';
  readonly version: number;
  /** 1 and 2 symmetric, 3 client, 4 server, 5 broadcast, 6 control, 7 private (RFC 5905, figure 10). */
  readonly mode: number;
  /** Null in modes 6 and 7, which have no such field. */
  readonly stratum: number | null;
  /** Reference id as text, where it is one: a kiss code at stratum 0, a source (`GPS`, `PPS`) at stratum 1 (7.3). */
  readonly reference: string | null;
}

declare module '../record.ts' { interface RecordMap { 'ntp.packet': NtpPacket } }

const REFERENCE_ID = 12;

export const ntp: DatagramProtocol = {
  protocol: 'ntp',
  ports: [123],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (off >= end) return false;
    const cursor = new Cursor(bytes, off, end), first = cursor.u8(), mode = first & 7, version = (first >> 3) & 7;
    const timed = mode < 6, stratum = timed ? cursor.u8() : null;
    if (cursor.short) { sink.weird('ntp-short'); return true; }
    let reference: string | null = null;
    if (stratum !== null && stratum <= 1 && end - off >= REFERENCE_ID + 4) {
      const text = clean(latin1(bytes, off + REFERENCE_ID, off + REFERENCE_ID + 4));
      if (text !== null && /^[A-Z0-9.]{2,4}$/i.test(text)) reference = text;
    } else if (timed && end - off < 48) sink.weird('ntp-short');
    sink.record({ kind: 'ntp.packet', version, mode, stratum, reference });
    return true;
  },
};
