/** WCAG 2.2 AA by axe on the pages of findings: three languages, both themes, without advisories, as usual and with 5,000 findings; and nothing scrolls sideways. */
import type { WardkeepServer } from '@wardkeep/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AXE, ensureBuild, hasChromium, launch, serve } from './browser.ts';

const LANGUAGES = ['en', 'es', 'hu'] as const, THEMES = ['light', 'dark'] as const, SIZES = [['empty', 'empty'], ['usual', 'normal'], ['large', 'large']] as const;
const ALWAYS = ['/findings', '/findings/changes', '/findings/not-listed', '/findings/not-listed?q=zebra'];
const WITH_FINDINGS = ['/findings?state=decided', '/findings?q=zebra', '/findings?id=f00010&letter=es', '/findings?id=f00000&done=f00000&as=known_affected&n=9', '/findings/f00011', '/findings/f00013', '/findings/not-listed?q=LM-2026-014'];
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], COLOUR = ['color-contrast', 'link-in-text-block'];

interface Violation { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }
async function violations(page: Page, theme: (typeof THEMES)[number]): Promise<string[]> {
  await page.addScriptTag({ path: AXE });
  const found = await page.evaluate((rules) => (window as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: Violation[] }> } }).axe.run(document, { runOnly: rules }).then((result) => result.violations), theme === 'dark' ? COLOUR : RULES);
  return found.map((it) => `${it.id}: ${it.nodes[0]?.html.slice(0, 160)} ${it.nodes[0]?.failureSummary}`);
}

describe.skipIf(!hasChromium)('findings without an axe violation (skipped without Chromium)', () => {
  let browser: Browser;
  const servers = new Map<string, WardkeepServer>();
  beforeAll(async () => {
    ensureBuild();
    browser = await launch();
    for (const [, size] of SIZES) servers.set(size, await serve({ assets: size === 'empty' ? 0 : 400, assess: { size, running: size === 'normal' } }));
  });
  afterAll(async () => { await browser?.close(); for (const server of servers.values()) await server.close(); });

  for (const [name, size] of SIZES) for (const language of LANGUAGES) for (const theme of THEMES) {
    test(`${name}, ${language}, ${theme}`, async () => {
      const context = await browser.newContext({ locale: language, colorScheme: theme, bypassCSP: true, reducedMotion: 'reduce' }), page = await context.newPage(), problems: string[] = [];
      for (const path of size === 'empty' ? ALWAYS : [...ALWAYS, ...WITH_FINDINGS]) {
        await page.goto(servers.get(size)!.address + path);
        if (await page.getAttribute('html', 'lang') !== language) problems.push(`${path}: wrong lang`);
        // What is closed is looked at too: evidence, forms, letters.
        await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
        problems.push(...(await violations(page, theme)).map((it) => `${path}: ${it}`));
      }
      await context.close();
      expect(problems).toEqual([]);
    });
  }

  test('nothing scrolls sideways at 320 (400 % zoom), 390, 768, 1024 and 1440 pixels, with the longest names', async () => {
    const wide: string[] = [];
    for (const width of [320, 390, 768, 1024, 1440]) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'hu' }), page = await context.newPage();
      for (const path of [...ALWAYS, ...WITH_FINDINGS, '/findings?q=ventra', '/findings/f00171']) {
        await page.goto(servers.get('normal')!.address + path);
        await page.evaluate(() => { for (const details of document.querySelectorAll('details')) details.open = true; });
        const out = await page.evaluate(() => [...document.querySelectorAll('main *, header *, footer *')].filter((it) => !it.closest('.scroll, pre, .sr, thead, svg') && it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.outerHTML.slice(0, 120)));
        if (out.length > 0) wide.push(`${width} ${path}: ${out[0]}`);
      }
      await context.close();
    }
    expect(wide).toEqual([]);
  });

  test('a page of 5,000 findings is made in a moment', async () => {
    const page = await browser.newPage(), from = Date.now();
    await page.goto(`${servers.get('large')!.address}/findings`);
    expect(await page.locator('.queue li').count()).toBe(50);
    expect(await page.getByRole('link', { name: 'Next page' }).count()).toBe(1);
    expect(Date.now() - from).toBeLessThan(5_000);
    await page.close();
  });
}, 300_000);
