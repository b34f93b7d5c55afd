/**
 * A hospital network as an attack graph, routed through hubs: a host is attacked through the hubs of its zone (zone × protocol), gives a foothold in its zone and a
 * credential of its tier; a foothold opens the hubs of its own zone and of those that the network lets it reach; three credentials of a tier are the tier's account,
 * which opens the administration hub of the zones it manages. Services stop when enough of their hosts fall. Never host × host.
 */
import { type AttackGraph, type AttackStep, distinctEdges, type HoursSpec } from '../packages/loop/src/simulate/graph.ts';

export interface HubGraphOptions { readonly hosts: number; readonly zones: number; readonly services: number; readonly seed: number }

const PROTOCOLS = ['admin', 'smb', 'rdp', 'ssh', 'http', 'dicom', 'hl7'] as const;
const NOTHING: HoursSpec = { kind: 'constant', value: 0 };

export function hubGraph({ hosts, zones, services, seed }: HubGraphOptions): AttackGraph {
  let state = seed >>> 0;
  /** mulberry32. */
  const random = (): number => { state = (state + 0x6d2b79f5) >>> 0; let t = Math.imul(state ^ (state >>> 15), state | 1); t ^= t + Math.imul(t ^ (t >>> 7), t | 61); return ((t ^ (t >>> 14)) >>> 0) / 4294967296; };
  const pick = (count: number): number => Math.floor(random() * count);
  const steps: AttackStep[] = [], edges: number[] = [];
  const add = (id: string, type: AttackStep['type'], hours: HoursSpec, possible = 1, k: number | null = null): number => steps.push({ id, type, k, possible, hours }) - 1;
  const hours = (): HoursSpec => {
    const kind = random(), typical = 8 + 60 * random();
    if (kind < 0.4) return { kind: 'exponential', mean: typical };
    if (kind < 0.7) return { kind: 'lognormal', median: typical, sigma: 0.8 };
    return kind < 0.85 ? { kind: 'gamma', shape: 2, scale: typical / 2 } : { kind: 'pert', min: typical / 4, mode: typical, max: typical * 3 };
  };
  const hub = Array.from({ length: zones }, (_, zone) => PROTOCOLS.map((protocol) => add(`zone ${zone} ${protocol}`, 'or', NOTHING)));
  const foothold = Array.from({ length: zones }, (_, zone) => add(`foothold in zone ${zone}`, 'or', NOTHING));
  const account = Array.from({ length: Math.ceil(zones / 10) }, (_, tier) => add(`account of tier ${tier}`, 'atLeast', { kind: 'exponential', mean: 12 }, 0.6, 3));
  for (let zone = 0; zone < zones; zone++) {
    for (const own of hub[zone]!.slice(1)) edges.push(foothold[zone]!, own);
    // Four neighbours; one more anywhere, as flat networks have.
    for (let way = 0; way < 5; way++) edges.push(foothold[zone]!, hub[way < 4 ? (zone + 1 + pick(4)) % zones : pick(zones)]![1 + pick(PROTOCOLS.length - 1)]!);
    edges.push(account[pick(account.length)]!, hub[zone]![0]!);
  }
  const host = Array.from({ length: hosts }, (_, at) => {
    const zone = at % zones, own = add(`host ${at}`, 'or', hours(), 0.35 + 0.6 * random());
    for (let way = 4 + pick(3); way > 0; way--) edges.push(hub[zone]![pick(PROTOCOLS.length)]!, own);
    edges.push(own, foothold[zone]!);
    if (random() < 0.9) edges.push(own, account[zone % account.length]!);
    return own;
  });
  for (let service = 0; service < services; service++) {
    const members = Array.from(new Set(Array.from({ length: 2 + pick(5) }, () => host[pick(hosts)]!))), all = random() < 0.5;
    const own = add(`service ${service} stops`, all ? 'and' : 'atLeast', NOTHING, 1, all ? null : Math.ceil(members.length / 2));
    for (const member of members) edges.push(member, own);
  }
  return { steps, edges: distinctEdges(steps.length, Int32Array.from(edges)), entries: [host[0]!, host[1]!, host[2]!], horizonHours: 336, containment: null };
}
