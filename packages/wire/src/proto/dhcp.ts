/**
 * DHCP (RFC 2131, options RFC 2132) and BOOTP (RFC 951) on UDP 67 and 68.
 *
 * Read: addresses, client hardware address, message type and the options that tell what a client is (12, 55, 60, 77, 81) and what a server
 * serves (3, 15, 54). Options may continue in the `file` and `sname` fields (52) and in repeated options (RFC 3396).
 */
import { formatIpv4, formatMac } from '@wardkeep/model/address';
import { clean, Cursor, utf8 } from '../cursor.ts';
import type { DatagramProtocol, RecordSink } from '../record.ts';

export interface DhcpMessage {
  readonly kind: 'dhcp.message';
  readonly op: 'request' | 'reply';
  /** Option 53; null in plain BOOTP. */
  readonly messageType: DhcpMessageType | null;
  /** chaddr where the hardware is Ethernet (htype 1). */
  readonly clientMac: string | null;
  readonly clientIp: string | null;
  readonly yourIp: string | null;
  /** giaddr: the relay agent the message went through. */
  readonly relayIp: string | null;
  readonly requestedIp: string | null;
  readonly serverId: string | null;
  /** Option 12. A name a person may have chosen: observers pass it through the person filter. */
  readonly hostname: string | null;
  /** Option 81. */
  readonly fqdn: string | null;
  readonly vendorClass: string | null;
  readonly userClass: string | null;
  /** Option 55 as `1,3,6`, in the order asked. */
  readonly parameters: string | null;
  readonly domain: string | null;
  readonly routers: readonly string[];
  /** Option 82 is there: a relay agent or a switch added it. */
  readonly relayAgent: boolean;
}

export type DhcpMessageType = (typeof TYPES)[number];

declare module '../record.ts' { interface RecordMap { 'dhcp.message': DhcpMessage } }

/** RFC 2132, 9.6 and RFC 3203, 4388, 6926, 7724: option 53 from 1. */
const TYPES = ['discover', 'offer', 'request', 'decline', 'ack', 'nak', 'release', 'inform', 'forcerenew', 'leasequery', 'lease-unassigned', 'lease-unknown', 'lease-active'] as const;

const BOOTREQUEST = 1, BOOTREPLY = 2, ETHERNET = 1, MAGIC = 0x63825363;
const FIXED_LENGTH = 236, SNAME = 44, FILE = 108;
const PAD = 0, ROUTER = 3, HOSTNAME = 12, DOMAIN = 15, REQUESTED_IP = 50, OVERLOAD = 52, MESSAGE_TYPE = 53, SERVER_ID = 54, PARAMETERS = 55,
  VENDOR_CLASS = 60, USER_CLASS = 77, FQDN = 81, RELAY_AGENT = 82, END = 255;
const WANTED: ReadonlySet<number> = new Set([ROUTER, HOSTNAME, DOMAIN, REQUESTED_IP, OVERLOAD, MESSAGE_TYPE, SERVER_ID, PARAMETERS, VENDOR_CLASS, USER_CLASS, FQDN, RELAY_AGENT]);
/** More of one option than this is not kept: no name or list needs it. */
const OPTION_LIMIT = 512;

type Options = Map<number, number[]>;

