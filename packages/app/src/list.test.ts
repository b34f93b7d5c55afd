import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENGINES, startEngine, type TestEngine } from '@wardkeep/store/testing';
import { claim, importText, openTestApp, type TestApp, witness } from './testing.ts';
import type { AssetQuery, AssetRow } from './views.ts';

const ROLES = ['ct', 'pacs', 'workstation', 'printer', 'infusion-pump', null], VENDORS = ['Philips', 'GE HealthCare', 'Dräger', 'B. Braun', null], ZONES = ['ICU', 'Ward 10', 'Ward 2', null];
const COUNT = 230, DAY = 86_400_000_000, NOW = new Date('2026-11-25T12:00:00Z');

/** Seeded, so that a failure can be repeated (Park–Miller). */
function dice(seed: number): <T>(from: readonly T[]) => T {
  let state = seed;
  return (from) => { state = state * 48271 % 2147483647; return from[state % from.length]!; };
}

function make() {
  const pick = dice(42), confidences = [40, 65, 72, 88, 92, 97];
  return Array.from({ length: COUNT }, (_, n) => {
    const role = pick(ROLES), vendor = pick(VENDORS), zone = pick(ZONES), seen = NOW.getTime() * 1000 - pick([0, 1, 5, 29, 31, 90]) * DAY - n;
    const said = (attribute: Parameters<typeof claim>[0], value: string | null, confidence: number) => (value === null ? [] : [claim(attribute, value, { confidence, lastSeen: seen, firstSeen: seen })]);
    return witness({
      macs: [`00:1a:2b:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`], ips: [`10.9.${n >> 8}.${n & 255}`], firstSeen: seen, lastSeen: seen,
      claims: [...said('role', role, pick(confidences)), ...said('vendor', vendor, pick(confidences)), ...said('zone', zone, 95), ...said('hostname', `Dev-${pick([1, 2, 3, 10, 20])}-${n}`, 95), ...said('version', pick(['2.1', '2.10', '10.0', null]), 95)],
    });
  });
}

