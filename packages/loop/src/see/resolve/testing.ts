/** Witnesses for tests of resolution: plain, with what matters named and the rest filled in. */
import type { Attribute, Claim, ClientClaim, Grouping, ResolvedAsset, ResolveSource, ServiceClaim, SourceKind, Weight, Witness } from '@wardkeep/model';
import { resolve } from './index.ts';

/** Noon of an invented day, µs. */
export const NOON = 1_795_000_000_000_000;
export const minutes = (count: number): number => NOON + count * 60_000_000;

export function claim(attribute: Attribute, value: string, signal: string, options: { weight?: Weight; confidence?: number; of?: string; at?: number } = {}): Claim {
  const { weight = 'strong', confidence = 95, of = null, at = NOON } = options;
  return { attribute, value, of, signal, weight, confidence, source: 0, positions: [1], count: 1, firstSeen: at, lastSeen: at };
}
export const hostname = (name: string, signal = 'dhcp.hostname'): Claim => claim('hostname', name, signal, { weight: 'medium', confidence: 75 });

export function service(port: number, protocol: ServiceClaim['protocol'], rest: Partial<ServiceClaim> = {}): ServiceClaim {
  return { transport: 'tcp', port, protocol, application: null, state: 'answered', tls: null, attributes: {}, confidence: 95, positions: [1], source: 0, count: 1, ...rest };
}
export function use(protocol: ClientClaim['protocol'], server: string, port: number, rest: Partial<ClientClaim> = {}): ClientClaim {
  return { protocol, server, port, attributes: {}, positions: [1], source: 0, count: 1, tls: false, ...rest };
}

/** Heard at an address: `mac` and `ip` may be null; `from` and `to` in minutes after noon. */
export function heard(mac: string | null, ip: string | null, rest: Partial<Witness> & { from?: number; to?: number } = {}): Witness {
  const { from = 0, to = from + 1, ...more } = rest;
  return { macs: mac === null ? [] : [mac], ips: ip === null ? [] : [ip], claims: [], services: [], clientOf: [], firstSeen: minutes(from), lastSeen: minutes(to), source: 0, bound: false, count: 10, ...more };
}
/** Only spoken of: it never sent a frame. */
export const spokenOf = (mac: string | null, ip: string | null, rest: Partial<Witness> = {}): Witness => ({ ...heard(mac, ip), firstSeen: null, lastSeen: null, count: 0, ...rest });
/** A row of a list. */
export const row = (claims: readonly Claim[], rest: Partial<Witness> = {}): Witness => ({ ...spokenOf(null, null), claims: [...claims], count: 1, ...rest });

export const source = (kind: SourceKind, witnesses: readonly Witness[], rest: Partial<ResolveSource> = {}): ResolveSource => ({ kind, at: NOON, series: null, witnesses, ...rest });
export const capture = (...witnesses: readonly Witness[]): ResolveSource => source('capture', witnesses);
export const list = (...witnesses: readonly Witness[]): ResolveSource => source('list', witnesses);

export const resolved = (sources: readonly ResolveSource[], groupings: readonly Grouping[] = []): ResolvedAsset[] => resolve({ sources, groupings });
/** Assets by what they are addressed by, in order: enough to see what was joined. */
export const shapes = (assets: readonly ResolvedAsset[]): string[] => assets.map(({ macs, ips, keys }) => [...macs, ...ips].join(' ') || keys[0]!).sort();
export const valueOf = (asset: ResolvedAsset | undefined, attribute: Attribute) => asset?.attributes.find((one) => one.attribute === attribute);

// Burnt-in, made up for privacy, and a router's.
export const MAC_A = '00:09:5c:00:00:0a', MAC_B = '00:09:5c:00:00:0b', MAC_C = '00:09:5c:00:00:0c', ROUTER = '00:1b:54:00:00:01', PHONE_1 = 'da:01:02:03:04:05', PHONE_2 = 'ca:0a:0b:0c:0d:0e';
