/** ICMPv6 neighbour discovery (RFC 4861): what ARP is for IPv4. Only solicitations and advertisements of neighbours and routers are read. */
import { formatIpv6, formatMac } from '@wardkeep/model/address';
import { Cursor } from '../cursor.ts';
import type { RecordSink } from '../record.ts';

export interface Icmpv6Neighbour {
  readonly kind: 'icmpv6.neighbour';
  readonly message: 'router-solicitation' | 'router-advertisement' | 'solicitation' | 'advertisement';
  /** The address asked for or advertised; null in router messages. */
  readonly target: string | null;
  /** Link-layer address option: of the *target* in an advertisement (4.4), of the *sender* in the others (4.1–4.3). */
  readonly mac: string | null;
  /** R flag of an advertisement: the sender is a router; true in a router advertisement with a lifetime. */
  readonly router: boolean;
}

declare module '../record.ts' { interface RecordMap { 'icmpv6.neighbour': Icmpv6Neighbour } }

const MESSAGES = ['router-solicitation', 'router-advertisement', 'solicitation', 'advertisement'] as const;
const FIRST_TYPE = 133, SOURCE_LINK_ADDRESS = 1, TARGET_LINK_ADDRESS = 2;

/** Reads an ICMPv6 message from its type byte. Returns true when it is one of neighbour discovery (types 133–136). */
export function parseNeighbour(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
  const cursor = new Cursor(bytes, off, end);
  const message = MESSAGES[cursor.u8() - FIRST_TYPE];
  if (message === undefined) return false;
  cursor.skip(3); // code, checksum
  let router = false, target: string | null = null;
  if (message === 'router-advertisement') {
    cursor.skip(2);
    router = cursor.u16() > 0; // router lifetime (4.2): 0 is no default router
    cursor.skip(8);
  } else {
    router = message === 'advertisement' && (cursor.u8() & 0x80) !== 0;
    cursor.skip(message === 'advertisement' ? 3 : 4);
    if (message !== 'router-solicitation') {
      const at = cursor.pos;
      cursor.skip(16);
      if (!cursor.short) target = formatIpv6(bytes, at);
    }
  }
  if (cursor.short) { sink.weird('icmpv6-neighbour-short'); return true; }
  const mac = linkAddress(cursor, message === 'advertisement' ? TARGET_LINK_ADDRESS : SOURCE_LINK_ADDRESS, sink);
  sink.record({ kind: 'icmpv6.neighbour', message, target, mac, router });
  return true;
}

/** RFC 4861, 4.6: options are type, length in units of 8 bytes, value. */
function linkAddress(cursor: Cursor, wanted: number, sink: RecordSink): string | null {
  while (cursor.left >= 2) {
    const type = cursor.u8(), length = cursor.u8() * 8;
    if (length === 0 || length - 2 > cursor.left) { sink.weird('icmpv6-option-length'); return null; }
    if (type === wanted && length === 8) return formatMac(cursor.bytes, cursor.pos);
    cursor.skip(length - 2);
  }
  return null;
}
