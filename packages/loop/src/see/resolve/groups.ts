/** Puts members that share an identity key together, strongest keys first, unless stronger knowledge says they are two. */
import type { Grouping } from '@wardkeep/model';
import { compareKeys, isRandomMac, type Key, KEY_STRENGTH, keyText, type Member, shortName } from './keys.ts';

export interface Group { readonly members: readonly Member[]; readonly keys: readonly Key[]; readonly groupings: readonly string[] }

/** What a set of members is known by, to refuse a union that would mix two things. */
interface Profile {
  udi: readonly string[];
  serial: readonly string[];
  mac: readonly string[];
  host: readonly string[];
  fullNames: readonly string[];
  models: readonly string[];
  /** Nothing but lists and documents speak for it. */
  paper: boolean;
  /** First and last time it was heard, µs since 1970; empty where nobody says. */
  readonly heard: [first: number, last: number][];
}

/** Shared: most things lack most kinds of keys, and there are many things. */
const NONE: readonly string[] = [];

function joined(into: readonly string[], from: readonly string[]): readonly string[] {
  if (from.length === 0 || into === from) return into;
  if (into.length === 0) return from;
  const added = from.filter((text) => !into.includes(text));
  return added.length === 0 ? into : [...into, ...added];
}

function addProfile(into: Profile, from: Profile): void {
  for (const name of ['udi', 'serial', 'mac', 'host', 'fullNames', 'models'] as const) into[name] = joined(into[name], from[name]);
  into.paper &&= from.paper;
  for (const span of from.heard) into.heard.push(span);
}

/** Kinds of keys that members have, as bits. */
const KIND_BIT: Readonly<Record<Key['kind'], number>> = { udi: 1, serial: 2, mac: 4, inv: 8, host: 16, ip: 32, row: 64 };
const UDI = KIND_BIT.udi, SERIAL = KIND_BIT.serial, MAC = KIND_BIT.mac, HOST = KIND_BIT.host;
const bitsOf = ({ keys }: Member): number => keys.reduce((bits, { kind }) => bits | KIND_BIT[kind], 0);

class Sets {
  private readonly members: readonly Member[];
  private readonly parent: Int32Array;
  /** The members of a set in a ring. */
  private readonly next: Int32Array;
  /** Kinds of keys, of roots. */
  private readonly kinds: Uint8Array;
  /** Of roots that were asked about. */
  private readonly profiles = new Map<number, Profile>();

  constructor(members: readonly Member[]) {
    this.members = members;
    this.parent = Int32Array.from(members, (_, index) => index);
    this.next = this.parent.slice();
    this.kinds = Uint8Array.from(members, bitsOf);
  }

  root(index: number): number {
    while (this.parent[index] !== index) {
      this.parent[index] = this.parent[this.parent[index]!]!;
      index = this.parent[index]!;
    }
    return index;
  }

  /** The members of a set, in order, by its root, which is the first of them. */
  membersOf(root: number): Member[] {
    const indices = [root];
    for (let index = this.next[root]!; index !== root; index = this.next[index]!) indices.push(index);
    return indices.sort((a, b) => a - b).map((index) => this.members[index]!);
  }

  has(index: number, kind: Key['kind']): boolean { return (this.kinds[this.root(index)]! & KIND_BIT[kind]) !== 0; }

  profile(index: number): Profile {
    const root = this.root(index);
    let profile = this.profiles.get(root);
    if (!profile) this.profiles.set(root, profile = this.profileOf(root));
    return profile;
  }

  private profileOf(root: number): Profile {
    const profile: Profile = { udi: NONE, serial: NONE, mac: NONE, host: NONE, fullNames: NONE, models: NONE, paper: true, heard: [] };
    let index = root;
    do {
      const { kind, keys, fullNames, models, firstSeen, lastSeen } = this.members[index]!;
      for (const key of keys) if (key.kind === 'udi' || key.kind === 'serial' || key.kind === 'mac' || key.kind === 'host') profile[key.kind] = joined(profile[key.kind], [key.text]);
      profile.fullNames = joined(profile.fullNames, fullNames);
      profile.models = joined(profile.models, models);
      profile.paper &&= kind === 'document';
      if (firstSeen !== null && lastSeen !== null) profile.heard.push([firstSeen, lastSeen]);
      index = this.next[index]!;
    } while (index !== root);
    return profile;
  }

  /** False when stronger knowledge refuses it. */
  unite(a: number, b: number, kind: Key['kind'], shared: string): boolean {
    a = this.root(a);
    b = this.root(b);
    if (a === b) return true;
    if (!this.agree(a, b, kind, shared)) return false;
    const keep = Math.min(a, b), drop = Math.max(a, b), { next, profiles } = this;
    // What was read of many members is added to, not read again.
    if (profiles.has(keep) || profiles.has(drop)) addProfile(this.profile(keep), this.profile(drop));
    profiles.delete(drop);
    this.parent[drop] = keep;
    this.kinds[keep]! |= this.kinds[drop]!;
    [next[keep], next[drop]] = [next[drop]!, next[keep]!];
    return true;
  }

