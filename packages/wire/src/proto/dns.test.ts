import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datagramRecords, hex, streamRecords, truncations } from '../testing.ts';
import { MORE, NO, YES } from '../record.ts';
import { dns, dnsTcp, llmnr, mdns } from './dns.ts';
import { dnsHeader, dnsName, dnsRecord, dnsResponse, ip, join, llmnrResponse, mdnsAnnouncement, u16, versionBind } from './samples.ts';

test('RFC 1035, 4.1: question, alias and address, names compressed', () => {
  expect(datagramRecords(dns, dnsResponse, 53, 50000)).toEqual([true, [{
    kind: 'dns.message', response: true, opcode: 0, rcode: 0, versionBind: null, questions: [{ name: 'files01.house.example', type: 1, class: 1 }],
    answers: [
      { section: 'answer', name: 'files01.house.example', ttl: 120, type: 'CNAME', target: 'nas.house.example' },
      { section: 'answer', name: 'nas.house.example', ttl: 120, type: 'A', address: '10.0.0.70' },
    ],
  }], []]);
});

test('version.bind is the one text that is read whole', () => {
  expect(datagramRecords(dns, versionBind, 53, 50000)[1]).toMatchObject([{ versionBind: 'dnsmasq-2.90', answers: [] }]);
  const spf = join(dnsHeader(0x8180, 0, 1), dnsRecord('house.example', 16, join([20], 'v=spf1 mx:maria.test')));
  expect(datagramRecords(dns, spf, 53, 50000)[1]).toMatchObject([{ versionBind: null, answers: [] }]);
});

test('RFC 6763: an announcement, of its TXT only facts of the device', () => {
  const [, [record]] = datagramRecords(mdns, mdnsAnnouncement, 5353, 5353);
  expect(record).toMatchObject({
    kind: 'mdns.message', response: true, answers: [
      { type: 'PTR', name: '_ipp._tcp.local', target: 'Office printer._ipp._tcp.local' }, { type: 'SRV', port: 631, target: 'prn-3.local' }, { type: 'TXT', facts: { ty: 'Labmade Print 9', usb_mfg: 'Labmade' } },
      { type: 'A', name: 'prn-3.local', address: '10.0.0.1' }, { type: 'HINFO', cpu: 'ARM', os: 'LINUX' }],
  });
  expect(JSON.stringify(record)).not.toMatch(/maria|lopez/i);
});

test('RFC 4795: LLMNR has the same form', () => {
  expect(datagramRecords(llmnr, llmnrResponse, 5355, 50000)[1]).toMatchObject([{ kind: 'llmnr.message', answers: [{ type: 'A', name: 'ws-rad1', address: '10.0.0.1' }] }]);
});

test('RFC 6763, 4.3: a dot inside a label is escaped', () => {
  const message = join(dnsHeader(0x8400, 0, 1), dnsRecord('_http._tcp.local', 12, join([7], 'A 1.0.b', [0xc0, 12])));
  expect(datagramRecords(mdns, message, 5353, 5353)[1]).toMatchObject([{ answers: [{ target: 'A 1\\.0\\.b._http._tcp.local' }] }]);
});

test.each([
  ['a pointer to itself', join(dnsHeader(0, 1, 0), [0xc0, 12], u16(1), u16(1))],
  ['a pointer forwards', join(dnsHeader(0, 1, 0), [0xc0, 40], u16(1), u16(1), new Uint8Array(40))],
  ['a label longer than the message', join(dnsHeader(0, 1, 0), [63], 'short')],
  ['a label type of the future', join(dnsHeader(0, 1, 0), [0x41], 'x', [0])],
  ['a name over 255 bytes', join(dnsHeader(0, 1, 0), ...Array.from({ length: 6 }, () => join([60], 'a'.repeat(60))), [0], u16(1), u16(1))],
])('%s: is DNS, says so, no question', (_name, bytes) => { expect(datagramRecords(dns, bytes, 50000, 53)).toMatchObject([true, [{ questions: [] }], ['dns-truncated']]); });

test('counts that lie cost no time', () => {
  const message = join(dnsHeader(0x8180, 65535, 65535, 65535, 65535), new Uint8Array(4096).fill(0));
  const [, [record], weird] = datagramRecords(dns, message, 53, 50000);
  expect(weird).toContain('dns-counts');
  expect(record).toMatchObject({ answers: [] });
});

test('a thousand records that point at one long name stay small', () => {
  const name = dnsName(Array.from({ length: 4 }, () => 'a'.repeat(60)).join('.'));
  const message = join(dnsHeader(0x8180, 0, 1000), dnsRecord(name, 1, ip('10.0.0.1')), ...Array.from({ length: 999 }, () => dnsRecord(join([0xc0, 12]), 1, ip('10.0.0.1'))));
  expect(JSON.stringify(datagramRecords(dns, message, 53, 50000)[1]).length).toBeLessThan(250_000);
});

const framed = (message: Uint8Array) => join(u16(message.length), message);

test('RFC 1035, 4.2.2: messages over TCP, split at every byte', () => {
  const bytes = join(framed(versionBind), framed(dnsResponse)), whole = streamRecords(dnsTcp, [[1, bytes]]);
  expect(whole[0]).toHaveLength(2);
  for (let cut = 1; cut < bytes.length; cut++) expect(streamRecords(dnsTcp, [[1, bytes.subarray(0, cut)], [1, bytes.subarray(cut)]])).toEqual(whole);
  for (const cut of truncations(bytes)) streamRecords(dnsTcp, [[1, cut]]);
});

test('a zone transfer longer than any message we read is stepped over', () => {
  const [records] = streamRecords(dnsTcp, [[1, join(u16(40000), new Uint8Array(40000), framed(versionBind))]]);
  expect(records).toMatchObject([{ versionBind: 'dnsmasq-2.90' }]);
});

test('probe: DNS is known, others are not', () => {
  const query = framed(join(dnsHeader(0x0100, 1, 0), dnsName('x.example'), u16(1), u16(1)));
  const probe = (bytes: Uint8Array) => dnsTcp.probe(0, bytes, 0, bytes.length, 53);
  expect(probe(query)).toBe(YES);
  expect(probe(framed(dnsResponse))).toBe(YES);
  for (const cut of truncations(query)) if (cut.length > 0) expect(probe(cut)).not.toBe(NO);
  expect(probe(query.subarray(0, 10))).toBe(MORE);
  for (const other of ['GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'SSH-2.0-OpenSSH_9.2\r\n', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03aaaaaaaaaaaaaaaa'])
    expect(probe(join(other))).toBe(NO);
  expect(probe(hex('010000000066000100004d595345525645522020202020'))).toBe(NO); // a DICOM associate request
  let yes = 0;
  fc.assert(fc.property(fc.uint8Array({ minLength: 20, maxLength: 200 }), (bytes) => { if (probe(bytes) === YES) yes++; }), { numRuns: 5000 });
  expect(yes).toBe(0);
});
