import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, startEngine, type TestEngine } from '@wardkeep/store/testing';
import { claim, fresh, importText, openTestApp, type TestApp, uses, witness } from './testing.ts';

const device = (n: number, ...claims: ReturnType<typeof claim>[]) => witness({ macs: [`00:1a:2b:00:00:${n.toString(16).padStart(2, '0')}`], claims });
const PUMP = (n: number, vendor: string, ...more: ReturnType<typeof claim>[]) => device(n, claim('role', 'infusion-pump'), claim('vendor', vendor), claim('zone', 'ICU'), ...more);

describe.each(ENGINES)('next steps on $name', ({ name, present }) => {
  describe.skipIf(!present)(present ? 'present' : `${name} is not installed`, () => {
    let engine: TestEngine, shared: TestApp;
    beforeAll(async () => { engine = await startEngine(name); shared = await openTestApp(engine); }, 60_000);
    afterAll(async () => { await shared.close(); await engine.stop(); }, 60_000);
    const steps = async (test: TestApp) => (await test.app.overview(test.actor)).nextSteps;

    it('has nothing to say about nothing', async () => { expect(await steps(await fresh(shared))).toEqual([]); });

    it('puts what touches nothing first and a walk to the device last, with how many each would settle', async () => {
      const test = await fresh(shared);
      await importText(test, 'short.pcap', { witnesses: [
        PUMP(1, 'B. Braun'), PUMP(2, 'B. Braun'), PUMP(3, 'Baxter'), PUMP(4, 'Baxter', claim('version', '3.2')),
        device(5, claim('model', 'X1'), claim('model', 'X2', { signal: 'other.signal' }), claim('zone', 'ICU')),
        { ...device(6, claim('vendor', 'ACME'), claim('role', 'sensor', { weight: 'weak', confidence: 40 })), ips: [] },
        { ...device(7, claim('role', 'workstation'), claim('vendor', 'HP')), clientOf: [uses('dicom', '10.99.0.1', 104)] },
      ], from: '2026-11-20T08:00:00Z', to: '2026-11-20T09:30:00Z' });
      const found = await steps(test), order = ['decide-conflict', 'name-zone', 'import-list', 'ask-maker', 'capture-longer', 'capture-elsewhere', 'look-on-site'];
      expect(found.map((step) => order.indexOf(step.kind))).toEqual(found.map((step) => order.indexOf(step.kind)).toSorted((a, b) => a - b));
      expect(found).toContainEqual({ kind: 'ask-maker', assets: 2, params: { vendor: 'B. Braun' } });
      expect(found).toContainEqual({ kind: 'ask-maker', assets: 1, params: { vendor: 'Baxter' } });
      expect(found).toContainEqual({ kind: 'import-list', assets: 4, params: {} });
      expect(found).toContainEqual({ kind: 'capture-elsewhere', assets: 1, params: {} });
      expect(found).toContainEqual({ kind: 'capture-longer', assets: expect.any(Number), params: { hours: 1 } });
      expect(found).toContainEqual({ kind: 'name-zone', assets: 2, params: {} });
    });

    it('stops asking for a list when there is one, and for a longer capture after a day', async () => {
      const test = await fresh(shared);
      await importText(test, 'day.pcap', { witnesses: [PUMP(1, 'Baxter'), device(6, claim('vendor', 'ACME'), claim('role', 'sensor', { weight: 'weak', confidence: 40 }))], from: '2026-11-20T08:00:00Z', to: '2026-11-21T09:00:00Z' });
      expect((await steps(test)).map((step) => step.kind)).not.toContain('capture-longer');
      expect((await steps(test)).map((step) => step.kind)).toContain('import-list');
      await importText(test, 'list.csv', { witnesses: [PUMP(1, 'Baxter')] }, { kind: 'document' });
      expect((await steps(test)).map((step) => step.kind)).not.toContain('import-list');
    });
  });
});
