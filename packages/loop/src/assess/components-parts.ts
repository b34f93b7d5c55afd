/** Both sides of a component match, read once: identifiers parsed, names as keys, versions in the order in which they are believed. */
import { ANY, type CpeName, NA, parseCpe } from '@wardkeep/formats/cpe/name';
import { parsePurl, type Purl, purlVersion } from '@wardkeep/formats/purl';
import type { AdvisoryProduct } from '@wardkeep/model/advisory';
import type { AssessAsset } from '@wardkeep/model/assess';
import type { Component } from '@wardkeep/model/component';
import type { ComponentNames, ProductKey } from './components-names.ts';
import { systemNames } from './components-system.ts';

/** Of whom the identifiers speak. `system`: read from the text of the operating system, which says little. `self`: the asset's own CPE names. */
export interface Part {
  readonly kind: 'component' | 'self' | 'system';
  /** What reasons call it: bom-ref, else name. */
  readonly ref: string;
  /** Name and version, as written. */
  readonly words: string;
  readonly purl: Purl | null;
  readonly cpe: CpeName | null;
  readonly written: { readonly purl: string | null; readonly cpe: string | null };
  readonly makers: ReadonlySet<string>;
  readonly makerWords: string | null;
  readonly names: readonly ProductKey[];
  readonly versions: readonly string[];
}

export interface Subject {
  readonly purls: readonly { readonly purl: Purl; readonly text: string }[];
  readonly cpes: readonly { readonly cpe: CpeName; readonly text: string }[];
  readonly makers: ReadonlySet<string>;
  readonly names: readonly ProductKey[];
}

/** purl types whose package is a distribution's build of other people's software. */
export const DISTRIBUTIONS: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm', 'opkg', 'ebuild']);
/** purl types that name a place where code is kept, no package: what is there is compared by name. */
export const PLACES: ReadonlySet<string> = new Set(['generic', 'github', 'gitlab', 'bitbucket', 'git', 'docker', 'oci', 'swid', 'sid', 'yocto']);

const purlOf = (text: string | null): Purl | null => { const purl = text === null ? null : parsePurl(text); return purl === null || 'error' in purl ? null : purl; };
const cpeOf = (text: string | null): CpeName | null => { const cpe = text === null ? null : parseCpe(text); return cpe === null || 'error' in cpe ? null : cpe; };
/** An attribute without its quoting, with blanks for underscores; null for ANY and NA. */
export const spoken = (attribute: string): string | null => (attribute === ANY || attribute === NA ? null : attribute.replace(/\\(.)/g, '$1').replaceAll('_', ' '));

export function partsOf(asset: AssessAsset, names: ComponentNames): Part[] {
  const self: Part[] = asset.cpes.slice(0, SELF_LIMIT).flatMap((text) => (cpeOf(text) === null ? [] : [{
    ...partOf({ name: asset.product ?? asset.model ?? asset.id, version: asset.version, purl: null, cpe: text, supplier: asset.vendor, bomRef: null, type: null }, names), kind: 'self' as const, names: [],
  }]));
  const system: Part[] = asset.os === null ? [] : systemNames(asset.os).map(({ name, version, maker }) => ({
    ...partOf({ name, version, purl: null, cpe: null, supplier: maker, bomRef: null, type: 'operating-system' }, names), kind: 'system' as const, ref: asset.os!, words: asset.os!,
  }));
  return [...self, ...asset.components.map((component) => partOf(component, names)), ...system];
}

/** CPE names an asset may give for itself. */
const SELF_LIMIT = 64;

