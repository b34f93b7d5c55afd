/**
 * Witnesses of all sources become assets: each thing once, each attribute with its evidence. The order of witnesses and of sources changes nothing
 * but the indices that name them.
 */
import { ATTRIBUTES, type Claim, type Grouping, type ResolvedAsset, type ResolvedSoftware, type ResolveSource, type Witness } from '@wardkeep/model';
import { sha256 } from '@wardkeep/wire/digest';
import { byWorth, evidence, resolveAttribute, type Said, weigh } from './attributes.ts';
import { byContent, compareTexts, type Group, groupMembers } from './groups.ts';
import { compareIp, isPrivate, keyText, type Member, membersOf, shortName } from './keys.ts';
import { dropForwarded, structuralRoles } from './roles.ts';
import { mergeServices, mergeUses, type Neighbours, neighboursOf } from './traffic.ts';

export { compareIp } from './keys.ts';

/** Below this a name is hearsay or a program's default: evidence, but not this thing's name. */
const NAME_FLOOR = 50;

export interface ResolveInput { readonly sources: readonly ResolveSource[]; readonly groupings: readonly Grouping[] }

/** A member with all that it says. */
export interface Part { readonly member: Member; readonly value: Witness }

export function resolve(input: ResolveInput): ResolvedAsset[] { return [...resolveEach(input)]; }

/** The assets one by one, in the order of their ids: never all of their evidence at once. */
export function* resolveEach({ sources, groupings }: ResolveInput): Generator<ResolvedAsset> {
  const groups = groupMembers(sources.flatMap((source, index) => membersOf(index, source)), groupings), things = groups.filter(isThing);
  const witnessOf = (member: Member): Witness => sources[member.source]!.witnesses.at(member.witness)!;
  const partsOf = (group: Group): Part[] => group.members.map((member) => ({ member, value: witnessOf(member) })).sort(byAllTheySay);
  const neighbours = neighboursOf(groups, isThing, witnessOf);
  const named = things.map((group) => ({ id: `a-${sha256(keyText(group.keys[0]!)).slice(0, 20)}`, group })).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, group } of named) yield describe(id, group, partsOf(group), sources, neighbours);
}

/** Of two single values the first one counts, so who is first must not depend on the order of the input. */
function byAllTheySay(a: Part, b: Part): number { return byContent(a.member, b.member) || compareTexts(textOf(a.value), textOf(b.value)); }
const textOf = ({ claims, services, clientOf }: Witness): string => JSON.stringify([claims, services, clientOf]);

/** A group that was heard itself; addresses that others only spoke of are no assets. */
function isThing({ members }: Group): boolean { return members.some((member) => member.kind === 'document' || member.count > 0); }

function describe(id: string, group: Group, parts: readonly Part[], sources: readonly ResolveSource[], neighbours: Neighbours): ResolvedAsset {
  const collected = new Map<string, Said>(), firstSeen = least(parts.map((part) => part.value.firstSeen)), lastSeen = most(parts.map((part) => part.value.lastSeen));
  const services = mergeServices(parts), uses = mergeUses(parts, neighbours), ips = unique(parts.flatMap((part) => part.value.ips)).sort(compareIp);
  for (const part of parts) {
    for (const claim of [...part.value.claims, ...zoneClaims(part)]) {
      // The module maker of a router's MAC says nothing about the host behind it.
      collect(collected, claim, part.member.source, part.member.hop && claim.signal.startsWith('oui.') ? { code: 'evidence.behind-router', params: {} } : null);
    }
  }
  for (const { claim, source } of structuralRoles(services, uses, ips, neighbours.clients, { firstSeen, lastSeen })) collect(collected, claim, source, null);
  const said = groupBy(collected.values(), (one) => one.claim.attribute);
  dropForwarded(said, services);
  const attributes = ATTRIBUTES.filter((attribute) => attribute !== 'software' && said.has(attribute)).map((attribute) => resolveAttribute(attribute, said.get(attribute)!, sources));
  const macs = unique(parts.filter((part) => !part.member.hop).flatMap((part) => part.value.macs)).sort();
  const hostnames = names(said.get('hostname') ?? []), aeTitles = names(said.get('aeTitle') ?? []), keys = group.keys.map(keyText);
  return {
    id, keys, name: spoken(hostnames[0]) ?? aeTitles[0] ?? documentName(parts) ?? ips[0] ?? macs[0] ?? keys[0]!,
    macs, ips, hostnames, aeTitles, attributes, software: resolveSoftware(said.get('software') ?? []), services, uses,
    firstSeen, lastSeen, members: parts.map(({ member: { source, witness } }) => ({ source, witness })), groupings: group.groupings,
  };
}

