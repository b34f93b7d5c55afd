/**
 * Who made it: a text of an inventory or an advisory to vendors, and how two vendors are related. Every look-up is a hash look-up of a few runs
 * of words, so a text costs its number of words. The graph holds no state besides its index.
 */
import { repairMojibake, TEXT_LIMIT } from './tokens.ts';
import type { RelationKind, VendorData, VendorEntry, VendorRelation } from './vendor-data.ts';
import { compact, foldName, isOneEditApart, type NameFolder, nameFolder, nameWords, transliterated } from './vendor-names.ts';

export type VendorHow = 'exact' | 'alias' | 'legal-form-stripped' | 'mojibake-repaired' | 'edit-distance' | 'contained' | 'unknown';

/** `matched`: the words of the text that were recognised, as written there. */
export interface VendorMatch { readonly id: string; readonly name: string; readonly how: VendorHow; readonly score: number; readonly matched: string }

/** A vendor at the beginning of a product name, and what follows it. */
export interface ProductVendor { readonly id: string; readonly name: string; readonly matched: string; readonly rest: string }

/** A relation with the vendor that states it. */
export interface VendorStep extends VendorRelation { readonly from: string }

/**
 * `successor`: the second vendor took over (from) the first; `predecessor`: the reverse; `division` and `brand`: one is a part or a brand of the
 * other. The path leads from the older or smaller to the newer or larger vendor. Where a step names products, the relation says something about
 * those only: ask {@link VendorGraph.covers}.
 */
export interface VendorRelatedness { readonly kind: 'same' | 'successor' | 'predecessor' | 'division' | 'brand' | 'none'; readonly path: readonly VendorStep[]; readonly score: number }

export interface VendorGraph {
  /** The vendors that a text names, in its order: `A / B`, `A (B)`, `A, B Inc.` name two. Empty when it names none at all. */
  readonly resolve: (text: string) => readonly VendorMatch[];
  /** By vendor ids, unknown ones included. */
  readonly related: (a: string, b: string) => VendorRelatedness;
  /** Whether a product name is among those that every step of a path passes on. */
  readonly covers: (path: readonly VendorStep[], product: string) => boolean;
  /** The vendors at the beginning of a product name, outermost first: `BD Alaris PCU` gives BD, then Alaris. */
  readonly productVendors: (text: string) => readonly ProductVendor[];
  /** Null for an unknown id. */
  readonly nameOf: (id: string) => string | null;
}

/** How sure a way of recognising makes, 0–1. Order and distance are judgement; only `quality:assess` measures them. */
const SCORE = { exact: 1, alias: 0.98, 'legal-form-stripped': 0.97, 'mojibake-repaired': 0.96, shared: 0.8, reordered: 0.92, core: 0.9, typo: 0.85, coreTypo: 0.75, leads: 0.7, within: 0.6, unknown: 0 } as const;
const STEP: Readonly<Record<RelationKind, number>> = { renamed: 0.98, 'brand-of': 0.97, 'division-of': 0.95, 'acquired-by': 0.93, 'merged-into': 0.93, 'spun-off-from': 0.9, 'product-line-sold-to': 0.9 };
const UNKNOWN = 'unknown:';

/** A typo is forgiven only in words this long: Dell is no typo of Delta. */
const TYPO_WORD = 6;
/** Two words written as one, `Hillromm`, need more letters before a typo is forgiven. */
const TYPO_COMPACT = 8;
/** Shorter names count only as a whole. */
const LEAD_LETTERS = 4, WITHIN_LETTERS = 6;
/** The longest names have six words; parts of a text beyond the first sixteen are no vendor names. */
const RUN_WORDS = 6, PIECES = 16, SPAN_PIECES = 4, PATH_STEPS = 5, PRODUCT_VENDORS = 3;

interface Name { readonly vendor: VendorEntry; readonly isName: boolean; readonly common: boolean; readonly leading: boolean; readonly words: readonly string[] }
interface Index {
  readonly names: ReadonlyMap<string, readonly Name[]>;
  readonly reordered: ReadonlyMap<string, readonly Name[]>;
  /** From a name with one letter of one long word left out. */
  readonly typos: ReadonlyMap<string, readonly Name[]>;
}
interface Hit { readonly names: readonly Name[]; readonly how: VendorHow; readonly score: number }

