/**
 * Threefry-2x32 with 20 rounds: a counter-based generator (J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: "Parallel random numbers: as easy as 1, 2, 3",
 * SC11, doi:10.1145/2063384.2063405; tested against the vectors of its library Random123). 64 bits of key and 64 bits of counter in, 64 bits out: no state, so any
 * draw of any sample can be made alone and in any order. Of the family it needs no 32 × 32 → 64 bit product, which JavaScript does not have.
 */
const PARITY = 0x1bd11bda;

/** The two words of the last block. One place for all callers: nothing is allocated for a draw. */
export const words = new Int32Array(2);

/** Fills {@link words} with the block of `(counter0, counter1)` under the key `(key0, key1)`, all 32-bit words. */
export function threefry(key0: number, key1: number, counter0: number, counter1: number): void {
  const key2 = PARITY ^ key0 ^ key1;
  let x = (counter0 + key0) | 0, y = (counter1 + key1) | 0;
  x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + key1) | 0; y = (y + key2 + 1) | 0;
  x = (x + y) | 0; y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0; y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0; y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0; y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + key2) | 0; y = (y + key0 + 2) | 0;
  x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x;
  x = (x + key0) | 0; y = (y + key1 + 3) | 0;
  x = (x + y) | 0; y = ((y << 17) | (y >>> 15)) ^ x;
  x = (x + y) | 0; y = ((y << 29) | (y >>> 3)) ^ x;
  x = (x + y) | 0; y = ((y << 16) | (y >>> 16)) ^ x;
  x = (x + y) | 0; y = ((y << 24) | (y >>> 8)) ^ x;
  x = (x + key1) | 0; y = (y + key2 + 4) | 0;
  x = (x + y) | 0; y = ((y << 13) | (y >>> 19)) ^ x;
  x = (x + y) | 0; y = ((y << 15) | (y >>> 17)) ^ x;
  x = (x + y) | 0; y = ((y << 26) | (y >>> 6)) ^ x;
  x = (x + y) | 0; y = ((y << 6) | (y >>> 26)) ^ x;
  words[0] = (x + key2) | 0; words[1] = (y + key0 + 5) | 0;
}

/**
 * The key of a name under a seed (a whole number of 0 to 2⁵³ − 1), left in {@link words}: the seed keys the first block, each block keys the next, a UTF-16 code unit
 * and its place are the counter (the cascade of Bellare, Canetti, Krawczyk, FOCS 1996; the length ends it, so that no name is the beginning of another). A step
 * keeps its draws when steps are added, removed or put in another order.
 */
export function deriveKey(seed: number, name: string): void {
  let key0 = seed | 0, key1 = Math.floor(seed / 0x1_0000_0000) | 0;
  for (let at = 0; at < name.length; at++) {
    threefry(key0, key1, name.charCodeAt(at), at);
    key0 = words[0]!;
    key1 = words[1]!;
  }
  threefry(key0, key1, name.length, -1);
}
