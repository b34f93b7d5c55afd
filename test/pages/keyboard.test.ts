/** The real application by keyboard alone: a list comes in, a device of it is corrected by hand; findings are decided one after the other. Only keys; elements are known by address and name, not by words. */
import type { FindingView } from '@wardkeep/app/assess-views';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuild, hasChromium, launch } from '../../packages/web/test/browser.ts';
import { hospitalList } from '../newcomer/hospital.ts';
import { watchedPage } from './look.ts';
import { advisoriesZip, closeInstallations, type Installation, openInstallation } from './real.ts';

/** More stops than any page has: then Tab never gets there. */
const MOST_STOPS = 250;

describe.skipIf(!hasChromium)('by keyboard alone, on the real application (skipped without Chromium)', () => {
  let browser: Browser, it: Installation;
  beforeAll(async () => { ensureBuild(); [browser, it] = await Promise.all([launch(), openInstallation()]); }, 120_000);
  afterAll(async () => { await browser?.close(); await closeInstallations(); });

  const open = async (path: string) => {
    const { page, faults } = await watchedPage(await browser.newContext({ locale: 'hu', viewport: { width: 1440, height: 900 } }));
    await page.goto(it.address + path);
    return { page, faults, keyboard: page.keyboard };
  };
  const isAt = async (page: Page, selector: string) => await page.locator(':focus').and(page.locator(selector)).count() > 0;
  const tabTo = async (page: Page, selector: string): Promise<void> => {
    for (let stops = 0; stops < MOST_STOPS; stops++) { await page.keyboard.press('Tab'); if (await isAt(page, selector)) return; }
    throw new Error(`Tab never reached ${selector} on ${page.url()}.`);
  };
  const go = async (page: Page, selector: string, where: string | RegExp): Promise<void> => { await tabTo(page, selector); await page.keyboard.press('Enter'); await page.waitForURL(where); };

  test('a list comes in, a device of it is corrected, the correction is taken back', async () => {
    const { page, faults, keyboard } = await open('/'), { bytes, devices } = await hospitalList('hu');
    await go(page, 'main a[href="/import/list"]', '**/import/list');
    // Choosing a file is the operating system's dialogue; everything before and after it is keys.
    await tabTo(page, 'input[type="file"][name="file"]');
    await page.setInputFiles('input[name="file"]', { name: 'eszkozok.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: Buffer.from(bytes) });
    await go(page, 'form[action="/upload/list"] button[type="submit"]', /\/imports\/[^/]+$/);
    const columns = 'form:has(input[name="intent"][value="mapping"]) button[type="submit"]', ended = page.locator('main a[href="/assets"]');
    await ended.or(page.locator(columns)).first().waitFor();
    if (await page.locator(columns).count() > 0) { await tabTo(page, columns); await keyboard.press('Enter'); }
    await ended.first().waitFor();
    expect((await it.app.listAssets(it.actor, { limit: 1 })).all).toBe(devices);
    await go(page, 'a[href="/assets"]', '**/assets');

    await keyboard.press('/');
    expect(await isAt(page, 'input[name="q"]')).toBe(true);
    await keyboard.type('Archive 5');
    await keyboard.press('Enter');
    await page.waitForURL(/\/assets\?q=/);
    expect(await page.locator('tr[data-row]').count()).toBe(2);
    await keyboard.press('j');
    await keyboard.press('Enter');
    await page.waitForURL(/\/assets\/[^?]+$/);
    const id = decodeURIComponent(page.url().split('/').at(-1)!), version = async () => (await it.app.asset(it.actor, id)).version;
    expect(await version()).toBe('7.2');
    await go(page, 'a[href*="correct=version"]', /correct=version/);
    await tabTo(page, 'input[name="value"]');
    await keyboard.press('ControlOrMeta+a');
    await keyboard.type('7.4');
    await tabTo(page, 'input[name="reason"]');
    await keyboard.type('A kijelzőn olvastam');
    await keyboard.press('Enter');
    await page.waitForURL(/done=version/);
    expect(await version()).toBe('7.4');
    expect(await page.locator('[role="status"]').first().isVisible()).toBe(true);
    expect(await page.locator('#history').textContent()).toContain('A kijelzőn olvastam');
    await go(page, 'form:has(input[name="intent"][value="undo"]) button', /undone=1/);
    expect(await version()).toBe('7.2');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('findings: next, previous, decide with a reason, undo, decide again and go on', async () => {
    if ((await it.app.listAssets(it.actor, { limit: 1 })).all === 0) await it.bring('eszkozok.xlsx', (await hospitalList('hu')).bytes);
    expect((await it.deliver('advisories.zip', await advisoriesZip())).state).toBe('done');
    await it.app.assessed();
    const { page, faults, keyboard } = await open('/findings'), queue = page.locator('.queue li'), waiting = await queue.count();
    const shown = () => page.getAttribute('.case', 'data-finding'), becomes = (id: string | null) => page.locator(`.case[data-finding="${id}"]`).waitFor(), waits = (count: number) => expect.poll(() => queue.count()).toBe(count);
    const finding = (id: string | null) => it.api<FindingView>(`/findings/${encodeURIComponent(id!)}`), first = await shown();
    expect(waiting).toBeGreaterThanOrEqual(4);
    const [, second, third] = await page.locator('.queue input[name="groups"]').evaluateAll((boxes) => boxes.map((box) => (box as unknown as { value: string }).value));
    await keyboard.press('j');
    await becomes(second!);
    expect(await isAt(page, '.queue a[aria-current="true"]')).toBe(true);
    await keyboard.press('j');
    await becomes(third!);
    await keyboard.press('k');
    await becomes(second!);
    await keyboard.press('k');
    await becomes(first);

    const devices = (await finding(first)).group.length, reason = 'Nincs hálózaton; j, k és z itt betűk';
    const decide = async () => {
      await keyboard.press('n');
      expect(await isAt(page, '#reason')).toBe(true);
      // Without a reason nothing is decided against the comparison.
      await keyboard.press('Enter');
      expect(await queue.count()).toBe(waiting);
      await keyboard.type(reason);
      await keyboard.press('Enter');
      await waits(waiting - 1);
    };
    await decide();
    expect(await finding(first)).toMatchObject({ state: 'known_not_affected', decision: { reason } });
    expect((await it.app.findings(it.actor, { state: 'decided', limit: 1 })).devices).toBe(devices);
    expect(await page.locator('[role="status"]').first().isVisible()).toBe(true);
    await becomes(second!);
    await keyboard.press('z');
    await waits(waiting);
    await becomes(first);
    expect(await finding(first)).toMatchObject({ state: 'open' });
    await decide();
    await becomes(second!);
    await keyboard.press('j');
    await becomes(third!);
    expect(faults).toEqual([]);
    await page.context().close();
  });
}, 120_000);
