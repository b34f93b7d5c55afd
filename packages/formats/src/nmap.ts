/**
 * nmap XML output (`nmap -oX`, nmap.dtd 1.05): hosts that are up, their addresses, names, open ports with product and version, operating system.
 * Script output, extra information and traces are stepped over: they may hold names, shares and pages.
 */
import type { Component, Role, SeeWarning, Transport } from '@wardkeep/model';
import { tidy } from './fold.ts';
import { type Host, HostTable, protocolOf } from './hosts.ts';
import { Refusal } from './refusal.ts';
import { type Reading, type ReadOptions, warning } from './reading.ts';
import { XmlReader } from './xml.ts';

/** nmap's device types (nmap-os-db, `type` of osclass) that are one of our roles. */
const ROLES: Readonly<Record<string, Role>> = {
  printer: 'printer', 'print server': 'printer', router: 'router', 'broadband router': 'router', switch: 'switch', firewall: 'firewall', WAP: 'wireless-ap', webcam: 'camera', 'VoIP phone': 'phone', 'VoIP adapter': 'phone',
  'power-device': 'ups', 'storage-misc': 'file-server', phone: 'mobile', 'PDA': 'mobile',
};

interface Found { up: boolean; line: number; time: number | null; ips: string[]; macs: string[]; macVendor: string | null; names: string[]; ports: Port[]; os: OsMatch | null }
interface Port { readonly transport: Transport; readonly port: number; open: boolean; service: Readonly<Record<string, string>> | null; readonly cpes: string[]; readonly line: number }
interface OsMatch { readonly name: string; readonly accuracy: number; type: string | null; readonly line: number }

export function readNmap(text: string, options: ReadOptions): Reading {
  const table = new HostTable(options.source, options.isPersonal), components: Component[] = [], warnings: SeeWarning[] = [];
  let version: string | null = null, root: string | null = null, down = 0;
  let host: Found | null = null, port: Port | null = null, os: OsMatch | null = null, inCpe = false, cpe = '';
  const reader = new XmlReader('nmap document', {
    open(name, attributes, line) {
      if (root === null) {
        root = name;
        if (name !== 'nmaprun') throw new Refusal('scan-format', `The XML starts with <${name.slice(0, 40)}>; expected <nmaprun>, as nmap -oX writes.`);
        version = tidy(attributes['version'] ?? '', 20);
      } else if (name === 'host') host = { up: false, line, time: seconds(attributes['starttime'] ?? attributes['endtime']), ips: [], macs: [], macVendor: null, names: [], ports: [], os: null };
      if (host === null) return;
      if (name === 'status') host.up = attributes['state'] === 'up';
      else if (name === 'address') {
        if (attributes['addrtype'] === 'mac') { host.macs.push(attributes['addr'] ?? ''); host.macVendor = attributes['vendor'] ?? null; } else host.ips.push(attributes['addr'] ?? '');
      } else if (name === 'hostname') host.names.push(attributes['name'] ?? '');
      else if (name === 'port') {
        const transport = attributes['protocol'], number = Number(attributes['portid']);
        port = transport === 'tcp' || transport === 'udp' ? { transport, port: number, open: false, service: null, cpes: [], line } : null;
        if (port !== null && Number.isInteger(number) && number >= 0 && number < 65_536) host.ports.push(port);
      } else if (name === 'state' && port !== null) port.open = attributes['state'] === 'open';
      else if (name === 'service' && port !== null) port.service = attributes;
      else if (name === 'cpe') { inCpe = true; cpe = ''; }
      else if (name === 'osmatch') {
        os = { name: attributes['name'] ?? '', accuracy: Number(attributes['accuracy']) || 0, type: null, line };
        if (host.os === null || os.accuracy > host.os.accuracy) host.os = os;
      } else if (name === 'osclass' && os !== null) os.type ??= attributes['type'] ?? null;
    },
    text(piece) { if (inCpe && cpe.length < 512) cpe += piece; },
    close(name) {
      if (name === 'cpe') { inCpe = false; if (port !== null) port.cpes.push(cpe.trim()); }
      else if (name === 'port') port = null;
      else if (name === 'osmatch') os = null;
      else if (name === 'host' && host !== null) {
        if (host.up) addHost(table, host, components);
        else down++;
        host = null;
      }
    },
  });
  try {
    reader.push(text);
    reader.end();
  } catch (error) {
    // A scan that was stopped has no end: what it found is still true.
    if (!(error instanceof Refusal) || error.code !== 'xml-broken' || root === null || table.witnesses().length === 0) throw error;
    warnings.push(warning(options.source, 'scan-cut', `The scan ends early; ${table.witnesses().length} hosts before that were read. ${error.message}`, reader.line));
  }
  if (root === null) throw new Refusal('xml-broken', 'The nmap document is empty.');
  if (down > 0) warnings.push(warning(options.source, 'scan-host-down', `${down} hosts did not answer the scan and are no assets.`, null, down));
  return { format: `nmap ${version ?? ''}`.trim(), witnesses: table.witnesses(), components, warnings };
}

