import { type Advisory, type AssessPair, type Finding, type FindingDecision, HISTORY_CODES } from '@wardkeep/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amend } from './amend.ts';
import { acceptancesUntil, type FindingAsset, isActive, reconcile, type Reconciled, type Reconciling } from './reconcile.ts';
import { statementFingerprint } from './revision.ts';
import { advisory, asset, decision, fix, NOW, pair, product, vulnerability } from './testing.ts';

const LATER = '2026-12-25T10:00:00.000Z', PUMP = asset('pump-1', ['serial:1']), OTHER = asset('pump-2', ['serial:2']);
interface Situation { previous?: readonly Finding[]; decisions?: readonly FindingDecision[]; assets?: readonly FindingAsset[]; pairs?: readonly AssessPair[]; advisories?: readonly Advisory[]; scope?: Reconciling['scope']; now?: string }

function run({ previous = [], decisions = [], assets = [PUMP], pairs = [pair('pump-1')], advisories = [advisory()], scope = { assets: null, advisories: null }, now = NOW }: Situation = {}): Reconciled {
  return reconcile({ previous, decisions, assets, pairs, advisories: new Map(advisories.map((it) => [it.id, it])), scope, now });
}
const next = (before: Reconciled, situation: Situation = {}): Reconciled => run({ now: LATER, ...situation, previous: before.findings });
const codes = ({ alerts }: Reconciled) => alerts.map(({ code, assetId }) => `${code} ${assetId}`);
const logged = ({ log }: Reconciled) => log.map(({ code }) => code);
const only = ({ findings }: Reconciled): Finding => { expect(findings.length).toBe(1); return findings[0]!; };

describe('found', () => {
  test('a new pair is a finding, active, and called', () => {
    const first = run();
    expect(only(first)).toMatchObject({ id: 'ICSMA-26-001-01 serial:1', status: 'known_affected', verdict: 'affected', gone: null, progress: 'not_remediated', vulnerabilities: [{ id: 'CVE-2026-0001', status: 'known_affected' }], firstSeenAt: NOW, changedAt: NOW });
    expect(codes(first)).toEqual(['new-finding pump-1']);
  });
  test('what the machine cannot tell is active too', () => expect(only(run({ pairs: [pair('pump-1', { verdict: 'cannot_tell', score: 0.5 })] }))).toMatchObject({ status: 'under_investigation', vulnerabilities: [{ status: 'under_investigation' }] }));
  test('decided before it was found: no call, but said', () => { const first = run({ decisions: [decision('d')] }); expect([only(first).status, codes(first), logged(first)]).toEqual(['known_not_affected', [], ['found-decided']]); });
});

describe('the same again', () => {
  test('changes nothing, calls nobody, and gives back the same objects', () => {
    const first = run({ assets: [PUMP, OTHER], pairs: [pair('pump-1'), pair('pump-2')], decisions: [decision('d')] }), second = next(first, { assets: [OTHER, PUMP], pairs: [pair('pump-2'), pair('pump-1')], decisions: [decision('d')] });
    expect(second.findings.length).toBe(2);
    second.findings.forEach((finding, at) => expect(finding).toBe(first.findings[at]));
    expect([second.alerts, second.log]).toEqual([[], []]);
  });

  test('keeps what people wrote', () => {
    const first = run(), written = (['assign', 'due', 'progress', 'measure', 'comment'] as const).reduce((finding, kind) => amend(finding, ({ assign: { kind: 'assign', assignee: 'IT' }, due: { kind: 'due', dueOn: '2027-01-31' }, progress: { kind: 'progress', progress: 'in_progress' }, measure: { kind: 'measure', text: 'Port 23 closed' }, comment: { kind: 'comment', text: 'Called the maker' } } as const)[kind], 'anna', NOW), only(first));
    const second = run({ previous: [written], now: LATER });
    expect(only(second)).toBe(written);
    expect(written).toMatchObject({ assignee: 'IT', dueOn: '2027-01-31', progress: 'in_progress', measures: [{ text: 'Port 23 closed', by: 'anna', at: NOW }] });
    expect(written.history.map(({ code, by }) => [code, by])).toEqual([['found', null], ['amend-assign', 'anna'], ['amend-due', 'anna'], ['amend-progress', 'anna'], ['amend-measure', 'anna'], ['amend-comment', 'anna']]);
  });

  test('an amendment that changes nothing is none; a day that is none is refused', () => {
    const finding = only(run());
    expect(amend(finding, { kind: 'assign', assignee: null }, 'anna', NOW)).toBe(finding);
    expect(amend(finding, { kind: 'progress', progress: 'not_remediated' }, 'anna', NOW)).toBe(finding);
    expect(() => amend(finding, { kind: 'due', dueOn: 'soon' }, 'anna', NOW)).toThrow('expected a day as YYYY-MM-DD, found soon');
    expect(() => amend(finding, { kind: 'comment', text: ' ' }, 'anna', NOW)).toThrow('Expected a text');
  });
});

