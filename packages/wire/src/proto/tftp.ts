/** TFTP (RFC 1350, options RFC 2347): what kind of packet it is. File names and data are not read. The server answers from a port of its own (4, "TID"). */
import { clean, Cursor, latin1 } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';

export interface TftpPacket {
  readonly kind: 'tftp.packet';
  readonly op: (typeof OPS)[number];
  /** Transfer mode of a request: `octet`, `netascii`, `mail`. */
  readonly mode: string | null;
}

declare module '../record.ts' { interface RecordMap { 'tftp.packet': TftpPacket } }

/** RFC 1350, 5 and RFC 2347: opcodes from 1. */
const OPS = ['read', 'write', 'data', 'ack', 'error', 'option-ack'] as const;

export const tftp: DatagramProtocol = {
  protocol: 'tftp',
  ports: [69],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (off >= end) return false;
    const cursor = new Cursor(bytes, off, end), op = OPS[cursor.u16() - 1];
    if (op === undefined) { sink.weird('tftp-opcode'); return true; }
    let mode: string | null = null;
    if (op === 'read' || op === 'write') {
      terminated(cursor);
      const from = cursor.pos;
      terminated(cursor);
      const word = clean(latin1(bytes, from, Math.min(cursor.pos, from + 16)), 16)?.toLowerCase() ?? null;
      if (word === 'octet' || word === 'netascii' || word === 'mail') mode = word;
      else sink.weird('tftp-mode');
    }
    sink.record({ kind: 'tftp.packet', op, mode });
    return true;
  },
};

/** Steps behind a NUL-terminated text. */
function terminated(cursor: Cursor): void {
  while (cursor.left > 0 && cursor.u8() !== 0);
}
