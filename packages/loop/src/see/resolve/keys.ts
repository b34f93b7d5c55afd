/**
 * Identity keys: what makes two witnesses the same thing. In order of strength:
 * UDI > serial > MAC (not a router's, which stands for many) > inventory number > hostname > address > a row's whole content, where it has nothing else.
 *
 * Traps, each with its answer: a router hides many hosts behind one MAC (`hop`); phones make up MACs, so such a MAC joins but is a weak name;
 * DHCP moves addresses, so an address joins only where no MAC contradicts; the serial number in a forwarded image is another device's.
 */
import { type Claim, isLocalMac, type ResolveSource, type Witness, type WitnessList } from '@wardkeep/model';
import { sha256 } from '@wardkeep/wire/digest';
import { fold, squeeze } from '../fold.ts';
import type { IdentifiedWitness } from '../witness.ts';
import { forwardsImages, isFromImages } from './roles.ts';

/** A witness in short: enough to find out which witnesses are one thing. Its claims are read again when that thing is described. */
export interface Member {
  readonly source: number;
  readonly witness: number;
  readonly kind: 'capture' | 'document';
  /** When its source was handed in, µs since 1970: orders what has no time of its own. */
  readonly at: number;
  /** First and last time it was heard or spoken of, µs since 1970; null where nobody says. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly count: number;
  /** Strongest first. */
  readonly keys: readonly Key[];
  /** Host names with a domain of their own, folded. */
  readonly fullNames: readonly string[];
  /** Model names, squeezed. */
  readonly models: readonly string[];
  /** Its MAC is that of a router on the way: it says nothing about this host. */
  readonly hop: boolean;
}

export const KEY_STRENGTH = ['udi', 'serial', 'mac', 'inv', 'host', 'ip', 'row'] as const;
export type KeyKind = (typeof KEY_STRENGTH)[number];
export interface Key { readonly kind: KeyKind; readonly text: string }

/** A MAC that speaks for at least this many IPv4 addresses which nothing ties to it is a router. */
const ROUTED_ADDRESSES = 4;
const SERIAL_LENGTH = 5;
/** Names that thousands of devices carry out of the box. */
const GENERIC_NAMES = /^(localhost|localhost\.localdomain|android|iphone|ipad|unknown|none|default|device|host|pc|printer|raspberrypi|ubuntu|debian|esp(_|-)?[0-9a-f]*|bogon)$/;
const TRIVIAL_SERIAL = /^(?:(.)\1*|n\/?a|none|unknown|ninguno|nincs|default|serial ?(?:number|no\.?)?|to be filled by o\.?e\.?m\.?)$/;
/** `12345`: what programmers write until production gives a number. */
const COUNTING = '12345678901234567890';

