/** Seeded choices: the same seed draws the same cases on any machine. */
export class Draw {
  private state: number;

  constructor(seed: number) { this.state = seed >>> 0; }

  /** mulberry32: an unsigned 32-bit integer. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** An integer of 0…limit-1. */
  below(limit: number): number { return Math.floor((this.next() / 4294967296) * limit); }

  /** An integer of low…high. */
  between(low: number, high: number): number { return low + this.below(high - low + 1); }

  /** Often small, seldom up to `limit`. */
  skewed(limit: number): number { return Math.floor(limit ** (this.next() / 4294967296)); }

  chance(share: number): boolean { return this.next() < share * 4294967296; }

  pick<T>(list: readonly T[]): T { return list[this.below(list.length)]!; }

  bytes(length: number): Uint8Array {
    const out = new Uint8Array(length);
    for (let at = 0; at < length; at++) out[at] = this.next() & 255;
    return out;
  }
}

/** One seed out of several words and numbers (FNV-1a): a batch's own stream of choices. */
export function seedOf(...parts: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\n')) hash = Math.imul(hash ^ character.codePointAt(0)!, 0x01000193);
  return hash >>> 0;
}
