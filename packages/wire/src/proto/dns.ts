/**
 * One parser for DNS (RFC 1035, UDP and TCP), mDNS (RFC 6762) with DNS-SD (RFC 6763), and LLMNR (RFC 4795).
 *
 * Read: questions, and answers of types A, AAAA, PTR, CNAME, SRV, HINFO and TXT. Of TXT only `version.bind`/`version.server` (class CHAOS) and the
 * keys of `TXT_FACTS`, which describe a device; every other text (locations, account names, tokens, mail policies) is stepped over.
 */
import { formatIpv4, formatIpv6 } from '@wardkeep/model/address';
import { clean, Cursor, utf8 } from '../cursor.ts';
import { Recall } from '../recall.ts';
import { type WireRecord, type DatagramProtocol, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

export interface DnsQuestion { readonly name: string; readonly type: number; readonly class: number }

export type DnsSection = 'answer' | 'authority' | 'additional';
interface Owned { readonly section: DnsSection; readonly name: string; readonly ttl: number }
export type DnsAnswer =
  | Owned & { readonly type: 'A' | 'AAAA'; readonly address: string }
  | Owned & { readonly type: 'PTR' | 'CNAME'; readonly target: string }
  | Owned & { readonly type: 'SRV'; readonly port: number; readonly target: string }
  | Owned & { readonly type: 'HINFO'; readonly cpu: string | null; readonly os: string | null }
  /** `facts`: keys of `TXT_FACTS`, in lower case. */
  | Owned & { readonly type: 'TXT'; readonly facts: Readonly<Record<string, string>> };

interface Message {
  readonly response: boolean;
  readonly opcode: number;
  readonly rcode: number;
  readonly questions: readonly DnsQuestion[];
  readonly answers: readonly DnsAnswer[];
  /** The server's own answer to `version.bind` or `version.server` (class CHAOS). */
  readonly versionBind: string | null;
}
export interface DnsMessage extends Message { readonly kind: 'dns.message' }
export interface MdnsMessage extends Message { readonly kind: 'mdns.message' }
export interface LlmnrMessage extends Message { readonly kind: 'llmnr.message' }

declare module '../record.ts' { interface RecordMap { 'dns.message': DnsMessage; 'mdns.message': MdnsMessage; 'llmnr.message': LlmnrMessage } }

/** TXT keys that state a fact about a device: Bonjour printing 1.2.1, AirPlay, Google Cast (`md`), Apple `_device-info`. None of them is about people or places. */
export const TXT_FACTS: ReadonlySet<string> = new Set([
  'model', 'manufacturer', 'mfg', 'vendor', 'product', 'ty', 'usb_mfg', 'usb_mdl', 'md', 'fv', 'am', 'osxvers', 'firmware', 'fw', 'sw_version', 'fwversion', 'srcvers',
]);

const HEADER_LENGTH = 12;
/** More records than this in one message are counted as weird and not read. */
const QUESTION_LIMIT = 32, RECORD_LIMIT = 512;
/** RFC 1035, 3.1: 255 octets in all; so many labels at most. */
const NAME_LIMIT = 255, LABEL_LIMIT = 128;
const A = 1, CNAME = 5, PTR = 12, HINFO = 13, TXT = 16, AAAA = 28, SRV = 33, CHAOS = 3;
const SECTIONS: readonly DnsSection[] = ['answer', 'authority', 'additional'];

/** Null when the header is not there. */
function parseMessage<K extends string>(kind: K, bytes: Uint8Array, off: number, end: number, sink: RecordSink): (Message & { readonly kind: K }) | null {
  const cursor = new Cursor(bytes, off, end);
  cursor.skip(2);
  const flags = cursor.u16(), counts = [cursor.u16(), cursor.u16(), cursor.u16(), cursor.u16()] as const;
  if (cursor.short) { sink.weird('dns-short'); return null; }
  const questions: DnsQuestion[] = [], answers: DnsAnswer[] = [];
  let versionBind: string | null = null;
  if (counts[0] > QUESTION_LIMIT || counts[1] + counts[2] + counts[3] > RECORD_LIMIT) sink.weird('dns-counts');
  for (let i = 0; i < counts[0] && i < QUESTION_LIMIT && !cursor.short; i++) {
    const name = readName(cursor, off), type = cursor.u16(), klass = cursor.u16();
    if (name === null) { cursor.short = true; break; }
    if (!cursor.short) questions.push({ name, type, class: klass });
  }
  let read = 0;
  // Beyond the limit of questions the position of the records is not known.
  for (let index = 0; index < 3 && counts[0] <= QUESTION_LIMIT; index++) {
    const section = SECTIONS[index]!;
    for (let i = 0; i < counts[index + 1]! && read < RECORD_LIMIT && !cursor.short; i++, read++) {
      const name = readName(cursor, off), type = cursor.u16(), klass = cursor.u16(), ttl = cursor.u32(), data = cursor.take(cursor.u16());
      if (name === null) cursor.short = true;
      if (cursor.short || name === null) break;
      if ((klass & 0x7fff) === CHAOS) { versionBind ??= readVersionBind(name, type, data); continue; }
      const answer = readAnswer({ section, name, ttl }, type, data, off);
      if (answer !== null) answers.push(answer);
    }
  }
  if (cursor.short) sink.weird('dns-truncated');
  return { kind, response: (flags & 0x8000) !== 0, opcode: (flags >> 11) & 15, rcode: flags & 15, questions, answers, versionBind };
}

/**
 * A domain name with compression (RFC 1035, 4.1.4), its labels joined by dots; a dot inside a label is written `\.` (RFC 6763, 4.3). The cursor stands behind it.
 * Pointers must go backwards, so there is no loop. Null when it is broken or too long.
 */
function readName(cursor: Cursor, message: number): string | null {
  const { bytes, end } = cursor;
  let at = cursor.pos, floor = at, from = at, behind = -1, name = '', length = 0;
  for (let labels = 0; labels < LABEL_LIMIT; labels++) {
    if (at >= end) return null;
    const size = bytes[at]!;
    if (size === 0) {
      if (at > from) name = name === '' ? runs.of(bytes, from, at) : `${name}.${runs.of(bytes, from, at)}`;
      cursor.pos = behind < 0 ? at + 1 : behind;
      return clean(name, NAME_LIMIT) ?? '';
    }
    if (size >= 0xc0) {
      if (at + 1 >= end) return null;
      if (at > from) name = name === '' ? runs.of(bytes, from, at) : `${name}.${runs.of(bytes, from, at)}`;
      if (behind < 0) behind = at + 2;
      at = from = message + (((size & 0x3f) << 8) | bytes[at + 1]!);
      if (at >= floor) return null;
      floor = at;
      continue;
    }
    length += size + 1;
    if (size > 63 || at + 1 + size > end || length > NAME_LIMIT) return null;
    at += size + 1;
  }
  return null;
}

/** Labels that stand one behind the other, as text. The names of a network are few. */
const runs = new Recall((bytes, from, end) => {
  let name = '';
  for (let at = from; at < end; at += bytes[at]! + 1) {
    const label = utf8(bytes, at + 1, at + 1 + bytes[at]!);
    name += (name === '' ? '' : '.') + (label.includes('.') ? label.replaceAll('.', '\\.') : label);
  }
  return name;
}, 4096, 64);

function readAnswer(owned: Owned, type: number, data: Cursor, message: number): DnsAnswer | null {
  if (type === A) return data.left === 4 ? { ...owned, type: 'A', address: formatIpv4(data.bytes, data.pos) } : null;
  if (type === AAAA) return data.left === 16 ? { ...owned, type: 'AAAA', address: formatIpv6(data.bytes, data.pos) } : null;
  if (type === PTR || type === CNAME) {
    const target = readName(data, message);
    return target === null ? null : { ...owned, type: type === PTR ? 'PTR' : 'CNAME', target };
  }
  if (type === SRV) { // RFC 2782: priority, weight, port, target
    data.skip(4);
    const port = data.u16(), target = readName(data, message);
    return target === null || data.short ? null : { ...owned, type: 'SRV', port, target };
  }
  if (type === HINFO) {
    const cpu = characterString(data), os = characterString(data);
    return data.short ? null : { ...owned, type: 'HINFO', cpu, os };
  }
  if (type !== TXT) return null;
  const facts = readFacts(data);
  return facts === null ? null : { ...owned, type: 'TXT', facts };
}

function characterString(data: Cursor): string | null {
  const value = data.take(data.u8());
  return clean(utf8(value.bytes, value.pos, value.end), 255);
}

/** RFC 6763, 6.3 and 6.4: `key=value`, keys without case, the first of a key counts. */
function readFacts(data: Cursor): Record<string, string> | null {
  const facts: Record<string, string> = {};
  while (data.left > 0) {
    const pair = data.take(data.u8());
    if (data.short) break;
    let equals = pair.pos;
    while (equals < pair.end && pair.bytes[equals] !== 0x3d) equals++;
    if (equals - pair.pos > 16) continue;
    const key = utf8(pair.bytes, pair.pos, equals).toLowerCase();
    if (!TXT_FACTS.has(key) || facts[key] !== undefined) continue;
    const value = clean(utf8(pair.bytes, equals + 1, pair.end), 128);
    if (value !== null) facts[key] = value;
  }
  return Object.keys(facts).length === 0 ? null : facts;
}

function readVersionBind(name: string, type: number, data: Cursor): string | null {
  return type === TXT && /^version\.(?:bind|server)$/i.test(name) ? characterString(data) : null;
}

const datagram = <P extends 'dns' | 'mdns' | 'llmnr'>(protocol: P, kind: `${P}.message`, port: number): DatagramProtocol => ({
  protocol, ports: [port], anyPort: false,
  parse(bytes, off, end, sink) {
    if (off >= end) return false;
    const message = parseMessage(kind, bytes, off, end, sink);
    if (message !== null) sink.record(message as WireRecord);
    return true;
  },
});

export const dns: DatagramProtocol = datagram('dns', 'dns.message', 53);
export const mdns: DatagramProtocol = datagram('mdns', 'mdns.message', 5353);
export const llmnr: DatagramProtocol = datagram('llmnr', 'llmnr.message', 5355);

/** A longer message over TCP (a zone transfer) is stepped over. */
const STREAM_MESSAGE_LIMIT = 16384;

/** RFC 1035, 4.2.2: each message behind its length in two bytes. */
class DnsStream implements StreamDissector {
  read(_direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= 2) {
      const length = (bytes[at]! << 8) | bytes[at + 1]!;
      if (length > STREAM_MESSAGE_LIMIT) { at += 2 + length; continue; }
      if (end - at - 2 < length) break;
      const message = parseMessage('dns.message', bytes, at + 2, at + 2 + length, sink);
      if (message !== null) sink.record(message);
      at += 2 + length;
    }
    return at - off;
  }
}

