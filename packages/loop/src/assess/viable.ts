/**
 * Whether comparing an asset with a name can give a match at all, from hash look-ups alone. It never refuses a pair that `matchName` would accept
 * (`bench:assess` compares with the full double loop); of those that cannot match it lets the near misses through, for their reasons.
 */
import type { CompiledAsset } from './asset.ts';
import { type Form, formMatches } from './families.ts';
import type { CompiledName, Group } from './name.ts';

export interface Rarity { readonly of: (word: string) => number }

/** So much of the rarity of a name must be there for a near miss. */
const NEAR_SHARE = 0.5;

/** `near`: words of the index one spelling error from a word of the asset. `listed`: model numbers of the version field. */
export function isViable(asset: CompiledAsset, name: CompiledName, listed: ReadonlySet<string>, near: ReadonlySet<string>, rarity: Rarity): boolean {
  const { naming } = name;
  if (naming.length === 0) return true;
  let missing = 0, found = 0, lost = 0;
  for (const group of naming) {
    const worth = rarity.of(group.text);
    if (isHit(asset, group, near)) {
      found += worth;
      if (group.kind === 'model' && group.text.length >= 3) return true;
    } else { missing++; lost += worth; }
  }
  if (missing === 0) return true;
  for (const join of name.joins) if (asset.forms.has(join)) return true;
  for (const acronym of name.acronyms) if (asset.forms.has(acronym.text)) return true;
  for (const model of asset.models) if (listed.has(model) || name.numbers.some((form) => formMatches(form, model) !== null)) return true;
  if (found === 0) return false;
  if (asset.naming.every((token) => naming.some((group) => group.text === token.text || near.has(group.text) || group.forms.some((form) => form.kind === 'word' && (form.text === token.text || token.text.startsWith(form.text))) || group.glued === token.text))) return true;
  return found / (found + lost) >= NEAR_SHARE;
}

function isHit(asset: CompiledAsset, group: Group, near: ReadonlySet<string>): boolean {
  for (const form of group.forms) if (isFormHit(asset, form, near)) return true;
  return group.glued !== null && asset.forms.has(group.glued);
}

function isFormHit({ forms, context, initials, models }: CompiledAsset, form: Form, near: ReadonlySet<string>): boolean {
  if (form.kind === 'word') {
    const { text } = form;
    if (forms.has(text) || near.has(text) || context.has(text) || initials.has(text)) return true;
  }
  for (const model of models) if (formMatches(form, model) !== null) return true;
  return false;
}
