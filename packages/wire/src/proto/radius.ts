/** RADIUS (RFC 2865, accounting RFC 2866, dynamic authorisation RFC 5176): which network access server asks which server. User names, passwords and calling stations are not read. */
import { formatIpv4 } from '@wardkeep/model/address';
import { clean, Cursor, utf8 } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';

export interface RadiusPacket {
  readonly kind: 'radius.packet';
  readonly code: string;
  /** True for a code that only the server sends. */
  readonly reply: boolean;
  /** NAS-IP-Address (4). */
  readonly nasIp: string | null;
  /** NAS-Identifier (32). A name a person may have chosen. */
  readonly nasIdentifier: string | null;
  /** NAS-Port-Type (61), e.g. 15 Ethernet, 19 Wireless 802.11. */
  readonly nasPortType: number | null;
  /** Enterprise of the first Vendor-Specific attribute (26). */
  readonly vendor: number | null;
}

declare module '../record.ts' { interface RecordMap { 'radius.packet': RadiusPacket } }

/** RFC 2865, 3; RFC 2866, 3; RFC 2882, 2.2; RFC 5176, 2.3; the IANA registry for the rest. */
const CODES: Readonly<Record<number, string>> = {
  1: 'access-request', 2: 'access-accept', 3: 'access-reject', 4: 'accounting-request', 5: 'accounting-response', 6: 'accounting-status', 7: 'password-request', 8: 'password-ack',
  9: 'password-reject', 10: 'accounting-message', 11: 'access-challenge', 12: 'status-server', 13: 'status-client', 21: 'resource-free-request', 22: 'resource-free-response',
  23: 'resource-query-request', 24: 'resource-query-response', 25: 'alternate-resource-reclaim-request', 26: 'nas-reboot-request', 27: 'nas-reboot-response', 29: 'next-passcode',
  30: 'new-pin', 31: 'terminate-session', 32: 'password-expired', 33: 'event-request', 34: 'event-response', 40: 'disconnect-request', 41: 'disconnect-ack', 42: 'disconnect-nak',
  43: 'coa-request', 44: 'coa-ack', 45: 'coa-nak', 50: 'ip-address-allocate', 51: 'ip-address-release', 255: 'reserved',
};
const REPLIES: ReadonlySet<number> = new Set([2, 3, 5, 11]);
/** RFC 2865, 3: code, identifier, length, 16 bytes of authenticator; 4,096 at most. */
const HEADER_LENGTH = 20, LENGTH_LIMIT = 4096;
const NAS_IP = 4, VENDOR_SPECIFIC = 26, NAS_IDENTIFIER = 32, NAS_PORT_TYPE = 61;

export const radius: DatagramProtocol = {
  protocol: 'radius',
  ports: [1812, 1813, 1645, 1646, 3799],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    const cursor = new Cursor(bytes, off, end), number = cursor.u8(), code = CODES[number];
    cursor.u8();
    const length = cursor.u16();
    if (code === undefined || cursor.short || length < HEADER_LENGTH || length > LENGTH_LIMIT) return false;
    cursor.skip(16);
    const packet: { -readonly [K in keyof RadiusPacket]: RadiusPacket[K] } = { kind: 'radius.packet', code, reply: REPLIES.has(number), nasIp: null, nasIdentifier: null, nasPortType: null, vendor: null };
    const attributes = cursor.take(Math.min(length - HEADER_LENGTH, cursor.left));
    if (end - off < length) sink.weird('radius-truncated');
    while (attributes.left >= 2) {
      const type = attributes.u8(), size = attributes.u8();
      if (size < 2 || size - 2 > attributes.left) { sink.weird('radius-attribute-length'); break; }
      const value = attributes.take(size - 2);
      if (type === NAS_IP && size === 6) packet.nasIp = formatIpv4(bytes, value.pos);
      else if (type === NAS_IDENTIFIER) packet.nasIdentifier = clean(utf8(bytes, value.pos, value.end), 253);
      else if (type === NAS_PORT_TYPE && size === 6) packet.nasPortType = value.u32();
      else if (type === VENDOR_SPECIFIC && size >= 8) packet.vendor ??= value.u32();
    }
    sink.record(packet);
    return true;
  },
};