const POSITIONS = 5;

/** The same statement through several addresses of a thing is one statement. */
function collect(into: Map<string, Said>, claim: Claim, source: number, dropped: Said['dropped']): void {
  const { attribute, value, of, signal, weight, confidence } = claim;
  const key = `${attribute}\n${value}\n${of ?? ''}\n${signal}\n${weight}\n${confidence}\n${source}\n${claim.source}\n${dropped?.code ?? ''}`, known = into.get(key)?.claim;
  into.set(key, {
    source, dropped,
    claim: known === undefined ? claim : {
      ...known, count: known.count + claim.count, positions: unique([...known.positions, ...claim.positions]).sort((a, b) => a - b).slice(0, POSITIONS),
      firstSeen: least([known.firstSeen, claim.firstSeen]), lastSeen: most([known.lastSeen, claim.lastSeen]),
    },
  });
}

/** Where nothing else says so, an asset's zone is its network. */
function zoneClaims({ member, value }: Part): Claim[] {
  if ((member.kind === 'capture' && value.count === 0) || value.claims.some((claim) => claim.attribute === 'zone')) return [];
  const ip = value.ips.find((address) => isPrivate(address) && !address.includes(':') && !address.startsWith('127.') && !address.startsWith('169.254.'));
  if (ip === undefined) return [];
  const { firstSeen, lastSeen, count } = value;
  return [{ attribute: 'zone', value: `${ip.split('.').slice(0, 3).join('.')}.0/24`, of: null, signal: 'ip.network', weight: 'medium', confidence: 70, source: member.source, positions: [], count: Math.max(1, count), firstSeen, lastSeen }];
}

function resolveSoftware(said: readonly Said[]): ResolvedSoftware[] {
  const byName = groupBy(said.filter((one) => (one.claim.of ?? '') !== ''), (one) => one.claim.of!.toLowerCase());
  return [...byName.values()].map((list) => {
    const best = weigh(list.filter((one) => one.claim.value !== ''))[0], all = list.map(evidence).sort(byWorth);
    return { name: all[0]!.of!, version: best?.value ?? null, confidence: best?.confidence ?? Math.max(...list.map((one) => one.claim.confidence)), evidence: all };
  }).sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1));
}

/** What people call it: the name without its domain. */
function spoken(hostname: string | undefined): string | null { return hostname === undefined ? null : hostname.split('.')[0] || hostname; }

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

function documentName(parts: readonly Part[]): string | null {
  const product = parts.flatMap(({ member, value }) => (member.kind === 'document' ? value.claims : [])).find((claim) => claim.attribute === 'inventoryNumber' || claim.attribute === 'product' || claim.attribute === 'model');
  return product?.value ?? null;
}

const unique = <T>(list: readonly T[]): T[] => [...new Set(list)];
const known = (list: readonly (number | null)[]): number[] => list.filter((value) => value !== null);
const least = (list: readonly (number | null)[]): number | null => known(list).reduce<number | null>((a, b) => (a === null || b < a ? b : a), null);
const most = (list: readonly (number | null)[]): number | null => known(list).reduce<number | null>((a, b) => (a === null || b > a ? b : a), null);

function groupBy<T, K>(list: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of list) {
    const key = keyOf(item), group = groups.get(key);
    if (group) group.push(item); else groups.set(key, [item]);
  }
  return groups;
}
