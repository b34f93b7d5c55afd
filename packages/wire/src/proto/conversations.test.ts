/**
 * One row a protocol: a conversation made by hand after the clause named, what is read from it, and what must not be.
 * Every row is also split and truncated at every byte, and shown to all other probes.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Direction, type StreamProtocol, type WireRecord, YES } from '../record.ts';
import { bytesOf, hex, streamRecords } from '../testing.ts';
import { dcerpc } from './dcerpc.ts';
import { enip } from './enip.ts';
import { ftp } from './ftp.ts';
import { imap } from './imap.ts';
import { kerberos } from './kerberos.ts';
import { ldap } from './ldap.ts';
import { modbus } from './modbus.ts';
import { mysql } from './mysql.ts';
import { opcua } from './opcua.ts';
import { pop3 } from './pop3.ts';
import { postgresql } from './postgresql.ts';
import { rdp } from './rdp.ts';
import { s7 } from './s7.ts';
import { smb } from './smb.ts';
import { smtp } from './smtp.ts';
import { ssh } from './ssh.ts';
import { tds } from './tds.ts';
import { telnet } from './telnet.ts';
import { tls } from './tls.ts';
import { vnc } from './vnc.ts';

const ALL: readonly StreamProtocol[] = [tls, ssh, smb, modbus, rdp, s7, ftp, smtp, imap, pop3, telnet, vnc, mysql, postgresql, tds, enip, ldap, dcerpc, opcua, kerberos];

type Segments = [Direction, string | Uint8Array][];
interface Row { readonly name: string; readonly protocol: StreamProtocol; readonly segments: Segments; readonly records: Partial<WireRecord>[]; readonly secrets?: RegExp }

const join = (...parts: (string | Uint8Array)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...bytesOf(part)]));
const u16 = (value: number) => Uint8Array.of(value >> 8, value & 255);
const u32 = (value: number) => Uint8Array.of(value >>> 24, (value >> 16) & 255, (value >> 8) & 255, value & 255);
const le16 = (value: number) => u16(value).reverse();
const le32 = (value: number) => u32(value).reverse();
const wide = (text: string) => join(...[...text].map((character) => `${character}\0`));
const zeros = (count: number) => new Uint8Array(count);

/** ClientHello of TLS 1.2 with server_name, in one record (RFC 5246, 7.4.1.2; RFC 6066, 3). */
const sniHello = (name: string) => {
  const entry = join(Uint8Array.of(0), u16(name.length), name), list = join(u16(entry.length), entry), extensions = join(u16(0), u16(list.length), list);
  const body = join(hex('0303'), zeros(32), Uint8Array.of(0), hex('0002c02f'), hex('0100'), u16(extensions.length), extensions);
  return join(hex('160301'), u16(body.length + 4), Uint8Array.of(1, 0), u16(body.length), body);
};
/** ServerHello of TLS 1.2, then change_cipher_spec. */
const serverHello = join(hex('160303002a 02000026 0303'), zeros(32), hex('00 c02f 00'), hex('140303000101'));
const changeCipherSpec = hex('140303000101');
const startTls = (protocol: StreamProtocol): Partial<WireRecord>[] => [
  { kind: 'tls.client-hello', version: 'TLS 1.2', sni: 'host.example', startedBy: protocol.protocol }, { kind: 'tls.server-hello', version: 'TLS 1.2', cipher: '0xc02f', startedBy: protocol.protocol },
];
const tlsSegments: Segments = [[0, sniHello('host.example')], [1, serverHello], [0, changeCipherSpec]];

/** [MS-NLMP] 4.2.4.3: CHALLENGE_MESSAGE of the server "Server" in the domain "Domain". */
const CHALLENGE = hex(`4e544c4d53535000 02000000 0c000c00 38000000 33828ae2 0123456789abcdef 0000000000000000 24002400 44000000 0600701700 00000f
  530065007200760065007200 02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000`);
/** AUTHENTICATE_MESSAGE (2.2.1.3) of the user "jdoe" of "SECRETDOM" at a workstation. */
const authenticate = (workstation: string) => {
  const domain = wide('SECRETDOM'), user = wide('jdoe'), host = wide(workstation), field = (length: number, at: number) => join(le16(length), le16(length), le32(at));
  let at = 88;
  const fields = [0, 0, domain.length, user.length, host.length, 0].map((length) => { const here = field(length, at); at += length; return here; });
  return join('NTLMSSP\0', le32(3), ...fields, le32(0x02000001), hex('0a00614a0000000f'), zeros(16), domain, user, host);
};
const AUTHENTICATE = authenticate('WS-RAD2');

