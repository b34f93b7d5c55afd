import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datagramRecords, hex } from '../testing.ts';
import { ber, join, oid, snmpMessage, snmpResponse, snmpV3 } from './samples.ts';
import { snmp } from './snmp.ts';

const read = (bytes: Uint8Array, from = 161, to = 50000) => datagramRecords(snmp, bytes, from, to);

test('a v2c response: system group and chassis, nothing of people', () => {
  const [is, [record], weird] = read(snmpResponse);
  expect([is, weird]).toEqual([true, []]);
  expect(record).toEqual({
    kind: 'snmp.message', version: 'v2c', pdu: 'response', defaultCommunity: true, errorStatus: 0, sysDescr: 'Labmade InfuGate 3; HW rev C; SW 7.12.0', sysObjectId: '1.3.6.1.4.1.8072.3.2.10', sysName: 'pump',
    physical: [{ index: 1, serial: 'SN1', model: 'InfuGate 3' }], enterprise: null, engine: null,
  });
});

test.each<[string, Uint8Array, object]>([
  ['RFC 3416, 4.2.1 get', snmpMessage(1, 'private', 0xa0, [['1.3.6.1.2.1.1.1.0', ber(5)]]), { pdu: 'get', defaultCommunity: true, sysDescr: null }],
  ['RFC 3416, 4.2.5 set: speaks of the receiver', snmpMessage(1, 'x7', 0xa3, [['1.3.6.1.2.1.1.5.0', ber(4, 'ward')]]), { pdu: 'set', defaultCommunity: false, sysName: null }],
  ['RFC 1157, 4.1.6 trap', ber(0x30, ber(2, [0]), ber(4, 'public'), ber(0xa4, oid('1.3.6.1.4.1.9.1'), ber(0x40, [10, 0, 0, 1]), ber(2, [0]), ber(2, [0]), ber(0x43, [1]), ber(0x30))), { version: 'v1', pdu: 'trap-v1', enterprise: '1.3.6.1.4.1.9.1' }],
  ['RFC 3412, 6 encrypted, engine id of a MAC', snmpV3, { version: 'v3', pdu: null, defaultCommunity: false, engine: { enterprise: 9, mac: '02:00:00:00:00:09' } }],
])('%s', (_name, bytes, record) => { expect(read(bytes)).toMatchObject([true, [record], []]); });

test('the community never leaves, whatever it is', () => {
  for (const community of ['public', 'private', 'Hunter2', 'publicx']) {
    const [, [record]] = read(snmpMessage(0, community, 0xa2, []));
    expect(JSON.stringify(record)).not.toContain(community);
    expect(record).toMatchObject({ defaultCommunity: community === 'public' || community === 'private' });
  }
});

test('on any port it must be whole and nothing else', () => {
  expect(read(snmpResponse, 1161, 50000)[0]).toBe(true);
  expect(read(snmpV3, 1161, 50000)[0]).toBe(true);
  expect(read(join(snmpResponse, [0]), 1161, 50000)[0]).toBe(false);
  for (let length = 0; length < snmpResponse.length; length++) expect(read(snmpResponse.subarray(0, length), 1161, 50000)).toEqual([false, [], []]);
});

test('LDAP (RFC 4511, 4.2) and other BER is no SNMP; on its own port an unknown version is', () => {
  expect(read(hex('300c020101600702010304008000'), 389, 50000)[0]).toBe(false);
  expect(read(hex('3003040130'))[0]).toBe(false);
  expect(read(hex('3003020109'))).toEqual([true, [], ['snmp-version']]);
  expect(read(hex('3003020109'), 1161, 50000)[0]).toBe(false);
});

test('random bytes on another port are never SNMP', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => !read(join([0x30, bytes.length & 127], bytes), 7777, 50000)[0]), { numRuns: 2000 });
});
