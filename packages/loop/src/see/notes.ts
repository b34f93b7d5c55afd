/**
 * What the endpoints said about themselves so far, with the first places where they said so.
 *
 * A capture repeats itself: of a million statements a few thousand are new. So claims and signs are rows of typed arrays found by numbers (texts are
 * numbered once); a repeated one costs a probe and no allocation, and a million of them leave nothing for the garbage collector to look at.
 * Bounded: a hostile capture cannot grow it without end.
 */
import { type Attribute, ATTRIBUTES, type Claim, type ClientClaim, type Protocol, type ServiceClaim, type ServiceState, type Transport, type Weight } from '@wardkeep/model';
import type { Facts, ServiceFacts } from './scene.ts';
import type { Signal } from './signals.ts';
import { grown, KeyTable, mix } from './tables.ts';

/** For `claimsOf`. */
export const attributeBit = (attribute: Attribute): number => 1 << ATTRIBUTE_AT.get(attribute)!;

/** Distinct notes of a kind for one endpoint; a device says a few dozen things, an attack any number. */
export const NOTES_LIMIT = 512;
/** So many notes of a kind in all are normal for 20,000 devices; then each endpoint gets less room, and at last none: a thousand liars must not fill the memory. */
const NOTES_MANY = 1 << 19, NOTES_FULL = 1 << 22, NOTES_LIMIT_THEN = 64;
const FACT_VALUES = 32;
/** Of all that have none. */
const NO_FACTS: Facts = Object.freeze({});
const POSITIONS = 5;

export interface Sign { readonly signal: Signal; readonly text: string; readonly source: number; readonly positions: number[]; readonly count: number; readonly firstSeen: number; readonly lastSeen: number }

/** Where and when: filled by the engine before each record. */
export interface Place { source: number; frame: number; time: number }

const STATE_RANK: Record<ServiceState, number> = { addressed: 0, announced: 1, answered: 2 };
const DEFAULT_CONFIDENCE: Record<Weight, number> = { strong: 95, medium: 75, weak: 40 };
const WEIGHT_AT: readonly Weight[] = ['strong', 'medium', 'weak'];
const ATTRIBUTE_AT = new Map<string, number>(ATTRIBUTES.map((attribute, index) => [attribute, index]));
const TRANSPORT_AT: Record<Transport, number> = { tcp: 0, udp: 65536, link: 131072 };

// A row of `keys`: whose; what: the number of the signal × 32 + the attribute, or SIGN, or (of the protocol) USE; value, or server; name of the software, or port;
// capture (0 for a use, which is one in all captures); measure: confidence | weight << 8 | tls << 10 | positions << 12 | capture of a use << 16.
const HOST = 0, WHAT = 1, VALUE = 2, OF = 3, SOURCE = 4, MEASURE = 5, KEYS = 6;
const SIGN = 31, USE = 30, TLS = 1 << 10, SOURCES_MAX = 0x7fff;
// A row of `figures`: first and last time, first frame (a stream that never ends has more than 2³² of them).
const FIRST = 0, LAST = 1, FRAME = 2, FIGURES = 3;
// A row of `counts`: how often (2³² − 1 is "more than anybody counts"), then how many frames after the first one the next four came.
const COUNT = 0, LATER = 1, COUNTS = 5, UINT_MAX = 0xffffffff;
// Rows stand in blocks that stay where they are: a table that is copied to grow needs its memory twice, and leaves holes behind.
const ROW = 0xffffff, TAG = ~ROW;
const BLOCK_BITS = 12, BLOCK = 1 << BLOCK_BITS, IN_BLOCK = BLOCK - 1;

export class NoteBook {
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [''];
  private readonly keys: Int32Array[] = [];
  private readonly figures: Float64Array[] = [];
  private readonly counts: Uint32Array[] = [];
  /** Open addressing over rows, each with the highest byte of its hash, so that few others have to be looked at; row 0 is nobody's. */
  private slots = new Int32Array(4096);
  private size = 0;
  private readonly rows = new Chains();
  private claimCount = new Uint16Array(1024);
  private useCount = new Uint16Array(1024);
  private useTotal = 0;
  /** Of the uses that have any. */
  private readonly useFacts = new Map<number, Facts>();

  private readonly serviceKeys = new KeyTable(1024);
  private readonly services: ServiceClaim[] = [];
  private readonly serviceRows = new Chains();
  private readonly isTelling: (signal: Signal, text: string) => boolean;
  /** Hosts of which notes were not kept because there were too many. */
  private readonly overflow = new Set<number>();

  /** `isTelling`: whether anything follows from a sign; the others are not kept. */
  constructor(isTelling: (signal: Signal, text: string) => boolean = () => true) { this.isTelling = isTelling; }

