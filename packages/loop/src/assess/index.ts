/** ASSESS: which assets an advisory concerns. The index of advisories is built once; assets are matched against it, a new advisory against the index of assets. */
import type { Advisory, AdvisoryProduct } from '@wardkeep/model/advisory';
import type { AssessAsset, AssessPair, AssessResult, IgnoredPair } from '@wardkeep/model/assess';
import { type CompiledAdvisory, NameShelf } from './advisory.ts';
import { type CompiledAsset, compileAsset, nameKeyOf, recompile } from './asset.ts';
import { combine, compare, NEAR } from './combine.ts';
import { assetComponentKeys, productComponentKeys } from './components.ts';
import { hasParts, judgeNames, judgeProduct, withoutGuesses, type NameJudgement, type ProductJudgement } from './judge.ts';
import { assetIdentifierKeys, assetKeys, identifierKeys, makerIds, nameKeys } from './keys.ts';
import type { Knowledge } from './knowledge.ts';
import { PlaceList, Postings } from './postings.ts';
import { viability, worthsOf } from './viable.ts';
import type { CompiledProduct } from './product.ts';
import type { ProductNames } from './product-names.ts';

/** Pairs that came close, kept for „why is this not listed?”; the closest of each asset. */
export const IGNORED_PER_ASSET = 25;

/** One printed name and the products under it. `products`: their numbers in the order of the advisories (see {@link ProductNumbers}). */
interface NameEntry {
  readonly names: ProductNames;
  readonly products: number[];
  /** Of each of its names; computed when an asset first comes close. */
  worths: readonly (readonly number[])[] | null;
  readonly sharedBrand: (brand: string) => boolean;
}

export interface AssessIndex {
  readonly knowledge: Knowledge;
  readonly advisories: readonly CompiledAdvisory[];
  readonly entries: readonly NameEntry[];
  readonly postings: Postings;
  readonly numbers: ProductNumbers;
  readonly identifiers: ReadonlyMap<string, readonly number[]>;
  /** The same for parts; made when the first asset with a bill of materials comes. */
  readonly parts: () => ReadonlyMap<string, readonly number[]>;
  readonly relatives: (maker: string) => readonly string[];
  readonly recent: Map<string, Named>;
  readonly candidates: Candidates;
}

/** The products of all advisories, numbered through: a quarter of a million entries are not worth an object each. */
class ProductNumbers {
  /** Number → place of its advisory. */
  readonly owners: Int32Array;
  /** Place of an advisory → number of its first product. */
  readonly firsts: Int32Array;
  private readonly advisories: readonly CompiledAdvisory[];

  constructor(advisories: readonly CompiledAdvisory[]) {
    this.advisories = advisories;
    this.firsts = new Int32Array(advisories.length);
    this.owners = new Int32Array(advisories.reduce((sum, { names }) => sum + names.length, 0));
    let number = 0;
    for (const [at, { names }] of advisories.entries()) { this.firsts[at] = number; this.owners.fill(at, number, number += names.length); }
  }

  product(number: number): CompiledProduct { const owner = this.owners[number]!; return this.advisories[owner]!.product(number - this.firsts[owner]!); }

  /** Without compiling it. */
  printed(number: number): AdvisoryProduct { const owner = this.owners[number]!; return this.advisories[owner]!.advisory.products[number - this.firsts[owner]!]!; }
}

export function buildIndex(advisories: readonly Advisory[], knowledge: Knowledge): AssessIndex {
  const shelf = new NameShelf(knowledge), compiled = advisories.map((advisory) => shelf.compile(advisory)), numbers = new ProductNumbers(compiled);
  const entries: NameEntry[] = [], byNames = new Map<ProductNames, NameEntry>(), postings = new Postings(), identifiers = new Map<string, number[]>(), makers = new Set<string>(), brands: Brands = new Map();
  let number = 0;
  for (const { advisory, names } of compiled) {
    for (const [at, product] of advisory.products.entries()) {
      let entry = byNames.get(names[at]!);
      if (entry === undefined) {
        entry = { names: names[at]!, products: [], worths: null, sharedBrand: sharedBrandOf(brands, names[at]!) };
        byNames.set(entry.names, entry);
        post(postings, entry.names, entries.push(entry) - 1);
        for (const maker of makerIds(entry.names.maker)) makers.add(maker);
        countBrands(brands, entry.names);
      }
      entry.products.push(number);
      for (const key of identifierKeys(product)) append(identifiers, key, number);
      number++;
    }
  }
  return { knowledge, advisories: compiled, entries, postings, numbers, identifiers, parts: partsOf(compiled, knowledge), relatives: relativesOf(knowledge, makers), recent: new Map(), candidates: new Candidates(entries.length) };
}

