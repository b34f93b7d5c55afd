/** ASSESS: which assets an advisory concerns. The index of advisories is built once; assets are matched against it, a new advisory against the index of assets. */
import type { Advisory } from '@wardkeep/model/advisory';
import type { AssessAsset, AssessPair, AssessResult, IgnoredPair } from '@wardkeep/model/assess';
import { type CompiledAdvisory, NameShelf } from './advisory.ts';
import { type CompiledAsset, compileAsset, nameKeyOf, recompile } from './asset.ts';
import { combine, compare, NEAR } from './combine.ts';
import { assetComponentKeys, productComponentKeys } from './components.ts';
import { hasParts, judgeNames, judgeProduct, withoutGuesses, type NameJudgement, type ProductJudgement } from './judge.ts';
import { assetIdentifierKeys, assetKeys, identifierKeys, makerIds, nameKeys } from './keys.ts';
import type { Knowledge } from './knowledge.ts';
import { Postings } from './postings.ts';
import { type Rarity, viability } from './viable.ts';
import type { CompiledProduct } from './product.ts';
import type { ProductNames } from './product-names.ts';

/** Pairs that came close, kept for „why is this not listed?”; the closest of each asset. */
export const IGNORED_PER_ASSET = 8;

interface Place { readonly advisory: number; readonly product: CompiledProduct }
interface NameEntry { readonly names: ProductNames; readonly products: Place[] }

export interface AssessIndex {
  readonly knowledge: Knowledge;
  readonly advisories: readonly CompiledAdvisory[];
  readonly entries: readonly NameEntry[];
  readonly postings: Postings;
  readonly identifiers: ReadonlyMap<string, readonly Place[]>;
  /** The same for parts; made when the first asset with a bill of materials comes. */
  readonly parts: () => ReadonlyMap<string, readonly Place[]>;
  readonly relatives: (maker: string) => readonly string[];
  readonly rarity: Rarity;
  readonly recent: Map<string, Named>;
  readonly sharedBrand: (names: ProductNames) => (brand: string) => boolean;
}

export interface AssetIndex { readonly knowledge: Knowledge; readonly assets: readonly AssessAsset[]; readonly postings: Postings; readonly makers: ReadonlySet<string> }

export function buildIndex(advisories: readonly Advisory[], knowledge: Knowledge): AssessIndex {
  const shelf = new NameShelf(knowledge), compiled: CompiledAdvisory[] = [], entries: NameEntry[] = [], byNames = new Map<ProductNames, number>(), postings = new Postings();
  const identifiers = new Map<string, Place[]>(), makers = new Set<string>(), brands = new Map<string, Set<string>>();
  for (const advisory of advisories) {
    const one = shelf.compile(advisory), at = compiled.push(one) - 1;
    for (const product of one.products) {
      let entry = byNames.get(product.names);
      if (entry === undefined) {
        entry = entries.push({ names: product.names, products: [] }) - 1;
        byNames.set(product.names, entry);
        for (const key of nameKeys(product.names)) postings.add(key.text, entry, key.spelled);
        for (const name of product.names.names) if (name.naming.length === 1) for (const form of name.naming[0]!.forms) if (form.kind === 'word') postings.add(`=${form.text}`, entry);
        for (const maker of makerIds(product.names.maker)) makers.add(maker);
        countBrands(brands, product.names);
      }
      entries[entry]!.products.push({ advisory: at, product });
      for (const key of identifierKeys(product.product)) append(identifiers, key, { advisory: at, product });
    }
  }
  return { knowledge, advisories: compiled, entries, postings, identifiers, parts: partsOf(compiled, knowledge), relatives: relativesOf(knowledge, makers), recent: new Map(), rarity: { of: (word) => Math.log((entries.length + 1) / (postings.count(word) + 1)) + 0.1 }, sharedBrand: (names) => sharedBrandOf(brands, names) };
}

function append(map: Map<string, Place[]>, key: string, place: Place): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [place]);
  else list.push(place);
}

