/**
 * Point-of-care devices: POCT1-A2 (CLSI POCT01-A2) device messages, XML documents over TCP whose root names the message, values in `V` attributes.
 *
 * Read: of `HEL.R01` (hello) the device's `device_id`, `vendor_id` or `manufacturer_name`, `model_id`, `serial_id`, `sw_version`, from DEV or DCP;
 * of others the message's name. Results, patients and operator lists (OBS, PTL, OPL) are stepped over.
 */
import { clean } from '../cursor.ts';
import { type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { XmlReader } from '../xml.ts';

export interface Poct1aHello {
  readonly kind: 'poct1a.hello';
  readonly deviceId: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  readonly serial: string | null;
  readonly softwareVersion: string | null;
}

/** Another message than a hello: each name once per direction. */
export interface Poct1aMessage { readonly kind: 'poct1a.message'; readonly name: string }

declare module '../record.ts' { interface RecordMap { 'poct1a.hello': Poct1aHello; 'poct1a.message': Poct1aMessage } }

const HELLO = 'HEL.R01', LT = 0x3c;
/** `<HEL.R01` and one byte more. */
const ROOT_LENGTH = 9;
/** A hello lists topics and directives: a few kilobytes. What comes later is not looked at. */
const HELLO_LIMIT = 16384;
const NAMES: ReadonlySet<string> = new Set(['ACK', 'CNL', 'DST', 'DTV', 'END', 'EOT', 'ESC', 'EVS', 'HEL', 'KPA', 'OBS', 'OPL', 'PTL', 'REQ']);

/** The message whose root tag begins at `at` (`<HEL.R01`), or null. Needs nine bytes. */
function rootName(bytes: Uint8Array, at: number): string | null {
  if (bytes[at] !== LT || bytes[at + 4] !== 0x2e || bytes[at + 5] !== 0x52 || bytes[at + 6] !== 0x30) return null;
  const after = bytes[at + 8]!;
  if (after !== 0x3e && after !== 0x20 && after !== 0x2f && after !== 0x0d && after !== 0x0a && after !== 0x09) return null;
  const name = String.fromCharCode(...bytes.subarray(at + 1, at + 8));
  return NAMES.has(name.slice(0, 3)) ? name : null;
}

class Poct1aStream implements StreamDissector {
  private readonly told: [Set<string>, Set<string>] = [new Set(), new Set()];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    const view = bytes.subarray(0, end);
    let at = off;
    for (;;) {
      const tag = view.indexOf(LT, at);
      if (tag < 0) return end - off;
      if (end - tag < ROOT_LENGTH) return tag - off;
      const name = rootName(bytes, tag);
      if (name === HELLO) {
        const stop = helloEnd(view, tag + ROOT_LENGTH, Math.min(end, tag + HELLO_LIMIT));
        if (stop < 0 && end - tag < HELLO_LIMIT) return tag - off;
        sink.record(parseHello(bytes, tag, stop < 0 ? tag + HELLO_LIMIT : stop));
        at = stop < 0 ? tag + HELLO_LIMIT : stop;
        continue;
      }
      if (name !== null && !this.told[direction].has(name)) {
        this.told[direction].add(name);
        sink.record({ kind: 'poct1a.message', name });
      }
      at = tag + 1;
    }
  }

  gap(): boolean { return true; }
}

/** Where `</HEL.R01` begins, or -1. */
function helloEnd(view: Uint8Array, from: number, end: number): number {
  for (let at = view.indexOf(LT, from); at >= 0 && at + ROOT_LENGTH <= end; at = view.indexOf(LT, at + 1)) {
    if (view[at + 1] === 0x2f && view[at + 2] === 0x48 && view[at + 3] === 0x45 && view[at + 4] === 0x4c && view[at + 5] === 0x2e) return at;
  }
  return -1;
}

function parseHello(bytes: Uint8Array, from: number, end: number): Poct1aHello {
  const reader = new XmlReader(bytes, from, end), values = new Map<string, string>();
  for (let token = reader.next(); token !== null; token = reader.next()) {
    const field = /^(?:DEV|DCP)\.(device_id|vendor_id|manufacturer_name|model_id|serial_id|sw_version)$/.exec(reader.name)?.[1];
    if (token !== 'open' || field === undefined || values.has(field)) continue;
    const value = clean(reader.attribute('V') ?? '', 64);
    if (value !== null) values.set(field, value);
  }
  const of = (field: string) => values.get(field) ?? null;
  return {
    kind: 'poct1a.hello', deviceId: of('device_id'), vendor: of('manufacturer_name') ?? of('vendor_id'), model: of('model_id'),
    serial: of('serial_id'), softwareVersion: of('sw_version'),
  };
}

/** How far the root may be: an XML declaration, comments, a document type. */
const PROLOG_LIMIT = 512;

export const poct1a: StreamProtocol = {
  protocol: 'poct1a',
  ports: [],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    let at = off;
    const isBlank = (byte: number) => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09 || byte === 0xef || byte === 0xbb || byte === 0xbf;
    while (at < end && at - off < PROLOG_LIMIT) {
      if (isBlank(bytes[at]!)) { at++; continue; }
      if (bytes[at] !== LT) return NO;
      const mark = bytes[at + 1];
      if (at + 1 < end && (mark === 0x3f || mark === 0x21)) {
        while (at < end && at - off < PROLOG_LIMIT && bytes[at] !== 0x3e) at++;
        at++;
        continue;
      }
      if (end - at >= ROOT_LENGTH) return rootName(bytes, at) === null ? NO : YES;
      if (end - at >= 5 && bytes[at + 4] !== 0x2e) return NO;
      return MORE;
    }
    return at - off < PROLOG_LIMIT ? MORE : NO;
  },
  open: () => new Poct1aStream(),
};
