/**
 * The draw of one step in one sample: whether it is possible, and the hours it takes. Keyed by the step, counted by the sample: block 0 gives one word for `possible`
 * and one for `hours`; rejection takes further blocks. Exponential and lognormal are inverted, so more hours on equal draws never become fewer; gamma
 * (and PERT, a beta, as a ratio of gammas) is rejection, which grows with its scale on equal draws, but not with its shape.
 *
 * A word has 32 bits: probabilities are exact to 2⁻³², an exponential reaches 22.9 times its mean, a normal 6.3 standard deviations.
 */
import type { HoursSpec } from './graph.ts';
import { threefry, words } from './threefry.ts';

const CONSTANT = 0, EXPONENTIAL = 1, LOGNORMAL = 2, GAMMA = 3, PERT = 4, INFINITE = 5, KIND = 7, ALWAYS = 8, SHAPE_SHIFT = 4;

const TWO_32 = 0x1_0000_0000;
/** Blocks between the first and the second gamma of a beta; a gamma takes 1.05 on average. */
const SECOND_GAMMA = 0x1_0000;

/**
 * What is drawn: 32 bytes a step, half a line of the cache, seen as four words and as four doubles. Words 0 and 1: the key. Word 2: P(possible) × 2³², rounded up.
 * Word 3: the distribution, whether the step is always possible, and the place in `shapes`. Doubles 2 and 3: constant value; exponential mean; lognormal
 * median, σ; gamma shape, scale; PERT minimum, range.
 */
export interface Draws {
  readonly words: Int32Array;
  readonly doubles: Float64Array;
  /** α and β of the betas of PERT steps. */
  readonly shapes: Float64Array;
}

export class DrawsBuilder {
  private readonly words: Int32Array;
  private readonly doubles: Float64Array;
  private readonly shapes: number[] = [];

  constructor(steps: number) {
    this.doubles = new Float64Array(steps * 4);
    this.words = new Int32Array(this.doubles.buffer);
  }

  set(step: number, key0: number, key1: number, possible: number, hours: HoursSpec): void {
    const [kind, a, b] = this.parameters(hours);
    this.words.set([key0, key1, possible === 1 ? -1 : Math.ceil(possible * TWO_32), kind | (possible === 1 ? ALWAYS : 0)], step * 8);
    this.doubles.set([a, b], step * 4 + 2);
  }

  build(): Draws { return { words: this.words, doubles: this.doubles, shapes: Float64Array.from(this.shapes) }; }

  /** What takes no time is a constant, so that 0 is never multiplied with an overflow. */
  private parameters(hours: HoursSpec): readonly [kind: number, a: number, b: number] {
    switch (hours.kind) {
      case 'constant': return [CONSTANT, hours.value, 0];
      case 'exponential': return [EXPONENTIAL, hours.mean, 0];
      case 'lognormal': return hours.median === 0 ? [CONSTANT, 0, 0] : [LOGNORMAL, hours.median, hours.sigma];
      case 'gamma': return hours.scale === 0 ? [CONSTANT, 0, 0] : [GAMMA, hours.shape, hours.scale];
      case 'infinite': return [INFINITE, 0, 0];
      case 'pert': {
        const { min, mode, max } = hours, range = max - min;
        if (range === 0) return [CONSTANT, min, 0];
        const at = this.shapes.push(1 + 4 * ((mode - min) / range), 1 + 4 * ((max - mode) / range)) - 2;
        return [PERT | (at << SHAPE_SHIFT), min, range];
      }
    }
  }
}

/** Hours that the step takes in this sample; `Infinity` when it is not possible in it. */
export function drawHours(draws: Draws, step: number, sample: number): number {
  const own = draws.words, at = step * 8, what = own[at + 3]!, kind = what & KIND, a = draws.doubles[step * 4 + 2]!;
  if (kind === INFINITE) return Infinity;
  if (what === (CONSTANT | ALWAYS)) return a;
  const key0 = own[at]!, key1 = own[at + 1]!;
  threefry(key0, key1, sample, 0);
  if ((what & ALWAYS) === 0 && words[0]! >>> 0 >= own[at + 2]! >>> 0) return Infinity;
  if (kind === CONSTANT) return a;
  const u = uniform(words[1]!);
  if (kind === EXPONENTIAL) return -a * Math.log(u);
  const b = draws.doubles[step * 4 + 3]!;
  if (kind === LOGNORMAL) return a * Math.exp(b * normal(u));
  // Of a shape below 1: Γ(shape + 1) · U^(1 / shape) (Marsaglia and Tsang 2000, section 6).
  if (kind === GAMMA) return b * (a < 1 ? gamma(a + 1, key0, key1, sample, 1) * Math.exp(Math.log(u) / a) : gamma(a, key0, key1, sample, 1));
  const shape = what >>> SHAPE_SHIFT, x = gamma(draws.shapes[shape]!, key0, key1, sample, 1), y = gamma(draws.shapes[shape + 1]!, key0, key1, sample, SECOND_GAMMA);
  return a + b * (x / (x + y));
}

/** Whether the step is possible in this sample, by the same draw as {@link drawHours}. */
export function drawPossible(draws: Draws, step: number, sample: number): boolean {
  const own = draws.words, at = step * 8, what = own[at + 3]!;
  if ((what & KIND) === INFINITE) return false;
  if ((what & ALWAYS) !== 0) return true;
  threefry(own[at]!, own[at + 1]!, sample, 0);
  return words[0]! >>> 0 < own[at + 2]! >>> 0;
}

/** A word as a number between 0 and 1, neither of them. */
const uniform = (word: number): number => ((word >>> 0) + 0.5) / TWO_32;

/** Gamma of shape ≥ 1 and scale 1 (G. Marsaglia, W. W. Tsang: "A simple method for generating gamma variables", ACM TOMS 26(3), 2000). */
function gamma(shape: number, key0: number, key1: number, sample: number, firstBlock: number): number {
  const d = shape - 1 / 3, c = 1 / Math.sqrt(9 * d);
  for (let block = firstBlock; ; block++) {
    threefry(key0, key1, sample, block);
    const x = normal(uniform(words[0]!)), u = uniform(words[1]!), root = 1 + c * x, v = root * root * root;
    if (v <= 0) continue;
    if (u < 1 - 0.0331 * x * x * x * x || Math.log(u) < 0.5 * x * x + d * (1 - v + Math.log(v))) return d * v;
  }
}

/**
 * Standard normal quantile (M. J. Wichura: AS 241, PPND16, Applied Statistics 37(3), 1988), about 16 digits for p from 10⁻¹¹ to 1 − 10⁻¹¹: its
 * third branch, for what a word cannot reach, is left out.
 */
export function normal(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * (((((((2509.0809287301227 * r + 33430.57558358813) * r + 67265.7709270087) * r + 45921.95393154987) * r + 13731.69376550946) * r
      + 1971.5909503065513) * r + 133.14166789178438) * r + 3.3871328727963665))
      / (((((((5226.495278852854 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r + 5394.196021424751) * r
        + 687.1870074920579) * r + 42.31333070160091) * r + 1);
  }
  const r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p)) - 1.6;
  const z = (((((((0.0007745450142783414 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) * r + 3.6478483247632045) * r
    + 5.769497221460691) * r + 4.630337846156546) * r + 1.4234371107496835)
    / (((((((1.0507500716444169e-9 * r + 0.0005475938084995345) * r + 0.015198666563616457) * r + 0.14810397642748008) * r + 0.6897673349851) * r
      + 1.6763848301838038) * r + 2.053191626637759) * r + 1);
  return q < 0 ? -z : z;
}