  /** Most sets have nothing in which they could differ: they need no profile. */
  private agree(a: number, b: number, kind: Key['kind'], shared: string): boolean {
    if (kind === 'mac' && (this.kinds[a]! & this.kinds[b]! & UDI) === 0) return true;
    if (kind === 'ip' && (this.kinds[a]! & this.kinds[b]! & (UDI | SERIAL | MAC | HOST)) === 0) return true;
    return agrees(this.profile(a), this.profile(b), kind, shared);
  }
}

/** A shared key joins unless a stronger kind of key is known on both sides and differs, or what is known besides makes it a coincidence. */
function agrees(x: Profile, y: Profile, kind: Key['kind'], text: string): boolean {
  switch (kind) {
    case 'udi': case 'row': return true;
    // Makers count alike: 100234 is a pump of one and a monitor of another.
    case 'serial': return !disjoint(x.udi, y.udi) && !otherModel(x.models, y.models);
    case 'mac': return !disjoint(x.udi, y.udi);
    case 'inv': return !disjoint(x.udi, y.udi) && !disjoint(x.serial, y.serial);
    case 'host': return !disjoint(x.udi, y.udi) && !disjoint(x.serial, y.serial) && !otherDomain(x, y, text) && (!disjoint(x.mac, y.mac) || changedMac(x, y));
    case 'ip':
      // A list from before DHCP moved the address names another host.
      return !disjoint(x.udi, y.udi) && !disjoint(x.serial, y.serial) && !disjoint(x.mac, y.mac) && !((x.paper || y.paper) && disjoint(x.host, y.host));
  }
}

/** Both are known and nothing is common. */
const disjoint = (a: readonly string[], b: readonly string[]): boolean => a.length > 0 && b.length > 0 && !a.some((text) => b.includes(text));

/** Both are known, and neither name is a part of the other: `MP20` and `IntelliVue MP20` are one. */
function otherModel(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && b.length > 0 && !a.some((one) => b.some((other) => one.includes(other) || other.includes(one)));
}

/** `pacs.north.example` and `pacs.south.example` are two. */
function otherDomain(x: Profile, y: Profile, host: string): boolean {
  const full = (profile: Profile) => profile.fullNames.filter((name) => shortName(name) === host);
  return disjoint(full(x), full(y));
}

/** A phone that made itself a new MAC: both are made up, and it had them one after the other. */
function changedMac(x: Profile, y: Profile): boolean {
  return [...x.mac, ...y.mac].every(isRandomMac) && x.heard.every(([from, to]) => y.heard.every(([since, until]) => to < since || until < from));
}

/** Groups of members that are one thing, in an order that does not depend on the order of members. */
export function groupMembers(members: readonly Member[], groupings: readonly Grouping[]): Group[] {
  const sorted = [...members].sort(byContent), sets = new Sets(sorted);
  for (const kind of KEY_STRENGTH) unitePass(sorted, sets, kind);
  const found: Group[] = [];
  for (let index = 0; index < sorted.length; index++) if (sets.root(index) === index && sorted[index]!.keys.length > 0) found.push(makeGroup(sets.membersOf(index), NONE));
  return named(regroup(found, groupings));
}

/** Heard first, then by what it is known by; the same witnesses in any order come out the same. */
export function byContent(a: Member, b: Member): number {
  return (a.firstSeen ?? LATE) - (b.firstSeen ?? LATE) || a.at - b.at || (a.lastSeen ?? LATE) - (b.lastSeen ?? LATE) || compareTexts(signature(a), signature(b)) || b.count - a.count;
}

/** So few are compared, or copied, faster than looked up. */
const FEW = 12;
const LATE = Number.MAX_SAFE_INTEGER;
const signature = ({ keys, fullNames, models }: Member): string => [...keys.map(keyText), ...fullNames, ...models].join('\n');
export const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function unitePass(members: readonly Member[], sets: Sets, kind: Key['kind']): void {
  // Most keys have one holder, which is a number, not a list.
  const holders = new Map<string, number | number[]>();
  for (let index = 0; index < members.length; index++) {
    for (const key of members[index]!.keys) {
      if (key.kind !== kind) continue;
      const known = holders.get(key.text);
      if (known === undefined) holders.set(key.text, index);
      else if (typeof known === 'number') holders.set(key.text, [known, index]);
      else if (known.length < FEW) holders.set(key.text, known.concat(index)); // exact, where `push` reserves room for many
      else known.push(index);
    }
  }
  for (const [text, list] of holders) if (typeof list !== 'number') uniteHolders(members, sets, kind, text, list);
}

/** Distinct things that hold one key and cannot be joined; beyond it the rest stay alone. */
const FACES_LIMIT = 64;

