import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { calendarDate, formatUdi, gs1CheckDigit, hibcCheckCharacter, parseUdi } from './udi.ts';

describe('GS1 General Specifications', () => {
  test('7.9.1 check digit of a published GTIN', () => { expect(gs1CheckDigit('629104150021')).toBe('3'); });

  // The example of the AccessGUDID parse service (https://accessgudid.nlm.nih.gov/resources/developers/parse_udi_api).
  const expected = { agency: 'gs1', di: '10884521062856', serial: '1234', lot: 'A213B1', produced: '2014-12-31', expires: '2015-07-07', checked: true };
  test.each([
    ['bracketed', '(01)10884521062856(11)141231(17)150707(10)A213B1(21)1234'], ['bracketed with spaces', ' (01) 10884521062856 (11) 141231 (17) 150707 (10) A213B1 (21) 1234'],
    ['raw with FNC1', '0110884521062856111412311715070710A213B1\u001d211234'], ['raw with a symbology identifier', ']d20110884521062856111412311715070710A213B1\u001d211234'],
    ['raw with written GS', '0110884521062856111412311715070710A213B1<GS>211234'],
  ])('%s', (_, text) => { expect(parseUdi(text)).toEqual(expected); });

  test('a DI alone, of 14, 13 and 12 digits, and a wrong check digit', () => {
    expect(parseUdi('10884521062856')).toMatchObject({ di: '10884521062856', serial: null, checked: true });
    expect(parseUdi('6291041500213')).toMatchObject({ di: '06291041500213', checked: true });
    expect(parseUdi('10884521062857')).toMatchObject({ checked: false });
  });
  test('a day that does not exist is no date; day 00 is the month', () => {
    expect(parseUdi('(01)10884521062856(11)230231')!.produced).toBeNull();
    expect(parseUdi('(01)10884521062856(11)230200')!.produced).toBe('2023-02');
  });
});

describe('ANSI/HIBC 2.6', () => {
  // Examples of the standard, as quoted in public test data.
  test.each(['+A123ABCDEFGHI1234567891E', '+A123BJC5D6E71G', '+A123ABCDEFGHI1234567891/$$420020216LOT123456789012345/SXYZ456789012345678/16D20130202$'])('check character of %s', (text) => {
    expect(hibcCheckCharacter(text.slice(0, -1))).toBe(text.at(-1));
    expect(parseUdi(text)!.checked).toBe(true);
  });
  test('primary with secondary and additional data', () => {
    expect(parseUdi('*+A123ABCDEFGHI1234567891/$$420020216LOT123456789012345/SXYZ456789012345678/16D20130202$*')).toEqual({
      agency: 'hibcc', di: '+A123ABCDEFGHI1234567891', serial: 'XYZ456789012345678', lot: 'LOT123456789012345', produced: '2013-02-02', expires: '2020-02-02', checked: true,
    });
  });
  test('a Julian expiry date', () => { expect(parseUdi('+A123BJC5D6E71/$$52001510X3')).toMatchObject({ lot: '10X', expires: '2020-01-15' }); });
});

test.each(['', 'n/a', '+', '(01)', '(21)5', '12345', 'Acme 500', '=/A9999XYZ100T0944', '00000000000000'])('%j is no UDI we read', (text) => { expect(parseUdi(text)).toBeNull(); });

test('any text: no error, and what is read is written so that it reads the same', () => {
  const part = fc.constantFrom('(01)', '(21)', '01', '21', '10', '+', '/', '$', 'S', 'A1', '10884521062856', '\u001d', '7', 'x', ' ');
  fc.assert(fc.property(fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')), (text) => {
    const udi = parseUdi(text);
    if (udi?.agency === 'gs1') expect(parseUdi(formatUdi(udi))).toMatchObject({ di: udi.di, serial: udi.serial });
  }), { numRuns: 2000 });
});

test('calendar', () => { expect([calendarDate(2024, 2, 29), calendarDate(2023, 2, 29), calendarDate(2000, 2, 29), calendarDate(1900, 2, 29), calendarDate(2024, 13, 1)]).toEqual(['2024-02-29', null, '2000-02-29', null, null]); });
