/**
 * The engine's tables: open addressing over typed arrays, so that a packet of a known flow costs one probe and no allocation.
 * Sizes grow with what is seen; flows are swept when a table would grow, so memory follows hosts and open flows, not the capture's length.
 */
import { formatIpv4, formatIpv6, formatMac } from '@wardkeep/model';

export const mix = (a: number, b: number, c: number): number => {
  let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
};

/** Keys of three integers to a dense index 1…n (0: not there). Nothing is ever taken out. */
export class KeyTable {
  size = 0;
  private slots: Int32Array;
  private mask: number;

  constructor(capacity = 1024) {
    this.slots = new Int32Array(capacity * 4);
    this.mask = capacity - 1;
  }

  find(a: number, b: number, c: number): number {
    const { slots, mask } = this;
    for (let slot = mix(a, b, c) & mask; ; slot = (slot + 1) & mask) {
      const at = slot << 2, index = slots[at + 3]!;
      if (index === 0 || (slots[at] === a && slots[at + 1] === b && slots[at + 2] === c)) return index;
    }
  }

  add(a: number, b: number, c: number): number {
    if (this.size * 2 > this.mask) this.grow();
    this.put(a, b, c, ++this.size);
    return this.size;
  }

  private put(a: number, b: number, c: number, index: number): void {
    const { slots, mask } = this;
    let slot = mix(a, b, c) & mask;
    while (slots[(slot << 2) + 3] !== 0) slot = (slot + 1) & mask;
    slot <<= 2;
    slots[slot] = a;
    slots[slot + 1] = b;
    slots[slot + 2] = c;
    slots[slot + 3] = index;
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
  private readonly keys = new KeyTable(1024);
  private readonly texts: string[] = [''];
  private readonly byText = new Map<string, number>();

  /** Index of the MAC at `bytes[at]`; 0 for a group address or all zeros, which no host has. */
  of(bytes: Uint8Array, at: number): number {
    const high = (bytes[at]! << 8) | bytes[at + 1]!;
    const low = (bytes[at + 2]! << 24) | (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!;
    if ((high & 0x100) !== 0 || (high === 0 && low === 0)) return 0;
    const known = this.keys.find(high, low, 0);
    if (known !== 0) return known;
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
}

/** IP addresses to 1…n, and whether an address names a group (broadcast, multicast) or nobody. */
export class AddressTable {
  private readonly four = new KeyTable(4096);
  private readonly six = new Map<string, number>();
  /** IPv4 addresses that were asked for by their text. */
  private readonly byText = new Map<string, number>();
  private readonly sixRecent = new KeyTable(1024);
  private readonly texts: string[] = [''];
  /** Table index of `four` and `sixRecent` entries → address index. */
  private readonly fourIndex: number[] = [0];
  private readonly sixIndex: number[] = [0];

  /** `address` is a signed 32-bit integer. 0 for 0.0.0.0, broadcast and multicast. */
  of4(address: number): number {
    if (address === 0 || address === -1 || (address & 0xf0000000) === (0xe0000000 | 0)) return 0;
    const known = this.four.find(address, 0, 0);
    if (known !== 0) return this.fourIndex[known]!;
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
    const high = mix(a, b, 0) | 0;
    const known = this.sixRecent.find(high, c, d);
    if (known !== 0) return this.sixIndex[known]!;
    const text = formatIpv6(bytes, at);
    let index = this.six.get(text);
    if (index === undefined) {
      this.texts.push(text);
      index = this.texts.length - 1;
      this.six.set(text, index);
    }
    this.sixRecent.add(high, c, d);
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
      this.texts.push(ip);
      index = this.texts.length - 1;
      this.six.set(ip, index);
    }
    return index;
  }

  text(index: number): string | null { return this.texts[index] || null; }
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
    if (known !== 0) return known;
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
}

type Column = Float64Array | Int32Array | Uint16Array | Uint8Array;

/** The same numbers in an array with room for `index`, half as large again at least. */
export function grown<T extends Column>(array: T, index: number): T {
  const larger = new (array.constructor as new (length: number) => T)(Math.max(index + 1, array.length + (array.length >> 1)));
  larger.set(array);
  return larger;
}

// Fields of a flow in `FlowTable.state`.
export const F_FLAGS = 0, F_LOW = 1, F_HIGH = 2, F_TALK = 3, F_SECOND = 4, F_SEQ_LOW = 5, F_SEQ_HIGH = 6, F_PORTS = 7;
/** UDP flows have no talk: what they contain stands in its place. */
export const F_CONTENTS = 3;
export const FLOW_STRIDE = 8;

/**
 * Flows by address pair and ports. The *low* side is the one whose (address, port) sorts first, so both directions find the same flow.
 * `state` holds eight integers a flow, of which the owner decides all but the ports (low << 16 | high); `keep(flow)` says at a sweep which flows must stay.
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
  private readonly keep: (flow: number) => boolean;

  constructor(keep: (flow: number) => boolean, capacity = 8192) {
    this.slots = new Int32Array(capacity * 4);
    this.mask = capacity - 1;
    this.state = new Int32Array((capacity / 2 + 2) * FLOW_STRIDE);
    this.keep = keep;
  }

  find(a: number, b: number, ports: number): number {
    const { slots, mask } = this;
    for (let slot = mix(a, b, ports) & mask; ; slot = (slot + 1) & mask) {
      const at = slot << 2, flow = slots[at + 3]!;
      if (flow === 0 || (slots[at] === a && slots[at + 1] === b && slots[at + 2] === ports)) return flow;
    }
  }

  add(a: number, b: number, ports: number): number {
    if (this.used * 2 >= this.mask) this.sweep();
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

  /** Calls `visit` for each flow in the table. */
  each(visit: (flow: number) => void): void {
    const { slots } = this;
    for (let at = 3; at < slots.length; at += 4) if (slots[at] !== 0) visit(slots[at]!);
  }

  private place(a: number, b: number, ports: number, flow: number): void {
    const { slots, mask } = this;
    let slot = mix(a, b, ports) & mask;
    while (slots[(slot << 2) + 3] !== 0) slot = (slot + 1) & mask;
    slot <<= 2;
    slots[slot] = a;
    slots[slot + 1] = b;
    slots[slot + 2] = ports;
    slots[slot + 3] = flow;
  }

  /** Drops the flows that need not stay; doubles only when more than half must. */
  private sweep(): void {
    const old = this.slots, stay: number[] = [];
    for (let at = 0; at < old.length; at += 4) {
      const flow = old[at + 3]!;
      if (flow === 0) continue;
      if (this.keep(flow)) stay.push(at); else this.free.push(flow);
    }
    const capacity = stay.length * 4 > this.mask + 1 ? (this.mask + 1) * 2 : this.mask + 1;
    this.slots = new Int32Array(capacity * 4);
    this.mask = capacity - 1;
    this.used = stay.length;
    for (const at of stay) this.place(old[at]!, old[at + 1]!, old[at + 2]!, old[at + 3]!);
  }
}