export const dhcp: DatagramProtocol = {
  protocol: 'dhcp',
  ports: [67, 68],
  anyPort: false,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    if (off >= end) return false;
    const cursor = new Cursor(bytes, off, end);
    const op = cursor.u8(), hardware = cursor.u8(), hardwareLength = cursor.u8();
    if (op !== BOOTREQUEST && op !== BOOTREPLY) { sink.weird('dhcp-op'); return true; }
    if (end - off < FIXED_LENGTH) { sink.weird('dhcp-short'); return true; }
    const address = (at: number) => (bytes[off + at]! | bytes[off + at + 1]! | bytes[off + at + 2]! | bytes[off + at + 3]!) === 0 ? null : formatIpv4(bytes, off + at);
    const options: Options = new Map();
    cursor.pos = off + FIXED_LENGTH;
    if (cursor.u32() === MAGIC) readAll(bytes, off, cursor.pos, end, options, sink);
    const type = options.get(MESSAGE_TYPE)?.[0];
    sink.record({
      kind: 'dhcp.message', op: op === BOOTREQUEST ? 'request' : 'reply', messageType: type === undefined ? null : (TYPES[type - 1] ?? null),
      clientMac: hardware === ETHERNET && hardwareLength === 6 ? formatMac(bytes, off + 28) : null,
      clientIp: address(12), yourIp: address(16), relayIp: address(24),
      requestedIp: addresses(options.get(REQUESTED_IP))[0] ?? null, serverId: addresses(options.get(SERVER_ID))[0] ?? null,
      hostname: text(options.get(HOSTNAME)), fqdn: fqdn(options.get(FQDN)), vendorClass: text(options.get(VENDOR_CLASS)), userClass: userClass(options.get(USER_CLASS)),
      parameters: options.get(PARAMETERS)?.join(',') ?? null, domain: text(options.get(DOMAIN)), routers: addresses(options.get(ROUTER)), relayAgent: options.has(RELAY_AGENT),
    });
    return true;
  },
};

/** RFC 2131, 4.1: the options field first, then `file`, then `sname`, as option 52 says. */
function readAll(bytes: Uint8Array, off: number, from: number, end: number, options: Options, sink: RecordSink): void {
  readOptions(new Cursor(bytes, from, end), options, sink);
  const overload = options.get(OVERLOAD)?.[0] ?? 0;
  if ((overload & 1) !== 0) readOptions(new Cursor(bytes, off + FILE, off + FIXED_LENGTH), options, sink);
  if ((overload & 2) !== 0) readOptions(new Cursor(bytes, off + SNAME, off + FILE), options, sink);
}

function readOptions(cursor: Cursor, options: Options, sink: RecordSink): void {
  while (cursor.left > 0) {
    const code = cursor.u8();
    if (code === PAD) continue;
    if (code === END) return;
    const value = cursor.take(cursor.u8());
    // Half a value is no value: half a name would slip through the person filter.
    if (cursor.short) { sink.weird('dhcp-option-length'); return; }
    if (WANTED.has(code)) {
      const kept = options.get(code) ?? [];
      for (let at = value.pos; at < value.end && kept.length < OPTION_LIMIT; at++) kept.push(value.bytes[at]!);
      options.set(code, kept);
    }
  }
}

function text(value: number[] | undefined, limit = 255): string | null {
  return value === undefined ? null : clean(utf8(Uint8Array.from(value), 0, value.length), limit);
}

function addresses(value: number[] | undefined): string[] {
  const found: string[] = [];
  for (let at = 0; value !== undefined && at + 4 <= value.length && found.length < 8; at += 4) found.push(formatIpv4(Uint8Array.from(value.slice(at, at + 4))));
  return found;
}

/** RFC 4702, 2: flags, two result codes, then the name: DNS wire format where flag E (0x04) is set, ASCII (deprecated) where not. */
function fqdn(value: number[] | undefined): string | null {
  if (value === undefined || value.length < 4) return null;
  if ((value[0]! & 0x04) === 0) return text(value.slice(3));
  const labels: string[] = [];
  for (let at = 3; at < value.length && value[at]! > 0 && value[at]! < 64; at += value[at]! + 1) labels.push(text(value.slice(at + 1, at + 1 + value[at]!)) ?? '');
  return clean(labels.join('.'), 255);
}

/** RFC 3004 wants a list of length-prefixed texts; many clients (iPXE, Microsoft) send one bare text. */
function userClass(value: number[] | undefined): string | null {
  if (value === undefined || value.length === 0) return null;
  return text(value[0] === value.length - 1 ? value.slice(1) : value, 128);
}
