import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AdvisoryRefusal } from '../csaf/refusal.ts';
import { EpssReader } from './read.ts';

function read(text: string) {
  const reader = new EpssReader(), scores = text.split('\n').map((line) => reader.push(line)).filter((score) => score !== null);
  return { scores, ...reader.end() };
}
const ONE = [{ cve: 'CVE-2099-0001', probability: 0.00043, percentile: 0.0711 }];

describe('EPSS', () => {
  test.each<[string, string, { model: string | null; scoredOn: string | null }]>([
    ['today', '#model_version:v2025.03.14,score_date:2026-05-18T00:00:00Z\ncve,epss,percentile\nCVE-2099-0001,0.00043,0.0711\n', { model: 'v2025.03.14', scoredOn: '2026-05-18' }],
    ['with an offset, CRLF and a byte order mark', '\ufeff#model_version:v2023.03.01,score_date:2023-03-07T00:00:00+0000\r\ncve,epss,percentile\r\nCVE-2099-0001,0.00043,0.0711\r\n', { model: 'v2023.03.01', scoredOn: '2023-03-07' }],
    ['two comment lines', '#model_version:v1\n#score_date:2023-01-01\ncve,epss,percentile\nCVE-2099-0001,0.00043,0.0711', { model: 'v1', scoredOn: '2023-01-01' }],
    ['no comment, other order, quotes', '"percentile","cve","epss"\n"0.0711","CVE-2099-0001","4.3e-4"', { model: null, scoredOn: null }],
  ])('%s', (_, text, expected) => { expect(read(text)).toEqual({ scores: ONE, ...expected, read: 1, unreadable: 0 }); });
  test('lines that are no score are counted', () => {
    expect(read('cve,epss,percentile\nCVE-2099-0001,0.00043,0.0711\nCVE-1,0.1,0.1\nCVE-2099-0002,1.1,0.1\nCVE-2099-0003,,0.1\nCVE-2099-0004,0.1\nCVE-2099-0005,-0.1,0\nCVE-2099-0006,NaN,0\n\n')).toMatchObject({ scores: ONE, read: 1, unreadable: 6 });
  });
  test('other tables are refused', () => {
    expect(() => read('CVE,CVSS3,EPSS,EPSS Percentile,Description\n')).toThrow('Expected the header "cve,epss,percentile"; found "CVE,CVSS3,EPSS,EPSS Percentile,Description".');
    expect(() => read('#model_version:v1\n')).toThrow('the file ends before one');
  });
  test('any lines give scores from 0 to 1 or a refusal', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('cve,epss,percentile', 'CVE-2099-0001,0.1,0.2'), fc.tuple(fc.string(), fc.double(), fc.double()).map((cells) => cells.join(',')))), (lines) => {
      try { for (const { probability, percentile } of read(lines.join('\n')).scores) expect(probability >= 0 && probability <= 1 && percentile >= 0 && percentile <= 1).toBe(true); } catch (error) { if (!(error instanceof AdvisoryRefusal)) throw error; }
    }));
  });
});
