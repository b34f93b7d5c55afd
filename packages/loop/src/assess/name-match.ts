/** Compares an asset's names with one compiled product name: what agrees, what is missing on which side, and whether that is one product. */
import type { AssessReason } from '@wardkeep/model/assess';
import { type AssetToken, type CompiledAsset, markOf } from './asset.ts';
import { formMatches, siblings, type Form } from './families.ts';
import { isAcronym } from './name-clauses.ts';
import type { CompiledName, Group } from './name.ts';
import { spellingDistance } from './spelling.ts';
import { strengthOf } from './strength.ts';
import type { AssessWords } from './knowledge.ts';

type How = 'exact' | 'extended' | 'typo' | 'acronym' | 'context';

export interface NameMatch {
  /** `full`: the product; `variant`: the same family, but the asset does not say which variant; `none`: another product, with the reason. */
  readonly level: 'full' | 'variant' | 'none';
  /** 0–1: how well the names agree; the makers are not in it. */
  readonly score: number;
  /** How much the agreeing words prove; about 1 for one rare word. */
  readonly strength: number;
  /** Indexes of the groups of the name that agree. */
  readonly matched: readonly number[];
  /** A form of the name was met only with letters behind it (`8015LS` for `8015`). */
  readonly extended: boolean;
  /** The asset says words that the name has not. */
  readonly extras: readonly string[];
  /** Those of them that could be names. */
  readonly extraNames: readonly string[];
  /** Kinds of things in the asset's product text that the name does not say. */
  readonly otherKinds: readonly string[];
  /** At most one word of the name is missing, apart from kinds of things. */
  readonly complete: boolean;
  /** A word that could be a name stands before the words that agree. */
  readonly led: boolean;
  /** A model token decides by itself. */
  readonly anchored: boolean;
  /** Texts of the tokens of the asset that agree, for telling which of two products is the more specific. */
  readonly covered: ReadonlySet<string>;
  /** The same with the words that only the title explains. */
  readonly explained: ReadonlySet<string>;
  readonly reasons: readonly AssessReason[];
  /** The advisory's words for what the asset leaves open. */
  readonly open: string | null;
}

export interface NameContext {
  /** Words of the advisory's title that belong to the name: no difference, and what a poor name lacks. */
  readonly title: ReadonlySet<string>;
  /** The title begins with the maker's own word, as where the product is called like its maker. */
  readonly titleMaker: boolean;
  /** Model numbers that the version field lists for this name: one of them identifies. */
  readonly listed: ReadonlySet<string>;
  /** Whether the makers agree: acronyms, spelling errors and poor names need that. */
  readonly sameMaker: boolean;
  /** The first brand word names several products of this maker. */
  readonly sharedBrand: boolean;
}

/** Shorter words may be anything. */
const DISTINCT_LETTERS = 6;

/** The printed name means all of its family. */
const WHOLE_FAMILY = /\b(?:products|family|families|series|line|devices|systems|pumps|monitors|models)\b/i;

/** Shorter numbers in parentheses may be options. */
const ORDER_LETTERS = 7;

/** Kinds that lists use for one another: `estación` is both. */
const KIN: ReadonlyMap<string, string> = new Map([['station', 'workstation'], ['workstation', 'station']]);

/** Everyday words this long take a spelling error. */
const COMMON_LETTERS = 7;

/** A number of four digits and a word that is nobody else's agree. */
const WELL = 1.5;

/** Below this the words that agree could stand in any name. */
export const POOR = 0.6;

