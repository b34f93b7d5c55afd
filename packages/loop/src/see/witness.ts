/** The engine's tables become witnesses: rules read the signs, the MAC's maker is looked up, and only who was heard or tied to a MAC is kept. */
import type { Attribute, Claim, ClientClaim, ServiceClaim, Weight, Witness, WitnessList } from '@wardkeep/model';
import type { SeeEngine } from './engine.ts';
import { squeeze } from './fold.ts';
import type { Sign } from './notes.ts';
import type { Signal } from './signals.ts';

/** What a rule reads out of a text: see `rules.ts`. */
export interface Reading { readonly attribute: Attribute; readonly value: string; readonly of: string | null; readonly weight: Weight; readonly confidence: number }

export interface Knowledge {
  /** Readings of one text; the same text gives the same list. */
  readonly read: (signal: Signal, text: string) => readonly Reading[];
  /** Maker registered for a MAC's prefix (IEEE), or null. */
  readonly makerOf: (mac: string) => string | null;
  /** What a maker's connected products usually are, where that is one thing. */
  readonly typicalOf: (vendor: string) => readonly Reading[];
}

const OUI_CONFIDENCE = 40;

/**
 * One witness for each endpoint that spoke or was tied to a MAC by ARP, neighbour discovery or DHCP. Each is made when it is asked for and forgotten
 * with whoever asked: resolution looks at one thing at a time, so the claims of all are never there together.
 */
export class CaptureWitnesses implements WitnessList {
  readonly length: number;
  private readonly engine: SeeEngine;
  private readonly knowledge: Knowledge;
  private readonly hosts: Int32Array;

  constructor(engine: SeeEngine, knowledge: Knowledge) {
    this.engine = engine;
    this.knowledge = knowledge;
    const { endpoints, notes } = engine;
    this.hosts = new Int32Array(endpoints.size);
    let length = 0;
    for (let host = 1; host <= endpoints.size; host++) {
      if (endpoints.sent[host] === 0 && endpoints.bound[host] === 0 && !notes.has(host)) continue;
      this.hosts[length++] = host;
    }
    this.length = length;
  }

  at(index: number): Witness | undefined { return index < this.length ? new EndpointWitness(this.engine, this.knowledge, this.hosts[index]!) : undefined; }
}

/** All of them as plain data, for a file or another thread. */
export function witnessesOf(engine: SeeEngine, knowledge: Knowledge): Witness[] {
  const list = new CaptureWitnesses(engine, knowledge);
  return Array.from({ length: list.length }, (_, index) => {
    const { macs, ips, claims, services, clientOf, firstSeen, lastSeen, source, bound, count } = list.at(index)!;
    return { macs, ips, claims, services, clientOf, firstSeen, lastSeen, source, bound, count };
  });
}

class EndpointWitness implements Witness {
  readonly macs: string[];
  readonly ips: string[];
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  readonly source = 0;
  readonly bound: boolean;
  readonly count: number;
  private readonly engine: SeeEngine;
  private readonly knowledge: Knowledge;
  private readonly host: number;
  private said: Claim[] | null = null;
  private used: ClientClaim[] | null = null;
  private served: ServiceClaim[] | null = null;

  constructor(engine: SeeEngine, knowledge: Knowledge, host: number) {
    const { endpoints } = engine, mac = engine.macs.text(endpoints.macs[host]!), ip = engine.addresses.text(endpoints.addresses[host]!);
    this.engine = engine;
    this.knowledge = knowledge;
    this.host = host;
    this.macs = mac === null ? [] : [mac];
    this.ips = ip === null ? [] : [ip];
    this.count = endpoints.sent[host]!;
    this.firstSeen = this.count > 0 ? endpoints.first[host]! : null;
    this.lastSeen = this.count > 0 ? endpoints.last[host]! : null;
    this.bound = endpoints.bound[host] === 1;
  }

  get claims(): Claim[] { return (this.said ??= this.readClaims()); }
  get services(): ServiceClaim[] { return (this.served ??= this.engine.notes.servicesOf(this.host)); }
  get clientOf(): ClientClaim[] { return (this.used ??= this.engine.notes.usesOf(this.host)); }

  private readClaims(): Claim[] {
    const { engine: { notes }, knowledge, host } = this, claims = notes.claimsOf(host);
    for (const sign of notes.signsOf(host)) readSign(sign, knowledge, claims);
    const mac = this.macs[0], maker = mac === undefined ? null : knowledge.makerOf(mac);
    if (maker !== null && this.count > 0) readMaker(maker, knowledge, claims, this.firstSeen, this.lastSeen);
    return claims;
  }
}

/** The registered maker, under the name by which rules know it, and what it usually makes. */
function readMaker(maker: string, knowledge: Knowledge, claims: Claim[], firstSeen: number | null, lastSeen: number | null): void {
  const say = (attribute: Attribute, value: string, signal: string, confidence: number) => {
    claims.push({ attribute, value, of: null, signal, weight: 'weak', confidence, source: 0, positions: [], count: 1, firstSeen, lastSeen });
  };
  const known = knowledge.read('oui.vendor', maker).find((reading) => reading.attribute === 'vendor')?.value ?? null;
  say('vendor', known ?? maker, 'oui.vendor', OUI_CONFIDENCE);
  if (known !== null) for (const reading of knowledge.typicalOf(known)) say(reading.attribute, reading.value, 'oui.typical-role', reading.confidence);
}

/** A text's own spelling counts this much once a rule has read the same text: it stays as evidence, but is no second opinion. */
const ECHO_CONFIDENCE = 50;

function readSign(sign: Sign, knowledge: Knowledge, claims: Claim[]): void {
  let spoken = claims.length;
  for (const reading of knowledge.read(sign.signal, sign.text)) {
    for (let at = spoken - 1; at >= 0; at--) {
      const claim = claims[at]!;
      if (!isEcho(claim, sign, reading)) continue;
      if (claim.value !== reading.value) claims[at] = { ...claim, confidence: Math.min(claim.confidence, ECHO_CONFIDENCE) };
      else { claims.splice(at, 1); spoken--; }
    }
    claims.push({
      attribute: reading.attribute, value: reading.value, of: reading.of, signal: sign.signal, weight: reading.weight, confidence: reading.confidence,
      source: sign.source, positions: sign.positions, count: sign.count, firstSeen: sign.firstSeen, lastSeen: sign.lastSeen,
    });
  }
}

/** `GE MEDICAL SYSTEMS` that a rule knows as GE HealthCare, `HAPI-FHIR` that it knows as HAPI FHIR client: one statement in two spellings. */
function isEcho(claim: Claim, sign: Sign, reading: Reading): boolean {
  if (claim.signal !== sign.signal || claim.attribute !== reading.attribute || claim.source !== sign.source || claim.positions[0] !== sign.positions[0] || claim.count !== sign.count) return false;
  if (reading.attribute !== 'software') return reading.attribute !== 'role' && sign.text.includes(claim.value);
  return claim.value === reading.value && (squeeze(reading.of ?? '').includes(squeeze(claim.of ?? '')) || squeeze(claim.of ?? '').includes(squeeze(reading.of ?? '')));
}

