/** WCAG 2.2 AA by axe: every page, three languages, both themes, without data, with an example's size and with 100,000 assets. */
import type { WardkeepServer } from '@wardkeep/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AXE, ensureBuild, hasChromium, launch, serve } from './browser.ts';

const LANGUAGES = ['en', 'es', 'hu'] as const, THEMES = ['light', 'dark'] as const;
const SIZES = [['empty', 0], ['like the example', 400], ['large', 100_000]] as const;
const ALWAYS = ['/', '/capture/guide', '/import/capture', '/import/list', '/imports', '/overview', '/assets', '/traffic', '/quality', '/no-such-page'];
const WITH_ASSETS = ['/assets?why=asset-0000001&sort=name', '/assets?q=no-such-thing', '/assets/asset-0000001?why=version&why=role', '/assets/asset-0000002?correct=role', '/assets/merge?ids=asset-0000001&ids=asset-0000002', '/imports/seed1', '/imports/seed2', '/imports/seed3'];

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** All that a theme can change: everything else is the same document. */
const COLOUR = ['color-contrast', 'link-in-text-block'];

interface Violation { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }
async function violations(page: Page, theme: (typeof THEMES)[number]): Promise<string[]> {
  await page.addScriptTag({ path: AXE }).catch(async () => page.evaluate((await import('node:fs')).readFileSync(AXE, 'utf8')));
  const found = await page.evaluate((rules) => (window as unknown as { axe: { run(root: Document, options: object): Promise<{ violations: Violation[] }> } }).axe
    .run(document, { runOnly: rules }).then((result) => result.violations), theme === 'dark' ? COLOUR : RULES);
  return found.map((it) => `${it.id}: ${it.nodes[0]?.html.slice(0, 160)} ${it.nodes[0]?.failureSummary}`);
}

describe.skipIf(!hasChromium)('no axe violation (skipped without Chromium)', () => {
  let browser: Browser;
  const servers = new Map<number, WardkeepServer>();
  beforeAll(async () => {
    ensureBuild();
    browser = await launch();
    for (const [, assets] of SIZES) servers.set(assets, await serve({ assets }));
  });
  afterAll(async () => { await browser?.close(); for (const server of servers.values()) await server.close(); });

  for (const [size, assets] of SIZES) for (const language of LANGUAGES) for (const theme of THEMES) {
    test(`${size}, ${language}, ${theme}`, async () => {
      const context = await browser.newContext({ locale: language, colorScheme: theme, bypassCSP: true, reducedMotion: 'reduce' }), page = await context.newPage(), problems: string[] = [];
      for (const path of assets > 0 ? [...ALWAYS, ...WITH_ASSETS] : ALWAYS) {
        await page.goto(servers.get(assets)!.address.replace('127.0.0.1', 'localhost') + path);
        if (await page.getAttribute('html', 'lang') !== language) problems.push(`${path}: wrong lang`);
        problems.push(...(await violations(page, theme)).map((it) => `${path}: ${it}`));
      }
      await context.close();
      expect(problems).toEqual([]);
    });
  }

  test('nothing scrolls sideways at 390, 320 (400 % zoom), 768 and 1440 pixels, with the longest names', async () => {
    const wide: string[] = [], address = servers.get(400)!.address;
    for (const width of [320, 390, 768, 1024, 1440]) {
      const context = await browser.newContext({ viewport: { width, height: 800 }, locale: 'hu' }), page = await context.newPage();
      for (const path of [...ALWAYS, ...WITH_ASSETS]) {
        await page.goto(address + path);
        // `overflow: clip` hides what sticks out: look at the boxes themselves, except inside regions that may scroll.
        const out = await page.evaluate(() => [...document.querySelectorAll('main *, header *, footer *')].filter((it) => !it.closest('.scroll, pre, .sr, thead, svg') && it.getBoundingClientRect().right > innerWidth + 1).map((it) => it.outerHTML.slice(0, 120)));
        if (out.length > 0) wide.push(`${width} ${path}: ${out[0]}`);
      }
      await context.close();
    }
    expect(wide).toEqual([]);
  });
}, 300_000);
