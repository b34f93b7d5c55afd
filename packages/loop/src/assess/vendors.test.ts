import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type VendorData, type VendorEntry, vendorFaults, type VendorRelation } from './vendor-data.ts';
import { isOneEditApart, nameWords } from './vendor-names.ts';
import { vendorGraph } from './vendors.ts';

const relation = (kind: VendorRelation['kind'], to: string, products: readonly string[] = []): VendorRelation => ({ kind, to, year: 2000, products, source: 'https://example.org/', checked: true });
const vendor = (id: string, name: string, rest: Partial<VendorEntry> = {}): VendorEntry => ({ id, name, aliases: [], common: [], leading: [], ambiguous: [], relations: [], ...rest });

const DATA: VendorData = {
  words: {
    legalForms: ['Inc', 'Ltd', 'Co', 'Company', 'Corporation', 'LLC', 'GmbH', 'AG', 'GmbH Co KG', 'SE Co KG', 'AG Co KGaA', 'SA', 'SAU', 'SLU', 'SRL', 'SpA', 'SARL', 'Kft', 'Zrt', 'Nyrt', 'Oy', 'Oyj', 'AB', 'AS', 'BV', 'NV', 'Pty Ltd', 'KK', 'Sp z oo', 'sro', 'doo'],
    places: ['Switzerland', 'Ibérica', 'España', 'Hungary', 'USA', 'Japan', 'Deutschland', 'Shenzhen', 'Nederland'],
    activities: ['Medical', 'Healthcare', 'Medical Systems', 'Laboratories', 'Instruments', 'Technologies'], glue: ['a', 'an', 'the', 'formerly', 'by'], nothing: ['various'],
  },
  vendors: [
    vendor('bd', 'BD', { aliases: ['Becton Dickinson', 'Becton, Dickinson and Company'], leading: ['BD'] }),
    vendor('carefusion', 'CareFusion', { relations: [relation('acquired-by', 'bd'), relation('spun-off-from', 'cardinal', ['Alaris', 'Pyxis', 'LTV'])] }),
    vendor('cardinal', 'Cardinal Health'),
    vendor('alaris', 'Alaris', { relations: [relation('brand-of', 'carefusion'), relation('brand-of', 'bd')] }),
    vendor('ge', 'General Electric', { aliases: ['GE'], leading: ['GE'] }),
    vendor('ge-healthcare', 'GE HealthCare', { aliases: ['GEHC', 'GE Medical Systems'], relations: [relation('division-of', 'ge')] }),
    vendor('philips', 'Philips', { aliases: ['Philips Medical Systems', 'Philips Healthcare'] }),
    vendor('draeger', 'Dräger', { aliases: ['Drägerwerk', 'Dräger Medical'] }),
    vendor('innokas', 'Innokas Yhtymä'),
    vendor('b-braun', 'B. Braun', { aliases: ['B. Braun Melsungen'] }),
    vendor('hillrom', 'Hillrom', { relations: [relation('acquired-by', 'baxter')] }),
    vendor('welch-allyn', 'Welch Allyn', { relations: [relation('acquired-by', 'hillrom')] }),
    vendor('baxter', 'Baxter', { aliases: ['Baxter International'] }),
    vendor('hospira', 'Hospira', { relations: [relation('acquired-by', 'pfizer'), relation('product-line-sold-to', 'icu', ['Plum', 'LifeCare PCA', 'GS'])] }),
    vendor('pfizer', 'Pfizer'), vendor('icu', 'ICU Medical'),
    vendor('dell', 'Dell'), vendor('mediso', 'Mediso'), vendor('medison', 'Samsung Medison', { aliases: ['Medison'] }),
    vendor('johnson', 'Johnson & Johnson'), vendor('smiths', 'Smiths Medical', { aliases: ['Smiths'], common: ['Smiths'] }), vendor('boston', 'Boston Scientific'),
    vendor('york', 'York', { common: ['York'] }), vendor('kabi', 'Fresenius Kabi', { aliases: ['Fresenius'], ambiguous: ['Fresenius'] }), vendor('fmc', 'Fresenius Medical Care', { aliases: ['Fresenius'], ambiguous: ['Fresenius'] }),
  ],
};
const graph = vendorGraph(DATA);
const found = (text: string): string[] => graph.resolve(text).map(({ id, how }) => `${id} ${how}`);

