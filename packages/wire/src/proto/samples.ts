/** Hand-made messages of the name, address and discovery protocols for tests, built field by field after the clause that lays them out. */
import { bytesOf, hex } from '../testing.ts';

export const join = (...parts: (string | Uint8Array | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => [...(Array.isArray(part) ? part : bytesOf(part))]));
export const u16 = (value: number): number[] => [value >> 8, value & 255];
export const u32 = (value: number): number[] => [value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255];
export const mac = (text: string): Uint8Array => hex(text.replaceAll(':', ''));
export const ip = (text: string): number[] => text.split('.').map(Number);
const zeros = (count: number) => new Array<number>(count).fill(0);

/** RFC 826. */
export const arpReply = join(u16(1), u16(0x0800), [6, 4], u16(2), mac('02:00:00:00:00:01'), ip('10.0.0.1'), mac('02:00:00:00:00:02'), ip('10.0.0.2'));

/** RFC 4861, 4.4, with option 2 (4.6.1). */
export const neighbourAdvertisement = join([136, 0, 0, 0, 0xe0, 0, 0, 0], hex('fe80000000000000000000fffe000001'), [2, 1], mac('02:00:00:00:00:01'));

/** RFC 2131, 2, with options given as [code, value]. */
export function dhcpMessage(op: number, options: [number, string | Uint8Array | number[]][], fields: { yiaddr?: string; giaddr?: string; sname?: Uint8Array } = {}): Uint8Array {
  return join([op, 1, 6, 0], u32(7), zeros(4), zeros(4), ip(fields.yiaddr ?? '0.0.0.0'), zeros(4), ip(fields.giaddr ?? '0.0.0.0'), mac('02:00:00:00:00:07'), zeros(10),
    join(fields.sname ?? [], zeros(64 - (fields.sname?.length ?? 0))), zeros(128), hex('63825363'),
    ...options.map(([code, value]) => { const bytes = join(value); return join([code, bytes.length], bytes); }), [255]);
}
export const dhcpRequest = dhcpMessage(1, [
  [53, [3]], [50, ip('10.0.0.7')], [54, ip('10.0.0.1')], [12, 'pump-0042'], [81, join([0x05, 0, 0], '\x09pump-0042\x05house\x07example\0')], [60, 'InfuGate3'], [55, [1, 3, 6]], [77, '\x04iPXE'], [82, [1, 1, 5]],
]);

/** RFC 8415, 8, with DUID-LL (11.4), IA_NA with one address (21.4, 21.6), vendor class (21.16) and FQDN (RFC 4704). */
const option6 = (code: number, value: Uint8Array) => join(u16(code), u16(value.length), value);
export const dhcpv6Request = join([3, 0, 0, 1], option6(1, join(u16(3), u16(1), mac('02:00:00:00:00:07'))),
  option6(3, join(u32(1), u32(0), u32(0), option6(5, join(hex('20010db8000000000000000000000007'), u32(60), u32(60))))),
  option6(16, join(u32(311), u16(8), 'MSFT 5.0')), option6(39, join([0], '\x09pump-0042\0')));
/** RFC 8415, 9: the same through a relay agent. */
export const dhcpv6Relayed = join([12, 0], zeros(32), option6(9, dhcpv6Request));

/** RFC 1035, 4.1.1. */
export const dnsHeader = (flags: number, questions: number, answers: number, authority = 0, additional = 0) => join(u16(1), u16(flags), u16(questions), u16(answers), u16(authority), u16(additional));
export const dnsName = (name: string): Uint8Array => join(...name.split('.').filter(Boolean).map((label) => join([label.length], label)), [0]);
/** RFC 1035, 4.1.3; the name as bytes may end in a pointer. */
export const dnsRecord = (name: string | Uint8Array, type: number, data: Uint8Array | number[], klass = 1) => join(typeof name === 'string' ? dnsName(name) : name, u16(type), u16(klass), u32(120), u16(data.length), data);
export const dnsResponse = join(dnsHeader(0x8180, 1, 2), dnsName('files01.house.example'), u16(1), u16(1),
  dnsRecord(join([0xc0, 12]), 5, join('\x03nas', [0xc0, 20])), dnsRecord(join('\x03nas', [0xc0, 20]), 1, ip('10.0.0.70')));
