/** The makers of both sides and how they stand to each other, in the terms of a match: same, related, unknown, absent, another. */
import type { AssessAsset, AssessReasonCode } from '@wardkeep/model/assess';
import { foldWord } from './tokens.ts';
import { nameWords } from './vendor-names.ts';
import type { VendorGraph, VendorMatch } from './vendors.ts';

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
  readonly ofProduct: (vendor: string | null, title: string) => Maker;
  readonly relate: (asset: Maker, product: Maker, productName: string) => MakerRelation;
  /** Whether a word or two name this maker or a house brand of it. */
  readonly isOwnName: (maker: Maker) => (phrase: string) => boolean;
  /** Whether two ids are related at all; which products a sale covers is asked when names are compared. */
  readonly areRelated: (a: string, b: string) => boolean;
}

/** So many texts are remembered; an inventory has a few hundred makers. */
const MEMORY = 20_000;
/** A brand is part of a name; the maker that owns it now is not. */
const MAKES: ReadonlySet<string> = new Set(['successor', 'predecessor', 'division']);
/** Vendor words that are too common to name their maker inside a product name. */
const WEAK = 4;

export function compileMakers(graph: VendorGraph): Makers {
  const resolved = memory((text: string) => graph.resolve(text)), headed = memory((text: string) => graph.productVendors(text));
  const makerOf = (text: string | null, product: string | null): Maker => {
    const matches = text === null || text.trim() === '' ? [] : resolved(text), known = matches.filter((match) => match.how !== 'unknown'), unknown = matches.filter((match) => match.how === 'unknown').map((match) => match.name);
    const heads = product === null ? [] : headed(product).filter((head) => !known.some((match) => match.id === head.id) && (known.length === 0 ? matches.length === 0 : known.some((match) => graph.related(match.id, head.id).kind !== 'none')));
    return { text: text === null || text.trim() === '' ? null : text.trim(), known: [...known, ...heads.map((head): VendorMatch => ({ id: head.id, name: head.name, how: 'contained', score: 0.9, matched: head.matched }))], unknown };
  };
  const ownNames = (maker: Maker): ((phrase: string) => boolean) => {
    const words = new Set([maker.text ?? '', ...maker.known.map((match) => match.name)].flatMap(nameWords).filter((word) => word.length >= WEAK || maker.known.some((match) => nameWords(match.matched).length === 1 && nameWords(match.matched)[0] === word) || new RegExp(`\\(${word}\\)`, 'i').test(maker.text ?? '')));
    return memory((phrase: string) => words.has(phrase) || (phrase.length > 1 && resolved(phrase).some((match) => (match.how === 'exact' || match.how === 'alias' || match.how === 'legal-form-stripped') && nameWords(match.matched).join(' ') === phrase && maker.known.some((own) => own.id === match.id || MAKES.has(graph.related(own.id, match.id).kind)))));
  };
  return {
    ofAsset: (asset) => makerOf(asset.vendor, asset.product),
    ofProduct: (vendor) => makerOf(vendor, null),
    relate: (asset, product, name) => relate(graph, asset, product, name),
    isOwnName: ownNames,
    areRelated: (a, b) => graph.related(a, b).kind !== 'none',
  };
}

function relate(graph: VendorGraph, asset: Maker, product: Maker, name: string): MakerRelation {
  if ((asset.text === null && asset.known.length === 0) || product.text === null) return { kind: 'absent', code: 'vendor-absent', score: 0.9 };
  let best: MakerRelation | null = null;
  const offer = (relation: MakerRelation): void => { if (best === null || relation.score > best.score) best = relation; };
  for (const own of asset.known)
    for (const other of product.known) {
      const surety = Math.min(own.score, other.score), typo = own.how === 'edit-distance' || other.how === 'edit-distance';
      if (own.id === other.id) offer({ kind: 'agree', code: typo ? 'vendor-typo' : foldWord(own.matched) === foldWord(other.matched) || (own.how === 'exact' && other.how === 'exact') ? 'vendor-same' : 'vendor-alias', score: 0.9 + 0.1 * surety });
      else {
        const { kind, path, score } = graph.related(own.id, other.id);
        if (kind !== 'none' && graph.covers(path, name)) offer({ kind: 'agree', code: kind === 'brand' || kind === 'division' ? 'vendor-brand' : 'vendor-successor', score: 0.88 + 0.1 * surety * score });
      }
    }
  if (best !== null) return best;
  const words = (maker: Maker): string[] => [...maker.unknown, ...(maker.unknown.length > 0 ? [maker.text ?? ''] : [])].map(wordsKey);
  const ours = words(asset), theirs = words(product);
  if (ours.some((text) => text !== '' && theirs.includes(text))) return { kind: 'agree', code: 'vendor-same', score: 0.98 };
  if (namesMaker(asset, name)) return { kind: 'agree', code: 'vendor-brand', score: 0.94 };
  if (sharesWord(asset, product)) return { kind: 'agree', code: 'vendor-alias', score: 0.92 };
  if (asset.unknown.length > 0 || product.unknown.length > 0) return { kind: 'open', code: 'vendor-differs', score: 0.8 };
  return { kind: 'differ', code: 'vendor-differs', score: 0 };
}

const makerNames = (maker: Maker): string[][] => [...maker.unknown, ...maker.known.map((match) => match.matched)].map((text) => nameWords(text).filter((word) => !LEGAL.has(word))).filter((words) => words.length > 0);
const wordsKey = (text: string): string => nameWords(text).filter((word) => !LEGAL.has(word)).join(' ');
const LEGAL = new Set(['inc', 'ltd', 'llc', 'gmbh', 'ag', 'sa', 'co', 'corp', 'company', 'corporation', 'limited', 'bv', 'kft', 'zrt', 'sl', 'spa', 'plc', 'uab', 'ev', 'kg', 'oy', 'ab', 'as', 'srl', 'sas']);

/** The product's own name begins with the maker, whoever files it: `Osimis WebViewer`. */
function namesMaker(asset: Maker, name: string): boolean {
  const first = nameWords(name)[0];
  return first !== undefined && first.length >= WEAK && nameWords(asset.text ?? '').find((word) => !LEGAL.has(word)) === first;
}

/** Where a side is unknown to the graph: one maker's words begin the other's (`HID`, `HID Global`), or its first word of six letters or more stands in it. */
function sharesWord(asset: Maker, product: Maker): boolean {
  if (asset.unknown.length === 0 && product.unknown.length === 0) return false;
  const ours = nameWords(asset.text ?? ''), theirs = nameWords(product.text ?? '');
  const lead = (words: readonly string[]): string | undefined => words.find((word) => !LEGAL.has(word));
  for (const a of makerNames(asset)) for (const b of makerNames(product)) { const [short, long] = a.length <= b.length ? [a, b] : [b, a]; if (short.join('').length >= 3 && short.every((word, at) => word === long[at])) return true; }
  return [[lead(ours), theirs], [lead(theirs), ours]].some(([word, all]) => typeof word === 'string' && word.length >= 6 && (all as readonly string[]).includes(word));
}

function memory<T>(compute: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
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
