/** An asset compiled for matching: its names as words with every way to glue and split them, its context, the versions it states. */
import type { AssessAsset } from '@wardkeep/model/assess';
import type { Maker, Makers } from './makers.ts';
import { isAcronym } from './name-clauses.ts';
import { foldWord, type Token, tokenize } from './tokens.ts';
import type { Words } from './words.ts';
import type { AssessWords } from './knowledge.ts';
import { type DateSpan, parseDateSpan } from './versions/date.ts';
import { madeIn } from './versions/made.ts';

export interface AssetToken extends Token {
  readonly field: 'product' | 'model';
  /** Names a maker. */
  readonly vendor: boolean;
  /** Stands in a chunk with digits: `MMT` of `MMT-722`. */
  readonly inCode: boolean;
  /** The same in the model column: an order number, no name. */
  readonly code: boolean;
  /** In small letters where the text knows capitals: it describes. */
  readonly described: boolean;
}

export interface CompiledAsset {
  readonly asset: AssessAsset;
  readonly maker: Maker;
  /** Product, then model. */
  readonly tokens: readonly AssetToken[];
  /** Every form a product name may ask for → the tokens it is made of. */
  readonly forms: ReadonlyMap<string, readonly number[]>;
  /** Concepts of the kinds of things named anywhere. */
  readonly concepts: ReadonlySet<string>;
  /** Forms of notes, host and operating system: they support, they never identify. */
  readonly context: ReadonlySet<string>;
  /** Tokens with digits, for families. */
  readonly models: readonly string[];
  /** First letters of three to five words in a row. */
  readonly initials: ReadonlySet<string>;
  /** Words that another product's name would lack: no maker, no order number, no kind of thing. */
  readonly naming: readonly AssetToken[];
  /** All words of all fields, for conditions. */
  readonly said: readonly Token[];
  /** Accessory nouns of the product text (`cable`, `battery`), as concepts. */
  readonly accessories: readonly string[];
  /** The notes spell the acronym of the name out, so it is not guessed at. */
  readonly explained: boolean;
  /** The version column, or what else states one; best first. */
  readonly versions: readonly string[];
  /** A number of at most two digits behind the name, `Xeleris 4 DR`: its release where the publisher's name has one as well, else a size or a model. */
  readonly release: string | null;
  /** Days of making, shipping or last service, where notes or the version say so. */
  readonly date: DateSpan | null;
}

export function compileAsset(asset: AssessAsset, words: AssessWords, makers: Makers): CompiledAsset {
  const [product, purpose] = withoutPurpose(asset.product ?? '', words);
  const maker = makers.ofAsset(asset), isOwn = makers.isOwnName(maker);
  const tokens: AssetToken[] = [...tokensOf(product, 'product', words, isOwn), ...tokensOf(asset.model ?? '', 'model', words, isOwn)];
  const spelt = speltBeside(tokens);
  if (spelt >= 0) tokens.splice(spelt, 1);
  const explained = explainedAcronym(tokens, asset.notes ?? '', words);
  if (explained !== null) tokens.push(...explained);
  const notes = [asset.notes === null ? null : words.certain(asset.notes), asset.componentOf, asset.os, purpose, asset.role === null ? null : asset.role.replace(/-/g, ' ')].filter((text): text is string => text !== null && text !== '');
  const contextTokens = notes.flatMap((text) => tokenize(text, words));
  const said = [...tokens, ...contextTokens, ...versionTokens(asset, words)], context = new Set(formsOf(contextTokens, words).keys());
  const forms = formsOf(tokens, words), models = tokens.filter((token) => token.kind === 'model').map((token) => token.text), codes = codesOf(asset, tokens);
  for (const [code, at] of codes) if (!forms.has(code)) forms.set(code, [...at]);
  return {
    asset, tokens, context, said, maker, models: [...models, ...[...codes.keys()].filter((code) => !models.includes(code))], initials: initialsOf(tokens),
    naming: tokens.filter((token) => !token.vendor && (((token.kind === 'brand' || token.kind === 'short') && !token.code) || token.kind === 'model' || token.kind === 'qualifier')), forms, concepts: new Set([...conceptsOf(tokens), ...conceptsOf(contextTokens)]),
    accessories: [...new Set(tokens.flatMap((token) => (token.field === 'product' ? words.accessoryOf(token.text) ?? [] : [])))],
    explained: explained !== null || spelt >= 0, versions: versionsOf(asset), date: dateOf(asset), release: /^\d{1,2}(?=\s|$)/.exec(asset.model ?? '')?.[0] ?? /(?<=\p{L}\s)\d{1,2}$/u.exec(asset.product ?? '')?.[0] ?? null,
  };
}

const versionTokens = (asset: AssessAsset, words: Words): Token[] => (asset.version === null ? [] : tokenize(asset.version, words));