/** RFC 1918, 6598, 3927, 4193, 4291 (link-local, loopback): addresses of a site, not of the internet. */
export function isPrivate(ip: string): boolean {
  if (ip.includes(':')) return /^f[cd]|^fe[89ab]|^::1$/.test(ip);
  return /^(?:10\.|192\.168\.|127\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(ip);
}

/** What one MAC sent from: its IPv4 addresses, tied to it by ARP or DHCP, or loose (no more than make it a router); and how many addresses of any kind. */
interface Speaker { bound: string[]; loose: string[]; all: number }

const NO_TEXTS: string[] = [];
const isRoutable = (ip: string): boolean => !ip.includes(':') && !ip.startsWith('169.254.') && !ip.startsWith('127.');
const network = (ip: string): string => ip.slice(0, ip.lastIndexOf('.'));

/** Who spoke from which MAC, and whether any address is one of a site. */
function surveyed(witnesses: WitnessList): { readonly speakers: ReadonlyMap<string, Speaker>; readonly anyPrivate: boolean } {
  const speakers = new Map<string, Speaker>();
  let anyPrivate = false;
  for (let index = 0; index < witnesses.length; index++) {
    const { macs, ips, bound } = witnesses.at(index)!;
    anyPrivate ||= ips.some(isPrivate);
    for (const mac of macs) {
      let speaker = speakers.get(mac);
      if (!speaker) speakers.set(mac, speaker = { bound: NO_TEXTS, loose: NO_TEXTS, all: 0 });
      speaker.all += ips.length;
      for (const ip of ips.filter(isRoutable)) {
        if (bound) speaker.bound = added(speaker.bound, ip); else if (speaker.loose.length < ROUTED_ADDRESSES) speaker.loose = added(speaker.loose, ip);
      }
    }
  }
  return { speakers, anyPrivate };
}

/** A list with one more: one of a single entry is exact, and most are. */
function added(list: string[], text: string): string[] {
  if (list.length === 0) return [text];
  list.push(text);
  return list;
}

/** It speaks for many, or for other networks than its own: a host has no reason to. */
function isRouter({ bound, loose }: Speaker): boolean {
  if (loose.length >= ROUTED_ADDRESSES) return true;
  if (bound.length + loose.length < 2) return false;
  const own = new Set(bound.map(network));
  return new Set([...own, ...loose.map(network)]).size > Math.max(1, own.size);
}

/** A source's witnesses in short, telling apart hosts and hosts behind a router. Hosts outside the site, seen through a router, are left out. */
export function membersOf(source: number, { kind, at, witnesses }: ResolveSource): Member[] {
  const out: Member[] = [], rows = new Map<string, number>(), { speakers, anyPrivate } = kind === 'capture' ? surveyed(witnesses) : NOBODY;
  const routers = new Set<string>();
  for (const [mac, speaker] of speakers) if (isRouter(speaker)) routers.add(mac);
  for (let index = 0; index < witnesses.length; index++) {
    const value = witnesses.at(index)!;
    if (kind !== 'capture') { out.push(withRowKey(inShort(source, index, 'document', at, value, false), value, rows)); continue; }
    const mac = value.macs[0], { ips } = value, isOutside = anyPrivate && ips.length > 0 && !ips.some(isPrivate);
    const hop = mac !== undefined && !value.bound && ips.length > 0 && (routed(mac, ips, speakers, routers) || (isOutside && speakers.get(mac)!.all > ips.length));
    if (!isOutside || (!hop && mac !== undefined)) out.push(inShort(source, index, 'capture', at, value, hop));
  }
  return out;
}

const NOBODY = { speakers: new Map<string, Speaker>(), anyPrivate: false };

/** Five pumps of one model in a list without serial numbers are five things: the first, second … row of that content. Imported again they are the same five. */
function withRowKey(member: Member, value: Witness, rows: Map<string, number>): Member {
  if (member.keys.length > 0) return member;
  const content = sha256(value.claims.map((claim) => `${claim.attribute}=${squeeze(claim.of ?? '')}=${squeeze(claim.value)}`).sort().join('\n')).slice(0, 20), number = (rows.get(content) ?? 0) + 1;
  rows.set(content, number);
  return { ...member, keys: [{ kind: 'row', text: `${content}-${number}` }] };
}

const NONE: readonly string[] = [];
const listed = (texts: readonly string[]): readonly string[] => (texts.length === 0 ? NONE : [...new Set(texts)].sort());
const MODEL_CONFIDENCE = 70, NAME_CONFIDENCE = 70;

function inShort(source: number, witness: number, kind: Member['kind'], at: number, value: IdentifiedWitness, hop: boolean): Member {
  const claims = value.identity ?? value.claims, { firstSeen, lastSeen } = value;
  const spoken = firstSeen !== null && lastSeen !== null ? null
    : value.claims.reduce<number | null>((first, claim) => (claim.firstSeen === null || (first !== null && first <= claim.firstSeen) ? first : claim.firstSeen), null);
  return {
    source, witness, kind, at, firstSeen: firstSeen ?? spoken, lastSeen: lastSeen ?? spoken, count: value.count, keys: keysOf(value, claims, hop),
    fullNames: listed(claims.filter(isName).map((claim) => fold(claim.value)).filter((name) => name.includes('.') && !/\.(?:local|lan|home)\.?$/.test(name))),
    models: listed(claims.filter((claim) => claim.attribute === 'model' && claim.confidence >= MODEL_CONFIDENCE).map((claim) => squeeze(claim.value))), hop,
  };
}

const isName = (claim: Claim): boolean => claim.attribute === 'hostname' && claim.confidence >= NAME_CONFIDENCE && usableName(claim.value);

/** Of a router's loose addresses those of its own networks may be its own, unless they are many. */
function routed(mac: string, ips: readonly string[], speakers: ReadonlyMap<string, Speaker>, routers: ReadonlySet<string>): boolean {
  const { bound, loose } = speakers.get(mac)!;
  return routers.has(mac) && (loose.length >= ROUTED_ADDRESSES || !ips.some((ip) => bound.some((own) => network(own) === network(ip))));
}

/** The keys of a witness, strongest first. */
function keysOf(value: Witness, claims: readonly Claim[], hop: boolean): Key[] {
  const keys: Key[] = [], forwards = claims.length > 0 && forwardsImages(value.services, claims);
  for (const claim of claims) {
    if (forwards && isFromImages(claim)) continue;
    if (claim.confidence < 85 && claim.attribute !== 'inventoryNumber' && claim.attribute !== 'hostname') continue;
    if (claim.attribute === 'udi' && namesOneDevice(claim.value)) addKey(keys, 'udi', claim.value.trim());
    else if (claim.attribute === 'serial' && usableSerial(claim.value)) addKey(keys, 'serial', fold(claim.value));
    else if (claim.attribute === 'inventoryNumber' && claim.value.trim().length >= 2) addKey(keys, 'inv', fold(claim.value));
    else if (isName(claim)) addKey(keys, 'host', shortName(claim.value));
  }
  if (!hop) for (const mac of value.macs) addKey(keys, 'mac', mac);
  for (const ip of value.ips) addKey(keys, 'ip', ip);
  // A copy is as long as it must be: `push` reserves room for seventeen.
  return (keys.length < 2 ? keys : keys.sort(compareKeys)).slice();
}

function addKey(keys: Key[], kind: KeyKind, text: string): void { if (!keys.some((key) => key.kind === kind && key.text === text)) keys.push({ kind, text }); }

/** Strongest first. Made-up MACs name a thing less well than burnt-in ones, and IPv6 addresses, which change for privacy, less well than IPv4. */
export function compareKeys(a: Key, b: Key): number { return rank(a) - rank(b) || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0); }

