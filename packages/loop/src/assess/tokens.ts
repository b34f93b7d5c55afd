/** Texts of both sides as words: mojibake repaired, accents and case off, `3.0T` one word and the same as `3T`, `XR656+` with its plus kept. */
import type { WordClass, Words } from './words.ts';

declare const TextDecoder: new (label: string, options: { fatal: boolean }) => { decode(bytes: Uint8Array): string };

/** Longer texts are cut: a name has no 512 characters, and every step below is linear in it. */
export const TEXT_LIMIT = 512;

export interface Token {
  readonly text: string;
  readonly kind: WordClass;
  /** The concept of a kind of thing, else the text. */
  readonly concept: string;
  /** As written, for acronyms and camel humps. */
  readonly raw: string;
}

const WORD = /[\p{L}\p{N}]+(?:(?<=\d)\.(?=[\dx])[\p{L}\p{N}]+)*/gu;

export function tokenize(text: string, words: Words): Token[] {
  const clean = plain(text), tokens: Token[] = [];
  for (const [raw] of clean.matchAll(WORD)) {
    const word = foldWord(raw);
    if (word !== '') tokens.push({ text: word, kind: words.classOf(word), concept: words.conceptOf(word), raw });
  }
  return tokens;
}

/** Lower case without accents; `3.0t` is `3t`. */
export function foldWord(raw: string): string {
  const word = /^[\x20-\x7e]*$/.test(raw) ? raw.toLowerCase() : raw.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/ß/g, 'ss').replace(/ø/g, 'o').replace(/ł/g, 'l').replace(/æ/g, 'ae');
  return word.replace(/^(\d+)\.0(?=[a-z])/, '$1');
}

/** Nothing in it to repair or replace. */
const PLAIN = /^(?!.*wi-fi)[\x20-\x26\x28-\x2a\x2c-\x5e\x61-\x7e]*$/i;

/** Repaired and with those signs replaced that would split or glue a name: apostrophes go, a plus after a word becomes ` plus`, underscores are spaces. */
export function plain(text: string): string {
  if (PLAIN.test(text) && text.length <= TEXT_LIMIT) return text;
  return repairMojibake(text.slice(0, TEXT_LIMIT)).normalize('NFKC').replace(/(?<=\p{L})['’`´‘](?=\p{L})/gu, '').replace(/(?<=[\p{L}\p{N}])\+(?=$|[\s,;:)/])/gu, ' plus').replace(/_/g, ' ').replace(/\bwi-fi\b/gi, 'WiFi');
}

/** Windows-1252 for the bytes 0x80–0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt); empty places are undefined there. */
const CP1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** UTF-8 that was read as Windows-1252 (`GeutebrÃ¼ck`) is read again; anything else stays. */
export function repairMojibake(text: string): string {
  if (!/[ÂÃâÅÄ][\u0080-\u00bf‚-™œŒŠšŽžŸƒˆ˜]/.test(text)) return text;
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at), high = CP1252.indexOf(text[at]!);
    if (high >= 0) bytes[at] = 0x80 + high;
    else if (code < 0x100) bytes[at] = code;
    else return text;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}
