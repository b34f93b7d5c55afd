/** Triage: by keyboard alone, without JavaScript, several at once, and what a refusal leaves on the page. */
import type { WardkeepServer } from '@wardkeep/server';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commonRun } from '../src/parts/finding-overlap.ts';
import { findingExport, findingQueryOf, queueLink } from '../src/finding-query.ts';
import { ensureBuild, hasChromium, launch, serve } from './browser.ts';

describe('words on both sides', () => {
  const marked = (a: string, b: string) => { const run = commonRun(a, b); return run && [a.slice(run.a.from, run.a.to), b.slice(run.b.from, run.b.to)]; };
  test.each([
    ['Labmade Imaging GmbH', 'Labmade Imaging', ['Labmade Imaging', 'Labmade Imaging']], ['Tomo 16 and Tomo 32 consoles', 'Tomo 32', ['Tomo 32', 'Tomo 32']], ['< 3.2.0', '3.1.0', null], ['MÉDICA S.A.', 'Medica', ['MÉDICA', 'Medica']], ['', '', null], ['<= 2.4.1', 'v 2.4.1.', ['2.4.1', '2.4.1.']],
  ] as [string, string, [string, string] | null][])('%s | %s', (a, b, expected) => { expect(marked(a, b)).toEqual(expected === null ? null : [expected[0], expected[1]]); });
  test('long hostile texts are compared in bounded time', () => {
    const text = 'a '.repeat(200_000), from = performance.now();
    expect(commonRun(text, text)!.a.from).toBe(0);
    expect(performance.now() - from).toBeLessThan(500);
  });
});

describe('the address of the queue', () => {
  const of = (text: string) => new URLSearchParams(text);
  test('means what it can mean and nothing else', () => {
    expect(findingQueryOf(of('state=decided&verdict=cannot_tell&zone=UCI&sort=due&q=%20tomo%20&after=k&id=f1'))).toMatchObject({ state: 'decided', verdict: 'cannot_tell', zone: 'UCI', sort: 'due', q: 'tomo', after: 'k' });
    expect(findingQueryOf(of('state=drop&verdict=<b>&sort=password'))).toMatchObject({ state: 'waiting', verdict: undefined, sort: 'care' });
  });
  test('links keep the filter and leave the moment behind', () => {
    expect(queueLink(of('q=a&done=f1&as=fixed&letter=hu&state='), { id: 'f2' })).toBe('/findings?q=a&id=f2');
    expect(findingExport('pdf', of('zone=UCI&id=f1'), 'hu')).toBe('/api/v1/findings/export/pdf?zone=UCI&language=hu');
  });
});

