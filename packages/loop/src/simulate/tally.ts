/**
 * Sums over samples, by step. Samples are summed in chunks of 256 in their order, chunks are merged in theirs: whoever plays which chunk, the bits of the
 * result are the same. A chunk sums differences from its first value, so that a small spread around a large mean does not drown.
 */
export const CHUNK_SAMPLES = 256;

/** Moments of consecutive chunks; those of chunk `c` and step `s` are at `c * steps + s`. */
export interface ChunkMoments {
  readonly chunks: number;
  /** Samples of the chunk in which the step was reached. */
  readonly counts: Uint16Array;
  /** Mean of the hours in those, and the sum of squared differences from it. */
  readonly means: Float64Array;
  readonly squares: Float64Array;
}

const COUNT = 0, PIVOT = 1, SUM = 2, SQUARES = 3, FIELDS = 4;

export class ChunkTally {
  private readonly steps: number;
  /** Four numbers a step, side by side: one line of the cache. */
  private readonly sums: Float64Array;

  constructor(steps: number) {
    this.steps = steps;
    this.sums = new Float64Array(steps * FIELDS);
  }

  /** Samples of one chunk: rows `from` to `to` of a matrix with a row for each sample, `Infinity` where a step was not reached. */
  add(hours: Float64Array, from: number, to: number): void {
    const { sums, steps } = this, end = to * steps;
    // Step by step, so that what belongs to a step is fetched once for all rows.
    for (let step = 0, at = 0; step < steps; step++, at += FIELDS) {
      let count = sums[at + COUNT]!, pivot = sums[at + PIVOT]!, sum = sums[at + SUM]!, squares = sums[at + SQUARES]!;
      for (let cell = from * steps + step; cell < end; cell += steps) {
        const hour = hours[cell]!;
        if (hour === Infinity) continue;
        if (count++ === 0) { pivot = hour; continue; }
        const difference = hour - pivot;
        sum += difference;
        squares += difference * difference;
      }
      sums[at + COUNT] = count;
      sums[at + PIVOT] = pivot;
      sums[at + SUM] = sum;
      sums[at + SQUARES] = squares;
    }
  }

  /** Writes the chunk's moments as those of chunk `chunk` and begins the next. */
  close(into: ChunkMoments, chunk: number): void {
    const { sums, steps } = this;
    for (let step = 0, at = 0, to = chunk * steps; step < steps; step++, at += FIELDS, to++) {
      const count = sums[at + COUNT]!;
      if (count === 0) continue;
      const sum = sums[at + SUM]!;
      into.counts[to] = count;
      into.means[to] = sums[at + PIVOT]! + sum / count;
      into.squares[to] = Math.max(0, sums[at + SQUARES]! - (sum * sum) / count);
    }
    sums.fill(0);
  }
}

export function emptyMoments(steps: number, chunks: number): ChunkMoments & { readonly counts: Uint16Array<ArrayBuffer>; readonly means: Float64Array<ArrayBuffer>; readonly squares: Float64Array<ArrayBuffer> } {
  return { chunks, counts: new Uint16Array(steps * chunks), means: new Float64Array(steps * chunks), squares: new Float64Array(steps * chunks) };
}

/** Totals by step. */
export class Moments {
  readonly count: Float64Array;
  readonly mean: Float64Array;
  readonly squares: Float64Array;

  constructor(steps: number) {
    this.count = new Float64Array(steps);
    this.mean = new Float64Array(steps);
    this.squares = new Float64Array(steps);
  }

  /** The next chunks, in order (T. F. Chan, G. H. Golub, R. J. LeVeque: "Updating formulae and a pairwise algorithm for computing sample variances", 1979). */
  append({ chunks, counts, means, squares }: ChunkMoments): void {
    const steps = this.count.length;
    for (let chunk = 0; chunk < chunks; chunk++) {
      for (let step = 0, at = chunk * steps; step < steps; step++, at++) {
        const own = counts[at]!;
        if (own === 0) continue;
        const before = this.count[step]!, total = before + own, difference = means[at]! - this.mean[step]!;
        this.count[step] = total;
        this.mean[step]! += difference * (own / total);
        this.squares[step]! += squares[at]! + difference * difference * ((before * own) / total);
      }
    }
  }
}
