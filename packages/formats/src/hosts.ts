/**
 * The hosts that a scan or a log speaks of: one witness an address, claims, services and uses counted where they repeat. Memory is bounded by
 * the number of hosts, not by the length of the log.
 */
import { type Attribute, type Claim, type ClientClaim, type Protocol, PROTOCOLS, parseIp, parseMac, type ServiceClaim, type ServiceState, type Transport, type Weight, type Witness } from '@wardkeep/model';
import { tidy } from './fold.ts';
import { namesPerson, type PersonFilter } from './person.ts';
import { emptyWitness, POSITIONS } from './reading.ts';

/** Limits per host: a scanner talks to everyone, a proxy shows every browser. */
const CLAIM_LIMIT = 512, SERVICE_LIMIT = 1024, USE_LIMIT = 4096;

export type Facts = Record<string, string | number | boolean | readonly string[]>;
export interface ServiceFacts { protocol?: Protocol; application?: string | null; state?: ServiceState; tls?: Partial<NonNullable<ServiceClaim['tls']>>; attributes?: Facts; confidence?: number }

export class Host {
  readonly witness: Witness;
  private readonly isPersonal: PersonFilter;
  private readonly claims = new Map<string, Claim>();
  private readonly services = new Map<string, ServiceClaim>();
  private readonly uses = new Map<string, ClientClaim>();

  constructor(source: number, isPersonal: PersonFilter) {
    this.witness = emptyWitness(source);
    this.isPersonal = isPersonal;
  }

  /** A line of the log that the host itself caused, at `time` (µs since 1970, null when unknown). */
  seen(time: number | null): void {
    const { witness } = this;
    witness.count++;
    if (time === null) return;
    if (witness.firstSeen === null || time < witness.firstSeen) witness.firstSeen = time;
    if (witness.lastSeen === null || time > witness.lastSeen) witness.lastSeen = time;
  }

  claim(attribute: Attribute, text: string | null, signal: string, weight: Weight, confidence: number, line: number, time: number | null = null, of: string | null = null): void {
    const value = text === null ? null : tidy(text);
    if (value === null && attribute !== 'software' || of !== null && namesPerson(of)) return;
    if (attribute === 'hostname' && (value === null || this.isPersonal(value) || namesPerson(value))) return;
    const key = `${attribute}\0${value ?? ''}\0${of ?? ''}\0${signal}`, known = this.claims.get(key);
    if (known === undefined) {
      if (this.claims.size >= CLAIM_LIMIT) return;
      const claim: Claim = { attribute, value: value ?? '', of, signal, weight, confidence, source: this.witness.source, positions: [line], count: 1, firstSeen: time, lastSeen: time };
      this.claims.set(key, claim);
      this.witness.claims.push(claim);
      return;
    }
    known.count++;
    if (known.positions.length < POSITIONS && known.positions.at(-1) !== line) known.positions.push(line);
    if (time === null) return;
    if (known.firstSeen === null || time < known.firstSeen) known.firstSeen = time;
    if (known.lastSeen === null || time > known.lastSeen) known.lastSeen = time;
  }

  serve(transport: Transport, port: number, facts: ServiceFacts, line: number): void {
    const key = `${transport}/${port}`;
    let service = this.services.get(key);
    if (service === undefined) {
      if (this.services.size >= SERVICE_LIMIT) return;
      service = { transport, port, protocol: 'unknown', application: null, state: 'addressed', tls: null, attributes: {}, confidence: 0, positions: [], source: this.witness.source, count: 0 };
      this.services.set(key, service);
      this.witness.services.push(service);
    }
    service.count++;
    if (service.positions.length < POSITIONS && service.positions.at(-1) !== line) service.positions.push(line);
    if (facts.protocol !== undefined && (facts.confidence ?? 90) > service.confidence) { service.protocol = facts.protocol; service.confidence = facts.confidence ?? 90; }
    service.application ??= facts.application ?? null;
    if (facts.state === 'answered') service.state = 'answered';
    if (facts.tls) service.tls = { ...(service.tls ?? { version: null, sni: null, certificate: null }), ...facts.tls };
    if (facts.attributes) Object.assign(service.attributes, facts.attributes);
  }

