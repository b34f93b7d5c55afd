/** The rules of matching, each on invented makers and products. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assessKnowledge } from '@wardkeep/io/assess-rules';
import { assess } from '@wardkeep/loop/assess/index';
import type { Advisory, AdvisoryProduct, AdvisoryVulnerability } from '@wardkeep/model/advisory';
import type { AssessAsset } from '@wardkeep/model/assess';

type Product = readonly [name: string, version?: string, identifiers?: Partial<AdvisoryProduct['identifiers']>];

function advisory(vendor: string | null, products: readonly Product[], options: { title?: string; status?: AdvisoryVulnerability['status'] } = {}): Advisory {
  const all = products.map(([name, version, identifiers], at): AdvisoryProduct => ({
    id: `P${at + 1}`, name, vendor, path: [{ category: 'product', name }], versions: version === undefined ? [] : [{ kind: /[<>]/.test(version) ? 'range' : 'version', text: version }],
    identifiers: { cpes: [], purls: [], modelNumbers: [], serialNumbers: [], skus: [], udiDis: [], ...identifiers }, combination: null,
  }));
  return {
    id: 'A', format: 'csaf-2.0', title: options.title ?? 'Advisory', publisher: 'test', namespace: null, revision: '1', state: 'final', firstReleasedAt: null, releasedAt: null, language: null, tlp: null, url: null, summary: null, aggregateSeverity: null, products: all,
    vulnerabilities: [{ cve: 'CVE-2025-1', ids: [], title: null, summary: null, cwes: [], status: options.status ?? { known_affected: all.map(({ id }) => id) }, scores: [], remediations: [], threats: [], applies: null }],
  };
}

const asset = (given: Partial<AssessAsset>): AssessAsset => ({ id: 'R', vendor: null, product: null, model: null, version: null, serial: null, udiDi: null, componentOf: null, os: null, notes: null, role: null, components: [], cpes: [], ...given });
const verdict = (given: Partial<AssessAsset>, on: Advisory): string => assess([asset(given)], [on], assessKnowledge()).pairs[0]?.verdict ?? 'not_affected';

describe('makers', () => {
  const on = advisory('Orvanta Medical', [['Brixolan Monitor', '<= 2.0']]);
  test.each([
    ['the same', { vendor: 'Orvanta Medical', product: 'Brixolan', version: '1.0' }, 'affected'],
    ['a legal form', { vendor: 'ORVANTA MEDICAL GmbH', product: 'Brixolan Monitor', version: '2.0' }, 'affected'],
    ['no maker never rejects', { product: 'Brixolan monitor', version: '1.9' }, 'affected'],
    ['the maker alone never matches', { vendor: 'Orvanta Medical', version: '1.0' }, 'not_affected'],
    ['an unknown other maker leaves a question', { vendor: 'Kelmira', product: 'Brixolan Monitor', version: '1.0' }, 'cannot_tell'],
  ] as const)('%s', (_, given, expected) => { expect(verdict(given, on)).toBe(expected); });
  test('another known maker', () => { expect(verdict({ vendor: 'Siemens', product: 'Brixolan', version: '1.0' }, advisory('Mindray', [['Brixolan Monitor', '<= 2.0']]))).toBe('not_affected'); });
});

describe('names', () => {
  test.each([
    ['a substring is no match', 'Solivent', 'Transolivent', 'not_affected'],
    ['a sibling of the family', 'Luminar GS', 'Luminar GH', 'not_affected'],
    ['a family only leaves the variant open', 'Luminar GS', 'Luminar', 'cannot_tell'],
    ['word order, hyphen and case', 'Luminar E-Track 40', 'e track40 LUMINAR', 'affected'],
    ['a model range', 'Luminar ZX20-ZX90', 'Luminar ZX55', 'affected'],
    ['beside the range', 'Luminar ZX20-ZX90', 'Luminar ZX95', 'not_affected'],
    ['digits that may vary', 'Luminar IGX 5x0', 'Luminar IGX 540', 'affected'],
    ['short suffixes of a list', 'Luminar (865240/41/42)', 'Luminar 865242', 'affected'],
    ['an option suffix', 'Luminar 8015', 'Luminar 8015LS', 'affected'],
    ['a spelling error in a long word', 'Farosintec Viewer', 'Farosinetc Viewer', 'affected'],
    ['not in a short one', 'Delta', 'Delts', 'not_affected'],
    ['capitals that spell the name', 'PrismaSpace Cardiology', 'PSC', 'affected'],
    ['words that the publisher spells', 'Local Device Manager (LDM)', 'LDM', 'affected'],
    ['a compound', 'Osmira WebViewer', 'Osmira Web Viewer', 'affected'],
    ['kinds in another language', 'Perfolin syringe pump', 'Perfolin fecskendős pumpa', 'affected'],
    ['an accessory', 'Perfolin', 'Perfolin battery charger', 'not_affected'],
    ['something for it', 'Perfolin', 'Holder for Perfolin', 'not_affected'],
    ['taken out', 'Sonavue, not including Sonavue 100', 'Sonavue 100', 'not_affected'],
    ['a plus is a variant', 'Scanaro XR5+', 'Scanaro XR5 Plus', 'affected'],
  ])('%s: %s / %s', (_, printed, written, expected) => { expect(verdict({ vendor: 'Orvanta', product: written, version: '1' }, advisory('Orvanta', [[printed, 'vers:all/*']]))).toBe(expected); });

  test('an everyday word needs its maker and nothing before it', () => {
    const on = advisory('Orvanta', [['Essential', 'vers:all/*']]);
    expect(verdict({ vendor: 'Orvanta', product: 'Essential' }, on)).toBe('affected');
    expect(verdict({ product: 'Essential' }, on)).toBe('not_affected');
    expect(verdict({ vendor: 'Orvanta', product: 'Brixolan Essential' }, on)).toBe('not_affected');
  });

  test('the title supplies what a broken name lacks', () => {
    const on = advisory('Orvanta', [['AP', '<= 3.0']], { title: 'Orvanta OnlineBoard' });
    expect(verdict({ vendor: 'Orvanta', product: 'OnlineBoard AP', version: '3.0' }, on)).toBe('affected');
    expect(verdict({ vendor: 'Orvanta', product: 'OnlineBoard', version: '3.0' }, on)).toBe('not_affected');
  });

  test('the more specific product of an advisory decides', () => {
    const on = advisory('Orvanta', [['Scanaro XR5', 'vers:all/*'], ['Scanaro XR5 Plus', '< 2.0']]);
    expect(verdict({ vendor: 'Orvanta', product: 'Scanaro XR5 Plus', version: '2.1' }, on)).toBe('not_affected');
    expect(verdict({ vendor: 'Orvanta', product: 'Scanaro XR5', version: '2.1' }, on)).toBe('affected');
  });
});

describe('words that describe', () => {
  const on = advisory('Orvanta', [['Brixolog Diabetes Management Software', '< 2.4.0']]);
  test.each([
    ['Hungarian', 'Brixolog programvezérlő diabétesz szoftver', '2.3.9', 'affected'], ['Spanish', 'Brixolog aplicación de gestión de diabetes', '2.3.9', 'affected'], ['German', 'Brixolog Diabetes-Verwaltung', '2.3.9', 'affected'],
    ['outside stays outside', 'Brixolog programvezérlő diabétesz szoftver', '2.4.0', 'not_affected'], ['a name of its own is no description', 'Brixolog Kelmatron', '2.3.9', 'not_affected'],
  ])('%s: %s', (_, product, version, expected) => { expect(verdict({ vendor: 'Orvanta', product, version }, on)).toBe(expected); });
  test.each([['Perfolin Schutzrelais', 'Perfolin relay'], ['Perfolin Mikroskopkamera', 'Perfolin camera'], ['Perfolin szekvenátor', 'Perfolin sequencer'], ['Tarjeta de aplicación Perfolin', 'Perfolin removable Application Card'], ['Perfolin levegő kompresszor', 'Perfolin Air Compressor']])('%s is the %s', (product, printed) => {
    expect(verdict({ vendor: 'Orvanta', product }, advisory('Orvanta', [[printed, 'vers:all/*']]))).toBe('affected');
  });
});

describe('words parted, joined, listed', () => {
  test.each([
    ['Total Solivent', 'TotalSolivent Air Systems', 'affected'], ['NVision card', "N'Vision Card", 'affected'], ['Perfolin CS²', 'Perfolin CS2', 'affected'], ['RPV solo grabador', 'RPVmini2 RPVsolo', 'affected'], ['RPVmini 2', 'RPVmini2 RPVsolo', 'affected'],
    ['Luminar X208 Switch', 'LUMINAR X-200 switch family', 'affected'], ['Luminar X308', 'LUMINAR X-200 switch family', 'not_affected'], ['Luminar X204IRT', 'LUMINAR X-200 switch family', 'not_affected'], ['Luminar X204-2 IRT', 'LUMINAR X-200 switch family', 'not_affected'], ['Luminar X204IRT', 'LUMINAR X-200IRT switch family', 'affected'],
    ['CP 343 Lean', 'Luminar CP 343 Advanced', 'not_affected'],
  ])('%s / %s', (product, printed, expected) => { expect(verdict({ vendor: 'Orvanta', product, version: '1' }, advisory('Orvanta', [[printed, 'vers:all/*']]))).toBe(expected); });
  test('an order number however it is parted', () => {
    const on = advisory('Orvanta', [['Luminar CPU 414-3 (7QX7414-3EM07-0AB0)', 'vers:all/*'], ['Luminar CPU 416-3 (7QX7416-3EM07-0AB0)', 'vers:all/*']]);
    expect(verdict({ vendor: 'Orvanta', product: 'CPU', model: '7QX7 414-3EM07-0AB0' }, on)).toBe('affected');
    expect(verdict({ vendor: 'Orvanta', product: 'CPU', model: '7QX7 418-3EM07-0AB0' }, on)).toBe('not_affected');
  });
  test('a product of its own among the models of another', () => { expect(verdict({ vendor: 'Orvanta', product: 'Solivent CS2', version: '10' }, advisory('Orvanta', [['Luminar', 'CS2 Kelmatron | Solivent CS2']]))).toBe('affected'); });
  test('a mark of the name in the version column', () => { expect(verdict({ vendor: 'Orvanta', product: 'Solivent 4000', version: 'T2' }, advisory('Orvanta', [['Solivent 4000 T2', 'vers:all/*']]))).toBe('affected'); });
});

describe('families', () => {
  const on = advisory('Orvanta', [['Solivent App', '< 2'], ['Solivent Cloud', '< 2'], ['Data module Solivent', '< 2']]);
  test('another name behind the word that they share', () => { expect(verdict({ vendor: 'Orvanta', product: 'Solivent Kelmapump', version: '1' }, on)).toBe('not_affected'); });
  test('a name of its own where the printed name has kinds', () => { expect(verdict({ vendor: 'Orvanta', product: 'Brixolan Compacta', version: '1' }, advisory('Orvanta', [['Data module Compacta', '< 2']]))).toBe('not_affected'); });
  test('capitals that the row itself explains are not guessed at', () => {
    const two = advisory('Orvanta', [['PrismaSpace Portal 8.0', 'vers:all/*'], ['PrismaSpace PACS', '< 1']]);
    expect(verdict({ vendor: 'Orvanta', product: 'Portal PrismaSpace (PSP)', version: '8.0.3' }, two)).toBe('affected');
    expect(verdict({ vendor: 'Orvanta', product: 'Portal PrismaSpace (PSP)', version: '0.9' }, advisory('Orvanta', [['PrismaSpace PACS', '< 1']]))).toBe('not_affected');
  });
});

describe('what is no version, and what is one', () => {
  const on = advisory('Orvanta', [['Brixolan', '<= 2.3.6']]);
  test.each([['8004', 'cannot_tell'], ['20021532', 'cannot_tell'], ['3.1', 'not_affected'], ['2.1', 'affected'], ['v3', 'not_affected']])('model %s', (model, expected) => { expect(verdict({ vendor: 'Orvanta', product: 'Brixolan', model }, on)).toBe(expected); });
  test.each([['3.16 P005', 'affected'], ['3.16 P008', 'not_affected'], ['3.15 P005', 'not_affected']])('a patch level below the version in the name: %s', (version, expected) => { expect(verdict({ vendor: 'Orvanta', product: 'Brixolan OA', version }, advisory('Orvanta', [['Brixolan OA 3.16', '< P007']]))).toBe(expected); });
  test('the same with the version in the row\'s name', () => { expect(verdict({ vendor: 'Orvanta', product: 'Brixolan OA 3.16', version: 'P005' }, advisory('Orvanta', [['Brixolan OA 3.16', '< P007']]))).toBe('affected'); });
  test.each([['V7.0.2', 'affected'], ['V7.0.3', 'not_affected'], ['V6.0.8', 'not_affected']])('a line in the name: %s', (version, expected) => { expect(verdict({ vendor: 'Orvanta', product: 'Brixolan CPU', version }, advisory('Orvanta', [['Brixolan CPU V7', '< V7.0.3']]))).toBe(expected); });
  test('parts of a protocol stack are no versions', () => { expect(verdict({ vendor: 'Orvanta', product: 'Orvanta TCP/IP stack', version: '6.0' }, advisory('Orvanta', [['Orvanta TCP/IP', 'IPv4'], ['Orvanta TCP/IP', 'DNS']]))).toBe('affected'); });
  test.each([['fecha de fabricación 03/2017', 'affected'], ['gyártva: 2018.01', 'not_affected'], ['comprado en 2016', 'affected'], ['purchased 2019', 'cannot_tell'], ['Baujahr 2017', 'cannot_tell']])('made before July 2017: %s', (notes, expected) => { expect(verdict({ vendor: 'Orvanta', product: 'Brixolan', notes }, advisory('Orvanta', [['Brixolan', 'manufactured before july 1 2017']]))).toBe(expected); });
});

describe('makers that share a word', () => {
  test('a maker whose name only begins with a product word', () => { expect(verdict({ vendor: 'Kappa optronics', product: 'Kappa Mikroskopkamera', version: '2' }, advisory('Mindray', [['Kappa', 'vers:all/*']]))).toBe('not_affected'); });
  test('the maker that the product name begins with, whoever files it', () => { expect(verdict({ vendor: 'Siemens', product: 'Brixolan Solivent', version: '2' }, advisory('Orvanta Licence AG', [['Siemens Brixolan Solivent', 'vers:all/*']]))).toBe('affected'); });
  test('another of the family than those listed', () => {
    const on = advisory('Orvanta', [['Brixolan', '620 | 650 | 650c']]);
    expect(verdict({ vendor: 'Orvanta', product: 'Solivent Brixolan ventilator' }, on)).toBe('not_affected');
    expect(verdict({ vendor: 'Orvanta', product: 'Brixolan ventilator' }, on)).toBe('cannot_tell');
    expect(verdict({ vendor: 'Orvanta', product: 'Brixolan 650' }, on)).toBe('affected');
  });
});

describe('conditions are questions', () => {
  test('a parenthesis that says what the thing is asks nothing', () => { expect(verdict({ vendor: 'Orvanta', product: 'Luminar GH150' }, advisory('Orvanta', [['Luminar GH150 (Control Unit)', 'vers:all/*']]))).toBe('affected'); });
  const on = advisory('Orvanta', [['Updater used with Windows XP systems', '<= 1.4']]);
  test.each([['Windows XP', 'affected'], ['Windows 10', 'not_affected'], ['OS not recorded', 'cannot_tell'], [null, 'cannot_tell']] as const)('%s', (notes, expected) => { expect(verdict({ vendor: 'Orvanta', product: 'Updater', version: '1.4', notes }, on)).toBe(expected); });
  test.each([['WLAN', 'affected'], ['no WLAN', 'not_affected'], ['sin WLAN', 'not_affected'], ['WLAN nélkül', 'not_affected'], ['WLAN unknown', 'cannot_tell']] as const)('%s', (notes, expected) => {
    expect(verdict({ vendor: 'Orvanta', product: 'Monitaro M40', version: '1', notes }, advisory('Orvanta', [['Monitaro M40 (WLAN only)', 'vers:all/*']]))).toBe(expected);
  });
});

describe('statuses', () => {
  const given = { vendor: 'Orvanta', product: 'Brixolan', version: '2.4' };
  test('fixed wins for exactly its version', () => { expect(verdict(given, advisory('Orvanta', [['Brixolan', '<= 2.9'], ['Brixolan', '2.4']], { status: { known_affected: ['P1'], fixed: ['P2'] } }))).toBe('not_affected'); });
  test('affected wins when both say the same', () => { expect(verdict(given, advisory('Orvanta', [['Brixolan', '2.4'], ['Brixolan', '2.4']], { status: { known_affected: ['P1'], known_not_affected: ['P2'] } }))).toBe('affected'); });
  test('under investigation is a question', () => { expect(verdict(given, advisory('Orvanta', [['Brixolan', '2.4']], { status: { under_investigation: ['P1'] } }))).toBe('cannot_tell'); });
});

describe('identifiers', () => {
  test('a model number with wildcards', () => { expect(verdict({ vendor: 'Orvanta', model: '8713-142U' }, advisory('Orvanta', [['Module', 'vers:all/*', { modelNumbers: ['87131*'] }]]))).toBe('affected'); });
  test('a UDI device identifier', () => { expect(verdict({ udiDi: '00812345678902' }, advisory('Orvanta', [['Module', 'vers:all/*', { udiDis: ['812345678902'] }]]))).toBe('affected'); });
  test('another serial number excludes', () => { expect(verdict({ vendor: 'Orvanta', product: 'Brixolan', serial: 'SN99' }, advisory('Orvanta', [['Brixolan', 'vers:all/*', { serialNumbers: ['SN1?'] }]]))).toBe('not_affected'); });
});

test('hostile texts end quickly and never throw', () => {
  const on = advisory('A'.repeat(5000), [['(('.repeat(300) + 'x/'.repeat(300), '<= 1'], ['a '.repeat(400) + 'a', '1']]), started = performance.now();
  for (const product of ['a '.repeat(2000), '1/2/3/'.repeat(500), '((((('.repeat(200), 'Ã¼'.repeat(500), '\u0000'.repeat(100)]) verdict({ vendor: product, product, model: product, notes: product, version: product }, on);
  expect(performance.now() - started).toBeLessThan(5_000);
});

test('law: any text on both sides gives an answer with bounded reasons', () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), fc.string({ maxLength: 60 }), fc.string({ maxLength: 12 }), (name, product, version) => {
    const { pairs, ignored } = assess([asset({ vendor: 'Orvanta', product, version })], [advisory('Orvanta', [[name, version]])], assessKnowledge());
    return pairs.length + ignored.length <= 1 && pairs.every((pair) => pair.reasons.length <= 24 && pair.score > 0 && pair.score <= 1);
  }), { numRuns: 300 });
});

test('law: a product is found by its own name', () => {
  const word = fc.constantFrom('Brixolan', 'Perfolin', 'Sonavue', 'Luminar', 'Farosintec'), model = fc.integer({ min: 100, max: 999 }).map((number) => `ZX${number}`);
  fc.assert(fc.property(word, model, fc.constantFrom('pump', 'monitor', 'server', ''), (brand, number, kind) => verdict({ vendor: 'Orvanta', product: `${brand} ${number} ${kind}`.trim(), version: '1' }, advisory('Orvanta', [[`${brand} ${number} ${kind}`.trim(), 'vers:all/*']])) === 'affected'), { numRuns: 100 });
});