export const versionBind = join(dnsHeader(0x8400, 1, 1), dnsName('version.bind'), u16(16), u16(3), dnsRecord(join([0xc0, 12]), 16, join('\x0cdnsmasq-2.90'), 3));
const txt = (...pairs: string[]) => join(...pairs.map((pair) => join([pair.length], pair)));
/** RFC 6763, 4–6 and 12: an announcement of an instance, its host, port and facts. */
export const mdnsAnnouncement = join(dnsHeader(0x8400, 0, 5),
  dnsRecord('_ipp._tcp.local', 12, dnsName('Office printer._ipp._tcp.local')),
  dnsRecord('Office printer._ipp._tcp.local', 33, join(u16(0), u16(0), u16(631), dnsName('prn-3.local'))),
  dnsRecord('Office printer._ipp._tcp.local', 16, txt('txtvers=1', 'ty=Labmade Print 9', 'USB_MFG=Labmade', 'note=Room of Maria Lopez', 'adminurl=http://prn-3/?user=maria')),
  dnsRecord('prn-3.local', 1, ip('10.0.0.1'), 0x8001), dnsRecord('prn-3.local', 13, join('\x03ARM\x05LINUX')));
export const llmnrResponse = join(dnsHeader(0x8000, 1, 1), dnsName('ws-rad1'), u16(1), u16(1), dnsRecord(join([0xc0, 12]), 1, ip('10.0.0.1')));

/** RFC 1001, 14.1. */
export const netbiosName = (name: string, suffix: number): Uint8Array => {
  const raw = join(name.padEnd(15), [suffix]);
  return join([32], [...raw].flatMap((byte) => [0x41 + (byte >> 4), 0x41 + (byte & 15)]), [0]);
};
/** RFC 1002, 4.2.2. */
export const nbnsRegistration = (name: string, suffix: number, group = false) => join(dnsHeader(0x2910, 1, 0, 0, 1), netbiosName(name, suffix), u16(0x20), u16(1),
  [0xc0, 12], u16(0x20), u16(1), u32(300), u16(6), u16(group ? 0x8000 : 0), ip('10.0.0.1'));
/** RFC 1002, 4.2.18. */
export const nbnsStatus = join(dnsHeader(0x8400, 0, 1), netbiosName('*', 0), u16(0x21), u16(1), u32(0), u16(1 + 3 * 18 + 6), [3],
  'FILES01'.padEnd(15), [0x00], u16(0x0400), 'MARIA'.padEnd(15), [0x03], u16(0x0400), 'WARDS'.padEnd(15), [0x00], u16(0x8400), mac('02:00:00:00:00:70'));

/** RFC 1002, 4.4.2 around [MS-CIFS] 2.2.4.33.1 around [MS-BRWS] 2.2.1. */
export function nbdgmAnnouncement(server: string, comment: string, serverType: number): Uint8Array {
  const le16 = (value: number) => [value & 255, value >> 8];
  const frame = join([1, 0], u32(0xe0930400), join(server, zeros(16 - server.length)), [6, 1], [serverType & 255, (serverType >> 8) & 255, (serverType >> 16) & 255, serverType >>> 24], [15, 1, 0x55, 0xaa], comment, [0]);
  const mailslot = '\\MAILSLOT\\BROWSE\0';
  const words = join(le16(0), le16(frame.length), zeros(14), le16(0), zeros(2), le16(frame.length), le16(32 + 1 + 34 + 2 + mailslot.length), [3, 0], zeros(6));
  const smb = join([0xff], 'SMB', [0x25], zeros(27), [17], words, le16(mailslot.length + frame.length), mailslot, frame);
  return join([0x11, 2], u16(1), ip('10.0.0.1'), u16(138), u16(68 + smb.length), u16(0), netbiosName(server, 0), netbiosName('WARDS', 0x1d), smb);
}

/** X.690, 8.1. */
export const ber = (tag: number, ...content: (string | Uint8Array | number[])[]): Uint8Array => {
  const bytes = join(...content);
  return join([tag], bytes.length < 128 ? [bytes.length] : [0x82, ...u16(bytes.length)], bytes);
};
export const oid = (text: string): Uint8Array => {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const arc = (value: number): number[] => (value < 128 ? [value] : [...arc(Math.floor(value / 128)).map((byte) => byte | 128), value % 128]);
  return ber(6, [first * 40 + second, ...rest.flatMap(arc)]);
};
const variable = (name: string, value: Uint8Array) => ber(0x30, oid(name), value);
/** RFC 1157, 4 and RFC 3416, 3. */
export const snmpMessage = (version: number, community: string, pdu: number, variables: [string, Uint8Array][]) =>
  ber(0x30, ber(2, [version]), ber(4, community), ber(pdu, ber(2, [1, 2]), ber(2, [0]), ber(2, [0]), ber(0x30, ...variables.map(([name, value]) => variable(name, value)))));
