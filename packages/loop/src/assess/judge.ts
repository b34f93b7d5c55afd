/** One asset against one product: makers, names, models, conditions and version, put together into in, out or unknown. */
import type { AssessAsset, AssessMissing, AssessReason } from '@wardkeep/model/assess';
import type { CompiledAsset } from './asset.ts';
import { type ComponentVerdict, componentVerdict } from './components.ts';
import { denied, judgeCondition, systemVersion } from './conditions.ts';
import { matchIdentifiers } from './identifiers.ts';
import type { Knowledge } from './knowledge.ts';
import type { MakerRelation } from './makers.ts';
import { judgeModels } from './models.ts';
import { matchName, type NameMatch, quote } from './name-match.ts';
import type { CompiledName } from './name.ts';
import { type CompiledProduct, linesOf } from './product.ts';
import type { ProductNames } from './product-names.ts';
import { judgeVersion } from './versions/judge.ts';
import type { CompiledVersions, VersionJudgement } from './versions/types.ts';

/** Names and makers compared: the same for all products printed alike, so it is done once. */
export interface NameJudgement {
  readonly name: CompiledName;
  readonly match: NameMatch;
  readonly maker: MakerRelation;
  /** Null: the names agree. Else why this is not the product. */
  readonly against: AssessReason | null;
}

export interface ProductJudgement {
  readonly product: CompiledProduct;
  readonly verdict: 'in' | 'out' | 'unknown';
  readonly score: number;
  readonly match: NameMatch | null;
  /** Identified by a number or a component, not by names. */
  readonly identified: boolean;
  readonly reasons: readonly AssessReason[];
  readonly missing: readonly AssessMissing[];
}

/** With a maker on one side only, or one that nobody knows, the names must prove this much. */
const PROOF = { absent: 0.9, open: 1.45, differ: 9 } as const;
/** Below that, but with names that agree in full and this much proof, the maker becomes the question. */
const DOUBT = { absent: 9, open: 0.9, differ: 1.75 } as const;

export function judgeNames(asset: CompiledAsset, product: ProductNames, sharedBrand: (word: string) => boolean, knowledge: Knowledge): NameJudgement | null {
  const maker = knowledge.makers.relate(asset.maker, product.maker, product.printed);
  let best: NameJudgement | null = null;
  for (const name of product.names) {
    const brand = name.groups.find((group) => group.kind === 'brand' && !group.vendor)?.text;
    const match = matchName(asset, name, { title: product.title, titleMaker: product.titleMaker, listed: product.listed, sameMaker: maker.kind === 'agree', sharedBrand: brand !== undefined && sharedBrand(brand) }, knowledge.words);
    if (match === null) continue;
    const judgement = { name, match, maker, against: objection(asset, name, match, maker, knowledge) };
    if (best === null || rank(judgement) > rank(best)) best = judgement;
  }
  return best;
}

/** An asset that is one product as a whole is not perhaps a variant of another whose words are fewer of its own. */
export function withoutGuesses(judgements: readonly (NameJudgement | null)[]): (NameJudgement | null)[] {
  const whole = judgements.flatMap((judgement) => (judgement !== null && judgement.against === null && judgement.match.level === 'full' ? [judgement.match.explained] : []));
  return judgements.map((judgement) => {
    if (judgement === null || judgement.against !== null || judgement.match.level !== 'variant') return judgement;
    const { covered } = judgement.match, other = whole.some((words) => words.size > covered.size && [...covered].every((word) => words.has(word)));
    return other ? { ...judgement, against: { code: 'product-differs', asset: judgement.match.reasons[0]?.asset ?? null, advisory: judgement.name.text } } : judgement;
  });
}

/** The names agree in full and prove something, the makers do not. */
const isDoubtful = (match: NameMatch, maker: MakerRelation): boolean => maker.kind !== 'agree' && match.level === 'full' && match.strength < PROOF[maker.kind] && match.strength >= DOUBT[maker.kind] && match.complete && match.otherKinds.length === 0;

