/** The makers of both sides and how they stand to each other, in the terms of a match: same, related, unknown, absent, another. */
import type { AssessAsset, AssessReasonCode } from '@wardkeep/model/assess';
import { foldWord } from './tokens.ts';
import { nameWords } from './vendor-names.ts';
import type { VendorData } from './vendor-data.ts';
import type { VendorGraph, VendorMatch, VendorStep } from './vendors.ts';

export interface Maker {
  /** As written; null when nobody said. */
  readonly text: string | null;
  readonly known: readonly VendorMatch[];
  /** Names no vendor of the graph; compared as words. */
  readonly unknown: readonly string[];
}

/**
 * `agree`: the same maker, or one that took the product over. `absent`: one side is silent. `open`: at least one side is a maker that the graph does not
 * know, and the words differ. `differ`: two known makers without relation.
 */
export interface MakerRelation { readonly kind: 'agree' | 'absent' | 'open' | 'differ'; readonly code: AssessReasonCode; readonly score: number }

export interface Makers {
  readonly ofAsset: (asset: AssessAsset) => Maker;
  readonly ofProduct: (vendor: string | null) => Maker;
  readonly relate: (asset: Maker, product: Maker, productName: string) => MakerRelation;
  /** Whether a word or two name this maker or a house brand of it. */
  readonly isOwnName: (maker: Maker) => (phrase: string) => boolean;
  /** Words, joined by blanks, of other makers with which a product's printed name begins; those related to its own maker are not told. */
  readonly headsOf: (printed: string, maker: Maker) => readonly string[];
  /** Whether two ids are related at all; which products a sale covers is asked when names are compared. */
  readonly areRelated: (a: string, b: string) => boolean;
}

/** So many texts are remembered; an inventory has a few hundred makers. */
const MEMORY = 20_000;
/** A brand is part of a name; the maker that owns it now is not. */
const MAKES: ReadonlySet<string> = new Set(['successor', 'predecessor', 'division']);
/** Vendor words that are too common to name their maker inside a product name. */
const WEAK = 4;

/** `isCommon`: everyday words, which a product name may begin with although a maker is called so. */
export function compileMakers(graph: VendorGraph, data: VendorData, isCommon: (word: string) => boolean = () => false): Makers {
  const resolved = memory((text: string) => graph.resolve(text)), { ids, firsts } = nameIndex(data), interned = new Map<string, Maker>(), relations = new WeakMap<Maker, WeakMap<Maker, Pairing[]>>(), own = new WeakMap<Maker, (phrase: string) => boolean>();
  const intern = (maker: Maker): Maker => {
    const key = `${maker.text ?? ''}\0${maker.known.map((match) => match.id).join()}`, known = interned.get(key);
    if (known !== undefined) return known;
    if (interned.size >= MEMORY) interned.clear();
    interned.set(key, maker);
    return maker;
  };
  const makerOf = (text: string | null, product: string | null): Maker => {
    const matches = text === null || text.trim() === '' ? [] : resolved(text), known = matches.filter((match) => match.how !== 'unknown'), unknown = matches.filter((match) => match.how === 'unknown').map((match) => match.name);
    const heads = product === null || !firsts.has(firstWord(product)) ? [] : graph.productVendors(product).filter((head) => !known.some((match) => match.id === head.id) && (known.length === 0 ? matches.length === 0 : known.some((match) => graph.related(match.id, head.id).kind !== 'none')));
    return intern({ text: text === null || text.trim() === '' ? null : text.trim(), known: [...known, ...heads.map((head): VendorMatch => ({ id: head.id, name: head.name, how: 'contained', score: 0.9, matched: head.matched }))], unknown });
  };
  /** The maker's words as written, and names of it and of those it came from or went into. */
  const ownNames = (maker: Maker): ((phrase: string) => boolean) => {
    const known = own.get(maker);
    if (known !== undefined) return known;
    const brackets = new Set([...(maker.text ?? '').matchAll(/\((\p{L}+)\)/gu)].map(([, word]) => foldWord(word!))), alone = new Set(maker.known.map((match) => nameWords(match.matched)).filter((words) => words.length === 1).flat());
    const words = new Set([maker.text ?? '', ...maker.known.map((match) => match.name)].flatMap(nameWords).filter((word) => word.length >= WEAK || alone.has(word) || brackets.has(word)));
    const check = (phrase: string): boolean => words.has(phrase) || (ids.get(phrase)?.some((id) => maker.known.some((match) => match.id === id || MAKES.has(graph.related(match.id, id).kind))) ?? false);
    own.set(maker, check);
    return check;
  };
  return {
    ofAsset: (asset) => makerOf(asset.vendor, asset.product), ofProduct: memory((vendor: string | null) => makerOf(vendor, null)),
    relate: (asset, product, name) => relate(graph, asset, product, name, relations, isCommon), isOwnName: ownNames,
    headsOf: (printed, maker) => (!firsts.has(firstWord(printed)) ? [] : graph.productVendors(printed).filter((head) => !maker.known.some((match) => graph.related(match.id, head.id).kind !== 'none')).map((head) => nameWords(head.matched).join(' '))),
    areRelated: (a, b) => graph.related(a, b).kind !== 'none',
  };
}

