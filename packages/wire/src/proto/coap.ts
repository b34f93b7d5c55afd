/**
 * CoAP over UDP (RFC 7252). Read: type, code, Uri-Host, Uri-Path as far as its words are well known, Content-Format. Queries, other options and
 * payloads are stepped over.
 */
import { clean, utf8 } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';
import { authority } from './message-head.ts';

export interface CoapMessage {
  readonly kind: 'coap.message';
  readonly type: 'con' | 'non' | 'ack' | 'rst';
  /** `0.01` GET … `0.07` iPATCH, `2.05` Content, `0.00` empty. */
  readonly code: string;
  readonly host: string | null;
  /** `/.well-known/core`; levels that are no well-known word are `*`. Null where the message has no path. */
  readonly path: string | null;
  /** CoAP Content-Formats registry, e.g. 40 link-format, 60 CBOR. */
  readonly contentFormat: number | null;
}

declare module '../record.ts' { interface RecordMap { 'coap.message': CoapMessage } }

const TYPES = ['con', 'non', 'ack', 'rst'] as const;
const URI_HOST = 3, URI_PATH = 11, CONTENT_FORMAT = 12;
/** Levels of RFC 6690, RFC 9176, LwM2M 1.2, OCF, EST over CoAP, Thread; numbers of LwM2M objects are kept up to five digits. */
const WORDS: ReadonlySet<string> = new Set('.well-known core rd rd-lookup res ep edhoc est crts sen sren bs dp oic d p platform sec doxm pstat acl cred c mc n tn a ad ps coap fw update firmware version info sensors sensor actuators temperature temp humidity light battery config status time reboot ota'.split(' '));
const PATH_LEVELS = 4, OPTIONS_LIMIT = 64;

interface Options { host: string | null; path: string[]; contentFormat: number | null }

export const coap: DatagramProtocol = {
  protocol: 'coap',
  ports: [5683],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (end - off < 4 || bytes[off]! >> 6 !== 1) return false; // version 1
    const first = bytes[off]!, token = first & 15, code = bytes[off + 1]!, group = code >> 5;
    if (token > 8 || end - off < 4 + token || !isCode(group, code & 31)) return false;
    // RFC 7252, 4.1: an empty message is four bytes.
    if (code === 0 && (token !== 0 || end - off !== 4)) return false;
    const options: Options = { host: null, path: [], contentFormat: null };
    if (!readOptions(bytes, off + 4 + token, end, options)) return false;
    sink.record({
      kind: 'coap.message', type: TYPES[(first >> 4) & 3]!, code: `${group}.${String(code & 31).padStart(2, '0')}`, host: options.host,
      path: options.path.length === 0 ? null : `/${options.path.slice(0, PATH_LEVELS).join('/')}`, contentFormat: options.contentFormat,
    });
    return true;
  },
};

/** Codes of RFC 7252, 12.1, RFC 8132 (0.05–0.07), RFC 7959 (2.31, 4.08) and of the classes 2, 4, 5. */
function isCode(group: number, detail: number): boolean {
  if (group === 0) return detail <= 7;
  return group === 2 ? (detail >= 1 && detail <= 5) || detail === 31 : group === 4 ? detail <= 29 : group === 5 && detail <= 8;
}

/** RFC 7252, 3.1: options in rising order, then nothing or 0xFF and at least one byte. False when that does not come out even. */
function readOptions(bytes: Uint8Array, off: number, end: number, options: Options): boolean {
  let at = off, number = 0;
  for (let count = 0; at < end; count++) {
    const head = bytes[at++]!;
    if (head === 0xff) return at < end;
    const delta = extended(bytes, at, end, head >> 4);
    if (delta === null) return false;
    at += extra(head >> 4);
    const length = extended(bytes, at, end, head & 15);
    if (length === null) return false;
    at += extra(head & 15);
    number += delta;
    if (at + length > end || count >= OPTIONS_LIMIT) return false;
    readOption(number, bytes, at, at + length, options);
    at += length;
  }
  return true;
}

const extra = (nibble: number): number => (nibble === 13 ? 1 : nibble === 14 ? 2 : 0);

function extended(bytes: Uint8Array, at: number, end: number, nibble: number): number | null {
  if (nibble < 13) return nibble;
  if (nibble === 15 || at + extra(nibble) > end) return null;
  return nibble === 13 ? bytes[at]! + 13 : ((bytes[at]! << 8) | bytes[at + 1]!) + 269;
}

function readOption(number: number, bytes: Uint8Array, from: number, end: number, options: Options): void {
  if (number === URI_HOST) options.host = authority(clean(utf8(bytes, from, end)));
  else if (number === URI_PATH) {
    const level = utf8(bytes, from, end).toLowerCase();
    if (options.path.length < PATH_LEVELS) options.path.push(WORDS.has(level) || /^\d{1,5}$/.test(level) ? level : '*');
  } else if (number === CONTENT_FORMAT && end - from <= 2) {
    options.contentFormat = end === from ? 0 : end - from === 1 ? bytes[from]! : (bytes[from]! << 8) | bytes[from + 1]!;
  }
}
