/** What one endpoint said about itself so far, with the first places where it said so. Bounded: a hostile capture cannot grow it without end. */
import type { Attribute, Claim, ClientClaim, Protocol, ServiceClaim, ServiceState, Transport, Weight } from '@wardkeep/model';
import type { Facts, ServiceFacts } from './scene.ts';
import type { Signal } from './signals.ts';

/** Distinct notes of a kind for one endpoint; a device says a few dozen things, an attack any number. */
export const NOTES_LIMIT = 512;
const FACT_VALUES = 32;
const POSITIONS = 5;

export interface Sign { readonly signal: Signal; readonly text: string; readonly source: number; readonly positions: number[]; count: number; firstSeen: number; lastSeen: number }

/** Where and when: filled by the engine before each record. */
export interface Place { source: number; frame: number; time: number }

const STATE_RANK: Record<ServiceState, number> = { addressed: 0, announced: 1, answered: 2 };
const DEFAULT_CONFIDENCE: Record<Weight, number> = { strong: 95, medium: 75, weak: 40 };

export class HostNotes {
  readonly claims = new Map<string, Claim>();
  readonly signs = new Map<string, Sign>();
  readonly services = new Map<number, ServiceClaim>();
  readonly uses = new Map<string, ClientClaim>();
  /** Notes that were not kept because there were too many. */
  overflow = 0;

  claim(place: Place, attribute: Attribute, value: string, signal: string, weight: Weight, of: string | null, confidence: number | undefined): void {
    const key = `${signal}\n${attribute}\n${value}\n${of ?? ''}\n${place.source}`;
    const known = this.claims.get(key);
    if (known) { again(known, place); return; }
    if (this.claims.size >= NOTES_LIMIT) { this.overflow++; return; }
    this.claims.set(key, {
      attribute, value, of, signal, weight, confidence: confidence ?? DEFAULT_CONFIDENCE[weight], source: place.source,
      positions: [place.frame], count: 1, firstSeen: place.time, lastSeen: place.time,
    });
  }

  sign(place: Place, signal: Signal, text: string): void {
    const key = `${signal}\n${text}\n${place.source}`;
    const known = this.signs.get(key);
    if (known) { again(known, place); return; }
    if (this.signs.size >= NOTES_LIMIT) { this.overflow++; return; }
    this.signs.set(key, { signal, text, source: place.source, positions: [place.frame], count: 1, firstSeen: place.time, lastSeen: place.time });
  }

  serve(place: Place, transport: Transport, port: number, facts: ServiceFacts): void {
    const key = (transport === 'tcp' ? 0 : transport === 'udp' ? 65536 : 131072) + port;
    let service = this.services.get(key);
    if (!service) {
      if (this.services.size >= NOTES_LIMIT) { this.overflow++; return; }
      service = { transport, port, protocol: 'unknown', application: null, state: 'addressed', tls: null, attributes: {}, confidence: 0, positions: [], source: place.source, count: 0 };
      this.services.set(key, service);
    }
    service.count++;
    notePosition(service.positions, place.frame, service.source === place.source);
    const confidence = facts.confidence ?? 95;
    if (facts.protocol && (confidence > service.confidence || service.protocol === 'unknown')) {
      service.protocol = facts.protocol;
      service.confidence = confidence;
    }
    if (facts.state && STATE_RANK[facts.state] > STATE_RANK[service.state]) service.state = facts.state;
    if (facts.application) service.application ??= facts.application;
    if (facts.tls) {
      service.tls ??= { version: null, sni: null, certificate: null };
      const { tls } = service, { version, sni, certificate } = facts.tls;
      if (version && (tls.version === null || version > tls.version)) tls.version = version;
      if (sni) tls.sni ??= sni;
      if (certificate) tls.certificate = certificate;
    }
    if (facts.attributes) unite(service.attributes, facts.attributes);
  }

  use(place: Place, protocol: Protocol, server: string, port: number, attributes: Facts, tls: boolean, counted: boolean): void {
    const key = `${protocol}\n${server}\n${port}`;
    let use = this.uses.get(key);
    if (!use) {
      if (this.uses.size >= NOTES_LIMIT) { this.overflow++; return; }
      use = { protocol, server, port, attributes: {}, positions: [], source: place.source, count: 0, tls };
      this.uses.set(key, use);
    }
    if (counted) use.count++;
    notePosition(use.positions, place.frame, use.source === place.source);
    unite(use.attributes, attributes);
  }
}

function again(note: { positions: number[]; count: number; firstSeen: number | null; lastSeen: number | null }, place: Place): void {
  note.count++;
  notePosition(note.positions, place.frame, true);
  if (note.firstSeen === null || place.time < note.firstSeen) note.firstSeen = place.time;
  if (note.lastSeen === null || place.time > note.lastSeen) note.lastSeen = place.time;
}

function notePosition(positions: number[], frame: number, sameSource: boolean): void {
  if (sameSource && positions.length < POSITIONS && positions.at(-1) !== frame) positions.push(frame);
}

/** Adds facts; lists are united, and of two single values the first stays (which one came first is the same in any order of files: frames are merged by time). */
export function unite(into: Record<string, string | number | boolean | readonly string[]>, facts: Facts): void {
  for (const [name, value] of Object.entries(facts)) {
    const known = into[name];
    if (known === undefined) into[name] = value;
    else if (Array.isArray(known) && Array.isArray(value)) {
      let all: readonly string[] = known;
      for (const entry of value) if (all.length < FACT_VALUES && !all.includes(entry)) all = [...all, entry];
      into[name] = all;
    } else if (known === false && value === true) into[name] = true;
  }
}