export const dnsTcp: StreamProtocol = {
  protocol: 'dns',
  ports: [53],
  /** A length that fits, a header with a known opcode and counts of a query or answer, and a first question that reads as a name with a class. */
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const cursor = new Cursor(bytes, off, end), length = cursor.u16();
    if (!cursor.short && length < HEADER_LENGTH + 5) return NO;
    cursor.skip(2);
    const flags = cursor.u16(), questions = cursor.u16(), others = Math.max(cursor.u16(), cursor.u16());
    cursor.skip(2);
    if (cursor.short) return MORE;
    const opcode = (flags >> 11) & 15, response = (flags & 0x8000) !== 0;
    if (questions !== 1 || (opcode > 2 && opcode !== 4 && opcode !== 5) || (flags & 0x40) !== 0 || others > RECORD_LIMIT || (!response && (flags & 0x0480) !== 0)) return NO;
    while (cursor.left > 0) {
      const size = cursor.u8();
      if (size === 0) {
        const type = cursor.u16(), klass = cursor.u16();
        if (cursor.short) return MORE;
        return type > 0 && (klass === 1 || klass === CHAOS || klass === 4 || klass === 255) && cursor.pos - off - 2 <= length ? YES : NO;
      }
      if (size > 63 || cursor.pos - off + size > length) return NO;
      const label = cursor.take(size);
      for (let at = label.pos; at < label.end; at++) if (bytes[at]! < 0x21 || bytes[at]! > 0x7e) return NO;
    }
    return MORE;
  },
  open: () => new DnsStream(),
};
