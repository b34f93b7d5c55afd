import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { World } from './world.ts';

let world: World;
beforeEach(async () => { world = await World.open(); });
afterEach(() => world.close());

const kev = (date = '2026-06-14T17:04:19.9796Z') => JSON.stringify({ title: 'Catalogue', catalogVersion: '2026.06.14', dateReleased: date, count: 1, vulnerabilities: [{ cveID: 'CVE-2026-0001', vendorProject: 'Vendor', product: 'Pump' }] });
const epss = (day = '2026-06-14', rows = 50_000) => gzipSync(`#model_version:v2025.03.14,score_date:${day}T00:00:00+0000\ncve,epss,percentile\n${Array.from({ length: rows }, (_, i) => `CVE-2026-${10_000 + i},0.00042,0.05100`).join('\n')}\n`);
const file = (kind: 'kev' | 'epss' | 'file', path: string) => ({ kind, id: kind, url: `https://vendor.example${path}` }) as const;

describe('KEV', () => {
  it('comes once, and again when it changed', async () => {
    world.publisher.put('/kev.json', { body: kev() });
    expect(await world.sync(file('kev', '/kev.json'))).toMatchObject({ taken: 1, failure: null });
    expect(world.sink.documents.get('https://vendor.example/kev.json')).toMatchObject({ kind: 'kev', updated: '2026-06-14T17:04:19.979Z' });
    expect(await world.sync(file('kev', '/kev.json'))).toMatchObject({ taken: 0, unchanged: 1 });
    world.publisher.put('/kev.json', { body: kev('2026-06-15T01:00:00Z') });
    expect((await world.sync(file('kev', '/kev.json'))).taken).toBe(1);
  });

  it('comes again where the sink lost it, although the server says unchanged', async () => {
    world.publisher.put('/kev.json', { body: kev() });
    await world.sync(file('kev', '/kev.json'));
    world.sink.documents.clear();
    expect((await world.sync(file('kev', '/kev.json'))).taken).toBe(1);
  });

  it.each([['a login page', '<html>Please sign in', 'not-json'], ['another document', '{"vulnerabilities":[]}', 'not-kev'], ['a catalogue of next year', kev('2027-01-01T00:00:00Z'), 'from-the-future']])('%s is quarantined', async (_, body, code) => {
    world.publisher.put('/kev.json', { body });
    expect(await world.sync(file('kev', '/kev.json'))).toMatchObject({ taken: 0, quarantined: 1, problems: [{ code }], failure: null });
    world.publisher.put('/kev.json', { body: kev() });
    expect((await world.sync(file('kev', '/kev.json'))).taken).toBe(1);
  });
});

describe('EPSS', () => {
  it('is the table of the day, through its redirect, as gzip or as text', async () => {
    world.publisher.put('/epss-current.csv.gz', { body: '', status: 302, headers: { location: '/epss-2026-06-14.csv.gz' } });
    world.publisher.put('/epss-2026-06-14.csv.gz', { body: epss() });
    expect((await world.sync(file('epss', '/epss-current.csv.gz'))).problems).toEqual([]);
    expect(world.sink.documents.get('https://vendor.example/epss-current.csv.gz')?.updated).toBe('2026-06-14T00:00:00.000Z');
    world.publisher.put('/epss-2026-06-14.csv.gz', { body: epss('2026-06-15'), headers: { 'content-encoding': 'gzip' } });
    expect((await world.sync(file('epss', '/epss-current.csv.gz'))).taken).toBe(1);
    expect(world.sink.documents.get('https://vendor.example/epss-current.csv.gz')?.updated).toBe('2026-06-15T00:00:00.000Z');
  });

  it.each([['something else', gzipSync('hello'), 'not-epss'], ['no gzip', Buffer.from([0x1f, 0x8b, 0xff, 0xff]), 'not-epss'], ['a table of the future', epss('2026-07-01', 3), 'from-the-future'], ['a bomb', gzipSync(Buffer.alloc(30_000_000)), 'not-epss']])('%s is quarantined', async (_, body, code) => {
    world.publisher.put('/epss.csv.gz', { body });
    expect(await world.sync(file('epss', '/epss.csv.gz'))).toMatchObject({ taken: 0, problems: [{ code }] });
  });
});

it('any other file is taken as it is', async () => {
  world.publisher.put('/list.bin', { body: Buffer.from([1, 2, 3]) });
  await world.sync(file('file', '/list.bin'));
  expect([...world.sink.documents.get('https://vendor.example/list.bin')!.bytes]).toEqual([1, 2, 3]);
});
