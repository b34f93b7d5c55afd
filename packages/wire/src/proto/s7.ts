/**
 * S7 communication of Siemens SIMATIC controllers: TPKT (RFC 1006), COTP (ISO 8073), then `0x32`. Siemens publishes no specification; field layouts follow the
 * open Wireshark dissector and "SIMATIC System Software for S7-300/400, System and Standard Functions, Reference Manual" (SZL, chapter 34). Read: that it is spoken,
 * rack and slot, and answers to "read SZL" 0x0011 (order numbers, firmware) and 0x001C (names, type, serial). Plant identification and block contents are not read.
 */
import { clean, Cursor, latin1 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { tpktLength } from './rdp.ts';

/** The first S7 message of each direction. */
export interface S7Message { readonly kind: 's7.message'; readonly rosctr: 'job' | 'ack' | 'ack-data' | 'userdata' }

/** SZL 0x0011, module identification: order number of the module and its firmware. */
export interface S7Identification { readonly kind: 's7.identification'; readonly orderNumber: string | null; readonly hardware: string | null; readonly firmware: string | null }

/** SZL 0x001C, component identification. */
export interface S7Component { readonly kind: 's7.component'; readonly systemName: string | null; readonly moduleName: string | null; readonly moduleType: string | null; readonly serial: string | null }

declare module '../record.ts' { interface RecordMap { 's7.message': S7Message; 's7.identification': S7Identification; 's7.component': S7Component } }

const COTP_DATA = 0xf0, COTP_REQUEST = 0xe0, COTP_CONFIRM = 0xd0, S7_PROTOCOL = 0x32;
const ROSCTR: Readonly<Record<number, S7Message['rosctr']>> = { 1: 'job', 2: 'ack', 3: 'ack-data', 7: 'userdata' };
const USERDATA = 7;
/** TPKT + COTP data header. */
const DATA_OFFSET = 7;

class S7Stream implements StreamDissector {
  private readonly told: [boolean, boolean] = [false, false];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= DATA_OFFSET) {
      const length = tpktLength(bytes, at);
      if (length < DATA_OFFSET) { sink.weird('s7-tpkt'); return DONE; }
      if (end - at < length) return at - off;
      const from = at + DATA_OFFSET;
      if (bytes[at + 5] === COTP_DATA && length > DATA_OFFSET + 10 && bytes[from] === S7_PROTOCOL) this.readMessage(direction, bytes, from, at + length, sink);
      at += length;
    }
    return at - off;
  }

  private readMessage(direction: Direction, bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
    const type = bytes[from + 1]!, rosctr = ROSCTR[type];
    if (rosctr && !this.told[direction]) {
      this.told[direction] = true;
      sink.record({ kind: 's7.message', rosctr });
    }
    if (type === USERDATA) readUserdata(bytes, from, end, sink);
  }
}

/** Header (10): 0x32, type, reserved, reference, parameter and data length. Parameter: 00 01 12, length, method, type and group, subfunction. */
function readUserdata(bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
  const cursor = new Cursor(bytes, from + 6, end), parameterLength = cursor.u16();
  cursor.skip(2);
  const parameter = cursor.take(parameterLength);
  parameter.skip(5);
  if (parameter.u8() !== 0x84 || parameter.u8() !== 1 || parameter.short) return; // answer of group "CPU functions", subfunction "read SZL"
  const ok = cursor.u8();
  cursor.skip(3);
  const id = cursor.u16();
  cursor.skip(2);
  const size = cursor.u16(), count = cursor.u16();
  if (cursor.short || ok !== 0xff) return;
  const parts: [number, Cursor][] = [];
  for (let i = 0; i < count && parts.length < 32 && size >= 4 && cursor.left >= size; i++) {
    const part = cursor.take(size);
    parts.push([part.u16(), part]);
  }
  if ((id & 0xff) === 0x11 && size === 28) recordIdentification(parts, sink);
  else if ((id & 0xff) === 0x1c && size === 34) recordComponent(parts, sink);
}

/** Index 1: the module, 6: the basic hardware, 7: the basic firmware. Each: order number (20), type, two version words (`V` and a number, then two). */
function recordIdentification(parts: readonly [number, Cursor][], sink: RecordSink): void {
  let orderNumber: string | null = null, hardware: string | null = null, firmware: string | null = null;
  for (const [index, part] of parts) {
    const order = clean(part.latin1(20), 20);
    part.skip(2);
    const [v, major, minor, patch] = [part.u8(), part.u8(), part.u8(), part.u8()];
    const version = v === 0x56 ? `V${major}.${minor}.${patch}` : null; // 'V'
    if (index === 1) orderNumber = order;
    else if (index === 6) { orderNumber ??= order; hardware = version ?? String(minor * 256 + patch); }
    else if (index === 7) firmware = version;
  }
  if (orderNumber !== null || firmware !== null) sink.record({ kind: 's7.identification', orderNumber, hardware, firmware });
}

/** Index 1: name of the automation system, 2: of the module, 5: serial number of the module, 7: module type. 3 (plant identification) and 4 (copyright) are not read. */
function recordComponent(parts: readonly [number, Cursor][], sink: RecordSink): void {
  const of = (wanted: number): string | null => {
    const part = parts.find(([index]) => index === wanted)?.[1];
    return part ? clean(latin1(part.bytes, part.pos, Math.min(part.end, part.pos + 24)), 24) : null;
  };
  const component = { systemName: of(1), moduleName: of(2), moduleType: of(7), serial: of(5) };
  if (Object.values(component).some((value) => value !== null)) sink.record({ kind: 's7.component', ...component });
}

export const s7: StreamProtocol = {
  protocol: 's7',
  ports: [102],
  /** Walks the COTP connection set-up (and empty data units) to the first byte of the protocol above: other protocols share TPKT and port 102. */
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    let at = off;
    for (let units = 0; units < 4; units++) {
      if (at >= end) return MORE;
      if (bytes[at] !== 3 || (end - at > 1 && bytes[at + 1] !== 0)) return NO;
      if (end - at < 7) return MORE;
      const length = tpktLength(bytes, at), type = bytes[at + 5]!;
      if (length < 7) return NO;
      if (type === COTP_DATA) {
        if (bytes[at + 4] !== 2) return NO;
        if (length > 7) {
          if (end - at < 9) return end - at === 8 && bytes[at + 7] !== S7_PROTOCOL ? NO : MORE;
          return bytes[at + 7] === S7_PROTOCOL && ROSCTR[bytes[at + 8]!] !== undefined ? YES : NO;
        }
      } else if ((type !== COTP_REQUEST && type !== COTP_CONFIRM) || bytes[at + 4]! + 5 !== length) return NO;
      at += length;
    }
    return NO;
  },
  open: () => new S7Stream(),
};
