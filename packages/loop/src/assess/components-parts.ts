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
  /** Its names, as written. */
  readonly titles: readonly string[];
  readonly purl: Purl | null;
  readonly cpe: CpeName | null;
  readonly written: { readonly purl: string | null; readonly cpe: string | null };
  readonly makers: ReadonlySet<string>;
  readonly makerWords: string | null;
  readonly names: readonly ProductKey[];
  readonly versions: readonly string[];
}

export interface Subject {
  /** `release`: of the distribution that the statement is about. */
  readonly purls: readonly { readonly purl: Purl; readonly text: string; readonly release: string | null }[];
  readonly cpes: readonly { readonly cpe: CpeName; readonly text: string }[];
  readonly makers: ReadonlySet<string>;
  readonly names: readonly ProductKey[];
  /** Where the index finds it. */
  readonly keys: readonly string[];
}

/** purl types whose package is a distribution's build of other people's software. */
export const DISTRIBUTIONS: ReadonlySet<string> = new Set(['deb', 'rpm', 'apk', 'alpm', 'opkg', 'ebuild']);
/** purl types that name a place where code is kept, no package: what is there is compared by name. */
export const PLACES: ReadonlySet<string> = new Set(['generic', 'github', 'gitlab', 'bitbucket', 'git', 'docker', 'oci', 'swid', 'sid', 'yocto']);

const purlOf = (text: string): Purl | null => { const purl = parsePurl(text); return 'error' in purl ? null : purl; };
const cpeOf = (text: string): CpeName | null => { const cpe = parseCpe(text); return 'error' in cpe ? null : cpe; };
/** An attribute without its quoting; null for ANY and NA. */
export const literal = (attribute: string): string | null => (attribute === ANY || attribute === NA ? null : attribute.replace(/\\(.)/g, '$1'));
/** The same as words: blanks for underscores. */
export const spoken = (attribute: string): string | null => literal(attribute)?.replaceAll('_', ' ') ?? null;
/** Version and update, as they would be written: `1.2 sp1`. */
export function cpeVersion({ version, update }: CpeName): string | null {
  const plain = literal(version), level = literal(update);
  return plain === null ? null : level === null ? plain : `${plain} ${level}`;
}

/** CPE names an asset may give for itself. */
const SELF_LIMIT = 64;

export function partsOf(asset: AssessAsset, names: ComponentNames): Part[] {
  const bare = { purl: null, bomRef: null } as const;
  const self = asset.cpes.slice(0, SELF_LIMIT).filter((text) => cpeOf(text) !== null).map((cpe): Part => ({
    ...partOf({ ...bare, name: asset.product ?? asset.model ?? asset.id, version: asset.version, cpe, supplier: asset.vendor, type: null }, names), kind: 'self', names: [],
  }));
  const system = asset.os === null ? [] : systemNames(asset.os).map(({ name, version, maker }): Part => ({
    ...partOf({ ...bare, name, version, cpe: null, supplier: maker, type: 'operating-system' }, names), kind: 'system', ref: asset.os!, words: asset.os!,
  }));
  return [...self, ...asset.components.map((component) => partOf(component, names)), ...system];
}

function partOf(component: Component, names: ComponentNames): Part {
  const { name, version, supplier, purl: purlText, cpe: cpeText } = component, purl = purlText === null ? null : purlOf(purlText), cpe = cpeText === null ? null : cpeOf(cpeText);
  const ofCpe = (attribute: 'vendor' | 'product'): string | null => (cpe === null ? null : spoken(cpe[attribute])), slash = name.lastIndexOf('/');
  // A namespace is an organisation where code is kept, and a distribution in its packages; elsewhere a part of the name (`org.apache.logging.log4j`).
  const owner = purl !== null && PLACES.has(purl.type) ? purl.namespace : null, owners = said([supplier, ofCpe('vendor'), owner]), makers = makersOf(owners, names);
  const titles = said([name, slash > 0 ? name.slice(slash + 1) : null, purl?.name ?? null, ofCpe('product')]);
  const keys = titles.map((text) => names.product(text, makers));
  return {
    kind: 'component', ref: component.bomRef ?? name, words: version === null || version === '' ? name : `${name} ${version}`, titles,
    purl, cpe, written: { purl: purlText, cpe: cpeText }, makers, makerWords: owners[0] ?? null,
    names: distinct(component.type === 'operating-system' ? keys : keys.flatMap((key) => [key, ...withMaker(key, makers)])),
    versions: [...new Set(said([version, purl === null ? null : purlVersion(purl), cpe === null ? null : cpeVersion(cpe)]))],
  };
}

