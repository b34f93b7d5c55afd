/** What people do on the pages: by keyboard alone, without JavaScript, in another language. */
import type { WardkeepServer } from '@wardkeep/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuild, hasChromium, launch, serve } from './browser.ts';

const PCAP = { name: 'ward.pcap', mimeType: 'application/octet-stream', buffer: Buffer.from([0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0]) };

describe.skipIf(!hasChromium)('pages (skipped without Chromium)', () => {
  let browser: Browser, server: WardkeepServer;
  beforeAll(async () => { ensureBuild(); browser = await launch(); server = await serve({ assets: 400 }); });
  afterAll(async () => { await browser?.close(); await server?.close(); });
  const open = async (path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const context = await browser.newContext({ locale: 'en', ...options }), page = await context.newPage();
    page.on('pageerror', (error) => { throw error; });
    await page.goto(server.address + path);
    return page;
  };

  test('by keyboard alone: import a capture, find an asset, correct it by hand', async () => {
    const page = await open('/'), { keyboard } = page;
    const tabTo = async (name: string | RegExp) => {
      for (let i = 0; i < 120; i++) {
        await keyboard.press('Tab');
        const text = await page.evaluate(() => { const it = document.activeElement as HTMLInputElement | null; return it ? `${it.getAttribute('aria-label') ?? ''} ${it.id} ${it.labels?.[0]?.textContent ?? ''} ${it.textContent}` : ''; });
        if (typeof name === 'string' ? text.includes(name) : name.test(text)) return;
      }
      throw new Error(`Tab never reached ${name}`);
    };
    await tabTo('Go to content');
    await tabTo('I have a capture');
    await keyboard.press('Enter');
    await page.waitForURL('**/import/capture');
    await tabTo('permittedBy');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('Ilona Kovács, head of IT');
    await tabTo('place');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('VLAN 30');
    await tabTo('window');
    await keyboard.type('22 November, 14:00 to 14:15');
    // Choosing a file is the operating system's dialogue; everything before and after it is keys.
    await tabTo(/ file /);
    await page.setInputFiles('#file', PCAP);
    await tabTo('Read the capture');
    await keyboard.press('Enter');
    await page.waitForURL(/\/imports\/imp\d+$/);
    await page.getByRole('heading', { name: /devices are in this file/ }).waitFor();
    await tabTo('See the devices');
    await keyboard.press('Enter');
    await page.waitForURL('**/assets');
    await keyboard.press('/');
    await keyboard.type('bomb');
    await keyboard.press('Enter');
    await page.waitForURL('**/assets?q=bomb');
    expect(await page.getByText('No device matches').count()).toBe(0);
    // Keys belong to the page only outside fields.
    await page.locator('main').focus();
    await keyboard.press('j');
    await keyboard.press('j');
    await keyboard.press('k');
    await keyboard.press('x');
    expect(await page.locator('tr.marked').count()).toBe(1);
    await keyboard.press('w');
    await page.locator('tr.open .evidence').waitFor();
    await keyboard.press('w');
    expect(await page.locator('tr.open:visible').count()).toBe(0);
    await keyboard.press('Enter');
    await page.waitForURL(/\/assets\/asset-/);
    await tabTo('Correct: Software version');
    await keyboard.press('Enter');
    await page.waitForURL(/correct=version/);
    await tabTo(/ value /);
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('9.9.9');
    await tabTo(/ reason /);
    await keyboard.type('Read on the screen');
    await keyboard.press('Enter');
    await page.waitForURL(/done=version/);
    expect(await page.getByRole('status').first().textContent()).toContain('Saved: Software version');
    expect(await page.locator('#history').textContent()).toContain('9.9.9');
    await tabTo('Undo');
    await keyboard.press('Enter');
    await page.waitForURL(/undone=1/);
    expect(await page.locator('#history').textContent()).toContain('undone');
  });

  test('without JavaScript: capture form, errors that keep what was typed, the import, filter, why, decision, merge, delete, undo', async () => {
    const page = await open('/import/capture', { javaScriptEnabled: false });
    await page.fill('#place', 'VLAN 31');
    await page.evaluate(() => undefined).catch(() => undefined);
    // The browser itself asks for what is missing; a client that does not must get the same answer from the server.
    await page.locator('#permittedBy').fill(' ');
    await page.locator('#window').fill('today');
    await page.setInputFiles('#file', PCAP);
    await page.getByRole('button', { name: 'Read the capture' }).click();
    await page.waitForURL('**/import/capture?again=1');
    expect(await page.locator('.summary').textContent()).toContain('Write who permits the capture to be read.');
    expect(await page.inputValue('#place')).toBe('VLAN 31');
    await page.fill('#permittedBy', 'Head of IT');
    await page.setInputFiles('#file', PCAP);
    await page.getByRole('button', { name: 'Read the capture' }).click();
    await page.waitForURL(/\/imports\/imp\d+$/);
    expect(await page.locator('noscript').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Stop and keep what was read' }).click();
    await page.getByText('What was read until then is kept').waitFor();

    await page.goto(`${server.address}/assets`);
    await page.selectOption('select[name="what"]', 'ct');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/what=ct/);
    expect(await page.locator('tr[data-row]').count()).toBeGreaterThan(3);
    await page.locator('a[data-why]').nth(1).click();
    await page.locator('tr.open .evidence').waitFor();
    await page.locator('input[name="ids"]').nth(2).check();
    await page.locator('input[name="ids"]').nth(3).check();
    await page.getByRole('button', { name: 'Merge the marked ones' }).click();
    await page.waitForURL(/\/assets\/merge/);
    await page.fill('#reason', 'Two cards of one scanner');
    await page.getByRole('button', { name: 'Yes, merge them' }).click();
    await page.waitForURL(/done=merge/);
    await page.getByText('The records are one device now.').waitFor();
    await page.getByText('This device does not exist').click();
    await page.fill('#delete-reason', 'A test');
    await page.getByRole('button', { name: 'Delete this device' }).click();
    await page.waitForURL(/deleted=/);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.waitForURL('**/assets');
  });

  test('a conflict is decided beside its evidence', async () => {
    const page = await open('/assets?sure=conflict');
    await page.locator('tr[data-row] th a').first().click();
    await page.getByRole('link', { name: 'Decide the conflict' }).click();
    await page.fill('#reason-version', 'The list is older');
    await page.locator('.decide button').first().click();
    await page.waitForURL(/done=version/);
    expect(await page.locator('.decide').count()).toBe(0);
  });

  test('a list with uncertain columns asks, and is read', async () => {
    const page = await open('/import/list');
    await page.setInputFiles('#file', { name: 'devices.csv', mimeType: 'text/csv', buffer: Buffer.from('Equipo,Fabricante\na,b\n') });
    await page.getByRole('button', { name: 'Read the list' }).click();
    await page.waitForURL(/\/imports\/imp\d+$/);
    await page.selectOption('select[name="column-2"]', 'inventoryNumber');
    await page.getByRole('button', { name: 'Read the list like this' }).click();
    await page.getByRole('heading', { name: /18 devices/ }).waitFor();
  });

  test('language and theme: chosen without JavaScript, kept, back on the same page', async () => {
    const page = await open('/quality', { javaScriptEnabled: false });
    await page.getByRole('link', { name: 'Magyar' }).click();
    expect(page.url()).toBe(`${server.address}/quality`);
    expect(await page.getAttribute('html', 'lang')).toBe('hu');
    await page.getByRole('link', { name: 'Sötét' }).click();
    expect(await page.getAttribute('html', 'data-theme')).toBe('dark');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor).catch(() => 'rgb(13, 24, 23)')).toBe('rgb(13, 24, 23)');
  });

  test('nothing is asked of another host, and nothing breaks the policy', async () => {
    const page = await open('/'), foreign: string[] = [], complaints: string[] = [];
    page.on('request', (request) => { if (!request.url().startsWith(server.address)) foreign.push(request.url()); });
    page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    for (const path of ['/', '/assets', '/assets/asset-0000001?why=version', '/traffic', '/overview', '/quality', '/imports', '/imports/seed3', '/import/capture']) await page.goto(server.address + path, { waitUntil: 'networkidle' }).catch(() => page.waitForTimeout(300));
    expect(foreign).toEqual([]);
    expect(complaints).toEqual([]);
  });
}, 120_000);
