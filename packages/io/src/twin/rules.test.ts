import { readFileSync } from 'node:fs';
import { answerFaults, settingsOf } from '@wardkeep/loop/simulate/twin/answers';
import { checkTwin } from '@wardkeep/loop/simulate/twin/check';
import { joinTwins } from '@wardkeep/loop/simulate/twin/join';
import { betaOf, betaOfRow, delayOfRow, fromGuess } from '@wardkeep/loop/simulate/twin/numbers';
import { LANGUAGES, type NumberTarget, type TwinAnswers, UNKNOWN } from '@wardkeep/loop/simulate/twin/rules';
import { monthsBefore, type TemplateOptions, twinFromTemplate } from '@wardkeep/loop/simulate/twin/template';
import { countSources, visitNumbers } from '@wardkeep/loop/simulate/twin/walk';
import type { Twin } from '@wardkeep/model/twin';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RULES_FOLDER } from '../rules.ts';
import { parseTwinRules, twinRules, type TwinRuleTexts } from './rules.ts';

const rules = twinRules(), OPTIONS: TemplateOptions = { id: 'h', name: null, asOf: '2026-11-22', language: 'en', size: null };
const template = (id: string) => rules.templates.find((each) => each.id === id)!;
const anyAnswers: fc.Arbitrary<TwinAnswers> = fc.record(Object.fromEntries(rules.questions.map(({ id, options }) => [id, fc.constantFrom(UNKNOWN, ...options.map((option) => option.id))])), { requiredKeys: [] }) as fc.Arbitrary<TwinAnswers>;

describe('templates', () => {
  test('kinds and sizes: nine of them', () => { expect(rules.templates.map(({ id, kind }) => `${id} ${kind}`)).toEqual(['T1 hospital', 'T2 hospital', 'T3 hospital', 'T4 hospital', 'T5 primary-care', 'T6 social-care-home', 'S1 emergency-service', 'S2 emergency-service', 'S3 laboratory']); });

  test.each(rules.templates.flatMap(({ id }) => LANGUAGES.map((language) => [id, language] as const)))('%s in %s gives a twin without faults, whatever is answered', (id, language) => {
    fc.assert(fc.property(anyAnswers, (answers) => { expect(checkTwin(twinFromTemplate(template(id), answers, rules, { ...OPTIONS, language }))).toEqual([]); }), { numRuns: 12 });
  });

  test('beds of T2 are the row\'s; twice the beds are twice the activity, and the shares stay', () => {
    const one = twinFromTemplate(template('T2'), {}, rules, OPTIONS), two = twinFromTemplate(template('T2'), {}, rules, { ...OPTIONS, size: 600 });
    const visits = ({ institutions: [i] }: Twin) => i!.services.find(({ kind }) => kind === 'emergency-department')!.patientsPerWeek!;
    expect(visits(one)).toMatchObject({ value: 1887, low: 1442, high: 2423, source: { kind: 'derived', from: ['AND-ED-BED', 'ES-ED-SNS'] } });
    expect(visits(two)).toMatchObject({ value: 3774, low: 2884, high: 4846 });
    expect(two.institutions[0]!.beds).toMatchObject({ value: 600, source: { kind: 'measured', by: 'answer' } });
    const pumps = (twin: Twin) => twin.institutions[0]!.sites[0]!.zones.flatMap(({ assets }) => assets).find(({ role }) => role === 'infusion-pump')!;
    expect(pumps(two).count.value).toBe(2 * pumps(one).count.value);
    expect(pumps(two).patch).toEqual(pumps(one).patch);
  });

  test('a product with an assumption is assumed and names both rows', () => {
    const twin = twinFromTemplate(template('T2'), {}, rules, OPTIONS), pumps = twin.institutions[0]!.sites[0]!.zones.flatMap(({ assets }) => assets).find(({ role }) => role === 'infusion-pump')!;
    expect(pumps.count).toEqual({ value: 342, low: 114, high: 1425, source: { kind: 'assumed', from: ['DEV-BED-US', 'CYN-PUMP'], note: 'connected_medical_devices × device_share_infusion_pumps' } });
  });

  test('what a source says is marked so, and its row travels along', () => {
    const twin = twinFromTemplate(template('T2'), {}, rules, OPTIONS), surgery = twin.institutions[0]!.services.find(({ kind }) => kind === 'elective-surgery')!;
    expect(surgery.fallbackShare).toEqual({ value: 0.65, low: 0.6, high: 0.7, source: { kind: 'sourced', id: 'OR-UVM', note: null } });
    expect(twin.sources.find(({ id }) => id === 'OR-UVM')).toMatchObject({ title: 'Vascular Specialist: UVM outage', url: expect.stringMatching(/^https:/), readAs: 'primary', caveat: 'triaged daily' });
    expect(countSources(twin)).toMatchObject({ sourced: expect.any(Number), answered: 0, measured: 0 });
  });

  test('an institution that has no size refuses one', () => { expect(() => twinFromTemplate(template('S2'), {}, rules, { ...OPTIONS, size: 5 })).toThrow('neither beds nor places'); });

  test('no number is fitted to the incidents that are held out for backtests', () => {
    // AS-crew is fitted to how many servers were back on which day in Ireland.
    const text = JSON.stringify([...rules.rows.values()].map(({ id, title }) => [id, title]));
    expect(text).not.toMatch(/Synnovis|Clinic Barcelona|Hospital Clínic|D(?:ü|ue)sseldorf|"RC-05[2-6]"|"AS-crew"|"TM-026"/i);
  });
});

