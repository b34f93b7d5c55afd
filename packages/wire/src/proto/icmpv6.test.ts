import { expect, test } from 'vitest';
import { hex } from '../testing.ts';
import type { WireRecord } from '../record.ts';
import { parseNeighbour } from './icmpv6.ts';
import { join, mac, neighbourAdvertisement, u16, u32 } from './samples.ts';

function read(bytes: Uint8Array): [boolean, WireRecord[], string[]] {
  const records: WireRecord[] = [], weird: string[] = [];
  return [parseNeighbour(bytes, 0, bytes.length, { record: (record) => { records.push(record); }, weird: (code) => { weird.push(code); } }), records, weird];
}
const target = hex('fe80000000000000000000fffe000001');

test.each<[string, Uint8Array, object]>([
  ['4.4 advertisement of a router', neighbourAdvertisement, { message: 'advertisement', target: 'fe80::ff:fe00:1', mac: '02:00:00:00:00:01', router: true }],
  ['4.3 solicitation with the sender\'s address', join([135, 0, 0, 0], u32(0), target, [1, 1], mac('02:00:00:00:00:05')), { message: 'solicitation', target: 'fe80::ff:fe00:1', mac: '02:00:00:00:00:05', router: false }],
  ['4.2 router advertisement', join([134, 0, 0, 0, 64, 0], u16(1800), u32(0), u32(0), [3, 4], new Uint8Array(30), [1, 1], mac('02:00:00:00:00:01')), { message: 'router-advertisement', target: null, mac: '02:00:00:00:00:01', router: true }],
  ['4.2 lifetime 0 is no default router', join([134, 0, 0, 0, 64, 0], u16(0), u32(0), u32(0)), { message: 'router-advertisement', mac: null, router: false }],
  ['4.1 router solicitation', join([133, 0, 0, 0], u32(0)), { message: 'router-solicitation', target: null, mac: null, router: false }],
])('RFC 4861, %s', (_name, bytes, record) => { expect(read(bytes)).toMatchObject([true, [record], []]); });

test('echo is no neighbour discovery', () => { expect(read(join([128, 0, 0, 0]))[0]).toBe(false); });
test('4.6: an option of length 0 ends the reading', () => { expect(read(join(neighbourAdvertisement.subarray(0, 24), [9, 0, 2, 1]))).toMatchObject([true, [{ mac: null }], ['icmpv6-option-length']]); });
