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

/** What a witness says is made anew each time it is asked: once for all who describe the thing. */
function part(member: Member, sources: readonly ResolveSource[]): Part {
  const { macs, ips, claims, services, clientOf, firstSeen, lastSeen, source, bound, count } = sources[member.source]!.witnesses.at(member.witness)!;
  return { member, value: { macs, ips, claims, services, clientOf, firstSeen, lastSeen, source, bound, count } };
}

export function resolve(input: ResolveInput): ResolvedAsset[] { return [...resolveEach(input)]; }

/** The assets one by one, in the order of their ids: never all of their evidence at once. */
export function* resolveEach({ sources, groupings }: ResolveInput): Generator<ResolvedAsset> {
  const groups = groupMembers(sources.map((source, index) => membersOf(index, source)).flat(), groupings);
  const neighbours = neighboursOf(groups, isThing, (member) => sources[member.source]!.witnesses.at(member.witness)!);
  const things = groups.filter(isThing).map((group) => ({ id: `a-${sha256(keyText(group.keys[0]!)).slice(0, 20)}`, group })).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { id, group } of things) {
    const parts = group.members.map((member) => part(member, sources));
    yield describe(id, group, parts.length < 2 ? parts : parts.sort(byAllTheySay), sources, neighbours);
  }
}

/** Of two single values the first one counts, so who is first must not depend on the order of the input. */
function byAllTheySay(a: Part, b: Part): number { return byContent(a.member, b.member) || compareTexts(textOf(a.value), textOf(b.value)); }
const textOf = ({ claims, services, clientOf }: Witness): string => JSON.stringify([claims, services, clientOf]);

/** A group that was heard itself; addresses that others only spoke of are no assets. */
function isThing({ members }: Group): boolean { return members.some((member) => member.kind === 'document' || member.count > 0); }

function describe(id: string, group: Group, parts: readonly Part[], sources: readonly ResolveSource[], neighbours: Neighbours): ResolvedAsset {
  const collected = new Statements(), firstSeen = least(parts.map((one) => one.value.firstSeen)), lastSeen = most(parts.map((one) => one.value.lastSeen));
  const services = mergeServices(parts), uses = mergeUses(parts, neighbours), ips = unique(parts.flatMap((one) => one.value.ips)).sort(compareIp);
  for (const one of parts) {
    // The module maker of a router's MAC says nothing about the host behind it.
    for (const claim of one.value.claims) collected.add(claim, one.member.source, one.member.hop && claim.signal.startsWith('oui.') ? 'evidence.behind-router' : null);
    for (const claim of zoneClaims(one)) collected.add(claim, one.member.source, null);
  }
  for (const { claim, source } of structuralRoles(services, uses, ips, neighbours.clients, { firstSeen, lastSeen })) collected.add(claim, source, null);
  const said = groupBy(collected.all, (one) => one.claim.attribute);
  dropForwarded(said, services);
  const attributes = ATTRIBUTES.filter((attribute) => attribute !== 'software' && said.has(attribute)).map((attribute) => resolveAttribute(attribute, said.get(attribute)!, sources));
  const macs = unique(parts.filter((one) => !one.member.hop).flatMap((one) => one.value.macs)).sort();
  const hostnames = names(said.get('hostname') ?? []), aeTitles = names(said.get('aeTitle') ?? []), keys = group.keys.map(keyText);
  return {
    id, keys, name: spoken(hostnames[0]) ?? aeTitles[0] ?? documentName(parts) ?? ips[0] ?? macs[0] ?? keys[0]!,
    macs, ips, hostnames, aeTitles, attributes, software: resolveSoftware(said.get('software') ?? []), services, uses,
    firstSeen, lastSeen, members: parts.map(({ member: { source, witness } }) => ({ source, witness })), groupings: group.groupings,
  };
}

const POSITIONS = 5;

/** What all parts of a thing say: the same statement through several addresses is one. */
class Statements {
  /** In the order in which they were first made. */
  readonly all: Said[] = [];
  /** By value, and name of a software. */
  private readonly byValue = new Map<string, Said[]>();

  add(claim: Claim, source: number, dropped: string | null): void {
    const key = claim.of === null ? claim.value : `${claim.of}\n${claim.value}`, list = this.byValue.get(key), known = list?.find((one) => one.source === source && (one.dropped?.code ?? null) === dropped && isSame(one.claim, claim));
    if (known) { known.claim = both(known.claim, claim); return; }
    const said: Said = { claim, source, dropped: dropped === null ? null : { code: dropped, params: {} } };
    this.all.push(said);
    if (list) list.push(said); else this.byValue.set(key, [said]);
  }
}

const isSame = (a: Claim, b: Claim): boolean => a.signal === b.signal && a.attribute === b.attribute && (a.of ?? '') === (b.of ?? '') && a.confidence === b.confidence && a.weight === b.weight && a.source === b.source;

function both(a: Claim, b: Claim): Claim {
  return {
    ...a, count: a.count + b.count, positions: unique([...a.positions, ...b.positions]).sort((x, y) => x - y).slice(0, POSITIONS),
    firstSeen: least([a.firstSeen, b.firstSeen]), lastSeen: most([a.lastSeen, b.lastSeen]),
  };
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
