/**
 * Puts a run together, whoever played it: moments in the order of the chunks; hours one by one for exact quantiles, or counted in histograms where they would not fit, in
 * any order. Exact quantiles of many samples take a second pass: the histograms of the first say in which bucket a quantile lies, the second keeps the hours
 * of those buckets only.
 */
import { type Bucket, LogHistogram } from './histogram.ts';
import type { Hours } from './play.ts';
import { QUANTILES, rankOf } from './result.ts';
import { type ChunkMoments, Moments } from './tally.ts';

/** Quantiles of graphs with more steps come from the histogram. */
export const EXACT_STEPS = 5000;
/** Hours kept at once for exact quantiles: 256 MB. */
export const VALUES_LIMIT = 1 << 25;

/** Takes what comes in any order and hands it on by number, from 0. */
export class InOrder<T> {
  private readonly early = new Map<number, T>();
  private next = 0;
  private readonly take: (item: T) => void;

  constructor(take: (item: T) => void) { this.take = take; }

  add(number: number, item: T): void {
    this.early.set(number, item);
    for (let due = this.early.get(this.next); due !== undefined; due = this.early.get(this.next)) {
      this.early.delete(this.next++);
      this.take(due);
    }
  }
}

/** Values by slot, side by side. */
class Store {
  private readonly offsets: Float64Array;
  private readonly filled: Float64Array;
  private readonly values: Float64Array;

  constructor(capacities: Float64Array) {
    this.offsets = new Float64Array(capacities.length + 1);
    capacities.forEach((capacity, slot) => { this.offsets[slot + 1] = this.offsets[slot]! + capacity; });
    this.filled = this.offsets.slice(0, -1);
    this.values = new Float64Array(this.offsets.at(-1)!);
  }

  add(slot: number, hour: number): void { this.values[this.filled[slot]!++] = hour; }

  sorted(slot: number): Float64Array { return this.values.subarray(this.offsets[slot], this.filled[slot]).sort(); }
}

/** The first pass. */
export class Assembly {
  readonly moments: Moments;
  /** Whether the quantiles of the first pass are exact. */
  readonly exact: boolean;
  private readonly steps: number;
  private readonly store: Store | null;
  private readonly histogram: LogHistogram | null;

  constructor(steps: number, samples: number, valuesLimit: number) {
    this.steps = steps;
    this.moments = new Moments(steps);
    this.exact = steps <= EXACT_STEPS && steps * samples <= valuesLimit;
    this.store = this.exact ? new Store(new Float64Array(steps).fill(samples)) : null;
    this.histogram = this.exact ? null : new LogHistogram();
  }

  /** The moments of the next chunks, in order: see {@link InOrder}. */
  append(moments: ChunkMoments): void { this.moments.append(moments); }

  addHours({ rows, hours }: Hours): void {
    const { steps, store, histogram } = this;
    for (let step = 0, end = rows * steps; step < steps; step++) {
      for (let cell = step; cell < end; cell += steps) {
        const hour = hours[cell]!;
        if (hour === Infinity) continue;
        if (store !== null) store.add(step, hour);
        else histogram!.add(step, hour);
      }
    }
  }

  /** Three a step; 0 where the step was never reached. From the histogram they are the middles of buckets. */
  quantiles(): Float64Array {
    return this.fill((step, rank) => {
      if (this.store !== null) return this.store.sorted(step)[rank - 1]!;
      const { low, high } = this.histogram!.locate(step, rank)!;
      return (low + high) / 2;
    });
  }

  /** Buckets to keep for exact quantiles, in groups of steps of which each fits into `valuesLimit` hours (or is a single step). */
  selections(valuesLimit: number): Selection[] {
    const groups: Selection[] = [];
    let group = new Selection(this.steps);
    for (let step = 0; step < this.steps; step++) {
      const count = this.moments.count[step]!;
      if (count === 0) continue;
      const buckets = QUANTILES.map((quantile) => ({ rank: rankOf(quantile, count), bucket: this.histogram!.locate(step, rankOf(quantile, count))! }));
      const size = buckets.reduce((sum, { bucket }) => sum + bucket.count, 0);
      if (group.size > 0 && group.size + size > valuesLimit) { groups.push(group); group = new Selection(this.steps); }
      buckets.forEach(({ rank, bucket }, at) => { group.want(step * QUANTILES.length + at, bucket, rank); });
    }
    return group.size > 0 ? [...groups, group] : groups;
  }

  private fill(find: (step: number, rank: number) => number): Float64Array {
    const quantiles = new Float64Array(this.steps * QUANTILES.length);
    for (let step = 0; step < this.steps; step++) {
      const count = this.moments.count[step]!;
      if (count > 0) QUANTILES.forEach((quantile, at) => { quantiles[step * QUANTILES.length + at] = find(step, rankOf(quantile, count)); });
    }
    return quantiles;
  }
}

/** A second pass for some of the steps. */
export class Selection {
  size = 0;
  private readonly steps: number;
  /** Hours that are kept, by slot (three a step): at least `low`, below `high`; none where `low` is Infinity. */
  private readonly low: Float64Array;
  private readonly high: Float64Array;
  private readonly capacities: Float64Array;
  private readonly ranks: Float64Array;
  private store: Store | null = null;

  constructor(steps: number) {
    const slots = steps * QUANTILES.length;
    this.steps = steps;
    this.low = new Float64Array(slots).fill(Infinity);
    this.high = new Float64Array(slots);
    this.capacities = new Float64Array(slots);
    this.ranks = new Float64Array(slots);
  }

  want(slot: number, { low, high, before, count }: Bucket, rank: number): void {
    this.low[slot] = low;
    this.high[slot] = high;
    this.capacities[slot] = count;
    this.ranks[slot] = rank - before;
    this.size += count;
  }

  addHours({ rows, hours }: Hours): void {
    const { low, high, steps } = this, store = (this.store ??= new Store(this.capacities));
    for (let step = 0, end = rows * steps; step < steps; step++) {
      for (let slot = step * QUANTILES.length, last = slot + QUANTILES.length; slot < last; slot++) {
        const from = low[slot]!, to = high[slot]!;
        if (from === Infinity) continue;
        for (let cell = step; cell < end; cell += steps) if (hours[cell]! >= from && hours[cell]! < to) store.add(slot, hours[cell]!);
      }
    }
  }

  /** Writes the selected quantiles. */
  finish(quantiles: Float64Array): void {
    this.ranks.forEach((rank, slot) => { if (rank > 0) quantiles[slot] = this.store!.sorted(slot)[rank - 1]!; });
  }
}
