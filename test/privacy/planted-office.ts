/** Staff, accounts and secrets in the protocols of every office network, and names of devices that are names of people. */
import { base64, be16, be32, ber, BROADCAST, type Bytes, type CaptureBuilder, group, host, type Host, join, le16, le32, utf16le, utf8 } from './build.ts';
import { plant } from './plant.ts';

export function plantOffice(capture: CaptureBuilder): void {
  plantNames(capture);
  plantSnmp(capture);
  plantWindows(capture);
  plantWeb(capture);
  plantMail(capture);
  plantTelephony(capture);
  plantTls(capture);
  plantDirectory(capture);
  plantOthers(capture);
}

// ---- Names of devices: DHCP, DNS, mDNS, LLMNR, NetBIOS, SSDP, LLDP

const dnsName = (name: string): Uint8Array => join(...name.split('.').filter(Boolean).map((label) => { const text = utf8(label); return join([text.length], text); }), [0]);
const dnsHead = (flags: number, questions: number, answers: number): Uint8Array => join(be16(7), be16(flags), be16(questions), be16(answers), be16(0), be16(0));
const dnsRecord = (name: string, type: number, data: Bytes): Uint8Array => join(dnsName(name), be16(type), be16(1), be32(60), be16(data.length), data);
const ipBytes = (ip: string): Uint8Array => Uint8Array.from(ip.split('.').map(Number));
const macBytes = (mac: string): Uint8Array => Uint8Array.from(mac.split(':').map((part) => Number.parseInt(part, 16)));
const txt = (...pairs: readonly string[]): Uint8Array => join(...pairs.map((pair) => { const text = utf8(pair); return join([text.length], text); }));

function dhcp(client: Host, options: readonly (readonly [number, Bytes])[], reply = false): Uint8Array {
  return join([reply ? 2 : 1, 1, 6, 0], be32(9), [0, 0, 0, 0], new Uint8Array(4), ipBytes(reply ? client.ip : '0.0.0.0'), new Uint8Array(8), macBytes(client.mac), new Uint8Array(202), [0x63, 0x82, 0x53, 0x63],
    ...options.map(([code, value]) => { const data = join(value); return join([code, data.length], data); }), [255]);
}

function netbiosName(name: string, suffix: number): Uint8Array {
  const raw = join(name.padEnd(15), [suffix]);
  return join([32], [...raw].flatMap((byte) => [0x41 + (byte >> 4), 0x41 + (byte & 15)]), [0]);
}
const nbnsRegistration = (name: string, suffix: number, ip: string): Uint8Array => join(be16(1), be16(0x2910), be16(1), be16(0), be16(0), be16(1), netbiosName(name, suffix), be16(0x20), be16(1), [0xc0, 12], be16(0x20), be16(1), be32(300), be16(6), be16(0), ipBytes(ip));

