/** A product of an advisory compiled: its names, versions and conditions. */
import type { Advisory, AdvisoryProduct } from '@wardkeep/model/advisory';
import { compileCondition, type Condition } from './conditions.ts';
import type { Knowledge } from './knowledge.ts';
import type { ProductNames } from './product-names.ts';
import { compileVersions, type VersionContext } from './versions/compile.ts';
import type { CompiledVersions } from './versions/types.ts';
import { baseOf } from './versions/version.ts';

export interface CompiledProduct {
  readonly product: AdvisoryProduct;
  readonly advisory: Advisory;
  readonly names: ProductNames;
  readonly versions: CompiledVersions;
  /** Versions that stand in the name; they hold beside the statements. */
  readonly nameVersions: CompiledVersions | null;
  readonly conditions: readonly Condition[];
  /** Its publisher gave identifiers other than names. */
  readonly numbered: boolean;
}

/** A version that is part of a name names its line: `Control V7` is V7.0.2 too, `Historian 3.16` is 3.16 P005. One with a suffix of its own is itself. */
export const linesOf = (compiled: CompiledVersions): CompiledVersions => ({ ...compiled, sets: compiled.sets.map((set) => (set.kind === 'one' && baseOf(set.version).groups.length === 0 ? { ...set, kind: 'line' } : set)) });

/** Plain statements mean the same for every product: numbers, signs and `vers:all/*`. */
const PLAIN_VERSION = /^(?:vers:all\/)?[\s<>=|*\d.]*$/;

export type VersionShelf = Map<string, CompiledVersions>;

export function compileProduct(advisory: Advisory, product: AdvisoryProduct, names: ProductNames, shelf: VersionShelf, knowledge: Knowledge): CompiledProduct {
  const released = advisory.firstReleasedAt ?? advisory.releasedAt, context = { year: released === null ? null : Number(released.slice(0, 4)), productNames: [names.printed, product.name], title: advisory.title };
  const versions = shelved(product, shelf, context), inName = [...new Set(names.names.flatMap((name) => name.versions))];
  const { udiDis, serialNumbers, modelNumbers, skus } = product.identifiers;
  return {
    product, advisory, names, versions, numbered: udiDis.length + serialNumbers.length + modelNumbers.length + skus.length > 0, nameVersions: inName.length === 0 ? null : linesOf(compileVersions(inName.map((text) => ({ kind: 'version', text })), context)),
    conditions: versions.conditions.length === 0 ? names.conditions : [...names.conditions, ...versions.conditions.map((text) => compileCondition(text, knowledge.words)).filter((condition) => condition.keys.length > 0 || condition.system !== null)],
  };
}

function shelved(product: AdvisoryProduct, shelf: VersionShelf, context: VersionContext): CompiledVersions {
  if (product.versions.some(({ text }) => !PLAIN_VERSION.test(text)) || contradicts(product)) return compileVersions(product.versions, context);
  const key = product.versions.map(({ kind, text }) => `${kind} ${text}`).join('\0'), known = shelf.get(key);
  if (known !== undefined) return known;
  const made = compileVersions(product.versions, { ...context, productNames: [] });
  shelf.set(key, made);
  return made;
}

/** The printed full name may say another number than the field; then it matters which product it is. */
function contradicts({ name, versions }: AdvisoryProduct): boolean {
  const printed = name.match(/\d+(?:\.\d+)+/g);
  return printed !== null && !printed.every((number) => versions.some(({ text }) => text.includes(number)));
}
