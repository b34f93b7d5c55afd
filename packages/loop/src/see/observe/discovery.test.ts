/** What the protocols of names, addresses and discovery say about hosts: a row a message, and people in none of it. */
import { expect, test } from 'vitest';
import { datagramRecords } from '@wardkeep/wire/testing';
import { arp } from '@wardkeep/wire/proto/arp';
import { cdp } from '@wardkeep/wire/proto/cdp';
import { dhcp } from '@wardkeep/wire/proto/dhcp';
import { dhcpv6 } from '@wardkeep/wire/proto/dhcpv6';
import { dns, llmnr, mdns } from '@wardkeep/wire/proto/dns';
import { lldp } from '@wardkeep/wire/proto/lldp';
import { nbdgm, nbns } from '@wardkeep/wire/proto/netbios';
import { ntp } from '@wardkeep/wire/proto/ntp';
import { radius } from '@wardkeep/wire/proto/radius';
import * as samples from '@wardkeep/wire/proto/samples';
import { snmp } from '@wardkeep/wire/proto/snmp';
import { syslog } from '@wardkeep/wire/proto/syslog';
import { tftp } from '@wardkeep/wire/proto/tftp';
import type { DatagramProtocol, LinkProtocol, WireRecord } from '@wardkeep/wire/record';
import type { Observers } from '../scene.ts';
import { arpObservers } from './arp.ts';
import { cdpObservers } from './cdp.ts';
import { dhcpObservers } from './dhcp.ts';
import { dnsObservers, isPrivate, reverseAddress } from './dns.ts';
import { lldpObservers } from './lldp.ts';
import { mdnsObservers } from './mdns.ts';
import { netbiosObservers } from './netbios.ts';
import { ntpObservers } from './ntp.ts';
import { radiusObservers } from './radius.ts';
import { snmpObservers } from './snmp.ts';
import { syslogObservers } from './syslog.ts';
import { observeOne, type Said, type Setting } from './testing.ts';
import { tftpObservers } from './tftp.ts';

const OBSERVERS: Observers = {
  ...arpObservers, ...cdpObservers, ...dhcpObservers, ...dnsObservers, ...lldpObservers, ...mdnsObservers, ...netbiosObservers, ...ntpObservers, ...radiusObservers, ...snmpObservers, ...syslogObservers, ...tftpObservers,
};
const udp = (port: number, setting: Setting = {}): Setting => ({ transport: 'udp', serverPort: port, ...setting });
const answer = { direction: 1 } as const, group = { toGroup: true };

/** The sample through its dissector and the observers. */
function say(protocol: DatagramProtocol | LinkProtocol, bytes: Uint8Array, setting: Setting = {}): Said {
  const port = setting.serverPort ?? 0, [, records] = datagramRecords(protocol, bytes, setting.direction === 1 ? port : 50000, setting.direction === 1 ? 50000 : port);
  return observeOne(OBSERVERS, records[0] as WireRecord, setting);
}

const { ber, dhcpMessage, dnsHeader, dnsName, dnsRecord, ip, join, nbdgmAnnouncement, nbnsRegistration, snmpMessage, u16 } = samples;

test('ARP binds the sender; a probe or a proxy does not', () => {
  expect(say(arp, samples.arpReply, { transport: 'link' }).binds).toEqual([{ mac: '02:00:00:00:00:01', ip: '10.0.0.1', certain: true }]);
  const proxy = samples.arpReply.slice();
  proxy[13] = 9;
  expect(say(arp, proxy, { transport: 'link' }).binds).toMatchObject([{ mac: '02:00:00:00:00:09', certain: false }]);
  const probe = samples.arpReply.slice();
  probe.fill(0, 14, 18);
  expect(say(arp, probe, { transport: 'link' }).binds).toEqual([]);
});

test('neighbour discovery binds the target and names routers', () => {
  const said = observeOne(OBSERVERS, { kind: 'icmpv6.neighbour', message: 'advertisement', target: 'fe80::1', mac: '02:00:00:00:00:01', router: true }, { transport: 'link' });
  expect(said.binds).toEqual([{ mac: '02:00:00:00:00:01', ip: 'fe80::1', certain: true }]);
  expect(said.claims).toMatchObject([{ host: 'fe80::1', attribute: 'role', value: 'router', weight: 'medium' }]);
});

