/** One spelling error in a long word. Short words are left alone: `Dell` must not become `Delta`, nor `GH` `GS`. */
const SHORTEST = 5, LONGEST = 40;

/** 0 when equal, 1 for one letter replaced, added, dropped, or two neighbours swapped, else 2. Words under five letters or with digits: 0 or 2. The first letter must agree. */
export function spellingDistance(a: string, b: string): 0 | 1 | 2 {
  if (a === b) return 0;
  const shorter = Math.min(a.length, b.length);
  if (shorter < SHORTEST || Math.abs(a.length - b.length) > 1 || a[0] !== b[0] || /\d/.test(a) || /\d/.test(b)) return 2;
  // A word of five needs its length: `Alaris` may lose a letter, `Delta` may not become `Dela`.
  if (shorter === SHORTEST && a.length !== b.length) return 2;
  let start = 1;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.length - start - end, right = b.length - start - end;
  if (left <= 1 && right <= 1) return 1;
  return left === 2 && right === 2 && a[start] === b[start + 1] && a[start + 1] === b[start] ? 1 : 2;
}

const forgives = (word: string): boolean => word.length >= SHORTEST && word.length <= LONGEST && !/\d/.test(word);

/** Odd, so that it can be inverted modulo 2³²: no letter is lost in a product. */
const BASE = 0x01000193;

/**
 * Words by their variants: the word, and the word without each letter but the first; two words one error apart share one (W. Garbe's SymSpell). Only the hash
 * of a variant is kept, in typed arrays, and computed without making the variant: eight texts a word would be most of the memory of an index. Different
 * variants of one hash bring words together that the distance takes apart.
 */
export class Neighbours {
  private readonly words: string[] = [];
  /** First and last place of each bucket, -1 where it is empty; a power of two of them. */
  private heads = new Int32Array(256).fill(-1);
  private tails = new Int32Array(256).fill(-1);
  /** For each place: hash of the variant, place of the next in its bucket, number of the word. */
  private hashes = new Int32Array(256);
  private next = new Int32Array(256);
  private owners = new Int32Array(256);
  private size = 0;
  private readonly suffixes = new Int32Array(LONGEST + 1);
  private readonly variants = new Int32Array(LONGEST + 1);

  /** Each word once. */
  add(word: string): void {
    const count = this.spell(word);
    if (count === 0) return;
    const owner = this.words.push(word) - 1;
    while (this.size + count > this.hashes.length) this.grow();
    for (let at = 0; at < count; at++) {
      this.hashes[this.size] = this.variants[at]!;
      this.owners[this.size] = owner;
      this.chain(this.size++);
    }
  }

  /** Words one error away, not the word itself; those that share the earlier variant first, then as they were added. */
  around(word: string): string[] {
    const found: string[] = [], { hashes, next, owners, heads } = this, count = this.spell(word);
    for (let at = 0; at < count; at++) {
      const hash = this.variants[at]!;
      for (let place = heads[hash & (heads.length - 1)]!; place >= 0; place = next[place]!) {
        if (hashes[place] !== hash) continue;
        const other = this.words[owners[place]!]!;
        if (spellingDistance(word, other) === 1 && !found.includes(other)) found.push(other);
      }
    }
    return found;
  }

  /** Hashes of the word and of the word without each letter but the first; gives their number. */
  private spell(word: string): number {
    if (!forgives(word)) return 0;
    const { suffixes, variants } = this, { length } = word;
    suffixes[length] = 0;
    for (let at = length - 1; at >= 0; at--) suffixes[at] = word.charCodeAt(at) + Math.imul(BASE, suffixes[at + 1]!);
    let count = 0, prefix = word.charCodeAt(0), power = BASE;
    variants[count++] = mixed(suffixes[0]!);
    for (let at = 1; at < length; at++) {
      const code = word.charCodeAt(at);
      if (at === 1 || code !== word.charCodeAt(at - 1)) variants[count++] = mixed(prefix + Math.imul(power, suffixes[at + 1]!));
      prefix = (prefix + Math.imul(code, power)) | 0;
      power = Math.imul(power, BASE);
    }
    return count;
  }

  private chain(place: number): void {
    const bucket = this.hashes[place]! & (this.heads.length - 1), last = this.tails[bucket]!;
    if (last < 0) this.heads[bucket] = place;
    else this.next[last] = place;
    this.next[place] = -1;
    this.tails[bucket] = place;
  }

  private grow(): void {
    const room = this.hashes.length * 2, moved = (from: Int32Array): Int32Array<ArrayBuffer> => { const to = new Int32Array(room); to.set(from); return to; };
    this.hashes = moved(this.hashes);
    this.owners = moved(this.owners);
    this.next = new Int32Array(room);
    this.heads = new Int32Array(room).fill(-1);
    this.tails = new Int32Array(room).fill(-1);
    for (let place = 0; place < this.size; place++) this.chain(place);
  }
}

/** The low bits choose the bucket, so the high ones must reach them. */
const mixed = (hash: number): number => Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) | 0;
