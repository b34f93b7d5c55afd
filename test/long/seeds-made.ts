/** Messages made by hand, after the clause named, for protocols of which no capture is at hand. A checkout without captures can fuzz every dissector. */
import {
  ber, cdpFrame, dhcpRequest, dhcpv6Relayed, dhcpv6Request, arpReply, dnsHeader, dnsName, dnsRecord, dnsResponse, join, llmnrResponse, lldpFrame, mdnsAnnouncement, nbdgmAnnouncement, nbnsRegistration, nbnsStatus,
  ntpServer, radiusRequest, snmpResponse, snmpV3, syslogModern, syslogOld, tftpRead, u16, u32, versionBind,
} from '@wardkeep/wire/proto/samples';
import { hex } from '@wardkeep/wire/testing';
import type { Direction } from '@wardkeep/wire/record';

type Part = string | Uint8Array;
export type Words = readonly (readonly [Direction, Part])[];

const le16 = (value: number): Uint8Array => Uint8Array.from(u16(value)).reverse();
const le32 = (value: number): Uint8Array => Uint8Array.from(u32(value)).reverse();
const zeros = (count: number): Uint8Array => new Uint8Array(count);
const wide = (text: string): Uint8Array => join([...text].map((character) => `${character}\0`).join(''));
const prefixed = (length: (size: number) => Uint8Array | number[], extra: number, ...parts: Part[]): Uint8Array => { const body = join(...parts); return join(length(body.length + extra), body); };

// TLS 1.2 (RFC 5246, 7.4), record layer 3.3.
const record = (type: number, body: Uint8Array): Uint8Array => join([type, 3, 3], u16(body.length), body);
const handshake = (type: number, body: Uint8Array): Uint8Array => join([type, 0], u16(body.length), body);
const clientHello = (name: string): Uint8Array => {
  const entry = join([0], u16(name.length), name), extension = join(u16(0), u16(entry.length + 2), u16(entry.length), entry);
  return record(22, handshake(1, join(hex('0303'), zeros(32), [0], hex('0004 c02f 1301'), hex('0100'), u16(extension.length), extension)));
};
const serverHello = join(record(22, handshake(2, join(hex('0303'), zeros(32), hex('00 c02f 00')))), record(20, hex('01')));
const tls: Words = [[0, clientHello('pacs.example')], [1, serverHello], [0, record(20, hex('01'))]];