test('DHCP: the client says what it is', () => {
  const said = say(dhcp, join(samples.dhcpRequest), udp(67, group));
  // The sample comes through a relay (another hardware address than the frame's): the client is bound by what it asks for.
  expect(said.binds).toEqual([{ mac: '02:00:00:00:00:07', ip: '10.0.0.7', certain: false }]);
  expect(said.signs).toEqual([{ host: '10.0.0.7', signal: 'dhcp.vendor-class', text: 'InfuGate3' }, { host: '10.0.0.7', signal: 'dhcp.parameters', text: '1,3,6' }, { host: '10.0.0.7', signal: 'dhcp.hostname', text: 'pump-0042' }]);
  expect(said.uses).toMatchObject([{ host: '10.0.0.7', protocol: 'dhcp', server: '10.0.0.1', port: 67 }]);
  expect(said.claims.map((claim) => claim.value)).toEqual(['pump-0042', 'pump-0042.house.example']);
});

test('DHCP: the server answers, the client is bound, the gateway named', () => {
  const said = say(dhcp, dhcpMessage(2, [[53, [5]], [54, ip('10.0.0.2')], [3, ip('10.0.0.254')], [15, 'house.example']], { yiaddr: '10.0.0.7' }), udp(67, answer));
  expect(said.services).toEqual([{ host: 'server', transport: 'udp', port: 67, protocol: 'dhcp', state: 'answered', attributes: { domain: 'house.example' } }]);
  expect(said.binds).toEqual([{ mac: '02:00:00:00:00:07', ip: '10.0.0.7', certain: true }]);
  expect(said.claims).toMatchObject([{ host: 'server', value: 'network-service', confidence: 70 }, { host: '10.0.0.254', value: 'router' }]);
  expect(said.uses).toMatchObject([{ host: '10.0.0.7', server: '10.0.0.2', port: 67 }]);
});

test('DHCP: an OFFER gives nothing to the client, a NAK nothing at all; behind a relay the server is that of option 54', () => {
  expect(say(dhcp, dhcpMessage(2, [[53, [2]], [54, ip('10.0.0.2')]], { yiaddr: '10.0.0.7' }), udp(67, answer)).binds).toEqual([]);
  expect(say(dhcp, dhcpMessage(2, [[53, [6]]]), udp(67, answer))).toEqual({ claims: [], signs: [], services: [], uses: [], binds: [] });
  expect(say(dhcp, dhcpMessage(2, [[53, [5]], [54, ip('10.9.9.9')]], { yiaddr: '10.0.0.7' }), udp(67, answer)).services).toMatchObject([{ host: '10.9.9.9' }]);
});

test('DHCPv6', () => {
  const said = say(dhcpv6, samples.dhcpv6Request, udp(547, group));
  expect(said.signs).toEqual([{ host: 'client', signal: 'dhcpv6.vendor-class', text: 'MSFT 5.0' }]);
  expect(said.claims).toMatchObject([{ host: 'client', attribute: 'hostname', value: 'pump-0042' }]);
  expect(say(dhcpv6, samples.dhcpv6Relayed, udp(547)).claims).toEqual([]);
});

test('DNS: server, client, version and hearsay about private addresses', () => {
  const said = say(dns, samples.dnsResponse, udp(53, answer));
  expect(said.services).toMatchObject([{ host: 'server', port: 53, protocol: 'dns', state: 'answered' }]);
  expect(said.uses).toMatchObject([{ host: 'client', protocol: 'dns', server: '10.0.0.2', port: 53 }]);
  expect(said.claims).toEqual([{ host: '10.0.0.70', attribute: 'hostname', value: 'nas.house.example', signal: 'dns.address', weight: 'medium', confidence: 60 }]);
  expect(say(dns, samples.versionBind, udp(53, answer)).signs).toEqual([{ host: 'server', signal: 'dns.version-bind', text: 'dnsmasq-2.90' }]);
  expect(say(dns, join(dnsHeader(0x0100, 1, 0), dnsName('news.example'), u16(1), u16(1)), udp(53))).toMatchObject({ services: [{ host: 'server', state: 'addressed' }], claims: [], signs: [] });
  const world = join(dnsHeader(0x8180, 0, 1), dnsRecord('news.example', 1, ip('198.51.100.7')));
  expect(say(dns, world, udp(53, answer)).claims).toEqual([]);
  const pointer = join(dnsHeader(0x8180, 0, 1), dnsRecord('62.0.0.10.in-addr.arpa', 12, dnsName('pump-0042.house.example')));
  expect(say(dns, pointer, udp(53, answer)).claims).toMatchObject([{ host: '10.0.0.62', value: 'pump-0042.house.example' }]);
  const directory = join(dnsHeader(0x8180, 0, 2), dnsRecord('_ldap._tcp.dc._msdcs.house.example', 33, join(u16(0), u16(0), u16(389), dnsName('dc1.house.example'))), dnsRecord('dc1.house.example', 1, ip('10.0.0.9')));
  expect(say(dns, directory, udp(53, answer)).claims).toMatchObject([{ host: '10.0.0.9', attribute: 'role', value: 'domain-controller' }, { host: '10.0.0.9', attribute: 'hostname' }]);
});