/** Names without legal forms → ids, and the words with which a name begins. */
function nameIndex(data: VendorData): { readonly ids: ReadonlyMap<string, readonly string[]>; readonly firsts: ReadonlySet<string> } {
  const ids = new Map<string, string[]>(), firsts = new Set<string>();
  for (const vendor of data.vendors)
    for (const name of [vendor.name, ...vendor.aliases]) {
      const words = nameWords(name), bare = words.filter((word, at) => at === 0 || !LEGAL.has(word));
      firsts.add(words[0] ?? '');
      // `Hill-Rom` begins with `hill` and, written as one, with `hillrom`.
      if (words.length > 1) firsts.add(`${words[0]}${words[1]}`);
      for (const key of new Set([words.join(' '), bare.join(' '), bare.join('')])) if (key.length > 1) ids.set(key, [...ids.get(key) ?? [], vendor.id]);
    }
  return { ids, firsts };
}

const firstWord = (text: string): string => nameWords(/^\s*\S+/.exec(text)?.[0] ?? '')[0] ?? '';

/** A relation by ids, and the sales on its way, which cover some products only. */
interface Pairing { readonly relation: MakerRelation; readonly path: readonly VendorStep[] }

function pairings(graph: VendorGraph, asset: Maker, product: Maker): Pairing[] {
  const out: Pairing[] = [];
  for (const own of asset.known)
    for (const other of product.known) {
      const surety = Math.min(own.score, other.score), typo = own.how === 'edit-distance' || other.how === 'edit-distance';
      if (own.id === other.id) out.push({ path: [], relation: { kind: 'agree', code: typo ? 'vendor-typo' : foldWord(own.matched) === foldWord(other.matched) || (own.how === 'exact' && other.how === 'exact') ? 'vendor-same' : 'vendor-alias', score: 0.9 + 0.1 * surety } });
      else {
        const { kind, path, score } = graph.related(own.id, other.id);
        if (kind !== 'none') out.push({ path, relation: { kind: 'agree', code: kind === 'brand' || kind === 'division' ? 'vendor-brand' : 'vendor-successor', score: 0.88 + 0.1 * surety * score } });
      }
    }
  return out.sort((a, b) => b.relation.score - a.relation.score);
}

