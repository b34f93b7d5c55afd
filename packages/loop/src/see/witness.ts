/** The engine's tables become witnesses: rules read the signs, the MAC's maker is looked up, and only who was heard or tied to a MAC is kept. */
import type { Attribute, Claim, Weight, Witness } from '@wardkeep/model';
import type { SeeEngine } from './engine.ts';
import { squeeze } from './fold.ts';
import { NOTES_LIMIT, type Sign } from './notes.ts';
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

/** One witness for each endpoint that spoke or was tied to a MAC by ARP, neighbour discovery or DHCP. */
export function witnessesOf(engine: SeeEngine, knowledge: Knowledge): Witness[] {
  const { endpoints } = engine, out: Witness[] = [];
  for (let host = 1; host <= endpoints.size; host++) {
    const sent = endpoints.sent[host]!, notes = engine.notes[host];
    if (sent === 0 && endpoints.bound[host] === 0 && notes === undefined) continue;
    const mac = engine.macs.text(endpoints.macs[host]!), ip = engine.addresses.text(endpoints.addresses[host]!);
    const first = sent > 0 ? endpoints.first[host]! : null, last = sent > 0 ? endpoints.last[host]! : null;
    const claims: Claim[] = notes ? [...notes.claims.values()] : [];
    if (notes) for (const sign of notes.signs.values()) readSign(sign, knowledge, claims);
    const maker = mac === null ? null : knowledge.makerOf(mac);
    if (maker !== null && sent > 0) readMaker(maker, knowledge, claims, first, last);
    if (notes && notes.overflow > 0) engine.warn('host-notes-limit', `more than ${NOTES_LIMIT} different notes of one kind for one address`, 0, null, null);
    out.push({
      macs: mac === null ? [] : [mac], ips: ip === null ? [] : [ip], claims,
      services: notes ? [...notes.services.values()] : [], clientOf: notes ? [...notes.uses.values()] : [],
      firstSeen: first, lastSeen: last, source: 0, bound: endpoints.bound[host] === 1, count: sent,
    });
  }
  return out;
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