const said = (texts: readonly (string | null)[]): string[] => texts.filter((text): text is string => text !== null && text.trim() !== '');
const makersOf = (texts: readonly string[], names: ComponentNames): ReadonlySet<string> => new Set(texts.map(names.maker).filter((maker) => maker !== ''));

/** A record without a maker says it in the product's name: `Apache log4net` of `n/a`. So the maker before the own name is a name as well. */
function withMaker({ key, bare }: ProductKey, makers: ReadonlySet<string>): ProductKey[] {
  return bare === null ? [...makers].map((maker) => ({ key: `${maker}${key}`, bare: key })) : [];
}

export function subjectOf({ identifiers, path, vendor, name }: AdvisoryProduct, names: ComponentNames): Subject {
  const purls = identifiers.purls.flatMap((text) => {
    const purl = purlOf(text);
    return purl === null ? [] : [{ purl, text, release: releaseOf(purl) ?? RELEASE.exec(name)?.[1] ?? null }];
  });
  const cpes = identifiers.cpes.flatMap((text) => { const cpe = cpeOf(text); return cpe === null ? [] : [{ cpe, text }]; });
  const owners = purls.flatMap(({ purl }) => (PLACES.has(purl.type) && purl.namespace !== null ? [purl.namespace] : []));
  const makers = makersOf([...(vendor === null ? [] : [vendor]), ...cpes.flatMap(({ cpe }) => spoken(cpe.vendor) ?? []), ...owners], names);
  const texts = [...titlesOf(path), ...purls.map(({ purl }) => purl.name), ...cpes.flatMap(({ cpe }) => spoken(cpe.product) ?? [])];
  // A full product name without a tree: what stands before its version.
  if (texts.length === 0) texts.push(name.replace(/\s+(?:version\s+|v)?\d[\w.+-]*\s*$/i, ''));
  const keys = distinct(texts.map((text) => names.product(text, makers)));
  return { purls, cpes, makers, names: keys, keys: indexKeys(keys, names) };
}

/** The innermost product or model, and the same behind its family (`MCUXpresso`, `SDK`). */
function titlesOf(path: AdvisoryProduct['path']): string[] {
  const last = (...categories: readonly string[]): string | undefined => path.filter(({ category }) => categories.includes(category)).at(-1)?.name;
  const own = last('product', 'model'), family = last('family');
  return [own, own === undefined || family === undefined ? family : `${family} ${own}`].filter((text) => text !== undefined);
}

/** OSV names the release behind the package: `openssl (Debian:11)`, `curl (Ubuntu:22.04:LTS)`. */
const RELEASE = /\([\w ]{3,24}:v?(\d{1,4}(?:\.\d{1,4})?)(?::[\w.:-]{1,24})?\)$/;

/**
 * The release that a package says it was built for: by its qualifier (`distro=debian-11`), else by the mark in its version (`+deb11u3`, `.el9_4`). Null: it
 * does not say.
 */
export function releaseOf({ type, version, qualifiers }: Purl): string | null {
  if (!DISTRIBUTIONS.has(type)) return null;
  const said = /(\d{1,4}(?:\.\d{1,4})?)(?:\.\d+)?$/.exec(qualifiers['distro'] ?? '')?.[1], mark = MARK.exec(version ?? '');
  return said ?? mark?.[1] ?? mark?.[2] ?? null;
}
const MARK = /[+~](?:deb|ubuntu)(\d{1,2}(?:\.\d{2})?)|\.(?:el|fc)(\d{1,2})/;

const distinct = (keys: readonly ProductKey[]): ProductKey[] => [...new Map(keys.filter(({ key }) => key !== '').map((key) => [key.key, key])).values()];

/** Where the index finds candidates: whole names, with the other names of the same product. */
export function indexKeys(keys: readonly ProductKey[], names: ComponentNames): readonly string[] {
  const all = new Set<string>();
  for (const { key, bare } of keys) for (const one of bare === null ? [key] : [key, bare]) for (const name of names.group(one)?.keys ?? [one]) all.add(`part:${name}`);
  return [...all];
}

/** A part that is only a CPE name is found by its product. */
export function partKeys({ names: keys, cpe }: Part, names: ComponentNames): readonly string[] {
  const product = cpe === null ? null : spoken(cpe.product);
  return indexKeys(keys.length > 0 || product === null ? keys : [names.product(product, NOBODY)], names);
}
const NOBODY: ReadonlySet<string> = new Set();