export function matchName(asset: CompiledAsset, name: CompiledName, context: NameContext, words: AssessWords): NameMatch | null {
  const { groups } = name, how: (How | null)[] = groups.map(() => null), met: (string | null)[] = groups.map(() => null), used = new Set<number>();
  const claim = (at: number, kind: How, tokens: readonly number[]): void => { how[at] = kind; for (const token of tokens) used.add(token); };
  groups.forEach((group, at) => {
    for (const form of group.forms) {
      const hit = exactly(asset, form);
      if (hit !== null) { claim(at, 'exact', hit); met[at] = form.kind === 'word' ? form.text : null; return; }
    }
    const apart = apartOf(asset, group);
    if (apart !== null) { claim(at, 'exact', apart); return; }
    if (group.kind === 'kind') {
      const concept = group.concepts.flatMap((one) => [one, KIN.get(one) ?? one]).find((one) => asset.concepts.has(one));
      if (concept !== undefined) claim(at, asset.forms.has(concept) ? 'exact' : 'context', asset.forms.get(concept) ?? []);
    }
  });
  groups.forEach((group, at) => {
    const next = groups[at + 1];
    if (next === undefined || (how[at] !== null && how[at + 1] !== null)) return;
    const joined = `${group.text}${next.text}`, hit = name.joins.includes(joined) ? asset.forms.get(joined) : undefined;
    if (hit !== undefined && (next.text.length > 1 || group.text.length > 1)) { claim(at, 'exact', hit); claim(at + 1, 'exact', hit); }
  });
  groups.forEach((group, at) => {
    if (how[at] !== null) return;
    const extended = group.kind === 'model' ? asset.tokens.findIndex((token) => token.kind === 'model' && group.forms.some((form) => formMatches(form, token.text) === 'extended')) : -1;
    if (extended >= 0) { claim(at, 'extended', [extended]); return; }
    // A short everyday word may be another everyday word: no errors are forgiven there.
    if ((group.kind === 'brand' && (group.text.length >= COMMON_LETTERS || !words.isCommon(group.text))) || group.kind === 'kind') {
      const typo = asset.tokens.findIndex((token, index) => !used.has(index) && token.kind === 'brand' && group.forms.some((form) => form.kind === 'word' && spellingDistance(token.text, form.text) === 1));
      if (typo >= 0) claim(at, 'typo', [typo]);
    }
  });
  const number = asset.tokens.findIndex((token) => token.kind === 'model' && (context.listed.has(token.text) || name.numbers.some((form) => formMatches(form, token.text) !== null)));
  const code = number >= 0 ? [number] : name.numbers.flatMap((form) => (form.kind === 'word' ? asset.forms.get(form.text) ?? [] : []));
  for (const at of code) used.add(at);
  if (context.sameMaker) acronyms(asset, name, how, claim);
  groups.forEach((group, at) => {
    if (how[at] === null && group.kind !== 'vacuous' && group.forms.some((form) => form.kind === 'word' && asset.context.has(form.text))) how[at] = 'context';
  });
  const mark = markOf(asset.asset.version), marked = mark === null ? -1 : groups.findIndex((group, at) => how[at] === null && group.text === mark);
  if (marked >= 0 && asset.tokens.every((token, at) => used.has(at) || token.vendor || token.kind === 'vacuous' || token.kind === 'kind')) how[marked] = 'exact';
  return judge(asset, name, how, met, used, code.length > 0, context, words);
}

/** `4000 HDI` for the `HDI 4000`. */
function apartOf(asset: CompiledAsset, group: Group): readonly number[] | null {
  const letters = group.glued === null ? undefined : asset.forms.get(group.glued);
  if (letters === undefined) return null;
  for (const form of group.forms) {
    const number = exactly(asset, form.kind === 'range' ? { ...form, prefix: '' } : { ...form, text: form.text.slice(group.glued!.length) });
    if (number !== null) return [...letters, ...number];
  }
  return null;
}

function exactly(asset: CompiledAsset, form: Form): readonly number[] | null {
  if (form.kind === 'word') return asset.forms.get(form.text) ?? null;
  if (form.kind === 'range' && form.closed === true) return inFamily(asset, form);
  for (const [text, tokens] of asset.forms) if (formMatches(form, text) === 'exact') return tokens;
  return null;
}

/** `X204IRT`, `X204-2 IRT`: letters of their own are those of the family, no more and no fewer. */
function inFamily(asset: CompiledAsset, form: Form & { readonly kind: 'range' }): readonly number[] | null {
  const other = asset.tokens.findIndex((token) => token.field === 'product' && /^\p{Lu}{3}$/u.test(token.raw) && token.kind === 'brand'), apart = other >= 0 && asset.tokens[other]!.text === form.suffix;
  if (other >= 0 && !apart) return null;
  for (const [text, tokens] of asset.forms) if (formMatches(apart ? { ...form, suffix: '' } : form, text) === 'exact') return apart ? [...tokens, other] : tokens;
  return null;
}