export const snmpResponse = snmpMessage(1, 'public', 0xa2, [
  ['1.3.6.1.2.1.1.1.0', ber(4, 'Labmade InfuGate 3; HW rev C; SW 7.12.0')], ['1.3.6.1.2.1.1.2.0', oid('1.3.6.1.4.1.8072.3.2.10')], ['1.3.6.1.2.1.1.4.0', ber(4, 'Maria Lopez, 555-1234')],
  ['1.3.6.1.2.1.1.5.0', ber(4, 'pump')], ['1.3.6.1.2.1.1.6.0', ber(4, 'Room of Maria')], ['1.3.6.1.2.1.47.1.1.1.1.11.1', ber(4, 'SN1')], ['1.3.6.1.2.1.47.1.1.1.1.13.1', ber(4, 'InfuGate 3')],
]);
/** RFC 3412, 6 with RFC 3414, 2.4: authoritative engine id of a MAC (RFC 3411, 5), encrypted PDU. */
export const snmpV3 = ber(0x30, ber(2, [3]), ber(0x30, ber(2, [1]), ber(2, [0x05, 0xdc]), ber(4, [7]), ber(2, [3])),
  ber(4, ber(0x30, ber(4, hex('8000000903'), mac('02:00:00:00:00:09')), ber(2, [1]), ber(2, [1]), ber(4, 'maria'), ber(4, zeros(12)), ber(4, zeros(8)))), ber(4, zeros(24)));

/** RFC 5905, 7.3. */
export const ntpServer = join([0x24, 1, 4, 0xe8], u32(0), u32(0), 'GPS\0', zeros(32));
/** RFC 5424, 6.5 and RFC 3164, 5.4. */
export const syslogModern = join('<165>1 2026-11-22T02:14:15.003Z ws-rad1 viewer 8710 ID47 [x@1 patient="DOE"] Opened study of DOE^JANE');
export const syslogOld = join('<34>Oct 11 22:14:15 gw-icu sshd[77]: Failed password for maria from 10.0.0.9');

const tlv = (type: number, value: Uint8Array | number[]) => join(u16((type << 9) | value.length), value);
/** IEEE 802.1AB, 8.4–8.5, and TIA-1057, 10.2.6. */
export const lldpFrame = join(tlv(1, join([4], mac('02:00:00:00:00:01'))), tlv(2, join([5], 'gi0/1')), tlv(3, u16(120)), tlv(5, join('sw-ward3')), tlv(6, join('Labmade Switch 24')),
  tlv(7, join(u16(0x14), u16(0x04))), tlv(8, join([5, 1], ip('10.0.0.3'), [2], u32(1), [0])),
  tlv(127, join(hex('0012bb07'), '7.1')), tlv(127, join(hex('0012bb08'), 'SN9')), tlv(127, join(hex('0012bb09'), 'Labmade')), tlv(127, join(hex('0012bb0a'), 'LS24')), tlv(0, []));

const cdpTlv = (type: number, value: Uint8Array | number[]) => join(u16(type), u16(4 + value.length), value);
export const cdpFrame = join([2, 180], u16(0), cdpTlv(1, join('sw-core(FOC1234X0AB)')), cdpTlv(2, join(u32(1), [1, 1, 0xcc], u16(4), ip('10.0.0.4'))), cdpTlv(3, join('Gi0/2')), cdpTlv(4, u32(0x28)),
  cdpTlv(5, join('Cisco IOS Software, C2960 Software, Version 15.0(2)SE, RELEASE\nCompiled Mon by maria')), cdpTlv(6, join('cisco WS-C2960-24TT-L')), cdpTlv(10, u16(7)));

export const tftpRead = join(u16(1), 'maria.cfg\0octet\0');
/** RFC 2865, 3 and 5: User-Name (1), User-Password (2), NAS-IP-Address (4), NAS-Identifier (32), NAS-Port-Type (61). */
export const radiusRequest = join([1, 9], u16(20 + 7 + 18 + 6 + 8 + 6), zeros(16), [1, 7], 'maria', [2, 18], zeros(16), [4, 6], ip('10.0.0.1'), [32, 8], 'ap-001', [61, 6], u32(19));
