/** LLDP, CDP, NTP, syslog, TFTP, RADIUS: a row a message. */
import { expect, test } from 'vitest';
import { datagramRecords } from '../testing.ts';
import { cdp } from './cdp.ts';
import { lldp } from './lldp.ts';
import { ntp } from './ntp.ts';
import { radius } from './radius.ts';
import { cdpFrame, join, lldpFrame, ntpServer, radiusRequest, syslogModern, syslogOld, tftpRead, u16, u32 } from './samples.ts';
import { syslog } from './syslog.ts';
import { tftp } from './tftp.ts';

test('IEEE 802.1AB clause 8 with TIA-1057 inventory', () => {
  expect(datagramRecords(lldp, lldpFrame)).toEqual([true, [{
    kind: 'lldp.frame', chassisMac: '02:00:00:00:00:01', chassisId: null, portId: 'gi0/1', systemName: 'sw-ward3', systemDescription: 'Labmade Switch 24', capabilities: ['bridge'], managementAddresses: ['10.0.0.3'],
    hardwareRevision: null, firmwareRevision: null, softwareRevision: '7.1', serial: 'SN9', manufacturer: 'Labmade', model: 'LS24', assetId: null,
  }], []]);
});
test('802.1AB 8.5.2: a chassis named by its network address', () => {
  expect(datagramRecords(lldp, join(u16((1 << 9) | 6), [5, 1, 10, 0, 0, 9]))[1]).toMatchObject([{ chassisMac: null, chassisId: '10.0.0.9' }]);
});
test('LLDP: a value longer than the frame', () => { expect(datagramRecords(lldp, lldpFrame.subarray(0, 40))).toMatchObject([true, [{ portId: 'gi0/1', systemDescription: null }], ['lldp-truncated']]); });

test('CDP version 2', () => {
  expect(datagramRecords(cdp, cdpFrame)).toMatchObject([true, [{
    version: 2, deviceId: 'sw-core(FOC1234X0AB)', portId: 'Gi0/2', platform: 'cisco WS-C2960-24TT-L', capabilities: ['switch', 'igmp'], addresses: ['10.0.0.4'], nativeVlan: 7,
  }], []]);
});
test('CDP: lengths that lie', () => {
  expect(datagramRecords(cdp, join([2, 180, 0, 0], u16(1), u16(3), 'x'))).toMatchObject([true, [{ deviceId: null }], ['cdp-tlv-length']]);
  expect(datagramRecords(cdp, join([2, 180, 0, 0], u16(2), u16(12), u32(0xffffffff), [1, 1, 0xcc, 0]))).toMatchObject([true, [{ addresses: [] }], []]);
});

test.each<[string, Uint8Array, object]>([
  ['server at stratum 1', ntpServer, { version: 4, mode: 4, stratum: 1, reference: 'GPS' }],
  ['client', join([0x1b, 0], new Uint8Array(46)), { version: 3, mode: 3, stratum: 0, reference: null }],
  ['server at stratum 3: the reference is an address', join([0x24, 3, 6, 0], new Uint8Array(8), 'GPS\0', new Uint8Array(32)), { stratum: 3, reference: null }],
  ['kiss of death (7.4)', join([0xe4, 0, 6, 0], new Uint8Array(8), 'RATE', new Uint8Array(32)), { stratum: 0, reference: 'RATE' }],
  ['mode 6, control', join([0x16, 2, 0, 1], new Uint8Array(8)), { version: 2, mode: 6, stratum: null }],
])('RFC 5905: %s', (_name, bytes, record) => { expect(datagramRecords(ntp, bytes, 123, 123)).toMatchObject([true, [record], []]); });

test.each<[string, Uint8Array, object]>([
  ['RFC 5424, 6', syslogModern, { facility: 20, severity: 5, host: 'ws-rad1', app: 'viewer' }],
  ['RFC 5424, 6: nil values', join('<14>1 - - - - - - patient DOE'), { host: null, app: null }],
  ['RFC 3164, 4.1', syslogOld, { facility: 4, severity: 2, host: 'gw-icu', app: 'sshd' }],
  ['RFC 3164 without host (dnsmasq, glibc)', join('<30>Nov 22 02:14:15 dnsmasq[41]: query maria'), { host: null, app: 'dnsmasq' }],
  ['tag alone', join('<13>chronyd: offset'), { host: null, app: 'chronyd' }],
  ['a capitalised word before a colon is a person more often than a program', join('<13>DOE: JANE'), { host: null, app: null }],
  ['a capitalised program has its process id', join('<78>Nov 22 02:15:01 gw CRON[9]: (root)'), { host: 'gw', app: 'CRON' }],
  ['free text has no tag', join('<13>Oct 11 22:14:15 gw admitted DOE JANE to ward: 3'), { host: 'gw', app: null }],
])('syslog, %s', (_name, bytes, record) => {
  const [is, records] = datagramRecords(syslog, bytes, 514, 514);
  expect([is, records]).toMatchObject([true, [record]]);
  expect(JSON.stringify(records)).not.toMatch(/doe|jane|maria|password/i);
});
test.each(['<192>x', '<>x', '<0001>x', 'x'])('syslog: %j has no priority, and is syslog by its port', (text) => { expect(datagramRecords(syslog, text, 514, 514)).toEqual([true, [], ['syslog-priority']]); });

test('RFC 1350, 5: a request, its mode, not its file', () => { expect(datagramRecords(tftp, tftpRead, 50000, 69)).toEqual([true, [{ kind: 'tftp.packet', op: 'read', mode: 'octet' }], []]); });
test('RFC 1350, 5: data and acknowledgement', () => {
  expect(datagramRecords(tftp, join(u16(3), u16(1), 'secret'), 69, 50000)[1]).toEqual([{ kind: 'tftp.packet', op: 'data', mode: null }]);
  expect(datagramRecords(tftp, join(u16(4), u16(1)), 50000, 69)[1]).toMatchObject([{ op: 'ack' }]);
});

test('RFC 2865, 5: the network access server, not the user', () => {
  expect(datagramRecords(radius, radiusRequest, 50000, 1812)).toEqual([true, [{ kind: 'radius.packet', code: 'access-request', reply: false, nasIp: '10.0.0.1', nasIdentifier: 'ap-001', nasPortType: 19, vendor: null }], []]);
});
test.each([['unknown code', join([99, 0], u16(20), new Uint8Array(16))], ['length under 20', join([1, 0], u16(19), new Uint8Array(16))], ['length over 4096', join([1, 0], u16(5000), new Uint8Array(16))]])('RFC 2865, 3: %s is no RADIUS', (_name, bytes) => {
  expect(datagramRecords(radius, bytes, 50000, 1812)).toEqual([false, [], []]);
});
