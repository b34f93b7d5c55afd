import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ENGINES, startEngine, type TestEngine } from '@wardkeep/store/testing';
import { claim, fresh, importText, openTestApp, service, type TestApp, uses, witness } from './testing.ts';
import type { AssetRow, AssetView } from './views.ts';

const A = witness({ macs: ['00:1a:2b:00:00:01'], ips: ['10.2.0.7'], claims: [claim('role', 'workstation', { confidence: 60, weight: 'medium' }), claim('hostname', 'ws07')], clientOf: [uses('hl7', '10.2.0.9', 2575)] });
const B = witness({ macs: ['00:1a:2b:00:00:02'], ips: ['10.2.0.8'], claims: [claim('vendor', 'Philips')], services: [service(104, 'dicom')] });
const C = witness({ macs: ['00:1a:2b:00:00:03'], ips: ['10.2.0.9'], claims: [claim('hostname', 'engine')], services: [service(2575, 'hl7')] });

describe.each(ENGINES)('decisions on $name', ({ name, present }) => {
  describe.skipIf(!present)(present ? 'present' : `${name} is not installed`, () => {
    let engine: TestEngine, shared: TestApp, test: TestApp, a: AssetRow, b: AssetRow;
    const rows = async () => (await test.app.listAssets(test.actor, {})).rows;
    const view = (id: string): Promise<AssetView> => test.app.asset(test.actor, id);
    const find = async (ip: string) => (await rows()).find((row) => row.ips.includes(ip))!;
    beforeAll(async () => { engine = await startEngine(name); shared = await openTestApp(engine); }, 60_000);
    afterAll(async () => { await shared.close(); await engine.stop(); }, 60_000);
    beforeEach(async () => {
      test = await fresh(shared);
      await importText(test, 'first.pcap', { witnesses: [A, B, C] });
      [a, b] = [await find('10.2.0.7'), await find('10.2.0.8')];
    });

    it('lets a person correct an attribute, says who and why, and keeps it through the next import', async () => {
      const { app, actor } = test;
      const decision = await app.decide(actor, { assetId: a.id, attribute: 'role', value: 'patient-monitor', reason: 'I stood before it' });
      expect(decision).toMatchObject({ kind: 'correct', attribute: 'role', value: 'patient-monitor', reason: 'I stood before it', by: 'Local user', undoneAt: null });
      expect(await find('10.2.0.7')).toMatchObject({ id: a.id, role: 'patient-monitor', confidence: 100, decided: ['role'] });
      await importText(test, 'second.pcap', { witnesses: [{ ...A, claims: [claim('role', 'server', { confidence: 99 }), claim('hostname', 'ws07')] }] });
      expect(await find('10.2.0.7')).toMatchObject({ id: a.id, role: 'patient-monitor', decided: ['role'] });
      const role = (await view(a.id)).attributes.find((attribute) => attribute.attribute === 'role')!;
      expect(role).toMatchObject({ value: 'patient-monitor', confidence: 100, conflictValues: [], decision: { id: decision.id } });
      expect(role.evidence.map((evidence) => evidence.sourceKind)).toEqual(expect.arrayContaining(['person', 'capture']));
      const undone = await app.undo(actor, decision.id);
      expect(undone.undoneAt).not.toBeNull();
      expect(await find('10.2.0.7')).toMatchObject({ role: 'server', decided: [] });
      await expect(app.undo(actor, decision.id)).rejects.toMatchObject({ code: 'decision-undone', status: 409 });
      expect((await view(a.id)).decisions).toMatchObject([{ id: decision.id, undoneAt: undone.undoneAt }]);
    });

    it('counts the last of two corrections, and the one before it after an undo', async () => {
      const { app, actor } = test;
      await app.decide(actor, { assetId: a.id, attribute: 'zone', value: 'ICU', reason: 'plan' });
      const later = await app.decide(actor, { assetId: a.id, attribute: 'zone', value: 'Ward 3', reason: 'moved' });
      expect((await find('10.2.0.7')).zone).toBe('Ward 3');
      expect((await app.listAssets(actor, { zone: 'Ward 3' })).total).toBe(1);
      await app.undo(actor, later.id);
      expect((await find('10.2.0.7')).zone).toBe('ICU');
    });

    it('finds an asset under its corrected name, and takes a value away', async () => {
      const { app, actor } = test;
      await app.decide(actor, { assetId: a.id, attribute: 'hostname', value: 'Kórterem-07', reason: 'label' });
      expect((await app.listAssets(actor, { q: 'korterem' })).rows).toMatchObject([{ id: a.id, name: 'Kórterem-07' }]);
      expect((await view(a.id)).hostnames).toEqual(['Kórterem-07']);
      await app.decide(actor, { assetId: b.id, attribute: 'vendor', value: null, reason: 'wrong badge' });
      expect(await find('10.2.0.8')).toMatchObject({ vendor: null, decided: ['vendor'] });
    });

    it('makes one asset of two and two of it again, with the ids they had', async () => {
      const { app, actor } = test;
      const decision = await app.merge(actor, { ids: [b.id, a.id], reason: 'two cards, one device' });
      const merged = await rows();
      expect(merged.map((row) => row.id)).not.toContain(a.id);
      const one = await view(b.id);
      expect([one.macs.toSorted(), one.ips.toSorted()]).toEqual([['00:1a:2b:00:00:01', '00:1a:2b:00:00:02'], ['10.2.0.7', '10.2.0.8']]);
      expect(one.peers).toMatchObject([{ direction: 'out', protocol: 'hl7', name: 'engine' }]);
      await importText(test, 'again.pcap', { witnesses: [A, B, C, witness({ macs: ['00:1a:2b:00:00:09'], ips: ['10.2.0.20'] })] });
      expect((await rows())).toHaveLength(3);
      expect((await view(b.id)).macs).toHaveLength(2);
      await app.undo(actor, decision.id);
      expect((await rows()).map((row) => row.id)).toEqual(expect.arrayContaining([a.id, b.id]));
      expect((await view(b.id)).macs).toEqual(['00:1a:2b:00:00:02']);
    });

    it('keeps the words about a merged asset for the undo', async () => {
      const { app, actor } = test;
      await app.decide(actor, { assetId: a.id, attribute: 'zone', value: 'ICU', reason: 'plan' });
      const decision = await app.merge(actor, { ids: [b.id, a.id], reason: 'one' });
      expect((await view(b.id)).zone).not.toBe('ICU');
      await app.undo(actor, decision.id);
      expect((await view(a.id)).zone).toBe('ICU');
    });

    it('takes addresses away from an asset', async () => {
      const { app, actor } = test;
      const merged = await app.merge(actor, { ids: [a.id, b.id], reason: 'mistaken' });
      const decision = await app.split(actor, { assetId: a.id, addresses: ['00:1a:2b:00:00:02', '10.2.0.8'], reason: 'two after all' });
      const halves = (await rows()).filter((row) => row.ips.some((ip) => ip === '10.2.0.7' || ip === '10.2.0.8'));
      expect(halves).toHaveLength(2);
      expect(halves.find((row) => row.id === a.id)?.ips).toEqual(['10.2.0.7']);
      await app.undo(actor, decision.id);
      expect((await view(a.id)).ips).toHaveLength(2);
      await app.undo(actor, merged.id);
      expect((await rows())).toHaveLength(3);
    });

    it('deletes by hand, also through the next import, and brings back', async () => {
      const { app, actor } = test;
      const decision = await app.remove(actor, { assetId: a.id, reason: 'my own laptop' });
      expect((await rows()).map((row) => row.id)).not.toContain(a.id);
      expect((await app.overview(actor)).assets).toBe(2);
      await importText(test, 'again.pcap', { witnesses: [A, B, { ...C, count: 9 }] });
      expect((await rows()).map((row) => row.id)).not.toContain(a.id);
      expect((await app.traffic(actor))).toEqual([]);
      expect((await view(a.id)).decisions).toMatchObject([{ kind: 'delete', undoneAt: null }]);
      await expect(app.decide(actor, { assetId: a.id, attribute: 'zone', value: 'x', reason: 'x' })).rejects.toMatchObject({ code: 'asset-not-found' });
      await app.undo(actor, decision.id);
      expect((await rows()).map((row) => row.id)).toContain(a.id);
      expect((await app.traffic(actor))).toHaveLength(1);
    });

    it('moves what was said about an asset when two turn out to be one', async () => {
      const { app, actor } = test;
      const list = witness({ claims: [claim('serial', 'DE1234567'), claim('vendor', 'Philips')], firstSeen: null, lastSeen: null, count: 1 });
      await importText(test, 'list.csv', { answer: { kind: 'refused', error: { code: 'x', params: {} } } }, { kind: 'document' });
      await importText(test, 'equipment.csv', { witnesses: [list] }, { kind: 'document' });
      const [listed] = (await app.listAssets(actor, { q: 'DE1234567' })).rows;
      await app.decide(actor, { assetId: listed!.id, attribute: 'zone', value: 'ICU', reason: 'inventory tour' });
      await importText(test, 'serial.pcap', { witnesses: [{ ...B, claims: [...B.claims, claim('serial', 'DE1234567')] }] });
      const now = await find('10.2.0.8');
      expect(now).toMatchObject({ zone: 'ICU', decided: ['zone'] });
      expect((await rows())).toHaveLength(3);
    });

    it('refuses what cannot be meant', async () => {
      const { app, actor } = test, on = { assetId: a.id, reason: 'x' };
      await expect(app.decide(actor, { ...on, attribute: 'role', value: 'toaster' })).rejects.toMatchObject({ code: 'value-invalid' });
      await expect(app.decide(actor, { ...on, attribute: 'zone', value: ' ' })).rejects.toMatchObject({ code: 'value-invalid' });
      await expect(app.decide(actor, { ...on, attribute: 'zone', value: 'x'.repeat(257) })).rejects.toMatchObject({ code: 'value-invalid' });
      await expect(app.decide(actor, { ...on, attribute: 'software', value: 'x' })).rejects.toMatchObject({ code: 'attribute-not-correctable' });
      await expect(app.decide(actor, { ...on, attribute: 'zone', value: 'x', reason: '  ' })).rejects.toMatchObject({ code: 'reason-missing', status: 400 });
      await expect(app.decide(actor, { ...on, assetId: 'a-nothing-here', attribute: 'zone', value: 'x' })).rejects.toMatchObject({ code: 'asset-not-found', status: 404 });
      await expect(app.merge(actor, { ids: [a.id, a.id], reason: 'x' })).rejects.toMatchObject({ code: 'merge-needs-two' });
      await expect(app.merge(actor, { ids: [a.id, 'a-nothing-here'], reason: 'x' })).rejects.toMatchObject({ code: 'asset-not-found' });
      for (const addresses of [[], ['10.2.0.8'], ['10.2.0.7', '00:1a:2b:00:00:01']]) await expect(app.split(actor, { ...on, addresses })).rejects.toMatchObject({ code: 'split-addresses' });
      for (const id of ['nonsense', '00000000-0000-7000-8000-00000000ffff']) await expect(app.undo(actor, id)).rejects.toMatchObject({ code: 'decision-not-found' });
      expect((await view(a.id)).decisions).toEqual([]);
    });

    it('takes decisions made at the same time one after the other', async () => {
      const { app, actor } = test;
      await Promise.all(['one', 'two', 'three', 'four'].map((value) => app.decide(actor, { assetId: a.id, attribute: 'zone', value, reason: 'race' })));
      const { zone, decisions } = await view(a.id);
      expect(decisions).toHaveLength(4);
      expect(['one', 'two', 'three', 'four']).toContain(zone);
    });
  });
});
