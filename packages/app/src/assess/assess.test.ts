import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENGINES, startEngine, type TestEngine } from '@wardkeep/store/testing';
import type { FindingRow } from '../assess-views.ts';
import { ASSESS, fresh, openTestApp, type TestApp } from '../testing.ts';
import { csaf, deliver, listDevices } from './testing.ts';

const PUMPS = [
  { serial: 'SN-0001', product: 'InfuGate 3', version: '7.11.0' }, { serial: 'SN-0002', product: 'InfuGate 3', version: '7.11.0', zone: 'Ward 2' },
  { serial: 'SN-0003', product: 'InfuGate 3', version: '7.20.0' }, { serial: 'SN-0004', product: 'InfuGate 3' }, { serial: 'SN-0005', product: 'Other Pump 9', version: '1.0' },
];
/** Tracking ids must not meet: advisories of the region are everybody's. */
let count = 0;
const unique = () => `TC-26-${String(++count).padStart(3, '0')}`;

describe.each(ENGINES)('ASSESS on $name', ({ name, present }) => {
  describe.skipIf(!present)(present ? 'present' : `${name} is not installed`, () => {
    let engine: TestEngine, shared: TestApp, test: TestApp;
    beforeAll(async () => { engine = await startEngine(name); shared = await openTestApp(engine); }, 120_000);
    afterAll(async () => { await shared.close(); await engine.stop(); }, 60_000);
    beforeEach(async () => { test = await fresh(shared); });

    const of = async (advisory: string, state: 'all' | 'waiting' | 'gone' = 'all') => (await test.app.findings(test.actor, { state })).rows.filter((row) => row.trackingId === advisory);
    const byVersion = (rows: readonly FindingRow[]) => rows.map((row) => [row.version ?? '', row.verdict, row.state]).sort();

    it('tells who is affected, who may be, and by which words', async () => {
      const id = unique();
      await listDevices(test, PUMPS);
      expect(await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0', fix: 'Install 7.12.0.' }))).toMatchObject({ state: 'done', added: 1, quarantined: 0, by: test.actor.personName });
      const rows = await of(id);
      expect(byVersion(rows)).toEqual([['', 'cannot_tell', 'open'], ['7.11.0', 'affected', 'open'], ['7.11.0', 'affected', 'open']]);
      const view = await test.app.finding(test.actor, rows.find((row) => row.verdict === 'cannot_tell')!.id);
      expect(view.missing.map((missing) => missing.code)).toContain('version');
      expect(view.reasons.some((reason) => reason.advisory?.includes('InfuGate 3') && reason.asset?.includes('InfuGate 3'))).toBe(true);
      expect(view.letter.es.body).toContain('InfuGate 3');
      expect(view.vulnerabilities[0]!.scores[0]).toMatchObject({ recomputed: 9.8, severity: 'critical' });
      expect(view.advisory).toMatchObject({ trackingId: id, affected: 2, cannotTell: 1, severity: 'critical' });
      const overview = await test.app.assessOverview(test.actor);
      expect(overview).toMatchObject({ devices: 5, affectedDevices: 2, cannotTellDevices: 1, running: false });
      expect(overview.wards.map((ward) => [ward.zone, ward.affected])).toEqual(expect.arrayContaining([['ICU', 1], ['Ward 2', 1]]));
    });

    it('asks one question for devices that are alike, and settles them with one word', async () => {
      const id = unique();
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' }));
      const { groups, devices } = await test.app.triage(test.actor, { q: id });
      expect([groups.map((group) => [group.lead.verdict, group.devices]).sort(), devices]).toEqual([[['affected', 2], ['cannot_tell', 1]], 3]);
      const group = groups.find((each) => each.devices === 2)!;
      await test.app.decideFindings(test.actor, { ids: group.ids, state: 'known_affected', reason: 'Seen on the screen.' });
      expect((await test.app.triage(test.actor, { q: id })).groups).toHaveLength(1);
      expect(byVersion(await of(id))).toEqual([['', 'cannot_tell', 'open'], ['7.11.0', 'affected', 'known_affected'], ['7.11.0', 'affected', 'known_affected']]);
      expect((await test.app.undoFinding(test.actor, group.ids[0]!)).state).toBe('open');
      await expect(test.app.undoFinding(test.actor, group.ids[0]!)).rejects.toMatchObject({ code: 'finding-undecided' });
    });

    it('changes nothing when the same list and the same advisory come again, and decisions survive', async () => {
      const id = unique(), document = csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' });
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', document);
      const [first] = await of(id);
      await test.app.decideFindings(test.actor, { ids: [first!.id], state: 'known_not_affected', reason: 'The maker said so.' });
      await test.app.seen(test.actor);
      const before = await of(id);
      expect(await deliver(test, 'again.json', document)).toMatchObject({ added: 0, revised: 0, unchanged: 1 });
      await listDevices(test, PUMPS, 'devices 2.csv');
      expect(await of(id)).toEqual(before);
      expect((await test.app.changes(test.actor)).items.filter((item) => item.alerts)).toEqual([]);
    });

    it('alerts nobody for a revision that brings nothing to do, and those concerned for a new fix', async () => {
      const id = unique();
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' }));
      await test.app.seen(test.actor);
      expect(await deliver(test, 'b.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0', revision: 2, released: '2026-10-05T08:00:00Z', title: 'The same with a better title' }))).toMatchObject({ revised: 1 });
      const quiet = (await test.app.changes(test.actor)).items;
      expect(quiet.filter((item) => item.alerts)).toEqual([]);
      expect(quiet.map((item) => item.code)).toContain('revision-unchanged');
      await test.app.seen(test.actor);
      await deliver(test, 'c.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0', revision: 3, released: '2026-10-09T08:00:00Z', fix: 'Install 7.12.0.' }));
      const loud = (await test.app.changes(test.actor)).items.filter((item) => item.alerts);
      expect(loud.map((item) => [item.code, item.finding?.trackingId])).toEqual([['remediation-changed', id], ['remediation-changed', id], ['remediation-changed', id]]);
    });

    it('keeps what no longer matches, says why, and opens it again when it comes back', async () => {
      const id = unique();
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' }));
      const repaired = PUMPS.map((pump) => (pump.serial === 'SN-0001' ? { ...pump, version: '7.12.0' } : pump));
      await listDevices(test, repaired, 'devices 2.csv');
      const [gone] = await of(id, 'gone');
      expect(gone).toMatchObject({ state: 'gone', remediation: 'done' });
      await listDevices(test, PUMPS, 'devices 3.csv');
      expect(await of(id, 'gone')).toEqual([]);
      expect((await test.app.finding(test.actor, gone!.id)).history.map((entry) => entry.code)).toEqual(expect.arrayContaining(['found', 'gone', 'reopened']));
    });

    it('quarantines what cannot be used with its reason, and takes the rest', async () => {
      const id = unique();
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0', revision: 2, released: '2026-10-05T08:00:00Z' }));
      expect(await deliver(test, 'broken.json', '{"document": {"csaf_version"')).toMatchObject({ state: 'done', added: 0, quarantined: 1 });
      expect(await deliver(test, 'older.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' }))).toMatchObject({ quarantined: 1 });
      expect(await deliver(test, 'changed.json', csaf({ id, product: 'InfuGate 3', versions: '< 9', revision: 2, released: '2026-10-05T08:00:00Z' }))).toMatchObject({ quarantined: 1 });
      const { quarantine } = await test.app.feeds(test.actor);
      expect(quarantine.map((each) => each.reason.code)).toEqual(['advisory-changed', 'advisory-older', 'advisory-not-json']);
      expect(quarantine.every((each) => each.message.length > 20 && !each.file.includes(test.folder))).toBe(true);
    });

    it('offers a reasoning to another institution, which makes it its own', async () => {
      const id = unique(), other = await fresh(shared);
      await listDevices(test, PUMPS); await listDevices(other, PUMPS.slice(0, 1));
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' }));
      await shared.app.assessed();
      const mine = (await of(id)).find((row) => row.verdict === 'affected')!;
      await test.app.decideFindings(test.actor, { ids: [mine.id], state: 'known_not_affected', reason: 'The module is not built in.', share: true });
      const theirs = (await other.app.findings(other.actor, { state: 'all' })).rows.find((row) => row.trackingId === id)!;
      const { offers, state } = await other.app.finding(other.actor, theirs.id);
      expect([state, offers.map((offer) => [offer.verdict, offer.reason])]).toEqual(['open', [['known_not_affected', 'The module is not built in.']]]);
      await other.app.decideFindings(other.actor, { ids: [theirs.id], state: 'known_not_affected', reason: offers[0]!.reason, offer: offers[0]!.id });
      await test.app.undoFinding(test.actor, mine.id);
      expect((await other.app.finding(other.actor, theirs.id)).offers).toEqual([]);
    });

    it('orders by care at risk once somebody says what needs the pumps', async () => {
      const id = unique();
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' }));
      expect((await of(id)).every((row) => row.hoursAtRisk === 0)).toBe(true);
      const service = await test.app.saveCareService(test.actor, { id: null, name: 'Intensive care', kind: 'intensive-care', plannedHoursPerWeek: 168, fallbackShare: 0.2, needsRoles: ['infusion-pump'], needsAssets: [] });
      await test.app.assessed();
      const rows = await of(id), view = await test.app.finding(test.actor, rows[0]!.id);
      expect(rows[0]!.hoursAtRisk).toBeGreaterThan(0);
      expect(view.care.impact.services[0]).toMatchObject({ service: service.id, name: 'Intensive care' });
      const product = view.care.impact.services[0]!.factors.reduce((all, factor) => all * factor.value, 1);
      expect(view.care.hoursAtRisk.value).toBeCloseTo(product, 6);
      const [listed] = await test.app.careServices(test.actor), all = (await test.app.findings(test.actor, { state: 'all', limit: 500 })).rows;
      expect(listed).toMatchObject({ assets: 5, findings: all.length });
      expect(listed!.hoursAtRisk).toBeCloseTo(all.reduce((sum, row) => sum + row.hoursAtRisk, 0), 6);
      await test.app.removeCareService(test.actor, service.id);
      await test.app.assessed();
      expect((await of(id)).every((row) => row.hoursAtRisk === 0)).toBe(true);
    });

    it('takes a letter typed by hand, for this institution alone', async () => {
      const other = await fresh(shared), letter = { title: 'Field safety notice', publisher: 'Labmade Infusion', reference: unique(), date: '2026-11-02', url: null, vendor: 'Labmade Infusion', product: 'InfuGate 3', models: '', versions: '7.0 to 7.11.0', cves: '', vector: '', action: 'Install 7.12.', fix: 'fix' as const };
      await listDevices(test, PUMPS);
      const view = await test.app.typeAdvisory(test.actor, letter);
      await test.app.assessed();
      expect(view).toMatchObject({ scope: 'institution', trackingId: letter.reference, format: 'manual' });
      expect((await of(letter.reference)).map((row) => row.verdict).sort()).toEqual(['affected', 'affected', 'cannot_tell']);
      await expect(other.app.advisory(other.actor, view.id)).rejects.toMatchObject({ code: 'advisory-not-found' });
      await expect(test.app.typeAdvisory(test.actor, { ...letter, date: '2 November' })).rejects.toMatchObject({ code: 'typed-field', params: { field: 'date' } });
    });

    it('answers "why is this not listed?" from what was left out', async () => {
      const id = unique();
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' }));
      const { rows } = await test.app.notListed(test.actor, { q: `SN-0003 ${id}` });
      expect(rows.map((row) => row.trackingId)).toEqual([id]);
      expect(rows[0]!.reasons.some((reason) => reason.code === 'version-out' && reason.asset === '7.20.0')).toBe(true);
    });

    it('bears a risk until its day, with an owner', async () => {
      const id = unique();
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0' }));
      const [row] = await of(id), day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
      await expect(test.app.decideFindings(test.actor, { ids: [row!.id], state: 'accepted', reason: 'No fix yet.' })).rejects.toMatchObject({ code: 'acceptance-incomplete' });
      await test.app.decideFindings(test.actor, { ids: [row!.id], state: 'accepted', reason: 'No fix yet.', expiresOn: day, owner: 'Head of intensive care' });
      expect(await test.app.finding(test.actor, row!.id)).toMatchObject({ state: 'accepted', decision: { owner: 'Head of intensive care', expiresOn: day } });
      await test.app.workOnFindings(test.actor, { kind: 'measure', ids: [row!.id], text: 'Moved to a network of its own.' });
      await test.app.workOnFindings(test.actor, { kind: 'assign', ids: [row!.id], assignee: 'Biomedical engineering' });
      expect(await test.app.finding(test.actor, row!.id)).toMatchObject({ assignee: 'Biomedical engineering', measures: [{ text: 'Moved to a network of its own.' }] });
    });

    it('exports what is affected, what is not, and why', async () => {
      const id = unique();
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id, product: 'InfuGate 3', versions: '< 7.12.0', fix: 'Install 7.12.0.' }));
      const text = async (format: 'csv' | 'vex' | 'csaf' | 'openvex') => { let all = ''; for await (const piece of test.app.exportFindings(test.actor, format, {})) all += piece; return all; };
      const lines = (await text('csv')).trim().split('\r\n').filter((line) => line.includes(id));
      expect(lines.filter((line) => line.includes(',affected,'))).toHaveLength(2);
      expect(lines.find((line) => line.includes('not_listed'))).toContain('7.20.0');
      expect(JSON.parse(await text('vex'))).toMatchObject({ bomFormat: 'CycloneDX', vulnerabilities: expect.arrayContaining([expect.objectContaining({ id: 'CVE-2026-1001' })]) });
      expect(JSON.parse(await text('csaf')).document.category).toBe('csaf_vex');
      expect(JSON.parse(await text('openvex')).statements.length).toBeGreaterThan(0);
    });
  });
});

