/** What a name and an asset must share to be compared at all: a brand, a model, an acronym, an identifier. Both sides make their keys here, so that no pair is lost. */
import type { CompiledAsset } from './asset.ts';
import { type Form, shapeOf } from './families.ts';
import type { Maker } from './makers.ts';
import { isShort } from './name-match.ts';
import type { ProductNames } from './product-names.ts';
import type { AdvisoryProduct } from '@wardkeep/model/advisory';
import type { AssessAsset } from '@wardkeep/model/assess';

export interface Key { readonly text: string; /** May be misspelt on the other side. */ readonly spelled: boolean }

const plainKey = (text: string): Key => ({ text, spelled: false });

export function nameKeys(product: ProductNames): Key[] {
  const keys: Key[] = [], makers = makerIds(product.maker);
  for (const name of product.names) {
    const naming = name.groups.filter((group) => !group.vendor && (group.kind === 'brand' || group.kind === 'short' || group.kind === 'model'));
    for (const group of naming) {
      for (const form of group.forms) keys.push(...formKeys(form, group.kind === 'brand'));
      if (group.glued !== null) keys.push(plainKey(group.glued));
    }
    for (const join of name.joins) keys.push(plainKey(join));
    for (const acronym of name.acronyms) keys.push(plainKey(acronym.text));
    for (const form of name.numbers) keys.push(...formKeys(form, false));
    // Names of nothing but kinds of things need their maker.
    if (naming.length === 0) for (const group of name.groups) for (const concept of group.kind === 'qualifier' ? [group.text] : group.concepts) for (const maker of makers) keys.push(plainKey(`@${maker}:${concept}`));
    for (const initials of initialsOf(name.groups.filter((group) => group.kind !== 'vacuous' || group.text.length > 0).map((group) => group.text))) for (const maker of makers) keys.push(plainKey(`~${maker}:${initials}`));
  }
  return distinct(keys);
}

/** Keys of an asset; `relatives` gives the product makers that count as one of its own. */
export function assetKeys(asset: CompiledAsset, relatives: (maker: string) => readonly string[]): Key[] {
  const keys: Key[] = [], makers = [...new Set(makerIds(asset.maker).flatMap((maker) => [maker, ...relatives(maker)]))];
  for (const form of asset.forms.keys()) {
    keys.push(plainKey(form));
    const shape = shapeOf(form);
    if (shape !== null) keys.push(plainKey(`${shape.prefix}#`));
  }
  // `8015LS` for `8015`: the letters behind the last digit may be a suffix.
  for (const token of asset.tokens) {
    if (token.kind === 'brand') keys.push({ text: token.text, spelled: true });
    if (token.kind !== 'model') continue;
    for (let cut = token.text.length - 1; cut >= Math.max(3, token.text.length - 4); cut--) if (/\d/.test(token.text[cut - 1]!)) keys.push(plainKey(token.text.slice(0, cut)));
  }
  for (const concept of [...asset.concepts, ...asset.tokens.filter((token) => token.kind === 'qualifier').map((token) => token.text)]) for (const maker of makers) keys.push(plainKey(`@${maker}:${concept}`));
  for (const token of asset.tokens) if (token.kind !== 'kind' && !token.inCode && isShort(token, true)) for (const part of subsequences(token.text)) for (const maker of makers) keys.push(plainKey(`~${maker}:${part}`));
  for (const initials of asset.initials) keys.push(plainKey(initials));
  return distinct(keys);
}

/** Identifiers of a product that lead to it without its name. */
export function identifierKeys(product: AdvisoryProduct): string[] {
  const { udiDis, modelNumbers, skus } = product.identifiers;
  return [...udiDis.map((text) => `udi:${bare(text).padStart(14, '0')}`), ...[...modelNumbers, ...skus].flatMap((text) => { const key = numberKey(text.split(/[*?\\]/)[0]!); return key === null ? [] : [key]; })];
}

export function assetIdentifierKeys({ model, udiDi }: AssessAsset): string[] {
  if (model === null && udiDi === null) return [];
  const parts = model === null ? [] : [model, ...model.split(/[\s,;/]+/)];
  return [...new Set([...(udiDi === null ? [] : [`udi:${bare(udiDi).padStart(14, '0')}`]), ...parts.flatMap((text) => { const key = numberKey(text); return key === null ? [] : [key]; })])];
}

/** The first letters and digits of a model number; a wildcard may follow them. */
const NUMBER_LEAD = 5;
const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
function numberKey(text: string): string | null {
  const plain = bare(text);
  return plain.length >= NUMBER_LEAD ? `nr:${plain.slice(0, NUMBER_LEAD)}` : null;
}

export const makerIds = (maker: Maker): string[] => [...maker.known.map((match) => match.id), ...maker.unknown.map((name) => `unknown:${bare(name)}`)];

function formKeys(form: Form, spelled: boolean): Key[] {
  if (form.kind === 'range') return [plainKey(`${form.prefix}#`)];
  if (form.kind === 'pattern') return [plainKey(`${shapeOf(form.text.replace(/x/g, '0'))?.prefix ?? /^[a-z]*/.exec(form.text)![0]}#`)];
  return [{ text: form.text, spelled }];
}

function initialsOf(texts: readonly string[]): string[] {
  const out: string[] = [];
  for (let from = 0; from < texts.length; from++) {
    let initials = '';
    for (let to = from; to < texts.length && to - from < 6; to++) {
      if (/\d/.test(texts[to]!)) break;
      initials += texts[to]![0];
      if (initials.length >= 2) out.push(initials);
    }
  }
  return out;
}

/** Of at least two letters, beginning with the first one. At most 31 for six letters. */
function subsequences(text: string): string[] {
  const out = new Set<string>();
  for (let mask = 1; mask < 1 << (text.length - 1); mask++) {
    let part = text[0]!;
    for (let at = 1; at < text.length; at++) if (mask & (1 << (at - 1))) part += text[at];
    out.add(part);
  }
  return [...out];
}

function distinct(keys: readonly Key[]): Key[] {
  const seen = new Map<string, Key>();
  for (const key of keys) { const known = seen.get(key.text); if (known === undefined || (key.spelled && !known.spelled)) seen.set(key.text, key); }
  return [...seen.values()];
}
