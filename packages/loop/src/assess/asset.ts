/** An asset compiled for matching: its names as words with every way to glue and split them, its context, the versions it states. */
import type { AssessAsset } from '@wardkeep/model/assess';
import type { Maker, Makers } from './makers.ts';
import { isAcronym } from './name-clauses.ts';
import { type Token, tokenize } from './tokens.ts';
import type { Words } from './words.ts';
import type { AssessWords } from './knowledge.ts';

export interface AssetToken extends Token {
  readonly field: 'product' | 'model';
  /** Names a maker. */
  readonly vendor: boolean;
  /** Stands in a chunk with digits: `MMT` of `MMT-722`. */
  readonly inCode: boolean;
  /** The same in the model column: an order number, no name. */
  readonly code: boolean;
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
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY` of making, shipping or last service, where notes or the version say one. */
  readonly date: string | null;
}

export function compileAsset(asset: AssessAsset, words: AssessWords, makers: Makers): CompiledAsset {
  const [product, purpose] = withoutPurpose(asset.product ?? '', words);
  const maker = makers.ofAsset(asset), isOwn = makers.isOwnName(maker);
  const tokens: AssetToken[] = [...tokensOf(product, 'product', words, isOwn), ...tokensOf(asset.model ?? '', 'model', words, isOwn)];
  const explained = explainedAcronym(tokens, asset.notes ?? '', words);
  if (explained !== null) tokens.push(...explained);
  const notes = [asset.notes === null ? null : words.certain(asset.notes), asset.componentOf, asset.os, purpose, asset.role === null ? null : asset.role.replace(/-/g, ' ')].filter((text): text is string => text !== null && text !== '');
  const contextTokens = notes.flatMap((text) => tokenize(text, words));
  const said = [...tokens, ...contextTokens, ...versionTokens(asset, words)], context = new Set(formsOf(contextTokens, words).keys());
  return {
    asset, tokens, context, said, maker, models: tokens.filter((token) => token.kind === 'model').map((token) => token.text), initials: initialsOf(tokens),
    naming: tokens.filter((token) => !token.vendor && (((token.kind === 'brand' || token.kind === 'short') && !token.code) || token.kind === 'model' || token.kind === 'qualifier')), forms: formsOf(tokens, words), concepts: new Set([...conceptsOf(tokens), ...conceptsOf(contextTokens)]),
    accessories: [...new Set(tokens.flatMap((token) => (token.field === 'product' ? words.accessoryOf(token.text) ?? [] : [])))],
    explained: explained !== null, versions: versionsOf(asset), date: dateOf(asset),
  };
}

const versionTokens = (asset: AssessAsset, words: Words): Token[] => (asset.version === null ? [] : tokenize(asset.version, words));

/** The same device with its own id, version and serial. Many rows of an inventory differ in nothing else. */
export function recompile(compiled: CompiledAsset, asset: AssessAsset, words: Words): CompiledAsset {
  const kept = compiled.said.slice(0, compiled.said.length - versionTokens(compiled.asset, words).length);
  return { ...compiled, asset, said: [...kept, ...versionTokens(asset, words)], versions: versionsOf(asset), date: dateOf(asset) };
}

/** What {@link recompile} leaves as it is. */
export const nameKeyOf = ({ vendor, product, model, componentOf, os, notes, role }: AssessAsset): string => [vendor, product, model, componentOf, os, notes, role].map((text) => text ?? '').join('\0');

function initialsOf(tokens: readonly Token[]): Set<string> {
  const out = new Set<string>();
  for (let from = 0; from + 3 <= tokens.length; from++)
    for (let to = from, initials = ''; to < tokens.length && to < from + 5; to++) { initials += tokens[to]!.text[0]!; if (initials.length >= 3) out.add(initials); }
  return out;
}

/** A misspelt kind of thing is that kind; its letters stay, for it could be a name after all. */
function corrected(token: Token, words: Words): Token {
  const meant = token.kind === 'brand' ? words.meantBy(token.text) : null;
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
        if (run.every((word) => /^\p{Lu}/u.test(word.raw)) && isAcronym(token.raw, run.map((word) => word.raw))) return run.map((word) => ({ ...word, field: 'product', vendor: false, inCode: false, code: false }));
      }
  }
  return null;
}

function tokensOf(text: string, field: AssetToken['field'], words: Words, isMaker: (phrase: string) => boolean): AssetToken[] {
  const out: AssetToken[] = [];
  if (text === '') return out;
  for (const chunk of text.split(/\s+/)) for (const token of tokenize(chunk, words)) out.push({ ...corrected(token, words), field, vendor: false, inCode: /\d/.test(chunk), code: field === 'model' && /\d/.test(chunk) });
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

/** The version column; a model column or the end of a name that can only be a version; what notes call software, firmware, version or revision. */
function versionsOf(asset: AssessAsset): string[] {
  const out: string[] = [], name = `${asset.product ?? ''} ${asset.model ?? ''}`;
  if (asset.version !== null && asset.version !== '') out.push(asset.version);
  else {
    const inName = /(?:^|\s)(?:v|ver\.?|version|versión|verzió|rev\.?|release)\s?(\d[\w.]*)(?=\s|$)/i.exec(asset.product ?? '')?.[1] ?? /^v?(\d+(?:\.\d+)*)(?:\s.*)?$/i.exec(asset.model ?? '')?.[1] ?? /\s(\d+\.\d+(?:\.\d+)*)$/.exec(asset.product ?? '')?.[1] ?? /((?:\d+(?:st|nd|rd|th))\s+ed(?:ition|\.)?)/i.exec(name)?.[1];
    if (inName !== undefined) out.push(inName);
    const implementation = /^[A-Z0-9]+(?:_[A-Z0-9]+)*_(\d)(\d)(\d)$/i.exec(asset.product ?? '');
    // DICOM PS3.7 D.3.3.2: an implementation version name has 16 characters, so toolkits write 3.6.4 as 364.
    if (implementation !== null) out.push(`${implementation[1]}.${implementation[2]}.${implementation[3]}`);
    for (const found of (asset.notes ?? '').matchAll(/\b(?:software|sw|firmware|fw|version|versión|verzió|build|release)(?:\s+(?:version|versión|verzió))?[\s:]+(?:is\s+)?([A-Z]{0,3}\.?\d[\w.]*)/gi)) out.push(found[1]!);
  }
  return out;
}

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';

const SPOKEN = new RegExp(`^(${MONTHS})[a-z]*\\.?\\s+(\\d{4})$`, 'i');

/** A date beside a word for making, shipping or service in the notes, or a version column that is nothing but a date. */
function dateOf(asset: AssessAsset): string | null {
  const version = asset.version ?? '', notes = asset.notes ?? '';
  if (/^\d{4}-\d{2}(?:-\d{2})?$/.test(version)) return version;
  const spoken = SPOKEN.exec(version);
  if (spoken !== null) return `${spoken[2]}-${monthOf(spoken[1]!)}`;
  const dated = notes === '' ? null : new RegExp(`(?:manufactur\\w*|made|built|shipped|delivered|distributed|serviced|updated?|released|fabricad\\w*|gyárt\\w*|hergestellt)\\D{0,12}?(?:(\\d{4}(?:-\\d{2}){0,2})|(${MONTHS})[a-z]*\\.?\\s+(\\d{4}))`, 'i').exec(notes);
  if (dated === null) return null;
  return dated[1] ?? `${dated[3]}-${monthOf(dated[2]!)}`;
}

const monthOf = (name: string): string => String(MONTHS.split('|').indexOf(name.toLowerCase()) + 1).padStart(2, '0');
