/**
 * Who made it: a text of an inventory or an advisory to vendors, and how two vendors are related. Every look-up is a hash look-up of a few runs
 * of words, so a text costs its number of words. The graph holds no state besides its index.
 */
import { tidy } from '@wardkeep/formats/fold';
import { repairMojibake, TEXT_LIMIT } from './tokens.ts';
import type { RelationKind, VendorData, VendorEntry, VendorRelation } from './vendor-data.ts';
import { compact, foldName, isOneEditApart, JOINERS, type NameFolder, nameFolder, nameWords, transliterated } from './vendor-names.ts';

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
  /** The vendors that a text names, known ones first: `A / B`, `A (B)`, `A, B Inc.` name two. Empty for `n/a`, `various` and the like. */
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
const RUN_WORDS = 6, LONGEST_WORD = 32, LONGEST_WHOLE = 16, PIECES = 16, SPAN_PIECES = 4, PATH_STEPS = 5, PRODUCT_VENDORS = 3, PRODUCT_WORDS = 32, SHORT = 32;

interface Name { readonly vendor: VendorEntry; readonly isName: boolean; readonly common: boolean; readonly leading: boolean; readonly words: readonly string[] }
interface Index {
  readonly names: ReadonlyMap<string, readonly Name[]>;
  readonly reordered: ReadonlyMap<string, readonly Name[]>;
  /** By {@link typoKeys}. */
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
        if (short !== words && !folder.isEmpty(short)) add(derived, compact(short), { ...name, isName: false, words: short });
        const core = folder.core(short);
        // `Cardinal` of Cardinal Health: what is left without the activity counts where it is the whole text.
        if (core.length < short.length && compact(core).length >= WITHIN_LETTERS && !folder.isEmpty(core)) add(derived, compact(core), { ...name, isName: false, common: true, words: core });
        all.push(name);
      }
  }
  // What is left of a name without its legal form belongs to it only if no other vendor is called so.
  for (const [key, held] of derived) if (!names.has(key) && key.length > 3 && held.every(({ vendor }) => vendor === held[0]!.vendor)) { names.set(key, [held[0]!]); all.push(held[0]!); }
  for (const name of all) {
    if (name.words.length > 1) add(reordered, sortedKey(name.words), name);
    if (!name.common) for (const key of typoKeys(name.words)) typos.set(key, [...(typos.get(key) ?? []), name]);
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

/**
 * Where names one edit apart meet: one edit in a word of six letters or more leaves its first three, its last three, or its two ends as they were,
 * and the other words too. For each long word of letters, and for two words written as one.
 */
function typoKeys(words: readonly string[]): string[] {
  const found: string[] = [];
  const add = (word: string, others: readonly string[], letters: number): void => {
    if (word.length < letters || word.length > LONGEST_WORD || !/^\p{L}+$/u.test(word)) return;
    const rest = others.length > 1 ? sortedKey(others) : (others[0] ?? '');
    found.push(`${rest}|${word.slice(0, 3)}*`, `${rest}|*${word.slice(-3)}`, `${rest}|${word.slice(0, 2)}*${word.slice(-2)}`);
  };
  for (const [at, word] of words.entries()) if (word.length >= TYPO_WORD) add(word, words.filter((_, other) => other !== at), TYPO_WORD);
  if (words.length > 1) add(compact(words), [], TYPO_COMPACT);
  return found;
}

// Texts to vendors

/** Where it stands in the text, its words, and whether only a sign that may stand inside a name (`&`, `and`, `/`) parts it from the piece before. */
interface Piece { readonly start: number; readonly end: number; readonly words: readonly string[]; readonly soft: boolean }

const SEPARATOR = /\s*(?:[;,|\n\t()[\]{}]|\/)\s*|\s+(?:and|und|et|y|e|és|&|\+|-|–|—)\s+/giu;
const HARD = /[;,|\n\t()[\]{}]|\s\/\s/u;

function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let start = 0, soft = false;
  const push = (end: number): void => {
    const words = nameWords(text.slice(start, end));
    if (words.length > 0 && pieces.length < PIECES) pieces.push({ start, end, words, soft });
  };
  for (const found of text.matchAll(SEPARATOR)) {
    // `A/S` and `S/A` are legal forms.
    if (found[0] === '/' && isLone(text, found.index - 1) && isLone(text, found.index + 1)) continue;
    push(found.index);
    start = found.index + found[0].length;
    soft = !HARD.test(found[0]);
  }
  push(text.length);
  return pieces;
}

const isWordChar = (text: string, at: number): boolean => at >= 0 && at < text.length && /[\p{L}\p{N}]/u.test(text[at]!);
const isLone = (text: string, at: number): boolean => isWordChar(text, at) && !isWordChar(text, at - 1) && !isWordChar(text, at + 1);