test.each([['10.1.2.3', true], ['172.31.0.1', true], ['172.32.0.1', false], ['192.168.0.1', true], ['100.64.0.1', true], ['8.8.8.8', false], ['fd00::1', true], ['fe80::1', true], ['2001:db8::1', false]])('%s is private: %s', (address, expected) => {
  expect(isPrivate(address)).toBe(expected);
});
test.each([['4.30.20.10.in-addr.arpa', '10.20.30.4'], [`${'1.'.padEnd(64, '0.')}ip6.arpa`, '::1'], ['x.in-addr.arpa', null], ['999.1.1.1.in-addr.arpa', null]])('reverse name %s is %s', (name, address) => {
  expect(reverseAddress(name)).toBe(address);
});

test('mDNS: the sender announces itself, a reflected host is another', () => {
  const said = say(mdns, samples.mdnsAnnouncement, udp(5353, group));
  expect(said.services).toEqual([
    { host: 'client', transport: 'tcp', port: 631, protocol: 'http', state: 'announced', attributes: { serviceTypes: ['_ipp._tcp'] }, confidence: 90 },
    { host: 'client', transport: 'udp', port: 5353, protocol: 'mdns', state: 'announced', attributes: { services: ['_ipp._tcp'] } },
  ]);
  expect(said.claims).toEqual(expect.arrayContaining([
    expect.objectContaining({ attribute: 'role', value: 'printer', weight: 'strong' }), expect.objectContaining({ attribute: 'hostname', value: 'prn-3.local', confidence: 85 }),
    expect.objectContaining({ attribute: 'product', value: 'Labmade Print 9' }), expect.objectContaining({ attribute: 'vendor', value: 'Labmade' }), expect.objectContaining({ attribute: 'os', value: 'Linux' }),
  ]));
  const icon = join(dnsHeader(0x8400, 0, 1), dnsRecord('FILES01._device-info._tcp.local', 16, join([13], 'model=RackMac')));
  expect(say(mdns, icon, udp(5353, group))).toMatchObject({ claims: [], signs: [{ signal: 'mdns.txt', text: 'model=RackMac' }, { signal: 'mdns.service' }] });
  const reflected = samples.mdnsAnnouncement.slice();
  const at = reflected.findIndex((byte, i) => byte === 10 && reflected[i + 1] === 0 && reflected[i + 2] === 0 && reflected[i + 3] === 1 && reflected[i - 1] === 4);
  reflected[at + 3] = 77;
  const hearsay = say(mdns, reflected, udp(5353, group));
  expect(hearsay.services.map((service) => service.host)).toEqual(['10.0.0.77']);
  expect(new Set(hearsay.claims.map((claim) => claim.host))).toEqual(new Set(['10.0.0.77']));
});

test('mDNS: what a query knows already (RFC 6762, 7.1) is no word of the sender', () => {
  const query = samples.mdnsAnnouncement.slice();
  query[2] = 0;
  expect(say(mdns, query, udp(5353, group))).toEqual({ claims: [], signs: [], services: [], uses: [], binds: [] });
});

test('LLMNR: who answers bears the name', () => {
  expect(say(llmnr, samples.llmnrResponse, udp(5355, answer))).toMatchObject({ services: [{ host: 'server', port: 5355, state: 'answered' }], claims: [{ host: 'server', attribute: 'hostname', value: 'ws-rad1', weight: 'medium' }] });
});