const tpkt = (...parts: Part[]): Uint8Array => prefixed((size) => [3, 0, ...u16(size)], 4, ...parts);
const nbss = (...parts: Part[]): Uint8Array => prefixed(u32, 0, ...parts);
const mbap = (pdu: Uint8Array): Uint8Array => join(hex('00010000'), u16(pdu.length + 1), [1], pdu);
const counted = (text: string): Uint8Array => join([text.length], text);
const szl = (id: number, size: number, entries: Uint8Array[]): Uint8Array => {
  const data = join(hex('ff09'), u16(8 + size * entries.length), u16(id), u16(0), u16(size), u16(entries.length), ...entries), parameter = hex('000112 08 12 84 01 01 00000000');
  return tpkt(hex('02f080'), hex('320700000100'), join(u16(parameter.length), u16(data.length), parameter, data));
};
const opcua = (type: string, body: Uint8Array): Uint8Array => join(type, le32(body.length + 8), body);
const uaString = (text: string): Uint8Array => join(le32(text.length), text);
const tds = (type: number, body: Uint8Array): Uint8Array => join([type, 1], u16(body.length + 8), hex('00000100'), body);
const prelogin = (version: string): Uint8Array => join(hex('00 000b 0006 01 0011 0001 ff'), hex(version), [1]);
const mysqlPacket = (sequence: number, body: Uint8Array): Uint8Array => join([body.length, 0, 0, sequence], body);
const astmFrame = (number: number, text: string): string => {
  const body = `${number}${text}\r\x03`, sum = [...body].reduce((total, character) => total + character.charCodeAt(0), 0) & 255;
  return `\x02${body}${sum.toString(16).toUpperCase().padStart(2, '0')}\r\n`;
};
const enipIdentity = ((item) => join(hex('6300'), le16(item.length + 6), zeros(20), hex('0100 0c00'), le16(item.length), item))(join(hex('0100'), zeros(16), hex('0100 0e00 3600 140b 6000 c0bb8a00'), counted('1769-L33ER'), [3]));
const dicomItem = (type: number, body: Part): Uint8Array => prefixed((size) => [type, 0, ...u16(size)], 0, body);
const associate = (type: number): Uint8Array => {
  const context = type === 1 ? dicomItem(0x20, join([1, 0, 0, 0], dicomItem(0x30, '1.2.840.10008.1.1'), dicomItem(0x40, '1.2.840.10008.1.2'))) : dicomItem(0x21, join([1, 0, 0, 0], dicomItem(0x40, '1.2.840.10008.1.2')));
  const user = dicomItem(0x50, join(dicomItem(0x51, hex('00004000')), dicomItem(0x52, '1.2.276.0.7230010.3.0.3.6.7'), dicomItem(0x55, 'OFFIS_DCMTK_367')));
  return prefixed((size) => [type, 0, ...u32(size)], 0, join(hex('0001 0000'), 'ARCHIVE'.padEnd(16), 'CT1'.padEnd(16), zeros(32), dicomItem(0x10, '1.2.840.10008.3.1.1.1'), context, user));
};
/** PS3.7, 9.3.5: C-ECHO-RQ as one command in one P-DATA-TF. */
const echo = ((command) => prefixed((size) => [4, 0, ...u32(size)], 0, join(u32(command.length + 2), [1, 3], command)))(join(
  hex('00000000 04000000'), le32(56), hex('00000200 12000000'), '1.2.840.10008.1.1\0', hex('00000001 02000000 3000'), hex('00001001 02000000 0100'), hex('00000008 02000000 0101')));
const mqttConnect = join([0x10, 12 + 15, 0, 4], 'MQTT', [4, 2, 0, 60], u16(15), 'monitor-icu-007'), mqttPublish = join([0x30, 2 + 13 + 4], u16(13), 'ward/icu/hr/7', 'x=70');
const asReq = ber(0x6a, ber(0x30, hex('a103020105 a20302010a'), ber(0xa4, ber(0x30, hex('a00703050040000000'), ber(0xa2, ber(0x1b, 'EXAMPLE.ORG'))))));
const krbError = ber(0x7e, ber(0x30, hex('a003020105 a10302011e'), hex('a603020119'), ber(0xa9, ber(0x1b, 'EXAMPLE.ORG'))));
const register = 'REGISTER sip:ward.example SIP/2.0\r\nVia: SIP/2.0/UDP 10.0.0.9;branch=z9hG4bK1\r\nUser-Agent: Labmade Phone 4/2.1\r\nContent-Length: 0\r\n\r\n';
const sipOk = 'SIP/2.0 200 OK\r\nServer: Labmade PBX 11\r\nContent-Length: 0\r\n\r\n';
const probeMatch = '<?xml version="1.0"?><s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" xmlns:d="http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01">'
  + '<s:Header><a:Action>http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01/Hello</a:Action></s:Header><s:Body><d:Hello><a:EndpointReference><a:Address>urn:uuid:7</a:Address></a:EndpointReference>'
  + '<d:Types xmlns:m="http://standards.ieee.org/downloads/11073/11073-20702-2016">m:MedicalDevice</d:Types><d:XAddrs>http://10.0.0.9:5000/x</d:XAddrs></d:Hello></s:Body></s:Envelope>';

