/**
 * Attack graphs whose answer can be written down. Sources: [R] S. M. Ross, Introduction to Probability Models, 11th edition; [D] H. A. David, H. N. Nagaraja, Order
 * Statistics, 3rd edition; [M] D. G. Malcolm, J. H. Roseboom, C. E. Clark, W. Fazar, "Application of a technique for research and development program
 * evaluation", Operations Research 7(5), 1959 (PERT); [E] M. Evans, N. Hastings, B. Peacock, Statistical Distributions, 3rd edition.
 */
import { binomial, erlangCdf, inverse, normalCdf, sum, truncatedExponential } from './numbers.ts';

export interface Claim {
  readonly step: string;
  readonly reached: number;
  /** Over the samples in which it was reached. */
  readonly mean?: number;
  readonly variance?: number;
  /** Distribution of the hours given that the step was reached, for quantiles. */
  readonly cdf?: (t: number) => number;
}

export interface ClosedForm { readonly name: string; readonly kind: 'distribution' | 'chain' | 'parallel' | 'k-of-n' | 'race' | 'gate' | 'containment' | 'horizon' | 'cycle'; readonly derivation: string; readonly graph: object; readonly claims: readonly Claim[] }

type Step = readonly [id: string, type: 'or' | 'and' | number, hours: object, possible?: number];
const constant = (value: number) => ({ kind: 'constant', value }), exponential = (mean: number) => ({ kind: 'exponential', mean }), gammaHours = (shape: number, scale: number) => ({ kind: 'gamma', shape, scale });

/** `edges`: "a>b b>c". A number as type: at least so many. */
function graph(steps: readonly Step[], edges: string, entries: string, more: { readonly horizonHours?: number; readonly containment?: string } = {}): object {
  return {
    format: 'attack-graph/1',
    steps: steps.map(([id, type, hours, possible]) => ({ id, type: typeof type === 'number' ? 'atLeast' : type, ...(typeof type === 'number' ? { k: type } : {}), ...(possible === undefined ? {} : { possible }), hours })),
    edges: edges === '' ? [] : edges.split(' ').map((edge) => edge.split('>')), entries: entries.split(' '), horizonHours: more.horizonHours ?? null, containment: more.containment ?? null,
  };
}

const exponentialClaim = (step: string, mean: number, reached = 1): Claim => ({ step, reached, mean, variance: mean * mean, cdf: (t) => 1 - Math.exp(-t / mean) });
const erlangClaim = (step: string, k: number, mean: number, reached = 1): Claim => ({ step, reached, mean: k * mean, variance: k * mean * mean, cdf: (t) => erlangCdf(k, mean, t) });
/** Hours of a mixture from weights, means and second moments of its parts. */
function mixture(step: string, parts: readonly (readonly [weight: number, mean: number, second: number])[]): Claim {
  const reached = parts.reduce((total, [weight]) => total + weight, 0), mean = parts.reduce((total, [weight, part]) => total + weight * part, 0) / reached, second = parts.reduce((total, [weight, , part]) => total + weight * part, 0) / reached;
  return { step, reached, mean, variance: second - mean * mean };
}