describe('identity', () => {
  test('the id of the asset changes: finding and decision stay', () => {
    const first = run({ decisions: [decision('d')] }), second = next(first, { assets: [asset('new-id', ['udi:9', 'serial:1'])], pairs: [pair('new-id')], decisions: [decision('d')] });
    expect(only(second)).toMatchObject({ id: only(first).id, assetId: 'new-id', assetKeys: ['udi:9', 'serial:1'], status: 'known_not_affected', decision: 'd' });
    expect(codes(second)).toEqual([]);
  });

  test('a decision hangs on through keys that come one after another', () => {
    const made = decision('d', { assetKeys: ['mac:1'] }), one = run({ assets: [asset('a', ['mac:1'])], pairs: [pair('a')], decisions: [made] });
    const two = next(one, { assets: [asset('a', ['serial:1', 'mac:1'])], pairs: [pair('a')], decisions: [made] }), three = next(two, { assets: [asset('b', ['serial:1'])], pairs: [pair('b')], decisions: [made] });
    expect(only(three)).toMatchObject({ assetId: 'b', assetKeys: ['serial:1', 'mac:1'], status: 'known_not_affected' });
    expect([codes(two), codes(three)]).toEqual([[], []]);
  });

  test('a weak key that wanders to another device takes neither finding nor decision with it', () => {
    const made = decision('d', { assetKeys: ['serial:1', 'mac:1'] }), first = run({ assets: [asset('a', ['serial:1', 'mac:1'])], pairs: [pair('a')], decisions: [made] });
    const second = next(first, { assets: [asset('a', ['serial:1']), asset('b', ['serial:2', 'mac:1'])], pairs: [pair('a'), pair('b')], decisions: [made] });
    expect(second.findings.map(({ assetId, status, assetKeys }) => [assetId, status, assetKeys])).toEqual([['a', 'known_not_affected', ['serial:1']], ['b', 'known_affected', ['serial:2', 'mac:1']]]);
    expect(codes(second)).toEqual(['new-finding b']);
  });

  test('two devices were one: one finding, both histories, affected wins', () => {
    const decisions = [decision('no', { assetKeys: ['serial:1'] }), decision('yes', { assetKeys: ['mac:2'], status: 'known_affected', at: '2026-01-01T00:00:00.000Z' })];
    const first = run({ assets: [asset('a', ['serial:1']), asset('b', ['mac:2'])], pairs: [pair('a'), pair('b')], decisions }), second = next(first, { assets: [asset('a', ['serial:1', 'mac:2'])], pairs: [pair('a')], decisions });
    expect(first.findings.map(({ status }) => status)).toEqual(['known_affected', 'known_not_affected']);
    expect(only(second)).toMatchObject({ status: 'known_affected', decision: 'yes', assetKeys: ['serial:1', 'mac:2'] });
    expect(only(second).history.filter(({ code }) => code === 'found').length).toBe(2);
    expect(logged(second)).toContain('merged');
    expect(only(next(second, { assets: [asset('a', ['serial:1', 'mac:2'])], pairs: [pair('a')], decisions }))).toBe(only(second));
  });

  test('a key that two assets claim names neither', () => {
    const made = decision('d', { assetKeys: ['mac:1'] }), twins = run({ assets: [asset('a', ['mac:1']), asset('b', ['mac:1'])], pairs: [pair('a'), pair('b')], decisions: [made] });
    expect(twins.findings.map(({ assetId, status }) => [assetId, status])).toEqual([['a', 'known_affected'], ['b', 'known_affected']]);
  });

  test('an id in use is not given twice', () => {
    const first = run({ assets: [asset('a', ['mac:1', 'host:a'])], pairs: [pair('a')] }), moved = [asset('a', ['serial:1', 'host:a']), asset('b', ['mac:1'])];
    // The card of one device is found in another: the finding follows its strongest key, the other device gets a finding of its own.
    const second = next(first, { assets: moved, pairs: [pair('a'), pair('b')] });
    expect(second.findings.map(({ id, assetId }) => [id, assetId])).toEqual([['ICSMA-26-001-01 mac:1', 'b'], ['ICSMA-26-001-01 serial:1', 'a']]);
    const third = next(run({ assets: [asset('a', ['serial:1', 'mac:1'])], pairs: [pair('a')] }), { assets: [asset('a', ['mac:1']), asset('b', ['serial:1'])], pairs: [pair('a'), pair('b')] });
    expect(new Set(third.findings.map(({ id }) => id)).size).toBe(2);
  });
});

