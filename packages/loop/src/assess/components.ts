/**
 * A product of an advisory against the parts of an asset: its bill of materials, the software seen on it, its operating system, the CPE names given for
 * the asset itself. Each part is asked whether it is the product ({@link identify}), then where its version lies ({@link placeComponent}).
 */
import type { AdvisoryProduct } from '@wardkeep/model/advisory';
import type { AssessAsset, AssessMissing, AssessReason } from '@wardkeep/model/assess';
import { identify } from './components-identity.ts';
import type { ComponentNames } from './components-names.ts';
import { type Part, partKeys, partsOf, type Subject, subjectOf } from './components-parts.ts';
import { systemFamilies } from './components-system.ts';
import { type ComponentVersion, placeComponent } from './components-version.ts';
import type { CompiledProduct } from './product.ts';

/** `absent`: no part has to do with it. `out`: a part shares its name, and `reasons` say why it is not affected. */
export interface ComponentVerdict {
  readonly verdict: 'in' | 'out' | 'unknown' | 'absent';
  readonly score: number;
  readonly reasons: readonly AssessReason[];
  readonly missing: readonly AssessMissing[];
}

/** Both sides read once. Made with the names, lives as long as they do. */
export class ComponentShelf {
  readonly names: ComponentNames;
  private readonly parts = new WeakMap<AssessAsset, readonly Part[]>();
  private readonly subjects = new WeakMap<AdvisoryProduct, Subject>();
  /** Products without identifiers are their names: thousands of entries of one product share a subject. */
  private readonly named = new Map<string, Subject>();

  constructor(names: ComponentNames) { this.names = names; }

  partsOf(asset: AssessAsset): readonly Part[] {
    if (asset.components.length === 0 && asset.cpes.length === 0 && asset.os === null) return NONE;
    let parts = this.parts.get(asset);
    if (parts === undefined) this.parts.set(asset, parts = partsOf(asset, this.names));
    return parts;
  }

  subjectOf(product: AdvisoryProduct): Subject {
    const { identifiers: { purls, cpes }, vendor, path, name } = product;
    if (purls.length + cpes.length > 0) {
      let own = this.subjects.get(product);
      if (own === undefined) this.subjects.set(product, own = subjectOf(product, this.names));
      return own;
    }
    const key = path.reduce((text, { category, name: step }) => `${text}\0${category}\0${step}`, `${vendor ?? ''}\0${path.length === 0 ? name : ''}`);
    let subject = this.named.get(key);
    if (subject === undefined) {
      if (this.named.size >= NAMED_LIMIT) this.named.clear();
      this.named.set(key, subject = subjectOf(product, this.names));
    }
    return subject;
  }
}

const NAMED_LIMIT = 100_000;
const NONE: readonly Part[] = [];
const ABSENT: ComponentVerdict = { verdict: 'absent', score: 0, reasons: [], missing: [] };
/** Parts that a verdict tells of; a device may hold one library many times. */
const TOLD = 4;

export function componentVerdict(asset: AssessAsset, compiled: CompiledProduct, shelf: ComponentShelf): ComponentVerdict {
  const subject = shelf.subjectOf(compiled.product), found: ComponentVerdict[] = [];
  for (const part of shelf.partsOf(asset)) {
    const identity = identify(part, compiled.product, subject, shelf.names);
    if (identity.kind === 'unrelated') continue;
    const head: AssessReason = { code: 'component', asset: part.words, advisory: compiled.product.name, component: part.ref }, reasons = [head, ...identity.reasons];
    if (identity.kind === 'other') { found.push({ verdict: 'out', score: identity.score, reasons, missing: [] }); continue; }
    const version = placeComponent(part, compiled, subject), platform = platformOf(asset, compiled.product, part);
    const asked = platform === null ? [version] : [version, platform], open = identity.kind === 'perhaps' || asked.some((one) => one.verdict === 'unknown');
    const verdict = asked.some((one) => one.verdict === 'out') ? 'out' : open ? 'unknown' : 'in';
    const missing = verdict === 'unknown' ? [...identity.missing, ...asked.flatMap((one) => one.missing)] : [];
    found.push({ verdict, score: identity.score, reasons: [...reasons, ...asked.flatMap((one) => one.reasons)], missing });
  }
  return strongest(found);
}

/** One part inside is enough; one that nobody can tell of keeps the question open. The rest shares names at most. */
function strongest(found: readonly ComponentVerdict[]): ComponentVerdict {
  const verdict = (['in', 'unknown', 'out'] as const).find((kind) => found.some((one) => one.verdict === kind));
  if (verdict === undefined) return ABSENT;
  const told = found.filter((one) => one.verdict === verdict).sort((a, b) => b.score - a.score).slice(0, TOLD);
  const score = verdict === 'unknown' ? Math.min(told[0]!.score, UNSURE) : told[0]!.score;
  return { verdict, score, reasons: told.flatMap((one) => one.reasons), missing: told.flatMap((one) => one.missing) };
}

const UNSURE = 0.6;

/** CVE `platforms` and CPE target software in words: any of the operating systems they name. Null where they name none. */
function platformOf(asset: AssessAsset, product: AdvisoryProduct, part: Part): ComponentVersion | null {
  const printed = product.path.filter(({ category }) => category === 'platform').map(({ name }) => name).join(', '), asked = systemFamilies(printed);
  if (printed === '' || asked.size === 0) return null;
  const listed = asset.components.filter(({ type }) => type === 'operating-system').map(({ name }) => name), systems = asset.os === null ? listed : [asset.os, ...listed];
  const own = new Set(systems.flatMap((text) => [...systemFamilies(text)])), words = systems.join(', ');
  const told = (code: AssessReason['code'], said: string | null): AssessReason[] => [{ code, asset: said, advisory: printed, component: part.ref }];
  if ([...own].some((family) => asked.has(family))) return { verdict: 'in', reasons: told('platform-met', words), missing: [] };
  if (own.size > 0) return { verdict: 'out', reasons: told('platform-not-met', words), missing: [] };
  return { verdict: 'unknown', reasons: told('platform-unknown', null), missing: [{ code: 'os', advisory: printed }] };
}

/** Where the index finds candidates: a part and a product that may be the same share one of these. */
export const productComponentKeys = (product: AdvisoryProduct, shelf: ComponentShelf): string[] => [...shelf.subjectOf(product).keys];
export function assetComponentKeys(asset: AssessAsset, shelf: ComponentShelf): string[] {
  return [...new Set(shelf.partsOf(asset).flatMap((part) => partKeys(part, shelf.names)))];
}