export function vendorGraph(data: VendorData): VendorGraph {
  const folder = nameFolder(data.words), index = buildIndex(data.vendors, folder), byId = new Map(data.vendors.map((vendor) => [vendor.id, vendor]));
  const reach = successions(data.vendors);
  return {
    resolve: (text) => resolve(text, index, folder),
    related: (a, b) => {
      if (a === b) return { kind: 'same', path: [], score: 1 };
      const onward = reach.get(a)?.get(b), back = reach.get(b)?.get(a);
      if (onward && (!back || onward.score >= back.score)) return { kind: kindOf(onward.path, 'successor'), ...onward };
      return back ? { kind: kindOf(back.path, 'predecessor'), ...back } : { kind: 'none', path: [], score: 0 };
    },
    covers,
    productVendors: (text) => productVendors(text, index, folder),
    nameOf: (id) => byId.get(id)?.name ?? null,
  };
}

// Index

function buildIndex(vendors: readonly VendorEntry[], folder: NameFolder): Index {
  const names = new Map<string, Name[]>(), derived = new Map<string, Name[]>(), reordered = new Map<string, Name[]>(), typos = new Map<string, Name[]>();
  const all: Name[] = [];
  for (const vendor of vendors) {
    const common = keys(vendor.common), leading = keys(vendor.leading);
    for (const [at, text] of [vendor.name, ...vendor.aliases].entries())
      for (const spelling of [text, transliterated(text)]) {
        const words = spelling === null ? [] : nameWords(spelling), key = compact(words);
        if (key === '') continue;
        const name: Name = { vendor, isName: at === 0, common: common.has(compact(nameWords(text))), leading: leading.has(compact(nameWords(text))), words };
        add(names, key, name);
        const short = folder.strip(words);
        if (short !== words) add(derived, compact(short), { ...name, isName: false, words: short });
        all.push(name);
      }
  }
  // What is left of a name without its legal form belongs to it only if no other vendor is called so.
  for (const [key, held] of derived) if (!names.has(key) && key.length > 3 && held.every(({ vendor }) => vendor === held[0]!.vendor)) { names.set(key, [held[0]!]); all.push(held[0]!); }
  for (const name of all) {
    if (name.words.length > 1) add(reordered, sortedKey(name.words), name);
    for (const variant of variantsOf(name.words)) add(typos, variant, name);
  }
  return { names, reordered, typos };
}

const keys = (names: readonly string[]): ReadonlySet<string> => new Set(names.map((name) => compact(nameWords(name))));
const sortedKey = (words: readonly string[]): string => [...words].sort().join(' ');

function add(map: Map<string, Name[]>, key: string, name: Name): void {
  const held = map.get(key);
  if (!held) map.set(key, [name]);
  else if (!held.some(({ vendor }) => vendor === name.vendor)) held.push(name);
}

/** The name itself and the name without one letter, for each long word of letters, the others sorted: two names one edit apart share a variant. */
function variantsOf(words: readonly string[]): Set<string> {
  const variants = new Set<string>();
  const vary = (word: string, others: readonly string[], letters: number): void => {
    if (word.length < letters || !/^\p{L}+$/u.test(word)) return;
    const rest = sortedKey(others);
    variants.add(`${word}|${rest}`);
    for (let at = 0; at < word.length; at++) variants.add(`${word.slice(0, at)}${word.slice(at + 1)}|${rest}`);
  };
  for (const [at, word] of words.entries()) if (word.length <= 32) vary(word, words.filter((_, other) => other !== at), TYPO_WORD);
  const joined = compact(words);
  if (words.length > 1 && joined.length <= 32) vary(joined, [], TYPO_COMPACT);
  return variants;
}

// Texts to vendors

interface Piece { readonly start: number; readonly end: number; readonly words: readonly string[]; /** Parted from the piece before by a sign that may stand inside a name: `&`, `and`, `/`. */ readonly soft: boolean }

const SEPARATOR = /\s*(?:[;,|\n\t()[\]{}]|\s\/\s)\s*|\s*\/\s*|\s+(?:and|und|et|y|e|és|&|\+|-|–|—)\s+/giu;
const SOFT = /^\s*(?:\/|and|und|et|y|e|és|&|\+|-|–|—)\s*$/iu;

function piecesOf(text: string, folder: NameFolder): Piece[] {
  const pieces: Piece[] = [];
  let start = 0, soft = false;
  const push = (end: number): void => {
    const words = nameWords(text.slice(start, end));
    if (words.length > 0 && pieces.length < PIECES) pieces.push({ start, end, words, soft });
  };
  for (const found of text.matchAll(SEPARATOR)) {
    // `A/S` and `S/A` are legal forms.
    if (found[0] === '/' && isLoneLetter(text, found.index - 1) && isLoneLetter(text, found.index + 1)) continue;
    push(found.index);
    start = found.index + found[0].length;
    soft = SOFT.test(found[0]) && found[0] !== ' / ';
  }
  push(text.length);
  return pieces.some(({ words }) => !folder.isEmpty(words)) ? pieces : pieces.slice(0, 1);
}