describe('nothing vanishes', () => {
  const GONE: [string, Situation, Partial<Finding>, string[]][] = [
    ['the asset left', { assets: [], pairs: [] }, { gone: 'asset-gone', status: 'known_affected' }, []],
    ['another version: fixed by it', { assets: [asset('pump-1', ['serial:1'], '2.1')], pairs: [] }, { gone: 'version-changed', status: 'fixed', progress: 'done' }, ['fixed-by-version pump-1']],
    ['the list had it wrong', { assets: [asset('pump-1', ['serial:1'], '1.0', { model: 'B' })], pairs: [] }, { gone: 'identity-corrected', status: 'known_not_affected' }, ['status-changed pump-1']],
    ['the advisory no longer names it', { pairs: [], advisories: [advisory({ revision: '2' })] }, { gone: 'advisory-revised', status: 'known_not_affected', revision: '2' }, ['status-changed pump-1']],
    ['the advisory was taken back', { pairs: [], advisories: [advisory({ revision: '2', state: 'withdrawn' })] }, { gone: 'advisory-withdrawn', status: 'known_affected' }, []],
    ['our own matching changed', { pairs: [] }, { gone: 'matching-changed', status: 'known_not_affected' }, ['status-changed pump-1']],
  ];
  test.each(GONE)('%s', (_, situation, expected, alerts) => {
    const second = next(run(), situation);
    expect(only(second)).toMatchObject({ ...expected, verdict: null });
    expect(only(second).history.at(-1)).toMatchObject({ code: 'gone', params: { reason: expected.gone } });
    expect(isActive(only(second))).toBe(false);
    expect(codes(second)).toEqual(alerts);
    if (alerts.length === 0) expect(logged(second)).toContain('gone');
    expect(only(next(second, situation))).toBe(only(second));
  });

  test.each(GONE)('and it comes back when it matches again: %s', (_, situation) => {
    const third = next(next(run(), situation));
    expect(only(third)).toMatchObject({ gone: null, status: 'known_affected', progress: 'not_remediated', verdict: 'affected' });
    expect(codes(third)).toEqual(['reopened pump-1']);
  });

  test('a version that settles a "cannot tell" means not affected, not fixed', () => {
    const unknown = [asset('pump-1', ['serial:1'], null)], second = next(run({ assets: unknown, pairs: [pair('pump-1', { verdict: 'cannot_tell' })] }), { pairs: [] });
    expect(only(second)).toMatchObject({ gone: 'version-changed', status: 'known_not_affected', progress: 'not_remediated' });
    expect(codes(second)).toEqual(['status-changed pump-1']);
  });

  test('what a person closed stays as she closed it, and goes quietly', () => {
    for (const status of ['known_not_affected', 'fixed'] as const) {
      const decisions = [decision('d', { status })], second = next(run({ decisions }), { decisions, assets: [asset('pump-1', ['serial:1'], '2.1')], pairs: [] });
      expect([only(second).status, only(second).gone, only(second).progress, codes(second), logged(second)]).toEqual([status, 'version-changed', 'not_remediated', [], ['gone']]);
    }
  });

  test('outside what was assessed nothing is gone, whatever the pairs say', () => {
    const first = run({ assets: [PUMP, OTHER], pairs: [pair('pump-1'), pair('pump-2')] }), both = { assets: [PUMP, OTHER], pairs: [] };
    for (const scope of [{ assets: new Set(['pump-9']), advisories: null }, { assets: null, advisories: new Set(['other']) }]) {
      const second = next(first, { ...both, scope });
      second.findings.forEach((finding, at) => expect(finding).toBe(first.findings[at]));
    }
    expect(next(first, { ...both, scope: { assets: new Set(['pump-2']), advisories: null } }).findings.map(({ gone }) => gone)).toEqual([null, 'matching-changed']);
  });
});