function acronyms(asset: CompiledAsset, name: CompiledName, how: (How | null)[], claim: (at: number, how: How, tokens: readonly number[]) => void): void {
  for (const { text, upTo } of name.acronyms) {
    const tokens = asset.forms.get(text);
    if (tokens !== undefined) for (let at = 0; at < upTo; at++) if (how[at] === null || at === upTo - 1) claim(at, how[at] ?? 'acronym', tokens);
  }
  // The hospital's own: `ISCV`, `PCU`. In capitals, or three or four letters in any case beside a word that agrees; for two words or more of the name.
  const naming = name.groups.some((group, at) => how[at] === 'exact' && (group.kind === 'brand' || group.kind === 'model'));
  asset.tokens.forEach((token, index) => {
    if (token.kind === 'kind' || token.inCode || asset.explained || !isShort(token, naming)) return;
    for (let from = 0; from < name.groups.length; from++)
      for (let to = name.groups.length; to >= from + 2; to--) {
        const run = name.groups.slice(from, to);
        if (run.some((group) => /\d/.test(group.text)) || !isAcronym(token.text, run.map((group) => group.raw))) continue;
        for (let at = from; at < to; at++) claim(at, how[at] ?? 'acronym', [index]);
        return;
      }
  });
  // The publisher's: `LRM` for what the hospital writes out.
  name.groups.forEach((group, at) => {
    if (how[at] !== null || !/^[a-z]{3,5}$/.test(group.text)) return;
    const { length } = group.text;
    for (let from = 0; from + length <= asset.tokens.length; from++) {
      const run = asset.tokens.slice(from, from + length);
      if (run.every((token, index) => token.text[0] === group.text[index] && token.text.length > 1)) { claim(at, 'acronym', run.map((_, index) => from + index)); return; }
    }
  });
}

