/**
 * BACnet (ANSI/ASHRAE 135-2020): BVLC over UDP (annex J), and the NPDU directly over LLC on Ethernet (clause 7). Read: I-Am (device instance, vendor
 * identifier), Who-Is, and from ReadProperty and ReadPropertyMultiple answers of a Device object its vendor name, model name, firmware revision and
 * application software version. Object names, descriptions, locations and present values are not read.
 */
import { clean, Cursor, latin1, utf8 } from '../cursor.ts';
import type { DatagramProtocol, LinkProtocol, RecordSink } from '../record.ts';

export interface BacnetIAm { readonly kind: 'bacnet.i-am'; readonly instance: number; readonly vendorId: number }

/** A device asks for others. */
export interface BacnetWhoIs { readonly kind: 'bacnet.who-is' }

/** Properties a device gave about itself; those not asked for are null. */
export interface BacnetDevice {
  readonly kind: 'bacnet.device';
  readonly instance: number;
  readonly vendorName: string | null;
  readonly vendorId: number | null;
  readonly modelName: string | null;
  readonly firmware: string | null;
  readonly software: string | null;
}

/** Any other message: `request` asks for a confirmed service, `answer` replies to one, `notice` is unconfirmed or of the network layer. */
export interface BacnetMessage { readonly kind: 'bacnet.message'; readonly role: 'request' | 'answer' | 'notice' }

declare module '../record.ts' {
  interface RecordMap { 'bacnet.i-am': BacnetIAm; 'bacnet.who-is': BacnetWhoIs; 'bacnet.device': BacnetDevice; 'bacnet.message': BacnetMessage }
}

const BVLC_IP = 0x81, BVLC_IPV6 = 0x82;
/** BVLC functions (J.2) whose NPDU begins right after the four-byte header; Forwarded-NPDU (4) has six bytes of address before it. */
const FORWARDED = 4, ORIGINAL_UNICAST = 10, ORIGINAL_BROADCAST = 11, DISTRIBUTE = 9, LAST_FUNCTION = 12;
const CONFIRMED = 0, UNCONFIRMED = 1, SIMPLE_ACK = 2, COMPLEX_ACK = 3, SEGMENT_ACK = 4, ABORT = 7;
const I_AM = 0, WHO_IS = 8, READ_PROPERTY = 12, READ_PROPERTY_MULTIPLE = 14;
const OBJECT_DEVICE = 8;
/** Property identifiers (clause 21, BACnetPropertyIdentifier). */
const SOFTWARE = 12, FIRMWARE = 44, MODEL_NAME = 70, VENDOR_ID = 120, VENDOR_NAME = 121;

/** An application or context tag (20.2.1): number, class, and the length of its data; opening and closing tags have `open` or `close`. */
interface Tag { readonly number: number; readonly context: boolean; readonly open: boolean; readonly close: boolean; readonly length: number }

function readTag(cursor: Cursor): Tag {
  const first = cursor.u8(), context = (first & 8) !== 0, low = first & 7;
  const number = first >> 4 === 15 ? cursor.u8() : first >> 4;
  if (context && low >= 6) return { number, context, open: low === 6, close: low === 7, length: 0 };
  let length = low;
  if (low === 5) {
    length = cursor.u8();
    if (length === 254) length = cursor.u16();
    else if (length === 255) length = cursor.u32();
  } else if (!context && number === 1) length = 0; // a Boolean's value is in the tag itself (20.2.3)
  return { number, context, open: false, close: false, length };
}

function readUnsigned(cursor: Cursor, length: number): number {
  const value = cursor.take(length);
  let number = 0;
  for (let i = 0; i < Math.min(length, 4); i++) number = number * 256 + value.u8();
  return number;
}

/** A character string (20.2.9): its first byte is the character set, 0 is UTF-8, 4 is UCS-2, 5 is ISO 8859-1. */
function readString(cursor: Cursor, length: number): string | null {
  const text = cursor.take(length), set = text.u8();
  if (set === 0) return clean(utf8(text.bytes, text.pos, text.end), 128);
  if (set === 5) return clean(latin1(text.bytes, text.pos, text.end), 128);
  if (set !== 4) return null;
  let out = '';
  while (text.left >= 2 && out.length < 128) out += String.fromCharCode(text.u16());
  return clean(out, 128);
}

