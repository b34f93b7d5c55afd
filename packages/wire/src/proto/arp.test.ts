import { expect, test } from 'vitest';
import { datagramRecords } from '../testing.ts';
import { arp } from './arp.ts';
import { arpReply, join, u16 } from './samples.ts';

test('RFC 826: a reply names sender and target', () => {
  expect(datagramRecords(arp, arpReply)).toEqual([true, [{ kind: 'arp.packet', op: 'reply', senderMac: '02:00:00:00:00:01', senderIp: '10.0.0.1', targetMac: '02:00:00:00:00:02', targetIp: '10.0.0.2' }], []]);
});

test('a request has no target hardware address', () => {
  const request = arpReply.slice();
  request[7] = 1;
  expect(datagramRecords(arp, request)[1]).toMatchObject([{ op: 'request', targetMac: null, targetIp: '10.0.0.2' }]);
});

test.each([['InfiniBand', 0, 32], ['IPv6 as protocol', 2, 0x86], ['long addresses', 4, 8], ['operation 9', 7, 9]])('%s is ARP, but nothing we read', (_name, at, value) => {
  const packet = arpReply.slice();
  packet[at] = value;
  expect(datagramRecords(arp, packet).slice(0, 2)).toEqual([true, []]);
});

test('cut short', () => { expect(datagramRecords(arp, join(u16(1), u16(0x0800)))).toEqual([true, [], ['arp-short']]); });