function judge(asset: CompiledAsset, name: CompiledName, how: readonly (How | null)[], met: readonly (string | null)[], used: ReadonlySet<number>, numbered: boolean, context: NameContext, words: AssessWords): NameMatch | null {
  const { groups } = name;
  let strength = numbered ? 0.8 : 0, anchored = numbered, weakly = false, anchor = -1, extended = false, typo = false, first = -1, last = -1, naming = numbered;
  groups.forEach((group, at) => {
    const kind = how[at];
    if (kind === null || kind === undefined || group.kind === 'vacuous') return;
    const proof = strengthOf(group, met[at] ?? null, words) * (kind === 'context' ? 0.3 : kind === 'typo' ? 0.85 : 1);
    if (!group.host) strength += group.vendor ? proof * 0.3 : proof;
    if (kind === 'context' && group.kind !== 'kind') return;
    if (first < 0) first = at;
    last = at;
    if (group.kind === 'brand' || group.kind === 'short' || group.kind === 'model') naming = naming || !group.vendor;
    if (group.kind === 'model' && anchors(group, met[at] ?? null)) { anchored = true; anchor = at; weakly ||= group.forms.every((form) => form.kind === 'word' && /^\d{4}$/.test(form.text)); }
    extended ||= kind === 'extended';
    typo ||= kind === 'typo';
  });
  if (first < 0 && !(numbered && context.sameMaker)) return null;
  const required = groups.map((group, at) => ({ group, at })).filter(({ group }) => group.kind !== 'vacuous' && !group.vendor && !group.host);
  const missing = required.filter(({ at }) => how[at] === null), missingNames = missing.filter(({ group }) => group.kind !== 'kind');
  const extras = asset.tokens.filter((token, at) => !used.has(at) && !token.vendor && token.kind !== 'vacuous' && !context.title.has(token.text));
  const extraNames = extras.filter((token) => (token.kind === 'brand' || token.kind === 'short') && !token.code && !token.described), extraModels = extras.filter((token) => token.kind === 'model' || token.kind === 'qualifier');
  const agreed = (title: boolean): Set<string> => new Set(asset.tokens.filter((token, at) => (used.has(at) || (title && context.title.has(token.text))) && token.kind !== 'vacuous').map((token) => token.concept)), covered = agreed(false);
  const kinds = new Set(groups.flatMap((group) => group.concepts)), otherKinds = extras.filter((token) => token.kind === 'kind' && token.field === 'product' && !kinds.has(token.concept)), kindsMissing = missing.length > missingNames.length;
  const led = leadingExtra(asset, used, context);
  const base = { led, complete: missingNames.length <= 1, otherKinds: otherKinds.map((token) => token.raw), strength, matched: how.flatMap((kind, at) => (kind === null ? [] : [at])), extended, extras: extras.map((token) => token.raw), extraNames: extraNames.map((token) => token.raw), anchored, covered, explained: context.title.size === 0 ? covered : agreed(true) };
  // The maker's own word in the title is a name as well: „MicroDicom DICOM Viewer” of MicroDicom.
  const titled = asset.tokens.some((token, at) => !used.has(at) && (token.vendor ? context.titleMaker : context.title.has(token.text)) && (token.kind === 'brand' || token.kind === 'model'));
  const written = quote(asset), none = (code: AssessReason['code'], advisory: string): NameMatch => ({ ...base, level: 'none', score: 0.2 + 0.3 * share(required.length - missing.length, required.length), reasons: [{ code, asset: written, advisory }], open: null });

  const rival = missing.find(({ group }) => group.kind === 'model' && asset.tokens.some((token, at) => !used.has(at) && token.kind === 'model' && group.forms.some((form) => rivals(token.text, form))));
  if (!naming) {
    // Only kinds of things agree: `Patient Portal`, `MRI 3T`. Then all of them must, and the title may stand in for a missing one.
    const named = required.some(({ group }) => group.kind === 'brand' || group.kind === 'short' || (group.kind === 'model' && how.length > 0));
    if (named && missingNames.length > 0) return null;
    if (rival !== undefined) return none('model-differs', rival.group.text);
    if (missing.length > 0 && !titled) return null;
    if (kinds.size === 0 && extraNames.length > 0) return none('product-substring', name.text);
    return { ...base, level: 'full', score: titled ? 0.88 : 0.84, reasons: [{ code: titled ? 'product-title' : 'product-generic', asset: written, advisory: name.text }], open: null };
  }
  if (rival !== undefined) return none('model-differs', rival.group.text);
  // What stands before the model or between words that agree is the family's name or a description; what stands behind tells variants apart.
  const head = anchored ? Math.max(anchor, last) : first;
  const hard = missingNames.filter(({ at }) => at > head), lead = missingNames.filter(({ at }) => at < head), kindsBehind = required.filter(({ group, at }) => group.kind === 'kind' && at > first && (how[at] === null || (how[at] === 'context' && extraNames.length > 0)));
  // A rare word that no other product of the maker bears, with a kind of thing: other kinds in other words are another description.
  const distinct = !context.sharedBrand && groups.some((group, at) => how[at] === 'exact' && group.kind === 'brand' && group.text.length >= DISTINCT_LETTERS && !words.isCommon(group.text)) && groups.some((group, at) => group.kind === 'kind' && how[at] !== null);
  const ordered = name.numbers.some((form) => form.kind === 'word' && form.text.length >= ORDER_LETTERS && asset.forms.has(form.text));
  // Both sides have a model that the other has not.
  if (missing.some(({ group }) => group.kind === 'model') && extraModels.some((token) => token.kind === 'model' && !token.code)) return none('model-differs', name.text);
  // Each side has a mark of a variant that the other has not: `CP 343 Lean` is no `CP 343 Advanced`.
  if (hard.some(({ group }) => isMark(group)) && extraModels.some((token) => token.field === 'product' && isMark(token))) return none('product-differs', name.text);
  // A round number such as 4000 is no model by itself: „MedStation 4000” is no „Anesthesia System 4000”.
  if (weakly && strength < WELL && ((missingNames.length > 0 && extraNames.length + otherKinds.length > 0) || (kindsMissing && extraNames.length > 0))) return none('product-differs', name.text);
  if (!anchored && hard.length > 0 && kindsMissing && otherKinds.length > 0) return none('product-differs', name.text);
  if (!anchored && hard.length > 0 && (extraNames.length > 0 || extraModels.some((token) => !token.code))) return none('product-differs', name.text);
  if (!anchored && kindsBehind.length > 0 && missingNames.length === 0 && extraNames.length + extras.filter((token) => token.kind === 'kind').length + extraModels.filter((token) => !token.code).length > 0 && (!titled || otherKinds.length > 0) && !(distinct && extraNames.length + extraModels.length === 0)) return none('product-differs', name.text);
  // A name of its own where the printed name has kinds of things: `Brixolan Compacta` is no `Data module Compacta`.
  if (!anchored && led && missing.some(({ group, at }) => group.kind === 'kind' && at < first)) return none('product-differs', name.text);
  // One word that several products of the maker share, and another name behind it: another of the family.
  const begins = asset.tokens.findIndex((token, at) => used.has(at) && !token.vendor), another = asset.tokens.some((token, at) => at > begins && token.kind === 'brand' && token.field === 'product' && extraNames.includes(token));
  if (!anchored && another && context.sharedBrand && !WHOLE_FAMILY.test(name.text) && required.filter(({ group }) => group.kind !== 'kind').length === 1) return none('product-differs', name.text);
  const vendorSaid = (asset.asset.vendor ?? '').toLowerCase(), unsaid = lead.some(({ group }) => !vendorSaid.includes(group.text));
  if (!anchored && lead.length > 0 && (extraNames.length > 0 || strength < POOR || (unsaid && extraModels.some((token) => token.kind === 'model' && token.field === 'product')))) return none('product-differs', name.text);
  if (strength < POOR && missing.length === 0 && led) return none('product-substring', name.text);
  // An order number says which variant it is.
  if (hard.length > 0 && !ordered) {
    if (strength < POOR) return none('product-substring', name.text);
    return { ...base, level: 'variant', score: 0.6, reasons: [{ code: 'variant-unknown', asset: written, advisory: name.text }], open: hard.map(({ group }) => group.text).join(' ') };
  }
  if (!anchored && kindsBehind.length > 0 && context.sharedBrand && missing.length > 0 && required.length > 1 && strength <= 1.05)
    return { ...base, level: 'variant', score: 0.55, reasons: [{ code: 'variant-unknown', asset: written, advisory: name.text }], open: kindsBehind.map(({ group }) => group.text).join(' ') };
  const poor = strength < POOR;
  let score = poor ? 0.86 : 0.98;
  if (lead.length > 0) score -= 0.05;
  if (typo) score -= 0.05;
  if (extended) score -= 0.02;
  if (extraNames.length > 0) score -= 0.02;
  const code: AssessReason['code'] = typo ? 'product-typo' : how.includes('acronym') ? 'product-nickname' : anchored && lead.length > 0 ? 'product-model' : groups.some((group, at) => how[at] !== null && group.forms.length > 1) ? 'product-family' : lead.length > 0 ? 'product-nickname' : 'product-same';
  return { ...base, level: 'full', score, reasons: [{ code, asset: written, advisory: name.text }], open: null };
}