function partOf(component: Component, names: ComponentNames): Part {
  const purl = purlOf(component.purl), cpe = cpeOf(component.cpe), vendor = cpe === null ? null : spoken(cpe.vendor), product = cpe === null ? null : spoken(cpe.product);
  // A namespace is an organisation where code is kept, and a distribution in its packages; elsewhere a part of the name (`org.apache.logging.log4j`).
  const owner = purl !== null && PLACES.has(purl.type) ? purl.namespace : null;
  const makers = new Set([component.supplier, vendor, owner].flatMap((text) => (text === null || names.maker(text) === '' ? [] : [names.maker(text)])));
  // A record without a maker says it in the product's name: `Apache log4net` of `n/a`. So the maker's words before the own name are a name as well.
  const slash = component.name.lastIndexOf('/'), texts = [component.name, ...(slash > 0 ? [component.name.slice(slash + 1)] : []), ...(purl === null ? [] : [purl.name]), ...(product === null ? [] : [product])];
  const update = cpe === null || spoken(cpe.update) === null ? '' : ` ${spoken(cpe.update)!}`, inCpe = cpe === null ? null : cpe.version.replace(/\\(.)/g, '$1');
  const versions = [component.version, purl === null ? null : purlVersion(purl), inCpe === null || inCpe === ANY || inCpe === NA ? null : `${inCpe}${update}`];
  return {
    kind: 'component', ref: component.bomRef ?? component.name, words: component.version === null || component.version === '' ? component.name : `${component.name} ${component.version}`,
    purl, cpe, written: { purl: component.purl, cpe: component.cpe }, makers, makerWords: component.supplier ?? vendor ?? owner,
    names: distinct(texts.map((text) => names.product(text, makers)).flatMap((own) => [own, ...(own.bare === null && component.type !== 'operating-system' ? [...makers].map((maker) => ({ key: `${maker}${own.key}`, bare: own.key })) : [])])), versions: [...new Set(versions.filter((version): version is string => version !== null && version.trim() !== ''))],
  };
}

export function subjectOf(product: AdvisoryProduct, names: ComponentNames): Subject {
  const { identifiers, path } = product;
  const purls = identifiers.purls.flatMap((text) => { const purl = purlOf(text); return purl === null ? [] : [{ purl, text }]; }), cpes = identifiers.cpes.flatMap((text) => { const cpe = cpeOf(text); return cpe === null ? [] : [{ cpe, text }]; });
  const owners = purls.flatMap(({ purl }) => (PLACES.has(purl.type) && purl.namespace !== null ? [purl.namespace] : []));
  const makers = new Set([product.vendor, ...cpes.map(({ cpe }) => spoken(cpe.vendor)), ...owners].flatMap((text) => (text === null || names.maker(text) === '' ? [] : [names.maker(text)])));
  const own = path.filter(({ category }) => category === 'product' || category === 'model').at(-1)?.name, family = path.filter(({ category }) => category === 'family').at(-1)?.name;
  const texts = [...(own === undefined ? [] : [own]), ...(family === undefined ? [] : own === undefined ? [family] : [`${family} ${own}`]), ...purls.map(({ purl }) => purl.name), ...cpes.flatMap(({ cpe }) => spoken(cpe.product) ?? [])];
  // A full product name without a tree: what stands before its version.
  if (texts.length === 0) texts.push(product.name.replace(/\s+(?:version\s+|v)?\d[\w.+-]*\s*$/i, ''));
  return { purls, cpes, makers, names: distinct(texts.filter((text) => text.length <= NAME_LIMIT).map((text) => names.product(text, makers))) };
}

/** Longer names are prose. */
const NAME_LIMIT = 200;

function distinct(keys: readonly ProductKey[]): ProductKey[] {
  return [...new Map(keys.filter(({ key }) => key !== '').map((key) => [key.key, key])).values()];
}

/** Where the index finds candidates: whole names, with the other names of the same product. */
export function keysOf(side: { readonly names: readonly ProductKey[]; readonly cpe?: CpeName | null }, names: ComponentNames): string[] {
  const product = side.cpe === undefined || side.cpe === null ? null : spoken(side.cpe.product), all = [...side.names, ...(product === null ? [] : [names.product(product, NOBODY)])];
  return [...new Set(all.flatMap(({ key, bare }) => [key, ...(bare === null ? [] : [bare])]).flatMap((key) => names.group(key)?.keys ?? [key]))].map((key) => `part:${key}`);
}

const NOBODY: ReadonlySet<string> = new Set();
