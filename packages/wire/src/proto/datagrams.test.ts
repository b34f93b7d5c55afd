/** What every dissector of names, addresses and discovery must do: no exception on any bytes, records of copies, nothing of people. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datagramRecords, truncations } from '../testing.ts';
import type { DatagramProtocol, LinkProtocol, RecordSink, WireRecord } from '../record.ts';
import { arp } from './arp.ts';
import { cdp } from './cdp.ts';
import { dhcp } from './dhcp.ts';
import { dhcpv6 } from './dhcpv6.ts';
import { dns, llmnr, mdns } from './dns.ts';
import { parseNeighbour } from './icmpv6.ts';
import { lldp } from './lldp.ts';
import { nbdgm, nbns } from './netbios.ts';
import { ntp } from './ntp.ts';
import { radius } from './radius.ts';
import * as samples from './samples.ts';
import { snmp } from './snmp.ts';
import { syslog } from './syslog.ts';
import { tftp } from './tftp.ts';

const neighbour: LinkProtocol = {
  protocol: 'unknown', etherType: null, snap: null,
  parse: (bytes: Uint8Array, off: number, end: number, sink: RecordSink) => parseNeighbour(bytes, off, end, sink),
};

const ROWS: [string, DatagramProtocol | LinkProtocol, number, Uint8Array][] = [
  ['arp', arp, 0, samples.arpReply], ['neighbour advertisement', neighbour, 0, samples.neighbourAdvertisement], ['lldp', lldp, 0, samples.lldpFrame], ['cdp', cdp, 0, samples.cdpFrame],
  ['dhcp', dhcp, 67, samples.dhcpRequest], ['dhcpv6', dhcpv6, 547, samples.dhcpv6Request], ['dhcpv6 relayed', dhcpv6, 547, samples.dhcpv6Relayed],
  ['dns', dns, 53, samples.dnsResponse], ['version.bind', dns, 53, samples.versionBind], ['mdns', mdns, 5353, samples.mdnsAnnouncement], ['llmnr', llmnr, 5355, samples.llmnrResponse],
  ['nbns registration', nbns, 137, samples.nbnsRegistration('FILES01', 0x20)], ['nbns status', nbns, 137, samples.nbnsStatus], ['nbdgm', nbdgm, 138, samples.nbdgmAnnouncement('FILES01', 'Lab file server', 0x9a03)],
  ['snmp', snmp, 161, samples.snmpResponse], ['snmp v3', snmp, 161, samples.snmpV3], ['ntp', ntp, 123, samples.ntpServer], ['syslog 5424', syslog, 514, samples.syslogModern], ['syslog 3164', syslog, 514, samples.syslogOld],
  ['tftp', tftp, 69, samples.tftpRead], ['radius', radius, 1812, samples.radiusRequest],
];

/** No string over 1,024 characters, no view of the input, nothing but plain data. */
function plain(records: WireRecord[]): boolean {
  return JSON.stringify(records, (_, value: unknown) => { if (value instanceof Uint8Array || (typeof value === 'string' && value.length > 1024)) throw new Error('not plain'); return value; }) !== '';
}

test.each(ROWS)('%s: whole sample is read without a complaint', (_name, protocol, port, sample) => {
  const [is, records, weird] = datagramRecords(protocol, sample, 50000, port);
  expect([is, records.length, weird]).toEqual([true, 1, []]);
  expect(plain(records)).toBe(true);
});

test.each(ROWS)('%s: truncated at every byte, each cut keeps what it says to what the whole said', (_name, protocol, port, sample) => {
  const [, [whole]] = datagramRecords(protocol, sample, 50000, port);
  const texts = new Set(JSON.stringify(whole).match(/"[^"]*"/g)).add('"query"'); // a node status request whose type is cut off
  for (const cut of truncations(sample)) {
    const [, records] = datagramRecords(protocol, cut, 50000, port);
    // Half a name would slip through the person filter: what is cut off is not kept.
    for (const text of JSON.stringify(records).match(/"[^"]*"/g) ?? []) expect(texts).toContain(text);
  }
});

test.each(ROWS)('%s: bits flipped and random bytes: no exception, plain records', (_name, protocol, port, sample) => {
  fc.assert(fc.property(fc.array(fc.tuple(fc.nat(sample.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 }), (flips) => {
    const bytes = sample.slice();
    for (const [at, bits] of flips) bytes[at]! ^= bits;
    return plain(datagramRecords(protocol, bytes, 50000, port)[1]);
  }), { numRuns: 300 });
  fc.assert(fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => plain(datagramRecords(protocol, bytes, 50000, port)[1])), { numRuns: 300 });
});

test('planted people: no user, community, contact, location, log text, file name or logged-on name is in any record', () => {
  const records = ROWS.flatMap(([, protocol, port, sample]) => datagramRecords(protocol, sample, 50000, port)[1]);
  const others = [
    datagramRecords(snmp, samples.snmpMessage(1, 'maria-secret', 0xa2, []), 161, 50000), datagramRecords(snmp, samples.snmpMessage(0, 'public', 0xa3, [['1.3.6.1.2.1.1.5.0', samples.ber(4, 'maria')]]), 50000, 161),
    datagramRecords(nbns, samples.nbnsRegistration('MARIA', 0x03), 137, 137), datagramRecords(syslog, '<13>Patient DOE^JANE admitted by maria', 1, 514),
  ];
  const said = JSON.stringify([records, others.map(([, list]) => list)]);
  // The compiler of an IOS image stands in CDP's software text; the observer drops it.
  expect(said.replace('Compiled Mon by maria', '')).not.toMatch(/maria|lopez|doe|jane|secret|public|555-1234/i);
});

test('a datagram without payload (quoted by ICMP, or sent by a scanner) is nobody\'s', () => {
  for (const [, protocol, port] of ROWS) if ('ports' in protocol) expect(datagramRecords(protocol, '', 50000, port)).toEqual([false, [], []]);
});

test('names of the wire longer than any buffer are cut, not kept', () => {
  const [, records] = datagramRecords(snmp, samples.snmpMessage(1, 'x', 0xa2, [['1.3.6.1.2.1.1.1.0', samples.ber(4, 'a'.repeat(5000))]]), 161, 50000);
  expect(records).toMatchObject([{ sysDescr: 'a'.repeat(512) }]);
});