function plantNames(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`names ${what}`, text), phone = host(0x201), server = host(0x202), unset: Host = { mac: phone.mac, ip: '0.0.0.0' };
  const named: readonly (readonly [number, Bytes])[] = [[53, [3] as unknown as Uint8Array], [12, utf8(p('DHCP host name', "Piroska's iPhone"))], [81, join([1, 0, 0], p('DHCP FQDN', 'zsuzsanna-laptop.plant.example'))], [60, 'android-dhcp-13'], [61, join([0], p('DHCP client id', 'clientidplant'))]];
  capture.udp(unset, BROADCAST, 68, 67, dhcp(phone, named));
  capture.udp(server, phone, 67, 68, dhcp(phone, [[53, [5] as unknown as Uint8Array], [54, ipBytes(server.ip)], [12, p('DHCP name in an answer', 'montserrat-macbook')]], true));
  capture.udp(phone, server, 5000, 53, join(dnsHead(0x100, 1, 0), dnsName(p('DNS question', 'drquestionplant.example.org')), be16(1), be16(1)));
  capture.udp(server, phone, 53, 5000, join(dnsHead(0x8180, 1, 2), dnsName('www.plant.example'), be16(1), be16(1), dnsRecord(p('DNS address', 'dr-szilagyi-pc.plant.example'), 1, ipBytes('10.77.2.3')), dnsRecord('4.2.77.10.in-addr.arpa', 12, dnsName(p('DNS pointer', 'nagy-katalin-laptop.plant.example')))));
  // So that the two addresses of the answer are heard.
  for (const number of [0x203, 0x204]) capture.udp(host(number), server, 123, 123, join([0x23], new Uint8Array(47)));
  const all = group('224.0.0.251');
  capture.udp(phone, all, 5353, 5353, join(dnsHead(0x8400, 0, 5),
    dnsRecord('_ipp._tcp.local', 12, dnsName(`${p('mDNS instance', 'Encarnacion Lozanos printer')}._ipp._tcp.local`)),
    dnsRecord('x._ipp._tcp.local', 33, join(be16(0), be16(0), be16(631), dnsName(p('mDNS target', 'Montserrats-MacBook.local')))),
    dnsRecord('x._ipp._tcp.local', 16, txt(`note=${p('mDNS TXT note', 'Room of Notaria')}`, `ty=${p('mDNS TXT ty', "Zsuzsanna's printer")}`, `adminurl=http://x/?u=${p('mDNS TXT url', 'txturlplant')}`)),
    dnsRecord(p('mDNS address', 'Szilagyi-Piroska-iPad.local'), 1, ipBytes(phone.ip)), dnsRecord('x._apple-mobdev2._tcp.local', 12, dnsName(`${p('mDNS pairing', 'aa:bb@fe80mdnsplant')}._apple-mobdev2._tcp.local`))));
  capture.udp(phone, group('224.0.0.252'), 5006, 5355, join(dnsHead(0, 1, 0), dnsName(p('LLMNR question', 'llmnrquestionplant')), be16(1), be16(1)));
  capture.udp(phone, server, 5355, 5006, join(dnsHead(0x8000, 1, 1), dnsName(p('LLMNR answer', 'GARCIA-MONTSERRAT-PC')), be16(1), be16(1), dnsRecord('GARCIA-MONTSERRAT-PC', 1, ipBytes(phone.ip))));
  const segment: Host = { mac: BROADCAST.mac, ip: '10.77.2.255' };
  capture.udp(phone, segment, 137, 137, nbnsRegistration(p('NetBIOS host', 'PIROSKA-PC'), 0, phone.ip));
  capture.udp(phone, segment, 137, 137, nbnsRegistration(p('NetBIOS user (suffix 03)', 'NBUSERPLANT'), 3, phone.ip));
  capture.udp(phone, group('239.255.255.250'), 1900, 1900, `NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nNT: upnp:rootdevice\r\nNTS: ssdp:alive\r\nSERVER: Linux/5.4 UPnP/1.0 ${p('SSDP server', "Zsuzsanna's TV")}/1.0\r\nUSN: uuid:${p('SSDP USN', 'usnplant')}::upnp:rootdevice\r\nLOCATION: http://${phone.ip}:49152/${p('SSDP location', 'ssdplocplant')}.xml\r\n\r\n`);
  const tlv = (type: number, value: Bytes) => join(be16((type << 9) | value.length), value);
  capture.frame(host(0x205), { mac: '01:80:c2:00:00:0e', ip: '' }, 0x88cc, join(tlv(1, join([4], macBytes(host(0x205).mac))), tlv(2, join([7], 'eth0')), tlv(3, join([0, 120])), tlv(5, p('LLDP name', 'kovacs-piroska-pc')), tlv(6, `Debian 12 Linux kovacs-piroska-pc`), tlv(4, p('LLDP port description', 'portdescplant')), tlv(0, '')));
}

// ---- SNMP

