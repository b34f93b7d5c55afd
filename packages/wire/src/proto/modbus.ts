/**
 * Modbus/TCP (MODBUS Messaging on TCP/IP Implementation Guide V1.0b; Application Protocol V1.1b3). Read: unit and function codes, and the answers to
 * Read Device Identification (function 43, MEI type 14): vendor, product code, revision, product and model name. Registers are process values and are skipped.
 */
import { clean, Cursor } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

/** The first message of each direction for each function code, at most 16. */
export interface ModbusMessage {
  readonly kind: 'modbus.message';
  readonly unit: number;
  readonly function: number;
  /** The answer is an exception (function code + 0x80). */
  readonly exception: boolean;
}

/** Read Device Identification (V1.1b3, 6.21); objects that were not sent are null. */
export interface ModbusIdentification {
  readonly kind: 'modbus.identification';
  readonly unit: number;
  readonly vendor: string | null;
  readonly productCode: string | null;
  readonly revision: string | null;
  readonly productName: string | null;
  readonly modelName: string | null;
}

declare module '../record.ts' { interface RecordMap { 'modbus.message': ModbusMessage; 'modbus.identification': ModbusIdentification } }

const MBAP = 7;
/** MBAP length counts unit and PDU; a PDU is at most 253 bytes (V1.1b3, 4.1). */
const LENGTH_LIMIT = 254;
const READ_DEVICE_IDENTIFICATION = 43, MEI_DEVICE = 14;
/** Public function codes (V1.1b3, 5.1) and 90, which Schneider's programming tools use. */
const FUNCTIONS: ReadonlySet<number> = new Set([1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 15, 16, 17, 20, 21, 22, 23, 24, 43, 90]);
const KINDS_LIMIT = 16;

class ModbusStream implements StreamDissector {
  private readonly told: [Set<number>, Set<number>] = [new Set(), new Set()];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= MBAP + 1) {
      const length = (bytes[at + 4]! << 8) | bytes[at + 5]!;
      if (bytes[at + 2] !== 0 || bytes[at + 3] !== 0 || length < 2 || length > LENGTH_LIMIT) { sink.weird('modbus-header'); return DONE; }
      const stop = at + 6 + length;
      if (end < stop) return at - off;
      this.tell(direction, bytes[at + 6]!, bytes[at + 7]!, sink);
      if (bytes[at + 7] === READ_DEVICE_IDENTIFICATION && bytes[at + 8] === MEI_DEVICE) readIdentification(bytes, at + 6, stop, sink);
      at = stop;
    }
    return at - off;
  }

  private tell(direction: Direction, unit: number, code: number, sink: RecordSink): void {
    const told = this.told[direction];
    if (told.has(code) || told.size >= KINDS_LIMIT) return;
    told.add(code);
    sink.record({ kind: 'modbus.message', unit, function: code & 0x7f, exception: (code & 0x80) !== 0 });
  }
}

/** Response: unit, 43, 14, code, conformity, more follows, next object, number, then {id, length, value}. A request is four bytes and yields nothing. */
function readIdentification(bytes: Uint8Array, from: number, stop: number, sink: RecordSink): void {
  const unit = bytes[from]!, cursor = new Cursor(bytes, from + 7, stop), count = cursor.u8(), objects = new Map<number, string | null>();
  for (let i = 0; i < count && cursor.left >= 2; i++) {
    const id = cursor.u8();
    objects.set(id, clean(cursor.latin1(cursor.u8()), 128));
  }
  if (objects.size === 0) return;
  const of = (id: number) => objects.get(id) ?? null;
  sink.record({ kind: 'modbus.identification', unit, vendor: of(0), productCode: of(1), revision: of(2), productName: of(4), modelName: of(5) });
}

/** Coils or registers that one request may ask for (V1.1b3, 6.1–6.4): a read is at most 2000 coils or 125 registers, and it is the whole segment. */
function isRead(bytes: Uint8Array, at: number, end: number): boolean {
  const code = bytes[at + 7]!, quantity = end - at >= 12 ? (bytes[at + 10]! << 8) | bytes[at + 11]! : 0;
  return end - at === 12 && bytes[at + 5] === 6 && code >= 1 && code <= 4 && quantity >= 1 && quantity <= (code <= 2 ? 2000 : 125);
}

/**
 * True when the length of the first message is one its function code can have. `length` counts unit and PDU: requests of 1–6 have 6 bytes, answers to 1–4 3 + byte count,
 * exceptions 3, and so on (V1.1b3, chapter 6).
 */
function isPlausible(bytes: Uint8Array, at: number, end: number): boolean {
  const length = (bytes[at + 4]! << 8) | bytes[at + 5]!, code = bytes[at + 7]!, next = end > at + 8 ? bytes[at + 8]! : 0;
  if ((code & 0x80) !== 0) return FUNCTIONS.has(code & 0x7f) && length === 3 && next >= 1 && next <= 11;
  if (!FUNCTIONS.has(code)) return false;
  if (code >= 1 && code <= 4) return length === 6 || length === 3 + next;
  if (code === 5 || code === 6) return length === 6;
  if (code === 15 || code === 16) return length === 6 || (end > at + 12 && length === 7 + bytes[at + 12]!) || end <= at + 12;
  if (code === READ_DEVICE_IDENTIFICATION) return next === 13 || next === MEI_DEVICE;
  return length <= LENGTH_LIMIT;
}

export const modbus: StreamProtocol = {
  protocol: 'modbus',
  ports: [502],
  /** On port 502 a consistent header is enough, as devices are probed with codes that do not exist; elsewhere a client must ask to read or to identify. */
  probe(direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    const seen = end - off;
    if ((seen > 2 && bytes[off + 2] !== 0) || (seen > 3 && bytes[off + 3] !== 0) || (seen > 4 && bytes[off + 4] !== 0)) return NO;
    if (seen > 5 && (bytes[off + 5]! < 2 || bytes[off + 5]! > LENGTH_LIMIT)) return NO;
    if (port === 502) return seen < 6 ? MORE : seen >= 6 + bytes[off + 5]! ? YES : seen > MBAP + 1 && isPlausible(bytes, off, end) ? YES : MORE;
    if (seen < MBAP + 2) return MORE;
    if (!isPlausible(bytes, off, end)) return NO;
    if (isRead(bytes, off, end) || (bytes[off + 7] === READ_DEVICE_IDENTIFICATION && bytes[off + 8] === MEI_DEVICE)) return direction === 0 ? YES : MORE;
    return MORE;
  },
  open: () => new ModbusStream(),
};
