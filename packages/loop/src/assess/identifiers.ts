/** Identifiers that a publisher gave for a product against those of the asset itself: UDI-DI, serial, model and order number (CSAF 2.0 §3.1.3.3). */
import type { AssessReason } from '@wardkeep/model/assess';
import type { CompiledAsset } from './asset.ts';
import type { CompiledProduct } from './product.ts';

export interface IdentifierMatch { readonly verdict: 'match' | 'mismatch'; readonly reasons: readonly AssessReason[] }

/** A model number shorter than this is a word that others may use. */
const MODEL_LETTERS = 5;

/** Null where there is nothing to compare. A wrong serial excludes; a wrong model number does not, for hospitals write order numbers of their own. */
export function matchIdentifiers(asset: CompiledAsset, { product }: CompiledProduct): IdentifierMatch | null {
  const { udiDis, serialNumbers, modelNumbers, skus } = product.identifiers, { udiDi, serial, model } = asset.asset;
  if (udiDi !== null) for (const given of udiDis) if (digits(given) === digits(udiDi)) return { verdict: 'match', reasons: [{ code: 'udi-match', asset: udiDi, advisory: given }] };
  if (serial !== null && serialNumbers.length > 0) {
    const given = serialNumbers.find((pattern) => wildcardMatch(pattern, serial));
    if (given === undefined) return { verdict: 'mismatch', reasons: [{ code: 'serial-mismatch', asset: serial, advisory: serialNumbers.slice(0, 5).join(', ') }] };
    if (asset.maker.text !== null) return { verdict: 'match', reasons: [{ code: 'serial-match', asset: serial, advisory: given }] };
  }
  if (model !== null) for (const given of [...modelNumbers, ...skus]) {
    if (given.replace(/[^\p{L}\p{N}]/gu, '').length < MODEL_LETTERS || !/\d/.test(given)) continue;
    if (wildcardMatch(given, model) || model.split(/[\s,;/]+/).some((part) => wildcardMatch(given, part))) return { verdict: 'match', reasons: [{ code: 'model-number-match', asset: model, advisory: given }] };
  }
  return null;
}

const digits = (text: string): string => text.replace(/\D/g, '').padStart(14, '0');

/** `*` any characters, `?` one (CSAF 2.0 §3.1.3.3.4), a backslash escapes; case, blanks and hyphens do not count. Time is linear: only the last star is retried. */
export function wildcardMatch(pattern: string, text: string): boolean {
  const want = signs(pattern), have = [...text.toLowerCase()].filter((sign) => !/[\s-]/.test(sign));
  let at = 0, star = -1, resume = 0, from = 0;
  while (from < have.length) {
    const sign = want[at];
    if (sign !== undefined && (sign === 'any' || sign[1] === have[from]) && sign !== 'many') { at++; from++; }
    else if (sign === 'many') { star = at++; resume = from; }
    else if (star >= 0) { at = star + 1; from = ++resume; }
    else return false;
  }
  while (want[at] === 'many') at++;
  return at === want.length;
}

type Sign = 'many' | 'any' | `=${string}`;
function signs(pattern: string): Sign[] {
  const out: Sign[] = [];
  for (let at = 0; at < Math.min(pattern.length, 256); at++) {
    const sign = pattern[at]!;
    if (sign === '\\' && at + 1 < pattern.length) out.push(`=${pattern[++at]!.toLowerCase()}`);
    else if (sign === '*') { if (out.at(-1) !== 'many') out.push('many'); }
    else if (sign === '?') out.push('any');
    else if (!/[\s-]/.test(sign)) out.push(`=${sign.toLowerCase()}`);
  }
  return out;
}
