import { readFileSync } from 'node:fs';
import { CARE_PARAMETERS } from '@wardkeep/loop/assess/care/parameters';
import { describe, expect, test } from 'vitest';
import { careParameters, parseCareParameters } from './assess-care.ts';
import { RULES_FOLDER } from './rules.ts';

const yaml = readFileSync(new URL('assess/care.yaml', RULES_FOLDER), 'utf8');

describe('rules/assess/care.yaml', () => {
  test('every number has a range and says where it comes from', () => {
    const { of, kinds, fallback } = careParameters();
    for (const id of CARE_PARAMETERS) expect(of[id].source.kind === 'published' || of[id].source.kind === 'assumed', id).toBe(true);
    expect(Object.values(kinds).every(({ hours, safety }) => hours.high <= 168 && safety.high <= 1 && hours.source.kind === 'assumed' && safety.source.kind === 'assumed')).toBe(true);
    expect(fallback).toEqual({ value: 0.5, low: 0.3, high: 0.7, source: { kind: 'assumed', note: null } });
  });

  test('probabilities are probabilities, and more knowledge of use never ranks lower', () => {
    const { of } = careParameters();
    for (const id of CARE_PARAMETERS) if (/^(use|exposure|ssvc)\./.test(id) && id !== 'use.epss-spread') expect(of[id].high, id).toBeLessThanOrEqual(1);
    expect(of['use.unknown'].value).toBeGreaterThan(0);
    expect(['use.unknown', 'use.exploit-public', 'use.kev', 'use.kev-ransomware'].map((id) => of[id as 'use.kev'].value)).toEqual([0.0031, 0.0374, 0.555, 0.857]);
  });

  test('computed figures follow from the rows they name', () => {
    const { of } = careParameters(), month = (year: number) => 1 - (1 - year) ** (30 / 365);
    expect(of['use.unknown'].value).toBeCloseTo(month(0.037), 4);
    expect(of['use.unknown'].low).toBeCloseTo(month(0.02), 4);
    expect(of['use.exploit-public'].value).toBeCloseTo(month(0.371), 4);
    expect(of['use.exploit-public'].low).toBeCloseTo(month(0.32), 4);
    expect(of['use.exploit-public'].high).toBeCloseTo(month(0.42), 3);
    expect(of['exposure.unknown'].value).toBeCloseTo(0.9 * of['exposure.flat'].value + 0.1 * of['exposure.segmented'].value, 3);
  });

  test.each([
    ['a missing parameter', yaml.replace('  use.unknown:', '  use.unknwon:'), /missing use\.unknown; unknown use\.unknwon/],
    ['a missing kind', yaml.replace('  dialysis:', '  dialisys:'), /missing dialysis; unknown dialisys/],
    ['a range upside down', yaml.replace('low: 0.11', 'low: 0.6'), /use\.kev: expected 0 ≤ low ≤ value ≤ high, found 0\.6, 0\.555, 0\.93/],
    ['no source and no note', yaml.replace(/    note: Somebody.*\n/, ''), /exposure\.physical: expected a source, or a note/],
    ['a source without an address', yaml.replace('url: https://github.com/vz-risk/VCDB', 'url: local'), /restore\.endpoint: expected a source with id, title, url/],
    ['no number', yaml.replace('dialysis: { hours: [72, 72, 84]', 'dialysis: { hours: [72]'), /dialysis: expected 0 ≤ low/],
  ])('refuses %s', (_, broken, message) => {
    expect(broken).not.toBe(yaml);
    expect(() => parseCareParameters(broken)).toThrow(message);
  });
});