function partsOf(advisories: readonly CompiledAdvisory[], { parts }: Knowledge): () => ReadonlyMap<string, readonly Place[]> {
  let made: Map<string, Place[]> | null = null;
  return () => {
    if (made !== null) return made;
    made = new Map();
    for (const [advisory, { products }] of advisories.entries()) for (const product of products) for (const key of productComponentKeys(product.product, parts)) append(made, key, { advisory, product });
    return made;
  };
}

/** Under how many different names of one maker a brand word stands: a family word says which house, not which product. */
function countBrands(brands: Map<string, Set<string>>, names: ProductNames): void {
  const makers = makerIds(names.maker);
  for (const name of names.names) {
    const brand = name.groups.find((group) => group.kind === 'brand' && !group.vendor)?.text, rest = name.groups.filter((group) => group.kind !== 'vacuous' && group.text !== brand).map((group) => group.text).join(' ');
    if (brand === undefined) continue;
    for (const maker of makers) {
      const key = `${maker}\0${brand}`, known = brands.get(key);
      if (known === undefined) brands.set(key, new Set([rest]));
      else if (known.size < 3) known.add(rest);
    }
  }
}

const sharedBrandOf = (brands: ReadonlyMap<string, ReadonlySet<string>>, names: ProductNames) => (brand: string): boolean => makerIds(names.maker).some((maker) => (brands.get(`${maker}\0${brand}`)?.size ?? 0) > 1);

/** Product makers that a maker of assets is related to, computed when first asked. */
function relativesOf({ makers: { areRelated } }: Knowledge, makers: ReadonlySet<string>): (maker: string) => readonly string[] {
  const known = new Map<string, string[]>();
  return (maker) => {
    let found = known.get(maker);
    if (found === undefined) known.set(maker, found = [...makers].filter((other) => other !== maker && areRelated(maker, other)));
    return found;
  };
}

export function indexAssets(assets: Iterable<AssessAsset>, knowledge: Knowledge): AssetIndex {
  // Compiled assets are a few kilobytes each: they are made again for the few that a new advisory touches.
  const kept: AssessAsset[] = [], postings = new Postings(), makers = new Set<string>();
  for (const asset of assets) {
    const one = compileAsset(asset, knowledge.words, knowledge.makers), at = kept.push(asset) - 1;
    for (const key of assetKeys(one, () => NOBODY)) postings.add(key.text, at, key.spelled);
    for (const key of [...assetIdentifierKeys(one), ...assetComponentKeys(asset, knowledge.parts)]) postings.add(key, at);
    for (const maker of makerIds(one.maker)) makers.add(maker);
  }
  return { knowledge, assets: kept, postings, makers };
}
const NOBODY: readonly string[] = [];

export function matchAsset(asset: AssessAsset, index: AssessIndex): AssessResult {
  const key = nameKeyOf(asset), known = index.recent.get(key);
  if (known !== undefined) return judgeEntries(recompile(known.asset, asset, index.knowledge.words), index, known.entries, known.judged);
  const compiled = compileAsset(asset, index.knowledge.words, index.knowledge.makers), named = nameEntries(compiled, index);
  if (index.recent.size >= RECENT) index.recent.clear();
  index.recent.set(key, named);
  return judgeEntries(compiled, index, named.entries, named.judged);
}

/** Devices whose names were compared are remembered: a hospital has hundreds of the same pump. */
const RECENT = 64;
interface Named { readonly asset: CompiledAsset; readonly entries: readonly NameEntry[]; readonly judged: readonly (NameJudgement | null)[] }

/** What the look-up of one asset found: places of entries, and those that an acronym led to. */
interface Candidates { readonly places: ReadonlySet<number>; readonly forced: ReadonlySet<number>; readonly near: ReadonlySet<string> }

/** Postings longer than this are left out where a rarer word decides. */
const FREQUENT = 64;

function candidatesOf(asset: CompiledAsset, index: AssessIndex): Candidates {
  const places = new Set<number>(), forced = new Set<number>(), near = new Set<string>(), { postings } = index, skipped = frequentWord(asset, postings);
  const add = (list: readonly number[], into = places): void => { for (const place of list) into.add(place); };
  for (const key of assetKeys(asset, index.relatives)) {
    const list = postings.get(key.text);
    // Names of several words that share with the asset only its most frequent one do not match it.
    add(key.text === skipped ? postings.get(`=${skipped}`) : list);
    if (/^[~@]/.test(key.text)) add(list, forced);
    if (key.spelled) for (const [word, others] of postings.around(key.text)) { near.add(word); add(others); }
  }
  if (skipped !== null) for (const form of asset.context) if (postings.count(form) <= FREQUENT) add(postings.get(form));
  return { places, forced, near };
}

