/**
 * Whether comparing an asset with a name can give a match at all, from hash look-ups alone. It never refuses a pair that `matchName` would accept
 * (`bench:assess` compares with the full double loop); those that cannot match are ranked, for the nearest misses are worth their reasons.
 */
import type { CompiledAsset } from './asset.ts';
import { type Form, formMatches } from './families.ts';
import type { CompiledName, Group } from './name.ts';

/** What each naming word of a name tells: more, the fewer names have it. `of`: the rarity of a word. */
export const worthsOf = ({ naming }: CompiledName, of: (word: string) => number): number[] => naming.map(({ forms, text }) => { const first = forms[0]!; return of(first.kind === 'range' ? text : first.text); });

/** So much of the rarity of a name must be there for a near miss. */
const NEAR_SHARE = 0.35;

/**
 * 1: compare. Less: cannot match, but so much of the name is there. 0: nothing worth telling. `near`: words of the index one spelling error from a word of the
 * asset. `listed`: model numbers of the version field.
 */
export function viability(asset: CompiledAsset, name: CompiledName, listed: ReadonlySet<string>, near: ReadonlySet<string>, worths: readonly number[]): number {
  const { naming } = name;
  if (naming.length === 0) return 1;
  let missing = 0, found = 0, lost = 0;
  for (let at = 0; at < naming.length; at++) {
    const group = naming[at]!, worth = worths[at]!;
    if (isHit(asset, group, near)) {
      found += worth;
      // A number of three or four digits stands in many names; it decides only if nothing else is left over.
      if (group.kind === 'model' && !/^\d{1,4}$/.test(group.text)) return 1;
    } else { missing++; lost += worth; }
  }
  if (missing === 0) return 1;
  for (const join of name.joins) if (asset.forms.has(join)) return 1;
  for (const acronym of name.acronyms) if (asset.forms.has(acronym.text)) return 1;
  for (const model of asset.models) if (listed.has(model) || name.numbers.some((form) => formMatches(form, model) !== null)) return 1;
  if (found === 0) return 0;
  if (asset.naming.every((token) => naming.some((group) => group.text === token.text || near.has(group.text) || group.forms.some((form) => form.kind === 'word' && (form.text === token.text || token.text.startsWith(form.text))) || group.glued === token.text))) return 1;
  const share = found / (found + lost);
  return share >= NEAR_SHARE ? Math.min(share, 0.99) : 0;
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
