/** The datagram forms of protocols whose streams are in `conversations.test.ts`. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DatagramProtocol } from '../record.ts';
import { datagramRecords, hex, truncations } from '../testing.ts';
import { enipDatagram } from './enip.ts';
import { kerberosDatagram } from './kerberos.ts';
import { cldap } from './ldap.ts';

const ROWS: readonly (readonly [string, DatagramProtocol, Uint8Array, object])[] = [
  ['[MS-ADTS] 6.3.3: LDAP ping', cldap, hex('3018 020107 6313 0400 0a0100 0a0100 020100 020100 010100 8700'), { kind: 'ldap.message', operation: 'search-request' }],
  ['RFC 4120, 5.9.1: KRB-ERROR', kerberosDatagram, hex('7e20 301e a003020105 a10302011e a603020119 a90d 1b0b 4558414d504c452e4f5247'), { kind: 'kerberos.message', type: 30, realm: 'EXAMPLE.ORG' }],
  ['CIP volume 2, 2-4.3: ListIdentity request', enipDatagram, hex('6300 0000 00000000 00000000 0000000000000000 00000000'), { kind: 'enip.message', command: 0x63 }],
];

test.each(ROWS)('%s', (_name, protocol, bytes, record) => { expect(datagramRecords(protocol, bytes, 50000, protocol.ports[0])).toEqual([true, [record], []]); });

test.each(ROWS)('%s, truncated at every byte and random: no exception', (_name, protocol, bytes) => {
  for (const cut of truncations(bytes)) datagramRecords(protocol, cut, 50000, protocol.ports[0]);
  fc.assert(fc.property(fc.nat(bytes.length - 1), fc.uint8Array({ maxLength: 60 }), (keep, tail) => { datagramRecords(protocol, Uint8Array.from([...bytes.subarray(0, keep), ...tail]), 50000, protocol.ports[0]); }), { numRuns: 2000 });
});