function addHost(table: HostTable, found: Found, components: Component[]): void {
  const host = table.bind(found.macs[0] ?? null, found.ips[0] ?? null);
  if (host === null) return;
  for (const ip of found.ips.slice(1)) if (found.macs.length > 0) table.bind(found.macs[0]!, ip);
  host.seen(found.time);
  // The maker of the network module: weak, never alone.
  host.claim('vendor', found.macVendor, 'nmap.mac-vendor', 'weak', 40, found.line, found.time);
  for (const name of found.names) host.claim('hostname', name.toLowerCase(), 'nmap.hostname', 'medium', 75, found.line, found.time);
  for (const port of found.ports) if (port.open) addPort(host, port, found.time, components);
  if (found.os === null) return;
  const { name, accuracy, type, line } = found.os;
  // nmap's accuracy says how well the fingerprint fits, not how unique it is: at most 70.
  host.claim('os', name, 'nmap.os', 'medium', Math.round(accuracy * 0.7), line, found.time);
  const role = type === null ? undefined : ROLES[type];
  if (role !== undefined) host.claim('role', role, 'nmap.os', 'weak', Math.round(accuracy * 0.6), line, found.time);
}

function addPort(host: Host, { transport, port, service, cpes, line }: Port, time: number | null, components: Component[]): void {
  const probed = service?.['method'] === 'probed', product = probed ? tidy(service['product'] ?? '') : null, version = probed ? tidy(service['version'] ?? '') : null;
  const tls = service?.['tunnel'] === 'ssl' ? { tls: {} } : {};
  host.serve(transport, port, {
    protocol: protocolOf(service?.['name'] ?? null), state: 'answered', ...tls, application: product === null ? null : version === null ? product : `${product} ${version}`,
    // From the port alone (method `table`) it stays below 70.
    confidence: probed ? Math.min(95, 10 * (Number(service['conf']) || 0)) : 50,
    attributes: { ...(product === null ? {} : { product }), ...(version === null ? {} : { version }), ...(cpes.length === 0 ? {} : { cpe: cpes.slice(0, 8) }) },
  }, line);
  if (product === null) return;
  host.claim('software', version, 'nmap.product', 'medium', 80, line, time, product);
  const application = cpes.find((cpe) => cpe.startsWith('cpe:/a:'));
  if (application !== undefined) components.push({ name: product, version, purl: null, cpe: application, supplier: null, bomRef: null, type: 'application' });
  host.claim('hostname', tidy(service?.['hostname'] ?? '')?.toLowerCase() ?? null, 'nmap.service-hostname', 'medium', 70, line, time);
}

/** Seconds since 1970 as microseconds. */
function seconds(text: string | undefined): number | null {
  const value = Number(text);
  return text !== undefined && Number.isFinite(value) && value > 0 ? Math.round(value * 1e6) : null;
}