/** Reads an NPDU (clause 6.2): version 1, control, optional addresses, then an APDU or a network message. False when it is none. */
export function parseNpdu(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
  const cursor = new Cursor(bytes, off, end);
  if (cursor.u8() !== 1) return false;
  const control = cursor.u8();
  if (cursor.short || (control & 0x50) !== 0) return false; // bits 6 and 4 are reserved and zero
  if ((control & 0x20) !== 0) { cursor.skip(2); cursor.skip(cursor.u8()); }
  if ((control & 0x08) !== 0) { cursor.skip(2); cursor.skip(cursor.u8()); }
  if ((control & 0x20) !== 0) cursor.skip(1); // hop count
  if (cursor.short) return false;
  if (cursor.left === 0) return true; // a router's message to nobody in particular, or one cut short
  if ((control & 0x80) !== 0) sink.record({ kind: 'bacnet.message', role: 'notice' });
  else readApdu(cursor, sink);
  return true;
}

/** Clause 20.1: the type is in the high four bits of the first byte. */
function readApdu(cursor: Cursor, sink: RecordSink): void {
  const first = cursor.u8(), type = first >> 4, segmented = (first & 8) !== 0;
  if (type === UNCONFIRMED) {
    const service = cursor.u8();
    if (service === I_AM) readIAm(cursor, sink);
    else sink.record(service === WHO_IS ? { kind: 'bacnet.who-is' } : { kind: 'bacnet.message', role: 'notice' });
  } else if (type === COMPLEX_ACK && !segmented) {
    cursor.skip(1);
    const service = cursor.u8();
    if (service === READ_PROPERTY) readProperty(cursor, sink);
    else if (service === READ_PROPERTY_MULTIPLE) readPropertyMultiple(cursor, sink);
    else sink.record({ kind: 'bacnet.message', role: 'answer' });
  } else if (type === CONFIRMED) sink.record({ kind: 'bacnet.message', role: 'request' });
  else if (type >= SIMPLE_ACK && type <= ABORT) sink.record({ kind: 'bacnet.message', role: type === SEGMENT_ACK ? 'notice' : 'answer' });
  else sink.weird('bacnet-apdu-type');
}

/** I-Am-Request (21, 16.10): object identifier, maximum APDU, segmentation, vendor identifier. */
function readIAm(cursor: Cursor, sink: RecordSink): void {
  const object = readTag(cursor), id = readUnsigned(cursor, object.length);
  for (let i = 0; i < 2; i++) cursor.skip(readTag(cursor).length);
  const vendorId = readUnsigned(cursor, readTag(cursor).length);
  if (cursor.short || object.context || object.number !== 12 || id >>> 22 !== OBJECT_DEVICE) { sink.weird('bacnet-i-am'); return; }
  sink.record({ kind: 'bacnet.i-am', instance: id & 0x3fffff, vendorId });
}

type Found = Map<number, string | number | null>;

/** ReadProperty-ACK: [0] object, [1] property, optional [2] index, [3] value. */
function readProperty(cursor: Cursor, sink: RecordSink): void {
  const object = readTag(cursor), id = readUnsigned(cursor, object.length), property = readUnsigned(cursor, readTag(cursor).length), found: Found = new Map();
  let tag = readTag(cursor);
  if (tag.context && tag.number === 2 && !tag.open) { cursor.skip(tag.length); tag = readTag(cursor); }
  if (!cursor.short && tag.open && tag.number === 3) readValue(cursor, property, found);
  recordDevice(id, found, sink);
}

/** ReadPropertyMultiple-ACK: a list of [0] object, [1] { [2] property, optional [3] index, [4] value or [5] error }. */
function readPropertyMultiple(cursor: Cursor, sink: RecordSink): void {
  let told = false;
  for (let objects = 0; cursor.left > 0 && objects < 64; objects++) {
    const object = readTag(cursor), id = readUnsigned(cursor, object.length), list = readTag(cursor), found: Found = new Map();
    if (cursor.short || !list.open) break;
    for (let tag = readTag(cursor); !cursor.short && !tag.close; tag = readTag(cursor)) {
      const property = readUnsigned(cursor, tag.length);
      let value = readTag(cursor);
      if (value.context && value.number === 3 && !value.open) { cursor.skip(value.length); value = readTag(cursor); }
      if (value.open && value.number === 4) readValue(cursor, property, found);
      skipToClose(cursor);
    }
    if (found.size > 0) { recordDevice(id, found, sink); told = true; }
  }
  if (!told) sink.record({ kind: 'bacnet.message', role: 'answer' });
}

