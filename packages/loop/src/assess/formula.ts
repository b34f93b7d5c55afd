/**
 * Applicability formulas (NVD configurations, CSAF relationships) in three values (Kleene's strong logic, NISTIR 7698 has but two): what nobody knows
 * stays unknown unless the rest decides.
 */
import type { Advisory, AdvisoryProduct, Applicability } from '@wardkeep/model/advisory';

export type Truth = 'true' | 'false' | 'unknown';

/** `because`: products whose own truth made the whole what it is. `open`: those that would have to be known, when it is unknown. */
export interface Evaluation { readonly truth: Truth; readonly because: readonly string[]; readonly open: readonly string[] }

export const evaluate = (formula: Applicability, leaf: (product: string) => Truth): Truth => explain(formula, leaf).truth;

export function explain(formula: Applicability, leaf: (product: string) => Truth): Evaluation {
  if (formula.kind === 'product') {
    const truth = leaf(formula.product);
    return { truth, because: [formula.product], open: truth === 'unknown' ? [formula.product] : [] };
  }
  if (formula.kind === 'not') {
    const { truth, because, open } = explain(formula.of, leaf);
    return { truth: truth === 'unknown' ? 'unknown' : truth === 'true' ? 'false' : 'true', because, open };
  }
  const decides: Truth = formula.kind === 'all' ? 'false' : 'true', parts = formula.of.map((part) => explain(part, leaf)), collect = (some: readonly Evaluation[]): Evaluation['because'] => [...new Set(some.flatMap((part) => part.because))];
  const deciding = parts.filter((part) => part.truth === decides);
  if (deciding.length > 0) return { truth: decides, because: collect(deciding), open: [] };
  const unknown = parts.filter((part) => part.truth === 'unknown');
  // Of a conjunction all parts matter, also those that are met; of a disjunction only those that may still come true.
  if (unknown.length > 0) return { truth: 'unknown', because: collect(formula.kind === 'all' ? parts : unknown), open: [...new Set(unknown.flatMap((part) => part.open))] };
  return { truth: formula.kind === 'all' ? 'true' : 'false', because: collect(parts), open: [] };
}

/**
 * A combined product (CSAF 2.0, 3.2.2.4) is its software together with what it is a part of, runs on or stands beside. Combinations of combinations are
 * opened up; they are no deeper than their reader allows.
 */
export function formulaOf(id: string, products: ReadonlyMap<string, AdvisoryProduct>): Applicability {
  const combination = products.get(id)?.combination ?? null;
  return combination === null ? { kind: 'product', product: id } : { kind: 'all', of: [formulaOf(combination.product, products), formulaOf(combination.on, products)] };
}

export const productsById = (advisory: Advisory): ReadonlyMap<string, AdvisoryProduct> => new Map(advisory.products.map((product) => [product.id, product]));
