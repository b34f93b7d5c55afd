/** What matching knows beside the two texts: the words and the makers. Loaded once (`@wardkeep/io/assess-rules`). */
import { fold } from '@wardkeep/formats/fold';
import type { ComponentShelf } from './components.ts';
import type { Makers } from './makers.ts';
import { compileWords, type WordData, type Words } from './words.ts';

export interface AssessWordData extends WordData {
  readonly accessories: Readonly<Record<string, readonly string[]>>;
  readonly purposes: readonly string[];
  readonly uncertain: readonly string[];
}

export interface AssessWords extends Words {
  /** The kind of accessory a word names, or null. */
  readonly accessoryOf: (word: string) => string | null;
  /** Finds ` for `, ` para `, ` compatible with ` … in a name. */
  readonly purpose: RegExp;
  /** A text without the clauses that only say that nobody knows. */
  readonly certain: (text: string) => string;
}

export function compileAssessWords(data: AssessWordData): AssessWords {
  const accessories = new Map(Object.entries(data.accessories).flatMap(([kind, list]) => list.map((word) => [fold(word), kind] as const)));
  const uncertain = data.uncertain.map((phrase) => ` ${fold(phrase)} `), certain = (text: string): string => text.split(/[,;.](?=\s|$)/).filter((clause) => { const said = ` ${fold(clause)} `; return !uncertain.some((phrase) => said.includes(phrase)); }).join(', ');
  return { ...compileWords(data), certain, accessoryOf: (word) => accessories.get(word) ?? null, purpose: new RegExp(`\\s(?:${data.purposes.map((phrase) => phrase.replace(/ /g, '\\s+')).sort((a, b) => b.length - a.length).join('|')})\\s`, 'i') };
}

export interface Knowledge { readonly words: AssessWords; readonly makers: Makers; /** Bills of materials and the products they may hold, read once. */ readonly parts: ComponentShelf }