  use(protocol: Protocol, server: string, port: number, tls: boolean, line: number): void {
    const key = `${protocol}\0${server}\0${port}`, known = this.uses.get(key);
    if (known !== undefined) {
      known.count++;
      if (known.positions.length < POSITIONS && known.positions.at(-1) !== line) known.positions.push(line);
      return;
    }
    if (this.uses.size >= USE_LIMIT) return;
    const use: ClientClaim = { protocol, server, port, attributes: {}, positions: [line], source: this.witness.source, count: 1, tls };
    this.uses.set(key, use);
    this.witness.clientOf.push(use);
  }
}

export class HostTable {
  private readonly byIp = new Map<string, Host>();
  private readonly byMac = new Map<string, Host>();
  private readonly all: Host[] = [];
  readonly source: number;
  private readonly isPersonal: PersonFilter;

  constructor(source: number, isPersonal: PersonFilter) {
    this.source = source;
    this.isPersonal = isPersonal;
  }

  make(): Host {
    const host = new Host(this.source, this.isPersonal);
    host.witness.count = 0;
    this.all.push(host);
    return host;
  }

  /** The host at an address; null when the text is no address, or is one of a group (broadcast, multicast) or of nobody (0.0.0.0). */
  at(text: string | null): Host | null {
    const ip = text === null ? null : parseIp(text);
    if (ip === null || !isHostAddress(ip)) return null;
    let host = this.byIp.get(ip);
    if (host === undefined) {
      host = this.make();
      host.witness.ips.push(ip);
      this.byIp.set(ip, host);
    }
    return host;
  }

  /** The host of a MAC and, where given, its address: DHCP ties the two. A host that moved keeps each address it had. */
  bind(macText: string | null, ipText: string | null): Host | null {
    const mac = macText === null ? null : parseMac(macText), ip = ipText === null ? null : parseIp(ipText);
    if (mac === null || /^(?:00:){5}00$|^ff:/.test(mac)) return this.at(ipText);
    let host = this.byMac.get(mac);
    const atIp = ip === null || !isHostAddress(ip) ? undefined : this.byIp.get(ip);
    // An address that was seen before its lease belongs to this MAC unless another MAC had it.
    if (host === undefined) host = atIp !== undefined && atIp.witness.macs.length === 0 ? atIp : this.make();
    if (host.witness.macs.length === 0) { host.witness.macs.push(mac); this.byMac.set(mac, host); }
    host.witness.bound = true;
    if (ip !== null && isHostAddress(ip) && !host.witness.ips.includes(ip)) host.witness.ips.push(ip);
    if (ip !== null && isHostAddress(ip) && (atIp === undefined || atIp === host)) this.byIp.set(ip, host);
    return host;
  }

  /** Witnesses of hosts that did or answered something, in the order in which they were first named. */
  witnesses(): Witness[] { return this.all.map((host) => host.witness).filter((witness) => witness.count > 0); }
}

/** False for unspecified, loopback, multicast and broadcast addresses. */
export function isHostAddress(ip: string): boolean {
  if (ip.includes(':')) return !/^(?:::1?|ff[0-9a-f]{2}:.*)$/.test(ip);
  const first = Number(ip.slice(0, ip.indexOf('.')));
  return first !== 0 && first !== 127 && first < 224 && !ip.endsWith('.255');
}

/** Addresses of a site's own: RFC 1918, RFC 6598, link-local, RFC 4193. Of others a log tells who was visited, not what is connected here. */
export function isPrivateAddress(ip: string): boolean {
  return /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|169\.254\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:)/.test(ip);
}

