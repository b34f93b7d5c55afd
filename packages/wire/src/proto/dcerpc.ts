/**
 * DCE/RPC connection-oriented PDUs (C706, chapter 12), over TCP or inside SMB named pipes. Read: the interfaces a client binds to (their UUIDs say
 * what the server is: netlogon and drsuapi belong to domain controllers) and the server's NTLM challenge. Stub data is skipped by length.
 */
import { Cursor } from '../cursor.ts';
import { type Direction, MORE, NO, type RecordSink, type StreamDissector, type StreamProtocol, type Verdict, YES } from '../record.ts';
import { findNtlm, type NtlmFacts, parseNtlm } from './ntlmssp.ts';

export interface DcerpcBind {
  readonly kind: 'dcerpc.bind';
  /** Abstract syntax UUIDs in lower case, at most 16. */
  readonly interfaces: readonly string[];
  /** Inside an SMB named pipe rather than on a port of its own. */
  readonly pipe: boolean;
}

/** A PDU other than bind: the conversation is DCE/RPC. One for each direction. */
export interface DcerpcPdu { readonly kind: 'dcerpc.pdu'; readonly type: number; readonly pipe: boolean }

export interface NtlmMessage extends NtlmFacts { readonly kind: 'ntlm.message' }

declare module '../record.ts' { interface RecordMap { 'dcerpc.bind': DcerpcBind; 'dcerpc.pdu': DcerpcPdu; 'ntlm.message': NtlmMessage } }

const BIND = 11, BIND_ACK = 12, ALTER_CONTEXT = 14, AUTH3 = 16, LAST_TYPE = 19;
const HEADER = 16;

/** True when a PDU header stands at `at` (16 bytes are needed): version 5.0 or 5.1, a type of connection-oriented RPC, a data representation that exists. */
export function isDcerpcHeader(bytes: Uint8Array, at: number, end: number): boolean {
  if (end - at < HEADER || bytes[at] !== 5 || bytes[at + 1]! > 1 || !isPduType(bytes[at + 2]!)) return false;
  // packed_drep (C706, 14.1): integers little or big endian, ASCII or EBCDIC; IEEE floats in practice; two bytes reserved
  return (bytes[at + 4] === 0x10 || bytes[at + 4] === 0) && bytes[at + 5] === 0 && bytes[at + 6] === 0 && bytes[at + 7] === 0 && fragmentLength(bytes, at) >= HEADER;
}

/** Request, response, fault, bind … orphaned, and Microsoft's rpc_auth_3 (16). 1, 4–10 are of connectionless RPC. */
const isPduType = (type: number) => type === 0 || type === 2 || type === 3 || (type >= BIND && type <= LAST_TYPE);

function fragmentLength(bytes: Uint8Array, at: number): number {
  return bytes[at + 4] === 0x10 ? bytes[at + 8]! | (bytes[at + 9]! << 8) : (bytes[at + 8]! << 8) | bytes[at + 9]!;
}

/** A PDU that sets up or changes an association: bind, its answers, alter context, rpc_auth_3. */
export function isDcerpcNegotiation(bytes: Uint8Array, at: number, end: number): boolean {
  return isDcerpcHeader(bytes, at, end) && bytes[at + 2]! >= BIND && bytes[at + 2]! <= AUTH3;
}

/** Reads the PDU at `at` as far as it is there and records what it says. False when it is no PDU. */
export function readDcerpcPdu(bytes: Uint8Array, at: number, end: number, pipe: boolean, sink: RecordSink): boolean {
  if (!isDcerpcHeader(bytes, at, end)) return false;
  const type = bytes[at + 2]!, stop = Math.min(end, at + fragmentLength(bytes, at)), little = bytes[at + 4] === 0x10;
  if (type === BIND || type === ALTER_CONTEXT) sink.record({ kind: 'dcerpc.bind', interfaces: readInterfaces(bytes, at, stop, little), pipe });
  else sink.record({ kind: 'dcerpc.pdu', type, pipe });
  const authLength = little ? bytes[at + 10]! | (bytes[at + 11]! << 8) : (bytes[at + 10]! << 8) | bytes[at + 11]!;
  if (authLength > 0 && (type === BIND || type === BIND_ACK || type === AUTH3)) recordNtlm(bytes, Math.max(at + HEADER, stop - authLength), stop, sink);
  return true;
}

