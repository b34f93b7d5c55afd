import { describe, expect, test } from 'vitest';
import { findingsContent, type PdfContent } from './content.ts';
import type { FindingsPdfInput, PdfFinding } from './input.ts';
import { finding, input, LANGUAGES } from './testing.ts';
import { PDF_WORDS } from './words.ts';

const all = () => true;
const content = (rows: readonly PdfFinding[], part: Partial<FindingsPdfInput> = {}): PdfContent => findingsContent(input(rows, part), all);
const headline = (rows: readonly PdfFinding[], part: Partial<FindingsPdfInput> = {}): string => content(rows, part).headline.map(({ text, firm }) => firm ? `*${text}*` : text).join('').replaceAll('\u00a0', ' ');
const first = (part: Partial<PdfFinding>, more: Partial<FindingsPdfInput> = {}) => content([finding(part)], more).wards[0]!.rows[0]!;
const of = (assetId: string, part: Partial<PdfFinding> = {}): PdfFinding => finding({ assetId, ...part });

describe('the headline', () => {
  const mixed = [of('a'), of('a', { verdict: 'cannot_tell' }), of('b'), of('c', { verdict: 'cannot_tell' }), of('d', { state: 'fixed' }), of('e', { state: 'accepted', hoursAtRisk: 1300 })];

  test('counts each device once, by what stands', () => { expect(headline(mixed)).toBe('*3 devices* in this list are affected; for *1* more nobody can tell yet. *1,456 hours of care* are at risk.'); });
  test('names the fleet where it is given', () => { expect(headline(mixed, { fleet: 1412 })).toBe('*3 of 1,412 devices* are affected; for *1* more nobody can tell yet. *1,456 hours of care* are at risk.'); });
  test('in Spanish', () => { expect(headline(mixed, { fleet: 412, language: 'es' })).toBe('*3 de 412 equipos* están afectados; de *1* más aún no se sabe. Están en riesgo *1456 horas de asistencia*.'); });
  test('in Hungarian', () => { expect(headline(mixed, { fleet: 412, language: 'hu' })).toBe('*412 eszközből 3* érintett; további *1* eszközről még nem lehet tudni. *1456 órányi ellátás* van veszélyben.'); });

  test.each<[string, readonly PdfFinding[], string]>([
    ['a person overrules the machine, both ways', [of('a', { state: 'known_not_affected' }), of('b', { verdict: 'cannot_tell', state: 'known_affected', hoursAtRisk: 1 })], '*1 device* in this list is affected. *32 hours of care* are at risk.'],
    ['none affected, some open', [of('a', { verdict: 'cannot_tell', hoursAtRisk: 0 })], '*No device* in this list is known to be affected; for *1* nobody can tell yet.'],
    ['nothing left', [of('a', { state: 'gone', hoursAtRisk: 0 })], '*No device* in this list is known to be affected.'],
    ['the plural follows the number that is read', [of('a', { hoursAtRisk: 0.96 })], '*1 device* in this list is affected. *1 hour of care* is at risk.'],
    ['there is something where there is little', [of('a', { hoursAtRisk: 0.01 })], '*1 device* in this list is affected. *< 0.1 hours of care* are at risk.'],
    ['no findings', [], '*No finding* matches what was asked for.'],
  ])('%s', (_, rows, sentence) => { expect(headline(rows)).toBe(sentence); });

  test('does not count devices where the list is cut', () => {
    expect(headline([of('a')], { page: { rows: [of('a')], total: 812, devices: 340, hours: 9.94 } })).toBe('*812 findings* on *340 devices*; the first *1* are listed here. *9.9 hours of care* are at risk.');
  });
});

describe('wards', () => {
  const { wards } = content([of('a', { zone: 'B' }), of('b', { zone: null }), of('c', { zone: 'A', hoursAtRisk: 0.5 }), of('a', { zone: 'B' })]);
  test('stand in the order of their first finding, unknown ones last', () => { expect(wards.map(({ name, rows }) => [name, rows.length])).toEqual([['B', 2], ['A', 1], ['Ward not known', 1]]); });
  test('a name of which nothing is left is none', () => { expect(content([of('a', { zone: '\u202e ' })]).wards[0]!.name).toBe('Ward not known'); });
  test('with their sums', () => { expect(wards.map(({ sum }) => sum)).toEqual(['2 findings · 1 device · 62\u00a0h', '1 finding · 1 device · 0.5\u00a0h', '1 finding · 1 device · 31\u00a0h']); });
});