/** The most frequent naming word of an asset that has another one; no model, for a model may decide alone. */
function frequentWord(asset: CompiledAsset, postings: Postings): string | null {
  if (asset.naming.length < 2) return null;
  let word: string | null = null, most = FREQUENT;
  for (const token of asset.naming) {
    const count = token.kind === 'brand' ? postings.count(token.text) : 0;
    if (count > most) { word = token.text; most = count; }
  }
  return word;
}

function nameEntries(asset: CompiledAsset, index: AssessIndex): Named {
  const { places, forced, near } = candidatesOf(asset, index), entries: NameEntry[] = [], judged: (NameJudgement | null)[] = [];
  const judge = (entry: NameEntry): void => {
    const judgement = judgeNames(asset, entry.names, index.sharedBrand(entry.names), index.knowledge);
    if (judgement !== null) { entries.push(entry); judged.push(judgement); }
  };
  const misses: { readonly place: number; readonly share: number }[] = [];
  for (const place of places) {
    const entry = index.entries[place]!, { names: { names, listed } } = entry;
    let share = forced.has(place) ? 1 : 0;
    for (const name of names) if (share < 1) share = Math.max(share, viability(asset, name, listed, near, index.rarity));
    if (share === 1) judge(entry);
    else if (share > 0) misses.push({ place, share });
  }
  if (misses.length > IGNORED_PER_ASSET) misses.sort((a, b) => b.share - a.share || a.place - b.place);
  for (const { place } of misses.slice(0, IGNORED_PER_ASSET)) judge(index.entries[place]!);
  return { asset, entries, judged: withoutGuesses(judged) };
}

/** Every name, one after the other: what the index must agree with. For tests and the benchmark. */
export function matchAssetSlowly(asset: AssessAsset, index: AssessIndex): AssessResult {
  const compiled = compileAsset(asset, index.knowledge.words, index.knowledge.makers);
  return judgeEntries(compiled, index, index.entries, withoutGuesses(index.entries.map(({ names }) => judgeNames(compiled, names, index.sharedBrand(names), index.knowledge))));
}

function judgeEntries(asset: CompiledAsset, index: AssessIndex, entries: readonly NameEntry[], judged: readonly (NameJudgement | null)[]): AssessResult {
  const found = new Map<number, ProductJudgement[]>(), named = new Map<ProductNames, NameJudgement>(), misses = new Map<number, Miss>();
  const judge = (advisory: number, product: CompiledProduct, names: NameJudgement | null): void => {
    const judgement = judgeProduct(asset, product, names, index.knowledge), list = found.get(advisory);
    if (judgement === null) return;
    if (list === undefined) found.set(advisory, [judgement]);
    else if (!list.some((other) => other.product === product)) list.push(judgement);
  };
  entries.forEach(({ names, products }, at) => {
    const judgement = judged[at] ?? null;
    if (judgement === null) return;
    named.set(names, judgement);
    for (const { advisory, product } of products) {
      if (judgement.against === null) judge(advisory, product, judgement);
      else if (judgement.match.score > (misses.get(advisory)?.judgement.match.score ?? NEAR)) misses.set(advisory, { judgement, product });
    }
  });
  for (const key of assetIdentifierKeys(asset)) for (const { advisory, product } of index.identifiers.get(key) ?? []) judge(advisory, product, named.get(product.names) ?? null);
  if (hasParts(asset.asset)) for (const key of assetComponentKeys(asset.asset, index.knowledge.parts)) for (const { advisory, product } of index.parts().get(key) ?? []) judge(advisory, product, named.get(product.names) ?? null);
  return conclude(asset, found, closest(misses, found), index);
}

/** The best product of an advisory whose name does not agree. */
interface Miss { readonly judgement: NameJudgement; readonly product: CompiledProduct }

