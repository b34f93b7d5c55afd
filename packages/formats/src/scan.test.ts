import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EveReader } from './eve.ts';
import type { LogReader } from './log.ts';
import { logTime } from './log.ts';
import { readNmap } from './nmap.ts';
import type { Reading } from './reading.ts';
import { Refusal } from './refusal.ts';
import { ZeekReader } from './zeek.ts';

const options = { source: 0, isPersonal: (name: string) => name.startsWith('marias') };
const at = (reading: Reading, ip: string) => reading.witnesses.find((witness) => witness.ips.includes(ip));
const claims = (reading: Reading, ip: string) => at(reading, ip)?.claims.map((claim) => [claim.attribute, claim.of, claim.value, claim.signal, claim.confidence]);
const log = (reader: LogReader, ...records: object[]): Reading => { for (const record of records) reader.push(JSON.stringify(record)); return reader.end(); };

const NMAP = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nmaprun>
<nmaprun scanner="nmap" version="7.94" xmloutputversion="1.05">
<host starttime="1790000000"><status state="up" reason="arp-response"/><address addr="10.0.0.5" addrtype="ipv4"/><address addr="02:00:00:00:00:05" addrtype="mac" vendor="Acme Networks"/>
<hostnames><hostname name="PACS01.example" type="PTR"/><hostname name="marias-iphone" type="PTR"/></hostnames>
<ports><port protocol="tcp" portid="104"><state state="open"/><service name="acr-nema" method="table" conf="3"/></port>
<port protocol="tcp" portid="443"><state state="open"/><service name="https" product="nginx" version="1.18.0" tunnel="ssl" method="probed" conf="10"><cpe>cpe:/a:igor_sysoev:nginx:1.18.0</cpe></service><script id="http-title" output="Patient: Jane Doe"/></port>
<port protocol="tcp" portid="22"><state state="closed"/><service name="ssh" method="table" conf="3"/></port></ports>
<os><osmatch name="Linux 4.15" accuracy="90"><osclass type="general purpose"/></osmatch><osmatch name="HP printer" accuracy="96"><osclass type="printer"/><osclass type="router"/></osmatch></os></host>
<host><status state="down"/><address addr="10.0.0.9" addrtype="ipv4"/></host>
</nmaprun>`;

describe('nmap', () => {
  test('a host with ports, product and system', () => {
    const reading = readNmap(NMAP, options), host = at(reading, '10.0.0.5')!;
    expect([reading.format, reading.witnesses.length, host.macs, host.bound, host.firstSeen]).toEqual(['nmap 7.94', 1, ['02:00:00:00:00:05'], true, 1_790_000_000_000_000]);
    expect(claims(reading, '10.0.0.5')).toEqual([
      ['vendor', null, 'Acme Networks', 'nmap.mac-vendor', 40], ['hostname', null, 'pacs01.example', 'nmap.hostname', 75], ['software', 'nginx', '1.18.0', 'nmap.product', 80],
      ['os', null, 'HP printer', 'nmap.os', 67], ['role', null, 'printer', 'nmap.os', 58],
    ]);
    expect(host.claims[1]!.positions).toEqual([4]);
    expect(host.services.map(({ port, protocol, confidence, state, tls, application }) => [port, protocol, confidence, state, tls !== null, application])).toEqual([[104, 'dicom', 50, 'answered', false, null], [443, 'http', 95, 'answered', true, 'nginx 1.18.0']]);
    expect(reading.components).toEqual([{ name: 'nginx', version: '1.18.0', purl: null, cpe: 'cpe:/a:igor_sysoev:nginx:1.18.0', supplier: null, bomRef: null, type: 'application' }]);
    expect(reading.warnings.map((warning) => [warning.code, warning.count])).toEqual([['scan-host-down', 1]]);
    expect(JSON.stringify(reading)).not.toMatch(/Jane|marias/);
  });
  test('a stopped scan gives what it found; a cut head is refused', () => {
    expect(readNmap(NMAP.slice(0, NMAP.indexOf('<host><status state="down"')), options).warnings.map((warning) => warning.code)).toEqual(['scan-cut']);
    for (let length = 0; length < NMAP.length; length += 5) try { readNmap(NMAP.slice(0, length), options); } catch (error) { expect(error).toBeInstanceOf(Refusal); }
    expect(() => readNmap('<html/>', options)).toThrow('The XML starts with <html>; expected <nmaprun>, as nmap -oX writes.');
    expect(() => readNmap('<!DOCTYPE nmaprun [<!ENTITY a "b">]><nmaprun/>', options)).toThrow('DOCTYPE');
  });
});

const ids = (orig: string, resp: string, port: number) => ({ ts: 1_790_000_000.5, uid: 'C1', 'id.orig_h': orig, 'id.orig_p': 50_000, 'id.resp_h': resp, 'id.resp_p': port });

describe('Zeek', () => {
  test('dhcp ties MAC, address and name; persons\' names are left out', () => {
    const reading = log(new ZeekReader(options),
      { ts: 1_790_000_000, uids: ['C'], mac: '02:00:00:00:00:07', host_name: 'PUMP-7', assigned_addr: '10.0.0.7', server_addr: '10.0.0.1', msg_types: ['DISCOVER', 'OFFER', 'REQUEST', 'ACK'] },
      { ts: 1_790_000_001, uids: ['C'], mac: '02:00:00:00:00:08', host_name: 'Marias-iPhone', assigned_addr: '10.0.0.8', msg_types: ['ACK'] });
    expect([at(reading, '10.0.0.7')!.macs, at(reading, '10.0.0.7')!.bound, claims(reading, '10.0.0.7')]).toEqual([['02:00:00:00:00:07'], true, [['hostname', null, 'pump-7', 'dhcp.hostname', 75]]]);
    expect(at(reading, '10.0.0.1')!.services[0]).toMatchObject({ transport: 'udp', port: 67, protocol: 'dhcp', state: 'answered' });
    expect(at(reading, '10.0.0.8')!.claims).toEqual([]);
  });
  test('conversations: answered servers are assets, unanswered, public and group addresses are not', () => {
    const reading = log(new ZeekReader(options),
      { ...ids('10.0.0.2', '10.0.0.3', 80), proto: 'tcp', service: 'http', conn_state: 'SF' }, { ...ids('10.0.0.2', '10.0.0.3', 80), proto: 'tcp', service: 'http', conn_state: 'SF' },
      { ...ids('10.0.0.2', '10.0.0.4', 22), proto: 'tcp', conn_state: 'S0' }, { ...ids('10.0.0.2', '198.51.100.1', 443), proto: 'tcp', service: 'ssl', conn_state: 'SF' }, { ...ids('10.0.0.2', '239.255.255.250', 1900), proto: 'udp', conn_state: 'S0' },
      { ...ids('10.0.0.2', '198.51.100.9', 443), proto: 'tcp', service: 'ssl', conn_state: 'SF', local_resp: true });
    expect(reading.witnesses.map((witness) => witness.ips[0])).toEqual(['10.0.0.2', '10.0.0.3', '198.51.100.9']);
    expect(at(reading, '10.0.0.3')!.services).toMatchObject([{ port: 80, protocol: 'http', state: 'answered', count: 2, positions: [1, 2] }]);
    expect(at(reading, '10.0.0.2')!.clientOf.map((use) => [use.protocol, use.server, use.port, use.tls])).toEqual([['http', '10.0.0.3', 80, false], ['http', '198.51.100.1', 443, true], ['http', '198.51.100.9', 443, true]]);
    expect(at(reading, '198.51.100.9')!.services[0]!.confidence).toBeLessThan(70);
    expect(reading.warnings.map((warning) => warning.code)).toEqual(['log-external']);
  });
  test('a MAC belongs to a host only when it is seen with one address', () => {
    const conn = (orig: string, mac: string) => ({ ...ids(orig, '10.0.0.3', 80), proto: 'tcp', conn_state: 'SF', orig_l2_addr: mac });
    const reading = log(new ZeekReader(options), conn('10.0.0.2', '02:00:00:00:00:02'), conn('10.0.9.1', '02:00:00:00:00:fe'), conn('10.0.9.2', '02:00:00:00:00:fe'));
    expect(['10.0.0.2', '10.0.9.1', '10.0.9.2'].map((ip) => at(reading, ip)!.macs)).toEqual([['02:00:00:00:00:02'], [], []]);
  });
  test('ssl, ssh, http, dns, snmp, software: products and versions, no secrets', () => {
    const reading = log(new ZeekReader(options),
      { ...ids('10.0.0.2', '10.0.0.3', 2762), version: 'TLSv12', cipher: 'X', server_name: 'pacs.example', resumed: false, established: true, subject: 'CN=pacs.example,O=Acme' },
      { ...ids('10.0.0.2', '10.0.0.3', 22), version: 2, auth_attempts: 1, client: 'SSH-2.0-PuTTY_Release_0.78', server: 'SSH-2.0-OpenSSH_8.2p1 Ubuntu-4' },
      { ...ids('10.0.0.2', '10.0.0.3', 80), trans_depth: 1, method: 'GET', host: 'secret.example', uri: '/patients?name=Jane', user_agent: 'Orthanc/1.12.1', username: 'jane', password: 'hunter2', status_code: 200 },
      { ...ids('10.0.0.2', '10.0.0.3', 53), proto: 'udp', trans_id: 1, query: 'janedoe.example', qtype_name: 'A', rcode: 0 },
      { ...ids('10.0.0.2', '10.0.0.3', 161), version: '2c', community: 's3cret', get_requests: 1, get_bulk_requests: 0, get_responses: 1, display_string: 'Acme UPS 3.2' },
      { ts: 1_790_000_000, host: '10.0.0.3', host_p: 80, software_type: 'HTTP::SERVER', name: 'nginx', 'version.major': 1, 'version.minor': 18, 'version.minor2': 0, unparsed_version: 'nginx/1.18.0' },
      { ts: 1_790_000_000, host: '10.0.0.2', software_type: 'OS::WINDOWS', name: 'Windows', 'version.major': 10 });
    expect(claims(reading, '10.0.0.3')).toEqual([['software', 'OpenSSH', '8.2p1', 'ssh.banner', 85], ['software', 'nginx', '1.18.0', 'zeek.software', 75]]);
    expect(claims(reading, '10.0.0.2')).toEqual([['software', 'PuTTY', '0.78', 'ssh.banner', 85], ['software', 'Orthanc', '1.12.1', 'http.user-agent', 70], ['os', null, 'Windows 10', 'zeek.software', 70]]);
    expect(at(reading, '10.0.0.3')!.services.map((service) => [service.port, service.protocol, service.state])).toEqual([[2762, 'dicom', 'answered'], [22, 'ssh', 'answered'], [80, 'http', 'answered'], [53, 'dns', 'answered'], [161, 'snmp', 'answered']]);
    expect(at(reading, '10.0.0.3')!.services[0]!.tls).toEqual({ version: '1.2', sni: 'pacs.example', certificate: { subject: 'CN=pacs.example,O=Acme', names: ['pacs.example'], notAfter: null } });
    expect(at(reading, '10.0.0.3')!.services[4]!.attributes).toEqual({ sysDescr: 'Acme UPS 3.2' });
    expect(JSON.stringify(reading)).not.toMatch(/jane|hunter2|s3cret|secret\.example/i);
  });
  test('nested ids and ISO times, unknown and broken lines', () => {
    const reader = new ZeekReader(options);
    reader.push('{"ts": "2026-09-21T13:46:40.123456Z", "id": {"orig_h": "10.0.0.2", "resp_h": "10.0.0.3", "resp_p": 80}, "proto": "tcp", "conn_state": "SF", "service": "http"}');
    reader.push('{"broken');
    reader.push('{"_path": "weird", "name": "x"}');
    reader.push('[1]');
    const reading = reader.end();
    expect([reader.understood, at(reading, '10.0.0.2')!.firstSeen, reading.warnings.map((warning) => [warning.code, warning.count, warning.frame])]).toEqual([1, Date.UTC(2026, 8, 21, 13, 46, 40) * 1000 + 123_456, [['log-line-broken', 2, 2], ['log-line-unknown', 1, null]]]);
  });
});

describe('Suricata EVE', () => {
  const event = (event_type: string, src_ip: string, dest_ip: string, dest_port: number, more: object) => ({ timestamp: '2026-09-21T15:46:40.000123+0200', event_type, src_ip, src_port: 50_000, dest_ip, dest_port, proto: 'TCP', ...more });
  test('flow, tls, ssh, http, smb, dns answers, dhcp', () => {
    const reading = log(new EveReader(options),
      event('flow', '10.0.0.2', '10.0.0.3', 502, { app_proto: 'modbus', flow: { pkts_toclient: 3 } }), event('flow', '10.0.0.2', '10.0.0.99', 80, { app_proto: 'http', flow: { pkts_toclient: 0 } }),
      event('tls', '10.0.0.2', '10.0.0.3', 443, { tls: { subject: 'CN=web.example', version: 'TLS 1.3', sni: 'web.example', notafter: '2027-01-01T00:00:00' } }),
      event('ssh', '10.0.0.2', '10.0.0.3', 22, { ssh: { client: { software_version: 'PuTTY_0.78' }, server: { software_version: 'OpenSSH_9.6' } } }),
      event('http', '10.0.0.2', '10.0.0.3', 80, { http: { url: '/?name=Jane', http_user_agent: 'curl/8.5.0', server: 'Apache/2.4.41 (Ubuntu)', status: 200 } }),
      event('smb', '10.0.0.2', '10.0.0.3', 445, { smb: { ntlmssp: { host: 'WS-7', user: 'jane' } } }),
      { ...event('dns', '10.0.0.53', '10.0.0.2', 50_000, { dns: { type: 'answer', rrname: 'jane.example' } }), src_port: 53, proto: 'UDP' },
      { ...event('dhcp', '10.0.0.1', '10.0.0.7', 68, { dhcp: { type: 'reply', client_mac: '02:00:00:00:00:07', assigned_ip: '10.0.0.7', hostname: 'PUMP-7' } }), src_port: 67, proto: 'UDP' },
      event('alert', '10.0.0.2', '10.0.0.3', 80, { payload: 'SmFuZQ==' }));
    expect(reading.witnesses.map((witness) => witness.ips[0])).toEqual(['10.0.0.2', '10.0.0.3', '10.0.0.53', '10.0.0.7', '10.0.0.1']);
    expect(at(reading, '10.0.0.3')!.services.map((service) => [service.port, service.protocol])).toEqual([[502, 'modbus'], [443, 'http'], [22, 'ssh'], [80, 'http'], [445, 'smb']]);
    expect(at(reading, '10.0.0.3')!.services[1]!.tls).toEqual({ version: '1.3', sni: 'web.example', certificate: { subject: 'CN=web.example', names: ['web.example'], notAfter: '2027-01-01T00:00:00Z' } });
    expect(claims(reading, '10.0.0.3')).toEqual([['software', 'OpenSSH', '9.6', 'ssh.banner', 85], ['software', 'Apache', '2.4.41', 'http.server', 80]]);
    expect(claims(reading, '10.0.0.2')!.map(([attribute, of, value]) => [attribute, of, value])).toEqual([['software', 'PuTTY', '0.78'], ['software', 'curl', '8.5.0'], ['hostname', null, 'ws-7']]);
    expect([at(reading, '10.0.0.7')!.macs, at(reading, '10.0.0.1')!.services[0]!.protocol]).toEqual([['02:00:00:00:00:07'], 'dhcp']);
    expect(JSON.stringify(reading)).not.toMatch(/jane|SmFuZQ/i);
  });
});

test('times', () => { expect([logTime(1.5), logTime('1970-01-01T00:00:01.000002+0000'), logTime('x'), logTime(null), logTime(Number.NaN)]).toEqual([1_500_000, 1_000_002, null, null, null]); });

test('any record is stepped over without an error, and memory is bounded by hosts', () => {
  const value = fc.oneof(fc.constantFrom<unknown>(null, '', '10.0.0.1', '::1', '02:00:00:00:00:01', 'SF', 'flow', 'dns', 80, -1, 1e99, true, [], {}), fc.string({ maxLength: 5 }));
  const record = fc.dictionary(fc.constantFrom('ts', 'timestamp', '_path', 'event_type', 'id', 'id.orig_h', 'id.resp_h', 'id.resp_p', 'src_ip', 'dest_ip', 'dest_port', 'proto', 'conn_state', 'service', 'mac', 'uids', 'host', 'software_type', 'name', 'dns', 'dhcp', 'tls', 'flow', 'subject', 'cipher'), value);
  fc.assert(fc.property(fc.array(record, { maxLength: 5 }), (records) => { log(new ZeekReader(options), ...records); log(new EveReader(options), ...records); }), { numRuns: 3000 });
  const reader = new ZeekReader(options);
  for (let port = 0; port < 20_000; port++) reader.push(JSON.stringify({ ...ids('10.0.0.2', '10.0.0.3', port), proto: 'tcp', service: 'http', conn_state: 'SF' }));
  const reading = reader.end();
  expect([at(reading, '10.0.0.3')!.services.length, at(reading, '10.0.0.2')!.clientOf.length]).toEqual([1024, 4096]);
});
