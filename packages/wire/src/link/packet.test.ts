import { expect, test } from 'vitest';
import { hex } from '../testing.ts';
import { LINK, type Packet, PacketWalker } from './packet.ts';

/** IPv4 10.0.0.1 → 10.0.0.2 of `protocol`, no options, checksum not computed. */
const ipv4 = (protocol: string, payload: string) => {
  const length = (20 + payload.replaceAll(' ', '').length / 2).toString(16).padStart(4, '0');
  return `4500 ${length} 0000 0000 40 ${protocol} 0000 0a000001 0a000002 ${payload}`;
};
const udp = (from: string, to: string, payload: string) => ipv4('11', `${from} ${to} ${(8 + payload.replaceAll(' ', '').length / 2).toString(16).padStart(4, '0')} 0000 ${payload}`);
const icmp = ipv4('01', '0800 f7ff 00000000'), icmp6 = `60000000 0008 3a ff ${'00'.repeat(15)}01 ${'00'.repeat(15)}02 8000 0000 00000000`;
const ethernet = (type: string, payload: string) => `0a0000000001 0a0000000002 ${type} ${payload}`;

interface Seen { readonly links: { type: number; dsap: number; bytes: string }[]; readonly transports: string[]; readonly weird: string[] }

/** What the handler was told of one frame. */
function walk(frame: Uint8Array, link: number = LINK.ETHERNET): Seen {
  const seen: Seen = { links: [], transports: [], weird: [] };
  const rest = (packet: Packet) => Buffer.from(packet.bytes.subarray(packet.at, packet.end)).toString('hex');
  new PacketWalker({
    link: (packet, type, _oui, _snap, dsap) => { seen.links.push({ type, dsap, bytes: rest(packet) }); },
    transport: (packet) => { seen.transports.push(`${packet.protocol} ${rest(packet)}`); }, layer: () => {}, weird: (_packet, code) => { seen.weird.push(code); },
  }).frame(link, frame, 0, frame.length);
  return seen;
}

const macs = hex('0a0000000001 0a0000000002');
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

test('IEEE 802.2: what follows the three bytes of LLC is handed on, with the service access point', () => {
  expect(walk(join(macs, hex('0008 8282 03 0120ffff 00')))).toMatchObject({ links: [{ type: 0, dsap: 0x82, bytes: '0120ffff00' }], weird: [] });
});

test.each([['unequal access points', '8242 03'], ['supervisory frame', '8282 01']])('IEEE 802.2: %s belong to nobody', (_name, llc) => {
  expect(walk(join(macs, hex(`0008 ${llc} 0120ffff 00`))).links).toMatchObject([{ dsap: 0 }]);
});

test.each([
  ['VXLAN (RFC 7348)', udp('c000', '12b5', `08000000 00000100 ${ethernet('0800', icmp)}`), '1 0800'],
  ['VXLAN-GPE with IPv4 inside', udp('c000', '12b6', `0c000001 00000100 ${icmp}`), '1 0800'],
  ['VXLAN-GPE with Ethernet inside', udp('c000', '12b6', `0c000003 00000100 ${ethernet('0800', icmp)}`), '1 0800'],
  ['GENEVE (RFC 8926) with an option, answer', udp('17c1', 'c000', `01006558 00000100 00000000 ${ethernet('0800', icmp)}`), '1 0800'],
  ['Teredo (RFC 4380)', udp('c000', '0dd8', icmp6), '58 8000'],
  ['Teredo with authentication', udp('c000', '0dd8', `00010000 0102030405060708 00 ${icmp6}`), '58 8000'],
  ['Teredo with authentication and origin', udp('0dd8', 'c000', `00010000 0102030405060708 00 0000 f12a b9c82815 ${icmp6}`), '58 8000'],
  ['network service header (RFC 8300)', null, '1 0800', '894f', `0fc20101 00450000 ${icmp}`],
  ['Cisco TrustSec tag', null, '1 0800', '8909', `01010001 0007 0800 ${icmp}`],
])('%s is walked through', (_name, packet, inner, type = '0800', payload = '') => {
  const { transports, weird } = walk(hex(ethernet(type, packet ?? payload)));
  expect(weird).toEqual([]);
  expect(transports.at(-1)).toMatch(new RegExp(`^${inner}`));
});
