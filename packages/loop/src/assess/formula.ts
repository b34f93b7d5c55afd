/** Applicability formulas (NVD configurations, CSAF relationships) in three values: what nobody knows stays unknown unless the rest decides. */
import type { Applicability } from '@wardkeep/model/advisory';

export type Truth = 'true' | 'false' | 'unknown';

export function evaluate(formula: Applicability, leaf: (product: string) => Truth): Truth {
  if (formula.kind === 'product') return leaf(formula.product);
  const decides: Truth = formula.kind === 'all' ? 'false' : 'true', values = formula.of.map((part) => evaluate(part, leaf));
  if (values.includes(decides)) return decides;
  return values.includes('unknown') ? 'unknown' : formula.kind === 'all' ? 'true' : 'false';
}
