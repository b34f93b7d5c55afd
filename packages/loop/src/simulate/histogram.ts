/**
 * Counts of hours by step on a log scale, for graphs whose hours do not fit in memory: the exponent and the seven leading bits of the mantissa name a bucket, so a bucket
 * is at most 1/128 of its value wide and its middle at most 1/256 (0.39 %) off. Only what occurs takes room: a page of 128 counters for each binary
 * order of magnitude in which a step is ever done. Counts are whole, so histograms of parts add up to that of the whole in any order.
 */
export const HISTOGRAM_ERROR = 1 / 256;

const PAGE = 128, SLAB_BITS = 10, SLAB_PAGES = 1 << SLAB_BITS;
/** A double's exponent has 11 bits, so a key of step and exponent fits in 32 bits for 2^21 steps. */
const EXPONENTS = 2048;

/** As plain data, to cross to another process. */
export interface HistogramPages { readonly keys: Uint32Array; readonly slabs: readonly Uint8Array[]; readonly carries: ReadonlyMap<number, Uint32Array> }

const value = new Float64Array(1), bits = new Uint32Array(value.buffer);
/** Where the word with sign and exponent stands: second on little-endian machines. */
const HIGH = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/** Where a rank lies: at least `low`, below `high`; so many values are below `low`, so many are between. */
export interface Bucket { readonly low: number; readonly high: number; readonly before: number; readonly count: number }

export class LogHistogram {
  /** Counters, modulo 256: most stay small, and what is small stays in a cache. */
  private readonly slabs: Uint8Array[] = [];
  /** How often the counters of a page have passed 255. */
  private readonly carries = new Map<number, Uint32Array>();
  /** Key of each page: step × 2048 + exponent. */
  private keys = new Uint32Array(SLAB_PAGES);
  private pages = 0;
  /** Open addressing: page + 1, 0 is free. */
  private table = new Int32Array(4 * SLAB_PAGES);
  /** Of the last value added: the next is mostly of the same step and order of magnitude. */
  private lastKey = -1;
  private lastPage = 0;
  /** Keys in order; made when the first rank is asked for. */
  private sorted: Uint32Array | null = null;

  add(step: number, hours: number): void {
    value[0] = hours;
    const high = bits[HIGH]!, key = step * EXPONENTS + (high >>> 20), page = key === this.lastKey ? this.lastPage : this.page(key);
    this.lastKey = key;
    this.lastPage = page;
    const slab = this.slabs[page >>> SLAB_BITS]!, at = (page & (SLAB_PAGES - 1)) * PAGE + ((high >>> 13) & (PAGE - 1)), count = slab[at]! + 1;
    slab[at] = count;
    if (count === 256) this.carry(page, at & (PAGE - 1), 1);
  }

  /** Adds the counts of another part of the run. */
  merge(part: HistogramPages): void {
    part.keys.forEach((key, from) => {
      const page = this.page(key), slab = this.slabs[page >>> SLAB_BITS]!, other = part.slabs[from >>> SLAB_BITS]!, carries = part.carries.get(from);
      const to = (page & (SLAB_PAGES - 1)) * PAGE, at = (from & (SLAB_PAGES - 1)) * PAGE;
      for (let bucket = 0; bucket < PAGE; bucket++) {
        const sum = slab[to + bucket]! + other[at + bucket]!, carry = (sum >>> 8) + (carries?.[bucket] ?? 0);
        slab[to + bucket] = sum;
        if (carry > 0) this.carry(page, bucket, carry);
      }
    });
  }

  /** The bucket of the value with this rank (1: the least) among a step's; null when it has fewer. */
  locate(step: number, rank: number): Bucket | null {
    this.sorted ??= this.keys.slice(0, this.pages).sort();
    let before = 0;
    for (let at = lowerBound(this.sorted, step * EXPONENTS); at < this.sorted.length && this.sorted[at]! < (step + 1) * EXPONENTS; at++) {
      const page = this.page(this.sorted[at]!), slab = this.slabs[page >>> SLAB_BITS]!, from = (page & (SLAB_PAGES - 1)) * PAGE, carries = this.carries.get(page);
      for (let bucket = 0; bucket < PAGE; bucket++) {
        const count = slab[from + bucket]! + 256 * (carries?.[bucket] ?? 0);
        if (before + count >= rank) return { low: edge(this.sorted[at]! % EXPONENTS, bucket), high: edge(this.sorted[at]! % EXPONENTS, bucket + 1), before, count };
        before += count;
      }
    }
    return null;
  }

  /** As plain data, sharing its slabs. */
  toPages(): HistogramPages { return { keys: this.keys.slice(0, this.pages), slabs: this.slabs, carries: this.carries }; }

  private carry(page: number, bucket: number, times: number): void {
    let own = this.carries.get(page);
    if (own === undefined) this.carries.set(page, own = new Uint32Array(PAGE));
    own[bucket]! += times;
  }

  private page(key: number): number {
    const at = this.slot(key), found = this.table[at]!;
    if (found !== 0) return found - 1;
    const page = this.pages++;
    this.table[at] = page + 1;
    if (page === this.keys.length) this.grow();
    this.keys[page] = key;
    this.sorted = null;
    if (page % SLAB_PAGES === 0) this.slabs.push(new Uint8Array(SLAB_PAGES * PAGE));
    if (this.pages * 4 > this.table.length * 3) this.rehash();
    return page;
  }

  /** Of the key, or the free one where it belongs. */
  private slot(key: number): number {
    const { table, keys } = this, mask = table.length - 1, mixed = Math.imul(key, 0x9e3779b1);
    let at = (mixed ^ (mixed >>> 15)) & mask;
    for (let page = table[at]!; page !== 0 && keys[page - 1] !== key; page = table[at]!) at = (at + 1) & mask;
    return at;
  }

  private grow(): void {
    const keys = new Uint32Array(this.keys.length * 2);
    keys.set(this.keys);
    this.keys = keys;
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 2);
    for (let page = 0; page < this.pages; page++) this.table[this.slot(this.keys[page]!)] = page + 1;
  }
}

function lowerBound(sorted: Uint32Array, key: number): number {
  let low = 0, high = sorted.length;
  while (low < high) { const middle = (low + high) >>> 1; if (sorted[middle]! < key) low = middle + 1; else high = middle; }
  return low;
}

/** The least value of a bucket. */
function edge(exponent: number, bucket: number): number {
  bits[HIGH] = exponent * 0x10_0000 + bucket * 0x2000;
  bits[1 - HIGH] = 0;
  return value[0]!;
}