describe.each(ENGINES)('the list of assets on $name', ({ name, present }) => {
  describe.skipIf(!present)(present ? 'present' : `${name} is not installed`, () => {
    let engine: TestEngine, test: TestApp, everything: AssetRow[];
    const page = (query: AssetQuery) => test.app.listAssets(test.actor, query);
    const walk = async (query: AssetQuery) => {
      const rows: AssetRow[] = [];
      for (let after: string | undefined; ;) {
        const { rows: some, next } = await page({ ...query, after, limit: 37 });
        rows.push(...some);
        if (next === null) return rows;
        after = next;
      }
    };
    beforeAll(async () => {
      engine = await startEngine(name);
      test = await openTestApp(engine, { now: () => NOW });
      await importText(test, 'many.pcap', { witnesses: make() });
      everything = await walk({});
    }, 60_000);
    afterAll(async () => { await test.close(); await engine.stop(); }, 60_000);

    it('gives every asset exactly once, whatever the order', async () => {
      expect(everything).toHaveLength(COUNT);
      for (const sort of ['name', 'role', 'vendor', 'version', 'confidence', 'zone', 'seen'] as const) for (const direction of ['asc', 'desc'] as const) {
        const rows = await walk({ sort, direction });
        expect(new Set(rows.map((row) => row.id)).size, `${sort} ${direction}`).toBe(COUNT);
        const key = ({ name: 'name', role: 'role', vendor: 'vendor', version: 'version', confidence: 'confidence', zone: 'zone', seen: 'lastSeen' } as const)[sort];
        const values = rows.map((row) => row[key]), known = values.filter((value) => value !== null);
        expect(values.slice(known.length).every((value) => value === null), `unknown last: ${sort} ${direction}`).toBe(true);
        const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
        const compare = (a: string | number, b: string | number) => (typeof a === 'number' ? a - (b as number) : collator.compare(a, String(b))) * (direction === 'asc' ? 1 : -1);
        if (sort !== 'role') expect(known, `${sort} ${direction}`).toEqual(known.toSorted(compare));
      }
    });

    it.each<[string, AssetQuery, (row: AssetRow) => boolean]>([
      ['role', { role: 'ct' }, (row) => row.role === 'ct'],
      ['medical', { kind: 'medical' }, (row) => ['ct', 'pacs', 'infusion-pump'].includes(row.role ?? '')],
      ['not medical', { kind: 'other' }, (row) => !['ct', 'pacs', 'infusion-pump'].includes(row.role ?? '')],
      ['zone', { zone: 'Ward 10' }, (row) => row.zone === 'Ward 10'],
      ['seen', { seenDays: 30 }, (row) => row.lastSeen! >= new Date(NOW.getTime() - 30 * 86_400_000).toISOString()],
      ['sure', { confidence: 'high' }, (row) => (row.confidence ?? 0) >= 90],
      ['accents and case', { q: 'DRAGER' }, (row) => row.vendor === 'Dräger'],
      ['several words', { q: 'philips 10.9.0.1' }, (row) => row.vendor === 'Philips' && row.ips[0]!.startsWith('10.9.0.1')],
      ['everything at once', { q: 'dev', kind: 'medical', zone: 'ICU', seenDays: 30, sort: 'seen', direction: 'desc' }, (row) => ['ct', 'pacs', 'infusion-pump'].includes(row.role ?? '') && row.zone === 'ICU' && row.lastSeen! >= new Date(NOW.getTime() - 30 * 86_400_000).toISOString()],
    ])('filters by %s as a walk over everything does', async (_, query, matches) => {
      const expected = everything.filter(matches).map((row) => row.id).sort();
      expect(expected.length).toBeGreaterThan(0);
      expect((await walk(query)).map((row) => row.id).sort()).toEqual(expected);
      expect(await page(query)).toMatchObject({ total: expected.length, all: COUNT });
    });

    it('parts all assets into high, medium and low', async () => {
      const low = await walk({ confidence: 'low' }), medium = await walk({ confidence: 'medium' }), high = await walk({ confidence: 'high' });
      for (const row of medium) expect(row.confidence).toBeGreaterThanOrEqual(70);
      expect(low.some((row) => row.vendor === null)).toBe(true);
      expect(new Set([...low, ...medium, ...high].map((row) => row.id)).size).toBe(COUNT);
      expect(medium.some((row) => low.some((other) => other.id === row.id))).toBe(false);
    });

    it('names the zones and roles there are', async () => {
      const { zones, roles } = await page({ limit: 1 });
      expect(roles).toEqual(['ct', 'infusion-pump', 'pacs', 'printer', 'workstation']);
      expect(zones).toEqual(expect.arrayContaining(['ICU', 'Ward 10', 'Ward 2']));
    });

    it('takes wildcards and quotes for what they are', async () => {
      for (const q of ['%', '_', '\\', `'; drop table asset --`, '100%_']) expect((await page({ q })).total).toBe(0);
      expect((await page({})).all).toBe(COUNT);
    });

    it('refuses a page key that it did not make for this order', async () => {
      const { next } = await page({ sort: 'vendor', limit: 5 });
      await expect(page({ sort: 'zone', after: next! })).rejects.toMatchObject({ code: 'cursor-invalid', status: 400 });
      await expect(page({ sort: 'vendor', direction: 'desc', after: next! })).rejects.toMatchObject({ code: 'cursor-invalid' });
      for (const after of ['', 'x', 'bnVsbA', Buffer.from('["confidence",0,"x","id"]').toString('base64url'), Buffer.from('["name",0,null,"id"]').toString('base64url')]) await expect(page({ after })).rejects.toMatchObject({ code: 'cursor-invalid' });
      expect((await page({ limit: 10_000 })).rows).toHaveLength(COUNT);
      expect((await page({ limit: -1 })).rows).toHaveLength(1);
    });
  });
});
