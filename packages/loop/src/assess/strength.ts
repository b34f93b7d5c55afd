/** How much a word proves when both sides have it: a rough logarithm of how many products share it, from its form and the vocabulary. */
import type { Group } from './name.ts';
import type { AssessWords } from './knowledge.ts';

/** `met`: the form that agreed, where one word did; else the strongest. */
export function strengthOf(group: Group, met: string | null, words: AssessWords): number {
  return met !== null ? strengthOfWord(met, group.kind, words) : Math.max(...group.forms.map((form) => (form.kind === 'word' ? strengthOfWord(form.text, group.kind, words) : 0.9)));
}

function strengthOfWord(text: string, kind: Group['kind'], words: AssessWords): number {
  if (kind === 'vacuous') return 0;
  if (kind === 'kind') return 0.1;
  if (kind === 'qualifier') return 0.15;
  if (/\d/.test(text)) return /[a-z]/.test(text) ? (text.length >= 5 ? 1.1 : text.length >= 3 ? 0.9 : 0.6) : text.length >= 4 ? 0.8 : 0.6;
  if (words.isCommon(text)) return 0.45;
  return text.length >= 5 ? 1 : text.length === 4 ? 0.8 : text.length === 3 ? 0.6 : 0.35;
}
