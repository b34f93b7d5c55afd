import calculator from 'ae-cvss-calculator';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CVSS_RULES, type CvssVersion } from './metrics.ts';
import { type Cvss, cvssSeverity, parseCvss } from './parse.ts';
import { roundUp } from './v3.ts';

function read(text: string): Cvss {
  const cvss = parseCvss(text);
  if ('error' in cvss) throw new Error(cvss.error);
  return cvss;
}
const scores = (text: string) => { const { baseScore, threatScore, environmentalScore } = read(text); return [baseScore, threatScore, environmentalScore]; };

/** "A Complete Guide to CVSS Version 2.0", 3.3: the three examples with all metrics. */
test.each([
  ['CVE-2002-0392', 'AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:H', 7.8, 6.4, 9.2],
  ['CVE-2003-0818', 'AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:L', 10, 8.3, 9],
  ['CVE-2003-0062', 'AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC/RL:OF/RC:C/CDP:H/TD:H/CR:M/IR:M/AR:M', 6.2, 4.9, 7.5],
])('guide to 2.0, %s', (_, vector, base, temporal, environmental) => { expect(scores(vector)).toEqual([base, temporal, environmental]); });

/** 2.0 base scores beside the 3.x ones in FIRST's "CVSS v3.0 Examples" and "CVSS v3.1 Examples". */
test.each([
  ['CVE-2013-1937', 'AV:N/AC:M/Au:N/C:N/I:P/A:N', 4.3], ['CVE-2013-0375', 'AV:N/AC:L/Au:S/C:P/I:P/A:N', 5.5], ['CVE-2014-3566', 'AV:N/AC:M/Au:N/C:P/I:N/A:N', 4.3],
  ['CVE-2012-1516', 'AV:N/AC:L/Au:S/C:C/I:C/A:C', 9], ['CVE-2009-0783', 'AV:L/AC:L/Au:N/C:P/I:P/A:P', 4.6], ['CVE-2012-0384', 'AV:N/AC:M/Au:S/C:C/I:C/A:C', 8.5],
  ['CVE-2015-1098', 'AV:N/AC:M/Au:N/C:P/I:P/A:P', 6.8], ['CVE-2014-0160', 'AV:N/AC:L/Au:N/C:P/I:N/A:N', 5], ['CVE-2014-6271', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', 10],
  ['CVE-2008-1447', 'AV:N/AC:L/Au:N/C:N/I:P/A:N', 5], ['CVE-2014-2005', 'AV:L/AC:M/Au:N/C:C/I:C/A:C', 6.9], ['CVE-2013-6014', 'AV:A/AC:L/Au:N/C:N/I:C/A:N', 6.1],
  ['CVE-2009-0658', 'AV:N/AC:M/Au:N/C:C/I:C/A:C', 9.3], ['CVE-2011-1265', 'AV:A/AC:L/Au:N/C:C/I:C/A:C', 8.3], ['CVE-2014-2019', 'AV:L/AC:L/Au:N/C:N/I:C/A:N', 4.9],
  ['CVE-2016-0128', 'AV:N/AC:M/Au:N/C:P/I:P/A:N', 5.8], ['CVE-2019-7551', 'AV:N/AC:M/Au:S/C:P/I:P/A:P', 6], ['CVE-2016-5558', 'AV:N/AC:L/Au:N/C:P/I:P/A:P', 7.5],
  ['CVE-2016-5729', 'AV:L/AC:L/Au:S/C:C/I:C/A:C', 6.8], ['CVE-2015-2890', 'AV:L/AC:L/Au:N/C:C/I:C/A:C', 7.2], ['CVE-2019-0884', 'AV:N/AC:H/Au:N/C:C/I:C/A:C', 7.6],
])('2.0, %s', (_, vector, base) => { expect(read(vector).baseScore).toBe(base); });

/** FIRST, "CVSS v3.1 Examples". Those that both documents have give the same score in 3.0. */
const V31: readonly (readonly [cve: string, metrics: string, base: number])[] = [
  ['CVE-2013-0375', 'AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N', 6.4], ['CVE-2014-3566', 'AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1], ['CVE-2012-1516', 'AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H', 9.9],
  ['CVE-2009-0783', 'AV:L/AC:L/PR:H/UI:N/S:U/C:L/I:L/A:L', 4.2], ['CVE-2012-0384', 'AV:N/AC:L/PR:H/UI:N/S:U/C:H/I:H/A:H', 7.2], ['CVE-2015-1098', 'AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8],
  ['CVE-2014-0160', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5], ['CVE-2014-6271', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8], ['CVE-2008-1447', 'AV:N/AC:H/PR:N/UI:N/S:C/C:N/I:H/A:N', 6.8],
  ['CVE-2014-2005', 'AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 6.8], ['CVE-2010-0467', 'AV:N/AC:L/PR:N/UI:N/S:C/C:L/I:N/A:N', 5.8], ['CVE-2012-1342', 'AV:N/AC:L/PR:N/UI:N/S:C/C:N/I:L/A:N', 5.8],
  ['CVE-2013-6014', 'AV:A/AC:L/PR:N/UI:N/S:C/C:H/I:N/A:H', 9.3], ['CVE-2019-7551', 'AV:N/AC:L/PR:L/UI:R/S:C/C:H/I:H/A:H', 9], ['CVE-2009-0658', 'AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8],
  ['CVE-2011-1265', 'AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.8], ['CVE-2014-2019', 'AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:H/A:N', 4.6], ['CVE-2015-0970', 'AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 8.8],
  ['CVE-2014-0224', 'AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:N', 7.4], ['CVE-2012-5376', 'AV:N/AC:L/PR:N/UI:R/S:C/C:H/I:H/A:H', 9.6], ['CVE-2016-1645', 'AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 8.8],
  ['CVE-2016-0128', 'AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:N', 6.8], ['CVE-2016-2118', 'AV:N/AC:H/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.5], ['CVE-2017-5942', 'AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1],
  ['CVE-2018-18913', 'AV:L/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H', 7.8], ['CVE-2016-5558', 'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L', 8.6], ['CVE-2016-5729', 'AV:L/AC:L/PR:H/UI:N/S:C/C:H/I:H/A:H', 8.2],
  ['CVE-2015-2890', 'AV:L/AC:L/PR:H/UI:N/S:U/C:N/I:H/A:H', 6], ['CVE-2018-3652', 'AV:P/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 7.6], ['CVE-2019-0884', 'AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:L/A:N', 4.2],
];
test.each(V31)('3.1, %s', (_, metrics, base) => { expect(read(`CVSS:3.1/${metrics}`).baseScore).toBe(base); });

/** FIRST, "CVSS v3.0 Examples": what 3.1 dropped or scored anew, and the rest. */
test.each<readonly [cve: string, metrics: string, base: number]>([
  ['CVE-2013-1937', 'AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1], ['CVE-2014-9253', 'AV:N/AC:L/PR:L/UI:R/S:C/C:L/I:L/A:N', 5.4], ['CVE-2012-0384', 'AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8],
  ...V31.filter(([cve]) => cve < 'CVE-2016-5' && cve !== 'CVE-2012-0384'),
])('3.0, %s', (_, metrics, base) => { expect(read(`CVSS:3.0/${metrics}`).baseScore).toBe(base); });

test('3.1 with temporal metrics, CVE-2014-0160 in the 4.0 examples', () => { expect(scores('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N/E:F/RL:O/RC:C')).toEqual([7.5, 7, null]); });

/** FIRST, "CVSS v4.0 Examples", document version 1.4.1; the score is of all metrics given. */
test.each([
  ['CVE-2022-41741', 'AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3, 'high'], ['CVE-2020-3549', 'AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.7, 'high'],
  ['CVE-2020-3549, threat', 'AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U', 5.2, 'medium'], ['CVE-2023-3089', 'AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N', 8.3, 'high'],
  ['CVE-2023-3089, environment', 'AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N/CR:H/IR:L/AR:L/MAV:N/MAC:H/MVC:H/MVI:L/MVA:L', 8.1, 'high'],
  ['CVE-2021-44714', 'AV:L/AC:L/AT:N/PR:N/UI:A/VC:L/VI:N/VA:N/SC:N/SI:N/SA:N', 4.6, 'medium'], ['CVE-2022-21830', 'AV:N/AC:L/AT:N/PR:N/UI:A/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N', 5.1, 'medium'],
  ['CVE-2022-22186', 'AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:N/VA:N/SC:L/SI:L/SA:N', 6.9, 'medium'], ['CVE-2023-21989', 'AV:L/AC:L/AT:N/PR:H/UI:N/VC:N/VI:N/VA:N/SC:H/SI:N/SA:N', 5.9, 'medium'],
  ['CVE-2020-3947', 'AV:L/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 9.4, 'critical'], ['CVE-2023-48228', 'AV:N/AC:L/AT:N/PR:N/UI:N/VC:N/VI:H/VA:N/SC:H/SI:H/SA:H', 9.3, 'critical'],
  ['CVE-2023-30560, an infusion pump', 'AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:H/SA:N/S:P/V:D', 8.3, 'high'], ['CVE-2025-31324', 'AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/E:A', 10, 'critical'],
  ['CVE-2014-0160', 'AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:N/VA:N/SC:N/SI:N/SA:N/E:A', 8.7, 'high'], ['CVE-2021-44228', 'AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A', 9.3, 'critical'],
  ['CVE-2013-6014', 'AV:A/AC:L/AT:N/PR:N/UI:N/VC:N/VI:L/VA:N/SC:H/SI:N/SA:H', 6.4, 'medium'], ['CVE-2016-5729', 'AV:L/AC:L/AT:N/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/R:I', 8.4, 'high'],
  ['CVE-2015-2890', 'AV:L/AC:L/AT:P/PR:H/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/R:I', 7.1, 'high'], ['CVE-2018-3652', 'AV:P/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7, 'high'],
  ['CVE-2024-6387', 'AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P', 8.2, 'high'], ['CVE-2024-6387, mitigated', 'AV:N/AC:H/AT:P/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:P/MAC:L/MAT:N/MVC:N/MVI:N/MVA:L', 5.5, 'medium'],
])('4.0, %s', (_, metrics, score, severity) => { expect(read(`CVSS:4.0/${metrics}`)).toMatchObject({ score, severity }); });

test('a 4.0 score of the base metrics is not touched by those of the threat', () => { expect(scores('CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:P/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U')).toEqual([7.7, 5.2, null]); });

describe('every base vector, against another implementation', () => {
  const vectors = (version: CvssVersion): string[] => CVSS_RULES[version].metrics.filter(({ group }) => group === 'base')
    .reduce<string[]>((list, { name, values }) => list.flatMap((one) => values.map((value) => `${one}${one === '' ? '' : '/'}${name}:${value}`)), ['']);
  test.each([['2.0', 729, calculator.Cvss2], ['3.0', 2592, calculator.Cvss3P0], ['3.1', 2592, calculator.Cvss3P1]] as const)('%s: %i vectors', (version, count, Other) => {
    const all = vectors(version), prefix = CVSS_RULES[version].prefix;
    expect(all).toHaveLength(count);
    const different = all.map((metrics) => (prefix === '' ? metrics : `${prefix}/${metrics}`)).filter((vector) => read(vector).baseScore !== new Other(vector).calculateScores().base);
    expect(different).toEqual([]);
  });
});

/** v3.1 specification, appendix A; v3.0, 8.4: "Round up (4.02) is 4.1; and Round up (4.00) is 4.0". */
test.each([[4.02, 4.1], [4, 4], [4.000_000_1, 4], [5 * 0.92, 4.6], [8.6 * 0.96 * 0.95, 7.9], [0, 0], [10, 10]])('rounded up, %d is %d', (value, result) => { expect(roundUp(value)).toBe(result); });

test('in 3.0, 5.0 × 0.92 is 4.6, whatever binary fractions make of it', () => { expect(scores('CVSS:3.0/AV:L/AC:H/PR:L/UI:R/S:U/C:N/I:L/A:H/RC:U')).toEqual([5, 4.6, null]); });

/** Modified impact at the cap of 0.915: 7.52 × 0.886 − 3.25 × 0.895¹⁵ = 6.05 in 3.0; − 3.25 × 0.8704¹³ = 6.13 in 3.1. Modified exploitability 0.42. */
test('3.0 and 3.1 differ in the modified impact of a changed scope', () => {
  const modified = 'AV:P/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H/CR:H/IR:H/AR:H/MAV:P/MAC:H/MPR:L';
  expect([read(`CVSS:3.0/${modified}`).environmentalScore, read(`CVSS:3.1/${modified}`).environmentalScore]).toEqual([7, 7.1]);
});

describe('forms', () => {
  test.each([
    ['AV:N/AC:L/Au:N/C:N/I:N/A:C', '2.0', 'AV:N/AC:L/Au:N/C:N/I:N/A:C'], ['(AV:N/AC:L/Au:N/C:N/I:N/A:C)', '2.0', 'AV:N/AC:L/Au:N/C:N/I:N/A:C'],
    ['(AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H)', '3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'], [' AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H\n', '3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['(AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N)', '4.0', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'],
  ])('%s is %s, found out from its metrics', (text, version, vector) => { expect(read(text)).toMatchObject({ version, vector, versionStated: false }); });

  test.each([
    ['metrics of 3.x in another order', 'CVSS:3.1/S:U/AV:N/AC:L/PR:N/UI:N/A:H/I:H/C:H', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'],
    ['metrics that are not defined', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/RL:O/MAV:X', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/RL:O'],
    ['2.0 with a prefix', 'CVSS:2.0/AV:N/AC:L/Au:N/C:N/I:N/A:C/E:ND', 'AV:N/AC:L/Au:N/C:N/I:N/A:C'],
  ])('%s are written canonically', (_, text, vector) => {
    expect(read(text)).toMatchObject({ vector, versionStated: true });
    expect(read(vector).score).toBe(read(text).score);
  });

  test('a metric that is not defined does not make a score', () => { expect(scores('CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:X/MAV:X')).toEqual([9.8, null, null]); });
  test('metrics are kept, to be explained', () => { expect(read('AV:L/AC:H/Au:N/C:C/I:C/A:C/E:POC').metrics).toEqual({ AV: 'L', AC: 'H', Au: 'N', C: 'C', I: 'C', A: 'C', E: 'POC' }); });
  test('the longest vector is read', () => {
    const longest = `CVSS:4.0/${CVSS_RULES['4.0'].metrics.map(({ name, values }) => `${name}:${values.reduce((a, b) => (b.length >= a.length ? b : a))}`).join('/')}`;
    expect(longest).toHaveLength(178);
    expect(read(longest).version).toBe('4.0');
  });
});

describe('refused, with a sentence', () => {
  const v31 = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', v40 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N';
  test.each([
    ['', 'Expected a CVSS vector such as CVSS:3.1/AV:N/AC:L/…, found "".'], ['7.5', 'Expected a CVSS vector such as CVSS:3.1/AV:N/AC:L/…, found "7.5".'],
    ['CVSS:3.2/AV:N', 'Expected CVSS 2.0, 3.0, 3.1 or 4.0, found "3.2".'], ['cvss:3.1/AV:N', 'Expected a CVSS vector such as CVSS:3.1/AV:N/AC:L/…, found "cvss:3.1/AV:N".'],
    [v31.replace('AV:N', 'AV:X'), 'Expected N, A, L, P as value of AV, found "X".'], [v31.replace('AV:N', 'AV:n'), 'Expected N, A, L, P as value of AV, found "n".'],
    [v31.replace('AV:N', 'av:N'), 'Expected a metric of CVSS 3.1 such as AV:N, found "av:N".'], [`${v31}/`, 'Expected a metric of CVSS 3.1 such as AV:N, found "".'], [`${v31}/AV`, 'Expected a metric of CVSS 3.1 such as AV:N, found "AV".'],
    [`${v31}/VC:H`, 'Expected a metric of CVSS 3.1 such as AV:N, found "VC:H".'], [`${v31}/AV:N`, 'Expected each metric once, found AV again.'], [`${v31}/E:X/E:X`, 'Expected each metric once, found E again.'],
    [v31.replace('/S:U', ''), 'Expected all base metrics of CVSS 3.1, found no S.'], ['CVSS:3.1/AV:N', 'Expected all base metrics of CVSS 3.1, found no AC, PR, UI, S, C, I, A.'],
    [v40.replace('AC:L/AT:N', 'AT:N/AC:L'), 'Expected AC before AT: the order of CVSS 4.0 metrics is fixed.'], [v40.replace('SI:N', 'SI:S'), 'Expected H, L, N as value of SI, found "S".'],
    ['AC:L/AV:N/Au:N/C:N/I:N/A:C', 'Expected AV before AC: the order of CVSS 2.0 metrics is fixed.'], ['(AV:N/AC:L/Au:N/C:N/I:N/A:C', 'Expected a CVSS vector such as CVSS:3.1/AV:N/AC:L/…, found "(AV:N/AC:L/Au:N/C:N/I:N/A:C".'],
    ['x'.repeat(257), 'Expected a CVSS vector of at most 256 characters, found 257.'], ['CVSS:3.1/__proto__:N', 'Expected a metric of CVSS 3.1 such as AV:N, found "__proto__:N".'],
  ])('%s', (text, error) => { expect(parseCvss(text)).toEqual({ error }); });

  test('every prefix of a vector', () => { for (let end = 0; end < v40.length; end++) expect(parseCvss(v40.slice(0, end))).toHaveProperty('error'); });
  test('any text gives a vector or a sentence', () => { fc.assert(fc.property(fc.string(), (text) => { const cvss = parseCvss(text); expect('error' in cvss ? cvss.error : cvss.vector).not.toBe(''); })); });
});

test('any valid vector: scores from 0 to 10 in tenths, and the canonical text gives them again', () => {
  const versions = fc.constantFrom<CvssVersion>('2.0', '3.0', '3.1', '4.0').chain((version) => fc.tuple(...CVSS_RULES[version].metrics.map(({ name, values, group }) =>
    fc.tuple(fc.constant(name), fc.constantFrom(...values), group === 'base' ? fc.constant(true) : fc.boolean()))).map((metrics) => {
    const text = metrics.filter(([, , given]) => given).map(([name, value]) => `${name}:${value}`).join('/');
    return version === '2.0' ? text : `CVSS:${version}/${text}`;
  }));
  fc.assert(fc.property(versions, (vector) => {
    const cvss = read(vector);
    for (const score of [cvss.baseScore, cvss.score]) { expect(score).toBeGreaterThanOrEqual(0); expect(score).toBeLessThanOrEqual(10); expect(Math.round(score * 10) / 10).toBe(score); }
    expect(read(cvss.vector)).toEqual({ ...cvss, versionStated: cvss.version !== '2.0' });
  }), { numRuns: 500 });
});

test.each([
  ['2.0', 0, 'low'], ['2.0', 3.9, 'low'], ['2.0', 4, 'medium'], ['2.0', 7, 'high'], ['2.0', 10, 'high'],
  ['3.1', 0, 'none'], ['3.1', 0.1, 'low'], ['3.1', 3.9, 'low'], ['3.1', 4, 'medium'], ['3.1', 6.9, 'medium'], ['3.1', 7, 'high'], ['3.1', 8.9, 'high'], ['4.0', 9, 'critical'],
] as const)('in %s, %d is %s', (version, score, severity) => { expect(cvssSeverity(version, score)).toBe(severity); });