function relate(graph: VendorGraph, asset: Maker, product: Maker, name: string, known: WeakMap<Maker, WeakMap<Maker, Pairing[]>>, isCommon: (word: string) => boolean): MakerRelation {
  if ((asset.text === null && asset.known.length === 0) || product.text === null) return ABSENT;
  let ours = known.get(asset);
  if (ours === undefined) known.set(asset, ours = new WeakMap());
  let pairs = ours.get(product);
  if (pairs === undefined) ours.set(product, pairs = pairings(graph, asset, product));
  for (const { relation, path } of pairs) if (path.length === 0 || graph.covers(path, name)) return relation;
  if (asset.unknown.length > 0 || product.unknown.length > 0) {
    const theirs = makerTexts(product);
    if (makerTexts(asset).some((text) => text !== '' && theirs.includes(text))) return { kind: 'agree', code: 'vendor-same', score: 0.98 };
  }
  if (namesMaker(asset, name, isCommon)) return { kind: 'agree', code: 'vendor-brand', score: 0.94 };
  if (sharesWord(asset, product)) return { kind: 'agree', code: 'vendor-alias', score: 0.92 };
  return asset.unknown.length > 0 || product.unknown.length > 0 ? OPEN : DIFFER;
}

const ABSENT: MakerRelation = { kind: 'absent', code: 'vendor-absent', score: 0.9 }, OPEN: MakerRelation = { kind: 'open', code: 'vendor-differs', score: 0.8 }, DIFFER: MakerRelation = { kind: 'differ', code: 'vendor-differs', score: 0 };
const LEGAL = new Set(['inc', 'ltd', 'llc', 'gmbh', 'ag', 'sa', 'co', 'corp', 'company', 'corporation', 'limited', 'bv', 'kft', 'zrt', 'sl', 'spa', 'plc', 'uab', 'ev', 'kg', 'oy', 'ab', 'as', 'srl', 'sas']);
const wordsKey = (text: string): string => nameWords(text).filter((word) => !LEGAL.has(word)).join(' ');
const makerNames = (maker: Maker): string[][] => [...maker.unknown, ...maker.known.map((match) => match.matched)].map((text) => nameWords(text).filter((word) => !LEGAL.has(word))).filter((words) => words.length > 0);
const makerTexts = (maker: Maker): string[] => [...maker.unknown, ...(maker.unknown.length > 0 ? [maker.text ?? ''] : [])].map(wordsKey);

/** The product's own name begins with the maker, whoever files it: `Osimis WebViewer`. The whole maker: `Kelmira optronics` is not the `Kelmira` of others. */
function namesMaker(asset: Maker, name: string, isCommon: (word: string) => boolean): boolean {
  const words = nameWords(name), wholes = [asset.text ?? '', ...asset.known.filter((match) => match.how !== 'contained').map((match) => match.matched)].map((text) => nameWords(text).filter((word) => !LEGAL.has(word)));
  return wholes.some((whole) => whole.join('').length >= WEAK && !(whole.length === 1 && isCommon(whole[0]!)) && whole.every((word, at) => words[at] === word));
}

/** Where a side is unknown to the graph: one maker's words begin the other's (`HID`, `HID Global`), or its first word of six letters or more stands in it. */
function sharesWord(asset: Maker, product: Maker): boolean {
  if (asset.unknown.length === 0 && product.unknown.length === 0) return false;
  const ours = nameWords(asset.text ?? ''), theirs = nameWords(product.text ?? '');
  const lead = (words: readonly string[]): string | undefined => words.find((word) => !LEGAL.has(word));
  for (const a of makerNames(asset)) for (const b of makerNames(product)) { const [short, long] = a.length <= b.length ? [a, b] : [b, a]; if (short.join('').length >= 3 && short.every((word, at) => word === long[at])) return true; }
  return [[lead(ours), theirs], [lead(theirs), ours]].some(([word, all]) => typeof word === 'string' && word.length >= 6 && (all as readonly string[]).includes(word));
}

function memory<K, T>(compute: (text: K) => T): (text: K) => T {
  const known = new Map<K, T>();
  return (text) => {
    let value = known.get(text);
    if (value === undefined) {
      value = compute(text);
      if (known.size >= MEMORY) known.clear();
      known.set(text, value);
    }
    return value;
  };
}