/**
 * Records the NTLM message in `bytes[from…end)`, if there is one, and gives back the server's name as far as it is known (`server`: from a challenge before).
 * A client that calls itself by the server's name repeats what it was configured to connect to: two hosts of a network cannot share a NetBIOS name.
 */
export function recordNtlm(bytes: Uint8Array, from: number, end: number, sink: RecordSink, server: string | null = null): string | null {
  const at = findNtlm(bytes, from, end), facts = at < 0 ? null : parseNtlm(bytes, at, end);
  if (!facts) return server;
  const borrowed = facts.type === 3 && server !== null && facts.computer?.toUpperCase() === server.toUpperCase();
  sink.record({ kind: 'ntlm.message', ...facts, ...(borrowed ? { computer: null } : {}) });
  return facts.type === 2 ? facts.computer : server;
}

/** p_cont_list_t (C706, 12.6.3.1): count, then elements of id, number of transfer syntaxes, abstract syntax (UUID and version) and those of 20 bytes. */
function readInterfaces(bytes: Uint8Array, at: number, stop: number, little: boolean): string[] {
  const cursor = new Cursor(bytes, at + HEADER + 8, stop), found: string[] = [];
  const count = cursor.u8();
  cursor.skip(3);
  for (let i = 0; i < count && found.length < 16; i++) {
    cursor.skip(2);
    const transfers = cursor.u8();
    cursor.skip(1);
    const uuid = cursor.take(16);
    cursor.skip(4 + transfers * 20);
    if (cursor.short) break;
    const text = formatUuid(bytes, uuid.pos, little);
    if (!found.includes(text)) found.push(text);
  }
  return found;
}

/** Sixteen bytes as a UUID; the first three parts in the byte order of the PDU (C706, appendix A). */
export function formatUuid(bytes: Uint8Array, at: number, little = true): string {
  const part = (from: number, length: number, reversed: boolean) => {
    const pairs: string[] = [];
    for (let i = 0; i < length; i++) pairs.push((bytes[at + from + i] ?? 0).toString(16).padStart(2, '0'));
    return (reversed ? pairs.reverse() : pairs).join('');
  };
  return `${part(0, 4, little)}-${part(4, 2, little)}-${part(6, 2, little)}-${part(8, 2, false)}-${part(10, 6, false)}`;
}

class DcerpcStream implements StreamDissector {
  private readonly told: [boolean, boolean] = [false, false];

  read(direction: Direction, bytes: Uint8Array, off: number, end: number, sink: RecordSink): number {
    let at = off;
    while (end - at >= HEADER) {
      if (!isDcerpcHeader(bytes, at, end)) { sink.weird('dcerpc-header'); return end - off; }
      const type = bytes[at + 2]!, length = fragmentLength(bytes, at), negotiation = type >= BIND && type <= AUTH3;
      if (negotiation && end - at < length) return at - off;
      if (negotiation || !this.told[direction]) readDcerpcPdu(bytes, at, end, false, sink);
      this.told[direction] = true;
      at += length;
    }
    return at - off;
  }
}

export const dcerpc: StreamProtocol = {
  protocol: 'dcerpc',
  ports: [135],
  probe(_direction: Direction, bytes: Uint8Array, off: number, end: number): Verdict {
    const seen = end - off;
    if (bytes[off] !== 5 || (seen > 1 && bytes[off + 1]! > 1) || (seen > 2 && !isPduType(bytes[off + 2]!))) return NO;
    return seen < HEADER ? MORE : isDcerpcHeader(bytes, off, end) ? YES : NO;
  },
  open: () => new DcerpcStream(),
};
