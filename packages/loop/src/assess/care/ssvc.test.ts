import { describe, expect, test } from 'vitest';
import { type CareMatch, rateCare } from './care.ts';
import type { RatedVulnerability } from './likelihood.ts';
import { ssvc, type SsvcOverrides, technicalOf } from './ssvc.ts';
import { CISA, DEPLOYER, HUMAN, lookUp, WELL_BEING } from './ssvc-tables.ts';
import { asset, fixed, NETWORK, PARAMETERS, role, service, vulnerability } from './testing.ts';
import { affectedTogether, careTwin } from './twin.ts';

/**
 * The published tables, row by row, from github.com/CERTCC/SSVC, folder data/csv: cisa/cisa_coordinator_2_0_3, ssvc/deployer_patch_application_priority_1_0_0,
 * ssvc/human_impact_1_0_0, ssvc/cvssv4_to_technical_impact_1_0_0, and data/csvs/mission-and-well-being_v1. Copyright 2025 Carnegie Mellon University, MIT (SEI)-style licence.
 */
const CISA_2_0_3 = `
  none,no,partial,low,track | none,no,partial,medium,track | none,no,partial,high,track | none,no,total,low,track
  none,no,total,medium,track | none,no,total,high,track* | none,yes,partial,low,track | none,yes,partial,medium,track
  none,yes,partial,high,attend | none,yes,total,low,track | none,yes,total,medium,track | none,yes,total,high,attend
  public poc,no,partial,low,track | public poc,no,partial,medium,track | public poc,no,partial,high,track* | public poc,no,total,low,track
  public poc,no,total,medium,track* | public poc,no,total,high,attend | public poc,yes,partial,low,track | public poc,yes,partial,medium,track
  public poc,yes,partial,high,attend | public poc,yes,total,low,track | public poc,yes,total,medium,track* | public poc,yes,total,high,attend
  active,no,partial,low,track | active,no,partial,medium,track | active,no,partial,high,attend | active,no,total,low,track
  active,no,total,medium,attend | active,no,total,high,act | active,yes,partial,low,attend | active,yes,partial,medium,attend
  active,yes,partial,high,act | active,yes,total,low,attend | active,yes,total,medium,act | active,yes,total,high,act`;
const DEPLOYER_1_0_0 = `
  none,small,no,low,defer | none,small,no,medium,defer | none,small,no,high,scheduled | none,small,no,very high,scheduled
  none,small,yes,low,defer | none,small,yes,medium,scheduled | none,small,yes,high,scheduled | none,small,yes,very high,scheduled
  none,controlled,no,low,defer | none,controlled,no,medium,scheduled | none,controlled,no,high,scheduled | none,controlled,no,very high,scheduled
  none,controlled,yes,low,scheduled | none,controlled,yes,medium,scheduled | none,controlled,yes,high,scheduled | none,controlled,yes,very high,scheduled
  none,open,no,low,defer | none,open,no,medium,scheduled | none,open,no,high,scheduled | none,open,no,very high,scheduled
  none,open,yes,low,scheduled | none,open,yes,medium,scheduled | none,open,yes,high,scheduled | none,open,yes,very high,out-of-cycle
  public poc,small,no,low,defer | public poc,small,no,medium,scheduled | public poc,small,no,high,scheduled | public poc,small,no,very high,scheduled
  public poc,small,yes,low,scheduled | public poc,small,yes,medium,scheduled | public poc,small,yes,high,scheduled | public poc,small,yes,very high,scheduled
  public poc,controlled,no,low,defer | public poc,controlled,no,medium,scheduled | public poc,controlled,no,high,scheduled | public poc,controlled,no,very high,scheduled
  public poc,controlled,yes,low,scheduled | public poc,controlled,yes,medium,scheduled | public poc,controlled,yes,high,scheduled | public poc,controlled,yes,very high,out-of-cycle
  public poc,open,no,low,scheduled | public poc,open,no,medium,scheduled | public poc,open,no,high,scheduled | public poc,open,no,very high,out-of-cycle
  public poc,open,yes,low,scheduled | public poc,open,yes,medium,scheduled | public poc,open,yes,high,out-of-cycle | public poc,open,yes,very high,out-of-cycle
  active,small,no,low,scheduled | active,small,no,medium,scheduled | active,small,no,high,out-of-cycle | active,small,no,very high,out-of-cycle
  active,small,yes,low,scheduled | active,small,yes,medium,out-of-cycle | active,small,yes,high,out-of-cycle | active,small,yes,very high,out-of-cycle
  active,controlled,no,low,scheduled | active,controlled,no,medium,scheduled | active,controlled,no,high,out-of-cycle | active,controlled,no,very high,out-of-cycle
  active,controlled,yes,low,out-of-cycle | active,controlled,yes,medium,out-of-cycle | active,controlled,yes,high,out-of-cycle | active,controlled,yes,very high,out-of-cycle
  active,open,no,low,scheduled | active,open,no,medium,out-of-cycle | active,open,no,high,out-of-cycle | active,open,no,very high,immediate
  active,open,yes,low,out-of-cycle | active,open,yes,medium,out-of-cycle | active,open,yes,high,immediate | active,open,yes,very high,immediate`;
