/** Every page of the real application in three languages: with the example and what goes wrong in daily work, empty, and with thousands of findings. */
import type { AdvisoryPage, FindingPage } from '@wardkeep/app/assess-views';
import { ERRORS } from '@wardkeep/app/errors';
import type { AssetPage, ImportSummary } from '@wardkeep/app/views';
import { readdirSync, readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuild, hasChromium, launch } from '../../packages/web/test/browser.ts';
import routes from '../../packages/web/src/routes.ts';
import { isEnglish, LANGUAGES, type Language, lookAtAll, type Looking } from './look.ts';
import { advisoriesZip, closeInstallations, type Installation, openInstallation, until } from './real.ts';

const path = encodeURIComponent;

/** What stands for each route of `routes.ts`, with real ids; null: it answers with another page. */
type Pages = Readonly<Record<string, readonly string[] | null>>;
const ALWAYS: Pages = {
  '': ['/'], 'capture/guide': ['/capture/guide'], 'import/capture': ['/import/capture'], 'import/list': ['/import/list'], imports: ['/imports'], overview: ['/overview'], assets: ['/assets', '/assets?q=no-such-thing'],
  traffic: ['/traffic'], quality: ['/quality'], findings: ['/findings', '/findings?state=all', '/findings?q=no-such-thing'], 'findings/changes': ['/findings/changes'], 'findings/not-listed': ['/findings/not-listed', '/findings/not-listed?q=infugate'],
  advisories: ['/advisories', '/advisories?show=all', '/advisories?show=own'], 'advisories/new': ['/advisories/new'], feeds: ['/feeds'], care: ['/care'], 'care/new': ['/care/new'], 'assets/undo': null, lang: null, theme: null,
  'imports/:id': ['/imports/none'], 'assets/merge': ['/assets/merge'], 'assets/:id': ['/assets/none'], 'findings/:id': ['/findings/none'], 'advisories/:id': ['/advisories/none'], 'vulnerabilities/:id': ['/vulnerabilities/CVE-2099-99999'], 'care/:id': ['/care/none'], '*': ['/no-such-page'],
};
/** Pages whose length grows with the inventory. */
const GROWING = ['/overview', '/assets', '/assets?sort=role', '/imports', '/traffic', '/quality', '/findings', '/findings?state=all&sort=severity', '/findings/changes', '/findings/not-listed', '/advisories', '/care'];

const ABSENT: ReadonlySet<string> = new Set(['/imports/none', '/assets/none', '/findings/none', '/advisories/none', '/vulnerabilities/CVE-2099-99999', '/care/none', '/no-such-page']);