const rank = ({ against, match }: NameJudgement): number => (against === null ? 10 : 0) + (match.level === 'full' ? 2 : match.level === 'variant' ? 1 : 0) + match.score;

function objection(asset: CompiledAsset, name: CompiledName, match: NameMatch, maker: MakerRelation, knowledge: Knowledge): AssessReason | null {
  const own = { asset: quote(asset), advisory: name.text };
  if (match.level === 'none') return match.reasons[0] ?? { code: 'product-differs', ...own };
  if (maker.kind !== 'agree' && (match.level === 'variant' || (match.strength < PROOF[maker.kind] && !isDoubtful(match, maker)) || (maker.kind !== 'absent' && match.extraNames.length > 0))) return { code: maker.code, asset: asset.maker.text, advisory: name.text };
  const accessory = asset.accessories.find((kind) => !name.groups.some((group) => group.forms.some((form) => form.kind === 'word' && knowledge.words.accessoryOf(form.text) === kind)));
  if (accessory !== undefined && !name.conditions.some((text) => text.toLowerCase().includes(accessory))) return { code: 'accessory', ...own };
  return null;
}

/** Whether there is anything to compare with parts at all. */
export const hasParts = ({ components, cpes, os }: AssessAsset): boolean => components.length > 0 || cpes.length > 0 || os !== null;
const NO_PART: ComponentVerdict = { verdict: 'absent', score: 0, reasons: [], missing: [] };

export function judgeProduct(asset: CompiledAsset, product: CompiledProduct, names: NameJudgement | null, knowledge: Knowledge): ProductJudgement | null {
  const identity = product.numbered ? matchIdentifiers(asset, product) : null, component = hasParts(asset.asset) ? componentVerdict(asset.asset, product, knowledge.parts) : NO_PART;
  if (component.verdict === 'in' || component.verdict === 'unknown') return { product, verdict: component.verdict, score: component.score, match: null, identified: true, reasons: component.reasons, missing: component.missing };
  if (identity?.verdict === 'match') return conclude(asset, product, { score: 0.99, match: names?.match ?? null, identified: true, reasons: identity.reasons, open: null, doubt: false, name: names?.name ?? null }, knowledge);
  if (component.verdict === 'out' && (names === null || names.against !== null)) return { product, verdict: 'out', score: component.score, match: null, identified: true, reasons: component.reasons, missing: [] };
  if (names === null) return null;
  const { match, maker, against, name } = names, vendorReason: AssessReason = { code: maker.code, asset: asset.maker.text, advisory: product.product.vendor };
  const out = (reason: AssessReason): ProductJudgement => ({ product, verdict: 'out', score: Math.min(0.85, match.score), match, identified: false, reasons: [vendorReason, ...(match.level === 'none' ? [] : match.reasons), reason], missing: [] });
  if (against !== null) return { ...out(against), match: { ...match, level: 'none' }, reasons: against.code === 'vendor-differs' ? [...match.reasons, against] : [vendorReason, against] };
  if (identity?.verdict === 'mismatch') return out(identity.reasons[0]!);
  return conclude(asset, product, { score: match.score * Math.max(maker.score, 0.6), match, identified: false, reasons: [vendorReason, ...match.reasons], open: match.level === 'variant' ? match.open : null, doubt: isDoubtful(match, maker), name }, knowledge);
}

interface Named { readonly score: number; readonly match: NameMatch | null; readonly identified: boolean; readonly reasons: readonly AssessReason[]; readonly open: string | null; readonly doubt: boolean; readonly name: CompiledName | null }

const NOTHING: ReadonlySet<string> = new Set();

