import type { CareService, Range } from '@wardkeep/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CareAsset, compareCare, rateCare } from './care.ts';
import { exposureFactor, type RatedVulnerability, reachOf, useFactor } from './likelihood.ts';
import { serviceOf } from './parameters.ts';
import { asset, fixed, only, PARAMETERS, role, service, vulnerability } from './testing.ts';
import { affectedTogether, careTwin, relianceOf } from './twin.ts';
import { vectorFacts } from './vector.ts';

const rate = (it: CareAsset, services: readonly CareService[], all: readonly CareAsset[] = [it], affected: readonly CareAsset[] = [it], vulnerabilities: readonly RatedVulnerability[] = [vulnerability()], hasFix = true) =>
  rateCare(it, { vulnerabilities, hasFix, affected: affectedTogether(affected) }, careTwin(services, all), PARAMETERS);
const FIVE = ['pacs', 'ris', 'ct', 'ecg', 'infusion-pump'] as const;
const inOrder = ({ value, low, high }: Range) => low <= value + 1e-12 && value <= high + 1e-12;

describe('hours at risk', () => {
  test('is the product of the formula, by hand', () => {
    // 0.1 × 0.8 × 1 × 100 h × (1 − 0.4) × 2 weeks
    const result = rate(asset('a', 'ct'), [service('imaging', [[role('ct')]], { fallbackShare: fixed(0.4, 0.2, 0.5) })]);
    expect(result.hoursAtRisk.value).toBeCloseTo(0.1 * 0.8 * 100 * 0.6 * 2, 10);
    expect(result.hoursAtRisk.low).toBeCloseTo(0.05 * 0.6 * 100 * 0.5 * 1, 10);
    expect(result.hoursAtRisk.high).toBeCloseTo(0.19 * 0.95 * 100 * 0.8 * 6, 10);
    expect(result.impact.hoursIfUsed.value).toBeCloseTo(120, 10);
    expect(result.impact.services[0]!.factors.map(({ code, value }) => [code, Number(value.toFixed(3))])).toEqual([['use', 0.1], ['exposure', 0.8], ['reliance', 1], ['planned-hours', 100], ['without-fallback', 0.6], ['restore-weeks', 2]]);
    expect(result.severity).toEqual({ baseScore: 9.8, vector: vulnerability().vector });
  });

  test.each([
    ['a device with a fix waits for its maker', 'ct', true, 2], ['and longer without one', 'ct', false, 6], ['a server', 'pacs', true, 3], ['a server without a fix', 'ehr', false, 5],
    ['a desktop is replaced', 'workstation', false, 2 / 7], ['an unknown thing is taken for a device', null, true, 2],
  ])('%s', (_, is, hasFix, weeks) => {
    const result = rate(asset('a', is), [service('s', [[only('a')]])], undefined, undefined, undefined, hasFix);
    expect(result.impact.services[0]!.factors.find((factor) => factor.code === 'restore-weeks')!.value).toBeCloseTo(weeks, 10);
  });

  test('no service: 0 hours and the reason; a medical or unknown asset is flagged', () => {
    expect(rate(asset('a', 'printer'), [])).toMatchObject({ hoursAtRisk: { value: 0, low: 0, high: 0 }, need: 'none', why: [{ code: 'no-service-named' }] });
    for (const is of ['infusion-pump', 'unknown', null]) expect(rate(asset('a', is), [service('s', [[role('ct')]])])).toMatchObject({ hoursAtRisk: { value: 0 }, need: 'unknown', why: [{ code: 'no-service-named' }, { code: 'need-unknown' }] });
  });

  test('the order: hours, then unknown need, then no need; severity last', () => {
    const named = rate(asset('a', 'ct'), [service('s', [[role('ct')]])]), unknown = rate(asset('b', 'ecg'), []), none = rate(asset('c', 'printer'), []);
    const mild = rate(asset('d', 'printer'), [], undefined, undefined, [vulnerability({ baseScore: 3 })]);
    expect([mild, none, unknown, named].sort(compareCare)).toEqual([named, unknown, none, mild]);
  });

  const SERVICES = fc.array(fc.record({ roles: fc.array(fc.record({ role: fc.constantFrom(...FIVE), count: fc.option(fc.integer({ min: 1, max: 4 })) }), { minLength: 1, maxLength: 3 }), hours: fc.double({ min: 0, max: 168, noNaN: true }), fallback: fc.double({ min: 0, max: 1, noNaN: true }) }), { minLength: 1, maxLength: 4 })
    .map((rows) => rows.map(({ roles, hours, fallback }, at) => service(`s${at}`, [roles.map((need) => ({ kind: 'role' as const, ...need }))], { plannedHoursPerWeek: fixed(hours), fallbackShare: fixed(fallback, fallback / 2, (1 + fallback) / 2) })));
  const ASSETS = fc.array(fc.record({ role: fc.option(fc.constantFrom(...FIVE)), affected: fc.boolean() }), { minLength: 1, maxLength: 12 }).map((rows) => rows.map(({ role: is, affected }, at) => ({ it: asset(`a${at}`, is), affected: affected || at === 0 })));

  test('law: bounds hold, the shown factors multiply to the hours, services add up', () => {
    fc.assert(fc.property(SERVICES, ASSETS, fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 5 }), (services, assets, epss) => {
      const all = assets.map(({ it }) => it), together = assets.filter(({ affected }) => affected).map(({ it }) => it);
      const result = rate(all[0]!, services, all, together, epss.map((probability) => vulnerability({ epss: probability === null ? null : { probability, date: null } })));
      expect([result.hoursAtRisk, result.impact.hoursIfUsed, result.likelihood.use, result.likelihood.exposure].every(inOrder)).toBe(true);
      for (const at of result.impact.services) {
        expect(at.factors.every(inOrder)).toBe(true);
        expect(at.hoursAtRisk.value).toBeCloseTo(at.factors.reduce((so, factor) => so * factor.value, 1), 9);
        expect(at.factors.every((factor) => factor.why.length > 0)).toBe(true);
      }
      expect(result.hoursAtRisk.value).toBeCloseTo(result.impact.services.reduce((sum, at) => sum + at.hoursAtRisk.value, 0), 9);
    }));
  });

  test('law: over the affected assets of one group the parts sum to what the service loses', () => {
    fc.assert(fc.property(SERVICES, ASSETS, (services, assets) => {
      const all = assets.map(({ it }) => it), lost = assets.filter(({ affected }) => affected).map(({ it }) => it), twin = careTwin(services, all), affected = affectedTogether(lost);
      for (const one of services) {
        const parts = lost.map((it) => relianceOf(one, it, affected, twin)), sum = parts.reduce((total, part) => total + part.share, 0), together = parts[0]!.together;
        expect(together).toBeGreaterThanOrEqual(0);
        expect(together).toBeLessThanOrEqual(1);
        expect(sum).toBeCloseTo(together, 9);
      }
    }));
  });

  test('more assets lost never lose less', () => {
    fc.assert(fc.property(SERVICES, ASSETS, (services, assets) => {
      const all = assets.map(({ it }) => it), twin = careTwin(services, all);
      for (const one of services) {
        let before = 0;
        for (let count = 1; count <= all.length; count++) {
          const { together } = relianceOf(one, all[0]!, affectedTogether(all.slice(0, count)), twin);
          expect(together).toBeGreaterThanOrEqual(before - 1e-12);
          before = together;
        }
      }
    }));
  });
});