describe('revisions', () => {
  const first = run({ assets: [PUMP, OTHER], pairs: [pair('pump-1'), pair('pump-2', { products: ['P2'] })] });
  const revise = (remediations: ReturnType<typeof fix>[], rest: Partial<Advisory> = {}, situation: Situation = {}) => next(first, { assets: [PUMP, OTHER], pairs: [pair('pump-1'), pair('pump-2', { products: ['P2'] })], advisories: [advisory({ revision: '2', vulnerabilities: [vulnerability('CVE-2026-0001', { remediations })], ...rest })], ...situation });
  const NONE = fix('No fix yet.', ['P1', 'P2'], 'none_available');

  test('the same remediation calls nobody, and the log says why', () => {
    const second = revise([fix('no  fix yet.', ['P1', 'P2'], 'none_available')], { title: 'Acme Pumps' });
    expect(second.alerts).toEqual([]);
    expect(second.log).toEqual([{ code: 'revision-unchanged', finding: null, advisory: 'ICSMA-26-001-01', params: { from: '1', to: '2', alerted: 0, quiet: 2 } }]);
    expect(second.findings.map(({ revision, changedAt }) => [revision, changedAt])).toEqual([['2', NOW], ['2', NOW]]);
  });

  test('a new fix calls exactly those it concerns', () => {
    const second = revise([NONE, fix('Update to 2.1.', ['P2'])]);
    expect(codes(second)).toEqual(['remediation-changed pump-2']);
    expect(second.log).toEqual([{ code: 'revision-changed', finding: null, advisory: 'ICSMA-26-001-01', params: { from: '1', to: '2', alerted: 1, quiet: 1 } }]);
    expect(next(second, { assets: [PUMP, OTHER], pairs: [pair('pump-1'), pair('pump-2', { products: ['P2'] })], advisories: [advisory({ revision: '2', vulnerabilities: [vulnerability('CVE-2026-0001', { remediations: [NONE, fix('Update to 2.1.', ['P2'])] })] })] }).alerts).toEqual([]);
  });

  test('a fix for a closed finding calls nobody and is noted; one whose risk is borne is called', () => {
    const closed = decision('closed'), borne = decision('borne', { assetKeys: ['serial:2'], status: 'known_affected', acceptance: { owner: 'o', reason: 'r', expiresOn: '2027-06-01' } }), decisions = [closed, borne];
    const before = next(first, { assets: [PUMP, OTHER], pairs: [pair('pump-1'), pair('pump-2', { products: ['P2'] })], decisions });
    expect(before.alerts).toEqual([]);
    const second = next(before, { assets: [PUMP, OTHER], pairs: [pair('pump-1'), pair('pump-2', { products: ['P2'] })], decisions, advisories: [advisory({ revision: '2', vulnerabilities: [vulnerability('CVE-2026-0001', { remediations: [fix('Update.', ['P1', 'P2'])] })] })] });
    expect(codes(second)).toEqual(['remediation-changed pump-2']);
    expect(logged(second)).toContain('remediation-changed-closed');
  });

  test('a vulnerability more, or a status that changed, calls', () => {
    const more = revise([NONE], { vulnerabilities: [vulnerability('CVE-2026-0001', { remediations: [NONE] }), vulnerability('CVE-2026-0002', { remediations: [NONE] })] }, { pairs: [pair('pump-1', { cves: ['CVE-2026-0001', 'CVE-2026-0002'] }), pair('pump-2', { products: ['P2'] })] });
    expect(more.alerts).toEqual([{ code: 'status-changed', finding: 'ICSMA-26-001-01 serial:1', advisory: 'ICSMA-26-001-01', assetId: 'pump-1', params: { from: 'known_affected', to: 'known_affected', added: 'CVE-2026-0002', removed: '', changed: '' } }]);
  });

  test('surer: affected where the machine could not tell', () => {
    const unsure = run({ pairs: [pair('pump-1', { verdict: 'cannot_tell' })] });
    expect(codes(next(unsure))).toEqual(['status-changed pump-1']);
  });
});