/** The same device with its own id, version and serial. Many rows of an inventory differ in nothing else. */
export function recompile(compiled: CompiledAsset, asset: AssessAsset, words: Words): CompiledAsset {
  const kept = compiled.said.slice(0, compiled.said.length - versionTokens(compiled.asset, words).length);
  return { ...compiled, asset, said: [...kept, ...versionTokens(asset, words)], versions: versionsOf(asset), date: dateOf(asset) };
}

/** Order and article numbers as one word, however they were parted: `6ES7 414-3EM07-0AB0` is `6es74143em070ab0`. */
function codesOf(asset: AssessAsset, tokens: readonly AssetToken[]): Map<string, readonly number[]> {
  const codes = new Map<string, readonly number[]>();
  for (const [field, text] of [['product', asset.product], ['model', asset.model]] as const)
    for (const chunk of [...(field === 'model' ? [text ?? ''] : []), ...(text ?? '').split(/[\s,;()]+/)]) {
      const code = foldWord(chunk).replace(/[^a-z0-9]/g, '');
      if (!/\d/.test(code) || code.length < CODE_SHORTEST || code.length > GLUE_LIMIT || !/[-./ ]/.test(chunk.trim())) continue;
      const at = tokens.flatMap((token, index) => (token.field === field && token.text.length > 1 && code.includes(token.text) ? [index] : []));
      if (at.length > 1 && !codes.has(code)) codes.set(code, at);
    }
  return codes;
}
const CODE_SHORTEST = 7;

/** What {@link recompile} leaves as it is. */
export const nameKeyOf = ({ vendor, product, model, version, componentOf, os, notes, role }: AssessAsset): string => [vendor, product, model, markOf(version), componentOf, os, notes, role].map((text) => text ?? '').join('\0');

/** A version column that is a mark of the name, `T2` of `MedStation 4000 T2`: folded, or null. */
export const markOf = (version: string | null): string | null => (version !== null && /^[a-z]{1,2}\d{1,2}$/i.test(version.trim()) ? version.trim().toLowerCase() : null);

function initialsOf(tokens: readonly Token[]): Set<string> {
  const out = new Set<string>();
  for (let from = 0; from + 3 <= tokens.length; from++)
    for (let to = from, initials = ''; to < tokens.length && to < from + 5; to++) { initials += tokens[to]!.text[0]!; if (initials.length >= 3) out.add(initials); }
  return out;
}

/** A misspelt kind of thing is that kind, and so is a compound of one; the letters stay, for it could be a name after all, as is every word with capitals within. */
function corrected(token: Token, words: Words): Token {
  const meant = token.kind === 'brand' ? words.meantBy(token.text) ?? (/\p{Ll}\p{Lu}/u.test(token.raw) ? null : words.headOf(token.text)) : null;
  return meant === null ? token : { ...token, kind: words.classOf(meant), concept: words.conceptOf(meant) };
}

/** „ISP … (IntelliSpace Portal)”: the notes say what the capitals stand for, so that is its name too. */
function explainedAcronym(tokens: readonly AssetToken[], notes: string, words: Words): AssetToken[] | null {
  const said = tokenize(notes, words);
  for (const token of tokens) {
    if (token.kind === 'kind' || token.inCode || !/^[A-Z]{3,6}$/.test(token.raw)) continue;
    for (let from = 0; from < said.length; from++)
      for (let length = 2; length <= token.raw.length && from + length <= said.length; length++) {
        const run = said.slice(from, from + length);
        if (run.every((word) => /^\p{Lu}/u.test(word.raw)) && isAcronym(token.raw, run.map((word) => word.raw))) return run.map((word) => ({ ...word, field: 'product', vendor: false, inCode: false, code: false, described: false }));
      }
  }
  return null;
}

/** The place of capitals that stand behind the two words that they stand for, `Portal IntelliSpace (ISP)`; -1 where there are none. */
const speltBeside = (tokens: readonly AssetToken[]): number => tokens.findIndex((token, at) => at >= 2 && /^[A-Z]{2,5}$/.test(token.raw) && [[at - 2, at - 1], [at - 1, at - 2]].some((order) => isAcronym(token.raw, order.map((one) => tokens[one]!.raw))));

function tokensOf(text: string, field: AssetToken['field'], words: Words, isMaker: (phrase: string) => boolean): AssetToken[] {
  const out: AssetToken[] = [], capitals = field === 'product' && /\p{Lu}/u.test(text);
  if (text === '') return out;
  for (const chunk of text.split(/\s+/)) for (const token of tokenize(chunk, words)) out.push({ ...corrected(token, words), field, vendor: false, inCode: /\d/.test(chunk), code: field === 'model' && /\d/.test(chunk), described: capitals && /^\p{Ll}{4,}$/u.test(token.raw) });
  return out.map((token, at) => ({ ...token, vendor: token.kind !== 'kind' && token.kind !== 'vacuous' && (isMaker(token.text) || (at > 0 && isMaker(`${out[at - 1]!.text} ${token.text}`)) || (at + 1 < out.length && isMaker(`${token.text} ${out[at + 1]!.text}`))) }));
}

