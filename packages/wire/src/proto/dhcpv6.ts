/** DHCPv6 (RFC 8415) on UDP 546 and 547: who the client is (DUID, FQDN, vendor class) and which addresses it is given. Relayed messages are unwrapped. */
import { formatIpv6, formatMac } from '@wardkeep/model/address';
import { clean, Cursor, utf8 } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';

export interface Dhcpv6Message {
  readonly kind: 'dhcpv6.message';
  readonly messageType: Dhcpv6MessageType | null;
  /** Link-layer address inside the client's DUID-LLT or DUID-LL (11.2, 11.4). It names the client, though perhaps another of its interfaces. */
  readonly clientMac: string | null;
  readonly serverMac: string | null;
  /** DUID-EN (11.3): IANA private enterprise number of the client's maker. */
  readonly clientEnterprise: number | null;
  /** Option 39 (RFC 4704). A name a person may have chosen. */
  readonly fqdn: string | null;
  /** Option 16. */
  readonly vendorEnterprise: number | null;
  readonly vendorClass: string | null;
  /** Addresses of IA_NA and IA_TA. */
  readonly addresses: readonly string[];
  /** The message came through a relay agent (12, 13). */
  readonly relayed: boolean;
}

declare module '../record.ts' { interface RecordMap { 'dhcpv6.message': Dhcpv6Message } }

/** RFC 8415, 7.3: types from 1. */
const TYPES = ['solicit', 'advertise', 'request', 'confirm', 'renew', 'rebind', 'reply', 'release', 'decline', 'reconfigure', 'information-request'] as const;
export type Dhcpv6MessageType = (typeof TYPES)[number];

const RELAY_FORW = 12, RELAY_REPL = 13, RELAY_HEADER = 33;
const CLIENT_ID = 1, SERVER_ID = 2, IA_NA = 3, IA_TA = 4, IA_ADDRESS = 5, RELAY_MESSAGE = 9, VENDOR_CLASS = 16, CLIENT_FQDN = 39;
/** RFC 8415, 7.6: HOP_COUNT_LIMIT. */
const HOP_LIMIT = 8;
const ADDRESS_LIMIT = 16;

interface Found {
  clientMac: string | null; serverMac: string | null; clientEnterprise: number | null; fqdn: string | null; vendorEnterprise: number | null; vendorClass: string | null; addresses: string[];
}

export const dhcpv6: DatagramProtocol = {
  protocol: 'dhcpv6',
  ports: [546, 547],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (off >= end) return false;
    let cursor = new Cursor(bytes, off, end), type = cursor.u8(), relayed = false;
    for (let hop = 0; (type === RELAY_FORW || type === RELAY_REPL) && hop < HOP_LIMIT; hop++) {
      relayed = true;
      cursor.skip(RELAY_HEADER);
      const inner = relayMessage(cursor);
      if (inner === null) break;
      cursor = inner;
      type = cursor.u8();
    }
    cursor.skip(3); // transaction id
    if (cursor.short) { sink.weird('dhcpv6-short'); return true; }
    const found: Found = { clientMac: null, serverMac: null, clientEnterprise: null, fqdn: null, vendorEnterprise: null, vendorClass: null, addresses: [] };
    readOptions(cursor, found, 0, sink);
    sink.record({ kind: 'dhcpv6.message', messageType: TYPES[type - 1] ?? null, ...found, relayed });
    return true;
  },
};

function relayMessage(cursor: Cursor): Cursor | null {
  while (cursor.left >= 4) {
    const code = cursor.u16(), value = cursor.take(cursor.u16());
    if (code === RELAY_MESSAGE) return value;
  }
  return null;
}

/** RFC 8415, 21.1: code, length, value; 21.4 and 21.5: options of an IA stand inside it. */
function readOptions(cursor: Cursor, found: Found, depth: number, sink: RecordSink): void {
  while (cursor.left >= 4) {
    const code = cursor.u16(), value = cursor.take(cursor.u16());
    if (cursor.short) { sink.weird('dhcpv6-option-length'); return; }
    if (code === CLIENT_ID) [found.clientMac, found.clientEnterprise] = readDuid(value);
    else if (code === SERVER_ID) [found.serverMac] = readDuid(value);
    else if (code === CLIENT_FQDN) found.fqdn = readFqdn(value);
    else if (code === VENDOR_CLASS) readVendorClass(value, found);
    else if ((code === IA_NA || code === IA_TA) && depth === 0) {
      value.skip(code === IA_NA ? 12 : 4);
      readOptions(value, found, 1, sink);
    } else if (code === IA_ADDRESS && depth === 1 && value.left >= 24 && found.addresses.length < ADDRESS_LIMIT) found.addresses.push(formatIpv6(value.bytes, value.pos));
  }
}

/** RFC 8415, 11: the MAC of DUID-LLT (1) and DUID-LL (3) with Ethernet hardware, and the enterprise of DUID-EN (2). */
function readDuid(duid: Cursor): [string | null, number | null] {
  const type = duid.u16();
  if (type === 2) { const enterprise = duid.u32(); return [null, duid.short ? null : enterprise]; }
  if (type !== 1 && type !== 3) return [null, null];
  const hardware = duid.u16();
  if (type === 1) duid.skip(4); // time
  return [hardware === 1 && duid.left === 6 ? formatMac(duid.bytes, duid.pos) : null, null];
}

/** RFC 4704, 4: flags, then the name in DNS wire format, perhaps partial. */
function readFqdn(value: Cursor): string | null {
  value.u8();
  const labels: string[] = [];
  while (value.left > 0) {
    const label = value.take(value.u8());
    if (label.left === 0) break;
    labels.push(utf8(label.bytes, label.pos, label.end));
  }
  return clean(labels.join('.'), 255);
}

/** RFC 8415, 21.16: enterprise number, then texts with 16-bit lengths; the first is kept. */
function readVendorClass(value: Cursor, found: Found): void {
  const enterprise = value.u32(), first = value.take(value.u16());
  if (value.short) return;
  found.vendorEnterprise = enterprise;
  found.vendorClass = clean(utf8(first.bytes, first.pos, first.end), 255);
}
