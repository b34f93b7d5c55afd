/** What must hold on every page, looked at in the browser: axe, one heading, the language, nothing sideways, words instead of codes. Runs in the page; no DOM types reach the rest of the tests. */
import { readFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';
import { AXE } from '../../packages/web/test/browser.ts';

export type Language = 'en' | 'es' | 'hu';
export const LANGUAGES: readonly Language[] = ['en', 'es', 'hu'];

interface Violation { readonly id: string; readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[] }
/** A text on the page. `other`: marked as being in another language. `quoted`: an address, a name, a word of a machine. */
interface Text { readonly text: string; readonly other: boolean; readonly quoted: boolean }
interface Seen { readonly lang: string | null; readonly headings: number; readonly wide: readonly string[]; readonly texts: readonly Text[]; readonly violations: readonly Violation[] }

interface PageElement {
  readonly childNodes: Iterable<{ readonly nodeType: number; readonly nodeValue: string | null }>; readonly outerHTML: string; open: boolean;
  closest(selector: string): unknown; checkVisibility(): boolean; getBoundingClientRect(): { readonly right: number; readonly width: number };
}
declare const document: { readonly documentElement: { readonly lang: string; readonly scrollWidth: number }; querySelectorAll(selector: string): Iterable<PageElement> };
declare const innerWidth: number;
declare const axe: { run(root: unknown, options: object): Promise<{ readonly violations: readonly Violation[] }> };

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** In the page. What is closed is opened for the look: evidence, forms and letters belong to it. */
async function see(rules: readonly string[]): Promise<Seen> {
  const closed = [...document.querySelectorAll('details:not([open])')];
  for (const details of closed) details.open = true;
  // Without `preload`: it copies the style sheets into the page, which the content security policy forbids with a word on the console.
  const { violations } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'], preload: false }), TEXT = 3, texts: Text[] = [], wide: string[] = [];
  for (const element of document.querySelectorAll('body *')) {
    if (element.closest('script, style, noscript, dialog:not([open])') || !element.checkVisibility()) continue;
    // `overflow: clip` hides what sticks out, so boxes are looked at, except inside regions that may scroll.
    if (element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.scroll, pre, .sr, thead, svg')) wide.push(element.outerHTML.slice(0, 120));
    const text = [...element.childNodes].filter((node) => node.nodeType === TEXT).map((node) => node.nodeValue ?? '').join(' ').trim();
    if (text !== '') texts.push({ text, other: element.closest('[lang]:not(html)') !== null, quoted: element.closest('.mono, code, pre, kbd, q, option') !== null });
  }
  if (document.documentElement.scrollWidth > innerWidth) wide.push(`${document.documentElement.scrollWidth} pixels`);
  for (const details of closed) details.open = false;
  return { lang: document.documentElement.lang, headings: [...document.querySelectorAll('h1')].filter((heading) => heading.checkVisibility()).length, wide, texts, violations };
}

/** Words that no Spanish or Hungarian text has and nearly every English sentence does. */
const ENGLISH = new Set(['the', 'of', 'and', 'with', 'for', 'this', 'that', 'your', 'which', 'from', 'are', 'was', 'it']);
export const isEnglish = (text: string): boolean => new Set(text.toLowerCase().match(/[a-z]+/g)?.filter((word) => ENGLISH.has(word))).size >= 2;
/** What shows when a value, a word or a parameter is missing. */
const BROKEN = /\bundefined\b|\bNaN\b|\[object |Invalid Date|\{\w+\}/;

export interface Looking { readonly language: Language; /** Codes that belong to the API; on a page stand their words. */ readonly codes: ReadonlySet<string>; /** What publishers and people wrote, shown as it is, longest first. */ readonly quotes: readonly string[] }

/** Everything wrong with the page that is open, a line each. */
export async function problemsOf(page: Page, { language, codes, quotes }: Looking): Promise<string[]> {
  await page.evaluate(axeSource);
  const { lang, headings, wide, texts, violations } = await page.evaluate(see, RULES), problems = violations.map(({ id, nodes }) => `axe ${id} (${nodes.length}): ${nodes[0]?.html.slice(0, 160)} ${nodes[0]?.failureSummary.replaceAll('\n', ' ').slice(0, 200)}`);
  if (lang !== language) problems.push(`lang is ${lang}`);
  if (headings !== 1) problems.push(`${headings} headings of the first level`);
  if (wide.length > 0) problems.push(`scrolls sideways: ${wide[0]}`);
  for (const { text, other, quoted } of texts) {
    if (BROKEN.test(text)) problems.push(`broken text: ${text.slice(0, 160)}`);
    if (other || quoted) continue;
    const raw = text.match(/[a-z0-9]+(?:[-._][a-z0-9]+)+/g)?.find((word) => codes.has(word));
    if (raw) problems.push(`code instead of words: ${raw} in “${text.slice(0, 120)}”`);
    if (language !== 'en' && isEnglish(quotes.reduce((rest, quote) => rest.replaceAll(quote, ' '), text))) problems.push(`English on a page in ${language}: “${text.slice(0, 120)}”`);
  }
  return [...new Set(problems)];
}

/** In the page: what somebody reads who comes for the first time, a text an entry. Of a table the first rows. */
function readable(): string[] {
  const TEXT = 3, texts: string[] = [];
  for (const element of document.querySelectorAll('main, main *')) {
    if (element.closest('script, style, noscript, .sr, tbody tr:nth-child(n+6), option') || !element.checkVisibility()) continue;
    for (const node of element.childNodes) if (node.nodeType === TEXT && node.nodeValue?.trim()) texts.push(node.nodeValue.trim());
  }
  return texts;
}
export const textsToRead = (page: Page): Promise<readonly string[]> => page.evaluate(readable);

const axeSource = readFileSync(AXE, 'utf8');

/** A page whose faults are noted: of scripts, of the console, of the content security policy. That a page is not there is its status; that a style or a script is not there is a fault. */
export async function watchedPage(context: BrowserContext): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const page = await context.newPage(), faults: string[] = [];
  page.on('pageerror', (error) => { faults.push(`page error: ${error.message}`); });
  page.on('console', (message) => { if (message.type() === 'error' && !(/status of 404/.test(message.text()) && !/\/(static|api)\//.test(message.location().url))) faults.push(`console: ${message.text()}`); });
  return { page, faults };
}

/** Goes to each address, `width` at a time, and gives what is wrong, each line with its address. `absent`: those that must be answered with 404. */
export async function lookAtAll(context: BrowserContext, base: string, paths: readonly string[], absent: ReadonlySet<string>, looking: Looking, width = 3): Promise<string[]> {
  const rest = [...paths], problems: string[] = [];
  await Promise.all(Array.from({ length: width }, async () => {
    const { page, faults } = await watchedPage(context);
    for (let path = rest.shift(); path !== undefined; path = rest.shift()) {
      const answer = await page.goto(base + path), found = await problemsOf(page, looking), here = path;
      if (answer?.status() !== (absent.has(here) ? 404 : 200)) found.push(`status ${answer?.status()}`);
      problems.push(...[...found, ...faults.splice(0)].map((it) => `${here}: ${it}`));
    }
  }));
  return problems.sort();
}