/** `=word`: the names that are this one word, for where it is too frequent to lead to longer ones. */
function post(postings: Postings, names: ProductNames, place: number): void {
  for (const { text, spelled } of nameKeys(names)) postings.add(text, place, spelled);
  for (const { naming } of names.names) if (naming.length === 1) for (const form of naming[0]!.forms) if (form.kind === 'word') postings.add(`=${form.text}`, place);
}

function append(map: Map<string, number[]>, key: string, number: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [number]);
  else list.push(number);
}

function partsOf(compiled: readonly CompiledAdvisory[], { parts }: Knowledge): () => ReadonlyMap<string, readonly number[]> {
  let made: Map<string, number[]> | null = null;
  return () => {
    if (made !== null) return made;
    made = new Map();
    let number = 0;
    for (const { advisory } of compiled) for (const product of advisory.products) { for (const key of productComponentKeys(product, parts)) append(made, key, number); number++; }
    return made;
  };
}

/** Maker and brand word → what else stands in its name, or null where there are several such names. */
type Brands = Map<string, string | null>;

/** Under how many different names of one maker a brand word stands: a family word says which house, not which product. */
function countBrands(brands: Brands, names: ProductNames): void {
  const makers = makerIds(names.maker);
  for (const name of names.names) {
    const brand = name.groups.find((group) => group.kind === 'brand' && !group.vendor)?.text;
    if (brand === undefined) continue;
    const rest = name.groups.filter((group) => group.kind !== 'vacuous' && group.text !== brand).map((group) => group.text).join(' ');
    for (const maker of makers) {
      const key = `${maker}\0${brand}`, known = brands.get(key);
      if (known === undefined) brands.set(key, rest);
      else if (known !== null && known !== rest) brands.set(key, null);
    }
  }
}

const sharedBrandOf = (brands: Brands, names: ProductNames) => (brand: string): boolean => makerIds(names.maker).some((maker) => brands.get(`${maker}\0${brand}`) === null);

/** Product makers that a maker of assets is related to, computed when first asked. */
function relativesOf({ makers: { areRelated } }: Knowledge, makers: ReadonlySet<string>): (maker: string) => readonly string[] {
  const known = new Map<string, string[]>();
  return (maker) => {
    let found = known.get(maker);
    if (found === undefined) known.set(maker, found = [...makers].filter((other) => other !== maker && areRelated(maker, other)));
    return found;
  };
}

export interface AssetIndex {
  readonly knowledge: Knowledge;
  readonly assets: readonly AssessAsset[];
  /** Words → groups. */
  readonly postings: Postings;
  /** Numbers and parts → assets, for they may differ within a group. */
  readonly identifiers: Postings;
  readonly groups: NameGroups;
  readonly makers: ReadonlySet<string>;
}

/** Assets in groups that differ in nothing but version and numbers, in the order of their first ones. A chain of places, since most groups have one asset. */
class NameGroups {
  private readonly byKey = new Map<string, number>();
  readonly firsts: number[] = [];
  /** Asset → its group, and the next asset of that. */
  readonly of: number[] = [];
  private readonly lasts: number[] = [];
  private readonly next: number[] = [];

  /** Assets come in the order of their places. Whether it begins a group. */
  add(asset: AssessAsset): boolean {
    const key = nameKeyOf(asset), place = this.of.length, known = this.byKey.get(key), group = known ?? this.firsts.length;
    this.of.push(group);
    this.next.push(-1);
    if (known === undefined) { this.byKey.set(key, this.firsts.push(place) - 1); this.lasts.push(place); return true; }
    this.next[this.lasts[group]!] = place;
    this.lasts[group] = place;
    return false;
  }

  * placesOf(group: number): Generator<number> { for (let place = this.firsts[group]!; place >= 0; place = this.next[place]!) yield place; }
}