const oid = (...parts: readonly number[]): Uint8Array => ber(6, parts.flatMap((part) => (part < 128 ? [part] : [0x80 | (part >> 7), part & 127])));
const SYSTEM = [0x2b, 6, 1, 2, 1, 1] as const;

function plantSnmp(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`SNMP ${what}`, text), manager = host(0x211), agent = host(0x212);
  const variable = (number: number, text: Bytes) => ber(0x30, oid(...SYSTEM, number, 0), ber(4, text));
  const message = (community: string, pdu: number, ...variables: Uint8Array[]) => ber(0x30, ber(2, [1]), ber(4, community), ber(pdu, ber(2, [5]), ber(2, [0]), ber(2, [0]), ber(0x30, ...variables)));
  capture.udp(manager, agent, 4000, 161, message(p('community', 'communityplant'), 0xa0, ber(0x30, oid(...SYSTEM, 1, 0), ber(5))));
  capture.udp(agent, manager, 161, 4000, message('communityplant', 0xa2, variable(1, p('sysDescr with a name', "Encarnacion Lozano's workstation, Version 1.2.3")), variable(4, p('sysContact', 'Contactperson Cyril')), variable(5, p('sysName', 'DR-ENCARNACION-PC')), variable(6, p('sysLocation', 'Locationroom of Lena'))));
  capture.udp(agent, manager, 161, 4000, message(p('community in an answer', 'publicplant2'), 0xa2, variable(1, `Linux ${p('sysDescr node', 'marialopez-laptop')} 6.1.0 #1 SMP`)));
  const v3 = (user: string) => ber(0x30, ber(2, [3]), ber(0x30, ber(2, [1]), ber(2, be16(1500)), ber(4, [4]), ber(2, [3])),
    ber(4, ber(0x30, ber(4, [0x80, 0, 0, 9, 1, 1, 2, 3]), ber(2, [1]), ber(2, [1]), ber(4, user), ber(4), ber(4))), ber(0x30, ber(4, p('v3 context engine', 'ctxengineplant')), ber(4, p('v3 context', 'ctxnameplant')), ber(0xa0, ber(2, [1]), ber(2, [0]), ber(2, [0]), ber(0x30))));
  capture.udp(manager, agent, 4001, 161, v3(p('v3 user', 'snmpv3userplant')));
  capture.udp(agent, manager, 4002, 162, ber(0x30, ber(2, [0]), ber(4, p('trap community', 'trapcommunityplant')), ber(0xa4, oid(0x2b, 6, 1, 4, 1, 9), ber(0x40, ipBytes(agent.ip)), ber(2, [6]), ber(2, [1]), ber(0x43, [1]), ber(0x30, variable(5, p('trap variable', 'NAGY-PIROSKA'))))));
}

// ---- RDP, NTLM, SMB

function ntlm(type: 1 | 2 | 3, fields: readonly Uint8Array[]): Uint8Array {
  const flags = 0x00000001 | 0x02000000, version = [10, 0, 0x63, 0x45, 0, 0, 0, 15];
  const base = type === 3 ? 72 : 56;
  let at = base;
  const places = fields.map((field) => { const place = join(le16(field.length), le16(field.length), le32(at)); at += field.length; return place; });
  if (type === 1) return join('NTLMSSP\0', le32(1), le32(flags), new Uint8Array(16), version);
  if (type === 2) return join('NTLMSSP\0', le32(2), places[0]!, le32(flags), [1, 2, 3, 4, 5, 6, 7, 8], new Uint8Array(8), places[1]!, version, ...fields);
  return join('NTLMSSP\0', le32(3), ...places, le32(flags), version, ...fields);
}