describe('a text to vendors', () => {
  test('the data of this test has no fault', () => expect(vendorFaults(DATA)).toEqual([]));

  test.each([
    ['Philips', ['philips exact']], [' philips  ', ['philips exact']], ['PHILIPS', ['philips exact']], ['GEHC', ['ge-healthcare alias']], ['B-D', ['bd exact']], ['B. D.', ['bd exact']],
    ['B.Braun', ['b-braun exact']], ['BBraun', ['b-braun exact']], ['Hill-Rom', ['hillrom exact']], ['Hill Rom', ['hillrom exact']], ['Draeger', ['draeger exact']], ['Drager', ['draeger exact']],
    ['Johnson and Johnson', ['johnson exact']], ['Scientific Boston', ['boston alias']], ['York', ['york exact']],
  ])('%s, whatever the spelling', (text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    'Philips Inc.', 'Philips, Inc', 'Philips Corporation', 'Philips Ltd.', 'Philips L.L.C.', 'Philips GmbH', 'Philips GmbH & Co. KG', 'Philips SE & Co. KG', 'Philips AG', 'Philips S.A.', 'Philips, S. A.', 'Philips S/A', 'Philips S.A.U.',
    'Philips S.L.U.', 'Philips S.r.l.', 'Philips S.p.A.', 'Philips Sàrl', 'Philips Kft.', 'Philips Zrt', 'Philips Nyrt.', 'Philips Oy', 'Philips Oyj', 'Philips AB', 'Philips A/S', 'Philips B.V.', 'Philips N.V.', 'Philips Pty. Ltd.',
    'Philips Co., Ltd.', 'Philips K.K.', 'Philips Sp. z o.o.', 'Philips s.r.o.', 'Philips d.o.o.', 'Philips Ibérica, S.A.U.', 'Philips Hungary Kft.', 'Philips (Switzerland) AG', 'PHILIPS ESPAÑA', 'Philips Japan, Ltd.',
  ])('%s without its legal form and place', (text) => expect(graph.resolve(text)[0]).toMatchObject({ id: 'philips', score: expect.toSatisfy((score: number) => score >= 0.97) as number }));

  test.each([
    ['Innokas YhtymÃ¤ Oy', ['innokas mojibake-repaired']], ['DrÃ¤gerwerk AG & Co. KGaA', ['draeger mojibake-repaired']], ['DrÃ¤ger', ['draeger mojibake-repaired']],
  ])('%s: UTF-8 that was read as Windows-1252', (text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ['Phillips', ['philips edit-distance']], ['Philps', ['philips edit-distance']], ['Pihlips', ['philips edit-distance']], ['Philips Helathcare', ['philips edit-distance']], ['Boston Scientifc', ['boston edit-distance']],
    ['Phillips Medical Systems Nederland B.V.', ['philips edit-distance']], ['Johnson & Jonhson', ['johnson edit-distance']], ['WelchAlyn', ['welch-allyn edit-distance']], ['Welch Alyn', ['unknown:welchalyn unknown']],
    ['Delta', ['unknown:delta unknown']], ['Del', ['unknown:del unknown']], ['Dells', ['unknown:dells unknown']], ['Yorks', ['unknown:yorks unknown']], ['Philllips', ['unknown:philllips unknown']],
  ])('%s: one typo in a long word', (text, expected) => expect(found(text)).toEqual(expected));

  test('a typo never leads to one vendor from the name of another', () => {
    expect(found('Mediso')).toEqual(['mediso exact']);
    expect(found('Medison')).toEqual(['medison alias']);
  });

  test.each([
    ['Becton, Dickinson and Company (BD)', ['bd exact']], ['General Electric (GE)', ['ge exact']], ['Hillrom and ELI, Baxter International Inc.', ['hillrom exact', 'baxter legal-form-stripped', 'unknown:eli unknown']],
    ['Silex Technology and GE Healthcare', ['ge-healthcare exact', 'unknown:silextechnology unknown']], ['Philips / Dell', ['philips exact', 'dell exact']], ['Philips/Dell', ['philips exact', 'dell exact']],
    ['Welch Allyn, a Hillrom company', ['welch-allyn exact', 'hillrom contained']], ['BD (formerly CareFusion)', ['bd exact', 'carefusion contained']], ['Acme & Sons', ['unknown:acmesons unknown']], ['Foo A/S', ['unknown:foo unknown']],
    ['Fresenius', ['kabi alias', 'fmc alias']],
  ])('%s names', (text, expected) => expect(found(text)).toEqual(expected));

  test.each([
    ['Philips Ultrasound Bothell', ['philips contained']], ['Abteilung Philips', ['philips contained']], ['GE Ultrasound', ['ge contained']], ['Dell Kitchen', ['dell contained']],
    ['The Dell', ['dell contained']], ['Kitchen Dell', ['unknown:kitchendell unknown']], ['Ultrasound GE', ['unknown:ultrasoundge unknown']], ['York Kitchen', ['unknown:yorkkitchen unknown']], ['Smiths Detection', ['unknown:smithsdetection unknown']],
  ])('%s: a name among other words', (text, expected) => expect(found(text)).toEqual(expected));

  test.each(['', '   ', '-', 'n/a', 'unknown', 'Various', 'ismeretlen'])('%j names nobody', (text) => expect(found(text)).toEqual([]));

  test('two equal unknown names match, whatever their legal form', () => {
    const [a] = graph.resolve('Neverheard Widgets Kft.'), [b] = graph.resolve('NEVERHEARD-WIDGETS Hungary Zrt');
    expect(a).toEqual({ id: 'unknown:neverheardwidgets', name: 'Neverheard Widgets Kft.', how: 'unknown', score: 0, matched: 'Neverheard Widgets Kft.' });
    expect(graph.related(a!.id, b!.id)).toEqual({ kind: 'same', path: [], score: 1 });
  });
});

