/** ARP (RFC 826) for IPv4 over Ethernet: who says that it owns which address. RARP, InARP and other hardware are counted, not read. */
import { formatIpv4, formatMac } from '@wardkeep/model/address';
import { Cursor } from '../cursor.ts';
import type { LinkProtocol, RecordSink } from '../record.ts';

export interface ArpPacket {
  readonly kind: 'arp.packet';
  readonly op: 'request' | 'reply';
  readonly senderMac: string;
  readonly senderIp: string;
  /** Null in a request (RFC 826: "don't care"), where senders put anything. */
  readonly targetMac: string | null;
  readonly targetIp: string;
}

declare module '../record.ts' { interface RecordMap { 'arp.packet': ArpPacket } }

const ETHERNET = 1, IEEE_802 = 6, IPV4 = 0x0800, REQUEST = 1, REPLY = 2;

export const arp: LinkProtocol = {
  protocol: 'arp',
  etherType: 0x0806,
  snap: null,
  parse(bytes: Uint8Array, off: number, end: number, sink: RecordSink): boolean {
    const cursor = new Cursor(bytes, off, end);
    const hardware = cursor.u16(), network = cursor.u16(), hardwareLength = cursor.u8(), networkLength = cursor.u8(), op = cursor.u16();
    const at = cursor.pos;
    cursor.skip(20);
    if (cursor.short) { sink.weird('arp-short'); return true; }
    if ((hardware !== ETHERNET && hardware !== IEEE_802) || network !== IPV4 || hardwareLength !== 6 || networkLength !== 4) return true;
    if (op !== REQUEST && op !== REPLY) return true;
    sink.record({
      kind: 'arp.packet', op: op === REQUEST ? 'request' : 'reply', senderMac: formatMac(bytes, at), senderIp: formatIpv4(bytes, at + 6),
      targetMac: op === REPLY ? formatMac(bytes, at + 10) : null, targetIp: formatIpv4(bytes, at + 16),
    });
    return true;
  },
};
