/** Model, order and option numbers that an advisory files among its versions (`MMT-1740 | MMT-1741`, `882471 Gemini TF 64`, `3002`): one of them must be the asset's. */
import type { AssessReason } from '@wardkeep/model/assess';
import type { CompiledAsset } from './asset.ts';
import { formMatches, siblings } from './families.ts';
import { splitName } from './name-clauses.ts';
import { quote } from './name-match.ts';
import { type Token, tokenize } from './tokens.ts';
import type { AssessWords } from './knowledge.ts';

export interface ModelJudgement { readonly verdict: 'in' | 'out' | 'unknown'; readonly reason: AssessReason }

/** Null when the product lists none. `printed`: its name, whose words prove nothing about which of its models it is;
 * `named`: the asset's words that agree with that name, so that a number among them is no rival: a remote `MMT-503` for the pumps `MMT-512`. */
export function judgeModels(asset: CompiledAsset, models: readonly string[], printed: string, named: ReadonlySet<string>, words: AssessWords): ModelJudgement | null {
  if (models.length === 0) return null;
  const known = new Set(tokenize(printed, words).map((token) => token.text)), sides = models.map((text) => ({ text, tokens: tokenize(splitName(text, words).core, words).filter((token) => token.kind !== 'vacuous' && token.kind !== 'kind') }));
  for (const { text, tokens } of sides) if (isModel(asset, tokens, known)) return { verdict: 'in', reason: { code: 'model-number-match', asset: quote(asset), advisory: text } };
  const numbers = sides.flatMap(({ tokens }) => tokens.filter((token) => token.kind === 'model'));
  const rival = asset.tokens.find((token) => token.kind === 'model' && !named.has(token.text) && numbers.some((number) => siblings(token.text, number.text)));
  const reason = (code: AssessReason['code']): AssessReason => ({ code, asset: rival?.raw ?? quote(asset), advisory: models.join(', ') });
  return rival === undefined ? { verdict: 'unknown', reason: reason('variant-unknown') } : { verdict: 'out', reason: reason('model-number-mismatch') };
}

function isModel(asset: CompiledAsset, tokens: readonly Token[], known: ReadonlySet<string>): boolean {
  const has = (token: Token): boolean => asset.forms.has(token.text) || (token.kind === 'model' && asset.tokens.some((own) => own.kind === 'model' && formMatches({ kind: 'word', text: token.text }, own.text) === 'extended'));
  const numbers = tokens.filter((token) => token.kind === 'model');
  if (numbers.some(has)) return true;
  const names = tokens.filter((token) => token.kind !== 'model' && !known.has(token.text));
  if (names.length === 0) return false;
  // „882410 Gemini GXL 16 Slice” without its number: the other words must all agree; a list of names („Protiva Carestation View”) needs one.
  return numbers.length > 0 ? names.every(has) : names.some((token) => token.kind === 'brand' && has(token));
}
