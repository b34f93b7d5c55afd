/** A product's printed name compiled: groups of words that an asset's name must, may or need not hold. */
import { type Form, familyForms, shapeOf } from './families.ts';
import { splitName } from './name-clauses.ts';
import { foldWord, type Token, tokenize } from './tokens.ts';
import type { WordClass, Words } from './words.ts';

/** One place of a name; any of its forms fills it. */
export interface Group {
  readonly forms: readonly Form[];
  /** Concepts of the words that are kinds of things (`pump`), for comparing across languages. */
  readonly concepts: readonly string[];
  readonly kind: WordClass;
  /** A maker's name or a house brand of the same maker inside the product name: may be missing. */
  readonly vendor: boolean;
  /** The host that a part belongs to (`… specimen processor - PerformA`), the umbrella before a repeated brand: may be missing. */
  readonly host: boolean;
  readonly text: string;
  /** Letters that were put before the number (`EC 40`); an asset may say both apart. */
  readonly glued: string | null;
  /** As printed, for capitals within a word. */
  readonly raw: string;
}

export interface CompiledName {
  /** As printed. */
  readonly text: string;
  readonly groups: readonly Group[];
  /** Short names that stand for the groups before `upTo`. */
  readonly acronyms: readonly { readonly text: string; readonly upTo: number }[];
  /** Identifying numbers in parentheses, as forms. */
  readonly numbers: readonly Form[];
  readonly conditions: readonly string[];
  readonly exclusions: readonly Exclusion[];
  /** Versions that stand in the name: `Xeleris 3.1`, `Portal 8.0.x`. */
  readonly versions: readonly string[];
  /** Groups that name, not those that describe or name the maker. */
  readonly naming: readonly Group[];
  /** Neighbouring words as one. */
  readonly joins: readonly string[];
}

/** A name that is taken out, of some releases only where `release` says so: `Venue 40 R1-3`. */
export interface Exclusion { readonly name: CompiledName; readonly release: string | null }

const RELEASE = /\s+(?:r|rev\.?|release|version|v)\s?\d+(?:\.\d+)*(?:\s?-\s?\d+(?:\.\d+)*)?\s*$/i;
const FAMILY = /^(?:family|families|familia|familias|familie|familien|család)$/i;
const CONJUNCTION = new Set(['and', 'or', '&', 'und', 'y']);
const VERSION = /^v?\d+(?:\.\d+)*\.x$|^v?\d+\.\d+(?:\.\d+)*(?:\/v?\d+\.\d+(?:\.\d+)*)*$|^v\d+$/i;
const ALTERNATIVES_LIMIT = 8, GROUP_LIMIT = 40;

/** The names that a printed name stands for: usually one, several for `A and B` lists. `isVendorWord` tells the maker's own words. */
export function compileNames(printed: string, words: Words, isVendorWord: (phrase: string) => boolean): CompiledName[] {
  const clauses = splitName(printed, words);
  const names = alternatives(clauses.core, words, isVendorWord).map((core): CompiledName => {
    const { groups, versions } = groupsOf(core, words, isVendorWord);
    return {
      text: printed, ...sketchOf(withHosts(groups)), versions: [...versions, ...clauses.versions], conditions: clauses.conditions,
      acronyms: clauses.acronyms.map(({ short, long }) => ({ text: foldWord(short).replace(/[^a-z0-9]/g, ''), upTo: groupsOf(long, words, isVendorWord).groups.length })),
      numbers: clauses.numbers.flatMap((text) => text.split(/[\s,]+/).flatMap((chunk) => formsOf(foldWord(chunk)))),
      exclusions: clauses.exclusions.flatMap((text) => alternatives(text, words, isVendorWord).map((part) => exclusionOf(part, words, isVendorWord))),
    };
  });
  return names.filter((name) => name.groups.some((group) => group.kind !== 'vacuous'));
}

const sketchOf = (groups: readonly Group[]): Pick<CompiledName, 'groups' | 'naming' | 'joins'> => ({
  groups, naming: groups.filter((group) => !group.vendor && !group.host && (group.kind === 'brand' || group.kind === 'short' || group.kind === 'model')),
  joins: groups.slice(1).flatMap((group, at) => (isJoinable(groups[at]!) || isJoinable(group) || (group.glued !== null && /^[a-z]$/.test(groups[at]!.text)) ? [`${groups[at]!.text}${group.text}`] : [])),
});

/** A word that may be written together with its neighbour: `compact plus`. Two kinds of things together say no more than apart. */
const isJoinable = (group: Group): boolean => group.kind === 'brand' || group.kind === 'short' || (group.kind === 'qualifier' && /^[a-z]{2,}$/.test(group.text));

