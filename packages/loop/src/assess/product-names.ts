/** What a product is called: the names of a printed name, which all products printed alike share, and what its advisory adds. */
import type { AdvisoryProduct } from '@wardkeep/model/advisory';
import { compileCondition, type Condition } from './conditions.ts';
import type { Knowledge } from './knowledge.ts';
import type { Maker } from './makers.ts';
import { type CompiledName, compileNames, type Group, withGroups } from './name.ts';
import { strengthOf } from './strength.ts';
import { foldWord, tokenize } from './tokens.ts';
import type { Form } from './families.ts';
import { compileVersions } from './versions/compile.ts';

export interface ProductNames {
  readonly maker: Maker;
  readonly printed: string;
  readonly names: readonly CompiledName[];
  readonly conditions: readonly Condition[];
  /** Words of the title that belong to the name. */
  readonly title: ReadonlySet<string>;
  readonly titleMaker: boolean;
  /** Model numbers that the version field lists under this name. */
  readonly listed: ReadonlySet<string>;
  /** The version column speaks of this operating system: `running Android OS`. */
  readonly systemVersioned: string | null;
}

/** The names before their advisory is asked. `plain`: what they are when it adds nothing. */
export interface NameDraft { readonly plain: ProductNames; readonly isOwn: (phrase: string) => boolean; readonly isPoor: boolean }

/** The names between maker and version, outermost first, each said once. */
export function printedName(product: AdvisoryProduct): string {
  const parts: string[] = [];
  for (const { category, name } of product.path) {
    if (category === 'language' || category === 'patch') continue;
    const last = parts.at(-1);
    if (last !== undefined && name.toLowerCase().includes(last.toLowerCase())) parts[parts.length - 1] = name;
    else if (last === undefined || !last.toLowerCase().includes(name.toLowerCase())) parts.push(name);
  }
  return parts.length > 0 ? parts.join(' ') : product.name;
}

export function draftNames(vendor: string | null, printed: string, knowledge: Knowledge): NameDraft {
  const maker = knowledge.makers.ofProduct(vendor), isOwn = ownNames(maker, printed, knowledge), names = compileNames(printed, knowledge.words, isOwn);
  // A name that proves enough by itself needs no title, so all its advisories share it.
  const isPoor = names.every((name) => name.naming.reduce((sum, group) => sum + strengthOf(group, null, knowledge.words), 0) < RICH);
  return { isOwn, isPoor, plain: finished(maker, printed, names, { title: NOTHING, listed: NOTHING, titleMaker: false }, knowledge) };
}

/**
 * The maker's own words, and those of another maker with which the name begins (`Siemens SIMATIC …` filed under the maker of the licence manager that it
 * uses), unless they are all that the product is called.
 */
function ownNames(maker: Maker, printed: string, { makers, words }: Knowledge): (phrase: string) => boolean {
  const own = makers.isOwnName(maker), heads = makers.headsOf(printed, maker);
  if (heads.length === 0) return own;
  const rest = tokenize(printed, words).filter((token) => !heads.some((head) => head.split(' ').includes(token.text)) && (token.kind === 'brand' || token.kind === 'model') && !own(token.text));
  return rest.length === 0 ? own : (phrase) => own(phrase) || heads.includes(phrase);
}

/** What two rare words prove, or one rare word and a model. */
const RICH = 1.4;
const FLAW = /\b(?:vulnerabilit(?:y|ies)|weakness(?:es)?|flaws?)\b/i;
/** Variants beyond this many are not read for words. */
const LISTED = 64;
const NOTHING: ReadonlySet<string> = new Set();

/** `listed`: version texts under this name that are no ranges: variants (`882410 Gemini GXL 16 Slice`) are words of the name as well. */
export function finishNames(title: string, product: AdvisoryProduct, listed: readonly string[], draft: NameDraft, knowledge: Knowledge): ProductNames {
  const { plain, isOwn, isPoor } = draft, { words } = knowledge;
  if (!isPoor && listed.length === 0) return plain;
  const said = [...(isPoor ? [titleName(title)] : []), ...listed.slice(0, LISTED)].flatMap((text) => tokenize(text, words)).filter((token) => token.kind !== 'vacuous' && !isOwn(token.text) && !/^\d+(?:\.\d+)+/.test(token.text));
  const models = listed.slice(0, LISTED).flatMap((text) => tokenize(text, words)).filter((token) => token.kind === 'model' && token.text.length >= 5 && !/^v?\d+\.\d|\.x$/.test(token.text));
  let { names } = plain;
  if (isPoor) {
    // A name that says what is wrong, `Web server vulnerabilities`, says nothing of the product; the title does.
    if (names.length === 0 || FLAW.test(plain.printed)) names = compileNames(titleName(title), words, isOwn);
    const lifted = liftedModels(title, product, plain.printed, knowledge);
    if (lifted.length > 0) names = names.map((name) => (name.groups.some((group) => group.kind === 'model') ? name : withGroups(name, [...name.groups, ...lifted])));
  }
  const titleMaker = isPoor && tokenize(`${title} ${plain.printed}`, words).some((token) => isOwn(token.text));
  names = [...withNumbers(names, [...models.map(({ text }) => text), ...listed.slice(0, LISTED).filter((text) => CODE.test(text)).map((text) => foldWord(text).replace(/[^a-z0-9]/g, ''))]), ...listedNames(listed, plain.printed, draft, title, knowledge)];
  return finished(plain.maker, plain.printed, names, { title: new Set(said.map((token) => token.text)), listed: new Set(models.map((token) => token.text)), titleMaker }, knowledge);
}

