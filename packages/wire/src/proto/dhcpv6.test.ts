import { expect, test } from 'vitest';
import { datagramRecords, hex } from '../testing.ts';
import { dhcpv6 } from './dhcpv6.ts';
import { dhcpv6Relayed, dhcpv6Request, join } from './samples.ts';

const client = {
  kind: 'dhcpv6.message', messageType: 'request', clientMac: '02:00:00:00:00:07', serverMac: null, clientEnterprise: null, fqdn: 'pump-0042', vendorEnterprise: 311, vendorClass: 'MSFT 5.0', addresses: ['2001:db8::7'],
};

test('RFC 8415: DUID-LL, IA_NA, vendor class, FQDN', () => { expect(datagramRecords(dhcpv6, dhcpv6Request, 546, 547)).toEqual([true, [{ ...client, relayed: false }], []]); });
test('RFC 8415, 9: a relayed message is unwrapped', () => { expect(datagramRecords(dhcpv6, dhcpv6Relayed, 547, 547)[1]).toEqual([{ ...client, relayed: true }]); });
test.each([
  ['11.2 DUID-LLT', '01 000001 0001 000e 0001 0001 11223344 020000000009', { messageType: 'solicit', clientMac: '02:00:00:00:00:09' }],
  ['11.3 DUID-EN', '01 000001 0001 000a 0002 00001234 abcdef01', { clientMac: null, clientEnterprise: 0x1234 }],
  ['11.5 DUID-UUID', '0b 000001 0001 0012 0004 00112233445566778899aabbccddeeff', { messageType: 'information-request', clientMac: null, clientEnterprise: null }],
])('RFC 8415, %s', (_name, bytes, record) => { expect(datagramRecords(dhcpv6, hex(bytes), 546, 547)).toMatchObject([true, [record], []]); });
test('relays inside relays end at the hop limit', () => {
  const deep = Array.from({ length: 40 }).reduce<Uint8Array>((inner) => join([12, 0], new Uint8Array(32), [0, 9, inner.length >> 8, inner.length & 255], inner), dhcpv6Request);
  expect(datagramRecords(dhcpv6, deep, 547, 547)[1]).toMatchObject([{ messageType: null, clientMac: null, relayed: true }]);
});
