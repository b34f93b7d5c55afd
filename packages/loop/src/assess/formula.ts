/**
 * Applicability formulas (NVD configurations, CSAF relationships) in three values (Kleene's strong logic, NISTIR 7698 has but two): what nobody knows
 * stays unknown unless the rest decides.
 */
import type { Advisory, AdvisoryProduct, Applicability } from '@wardkeep/model/advisory';
import type { AssessMissing, AssessReason } from '@wardkeep/model/assess';
import type { CompiledAdvisory } from './advisory.ts';
import type { ProductJudgement } from './judge.ts';

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
    const { truth, because, open } = explain(formula.of[0], leaf);
    return { truth: truth === 'unknown' ? 'unknown' : truth === 'true' ? 'false' : 'true', because, open };
  }
  const decides: Truth = formula.kind === 'all' ? 'false' : 'true', parts = formula.of.map((part) => explain(part, leaf));
  const collect = (some: readonly Evaluation[]): readonly string[] => [...new Set(some.flatMap((part) => part.because))];
  const deciding = parts.filter((part) => part.truth === decides);
  if (deciding.length > 0) return { truth: decides, because: collect(deciding), open: [] };
  const unknown = parts.filter((part) => part.truth === 'unknown');
  // Of a conjunction all parts matter, also those that are met; of a disjunction only those that may still come true.
  const open = [...new Set(unknown.flatMap((part) => part.open))];
  if (unknown.length > 0) return { truth: 'unknown', because: collect(formula.kind === 'all' ? parts : unknown), open };
  return { truth: formula.kind === 'all' ? 'true' : 'false', because: collect(parts), open: [] };
}

/**
 * A combined product (CSAF 2.0, 3.2.2.4) is its software together with what it is a part of, runs on or stands beside. Combinations of combinations are
 * opened up; they are no deeper than their reader allows.
 */
export function formulaOf(id: string, products: ReadonlyMap<string, AdvisoryProduct>): Applicability {
  const combination = products.get(id)?.combination ?? null;
  if (combination === null) return { kind: 'product', product: id };
  return { kind: 'all', of: [formulaOf(combination.product, products), formulaOf(combination.on, products)] };
}

export const productsById = (advisory: Advisory): ReadonlyMap<string, AdvisoryProduct> => new Map(advisory.products.map((product) => [product.id, product]));

/** What a formula says of an asset: its truth, by which judgements, and what would have to be known. */
export interface Applied {
  readonly truth: Truth;
  readonly by: readonly ProductJudgement[];
  readonly reasons: readonly AssessReason[];
  readonly missing: readonly AssessMissing[];
}

export const TRUTHS: Readonly<Record<ProductJudgement['verdict'], Truth>> = { in: 'true', out: 'false', unknown: 'unknown' };
const HARDWARE = /^cpe:(?:2\.3:|\/)h:/i;

/**
 * `vulnerable`: ids that carry the flaw; the others are what it needs. `complete`: the bill of materials says that it is complete, so that software it does
 * not list is absent; otherwise, and always for hardware, nobody knows.
 */
export function applyFormula(
  formula: Applicability, vulnerable: ReadonlySet<string>, { advisory }: CompiledAdvisory, state: ReadonlyMap<string, ProductJudgement>, complete: boolean,
): Applied {
  const products = productsById(advisory), isHardware = (id: string): boolean => products.get(id)?.identifiers.cpes.some((cpe) => HARDWARE.test(cpe)) ?? false;
  const { truth, because, open } = explain(formula, (id) => {
    const judgement = state.get(id);
    return judgement !== undefined ? TRUTHS[judgement.verdict] : complete && !isHardware(id) ? 'false' : 'unknown';
  });
  const by = because.flatMap((id) => { const judgement = state.get(id); return judgement === undefined || judgement.verdict === 'out' ? [] : [judgement]; });
  // A platform that half of all assets have (an operating system) says nothing alone; a piece of hardware does.
  if (!by.some(({ product: { product } }) => vulnerable.has(product.id) || isHardware(product.id))) return { truth: 'false', by: [], reasons: [], missing: [] };
  const absent = open.filter((id) => !state.has(id)).map((id) => products.get(id)?.name ?? id);
  const platforms = by.filter(({ product: { product } }) => !vulnerable.has(product.id)).map(platformReason);
  return {
    truth, by, reasons: [...platforms, ...absent.map((name): AssessReason => ({ code: 'component-missing', asset: null, advisory: name }))],
    missing: absent.map((name) => ({ code: 'component', advisory: name })),
  };
}

function platformReason({ verdict, reasons: [first], product: { product } }: ProductJudgement): AssessReason {
  const said = { code: verdict === 'in' ? 'platform-met' : 'platform-unknown', asset: first?.asset ?? null, advisory: product.name } as const;
  return first?.component === undefined ? said : { ...said, component: first.component };
}