function rank({ kind, text }: Key): number {
  return RANK[kind] + ((kind === 'mac' && isLocalMac(text)) || (kind === 'ip' && text.includes(':')) ? 1 : 0);
}

const RANK: Readonly<Record<KeyKind, number>> = { udi: 0, serial: 2, mac: 4, inv: 6, host: 8, ip: 10, row: 12 };

export const keyText = (key: Key): string => `${key.kind}:${key.text}`;

/** A UDI without a serial number names a model, of which a hospital has hundreds: GS1 `(21)…`, HIBC `/$+…`, as `formatUdi` writes them. */
function namesOneDevice(udi: string): boolean { return /\(21\)\S|\/\$\+\S/.test(udi); }

function usableSerial(serial: string): boolean {
  const folded = fold(serial);
  return folded.length >= SERIAL_LENGTH && !TRIVIAL_SERIAL.test(folded) && !COUNTING.startsWith(folded);
}

function usableName(name: string): boolean { return name.length >= 3 && !GENERIC_NAMES.test(name.toLowerCase()); }

/** `us-er1.local` and `US-ER1` are one name: the first label, folded. */
export function shortName(name: string): string { return fold(name.split('.')[0] ?? name); }

/** Hypervisors and containers give made-up MACs that stay (QEMU, Docker). */
const STEADY = /^(?:52:54:00|02:42)/;
/** Made up for privacy: the same device comes back with another one. */
export const isRandomMac = (mac: string): boolean => isLocalMac(mac) && !STEADY.test(mac);

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
