/**
 * Zeek logs as JSON lines (`LogAscii::use_json=T`, or one file of all with `_path`): conn, dhcp, dns, http, ssl, ssh, snmp, software.
 * Never read: user names, URIs, hosts and bodies of requests, DNS questions and answers, SNMP communities.
 */
import { parseIp, parseMac } from '@wardkeep/model';
import { namesPerson } from './person.ts';
import { insideTls, productOf, protocolOf, sshProductOf } from './hosts.ts';
import { asPort, asTransport, commonName, LogReader, type LogRecord, logTime } from './log.ts';
import { asArray, asObject, asText, type Json } from './reading.ts';

export const ZEEK_LOGS = ['conn', 'dhcp', 'dns', 'http', 'ssl', 'ssh', 'snmp', 'software'] as const;
export type ZeekLog = (typeof ZEEK_LOGS)[number];

/** States in which the responder sent something (Zeek, base/protocols/conn, conn_state). */
const ANSWERED: ReadonlySet<string> = new Set(['S1', 'S2', 'S3', 'SF', 'RSTO', 'RSTR', 'RSTRH', 'SHR']);

/** Which log a record is of: `_path`, else the fields that only it has. Null for other logs. */
export function zeekLogOf(record: LogRecord): ZeekLog | null {
  const path = asText(record['_path'] ?? record['_log'], 40);
  if (path !== null) return (ZEEK_LOGS as readonly string[]).includes(path) ? path as ZeekLog : null;
  if ('software_type' in record && 'host' in record) return 'software';
  if ('msg_types' in record || 'mac' in record && 'uids' in record) return 'dhcp';
  if (!('id.orig_h' in record) && asObject(record['id']) === null) return null;
  if ('conn_state' in record) return 'conn';
  if ('get_requests' in record || 'get_bulk_requests' in record) return 'snmp';
  if ('auth_attempts' in record || 'kex_alg' in record || 'host_key_alg' in record) return 'ssh';
  if ('established' in record && ('resumed' in record || 'cipher' in record || 'server_name' in record)) return 'ssl';
  if ('trans_depth' in record && 'method' in record && !('helo' in record)) return 'http';
  return 'trans_id' in record && ('query' in record || 'qtype' in record || 'rcode' in record) ? 'dns' : null;
}

export class ZeekReader extends LogReader {
  protected readonly format = 'Zeek JSON logs';
  /** MAC → addresses seen with it, and the reverse: only where both have one partner is the MAC the host's own and not a router's. */
  private readonly ipsOfMac = new Map<string, Set<string>>();
  private readonly macsOfIp = new Map<string, Set<string>>();

  protected read(record: LogRecord): boolean {
    const log = zeekLogOf(record);
    if (log === null) return false;
    this.time = logTime(record['ts']);
    if (log === 'dhcp') this.dhcp(record);
    else if (log === 'software') this.software(record);
    else this.conversation(log, record);
    return true;
  }

  private conversation(log: Exclude<ZeekLog, 'dhcp' | 'software'>, record: LogRecord): void {
    const { line, time } = this, id = asObject(record['id']) ?? {}, field = (name: string): Json => record[`id.${name}`] ?? id[name];
    const clientIp = asText(field('orig_h'), 64), serverIp = asText(field('resp_h'), 64), port = asPort(field('resp_p'));
    const client = this.host(clientIp, record['local_orig']), transport = asTransport(record['proto']) ?? 'tcp';
    client?.seen(time);
    if (log === 'conn') { this.layer2(clientIp, record['orig_l2_addr']); this.layer2(serverIp, record['resp_l2_addr']); }
    if (port === null || serverIp === null) return;
    const answered = log === 'conn' ? ANSWERED.has(asText(record['conn_state'], 8) ?? '') : answeredBy(log, record);
    const server = answered ? this.host(serverIp, record['local_resp']) : null;
    if (answered) server?.seen(time);
    const state = answered ? 'answered' as const : 'addressed' as const;
    const use = (protocol: Parameters<NonNullable<typeof client>['use']>[0], tls = false): void => { const ip = parseIp(serverIp); if (ip !== null) client?.use(protocol, ip, port, tls, line); };
    switch (log) {
      case 'conn': {
        const names = (asText(record['service'], 80) ?? '').toLowerCase().split(',').filter((name) => name !== ''), tls = names.some((name) => name === 'ssl' || name === 'tls');
        const protocol = names.map(protocolOf).find((name) => name !== 'unknown') ?? (tls ? insideTls(port).protocol : 'unknown');
        if (names.length === 0) break;
        server?.serve(transport, port, { protocol, state, confidence: tls ? insideTls(port).confidence : 90, ...(tls ? { tls: {} } : {}) }, line);
        use(protocol, tls);
        break;
      }
      case 'dns': server?.serve(transport, port, { protocol: 'dns', state }, line); use('dns'); break;
      case 'http': {
        server?.serve('tcp', port, { protocol: 'http', state }, line);
        use('http');
        const agent = productOf(asText(record['user_agent']));
        if (agent !== null) client?.claim('software', agent.version, 'http.user-agent', 'medium', 70, line, time, agent.name);
        break;
      }
      case 'ssl': {
        const subject = asText(record['subject']), inside = insideTls(port);
        const certificate = subject === null || namesPerson(subject) ? null : { subject, names: commonName(subject), notAfter: null };
        server?.serve('tcp', port, { ...inside, state, tls: { version: tlsVersion(asText(record['version'], 20)), sni: asText(record['server_name']), ...(certificate === null ? {} : { certificate }) } }, line);
        use(inside.protocol, true);
        break;
      }
      case 'ssh': {
        const ours = sshProductOf(asText(record['client'])), theirs = sshProductOf(asText(record['server']));
        server?.serve('tcp', port, { protocol: 'ssh', state, application: theirs === null ? null : `${theirs.name} ${theirs.version}` }, line);
        use('ssh');
        if (theirs !== null) server?.claim('software', theirs.version, 'ssh.banner', 'medium', 85, line, time, theirs.name);
        if (ours !== null) client?.claim('software', ours.version, 'ssh.banner', 'medium', 85, line, time, ours.name);
        break;
      }
      case 'snmp': {
        const description = asText(record['display_string']);
        server?.serve('udp', port, { protocol: 'snmp', state, attributes: description === null || namesPerson(description) ? {} : { sysDescr: description } }, line);
        use('snmp');
        break;
      }
    }
  }