describe('an assessment that fails', () => {
  it('is said on the overview, keeps what was found, and is made good by the next', async () => {
    const engine = await startEngine('PGlite');
    let broken = false;
    const test = await openTestApp(engine, { assess: { ...ASSESS, match: (input) => (broken ? Promise.reject(new Error('the reader broke')) : ASSESS.match(input)) } });
    try {
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id: 'TC-26-900', product: 'InfuGate 3', versions: '< 7.12.0' }));
      broken = true;
      await listDevices(test, PUMPS.slice(0, 2), 'devices 2.csv');
      expect(await test.app.assessOverview(test.actor)).toMatchObject({ affectedDevices: 2, failed: { code: 'assessment-fault' } });
      await test.app.assessed();
      broken = false;
      await listDevices(test, PUMPS, 'devices 3.csv');
      expect(await test.app.assessOverview(test.actor)).toMatchObject({ affectedDevices: 2, failed: null, running: false });
    } finally { await test.close(); await engine.stop(); }
  });
});

describe('who may read what', () => {
  it('shows an advisory to a student, and not whom it concerns here', async () => {
    const engine = await startEngine('PGlite'), test = await openTestApp(engine, { assess: { ...ASSESS, feeds: [{ id: 'f', name: 'Feed', kind: 'kev', url: 'https://feeds.example/kev.json', hosts: ['mirror.example'], enabled: true }] } });
    try {
      await listDevices(test, PUMPS);
      await deliver(test, 'a.json', csaf({ id: 'TC-26-901', product: 'InfuGate 3', versions: '< 7.12.0' }));
      const student = { ...test.actor, roles: ['student'] }, [row] = (await test.app.advisories(student, {})).rows;
      expect(row).toMatchObject({ trackingId: 'TC-26-901', affected: 0, cannotTell: 0 });
      expect((await test.app.advisory(student, row!.id)).findings).toEqual([]);
      expect((await test.app.vulnerability(student, 'CVE-2026-1001')).findings).toEqual([]);
      expect((await test.app.advisory(test.actor, row!.id)).findings).toHaveLength(3);
      await expect(test.app.findings(student, {})).rejects.toMatchObject({ code: 'not-allowed' });
      expect((await test.app.feeds(test.actor)).feeds).toEqual([expect.objectContaining({ url: 'https://feeds.example/kev.json', hosts: ['mirror.example'], enabled: true })]);
      await expect(test.app.updateFeeds(test.actor)).rejects.toMatchObject({ code: 'feeds-off' });
    } finally { await test.close(); await engine.stop(); }
  });
});