const isWordChar = (text: string, at: number): boolean => at >= 0 && at < text.length && /[\p{L}\p{N}]/u.test(text[at]!);
const isLoneLetter = (text: string, at: number): boolean => isWordChar(text, at) && isWordChar(text, at - 1) !== isWordChar(text, at + 1) === false;

function resolve(text: string, index: Index, folder: NameFolder): VendorMatch[] {
  const clipped = text.slice(0, TEXT_LIMIT), repaired = repairMojibake(clipped), found: VendorMatch[] = [];
  const pieces = piecesOf(repaired, folder);
  const report = (hit: Hit, matched: string): void => {
    const how = repaired !== clipped && hit.how !== 'unknown' && hit.score >= SCORE['mojibake-repaired'] ? 'mojibake-repaired' : hit.how;
    const score = how === 'mojibake-repaired' ? SCORE[how] : hit.score;
    for (const { vendor } of hit.names) keep(found, { id: vendor.id, name: vendor.name, how, score: hit.names.length > 1 ? score * SCORE.shared : score, matched });
  };
  const unknown: { from: number; to: number }[] = [];
  for (let at = 0; at < pieces.length;) {
    const span = longestSpan(pieces, at, repaired, index, folder);
    if (span) {
      report(span.hit, repaired.slice(pieces[at]!.start, pieces[at + span.count - 1]!.end).trim());
      at += span.count;
      continue;
    }
    const piece = pieces[at]!, hits = folder.isEmpty(piece.words) ? [] : looseHits(piece.words, index, folder);
    for (const hit of hits) report(hit.hit, hit.words === piece.words ? repaired.slice(piece.start, piece.end).trim() : hit.words.join(' '));
    if (hits.length === 0 && !(pieces.length > 1 && folder.isEmpty(piece.words))) {
      const last = unknown.at(-1);
      // `Smith & Sons`: joined again when neither half is a vendor that is known.
      if (last && piece.soft && last.to === at) last.to = at + 1;
      else unknown.push({ from: at, to: at + 1 });
    }
    at++;
  }
  for (const { from, to } of unknown) {
    const name = repaired.slice(pieces[from]!.start, pieces[to - 1]!.end).trim(), words = nameWords(name);
    keep(found, { id: UNKNOWN + compact(folder.strip(words)), name, how: 'unknown', score: SCORE.unknown, matched: name });
  }
  return found;
}

/** One match a vendor, the surest. */
function keep(found: VendorMatch[], match: VendorMatch): void {
  const at = found.findIndex(({ id }) => id === match.id);
  if (at < 0) found.push(match);
  else if (found[at]!.score < match.score) found[at] = match;
}

/** The most pieces from `at` that together are a name: `Becton, Dickinson and Company` is one. */
function longestSpan(pieces: readonly Piece[], at: number, text: string, index: Index, folder: NameFolder): { readonly count: number; readonly hit: Hit } | null {
  for (let count = Math.min(SPAN_PIECES, pieces.length - at); count > 0; count--) {
    const words = count === 1 ? pieces[at]!.words : nameWords(text.slice(pieces[at]!.start, pieces[at + count - 1]!.end));
    // `Philips, Ltd`: what follows a name and says nothing goes with it, so only the last word decides here.
    const hit = wholeHit(words, index, folder);
    if (hit) return { count, hit };
  }
  return null;
}

/** The text is the name, but for its legal form, places and the order of words. */
function wholeHit(words: readonly string[], index: Index, folder: NameFolder): Hit | null {
  const key = compact(words), exact = index.names.get(key);
  if (exact) return exact.length === 1 && exact[0]!.isName ? { names: exact, how: 'exact', score: SCORE.exact } : { names: exact, how: 'alias', score: SCORE.alias };
  const short = folder.strip(words), stripped = short === words ? undefined : index.names.get(compact(short));
  if (stripped) return { names: stripped, how: 'legal-form-stripped', score: SCORE['legal-form-stripped'] };
  const reordered = short.length > 1 && short.length <= RUN_WORDS ? index.reordered.get(sortedKey(short)) : undefined;
  return reordered ? { names: reordered, how: 'alias', score: SCORE.reordered } : null;
}

interface LooseHit { readonly hit: Hit; readonly words: readonly string[] }

