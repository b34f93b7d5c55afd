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
}

export interface NameFolder {
  /** Without legal forms and places; never empty unless `words` is. */
  readonly strip: (words: readonly string[]) => readonly string[];
  /** Without the activities at the end and the glue at the beginning. */
  readonly core: (words: readonly string[]) => readonly string[];
  /** Nothing but legal forms, places, activities and glue. */
  readonly isEmpty: (words: readonly string[]) => boolean;
  /** Nothing but activities, places and legal forms. */
  readonly isTail: (words: readonly string[]) => boolean;
}

/** `Johnson & Johnson` is `Johnson and Johnson`: a joiner is no part of a name. */
const JOINERS: ReadonlySet<string> = new Set(['and', 'und', 'et', 'y', 'e']);
/** Legal forms of up to this many words: `sp z oo`, `gmbh co kg`. */
const FORM_WORDS = 3;

/** `S.A.`, `S. p. A`, `A/S`: single letters that belong together. */
const DOTTED = /(?<![\p{L}\p{N}])(?:\p{L}\. ?){1,5}\p{L}\.?(?![\p{L}\p{N}])/gu;
const SLASHED = /(?<![\p{L}\p{N}])(\p{L})\/(\p{L})(?![\p{L}\p{N}])/gu;

export const foldName = (text: string): string =>
  fold(text.replace(/['’`´‘]/g, '').replace(/[æÆ]/g, 'ae').replace(/[œŒ]/g, 'oe').replace(/[đĐ]/g, 'd').replace(/ı/g, 'i'));

/** `Becton, Dickinson & Co.` → becton, dickinson, co. */
export function nameWords(text: string): string[] {
  const joined = text.replace(SLASHED, '$1$2').replace(DOTTED, (letters) => letters.replace(/[. ]/g, ''));
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

const phrases = (list: readonly string[]): Set<string> => new Set(list.map((phrase) => nameWords(phrase).join(' ')));

export function nameFolder(data: VendorWords): NameFolder {
  const forms = phrases(data.legalForms), places = phrases(data.places), activities = phrases(data.activities), glue = phrases(data.glue);
  const tail = (words: readonly string[], at: number, ...sets: readonly ReadonlySet<string>[]): number => {
    for (let count = Math.min(FORM_WORDS, at); count > 0; count--) if (sets.some((set) => set.has(words.slice(at - count, at).join(' ')))) return count;
    return 0;
  };
  const trimmed = (words: readonly string[], ...sets: readonly ReadonlySet<string>[]): readonly string[] => {
    let end = words.length;
    for (let count = tail(words, end, ...sets); count > 0 && count < end; count = tail(words, end, ...sets)) end -= count;
    return end === words.length ? words : words.slice(0, end);
  };
  const withoutHead = (words: readonly string[], set: ReadonlySet<string>): readonly string[] => {
    let start = 0;
    while (start < words.length - 1 && set.has(words[start]!)) start++;
    return start === 0 ? words : words.slice(start);
  };
  const only = (words: readonly string[], ...sets: readonly ReadonlySet<string>[]): boolean => {
    let end = words.length;
    for (let count = tail(words, end, ...sets); count > 0; count = tail(words, end, ...sets)) end -= count;
    return end === 0;
  };
  return {
    strip: (words) => withoutHead(trimmed(words, forms, places), places),
    core: (words) => trimmed(withoutHead(words, glue), activities, forms, places),
    isEmpty: (words) => only(words, forms, places, activities, glue),
    isTail: (words) => only(words, forms, places, activities),
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
