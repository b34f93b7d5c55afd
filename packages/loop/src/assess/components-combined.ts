/**
 * Combined products (CSAF 2.0, 3.2.2.4: software as a component of, installed on or with something) judged from their two parts. Nothing is known of a
 * combination by the name of its software alone: the same library is in many devices.
 */
import type { AdvisoryProduct, Applicability } from '@wardkeep/model/advisory';
import type { AssessMissing, AssessReason } from '@wardkeep/model/assess';
import type { CompiledAdvisory } from './advisory.ts';
import { systemFamilies } from './components-system.ts';
import { explain, formulaOf, productsById, type Truth, TRUTHS } from './formula.ts';
import type { ProductJudgement } from './judge.ts';
import type { CompiledProduct } from './product.ts';

const VERDICTS: Readonly<Record<Truth, ProductJudgement['verdict']>> = { true: 'in', false: 'out', unknown: 'unknown' };

/** Adds a judgement for each combination that the asset's own name did not decide. */
export function withCombined(judgements: readonly ProductJudgement[], { advisory, products }: CompiledAdvisory): readonly ProductJudgement[] {
  if (judgements.length === 0 || advisory.products.every(({ combination }) => combination === null)) return judgements;
  const byId = productsById(advisory), state = new Map(judgements.map((judgement) => [judgement.product.product.id, judgement])), out = new Map(state);
  for (const compiled of products) {
    const { id, combination } = compiled.product, own = state.get(id);
    if (combination === null || (own !== undefined && !own.identified)) continue;
    const judgement = judgeCombined(compiled, combination, byId, state);
    if (judgement === null) out.delete(id);
    else out.set(id, judgement);
  }
  return [...out.values()];
}

type Combination = NonNullable<AdvisoryProduct['combination']>;
type Products = ReadonlyMap<string, AdvisoryProduct>;
type State = ReadonlyMap<string, ProductJudgement>;

/** Null: the asset has nothing to do with any of its parts. */
function judgeCombined(compiled: CompiledProduct, combination: Combination, products: Products, state: State): ProductJudgement | null {
  const judged = (ids: readonly string[]): ProductJudgement[] => ids.flatMap((id) => state.get(id) ?? []);
  const formula = formulaOf(compiled.product.id, products), parts = judged(leavesOf(formula));
  if (parts.length === 0) return null;
  const { truth, because, open } = explain(formula, (id) => leafTruth(id, combination, products, state));
  const absent = (ids: readonly string[]): string[] => ids.filter((id) => !state.has(id)).map((id) => products.get(id)?.name ?? id);
  const deciding = judged(because), used = deciding.length > 0 ? deciding : parts, missing = absent(open), refused = truth === 'false' ? absent(because) : [];
  return {
    product: compiled, verdict: VERDICTS[truth], score: Math.min(...used.map(({ score }) => score)), match: null, identified: true,
    reasons: [
      ...used.flatMap(({ reasons }) => reasons), ...missing.map((name): AssessReason => ({ code: 'component-missing', asset: null, advisory: name })),
      ...refused.map((name): AssessReason => ({ code: 'platform-not-met', asset: null, advisory: name })),
    ],
    missing: [...used.flatMap((judgement) => judgement.missing), ...missing.map((name): AssessMissing => ({ code: 'component', advisory: name }))],
  };
}

const leavesOf = (formula: Applicability): string[] => (formula.kind === 'product' ? [formula.product] : formula.of.flatMap(leavesOf));

function leafTruth(id: string, { relation, on }: Combination, products: Products, state: State): Truth {
  const judgement = state.get(id);
  if (judgement !== undefined) return TRUTHS[judgement.verdict];
  // The software comes with the product; that no bill of materials lists it says nothing.
  if (id !== on) return relation === 'default_component_of' ? 'true' : 'unknown';
  // The asset is not the product it would have to be, unless that is an operating system, which few inventories tell.
  const host = products.get(id);
  return host !== undefined && isSystem(host) ? 'unknown' : 'false';
}

const SYSTEM = /^cpe:(?:2\.3:|\/)o:/i;
const isSystem = ({ identifiers, name }: AdvisoryProduct): boolean => identifiers.cpes.some((cpe) => SYSTEM.test(cpe)) || systemFamilies(name).size > 0;