export function indexAssets(assets: Iterable<AssessAsset>, knowledge: Knowledge): AssetIndex {
  // Compiled assets are a few kilobytes each: they are made again for the few that a new advisory touches.
  const kept: AssessAsset[] = [], postings = new Postings(), identifiers = new Postings(), makers = new Set<string>(), groups = new NameGroups();
  for (const asset of assets) {
    const at = kept.push(asset) - 1;
    for (const key of [...assetIdentifierKeys(asset), ...assetComponentKeys(asset, knowledge.parts)]) identifiers.add(key, at);
    if (!groups.add(asset)) continue;
    const one = compileAsset(asset, knowledge.words, knowledge.makers), group = groups.firsts.length - 1;
    for (const key of assetKeys(one, () => NOBODY)) postings.add(key.text, group, key.spelled);
    for (const maker of makerIds(one.maker)) makers.add(maker);
  }
  return { knowledge, assets: kept, postings, identifiers, groups, makers };
}
const NOBODY: readonly string[] = [];

export function matchAsset(asset: AssessAsset, index: AssessIndex): AssessResult {
  const key = nameKeyOf(asset), known = index.recent.get(key);
  if (known !== undefined) return judgeEntries(recompile(known.asset, asset, index.knowledge.words), index, known);
  const named = nameEntries(compileAsset(asset, index.knowledge.words, index.knowledge.makers), index);
  if (index.recent.size >= RECENT) index.recent.clear();
  index.recent.set(key, named);
  return judgeEntries(named.asset, index, named);
}

/** Devices whose names were compared are remembered: a hospital has hundreds of the same pump. */
const RECENT = 64;

interface Judged { readonly entry: NameEntry; readonly judgement: NameJudgement }
/** What all assets of one name share. `near`: names that do not agree, the closest first. */
interface Named { readonly asset: CompiledAsset; readonly agreeing: readonly Judged[]; readonly near: readonly Judged[] }

/** What the look-up of one asset found; used for one after the other. */
class Candidates {
  readonly places: PlaceList;
  /** Those of them that an acronym or the maker's kinds of things led to. */
  readonly forced: PlaceList;
  /** Words of the index one spelling error from a word of the asset. */
  near: ReadonlySet<string> = new Set();

  constructor(entries: number) { this.places = new PlaceList(entries); this.forced = new PlaceList(entries); }
}

/** Postings longer than this are left out where a rarer word decides. */
const FREQUENT = 64;

function findCandidates(asset: CompiledAsset, { postings, relatives, candidates }: AssessIndex): Candidates {
  const { places, forced } = candidates, skipped = frequentWord(asset, postings), near = new Set<string>();
  places.clear();
  forced.clear();
  for (const { text, spelled } of assetKeys(asset, relatives)) {
    // Names of several words that share with the asset only its most frequent one do not match it.
    postings.collect(text === skipped ? `=${skipped}` : text, places);
    if (text[0] === '~' || text[0] === '@') postings.collect(text, forced);
    if (spelled) for (const word of postings.around(text)) { near.add(word); postings.collect(word, places); }
  }
  if (skipped !== null) for (const form of asset.context) if (postings.count(form) <= FREQUENT) postings.collect(form, places);
  candidates.near = near;
  return candidates;
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
  const { places, forced, near } = findCandidates(asset, index), found: Judged[] = [], misses: { readonly place: number; readonly share: number }[] = [];
  const judge = (entry: NameEntry): void => { const judgement = judgeNames(asset, entry.names, entry.sharedBrand, index.knowledge); if (judgement !== null) found.push({ entry, judgement }); };
  for (const place of places.found) {
    const entry = index.entries[place]!, share = forced.has(place) ? 1 : shareOf(asset, entry, near, index);
    if (share === 1) judge(entry);
    else if (share > 0) misses.push({ place, share });
  }
  if (misses.length > IGNORED_PER_ASSET) misses.sort((a, b) => b.share - a.share || a.place - b.place);
  for (const { place } of misses.slice(0, IGNORED_PER_ASSET)) judge(index.entries[place]!);
  return namedOf(asset, found);
}

function shareOf(asset: CompiledAsset, entry: NameEntry, near: ReadonlySet<string>, { entries, postings }: AssessIndex): number {
  const { names: { names, listed } } = entry, worths = entry.worths ??= names.map((name) => worthsOf(name, (word) => Math.log((entries.length + 1) / (postings.count(word) + 1)) + 0.1));
  let share = 0;
  for (let at = 0; at < names.length && share < 1; at++) share = Math.max(share, viability(asset, names[at]!, listed, near, worths[at]!));
  return share;
}