describe('vendors of a product name', () => {
  test.each([
    ['BD Alaris PCU', ['bd|BD|Alaris PCU', 'alaris|Alaris|PCU']], ['Philips IntelliVue MP70', ['philips|Philips|IntelliVue MP70']], ['GE LOGIQ E9', ['ge|GE|LOGIQ E9']], ['Hill-Rom® Progressa™', ['hillrom|Hill-Rom|Progressa™']],
    ['B. Braun Space', ['b-braun|B. Braun|Space']], ['Baxter International, Inc. Spectrum IQ', ['baxter|Baxter International|Spectrum IQ']], ['Dräger Infinity', ['draeger|Dräger|Infinity']], ['Dell', ['dell|Dell|']],
    ['Gemini TF', []], ['Delta XL', []], ['IntelliVue by Philips', []], ['York Chiller', []], ['Phillipsburg', []], ['', []],
  ])('%s', (text, expected) => expect(graph.productVendors(text).map(({ id, matched, rest }) => `${id}|${matched}|${rest}`)).toEqual(expected));
});

describe('how two vendors are related', () => {
  const kind = (a: string, b: string): string => graph.related(a, b).kind;

  test('succession has a direction and a path, brands and divisions have none', () => {
    expect([kind('welch-allyn', 'baxter'), kind('baxter', 'welch-allyn'), kind('alaris', 'bd'), kind('bd', 'alaris'), kind('ge', 'ge-healthcare'), kind('bd', 'bd')]).toEqual(['successor', 'predecessor', 'brand', 'brand', 'division', 'same']);
    expect(graph.related('welch-allyn', 'baxter').path.map(({ from, to }) => [from, to])).toEqual([['welch-allyn', 'hillrom'], ['hillrom', 'baxter']]);
  });

  test('two makers with one owner are not related', () => {
    expect([kind('alaris', 'cardinal'), kind('pfizer', 'icu'), kind('philips', 'ge'), kind('unknown:a', 'bd')]).toEqual(['none', 'none', 'none', 'none']);
    expect(graph.related('philips', 'ge')).toEqual({ kind: 'none', path: [], score: 0 });
  });

  test('what was spun off or sold is passed on for the lines named only', () => {
    const spun = graph.related('cardinal', 'bd'), sold = graph.related('hospira', 'icu');
    expect([spun.kind, sold.kind]).toEqual(['successor', 'successor']);
    expect(['Alaris 8015 PC unit', 'Presource kits', 'LTV 1200', 'LTV1200', 'LTVX', 'LTVX LTV'].map((product) => graph.covers(spun.path, product))).toEqual([true, false, true, true, false, true]);
    expect(['Plum A+', 'LifeCare PCA3', 'GS', 'Sodium chloride'].map((product) => graph.covers(sold.path, product))).toEqual([true, true, true, false]);
    expect(graph.covers(graph.related('hillrom', 'baxter').path, 'anything')).toBe(true);
  });
});