function plantWindows(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(what, text), client = host(0x221), server = host(0x222);
  const tpkt = (body: Uint8Array) => join([3, 0], be16(4 + body.length), body);
  const cookie = `Cookie: mstshash=${p('RDP cookie', 'rdpcookieplant')}\r\n`;
  capture.tcp(client, server, 3389, [[0, tpkt(join([6 + cookie.length + 8, 0xe0, 0, 0, 0, 0, 0], cookie, [1, 0, 8, 0, 3, 0, 0, 0]))], [1, tpkt(join([14, 0xd0, 0, 0, 0, 0, 0], [2, 0, 8, 0, 2, 0, 0, 0]))]]);
  const pair = (id: number, text: string) => { const value = utf16le(text); return join(le16(id), le16(value.length), value); };
  const challenge = ntlm(2, [utf16le('PLANTDOM'), join(pair(1, p('NTLM server name of a person', 'PIROSKA-LAPTOP')), pair(2, 'PLANTDOM'), pair(3, p('NTLM DNS name of a person', 'piroska-laptop.plant.example')), [0, 0, 0, 0])]);
  const authenticate = ntlm(3, [new Uint8Array(24), new Uint8Array(24), utf16le(p('NTLM domain of the user', 'NTLMUSERDOM')), utf16le(p('NTLM user', 'ntlm.userplant')), utf16le(p('NTLM workstation of a person', 'DR-LOZANO-PC')), new Uint8Array(0)]);
  const smb2 = (number: number, response: boolean, body: Uint8Array) => { const message = join([0xfe], 'SMB', le16(64), le16(0), le32(0), le16(number), le16(1), le32(response ? 1 : 0), le32(0), le32(number), new Uint8Array(36), body).slice(); return join([0], be32(message.length).slice(1), message); };
  const name = utf16le(p('SMB file name', 'Patients\\Filenameova-discharge.docx')), tree = utf16le(p('SMB share', '\\\\files\\shareplant'));
  capture.tcp(client, server, 445, [
    [0, smb2(0, false, join(le16(36), le16(1), le16(1), le16(0), le32(0), new Uint8Array(16), new Uint8Array(8), le16(0x0302)))],
    [1, smb2(0, true, join(le16(65), le16(1), le16(0x0302), le16(0), new Uint8Array(16), new Uint8Array(40)))],
    [0, smb2(1, false, join(le16(25), [0, 1], le32(0), le32(0), le16(88), le16(40), new Uint8Array(8), ntlm(1, [])))], [1, smb2(1, true, join(le16(9), le16(0), le16(72), le16(challenge.length), challenge))],
    [0, smb2(1, false, join(le16(25), [0, 1], le32(0), le32(0), le16(88), le16(authenticate.length), new Uint8Array(8), authenticate))], [0, smb2(3, false, join(le16(9), le16(0), le16(72), le16(tree.length), tree))],
    [0, smb2(5, false, join(le16(57), new Uint8Array(42), le16(120), le16(name.length), new Uint8Array(8), name))], [0, smb2(9, false, join(le16(49), le16(112), le32(60), new Uint8Array(40), p('SMB file content', 'filecontentplant').padEnd(60)))],
  ]);
  capture.tcp(client, server, 8081, [[0, `GET / HTTP/1.1\r\nHost: x\r\nAuthorization: NTLM ${base64(authenticate)}\r\n\r\n`], [1, `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM ${base64(challenge)}\r\nContent-Length: 0\r\n\r\n`]]);
}

// ---- HTTP