  private layer2(ipText: string | null, macText: Json): void {
    const mac = parseMac(asText(macText, 32) ?? ''), ip = parseIp(ipText ?? '');
    if (mac === null || ip === null) return;
    // Two partners already decide; more need not be kept.
    for (const [map, key, value] of [[this.ipsOfMac, mac, ip], [this.macsOfIp, ip, mac]] as const) {
      const set = map.get(key) ?? new Set<string>();
      if (set.size < 2) set.add(value);
      map.set(key, set);
    }
  }

  private dhcp(record: LogRecord): void {
    const { line, time } = this, ip = asText(record['assigned_addr'], 64) ?? asText(record['client_addr'], 64) ?? asText(record['requested_addr'], 64);
    const client = this.table.bind(asText(record['mac'], 32), ip);
    client?.seen(time);
    client?.claim('hostname', asText(record['host_name'])?.toLowerCase() ?? null, 'dhcp.hostname', 'medium', 75, line, time);
    client?.claim('hostname', asText(record['client_fqdn'])?.toLowerCase().replace(/\.$/, '') ?? null, 'dhcp.fqdn', 'medium', 75, line, time);
    const server = this.host(asText(record['server_addr'], 64));
    if (server === null) return;
    server.seen(time);
    server.serve('udp', 67, { protocol: 'dhcp', state: asArray(record['msg_types']).some((type) => type === 'OFFER' || type === 'ACK') ? 'answered' : 'addressed' }, line);
    client?.use('dhcp', server.witness.ips[0]!, 67, false, line);
  }

  private software(record: LogRecord): void {
    const host = this.host(asText(record['host'], 64), true), name = asText(record['name'], 80);
    if (host === null || name === null) return;
    host.seen(this.time);
    const parts = ['version.major', 'version.minor', 'version.minor2', 'version.minor3'].map((key) => record[key]).filter((part) => typeof part === 'number');
    const version = parts.length > 0 ? parts.join('.') : productOf(asText(record['unparsed_version']))?.version ?? null, type = asText(record['software_type'], 40) ?? '';
    if (type.startsWith('OS::')) host.claim('os', version === null ? name : `${name} ${version}`, 'zeek.software', 'medium', 70, this.line, this.time);
    else if (!type.endsWith('BROWSER')) host.claim('software', version, 'zeek.software', 'medium', 75, this.line, this.time, name);
  }

  protected override finish(): void {
    for (const [mac, ips] of this.ipsOfMac) {
      const [ip] = ips;
      if (ips.size !== 1 || this.macsOfIp.get(ip!)!.size !== 1) continue;
      const host = this.host(ip!);
      if (host !== null && host.witness.count > 0 && host.witness.macs.length === 0) host.witness.macs.push(mac);
    }
  }
}

/** Did the server say something, by the log's own fields? */
function answeredBy(log: 'dns' | 'http' | 'ssl' | 'ssh' | 'snmp', record: LogRecord): boolean {
  switch (log) {
    case 'dns': return record['rcode'] !== undefined && record['rcode'] !== null;
    case 'http': return typeof record['status_code'] === 'number';
    case 'ssl': return record['established'] === true || typeof record['cipher'] === 'string';
    case 'ssh': return typeof record['server'] === 'string';
    case 'snmp': return Number(record['get_responses']) > 0 || typeof record['display_string'] === 'string';
  }
}

/** `TLSv12` → `1.2`. */
function tlsVersion(text: string | null): string | null {
  const match = /^(?:TLSv?|DTLSv?)(\d)\.?(\d)$/i.exec(text ?? '');
  return match ? `${match[1]}.${match[2]}` : text;
}
