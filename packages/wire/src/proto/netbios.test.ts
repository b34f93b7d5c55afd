import { expect, test } from 'vitest';
import { datagramRecords } from '../testing.ts';
import { nbdgm, nbns } from './netbios.ts';
import { dnsHeader, ip, join, nbdgmAnnouncement, nbnsRegistration, nbnsStatus, netbiosName, u16, u32 } from './samples.ts';

test('RFC 1002, 4.2.2: a registration', () => {
  expect(datagramRecords(nbns, nbnsRegistration('FILES01', 0x20), 137, 137)).toEqual([true, [{
    kind: 'nbns.packet', operation: 'registration', response: false, rcode: 0, name: { name: 'FILES01', suffix: 0x20, group: false }, address: '10.0.0.1', names: [], mac: null,
  }], []]);
  expect(datagramRecords(nbns, nbnsRegistration('WARDS', 0x1c, true), 137, 137)[1]).toMatchObject([{ name: { name: 'WARDS', suffix: 0x1c, group: true } }]);
});

test('RFC 1002, 4.2.18: node status; the logged-on name (03) is dropped', () => {
  const [, records] = datagramRecords(nbns, nbnsStatus, 137, 137);
  expect(records).toMatchObject([{
    operation: 'status', response: true, mac: '02:00:00:00:00:70',
    names: [{ name: 'FILES01', suffix: 0, group: false }, { name: null, suffix: 3, group: false }, { name: 'WARDS', suffix: 0, group: true }],
  }]);
});

test('RFC 1002, 4.2.12 and 4.2.13: query and positive response', () => {
  const query = join(dnsHeader(0x0110, 1, 0), netbiosName('FILES01', 0x20), u16(0x20), u16(1));
  expect(datagramRecords(nbns, query, 137, 137)[1]).toMatchObject([{ operation: 'query', response: false, name: { name: 'FILES01', suffix: 0x20 }, address: null }]);
  const response = join(dnsHeader(0x8500, 0, 1), netbiosName('FILES01', 0x20), u16(0x20), u16(1), u32(300), u16(6), u16(0), ip('10.0.0.70'));
  expect(datagramRecords(nbns, response, 137, 137)[1]).toMatchObject([{ operation: 'query', response: true, name: { name: 'FILES01' }, address: '10.0.0.70' }]);
});

test('letters outside A–P are no name', () => {
  const bytes = join(dnsHeader(0x0110, 1, 0), [32], 'z'.repeat(32), [0], u16(0x20), u16(1));
  expect(datagramRecords(nbns, bytes, 137, 137)[1]).toMatchObject([{ name: null }]);
});

test('[MS-BRWS] 2.2.1: a host announcement', () => {
  expect(datagramRecords(nbdgm, nbdgmAnnouncement('FILES01', 'Lab file server', 0x9a03), 138, 138)).toEqual([true, [{
    kind: 'nbdgm.packet', sourceIp: '10.0.0.1', source: { name: 'FILES01', suffix: 0, group: false },
    announcement: { scope: 'host', server: 'FILES01', comment: 'Lab file server', osVersion: '6.1', serverType: 0x9a03 },
  }, { kind: 'smb.mailslot' }], []]);
});

test('a comment without its end is not kept; another mailslot is not read; an error datagram (4.4.3) is counted', () => {
  const whole = nbdgmAnnouncement('FILES01', 'Maria Lopez', 0x9a03);
  expect(datagramRecords(nbdgm, whole.subarray(0, -6), 138, 138)[1]).toMatchObject([{ announcement: { comment: null } }, { kind: 'smb.mailslot' }]);
  const other = whole.slice();
  const at = whole.findIndex((byte, i) => byte === 0x4d && whole[i + 1] === 0x41 && whole[i + 2] === 0x49 && whole[i + 3] === 0x4c);
  other[at] = 0x58;
  expect(datagramRecords(nbdgm, other, 138, 138)[1]).toMatchObject([{ announcement: null }, { kind: 'smb.mailslot' }]);
  expect(datagramRecords(nbdgm, join([0x13, 2], u16(1), ip('10.0.0.1'), u16(138), [0x82]), 138, 138)[1]).toMatchObject([{ sourceIp: '10.0.0.1', source: null }]);
});