describe('laws', () => {
  const names = DATA.vendors.flatMap(({ id, name, aliases, ambiguous }) => [name, ...aliases].filter((each) => !ambiguous.includes(each)).map((each) => ({ id, name: each })));
  const letters = 'abcdefghijklmnopqrstuvwxyz';

  test('a name with any legal form, case and spaces is its vendor', () => {
    fc.assert(fc.property(fc.constantFrom(...names), fc.constantFrom('', ...DATA.words.legalForms), fc.boolean(), fc.nat(3), ({ id, name }, form, upper, spaces) => {
      const text = `${' '.repeat(spaces)}${name} ${form}${' '.repeat(spaces)}`;
      expect(graph.resolve(upper ? text.toUpperCase() : text).map((match) => match.id)).toContain(id);
    }));
  });

  test('a name with a random third of the other aliases gone still resolves to itself', () => {
    fc.assert(fc.property(fc.infiniteStream(fc.nat(2)), (dice) => {
      const thinned = vendorGraph({ ...DATA, vendors: DATA.vendors.map((each) => ({ ...each, aliases: each.aliases.filter(() => dice.next().value !== 0) })) });
      for (const { id, name } of DATA.vendors) expect(thinned.resolve(name).map((match) => match.id)).toContain(id);
    }), { numRuns: 30 });
  });

  test('a typo gives its vendor or another vendor that is called exactly so, never a third', () => {
    fc.assert(fc.property(fc.constantFrom(...names), fc.nat(), fc.constantFrom(...letters), ({ id, name }, place, letter) => {
      const at = place % name.length, text = `${name.slice(0, at)}${letter}${name.slice(at + 1)}`;
      for (const match of graph.resolve(text)) if (match.how === 'edit-distance') expect(match.id).toBe(id);
    }));
  });

  test('related is symmetric but for its direction, and scores lie in 0–1', () => {
    const mirror = { same: 'same', successor: 'predecessor', predecessor: 'successor', division: 'division', brand: 'brand', none: 'none' };
    for (const a of DATA.vendors) for (const b of DATA.vendors) {
      const there = graph.related(a.id, b.id), back = graph.related(b.id, a.id);
      expect(back).toEqual({ ...there, kind: mirror[there.kind] });
      expect(there.score >= 0 && there.score <= 1 && (there.score === 0) === (there.kind === 'none')).toBe(true);
    }
  });

  test('any text: deterministic, bounded, one match a vendor', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ maxLength: 60, unit: 'binary' }), fc.array(fc.constantFrom('BD', 'Philips', '(', ')', '/', ',', ' and ', 'GE', 'Inc', '&', 'Ã¤', 'Hillrom', ' ')).map((parts) => parts.join(' '))), (text) => {
      const matches = graph.resolve(text);
      expect(vendorGraph(DATA).resolve(text)).toEqual(matches);
      expect(new Set(matches.map(({ id }) => id)).size).toBe(matches.length);
      for (const { score, matched } of matches) expect(score >= 0 && score <= 1 && matched.trim() === matched && matched !== '').toBe(true);
      expect(graph.productVendors(text).length).toBeLessThanOrEqual(6);
    }), { numRuns: 300 });
  });

  test('hostile texts take no longer than a name of 512 characters', () => {
    const hostile = ['a.', 'a/', ' and ', '(', 'Ã¤', 'b ', 'Philips ', '- ', 'ä', '\u0301', 'abcdefghijklmnop'].map((part) => part.repeat(Math.ceil(100_000 / part.length)));
    for (const text of hostile) {
      const started = performance.now();
      expect(graph.resolve(text).length).toBeLessThanOrEqual(20);
      graph.productVendors(text);
      graph.covers(graph.related('cardinal', 'bd').path, text);
      expect(performance.now() - started).toBeLessThan(100);
    }
  });
});