/** Model numbers of the version field lead to a name like those that it has in parentheses. */
function withNumbers(names: readonly CompiledName[], models: readonly string[]): readonly CompiledName[] {
  if (models.length === 0) return names;
  return names.map((name) => ({ ...name, numbers: [...name.numbers, ...models.map((text): Form => ({ kind: 'word', text }))] }));
}
/** `CR-IR 357`: letters, then digits, in parts; a version has its letters elsewhere. */
const CODE = /^[A-Z]{2,4}(?:[- ][A-Z]{2,4}){1,2}[- ]?\d{3,6}$/;

/** Products of their own that stand among the versions, `Avance CS2` under `Aisys`: a word that could be a name, and none of the printed name's. */
function listedNames(listed: readonly string[], printed: string, { isOwn }: NameDraft, title: string, { words }: Knowledge): CompiledName[] {
  const known = new Set(tokenize(printed, words).filter((token) => token.kind !== 'vacuous' && token.kind !== 'kind').map((token) => token.text)), names: CompiledName[] = [];
  for (const text of listed.slice(0, LISTED).flatMap((one) => one.split(/[|;]/))) {
    const tokens = tokenize(text, words);
    if (tokens.length > NAME_WORDS || tokens.some((token) => known.has(token.text))) continue;
    if (!tokens.some((token) => token.kind === 'brand' && /^\p{Lu}/u.test(token.raw) && token.text.length >= NAME_LETTERS && !words.isCommon(token.text) && !isOwn(token.text))) continue;
    if (compileVersions([{ kind: 'version', text }], { year: null, productNames: [printed], title }).models.length > 0) names.push(...compileNames(text, words, isOwn));
  }
  return names;
}
const NAME_WORDS = 4, NAME_LETTERS = 5;

function finished(maker: Maker, printed: string, names: readonly CompiledName[], added: Pick<ProductNames, 'title' | 'listed' | 'titleMaker'>, { words }: Knowledge): ProductNames {
  const conditions = [...new Set(names.flatMap((name) => name.conditions))].map((text) => compileCondition(text, words)).filter((condition) => condition.keys.length > 0 || condition.system !== null);
  const system = conditions.find((condition) => condition.system !== null && condition.system.version === null && /\bOS\b|operating system|android|ios/i.test(condition.text))?.system?.family ?? null;
  return { maker, printed, names, conditions, systemVersioned: system, ...added };
}

/** The title without its number, `(Update A)` and the word for what is wrong: „Philips Alice 6 Vulnerabilities” → `Philips Alice 6`. */
const titleName = (title: string): string => title.replace(/^[A-Z]+-\d\d-\d+-\d+[A-Z]?_?/, '').replace(/\(Update [A-Z]\)/i, '').replace(/\s+(?:\w+ )?vulnerabilit(?:y|ies)\b.*/i, '').replace(/(?<=\p{L})['’]s?(?=\s)/u, '');

/** A model that both the title and the printed full name say, but not the name in the tree (`SureSigns` of `SureSigns: VS4 A.07.107`, „Philips SureSigns VS4”). */
function liftedModels(title: string, product: AdvisoryProduct, printed: string, { words }: Knowledge): Group[] {
  if (product.name === printed) return [];
  const known = new Set(tokenize(printed, words).map((token) => token.text)), full = new Set(tokenize(product.name, words).map((token) => token.text));
  return tokenize(title, words).filter((token) => token.kind === 'model' && /^[a-z]+\d+[a-z]?$/.test(token.text) && full.has(token.text) && !known.has(token.text)).slice(0, 1)
    .map((token) => ({ forms: [{ kind: 'word', text: token.text }], concepts: [], kind: 'model', vendor: false, host: false, text: token.text, raw: token.raw, glued: null }));
}