const nbss = (...parts: (string | Uint8Array)[]) => { const body = join(...parts); return join(u32(body.length), body); };
const smb2 = (command: number, flags: number, body: Uint8Array) => nbss(hex('fe534d42 4000 0000 00000000'), le16(command), hex('0100'), le32(flags), zeros(44), body);
const guid = hex('00112233445566778899aabbccddeeff');

const tpkt = (...parts: (string | Uint8Array)[]) => { const body = join(...parts); return join(hex('0300'), u16(body.length + 4), body); };
const mbap = (pdu: Uint8Array) => join(hex('00010000'), u16(pdu.length + 1), hex('01'), pdu);
const text8 = (text: string) => join(Uint8Array.of(text.length), text);
const szl = (id: number, size: number, entries: Uint8Array[]) => {
  const data = join(hex('ff09'), u16(8 + size * entries.length), u16(id), hex('0000'), u16(size), u16(entries.length), ...entries), parameter = hex('000112 08 12 84 01 01 00000000');
  return tpkt(hex('02f080'), hex('320700000100'), u16(parameter.length), u16(data.length), parameter, data);
};
const padded = (text: string, length: number, fill = ' ') => text.padEnd(length, fill);

const der = (tag: number, ...parts: (string | Uint8Array)[]) => { const body = join(...parts); return join(Uint8Array.of(tag), body.length < 128 ? Uint8Array.of(body.length) : join(hex('82'), u16(body.length)), body); };
const uaString = (text: string | null) => (text === null ? hex('ffffffff') : join(le32(text.length), text));
const opcuaMessage = (type: string, body: Uint8Array) => join(type, le32(body.length + 8), body);
const tdsPacket = (type: number, body: Uint8Array) => join(Uint8Array.of(type, 1), u16(body.length + 8), hex('00000100'), body);
const prelogin = (version: Uint8Array, encryption: number) => join(hex('00 000b 0006 01 0011 0001 ff'), version, Uint8Array.of(encryption));
const postgres = (type: string, body: string) => join(type, u32(body.length + 4), body);