function uniteHolders(members: readonly Member[], sets: Sets, kind: Key['kind'], text: string, holders: readonly number[]): void {
  // Those with a MAC are told apart by it; those without join the one that was heard nearest in time.
  const anchored = holders.filter((index) => sets.has(index, 'mac')), ordered = anchored.length === holders.length ? holders : [...anchored, ...holders.filter((index) => !sets.has(index, 'mac'))];
  const faces: number[] = [];
  for (const index of ordered) {
    const at = members[index]!.firstSeen ?? LATE, near = faces.length < 2 ? faces : [...faces].sort((a, b) => distance(sets.profile(a), at) - distance(sets.profile(b), at) || a - b);
    if (!near.some((face) => sets.unite(face, index, kind, text)) && faces.length < FACES_LIMIT) faces.push(index);
  }
}

/** From a time to the nearest time when it was heard; what has no time belongs to whoever was heard last. */
function distance({ heard }: Profile, at: number): number {
  return heard.reduce((least, [from, to]) => Math.min(least, at < from ? from - at : at > to ? at - to : 0), LATE);
}

function makeGroup(members: readonly Member[], groupings: readonly string[]): Group {
  return { members, groupings, keys: members.length === 1 ? members[0]!.keys : distinct(members.flatMap(({ keys }) => keys)).sort(compareKeys).slice() };
}

function distinct(keys: readonly Key[]): Key[] {
  if (keys.length <= FEW) return keys.filter((key, index) => !keys.some((other, before) => before < index && other.kind === key.kind && other.text === key.text));
  return [...new Map(keys.map((key) => [keyText(key), key])).values()];
}

/** What people decided, oldest first, over what the machine found. */
function regroup(found: readonly Group[], groupings: readonly Grouping[]): readonly Group[] {
  if (groupings.length === 0) return found;
  const groups = new Set(found), holders = new Map<string, Set<Group>>();
  const index = (group: Group) => { for (const key of group.keys) { const text = keyText(key), set = holders.get(text); if (set) set.add(group); else holders.set(text, new Set([group])); } };
  const replace = (old: readonly Group[], fresh: readonly Group[]) => {
    for (const group of old) { groups.delete(group); for (const key of group.keys) holders.get(keyText(key))?.delete(group); }
    for (const group of fresh) { groups.add(group); index(group); }
  };
  const holderOf = (keys: readonly string[]): Group | undefined => {
    for (const key of keys) for (const holder of holders.get(key) ?? []) return holder;
    return undefined;
  };
  for (const group of groups) index(group);
  for (const grouping of groupings) {
    if (grouping.kind === 'merge') merge(grouping, holderOf, replace);
    else split(grouping, holderOf, replace);
  }
  return [...groups];
}

/** A key leads one thing. Where two have it and are not one (a serial number of two models), it is the first one's, and the other goes by its next. */
function named(groups: readonly Group[]): Group[] {
  const leads = new Map(KEY_STRENGTH.map((kind) => [kind, new Set<string>()])), isLead = ({ kind, text }: Key): boolean => leads.get(kind)!.has(text);
  return groups.map((group) => {
    let keys = group.keys;
    if (isLead(keys[0]!)) keys = keys.filter((key) => !isLead(key));
    for (let number = 2; keys.length === 0; number++) {
      const { kind, text } = group.keys[0]!, other = { kind, text: `${text}#${number}` };
      if (!isLead(other)) keys = [other];
    }
    leads.get(keys[0]!.kind)!.add(keys[0]!.text);
    return keys === group.keys ? group : { ...group, keys };
  });
}

type HolderOf = (keys: readonly string[]) => Group | undefined;
type Replace = (old: readonly Group[], fresh: readonly Group[]) => void;

function merge(grouping: Grouping & { kind: 'merge' }, holderOf: HolderOf, replace: Replace): void {
  const parts = [...new Set(grouping.parts.map(holderOf))].filter((group) => group !== undefined);
  if (parts.length < 2) return;
  const whole = makeGroup(parts.flatMap((group) => group.members), [...new Set([...parts.flatMap((group) => group.groupings), grouping.id])]);
  // The first part stays: its strongest key leads.
  const lead = parts[0]!.keys[0]!;
  replace(parts, [{ ...whole, keys: [lead, ...whole.keys.filter((key) => keyText(key) !== keyText(lead))] }]);
}

function split(grouping: Grouping & { kind: 'split' }, holderOf: HolderOf, replace: Replace): void {
  const whole = holderOf(grouping.keys);
  if (!whole) return;
  const taken = new Set(grouping.addresses), leaves = ({ keys }: Member) => keys.some((key) => (key.kind === 'mac' || key.kind === 'ip') && taken.has(key.text));
  const out = whole.members.filter(leaves), stay = whole.members.filter((member) => !leaves(member));
  if (out.length === 0 || stay.length === 0) return;
  const rest = makeGroup(stay, [...whole.groupings, grouping.id]), part = makeGroup(out, [...whole.groupings, grouping.id]);
  // A key that both hold stays with the rest, so that its name and address in the books do not change.
  const kept = new Set(rest.keys.map(keyText)), own = part.keys.filter((key) => !kept.has(keyText(key)));
  replace([whole], own.length === 0 ? [rest, part] : [rest, { ...part, keys: own }]);
}
