import { type FindingDecision, FINDING_STATUSES } from '@wardkeep/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decisionFault, type DecisionInput, hitRate, inForce, isDay, isExpired, type JudgedNow, lapseOf, offerable, type OfferedPair, standing, wilson } from './decisions.ts';
import { decision, NOW } from './testing.ts';

const today = (rest: Partial<JudgedNow> = {}): JudgedNow => ({ verdict: 'affected', statement: decision('x').basis.statement, versionClass: '1.0', ...rest });
const ids = (decisions: readonly FindingDecision[]) => decisions.map(({ id }) => id);

describe('days', () => {
  test.each([['2026-11-24', true], ['2026-11-25', false], ['2026-11-26', false], [null, false]])('%s is expired: %s', (day, expired) => expect(isExpired(day, NOW)).toBe(expired));
  test.each([['2026-02-28', true], ['2028-02-29', true], ['2026-02-29', false], ['2026-02-30', false], ['2026-13-01', false], ['26-01-01', false], ['', false], ['2026-04-31', false]])('%s is a day: %s', (day, good) => expect(isDay(day)).toBe(good));
});

describe('what lets a decision lapse', () => {
  test.each<[string, Partial<FindingDecision>, Partial<FindingDecision['basis']>, Partial<JudgedNow>, string | null]>([
    ['nothing', {}, {}, {}, null],
    ['its day', { expiresOn: '2026-11-24' }, {}, {}, 'expired'],
    ['not on its day', { expiresOn: '2026-11-25' }, {}, {}, null],
    ['the day of the risk', { status: 'known_affected', acceptance: { owner: 'o', reason: 'r', expiresOn: '2026-11-24' } }, {}, {}, 'acceptance-expired'],
    ['another version', {}, {}, { versionClass: '1.1' }, 'version-changed'],
    ['the publisher says something else', {}, {}, { statement: 'other' }, 'statement-changed'],
    ['affected wins over what could not be told', {}, { verdict: 'cannot_tell' }, {}, 'verdict-changed'],
    ['less sure is no reason', {}, {}, { verdict: 'cannot_tell' }, null],
    ['one that leaves it open holds', { status: 'known_affected' }, {}, { versionClass: '1.1', statement: 'other' }, null],
  ])('%s', (_, rest, basis, now, reason) => expect(lapseOf(decision('d', rest, basis), today(now), NOW)).toBe(reason));
});

describe('the decision in force', () => {
  const early = decision('early', { status: 'known_affected', at: '2026-01-01T00:00:00.000Z' }), late = decision('late', { at: '2026-06-01T00:00:00.000Z', assetKeys: ['udi:1', 'serial:1'] });

  test('a later one that names the strongest key replaces it', () => expect(ids(standing([early, late]))).toEqual(['late']));
  test('not one for another advisory, and not one that only shares a weaker key', () => {
    expect(ids(standing([early, { ...late, advisory: 'other' }]))).toEqual(['late', 'early']);
    expect(ids(standing([decision('a', { assetKeys: ['serial:1', 'mac:1'], at: '2026-01-01T00:00:00.000Z' }), decision('b', { assetKeys: ['serial:2', 'mac:1'] })]))).toEqual(['b', 'a']);
  });
  test('undone, it gives back what it had replaced; lapsed, it does not', () => {
    expect(ids(standing([early, { ...late, undoneAt: NOW }]))).toEqual(['early']);
    expect(inForce([early, { ...late, expiresOn: '2026-07-01' }], today(), NOW)).toMatchObject({ decision: null, lapsed: { decision: { id: 'late' }, reason: 'expired' } });
  });
  test('two lines of one asset: affected wins, whichever is newer', () => {
    const other = decision('other', { assetKeys: ['serial:2'], status: 'known_affected', at: '2020-01-01T00:00:00.000Z' });
    expect(inForce([late, other], today(), NOW).decision?.id).toBe('other');
  });
  test('a decision without a key belongs to nobody', () => expect(standing([decision('d', { assetKeys: [] })])).toEqual([]));

  test('law: the order of the list does not matter', () => {
    const any = fc.array(fc.record({ key: fc.constantFrom('k1', 'k2', 'k3'), more: fc.option(fc.constantFrom('k1', 'k2', 'k3')), at: fc.integer({ min: 0, max: 3 }), status: fc.constantFrom(...FINDING_STATUSES), undone: fc.boolean() }), { maxLength: 6 })
      .map((rows) => rows.map(({ key, more, at, status, undone }, index) => decision(`d${index}`, { assetKeys: more === null ? [key] : [key, more], at: `2026-01-0${at + 1}T00:00:00.000Z`, status, undoneAt: undone ? NOW : null })));
    fc.assert(fc.property(any, (list) => { expect(inForce([...list].reverse(), today(), NOW)).toEqual(inForce(list, today(), NOW)); expect(standing(standing(list))).toEqual(standing(list)); }));
  });
});

describe('before it is written down', () => {
  const fine: DecisionInput = { status: 'known_affected', reason: 'seen on the device', expiresOn: null, acceptance: null }, accept = { owner: 'Head of imaging', reason: 'replaced in spring', expiresOn: '2027-03-01' };
  test.each<[string, DecisionInput, string | null]>([
    ['fine', fine, null], ['fine with a risk borne', { ...fine, acceptance: accept }, null], ['no reason', { ...fine, reason: ' ' }, 'decision-reason-missing'], ['a day that is none', { ...fine, expiresOn: '2027-02-30' }, 'decision-day-invalid'],
    ['a day that is over', { ...fine, expiresOn: '2026-11-24' }, 'decision-day-invalid'], ['a risk without end', { ...fine, acceptance: { ...accept, expiresOn: '' } }, 'decision-day-invalid'], ['a risk without owner', { ...fine, acceptance: { ...accept, owner: '' } }, 'acceptance-owner-missing'],
    ['a risk without reason', { ...fine, acceptance: { ...accept, reason: '' } }, 'acceptance-reason-missing'], ['no risk to bear', { ...fine, status: 'fixed', acceptance: accept }, 'acceptance-nothing-to-accept'],
  ])('%s', (_, input, code) => expect(decisionFault(input, NOW)?.code ?? null).toBe(code));
});