const ROWS: readonly Row[] = [
  {
    name: 'RFC 4253, 4.2: identification strings, one after other lines', protocol: ssh,
    segments: [[1, 'SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u10\r\n'], [0, 'SSH-2.0-PuTTY_Release_0.78\r\n\0\0\x01']],
    records: [{ kind: 'ssh.banner', protocolVersion: '2.0', software: 'OpenSSH_9.2p1', comment: 'Debian-2+deb12u10' }, { kind: 'ssh.banner', protocolVersion: '2.0', software: 'PuTTY_Release_0.78', comment: null }],
  },
  {
    name: '[MS-SMB2] 2.2.3, 2.2.4 with [MS-NLMP] 4.2.4.3', protocol: smb, secrets: /jdoe|SECRETDOM|"Domain\\\\/,
    segments: [
      [0, smb2(0, 0, join(hex('2400 0200 0100 0000 00000000'), guid, zeros(8), hex('0202 1103')))],
      [1, smb2(0, 1, join(hex('4100 0300 1103 0000'), guid, zeros(32)))],
      [1, smb2(1, 1, join(hex('0900 0000 4800'), le16(CHALLENGE.length), CHALLENGE))],
      [0, smb2(1, 0, join(hex('1900 00 01 00000000 00000000 5800'), le16(AUTHENTICATE.length), zeros(8), AUTHENTICATE))],
    ],
    records: [
      { kind: 'smb.message', response: false, major: 2 }, { kind: 'smb.negotiate', response: false, dialect: '3.1.1', guid: '33221100-5544-7766-8899-aabbccddeeff', signingRequired: false },
      { kind: 'smb.message', response: true, major: 2 }, { kind: 'smb.negotiate', response: true, dialect: '3.1.1', signingRequired: true },
      { kind: 'ntlm.message', type: 2, computer: 'Server', domain: 'Domain', build: '6.0.6000' }, { kind: 'ntlm.message', type: 3, computer: 'WS-RAD2', domain: null, build: '10.0.19041' },
    ],
  },
  {
    name: '[MS-NLMP] 2.2.1.3: a client that repeats the name of the server has not said its own', protocol: smb,
    segments: [[1, smb2(1, 1, join(hex('0900 0000 4800'), le16(CHALLENGE.length), CHALLENGE))], [0, smb2(1, 0, join(hex('1900 00 01 00000000 00000000 5800'), le16(AUTHENTICATE.length), zeros(8), authenticate('SERVER')))]],
    records: [{ kind: 'smb.message', response: true }, { kind: 'ntlm.message', type: 2, computer: 'Server' }, { kind: 'smb.message', response: false }, { kind: 'ntlm.message', type: 3, computer: null }],
  },
  {
    name: '[MS-CIFS] 2.2.4.53: account and passwords before the native OS', protocol: smb, secrets: /jdoe|hunter2|CLINICDOM/,
    segments: [[0, nbss(hex('ff534d42 73 00000000 08 0100'), zeros(20), hex('0d'), hex('ff000000 0010 0100 0000 00000000 0700 0000 00000000 00000000'), ((data) => join(le16(data.length), data))(bytesOf('hunter2jdoe\0CLINICDOM\0Windows 5.1\0Windows 2000 LAN Manager\0')))]],
    records: [{ kind: 'smb.message', response: false, major: 1 }, { kind: 'smb.native', response: false, os: 'Windows 5.1', lanManager: 'Windows 2000 LAN Manager' }],
  },
  {
    name: 'RFC 1002, 4.3.2: session request', protocol: smb,
    segments: [[0, join(hex('81000044 20'), 'EGEJEMEFFDDADBCACACACACACACACACA', hex('00 20'), 'FHFDDBCACACACACACACACACACACACAAA', hex('00'))]],
    records: [{ kind: 'smb.netbios', called: 'FILES01', calling: 'WS1' }],
  },
  {
    name: 'Application Protocol V1.1b3, 6.21: Read Device Identification', protocol: modbus,
    segments: [[0, mbap(hex('2b0e0100'))], [1, mbap(join(hex('2b0e01010000 03 00'), text8('Labmade'), hex('01'), text8('BMS-200'), hex('02'), text8('2.1.7')))], [0, mbap(hex('0300000001'))], [1, mbap(hex('8302'))]],
    records: [
      { kind: 'modbus.message', unit: 1, function: 43, exception: false }, { kind: 'modbus.message', function: 43 },
      { kind: 'modbus.identification', vendor: 'Labmade', productCode: 'BMS-200', revision: '2.1.7', productName: null, modelName: null },
      { kind: 'modbus.message', function: 3, exception: false }, { kind: 'modbus.message', function: 3, exception: true },
    ],
  },
  {
    name: '[MS-RDPBCGR] 2.2.1.1: cookie, negotiation, TLS', protocol: rdp, secrets: /mgarcia/,
    segments: [[0, ((rest) => tpkt(Uint8Array.of(rest.length + 6), hex('e0 0000 0000 00'), rest))(join('Cookie: mstshash=mgarcia\r\n', hex('01 00 0800 03000000')))], [1, tpkt(hex('0e d0 0000 1234 00 02 00 0800 01000000'))], ...tlsSegments],
    records: [{ kind: 'rdp.request', cookie: true, protocols: ['tls', 'credssp'] }, { kind: 'rdp.confirm', protocol: 'tls', failure: null }, ...startTls(rdp)],
  },
  {
    name: '[MS-RDPBCGR] 2.2.1.3.2: client core data in clear text', protocol: rdp,
    segments: [
      [0, tpkt(hex('0e e0 0000 0000 00 01 00 0800 00000000'))], [1, tpkt(hex('0e d0 0000 1234 00 02 00 0800 00000000'))],
      [0, tpkt(hex('02f080 7f65 8200ff'), zeros(40), 'Duca', hex('80d0'), hex('01c0 d800 0400 0800 0005 0004 01ca 03aa 09040000 280a0000'), wide('WS-RAD2'), zeros(18), zeros(8))],
    ],
    records: [{ kind: 'rdp.request', cookie: false, protocols: [] }, { kind: 'rdp.confirm', protocol: 'rdp' }, { kind: 'rdp.client', name: 'WS-RAD2', build: 2600, version: '8.4' }],
  },
  {
    name: 'S7 SZL 0x0011 and 0x001C', protocol: s7, secrets: /PLANT-OF-DR-KISS/,
    segments: [
      [0, tpkt(hex('11 e0 0000 0001 00 c1020100 c2020102 c0010a'))], [1, tpkt(hex('11 d0 0001 0002 00 c1020100 c2020102 c0010a'))],
      [0, tpkt(hex('02f080 3201000000000008 0000 f0000001000101e0'))],
      [1, szl(0x0011, 28, [join(hex('0001'), padded('6ES7 315-2EH14-0AB0', 20), hex('00c0 0001 0001')), join(hex('0007'), padded('', 20), hex('0000 5603 0206'))])],
      [1, szl(0x001c, 34, [join(hex('0001'), padded('SIMATIC 300(1)', 32, '\0')), join(hex('0003'), padded('PLANT-OF-DR-KISS', 32, '\0')), join(hex('0005'), padded('S C-U1234567', 32, '\0')), join(hex('0007'), padded('CPU 315-2 PN/DP', 32, '\0'))])],
    ],
    records: [
      { kind: 's7.message', rosctr: 'job' }, { kind: 's7.message', rosctr: 'userdata' }, { kind: 's7.identification', orderNumber: '6ES7 315-2EH14-0AB0', hardware: null, firmware: 'V3.2.6' },
      { kind: 's7.component', systemName: 'SIMATIC 300(1)', moduleName: null, moduleType: 'CPU 315-2 PN/DP', serial: 'S C-U1234567' },
    ],
  },
  {
    name: 'RFC 959, 5.4 and RFC 4217, 4: greeting, AUTH TLS', protocol: ftp,
    segments: [[1, '220 files.example FTP server (vsFTPd 3.0.3) admin@example.org ready\r\n'], [0, 'AUTH TLS\r\n'], [1, '234 Proceed\r\n'], ...tlsSegments],
    records: [{ kind: 'ftp.banner', text: 'files.example FTP server (vsFTPd 3.0.3) ready', host: 'files.example' }, ...startTls(ftp)], secrets: /admin@/,
  },
  {
    name: 'RFC 959: the log-in ends the reading', protocol: ftp, secrets: /drsmith|hunter2/,
    segments: [[1, '220 FTP ready\r\n'], [0, 'USER drsmith\r\n'], [1, '331 Password for drsmith\r\n'], [0, 'PASS hunter2\r\n']],
    records: [{ kind: 'ftp.banner', text: 'FTP ready', host: null }],
  },
  {
    name: 'RFC 5321, 4.3.1 and RFC 3207: greeting, STARTTLS', protocol: smtp,
    segments: [[1, '220 mail.example.org ESMTP Postfix (Debian/GNU)\r\n'], [0, 'EHLO ws-rad2\r\n'], [1, '250-mail.example.org\r\n250 STARTTLS\r\n'], [0, 'STARTTLS\r\n'], [1, '220 2.0.0 Ready\r\n'], ...tlsSegments],
    records: [{ kind: 'smtp.banner', text: 'mail.example.org ESMTP Postfix (Debian/GNU)', host: 'mail.example.org' }, ...startTls(smtp)],
  },
  {
    name: 'RFC 5321: the envelope ends the reading', protocol: smtp, secrets: /nurse|patient|SGk/,
    segments: [[1, '220 mail.example.org ESMTP\r\n'], [0, 'EHLO x\r\n'], [1, '250 ok\r\n'], [0, 'AUTH PLAIN SGkgdGhlcmU=\r\nMAIL FROM:<nurse@example.org>\r\nRCPT TO:<patient@example.org>\r\n']],
    records: [{ kind: 'smtp.banner', host: 'mail.example.org' }],
  },
  {
    name: 'RFC 9051, 7.1, 6.2.1: greeting without capabilities, STARTTLS', protocol: imap,
    segments: [[1, '* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot (Debian) ready.\r\n'], [0, 'a1 STARTTLS\r\n'], [1, 'a1 OK Begin\r\n'], ...tlsSegments],
    records: [{ kind: 'imap.banner', text: 'Dovecot (Debian) ready.', host: null }, ...startTls(imap)],
  },
  {
    name: 'RFC 1939, 4, 7: greeting without its challenge; the log-in ends the reading', protocol: pop3, secrets: /1896\.697|mrose|tanstaaf/,
    segments: [[1, '+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\r\n'], [0, 'USER mrose\r\n'], [1, '+OK mrose is a real hoopy frood\r\n'], [0, 'PASS tanstaaf\r\n']],
    records: [{ kind: 'pop3.banner', text: 'POP3 server ready', host: null }],
  },
  {
    name: 'RFC 2595, 4: STLS', protocol: pop3,
    segments: [[1, '+OK pop.example.org Cyrus ready\r\n'], [0, 'STLS\r\n'], [1, '+OK Begin TLS\r\n'], ...tlsSegments],
    records: [{ kind: 'pop3.banner', text: 'pop.example.org Cyrus ready', host: 'pop.example.org' }, ...startTls(pop3)],
  },
  {
    name: 'RFC 854: negotiation and a banner; what is typed is not read', protocol: telnet, secrets: /root|calvin/,
    segments: [[1, hex('fffd18 fffd20 fffb01')], [0, hex('fffb18 fffc20')], [1, '\r\nAPC Network Management Card AOS v6.8.2\r\nUser Name : '], [0, 'root\r\ncalvin\r\n']],
    records: [{ kind: 'telnet.session', answered: true }, { kind: 'telnet.session', answered: false }, { kind: 'telnet.banner', text: 'APC Network Management Card AOS v6.8.2' }],
  },
  { name: 'RFC 6143, 7.1.1: versions', protocol: vnc, segments: [[1, 'RFB 003.008\n'], [0, 'RFB 003.003\n']], records: [{ kind: 'vnc.version', version: '3.8' }, { kind: 'vnc.version', version: '3.3' }] },
  {
    name: 'MySQL HandshakeV10 and SSLRequest', protocol: mysql,
    segments: [[1, ((body) => join(Uint8Array.of(body.length, 0, 0, 0), body))(join(hex('0a'), '8.0.36-0ubuntu0.22.04.1\0', zeros(40)))], [0, join(hex('200000 01 05aefa1f'), zeros(28))], ...tlsSegments],
    records: [{ kind: 'mysql.greeting', version: '8.0.36-0ubuntu0.22.04.1' }, ...startTls(mysql)],
  },
  {
    name: 'MySQL HandshakeResponse41 is not read', protocol: mysql, secrets: /drsmith/,
    segments: [[1, ((body) => join(Uint8Array.of(body.length, 0, 0, 0), body))(join(hex('0a'), '5.5.5-10.11.6-MariaDB-0+deb12u1\0', zeros(40)))], [0, ((body) => join(Uint8Array.of(body.length, 0, 0, 1), body))(join(hex('85a6ff01'), zeros(28), 'drsmith\0', zeros(20)))]],
    records: [{ kind: 'mysql.greeting', version: '5.5.5-10.11.6-MariaDB-0+deb12u1' }],
  },
  {
    name: 'PostgreSQL 3.0: SSLRequest, TLS', protocol: postgresql, segments: [[0, hex('00000008 04d2162f')], [1, 'S'], ...tlsSegments],
    records: [{ kind: 'postgresql.request', request: 'ssl' }, { kind: 'postgresql.server', version: null }, ...startTls(postgresql)],
  },
  {
    name: 'PostgreSQL 3.0: StartupMessage, ParameterStatus', protocol: postgresql, secrets: /drsmith|patients/,
    segments: [[0, ((body) => join(u32(body.length + 8), hex('00030000'), body))(bytesOf('user\0drsmith\0database\0patients\0\0'))], [1, join(postgres('R', '\0\0\0\0'), postgres('S', 'session_authorization\0drsmith\0'), postgres('S', 'server_version\x0015.7 (Debian 15.7-0+deb12u1)\0'))]],
    records: [{ kind: 'postgresql.request', request: 'start-up' }, { kind: 'postgresql.server', version: null }, { kind: 'postgresql.server', version: '15.7 (Debian 15.7-0+deb12u1)' }],
  },
  {
    name: '[MS-TDS] 2.2.6.5: PRELOGIN, TLS inside', protocol: tds,
    segments: [[0, tdsPacket(18, prelogin(hex('0b000c380000'), 0))], [1, tdsPacket(4, prelogin(hex('0f0007d00000'), 1))], [0, tdsPacket(18, sniHello('host.example'))], [1, tdsPacket(18, serverHello)], [0, tdsPacket(18, changeCipherSpec)]],
    records: [{ kind: 'tds.prelogin', response: false, version: '11.0.3128', encryption: 'off' }, { kind: 'tds.prelogin', response: true, version: '15.0.2000', encryption: 'on' }, ...startTls(tds)],
  },
  {
    name: 'CIP volume 2, 2-4.3: ListIdentity', protocol: enip,
    segments: [[0, join(hex('6300'), zeros(22))], [1, ((item) => join(hex('6300'), le16(item.length + 6), zeros(20), hex('0100 0c00'), le16(item.length), item))(join(hex('0100'), zeros(16), hex('0100 0e00 3600 140b 6000 c0bb8a00'), text8('1769-L33ER'), hex('03')))]],
    records: [{ kind: 'enip.message', command: 0x63 }, { kind: 'enip.identity', vendorId: 1, deviceType: 14, productCode: 54, revision: '20.11', serial: '008abbc0', productName: '1769-L33ER' }],
  },
  {
    name: 'RFC 4511, 4.2, 4.14: bind is not read; root DSE; StartTLS', protocol: ldap, secrets: /hunter2|cn=drsmith/,
    segments: [
      [0, der(0x30, hex('020101'), der(0x60, hex('020103'), der(4, 'cn=drsmith'), der(0x80, 'hunter2')))], [1, der(0x30, hex('020101'), der(0x61, hex('0a0100 0400 0400')))],
      [1, der(0x30, hex('020102'), der(0x64, hex('0400'), der(0x30, der(0x30, der(4, 'vendorName'), der(0x31, der(4, 'Samba Team'))), der(0x30, der(4, 'dnsHostName'), der(0x31, der(4, 'dc1.example.org'))))))],
      [0, der(0x30, hex('020103'), der(0x77, der(0x80, '1.3.6.1.4.1.1466.20037')))], [1, der(0x30, hex('020103'), der(0x78, hex('0a0100 0400 0400')))], ...tlsSegments,
    ],
    records: [{ kind: 'ldap.message', operation: 'bind-request' }, { kind: 'ldap.message', operation: 'bind-response' }, { kind: 'ldap.server', vendorName: 'Samba Team', vendorVersion: null, dnsHostName: 'dc1.example.org' }, ...startTls(ldap)],
  },
  {
    name: 'RFC 4120, 5.4.1, 5.9.1: AS-REQ, KRB-ERROR', protocol: kerberos, secrets: /drsmith/,
    segments: [
      [0, ((message) => join(u32(message.length), message))(der(0x6a, der(0x30, hex('a103020105 a20302010a'), der(0xa4, der(0x30, hex('a00703050040000000'), der(0xa1, der(0x30, hex('a003020101'), der(0xa1, der(0x30, der(0x1b, 'drsmith'))))), der(0xa2, der(0x1b, 'EXAMPLE.ORG')))))))],
      [1, ((message) => join(u32(message.length), message))(der(0x7e, der(0x30, hex('a003020105 a10302011e'), der(0xa6, hex('020119')), der(0xa9, der(0x1b, 'EXAMPLE.ORG')))))],
    ],
    records: [{ kind: 'kerberos.message', type: 10, realm: 'EXAMPLE.ORG' }, { kind: 'kerberos.message', type: 30, realm: 'EXAMPLE.ORG' }],
  },
  {
    name: 'C706, 12.6.3.1: bind to netlogon', protocol: dcerpc,
    segments: [[0, join(hex('05000b03 10000000 4800 0000 02000000 b810b810 00000000 01000000 0000 0100'), hex('78563412 3412 cdab ef00 01234567cffb 01000000'), hex('045d888aeb1cc9119fe808002b104860 02000000'))], [1, join(hex('05000203 10000000 1800 0000 02000000'), zeros(8))]],
    records: [{ kind: 'dcerpc.bind', interfaces: ['12345678-1234-abcd-ef00-01234567cffb'], pipe: false }, { kind: 'dcerpc.pdu', type: 2, pipe: false }],
  },
  {
    name: 'OPC 10000-6, 7.1.2: hello; OPC 10000-4, 5.4.4: GetEndpoints answer', protocol: opcua,
    segments: [
      [0, opcuaMessage('HELF', join(zeros(20), uaString('opc.tcp://plc:4840')))], [1, opcuaMessage('ACKF', zeros(20))],
      [1, opcuaMessage('MSGF', join(zeros(16), hex('0100af01'), zeros(16), hex('00 ffffffff 000000'), le32(1), uaString('opc.tcp://plc:4840'), uaString('urn:plc:server'), uaString('http://example.org/product'), hex('03'), uaString('en'), uaString('Boiler Server'), zeros(4), uaString(null), uaString(null), le32(0), uaString(null), le32(1)))],
    ],
    records: [
      { kind: 'opcua.message', type: 'hello' }, { kind: 'opcua.message', type: 'acknowledge' }, { kind: 'opcua.message', type: 'channel' },
      { kind: 'opcua.application', applicationUri: 'urn:plc:server', productUri: 'http://example.org/product', name: 'Boiler Server', securityNone: true },
    ],
  },
  { name: 'TLS 1.2 hello', protocol: tls, segments: tlsSegments, records: [{ kind: 'tls.client-hello', sni: 'host.example', startedBy: null }, { kind: 'tls.server-hello', cipher: '0xc02f', startedBy: null }] },
];

