/** The judgements of one asset against the products of one advisory become one pair, one ignored pair, or nothing. */
import type { AssessAsset, AssessMissing, AssessPair, AssessReason, IgnoredPair } from '@wardkeep/model/assess';
import { withCombined } from './components-combined.ts';
import { applyFormula, type Truth } from './formula.ts';
import type { ProductJudgement } from './judge.ts';
import type { CompiledAdvisory, StatusGroup } from './advisory.ts';

const REASONS_LIMIT = 24;
/** A product may be certain where the formula it stands in is not: what nobody can tell is never accepted without a person. */
const UNSURE = 0.85;
/** Names closer than this make a pair worth telling. */
export const NEAR = 0.25;

export type Combined = { readonly kind: 'pair'; readonly pair: AssessPair } | { readonly kind: 'ignored'; readonly ignored: IgnoredPair } | null;

export function combine({ id: row, componentsComplete = false }: AssessAsset, advisory: CompiledAdvisory, given: readonly ProductJudgement[]): Combined {
  const judgements = advisory.combined ? withCombined(given, advisory) : given, formulas: Applied[] = [];
  const specific = mostSpecific(judgements);
  const state = new Map(specific.map((judgement) => [judgement.product.product.id, judgement] as const));
  const inCves = new Set<string>(), unknownCves = new Set<string>(), inProducts = new Set<ProductJudgement>(), unknownProducts = new Set<ProductJudgement>(), cleared = new Set<ProductJudgement>();
  for (const group of advisory.groups) {
    const found = applies(group, advisory, state, componentsComplete);
    for (const judgement of found.cleared) cleared.add(judgement);
    const [products, cves] = found.truth === 'true' ? [inProducts, inCves] : [unknownProducts, unknownCves];
    if (found.truth === 'false') continue;
    formulas.push(found);
    for (const judgement of found.by) products.add(judgement);
    for (const name of group.names) cves.add(name);
  }
  if (inProducts.size > 0) return { kind: 'pair', pair: pairOf(row, advisory, 'affected', [...inProducts], inCves, formulas.filter((one) => one.truth === 'true')) };
  if (unknownProducts.size > 0) return { kind: 'pair', pair: pairOf(row, advisory, 'cannot_tell', [...unknownProducts], unknownCves, formulas) };
  const told = cleared.size > 0 ? [...cleared] : judgements.filter((judgement) => judgement.verdict === 'out');
  if (told.length === 0) return null;
  const order = [...told].sort((a, b) => b.score - a.score || compare(a.product.product.id, b.product.product.id)), best = order[0]!;
  if (best.score < NEAR) return null;
  const reasons = [...best.reasons, ...(cleared.size > 0 ? [statusReason(best, advisory)] : []), ...order.slice(1, 4).flatMap((judgement) => judgement.reasons.slice(-1))];
  return { kind: 'ignored', ignored: { row, advisory: advisory.advisory.id, score: round(best.score), products: order.slice(0, 8).map((judgement) => judgement.product.product.id).sort(compare), reasons: reasons.slice(0, REASONS_LIMIT) } };
}

/**
 * A product that is the asset itself makes its families, variants and near names irrelevant: `Infinia Hawkeye` is not also judged as `Infinia`,
 * `523K` not as a `523` with a suffix. What excludes as the more specific one excludes for all.
 */
export function mostSpecific(judgements: readonly ProductJudgement[]): ProductJudgement[] {
  const matching = judgements.filter((judgement) => judgement.identified || (judgement.match !== null && judgement.match.level !== 'none'));
  // The asset's model number stands at one product: those with numbers of their own are others.
  const isNumbered = matching.some((one) => one.identified && one.reasons.some(({ code }) => code === 'model-number-match'));
  return matching.filter((one) => {
    if (one.identified) return true;
    if (isNumbered && one.product.product.identifiers.modelNumbers.length > 0) return false;
    return !matching.some((other) => other !== one && !other.identified && other.match!.level === 'full' && beats(other, one));
  });
}

function beats(other: ProductJudgement, one: ProductJudgement): boolean {
  const a = other.match!, b = one.match!;
  if (other.product.names.printed === one.product.names.printed) return false;
  if (b.level === 'variant') return true;
  if (b.extended && !a.extended) return true;
  // A condition that is not met says that the general entry is meant.
  if (other.verdict !== 'in' && other.reasons.some((reason) => reason.code === 'condition-unknown' || reason.code === 'condition-not-met')) return false;
  return b.covered.size < a.covered.size && [...b.covered].every((word) => a.covered.has(word));
}