function plantWeb(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`HTTP ${what}`, text), form = `user=${p('form user', 'formuserplant')}&pass=${p('form password', 'formpassplant')}`;
  const ok = (title: string, type = 'text/html') => { const body = `<html><head><title>${title}</title></head></html>`; return `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nServer: PlantWeb/1.2 (${p('Server comment', "Encarnacion's server")})\r\nX-Powered-By: PHP/8.1\r\nX-User: ${p('answer header', 'xuserplant')}\r\nContent-Length: ${body.length}\r\n\r\n${body}`; };
  capture.tcp(host(0x231), host(0x232), 80, [
    [0, `GET /${p('path', 'pathpersonplant')}/index.html?q=${p('query', 'querypersonplant')} HTTP/1.1\r\nHost: ${p('Host named after a person', 'dr-lozano-pc.plant.example')}\r\nAuthorization: Basic ${base64(`${p('basic user', 'basicuserplant')}:${p('basic password', 'basicpassplant')}`)}\r\nCookie: id=${p('cookie', 'webcookieplant')}\r\nUser-Agent: PlantAgent/2.0 (${p('User-Agent comment', "Piroska's iPad")}; iOS 17)\r\nX-Forwarded-User: ${p('request header', 'fwduserplant')}\r\n\r\n`], [1, ok('start')],
    [0, `POST /login HTTP/1.1\r\nHost: 10.77.2.50\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\n\r\n${form}`], [1, ok(p('title', 'Welcome Doctorplant Dolores'))],
    [0, `GET / HTTP/1.1\r\nHost: ${p('user in Host', 'hostuserplant')}@10.77.2.50\r\nAuthorization: Digest username="${p('digest user', 'digestuserplant')}", realm="x"\r\n\r\n`], [1, `HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="${p('realm', 'Praxis Dr. Szilagyi Piroska')}"\r\nContent-Length: 0\r\n\r\n`],
    [0, `GET http://${p('user in a proxy target', 'proxyuserplant')}:pw@intranet.plant.example/${p('proxy path', 'proxypathplant')} HTTP/1.1\r\nHost: intranet.plant.example\r\nProxy-Authorization: Basic ${base64(p('proxy credentials', 'proxycred:plant'))}\r\n\r\n`], [1, ok('x')],
  ]);
}

// ---- SMTP, POP3, IMAP, FTP, Telnet

function plantMail(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(what, text), client = host(0x241), server = host(0x242);
  capture.tcp(client, server, 25, [
    [1, '220 mail.plant.example ESMTP Postfix\r\n'], [0, `EHLO ${p('SMTP EHLO', 'montserrat-pc.plant.example')}\r\n`], [1, '250-mail.plant.example\r\n250 AUTH PLAIN\r\n'], [0, `AUTH PLAIN ${base64(`\0${p('SMTP user', 'smtpuserplant')}\0${p('SMTP password', 'smtppassplant')}`)}\r\n`], [1, '235 ok\r\n'],
    [0, `MAIL FROM:<${p('SMTP from', 'fromplant@plant.example')}>\r\n`], [1, '250 ok\r\n'], [0, `RCPT TO:<${p('SMTP to', 'toplant@plant.example')}>\r\n`], [1, `550 ${p('SMTP answer', 'answerplant')} unknown\r\n`], [0, `DATA\r\nSubject: ${p('SMTP subject', 'Subjectova')}\r\n.\r\n`],
  ]);
  capture.tcp(client, server, 110, [[1, '+OK POP3 ready\r\n'], [0, `USER ${p('POP3 user', 'popuserplant')}\r\n`], [1, '+OK\r\n'], [0, `PASS ${p('POP3 password', 'poppassplant')}\r\n`], [1, `+OK ${p('POP3 answer', 'popanswerplant')}\r\n`]]);
  capture.tcp(client, server, 143, [[1, '* OK IMAP4rev1 Dovecot ready.\r\n'], [0, `a LOGIN ${p('IMAP user', 'imapuserplant')} ${p('IMAP password', 'imappassplant')}\r\n`], [1, `a OK ${p('IMAP answer', 'imapanswerplant')}\r\n`], [0, `b SELECT ${p('IMAP folder', 'imapfolderplant')}\r\n`]]);
  capture.tcp(client, server, 21, [[1, '220 ProFTPD 1.3.8 Server\r\n'], [0, `USER ${p('FTP user', 'ftpuserplant')}\r\n`], [1, `331 Password required for ftpuserplant\r\n`], [0, `PASS ${p('FTP password', 'ftppassplant')}\r\n`], [1, `230 User ${p('FTP answer', 'ftpanswerplant')} logged in\r\n`], [0, `RETR ${p('FTP file', 'ftpfileplant.pdf')}\r\n`]]);
  capture.tcp(client, server, 23, [[1, join([0xff, 0xfd, 0x18], 'Welcome\r\nlogin: ')], [0, `${p('Telnet user', 'telnetuserplant')}\r\n`], [1, 'Password: '], [0, `${p('Telnet password', 'telnetpassplant')}\r\n`], [1, `Last login: ${p('Telnet session', 'telnetsessionplant')}\r\n`]]);
}