  claim(host: number, place: Place, attribute: Attribute, value: string, signal: string, weight: Weight, of: string | null, confidence: number | undefined): void {
    const measure = (confidence ?? DEFAULT_CONFIDENCE[weight]) | (weight === 'strong' ? 0 : weight === 'medium' ? 1 << 8 : 2 << 8);
    this.note(host, place, signal, ATTRIBUTE_AT.get(attribute)!, value, of, measure);
  }

  sign(host: number, place: Place, signal: Signal, text: string): void { this.note(host, place, signal, SIGN, text, null, 0); }

  private note(host: number, place: Place, signal: string, kind: number, text: string, name: string | null, measure: number): void {
    const { numbers } = this, said = numbers.get(signal), value = numbers.get(text), of = name === null ? 0 : numbers.get(name);
    if (said !== undefined && value !== undefined && of !== undefined) {
      const row = this.find(host, said * 32 + kind, value, of, place.source);
      if (row !== 0) { this.again(row, place); return; }
    }
    if (kind === SIGN && !this.isTelling(signal as Signal, text)) return;
    if (host >= this.claimCount.length) this.claimCount = grown(this.claimCount, host);
    const claims = this.claimCount[host]!, had = kind === SIGN ? this.rows.lengthOf(host) - claims - (this.useCount[host] ?? 0) : claims;
    if (had >= roomAt(this.size - this.useTotal)) { this.overflow.add(host); return; }
    if (kind !== SIGN) this.claimCount[host]!++;
    this.append(host, this.numberOf(signal) * 32 + kind, this.numberOf(text), name === null ? 0 : this.numberOf(name), place.source, measure, place);
  }

