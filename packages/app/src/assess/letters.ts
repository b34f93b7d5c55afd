/** The letter to the maker in the three languages, ready to send. */
import type { Advisory, AssessAsset, AssessMissing } from '@wardkeep/model';
import { type LetterLanguage, makerLetter, renderLetter } from '@wardkeep/loop/assess/findings/letter';
import type { FindingView } from '../assess-views.ts';

const EMPTY = { subject: '', body: '' };

/** Empty where the asset or the advisory is gone: then there is nothing to ask. */
export function lettersFor(asset: AssessAsset | null, advisory: Advisory | null, missing: readonly AssessMissing[], products: readonly string[]): FindingView['letter'] {
  const letter = (language: LetterLanguage) => (asset && advisory ? renderLetter(makerLetter(asset, advisory, missing, products, language)) : EMPTY);
  return { en: letter('en'), es: letter('es'), hu: letter('hu') };
}