export const CLOSED_FORMS: readonly ClosedForm[] = [
  // Distributions of one step.
  { name: 'exponential', kind: 'distribution', derivation: 'mean m, variance m², F(t) = 1 − e^(−t/m) [R 5.2.1]', graph: graph([['a', 'or', exponential(10)]], '', 'a'), claims: [exponentialClaim('a', 10)] },
  { name: 'lognormal', kind: 'distribution', derivation: 'mean = median · e^(σ²/2), variance = mean² (e^(σ²) − 1), F(t) = Φ(ln(t/median)/σ) [E 24]', graph: graph([['a', 'or', { kind: 'lognormal', median: 8, sigma: 0.6 }]], '', 'a'),
    claims: [{ step: 'a', reached: 1, mean: 8 * Math.exp(0.18), variance: 64 * Math.exp(0.36) * (Math.exp(0.36) - 1), cdf: (t) => normalCdf(Math.log(t / 8) / 0.6) }] },
  { name: 'gamma of whole shape', kind: 'distribution', derivation: 'Γ(3, θ) is Erlang: mean 3θ, variance 3θ² [R 5.2.3]', graph: graph([['a', 'or', gammaHours(3, 4)]], '', 'a'), claims: [erlangClaim('a', 3, 4)] },
  { name: 'gamma of shape ½', kind: 'distribution', derivation: 'Γ(½, θ) = θ Z²/2, so F(t) = 2Φ(√(2t/θ)) − 1 [E 8]', graph: graph([['a', 'or', gammaHours(0.5, 6)]], '', 'a'),
    claims: [{ step: 'a', reached: 1, mean: 3, variance: 18, cdf: (t) => 2 * normalCdf(Math.sqrt(t / 3)) - 1 }] },
  { name: 'gammas of one scale add up', kind: 'chain', derivation: 'Γ(0.7, θ) + Γ(1.3, θ) = Γ(2, θ) [E 18]', graph: graph([['a', 'or', gammaHours(0.7, 5)], ['b', 'or', gammaHours(1.3, 5)]], 'a>b', 'a'), claims: [erlangClaim('b', 2, 5)] },
  { name: 'PERT', kind: 'distribution', derivation: 'mean (min + 4 mode + max)/6 [M]; Beta(2, 4) on 2 … 10, variance range² αβ/(36 · 7), F(x) = 1 − (1−x)⁵ − 5x(1−x)⁴ [E 5]', graph: graph([['a', 'or', { kind: 'pert', min: 2, mode: 4, max: 10 }]], '', 'a'),
    claims: [{ step: 'a', reached: 1, mean: (2 + 16 + 10) / 6, variance: (64 * 8) / 252, cdf: (t) => { const x = Math.min(1, Math.max(0, (t - 2) / 8)); return 1 - (1 - x) ** 5 - 5 * x * (1 - x) ** 4; } }] },

  // Chains.
  { name: 'chain of equal exponentials', kind: 'chain', derivation: 'Erlang(5, m) [R 5.2.3]', graph: graph(['a', 'b', 'c', 'd', 'e'].map((id) => [id, 'or', exponential(3)] as const), 'a>b b>c c>d d>e', 'a'), claims: [erlangClaim('e', 5, 3)] },
  { name: 'chain of different exponentials', kind: 'chain', derivation: 'hypoexponential: F(t) = 1 − Σ e^(−t/mᵢ) Π mᵢ/(mᵢ − mⱼ) [R 5.2.4]', graph: graph([['a', 'or', exponential(2)], ['b', 'or', exponential(5)], ['c', 'or', exponential(9)]], 'a>b b>c', 'a'),
    claims: [{ step: 'c', reached: 1, mean: 16, variance: 4 + 25 + 81, cdf: (t) => 1 - [2, 5, 9].reduce((total, own) => total + Math.exp(-t / own) * [2, 5, 9].reduce((product, other) => (other === own ? product : (product * own) / (own - other)), 1), 0) }] },
  { name: 'chain that may break', kind: 'chain', derivation: 'independent steps: Π pᵢ; hours do not depend on it', graph: graph([['a', 'or', exponential(4), 0.9], ['b', 'or', exponential(4), 0.8], ['c', 'or', exponential(4), 0.5]], 'a>b b>c', 'a'), claims: [exponentialClaim('a', 4, 0.9), erlangClaim('b', 2, 4, 0.72), erlangClaim('c', 3, 4, 0.36)] },
  { name: 'chain of constants', kind: 'chain', derivation: 'sum, without spread', graph: graph([['a', 'or', constant(1.5)], ['b', 'and', constant(0)], ['c', 'or', constant(2.25), 0.3]], 'a>b b>c', 'a'), claims: [{ step: 'b', reached: 1, mean: 1.5, variance: 0 }, { step: 'c', reached: 0.3, mean: 3.75, variance: 0 }] },

  // Parallel ways: the earliest.
  { name: 'or: the earliest of two exponentials', kind: 'race', derivation: 'min is exponential, rates add [R 5.2.3]', graph: graph([['a', 'or', exponential(6)], ['b', 'or', exponential(3)], ['z', 'or', constant(0)]], 'a>z b>z', 'a b'), claims: [exponentialClaim('z', 2)] },
  { name: 'or: any of three', kind: 'parallel', derivation: '1 − Π(1 − pᵢ)', graph: graph([['a', 'or', constant(1), 0.2], ['b', 'or', constant(1), 0.35], ['c', 'or', constant(1), 0.5], ['z', 'or', constant(2)]], 'a>z b>z c>z', 'a b c'), claims: [{ step: 'z', reached: 1 - 0.8 * 0.65 * 0.5, mean: 3, variance: 0 }] },
  { name: 'or: a fast way that may be closed', kind: 'parallel', derivation: '3 h with probability 0.4, else 5 h with 0.9', graph: graph([['a', 'or', constant(3), 0.4], ['b', 'or', constant(5), 0.9], ['z', 'or', constant(0)]], 'a>z b>z', 'a b'), claims: [mixture('z', [[0.4, 3, 9], [0.54, 5, 25]])] },
  { name: 'or: exponentials that may be impossible', kind: 'race', derivation: 'both: rates add; one: its own [R 5.2.3]', graph: graph([['a', 'or', exponential(6), 0.7], ['b', 'or', exponential(3), 0.5], ['z', 'or', constant(0)]], 'a>z b>z', 'a b'), claims: [mixture('z', [[0.35, 2, 8], [0.35, 6, 72], [0.15, 3, 18]])] },
  { name: 'or: two chains of two', kind: 'parallel', derivation: 'min of two Erlang(2, m): ∫S² = m(½ + ½ + ¼), 2∫tS² = 2m²(¼ + ½ + ⅜), with S = e^(−t/m)(1 + t/m)', graph: graph([['a', 'or', exponential(4)], ['b', 'or', exponential(4)], ['c', 'or', exponential(4)], ['d', 'or', exponential(4)], ['z', 'or', constant(0)]], 'a>b c>d b>z d>z', 'a c'),
    claims: [{ step: 'z', reached: 1, mean: 5, variance: 16 * (2.25 - 1.25 ** 2), cdf: (t) => 1 - (1 - erlangCdf(2, 4, t)) ** 2 }] },

  // All of several: the latest.
  { name: 'and: the latest of two exponentials', kind: 'gate', derivation: 'E max = a + b − 1/(1/a + 1/b) by inclusion and exclusion [R 5.2]; F = F_a F_b [D 2.1]', graph: graph([['a', 'or', exponential(6)], ['b', 'or', exponential(3)], ['z', 'and', constant(0)]], 'a>z b>z', 'a b'),
    claims: [{ step: 'z', reached: 1, mean: 6 + 3 - 2, variance: 2 * 36 + 2 * 9 - 2 * 4 - 49, cdf: (t) => (1 - Math.exp(-t / 6)) * (1 - Math.exp(-t / 3)) }] },
  { name: 'and: the latest of five equal exponentials', kind: 'gate', derivation: 'spacings (Rényi): mean m Σ 1/i, variance m² Σ 1/i² [D 2.5]', graph: graph([...['a', 'b', 'c', 'd', 'e'].map((id) => [id, 'or', exponential(6)] as const), ['z', 'and', constant(0)]], 'a>z b>z c>z d>z e>z', 'a b c d e'),
    claims: [{ step: 'z', reached: 1, mean: 6 * sum(1, 5, (i) => 1 / i), variance: 36 * sum(1, 5, (i) => 1 / (i * i)), cdf: (t) => (1 - Math.exp(-t / 6)) ** 5 }] },
  { name: 'and: all must be possible', kind: 'gate', derivation: 'Π pᵢ', graph: graph([['a', 'or', constant(1), 0.9], ['b', 'or', constant(2), 0.7], ['z', 'and', constant(1), 0.8]], 'a>z b>z', 'a b'), claims: [{ step: 'z', reached: 0.504, mean: 3, variance: 0 }] },

  // k of n.
  { name: '2 of 3 equal exponentials', kind: 'k-of-n', derivation: 'spacings: mean m(1/3 + 1/2), variance m²(1/9 + 1/4) [D 2.5]', graph: graph([...['a', 'b', 'c'].map((id) => [id, 'or', exponential(6)] as const), ['z', 2, constant(0)]], 'a>z b>z c>z', 'a b c'),
    claims: [{ step: 'z', reached: 1, mean: 5, variance: 13, cdf: (t) => { const f = 1 - Math.exp(-t / 6); return 3 * f * f - 2 * f ** 3; } }] },
  { name: '3 of 5 that may be impossible', kind: 'k-of-n', derivation: 'binomial tail [R 2.2.2]', graph: graph([...['a', 'b', 'c', 'd', 'e'].map((id) => [id, 'or', constant(1), 0.6] as const), ['z', 3, constant(0)]], 'a>z b>z c>z d>z e>z', 'a b c d e'), claims: [{ step: 'z', reached: sum(3, 5, (i) => binomial(5, i, 0.6)), mean: 1, variance: 0 }] },
  { name: '3 of 5 exponentials that may be impossible', kind: 'k-of-n', derivation: 'j possible with probability C(5,j) pʲ(1−p)⁵⁻ʲ, then the third of j: mean m Σ 1/(j−i), variance m² Σ 1/(j−i)² for i = 0, 1, 2 [D 2.5]', graph: graph([...['a', 'b', 'c', 'd', 'e'].map((id) => [id, 'or', exponential(6), 0.6] as const), ['z', 3, constant(0)]], 'a>z b>z c>z d>z e>z', 'a b c d e'),
    claims: [mixture('z', [3, 4, 5].map((j) => { const mean = 6 * sum(0, 2, (i) => 1 / (j - i)); return [binomial(5, j, 0.6), mean, 36 * sum(0, 2, (i) => 1 / (j - i) ** 2) + mean * mean] as const; }))] },
  { name: '1 of 4 is or, 4 of 4 is and', kind: 'k-of-n', derivation: 'first and last of four exponentials [D 2.5]', graph: graph([...['a', 'b', 'c', 'd'].map((id) => [id, 'or', exponential(8)] as const), ['first', 1, constant(0)], ['last', 4, constant(0)]], 'a>first b>first c>first d>first a>last b>last c>last d>last', 'a b c d'),
    claims: [exponentialClaim('first', 2), { step: 'last', reached: 1, mean: 8 * sum(1, 4, (i) => 1 / i), variance: 64 * sum(1, 4, (i) => 1 / (i * i)), cdf: (t) => (1 - Math.exp(-t / 8)) ** 4 }] },

  // Gates that share something.
  { name: 'diamond: one draw of the shared step', kind: 'gate', derivation: 'p_a p_b p_c, not p_a² p_b p_c: a is drawn once a sample', graph: graph([['a', 'or', constant(1), 0.5], ['b', 'or', constant(1), 0.8], ['c', 'or', constant(2), 0.9], ['z', 'and', constant(0)]], 'a>b a>c b>z c>z', 'a'), claims: [{ step: 'z', reached: 0.36, mean: 3, variance: 0 }] },
  { name: 'diamond: the shared hours count once', kind: 'gate', derivation: 'A + max(B, C), independent: means and variances add', graph: graph([['a', 'or', exponential(10)], ['b', 'or', exponential(6)], ['c', 'or', exponential(3)], ['z', 'and', constant(0)]], 'a>b a>c b>z c>z', 'a'), claims: [{ step: 'z', reached: 1, mean: 17, variance: 100 + 33 }] },
  { name: 'and of ors', kind: 'gate', derivation: '(1 − q₁q₂)(1 − q₃q₄) for independent steps', graph: graph([['a', 'or', constant(1), 0.3], ['b', 'or', constant(1), 0.6], ['c', 'or', constant(1), 0.5], ['d', 'or', constant(1), 0.2], ['x', 'or', constant(0)], ['y', 'or', constant(0)], ['z', 'and', constant(0)]], 'a>x b>x c>y d>y x>z y>z', 'a b c d'), claims: [{ step: 'z', reached: (1 - 0.7 * 0.4) * (1 - 0.5 * 0.8), mean: 1, variance: 0 }] },
  { name: 'bridge', kind: 'gate', derivation: 'two-terminal bridge, given the middle step e: p_e (1 − q²)² + q_e (1 − (1 − p²)²) with p = ½, p_e = 0.3 (R. E. Barlow, F. Proschan, Statistical Theory of Reliability, 1.2)', graph: graph([['a', 'or', constant(1), 0.5], ['b', 'or', constant(1), 0.5], ['e', 'or', constant(0), 0.3], ['c', 'or', constant(1), 0.5], ['d', 'or', constant(1), 0.5], ['z', 'or', constant(0)]], 'a>e b>e a>c e>c b>d e>d c>z d>z', 'a b'),
    claims: [{ step: 'z', reached: 0.3 * 0.75 ** 2 + 0.7 * (1 - 0.75 ** 2), mean: 2, variance: 0 }] },
  { name: 'an edge that stands twice counts once', kind: 'gate', derivation: '2 of {a, b}: both', graph: graph([['a', 'or', constant(1), 0.5], ['b', 'or', constant(2), 0.5], ['z', 2, constant(0)]], 'a>z a>z b>z a>z', 'a b'), claims: [{ step: 'z', reached: 0.25, mean: 2, variance: 0 }] },
  { name: 'entries and orphans', kind: 'gate', derivation: 'an entry starts at 0 whatever its parents; without parents and entry nothing starts; infinite hours never end', graph: graph([['a', 'or', constant(9)], ['late', 'and', constant(1)], ['orphan', 'or', constant(0)], ['forever', 'or', { kind: 'infinite' }], ['z', 'or', constant(0)]], 'a>late orphan>late orphan>z forever>z', 'a late forever'),
    claims: [{ step: 'late', reached: 1, mean: 1, variance: 0 }, { step: 'orphan', reached: 0 }, { step: 'forever', reached: 0 }, { step: 'z', reached: 0 }] },

  // Horizon.
  { name: 'horizon cuts an exponential', kind: 'horizon', derivation: 'P = 1 − e^(−h/m); E[X | X ≤ h] = (m − (m + h)e^(−h/m))/P', graph: graph([['a', 'or', exponential(10)]], '', 'a', { horizonHours: 12 }), claims: [cutClaim('a', 10, 12)] },
  { name: 'horizon cuts a chain', kind: 'horizon', derivation: 'Erlang(2, m) at h: 1 − e^(−h/m)(1 + h/m) [R 5.2.3]', graph: graph([['a', 'or', exponential(10)], ['b', 'or', exponential(10)]], 'a>b', 'a', { horizonHours: 15 }), claims: [cutClaim('a', 10, 15), { step: 'b', reached: erlangCdf(2, 10, 15), cdf: (t) => Math.min(1, erlangCdf(2, 10, t) / erlangCdf(2, 10, 15)) }] },
  { name: 'what is done at the horizon counts', kind: 'horizon', derivation: '2 + 3 = 5 ≤ 5, and nothing after it', graph: graph([['a', 'or', constant(2)], ['b', 'or', constant(3)], ['same', 'or', constant(0)], ['after', 'or', constant(0.001)]], 'a>b b>same b>after', 'a', { horizonHours: 5 }), claims: [{ step: 'b', reached: 1, mean: 5, variance: 0 }, { step: 'same', reached: 1, mean: 5, variance: 0 }, { step: 'after', reached: 0 }] },

  // Containment.
  { name: 'attack races containment', kind: 'containment', derivation: 'P(A ≤ C) = λ_a/(λ_a + λ_c); min(A, C) does not depend on who wins [R 5.2.3]', graph: graph([['attack', 'or', exponential(10)], ['contain', 'or', exponential(5)]], '', 'attack contain', { containment: 'contain' }), claims: [exponentialClaim('attack', 10 / 3, 1 / 3), exponentialClaim('contain', 5)] },
  { name: 'containment at a fixed hour', kind: 'containment', derivation: 'as a horizon', graph: graph([['attack', 'or', exponential(10)], ['contain', 'or', constant(7)]], '', 'attack contain', { containment: 'contain' }), claims: [cutClaim('attack', 10, 7)] },
  { name: 'what is done with containment counts', kind: 'containment', derivation: '4 ≤ 4: reached, also what takes no time after it; 4.001 is not', graph: graph([['a', 'or', constant(4)], ['after', 'or', constant(0)], ['late', 'or', constant(4.001)], ['contain', 'or', constant(4)]], 'a>after', 'a late contain', { containment: 'contain' }),
    claims: [{ step: 'a', reached: 1, mean: 4, variance: 0 }, { step: 'after', reached: 1, mean: 4, variance: 0 }, { step: 'late', reached: 0 }, { step: 'contain', reached: 1, mean: 4, variance: 0 }] },
  { name: 'containment that may fail', kind: 'containment', derivation: '1 − p + p λ_a/(λ_a + λ_c)', graph: graph([['attack', 'or', exponential(10)], ['contain', 'or', exponential(5), 0.6]], '', 'attack contain', { containment: 'contain' }), claims: [mixture('attack', [[0.4, 10, 200], [0.6 / 3, 10 / 3, 200 / 9]])] },
  { name: 'an alarm starts with the first step', kind: 'containment', derivation: 'after A the next step races detection: λ_b/(λ_b + λ_d), memoryless [R 5.2.2]; hours A + min(B, D)', graph: graph([['a', 'or', exponential(6)], ['b', 'or', exponential(4)], ['detect', 'or', exponential(12)]], 'a>b a>detect', 'a', { containment: 'detect' }),
    claims: [exponentialClaim('a', 6), { step: 'b', reached: 0.75, mean: 9, variance: 36 + 9 }, { step: 'detect', reached: 1, mean: 6 + 12, variance: 36 + 144 }] },
  { name: 'containment after the horizon contains nothing', kind: 'containment', derivation: 'A ≤ h, and C cannot come first: it takes longer than h', graph: graph([['attack', 'or', exponential(10)], ['contain', 'or', constant(13)]], '', 'attack contain', { containment: 'contain', horizonHours: 12 }), claims: [cutClaim('attack', 10, 12), { step: 'contain', reached: 0 }] },

  // Cycles.
  { name: 'cycle of ors', kind: 'cycle', derivation: 'the way back comes later: a then b', graph: graph([['a', 'or', exponential(4)], ['b', 'or', exponential(4)]], 'a>b b>a', 'a'), claims: [exponentialClaim('a', 4), erlangClaim('b', 2, 4)] },
  { name: 'an and that waits for itself', kind: 'cycle', derivation: 'least fixed point: x needs y, y needs x', graph: graph([['s', 'or', constant(1)], ['x', 'and', constant(1)], ['y', 'or', constant(1)], ['self', 'and', constant(1)], ['z', 'or', constant(0)]], 's>x y>x x>y s>self self>self x>z self>z', 's'), claims: [{ step: 's', reached: 1, mean: 1, variance: 0 }, ...['x', 'y', 'self', 'z'].map((step) => ({ step, reached: 0 }))] },
  { name: 'ring with two ways in', kind: 'cycle', derivation: 'ring a → b → c → a, each an or with hours 0 after ways in of exponential hours at a and b: c = min(A, B)', graph: graph([['in1', 'or', exponential(6)], ['in2', 'or', exponential(3)], ['a', 'or', constant(0)], ['b', 'or', constant(0)], ['c', 'or', constant(0)]], 'in1>a in2>b a>b b>c c>a', 'in1 in2'), claims: [exponentialClaim('a', 2), exponentialClaim('b', 2), exponentialClaim('c', 2)] },
  { name: 'k of n in a cycle', kind: 'cycle', derivation: 'x needs 2 of {s, t, y} and y follows x: y helps nobody, x = max(s, t)', graph: graph([['s', 'or', exponential(6)], ['t', 'or', exponential(3)], ['x', 2, constant(0)], ['y', 'or', constant(1)]], 's>x t>x y>x x>y', 's t'),
    claims: [{ step: 'x', reached: 1, mean: 7, variance: 33, cdf: (t) => (1 - Math.exp(-t / 6)) * (1 - Math.exp(-t / 3)) }, { step: 'y', reached: 1, mean: 8, variance: 33 }] },
];

