/**
 * Who falls, in 32 samples at once: a bit for each sample, for questions that ask no hour (which step is on every way, what does one measure cut). The draws are
 * those of {@link Arrivals}, so without a horizon and a containment the two agree bit for bit. A step counts its fallen parents in vertical counters, one word for
 * each binary digit; they begin at 2^digits − k, so that the carry out of the last digit says "k parents have fallen".
 */
import { drawPossible } from './draw.ts';
import type { Kernel } from './kernel.ts';

export class Falls {
  /** By step: bit i is set when it falls in sample `first + i`. */
  readonly fallen: Int32Array;
  private readonly kernel: Kernel;
  /** Bits for which enough parents have fallen: drawn, once. */
  private readonly tried: Int32Array;
  /** Bits of `fallen` that the children do not know yet. */
  private readonly fresh: Int32Array;
  /** Steps with fresh bits, a ring: each stands in it once. */
  private readonly queue: Int32Array;
  /** Digits of `step`: `digits[digit[step]]` to `digits[digit[step + 1] - 1]`. */
  private readonly digit: Int32Array;
  private readonly digits: Int32Array;
  private readonly preset: Int32Array;

  constructor(kernel: Kernel) {
    const { steps, need } = kernel;
    this.kernel = kernel;
    this.fallen = new Int32Array(steps);
    this.tried = new Int32Array(steps);
    this.fresh = new Int32Array(steps);
    this.queue = new Int32Array(steps);
    this.digit = new Int32Array(steps + 1);
    const preset: number[] = [];
    for (let step = 0; step < steps; step++) {
      const k = Math.max(1, need[step]!), width = 32 - Math.clz32(k - 1), start = 2 ** width - k;
      for (let at = 0; at < width; at++) preset.push(-((start >>> at) & 1));
      this.digit[step + 1] = preset.length;
    }
    this.preset = Int32Array.from(preset);
    this.digits = new Int32Array(preset.length);
  }

  /** Plays samples `first` to `first + 31`. */
  run(first: number): void {
    const { kernel, fallen, tried, fresh, queue, digit, digits } = this, { first: row, to, entries, steps } = kernel;
    fallen.fill(0);
    tried.fill(0);
    digits.set(this.preset);
    let head = 0, waiting = 0;
    const fall = (step: number, bits: number) => {
      const passed = this.possible(step, bits & ~tried[step]!, first);
      tried[step]! |= bits;
      if (passed === 0) return;
      fallen[step]! |= passed;
      if (fresh[step] === 0) queue[(head + waiting++) % steps] = step;
      fresh[step]! |= passed;
    };
    for (const entry of entries) fall(entry, -1);
    while (waiting > 0) {
      const step = queue[head]!, bits = fresh[step]!;
      head = head + 1 === steps ? 0 : head + 1;
      waiting--;
      fresh[step] = 0;
      for (let at = row[step]!, end = row[step + 1]!; at < end; at++) {
        const child = to[at]!;
        let carry = bits;
        for (let place = digit[child]!, last = digit[child + 1]!; place < last && carry !== 0; place++) {
          const before = digits[place]!;
          digits[place] = before ^ carry;
          carry &= before;
        }
        if ((carry & ~tried[child]!) !== 0) fall(child, carry);
      }
    }
  }

  /** Those of the bits in whose samples the step is possible. */
  private possible(step: number, bits: number, first: number): number {
    let passed = 0;
    for (let left = bits; left !== 0; left &= left - 1) {
      const at = 31 - Math.clz32(left & -left);
      if (drawPossible(this.kernel.draws, step, first + at)) passed |= 1 << at;
    }
    return passed;
  }
}
