/** What people do on the pages of advisories, feeds and care: by keyboard alone, without JavaScript, with errors that lose nothing. */
import { createServer, loadWebBuild, type WardkeepServer } from '@wardkeep/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WEB_BUILD } from '../src/index.ts';
import { ensureBuild, hasChromium, launch, serve } from './browser.ts';
import { memoryApp } from './memory-app.ts';

const BUNDLE = { name: 'bundle.zip', mimeType: 'application/zip', buffer: Buffer.from('PK') }, EMPTY = { name: 'empty.json', mimeType: 'application/json', buffer: Buffer.alloc(0) };

describe.skipIf(!hasChromium)('advisories, feeds and care (skipped without Chromium)', () => {
  let browser: Browser, server: WardkeepServer;
  beforeAll(async () => { ensureBuild(); browser = await launch(); });
  beforeAll(async () => { server = await serve({ assets: 400 }); });
  afterAll(async () => { await browser?.close(); await server?.close(); });
  const open = async (path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en', ...options }), page = await context.newPage();
    page.on('pageerror', (error) => { throw error; });
    await page.goto(server.address + path);
    return page;
  };
  const tabberOf = (page: Page) => async (name: string | RegExp) => {
    for (let i = 0; i < 160; i++) {
      await page.keyboard.press('Tab');
      const text = await page.evaluate(() => { const it = document.activeElement as HTMLInputElement | null; return it ? `${it.getAttribute('aria-label') ?? ''} ${it.id} ${it.labels?.[0]?.textContent ?? ''} ${it.textContent}` : ''; });
      if (typeof name === 'string' ? text.includes(name) : name.test(text)) return;
    }
    throw new Error(`Tab never reached ${name}`);
  };

  test('by keyboard alone: switch a feed on, ask, hand in a bundle', async () => {
    const page = await open('/advisories'), tabTo = tabberOf(page), { keyboard } = page;
    await tabTo('Advisories in');
    await keyboard.press('Enter');
    await page.waitForURL('**/feeds');
    expect(await page.locator('.addresses li').count()).toBe(3);
    expect(await page.locator('#way-ask ~ ul').textContent()).not.toContain('kelda.example');
    await tabTo('Switch on: Kelda Health Systems');
    await keyboard.press('Enter');
    await page.waitForURL('**/feeds#feed-kelda');
    expect(await page.locator('#way-ask ~ ul').textContent()).toContain('https://kelda.example/csaf/provider-metadata.json');
    await page.locator('main').focus();
    await tabTo('Update advisories');
    await keyboard.press('Enter');
    await page.waitForURL(/\/feeds\?in=[^#]+#deliveries$/);
    expect(await page.textContent('h1')).toContain('is being read.');
    expect(await page.locator('tr[data-intake] [role="status"]').first().textContent()).toBe('Reading');
    await page.locator('main').focus();
    await tabTo(/ file /);
    await page.setInputFiles('#file', BUNDLE);
    await tabTo('Hand it in');
    await keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelectorAll('tr[data-intake]').length === 2);
    expect(await page.locator('tr[data-intake] th').first().textContent()).toBe('bundle.zip');
  });

  test('by keyboard alone: a typed letter with a mistake keeps what was typed, then it is in', async () => {
    const page = await open('/advisories/new'), tabTo = tabberOf(page), { keyboard } = page;
    await tabTo(' publisher ');
    await keyboard.type('Ventra Infusion Kft.');
    await tabTo(' reference ');
    await keyboard.type('FSN-2026-200');
    await tabTo(' vendor ');
    await keyboard.type('Ventra');
    await tabTo(' product ');
    await keyboard.type('Pulzus SP-7');
    await tabTo(' versions ');
    await keyboard.type('1.5 to 1.7');
    await tabTo('Take it in and compare');
    await keyboard.press('Enter');
    await page.locator('.summary').waitFor();
    expect(await page.locator('.summary a').allTextContents()).toEqual(['Write the title of the letter.']);
    expect(await page.locator('#title').getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#title').getAttribute('aria-describedby')).toBe('title-wrong');
    expect([await page.inputValue('#publisher'), await page.inputValue('#versions')]).toEqual(['Ventra Infusion Kft.', '1.5 to 1.7']);
    await tabTo('Write the title of the letter.');
    await keyboard.press('Enter');
    expect(await page.evaluate(() => location.hash)).toBe('#title');
    await tabTo(' publisher ');
    await keyboard.press('Shift+Tab');
    await keyboard.type('Alarm volume after the update');
    await keyboard.press('Enter');
    await page.waitForURL(/\/advisories\/~.*done=typed/);
    expect(await page.locator('h1').textContent()).toContain('Alarm volume after the update');
  });

  test('without JavaScript: a refused file leads back with its reason, a good one goes in, the page asks again by itself', async () => {
    const page = await open('/feeds', { javaScriptEnabled: false });
    await page.setInputFiles('#file', EMPTY);
    await page.getByRole('button', { name: 'Hand it in' }).click();
    await page.waitForURL('**/feeds?again=1');
    expect(await page.locator('.summary a').getAttribute('href')).toBe('#file');
    expect(await page.locator('#file-wrong').textContent()).toBe('The file is empty.');
    await page.setInputFiles('#file', BUNDLE);
    await page.getByRole('button', { name: 'Hand it in' }).click();
    await page.waitForURL(/\/feeds\?in=/);
    expect(await page.locator('noscript').count()).toBeGreaterThan(0);
  });

  test('a delivery under way is asked again, and its end is shown', async () => {
    const page = await open('/feeds');
    await page.request.post(`${server.address}/feeds`, { form: { intent: 'update' }, headers: { Origin: server.address } });
    let state = 'reading';
    await page.route('**/api/v1/intakes/*', (route) => route.fulfill({ json: { state, read: 4711 } }));
    await page.goto(`${server.address}/feeds`);
    await page.getByText('4,711').first().waitFor();
    const again = page.waitForEvent('load');
    state = 'done';
    await again;
    // What the page itself says stands, not what the script was told: the delivery is still being read by it.
    expect(await page.locator('tr[data-intake] [data-live="read"]').first().textContent()).toBe('12');
  });

  test('without a feed switched on nobody is asked, and a refusal of the server is said', async () => {
    const page = await open('/feeds', { javaScriptEnabled: false });
    for (let off = page.getByRole('button', { name: /^Switch off: / }).first(); await off.count() > 0; off = page.getByRole('button', { name: /^Switch off: / }).first()) await off.click();
    expect(await page.getByRole('button', { name: 'Update advisories' }).count()).toBe(0);
    expect(await page.locator('h1').textContent()).toContain('No feed is switched on');
    const answer = await page.request.post(`${server.address}/feeds`, { form: { intent: 'update' }, headers: { Origin: server.address } });
    expect([answer.status(), (await answer.text()).includes('No feed is switched on. Switch one on, or hand in an offline bundle.')]).toEqual([409, true]);
  });

  test('without JavaScript: a care service with a wrong number, a device found by search, saved, opened, removed', async () => {
    const page = await open('/care/new', { javaScriptEnabled: false });
    await page.fill('#name', 'Stroke unit');
    await page.selectOption('#kind', 'telestroke');
    await page.fill('#hours', 'many');
    await page.getByLabel('CT scanner').check();
    await page.getByRole('button', { name: 'Save' }).last().click();
    expect(await page.locator('#hours-wrong').textContent()).toContain('0 to 10,000');
    expect([await page.inputValue('#name'), await page.inputValue('#hours'), await page.getByLabel('CT scanner').isChecked()]).toEqual(['Stroke unit', 'many', true]);
    await page.fill('#hours', '1,680');
    await page.fill('#fallback', '12,5 %');
    await page.fill('#q', 'bomb-uci-01');
    // Enter sends the form by its first button; words that nobody looked for are looked for first.
    await page.press('#q', 'Enter');
    await page.locator('input[name="assets"]').first().check();
    await page.getByRole('button', { name: 'Save' }).last().click();
    await page.waitForURL('**/care?done=saved');
    const row = page.getByRole('row', { name: /Stroke unit/ });
    expect(await row.textContent()).toMatch(/1,680\sh.*13%.*CT scanner/);
    await row.getByRole('link').click();
    expect([await page.inputValue('#hours'), await page.locator('input[name="assets"]:checked').count()]).toEqual(['1,680', 1]);
    await page.getByText('Remove this care service').click();
    await page.getByRole('button', { name: /Yes, remove it/ }).click();
    await page.waitForURL('**/care?done=removed');
    expect(await page.getByText('Stroke unit').count()).toBe(0);
  });

  test('an advisory of our own, with ~ in its id, and a vulnerability are found by their links', async () => {
    const page = await open('/advisories?show=own');
    await page.getByRole('link', { name: /Field safety notice/ }).click();
    expect(decodeURIComponent(new URL(page.url()).pathname)).toBe('/advisories/~FSN-2026-113');
    await page.goto(`${server.address}/advisories/kelda-health-systems--KD-SA-2026-07`);
    await page.getByRole('link', { name: 'CVE-2026-28850' }).first().click();
    await page.waitForURL('**/vulnerabilities/CVE-2026-28850');
    expect(await page.getByText('used by ransomware').count()).toBe(1);
    const missing = await page.goto(`${server.address}/advisories/~no-such-thing`);
    expect(missing?.status()).toBe(404);
  });

  test('who may not read findings still reads advisories, and sees what is connected', async () => {
    const world = memoryApp({ assets: 40 }), refuse = async () => { throw Object.assign(new Error('not allowed'), { status: 403, code: 'not-allowed', params: {} }); };
    const other = await createServer({ app: { ...world, assessOverview: refuse, findings: refuse }, webBuild: await loadWebBuild(WEB_BUILD), port: 0 });
    try {
      const page = await open('/');
      for (const [path, words] of [['/advisories', '12 advisories are held'], ['/overview', '40 devices connected'], ['/assets/asset-0000009', 'How is it reached?']] as const) {
        expect((await page.goto(other.address + path))?.status()).toBe(200);
        expect(await page.locator('main').textContent()).toContain(words);
        expect(await page.locator('#wards, #findings').count()).toBe(0);
      }
    } finally { await other.close(); }
  });

  test('the overview says what is affected by ward, and leads to the findings of one', async () => {
    const page = await open('/overview');
    expect(await page.locator('h1').textContent()).toMatch(/\d+ of 400 devices are affected; \d+\sh of care are at risk in the next 30 days\./);
    await page.locator('#wards').getByRole('link', { name: 'Cuidados críticos' }).click();
    expect(new URL(page.url()).searchParams.get('zone')).toBe('Cuidados críticos');
  });
}, 120_000);
