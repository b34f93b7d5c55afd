/** CDP, Cisco's discovery protocol, versions 1 and 2 (Cisco, "Understanding and Configuring CDP"; TLV numbers as in Wireshark's packet-cdp). */
import { formatIpv4, formatIpv6 } from '@wardkeep/model/address';
import { clean, Cursor, utf8 } from '../cursor.ts';
import type { LinkProtocol, RecordSink } from '../record.ts';

export type CdpCapability = (typeof CAPABILITIES)[number];

export interface CdpFrame {
  readonly kind: 'cdp.frame';
  readonly version: number;
  /** Host name, or the serial number, or both as `name(serial)`; phones say `SEP` and their MAC. */
  readonly deviceId: string | null;
  readonly portId: string | null;
  /** Several lines: product, version, copyright. */
  readonly software: string | null;
  readonly platform: string | null;
  readonly capabilities: readonly CdpCapability[];
  readonly addresses: readonly string[];
  readonly nativeVlan: number | null;
}

declare module '../record.ts' { interface RecordMap { 'cdp.frame': CdpFrame } }

/** From bit 0. */
const CAPABILITIES = ['router', 'transparent-bridge', 'source-route-bridge', 'switch', 'host', 'igmp', 'repeater', 'phone', 'remotely-managed'] as const;
const DEVICE_ID = 1, ADDRESSES = 2, PORT_ID = 3, CAPABILITY = 4, SOFTWARE = 5, PLATFORM = 6, NATIVE_VLAN = 10, MANAGEMENT_ADDRESSES = 22;
const TLV_LIMIT = 64, ADDRESS_LIMIT = 8;

type Draft = { -readonly [K in keyof CdpFrame]: CdpFrame[K] } & { addresses: string[] };

export const cdp: LinkProtocol = {
  protocol: 'cdp',
  etherType: null,
  snap: { oui: 0x00000c, type: 0x2000 },
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    const cursor = new Cursor(bytes, off, end), version = cursor.u8();
    cursor.skip(3); // TTL, checksum
    if (cursor.short) { sink.weird('cdp-short'); return true; }
    const draft: Draft = { kind: 'cdp.frame', version, deviceId: null, portId: null, software: null, platform: null, capabilities: [], addresses: [], nativeVlan: null };
    for (let count = 0; cursor.left >= 4 && count < TLV_LIMIT; count++) {
      const type = cursor.u16(), length = cursor.u16();
      if (length < 4) { sink.weird('cdp-tlv-length'); break; }
      const value = cursor.take(length - 4);
      if (cursor.short) { sink.weird('cdp-truncated'); break; }
      readTlv(type, value, draft);
    }
    sink.record(draft);
    return true;
  },
};

function readTlv(type: number, value: Cursor, draft: Draft): void {
  const text = () => clean(utf8(value.bytes, value.pos, value.end), 512);
  if (type === DEVICE_ID) draft.deviceId = text();
  else if (type === PORT_ID) draft.portId = text();
  else if (type === SOFTWARE) draft.software = text();
  else if (type === PLATFORM) draft.platform = text();
  else if (type === NATIVE_VLAN && value.left >= 2) draft.nativeVlan = value.u16();
  else if (type === CAPABILITY && value.left >= 4) { const bits = value.u32(); draft.capabilities = CAPABILITIES.filter((_, bit) => (bits & (1 << bit)) !== 0); }
  else if (type === ADDRESSES || type === MANAGEMENT_ADDRESSES) readAddresses(value, draft.addresses);
}

/** A count, then for each: protocol type, its length and bytes (NLPID CC for IPv4, 802.2 with EtherType 86DD for IPv6), address length and bytes. */
function readAddresses(value: Cursor, into: string[]): void {
  const count = value.u32();
  for (let i = 0; i < count && into.length < ADDRESS_LIMIT && value.left > 0; i++) {
    value.u8();
    const protocol = value.take(value.u8()), address = value.take(value.u16());
    if (value.short) return;
    const last = protocol.left > 0 ? protocol.bytes[protocol.end - 1]! : 0;
    const text = last === 0xcc && address.left === 4 ? formatIpv4(address.bytes, address.pos) : last === 0xdd && address.left === 16 ? formatIpv6(address.bytes, address.pos) : null;
    if (text !== null && !into.includes(text)) into.push(text);
  }
}
