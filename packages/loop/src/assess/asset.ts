/** An asset compiled for matching: its names as words with every way to glue and split them, its context, the versions it states. */
import type { AssessAsset } from '@wardkeep/model/assess';
import type { Maker, Makers } from './makers.ts';
import { type Token, tokenize } from './tokens.ts';
import type { Words } from './words.ts';
import type { AssessWords } from './knowledge.ts';

export interface AssetToken extends Token {
  readonly field: 'product' | 'model';
  /** Names a maker. */
  readonly vendor: boolean;
  /** Stands in a chunk with digits in the model column: an order number, no name. */
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
  /** All words of all fields, for conditions. */
  readonly said: readonly Token[];
  /** Accessory nouns of the product text (`cable`, `battery`), as concepts. */
  readonly accessories: readonly string[];
  /** The version column, or what else states one; best first. */
  readonly versions: readonly string[];
  /** `YYYY-MM-DD`, `YYYY-MM` or `YYYY` of making, shipping or last service, where notes or the version say one. */
  readonly date: string | null;
}

export function compileAsset(asset: AssessAsset, words: AssessWords, makers: Makers): CompiledAsset {
  const [product, purpose] = withoutPurpose(asset.product ?? '', words);
  const tokens: AssetToken[] = [...tokensOf(product, 'product', words, makers), ...tokensOf(asset.model ?? '', 'model', words, makers)];
  const notes = [asset.notes, asset.componentOf, asset.os, purpose, asset.role === null ? null : asset.role.replace(/-/g, ' ')].filter((text): text is string => text !== null && text !== '');
  const contextTokens = notes.flatMap((text) => tokenize(text, words));
  const said = [...tokens, ...contextTokens, ...tokenize(asset.version ?? '', words)], context = new Set(formsOf(contextTokens, words).keys());
  return {
    asset, tokens, context, said, maker: makers.ofAsset(asset), forms: formsOf(tokens, words), concepts: new Set([...tokens, ...contextTokens].filter((token) => token.kind === 'kind').map((token) => token.concept)),
    accessories: [...new Set(tokens.flatMap((token) => (token.field === 'product' ? words.accessoryOf(token.text) ?? [] : [])))],
    versions: versionsOf(asset), date: dateOf(asset),
  };
}

function tokensOf(text: string, field: AssetToken['field'], words: Words, makers: Makers): AssetToken[] {
  const out: AssetToken[] = [];
  for (const chunk of text.split(/\s+/)) for (const token of tokenize(chunk, words)) out.push({ ...token, field, vendor: false, code: field === 'model' && /\d/.test(chunk) });
  return out.map((token, at) => ({ ...token, vendor: token.kind !== 'kind' && token.kind !== 'vacuous' && (makers.isName(token.text) || (at > 0 && makers.isName(`${out[at - 1]!.text} ${token.text}`)) || (at + 1 < out.length && makers.isName(`${token.text} ${out[at + 1]!.text}`))) }));
}

/** `Battery for Infusomat`, `bracket para MX40`: what follows serves, it is not named. */
function withoutPurpose(product: string, words: AssessWords): [string, string | null] {
  const found = words.purpose.exec(product);
  return found === null || found.index === 0 ? [product, null] : [product.slice(0, found.index), product.slice(found.index + found[0].length)];
}

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
    else if (letters.length >= 4) { add(letters, at); add(`${digits}${rest}`, at); }
  });
  return forms;
}

/** The version column; a model column or the end of a name that can only be a version; what notes call software, firmware, version or revision. */
function versionsOf(asset: AssessAsset): string[] {
  const out: string[] = [], name = `${asset.product ?? ''} ${asset.model ?? ''}`;
  if (asset.version !== null && asset.version !== '') out.push(asset.version);
  else {
    const inName = /(?:^|\s)(?:v|ver\.?|version|versión|verzió|rev\.?|release)\s?(\d[\w.]*)\s*$/i.exec(asset.product ?? '')?.[1] ?? /^v?(\d+(?:\.\d+)*)(?:\s.*)?$/i.exec(asset.model ?? '')?.[1] ?? /\s(\d+\.\d+(?:\.\d+)*)$/.exec(asset.product ?? '')?.[1] ?? /((?:\d+(?:st|nd|rd|th))\s+ed(?:ition|\.)?)/i.exec(name)?.[1];
    if (inName !== undefined) out.push(inName);
    const implementation = /^[A-Z0-9]+(?:_[A-Z0-9]+)*_(\d)(\d)(\d)$/i.exec(asset.product ?? '');
    // DICOM PS3.7 D.3.3.2: an implementation version name has 16 characters, so toolkits write 3.6.4 as 364.
    if (implementation !== null) out.push(`${implementation[1]}.${implementation[2]}.${implementation[3]}`);
    for (const found of (asset.notes ?? '').matchAll(/\b(?:software|sw|firmware|fw|version|versión|verzió|build|release)(?:\s+(?:version|versión|verzió))?[\s:]+(?:is\s+)?([A-Z]{0,3}\.?\d[\w.]*)/gi)) out.push(found[1]!);
  }
  return out;
}

const MONTHS = 'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec';

/** A date beside a word for making, shipping or service in the notes, or a version column that is nothing but a date. */
function dateOf(asset: AssessAsset): string | null {
  const version = asset.version ?? '', notes = asset.notes ?? '';
  if (/^\d{4}-\d{2}(?:-\d{2})?$/.test(version)) return version;
  const spoken = new RegExp(`^(${MONTHS})[a-z]*\\.?\\s+(\\d{4})$`, 'i').exec(version);
  if (spoken !== null) return `${spoken[2]}-${monthOf(spoken[1]!)}`;
  const dated = new RegExp(`(?:manufactur\\w*|made|built|shipped|delivered|distributed|serviced|updated?|released|fabricad\\w*|gyárt\\w*|hergestellt)\\D{0,12}?(?:(\\d{4}(?:-\\d{2}){0,2})|(${MONTHS})[a-z]*\\.?\\s+(\\d{4}))`, 'i').exec(notes);
  if (dated === null) return null;
  return dated[1] ?? `${dated[3]}-${monthOf(dated[2]!)}`;
}

const monthOf = (name: string): string => String(MONTHS.split('|').indexOf(name.toLowerCase()) + 1).padStart(2, '0');