function namedOf(asset: CompiledAsset, found: readonly Judged[]): Named {
  const judged = withoutGuesses(found.map(({ judgement }) => judgement)), agreeing: Judged[] = [], near: Judged[] = [];
  for (const [at, { entry }] of found.entries()) {
    const judgement = judged[at]!;
    if (judgement.against === null) agreeing.push({ entry, judgement });
    else near.push({ entry, judgement });
  }
  return { asset, agreeing, near: near.sort((a, b) => b.judgement.match.score - a.judgement.match.score) };
}

/** Every name, one after the other: what the index must agree with. For tests and the benchmark. */
export function matchAssetSlowly(asset: AssessAsset, index: AssessIndex): AssessResult {
  const compiled = compileAsset(asset, index.knowledge.words, index.knowledge.makers), found: Judged[] = [];
  for (const entry of index.entries) { const judgement = judgeNames(compiled, entry.names, entry.sharedBrand, index.knowledge); if (judgement !== null) found.push({ entry, judgement }); }
  return judgeEntries(compiled, index, namedOf(compiled, found));
}

function judgeEntries(asset: CompiledAsset, index: AssessIndex, named: Named): AssessResult {
  const found = new Map<number, ProductJudgement[]>(), { numbers, knowledge } = index;
  const judge = (number: number, names: NameJudgement | null): void => {
    const product = numbers.product(number), judgement = judgeProduct(asset, product, names, knowledge), owner = numbers.owners[number]!, list = found.get(owner);
    if (judgement === null) return;
    if (list === undefined) found.set(owner, [judgement]);
    else if (!list.some((other) => other.product === product)) list.push(judgement);
  };
  for (const { entry, judgement } of named.agreeing) for (const number of entry.products) judge(number, judgement);
  const keys = assetIdentifierKeys(asset.asset), parts = hasParts(asset.asset) ? assetComponentKeys(asset.asset, knowledge.parts) : NO_KEYS;
  if (keys.length + parts.length > 0) {
    const byNames = new Map([...named.agreeing, ...named.near].map(({ entry, judgement }) => [entry.names, judgement])), others = (list: readonly number[] = NO_NUMBERS): void => { for (const number of list) judge(number, byNames.get(numbers.product(number).names) ?? null); };
    for (const key of keys) others(index.identifiers.get(key));
    if (parts.length > 0) for (const key of parts) others(index.parts().get(key));
  }
  return conclude(asset, found, nearest(named.near, found, numbers), index);
}

const NO_KEYS: readonly string[] = [], NO_NUMBERS: readonly number[] = [];

/** The best product of an advisory whose name does not agree. */
interface Miss { readonly advisory: number; readonly judgement: NameJudgement; readonly number: number }

/** The closest advisories, each with its best product; of those equally close, the first. `near` has the closest first, so most of it is never looked at. */
function nearest(near: readonly Judged[], found: ReadonlyMap<number, unknown>, { owners }: ProductNumbers): Miss[] {
  const out: Miss[] = [], known = new Set<number>();
  for (let from = 0, to = 0; from < near.length && out.length < IGNORED_PER_ASSET; from = to) {
    const { score } = near[from]!.judgement.match, alike: Miss[] = [];
    if (score <= NEAR) break;
    for (; to < near.length && near[to]!.judgement.match.score === score; to++) {
      const { entry, judgement } = near[to]!;
      let taken = 0;
      // The numbers of an entry rise with the advisories, so its first ones are enough.
      for (const number of entry.products) {
        if (taken >= IGNORED_PER_ASSET) break;
        const advisory = owners[number]!;
        if (found.has(advisory) || known.has(advisory)) continue;
        known.add(advisory);
        alike.push({ advisory, judgement, number });
        taken++;
      }
    }
    if (to - from > 1) alike.sort((a, b) => a.advisory - b.advisory);
    for (const miss of alike) out.push(miss);
  }
  return out.slice(0, IGNORED_PER_ASSET);
}

function conclude(asset: CompiledAsset, found: ReadonlyMap<number, readonly ProductJudgement[]>, misses: readonly Miss[], { advisories, numbers }: AssessIndex): AssessResult {
  const pairs: AssessPair[] = [], ignored: IgnoredPair[] = [];
  let told: Told | null = null;
  for (const { advisory, judgement, number } of misses) { told = missOf(asset, advisories[advisory]!, numbers.printed(number), judgement, told); ignored.push(told.pair); }
  for (const [advisory, judgements] of found) {
    const result = combine(asset.asset, advisories[advisory]!, judgements);
    if (result?.kind === 'pair') pairs.push(result.pair);
    else if (result?.kind === 'ignored') ignored.push(result.ignored);
  }
  pairs.sort((a, b) => compare(a.advisory, b.advisory));
  return { pairs, ignored: ignored.sort((a, b) => b.score - a.score || compare(a.advisory, b.advisory)).slice(0, IGNORED_PER_ASSET) };
}