function cutClaim(step: string, mean: number, h: number): Claim {
  const cut = truncatedExponential(mean, h);
  return { step, reached: cut.p, mean: cut.mean, variance: cut.variance, cdf: (t) => Math.min(1, (1 - Math.exp(-t / mean)) / cut.p) };
}

export interface Measured { readonly reached: number; readonly mean: number; readonly quantiles: readonly number[] }

/** What differs from the closed form, in words. `limits`: also the absolute limits that hold at 200,000 samples. */
export function differences(claim: Claim, samples: number, measured: Measured, limits: boolean): string[] {
  const found: string[] = [], { step, reached, mean, variance, cdf } = claim;
  const check = (what: string, is: number, should: number, error: number, limit: number) => {
    const off = Math.abs(is - should);
    // Rounding in the last digits is no difference.
    if (off > 4 * error + 1e-12 * Math.abs(should) || (limits && off > limit)) found.push(`${step}: ${what} is ${is}, should be ${should} ± ${error}`);
  };
  check('reached', measured.reached, reached, Math.sqrt((reached * (1 - reached)) / samples), 0.01);
  if (reached === 0) return found;
  const count = samples * reached;
  if (mean !== undefined) check('mean', measured.mean, mean, Math.sqrt(variance! / count), 0.01 * mean);
  if (cdf !== undefined) {
    for (const [at, quantile] of [0.5, 0.9, 0.99].entries()) {
      const should = inverse(cdf, quantile, 1000), width = should * 1e-5, density = (cdf(should + width) - cdf(should - width)) / (2 * width), error = Math.sqrt((quantile * (1 - quantile)) / count) / density;
      // Where four standard errors are more than 1 % (the far tail of a skewed distribution), nobody can promise 1 %.
      check(`p${quantile * 100}`, measured.quantiles[at]!, should, error, Math.max(0.01 * should, 4 * error));
    }
  }
  return found;
}