// ---- SIP, RTSP

function plantTelephony(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(what, text), phone = host(0x251), exchange = host(0x252);
  capture.udp(phone, exchange, 5060, 5060, `INVITE sip:${p('SIP callee', 'calleeplant')}@${exchange.ip} SIP/2.0\r\nVia: SIP/2.0/UDP ${phone.ip};branch=z9\r\nFrom: "${p('SIP display name', 'Displayova Diana')}" <sip:${p('SIP caller', 'callerplant')}@x>;tag=1\r\nTo: <sip:calleeplant@x>\r\nCall-ID: ${p('SIP call id', 'callidplant')}\r\nCSeq: 1 INVITE\r\nContact: <sip:${p('SIP contact', 'contactplant')}@x>\r\nAuthorization: Digest username="${p('SIP user', 'sipuserplant')}"\r\nUser-Agent: PlantPhone 1.2 (${p('SIP User-Agent', "Zsuzsanna's phone")})\r\nContent-Length: 0\r\n\r\n`);
  capture.udp(exchange, phone, 5060, 5060, `SIP/2.0 401 Unauthorized\r\nVia: SIP/2.0/UDP ${phone.ip}\r\nFrom: <sip:callerplant@x>;tag=1\r\nTo: <sip:calleeplant@x>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nServer: PlantPBX/2.1\r\nContent-Length: 0\r\n\r\n`);
  capture.tcp(phone, host(0x253), 554, [[0, `DESCRIBE rtsp://${p('RTSP user', 'rtspuserplant')}:${p('RTSP password', 'rtsppassplant')}@10.77.2.83/${p('RTSP path', 'roomofplant')} RTSP/1.0\r\nCSeq: 1\r\nUser-Agent: PlantViewer/1.0\r\nAuthorization: Basic ${base64(p('RTSP credentials', 'rtspcred:plant'))}\r\n\r\n`], [1, `RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\nServer: PlantCam/3.0\r\nWWW-Authenticate: Digest realm="${p('RTSP realm', "Encarnacion's camera")}"\r\n\r\n`]]);
}

// ---- TLS 1.2 in the clear: server name, server and client certificate

const name = (commonName: string, organisation: string, mail: string): Uint8Array => ber(0x30, ...([[[0x55, 4, 10], 0x0c, organisation], [[0x55, 4, 3], 0x0c, commonName], [[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1], 0x16, mail]] as const).map(([type, tag, text]) => ber(0x31, ber(0x30, ber(6, type), ber(tag, utf8(text))))));

function certificate(subject: Uint8Array, issuer: Uint8Array, names: readonly string[], mail: string): Uint8Array {
  const algorithm = ber(0x30, ber(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11]), ber(5));
  return ber(0x30, ber(0x30, ber(0xa0, ber(2, [2])), ber(2, [77]), algorithm, issuer, ber(0x30, ber(0x17, '250101000000Z'), ber(0x17, '350101000000Z')), subject, ber(0x30, algorithm, ber(3, [0, 1, 2, 3, 4])),
    ber(0xa3, ber(0x30, ber(0x30, ber(6, [0x55, 0x1d, 17]), ber(4, ber(0x30, ...names.map((text) => ber(0x82, text)), ber(0x81, mail))))))), algorithm, ber(3, [0, 9, 9]));
}

