/**
 * Somebody who has never seen it: from the start page of an empty installation with a list of 400 devices to the affected devices by ward. Counted are the things
 * she does and the words she meets; the estimate of her time rests on both. Elements are known by address and name, so that both languages take the same way.
 */
import type { AssessOverview } from '@wardkeep/app/assess-views';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuild, hasChromium, launch } from '../../packages/web/test/browser.ts';
import { problemsOf, textsToRead, watchedPage } from '../pages/look.ts';
import { advisoriesZip, closeInstallations, type Installation, openInstallation } from '../pages/real.ts';
import { hospitalList } from './hospital.ts';

/** To find and do one thing on an unknown page; words read in a minute of an unknown text. */
const SECONDS_PER_ACTION = 15, WORDS_PER_MINUTE = 200, MOST_ACTIONS = 20;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

class Newcomer {
  readonly page: Page;
  readonly problems: string[] = [];
  /** Where the way went on by the menu, or by loading the page anew, because the page itself led nowhere. */
  readonly detours: string[] = [];
  actions = 0;
  private readonly read = new Set<string>();
  private readonly language: 'es' | 'hu';
  constructor(page: Page, language: 'es' | 'hu') { this.page = page; this.language = language; }

  async open(address: string): Promise<void> { this.actions++; await this.page.goto(address); await this.look(); }
  async click(selector: string): Promise<void> { this.actions++; await this.page.locator(selector).first().click(); }
  /** Two things: the button, and the file in the dialogue. */
  async choose(selector: string, name: string, mimeType: string, buffer: Buffer): Promise<void> { this.actions += 2; await this.page.setInputFiles(selector, { name, mimeType, buffer }); }
  /** Goes on to `path` by a link of the page; by the menu where there is none. */
  async goOn(path: string, menu: readonly string[]): Promise<void> {
    const here = new URL(this.page.url()).pathname.replace(/[\da-f]{8}-[\da-f-]+/, ':id'), link = `main a[href="${path}"], main a[href^="${path}#"]`;
    if (await this.page.locator(link).count() > 0) await this.click(link);
    else {
      this.detours.push(`${here} has no link to ${path}`);
      for (const step of menu) { await this.click(step); await this.page.waitForLoadState(); }
    }
    await this.page.waitForURL(({ pathname }) => pathname === path);
    await this.look();
  }
  /** She reads the page, but nothing that she has read before; it must be clean. */
  async look(): Promise<void> {
    for (const text of await textsToRead(this.page)) this.read.add(text);
    this.problems.push(...(await problemsOf(this.page, { language: this.language, codes: new Set(), quotes: [] })).map((it) => `${this.page.url()}: ${it}`));
  }
  get words(): number { return [...this.read].join(' ').match(/\S*[\p{L}\p{N}]\S*/gu)?.length ?? 0; }
  get minutes(): number { return (this.actions * SECONDS_PER_ACTION) / 60 + this.words / WORDS_PER_MINUTE; }
}

describe.skipIf(!hasChromium)('a newcomer (skipped without Chromium)', () => {
  let browser: Browser;
  beforeAll(async () => { ensureBuild(); browser = await launch(); }, 120_000);
  afterAll(async () => { await browser?.close(); await closeInstallations(); });

  test.each(['es', 'hu'] as const)('in %s: a list of 400 devices, advisories, and which devices are affected by ward', async (language) => {
    const installation = await openInstallation(), hospital = await hospitalList(language), bundle = await advisoriesZip(), from = Date.now();
    const { page, faults } = await watchedPage(await browser.newContext({ locale: language, viewport: { width: 1440, height: 900 } })), she = new Newcomer(page, language);
    await she.open(installation.address);
    await she.goOn('/import/list', []);
    await she.choose('form[action="/upload/list"] input[type="file"]', language === 'es' ? 'equipos.xlsx' : 'eszkozok.xlsx', XLSX, Buffer.from(hospital.bytes));
    await she.click('form[action="/upload/list"] button[type="submit"]');
    await page.waitForURL(/\/imports\/[^/]+$/);
    await confirmColumns(she);
    expect((await installation.app.listAssets(installation.actor, { limit: 1 })).all).toBe(hospital.devices);

    await she.goOn('/feeds', ['header a[href="/advisories"]', 'main a[href="/feeds"]']);
    await she.choose('form[action="/upload/advisories"] input[type="file"]', 'avisos.zip', 'application/zip', bundle);
    await she.click('form[action="/upload/advisories"] button[type="submit"]');
    await page.locator('table.deliveries tbody tr:not([data-intake])').waitFor();
    await she.look();
    await she.goOn('/overview', ['header a[href="/overview"]']);
    await compared(she, installation);

    const wards = await wardsOn(page), { affectedDevices, cannotTellDevices } = await installation.api<AssessOverview>('/assess'), sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((all, one) => all + one, 0);
    expect(wards.affected).toEqual(hospital.affected);
    expect(wards.cannotTell).toEqual(hospital.cannotTell);
    expect({ affectedDevices, cannotTellDevices }).toEqual({ affectedDevices: sum(hospital.affected), cannotTellDevices: sum(hospital.cannotTell) });
    expect((await page.locator('h1').innerText()).match(/\d+/g)).toEqual(expect.arrayContaining([String(affectedDevices), String(hospital.devices)]));

    console.log(`newcomer, ${language}: ${she.actions} actions, ${she.words} words, script ${((Date.now() - from) / 1000).toFixed(1)} s; about ${she.minutes.toFixed(1)} minutes of a newcomer${she.detours.map((it) => `\n  detour: ${it}`).join('')}`);
    expect(faults).toEqual([]);
    expect(she.problems).toEqual([]);
    expect(she.actions).toBeLessThanOrEqual(MOST_ACTIONS);
    await page.context().close();
  });
}, 240_000);

/** The page follows the reading by itself; where it asks for the columns, its proposal is taken. */
async function confirmColumns(she: Newcomer): Promise<void> {
  const columns = 'form:has(input[name="intent"][value="mapping"]) button[type="submit"]', ended = she.page.locator('main .counts:not([data-events] .counts)');
  await ended.or(she.page.locator(columns)).first().waitFor();
  if (await she.page.locator(columns).count() > 0) { await she.look(); await she.click(columns); await ended.first().waitFor(); }
  await she.look();
}

/** The comparison ends while she waits: a page that shows it by itself costs nothing, one that does not is loaded anew. */
async function compared(she: Newcomer, { app }: Installation): Promise<void> {
  const { page } = she, wards = page.locator('#wards tbody tr');
  await app.assessed();
  try { await wards.first().waitFor({ timeout: 10_000 }); } catch {
    she.detours.push('/overview does not show by itself that the comparison has ended');
    she.actions++;
    await page.reload();
    await wards.first().waitFor();
  }
  await she.look();
}

/** What the table of wards says. A count that is nought has no mark; the shapes tell the two apart. */
async function wardsOn(page: Page): Promise<{ readonly affected: ReadonlyMap<string, number>; readonly cannotTell: ReadonlyMap<string, number> }> {
  const affected = new Map<string, number>(), cannotTell = new Map<string, number>();
  for (const row of await page.locator('#wards tbody tr').all()) {
    const ward = (await row.locator('th').innerText()).trim();
    for (const [counts, shape] of [[affected, 'affected'], [cannotTell, 'cannot_tell']] as const) {
      const count = row.locator(`.concerned > span:has(svg.of-${shape})`);
      if (await count.count() > 0) counts.set(ward, Number((await count.innerText()).match(/\d+/)?.[0]));
    }
  }
  return { affected, cannotTell };
}
