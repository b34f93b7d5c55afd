import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familyForms, formMatches, siblings } from './families.ts';
import { wildcardMatch } from './identifiers.ts';
import { isAcronym } from './name-clauses.ts';
import { Neighbours, spellingDistance } from './spelling.ts';
import { repairMojibake } from './tokens.ts';

const words = (chunk: string): string[] | null => familyForms(chunk)?.map((form) => (form.kind === 'range' ? `${form.prefix}${form.from}..${form.to}${form.suffix}` : form.text)) ?? null;

describe('families', () => {
  test.each([
    ['mp20-mp90', ['mp20..90']], ['mx400-mx550', ['mx400..550']], ['515/715', ['515', '715']], ['522k/722k', ['522k', '722k']], ['mx800/700/600', ['mx800', 'mx700', 'mx600']],
    ['865240/41/42', ['865240', '865241', '865242']], ['m8001a/2a/10a', ['m8001a', 'm8002a', 'm8010a']], ['mp5/5sc', ['mp5', 'mp5sc']], ['mp2/x2', ['mp2', 'x2']], ['epiq/affiniti', ['epiq', 'affiniti']], ['xq/i', ['xq', 'xqi']],
    ['5x0', ['5x0']], ['22xx', ['22xx']], ['mx40', null], ['e-alert', null], ['gh-sd-320an', null], ['xr-500-600', null],
  ] as const)('%s', (chunk, expected) => { expect(words(chunk)).toEqual(expected); });

  test.each([['mp20-mp90', 'mp70', 'exact'], ['mp20-mp90', 'mp5', null], ['mp20-mp90', 'mx70', null], ['5x0', '540', 'exact'], ['5x0', '541', null], ['22xx', '2250', 'exact']] as const)('%s and %s', (chunk, word, expected) => {
    expect(familyForms(chunk)!.map((form) => formMatches(form, word)).find((one) => one !== null) ?? null).toBe(expected);
  });

  test('letters behind a number are an option, another number is another model', () => {
    const form = { kind: 'word', text: '8015' } as const;
    expect([formMatches(form, '8015ls'), formMatches(form, '80151'), formMatches({ kind: 'word', text: '35700bax' }, '35700bax2')]).toEqual(['extended', null, null]);
    expect([siblings('mx40', 'mx800'), siblings('8000', '8015'), siblings('3120', '863064'), siblings('522', '522k')]).toEqual([true, true, false, true]);
  });

  test('law: any text gives bounded forms', () => {
    fc.assert(fc.property(fc.string({ maxLength: 300 }), (text) => { expect((familyForms(text.toLowerCase()) ?? []).length).toBeLessThanOrEqual(40); }));
  });
});

describe('spelling', () => {
  test.each([['pixis', 'pyxis', 1], ['latitude', 'lattitude', 1], ['programer', 'programmer', 1], ['sparq', 'spark', 1], ['dell', 'delta', 2], ['alaris', 'alaris', 0], ['monitor', 'nonitor', 2], ['cardiolux', 'cradiolux', 1], ['abcdefg', 'abxxefg', 2]] as const)('%s %s', (a, b, distance) => { expect(spellingDistance(a, b)).toBe(distance); });
  test('law: the neighbours of a word are the words one error apart', () => {
    // Two letters only, so that many words are one error apart; more words than the first buckets hold.
    fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^a[ab]{4,8}$/), { minLength: 2, maxLength: 120 }), (words) => {
      const near = new Neighbours(), [asked = '', ...held] = words;
      for (const word of held) near.add(word);
      expect([...near.around(asked)].sort()).toEqual(held.filter((word) => spellingDistance(asked, word) === 1).sort());
    }));
  });
});

test('acronyms: first letters, capitals within, one more letter from four on', () => {
  expect([isAcronym('CIC', ['Clinical', 'Information', 'Center']), isAcronym('ISP', ['IntelliSpace', 'Portal']), isAcronym('PCU', ['PC', 'Unit']), isAcronym('ISCV', ['IntelliSpace', 'Cardiovascular'])]).toEqual([true, true, true, true]);
  expect([isAcronym('MMT', ['MyCareLink', 'Monitor']), isAcronym('CIC', ['Clinical', 'Center']), isAcronym('X', ['X']), isAcronym('ES', ['Essential'])]).toEqual([false, false, false, false]);
});

test('wildcards of model numbers (CSAF 2.0, 3.1.3.3.4)', () => {
  expect([wildcardMatch('6ES7*-0AB0', '6ES7412-1XJ07-0AB0'), wildcardMatch('87131?2U', '8713142U'), wildcardMatch('8713\\*', '8713*'), wildcardMatch('8713\\*', '87134')]).toEqual([true, true, true, false]);
  const started = performance.now();
  expect(wildcardMatch('*a'.repeat(100), 'a'.repeat(5000) + 'b')).toBe(false);
  expect(performance.now() - started).toBeLessThan(500);
});

test('mojibake', () => {
  expect([repairMojibake('GeutebrÃ¼ck'), repairMojibake('Innokas YhtymÃ¤ Oy'), repairMojibake('Dräger'), repairMojibake('São Â'), repairMojibake('plain')]).toEqual(['Geutebrück', 'Innokas Yhtymä Oy', 'Dräger', 'São Â', 'plain']);
});