describe('names', () => {
  test.each([
    ['S.A.', ['sa']], ['S. p. A.', ['spa']], ['A/S', ['as']], ['B. Braun', ['b', 'braun']], ['Sp. z o.o.', ['sp', 'z', 'oo']], ['Becton, Dickinson & Co.', ['becton', 'dickinson', 'co']], ["L'Air", ['lair']], ['Kjær', ['kjaer']], ['&', []],
  ])('%s as words', (text, words) => expect(nameWords(text)).toEqual(words));

  test.each([
    ['philips', 'phillips', true], ['philips', 'philps', true], ['philips', 'pihlips', true], ['philips', 'philipz', true], ['philips', 'philips', true], ['philips', 'pilps', false], ['abc', 'cab', false], ['', 'a', true],
  ])('%s and %s one edit apart: %s', (a, b, expected) => expect([isOneEditApart(a, b), isOneEditApart(b, a)]).toEqual([expected, expected]));
});

describe('faults name their entry', () => {
  const faults = (...vendors: readonly VendorEntry[]): string[] => vendorFaults({ ...DATA, vendors });
  test.each([
    ['an id', [vendor('Big Co', 'Big')], 'Vendor Big Co: expected an id of lower-case letters, digits and hyphens.'],
    ['an id twice', [vendor('a', 'Aa'), vendor('a', 'Bb')], 'Vendor a: the id occurs twice.'],
    ['a name without letters', [vendor('a', '--')], 'Vendor a: the name "--" has no letter or digit.'],
    ['a name said twice', [vendor('a', 'Hillrom', { aliases: ['Hill-Rom'] })], 'Vendor a: "Hill-Rom" says the same as "Hillrom".'],
    ['a foreign common name', [vendor('a', 'Aa', { common: ['Bb'] })], 'Vendor a: common names "Bb", which is neither its name nor an alias.'],
    ['a shared name', [vendor('a', 'Aa'), vendor('b', 'Bb', { aliases: ['AA'] })], 'Vendor b: "AA" also belongs to a; each must declare it ambiguous.'],
    ['a name ambiguous alone', [vendor('a', 'Aa', { ambiguous: ['Aa'] })], 'Vendor a: "Aa" is declared ambiguous, but belongs to no other vendor.'],
    ['an unknown id', [vendor('a', 'Aa', { relations: [relation('renamed', 'b')] })], 'Vendor a, renamed b: there is no vendor of this id.'],
    ['itself', [vendor('a', 'Aa', { relations: [relation('renamed', 'a')] })], 'Vendor a, renamed a: a vendor has no relation to itself.'],
    ['a kind', [vendor('a', 'Aa', { relations: [relation('bought' as 'renamed', 'b')] }), vendor('b', 'Bb')], 'Vendor a, bought b: expected one of acquired-by, merged-into, renamed, spun-off-from, division-of, brand-of, product-line-sold-to.'],
    ['a year', [vendor('a', 'Aa', { relations: [{ ...relation('renamed', 'b'), year: 20 }] }), vendor('b', 'Bb')], 'Vendor a, renamed b: expected a year, found 20.'],
    ['no source', [vendor('a', 'Aa', { relations: [{ ...relation('renamed', 'b'), source: ' ' }] }), vendor('b', 'Bb')], 'Vendor a, renamed b: expected a source, found none.'],
    ['a sale of nothing', [vendor('a', 'Aa', { relations: [relation('product-line-sold-to', 'b')] }), vendor('b', 'Bb')], 'Vendor a, product-line-sold-to b: expected the product lines that moved, found none.'],
    ['a circle', [vendor('a', 'Aa', { relations: [relation('renamed', 'b')] }), vendor('b', 'Bb', { relations: [relation('acquired-by', 'a')] })], 'Vendor a: its relations lead back to it: a → b → a.'],
  ])('%s', (_, vendors, fault) => expect(faults(...vendors)).toContain(fault));
});
