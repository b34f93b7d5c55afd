/** Witnesses of all sources become assets: each thing once, each attribute with its evidence. Deterministic in its input up to the order of sources. */
import { ATTRIBUTES, type Attribute, type Claim, type Grouping, type ResolvedAsset, type ResolvedSoftware, type ResolvedUse, type ResolveSource, type ServiceClaim } from '@wardkeep/model';
import { sha256 } from '@wardkeep/wire/digest';
import { unite } from '../notes.ts';
import { type Said, evidence, resolveAttribute, weigh } from './attributes.ts';
import { type Group, groupMembers } from './groups.ts';
import { isPrivate, keyText, type Member, membersOf, shortName } from './keys.ts';
import { dropForwarded, structuralRoles } from './roles.ts';

/** Below this a name is hearsay or a program's default: evidence, but not this thing's name. */
const NAME_FLOOR = 50;

export interface ResolveInput { readonly sources: readonly ResolveSource[]; readonly groupings: readonly Grouping[] }

export function resolve(input: ResolveInput): ResolvedAsset[] {
  const members = input.sources.flatMap((source, index) => membersOf(index, source.kind === 'capture' ? 'capture' : 'document', source.witnesses));
  const groups = groupMembers(members.filter((member) => !member.outside), input.groupings);
  const clients = clientsOf(groups);
  const assets = groups.filter(isThing).map((group) => resolveGroup(group, input.sources, clients));
  return assets.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A group that was heard itself; addresses that others only spoke of are no assets. */
function isThing(group: Group): boolean {
  return group.members.some((member) => member.kind === 'document' || member.value.count > 0);
}

/** How many different things use each address and port: a hub of messages has many. */
function clientsOf(groups: readonly Group[]): Map<string, number> {
  const clients = new Map<string, number>();
  for (const group of groups) {
    const seen = new Set<string>();
    for (const { value } of group.members) for (const use of value.clientOf) seen.add(`${use.server}\n${use.protocol}`);
    for (const key of seen) clients.set(key, (clients.get(key) ?? 0) + 1);
  }
  return clients;
}

function resolveGroup(group: Group, sources: readonly ResolveSource[], clients: ReadonlyMap<string, number>): ResolvedAsset {
  const said = new Map<Attribute, Said[]>();
  const add = (claim: Claim, source: number) => {
    const list = said.get(claim.attribute), one: Said = { claim, source, dropped: null };
    if (list) list.push(one); else said.set(claim.attribute, [one]);
  };
  for (const member of group.members) for (const claim of member.value.claims) add(claim, member.source);
  const services = mergeServices(group.members), uses = mergeUses(group.members);
  const ips = unique(group.members.flatMap((member) => member.value.ips)).sort(compareIp);
  for (const member of group.members) for (const claim of zoneClaims(member)) add(claim, member.source);
  for (const { claim, source } of structuralRoles(services, uses, ips, clients, group.members)) add(claim, source);
  dropHopVendors(group, said);
  dropForwarded(said, services);
  const attributes = ATTRIBUTES.filter((attribute) => attribute !== 'software' && said.has(attribute)).map((attribute) => resolveAttribute(attribute, said.get(attribute)!, sources));
  const macs = unique(group.members.filter((member) => !member.hop).flatMap((member) => member.value.macs)).sort();
  const hostnames = names(said.get('hostname') ?? []), aeTitles = names(said.get('aeTitle') ?? []);
  const keys = group.keys.map(keyText);
  return {
    id: `a-${sha256(keys[0]!).slice(0, 20)}`, keys, name: hostnames[0] ?? aeTitles[0] ?? documentName(group) ?? ips[0] ?? macs[0] ?? keys[0]!,
    macs, ips, hostnames, aeTitles, attributes, software: resolveSoftware(said.get('software') ?? []), services, uses,
    firstSeen: least(group.members.map((member) => member.value.firstSeen)), lastSeen: most(group.members.map((member) => member.value.lastSeen)),
    members: group.members.map(({ source, witness }) => ({ source, witness })), groupings: group.groupings,
  };
}

/** The module maker of a router's MAC says nothing about the host behind it. */
function dropHopVendors(group: Group, said: ReadonlyMap<Attribute, Said[]>): void {
  if (!group.members.some((member) => member.hop)) return;
  const hops = new Set(group.members.filter((member) => member.hop).flatMap((member) => member.value.claims));
  for (const list of said.values()) for (const one of list) if (one.claim.signal.startsWith('oui.') && hops.has(one.claim)) one.dropped = { code: 'evidence.behind-router', params: {} };
}

/** Without a list, an asset's zone is its VLAN, else its network. */
function zoneClaims(member: Member): Claim[] {
  if (member.value.claims.some((claim) => claim.attribute === 'zone')) return [];
  const ip = member.value.ips.find((address) => isPrivate(address) && !address.includes(':') && !address.startsWith('127.') && !address.startsWith('169.254.'));
  if (ip === undefined) return [];
  const { firstSeen, lastSeen, count } = member.value;
  return [{ attribute: 'zone', value: `${ip.split('.').slice(0, 3).join('.')}.0/24`, of: null, signal: 'ip.network', weight: 'medium', confidence: 70, source: member.source, positions: [], count: Math.max(1, count), firstSeen, lastSeen }];
}

function mergeServices(members: readonly Member[]): ServiceClaim[] {
  const byPort = new Map<string, ServiceClaim>(), rank = { addressed: 0, announced: 1, answered: 2 };
  for (const { source, value } of members) {
    for (const service of value.services) {
      const key = `${service.transport}/${service.port}`, known = byPort.get(key);
      if (!known) { byPort.set(key, { ...service, source, attributes: { ...service.attributes }, tls: service.tls ? { ...service.tls } : null }); continue; }
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

function mergeUses(members: readonly Member[]): ResolvedUse[] {
  const byKey = new Map<string, ResolvedUse & { count: number; encrypted: boolean; attributes: Record<string, string | number | boolean | readonly string[]> }>();
  for (const { source, value } of members) {
    for (const use of value.clientOf) {
      const key = `${use.protocol}\n${use.server}\n${use.port}`, known = byKey.get(key);
      if (!known) { byKey.set(key, { protocol: use.protocol, server: use.server, port: use.port, attributes: { ...use.attributes }, count: use.count, positions: use.positions, source, encrypted: use.tls }); continue; }
      known.count += use.count;
      known.encrypted ||= use.tls;
      unite(known.attributes, use.attributes);
    }
  }
  return [...byKey.values()].sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : compareIp(a.server, b.server) || a.port - b.port));
}

function resolveSoftware(said: readonly Said[]): ResolvedSoftware[] {
  const byName = new Map<string, Said[]>();
  for (const one of said) {
    const name = (one.claim.of ?? '').toLowerCase(), list = byName.get(name);
    if (list) list.push(one); else byName.set(name, [one]);
  }
  return [...byName.values()].map((list) => {
    const versions = weigh(list.filter((one) => one.claim.value !== '')), best = versions[0];
    const confidence = best?.confidence ?? Math.max(...list.map((one) => one.claim.confidence));
    return { name: list[0]!.claim.of ?? '', version: best?.value ?? null, confidence, evidence: list.map(evidence) };
  }).filter((software) => software.name !== '').sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

/** Names by worth, the full form before the short one of the same name. */
function names(said: readonly Said[]): string[] {
  const out: string[] = [];
  for (const candidate of weigh(said)) {
    if (candidate.confidence < NAME_FLOOR) continue;
    const twin = out.findIndex((name) => shortName(name) === shortName(candidate.value));
    if (twin < 0) out.push(candidate.value);
    else if (!out.includes(candidate.value) && candidate.value.length > out[twin]!.length && candidate.value.includes('.')) out.push(candidate.value);
  }
  return out;
}

function documentName(group: Group): string | null {
  const product = group.members.flatMap((member) => (member.kind === 'document' ? member.value.claims : [])).find((claim) => claim.attribute === 'inventoryNumber' || claim.attribute === 'product' || claim.attribute === 'model');
  return product?.value ?? null;
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
const known = (list: readonly (number | null)[]): number[] => list.filter((value) => value !== null);
const least = (list: readonly (number | null)[]): number | null => known(list).reduce<number | null>((a, b) => (a === null || b < a ? b : a), null);
const most = (list: readonly (number | null)[]): number | null => known(list).reduce<number | null>((a, b) => (a === null || b > a ? b : a), null);

/** IPv4 before IPv6, numerically; texts after. */
export function compareIp(a: string, b: string): number {
  const x = a.split('.'), y = b.split('.');
  if (x.length === 4 && y.length === 4) {
    for (let i = 0; i < 4; i++) if (x[i] !== y[i]) return Number(x[i]) - Number(y[i]);
    return 0;
  }
  if (x.length !== y.length) return y.length - x.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
