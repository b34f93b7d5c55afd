import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BREAK, Text } from './text.ts';

const latin = (code: number): boolean => (code >= 0x20 && code < 0x7f) || (code >= 0xa1 && code < 0x180) || code === 0x25a1 || code === 0x2026;
const plain = (text: string): string => new Text(latin).plain(text);
const parts = (text: string, length: number): string[] => new Text(latin).line(text, length).split(BREAK);

describe('plain', () => {
  test.each([
    ['line ends and tabs are spaces', ' two\r\n\tlines\u2028end ', 'two lines end'], ['what is removed leaves one space', 'a \u200b \u0000 b', 'a b'], ['control characters separate', 'a\u0000b\u001b[31mc', 'a b [31mc'], ['what is invisible goes', 'a\u200bd\u00adm\ufeffin\u2060', 'admin'],
    ['what turns the direction of reading goes', 'invoice\u202efdp.exe\u2066x\u2069', 'invoicefdp.exex'], ['decomposed letters are joined', 'tu\u030bhu\u030bto\u030b', 'tűhűtő'], ['a letter that the fonts lack is marked', 'Mindray 迈瑞 A', 'Mindray □□ A'],
    ['half a surrogate pair is marked', 'a\ud83db', 'a□b'], ['private characters are marked', 'a\ue000b', 'a□b'], ['markup stays what it is', '#panic() *b* $x$ \\ @r <l> "q"', '#panic() *b* $x$ \\ @r <l> "q"'],
  ])('%s', (_, given, shown) => { expect(plain(given)).toBe(shown); });

  test('a text as long as a document is cut', () => { expect([...plain('ő'.repeat(1 << 20))].length).toBe(240); expect(plain('ab '.repeat(100)).endsWith('…')).toBe(true); });

  test('says whether something was replaced', () => {
    const text = new Text(latin);
    text.plain('Núñez');
    expect(text.replaced).toBe(false);
    text.plain('中');
    expect(text.replaced).toBe(true);
  });

  test('whatever comes in: only characters that the fonts have, on one line, of bounded length', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (given) => {
      const shown = plain(given);
      return [...shown].length <= 240 && [...shown].every((letter) => latin(letter.codePointAt(0)!)) && shown === shown.trim() && !shown.includes('  ');
    }));
  });
});

describe('places to break', () => {
  test.each<[string, string, string[]]>([
    ['short words stay whole', 'ten letter', ['ten letter']], ['after hyphens, always', 'ct-urg-01', ['ct-', 'urg-', '01']], ['after other separators of long words', 'pump.icu/bed_12', ['pump.', 'icu/', 'bed_', '12']],
    ['at any letter where nothing else helps', 'Infusionspumpen', [...'Infusionspumpen']], ['capitals are wider', 'MAMMOGRAF', [...'MAMMOGRAF']], ['dashes in a row hold together', 'a--b', ['a--b']],
  ])('%s', (_, given, shown) => { expect(parts(given, 10)).toEqual(shown); });

  test('no part is longer than its place, and nothing is lost', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 5, max: 30 }), (given, length) => {
      const text = new Text(() => true), whole = text.plain(given), shown = text.line(given, length);
      return shown.replaceAll(BREAK, '') === whole && shown.split(/[\u200b ]/).every((part) => [...part].length <= length || /^\P{M}?\p{M}*$/u.test(part));
    }));
  });
});
