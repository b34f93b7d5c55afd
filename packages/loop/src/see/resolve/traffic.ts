/** What an asset serves and uses, out of what its addresses do, and what its neighbours know about it. */
import type { Protocol, ResolvedUse, ServiceClaim, Witness } from '@wardkeep/model';
import { united } from '../notes.ts';
import type { Facts } from '../scene.ts';
import type { Group } from './groups.ts';
import type { Part } from './index.ts';
import { compareIp, type Member } from './keys.ts';

/** What is known of others, as far as anybody asks for it. */
export interface Neighbours {
  /** How many different things use each `address\nprotocol`, for the protocols that have hubs. */
  readonly clients: ReadonlyMap<string, number>;
  /** Addresses of assets that end like a directed broadcast. */
  readonly heard: ReadonlySet<string>;
  /** What is spoken at each `address\nport` where somebody was not understood. */
  readonly spoken: ReadonlyMap<string, Protocol>;
}

/** Where the number of clients tells a hub from a receiver. */
const HUB_PROTOCOLS: ReadonlySet<Protocol> = new Set<Protocol>(['hl7']);
const SPOKEN_CONFIDENCE = 70;

export function neighboursOf(groups: readonly Group[], isThing: (group: Group) => boolean, witnessOf: (member: Member) => Witness): Neighbours {
  const clients = new Map<string, number>(), heard = new Set<string>(), asked = new Set<string>();
  for (const group of groups) {
    const used = new Set<string>();
    for (const member of group.members) {
      for (const { server, protocol, port } of witnessOf(member).clientOf) {
        if (protocol === 'unknown') asked.add(`${server}\n${port}`);
        else if (HUB_PROTOCOLS.has(protocol)) used.add(`${server}\n${protocol}`);
      }
    }
    for (const key of used) clients.set(key, (clients.get(key) ?? 0) + 1);
    if (isThing(group)) for (const { kind, text } of group.keys) if (kind === 'ip' && text.endsWith(BROADCAST)) heard.add(text);
  }
  return { clients, heard, spoken: asked.size === 0 ? new Map() : spokenAt(groups, witnessOf, asked) };
}

/** Where TCP and UDP speak differently on one port, TCP: what is not understood at once is nearly always a stream. */
function spokenAt(groups: readonly Group[], witnessOf: (member: Member) => Witness, asked: ReadonlySet<string>): Map<string, Protocol> {
  const tcp = new Map<string, Protocol>(), udp = new Map<string, Protocol>();
  for (const group of groups) {
    for (const member of group.members) {
      const { ips, services } = witnessOf(member);
      for (const { transport, port, protocol, confidence } of services) {
        if (protocol === 'unknown' || confidence < SPOKEN_CONFIDENCE) continue;
        for (const ip of ips) if (asked.has(`${ip}\n${port}`)) (transport === 'tcp' ? tcp : udp).set(`${ip}\n${port}`, protocol);
      }
    }
  }
  return new Map([...udp, ...tcp]);
}

/** `source` is the index of the source, `file` that of the file in it where `positions` are. */
export interface MergedService extends ServiceClaim { readonly file: number }
export interface MergedUse extends ResolvedUse { count: number; encrypted: boolean; attributes: Facts; readonly file: number }

export function mergeServices(parts: readonly Part[]): MergedService[] {
  const byPort = new Map<string, MergedService>(), rank = { addressed: 0, announced: 1, answered: 2 };
  for (const { member: { source }, value } of parts) {
    for (const service of value.services) {
      const key = `${service.transport}/${service.port}`, known = byPort.get(key);
      if (!known) { byPort.set(key, { ...service, source, file: service.source, tls: service.tls ? { ...service.tls } : null }); continue; }
      const better = service.confidence > known.confidence || known.protocol === 'unknown';
      if (better) { known.protocol = service.protocol; known.confidence = service.confidence; }
      if (rank[service.state] > rank[known.state]) known.state = service.state;
      known.application ??= service.application;
      known.count += service.count;
      known.attributes = united(known.attributes, service.attributes);
      if (service.tls) known.tls = { version: known.tls?.version ?? service.tls.version, sni: known.tls?.sni ?? service.tls.sni, certificate: known.tls?.certificate ?? service.tls.certificate };
    }
  }
  return [...byPort.values()].sort((a, b) => (a.transport < b.transport ? -1 : a.transport > b.transport ? 1 : a.port - b.port));
}

/** A directed broadcast where the link layer does not say so: nobody answers there, so nobody is used. */
const isBroadcast = (ip: string, heard: ReadonlySet<string>): boolean => ip.endsWith(BROADCAST) && !heard.has(ip);
const BROADCAST = '.255';

export function mergeUses(parts: readonly Part[], { heard, spoken }: Neighbours): MergedUse[] {
  const byKey = new Map<string, MergedUse>();
  for (const { member: { source }, value } of parts) {
    for (const use of value.clientOf) {
      if (isBroadcast(use.server, heard)) continue;
      // Others spoke with that port and were understood: this conversation was cut short or began before the capture.
      const protocol = use.protocol === 'unknown' ? spoken.get(`${use.server}\n${use.port}`) ?? 'unknown' : use.protocol;
      const key = `${protocol}\n${use.server}\n${use.port}`, known = byKey.get(key);
      if (!known) { byKey.set(key, { protocol, server: use.server, port: use.port, attributes: use.attributes, count: use.count, positions: use.positions, source, file: use.source, encrypted: use.tls }); continue; }
      known.count += use.count;
      known.encrypted ||= use.tls;
      known.attributes = united(known.attributes, use.attributes);
    }
  }
  return [...byKey.values()].sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : compareIp(a.server, b.server) || a.port - b.port));
}