describe.each(ROWS)('$protocol.protocol: $name', ({ protocol, segments, records, secrets }) => {
  test('is read', () => {
    const [said, weird] = streamRecords(protocol, segments);
    expect(said).toMatchObject(records);
    expect(said).toHaveLength(records.length);
    expect(weird).toEqual([]);
    if (secrets) expect(JSON.stringify(said)).not.toMatch(secrets);
  });

  test('split at every byte of every segment gives the same', () => {
    const whole = streamRecords(protocol, segments);
    for (const [index, [direction, data]] of segments.entries()) {
      const bytes = bytesOf(data);
      for (let cut = 1; cut < bytes.length; cut++) {
        expect(streamRecords(protocol, segments.toSpliced(index, 1, [direction, bytes.subarray(0, cut)], [direction, bytes.subarray(cut)]))).toEqual(whole);
      }
    }
  });

  test('truncated at every byte: a prefix of the records, no secret', () => {
    const [whole] = streamRecords(protocol, segments);
    for (const [index, [direction, data]] of segments.entries()) {
      const bytes = bytesOf(data);
      for (let cut = 0; cut < bytes.length; cut++) {
        const [said] = streamRecords(protocol, [...segments.slice(0, index), [direction, bytes.subarray(0, cut)]]);
        expect(whole.slice(0, said.length).map((record) => record.kind)).toEqual(said.map((record) => record.kind));
        if (secrets) expect(JSON.stringify(said)).not.toMatch(secrets);
      }
    }
  });

  test('flipped bits: no exception', () => {
    fc.assert(fc.property(fc.nat(segments.length - 1), fc.nat(4095), fc.nat(7), (index, at, bit) => {
      const changed = segments.map(([direction, data], i): [Direction, Uint8Array] => {
        const bytes = Uint8Array.from(bytesOf(data));
        if (i === index) bytes[at % bytes.length]! ^= 1 << bit;
        return [direction, bytes];
      });
      streamRecords(protocol, changed);
    }), { numRuns: 500 });
  });

  test('its probe says yes, and of the others none does', () => {
    const yes = (candidate: StreamProtocol, port: number) => segments.some(([direction, data], index) => {
      if (segments.findIndex(([other]) => other === direction) !== index) return false;
      const all = join(...segments.filter(([other]) => other === direction).map(([, part]) => part));
      return candidate.probe(direction, all, 0, bytesOf(data).length, port) === YES || candidate.probe(direction, all, 0, all.length, port) === YES;
    });
    expect(yes(protocol, protocol.ports[0]!)).toBe(true);
    expect(ALL.filter((candidate) => candidate !== protocol && yes(candidate, protocol.ports[0]!)).map((candidate) => candidate.protocol)).toEqual([]);
  });
});

test('random bytes: at most 1 in 20,000 is taken for any of these, on any of their ports', () => {
  const ports = [...new Set(ALL.flatMap((protocol) => protocol.ports)), 50000];
  let buffers = 0, taken = 0;
  fc.assert(fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), fc.constantFrom<Direction>(0, 1), fc.constantFrom(...ports), (bytes, direction, port) => {
    buffers++;
    if (ALL.some((protocol) => protocol.probe(direction, bytes, 0, 64, port) === YES)) taken++;
  }), { numRuns: 40_000 });
  expect(buffers).toBeGreaterThanOrEqual(40_000);
  expect(taken).toBeLessThanOrEqual(2);
});

test('random bytes fed to every dissector: no exception, and offsets stay honest', () => {
  fc.assert(fc.property(fc.constantFrom(...ALL), fc.array(fc.tuple(fc.constantFrom<Direction>(0, 1), fc.uint8Array({ minLength: 1, maxLength: 200 })), { maxLength: 6 }), (protocol, segments) => {
    streamRecords(protocol, segments);
  }), { numRuns: 5000 });
});
