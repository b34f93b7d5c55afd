/** Names of makers as words that can be compared: case, accents, dots and hyphens off; legal forms and places known as such. */
import { fold } from '@wardkeep/formats/fold';

/** What stands around a maker's name. The data: `words` of `rules/assess/vendors.yaml`. */
export interface VendorWords {
  /** `GmbH`, `S.L.U.`, `Sp. z o.o.`: dropped at the end. */
  readonly legalForms: readonly string[];
  /** Countries and cities, dropped at either end: `Becton Dickinson Switzerland`. */
  readonly places: readonly string[];
  /** What a maker does, `Medical Systems`: may follow a name that is known without it. */
  readonly activities: readonly string[];
  /** `formerly`, `a division of`: dropped at the beginning. */
  readonly glue: readonly string[];
  /** Said instead of a maker's name: `various`. */
  readonly nothing: readonly string[];
}

export interface NameFolder {
  /** Without its last legal form or place, without the last two, and so on; at last without the places before it. */
  readonly strips: (words: readonly string[]) => readonly (readonly string[])[];
  /** Without legal forms and places; never empty unless `words` is. */
  readonly strip: (words: readonly string[]) => readonly string[];
  /** Without the activities at the end and the glue at the beginning. */
  readonly core: (words: readonly string[]) => readonly string[];
  /** Nothing but legal forms, places, activities and glue. */
  readonly isEmpty: (words: readonly string[]) => boolean;
  /** `various`, `generic`: no name at all. */
  readonly isNothing: (words: readonly string[]) => boolean;
  /** A legal form of three letters or more; shorter ones are names of products as well. */
  readonly isForm: (word: string) => boolean;
}

/** `Johnson & Johnson` is `Johnson and Johnson`: a joiner is no part of a name. */
export const JOINERS: ReadonlySet<string> = new Set(['and', 'und', 'et', 'y', 'e']);
/** Legal forms have up to this many words: `sp z oo`, `S de RL de CV`. */
const PHRASE_WORDS = 5;

/** `S.A.`, `S. p. A`, `A/S`: single letters that belong together. */
const DOTTED = /(?<![\p{L}\p{N}])(?:\p{L}\. ?){1,5}\p{L}\.?(?![\p{L}\p{N}])/gu;
const SLASHED = /(?<![\p{L}\p{N}])(\p{L})\/(\p{L})(?![\p{L}\p{N}])/gu;

/** Lower case without accents, signs as one space. */
export function foldName(text: string): string {
  const plain = text.replace(/['’`´‘]/g, '');
  if (/^[\x20-\x7e]*$/.test(plain)) return plain.toLowerCase().replace(/[^a-z0-9]+/g, ' ').trim();
  return fold(plain.replace(/[æÆ]/g, 'ae').replace(/[œŒ]/g, 'oe').replace(/[đĐ]/g, 'd').replace(/ı/g, 'i'));
}

/** `Becton, Dickinson & Co.` → becton, dickinson, co. */
export function nameWords(text: string): string[] {
  const joined = /[./]/.test(text) ? text.replace(SLASHED, '$1$2').replace(DOTTED, (letters) => letters.replace(/[. ]/g, '')) : text;
  const words = foldName(joined).split(' ').filter((word) => word !== '');
  const kept = words.filter((word) => !JOINERS.has(word));
  return kept.length > 0 ? kept : words;
}

/** `Hill-Rom`, `Hill Rom` and `Hillrom` are one name. */
export const compact = (words: readonly string[]): string => words.join('');

/** How German writes without umlauts: `Dräger` → `Draeger`. Null where there is none. */
export function transliterated(name: string): string | null {
  const text = name.normalize('NFC');
  return /[äöüÄÖÜøØåÅ]/.test(text) ? text.replace(/[äÄ]/g, 'ae').replace(/[öÖøØ]/g, 'oe').replace(/[üÜ]/g, 'ue').replace(/[åÅ]/g, 'aa') : null;
}

/** Phrases; their last words tell at once that a text ends in none. */
interface Phrases { readonly all: ReadonlySet<string>; readonly lasts: ReadonlySet<string> }

function phrases(...lists: readonly (readonly string[])[]): Phrases {
  const all = lists.flat().map(nameWords).filter((words) => words.length > 0);
  return { all: new Set(all.map((words) => words.join(' '))), lasts: new Set(all.map((words) => words.at(-1)!)) };
}

/** How many words before `end` are a phrase. */
function tail(words: readonly string[], end: number, { all, lasts }: Phrases): number {
  if (end === 0 || !lasts.has(words[end - 1]!)) return 0;
  for (let count = Math.min(PHRASE_WORDS, end); count > 1; count--) if (all.has(words.slice(end - count, end).join(' '))) return count;
  return all.has(words[end - 1]!) ? 1 : 0;
}

function withoutHead(words: readonly string[], { all }: Phrases): readonly string[] {
  let start = 0;
  while (start < words.length - 1 && all.has(words[start]!)) start++;
  return start === 0 ? words : words.slice(start);
}

const isOnly = (words: readonly string[], known: Phrases): boolean => {
  let end = words.length;
  for (let count = tail(words, end, known); count > 0; count = tail(words, end, known)) end -= count;
  return end === 0;
};

export function nameFolder(data: VendorWords): NameFolder {
  const forms = phrases(data.legalForms), places = phrases(data.places), glue = phrases(data.glue), nothing = phrases(data.nothing);
  const ends = phrases(data.legalForms, data.places), tails = phrases(data.legalForms, data.places, data.activities), empty = phrases(data.legalForms, data.places, data.activities, data.glue);
  const shorter = (words: readonly string[], known: Phrases): (readonly string[])[] => {
    const steps: (readonly string[])[] = [];
    let end = words.length;
    for (let count = tail(words, end, known); count > 0 && count < end; count = tail(words, end, known)) steps.push(words.slice(0, (end -= count)));
    return steps;
  };
  const strips = (words: readonly string[]): readonly (readonly string[])[] => {
    const steps = shorter(words, ends), last = steps.at(-1) ?? words, headless = withoutHead(last, places);
    return headless === last ? steps : [...steps, headless];
  };
  return {
    strips,
    strip: (words) => strips(words).at(-1) ?? words,
    core: (words) => { const bare = withoutHead(words, glue); return shorter(bare, tails).at(-1) ?? bare; },
    isEmpty: (words) => isOnly(words, empty),
    isNothing: (words) => nothing.all.has(words.join(' ')),
    isForm: (word) => word.length > 2 && forms.all.has(word),
  };
}

/** At most one letter inserted, left out, replaced, or two neighbours swapped. */
export function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let at = 0;
  while (at < a.length && at < b.length && a[at] === b[at]) at++;
  if (a.length !== b.length) return a.length > b.length ? a.slice(at + 1) === b.slice(at) : a.slice(at) === b.slice(at + 1);
  return a.slice(at + 1) === b.slice(at + 1) || (a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2));
}
