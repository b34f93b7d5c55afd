/**
 * Identity keys: what makes two witnesses the same thing. In order of strength:
 * UDI > serial > MAC (not a router's, which stands for many) > inventory number > hostname > address.
 *
 * Traps, each with its answer: a router hides many hosts behind one MAC (`hop`); phones make up MACs, so such a MAC joins but is a weak name;
 * DHCP moves addresses, so an address joins only where no MAC contradicts; the serial number in a forwarded image is another device's.
 */
import { isLocalMac, type Witness } from '@wardkeep/model';
import { fold } from '../fold.ts';
import { forwardsImages, isFromImages } from './roles.ts';

export interface Member {
  readonly source: number;
  readonly witness: number;
  readonly kind: 'capture' | 'document';
  /** When its source was handed in, µs since 1970: orders what has no time of its own. */
  readonly at: number;
  readonly value: Witness;
  /** Its MAC is that of a router on the way: it says nothing about this host. */
  readonly hop: boolean;
  /** An address outside the site, seen through a router. */
  readonly outside: boolean;
}

export const KEY_STRENGTH = ['udi', 'serial', 'mac', 'inv', 'host', 'ip'] as const;
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

/** What one MAC sent from: its IPv4 addresses, tied to it by ARP or DHCP, or loose; and how many addresses of any kind. */
interface Speaker { readonly bound: string[]; readonly loose: string[]; all: number }

const isRoutable = (ip: string): boolean => !ip.includes(':') && !ip.startsWith('169.254.') && !ip.startsWith('127.');
const network = (ip: string): string => ip.slice(0, ip.lastIndexOf('.'));

function speakersOf(witnesses: readonly Witness[]): Map<string, Speaker> {
  const speakers = new Map<string, Speaker>();
  for (const { macs, ips, bound } of witnesses) {
    for (const mac of macs) {
      let speaker = speakers.get(mac);
      if (!speaker) speakers.set(mac, speaker = { bound: [], loose: [], all: 0 });
      speaker.all += ips.length;
      (bound ? speaker.bound : speaker.loose).push(...ips.filter(isRoutable));
    }
  }
  return speakers;
}

/** It speaks for many, or for other networks than its own: a host has no reason to. */
function isRouter({ bound, loose }: Speaker): boolean {
  if (loose.length >= ROUTED_ADDRESSES) return true;
  const own = new Set(bound.map(network));
  return new Set([...own, ...loose.map(network)]).size > Math.max(1, own.size);
}

/** Wraps a source's witnesses, telling apart hosts, hosts behind a router, and hosts outside. */
export function membersOf(source: number, kind: 'capture' | 'document', at: number, witnesses: readonly Witness[]): Member[] {
  if (kind === 'document') return witnesses.map((value, witness) => ({ source, witness, kind, at, value, hop: false, outside: false }));
  const speakers = speakersOf(witnesses), routers = new Set([...speakers].filter(([, speaker]) => isRouter(speaker)).map(([mac]) => mac));
  const anyPrivate = witnesses.some(({ ips }) => ips.some(isPrivate));
  return witnesses.map((value, witness) => {
    const mac = value.macs[0], isPublic = value.ips.length > 0 && !value.ips.some(isPrivate);
    const hop = mac !== undefined && !value.bound && value.ips.length > 0 && (routed(mac, value, speakers, routers) || (isPublic && anyPrivate && speakers.get(mac)!.all > value.ips.length));
    return { source, witness, kind, at, value, hop, outside: isPublic && anyPrivate && (hop || mac === undefined) };
  });
}

/** Of a router's loose addresses those of its own networks may be its own, unless they are many. */
function routed(mac: string, { ips }: Witness, speakers: ReadonlyMap<string, Speaker>, routers: ReadonlySet<string>): boolean {
  const { bound, loose } = speakers.get(mac)!;
  return routers.has(mac) && (loose.length >= ROUTED_ADDRESSES || !ips.some((ip) => bound.some((own) => network(own) === network(ip))));
}

/** The keys of a member, strongest first. */
export function keysOf(member: Member): Key[] {
  const { value } = member, keys = new Map<string, Key>(), forwards = forwardsImages(value.services, value.claims);
  const add = (kind: KeyKind, text: string) => { keys.set(`${kind}:${text}`, { kind, text }); };
  for (const claim of value.claims) {
    if (forwards && isFromImages(claim)) continue;
    if (claim.confidence < 85 && claim.attribute !== 'inventoryNumber' && claim.attribute !== 'hostname') continue;
    if (claim.attribute === 'udi') add('udi', claim.value.trim());
    else if (claim.attribute === 'serial' && usableSerial(claim.value)) add('serial', fold(claim.value));
    else if (claim.attribute === 'inventoryNumber' && claim.value.trim().length >= 2) add('inv', fold(claim.value));
    else if (claim.attribute === 'hostname' && claim.confidence >= 70 && usableName(claim.value)) add('host', shortName(claim.value));
  }
  if (!member.hop) for (const mac of value.macs) add('mac', mac);
  for (const ip of value.ips) add('ip', ip);
  return [...keys.values()].sort(compareKeys);
}

/** Strongest first. Made-up MACs name a thing less well than burnt-in ones, and IPv6 addresses, which change for privacy, less well than IPv4. */
export function compareKeys(a: Key, b: Key): number { return rank(a) - rank(b) || (a.text < b.text ? -1 : a.text > b.text ? 1 : 0); }

function rank({ kind, text }: Key): number {
  return KEY_STRENGTH.indexOf(kind) * 2 + ((kind === 'mac' && isLocalMac(text)) || (kind === 'ip' && text.includes(':')) ? 1 : 0);
}

export const keyText = (key: Key): string => `${key.kind}:${key.text}`;

function usableSerial(serial: string): boolean {
  const folded = fold(serial);
  return folded.length >= SERIAL_LENGTH && !TRIVIAL_SERIAL.test(folded) && !COUNTING.startsWith(folded);
}

export function usableName(name: string): boolean { return name.length >= 3 && !GENERIC_NAMES.test(name.toLowerCase()); }

/** `us-er1.local` and `US-ER1` are one name: the first label, folded. */
export function shortName(name: string): string { return fold(name.split('.')[0] ?? name); }

/** Hypervisors and containers give made-up MACs that stay (QEMU, Docker). */
const STEADY = /^(?:52:54:00|02:42)/;
/** Made up for privacy: the same device comes back with another one. */
export const isRandomMac = (mac: string): boolean => isLocalMac(mac) && !STEADY.test(mac);
