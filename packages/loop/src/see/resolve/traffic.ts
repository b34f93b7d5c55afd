/** What an asset serves and uses, out of what its addresses do, and what its neighbours know about it. */
import type { Protocol, ResolvedUse, ServiceClaim } from '@wardkeep/model';
import { unite } from '../notes.ts';
import type { Group } from './groups.ts';
import type { Part } from './index.ts';
import { compareIp } from './keys.ts';

export interface Neighbours {
  /** How many different things use each `address\nprotocol`. */
  readonly clients: ReadonlyMap<string, number>;
  /** Addresses of assets. */
  readonly heard: ReadonlySet<string>;
  /** What is spoken at each `address\nport`, where that is known. */
  readonly spoken: ReadonlyMap<string, Protocol>;
}

type PartsOf = (group: Group) => readonly Part[];

export function clientCounts(groups: readonly Group[], partsOf: PartsOf): Map<string, number> {
  const clients = new Map<string, number>();
  for (const group of groups) {
    const used = new Set<string>();
    for (const { value } of partsOf(group)) for (const use of value.clientOf) used.add(`${use.server}\n${use.protocol}`);
    for (const key of used) clients.set(key, (clients.get(key) ?? 0) + 1);
  }
  return clients;
}

const SPOKEN_CONFIDENCE = 70;

/** Where TCP and UDP speak differently on one port, TCP: what is not understood at once is nearly always a stream. */
export function spokenAt(groups: readonly Group[], partsOf: PartsOf): Map<string, Protocol> {
  const tcp = new Map<string, Protocol>(), udp = new Map<string, Protocol>();
  for (const group of groups) {
    for (const { value } of partsOf(group)) {
      for (const { transport, port, protocol, confidence } of value.services) {
        if (protocol === 'unknown' || confidence < SPOKEN_CONFIDENCE) continue;
        for (const ip of value.ips) (transport === 'tcp' ? tcp : udp).set(`${ip}\n${port}`, protocol);
      }
    }
  }
  return new Map([...udp, ...tcp]);
}

/** `source` is the index of the source, `file` that of the file in it where `positions` are. */
export interface MergedService extends ServiceClaim { readonly file: number }
export interface MergedUse extends ResolvedUse { count: number; encrypted: boolean; attributes: Record<string, string | number | boolean | readonly string[]>; readonly file: number }

export function mergeServices(parts: readonly Part[]): MergedService[] {
  const byPort = new Map<string, MergedService>(), rank = { addressed: 0, announced: 1, answered: 2 };
  for (const { member: { source }, value } of parts) {
    for (const service of value.services) {
      const key = `${service.transport}/${service.port}`, known = byPort.get(key);
      if (!known) { byPort.set(key, { ...service, source, file: service.source, attributes: { ...service.attributes }, tls: service.tls ? { ...service.tls } : null }); continue; }
      const better = service.confidence > known.confidence || known.protocol === 'unknown';
      if (better) { known.protocol = service.protocol; known.confidence = service.confidence; }
      if (rank[service.state] > rank[known.state]) known.state = service.state;
      known.application ??= service.application;
      known.count += service.count;
      unite(known.attributes, service.attributes);
      if (service.tls) known.tls = { version: known.tls?.version ?? service.tls.version, sni: known.tls?.sni ?? service.tls.sni, certificate: known.tls?.certificate ?? service.tls.certificate };
    }
  }
  return [...byPort.values()].sort((a, b) => (a.transport < b.transport ? -1 : a.transport > b.transport ? 1 : a.port - b.port));
}

/** A directed broadcast where the link layer does not say so: nobody answers there, so nobody is used. */
const isBroadcast = (ip: string, heard: ReadonlySet<string>): boolean => ip.endsWith('.255') && !heard.has(ip);

export function mergeUses(parts: readonly Part[], { heard, spoken }: Neighbours): MergedUse[] {
  const byKey = new Map<string, MergedUse>();
  for (const { member: { source }, value } of parts) {
    for (const use of value.clientOf) {
      if (isBroadcast(use.server, heard)) continue;
      // Others spoke with that port and were understood: this conversation was cut short or began before the capture.
      const protocol = use.protocol === 'unknown' ? spoken.get(`${use.server}\n${use.port}`) ?? 'unknown' : use.protocol;
      const key = `${protocol}\n${use.server}\n${use.port}`, known = byKey.get(key);
      if (!known) { byKey.set(key, { protocol, server: use.server, port: use.port, attributes: { ...use.attributes }, count: use.count, positions: use.positions, source, file: use.source, encrypted: use.tls }); continue; }
      known.count += use.count;
      known.encrypted ||= use.tls;
      unite(known.attributes, use.attributes);
    }
  }
  return [...byKey.values()].sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : compareIp(a.server, b.server) || a.port - b.port));
}
