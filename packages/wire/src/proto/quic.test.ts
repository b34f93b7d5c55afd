import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datagramRecords, hex, truncations } from '../testing.ts';
import { quic } from './quic.ts';

/** RFC 9001, appendix A.2: the client's Initial, as protected, with its payload left as zeros. */
const INITIAL = Uint8Array.from([...hex('c0 00000001 08 8394c8f03e515708 00 00 449e'), ...new Uint8Array(1182)]);

test('RFC 9001, A.2 client Initial; A.4 Retry', () => {
  expect(datagramRecords(quic, INITIAL, 50000, 443)).toEqual([true, [{ kind: 'quic.packet', type: 'initial', version: '1' }, { kind: 'tls.carried', by: 'quic' }], []]);
  expect(datagramRecords(quic, hex('ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba'))[1]).toMatchObject([{ type: 'retry', version: '1' }]);
});

test('RFC 9369, 3.2: version 2 numbers types differently; drafts', () => {
  const version = (first: number, bytes: string) => datagramRecords(quic, Uint8Array.from([first, ...hex(bytes), ...INITIAL.subarray(5)]))[1];
  expect(version(0xd3, '6b3343cf')).toMatchObject([{ type: 'initial', version: '2' }, { kind: 'tls.carried' }]);
  expect(version(0xc3, 'ff00001d')).toMatchObject([{ type: 'initial', version: 'draft-29' }, { kind: 'tls.carried' }]);
  expect(version(0xe3, '00000001')).toMatchObject([]);
});

test('RFC 9000, 17.2.1 version negotiation', () => {
  expect(datagramRecords(quic, hex('80 00000000 04 01020304 00 00000001 6b3343cf'))).toEqual([true, [{ kind: 'quic.packet', type: 'version-negotiation', version: null }], []]);
  expect(datagramRecords(quic, hex('80 00000000 04 01020304 00 0a0a0a0a'))[0]).toBe(false);
});

test('RFC 9000, 17.3.1: short headers count on the ports of QUIC only', () => {
  const packet = Uint8Array.from([0x4a, ...new Uint8Array(25)]);
  expect(datagramRecords(quic, packet, 443, 50000)).toEqual([true, [{ kind: 'quic.packet', type: 'short', version: null }], []]);
  expect([datagramRecords(quic, packet, 4433, 50000)[0], datagramRecords(quic, packet.subarray(0, 20), 443, 50000)[0], datagramRecords(quic, hex('16fefd'.repeat(10)), 443, 1)[0]]).toEqual([false, false, false]);
});

test('strict: unknown versions, long connection ids, no fixed bit', () => {
  for (const bad of ['40 00000001 00 00', 'c0 51303436 00 00 00 4400', 'c0 00000001 15', '80 00000001 00 00 00 4400', '']) expect(datagramRecords(quic, hex(bad))[0]).toBe(false);
});

test('truncated at every byte, and random bytes: no exception', () => {
  for (const cut of truncations(INITIAL.subarray(0, 40))) datagramRecords(quic, cut);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => { datagramRecords(quic, Uint8Array.from([0xc0, 0, 0, 0, bytes[0]! & 1, ...bytes])); }), { numRuns: 5000 });
});
