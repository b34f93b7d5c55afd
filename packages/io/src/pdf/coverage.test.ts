import { describe, expect, test } from 'vitest';
import { coverageOf } from './coverage.ts';
import { readFonts } from './platform.ts';

const has = coverageOf(readFonts());

test('the fonts have the letters of the three languages, of their neighbours, and the marks', () => {
  for (const letter of 'abcXYZ0123456789 áéíóöőúüűÁÉÍÓÖŐÚÜŰ ñÑ¿¡çàèòïü·€ șțăâî łśżźćń čďěňřšťůž ąę ΑΩαω ЖжЙй <>≤≥×–—…“”„«»□°µ\u00a0') expect(has(letter.codePointAt(0)!), letter).toBe(true);
});

test('and lack what is foreign to them, invisible or no character', () => {
  for (const code of [0x4e2d, 0x5d0, 0x627, 0x1f600, 0x202e, 0x0, 0xd800, 0xffff, 0x10ffff]) expect(has(code), code.toString(16)).toBe(false);
});

describe('cmap', () => {
  /** A font file that has a `cmap` with one subtable of Windows, and nothing else. */
  const font = (subtable: readonly number[], platform = 3): Uint8Array => Uint8Array.from([
    0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x63, 0x6d, 0x61, 0x70, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 12 + subtable.length, 0, 0, 0, 1, 0, platform, 0, 1, 0, 0, 0, 12, ...subtable,
  ]);
  /** 0x41–0x42 by delta 1 - 0x41; 0x61–0x63 by a glyph array whose second entry is not defined; the closing segment. */
  const format4 = [0, 4, 0, 46, 0, 0, 0, 6, 0, 4, 0, 1, 0, 2, 0, 0x42, 0, 0x63, 0xff, 0xff, 0, 0, 0, 0x41, 0, 0x61, 0xff, 0xff, 0xff, 0xc0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0, 0, 9, 0, 0, 0, 7];
  const format12 = [0, 12, 0, 0, 0, 0, 0, 28, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0xf6, 0, 0, 1, 0xf6, 2, 0, 0, 0, 0];
  const found = (bytes: Uint8Array, codes: readonly number[]) => { const covers = coverageOf([bytes]); return codes.filter(covers); };

  test('format 4: segments with a delta and with a glyph array', () => { expect(found(font(format4), [0x40, 0x41, 0x42, 0x43, 0x60, 0x61, 0x62, 0x63, 0x64, 0xffff])).toEqual([0x41, 0x42, 0x61, 0x63]); });
  test('format 12: groups; glyph 0 is none', () => { expect(found(font(format12), [0x1f5ff, 0x1f600, 0x1f601, 0x1f602, 0x1f603])).toEqual([0x1f601, 0x1f602]); });
  test('only what every font has', () => { expect(coverageOf([font(format4), font(format12)])(0x41)).toBe(false); });
  test('a file without a cmap that can be read is refused', () => {
    expect(() => coverageOf([font([0, 6, 0, 0])])).toThrow('expected a "cmap" of format 4 or 12');
    expect(() => coverageOf([font(format4, 1)])).toThrow('expected a "cmap" of format 4 or 12');
    expect(() => coverageOf([Uint8Array.from([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])])).toThrow('expected a table "cmap"');
  });
});
