/** A product of an advisory compiled: its names, makers, versions and conditions. Products with the same printed names share the compiled names. */
import type { Advisory, AdvisoryProduct } from '@wardkeep/model/advisory';
import { compileCondition, type Condition } from './conditions.ts';
import type { Knowledge } from './knowledge.ts';
import type { Maker } from './makers.ts';
import { type CompiledName, compileNames, type Group } from './name.ts';
import { tokenize } from './tokens.ts';
import { compileVersions } from './versions/compile.ts';
import type { CompiledVersions } from './versions/types.ts';

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

export interface CompiledProduct {
  readonly product: AdvisoryProduct;
  readonly advisory: Advisory;
  readonly names: ProductNames;
  readonly versions: CompiledVersions;
  /** Versions that stand in the name; they hold beside the statements. */
  readonly nameVersions: CompiledVersions | null;
  readonly conditions: readonly Condition[];
}

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

export function compileProductNames(advisory: Advisory, product: AdvisoryProduct, knowledge: Knowledge): ProductNames {
  const { words, makers } = knowledge, printed = printedName(product), maker = makers.ofProduct(product.vendor, advisory.title), isOwn = makers.isOwnName(maker);
  const lifted = liftedModels(advisory.title, product, printed, knowledge);
  const own = compileNames(printed, words, isOwn), supplied = own.length > 0 ? own : compileNames(titleName(advisory.title), words, isOwn);
  const names = supplied.map((name) => (lifted.length === 0 || name.groups.some((group) => group.kind === 'model') ? name : { ...name, groups: [...name.groups, ...lifted] }));
  // Variants that the version field lists (`882410 Gemini GXL 16 Slice`) are words of the name as well.
  const listed = advisory.products.filter((other) => other.vendor === product.vendor && printedName(other) === printed).flatMap((other) => other.versions.map((version) => version.text)).filter((text) => !/[<>=]/.test(text));
  const title = new Set([titleName(advisory.title), ...listed.slice(0, LISTED)].flatMap((text) => tokenize(text, words)).filter((token) => token.kind !== 'vacuous' && !isOwn(token.text) && !/^\d+(?:\.\d+)+/.test(token.text)).map((token) => token.text));
  const conditions = [...new Set(names.flatMap((name) => name.conditions))].map((text) => compileCondition(text, words)).filter((condition) => condition.keys.length > 0 || condition.system !== null);
  const system = conditions.find((condition) => condition.system !== null && condition.system.version === null && /\bOS\b|operating system|android|ios/i.test(condition.text))?.system?.family ?? null;
  const models = new Set(listed.slice(0, LISTED).flatMap((text) => tokenize(text, words)).filter((token) => token.kind === 'model' && token.text.length >= 5 && !/^v?\d+\.\d|\.x$/.test(token.text)).map((token) => token.text));
  return { maker, printed, names, title, titleMaker: tokenize(`${advisory.title} ${printed}`, words).filter((token) => isOwn(token.text)).length > 0, listed: models, conditions, systemVersioned: system };
}

/** The title without its number, `(Update A)` and the word for what is wrong: „Philips Alice 6 Vulnerabilities” → `Philips Alice 6`. */
const titleName = (title: string): string => title.replace(/^[A-Z]+-\d\d-\d+-\d+[A-Z]?_?/, '').replace(/\(Update [A-Z]\)/i, '').replace(/\s+(?:\w+ )?vulnerabilit(?:y|ies)\b.*/i, '').replace(/(?<=\p{L})['’](?:s)?(?=\s)/u, '');

/** Variants beyond this many are not read for words. */
const LISTED = 64;

/** A model that both the title and the printed full name say, but not the name in the tree (`SureSigns` of `SureSigns: VS4 A.07.107`, „Philips SureSigns VS4”). */
function liftedModels(title: string, product: AdvisoryProduct, printed: string, { words }: Knowledge): Group[] {
  const known = new Set(tokenize(printed, words).map((token) => token.text)), full = new Set(tokenize(product.name, words).map((token) => token.text));
  return tokenize(title, words).filter((token) => token.kind === 'model' && /^[a-z]+\d+[a-z]?$/.test(token.text) && full.has(token.text) && !known.has(token.text)).slice(0, 1)
    .map((token) => ({ forms: [{ kind: 'word', text: token.text }], concepts: [], kind: 'model', vendor: false, host: false, text: token.text, raw: token.raw, glued: null }));
}

export function compileProduct(advisory: Advisory, product: AdvisoryProduct, names: ProductNames, knowledge: Knowledge): CompiledProduct {
  const released = advisory.firstReleasedAt ?? advisory.releasedAt, context = { year: released === null ? null : Number(released.slice(0, 4)), productNames: [names.printed, product.name], title: advisory.title };
  const versions = compileVersions(product.versions, context), inName = [...new Set(names.names.flatMap((name) => name.versions))];
  return {
    product, advisory, names, versions, nameVersions: inName.length === 0 ? null : compileVersions(inName.map((text) => ({ kind: 'version', text })), context),
    conditions: [...names.conditions, ...versions.conditions.map((text) => compileCondition(text, knowledge.words)).filter((condition) => condition.keys.length > 0 || condition.system !== null)],
  };
}