describe('questions', () => {
  test('twenty, with words in three languages, clauses that exist, and rows that exist', () => {
    expect(rules.questions).toHaveLength(20);
    for (const { maps, rows } of rules.questions) {
      for (const letter of maps.nis2) expect(letter).toMatch(/^[a-j]$/);
      for (const measure of maps.ens) expect(measure).toMatch(/^(?:op\.(?:pl\.[1-5]|acc\.[1-6]|exp\.(?:[1-9]|10)|ext\.[1-4]|nub\.1|cont\.[1-4]|mon\.[1-3])|mp\.(?:eq\.[1-4]|com\.[1-4]|per\.[1-4]|info\.[1-6]|s\.[1-4]))$/);
      expect(maps.hph.length).toBeGreaterThan(0);
      expect(rows.length).toBeGreaterThan(0);
    }
  });

  test.each(rules.questions.map((question) => [question.id, question] as const))('%s: "don\'t know" spans every answer, and holds its starting value', (id, { options }) => {
    const unknown = settingsOf(rules, {});
    for (const { id: option, sets } of options) {
      const answered = settingsOf(rules, { [id]: option });
      for (const { target, to } of sets) {
        if (typeof to === 'string') continue;
        const wide = unknown.number(target as NumberTarget), narrow = answered.number(target as NumberTarget);
        expect(wide.low).toBeLessThanOrEqual(narrow.low);
        expect(wide.high).toBeGreaterThanOrEqual(narrow.high);
        expect(wide.low <= wide.value && wide.value <= wide.high).toBe(true);
        expect(wide.source).toMatchObject({ kind: 'assumed', note: `${id}: unknown` });
      }
    }
  });

  /** Of a question's numbers, those that are better when they are larger. */
  const RISING = /mfa-(?:remote|mail|admin)|tiering|reach\.|edr|alarm|stop|reports|controlled|paperShare|executed|crews/;
  test.each(rules.questions.map((question) => [question.id, question] as const))('%s: options rise from worst to best', (_, { options }) => {
    for (const { target } of options[0]!.sets) {
      const values = options.flatMap(({ sets }) => sets.flatMap((set) => (set.target === target && typeof set.to !== 'string' ? [fromGuess(rules, set.to).value] : [])));
      expect([...values].sort((a, b) => (RISING.test(target) ? a - b : b - a))).toEqual(values);
    }
  });

  test('an answer marks what it set, and the same answers give the same twin', () => {
    const answers = { zones: 'named', 'backup-offline': 'immutable', monitoring: 'office', reporting: 'button', 'downtime-drills': 'year', 'shared-domain': 'shared' }, twin = twinFromTemplate(template('T2'), answers, rules, OPTIONS), [i] = twin.institutions;
    expect(twin.reachability.find(({ from, to }) => from === 'h-office' && to === 'h-servers')!.enforced).toEqual({ value: 0.9, low: 0.75, high: 1, source: { kind: 'measured', by: 'answer', on: null, note: 'zones: named' } });
    expect(i!.backups[0]).toMatchObject({ kind: 'immutable', domain: null, lossIfAttacked: { value: 0.08, source: { kind: 'assumed', from: ['AS-018'] } } });
    expect(i!.defences['alarm-per-step']).toMatchObject({ value: 0.143, source: { kind: 'sourced', id: 'TM-046', note: 'monitoring: office' } });
    expect(i!.people[0]!.reports).toMatchObject({ alpha: 2.47, beta: 22.2 });
    expect(i!.services[0]!.downtime.lastDrilled).toBe('2026-05-22');
    expect(twin.domains.map(({ id }) => id)).toEqual(['region-domain']);
    expect(twinFromTemplate(template('T2'), answers, rules, OPTIONS)).toEqual(twin);
  });

  test('unknown questions and options are named, and refused by what needs them', () => {
    const answers = { zones: 'best', weather: 'good' };
    expect(answerFaults(rules.questions, answers).map(({ code, place }) => `${code} ${place}`)).toEqual(['option-unknown answers.zones', 'question-unknown answers']);
    expect(() => twinFromTemplate(template('T2'), answers, rules, OPTIONS)).toThrow('answers.zones: Expected one of flat');
  });
});