function resolve(text: string, index: Index, folder: NameFolder): VendorMatch[] {
  const clipped = text.slice(0, TEXT_LIMIT), repaired = repairMojibake(clipped), found: VendorMatch[] = [];
  if ((repaired.length <= SHORT && tidy(repaired) === null) || folder.isNothing(nameWords(repaired))) return [];
  const report = ({ names, how, score }: Hit, matched: string): void => {
    const mended = repaired !== clipped && score > SCORE['mojibake-repaired'];
    const sure = (mended ? SCORE['mojibake-repaired'] : score) * (names.length > 1 ? SCORE.shared : 1);
    for (const { vendor } of names) keep(found, { id: vendor.id, name: vendor.name, how: mended ? 'mojibake-repaired' : how, score: sure, matched });
  };
  const pieces = piecesOf(repaired), written = (from: number, to: number): string => repaired.slice(pieces[from]!.start, pieces[to - 1]!.end).trim();
  const unknown: { readonly from: number; to: number }[] = [];
  for (let at = 0; at < pieces.length;) {
    const span = longestSpan(pieces, at, repaired, index, folder);
    if (span) report(span.hit, written(at, at + span.count));
    else {
      const { words, soft } = pieces[at]!, idle = folder.isEmpty(words), hits = idle ? [] : looseHits(words, index, folder), last = unknown.at(-1);
      for (const hit of hits) report(hit, written(at, at + 1));
      // `Smith & Sons` stays one name when neither half is a known vendor.
      if (hits.length === 0 && soft && last?.to === at) last.to = at + 1;
      else if (hits.length === 0 && !idle) unknown.push({ from: at, to: at + 1 });
    }
    at += span?.count ?? 1;
  }
  if (found.length === 0 && pieces.length > 1) {
    const typo = typoHit(folder.strip(nameWords(repaired)), index, SCORE.typo);
    if (typo) { report(typo, repaired.trim()); return found; }
  }
  if (found.length + unknown.length === 0 && pieces.length > 0) unknown.push({ from: 0, to: pieces.length });
  for (const { from, to } of unknown) {
    const name = written(from, to);
    keep(found, { id: UNKNOWN + compact(folder.strip(nameWords(name))), name, how: 'unknown', score: SCORE.unknown, matched: name });
  }
  return found;
}

/** One match a vendor, the surest. */
function keep(found: VendorMatch[], match: VendorMatch): void {
  const at = found.findIndex(({ id }) => id === match.id);
  if (at < 0) found.push(match);
  else if (found[at]!.score < match.score) found[at] = match;
}

/** The most pieces from `at` that together are a name: `Becton, Dickinson and Company` is one, `Philips Ibérica, S.A.U.` too. */
function longestSpan(pieces: readonly Piece[], at: number, text: string, index: Index, folder: NameFolder): { readonly count: number; readonly hit: Hit } | null {
  for (let count = Math.min(SPAN_PIECES, pieces.length - at); count > 0; count--) {
    const words = count === 1 ? pieces[at]!.words : nameWords(text.slice(pieces[at]!.start, pieces[at + count - 1]!.end));
    const hit = words.length > LONGEST_WHOLE ? null : wholeHit(words, index, folder);
    if (hit) return { count, hit };
  }
  return null;
}

/** The text is the name, but for its legal form, places and the order of words. */
function wholeHit(words: readonly string[], index: Index, folder: NameFolder): Hit | null {
  const exact = index.names.get(compact(words));
  if (exact) return exact.length === 1 && exact[0]!.isName ? { names: exact, how: 'exact', score: SCORE.exact } : { names: exact, how: 'alias', score: SCORE.alias };
  const strips = folder.strips(words), short = strips.at(-1) ?? words;
  for (const shorter of strips) {
    const names = index.names.get(compact(shorter));
    if (names) return { names, how: 'legal-form-stripped', score: SCORE['legal-form-stripped'] };
  }
  const reordered = short.length > 1 && short.length <= RUN_WORDS ? index.reordered.get(sortedKey(short)) : undefined;
  return reordered ? { names: reordered, how: 'alias', score: SCORE.reordered } : null;
}

/** The text holds the name among other words, or with a typo. */
function looseHits(words: readonly string[], index: Index, folder: NameFolder): Hit[] {
  const short = folder.strip(words), core = folder.core(short), known = core.length === short.length ? undefined : index.names.get(compact(core));
  if (known?.every((name) => isUsable(name, core))) return [{ names: known, how: 'contained', score: SCORE.core }];
  const typo = (short === words ? null : typoHit(words, index, SCORE.typo)) ?? typoHit(short, index, SCORE.typo) ?? (core.length < short.length ? typoHit(core, index, SCORE.coreTypo) : null);
  return typo ? [typo] : containedHits(core.length > 0 ? core : short, index);
}

/** Everyday words and names of two or three letters count only where they are the whole. */
const isUsable = ({ common, leading }: Name, words: readonly string[]): boolean => !common && (leading || compact(words).length >= LEAD_LETTERS);

function typoHit(words: readonly string[], index: Index, score: number): Hit | null {
  if (words.length > RUN_WORDS) return null;
  const found = new Map<VendorEntry, Name>();
  for (const key of typoKeys(words))
    for (const name of index.typos.get(key) ?? []) if (!found.has(name.vendor) && isTypoOf(words, name, index)) found.set(name.vendor, name);
  // Between two vendors a typo does not decide.
  return found.size === 1 ? { names: [...found.values()], how: 'edit-distance', score } : null;
}