const HUMAN_1_0_0 = `
  negligible,degraded,low | negligible,mef support crippled,low | negligible,mef failure,medium | negligible,mission failure,very high
  marginal,degraded,low | marginal,mef support crippled,low | marginal,mef failure,medium | marginal,mission failure,very high
  critical,degraded,medium | critical,mef support crippled,high | critical,mef failure,high | critical,mission failure,very high
  catastrophic,degraded,very high | catastrophic,mef support crippled,very high | catastrophic,mef failure,very high | catastrophic,mission failure,very high`;
const WELL_BEING_1 = `
  minimal,minimal,low | minimal,material,medium | minimal,irreversible,high | support,minimal,medium
  support,material,medium | support,irreversible,high | essential,minimal,high | essential,material,high
  essential,irreversible,high`;
const TECHNICAL_1_0_0 = `
  high,none,none,partial | low,none,none,partial | high,low,none,partial | high,none,low,partial
  none,none,none,partial | low,low,none,partial | high,high,none,partial | low,none,low,partial
  high,low,low,partial | high,none,high,partial | none,low,none,partial | low,high,none,partial
  none,none,low,partial | low,low,low,partial | high,high,low,partial | low,none,high,partial
  high,low,high,partial | none,high,none,partial | none,low,low,partial | low,high,low,partial
  none,none,high,partial | low,low,high,partial | high,high,high,total | none,high,low,total
  none,low,high,total | low,high,high,total | none,high,high,total`;

const rows = (published: string): string[][] => published.split(/[|\n]/).map((row) => row.trim()).filter((row) => row !== '').map((row) => row.split(','));

describe('the published tables', () => {
  test.each([['CISA', CISA, CISA_2_0_3, 36], ['deployer', DEPLOYER, DEPLOYER_1_0_0, 72], ['human impact', HUMAN, HUMAN_1_0_0, 16], ['mission and well-being', WELL_BEING, WELL_BEING_1, 9]] as const)('%s: every row, and every combination has one', (_, table, published, count) => {
    const all = rows(published);
    expect(all.length).toBe(count);
    expect(new Set(all.map((row) => row.slice(0, -1).join())).size).toBe(table.inputs.reduce((product, list) => product * list.length, 1));
    for (const row of all) expect([row, lookUp<string>(table, ...row.slice(0, -1))]).toEqual([row, row.at(-1)]);
    expect(table.outcomes.replaceAll(' ', '').length).toBe(count);
  });

  test('technical impact from CVSS: every row', () => {
    const letter = (level: string) => level[0]!.toUpperCase();
    expect(rows(TECHNICAL_1_0_0).length).toBe(27);
    for (const [privileges, confidentiality, integrity, impact] of rows(TECHNICAL_1_0_0)) {
      const vector = `CVSS:4.0/AV:N/AC:L/AT:N/PR:${letter(privileges!)}/UI:N/VC:${letter(confidentiality!)}/VI:${letter(integrity!)}/VA:N/SC:N/SI:N/SA:N`;
      expect([vector, technicalOf(vulnerability({ vector })).value]).toEqual([vector, impact]);
    }
  });

  test('a value outside its list is refused', () => expect(() => lookUp(HUMAN, 'negligible', 'none')).toThrow('expected one of degraded, mef support crippled, mef failure, mission failure, found none'));
});