describe('numbers', () => {
  test('every Beta of a row can be read and has the row\'s value as its mean, as its caveat promises', () => {
    for (const row of rules.rows.values()) {
      const beta = betaOfRow(row);
      if (row.distribution?.startsWith('Beta(')) expect(beta, row.id).not.toBeNull();
      if (beta && typeof row.value === 'number') expect(Math.abs(beta.alpha / (beta.alpha + beta.beta) - row.value) < Math.max(0.02, 0.15 * row.value), row.id).toBe(true);
    }
  });
  test('lognormal minutes of PH-027', () => { expect(delayOfRow(rules.rows.get('PH-027')!)).toMatchObject({ medianMinutes: 81.45, sigma: 2 }); });
  test('a Beta keeps the mean; P5 and P95 are about the bounds of a normal', () => {
    fc.assert(fc.property(fc.double({ min: 0.05, max: 0.95, noNaN: true }), fc.double({ min: 0.01, max: 0.2, noNaN: true }), (value, spread) => {
      const { alpha, beta } = betaOf({ value, low: Math.max(0, value - spread), high: Math.min(1, value + spread), source: { kind: 'assumed', from: [], note: null } });
      expect(alpha / (alpha + beta)).toBeCloseTo(value, 2);
      expect(alpha).toBeGreaterThan(0);
      expect(beta).toBeGreaterThan(0);
    }));
  });
  test.each([['2026-11-22', '6', '2026-05-22'], ['2026-03-31', '1', '2026-02-28'], ['2024-03-31', '1', '2024-02-29'], ['2026-01-15', '18', '2024-07-15'], ['2026-01-15', 'never', null]])('%s, %s months before: %s', (day, months, expected) => { expect(monthsBefore(day, months)).toBe(expected); });
});

test('a region of templates joins: the record they share is one, its members are all', () => {
  const twins = ['T1', 'T2', 'T5', 'T6', 'S3'].map((id) => twinFromTemplate(template(id), { 'shared-domain': 'shared' }, rules, { ...OPTIONS, id: id.toLowerCase() })), region = joinTwins('Region', twins);
  expect(checkTwin(region)).toEqual([]);
  expect(region.sharedServices.find(({ id }) => id === 'diraya')!.members).toEqual(['t1', 't2', 't5']);
  expect(region.domains.find(({ id }) => id === 'region-domain')!.institutions).toEqual(['t1', 't2', 's3']);
  let numbers = 0, expected = 0;
  const count = (twin: Twin, add: () => void) => { visitNumbers({ ...twin, domains: [], sharedServices: [] }, { number: add, beta: add, delay: add }); };
  count(region, () => { numbers++; });
  for (const twin of twins) count(twin, () => { expected++; });
  expect(numbers).toBe(expected);
});

describe('the loader refuses a file of ours that does not hold together', () => {
  const text = (name: string) => readFileSync(new URL(`twin/${name}.yaml`, RULES_FOLDER), 'utf8');
  const texts = Object.fromEntries(['rows', 'templates', 'layouts', 'care', 'questions', 'defaults'].map((name) => [name, text(name)])) as TwinRuleTexts;
  test.each<[keyof TwinRuleTexts, string, string, string]>([
    ['questions', 'row: EX-068', 'row: EX-999', 'there is no EX-999'],
    ['questions', 'target: backups.kind, to: online', 'target: backups.kind, to: cloud', 'backups.kind cannot be cloud'],
    ['questions', 'value: [0.35, 0.15, 0.6]', 'value: [0.35, 0.5, 0.6]', 'in order'],
    ['questions', ', { target: backups.lossIfAttacked, row: EX-068 }', '', 'expected it to set'],
    ['templates', 'from: [AND-ICU-RATIO]', 'from: []', 'unless assumed, the rows'],
    ['templates', 'layout: hospital', 'layout: castle', 'no layout castle'],
    ['layouts', 'zone: clinical, role: workstation', 'zone: attic, role: workstation', 'no zone attic'],
    ['layouts', 'runsOn: [ehr, database]', 'runsOn: [ehr, ghost]', 'no fleet ghost'],
    ['layouts', '[{ app: record }]', '[{ app: ghost }]', 'no application ghost'],
    ['layouts', 'name: [CT, TC, CT]', 'name: [CT, TC]', 'expected a name as [en, es, hu]'],
    ['care', 'weight: AS-weight:dialysis', 'weight: dear', 'there is no dear'],
    ['rows', 'read_as: secondary', 'read_as: heard', 'expected title and read_as'],
  ])('%s: %s', (file, from, to, sentence) => {
    expect(texts[file]).toContain(from);
    expect(() => parseTwinRules({ ...texts, [file]: texts[file].replace(from, to) })).toThrow(sentence);
  });
});
