/**
 * The engine's tables: open addressing over typed arrays, so that a packet of a known flow costs one probe and no allocation.
 * Sizes grow with what is seen; flows are swept when a table would grow, so memory follows hosts and open flows, not the capture's length.
 */
import { formatIpv4, formatIpv6, formatMac } from '@wardkeep/model';

/**
 * Hash of three integers. `salt` is drawn anew for each run where a stranger chooses the keys: whoever knows it can write a capture whose flows all fall
 * into one slot, and a table of n flows would take n² steps. No output depends on it.
 */
export const mix = (a: number, b: number, c: number, salt = 0): number => {
  let hash = Math.imul(a ^ salt, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** Different MACs, addresses and endpoints that are told apart: a forged sender in every frame is not a new host without end. */
export const HOSTS_LIMIT = 1 << 20;

/** Keys of three integers to a dense index 1…n (0: not there). Nothing is ever taken out. */
export class KeyTable {
  size = 0;
  private slots: Int32Array;
  private mask: number;
  private readonly salt: number;

  constructor(capacity = 1024, salt = 0) {
    this.slots = new Int32Array(capacity * 4);
    this.mask = capacity - 1;
    this.salt = salt;
  }

  find(a: number, b: number, c: number): number {
    const { slots, mask } = this;
    for (let slot = mix(a, b, c, this.salt) & mask; ; slot = (slot + 1) & mask) {
      const at = slot << 2, index = slots[at + 3]!;
      if (index === 0 || (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c)) return index;
    }
  }

  add(a: number, b: number, c: number): number {
    if (this.size * 4 > this.mask * 3) this.grow();
    this.put(a, b, c, ++this.size);
    return this.size;
  }

  private put(a: number, b: number, c: number, index: number): void {
    const { slots, mask } = this;
    let slot = mix(a, b, c, this.salt) & mask;
    while (slots[(slot << 2) + 3] !== 0) slot = (slot + 1) & mask;
    slot <<= 2;
    slots[slot] = a;
    slots[slot + 1] = b;
    slots[slot + 2] = c;
    slots[slot + 3] = index;
  }

  /** Forgets the keys: nothing more will be looked up. The size stays. */
  close(): void {
    this.slots = new Int32Array(4);
    this.mask = 0;
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(old.length * 2);
    this.mask = this.slots.length / 4 - 1;
    for (let at = 0; at < old.length; at += 4) if (old[at + 3] !== 0) this.put(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
  }
}

/** MAC addresses to 1…n. */
export class MacTable {
  private readonly keys: KeyTable;
  private readonly texts: string[] = [''];
  private readonly byText = new Map<string, number>();

  constructor(salt = 0) { this.keys = new KeyTable(1024, salt); }

  get size(): number { return this.texts.length - 1; }

  /** Index of the MAC at `bytes[at]`; 0 for a group address or all zeros, which no host has. */
  of(bytes: Uint8Array, at: number): number {
    const high = (bytes[at]! << 8) | bytes[at + 1]!;
    const low = (bytes[at + 2]! << 24) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!;
    if ((high & 0x100) !== 0 || (high === 0 && low === 0)) return 0;
    const known = this.keys.find(high, low, 0);
    if (known !== 0 || this.texts.length > HOSTS_LIMIT) return known;
    this.texts.push(formatMac(bytes, at));
    return this.keys.add(high, low, 0);
  }

  ofText(mac: string): number {
    const known = this.byText.get(mac);
    if (known !== undefined) return known;
    const bytes = Uint8Array.from(mac.split(':'), (part) => Number.parseInt(part, 16)), index = bytes.length === 6 ? this.of(bytes, 0) : 0;
    // Only the text of an entry is remembered, so there are no more than entries.
    if (this.texts[index] === mac) this.byText.set(mac, index);
    return index;
  }

  text(index: number): string | null { return this.texts[index] || null; }

  /** From here on indices still have texts, but nothing has an index. */
  close(): void {
    this.keys.close();
    this.byText.clear();
  }
}

/** IP addresses to 1…n, and whether an address names a group (broadcast, multicast) or nobody. */
export class AddressTable {
  private readonly four: KeyTable;
  private readonly six = new Map<string, number>();
  /** IPv4 addresses that were asked for by their text. */
  private readonly byText = new Map<string, number>();
  /** IPv6 addresses: the first 64 bits have a number, which with the last 64 is the key. */
  private readonly prefixes: KeyTable;
  private readonly sixKeys: KeyTable;
  private readonly texts: string[] = [''];
  /** Table index of `four` and `sixKeys` entries → address index. */
  private readonly fourIndex: number[] = [0];
  private readonly sixIndex: number[] = [0];

  constructor(salt = 0) {
    this.four = new KeyTable(4096, salt);
    this.prefixes = new KeyTable(256, salt);
    this.sixKeys = new KeyTable(1024, salt);
  }

  get size(): number { return this.texts.length - 1; }

  /** `address` is a signed 32-bit integer. 0 for 0.0.0.0, broadcast and multicast. */
  of4(address: number): number {
    if (address === 0 || address === -1 || (address & 0xf0000000) === (0xe0000000 | 0)) return 0;
    const known = this.four.find(address, 0, 0);
    if (known !== 0 || this.texts.length > HOSTS_LIMIT) return this.fourIndex[known]!;
    this.four.add(address, 0, 0);
    this.texts.push(formatIpv4(Uint8Array.of(address >>> 24, address >>> 16, address >>> 8, address)));
    this.fourIndex.push(this.texts.length - 1);
    return this.texts.length - 1;
  }

  /** 0 for `::` and multicast. */
  of6(bytes: Uint8Array, at: number): number {
    if (bytes[at] === 0xff) return 0;
    const word = (offset: number) => (bytes[at + offset]! << 24) | (bytes[at + offset + 1]! << 16) | (bytes[at + offset + 2]! << 8) | bytes[at + offset + 3]!;
    const a = word(0), b = word(4), c = word(8), d = word(12);
    if ((a | b | c | d) === 0) return 0;
    let prefix = this.prefixes.find(a, b, 0);
    const known = prefix === 0 ? 0 : this.sixKeys.find(c, d, prefix);
    if (known !== 0 || this.texts.length > HOSTS_LIMIT) return this.sixIndex[known]!;
    if (prefix === 0) prefix = this.prefixes.add(a, b, 0);
    const text = formatIpv6(bytes, at);
    let index = this.six.get(text);
    if (index === undefined) {
      this.texts.push(text);
      index = this.texts.length - 1;
      this.six.set(text, index);
    }
    this.sixKeys.add(c, d, prefix);
    this.sixIndex.push(index);
    return index;
  }

  ofText(ip: string): number {
    let index = this.byText.get(ip);
    if (index !== undefined) return index;
    if (!ip.includes(':')) {
      const parts = ip.split('.').map(Number);
      index = parts.length === 4 ? this.of4((parts[0]! << 24) | (parts[1]! << 16) | (parts[2]! << 8) | parts[3]!) : 0;
      if (this.texts[index] === ip) this.byText.set(ip, index);
      return index;
    }
    index = this.six.get(ip);
    if (index === undefined) {
      if (this.texts.length > HOSTS_LIMIT) return 0;
      this.texts.push(ip);
      index = this.texts.length - 1;
      this.six.set(ip, index);
    }
    return index;
  }

  text(index: number): string | null { return this.texts[index] || null; }

  /** From here on indices still have texts, but nothing has an index. */
  close(): void {
    for (const table of [this.four, this.prefixes, this.sixKeys]) table.close();
    for (const map of [this.six, this.byText]) map.clear();
    this.fourIndex.length = this.sixIndex.length = 1;
  }
}

/** (MAC, address) pairs: the endpoints. Index 0 is nobody. */
export class EndpointTable {
  private readonly keys = new KeyTable(4096);
  readonly macs: number[] = [0];
  readonly addresses: number[] = [0];
  first = new Float64Array(4096);
  last = new Float64Array(4096);
  /** Frames sent. */
  sent = new Float64Array(4096);
  bound = new Uint8Array(4096);

  get size(): number { return this.keys.size; }

  of(mac: number, address: number): number {
    if (mac === 0 && address === 0) return 0;
    const known = this.keys.find(mac, address, 0);
    if (known !== 0 || this.size >= HOSTS_LIMIT) return known;
    const index = this.keys.add(mac, address, 0);
    this.macs.push(mac);
    this.addresses.push(address);
    if (index >= this.first.length) {
      this.first = grown(this.first, index);
      this.last = grown(this.last, index);
      this.sent = grown(this.sent, index);
      this.bound = grown(this.bound, index);
    }
    return index;
  }

  heard(index: number, time: number): void {
    if (this.sent[index]!++ === 0 || time < this.first[index]!) this.first[index] = time;
    if (time > this.last[index]!) this.last[index] = time;
  }

  /** No more endpoints come. */
  close(): void { this.keys.close(); }
}

type Column = Float64Array | Int32Array | Uint16Array | Uint8Array;

/** The same numbers in an array with room for `index`, half as large again at least. */
export function grown<T extends Column>(array: T, index: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(index + 1, array.length + (array.length >> 1)));
  larger.set(array);
  return larger;
}

// Fields of a flow in `FlowTable.state`.
// The sequence number of the high side stands behind that of the low side.
export const F_FLAGS = 0, F_LOW = 1, F_HIGH = 2, F_TALK = 3, F_SECOND = 4, F_SEQ_LOW = 5, F_PORTS = 7;
/** UDP flows have no talk: what they contain stands in its place. */
export const F_CONTENTS = 3;
export const FLOW_STRIDE = 8;

/** Flows of one kind that run at once; beyond it those that were silent longest are let go. A flood of SYNs is as long as its capture. */
export const FLOWS_LIMIT = 1 << 19;

export interface FlowKeeper {
  /** The flow ended or was silent too long. */
  isOver(flow: number): boolean;
  /** The flow leaves the table: `early` when it was pushed out. */
  settle(flow: number, early: boolean): void;
}

/**
 * Flows by address pair and ports. The *low* side is the one whose (address, port) sorts first, so both directions find the same flow.
 * `state` holds eight integers a flow, of which the owner decides all but the ports (low << 16 | high); `keeper` says at a sweep which flows must stay.
 */
export class FlowTable {
  state: Int32Array;
  /** Flows ever made. */
  made = 0;
  private slots: Int32Array;
  private mask: number;
  private used = 0;
  private free: number[] = [];
  private next = 1;
  private readonly keeper: FlowKeeper;
  private readonly salt: number;
  private readonly limit: number;

  constructor(keeper: FlowKeeper, capacity = 8192, salt = 0, limit = FLOWS_LIMIT) {
    this.slots = new Int32Array(capacity * 4);
    this.mask = capacity - 1;
    this.state = new Int32Array((capacity / 2 + 2) * FLOW_STRIDE);
    this.keeper = keeper;
    this.salt = salt;
    this.limit = limit;
  }

  find(a: number, b: number, ports: number): number {
    const { slots, mask } = this;
    for (let slot = mix(a, b, ports, this.salt) & mask; ; slot = (slot + 1) & mask) {
      const at = slot << 2, flow = slots[at + 3]!;
      if (flow === 0 || (slots[at] === a && slots[at + 1] === b && slots[at + 2] === ports)) return flow;
    }
  }

  add(a: number, b: number, ports: number): number {
    if (this.used * 2 >= this.mask || this.used >= this.limit) this.sweep();
    const flow = this.free.pop() ?? this.next++;
    if ((flow + 1) * FLOW_STRIDE > this.state.length) {
      const larger = new Int32Array(this.state.length * 2);
      larger.set(this.state);
      this.state = larger;
    }
    this.state.fill(0, flow * FLOW_STRIDE, (flow + 1) * FLOW_STRIDE);
    this.state[flow * FLOW_STRIDE + F_PORTS] = ports;
    this.place(a, b, ports, flow);
    this.used++;
    this.made++;
    return flow;
  }

  /** The flows in the table, in an order that does not depend on the salt. */
  all(): Int32Array {
    const { slots } = this, out = new Int32Array(this.used);
    for (let at = 3, count = 0; at < slots.length; at += 4) if (slots[at] !== 0) out[count++] = slots[at]!;
    return out.sort();
  }

  private place(a: number, b: number, ports: number, flow: number): void {
    const { slots, mask } = this;
    let slot = mix(a, b, ports, this.salt) & mask;
    while (slots[(slot << 2) + 3] !== 0) slot = (slot + 1) & mask;
    slot <<= 2;
    slots[slot] = a;
    slots[slot + 1] = b;
    slots[slot + 2] = ports;
    slots[slot + 3] = flow;
  }

  /** Lets go what is over, then, of too many, what was silent longest. Doubles only when more than half must stay. */
  private sweep(): void {
    const { keeper, state } = this, leaving = new Uint8Array(this.next), running: number[] = [];
    for (const flow of this.all()) if (keeper.isOver(flow)) leaving[flow] = 1; else running.push(flow);
    if (running.length > this.limit / 2) {
      running.sort((x, y) => state[x * FLOW_STRIDE + F_SECOND]! - state[y * FLOW_STRIDE + F_SECOND]! || x - y);
      for (const flow of running.splice(0, running.length - (this.limit >> 1))) leaving[flow] = 2;
    }
    for (let flow = 1; flow < leaving.length; flow++) if (leaving[flow] !== 0) { keeper.settle(flow, leaving[flow] === 2); this.free.push(flow); }
    const old = this.slots, capacity = running.length * 4 > this.mask + 1 ? (this.mask + 1) * 2 : this.mask + 1;
    this.slots = new Int32Array(capacity * 4);
    this.mask = capacity - 1;
    this.used = running.length;
    for (let at = 0; at < old.length; at += 4) if (old[at + 3] !== 0 && leaving[old[at + 3]!] === 0) this.place(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
  }
}