  private numberOf(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.texts.length);
    return this.texts.push(text) - 1;
  }

  private find(host: number, what: number, value: number, of: number, source: number): number {
    const { slots } = this, mask = slots.length - 1, hash = (mix(host, what, value) + of) | 0, tag = hash & TAG;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const entry = slots[slot]!;
      if (entry === 0) return 0;
      if (((entry ^ tag) & TAG) !== 0) continue;
      const row = entry & ROW, keys = this.keys[row >> BLOCK_BITS]!, at = (row & IN_BLOCK) * KEYS;
      if (keys[at + HOST] === host && keys[at + VALUE] === value && keys[at + WHAT] === what && keys[at + OF] === of && keys[at + SOURCE] === source) return row;
    }
  }

  private append(host: number, what: number, value: number, of: number, source: number, measure: number, place: Place): number {
    const row = ++this.size, block = row >> BLOCK_BITS;
    const keys = (this.keys[block] ??= new Int32Array(BLOCK * KEYS)), figures = (this.figures[block] ??= new Float64Array(BLOCK * FIGURES));
    const at = (row & IN_BLOCK) * KEYS, figure = (row & IN_BLOCK) * FIGURES;
    (this.counts[block] ??= new Uint32Array(BLOCK * COUNTS))[(row & IN_BLOCK) * COUNTS + COUNT] = 1;
    keys[at + HOST] = host;
    keys[at + WHAT] = what;
    keys[at + VALUE] = value;
    keys[at + OF] = of;
    keys[at + SOURCE] = source;
    keys[at + MEASURE] = measure | 1 << 12;
    figures[figure + FIRST] = figures[figure + LAST] = place.time;
    figures[figure + FRAME] = place.frame;
    if (row * 4 > this.slots.length * 3) this.rehash(); else this.put(row);
    this.rows.add(host, row);
    return row;
  }

  private rehash(): void {
    this.slots = new Int32Array(this.slots.length * 2);
    for (let row = 1; row <= this.size; row++) this.put(row);
  }

  private put(row: number): void {
    const { slots } = this, mask = slots.length - 1, keys = this.keys[row >> BLOCK_BITS]!, at = (row & IN_BLOCK) * KEYS;
    const hash = (mix(keys[at + HOST]!, keys[at + WHAT]!, keys[at + VALUE]!) + keys[at + OF]!) | 0;
    let slot = hash & mask;
    while (slots[slot] !== 0) slot = (slot + 1) & mask;
    slots[slot] = row | (hash & TAG);
  }

  private again(row: number, place: Place): void {
    const keys = this.keys[row >> BLOCK_BITS]!, figures = this.figures[row >> BLOCK_BITS]!, counts = this.counts[row >> BLOCK_BITS]!;
    const at = (row & IN_BLOCK) * KEYS, figure = (row & IN_BLOCK) * FIGURES, count = (row & IN_BLOCK) * COUNTS;
    if (counts[count + COUNT] !== UINT_MAX) counts[count + COUNT]!++;
    const measure = keys[at + MEASURE]!, positions = (measure >> 12) & 7;
    if (positions < POSITIONS && ((keys[at + WHAT]! & 31) !== USE || measure >> 16 === place.source)) {
      const later = place.frame - figures[figure + FRAME]!;
      if (later !== (positions === 1 ? 0 : counts[count + LATER + positions - 2]) && later > 0 && later < UINT_MAX) {
        counts[count + LATER + positions - 1] = later;
        keys[at + MEASURE] = measure + (1 << 12);
      }
    }
    if (place.time < figures[figure + FIRST]!) figures[figure + FIRST] = place.time;
    if (place.time > figures[figure + LAST]!) figures[figure + LAST] = place.time;
  }

  serve(host: number, place: Place, transport: Transport, port: number, facts: ServiceFacts): void {
    const key = TRANSPORT_AT[transport] + port, known = this.serviceKeys.find(host, key, 0);
    let service: ServiceClaim;
    if (known !== 0) service = this.services[known - 1]!;
    else {
      if (this.serviceRows.lengthOf(host) >= roomAt(this.services.length)) { this.overflow.add(host); return; }
      service = { transport, port, protocol: 'unknown', application: null, state: 'addressed', tls: null, attributes: NO_FACTS, confidence: 0, positions: [], source: place.source, count: 0 };
      this.services.push(service);
      this.serviceRows.add(host, this.serviceKeys.add(host, key, 0));
    }
    service.count++;
    if (service.positions.length < POSITIONS) notePosition(service, place);
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
    if (facts.attributes) service.attributes = united(service.attributes, facts.attributes);
  }

  use(host: number, place: Place, protocol: Protocol, server: string, port: number, attributes: Facts, tls: boolean): void {
    const { numbers } = this, number = numbers.get(protocol), address = numbers.get(server);
    let row = number === undefined || address === undefined ? 0 : this.find(host, number * 32 + USE, address, port, 0);
    if (row !== 0) this.again(row, place);
    else {
      if (host >= this.useCount.length) this.useCount = grown(this.useCount, host);
      if (this.useCount[host]! >= roomAt(this.useTotal)) { this.overflow.add(host); return; }
      this.useCount[host]!++;
      this.useTotal++;
      row = this.append(host, this.numberOf(protocol) * 32 + USE, this.numberOf(server), port, 0, (tls ? TLS : 0) | Math.min(place.source, SOURCES_MAX) << 16, place);
    }
    if (isEmpty(attributes)) return;
    const known = this.useFacts.get(row), all = known === undefined ? attributes : united(known, attributes);
    if (all !== known) this.useFacts.set(row, all);
  }

  /** No more notes come: what finds one by its content is forgotten. */
  close(): void {
    this.numbers.clear();
    this.slots = new Int32Array(1);
    this.serviceKeys.close();
  }

  has(host: number): boolean { return this.rows.lengthOf(host) + this.serviceRows.lengthOf(host) > 0; }

  /** Hosts of which notes were left out. */
  get overflowed(): number { return this.overflow.size; }

  /** In the order in which they were first made; `wanted`: bits of `attributeBit`, all unless told. */
  claimsOf(host: number, wanted = -1): Claim[] {
    const { texts, rows } = this, out: Claim[] = [];
    for (let row = rows.firstOf(host); row !== 0; row = rows.after(row)) {
      const keys = this.keys[row >> BLOCK_BITS]!, at = (row & IN_BLOCK) * KEYS, kind = keys[at + WHAT]! & 31;
      if (kind >= USE || ((wanted >> kind) & 1) === 0) continue;
      const figures = this.figures[row >> BLOCK_BITS]!, figure = (row & IN_BLOCK) * FIGURES, of = keys[at + OF]!, measure = keys[at + MEASURE]!;
      out.push({
        attribute: ATTRIBUTES[kind]!, value: texts[keys[at + VALUE]!]!, of: of === 0 ? null : texts[of]!, signal: texts[keys[at + WHAT]! >>> 5]!, weight: WEIGHT_AT[(measure >> 8) & 3]!, confidence: measure & 127,
        source: keys[at + SOURCE]!, positions: this.positionsOf(row, measure), count: this.countOf(row), firstSeen: figures[figure + FIRST]!, lastSeen: figures[figure + LAST]!,
      });
    }
    return out;
  }

  signsOf(host: number): Sign[] {
    const { texts, rows } = this, out: Sign[] = [];
    for (let row = rows.firstOf(host); row !== 0; row = rows.after(row)) {
      const keys = this.keys[row >> BLOCK_BITS]!, figures = this.figures[row >> BLOCK_BITS]!, at = (row & IN_BLOCK) * KEYS, figure = (row & IN_BLOCK) * FIGURES;
      if ((keys[at + WHAT]! & 31) !== SIGN) continue;
      out.push({
        signal: texts[keys[at + WHAT]! >>> 5]! as Signal, text: texts[keys[at + VALUE]!]!, source: keys[at + SOURCE]!, positions: this.positionsOf(row, keys[at + MEASURE]!),
        count: this.countOf(row), firstSeen: figures[figure + FIRST]!, lastSeen: figures[figure + LAST]!,
      });
    }
    return out;
  }

  private countOf(row: number): number { return this.counts[row >> BLOCK_BITS]![(row & IN_BLOCK) * COUNTS + COUNT]!; }

  private positionsOf(row: number, measure: number): number[] {
    const first = this.figures[row >> BLOCK_BITS]![(row & IN_BLOCK) * FIGURES + FRAME]!, counts = this.counts[row >> BLOCK_BITS]!, out = [first];
    for (let at = (row & IN_BLOCK) * COUNTS + LATER, end = at + ((measure >> 12) & 7) - 1; at < end; at++) out.push(first + counts[at]!);
    return out;
  }

  servicesOf(host: number): ServiceClaim[] { return this.serviceRows.of(host).map((row) => this.services[row - 1]!); }

  usesOf(host: number): ClientClaim[] {
    const { texts, rows } = this, out: ClientClaim[] = [];
    if ((this.useCount[host] ?? 0) === 0) return out;
    for (let row = rows.firstOf(host); row !== 0; row = rows.after(row)) {
      const keys = this.keys[row >> BLOCK_BITS]!, at = (row & IN_BLOCK) * KEYS, measure = keys[at + MEASURE]!;
      if ((keys[at + WHAT]! & 31) !== USE) continue;
      out.push({
        protocol: texts[keys[at + WHAT]! >>> 5]! as Protocol, server: texts[keys[at + VALUE]!]!, port: keys[at + OF]!, attributes: this.useFacts.get(row) ?? NO_FACTS,
        positions: this.positionsOf(row, measure), source: measure >> 16, count: this.countOf(row), tls: (measure & TLS) !== 0,
      });
    }
    return out;
  }
}

