/**
 * HL7 v2 over MLLP (HL7 v2.5.1 appendix C; MLLP release 1): `0x0B` message `0x1C 0x0D`. Seen in the field and read too: a byte order mark
 * before MSH, a batch (FHS, BHS before the first MSH), no `0x0D` or even no `0x1C` at the end, a capture that begins inside a message.
 *
 * Read: MSH-3 sending application, MSH-4 facility, MSH-5, MSH-6, MSH-9 message type, MSH-12 version, and SFT (software segment).
 * Nothing else: patients are in PID, staff in ORC and OBR, results in OBX; those bytes are stepped over.
 */
import { clean, utf8 } from '../cursor.ts';
import { type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

export interface Hl7Message {
  readonly kind: 'hl7.message';
  readonly sendingApplication: string | null;
  readonly sendingFacility: string | null;
  readonly receivingApplication: string | null;
  readonly receivingFacility: string | null;
  /** MSH-9 as `ADT^A01`. */
  readonly messageType: string | null;
  /** MSH-12, e.g. `2.5.1`. */
  readonly version: string | null;
  readonly software: Hl7Software | null;
}

/** SFT (HL7 v2.5.1, 2.15.12): vendor organisation, version, product. */
export interface Hl7Software { readonly vendor: string | null; readonly version: string | null; readonly product: string | null }

declare module '../record.ts' { interface RecordMap { 'hl7.message': Hl7Message } }

const START = 0x0b, END = 0x1c, CR = 0x0d, LF = 0x0a, TAB = 0x09;
/** MSH and SFT stand at the head of a message (HL7 v2.5.1, 2.5): what comes after this many bytes is not looked at. */
const HEAD_LIMIT = 4096;

class Hl7Stream implements StreamDissector {
  /** Per direction: inside a message whose head was read, looking for its end. */
  private readonly inside: [boolean, boolean] = [false, false];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (at < end) {
      if (this.inside[direction]) {
        const stop = bytes.subarray(0, end).indexOf(END, at), next = bytes.subarray(0, stop < 0 ? end : stop).indexOf(START, at);
        if (stop < 0 && next < 0) return end - off;
        this.inside[direction] = false;
        at = next < 0 ? stop + 1 : next;
        continue;
      }
      if (bytes[at] !== START) {
        const start = bytes.subarray(0, end).indexOf(START, at);
        if (start < 0) return end - off;
        at = start;
      }
      const stop = headEnd(bytes, at + 1, Math.min(end, at + HEAD_LIMIT));
      if (stop < 0 && end - at < HEAD_LIMIT) return at - off;
      readHead(bytes, at + 1, stop < 0 ? at + HEAD_LIMIT : stop, sink);
      this.inside[direction] = true;
      at += 1;
    }
    return at - off;
  }

  gap(direction: Direction): boolean { this.inside[direction] = true; return true; }
}

/** The first end or start of a message, or -1. */
function headEnd(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && bytes[at] !== END && bytes[at] !== START) at++;
  return at < end ? at : -1;
}

function readHead(bytes: Uint8Array, start: number, end: number, sink: RecordSink): void {
  const from = findMsh(bytes, start, end);
  if (from < 0) { sink.weird('hl7-no-msh'); return; }
  const field = bytes[from + 3]!, component = bytes[from + 4]!;
  const msh = segmentFields(bytes, from, end, field);
  const whole = isWhole(bytes, msh, component), first = (index: number) => firstComponent(bytes, msh[index], component), name = (index: number) => (whole ? first(index) : null);
  let software: Hl7Software | null = null;
  for (let at = nextSegment(bytes, from, end); at < end; at = nextSegment(bytes, at, end)) {
    if (bytes[at] !== 0x53 || bytes[at + 1] !== 0x46 || bytes[at + 2] !== 0x54 || bytes[at + 3] !== field) continue; // SFT
    const sft = segmentFields(bytes, at, end, field);
    software = { vendor: firstComponent(bytes, sft[1], component), version: firstComponent(bytes, sft[2], component), product: firstComponent(bytes, sft[3], component) };
    break;
  }
  // MSH-1 is the separator itself, so MSH-n is the (n-1)th field after the name.
  const type = msh[8] ? clean(utf8(bytes, msh[8][0], msh[8][1]), 32) : null;
  sink.record({
    kind: 'hl7.message',
    sendingApplication: name(2), sendingFacility: name(3), receivingApplication: name(4), receivingFacility: name(5),
    messageType: type !== null && whole && /^[A-Z][A-Z0-9]{2}(\W[A-Z0-9_]{1,7}){0,2}$/.test(type) ? type.split(/\W/).slice(0, 2).join('^') : null,
    version: VERSION.test(first(11) ?? '') ? first(11) : null, software,
  });
}