test('a service starts with the assumed numbers of its kind and needs nothing yet', () => {
  expect(serviceOf('dialysis', 's', 'Dialysis', PARAMETERS)).toMatchObject({ id: 's', name: 'Dialysis', kind: 'dialysis', plannedHoursPerWeek: { value: 100, source: { kind: 'assumed' } }, fallbackShare: { value: 0.5 }, safetyWeight: { value: 0.5 }, needs: [] });
});

describe('reliance', () => {
  const PUMPS = Array.from({ length: 10 }, (_, at) => asset(`p${at}`, 'infusion-pump'));
  const reliance = (needs: Parameters<typeof service>[1], all: CareAsset[], lost: CareAsset[]) => { const { share, together } = relianceOf(service('s', needs), lost[0]!, affectedTogether(lost), careTwin([], all)); return [Number(share.toFixed(4)), Number(together.toFixed(4))]; };

  test.each<[string, Parameters<typeof service>[1], CareAsset[], CareAsset[], number[]]>([
    ['the only one', [[role('infusion-pump')]], PUMPS.slice(0, 1), PUMPS.slice(0, 1), [1, 1]],
    ['one of ten carries a tenth', [[role('infusion-pump')]], PUMPS, PUMPS.slice(0, 1), [0.1, 0.1]],
    ['all ten lost: a tenth each', [[role('infusion-pump')]], PUMPS, PUMPS, [0.1, 1]],
    ['six suffice: four may go', [[role('infusion-pump', 6)]], PUMPS, PUMPS.slice(0, 4), [0, 0]],
    ['six suffice, seven lost', [[role('infusion-pump', 6)]], PUMPS, PUMPS.slice(0, 7), [0.0714, 0.5]],
    ['too few from the start: what is left counts', [[role('infusion-pump', 20)]], PUMPS, PUMPS.slice(0, 5), [0.1, 0.5]],
    ['an alternative takes over', [[role('infusion-pump'), only('x')]], [...PUMPS, asset('x', 'server')], PUMPS, [0, 0]],
    ['the alternative is lost with it', [[only('p0'), only('x')]], [...PUMPS, asset('x', 'server')], [PUMPS[0]!, asset('x', 'server')], [0.5, 1]],
    ['an alternative that does not exist helps nobody', [[only('p0'), only('x')]], PUMPS, [PUMPS[0]!], [1, 1]],
    ['an asset named beside its own role counts once', [[role('infusion-pump'), only('p0')]], PUMPS, PUMPS, [0.1, 1]],
    ['another group of the same service', [[role('ct')], [only('p0')]], PUMPS, [PUMPS[0]!], [1, 1]],
  ])('%s', (_, needs, all, lost, expected) => expect(reliance(needs, all, lost)).toEqual(expected));

  test('an inventory that names an asset twice is our mistake', () => expect(() => careTwin([], [PUMPS[0]!, PUMPS[0]!])).toThrow('Asset p0 stands twice'));
});

