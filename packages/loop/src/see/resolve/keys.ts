/**
 * Identity keys: what makes two witnesses the same thing. In order of strength:
 * serial or UDI > MAC (not a router's, which stands for many) > inventory number > hostname > address.
 *
 * Traps, each with its answer: a router hides many hosts behind one MAC (`hops`); phones make up MACs, so such a MAC joins but is a weak name;
 * DHCP moves addresses, so an address joins only where no MAC contradicts; a DICOM serial may belong to the device whose images are forwarded.
 */
import { isLocalMac, type Witness } from '@wardkeep/model';
import { fold } from '../fold.ts';
import { forwardsImages, isFromImages } from './roles.ts';

export interface Member {
  readonly source: number;
  readonly witness: number;
  readonly kind: 'capture' | 'document';
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

/** The MACs that are routers' in one source's witnesses, and whether it has private addresses at all. */
function survey(witnesses: readonly Witness[]): { routers: Set<string>; speaksFor: Map<string, number>; anyPrivate: boolean } {
  const loose = new Map<string, number>(), speaksFor = new Map<string, number>();
  let anyPrivate = false;
  for (const witness of witnesses) {
    for (const ip of witness.ips) anyPrivate ||= isPrivate(ip);
    for (const mac of witness.macs) {
      const four = witness.ips.filter((ip) => !ip.includes(':')).length;
      speaksFor.set(mac, (speaksFor.get(mac) ?? 0) + witness.ips.length);
      if (!witness.bound) loose.set(mac, (loose.get(mac) ?? 0) + four);
    }
  }
  const routers = new Set([...loose].filter(([, count]) => count >= ROUTED_ADDRESSES).map(([mac]) => mac));
  return { routers, speaksFor, anyPrivate };
}

/** Wraps a source's witnesses, telling apart hosts, hosts behind a router, and hosts outside. */
export function membersOf(source: number, kind: 'capture' | 'document', witnesses: readonly Witness[]): Member[] {
  if (kind === 'document') return witnesses.map((value, witness) => ({ source, witness, kind, value, hop: false, outside: false }));
  const { routers, speaksFor, anyPrivate } = survey(witnesses);
  return witnesses.map((value, witness) => {
    const mac = value.macs[0], isPublic = value.ips.length > 0 && !value.ips.some(isPrivate);
    const hop = mac !== undefined && !value.bound && value.ips.length > 0 && (routers.has(mac) || (isPublic && anyPrivate && speaksFor.get(mac)! > value.ips.length));
    return { source, witness, kind, value, hop, outside: isPublic && anyPrivate && (hop || mac === undefined) };
  });
}

/** The keys of a member, strongest first. */
export function keysOf(member: Member): Key[] {
  const { value } = member, keys: Key[] = [], forwards = forwardsImages(value.services, value.claims);
  for (const claim of value.claims) {
    if (forwards && isFromImages(claim)) continue;
    if (claim.confidence < 85 && claim.attribute !== 'inventoryNumber' && claim.attribute !== 'hostname') continue;
    if (claim.attribute === 'udi') keys.push({ kind: 'udi', text: claim.value.trim() });
    else if (claim.attribute === 'serial' && usableSerial(claim.value)) keys.push({ kind: 'serial', text: fold(claim.value) });
    else if (claim.attribute === 'inventoryNumber' && claim.value.trim().length >= 2) keys.push({ kind: 'inv', text: fold(claim.value) });
    else if (claim.attribute === 'hostname' && claim.confidence >= 70 && usableName(claim.value)) keys.push({ kind: 'host', text: shortName(claim.value) });
  }
  if (!member.hop) for (const mac of value.macs) keys.push({ kind: 'mac', text: mac });
  for (const ip of value.ips) keys.push({ kind: 'ip', text: ip });
  const seen = new Set<string>();
  return keys.filter((key) => !seen.has(keyText(key)) && seen.add(keyText(key)))
    .sort((a, b) => rank(a) - rank(b) || (a.text < b.text ? -1 : 1));
}

/** Made-up MACs name a thing less well than burnt-in ones, and IPv6 privacy addresses less well than IPv4. */
function rank(key: Key): number {
  const base = KEY_STRENGTH.indexOf(key.kind) * 2;
  return base + (key.kind === 'mac' && isLocalMac(key.text) ? 1 : key.kind === 'ip' && key.text.includes(':') ? 1 : 0);
}

export const keyText = (key: Key): string => `${key.kind}:${key.text}`;

function usableSerial(serial: string): boolean {
  const folded = fold(serial);
  return folded.length >= SERIAL_LENGTH && !TRIVIAL_SERIAL.test(folded) && !COUNTING.startsWith(folded);
}

function usableName(name: string): boolean { return name.length >= 3 && !GENERIC_NAMES.test(name.toLowerCase()); }

/** `us-er1.local` and `US-ER1` are one name: the first label, folded. */
export function shortName(name: string): string { return fold(name.split('.')[0] ?? name); }