/** `before`: the one told before it; several advisories print one name alike, so most share its reasons. */
function missOf(asset: CompiledAsset, { advisory }: CompiledAdvisory, product: AdvisoryProduct, judgement: NameJudgement, before: Told | null): Told {
  const { match, maker, against } = judgement, { vendor } = product;
  const reasons = before !== null && before.judgement === judgement && before.vendor === vendor ? before.pair.reasons
    : against!.code === 'vendor-differs' ? [...match.reasons, against!] : [{ code: maker.code, asset: asset.maker.text, advisory: vendor }, against!];
  return { judgement, vendor, pair: { row: asset.asset.id, advisory: advisory.id, score: Math.round(match.score * 1000) / 1000, products: [product.id], reasons } };
}

interface Told { readonly judgement: NameJudgement; readonly vendor: string | null; readonly pair: IgnoredPair }

/** A new or revised advisory against all assets: those whose name shares a key with one of its names, and those that share a number or a part. */
export function matchAdvisory(advisory: Advisory, assets: AssetIndex): AssessResult {
  const { knowledge, groups } = assets, index = buildIndex([advisory], knowledge), touched = touchedGroups(index, assets), results: (readonly [number, AssessResult])[] = [];
  for (const group of touched) for (const result of matchGroup(group, assets.assets, groups, index)) results.push(result);
  results.sort(([a], [b]) => a - b);
  return { pairs: results.flatMap(([, { pairs }]) => pairs), ignored: results.flatMap(([, { ignored }]) => ignored) };
}

function touchedGroups(index: AssessIndex, { postings, identifiers, groups, assets, makers, knowledge }: AssetIndex): readonly number[] {
  const touched = new PlaceList(groups.firsts.length), relatives = relativesOf(knowledge, makers);
  for (const { names } of index.entries) {
    for (const { text, spelled } of nameKeys(names)) {
      postings.collect(text, touched);
      if (spelled) for (const word of postings.around(text)) postings.collect(word, touched);
      const made = /^([@~])([^:]+(?::[^:]+)?):([^:]+)$/.exec(text);
      if (made !== null) for (const maker of relatives(made[2]!)) postings.collect(`${made[1]}${maker}:${made[3]}`, touched);
    }
  }
  const numbered = new PlaceList(assets.length);
  for (const key of [...index.identifiers.keys(), ...index.parts().keys()]) identifiers.collect(key, numbered);
  for (const place of numbered.found) touched.add(groups.of[place]!);
  return touched.found;
}

/** The assets of one name; it is compared once. */
function* matchGroup(group: number, assets: readonly AssessAsset[], groups: NameGroups, index: AssessIndex): Generator<readonly [number, AssessResult]> {
  let named: Named | null = null;
  for (const place of groups.placesOf(group)) {
    const asset = assets[place]!, first: boolean = named === null;
    named ??= nameEntries(compileAsset(asset, index.knowledge.words, index.knowledge.makers), index);
    yield [place, judgeEntries(first ? named.asset : recompile(named.asset, asset, index.knowledge.words), index, named)];
  }
}

/** Many assets, those of one name after the other, so that their names are compared once; each result with the asset's place in the list. */
export function* matchAssets(assets: readonly AssessAsset[], index: AssessIndex): Generator<readonly [number, AssessResult]> {
  const groups = new NameGroups();
  for (const asset of assets) groups.add(asset);
  for (let group = 0; group < groups.firsts.length; group++) yield* matchGroup(group, assets, groups, index);
}

/** All assets against all advisories, in the order of the assets; advisories in the order of their ids. */
export function assess(assets: readonly AssessAsset[], advisories: readonly Advisory[], knowledge: Knowledge): AssessResult {
  const results: AssessResult[] = [];
  for (const [at, result] of matchAssets(assets, buildIndex(advisories, knowledge))) results[at] = result;
  return { pairs: results.flatMap((result) => result.pairs), ignored: results.flatMap((result) => result.ignored) };
}