/** Conversations by protocol. */
export const STREAM_WORDS: Readonly<Record<string, readonly Words[]>> = {
  http: [[[0, 'GET /system HTTP/1.1\r\nHost: pacs\r\nUser-Agent: viewer/1.0\r\n\r\n'], [1, 'HTTP/1.1 200 OK\r\nServer: Labmade/2.1\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{"Version":"1.2.3"}']],
    [[0, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n'], [1, 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n1c\r\n<html><title>Ward</title></ht\r\n0\r\n\r\n']]],
  tls: [tls],
  dicom: [[[0, associate(1)], [1, associate(2)], [0, echo]]],
  hl7: [[[0, '\x0bMSH|^~\\&|MON|ICU|ENGINE|H|20260101||ORU^R01|7|P|2.5\rPID|||7\r\x1c\r'], [1, '\x0bMSH|^~\\&|ENGINE|H|MON|ICU|20260101||ACK|7|P|2.5\rMSA|AA|7\r\x1c\r']]],
  ssh: [[[1, 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'], [0, 'SSH-2.0-PuTTY_Release_0.78\r\n']]],
  smb: [[[0, nbss(hex('fe534d42 4000 0000 00000000 0000 0100 00000000'), zeros(44), hex('2400 0200 0100 0000 00000000'), zeros(16), zeros(8), hex('0202 1103'))],
    [1, nbss(hex('fe534d42 4000 0000 00000000 0000 0100 01000000'), zeros(44), hex('4100 0300 1103 0000'), zeros(48))]]],
  mqtt: [[[0, join(mqttConnect, mqttPublish)], [1, hex('20020000')]]],
  sip: [[[0, register], [1, sipOk]]],
  rtsp: [[[0, 'OPTIONS rtsp://cam/1 RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: Labmade NVR\r\n\r\n'], [1, 'RTSP/1.0 200 OK\r\nCSeq: 1\r\nServer: Labmade Camera 3\r\nPublic: OPTIONS\r\n\r\n']]],
  astm: [[[0, `\x05${astmFrame(1, 'H|\\^&|||CHEM^SN-0042^1.8.2|||||LIS||P|LIS2-A2|20250115101500')}${astmFrame(2, 'P|1||7')}${astmFrame(3, 'L|1|N')}\x04`], [1, '\x06\x06']]],
  poct1a: [[[0, '<?xml version="1.0"?><HEL.R01><HDR><HDR.control_id V="1"/></HDR><DEV><DEV.device_id V="00:06:66:00:22:A1"/><DEV.vendor_id V="KLD"/><DEV.serial_id V="SN-77"/></DEV></HEL.R01>'], [1, '<ACK.R01><ACK.type_cd V="AA"/></ACK.R01>']]],
  modbus: [[[0, mbap(hex('2b0e0100'))], [1, mbap(join(hex('2b0e01010000 03 00'), counted('Labmade'), [1], counted('BMS-200'), [2], counted('2.1.7')))]]],
  s7: [[[0, tpkt(hex('11 e0 0000 0001 00 c1020100 c2020102 c0010a'))], [1, tpkt(hex('11 d0 0001 0002 00 c1020100 c2020102 c0010a'))], [0, tpkt(hex('02f080 3201000000000008 0000 f0000001000101e0'))],
    [1, szl(0x0011, 28, [join(hex('0001'), '6ES7 315-2EH14-0AB0'.padEnd(20), hex('00c0 0001 0001'))])], [1, szl(0x001c, 34, [join(hex('0001'), 'SIMATIC 300(1)'.padEnd(32, '\0')), join(hex('0007'), 'CPU 315-2 PN/DP'.padEnd(32, '\0'))])]]],
  rdp: [[[0, tpkt(hex('0e e0 0000 0000 00 01 00 0800 00000000'))], [1, tpkt(hex('0e d0 0000 1234 00 02 00 0800 00000000'))],
    [0, tpkt(hex('02f080 7f65 8200ff'), zeros(40), 'Duca', hex('80d0'), hex('01c0 d800 0400 0800 0005 0004 01ca 03aa 09040000 280a0000'), wide('WS-RAD2'), zeros(26))]],
  [[0, prefixed((size) => [3, 0, ...u16(size)], 4, hex('22 e0 0000 0000 00'), 'Cookie: mstshash=x\r\n', hex('01 00 0800 03000000'))], [1, tpkt(hex('0e d0 0000 1234 00 02 00 0800 01000000'))], ...tls]],
  opcua: [[[0, opcua('HELF', join(zeros(20), uaString('opc.tcp://plc:4840')))], [1, opcua('ACKF', zeros(20))],
    [1, opcua('MSGF', join(zeros(16), hex('0100af01'), zeros(16), hex('00 ffffffff 000000'), le32(1), uaString('opc.tcp://plc:4840'), uaString('urn:plc:server'), uaString('http://example.org/product'), [3], uaString('en'), uaString('Boiler Server'), zeros(28)))]]],
  enip: [[[0, join(hex('6300'), zeros(22))], [1, enipIdentity]]],
  dcerpc: [[[0, hex('05000b03100000004800000002000000b810b810000000000100000000000100 78563412 3412 cdab ef00 01234567cffb 01000000 045d888aeb1cc9119fe808002b104860 02000000')], [1, join(hex('05000203100000001800000002000000'), zeros(8))]]],
  ldap: [[[0, ber(0x30, hex('020101'), ber(0x60, hex('020103 0400 8000')))], [1, ber(0x30, hex('020101'), ber(0x61, hex('0a0100 0400 0400')))],
    [1, ber(0x30, hex('020102'), ber(0x64, hex('0400'), ber(0x30, ber(0x30, ber(4, 'vendorName'), ber(0x31, ber(4, 'Samba Team'))), ber(0x30, ber(4, 'dnsHostName'), ber(0x31, ber(4, 'dc1.example.org'))))))]],
  [[0, ber(0x30, hex('020103'), ber(0x77, ber(0x80, '1.3.6.1.4.1.1466.20037')))], [1, ber(0x30, hex('020103'), ber(0x78, hex('0a0100 0400 0400')))], ...tls]],
  kerberos: [[[0, prefixed(u32, 0, asReq)], [1, prefixed(u32, 0, krbError)]]],
  tds: [[[0, tds(18, prelogin('0b000c380000'))], [1, tds(4, prelogin('0f0007d00000'))], [0, tds(18, clientHello('db'))], [1, tds(18, serverHello)]]],
  postgresql: [[[0, prefixed(u32, 4, hex('00030000'), 'user\0x\0database\0y\0\0')], [1, join(hex('52 00000008 00000000'), hex('53'), prefixed(u32, 4, 'server_version\x0015.7 (Debian)\0'))]], [[0, hex('00000008 04d2162f')], [1, 'S'], ...tls]],
  mysql: [[[1, mysqlPacket(0, join(hex('0a'), '8.0.36-0ubuntu0.22.04.1\0', zeros(40)))], [0, mysqlPacket(1, join(hex('05aefa1f'), zeros(28)))], ...tls]],
  vnc: [[[1, 'RFB 003.008\n'], [0, 'RFB 003.003\n']]],
  smtp: [[[1, '220 mail.example.org ESMTP Postfix\r\n'], [0, 'EHLO ws\r\n'], [1, '250-mail.example.org\r\n250 STARTTLS\r\n'], [0, 'STARTTLS\r\n'], [1, '220 2.0.0 Ready\r\n'], ...tls]],
  ftp: [[[1, '220 files.example FTP server (vsFTPd 3.0.3) ready\r\n'], [0, 'AUTH TLS\r\n'], [1, '234 Proceed\r\n'], ...tls], [[1, '220 FTP ready\r\n'], [0, 'USER x\r\n']]],
  imap: [[[1, '* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) ready.\r\n'], [0, 'a1 STARTTLS\r\n'], [1, 'a1 OK Begin\r\n'], ...tls]],
  pop3: [[[1, '+OK pop.example.org Cyrus ready <1.2@x>\r\n'], [0, 'STLS\r\n'], [1, '+OK Begin TLS\r\n'], ...tls]],
  dns: [[[0, prefixed(u16, 0, dnsHeader(0x0100, 1, 0), dnsName('pacs.example'), hex('00010001'))], [1, prefixed(u16, 0, dnsResponse)]]],
  telnet: [[[1, hex('fffd18 fffd20 fffb01')], [0, hex('fffb18 fffc20')], [1, '\r\nLabmade Card AOS v6.8.2\r\nUser Name : '], [0, 'x\r\n']]],
};

const bvlc = (type: string, npdu: string): Uint8Array => prefixed((size) => [0x81, Number.parseInt(type, 16), ...u16(size)], 4, hex(npdu));

/** Datagrams by protocol. */
export const DATAGRAM_WORDS: Readonly<Record<string, readonly Part[]>> = {
  dns: [dnsResponse, versionBind, join(dnsHeader(0x0100, 1, 0), dnsName('_ldap._tcp.dc._msdcs.ward.example'), hex('00210001'))],
  mdns: [mdnsAnnouncement], llmnr: [llmnrResponse], dhcp: [dhcpRequest], dhcpv6: [dhcpv6Request, dhcpv6Relayed],
  nbns: [nbnsRegistration('FILES01', 0x20), nbnsStatus], nbdgm: [nbdgmAnnouncement('FILES01', 'Files', 0x9003)], ntp: [ntpServer], snmp: [snmpResponse, snmpV3], syslog: [syslogModern, syslogOld],
  radius: [radiusRequest], tftp: [tftpRead],
  ssdp: ['NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nNT: urn:schemas-upnp-org:device:MediaRenderer:1\r\nNTS: ssdp:alive\r\nSERVER: Linux/4 UPnP/1.0 Labmade/2\r\nLOCATION: http://10.0.0.9:80/d.xml\r\n\r\n', 'M-SEARCH * HTTP/1.1\r\nST: ssdp:all\r\nUSER-AGENT: x/1\r\n\r\n'],
  sip: [register, sipOk],
  // RFC 7252, 3: Uri-Host, Uri-Path twice, Content-Format, payload
  coap: [join([0x41, 1], hex('0001 aa'), [0x35], 'meter', [0x8b], '.well-known', [0x04], 'core', [0x11, 40, 0xff], 'x'), join([0x61, 0x45], hex('0001 aa c1 28 ff'), '</a>')],
  // RFC 9000, 17.2.2
  quic: [join([0xc3], hex('00000001 08 0102030405060708 00 00 44d0'), zeros(1200)), hex('c0 00000000 08 0102030405060708 00 00000001 6b3343cf')],
  'ws-discovery': [probeMatch],
  bacnet: [bvlc('0b', '0120ffff00ff 1000 c402000003 2201e0 9103 2163'), bvlc('0b', '0120ffff00ff 1008'), bvlc('0a', '0100 30020e 0c02000003 1e 2979 4e 7508004c61626d616465 4f 292c 4e 750600322e312e37 4f 1f')],
  enip: [enipIdentity, join(hex('6300'), zeros(22))], kerberos: [asReq, krbError],
  ldap: [hex('3018 020107 6313 0400 0a0100 0a0100 020100 020100 010100 8700'), ber(0x30, hex('020107'), ber(0x64, hex('0400'), ber(0x30, ber(0x30, ber(4, 'vendorName'), ber(0x31, ber(4, 'Samba')))))), ber(0x30, hex('020107'), ber(0x65, hex('0a0100 0400 0400')))],
};

/** What stands above the link layer, by protocol. */
export const LINK_WORDS: Readonly<Record<string, readonly Uint8Array[]>> = {
  arp: [arpReply], lldp: [lldpFrame], cdp: [cdpFrame],
  bacnet: [hex('0128ffff000001 06 c0a8000dbac0 fe 1008 09 3d 19 3d'), hex('0120ffff00ff 1000 c402000003 2201e0 9103 2163')],
};

/** Names that point at themselves and at each other (RFC 1035, 4.1.4). */
export const dnsLoops: readonly Uint8Array[] = [
  join(dnsHeader(0x8180, 1, 0), [0xc0, 12], u16(1), u16(1)), join(dnsHeader(0x8180, 1, 1), [0xc0, 14, 0xc0, 12], u16(1), u16(1), dnsRecord(Uint8Array.of(0xc0, 12), 5, [0xc0, 14])),
];