function plantTls(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(`TLS ${what}`, text);
  const record = (type: number, body: Uint8Array) => join([type, 3, 3], be16(body.length), body), handshake = (type: number, body: Uint8Array) => record(22, join([type], be32(body.length).slice(1), body));
  const list = (der: Uint8Array) => { const one = join(be32(der.length).slice(1), der); return join(be32(one.length).slice(1), one); };
  const sni = utf8(p('server name of a person', 'piroska-macbook.plant.example')), extension = join(be16(0), be16(sni.length + 5), be16(sni.length + 3), [0], be16(sni.length), sni);
  const server = certificate(name(p('server common name of a person', 'szilagyi.piroska'), p('organisation that is a person', 'Szilagyi Piroska'), p('subject mail', 'certmailplant@plant.example')), name(p('issuer common name', 'Kovacs Istvan'), 'Plant CA', 'x@y.z'), ['good.plant.example', p('alternative name of a person', 'dr-lozano-laptop.plant.example')], p('alternative mail', 'altmailplant@plant.example'));
  const client = certificate(name(p('client common name', 'Clientova Cecilia'), p('client organisation', 'Clientorgplant'), p('client mail', 'clientmailplant@plant.example')), name('Plant CA', 'Plant CA', 'x@y.z'), [p('client alternative name', 'clientaltplant.example')], 'a@b.c');
  capture.tcp(host(0x261), host(0x262), 8443, [
    [0, handshake(1, join([3, 3], new Uint8Array(32), [0], be16(2), [0x00, 0x2f], [1, 0], be16(extension.length), extension))], [1, join(handshake(2, join([3, 3], new Uint8Array(32), [0], [0x00, 0x2f], [0])), handshake(11, list(server)), handshake(14, new Uint8Array(0)))],
    [0, join(handshake(11, list(client)), record(20, Uint8Array.of(1)), record(22, new Uint8Array(40)))], [1, join(record(20, Uint8Array.of(1)), record(22, new Uint8Array(40)))],
  ]);
}

// ---- LDAP, Kerberos, RADIUS, databases