/** Could stand for several words. */
export const isShort = (token: AssetToken, beside: boolean): boolean => /^[A-Z]{3,6}$/.test(token.raw) || (beside && token.kind === 'brand' && /^[a-z]{3,4}$/.test(token.text));

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
export const quote = (asset: CompiledAsset): string => [asset.asset.product, asset.asset.model].filter((text) => text !== null && text !== '').join(', ');

/** A model decides by itself when it has letters and digits, at least three characters, or four digits. */
const anchors = (group: Group, met: string | null): boolean => (met === null ? group.forms.map((form) => (form.kind === 'word' ? form.text : null)) : [met]).some((text) => text === null || (/[a-z]\d|\d[a-z]/.test(text) && text.length >= 3) || /^\d{4,}$/.test(text));

function rivals(word: string, form: Form): boolean {
  if (form.kind === 'word') return siblings(word, form.text);
  if (form.kind === 'range') return siblings(word, `${form.prefix}${form.to}${form.suffix}`);
  return siblings(word, form.text.replace(/(?<=\d)x/g, '0').replace(/x(?=\d|$)/g, '0'));
}

/** A word before the one that agrees makes another name of it: `Versana Essential` is no `Essential`. */
function leadingExtra(asset: CompiledAsset, used: ReadonlySet<number>, context: NameContext): boolean {
  for (const [at, token] of asset.tokens.entries()) {
    if (used.has(at)) return false;
    if (isName(token) && !context.title.has(token.text)) return true;
  }
  return false;
}
const isMark = ({ kind, text }: { readonly kind: string; readonly text: string }): boolean => kind === 'qualifier' && /^[a-z]{3,}$/.test(text);
const isName = (token: AssetToken): boolean => !token.vendor && !token.described && (token.kind === 'brand' || token.kind === 'short');
