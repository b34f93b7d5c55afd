/** Textbook functions that the closed forms are made of, written for their own sake: nothing of the simulation is used. */

/** Σ from `from` to `to` of `term`. */
export function sum(from: number, to: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = from; i <= to; i++) total += term(i);
  return total;
}

const choose = (n: number, k: number): number => { let product = 1; for (let i = 1; i <= k; i++) product *= (n - k + i) / i; return product; };
export const binomial = (n: number, k: number, p: number): number => choose(n, k) * p ** k * (1 - p) ** (n - k);

/** P(Erlang(k, mean of a stage) ≤ t). */
export const erlangCdf = (k: number, mean: number, t: number): number => { let term = 1, total = 1; for (let i = 1; i < k; i++) { term *= t / mean / i; total += term; } return 1 - Math.exp(-t / mean) * total; };

/** The point at which a rising function passes `level`, by bisection on 0 … `high`. */
export function inverse(cdf: (t: number) => number, level: number, high: number): number {
  let low = 0, top = high;
  for (let step = 0; step < 200; step++) { const middle = (low + top) / 2; if (cdf(middle) < level) low = middle; else top = middle; }
  return (low + top) / 2;
}

/** Standard normal distribution function: erf by its Maclaurin series (Abramowitz and Stegun 7.1.5), good to 10⁻⁹; beyond 6 σ less than that is missing. */
export function normalCdf(z: number): number {
  if (Math.abs(z) > 6) return z < 0 ? 0 : 1;
  const x = z / Math.SQRT2;
  let term = x, total = x;
  for (let n = 1; n < 200; n++) { term *= -(x * x) / n; total += term / (2 * n + 1); }
  return 0.5 + total / Math.sqrt(Math.PI);
}

/** E[X | X ≤ h] and Var[X | X ≤ h] of an exponential, from its first two partial moments. */
export function truncatedExponential(mean: number, h: number): { readonly p: number; readonly mean: number; readonly variance: number } {
  const tail = Math.exp(-h / mean), p = 1 - tail, first = (mean - (mean + h) * tail) / p, second = (2 * mean * mean - (h * h + 2 * mean * h + 2 * mean * mean) * tail) / p;
  return { p, mean: first, variance: second - first * first };
}
