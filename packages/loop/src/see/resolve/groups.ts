/** Puts members that share an identity key together, strongest keys first, unless stronger knowledge says they are two. */
import type { Grouping } from '@wardkeep/model';
import { isLocalMac } from '@wardkeep/model';
import { type Key, KEY_STRENGTH, keyText, keysOf, type Member } from './keys.ts';

export interface Group { readonly members: Member[]; readonly keys: Key[]; readonly groupings: string[] }

/** What a set of members is known by, to refuse a union that would mix two things. */
interface Profile { readonly serials: Set<string>; readonly udis: Set<string>; readonly macs: Set<string> }

class Sets {
  private readonly parent: number[];
  private readonly profiles: Profile[];

  constructor(keys: readonly (readonly Key[])[]) {
    this.parent = keys.map((_, index) => index);
    this.profiles = keys.map((list) => {
      const of = (kind: Key['kind']) => new Set(list.filter((key) => key.kind === kind).map((key) => key.text));
      return { serials: of('serial'), udis: of('udi'), macs: of('mac') };
    });
  }

  root(index: number): number {
    while (this.parent[index] !== index) {
      this.parent[index] = this.parent[this.parent[index]!]!;
      index = this.parent[index]!;
    }
    return index;
  }

  unite(a: number, b: number, kind: Key['kind'] | null): boolean {
    a = this.root(a);
    b = this.root(b);
    if (a === b) return true;
    const x = this.profiles[a]!, y = this.profiles[b]!;
    if (kind !== null && !agrees(x, y, kind)) return false;
    const [keep, drop] = a < b ? [a, b] : [b, a];
    this.parent[drop] = keep;
    const into = this.profiles[keep]!, from = this.profiles[drop]!;
    for (const name of ['serials', 'udis', 'macs'] as const) for (const text of from[name]) into[name].add(text);
    return true;
  }
}

/** A shared key of `kind` joins unless a stronger kind of key is known on both sides and differs. */
function agrees(x: Profile, y: Profile, kind: Key['kind']): boolean {
  const strength = KEY_STRENGTH.indexOf(kind);
  if (strength > KEY_STRENGTH.indexOf('udi') && disjoint(x.udis, y.udis)) return false;
  if (strength > KEY_STRENGTH.indexOf('serial') && kind !== 'mac' && disjoint(x.serials, y.serials)) return false;
  return !(strength > KEY_STRENGTH.indexOf('mac') && kind !== 'inv' && disjoint(x.macs, y.macs));
}

const disjoint = (a: Set<string>, b: Set<string>): boolean => a.size > 0 && b.size > 0 && ![...a].some((text) => b.has(text));

/** Groups of members that are one thing, in a stable order (by strongest key). */
export function groupMembers(members: readonly Member[], groupings: readonly Grouping[]): Group[] {
  const keys = members.map(keysOf), sets = new Sets(keys);
  for (const kind of KEY_STRENGTH) unitePass(members, keys, sets, kind);
  const groups = new Map<number, Member[]>();
  members.forEach((member, index) => {
    const root = sets.root(index), list = groups.get(root);
    if (list) list.push(member); else groups.set(root, [member]);
  });
  return applyGroupings([...groups.values()].map((list) => makeGroup(list, [])), groupings);
}

function unitePass(members: readonly Member[], keys: readonly (readonly Key[])[], sets: Sets, kind: Key['kind']): void {
  const first = new Map<string, number[]>();
  members.forEach((member, index) => {
    for (const key of keys[index]!) {
      if (key.kind !== kind) continue;
      if (kind === 'host' && member.outside) continue;
      const holders = first.get(key.text);
      if (!holders) { first.set(key.text, [index]); continue; }
      // One holder that agrees is enough; remember others only while few: a thing has few faces.
      if (!holders.some((holder) => sets.unite(holder, index, kind)) && holders.length < 64) holders.push(index);
    }
  });
}

function makeGroup(list: Member[], groupings: string[]): Group {
  const texts = new Map<string, Key>();
  for (const member of list) for (const key of keysOf(member)) texts.set(keyText(key), key);
  const order = (key: Key) => KEY_STRENGTH.indexOf(key.kind) * 2 + (key.kind === 'mac' && isLocalMac(key.text) ? 1 : key.kind === 'ip' && key.text.includes(':') ? 1 : 0);
  return { members: list, groupings, keys: [...texts.values()].sort((a, b) => order(a) - order(b) || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0)) };
}

/** What people decided, oldest first, over what the machine found. */
function applyGroupings(groups: Group[], groupings: readonly Grouping[]): Group[] {
  for (const grouping of groupings) groups = grouping.kind === 'merge' ? merge(groups, grouping) : split(groups, grouping);
  return groups;
}

function holderOf(groups: readonly Group[], keys: readonly string[]): Group | undefined {
  for (const key of keys) {
    const holder = groups.find((group) => group.keys.some((own) => keyText(own) === key));
    if (holder) return holder;
  }
  return undefined;
}

function merge(groups: Group[], grouping: Grouping & { kind: 'merge' }): Group[] {
  const parts = [...new Set(grouping.parts.map((keys) => holderOf(groups, keys)))].filter((group) => group !== undefined);
  if (parts.length < 2) return groups;
  const whole = makeGroup(parts.flatMap((group) => group.members), [...parts.flatMap((group) => group.groupings), grouping.id]);
  // The first part stays: its strongest key leads.
  const lead = parts[0]!.keys[0]!, ordered = { ...whole, keys: [lead, ...whole.keys.filter((key) => keyText(key) !== keyText(lead))] };
  return groups.map((group) => (group === parts[0] ? ordered : group)).filter((group) => group === ordered || !parts.includes(group));
}

function split(groups: Group[], grouping: Grouping & { kind: 'split' }): Group[] {
  const whole = holderOf(groups, grouping.keys);
  if (!whole) return groups;
  const taken = new Set(grouping.addresses);
  const leaves = (member: Member) => member.value.macs.some((mac) => taken.has(mac)) || member.value.ips.some((ip) => taken.has(ip));
  const out = whole.members.filter(leaves), stay = whole.members.filter((member) => !leaves(member));
  if (out.length === 0 || stay.length === 0) return groups;
  const parts = [makeGroup(stay, [...whole.groupings, grouping.id]), makeGroup(out, [...whole.groupings, grouping.id])];
  return groups.flatMap((group) => (group === whole ? parts : [group]));
}
