/** The engine's tables become witnesses: rules read the signs, the MAC's maker is looked up, and only who was heard or tied to a MAC is kept. */
import type { Attribute, Claim, ClientClaim, ServiceClaim, Weight, Witness, WitnessList } from '@wardkeep/model';
import type { SeeEngine } from './engine.ts';
import type { HostRef } from './scene.ts';
import { squeeze } from './fold.ts';
import { attributeBit, type Sign } from './notes.ts';
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
 * One witness for each endpoint that spoke or was tied to a MAC by ARP, neighbour discovery or DHCP. What each says is made when it is asked for and
 * forgotten with whoever asked: resolution looks at one thing at a time, so the claims of all are never there together.
 */
export class CaptureWitnesses implements WitnessList {
  readonly engine: SeeEngine;
  readonly knowledge: Knowledge;
  readonly length: number;
  private readonly hosts: Int32Array;

  constructor(engine: SeeEngine, knowledge: Knowledge) {
    this.engine = engine;
    this.knowledge = knowledge;
    const { endpoints, notes } = engine;
    this.hosts = new Int32Array(endpoints.size);
    let length = 0;
    for (let host = 1; host <= endpoints.size; host++) {
      if (endpoints.sent[host] !== 0 || endpoints.bound[host] !== 0 || notes.has(host)) this.hosts[length++] = host;
    }
    this.length = length;
  }

  at(index: number): IdentifiedWitness | undefined { return index < this.length ? new EndpointWitness(this, this.hosts[index]!) : undefined; }
}

/** All of them as plain data, for a file or another thread. */
export function witnessesOf(engine: SeeEngine, knowledge: Knowledge): Witness[] {
  const list = new CaptureWitnesses(engine, knowledge);
  return Array.from({ length: list.length }, (_, index) => {
    const { macs, ips, claims, services, clientOf, firstSeen, lastSeen, source, bound, count } = list.at(index)!;
    return { macs, ips, claims, services, clientOf, firstSeen, lastSeen, source, bound, count };
  });
}

/** A witness that tells what identifies it without saying all that it says. */
export interface IdentifiedWitness extends Witness { readonly identity?: readonly Claim[] }

/** Attributes by which things are told apart or found to be the same. */
const IDENTITY: ReadonlySet<Attribute> = new Set(['udi', 'serial', 'inventoryNumber', 'hostname', 'model']);
const isIdentity = ({ attribute }: { readonly attribute: Attribute }): boolean => IDENTITY.has(attribute);

class EndpointWitness implements IdentifiedWitness {
  private readonly list: CaptureWitnesses;
  private readonly host: HostRef;

  constructor(list: CaptureWitnesses, host: number) {
    this.list = list;
    this.host = host as HostRef;
  }

  get source(): number { return 0; }
  get macs(): string[] { return listOf(this.list.engine.macOf(this.host)); }
  get ips(): string[] { return listOf(this.list.engine.ipOf(this.host)); }
  get count(): number { return this.list.engine.endpoints.sent[this.host]!; }
  get firstSeen(): number | null { return this.count > 0 ? this.list.engine.endpoints.first[this.host]! : null; }
  get lastSeen(): number | null { return this.count > 0 ? this.list.engine.endpoints.last[this.host]! : null; }
  get bound(): boolean { return this.list.engine.endpoints.bound[this.host] === 1; }
  get services(): ServiceClaim[] { return this.list.engine.notes.servicesOf(this.host); }
  get clientOf(): ClientClaim[] { return this.list.engine.notes.usesOf(this.host); }

  get claims(): Claim[] {
    const { list: { engine: { notes }, knowledge }, host } = this, claims = notes.claimsOf(host);
    for (const sign of notes.signsOf(host)) readSign(sign, knowledge.read(sign.signal, sign.text), claims);
    const mac = this.macs[0], maker = mac === undefined ? null : knowledge.makerOf(mac);
    if (maker !== null && this.count > 0) readMaker(maker, knowledge, claims, this.firstSeen, this.lastSeen);
    return claims;
  }

  get identity(): Claim[] {
    const { list: { engine: { notes }, knowledge }, host } = this, claims = notes.claimsOf(host, IDENTITY_BITS);
    for (const sign of notes.signsOf(host)) {
      const readings = knowledge.read(sign.signal, sign.text);
      if (readings.some(isIdentity)) readSign(sign, readings.filter(isIdentity), claims);
    }
    return claims;
  }
}

const IDENTITY_BITS = [...IDENTITY].reduce((bits, attribute) => bits | attributeBit(attribute), 0);
const listOf = (text: string | null): string[] => (text === null ? [] : [text]);

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

function readSign(sign: Sign, readings: readonly Reading[], claims: Claim[]): void {
  let spoken = claims.length;
  for (const reading of readings) {
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

