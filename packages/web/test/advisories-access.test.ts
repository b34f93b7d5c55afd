/** WCAG 2.2 AA by axe for the pages of advisories, feeds and care: three languages, empty, normal and large; nothing scrolls sideways. */
import type { WardkeepServer } from '@wardkeep/server';
import type { Browser, Page } from 'playwright-core';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AXE, ensureBuild, hasChromium, launch, serve } from './browser.ts';

const LANGUAGES = ['en', 'es', 'hu'] as const, SIZES = [['empty', 0], ['normal', 400], ['large', 20_000]] as const;
const ALWAYS = ['/', '/overview', '/advisories', '/advisories?show=all&q=no-such-thing', '/advisories/new', '/feeds', '/care', '/care/new'];
const FILLED = ['/advisories?show=all', '/advisories/kelda-health-systems--KD-SA-2026-07', '/advisories/~FSN-2026-113', '/vulnerabilities/CVE-2026-31001', '/care/imaging', '/assets/asset-0000009'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

const script = hasChromium ? readFileSync(AXE, 'utf8') : '';

interface Violation { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }
async function violations(page: Page, rules: readonly string[]): Promise<string[]> {
  await page.evaluate(script);
  const found = await page.evaluate((only) => (window as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: Violation[] }> } }).axe.run(document, { runOnly: only }).then((result) => result.violations), rules);
  return found.map((it) => `${it.id}: ${it.nodes[0]?.html.slice(0, 160)} ${it.nodes[0]?.failureSummary}`);
}

describe.skipIf(!hasChromium)('no axe violation on pages of advisories and care (skipped without Chromium)', () => {
  let browser: Browser;
  const servers = new Map<number, WardkeepServer>();
  beforeAll(async () => { ensureBuild(); browser = await launch(); for (const [, assets] of SIZES) servers.set(assets, await serve({ assets })); });
  afterAll(async () => { await browser?.close(); for (const server of servers.values()) await server.close(); });

  for (const [size, assets] of SIZES) for (const language of LANGUAGES) {
    test(`${size}, ${language}`, async () => {
      const problems: string[] = [];
      for (const theme of ['light', 'dark'] as const) {
        const context = await browser.newContext({ locale: language, colorScheme: theme, bypassCSP: true, reducedMotion: 'reduce' }), page = await context.newPage();
        for (const path of assets > 0 ? [...ALWAYS, ...FILLED] : ALWAYS) {
          await page.goto(servers.get(assets)!.address + path);
          // A theme changes colours; everything else is the same document.
          problems.push(...(await violations(page, theme === 'light' ? RULES : ['color-contrast', 'link-in-text-block'])).map((it) => `${theme} ${path}: ${it}`));
        }
        await context.close();
      }
      expect(problems).toEqual([]);
    });
  }

  test('errors of the forms are announced and tied to their fields', async () => {
    const context = await browser.newContext({ locale: 'hu', bypassCSP: true }), page = await context.newPage(), problems: string[] = [];
    for (const [path, button] of [['/advisories/new', 'form.form button.btn'], ['/care/new', '.acts button']] as const) {
      await page.goto(servers.get(400)!.address + path);
      await page.locator(button).last().click();
      await page.locator('.summary').waitFor();
      problems.push(...(await violations(page, RULES)).map((it) => `${path}: ${it}`));
    }
    await context.close();
    expect(problems).toEqual([]);
  });

  test('nothing scrolls sideways at 320, 390, 768, 1024 and 1440 pixels', async () => {
    const wide: string[] = [];
    for (const width of [320, 390, 768, 1024, 1440]) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'hu' }), page = await context.newPage();
      for (const path of [...ALWAYS, ...FILLED]) {
        await page.goto(servers.get(400)!.address + path);
        const out = await page.evaluate(() => [...document.querySelectorAll('main *, header *, footer *')].filter((it) => !it.closest('.scroll, pre, .sr, thead, svg') && it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.outerHTML.slice(0, 120)));
        if (out.length > 0) wide.push(`${width} ${path}: ${out[0]}`);
      }
      await context.close();
    }
    expect(wide).toEqual([]);
  });
}, 300_000);