/** `Battery for Infusomat`, `bracket para MX40`: what follows serves, it is not named. */
function withoutPurpose(product: string, words: AssessWords): [string, string | null] {
  const found = words.purpose.exec(product);
  return found === null || found.index === 0 ? [product, null] : [product.slice(0, found.index), product.slice(found.index + found[0].length)];
}

/** Kinds of things, alone and glued: `PET/CT` is `pet`, `ct` and `petct`. */
const conceptsOf = (tokens: readonly Token[]): string[] => tokens.flatMap((token, at) => (token.kind !== 'kind' ? [] : tokens[at + 1]?.kind === 'kind' ? [token.concept, `${token.concept}${tokens[at + 1]!.concept}`] : [token.concept]));

const GLUE_LIMIT = 24;

/** Words, kinds as their concept, neighbours glued (`web viewer` → `webviewer`, `EC 40` → `ec40`), letters and digits apart where the letters are a word. */
function formsOf(tokens: readonly Token[], words: Words): Map<string, number[]> {
  const forms = new Map<string, number[]>();
  const add = (form: string, ...at: number[]): void => { if (!forms.has(form)) forms.set(form, at); };
  tokens.forEach((token, at) => { add(token.text, at); });
  tokens.forEach((token, at) => {
    if (token.kind === 'kind') add(token.concept, at);
    const next = tokens[at + 1];
    if (next !== undefined && token.text.length + next.text.length <= GLUE_LIMIT) {
      add(`${token.text}${next.text}`, at, at + 1);
      if (token.kind === 'kind' && next.kind === 'kind') add(`${token.concept}${next.concept}`, at, at + 1);
    }
    const split = /^([a-z]+)(\d[\d.]*)([a-z]*)$/.exec(token.text);
    if (split === null) return;
    const [, letters = '', digits = '', rest = ''] = split;
    if (words.classOf(letters) === 'kind') { add(`${digits}${rest}`, at); add(words.conceptOf(letters), at); }
    // `CX50` is one of the CX, `Spacecom2` a Spacecom.
    else if (letters.length >= 2) { add(letters, at); if (letters.length >= 4) add(`${digits}${rest}`, at); }
  });
  return forms;
}

const LEVEL = /^(?:p|sp|hf|sr|patch|hotfix|service pack|update|upd|u|build)\s?\.?\d+(?:\s+(?:hf|p|hotfix|patch)\s?\d+)?$/i;

/** The version column; a model column or the end of a name that can only be a version (`3.1`, `v7`; a number without a point is an order number); what notes call software, firmware, version or revision. */
function versionsOf(asset: AssessAsset): string[] {
  const out: string[] = [], name = `${asset.product ?? ''} ${asset.model ?? ''}`;
  if (asset.version !== null && asset.version !== '') {
    // `WinCC OA 3.15` with `P017` in the version column: the level counts from the version in the name.
    const base = LEVEL.test(asset.version) ? /\sv?(\d+(?:\.\d+)+)$/i.exec(asset.product ?? '')?.[1] : undefined;
    out.push(base === undefined ? asset.version : `${base} ${asset.version}`);
  }
  else {
    const inName = /(?:^|\s)(?:v|ver\.?|version|versión|verzió|rev\.?|release)\s?(\d[\w.]*)(?=\s|$)/i.exec(asset.product ?? '')?.[1] ?? /^(?:v(?=\d)|(?=\d+\.\d))(\d+(?:\.\d+)*)(?:\s.*)?$/i.exec(asset.model ?? '')?.[1] ?? /\s(\d+\.\d+(?:\.\d+)*)$/.exec(asset.product ?? '')?.[1] ?? /((?:\d+(?:st|nd|rd|th))\s+ed(?:ition|\.)?)/i.exec(name)?.[1];
    if (inName !== undefined) out.push(inName);
    const implementation = /^[A-Z0-9]+(?:_[A-Z0-9]+)*_(\d)(\d)(\d)$/i.exec(asset.product ?? '');
    // DICOM PS3.7 D.3.3.2: an implementation version name has 16 characters, so toolkits write 3.6.4 as 364.
    if (implementation !== null) out.push(`${implementation[1]}.${implementation[2]}.${implementation[3]}`);
    for (const found of (asset.notes ?? '').matchAll(/\b(?:software|sw|firmware|fw|version|versión|verzió|build|release)(?:\s+(?:version|versión|verzió))?[\s:]+(?:is\s+)?([A-Z]{0,3}\.?\d[\w.]*)/gi)) out.push(found[1]!);
  }
  return out;
}

/** Days of the version column where it is nothing but a date, else of the notes. */
function dateOf(asset: AssessAsset): DateSpan | null {
  const version = asset.version ?? '';
  return (ONLY_DATE.test(version) ? parseDateSpan(version) : null) ?? (asset.notes === null ? null : madeIn(asset.notes));
}

const ONLY_DATE = /^(?:\d{4}-\d{2}(?:-\d{2})?|\p{L}{3,12}\.?\s+\d{4})$/u;
