/** LLDP (IEEE 802.1AB-2016, clause 8) with the inventory of LLDP-MED (ANSI/TIA-1057, 10.2.6). Locations and policies are not read. */
import { formatIpv4, formatIpv6, formatMac } from '@wardkeep/model/address';
import { clean, Cursor, utf8 } from '../cursor.ts';
import type { LinkProtocol, RecordSink } from '../record.ts';

export type LldpCapability = (typeof CAPABILITIES)[number];

export interface LldpFrame {
  readonly kind: 'lldp.frame';
  readonly chassisMac: string | null;
  /** Chassis id of another subtype, as text. */
  readonly chassisId: string | null;
  readonly portId: string | null;
  /** Names a person may have chosen. */
  readonly systemName: string | null;
  readonly systemDescription: string | null;
  /** Enabled capabilities (8.5.8.2). */
  readonly capabilities: readonly LldpCapability[];
  readonly managementAddresses: readonly string[];
  readonly hardwareRevision: string | null;
  readonly firmwareRevision: string | null;
  readonly softwareRevision: string | null;
  readonly serial: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly assetId: string | null;
}

declare module '../record.ts' { interface RecordMap { 'lldp.frame': LldpFrame } }

/** Table 8-4, from bit 0. */
const CAPABILITIES = ['other', 'repeater', 'bridge', 'wlan-access-point', 'router', 'telephone', 'docsis', 'station', 'c-vlan', 's-vlan', 'two-port-relay'] as const;
const END = 0, CHASSIS_ID = 1, PORT_ID = 2, SYSTEM_NAME = 5, SYSTEM_DESCRIPTION = 6, SYSTEM_CAPABILITIES = 7, MANAGEMENT_ADDRESS = 8, ORGANISATION = 127;
const TIA = 0x0012bb;
/** TIA-1057, 10.2.6: inventory subtypes 5–11. */
const INVENTORY = { 5: 'hardwareRevision', 6: 'firmwareRevision', 7: 'softwareRevision', 8: 'serial', 9: 'manufacturer', 10: 'model', 11: 'assetId' } as const;
const TLV_LIMIT = 128, ADDRESS_LIMIT = 8;

type Draft = { -readonly [K in keyof LldpFrame]: LldpFrame[K] } & { managementAddresses: string[] };

export const lldp: LinkProtocol = {
  protocol: 'lldp',
  etherType: 0x88cc,
  snap: null,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    const cursor = new Cursor(bytes, off, end);
    const draft: Draft = {
      kind: 'lldp.frame', chassisMac: null, chassisId: null, portId: null, systemName: null, systemDescription: null, capabilities: [], managementAddresses: [],
      hardwareRevision: null, firmwareRevision: null, softwareRevision: null, serial: null, manufacturer: null, model: null, assetId: null,
    };
    for (let count = 0; cursor.left >= 2 && count < TLV_LIMIT; count++) {
      const head = cursor.u16(), value = cursor.take(head & 0x1ff);
      if (cursor.short || head >> 9 === END) break;
      readTlv(head >> 9, value, draft);
    }
    if (cursor.short) sink.weird('lldp-truncated');
    sink.record(draft);
    return true;
  },
};

function readTlv(type: number, value: Cursor, draft: Draft): void {
  if (type === CHASSIS_ID) readId(value, 4, 5, draft, true);
  else if (type === PORT_ID) readId(value, 3, 4, draft, false);
  else if (type === SYSTEM_NAME) draft.systemName = rest(value);
  else if (type === SYSTEM_DESCRIPTION) draft.systemDescription = rest(value);
  else if (type === SYSTEM_CAPABILITIES) {
    value.skip(2);
    const enabled = value.u16();
    if (!value.short) draft.capabilities = CAPABILITIES.filter((_, bit) => (enabled & (1 << bit)) !== 0);
  } else if (type === MANAGEMENT_ADDRESS) {
    const address = addressOf(value.take(value.u8()));
    if (address !== null && draft.managementAddresses.length < ADDRESS_LIMIT) draft.managementAddresses.push(address);
  } else if (type === ORGANISATION && value.u24() === TIA) {
    const field = INVENTORY[value.u8() as keyof typeof INVENTORY];
    if (field !== undefined) draft[field] = rest(value, 64);
  }
}

/** 8.5.2.2 and 8.5.3.2: a subtype and an id; a MAC address, a network address or text by subtype. */
function readId(value: Cursor, macSubtype: number, addressSubtype: number, draft: Draft, chassis: boolean): void {
  const subtype = value.u8();
  const mac = subtype === macSubtype && value.left === 6 ? formatMac(value.bytes, value.pos) : null;
  const text = mac ?? (subtype === addressSubtype ? addressOf(value) : subtype === macSubtype ? null : rest(value));
  if (!chassis) draft.portId = text;
  else if (mac !== null) draft.chassisMac = mac;
  else draft.chassisId = text;
}

/** IANA address family (1 IPv4, 2 IPv6), then the address. */
function addressOf(value: Cursor): string | null {
  const family = value.u8();
  return family === 1 && value.left === 4 ? formatIpv4(value.bytes, value.pos) : family === 2 && value.left === 16 ? formatIpv6(value.bytes, value.pos) : null;
}

function rest(value: Cursor, limit = 255): string | null { return clean(utf8(value.bytes, value.pos, value.end), limit); }