test('NetBIOS: registrations, status, announcements', () => {
  expect(say(nbns, nbnsRegistration('FILES01', 0x00), udp(137, group))).toMatchObject({
    services: [{ host: 'client', port: 137, protocol: 'nbns', state: 'announced' }], claims: [{ attribute: 'hostname', value: 'FILES01' }],
  });
  expect(say(nbns, nbnsRegistration('FILES01', 0x20), udp(137, group)).claims).toMatchObject([{ attribute: 'role', value: 'file-server', weight: 'weak' }]);
  expect(say(nbns, nbnsRegistration('WARDS', 0x1c, true), udp(137, group)).claims).toMatchObject([{ attribute: 'role', value: 'domain-controller', weight: 'medium', confidence: 80 }]);
  expect(say(nbns, nbnsRegistration('WARDS', 0x00, true), udp(137, group)).services).toMatchObject([{ attributes: { workgroup: 'WARDS' } }]);
  expect(say(nbns, samples.nbnsStatus, udp(137, answer))).toMatchObject({
    services: [{ host: 'server', state: 'answered', attributes: { workgroup: 'WARDS' } }], binds: [{ mac: '02:00:00:00:00:70', ip: '10.0.0.2', certain: false }], claims: [{ value: 'FILES01' }],
  });
  const announced = say(nbdgm, nbdgmAnnouncement('FILES01', 'Lab file server', 0x9a03), udp(138, group));
  expect(announced.signs).toContainEqual({ host: 'client', signal: 'nbdgm.comment', text: 'Lab file server' });
  expect(announced.services).toMatchObject([{ protocol: 'nbdgm', state: 'announced' }]);
  expect(say(nbdgm, nbdgmAnnouncement('DC1', '', 0x8 | 0x8000), udp(138, group)).claims).toContainEqual(expect.objectContaining({ attribute: 'role', value: 'domain-controller' }));
});

test('SNMP: an answer describes the agent and says that a default community is accepted', () => {
  const said = say(snmp, samples.snmpResponse, udp(161, answer));
  expect(said.services).toEqual([{ host: 'server', transport: 'udp', port: 161, protocol: 'snmp', state: 'answered', attributes: { versions: ['v2c'], defaultCommunity: true } }]);
  const values = Object.fromEntries(said.claims.map((claim) => [claim.attribute, claim.value]));
  expect(values).toEqual({ hostname: 'pump', product: 'Labmade InfuGate 3', version: '7.12.0', model: 'InfuGate 3', serial: 'SN1' });
  expect(said.signs.map((sign) => sign.signal)).toEqual(['snmp.sys-object-id', 'snmp.sys-name', 'snmp.sys-descr']);
});
test('SNMP: a question is none of the agent\'s words; a trap is', () => {
  expect(say(snmp, snmpMessage(1, 'private', 0xa0, []), udp(161))).toMatchObject({ services: [{ host: 'server', state: 'addressed' }], uses: [{ host: 'client', attributes: { defaultCommunity: true } }], claims: [] });
  const trap = ber(0x30, ber(2, [0]), ber(4, 'x'), ber(0xa4, samples.oid('1.3.6.1.4.1.9.1'), ber(0x40, [10, 0, 0, 1]), ber(2, [0]), ber(2, [0]), ber(0x43, [1]), ber(0x30)));
  expect(say(snmp, trap, udp(162))).toMatchObject({ services: [{ host: 'server', port: 162, state: 'addressed' }], signs: [{ host: 'client', signal: 'snmp.sys-object-id' }] });
});
test('SNMP: the serial number of a module is not the chassis\'s', () => {
  expect(say(snmp, snmpMessage(1, 'x', 0xa2, [['1.3.6.1.2.1.47.1.1.1.1.11.17', ber(4, 'PSU9')]]), udp(161, answer)).claims).toEqual([]);
});

test('NTP, syslog, TFTP, RADIUS: who serves, who uses', () => {
  expect(say(ntp, samples.ntpServer, udp(123, answer))).toMatchObject({ services: [{ host: 'server', port: 123, state: 'answered', attributes: { stratum: 1, reference: 'GPS' } }], uses: [{ host: 'client', server: '10.0.0.2', port: 123 }] });
  expect(say(ntp, join([0x1b, 0], new Uint8Array(46)), udp(123))).toMatchObject({ services: [{ host: 'server', state: 'addressed' }], uses: [{ host: 'client' }] });
  expect(say(syslog, samples.syslogOld, udp(514))).toMatchObject({ services: [{ host: 'server', state: 'addressed' }], uses: [{ host: 'client', attributes: { applications: ['sshd'] } }], claims: [], signs: [{ signal: 'syslog.app', text: 'sshd' }, { signal: 'syslog.host', text: 'gw-icu' }] });
  expect(say(syslog, samples.syslogOld, udp(514, group)).services).toEqual([]);
  expect(say(tftp, samples.tftpRead, udp(69))).toMatchObject({ services: [{ host: 'server', port: 69, state: 'addressed' }], uses: [{ host: 'client', protocol: 'tftp' }] });
  expect(say(radius, samples.radiusRequest, udp(1812))).toMatchObject({ services: [{ host: 'server', state: 'addressed' }], claims: [{ host: 'client', value: 'ap-001' }, { host: 'client', value: 'wireless-ap', weight: 'weak' }] });
  const accept = join([2, 9], u16(20), new Uint8Array(16));
  expect(say(radius, accept, udp(1812, answer))).toMatchObject({ services: [{ host: 'server', state: 'answered' }], claims: [{ host: 'server', value: 'network-service' }] });
});

