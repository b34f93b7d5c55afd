/**
 * Text from lists and documents on its way into a PDF: one line, of bounded length, without what is invisible or turns the direction of reading, only with characters
 * that the fonts have, and with places where a long word may break.
 */
import type { Coverage } from './coverage.ts';

/** Where a word may break. The template makes boxes of the parts: it never reaches the reader's clipboard. Text itself cannot hold it. */
export const BREAK = '\u200b';
/** In place of a character that the fonts lack. */
export const UNPRINTABLE = '□';

const LONGEST = 240;

export class Text {
  readonly #has: Coverage;
  #replaced = false;

  constructor(has: Coverage) { this.#has = has; }

  /** Whether a character had to be replaced. */
  get replaced(): boolean { return this.#replaced; }

  /** `room`: small letters that fit into a line of the place; a longer word may break anywhere. */
  line(text: string, room: number): string { return this.plain(text).split(' ').map((word) => breakable(word, room)).join(' '); }

  plain(text: string): string {
    // Cut before the costly part: a name may be as long as a document. Decomposed letters take up to a few units each.
    const line = text.slice(0, LONGEST * 8).toWellFormed().normalize('NFC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '').replace(/[\p{White_Space}\p{Cc}]+/gu, ' ').trim();
    const letters = [...line].map((letter) => {
      const code = letter.codePointAt(0)!;
      if (this.#has(code) && !isPrivate(code)) return letter;
      this.#replaced = true;
      return UNPRINTABLE;
    });
    return letters.length <= LONGEST ? letters.join('') : `${letters.slice(0, LONGEST - 1).join('').trimEnd()}…`;
  }
}

/** PDF/UA readers cannot speak private characters; the fonts have some. */
const isPrivate = (code: number): boolean => code >= 0xe000 && code <= 0xf8ff;

/** After hyphens always; in a long word after other separators of versions and machine names; in a part that is still too long at any letter, marks stay with theirs. */
function breakable(word: string, room: number): string {
  const parts = word.split(widthOf(word) <= room ? /(?<=[^-]-)(?=[^-])/u : /(?<=[-/_.,:;|\\@])/u);
  return parts.map((part) => widthOf(part) <= room ? part : part.match(/\P{M}\p{M}*|\p{M}+/gu)!.join(BREAK)).join(BREAK);
}

/** In small letters of average width: close enough to keep a word in its column. */
function widthOf(word: string): number {
  let width = 0;
  for (const letter of word) width += /[MWmw@%…—]/.test(letter) ? 1.8 : /\p{Lu}/u.test(letter) ? 1.35 : 1;
  return width;
}