const all = (pages: Pages): string[] => Object.values(pages).flatMap((it) => it ?? []);
const decoded = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The example after a week of work: a list that waits for its columns, a file that is none, a document in quarantine, feeds that cannot be reached, a letter, decisions. */
async function worked(): Promise<Installation> {
  const it = await openInstallation({ example: true }), { app, actor } = it;
  expect((await it.bring('unclear.csv', decoded('Equipo,Cosa\nBomba,a\nMonitor,b\n'), { asking: true })).state).toBe('needs-mapping');
  expect((await it.bring('photo.xlsx', Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'))).state).toBe('failed');
  expect(await it.deliver('broken.json', decoded('{"document": {"category": "csaf_security_advisory"'))).toMatchObject({ quarantined: 1 });
  await app.updateFeeds(actor);
  await until(async () => (await app.feeds(actor)).intakes.every((one) => one.state === 'done' || one.state === 'failed'));
  expect((await app.feeds(actor)).feeds.filter((feed) => feed.enabled).map((feed) => feed.lastResult?.code)).not.toContain('feed-asked');
  await app.typeAdvisory(actor, { title: 'InfuGate 3: carta del fabricante', publisher: 'Labmade', reference: 'FSN-2099-7', date: '2026-11-02', url: null, vendor: 'Labmade', product: 'InfuGate 3', models: '', versions: '< 7.11.5', cves: '', vector: '', action: 'Actualizar', fix: 'fix' });
  await app.assessed();
  const { groups } = await app.triage(actor, {});
  await app.decideFindings(actor, { ids: groups[0]!.ids, state: 'known_affected', reason: 'Leído en la pantalla' });
  await app.decideFindings(actor, { ids: groups[1]!.ids, state: 'accepted', reason: 'Sin red', owner: 'Gerencia', expiresOn: new Date(Date.now() + 90 * 86_400_000).toISOString().slice(0, 10) });
  return it;
}

/** The same pages with ids of what is there. */
async function pagesOf(it: Installation): Promise<Pages> {
  const [imports, assets, conflicts, findings, waiting, advisories, own, services] = await Promise.all([
    it.api<ImportSummary[]>('/imports'), it.api<AssetPage>('/assets?limit=100'), it.api<AssetPage>('/assets?confidence=conflict&limit=1'), it.api<FindingPage>('/findings?state=decided&limit=20'), it.api<FindingPage>('/findings?state=waiting&limit=50'),
    it.api<AdvisoryPage>('/advisories?show=all&limit=50'), it.api<AdvisoryPage>('/advisories?show=own&limit=5'), it.api<{ id: string }[]>('/care-services'),
  ]);
  expect(own.rows[0]?.id).toMatch(/^~/);
  const cannotTell = waiting.rows.find((row) => row.verdict === 'cannot_tell'), affected = waiting.rows.find((row) => row.verdict === 'affected'), decided = findings.rows, cves = new Set(advisories.rows.flatMap((row) => row.cves));
  expect([cannotTell, affected, decided.find((row) => row.state === 'accepted')].every(Boolean)).toBe(true);
  const [first, second] = assets.rows, conflict = conflicts.rows[0] ?? first!, concerned = affected!.assetId;
  return {
    ...ALWAYS,
    'imports/:id': imports.map(({ id }) => `/imports/${path(id)}`),
    'assets/merge': [`/assets/merge?ids=${path(first!.id)}&ids=${path(second!.id)}`],
    assets: [...ALWAYS['assets']!, `/assets?why=${path(first!.id)}`],
    'assets/:id': [`/assets/${path(concerned)}?why=version&why=role&correct=version`, `/assets/${path(conflict.id)}`, `/assets/${path(assets.rows.at(-1)!.id)}?correct=role`],
    findings: [...ALWAYS['findings']!, `/findings?id=${path(cannotTell!.id)}&letter=es`, '/findings?state=decided'],
    'findings/:id': [affected!, cannotTell!, ...decided.filter((row, at) => decided.findIndex((other) => other.state === row.state) === at)].map(({ id }) => `/findings/${path(id)}`),
    // All formats: CSAF 2.0, 2.1 and VEX, CycloneDX VEX, a typed letter.
    'advisories/:id': [...advisories.rows.filter((row, at) => advisories.rows.findIndex((other) => other.format === row.format) === at), own.rows[0]!].map(({ id }) => `/advisories/${path(id)}`),
    'vulnerabilities/:id': [...cves].slice(0, 2).map((id) => `/vulnerabilities/${path(id)}`),
    'care/:id': services.slice(0, 1).map(({ id }) => `/care/${path(id)}`),
  };
}

/** ≥ 5,000 devices of kinds that the invented advisories name, in so many versions that they are many questions. */
async function large(): Promise<Installation> {
  const it = await openInstallation(), kinds = [['Bomba de infusión', 'Labmade', 'InfuGate 3'], ['Archivo de imágenes', 'Kelda', 'Archive 5'], ['Gestión del edificio', 'Labmade', 'BMS-200'], ['Monitor de paciente', 'Guadamar', 'Latido 12']] as const;
  const rows = Array.from({ length: 5200 }, (_, at) => { const [type, vendor, model] = kinds[at % kinds.length]!, version = at % 8 === 0 ? `7.${Math.floor(at / 8) % 12}.${Math.floor(at / 96)}` : '7.2'; return `LG-${at},${type},${vendor},${model},SN${at * 7},${version},Planta ${at % 60}`; });
  expect((await it.bring('large.csv', decoded(`Nº inventario,Denominación del equipo,Fabricante,Modelo,Nº de serie,Versión de software,Zona de red\n${rows.join('\n')}\n`))).state).toBe('done');
  await it.deliver('advisories.zip', await advisoriesZip());
  await it.app.assessed();
  const { devices } = await it.app.assessOverview(it.actor), { total } = await it.app.findings(it.actor, { state: 'all', limit: 1 });
  expect(devices).toBeGreaterThanOrEqual(5000);
  expect(total).toBeGreaterThanOrEqual(2000);
  return it;
}

/** Keys of the tables of labels and codes of the API: on a page stand their words. */
function codes(): Set<string> {
  const folder = new URL('../../packages/web/src/labels/', import.meta.url), keys = readdirSync(folder).flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/(?:^\s*|[{,]\s*)'?([\w.-]+)'?: (?:msg|NOT_A)/gm)].map((match) => match[1]!));
  return new Set([...keys, ...Object.keys(ERRORS), 'feed-asked'].filter((code) => /[-._]/.test(code)));
}

/** What the invented publishers wrote, in English. */
function publishersWords(): string[] {
  const folder = new URL('../../fixtures/advisories/', import.meta.url), words = new Set<string>(['Invented for the example']);
  const gather = (value: unknown): void => { if (typeof value === 'string') { if (isEnglish(value)) words.add(value); } else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) gather(each); };
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) gather(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  return [...words].sort((a, b) => b.length - a.length);
}

describe.skipIf(!hasChromium)('every page of the real application (skipped without Chromium)', () => {
  let browser: Browser, looking: Omit<Looking, 'language'>;
  const installations = new Map<string, Installation>(), pages = new Map<string, readonly string[]>();
  beforeAll(async () => {
    ensureBuild();
    const [started, example, empty, many] = await Promise.all([launch(), worked(), openInstallation(), large()]);
    browser = started;
    installations.set('example', example).set('empty', empty).set('large', many);
    pages.set('example', all(await pagesOf(example))).set('empty', all(ALWAYS)).set('large', GROWING);
    looking = { codes: codes(), quotes: publishersWords() };
  }, 180_000);
  afterAll(async () => { await browser?.close(); await closeInstallations(); });

  const look = async (name: string, language: Language, width: number): Promise<string[]> => {
    const context = await browser.newContext({ locale: language, viewport: { width, height: 900 }, reducedMotion: 'reduce' });
    try { return await lookAtAll(context, installations.get(name)!.address, pages.get(name)!, ABSENT, { language, ...looking }); } finally { await context.close(); }
  };

  test('no route is forgotten', () => {
    expect(routes.map((it) => it.path ?? '').filter((it) => !Object.hasOwn(ALWAYS, it))).toEqual([]);
  });
  test('the net is not torn: codes of documents, of feeds and of findings are known', () => {
    expect(['advisory-not-json', 'feed-asked', 'cannot_tell', 'known_affected', 'finding-not-found'].filter((code) => !looking.codes.has(code))).toEqual([]);
  });
  describe.each(['example', 'empty', 'large'])('%s', (name) => {
    test.each(LANGUAGES)('in %s: axe, console, one heading, language, words', async (language) => { expect(await look(name, language, 1440)).toEqual([]); });
    test('at 390 pixels nothing scrolls sideways', async () => { expect(await look(name, 'en', 390)).toEqual([]); });
  });
}, 300_000);