/** One long word differs by one edit, and the misspelt word is not another vendor's name. */
function isTypoOf(words: readonly string[], name: Name, index: Index): boolean {
  const others = [...name.words], odd: string[] = [];
  for (const word of words) {
    const at = others.indexOf(word);
    if (at >= 0) others.splice(at, 1);
    else odd.push(word);
  }
  const [left = ''] = odd, [right = ''] = others;
  if (odd.length === 1 && others.length === 1 && left.length >= TYPO_WORD && right.length >= TYPO_WORD && isOneEditApart(left, right))
    return !(index.names.get(left)?.some(({ vendor }) => vendor !== name.vendor) ?? false);
  const joined = compact(words), target = compact(name.words);
  return words.length !== name.words.length && joined.length >= TYPO_COMPACT && target.length >= TYPO_COMPACT && isOneEditApart(joined, target);
}

/** Names that stand among other words, longest first at each place: at the beginning from four letters, further on from six. */
function containedHits(words: readonly string[], index: Index): Hit[] {
  const hits: Hit[] = [];
  for (let at = 0; at < words.length && hits.length < PIECES;) {
    const run = longestRun(words, at, at === 0 ? LEAD_LETTERS : WITHIN_LETTERS, index);
    if (run) hits.push({ names: run.names, how: 'contained', score: at === 0 ? SCORE.leads : SCORE.within });
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

function productVendors(text: string, index: Index, folder: NameFolder): ProductVendor[] {
  const clean = repairMojibake(text.slice(0, TEXT_LIMIT)), vendors: ProductVendor[] = [], words: { readonly text: string; readonly start: number; readonly end: number }[] = [];
  for (const found of clean.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const word = foldName(found[0]);
    if (word !== '' && !JOINERS.has(word)) words.push({ text: word, start: found.index, end: found.index + found[0].length });
    if (words.length > PRODUCT_WORDS) break;
  }
  const folded = words.map((word) => word.text);
  for (let at = 0, depth = 0; at < words.length && depth < PRODUCT_VENDORS; depth++) {
    const run = longestRun(folded.slice(at), 0, LEAD_LETTERS, index);
    if (!run) break;
    const matched = clean.slice(words[at]!.start, words[at + run.count - 1]!.end);
    for (at += run.count; at < words.length && folder.isForm(folded[at]!);) at++;
    const rest = at < words.length ? clean.slice(words[at]!.start).trim() : '';
    for (const { vendor } of run.names) vendors.push({ id: vendor.id, name: vendor.name, matched, rest });
  }
  return vendors;
}

// Relations

/** From every vendor to those that came after it, over at most {@link PATH_STEPS} relations, by the surest path. */
function successions(vendors: readonly VendorEntry[]): Map<string, Map<string, Succession>> {
  const edges = new Map<string, { readonly step: VendorStep; readonly target: string }[]>();
  for (const { id, relations } of vendors)
    for (const relation of relations) {
      // What was spun off came after the vendor that it left.
      const [older, target] = relation.kind === 'spun-off-from' ? [relation.to, id] : [id, relation.to];
      edges.set(older, [...(edges.get(older) ?? []), { step: { ...relation, from: id }, target }]);
    }
  return new Map([...edges.keys()].map((start) => [start, reachable(start, edges)]));
}

interface Succession { readonly path: readonly VendorStep[]; readonly score: number }

function reachable(start: string, edges: ReadonlyMap<string, readonly { readonly step: VendorStep; readonly target: string }[]>): Map<string, Succession> {
  const best = new Map<string, Succession>();
  let frontier: readonly (readonly [string, Succession])[] = [[start, { path: [], score: 1 }]];
  for (let steps = 0; steps < PATH_STEPS; steps++) {
    const next: (readonly [string, Succession])[] = [];
    for (const [id, { path, score }] of frontier)
      for (const { step, target } of edges.get(id) ?? []) {
        const further = { path: [...path, step], score: score * STEP[step.kind] };
        if (target === start || (best.get(target)?.score ?? 0) >= further.score) continue;
        best.set(target, further);
        next.push([target, further]);
      }
    frontier = next;
  }
  return best;
}

function kindOf(path: readonly VendorStep[], otherwise: 'successor' | 'predecessor'): VendorRelatedness['kind'] {
  if (path.every(({ kind }) => kind === 'brand-of')) return 'brand';
  return path.every(({ kind }) => kind === 'brand-of' || kind === 'division-of') ? 'division' : otherwise;
}

/** A product line may be the beginning of a word: `Aquilion` of `AquilionONE`; one of up to three letters only before a digit: `LTV` of `LTV1200`. */
function covers(path: readonly VendorStep[], product: string): boolean {
  const text = ` ${nameWords(product.slice(0, TEXT_LIMIT)).join(' ')} `;
  const holds = (line: string): boolean => {
    const words = ` ${nameWords(line).join(' ')}`;
    for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) if (words.length > LEAD_LETTERS || /[\s\d]/.test(text[at + words.length]!)) return true;
    return false;
  };
  return path.every(({ products }) => products.length === 0 || products.some(holds));
}
