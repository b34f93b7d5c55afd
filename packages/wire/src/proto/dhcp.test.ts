import { expect, test } from 'vitest';
import { datagramRecords } from '../testing.ts';
import { dhcp } from './dhcp.ts';
import { dhcpMessage, dhcpRequest, ip, join } from './samples.ts';

const read = (bytes: Uint8Array) => datagramRecords(dhcp, bytes, 68, 67);

test('a REQUEST tells what the client is', () => {
  expect(read(dhcpRequest)).toEqual([true, [{
    kind: 'dhcp.message', op: 'request', messageType: 'request', clientMac: '02:00:00:00:00:07', clientIp: null, yourIp: null, relayIp: null, requestedIp: '10.0.0.7', serverId: '10.0.0.1',
    hostname: 'pump-0042', fqdn: 'pump-0042.house.example', vendorClass: 'InfuGate3', userClass: 'iPXE', parameters: '1,3,6', domain: null, routers: [], relayAgent: true,
  }], []]);
});

test('an ACK tells what the server serves', () => {
  expect(read(dhcpMessage(2, [[53, [5]], [54, ip('10.0.0.1')], [3, [...ip('10.0.0.254'), ...ip('10.0.0.253')]], [15, 'house.example']], { yiaddr: '10.0.0.7', giaddr: '10.0.9.1' }))[1]).toMatchObject([
    { op: 'reply', messageType: 'ack', yourIp: '10.0.0.7', relayIp: '10.0.9.1', serverId: '10.0.0.1', routers: ['10.0.0.254', '10.0.0.253'], domain: 'house.example' }]);
});

test.each<[string, Uint8Array, object]>([
  ['RFC 951: BOOTP has no type', dhcpMessage(1, []), { messageType: null, hostname: null }],
  ['RFC 2132, 9.3: options go on in sname', dhcpMessage(1, [[53, [1]], [52, [2]]], { sname: join([12, 4], 'ct01', [255]) }), { messageType: 'discover', hostname: 'ct01' }],
  ['RFC 3396: a repeated option is one', dhcpMessage(1, [[53, [1]], [60, 'Labmade'], [60, 'VS:K.21']]), { vendorClass: 'LabmadeVS:K.21' }],
  ['RFC 4702, 2.1: deprecated ASCII form', dhcpMessage(1, [[81, join([0, 0, 0], 'ws-rad1')]]), { fqdn: 'ws-rad1' }],
  ['RFC 3004: a bare user class', dhcpMessage(1, [[77, 'LabClass']]), { userClass: 'LabClass' }],
])('%s', (_name, bytes, record) => { expect(read(bytes)).toMatchObject([true, [record], []]); });

test('other hardware than Ethernet gives no MAC', () => {
  const message = dhcpRequest.slice();
  message[1] = 32;
  expect(read(message)[1]).toMatchObject([{ clientMac: null }]);
});

test('an option longer than the message is not kept', () => {
  expect(read(join(dhcpMessage(1, [[53, [1]]]).slice(0, -1), [12, 40], 'Mar'))).toMatchObject([true, [{ messageType: 'discover', hostname: null }], ['dhcp-option-length']]);
});