describe('decisions', () => {
  test('her own decision is no news to her', () => {
    const second = next(run(), { decisions: [decision('d')] });
    expect([only(second).status, codes(second), only(second).history.map(({ code }) => code)]).toEqual(['known_not_affected', [], ['found', 'decided', 'status']]);
  });

  test('nor is it when she says affected where the machine could not tell', () => {
    const pairs = [pair('pump-1', { verdict: 'cannot_tell' })], second = next(run({ pairs }), { pairs, decisions: [decision('d', { status: 'known_affected' })] });
    expect([only(second).status, codes(second)]).toEqual(['known_affected', []]);
  });

  test.each<[string, Partial<FindingDecision>, Situation, string]>([
    ['another version', {}, { assets: [asset('pump-1', ['serial:1'], '1.1')] }, 'decision-lapsed'],
    ['the publisher says something else', {}, { advisories: [advisory({ revision: '2', products: [product('P1', 'Acme Pump A', 'all')] })] }, 'decision-lapsed'],
    ['its day passed', { expiresOn: '2026-12-01' }, {}, 'decision-expired'],
  ])('lapses and reopens: %s', (_, rest, situation, code) => {
    const decisions = [decision('d', rest)], first = run({ decisions }), second = next(first, { decisions, ...situation });
    expect(only(first).status).toBe('known_not_affected');
    expect([only(second).status, only(second).decision, codes(second)]).toEqual(['known_affected', null, [`${code} pump-1`]]);
    expect(next(second, { decisions, ...situation }).alerts).toEqual([]);
  });

  test('a risk is borne until its day; then it is open again, once', () => {
    const decisions = [decision('d', { status: 'known_affected', acceptance: { owner: 'Head of imaging', reason: 'spring', expiresOn: '2026-12-24' } })], first = run({ decisions }), on = run({ previous: first.findings, decisions, now: '2026-12-24T23:59:59.000Z' });
    expect(only(on)).toBe(only(first));
    expect(only(first).acceptance?.owner).toBe('Head of imaging');
    expect([acceptancesUntil(first.findings, '2026-12-24').length, acceptancesUntil(first.findings, '2026-12-23').length]).toEqual([1, 0]);
    const after = next(on, { decisions });
    expect([only(after).acceptance, codes(after)]).toEqual([null, ['acceptance-expired pump-1']]);
    expect(next(after, { decisions }).alerts).toEqual([]);
    expect(codes(next(on, { decisions, pairs: [], scope: { assets: new Set(), advisories: null } }))).toEqual(['acceptance-expired pump-1']);
  });

  test('a decision about an open finding that ends without changing the status calls nobody', () => {
    const decisions = [decision('d', { status: 'known_affected', expiresOn: '2026-12-01' })];
    expect(codes(next(run({ decisions }), { decisions }))).toEqual([]);
  });
});

test.each<[string, Situation, string]>([
  ['an asset that is not there', { assets: [] }, 'Pair of pump-1 and ICSMA-26-001-01: expected the asset in the inventory, found none.'], ['an advisory that is not there', { advisories: [] }, 'expected the advisory, found none'], ['a pair twice', { pairs: [pair('pump-1'), pair('pump-1')] }, 'stands twice in the assessment'],
])('refuses %s', (_, situation, message) => expect(() => run(situation)).toThrow(message));

