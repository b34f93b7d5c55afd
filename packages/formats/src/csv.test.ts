import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CELL_LIMIT, COLUMN_LIMIT, CsvReader, type Delimiter, detectDelimiter, stripCsvPreamble } from './csv.ts';

function rowsOf(text: string, delimiter: Delimiter = ',', piece = text.length || 1): { rows: string[][]; reader: CsvReader } {
  const rows: string[][] = [];
  const reader = new CsvReader(delimiter, (cells, line) => { rows.push(cells); expect(line).toBe(rows.length); });
  for (let at = 0; at < text.length; at += piece) reader.push(text.slice(at, at + piece));
  reader.end();
  return { rows, reader };
}

const delimiters = fc.constantFrom<Delimiter>(',', ';', '\t', '|');
const cells = fc.string({ unit: fc.constantFrom('a', 'ő', '"', ',', ';', '\t', '|', '\r', '\n', ' ', '1', '=') });
const tables = fc.array(fc.array(cells, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 6 });
const encode = (rows: string[][], delimiter: string, eol: string) =>
  rows.map((row) => row.map((cell) => (/[",;\t|\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(delimiter)).join(eol) + eol;

describe('RFC 4180', () => {
  test.each([
    ['2.1 a line is a record', 'aaa,bbb\r\nzzz,yyy\r\n', [['aaa', 'bbb'], ['zzz', 'yyy']]],
    ['2.2 the last break may be missing', 'aaa,bbb\r\nzzz,yyy', [['aaa', 'bbb'], ['zzz', 'yyy']]],
    ['2.4 spaces belong to the field', ' a , b ', [[' a ', ' b ']]],
    ['2.5 fields in quotes', '"aaa","bbb",ccc', [['aaa', 'bbb', 'ccc']]],
    ['2.6 breaks and commas in quotes', '"a\r\nb","c,d"', [['a\r\nb', 'c,d']]],
    ['2.7 a doubled quote', '"a""b",""""', [['a"b', '"']]],
    ['CR alone', 'a,b\rc,d\r', [['a', 'b'], ['c', 'd']]],
    ['blank lines are rows', 'a\n\nb\n', [['a'], [''], ['b']]],
    ['an empty field at the end', 'a,\n', [['a', '']]],
    ['a quote inside a field is literal', 'a "b" c,5" screen', [['a "b" c', '5" screen']]],
    ['text after a closing quote is kept', '"a"b,c', [['ab', 'c']]],
    ['NUL is dropped', 'a\0,"b\0"', [['a', 'b']]],
    ['nothing', '', []],
  ])('%s', (_, text, expected) => {
    expect(rowsOf(text).rows).toEqual(expected);
    expect(rowsOf(text, ',', 1).rows).toEqual(expected);
  });

  test('what is written is read, in pieces of any size, as csv-parse reads it', () => {
    fc.assert(fc.property(tables, delimiters, fc.constantFrom('\n', '\r\n', '\r'), fc.integer({ min: 1, max: 9 }), (table, delimiter, eol, piece) => {
      const text = encode(table, delimiter, eol);
      expect(rowsOf(text, delimiter, piece).rows).toEqual(table);
      expect(parse(text, { delimiter, record_delimiter: eol, relax_column_count: true })).toEqual(table);
    }), { numRuns: 1000 });
  });

  test('any text is read without an error, the same in any pieces', () => {
    fc.assert(fc.property(cells, delimiters, fc.integer({ min: 1, max: 5 }), (text, delimiter, piece) => {
      expect(rowsOf(text, delimiter, piece).rows).toEqual(rowsOf(text, delimiter).rows);
    }), { numRuns: 1000 });
  });
});

describe('limits', () => {
  test('a huge cell is cut and counted', () => {
    const { rows, reader } = rowsOf(`a,${'x'.repeat(10_000_000)}\nb,c\n`, ',', 65_536);
    expect([rows[0]![1]!.length, rows[1]]).toEqual([CELL_LIMIT, ['b', 'c']]);
    expect(reader.flaws.cutCells).toBe(1);
  });
  test('columns past 16,384 are dropped and counted', () => {
    const { rows, reader } = rowsOf(`${'x,'.repeat(20_000)}y\n`);
    expect([rows[0]!.length, reader.flaws.cutColumns]).toEqual([COLUMN_LIMIT, 20_001 - COLUMN_LIMIT]);
  });
  test('a quote that never closes names its record', () => {
    const { rows, reader } = rowsOf('a,b\n"c,d\ne,f\n');
    expect([rows.length, reader.flaws.openQuote]).toEqual([2, 2]);
  });
});

describe('delimiter', () => {
  test.each<[string, Delimiter]>([
    ['name;serial\n"a;b";1,5\nc;2,5\n', ';'], ['name\tserial, or not\nx\t1\n', '\t'], ['a,b;c\nd,e;f\ng,h\n', ','], ['a|b\nc|d\n', '|'], ['only one column\n', ','],
    ['Leltár 2026, I. félév\n\nnév;gyártó;gyári szám\nPumpa;Acme, Kft.;1\nPumpa;Acme;2\n', ';'],
  ])('%j', (sample, expected) => { expect(detectDelimiter(sample)).toBe(expected); });

  test('Excel\'s sep= line and the byte order mark', () => {
    expect(stripCsvPreamble('\ufeffsep=;\r\na;b')).toEqual({ text: 'a;b', delimiter: ';' });
    expect(stripCsvPreamble('\ufeffa,b')).toEqual({ text: 'a,b', delimiter: null });
  });
});