describe('offering a decision to another hospital', () => {
  const pair: OfferedPair = { institution: 'south', advisory: 'ICSMA-26-001-01', revision: '2', verdict: 'affected', statement: decision('x').basis.statement, productClass: 'acme|pump|a', versionClass: '1.0' };
  test('who, when, until when, why; nothing about the other hospital\'s devices', () => {
    const { offer } = offerable(decision('d', { expiresOn: '2027-01-01' }), pair, NOW);
    expect(offer).toEqual({ decision: 'd', institution: 'north', author: 'Security office', at: '2026-11-20T00:00:00.000Z', expiresOn: '2027-01-01', status: 'known_not_affected', reason: 'No wireless module fitted.', revisionThen: '1', revisionNow: '2' });
    expect(JSON.stringify(offer)).not.toContain('serial');
  });
  test.each<[string, Partial<FindingDecision>, Partial<FindingDecision['basis']>, Partial<OfferedPair>]>([
    ['own', {}, {}, { institution: 'north' }], ['not-shared', { shared: false }, {}, {}], ['automatic', { automatic: true }, {}, {}], ['undone', { undoneAt: NOW }, {}, {}], ['expired', { expiresOn: '2026-11-24' }, {}, {}],
    ['risk-is-local', { status: 'known_affected', acceptance: { owner: 'o', reason: 'r', expiresOn: '2027-01-01' } }, {}, {}], ['open', { status: 'under_investigation' }, {}, {}], ['other-advisory', {}, {}, { advisory: 'X' }],
    ['other-product', {}, {}, { productClass: 'acme|pump|b' }], ['other-product', {}, { productClass: '||' }, { productClass: '||' }], ['other-version', {}, {}, { versionClass: '1.1' }], ['statement-changed', {}, {}, { statement: 'other' }], ['verdict-changed', {}, { verdict: 'cannot_tell' }, {}],
  ])('not: %s', (reason, rest, basis, other) => expect(offerable(decision('d', rest, basis), { ...pair, ...other }, NOW)).toEqual({ offer: null, reason }));
});

describe('hit rate', () => {
  const judged = (count: number, confirmed: number) => Array.from({ length: count }, (_, at) => decision(`d${at}`, { assetKeys: [`serial:${at}`], status: at < confirmed ? 'known_affected' : 'known_not_affected' }));

  // Wilson, 95 %: R, binom::binom.confint(method = "wilson") and the formula worked by hand.
  test.each([[0, 10, 0, 0.2775], [10, 10, 0.7225, 1], [35, 35, 0.9011, 1], [34, 34, 0.8985, 1], [50, 100, 0.4038, 0.5962], [97, 100, 0.9155, 0.9897]])('Wilson of %i in %i', (successes, trials, low, high) => {
    const interval = wilson(successes, trials);
    expect([interval.low, interval.high].map((value) => Number(value.toFixed(4)))).toEqual([low, high]);
  });
  test('no trial says nothing', () => expect(hitRate([])).toEqual({ judged: 0, confirmed: 0, rate: null, low: 0, high: 1, mayAccept: false }));
  test.each([[35, 35, true], [34, 34, false], [100, 97, true], [100, 95, false]])('of %i judged %i confirmed: may accept %s', (count, confirmed, may) => expect(hitRate(judged(count, confirmed))).toMatchObject({ judged: count, confirmed, mayAccept: may }));

  test.each<[string, Partial<FindingDecision>, Partial<FindingDecision['basis']>, number, number]>([
    ['a confirmed one counts', { status: 'known_affected' }, {}, 1, 1], ['a risk borne confirms', { status: 'known_affected', acceptance: { owner: 'o', reason: 'r', expiresOn: '2027-01-01' } }, {}, 1, 1], ['fixed means accepting it unseen was wrong', { status: 'fixed' }, {}, 1, 0],
    ['still open: not judged', { status: 'under_investigation' }, {}, 0, 0], ['below 0.9', {}, { score: 0.89 }, 0, 0], ['could not tell', {}, { verdict: 'cannot_tell' }, 0, 0], ['the machine does not judge itself', { automatic: true, status: 'known_affected' }, {}, 0, 0], ['undone', { undoneAt: NOW }, {}, 0, 0],
  ])('%s', (_, rest, basis, count, confirmed) => expect(hitRate([decision('d', rest, basis)])).toMatchObject({ judged: count, confirmed }));

  test('each pair once, with its last word', () => expect(hitRate([decision('a', { at: '2026-01-01T00:00:00.000Z' }), decision('b', { status: 'known_affected', at: '2026-02-01T00:00:00.000Z' })])).toMatchObject({ judged: 1, confirmed: 1 }));

  test('law: the interval holds the rate and narrows with trials', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 500 }), (trials, some) => {
      const successes = Math.min(some, trials), one = wilson(successes, trials), more = wilson(successes * 4, trials * 4);
      expect(one.low).toBeLessThanOrEqual(successes / trials + 1e-12);
      expect(one.high).toBeGreaterThanOrEqual(successes / trials - 1e-12);
      expect(more.high - more.low).toBeLessThan(one.high - one.low);
    }));
  });
});