describe('laws', () => {
  const KEYS = ['serial:1', 'serial:2', 'mac:1', 'mac:2'];
  const WORLD = fc.record({
    assets: fc.uniqueArray(fc.record({ id: fc.constantFrom('a', 'b', 'c'), keys: fc.subarray(KEYS, { minLength: 1 }), version: fc.constantFrom(null, '1.0', '2.1') }), { selector: ({ id }) => id, maxLength: 3 }).map((rows) => rows.map(({ id, keys, version }) => asset(id, keys, version))),
    matched: fc.subarray(['a', 'b', 'c']), verdict: fc.constantFrom('affected' as const, 'cannot_tell' as const), revision: fc.constantFrom('1', '2'), fixed: fc.boolean(), withdrawn: fc.boolean(),
  });
  const DECISIONS = fc.array(fc.record({ keys: fc.subarray(KEYS, { minLength: 1 }), status: fc.constantFrom('known_affected' as const, 'known_not_affected' as const, 'fixed' as const), expires: fc.option(fc.constantFrom('2026-12-01', '2027-12-01')) }), { maxLength: 3 }).map((rows) => rows.map(({ keys, status, expires }, at) => decision(`d${at}`, { assetKeys: keys, status, expiresOn: expires, at: `2026-11-0${at + 1}T00:00:00.000Z` }, { statement: statementFingerprint(advisory(), ['P1']) })));
  const situationOf = ({ assets, matched, verdict, revision, fixed, withdrawn }: typeof WORLD extends fc.Arbitrary<infer T> ? T : never): Situation => ({
    assets, pairs: matched.filter((id) => !withdrawn && assets.some((it) => it.id === id)).map((id) => pair(id, { verdict })),
    advisories: [advisory({ revision, state: withdrawn ? 'withdrawn' : 'final', vulnerabilities: [vulnerability('CVE-2026-0001', { remediations: fixed ? [fix('Update to 2.1.')] : [] })] })],
  });

  test('any history: nothing vanishes but by a merge, each pair has its finding, ids are unique, and the same again is silent', () => {
    fc.assert(fc.property(fc.array(WORLD, { minLength: 1, maxLength: 5 }), DECISIONS, (worlds, decisions) => {
      let state: Reconciled = { findings: [], alerts: [], log: [] };
      for (const [at, world] of worlds.entries()) {
        const situation = { ...situationOf(world), decisions, now: `2026-12-${String(10 + at)}T00:00:00.000Z` }, before = state;
        state = run({ ...situation, previous: before.findings });
        const kept = new Set(state.findings.map(({ id }) => id)), merged = new Set(state.log.filter(({ code }) => code === 'merged').map(({ params }) => params.with));
        expect(kept.size).toBe(state.findings.length);
        expect(before.findings.every(({ id }) => kept.has(id) || merged.has(id))).toBe(true);
        expect(state.findings.filter(({ gone }) => gone === null).map(({ assetId }) => assetId).sort()).toEqual(situation.pairs!.map(({ row }) => row).sort());
        expect(state.findings.every((finding) => finding.gone === null || finding.history.some(({ code }) => code === 'gone'))).toBe(true);
        expect(new Set(state.alerts.map(({ finding }) => finding)).size).toBe(state.alerts.length);
        expect(state.findings.flatMap(({ history }) => history).every(({ code }) => (HISTORY_CODES as readonly string[]).includes(code))).toBe(true);
        // An alert has a cause that the history tells.
        for (const alert of state.alerts) expect(state.findings.find(({ id }) => id === alert.finding)?.changedAt).toBe(situation.now);
        const again = run({ ...situation, previous: state.findings });
        expect([again.alerts, again.log]).toEqual([[], []]);
        again.findings.forEach((finding, index) => expect(finding).toBe(state.findings[index]));
      }
    }), { numRuns: 500 });
  });

  test('the order of everything handed in does not matter', () => {
    fc.assert(fc.property(WORLD, WORLD, DECISIONS, (one, two, decisions) => {
      const first = run({ ...situationOf(one), decisions }), situation = situationOf(two), straight = run({ ...situation, decisions, previous: first.findings, now: LATER });
      expect(run({ ...situation, assets: [...situation.assets!].reverse(), pairs: [...situation.pairs!].reverse(), decisions: [...decisions].reverse(), previous: [...first.findings].reverse(), now: LATER })).toEqual(straight);
    }));
  });
});
