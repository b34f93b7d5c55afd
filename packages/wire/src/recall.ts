/**
 * Remembers what was read from the same bytes before. Networks repeat themselves: the UIDs, presentation contexts and names of one capture are a few
 * hundred byte strings, each of which comes thousands of times. A table of fixed size, the newest of a slot stays; nothing is taken for equal that
 * was not compared byte by byte.
 */

export class Recall<T> {
  private readonly read: (bytes: Uint8Array, from: number, end: number) => T;
  private readonly width: number;
  private readonly mask: number;
  private readonly keys: Uint8Array;
  /** Length of a slot's key plus one; 0: empty. */
  private readonly lengths: Uint16Array;
  private readonly values: (T | undefined)[];

  /** `read` must depend on the bytes alone and its result must not be changed. `slots` is a power of two; longer keys than `width` are not remembered. */
  constructor(read: (bytes: Uint8Array, from: number, end: number) => T, slots: number, width: number) {
    this.read = read;
    this.width = width;
    this.mask = slots - 1;
    this.keys = new Uint8Array(slots * width);
    this.lengths = new Uint16Array(slots);
    this.values = new Array<T | undefined>(slots).fill(undefined);
  }

  of(bytes: Uint8Array, from: number, end: number): T {
    const length = end - from;
    if (length < 0 || length > this.width || end > bytes.length) return this.read(bytes, from, end);
    const { keys } = this, slot = hashOf(bytes, from, length) & this.mask, base = slot * this.width;
    if (this.lengths[slot] === length + 1) {
      let at = 0;
      while (at < length && keys[base + at] === bytes[from + at]) at++;
      if (at === length) return this.values[slot]!;
    }
    const value = this.read(bytes, from, end);
    for (let at = 0; at < length; at++) keys[base + at] = bytes[from + at]!;
    this.lengths[slot] = length + 1;
    this.values[slot] = value;
    return value;
  }
}

/** Over the length, the first four and the last twelve bytes: where UIDs and names differ. */
function hashOf(bytes: Uint8Array, from: number, length: number): number {
  let hash = length;
  for (let at = from, end = from + (length < 4 ? length : 4); at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  for (let at = from + (length > 16 ? length - 12 : length < 4 ? length : 4), end = from + length; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