test('LLDP and CDP: the neighbour describes itself', () => {
  const said = say(lldp, samples.lldpFrame, { transport: 'link' });
  expect(Object.fromEntries(said.claims.map((claim) => [claim.attribute, claim.value]))).toEqual({ role: 'switch', hostname: 'sw-ward3', vendor: 'Labmade', model: 'LS24', serial: 'SN9', version: '7.1' });
  expect(said.binds).toEqual([{ mac: '02:00:00:00:00:01', ip: '10.0.0.3', certain: false }]);
  const cisco = say(cdp, samples.cdpFrame, { transport: 'link' });
  expect(Object.fromEntries(cisco.claims.map((claim) => [claim.attribute, claim.value]))).toEqual({ role: 'switch', vendor: 'Cisco', model: 'WS-C2960-24TT-L', version: '15.0(2)SE', hostname: 'sw-core', serial: 'FOC1234X0AB' });
});

const PEOPLE = ["Maria's iPhone", 'MARIA-PC', 'nagy.janos-laptop', 'Marias-iPhone.local'];
test.each(PEOPLE)('planted: %s is in nothing that any protocol says', (name) => {
  const short = name.slice(0, 15), host = name.replace(/[' ]/g, '-');
  const said = [
    say(dhcp, dhcpMessage(1, [[53, [3]], [50, ip('10.0.0.7')], [12, name], [81, join([0, 0, 0], name)]]), udp(67, group)),
    say(dhcp, dhcpMessage(2, [[53, [5]], [12, name]], { yiaddr: '10.0.0.7' }), udp(67, answer)),
    say(dns, join(dnsHeader(0x8180, 1, 1), dnsName(host), u16(1), u16(1), dnsRecord(host, 1, ip('10.0.0.70'))), udp(53, answer)),
    say(mdns, join(dnsHeader(0x8400, 0, 3), dnsRecord('_http._tcp.local', 12, join([name.length], name.replace('.', '-'), dnsName('_http._tcp.local'))),
      dnsRecord(join([name.length], name.replace('.', '-'), dnsName('_http._tcp.local')), 33, join(u16(0), u16(0), u16(80), dnsName(host))), dnsRecord(host, 1, ip('10.0.0.1'))), udp(5353, group)),
    say(llmnr, join(dnsHeader(0x8000, 0, 1), dnsRecord(host, 1, ip('10.0.0.1'))), udp(5355, answer)),
    say(nbns, nbnsRegistration(short, 0x00), udp(137, group)), say(nbns, nbnsRegistration(short, 0x03), udp(137, group)), say(nbdgm, nbdgmAnnouncement('FILES01', name, 1), udp(138, group)),
    say(snmp, snmpMessage(1, name, 0xa2, [['1.3.6.1.2.1.1.5.0', ber(4, name)], ['1.3.6.1.2.1.1.1.0', ber(4, `Linux ${host} 6.1.0 #1 SMP`)]]), udp(161, answer)),
    say(snmp, snmpMessage(1, name, 0xa2, [['1.3.6.1.2.1.1.1.0', ber(4, `${name}; SW 1.2`)]]), udp(161, answer)),
    say(syslog, join(`<13>Nov 22 02:14:15 ${host} viewer[1]: opened by ${name}`), udp(514)), say(syslog, join(`<13>1 - ${host} ${host} 1 - - ${name}`), udp(514)),
    say(lldp, join(u16((5 << 9) | name.length), name, u16((6 << 9) | (name.length + 6)), `Linux ${name}`), { transport: 'link' }), say(cdp, join([2, 180, 0, 0], u16(1), u16(4 + name.length), name), { transport: 'link' }),
    say(radius, join([1, 1], u16(20 + 2 + name.length), new Uint8Array(16), [32, 2 + name.length], name), udp(1812)),
  ];
  expect(JSON.stringify(said)).not.toMatch(/maria|nagy|janos/i);
});

test('SNMP: a community of the house\'s own is not even hinted at', () => {
  const said = say(snmp, snmpMessage(1, 'Hunter2', 0xa2, []), udp(161, answer));
  expect(said.uses).toEqual([{ host: 'client', protocol: 'snmp', server: '10.0.0.2', port: 161, attributes: { versions: ['v2c'] } }]);
});
