/**
 * Laboratory analysers over TCP: ASTM E1394 / CLSI LIS2-A2 records in ASTM E1381 / CLSI LIS1-A frames,
 * `STX` frame number text `ETX`|`ETB` checksum `CR LF`, between `ENQ` and `EOT`.
 *
 * Read: the message header record (LIS2-A2, clause 6): H-5 sender, H-10 receiver, H-13 version.
 * H-4 is a password; patients, orders and results are in P, O, R and the other records: those bytes are stepped over.
 */
import { clean, utf8 } from '../cursor.ts';
import { type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

export interface AstmHeader {
  readonly kind: 'astm.header';
  /** Components of H-5, empty ones kept: makers put name, version and serial number there, in no fixed order. At most 8. */
  readonly sender: readonly string[];
  readonly receiver: string | null;
  /** H-13, e.g. `LIS2-A2`, `1394-97` or `1`. */
  readonly version: string | null;
}

/** Frames were seen, but (not yet) a header: once per direction. */
export interface AstmFrame { readonly kind: 'astm.frame' }

declare module '../record.ts' { interface RecordMap { 'astm.header': AstmHeader; 'astm.frame': AstmFrame } }

const STX = 0x02, ETX = 0x03, EOT = 0x04, ENQ = 0x05, ACK = 0x06, CR = 0x0d, LF = 0x0a, NAK = 0x15, ETB = 0x17, H = 0x48;
/** A header record is shorter than this; frames have 240 characters (LIS1-A, 6.3.1.2), 64,000 in later use. */
const HEAD_LIMIT = 1024;
/** Handshake characters before the first frame that are looked through. */
const HANDSHAKE_LIMIT = 16;

class AstmStream implements StreamDissector {
  private readonly told: [boolean, boolean] = [false, false];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    const view = bytes.subarray(0, end);
    let at = off;
    for (;;) {
      const stx = view.indexOf(STX, at);
      if (stx < 0) return end - off;
      if (end - stx < 3) return stx - off;
      if (bytes[stx + 2] !== H || !isFrameNumber(bytes[stx + 1]!)) {
        if (isFrameNumber(bytes[stx + 1]!)) this.tell(direction, sink);
        at = stx + 2;
        continue;
      }
      const stop = recordEnd(bytes, stx + 2, Math.min(end, stx + 2 + HEAD_LIMIT));
      if (stop < 0 && end - stx - 2 < HEAD_LIMIT) return stx - off;
      const header = parseHeader(bytes, stx + 2, stop < 0 ? stx + 2 + HEAD_LIMIT : stop);
      if (header !== null) { this.told[direction] = true; sink.record(header); } else sink.weird('astm-header');
      at = stop < 0 ? stx + 2 : stop;
    }
  }

  gap(): boolean { return true; }

  private tell(direction: Direction, sink: RecordSink): void {
    if (this.told[direction]) return;
    this.told[direction] = true;
    sink.record({ kind: 'astm.frame' });
  }
}

const isFrameNumber = (byte: number): boolean => byte >= 0x30 && byte <= 0x37;
/** Delimiters are no letters, digits or controls (LIS2-A2, 5.4). */
const isDelimiter = (byte: number): boolean => byte > 0x20 && byte < 0x7f && !(byte >= 0x30 && byte <= 0x39) && !(byte >= 0x41 && byte <= 0x5a)
  && !(byte >= 0x61 && byte <= 0x7a);

function recordEnd(bytes: Uint8Array, at: number, end: number): number {
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte === CR || byte === LF || byte === ETX || byte === ETB) return at;
  }
  return -1;
}

/** `H|\^&`: the record type, the field delimiter, and the repeat, component and escape delimiters (LIS2-A2, 6.2). Needs five bytes. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== H) return false;
  for (let i = 1; i <= 4; i++) if (!isDelimiter(bytes[at + i]!)) return false;
  return bytes[at + 1] !== bytes[at + 2] && bytes[at + 1] !== bytes[at + 3] && bytes[at + 2] !== bytes[at + 3];
}

function parseHeader(bytes: Uint8Array, at: number, end: number): AstmHeader | null {
  if (end - at < 5 || !isHeader(bytes, at)) return null;
  const field = bytes[at + 1]!, component = bytes[at + 3]!;
  const fields: [number, number][] = [];
  for (let from = at, to = at; to <= end && fields.length < 14; to++) {
    if (to < end && bytes[to] !== field) continue;
    fields.push([from, to]);
    from = to + 1;
  }
  const split = (index: number): string[] => {
    const range = fields[index - 1];
    if (!range) return [];
    const text = utf8(bytes, range[0], range[1]).split(String.fromCharCode(component), 8).map((part) => clean(part, 64) ?? '');
    while (text.at(-1) === '') text.pop();
    return text;
  };
  return { kind: 'astm.header', sender: split(5), receiver: split(10)[0] || null, version: split(13)[0] || null };
}

/** Sum of the frame number to ETX or ETB, modulo 256, as two digits (LIS1-A, 6.3.3). True, false, or null when it is not all there. */
function hasChecksum(bytes: Uint8Array, stx: number, end: number): boolean | null {
  let sum = 0;
  for (let at = stx + 1; at < end; at++) {
    const byte = bytes[at]!;
    sum = (sum + byte) & 255;
    if (byte === STX || byte === EOT || byte === ENQ) return false;
    if (byte !== ETX && byte !== ETB) continue;
    if (end - at < 3) return null;
    return Number.parseInt(String.fromCharCode(bytes[at + 1]!, bytes[at + 2]!), 16) === sum;
  }
  return null;
}

export const astm: StreamProtocol = {
  protocol: 'astm',
  ports: [],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    let at = off;
    while (at < end && at - off < HANDSHAKE_LIMIT && (bytes[at] === ENQ || bytes[at] === ACK || bytes[at] === NAK || bytes[at] === EOT)) at++;
    if (at === end) return at - off < HANDSHAKE_LIMIT ? MORE : NO;
    if (bytes[at] !== STX) return NO;
    if (at + 1 < end && !isFrameNumber(bytes[at + 1]!)) return NO;
    if (end - at < 7) return MORE;
    if (isHeader(bytes, at + 2)) return YES;
    // Begun inside a message: another record type, and the checksum agrees.
    if (!isRecordType(bytes[at + 2]!) || !isDelimiter(bytes[at + 3]!)) return NO;
    const good = hasChecksum(bytes, at, Math.min(end, at + HEAD_LIMIT));
    return good === null ? (end - at < HEAD_LIMIT ? MORE : NO) : good ? YES : NO;
  },
  open: () => new AstmStream(),
};

/** Patient, order, result, comment, query, scientific, manufacturer, terminator (LIS2-A2, 4.1). */
const isRecordType = (byte: number): boolean => 'POCRQSML'.includes(String.fromCharCode(byte));
