/**
 * OPC UA binary over TCP (OPC 10000-6, clause 7.1; encoding clause 5.2). Read: Hello and Acknowledge, and the server's application description in
 * GetEndpoints answers on unsecured channels. Node values are not read; messages are skipped by length.
 */
import { clean, Cursor, utf8 } from '../cursor.ts';
import { DONE, type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';

export interface OpcuaMessage { readonly kind: 'opcua.message'; readonly type: 'hello' | 'acknowledge' | 'error' | 'reverse-hello' | 'channel' }

/** ApplicationDescription (OPC 10000-4, 7.2) of the first endpoint. */
export interface OpcuaApplication { readonly kind: 'opcua.application'; readonly applicationUri: string | null; readonly productUri: string | null; readonly name: string | null; readonly securityNone: boolean }

declare module '../record.ts' { interface RecordMap { 'opcua.message': OpcuaMessage; 'opcua.application': OpcuaApplication } }

const TYPES: Readonly<Record<string, OpcuaMessage['type']>> = { HEL: 'hello', ACK: 'acknowledge', ERR: 'error', RHE: 'reverse-hello', OPN: 'channel', CLO: 'channel', MSG: 'channel' };
const HEADER = 8;
/** Id of GetEndpointsResponse_Encoding_DefaultBinary in namespace 0, as a four-byte NodeId (OPC 10000-6, 5.2.2.9). */
const GET_ENDPOINTS_RESPONSE = 431;
const MESSAGE_LIMIT = 65536;

const typeAt = (bytes: Uint8Array, at: number) => TYPES[String.fromCharCode(bytes[at]!, bytes[at + 1]!, bytes[at + 2]!)];

class OpcuaStream implements StreamDissector {
  private readonly told: [Set<string>, Set<string>] = [new Set(), new Set()];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= HEADER) {
      const type = typeAt(bytes, at), size = new Cursor(bytes, at + 4, end).u32le();
      if (!type || size < HEADER) { sink.weird('opcua-header'); return DONE; }
      const told = this.told[direction];
      if (!told.has(type)) { told.add(type); sink.record({ kind: 'opcua.message', type }); }
      if (type === 'channel' && bytes[at] === 0x4d && size <= MESSAGE_LIMIT) {
        if (end - at < Math.min(size, 28)) return at - off;
        if (isEndpoints(bytes, at, end)) {
          if (end - at < size && size < MESSAGE_LIMIT - HEADER) return at - off;
          readEndpoints(bytes, at + 28, Math.min(end, at + size), sink);
        }
      }
      at += size;
    }
    return at - off;
  }
}

/** MSG: header (8), channel, token, sequence number, request (16), then the body's four-byte NodeId `01 00 id(2)`. */
function isEndpoints(bytes: Uint8Array, at: number, end: number): boolean {
  return end - at >= 28 && bytes[at + 24] === 1 && bytes[at + 25] === 0 && (bytes[at + 26]! | (bytes[at + 27]! << 8)) === GET_ENDPOINTS_RESPONSE;
}

function readEndpoints(bytes: Uint8Array, from: number, end: number, sink: RecordSink): void {
  const cursor = new Cursor(bytes, from, end);
  cursor.skip(8 + 4 + 4); // ResponseHeader: time, handle, result
  if (cursor.u8() !== 0) return; // diagnostics, never sent here in practice
  const strings = cursor.u32le();
  if (strings !== 0 && strings !== 0xffffffff) return;
  cursor.skip(3); // additional header: null NodeId, no body
  const count = cursor.u32le();
  if (count === 0 || count > 256) return;
  readText(cursor); // endpoint URL
  const applicationUri = readText(cursor), productUri = readText(cursor), mask = cursor.u8();
  if ((mask & 1) !== 0) readText(cursor); // locale
  const name = (mask & 2) !== 0 ? readText(cursor) : null;
  cursor.skip(4); // application type
  readText(cursor);
  readText(cursor);
  for (let i = cursor.u32le(); i > 0 && i < 64 && cursor.left > 0; i--) readText(cursor); // discovery URLs; -1: none
  readText(cursor); // certificate
  const securityNone = cursor.u32le() === 1;
  if (applicationUri !== null || name !== null) sink.record({ kind: 'opcua.application', applicationUri, productUri, name, securityNone: securityNone && !cursor.short });
}

/** String (5.2.2.4): length in 32 bits, -1 for null, then UTF-8. */
function readText(cursor: Cursor): string | null {
  const length = cursor.u32le();
  if (length === 0 || length === 0xffffffff) return null;
  const text = cursor.take(length);
  return clean(utf8(text.bytes, text.pos, text.end), 128);
}

export const opcua: StreamProtocol = {
  protocol: 'opcua',
  ports: [4840],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const seen = end - off;
    if (bytes[off]! < 0x41 || bytes[off]! > 0x52) return NO;
    if (seen < 3) return MORE;
    if (!typeAt(bytes, off)) return NO;
    if (seen < HEADER) return MORE;
    const chunk = bytes[off + 3], size = new Cursor(bytes, off + 4, end).u32le();
    return (chunk === 0x46 || chunk === 0x43 || chunk === 0x41) && size >= HEADER && size <= 0x1000000 ? YES : NO; // F, C, A
  },
  open: () => new OpcuaStream(),
};