describe('use', () => {
  const use = (...vulnerabilities: Partial<RatedVulnerability>[]) => useFactor(vulnerabilities.map(vulnerability), PARAMETERS);

  test.each<[string, Partial<RatedVulnerability>, number, boolean, string]>([
    ['EPSS', { epss: { probability: 0.02, date: null } }, 0.02, false, 'use-epss'],
    ['no EPSS is unknown, never 0', { epss: null }, 0.003, true, 'use-unknown'],
    ['no EPSS, a public exploit', { epss: null, exploitPublic: true }, 0.04, true, 'use-unknown-exploit-public'],
    ['no EPSS, the vector says proof of concept', { epss: null, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P' }, 0.04, true, 'use-unknown-exploit-public'],
    ['KEV is a floor under EPSS', { kev: { ransomware: false, date: null }, epss: { probability: 0.01, date: null } }, 0.5, false, 'use-kev'],
    ['EPSS above KEV', { kev: { ransomware: false, date: null }, epss: { probability: 0.9, date: null } }, 0.9, false, 'use-kev-epss'],
    ['KEV with ransomware', { kev: { ransomware: true, date: null }, epss: null }, 0.8, false, 'use-kev-ransomware'],
    ['a probability beyond 1 is 1', { epss: { probability: 7, date: null } }, 1, false, 'use-epss'],
  ])('%s', (_, it, value, unknown, code) => { const factor = use(it); expect([factor.value, factor.unknown, factor.why[0]!.code]).toEqual([value, unknown, code]); });

  test('several: as if independent, within bounds of any dependence, and it says so', () => {
    const factor = use({ epss: { probability: 0.2, date: null } }, { epss: { probability: 0.1, date: null } }, { epss: null });
    expect(factor.value).toBeCloseTo(1 - 0.8 * 0.9 * 0.997, 10);
    expect([factor.low, factor.unknown]).toEqual([0.1, false]);
    expect(factor.high).toBeCloseTo(0.36 + 0.19 + 0.04, 10);
    expect(factor.why.at(-1)).toEqual({ code: 'use-combined', params: { count: 3, unknown: 1 } });
  });

  test('an advisory without any vulnerability named is unknown too', () => expect(use()).toMatchObject({ value: 0.003, unknown: true }));

  test('law: one more vulnerability never lowers it, and it stays a probability', () => {
    fc.assert(fc.property(fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 40 }), (values) => {
      const list = values.map((probability) => vulnerability({ epss: probability === null ? null : { probability, date: null } })), all = useFactor(list, PARAMETERS), fewer = useFactor(list.slice(1), PARAMETERS);
      expect(inOrder(all) && all.value <= 1 && all.low >= 0 && all.high <= 1).toBe(true);
      if (list.length > 1) expect(all.value).toBeGreaterThanOrEqual(fewer.value - 1e-12);
      expect(all.why.length).toBeLessThanOrEqual(12);
    }));
  });
});

