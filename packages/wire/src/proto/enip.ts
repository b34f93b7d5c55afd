/**
 * EtherNet/IP encapsulation (ODVA, The CIP Networks Library volume 2, chapter 2) over TCP and UDP port 44818. Read: the identity item of List Identity answers:
 * vendor, device type, product code and name, revision, serial number. CIP messages are skipped by length.
 */
import { clean, Cursor } from '../cursor.ts';
import { type DatagramProtocol, DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

/** CIP identity (2-4.3.3). Vendor and device type are numbers of ODVA's lists. */
export interface EnipIdentity {
  readonly kind: 'enip.identity';
  readonly vendorId: number;
  readonly deviceType: number;
  readonly productCode: number;
  /** `major.minor`. */
  readonly revision: string;
  /** Eight hexadecimal digits. */
  readonly serial: string;
  readonly productName: string | null;
}

/** Any other message; the first of each direction on a connection. `answer`: it was sent by the device. */
export interface EnipMessage { readonly kind: 'enip.message'; readonly command: number }

declare module '../record.ts' { interface RecordMap { 'enip.identity': EnipIdentity; 'enip.message': EnipMessage } }

const HEADER = 24, LIST_IDENTITY = 0x63, IDENTITY_ITEM = 0x0c;
/** NOP, ListServices, ListIdentity, ListInterfaces, RegisterSession, UnRegisterSession, SendRRData, SendUnitData, IndicateStatus, Cancel (2-3.2.1). */
const COMMANDS: ReadonlySet<number> = new Set([0x00, 0x04, 0x63, 0x64, 0x65, 0x66, 0x6f, 0x70, 0x72, 0x73]);
/** Status codes in use are below this (2-3.4: 0–3, 0x64, 0x65, 0x69, 0x6a; the rest is reserved). */
const STATUS_LIMIT = 0x100;

/** Header: command, length, session handle, status, sender context (8), options (always 0). Little endian. */
function isHeader(bytes: Uint8Array, at: number, end: number): boolean {
  const cursor = new Cursor(bytes, at, end), command = cursor.u16le(), length = cursor.u16le();
  const session = cursor.u32le(), status = cursor.u32le();
  cursor.skip(8);
  const options = cursor.u32le();
  return !cursor.short && COMMANDS.has(command) && options === 0 && status < STATUS_LIMIT && (command !== 0 || session !== 0)
    && (command !== 0x65 || length === 4) && (command !== 0x66 || length === 0) && ((command !== 0x6f && command !== 0x70) || length >= 16 || status !== 0);
}

function readMessage(bytes: Uint8Array, at: number, end: number, told: boolean, sink: RecordSink): void {
  const command = bytes[at]! | (bytes[at + 1]! << 8), length = bytes[at + 2]! | (bytes[at + 3]! << 8);
  if (command !== LIST_IDENTITY || length === 0) { if (!told) sink.record({ kind: 'enip.message', command }); return; }
  const cursor = new Cursor(bytes, at + HEADER, Math.min(end, at + HEADER + length)), count = cursor.u16le();
  for (let i = 0; i < count && i < 8 && cursor.left >= 4; i++) {
    const type = cursor.u16le(), item = cursor.take(cursor.u16le());
    if (type !== IDENTITY_ITEM) continue;
    item.skip(2 + 16); // encapsulation version, socket address
    const vendorId = item.u16le(), deviceType = item.u16le(), productCode = item.u16le(), major = item.u8(), minor = item.u8();
    item.skip(2);
    const serial = item.u32le().toString(16).padStart(8, '0'), productName = clean(item.latin1(item.u8()), 64);
    if (!item.short) sink.record({ kind: 'enip.identity', vendorId, deviceType, productCode, revision: `${major}.${minor}`, serial, productName });
  }
}

class EnipStream implements StreamDissector {
  private readonly told: [boolean, boolean] = [false, false];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= HEADER) {
      const command = bytes[at]! | (bytes[at + 1]! << 8), length = bytes[at + 2]! | (bytes[at + 3]! << 8);
      if (!COMMANDS.has(command)) { sink.weird('enip-command'); return DONE; }
      if (command === LIST_IDENTITY && end - at < HEADER + length) return at - off;
      readMessage(bytes, at, end, this.told[direction], sink);
      this.told[direction] = true;
      at += HEADER + length;
    }
    return at - off;
  }
}

export const enip: StreamProtocol = {
  protocol: 'enip',
  ports: [44818],
  /** A NOP is nearly all zeros, like the start of much else: it is believed on the usual port only. */
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const seen = end - off;
    if (!COMMANDS.has(bytes[off]!) || (bytes[off] === 0 && port !== 44818) || (seen > 1 && bytes[off + 1] !== 0)) return NO;
    return seen < HEADER ? MORE : isHeader(bytes, off, end) ? YES : NO;
  },
  open: () => new EnipStream(),
};

export const enipDatagram: DatagramProtocol = {
  protocol: 'enip',
  ports: [44818],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (end - off < HEADER || !isHeader(bytes, off, end)) return false;
    readMessage(bytes, off, end, false, sink);
    return true;
  },
};