function closest(misses: ReadonlyMap<number, Miss>, found: ReadonlyMap<number, unknown>): [number, Miss][] {
  return [...misses].filter(([advisory]) => !found.has(advisory)).sort((a, b) => b[1].judgement.match.score - a[1].judgement.match.score || a[0] - b[0]).slice(0, IGNORED_PER_ASSET);
}

function conclude(asset: CompiledAsset, found: ReadonlyMap<number, readonly ProductJudgement[]>, misses: readonly (readonly [number, Miss])[], index: AssessIndex): AssessResult {
  const pairs: AssessPair[] = [], ignored: IgnoredPair[] = misses.map(([advisory, { judgement, product }]) => missOf(asset, index.advisories[advisory]!, product, judgement));
  for (const [advisory, judgements] of found) {
    const result = combine(asset.asset, index.advisories[advisory]!, judgements);
    if (result?.kind === 'pair') pairs.push(result.pair);
    else if (result?.kind === 'ignored') ignored.push(result.ignored);
  }
  pairs.sort((a, b) => compare(a.advisory, b.advisory));
  return { pairs, ignored: ignored.sort((a, b) => b.score - a.score || compare(a.advisory, b.advisory)).slice(0, IGNORED_PER_ASSET) };
}

function missOf(asset: CompiledAsset, { advisory }: CompiledAdvisory, { product }: CompiledProduct, { match, maker, against }: NameJudgement): IgnoredPair {
  const vendor = { code: maker.code, asset: asset.maker.text, advisory: product.vendor };
  return { row: asset.asset.id, advisory: advisory.id, score: Math.round(match.score * 1000) / 1000, products: [product.id], reasons: against!.code === 'vendor-differs' ? [...match.reasons, against!] : [vendor, against!] };
}

/** A new or revised advisory against all assets: those that share a key are compared. */
export function matchAdvisory(advisory: Advisory, assets: AssetIndex): AssessResult {
  const { knowledge } = assets, index = buildIndex([advisory], knowledge), touched = new Set<number>(), relatives = relativesOf(knowledge, assets.makers);
  const touch = (places: readonly number[]): void => { for (const place of places) touched.add(place); };
  for (const { names } of index.entries) {
    for (const key of nameKeys(names)) {
      touch(assets.postings.get(key.text));
      if (key.spelled) for (const [, places] of assets.postings.around(key.text)) touch(places);
      const made = /^([@~])([^:]+(?::[^:]+)?):([^:]+)$/.exec(key.text);
      if (made !== null) for (const maker of relatives(made[2]!)) touch(assets.postings.get(`${made[1]}${maker}:${made[3]}`));
    }
  }
  for (const key of [...index.identifiers.keys(), ...index.parts().keys()]) touch(assets.postings.get(key));
  const pairs: AssessPair[] = [], ignored: IgnoredPair[] = [];
  for (const place of [...touched].sort((a, b) => a - b)) {
    const result = matchAsset(assets.assets[place]!, index);
    pairs.push(...result.pairs);
    ignored.push(...result.ignored);
  }
  return { pairs, ignored };
}

/** Many assets, those of one name after the other, so that their names are compared once; each result with the asset's place in the list. */
export function* matchAssets(assets: readonly AssessAsset[], index: AssessIndex): Generator<readonly [number, AssessResult]> {
  const places = new Map<string, number[]>();
  assets.forEach((asset, at) => { const key = nameKeyOf(asset), list = places.get(key); if (list === undefined) places.set(key, [at]); else list.push(at); });
  for (const list of places.values()) for (const at of list) yield [at, matchAsset(assets[at]!, index)];
}

/** All assets against all advisories, in the order of the assets; advisories in the order of their ids. */
export function assess(assets: readonly AssessAsset[], advisories: readonly Advisory[], knowledge: Knowledge): AssessResult {
  const results: AssessResult[] = [];
  for (const [at, result] of matchAssets(assets, buildIndex(advisories, knowledge))) results[at] = result;
  return { pairs: results.flatMap((result) => result.pairs), ignored: results.flatMap((result) => result.ignored) };
}