/** The same name with other groups. */
export const withGroups = (name: CompiledName, groups: readonly Group[]): CompiledName => ({ ...name, ...sketchOf(groups) });

function exclusionOf(text: string, words: Words, isVendorWord: (phrase: string) => boolean): Exclusion {
  const release = RELEASE.exec(text)?.[0].trim() ?? null, bare = release === null ? text : text.replace(RELEASE, '');
  return { release, name: { text, ...sketchOf(groupsOf(bare, words, isVendorWord).groups), versions: [], acronyms: [], numbers: [], conditions: [], exclusions: [] } };
}

/** `A x and A y`, `A x / A y`: the right side says a word of the left side again, or each side is a name of its own. */
function alternatives(core: string, words: Words, isVendorWord: (phrase: string) => boolean): string[] {
  const parts = core.split(/\s+(?:\/|and|&|or)\s+/i);
  if (parts.length < 2 || parts.length > ALTERNATIVES_LIMIT) return [core];
  const naming = (text: string) => tokenize(text, words).filter((token) => (token.kind === 'brand' || token.kind === 'model' || token.kind === 'short') && !isVendorWord(token.text)).map((token) => token.text);
  const out: string[] = [parts[0]!];
  for (const part of parts.slice(1)) {
    const left = new Set(naming(out.at(-1)!)), right = naming(part);
    if (right.some((word) => left.has(word)) || (/\//.test(core) && tokenize(part, words).length >= 2 && right.length > 0)) out.push(part);
    else out[out.length - 1] += ` & ${part}`;
  }
  return out;
}

function groupsOf(core: string, words: Words, isVendorWord: (phrase: string) => boolean): { groups: Group[]; versions: string[] } {
  const groups: Group[] = [], versions: string[] = [], joined = core.replace(/(?:[A-Za-z]{1,6} ?\d\w*\/)+[A-Za-z]{1,6} ?\d\w*/g, (list) => list.replace(/ /g, ''));
  const chunks = joined.split(/[\s,;:•]+/).map((chunk) => chunk.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter((chunk) => chunk !== '').slice(0, GROUP_LIMIT);
  let conjunction = false;
  for (const chunk of chunks) {
    if (CONJUNCTION.has(chunk.toLowerCase())) { conjunction = true; continue; }
    if (FAMILY.test(chunk)) widen(groups);
    if (VERSION.test(chunk) && groups.length > 0) { versions.push(...chunk.split('/')); continue; }
    for (const group of groupsOfChunk(chunk, words, isVendorWord)) {
      const last = groups.at(-1);
      if (last !== undefined && groups.some((other) => other.text === group.text && other.kind === group.kind)) {
        if (group.kind !== 'brand' && group.kind !== 'short') continue;
      }
      if (last !== undefined && sameShape(last, group)) groups[groups.length - 1] = { ...last, forms: [...last.forms, ...group.forms], text: `${last.text} ${group.text}` };
      else if (last !== undefined && conjunction && last.kind === group.kind && (group.kind === 'kind' || group.kind === 'brand')) groups[groups.length - 1] = { ...last, forms: [...last.forms, ...group.forms], concepts: [...last.concepts, ...group.concepts], text: `${last.text} ${group.text}` };
      else if (last !== undefined && sharesLead(last, group)) groups[groups.length - 1] = { ...last, forms: [...last.forms, ...group.forms], kind: 'brand', text: `${last.text} ${group.text}` };
      else if (last !== undefined && glues(last, group)) groups[groups.length - 1] = { ...group, forms: group.forms.map((form) => prefixed(last.text, form)), text: `${last.text}${group.text}`, raw: `${last.raw}${group.raw}`, glued: last.text, kind: 'model' };
      else groups.push(group);
      conjunction = false;
    }
  }
  return { groups: markVendors(groups, isVendorWord), versions };
}

function groupsOfChunk(chunk: string, words: Words, isVendorWord: (phrase: string) => boolean): Group[] {
  const folded = foldWord(chunk), parts = folded.split('/');
  if (parts.length > 1 && parts.every((part) => words.classOf(part) === 'kind' && part.length <= 5)) return [kindGroup(parts.map((part) => words.conceptOf(part)).join(''), chunk)];
  const forms = familyForms(folded);
  if (forms !== null) {
    const kinds = forms.map((form) => (form.kind === 'word' ? words.classOf(form.text) : 'model'));
    return [{ forms, concepts: forms.flatMap((form, at) => (form.kind === 'word' && kinds[at] === 'kind' ? [words.conceptOf(form.text)] : [])), kind: kinds.includes('model') ? 'model' : kinds[0]!, vendor: false, host: false, text: folded, raw: chunk, glued: null }];
  }
  return tokenize(chunk, words).map((token) => groupOf(token, isVendorWord));
}

const kindGroup = (concept: string, chunk: string): Group => ({ forms: [{ kind: 'word', text: concept }], concepts: [concept], kind: 'kind', vendor: false, host: false, text: foldWord(chunk).replace(/\//g, ''), raw: chunk, glued: null });
const groupOf = (token: Token, isVendorWord: (phrase: string) => boolean): Group => ({
  forms: formsOf(token.text), concepts: token.kind === 'kind' ? [token.concept] : [], kind: token.kind, vendor: isVendorWord(token.text), host: false, text: token.text, raw: token.raw, glued: null,
});
const formsOf = (chunk: string): Form[] => familyForms(chunk) ?? (chunk === '' ? [] : [{ kind: 'word', text: chunk.replace(/[^\p{L}\p{N}.]/gu, '') }]);

/** `TC10 TC20 TC30`, `554CM and 754CM`, `2131 and 2141`: models in a row are alternatives. */
function sameShape(left: Group, right: Group): boolean {
  if (left.kind !== 'model' || right.kind !== 'model') return false;
  const one = left.forms[0]!, other = right.forms[0]!;
  if (one.kind !== 'word' || other.kind !== 'word') return false;
  const a = shapeOf(one.text), b = shapeOf(other.text);
  return a !== null && b !== null && a.prefix === b.prefix && (a.prefix !== '' || (a.digits === b.digits && a.suffix === b.suffix));
}

/** `NVRmini2 NVRsolo`: two names that begin with the same capitals are two products in one cell. */
function sharesLead(left: Group, right: Group): boolean {
  const lead = /^\p{Lu}{3,}(?=\p{Ll})/u.exec(left.raw)?.[0];
  return lead !== undefined && left.text !== right.text && lead === /^\p{Lu}{3,}(?=\p{Ll})/u.exec(right.raw)?.[0];
}

/** `X-200 switch family`: the hundred that the number begins, without letters behind it (`X204IRT` is of the X-200IRT family). */
function widen(groups: Group[]): void {
  const at = groups.length - 1 - [...groups].reverse().findIndex((group) => group.kind === 'model'), group = groups[at], form = group?.forms[0];
  if (group === undefined || form === undefined || group.forms.length > 1 || form.kind !== 'word') return;
  const parts = HUNDREDS.exec(form.text);
  if (parts !== null) groups[at] = { ...group, forms: [form, { kind: 'range', prefix: parts[1]!, from: Number(parts[2]), to: Number(parts[2]) + 99, suffix: parts[3]!, closed: true }] };
}
const HUNDREDS = /^([a-z]{1,4})([1-9]00)([a-z]{0,3})$/;

/** `EC 40`, `T 1`: up to four letters that mean nothing by themselves and the number after them are one model. */
function glues(left: Group, right: Group): boolean {
  return left.forms.length === 1 && /^[a-z]{1,4}$/.test(left.text) && left.kind !== 'vacuous' && left.kind !== 'kind' && !left.vendor && right.forms.every((form) => (form.kind === 'range' ? form.prefix === '' : /^\d/.test(form.text)));
}

const prefixed = (prefix: string, form: Form): Form => (form.kind === 'range' ? { ...form, prefix } : { ...form, text: `${prefix}${form.text}` });

/** Runs of words that name the maker (`Welch Allyn …`) are marked, unless nothing else would be left. */
function markVendors(groups: Group[], isVendorWord: (phrase: string) => boolean): Group[] {
  const marked = groups.map((group) => group.vendor);
  for (let at = 0; at + 1 < groups.length; at++) if (isVendorWord(`${groups[at]!.text} ${groups[at + 1]!.text}`)) marked[at] = marked[at + 1] = true;
  return marked.every((vendor, at) => vendor || groups[at]!.kind === 'vacuous') ? groups.map((group) => ({ ...group, vendor: false })) : groups.map((group, at) => ({ ...group, vendor: marked[at]! }));
}

/** A brand said twice without a conjunction: `Alaris Gateway Workstation Alaris GH` is the Alaris GH on a gateway, so what stands before the second is its host. */
function withHosts(groups: readonly Group[]): Group[] {
  const seen = new Map<string, number>();
  let from = 0;
  groups.forEach((group, at) => {
    if (group.kind !== 'brand' || group.vendor) return;
    if (seen.has(group.text)) from = at;
    seen.set(group.text, at);
  });
  return groups.map((group, at) => (at < from ? { ...group, host: true } : group));
}