describe.skipIf(!hasChromium)('triage (skipped without Chromium)', () => {
  let browser: Browser, server: WardkeepServer;
  beforeAll(async () => { ensureBuild(); browser = await launch(); });
  // Decisions change the world: each test begins with a fresh one.
  beforeEach(async () => { server = await serve({ assets: 400 }); return () => server.close(); });
  afterAll(async () => { await browser?.close(); });
  const open = async (path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> => {
    const page = await (await browser.newContext({ locale: 'en', ...options })).newPage();
    page.on('pageerror', (error) => { throw error; });
    await page.goto(server.address + path);
    return page;
  };
  const shown = (page: Page) => page.getAttribute('.case', 'data-finding');
  const heading = (page: Page) => page.textContent('#finding-title');

  test('by keyboard alone: next, previous, why, decide, undo, reason, search', async () => {
    const page = await open('/findings'), { keyboard } = page, first = await shown(page);
    expect(await page.textContent('#queue-title')).toContain('9 waiting');
    await keyboard.press('j');
    await page.waitForFunction((id) => document.querySelector('.case')?.getAttribute('data-finding') !== id, first);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-current'))).toBe('true');
    await keyboard.press('k');
    await page.waitForFunction((id) => document.querySelector('.case')?.getAttribute('data-finding') === id, first);
    await keyboard.press('w');
    expect(await page.locator('#why-care .evidence').isVisible()).toBe(true);
    // One key when it only confirms what the comparison found; its reasons become the reason.
    await keyboard.press('a');
    await page.getByRole('status').getByText('Decided: Affected.').waitFor();
    expect(await page.getByRole('status').first().textContent()).toContain('9 devices.');
    expect(await page.textContent('#queue-title')).toContain('8 waiting');
    expect(await shown(page)).not.toBe(first);
    await keyboard.press('z');
    await page.getByText('Undone.').waitFor();
    expect(await page.textContent('#queue-title')).toContain('9 waiting');
    expect(await shown(page)).toBe(first);
    expect(await page.locator('#history').textContent()).toContain('Decision taken back');
    // Against the comparison: the reason comes first, Enter decides.
    await keyboard.press('n');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('reason');
    await keyboard.press('Enter');
    expect(await page.textContent('#queue-title')).toContain('9 waiting');
    await keyboard.type('The gateway is not installed here; j and k are letters');
    await keyboard.press('Enter');
    await page.getByRole('status').getByText('Decided: Not affected.').waitFor();
    await keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('queue-q');
    await keyboard.type('vital');
    await keyboard.press('Enter');
    await page.waitForURL(/q=vital/);
    expect(await page.textContent('#queue-title')).toContain('1 waiting');
    await page.locator('main').focus();
    await keyboard.press('?');
    expect(await page.locator('dialog#keys').isVisible()).toBe(true);
  });

  test('moving does not reload the page, the address follows, and Back goes back', async () => {
    const page = await open('/findings'), first = await shown(page);
    await page.evaluate(() => { document.documentElement.dataset['stays'] = ''; });
    await page.keyboard.press('j');
    await page.waitForURL(/id=/);
    expect(await page.getAttribute('html', 'data-stays')).toBe('');
    await page.goBack();
    await page.waitForFunction((id) => document.querySelector('.case')?.getAttribute('data-finding') === id, first);
  });

  test('one decision for a group, some taken out', async () => {
    const page = await open('/findings?q=vital');
    await page.locator('.whom summary').click();
    await page.locator('.whom input').nth(0).uncheck();
    await page.locator('.whom input').nth(1).uncheck();
    await page.getByRole('button', { name: /^Check first/ }).last().click();
    await page.getByRole('status').getByText('Decided: To be checked.').waitFor();
    expect(await page.getByRole('status').first().textContent()).toContain('10 devices.');
    expect(await page.textContent('#queue-title')).toContain('1 waiting');
    expect(await heading(page)).toContain('Cannot tell');
  });

  test('several questions at once, refused without a reason where they do not agree', async () => {
    const page = await open('/findings');
    expect(await page.locator('.several').isVisible()).toBe(false);
    await page.keyboard.press('x');
    await page.locator('input[name="groups"]').nth(3).check({ force: true });
    expect(await page.textContent('[data-several-count]')).toBe('2');
    await page.locator('.several').getByRole('button', { name: 'Not affected' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.textContent('#queue-title')).toContain('9 waiting');
    await page.locator('input[name="groups"]').nth(0).check({ force: true });
    await page.locator('input[name="groups"]').nth(3).check({ force: true });
    await page.fill('#several-reason', 'Taken out of use in October');
    await page.locator('.several').getByRole('button', { name: 'Not affected' }).click();
    await page.getByRole('status').getByText('10 devices.').waitFor();
    expect(await page.textContent('#queue-title')).toContain('7 waiting');
    await page.keyboard.press('z');
    await page.getByText('Undone.').waitFor();
    expect(await page.textContent('#queue-title')).toContain('9 waiting');
  });

  test('without JavaScript: filter, choose, refusal that keeps the reason, decide, undo, letter, task, risk, offer', async () => {
    const page = await open('/findings', { javaScriptEnabled: false });
    await page.selectOption('select[name="verdict"]', 'cannot_tell');
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.waitForURL(/verdict=cannot_tell/);
    await page.getByRole('link', { name: /Tomo 16/ }).click();
    await page.waitForURL(/id=/);
    expect(await heading(page)).toBe(' Cannot tell whether this CT scanner is affected: the device’s version and the advisory’s are counted in different ways.');
    const verdicts = page.locator('.verdicts');
    await verdicts.getByRole('button', { name: /^Affected/ }).click();
    expect(await page.getByRole('alert').textContent()).toContain('Write a reason');
    await page.fill('#reason', 'The maker says so');
    await verdicts.getByRole('button', { name: /^Affected/ }).click();
    await page.waitForURL(/done=/);
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.waitForURL(/undone=1/);
    await page.getByText('The letter is ready').click();
    await page.locator('.letter').getByRole('link', { name: 'Magyar' }).click();
    expect(await page.textContent('.letter pre')).toContain('Tisztelt');
    await page.getByText('Make it a task').click();
    await page.fill('#task-due', '2027-01-15');
    await page.getByRole('button', { name: 'Make the task' }).click();
    await page.waitForURL(/saved=task/);
    expect(await page.inputValue('#dueOn')).toBe('2027-01-15');
    expect(await page.inputValue('#assignee')).toBe('Biomedical engineering');
    const history = () => page.textContent('#history');
    expect(await history()).toContain('Read the version; See whether the condition holds');

    await page.goto(`${server.address}/findings/${await shown(page)}`);
    await page.getByText('Bear the risk for a time').click();
    await page.fill('#owner', 'Dr. Iratxe Olabarria');
    await page.fill('#expiresOn', new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10));
    await page.fill('#accept-reason', 'The update comes with the service visit in December');
    await page.getByRole('button', { name: 'Accept the risk' }).click();
    await page.waitForURL(/as=accepted/);
    expect(await heading(page)).toContain('The risk is accepted');

    await page.goto(`${server.address}/findings?q=vital`);
    await page.getByRole('button', { name: 'Make this my decision' }).click();
    await page.waitForURL(/as=known_not_affected/);
    expect(await history()).toContain('Berekhalmi Kórház');
  });

  test('what changed: alerts first, the quiet ones with their reason, seen once', async () => {
    const page = await open('/findings/changes');
    expect(await page.textContent('h1')).toBe('5 changes are for you to look at; 4 more need nothing.');
    const quiet = page.locator('section', { hasText: 'Without anything to do' });
    expect(await quiet.locator('.changes').isVisible()).toBe(false);
    await quiet.locator('summary').click();
    expect(await quiet.textContent()).toContain('Revision 3 became 4. 1 finding kept its status and its remedy.');
    await page.getByRole('button', { name: 'I have seen this' }).click();
    await page.waitForURL(/seen=1/);
    expect(await page.textContent('h1')).toBe('Nothing new for you to look at.');
  });

  test('why it is not listed, and what else it may be', async () => {
    const page = await open('/findings/not-listed');
    await page.fill('#not-listed-q', 'ct-rt-01');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=ct-rt-01/);
    expect(await page.textContent('h1')).toBe('1 pair came close and was left out.');
    expect(await page.textContent('.pair-out')).toContain('Left out: the version lies outside the named range.');
    await page.goto(`${server.address}/findings/not-listed?q=zebra`);
    expect(await page.getByRole('link', { name: 'Search the devices' }).getAttribute('href')).toBe('/assets?q=zebra');
  });

  test('accepting without a person: its own hit rate first, and refused while it is too small', async () => {
    const page = await open('/findings');
    await page.locator('#acceptance summary').click();
    expect(await page.textContent('#acceptance')).toContain('Of 41 sure answers that were judged here, 41 were confirmed.');
    await page.getByRole('button', { name: 'Accept sure answers without me' }).click();
    await page.getByText('Sure answers are accepted without you').waitFor();
    const small = await serve({ assets: 400, assess: { acceptanceAllowed: false } });
    await page.goto(`${small.address}/findings`);
    await page.locator('#acceptance summary').click();
    expect(await page.getByRole('button', { name: 'Accept sure answers without me' }).count()).toBe(0);
    await small.close();
  });

  test('states: no advisories, nothing waits, no match, comparing, no rights, not there', async () => {
    const page = await open('/findings?q=zebra'), { context } = { context: page.context() };
    expect(await page.textContent('.nothing')).toContain('No finding fits this sentence.');
    await page.goto(`${server.address}/findings/no-such`);
    expect(await page.textContent('h1')).toContain('There is nothing at this address.');
    const worlds = [['empty', { assets: 0 }, 'No advisories yet.'], ['refused', { assets: 400, assess: { refused: true } }, 'Findings are not shown to your role.']] as const;
    for (const [, options, words] of worlds) { const other = await serve(options); await page.goto(`${other.address}/findings`); expect(await page.textContent('h1')).toContain(words); await other.close(); }
    const busy = await serve({ assets: 400, assess: { running: true } });
    await page.goto(`${busy.address}/findings`);
    expect(await page.textContent('.running')).toContain('are being compared just now');
    await busy.close();
    await context.close();
  });
}, 120_000);
