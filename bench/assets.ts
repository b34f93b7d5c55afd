/**
 * `npm run bench:assets [-- --assets 100000 --seed 1 --engine PGlite|PostgreSQL]`: how long a page of the list takes in a large institution.
 * Fills seeded assets, asks the use case as a page does (filter, sort, next page, total, zones, roles), compares every answer with a plain
 * filter over the generator's own list, and prints p50 and p95. Exit code 1 when an answer is wrong or p95 is above 300 ms.
 */
import { parseArgs } from 'node:util';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type OpenedApp, storeOf } from '@wardkeep/app/open';
import { columnsOf, type Machine } from '@wardkeep/app/machine';
import { ASSESS } from '@wardkeep/app/testing';
import type { Actor, AssetQuery, AssetSort } from '@wardkeep/app/views';
import { ROLE_ENTRIES, roleEntry } from '@wardkeep/model';
import { writeAssets } from '@wardkeep/store/queries/inventory';
import { ENGINES, type EngineName, preparePglite, startEngine } from '@wardkeep/store/testing';
import { fold } from '@wardkeep/store/text';

const GOAL_MS = 300, ROUNDS = 12, DAY = 86_400_000_000, NOW = Date.UTC(2026, 10, 25, 12);
const { values } = parseArgs({ options: { assets: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, engine: { type: 'string' } } });
const COUNT = Number(values.assets), SEED = Number(values.seed);

/** mulberry32 */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = state + 0x6d2b79f5 >>> 0;
    let mixed = Math.imul(state ^ state >>> 15, state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296;
  };
}

type Columns = ReturnType<typeof columnsOf>;
type Key = string | number | null;

/** A region's devices: few makers with many, many models, one zone in fifty assets. */
function makeAssets(): { columns: Columns; machine: Machine }[] {
  const next = random(SEED), pick = <T>(from: readonly T[]): T => from[Math.floor(next() ** 1.7 * from.length)]!;
  const roles = ROLE_ENTRIES.map((entry) => entry.code), vendors = Array.from({ length: 180 }, (_, n) => `Maker ${String.fromCharCode(65 + n % 26)}${n}`), zones = Array.from({ length: 60 }, (_, n) => `VLAN ${n * 10}`);
  const models = Array.from({ length: 2500 }, (_, n) => `Model ${(n * 7919 % 9973).toString(36).toUpperCase()}`);
  return Array.from({ length: COUNT }, (_, n) => {
    const seen = NOW * 1000 - Math.floor(next() ** 2 * 400) * DAY - n;
    const attribute = (name: 'role' | 'vendor' | 'model' | 'version' | 'zone' | 'serial' | 'os', value: string | null) => (value === null ? [] : [{
      attribute: name, value, confidence: Math.floor(30 + next() * 70), lastSeen: seen, conflictValues: next() < 0.01 ? [value, 'other'] : [],
      evidence: [{ value, of: null, signal: 'bench.signal', weight: 'medium' as const, confidence: 75, importId: '00000000-0000-7000-8000-000000000000', file: 0, positions: [n + 1], count: 3, firstSeen: seen - DAY, lastSeen: seen, dropped: null }],
    }]);
    const name = `${pick(['ct', 'ws', 'mon', 'pump', 'srv', 'cam'])}-${Math.floor(next() * 1e6)}`;
    const machine: Machine = {
      name, macs: [`02:00:${[24, 16, 8, 0].map((shift) => (n >>> shift & 255).toString(16).padStart(2, '0')).join(':')}`], ips: [`10.${n >>> 16}.${n >>> 8 & 255}.${n & 255}`], hostnames: [name], aeTitles: [], firstSeen: seen - DAY, lastSeen: seen, groupings: [], software: [], services: [],
      attributes: [...attribute('role', next() < 0.15 ? null : pick(roles)), ...attribute('vendor', next() < 0.2 ? null : pick(vendors)), ...attribute('model', next() < 0.3 ? null : pick(models)),
        ...attribute('version', next() < 0.5 ? null : `${Math.floor(next() * 20)}.${Math.floor(next() * 30)}`), ...attribute('zone', next() < 0.1 ? null : pick(zones)), ...attribute('serial', next() < 0.5 ? null : `SN${Math.floor(next() * 1e9)}`)],
    };
    return { columns: columnsOf(`a-${(n * 2654435761 % 4294967296).toString(16).padStart(8, '0')}-${n}`, machine, [], false), machine };
  });
}

interface Question { readonly name: string; readonly query: AssetQuery }
const QUESTIONS: readonly Question[] = [
  { name: 'all by name', query: { sort: 'name' } },
  { name: 'all by last seen, newest first', query: { sort: 'seen', direction: 'desc' } },
  { name: 'medical by confidence', query: { kind: 'medical', sort: 'confidence' } },
  { name: 'one role by vendor', query: { role: 'infusion-pump', sort: 'vendor' } },
  { name: 'one zone by version, descending', query: { zone: 'VLAN 300', sort: 'version', direction: 'desc' } },
  { name: 'without a zone by role', query: { zone: '', sort: 'role' } },
  { name: 'low confidence by zone', query: { confidence: 'low', sort: 'zone' } },
  { name: 'high confidence by role', query: { confidence: 'high', sort: 'role' } },
  { name: 'in conflict by name', query: { confidence: 'conflict', sort: 'name' } },
  { name: 'seen in 7 days by name', query: { seenDays: 7, sort: 'name' } },
  { name: 'search for a maker', query: { q: 'maker a0', sort: 'name' } },
  { name: 'search that finds one', query: { q: '10.0.200.17', sort: 'seen' } },
  { name: 'search that finds nothing', query: { q: 'no such thing', sort: 'vendor' } },
  { name: 'everything at once', query: { q: 'maker', kind: 'medical', zone: 'VLAN 100', seenDays: 200, confidence: 'medium', sort: 'seen', direction: 'desc' } },
];