function plantDirectory(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(what, text), client = host(0x271), server = host(0x272);
  const ldap = (id: number, operation: Uint8Array) => ber(0x30, ber(2, [id]), operation);
  capture.tcp(client, server, 389, [
    [0, ldap(1, ber(0x60, ber(2, [3]), ber(4, `cn=${p('LDAP bind DN', 'Bindova Beata')},dc=plant`), ber(0x80, p('LDAP password', 'ldappassplant'))))], [1, ldap(1, ber(0x61, ber(10, [49]), ber(4), ber(4, p('LDAP diagnostic', 'ldapdiagplant'))))],
    [0, ldap(2, ber(0x63, ber(4, `ou=${p('LDAP base', 'ldapbaseplant')}`), ber(10, [2]), ber(10, [0]), ber(2, [0]), ber(2, [0]), ber(1, [0]), ber(0xa3, ber(4, 'uid'), ber(4, p('LDAP filter', 'ldapfilterplant'))), ber(0x30)))],
    [1, ldap(2, ber(0x64, ber(4, `uid=${p('LDAP entry', 'ldapentryplant')}`), ber(0x30, ber(0x30, ber(4, 'mail'), ber(0x31, ber(4, p('LDAP attribute', 'ldapmail@plant.example')))))))],
    [1, ldap(3, ber(0x64, ber(4), ber(0x30, ber(0x30, ber(4, 'dnsHostName'), ber(0x31, ber(4, p('LDAP dnsHostName of a person', 'piroska-desktop.plant.example')))))))],
  ]);
  const principal = (text: string) => ber(0x30, ber(0xa0, ber(2, [1])), ber(0xa1, ber(0x30, ber(0x1b, text))));
  capture.udp(client, server, 4088, 88, ber(0x6a, ber(0x30, ber(0xa1, ber(2, [5])), ber(0xa2, ber(2, [10])), ber(0xa4, ber(0x30, ber(0xa0, ber(3, [0, 0, 0, 0, 0])), ber(0xa1, principal(p('Kerberos principal', 'krbprincipalplant'))), ber(0xa2, ber(0x1b, 'PLANT.EXAMPLE')), ber(0xa5, ber(0x18, '20370913024805Z')), ber(0xa7, ber(2, [1])), ber(0xa8, ber(0x30, ber(2, [18]))))))));
  capture.udp(server, client, 88, 4088, ber(0x6b, ber(0x30, ber(0xa0, ber(2, [5])), ber(0xa1, ber(2, [11])), ber(0xa3, ber(0x1b, 'PLANT.EXAMPLE')), ber(0xa4, principal(p('Kerberos principal in an answer', 'krbanswerplant'))), ber(0xa5, ber(0x61, ber(0x30, ber(0xa0, ber(2, [5]))))), ber(0xa6, ber(0x30)))));
  const attribute = (type: number, value: string) => join([type, value.length + 2], value), radius = join(attribute(1, p('RADIUS user', 'radiususerplant')), attribute(2, p('RADIUS password', 'radiuspassplant1')), attribute(31, p('RADIUS calling station', '3c-52-82-77-00-plant')), attribute(32, p('RADIUS NAS named after a person', 'lozano-piroska-ap')));
  capture.udp(client, server, 4812, 1812, join([1, 9], be16(20 + radius.length), new Uint8Array(16), radius));
  const startup = join(be32(0x00030000), `user\0${p('PostgreSQL user', 'pguserplant')}\0database\0${p('PostgreSQL database', 'pgdatabaseplant')}\0application_name\0${p('PostgreSQL application', 'pgappplant')}\0\0`);
  capture.tcp(client, server, 5432, [[0, join(be32(startup.length + 4), startup)], [1, join('R', be32(8), be32(0), 'S', be32(4 + 20), 'server_version\x0015.4\0', 'Z', be32(5), 'I')], [0, join('Q', be32(60), `SELECT * FROM patient WHERE n='${p('SQL', 'sqlpersonplant')}'\0`.padEnd(56))]]);
}

// ---- syslog, TFTP, CoAP

function plantOthers(capture: CaptureBuilder): void {
  const p = (what: string, text: string) => plant(what, text), client = host(0x281), server = host(0x282);
  capture.udp(client, server, 5140, 514, `<86>Jan  1 01:01:01 ${p('syslog host of a person', 'encarnacion-laptop')} sshd[77]: Accepted password for ${p('syslog text', 'syslogtextplant')} from 10.0.0.1`);
  capture.udp(client, server, 5140, 514, `<34>1 2026-01-01T01:01:01Z ${p('syslog 5424 host of a person', 'dr-szilagyi-pc')} su 1 ID47 [x user="${p('syslog structured data', 'syslogsdplant')}"] '${p('syslog 5424 text', 'syslogmsgplant')}' failed`);
  capture.udp(client, server, 5140, 514, `<13>${p('syslog without a head', 'Headlessova Helga')}: patient admitted`);
  capture.udp(client, server, 6969, 69, join(be16(1), `${p('TFTP file', 'tftpfileplant.cfg')}\0octet\0`));
  const option = (delta: number, value: string) => join([(delta << 4) | (value.length < 13 ? value.length : 13)], value.length < 13 ? [] : [value.length - 13], value);
  capture.udp(client, server, 7000, 5683, join([0x40, 1, 0, 7], option(11, 'patients'), option(0, p('CoAP path', 'coappathplant')), option(4, `id=${p('CoAP query', 'coapqueryplant')}`)));
  capture.udp(server, client, 5683, 7000, join([0x60, 0x45, 0, 7, 0xff], p('CoAP payload', 'coappayloadplant')));
}