/** MSH-12 (HL7 table 0104): `2.3`, `2.5.1`. */
const VERSION = /^2(?:\.\d{1,2}){0,3}$/;

/**
 * Whether the fields are MSH's own. Where segments end in something that is no end for us, those of PID follow in one row with them, and a patient's
 * number would stand where a facility should: so no escaped line break in the first fields, and where MSH-12 exists, it is a version.
 */
function isWhole(bytes: Uint8Array, msh: readonly [number, number][], component: number): boolean {
  if (msh.length > 11 && !VERSION.test(firstComponent(bytes, msh[11], component) ?? '')) return false;
  return msh.slice(2, 8).every(([from, end]) => { for (let at = from; at + 1 < end; at++) if (bytes[at] === 0x5c && (bytes[at + 1] === 0x72 || bytes[at + 1] === 0x6e)) return false; return true; });
}

/** A control character ends a segment, whichever it is; so does NEL (0x85), unless it is the tail of a UTF-8 letter. */
const endsSegment = (bytes: Uint8Array, at: number): boolean => (bytes[at]! < 0x20 && bytes[at] !== TAB) || (bytes[at] === 0x85 && bytes[at - 1]! < 0x80);

/** Where MSH begins: at once, behind a byte order mark, or behind a batch's FHS and BHS (HL7 v2.5.1, 2.10.3). -1: nowhere. */
function findMsh(bytes: Uint8Array, start: number, end: number): number {
  let at = isByteOrderMark(bytes, start) ? start + 3 : start;
  for (let segments = 0; segments < 3 && end - at >= 8; segments++) {
    if (!isHeader(bytes, at)) return -1;
    if (bytes[at] === 0x4d) return at;
    at = nextSegment(bytes, at, end);
  }
  return -1;
}

const isByteOrderMark = (bytes: Uint8Array, at: number): boolean => bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;

/** `MSH`, `FHS` or `BHS`, and a separator that is no letter, digit or control. */
function isHeader(bytes: Uint8Array, at: number): boolean {
  const name = String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!);
  return (name === 'MSH' || name === 'FHS' || name === 'BHS') && /^[!-/:-@[-`{-~]$/.test(String.fromCharCode(bytes[at + 3]!));
}

function nextSegment(bytes: Uint8Array, at: number, end: number): number {
  while (at < end && !endsSegment(bytes, at)) at++;
  while (at < end && endsSegment(bytes, at)) at++;
  return at;
}

/** `[from, end)` of each field of the segment at `at`; index 0 is its name. At most 24 fields. */
function segmentFields(bytes: Uint8Array, at: number, end: number, separator: number): [number, number][] {
  const fields: [number, number][] = [];
  let from = at;
  for (; at <= end && fields.length < 24; at++) {
    const isEnd = at >= end || endsSegment(bytes, at);
    if (!isEnd && bytes[at] !== separator) continue;
    fields.push([from, at]);
    if (isEnd) break;
    from = at + 1;
  }
  return fields;
}

function firstComponent(bytes: Uint8Array, field: [number, number] | undefined, component: number): string | null {
  if (!field) return null;
  let stop = field[0];
  while (stop < field[1] && bytes[stop] !== component) stop++;
  return clean(utf8(bytes, field[0], stop), 128);
}

/** `0x0B` and a header segment behind it. */
function probeStart(bytes: Uint8Array, at: number, end: number): Verdict {
  if (at + 1 < end && bytes[at + 1] === 0xef && (end - at < 4 || isByteOrderMark(bytes, at + 1))) at += 3;
  if (end - at >= 5) return isHeader(bytes, at + 1) ? YES : NO;
  for (let i = 1; at + i < end && i < 4; i++) if (!['MFB', 'SH', 'HS'][i - 1]!.includes(String.fromCharCode(bytes[at + i]!))) return NO;
  return MORE;
}

const PORT = 2575;

export const hl7: StreamProtocol = {
  protocol: 'hl7',
  ports: [PORT],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number, port: number): Verdict {
    if (bytes[off] === START) return probeStart(bytes, off, end);
    if (port !== PORT) return NO;
    // On the usual port the capture may begin inside a message: text, up to the next start.
    for (let at = off; at < Math.min(end, off + HEAD_LIMIT); at++) {
      const byte = bytes[at]!;
      if (byte === START) return probeStart(bytes, at, end);
      if (byte < 0x20 && byte !== CR && byte !== LF && byte !== TAB && byte !== END) return NO;
    }
    return end - off < HEAD_LIMIT ? MORE : NO;
  },
  open: () => new Hl7Stream(),
};