const PROTOCOL_SET: ReadonlySet<string> = new Set(PROTOCOLS);
/** Names of services as nmap, Zeek and Suricata write them, in ours. Encryption is told beside the protocol. */
const SERVICE_NAMES: Readonly<Record<string, Protocol>> = {
  'http-alt': 'http', 'http-proxy': 'http', 'http-mgmt': 'http', https: 'http', 'https-alt': 'http', http2: 'http', www: 'http', domain: 'dns', netbios_ns: 'nbns', 'netbios-ns': 'nbns', 'netbios-dgm': 'nbdgm',
  'microsoft-ds': 'smb', 'netbios-ssn': 'smb', gssapi: 'smb', ntlm: 'smb', 'ms-wbt-server': 'rdp', 'ssl/ms-wbt-server': 'rdp', rdpeudp: 'rdp', 'ms-sql-s': 'tds', 'ms-sql': 'tds', ldaps: 'ldap', ldap_tcp: 'ldap', ldap_udp: 'ldap', 'kerberos-sec': 'kerberos', krb: 'kerberos', krb_tcp: 'kerberos', krb5: 'kerberos',
  msrpc: 'dcerpc', dce_rpc: 'dcerpc', 'ftp-data': 'ftp', smtps: 'smtp', submission: 'smtp', imaps: 'imap', pop3s: 'pop3', 'iso-tsap': 's7', s7comm: 's7', 's7comm-plus': 's7', 'secure-mqtt': 'mqtt', upnp: 'ssdp', wsdd: 'ws-discovery', dhcps: 'dhcp', dhcpc: 'dhcp',
  enip_tcp: 'enip', enip_udp: 'enip', enip: 'enip', 'ethernetip-1': 'enip', 'ethernetip-2': 'enip', modbus_tcp: 'modbus', 'acr-nema': 'dicom', dicom: 'dicom', 'hl7-mllp': 'hl7', hl7: 'hl7', bacnet: 'bacnet', bacnet_udp: 'bacnet', 'opcua-tcp': 'opcua', 'opcua-binary': 'opcua', opcua_binary: 'opcua', rfb: 'vnc', 'vnc-http': 'http', ssl: 'unknown', tls: 'unknown', postgresql: 'postgresql',
};

/** Our protocol for another tool's service name; `unknown` when it has none. */
export function protocolOf(name: string | null): Protocol {
  if (name === null) return 'unknown';
  const plain = name.toLowerCase();
  return SERVICE_NAMES[plain] ?? (PROTOCOL_SET.has(plain) && plain !== 'tls' ? plain as Protocol : 'unknown');
}

/** What usually runs inside TLS on a port (IANA): a guess from the port alone, so below 70. */
const INSIDE_TLS: Readonly<Record<number, Protocol>> = { 443: 'http', 8443: 'http', 2762: 'dicom', 8883: 'mqtt', 636: 'ldap', 993: 'imap', 995: 'pop3', 465: 'smtp', 5061: 'sip', 6514: 'syslog' };

export function insideTls(port: number): { protocol: Protocol; confidence: number } { return { protocol: INSIDE_TLS[port] ?? 'unknown', confidence: INSIDE_TLS[port] === undefined ? 50 : 60 }; }

/** `Apache/2.4.41 (Ubuntu)` → Apache, 2.4.41. Browsers are not taken apart: `Mozilla/5.0` says nothing. */
export function productOf(text: string | null): { name: string; version: string } | null {
  const match = /^([A-Za-z][A-Za-z0-9 ._-]{1,60})\/v?(\d[A-Za-z0-9.+_-]{0,40})(?:[\s;,(]|$)/.exec(text ?? '');
  return match === null || /^(?:mozilla|opera)$/i.test(match[1]!) ? null : { name: match[1]!.trim(), version: match[2]! };
}

/** `SSH-2.0-OpenSSH_8.2p1 Ubuntu-4` (RFC 4253, 4.2) → OpenSSH, 8.2p1. */
export function sshProductOf(text: string | null): { name: string; version: string } | null {
  const match = /^([A-Za-z][A-Za-z0-9.]{1,40})[_-](?:Release_|v)?(\d[A-Za-z0-9.]{0,40})(?:[\s_-]|$)/.exec((text ?? '').replace(/^SSH-[\d.]{1,5}-/, ''));
  return match === null ? null : { name: match[1]!, version: match[2]! };
}