describe('exposure', () => {
  const exposure = (vectors: (string | null)[], rest: Partial<CareAsset>) => exposureFactor(asset('a', 'ct', rest), vectors.map((vector) => vulnerability({ vector })), PARAMETERS);
  test.each<[string, (string | null)[], Partial<CareAsset>, number, boolean]>([
    ['network, flat', ['AV:N/AC:L/Au:N/C:P/I:P/A:P'], { reach: 'flat' }, 0.8, false],
    ['network, internet', ['AV:N/AC:L/Au:N/C:P/I:P/A:P'], { reach: 'internet' }, 1, false],
    ['network, behind a border', ['AV:N/AC:L/Au:N/C:P/I:P/A:P'], { reach: 'segmented' }, 0.25, false],
    ['network, nobody knows', ['AV:N/AC:L/Au:N/C:P/I:P/A:P'], { reach: null }, 0.7, true],
    ['adjacent, internet: the router ends it', ['CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'], { reach: 'internet' }, 0.7, true],
    ['local', ['CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'], { reach: 'internet' }, 0.2, false],
    ['physical', ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H'], { reach: 'flat' }, 0.02, false],
    ['no vector', [null], { reach: 'internet' }, 0.5, true],
    ['the easiest way counts', ['CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'AV:N/AC:L/Au:N/C:P/I:P/A:P'], { reach: 'flat' }, 0.8, false],
  ])('%s', (_, vectors, rest, value, unknown) => { const factor = exposure(vectors, rest); expect([factor.value, factor.unknown]).toEqual([value, unknown]); });

  test('says which services were seen; what was only addressed is none', () => {
    const seen = exposure([null], { services: [{ protocol: 'telnet', port: 23, state: 'answered' }, { protocol: 'http', port: 80, state: 'addressed' }] });
    expect(seen.why[1]).toEqual({ code: 'exposure-services-seen', params: { count: 1, services: 'telnet/23' } });
    expect(exposure([null], {}).why[1]!.code).toBe('exposure-no-service-seen');
  });

  test.each([
    [{ publicAddress: true, zone: 'a', clientZones: [], enforced: true }, 'internet'], [{ publicAddress: false, zone: 'a', clientZones: ['a', 'b'], enforced: true }, 'flat'],
    [{ publicAddress: false, zone: 'a', clientZones: ['a', null], enforced: true }, 'segmented'], [{ publicAddress: false, zone: 'a', clientZones: ['a'], enforced: false }, null], [{ publicAddress: false, zone: null, clientZones: ['b'], enforced: false }, null],
  ])('reach of %j is %s', (seen, reach) => expect(reachOf(seen)).toBe(reach));
});

describe('vector', () => {
  test.each([
    ['AV:N/AC:M/Au:S/C:C/I:P/A:N', { attackVector: 'network', complex: true, privileges: 'low', interaction: true, confidentiality: 'high', integrity: 'low', exploit: null }],
    ['CVSS:3.0/AV:A/AC:L/PR:H/UI:R/S:C/C:N/I:H/A:N/E:H', { attackVector: 'adjacent', complex: false, privileges: 'high', interaction: true, confidentiality: 'none', integrity: 'high', exploit: 'public' }],
    ['CVSS:4.0/AV:N/AC:L/AT:P/PR:N/UI:N/VC:H/VI:L/VA:N/SC:N/SI:N/SA:N/E:A', { attackVector: 'network', complex: true, privileges: 'none', interaction: false, confidentiality: 'high', integrity: 'low', exploit: 'active' }],
    ['', null], ['CVSS:3.1/AV:X', null], ['AV:N/AC:L', null], [null, null],
  ])('%s', (vector, facts) => expect(vectorFacts(vector)).toEqual(facts));

  test('any text is a vector or none', () => { fc.assert(fc.property(fc.string(), (text) => { vectorFacts(text); })); });
});
