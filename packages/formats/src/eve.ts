/**
 * Suricata EVE (`eve.json`, Suricata 6 to 8): flow, dhcp, dns, http, tls, ssh, snmp, smb, rdp. Alerts, files, payloads, URLs, user names and
 * SNMP communities are never read. The source of an event is the client, except where Suricata turns a server's message around (dns answers).
 */
import { parseIp, type Protocol } from '@wardkeep/model';
import { insideTls, productOf, protocolOf, sshProductOf } from './hosts.ts';
import { asPort, asTransport, commonName, LogReader, type LogRecord, logTime } from './log.ts';
import { namesPerson } from './person.ts';
import { asObject, asText } from './reading.ts';

const KINDS: ReadonlySet<string> = new Set(['flow', 'dhcp', 'dns', 'http', 'tls', 'ssh', 'snmp', 'smb', 'rdp']);

/** True for an EVE record of any kind. */
export function isEve(record: LogRecord): boolean { return typeof record['event_type'] === 'string' && typeof record['timestamp'] === 'string' && ('src_ip' in record || record['event_type'] === 'stats'); }

export class EveReader extends LogReader {
  protected readonly format = 'Suricata EVE';

  protected read(record: LogRecord): boolean {
    const kind = asText(record['event_type'], 20) ?? '';
    if (!KINDS.has(kind)) return false;
    this.time = logTime(record['timestamp']);
    if (kind === 'dhcp') this.dhcp(record);
    else this.conversation(kind, record);
    return true;
  }

  private conversation(kind: string, record: LogRecord): void {
    const { line, time } = this, details = asObject(record[kind]) ?? {}, turned = kind === 'dns' && (details['type'] === 'answer' || details['type'] === 'response') && asPort(record['src_port']) === 53;
    const [clientIp, serverIp, port] = turned
      ? [asText(record['dest_ip'], 64), asText(record['src_ip'], 64), asPort(record['src_port'])] : [asText(record['src_ip'], 64), asText(record['dest_ip'], 64), asPort(record['dest_port'])];
    const transport = asTransport(record['proto']);
    const client = this.host(clientIp);
    client?.seen(time);
    if (transport === null || port === null || serverIp === null) return;
    const answered = kind === 'flow' ? Number(asObject(record['flow'])?.['pkts_toclient']) > 0 : kind === 'dns' ? details['type'] === 'answer' || details['type'] === 'response' : kind === 'http' ? typeof details['status'] === 'number' : kind === 'ssh' ? asObject(details['server']) !== null : true;
    const server = answered ? this.host(serverIp) : null;
    server?.seen(time);
    const state = answered ? 'answered' as const : 'addressed' as const, tls = kind === 'tls' || kind === 'flow' && record['app_proto'] === 'tls';
    const protocol: Protocol = tls ? insideTls(port).protocol : protocolOf(kind === 'flow' ? asText(record['app_proto'], 40) : kind);
    if (protocol === 'unknown' && !tls) return;
    server?.serve(transport, port, { protocol, state, confidence: tls ? insideTls(port).confidence : 90, ...(tls ? { tls: tlsOf(details) } : {}) }, line);
    const ip = parseIp(serverIp);
    if (ip !== null) client?.use(protocol, ip, port, tls, line);
    if (kind === 'http') {
      const agent = productOf(asText(details['http_user_agent'])), software = productOf(asText(details['server']));
      if (agent !== null) client?.claim('software', agent.version, 'http.user-agent', 'medium', 70, line, time, agent.name);
      if (software !== null) server?.claim('software', software.version, 'http.server', 'medium', 80, line, time, software.name);
    } else if (kind === 'ssh') {
      for (const [host, side] of [[client, 'client'], [server, 'server']] as const) {
        const product = sshProductOf(asText(asObject(details[side])?.['software_version']));
        if (product !== null) host?.claim('software', product.version, 'ssh.banner', 'medium', 85, line, time, product.name);
      }
    } else if (kind === 'smb') {
      const ntlm = asObject(details['ntlmssp']);
      client?.claim('hostname', asText(ntlm?.['host'])?.toLowerCase() ?? null, 'ntlm.host', 'medium', 75, line, time);
    }
  }

  /** `client_mac` is that of BOOTP's chaddr; the addresses of the event are those of the packet. */
  private dhcp(record: LogRecord): void {
    const details = asObject(record['dhcp']) ?? {}, { line, time } = this;
    const client = this.table.bind(asText(details['client_mac'], 32), asText(details['assigned_ip'], 64) ?? asText(details['client_ip'], 64));
    client?.seen(time);
    client?.claim('hostname', asText(details['hostname'])?.toLowerCase() ?? null, 'dhcp.hostname', 'medium', 75, line, time);
    if (details['type'] !== 'reply' || asPort(record['src_port']) !== 67) return;
    const server = this.host(asText(record['src_ip'], 64));
    server?.seen(time);
    server?.serve('udp', 67, { protocol: 'dhcp', state: 'answered' }, line);
  }
}

function tlsOf(details: LogRecord): { version: string | null; sni: string | null; certificate: { subject: string; names: string[]; notAfter: string | null } | null } {
  const subject = asText(details['subject']), notAfter = asText(details['notafter'], 40);
  return {
    version: asText(details['version'], 20)?.replace(/^TLS\s*/i, '') ?? null, sni: asText(details['sni']),
    certificate: subject === null || namesPerson(subject) ? null : { subject, names: commonName(subject), notAfter: notAfter !== null && /^\d{4}-\d\d-\d\dT[\d:.]+Z?$/.test(notAfter) ? notAfter.replace(/Z?$/, 'Z') : null },
  };
}
