/** Which words of a name say what a product is called, and which only what kind of thing it is. The data: `rules/assess/words.yaml`. */
import { DEVICE_TYPES } from '@wardkeep/formats/list/device-types';
import { fold } from '@wardkeep/formats/fold';
import { Neighbours } from './spelling.ts';

export interface WordData {
  readonly vacuous: readonly string[];
  readonly kinds: Readonly<Record<string, readonly string[]>>;
  readonly qualifiers: readonly string[];
  readonly common: readonly string[];
  readonly negations: readonly string[];
  readonly conditions: readonly string[];
  readonly exclusions: readonly string[];
  readonly names: readonly string[];
  readonly heads: readonly string[];
}

/**
 * `vacuous`: says nothing. `kind`: a sort of thing, the same in four languages. `qualifier`: a mark of a variant, a letter, a number below 100.
 * `short`: two letters, which may be a name but prove little. `brand`: any other word. `model`: letters with digits, or a number of three digits or more.
 */
export type WordClass = 'vacuous' | 'kind' | 'qualifier' | 'short' | 'brand' | 'model';

export interface Words {
  readonly classOf: (word: string) => WordClass;
  /** The concept of a kind of thing, else the word itself: `bomba`, `pumpe`, `pumps` → `pump`. */
  readonly conceptOf: (word: string) => string;
  readonly isCommon: (word: string) => boolean;
  readonly isNegation: (word: string) => boolean;
  /** The word of the vocabulary that a long unknown word is one spelling error away from, or null: `infusóin`, `centrral`. */
  readonly meantBy: (word: string) => string | null;
  /** The word of the vocabulary that ends a compound, or null: `relais` of `schutzrelais`. */
  readonly headOf: (word: string) => string | null;
  /** Folded phrases, longest first. */
  readonly conditions: readonly string[];
  readonly exclusions: readonly string[];
}

export function compileWords(data: WordData): Words {
  const vacuous = folded(data.vacuous), qualifiers = folded(data.qualifiers), common = folded(data.common), negations = folded(data.negations), names = folded(data.names);
  const concepts = new Map<string, string>();
  for (const [concept, words] of Object.entries(data.kinds)) for (const word of folded(words)) if (!concepts.has(word)) concepts.set(word, concept.replaceAll('-', ''));
  for (const [role, phrases] of Object.entries(DEVICE_TYPES))
    for (const word of phrases.flatMap((phrase) => phrase.split(' ')))
      if (word.length > 2 && !concepts.has(word) && !vacuous.has(word) && !names.has(word) && !negations.has(word)) concepts.set(word, role.replaceAll('-', ''));
  const classOf = (word: string): WordClass => {
    if (vacuous.has(word)) return 'vacuous';
    if (concepts.has(word)) return 'kind';
    if (/\d/.test(word)) return /^\d{1,2}$/.test(word) ? 'qualifier' : 'model';
    if (word.length === 1 || qualifiers.has(word)) return 'qualifier';
    return word.length === 2 ? 'short' : 'brand';
  };
  const heads = [...folded(data.heads)].sort((a, b) => b.length - a.length);
  const longestFirst = (phrases: readonly string[]): string[] => [...folded(phrases)].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  return {
    classOf, conceptOf: (word) => concepts.get(word) ?? word, isCommon: (word) => common.has(word), isNegation: (word) => negations.has(word), meantBy: spelling([...concepts.keys(), ...vacuous]),
    headOf: (word) => heads.find((head) => word.length >= head.length + COMPOUND_LEAD && word.endsWith(head)) ?? null,
    conditions: longestFirst(data.conditions), exclusions: longestFirst(data.exclusions),
  };
}

/** So many letters must stand before the head of a compound. */
const COMPOUND_LEAD = 3;

/** Shorter words are left alone: `servo` is no `server`. */
const MISSPELT_LETTERS = 7;

function spelling(vocabulary: readonly string[]): (word: string) => string | null {
  const near = new Neighbours();
  for (const word of new Set(vocabulary)) if (word.length >= MISSPELT_LETTERS - 1) near.add(word);
  return (word) => (word.length < MISSPELT_LETTERS ? null : near.around(word)[0] ?? null);
}

const folded = (words: readonly string[]): Set<string> => new Set(words.map(fold).filter((word) => word !== ''));