/** `reasons` and `missing`: of the formula itself, beside those of its products. */
interface Applied { readonly truth: Truth; readonly by: readonly ProductJudgement[]; readonly cleared: readonly ProductJudgement[]; readonly reasons: readonly AssessReason[]; readonly missing: readonly AssessMissing[] }

function applies(group: StatusGroup, advisory: CompiledAdvisory, state: ReadonlyMap<string, ProductJudgement>, complete: boolean): Applied {
  const pick = (ids: ReadonlySet<string>): ProductJudgement[] => (ids.size === 0 ? [] : [...state].flatMap(([id, judgement]) => (ids.has(id) ? [judgement] : [])));
  const cleared = pick(group.cleared).filter((judgement) => judgement.verdict === 'in'), affected = pick(group.affected).filter((judgement) => !cleared.some((other) => overrides(other, judgement)));
  const open = pick(group.open).filter((judgement) => judgement.verdict !== 'out');
  if (group.applies !== null) return { ...applyFormula(group.applies, group.affected, advisory, state, complete), cleared };
  const yes = affected.filter((judgement) => judgement.verdict === 'in'), perhaps = [...affected.filter((judgement) => judgement.verdict === 'unknown'), ...open];
  const told = (truth: Truth, by: readonly ProductJudgement[]): Applied => ({ truth, by, cleared: truth === 'false' ? cleared : [], reasons: [], missing: [] });
  return yes.length > 0 ? told('true', yes) : perhaps.length > 0 ? told('unknown', perhaps) : told('false', []);
}

/** „Fixed in 2.4” wins over „affected <= 2.x” for exactly 2.4; a statement about all versions wins over nothing that names this version. */
function overrides(cleared: ProductJudgement, affected: ProductJudgement): boolean {
  if (affected.verdict === 'out') return false;
  const rank = ({ product: { versions } }: ProductJudgement): number => (versions.all || versions.sets.length === 0 ? 0 : versions.sets.every((set) => set.kind === 'one') ? 2 : 1);
  const more = (cleared.match?.covered.size ?? 0) - (affected.match?.covered.size ?? 0);
  return more > 0 || (more === 0 && rank(cleared) > rank(affected));
}

function pairOf(row: string, advisory: CompiledAdvisory, verdict: AssessPair['verdict'], judgements: readonly ProductJudgement[], cves: ReadonlySet<string>, formulas: readonly Applied[]): AssessPair {
  const order = [...judgements].sort((a, b) => b.score - a.score || compare(a.product.product.id, b.product.product.id));
  const reasons: AssessReason[] = [], missing: AssessMissing[] = [];
  const tell = (said: { readonly reasons: readonly AssessReason[]; readonly missing: readonly AssessMissing[] }): void => {
    for (const reason of said.reasons) if (!reasons.some((other) => same(other, reason))) reasons.push(reason);
    for (const item of said.missing) if (!missing.some((other) => other.code === item.code && other.advisory === item.advisory)) missing.push(item);
  };
  for (const judgement of order.slice(0, 6)) tell(judgement);
  for (const formula of formulas) tell(formula);
  return {
    row, advisory: advisory.advisory.id, verdict, score: round(verdict === 'affected' ? order[0]!.score : Math.min(order[0]!.score, UNSURE)), cves: [...cves].sort(compare), products: order.map((judgement) => judgement.product.product.id).sort(compare),
    reasons: reasons.slice(0, REASONS_LIMIT), missing: verdict === 'cannot_tell' ? missing : [],
  };
}

const statusReason = (judgement: ProductJudgement, { advisory }: CompiledAdvisory): AssessReason => {
  const fixed = advisory.vulnerabilities.some((vulnerability) => (['fixed', 'first_fixed', 'recommended'] as const).some((status) => vulnerability.status[status]?.includes(judgement.product.product.id)));
  return { code: fixed ? 'status-fixed' : 'status-not-affected', asset: null, advisory: judgement.product.product.name };
};

const same = (a: AssessReason, b: AssessReason): boolean => a.code === b.code && a.asset === b.asset && a.advisory === b.advisory && a.component === b.component;
const round = (score: number): number => Math.round(score * 1000) / 1000;
export const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