const ED = service('Emergency', [[role('ct')]], { safetyWeight: fixed(1), plannedHoursPerWeek: fixed(168) });
const OTHER = service('Outpatients', [[role('ultrasound')]], { safetyWeight: fixed(0.2), plannedHoursPerWeek: fixed(40) });

function decide(options: { is?: string; services?: (typeof ED)[]; vulnerabilities?: Partial<RatedVulnerability>[]; reach?: 'internet' | 'flat' | 'segmented' | null; overrides?: SsvcOverrides } = {}) {
  const it = asset('a', options.is ?? 'ct', { reach: options.reach === undefined ? 'flat' : options.reach }), twin = careTwin(options.services ?? [ED, OTHER], [it]);
  const match: CareMatch = { vulnerabilities: (options.vulnerabilities ?? [{}]).map(vulnerability), hasFix: true, affected: affectedTogether([it]) };
  const result = ssvc(it, match, rateCare(it, match, twin, PARAMETERS), twin, PARAMETERS, options.overrides);
  return { ...result, of: Object.fromEntries(result.points.map((point) => [point.point, point.value])), why: Object.fromEntries(result.points.map((point) => [point.point, point.why.code])), unknown: result.points.filter((point) => point.unknown).map((point) => point.point) };
}

describe('decision', () => {
  test('the only scanner of an emergency department, exploited: act, immediate after an internet address', () => {
    const result = decide({ vulnerabilities: [{ kev: { ransomware: false, date: null } }], reach: 'internet' });
    expect([result.decision, result.priority]).toEqual(['act', 'immediate']);
    expect(result.of).toEqual({
      exploitation: 'active', automatable: 'yes', 'technical-impact': 'total', 'mission-prevalence': 'essential', 'public-well-being': 'irreversible', 'mission-and-well-being': 'high',
      'system-exposure': 'open', 'safety-impact': 'catastrophic', 'mission-impact': 'mef failure', 'human-impact': 'very high',
    });
    expect(result.unknown).toEqual([]);
    expect(result.points.length).toBe(10);
  });

  test('a printer that nothing needs: track, defer', () => {
    const result = decide({ is: 'printer', vulnerabilities: [{ vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:N/A:N' }] });
    expect([result.decision, result.priority]).toEqual(['track', 'defer']);
    expect([result.of['mission-prevalence'], result.of['safety-impact'], result.why['mission-impact']]).toEqual(['minimal', 'negligible', 'ssvc-no-service']);
  });

  test('a pump that nobody placed is not taken for unimportant, and says it is not known', () => {
    const result = decide({ is: 'infusion-pump' });
    expect(result.of).toMatchObject({ 'safety-impact': 'marginal', 'mission-impact': 'mef support crippled', 'mission-prevalence': 'support', 'mission-and-well-being': 'medium' });
    expect(result.unknown).toEqual(['exploitation', 'mission-prevalence', 'safety-impact', 'mission-impact']);
  });

  test.each([
    ['without fallback', 0, 'catastrophic', 'mef failure'], ['half by hand', 0.5, 'critical', 'mef failure'], ['most by hand', 0.7, 'marginal', 'mef support crippled'], ['nearly all by hand', 0.9, 'negligible', 'mef support crippled'], ['all of it by hand', 1, 'negligible', 'degraded'],
  ])('safety and mission follow the fallback: %s', (_, fallback, safety, mission) => {
    const result = decide({ services: [{ ...ED, fallbackShare: fixed(fallback) }, OTHER] });
    expect([result.of['safety-impact'], result.of['mission-impact']]).toEqual([safety, mission]);
  });

  test('mission fails when several services fail that hold most of the hours', () => {
    const ward = { ...ED, id: 'ward', name: 'Ward' };
    expect(decide({ services: [ED, ward, OTHER] }).of['mission-impact']).toBe('mission failure');
    expect(decide({ services: [ED, ward, { ...OTHER, plannedHoursPerWeek: fixed(2000) }] }).of['mission-impact']).toBe('mef failure');
    expect(decide({ services: [ED] }).of['mission-impact']).toBe('mef failure');
  });

  test.each<[string, Partial<RatedVulnerability>[], string, string]>([
    ['KEV', [{ kev: { ransomware: false, date: null } }], 'active', 'ssvc-kev'],
    ['CISA published it', [{ ssvc: { exploitation: 'public poc' } }], 'public poc', 'ssvc-published'],
    ['newer evidence beats what was published', [{ ssvc: { exploitation: 'none' }, exploitPublic: true }], 'public poc', 'ssvc-exploit-public'],
    ['CVSS 4 attacked', [{ vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:A' }], 'active', 'ssvc-vector'],
    ['nothing is known', [{}], 'none', 'ssvc-no-evidence'],
    ['unproven', [{ vector: `${NETWORK}/E:U` }], 'none', 'ssvc-vector'],
    ['the worst of several', [{}, { exploitPublic: true }], 'public poc', 'ssvc-exploit-public'],
  ])('exploitation: %s', (_, vulnerabilities, value, code) => { const result = decide({ vulnerabilities }); expect([result.of.exploitation, result.why.exploitation]).toEqual([value, code]); });

  test.each<[string, Partial<RatedVulnerability>, string, string]>([
    ['no vector is taken for the worst', { vector: null }, 'yes', 'total'], ['an account is needed', { vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H' }, 'no', 'total'],
    ['published values win', { ssvc: { automatable: 'no', technicalImpact: 'partial' } }, 'no', 'partial'], ['luck is needed', { vector: 'CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:H/I:H/A:H' }, 'no', 'total'], ['the neighbour only', { vector: 'CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' }, 'no', 'total'], ['a person must click', { vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:L/I:L/A:N' }, 'no', 'partial'],
  ])('automatable and technical impact: %s', (_, it, automatable, technical) => expect(decide({ vulnerabilities: [it] }).of).toMatchObject({ automatable, 'technical-impact': technical }));

  test.each<[string, string | null, 'internet' | 'flat' | 'segmented' | null, string, boolean]>([
    ['local', 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 'internet', 'small', false], ['internet', NETWORK, 'internet', 'open', false], ['adjacent in the internet', NETWORK.replace('AV:N', 'AV:A'), 'internet', 'controlled', false],
    ['flat', NETWORK, 'flat', 'controlled', false], ['behind a border', NETWORK, 'segmented', 'small', false], ['unknown', NETWORK, null, 'controlled', true],
  ])('system exposure: %s', (_, vector, reach, value, unknown) => { const result = decide({ vulnerabilities: [{ vector }], reach }); expect([result.of['system-exposure'], result.unknown.includes('system-exposure')]).toEqual([value, unknown]); });

  test('a person may set a point; what follows from it follows, and the machine\'s reason stays', () => {
    const result = decide({ overrides: { 'safety-impact': 'negligible', exploitation: 'none' } });
    expect(result.of).toMatchObject({ 'safety-impact': 'negligible', 'public-well-being': 'minimal', 'human-impact': 'medium' });
    expect(result.points.filter((point) => point.overridden).map((point) => point.point)).toEqual(['safety-impact']);
    expect(result.unknown).toEqual([]);
    expect(() => decide({ overrides: { exploitation: 'poc' } })).toThrow('SSVC exploitation: expected one of none, public poc, active, found poc.');
  });
});