/** Reads the value of a wanted property, whose opening tag has been read. */
function readValue(cursor: Cursor, property: number, found: Found): void {
  if (![SOFTWARE, FIRMWARE, MODEL_NAME, VENDOR_ID, VENDOR_NAME].includes(property)) return;
  const tag = readTag(cursor);
  if (tag.context) return;
  if (tag.number === 7) found.set(property, readString(cursor, tag.length));
  else if (tag.number === 2 && property === VENDOR_ID) found.set(property, readUnsigned(cursor, tag.length));
  else cursor.skip(tag.length);
}

/** Steps over what is left inside an opening tag, nested tags included. */
function skipToClose(cursor: Cursor): void {
  for (let depth = 1; depth > 0 && cursor.left > 0;) {
    const tag = readTag(cursor);
    if (tag.open) depth++;
    else if (tag.close) depth--;
    else cursor.skip(tag.length);
  }
}

function recordDevice(id: number, found: Found, sink: RecordSink): void {
  if (id >>> 22 !== OBJECT_DEVICE || found.size === 0) { sink.record({ kind: 'bacnet.message', role: 'answer' }); return; }
  const text = (property: number) => { const value = found.get(property); return typeof value === 'string' ? value : null; };
  const vendorId = found.get(VENDOR_ID);
  sink.record({
    kind: 'bacnet.device', instance: id & 0x3fffff, vendorName: text(VENDOR_NAME), vendorId: typeof vendorId === 'number' ? vendorId : null,
    modelName: text(MODEL_NAME), firmware: text(FIRMWARE), software: text(SOFTWARE),
  });
}

export const bacnet: DatagramProtocol = {
  protocol: 'bacnet',
  ports: Array.from({ length: 16 }, (_, i) => 47808 + i),
  anyPort: true,
  /** BVLL (J.2): type, function, length of the whole. On a foreign port the length must be that of the datagram. */
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink, fromPort: number, toPort: number): boolean {
    if (end - off < 4 || bytes[off] !== BVLC_IP || bytes[off + 1]! > LAST_FUNCTION) return end - off >= 10 && bytes[off] === BVLC_IPV6 && isUsualPort(fromPort, toPort) && parseIpv6(bytes, off, end, sink);
    const type = bytes[off + 1]!, length = (bytes[off + 2]! << 8) | bytes[off + 3]!;
    if (length < 4 || (length !== end - off && !isUsualPort(fromPort, toPort))) return false;
    const stop = Math.min(end, off + length);
    // The other functions manage broadcasts between networks and carry no message of a device.
    const from = type === ORIGINAL_UNICAST || type === ORIGINAL_BROADCAST || type === DISTRIBUTE ? off + 4 : type === FORWARDED ? off + 10 : -1;
    if (from < 0 || from > stop) return false;
    if (parseNpdu(bytes, from, stop, sink)) return true;
    if (!isUsualPort(fromPort, toPort)) return false;
    sink.weird('bacnet-npdu');
    return true;
  },
};

const isUsualPort = (fromPort: number, toPort: number) => (fromPort >= 47808 && fromPort <= 47823) || (toPort >= 47808 && toPort <= 47823);

/** BACnet/IPv6 (annex U.2): type 0x82, function, length, source address (3); original unicast (1) has the destination (3) too, forwarded (8) a B/IPv6 address (18). */
function parseIpv6(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
  const type = bytes[off + 1]!, stop = Math.min(end, off + ((bytes[off + 2]! << 8) | bytes[off + 3]!));
  if (type === 1) return parseNpdu(bytes, off + 10, stop, sink);
  if (type === 2) return parseNpdu(bytes, off + 7, stop, sink);
  if (type === 8) return parseNpdu(bytes, off + 28, stop, sink);
  return false;
}

/** BACnet over Ethernet (clause 7): LLC with both service access points 0x82, unnumbered information. `parse` gets what follows the three bytes of LLC. */
export const bacnetEthernet: LinkProtocol = { protocol: 'bacnet', etherType: null, snap: null, dsap: 0x82, parse: parseNpdu };