/** The text holds the name among other words, or with a typo. */
function looseHits(words: readonly string[], index: Index, folder: NameFolder): LooseHit[] {
  const short = folder.strip(words), core = folder.core(short), whole = (hit: Hit | null): LooseHit[] => (hit ? [{ hit, words }] : []);
  const known = core.length === short.length ? undefined : index.names.get(compact(core));
  if (known && usable(known, core)) return whole({ names: known, how: 'contained', score: SCORE.core });
  const typo = typoHit(words, index, SCORE.typo) ?? typoHit(short, index, SCORE.typo) ?? (core.length < short.length ? typoHit(core, index, SCORE.coreTypo) : null);
  return typo ? whole(typo) : containedHits(short, index);
}

/** Everyday words and names of two or three letters count only where they are the whole. */
const usable = (names: readonly Name[], words: readonly string[]): boolean => names.every(({ common, leading }) => !common && (leading || compact(words).length >= LEAD_LETTERS));

function typoHit(words: readonly string[], index: Index, score: number): Hit | null {
  if (words.length > RUN_WORDS) return null;
  const found = new Map<VendorEntry, Name>();
  for (const variant of variantsOf(words))
    for (const name of index.typos.get(variant) ?? []) if (isTypoOf(words, name, index)) found.set(name.vendor, name);
  // Between two vendors a typo does not decide.
  return found.size === 1 ? { names: [...found.values()], how: 'edit-distance', score } : null;
}

/** One long word differs by one edit, and it is not another vendor's name. */
function isTypoOf(words: readonly string[], name: Name, index: Index): boolean {
  const others = [...name.words], odd: string[] = [];
  for (const word of words) {
    const at = others.indexOf(word);
    if (at >= 0) others.splice(at, 1);
    else odd.push(word);
  }
  const joined = compact(words), target = compact(name.words);
  if (odd.length === 1 && others.length === 1 && odd[0]!.length >= TYPO_WORD && others[0]!.length >= TYPO_WORD && isOneEditApart(odd[0]!, others[0]!))
    return !(index.names.get(odd[0]!)?.some(({ vendor }) => vendor !== name.vendor) ?? false);
  return (words.length > 1 || name.words.length > 1) && joined.length >= TYPO_COMPACT && target.length >= TYPO_COMPACT && isOneEditApart(joined, target);
}

/** Names that stand among other words, longest first at each place: at the beginning from four letters, further on from six. */
function containedHits(words: readonly string[], index: Index): LooseHit[] {
  const hits: LooseHit[] = [];
  for (let at = 0; at < words.length;) {
    const run = longestRun(words, at, at === 0 ? LEAD_LETTERS : WITHIN_LETTERS, index);
    if (run) hits.push({ hit: { names: run.names, how: 'contained', score: at === 0 ? SCORE.leads : SCORE.within }, words: words.slice(at, at + run.count) });
    at += run?.count ?? 1;
  }
  return hits;
}

function longestRun(words: readonly string[], at: number, letters: number, index: Index): { readonly count: number; readonly names: readonly Name[] } | null {
  for (let count = Math.min(RUN_WORDS, words.length - at); count > 0; count--) {
    const key = compact(words.slice(at, at + count)), names = index.names.get(key);
    if (names?.every(({ common, leading }) => !common && (key.length >= letters || (leading && at === 0)))) return { count, names };
  }
  return null;
}

// Product names

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

function productVendors(text: string, index: Index, folder: NameFolder): ProductVendor[] {
  const clean = repairMojibake(text.slice(0, TEXT_LIMIT)), words: { readonly word: string; readonly end: number; readonly start: number }[] = [];
  for (const found of clean.matchAll(WORD)) for (const word of nameWords(found[0]).slice(0, 1)) words.push({ word, start: found.index, end: found.index + found[0].length });
  const folded = words.map(({ word }) => word), vendors: ProductVendor[] = [];
  for (let at = 0, depth = 0; at < words.length && depth < PRODUCT_VENDORS; depth++) {
    const run = productRun(folded.slice(at, at + RUN_WORDS * 2), index);
    if (!run) break;
    let next = at + run.count;
    const matched = clean.slice(words[at]!.start, words[next - 1]!.end);
    while (next < words.length && folder.isTail([folded[next]!]) && isFormAt(folded, next, folder)) next++;
    const rest = next < words.length ? clean.slice(words[next]!.start).trim() : '';
    for (const { vendor } of run.names) vendors.push({ id: vendor.id, name: vendor.name, matched, rest });
    at = next;
  }
  return vendors;
}