/** The product is the asset's; now exclusions, models, conditions and versions. One out is out; one unknown is unknown. */
function conclude(asset: CompiledAsset, product: CompiledProduct, named: Named, knowledge: Knowledge): ProductJudgement {
  const reasons = [...named.reasons], missing: AssessMissing[] = [];
  const result = (verdict: ProductJudgement['verdict']): ProductJudgement => ({ product, verdict, score: verdict === 'unknown' ? Math.min(0.85, named.score * 0.85) : named.score, match: named.match, identified: named.identified, reasons, missing });
  if (named.open !== null) missing.push({ code: 'variant', advisory: named.open });
  if (named.doubt) missing.push({ code: 'vendor', advisory: product.product.vendor ?? product.names.printed });
  for (const exclusion of named.name?.exclusions ?? []) {
    const hit = matchName(asset, exclusion.name, { title: NOTHING, titleMaker: false, listed: NOTHING, sameMaker: true, sharedBrand: false }, knowledge.words);
    if (hit?.level !== 'full') continue;
    reasons.push({ code: 'excluded', asset: quote(asset), advisory: exclusion.name.text });
    // „Venue 40 R1-3” takes out some releases only.
    if (exclusion.release === null) return result('out');
    missing.push({ code: 'version', advisory: exclusion.name.text });
  }
  const models = judgeModels(asset, product.versions.models, product.names.printed, named.match?.covered ?? NOTHING, knowledge.words);
  if (models !== null) {
    reasons.push(models.reason);
    // `Orvio Brixolan` is another of the family than those listed under `Brixolan`.
    if (models.verdict === 'out' || (models.verdict === 'unknown' && named.match?.led === true)) return result('out');
    if (models.verdict === 'unknown') missing.push({ code: 'model', advisory: product.versions.models.join(', ') });
  }
  const kinds = (named.name?.groups ?? []).filter((group) => group.kind === 'kind').flatMap((group) => group.concepts.map((concept) => ({ concept, kind: 'kind' })));
  if (kinds.length > 0 && denied(asset, kinds, knowledge.words)) { reasons.push({ code: 'condition-not-met', asset: asset.asset.notes ?? quote(asset), advisory: product.names.printed }); return result('out'); }
  for (const condition of product.conditions) {
    if (condition.system?.family === product.names.systemVersioned && product.names.systemVersioned !== null) continue;
    const verdict = judgeCondition(asset, condition, named.match?.covered ?? NOTHING, knowledge.words), own = verdict === 'unknown' ? null : asset.asset.notes ?? quote(asset);
    reasons.push({ code: verdict === 'met' ? 'condition-met' : verdict === 'not-met' ? 'condition-not-met' : 'condition-unknown', asset: own, advisory: condition.text });
    if (verdict === 'not-met') return result('out');
    if (verdict === 'unknown') missing.push({ code: condition.system === null ? 'condition' : 'os', advisory: condition.text });
  }
  for (const compiled of [product.nameVersions, product.versions]) {
    if (compiled === null) continue;
    const judgement = bestVersion(asset, compiled, product, named.name);
    reasons.push({ code: judgement.code, asset: asset.asset.version ?? asset.versions[0] ?? null, advisory: judgement.by });
    if (judgement.verdict === 'out') return result('out');
    if (judgement.verdict === 'unknown') missing.push({ code: judgement.code === 'version-unknown' && compiled.sets.some((set) => set.kind === 'dates') ? 'date' : judgement.code === 'version-contradiction' ? 'maker-answer' : 'version', advisory: judgement.by });
  }
  return result(missing.length > 0 ? 'unknown' : 'in');
}

/** The version column decides; where it is silent, the first statement elsewhere that does. */
function bestVersion(asset: CompiledAsset, compiled: CompiledVersions, product: CompiledProduct, name: CompiledName | null): VersionJudgement {
  const hints = { date: asset.date, productNames: [product.names.printed, product.product.name, ...(asset.asset.product === null ? [] : [asset.asset.product])] };
  if (product.names.systemVersioned !== null && compiled === product.versions) return judgeVersion(systemVersion(asset, product.names.systemVersioned), linesOf(compiled), hints);
  const first = judgeVersion(asset.versions[0] ?? (compiled === product.nameVersions ? asset.release : null), compiled, hints);
  if (first.verdict !== 'unknown' || (asset.asset.version ?? '') !== '') return first;
  for (const text of asset.versions.slice(1)) {
    const other = judgeVersion(text, compiled, hints);
    if (other.verdict !== 'unknown') return other;
  }
  void name;
  return first;
}