const KEYS: Readonly<Record<AssetSort, (row: Columns) => Key | undefined>> = {
  name: (row) => row.name_key, role: (row) => row.role, vendor: (row) => row.vendor_key, version: (row) => row.version_key, confidence: (row) => row.confidence, zone: (row) => row.zone_key, seen: (row) => row.last_seen,
};

/** The same question put to the generator's list, the plain way. */
function answer(all: readonly Columns[], { q, kind, role, zone, seenDays, confidence, sort = 'name', direction = 'asc' }: AssetQuery): string[] {
  const words = fold(q ?? '').split(' ').filter(Boolean), sign = direction === 'asc' ? 1 : -1, key = KEYS[sort];
  const order = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0) * sign;
  return all.filter((row) => words.every((word) => row.search.includes(word)) && (kind === undefined || (roleEntry(row.role ?? '')?.medical ?? false) === (kind === 'medical'))
    && (role === undefined || row.role === role) && (zone === undefined || (row.zone ?? '') === zone) && (seenDays === undefined || row.last_seen! >= NOW * 1000 - seenDays * DAY)
    && (confidence === undefined || (confidence === 'conflict' ? row.conflicts.length > 0 : confidence === 'high' ? (row.confidence ?? 0) >= 90 : row.level === confidence)))
    .sort((a, b) => { const [x = null, y = null] = [key(a), key(b)]; return x === null || y === null ? (x === y ? order(a.id, b.id) : x === null ? 1 : -1) : order(x, y) || order(a.id, b.id); })
    .map((row) => row.id);
}

const quantile = (times: readonly number[], q: number) => times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(q * times.length))]!;

async function ask(app: OpenedApp, actor: Actor, all: readonly Columns[], { name, query }: Question): Promise<{ times: number[]; wrong: string | null }> {
  const expected = answer(all, query), times: number[] = [];
  let after: string | undefined, at = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now();
    const page = await app.listAssets(actor, { ...query, after, limit: 50 });
    times.push(performance.now() - started);
    const ids = page.rows.map((row) => row.id);
    if (page.total !== expected.length || page.all !== all.length || ids.join() !== expected.slice(at, at + 50).join()) return { times, wrong: `${name}, page ${round + 1}: total ${page.total} for ${expected.length}, ${ids.length} rows` };
    at += ids.length;
    after = page.next ?? undefined;
    if (after === undefined) at = 0;
  }
  return { times, wrong: null };
}

async function bench(name: EngineName, assets: readonly { columns: Columns; machine: Machine }[]): Promise<boolean> {
  const engine = await startEngine(name), dataDir = mkdtempSync(join(tmpdir(), 'wardkeep-bench-')), databaseUrl = await engine.databaseUrl();
  if (databaseUrl === null) await preparePglite(dataDir);
  const app = await openApp({ dataDir, databaseUrl, read: () => Promise.reject(new Error('not used')), resolve: () => [], assess: ASSESS, now: () => new Date(NOW) });
  try {
    const actor = await app.actor(), store = storeOf(app);
    let started = performance.now();
    for (let at = 0; at < assets.length; at += 5000) {
      await store.transaction({ institutionId: actor.institutionId }, (tx) => writeAssets(tx, assets.slice(at, at + 5000).map(({ columns, machine }) => ({ columns, machine, hash: columns.id, keys: machine.macs.map((mac) => `mac:${mac}`) }))));
    }
    await store.maintain();
    console.log(`${name}: ${assets.length} assets written in ${((performance.now() - started) / 1000).toFixed(1)} s`);
    const all = assets.map((asset) => asset.columns), every: number[] = [];
    let right = true;
    for (const question of QUESTIONS) {
      const { times, wrong } = await ask(app, actor, all, question);
      every.push(...times);
      if (wrong !== null) { right = false; console.log(`  WRONG: ${wrong}`); }
      console.log(`  ${question.name.padEnd(34)} p50 ${quantile(times, 0.5).toFixed(1).padStart(7)} ms   p95 ${quantile(times, 0.95).toFixed(1).padStart(7)} ms`);
    }
    started = performance.now();
    await app.overview(actor);
    console.log(`  overview ${(performance.now() - started).toFixed(0)} ms`);
    const p95 = quantile(every, 0.95);
    console.log(`  all: p50 ${quantile(every, 0.5).toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (goal ≤ ${GOAL_MS} ms), every answer ${right ? 'as the plain filter gives it' : 'NOT as the plain filter gives it'}\n`);
    return right && p95 <= GOAL_MS;
  } finally {
    await app.close();
    await engine.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

console.log(`seed ${SEED}`);
const assets = makeAssets();
let good = true;
for (const { name, present } of ENGINES) if (present && (values.engine ?? name) === name) good = await bench(name, assets) && good;
process.exitCode = good ? 0 : 1;