describe('a row', () => {
  test('in the notation of each language', () => {
    expect(LANGUAGES.map((language) => { const row = first({ epss: 0.004 }, { language }); return [row.match, row.severity, row.epss, row.due, row.verdict]; })).toEqual([
      ['match 0.93', '8.8 high', 'EPSS 0.4%', '4 Dec 2026', 'Affected'], ['coincidencia 0,93', '8,8 alta', 'EPSS 0,4\u00a0%', '4 dic 2026', 'Afectado'], ['egyezés: 0,93', '8,8 magas', 'EPSS: 0,4%', '2026. dec. 4.', 'Érintett'],
    ]);
  });

  test.each([[0, 'none'], [0.1, 'low'], [3.9, 'low'], [4, 'medium'], [6.9, 'medium'], [7, 'high'], [8.9, 'high'], [9, 'critical'], [10, 'critical']])('CVSS 3.1, section 5: %s is %s', (score, word) => { expect(first({ baseScore: score }).severity).toBe(`${score.toFixed(1)} ${word}`); });

  test('what is not known is said, not left out or nought', () => {
    expect(first({ vendor: null, product: null, version: null, baseScore: null, epss: null, assignee: null, dueOn: null })).toMatchObject({ product: 'product not known', version: 'version not known', severity: 'no CVSS score', epss: 'EPSS not known', assignee: 'nobody yet', due: 'no date' });
  });

  test('nor is what only looks like something', () => { expect(first({ assetName: '\u200b', vendor: ' ', product: '', version: '\u0000', assignee: '\u202e' })).toMatchObject({ device: '–', product: 'product not known', version: 'version not known', assignee: 'nobody yet' }); });

  test('little is not nothing', () => {
    expect(first({ epss: 0.0001, hoursAtRisk: 0.001 })).toMatchObject({ epss: 'EPSS <\u00a00.1%', hours: '<\u00a00.1\u00a0h' });
    expect(first({ epss: 0, hoursAtRisk: 0 })).toMatchObject({ epss: 'EPSS 0%', hours: '0\u00a0h' });
  });

  test('assumed numbers are marked', () => { expect([first({ assumed: true }).assumed, first({ assumed: false }).assumed]).toEqual(['assumed', null]); });

  test.each<[string, Partial<PdfFinding>, string | null]>([
    ['the day before', { dueOn: '2026-11-21' }, 'overdue'], ['the day itself', { dueOn: '2026-11-22' }, null], ['fixed', { dueOn: '2026-11-21', state: 'fixed' }, null], ['work done', { dueOn: '2026-11-21', remediation: 'done' }, null], ['accepted', { dueOn: '2026-11-21', state: 'accepted' }, 'overdue'],
  ])('overdue: %s', (_, part, word) => { expect(first(part).overdue).toBe(word); });

  test('many CVEs are one and a count', () => {
    const cves = ['CVE-2026-1', 'CVE-2026-2', 'CVE-2026-3'], shown = (count: number) => first({ cves: cves.slice(0, count) }).cves.replaceAll('\u200b', '');
    expect([0, 1, 2, 3].map(shown)).toEqual(['', 'CVE-2026-1', 'CVE-2026-1, CVE-2026-2', 'CVE-2026-1 and 2 more']);
  });

  test('names are not templates', () => {
    expect(first({ version: '{version} ** {n}' }).version).toBe('version {version} ** {n}');
    expect(content([finding({ zone: '**{n}**' })], { institution: '{at} **x**' })).toMatchObject({ institution: '{at} **x**', made: 'Made on 22 Nov 2026, 14:05 UTC', wards: [{ name: '**{n}**' }] });
  });
});

describe('the document', () => {
  test('has a title, its language and its date', () => { expect(content([finding()], { language: 'es', at: '2026-11-22T23:30:00-02:00' })).toMatchObject({ title: 'Hallazgos · Hospital de Valdehoya · 23 nov 2026, 01:30 UTC', language: 'es', region: 'ES', date: [2026, 11, 23, 1, 30, 0] }); });
  test('explains replaced characters only where there are some', () => {
    const explained = (has: (code: number) => boolean) => findingsContent(input([finding({ assetName: '中' })]), has).explanations.at(-1)!.term;
    expect([explained(all), explained((code) => code < 0x3000)]).toEqual(['EPSS', '□']);
  });
  test('needs no name of an institution', () => { expect(content([], { institution: ' ' }).title).toBe('Findings · 22 Nov 2026, 14:05 UTC'); });
  test('a time that is none is refused', () => { expect(() => content([], { at: 'today' })).toThrow('expected the time of making as ISO 8601, found "today"'); });
});

describe('words', () => {
  /** Every text with where it stands. */
  const texts = (of: unknown, path = ''): [string, string][] => typeof of === 'string' ? [[path, of]] : Object.entries(of as object).flatMap(([name, value]) => texts(value, `${path}/${name}`));
  const english = texts(PDF_WORDS.en), names = (text: string) => [...text.matchAll(/\{\w+\}|\*\*/g)].map(([name]) => name).sort();

  test.each(LANGUAGES.slice(1))('%s: the same parameters in each text, none empty, none left in English', (language) => {
    const other = new Map(texts(PDF_WORDS[language]));
    expect([...other.keys()].sort()).toEqual(english.map(([path]) => path).sort());
    for (const [path, text] of english) {
      expect(names(other.get(path)!), path).toEqual(names(text));
      if (!/KEV|EPSS|\/term$|\/epss$/.test(text + path)) expect(other.get(path), path).not.toBe(text);
    }
    expect([...other.values()].filter((text) => text.trim() === '')).toEqual([]);
  });

  test.each(LANGUAGES)('%s: the legend explains the words of the table', (language) => {
    const words = PDF_WORDS[language];
    expect((['affected', 'cannot_tell', 'not_affected'] as const).map((verdict) => words.explain[verdict].term)).toEqual([words.verdict.affected, words.verdict.cannot_tell, words.verdict.not_affected]);
    expect([words.explain.care.term, words.explain.assumed.term]).toEqual([words.columns.care, words.cell.assumed]);
  });
});