function isEmpty(facts: Facts): boolean { for (const _ in facts) return false; return true; }

/** Notes of a kind that one endpoint may have when there are `total` of all. */
function roomAt(total: number): number { return total < NOTES_MANY ? NOTES_LIMIT : total < NOTES_FULL ? NOTES_LIMIT_THEN : 0; }

/** Rows by host, in the order of adding. */
class Chains {
  private first = new Int32Array(1024);
  private last = new Int32Array(1024);
  private length = new Uint16Array(1024);
  private next = new Int32Array(1024);

  add(host: number, row: number): void {
    if (host >= this.first.length) {
      this.first = grown(this.first, host);
      this.last = grown(this.last, host);
      this.length = grown(this.length, host);
    }
    if (row >= this.next.length) this.next = grown(this.next, row);
    if (this.length[host]!++ === 0) this.first[host] = row; else this.next[this.last[host]!] = row;
    this.last[host] = row;
  }

  lengthOf(host: number): number { return this.length[host] ?? 0; }
  firstOf(host: number): number { return this.first[host] ?? 0; }
  after(row: number): number { return this.next[row]!; }

  of(host: number): number[] {
    const out: number[] = [];
    for (let row = this.firstOf(host); row !== 0; row = this.next[row]!) out.push(row);
    return out;
  }
}

/** Exact arrays, here and in `united`: `push` and `[...list, entry]` reserve room for seventeen, and there are a hundred thousand such lists. */
function notePosition(note: { positions: number[]; readonly source: number }, place: Place): void {
  const { positions } = note;
  if (note.source === place.source && positions.at(-1) !== place.frame) note.positions = positions.concat(place.frame);
}

/**
 * `known` with `facts` added: lists are united, and of two single values the first stays (which one came first is the same in any order of files: frames
 * are merged by time). Neither is changed, and where nothing is new the result is `known` itself: most facts are said a hundred times.
 */
export function united(known: Facts, facts: Facts): Facts {
  if (known === NO_FACTS) return facts;
  let all: Record<string, Facts[string]> | null = null;
  for (const name in facts) {
    const before = known[name], after = before === undefined ? facts[name]! : both(before, facts[name]!);
    if (after !== before) (all ??= { ...known })[name] = after;
  }
  return all ?? known;
}

function both(known: Facts[string], value: Facts[string]): Facts[string] {
  if (typeof known !== 'object' || typeof value !== 'object') return known === false && value === true ? true : known;
  let all: readonly string[] = known;
  for (const entry of value) if (all.length < FACT_VALUES && !all.includes(entry)) all = all.concat(entry);
  return all;
}
