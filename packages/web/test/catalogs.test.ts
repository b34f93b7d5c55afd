/** Every code that people can meet has words, and every word has all languages. */
import { ERRORS } from '@wardkeep/app/errors';
import { SIGNALS } from '@wardkeep/loop/see/signals';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');
/** The label files are macros, which only the build expands: their keys are read as text. */
const keysOf = (file: string) => new Set([...read(`../src/labels/${file}.ts`).matchAll(/(?:^\s*|[{,]\s*)'?([\w.-]+)'?: (?:msg|NOT_A)/gm)].map((match) => match[1]!));

test('every refusal of a use case has a sentence', () => { const keys = keysOf('refusals'); expect(Object.keys(ERRORS).filter((code) => !keys.has(code))).toEqual([]); });
test('every refusal of a document and a capture has a sentence', () => {
  const codes = [...read('../../formats/src/refusal.ts').matchAll(/\| '([a-z-]+)'/g), ...read('../../io/src/capture/unusable.ts').matchAll(/'(input\.[a-z0-9-]+)'/g)].map((match) => match[1]!), keys = keysOf('refusals');
  expect(codes.length).toBeGreaterThan(20);
  expect(codes.filter((code) => !keys.has(code))).toEqual([]);
});
test('every signal that rules may read has a name', () => { const keys = keysOf('signals'); expect(SIGNALS.filter((code) => !keys.has(code))).toEqual([]); });

interface Entry { readonly id: string; readonly text: string }
const entriesOf = (language: string): Entry[] => [...read(`../src/locales/${language}/messages.po`).matchAll(/^msgid "(.+)"\nmsgstr "(.*)"$/gm)].map((match) => ({ id: match[1]!, text: match[2]! }));
/** Placeholders and tags that a translation must keep, each as often as it is named in any branch. */
const marks = (text: string) => [...new Set(text.match(/(?<!(?:one|other) )\{\w+[,}]|<\/?\d+\/?>/g) ?? [])].sort();

test.each(['es', 'hu'])('%s is complete and keeps every placeholder', (language) => {
  const entries = entriesOf(language);
  expect(entries.length).toBe(entriesOf('en').length);
  expect(entries.filter((entry) => entry.text === '').map((entry) => entry.id)).toEqual([]);
  expect(entries.filter((entry) => marks(entry.id).join() !== marks(entry.text).join()).map((entry) => entry.id)).toEqual([]);
});
test('Hungarian bends no inserted word: no suffix is glued to a placeholder', () => {
  expect(entriesOf('hu').filter((entry) => /\{\w+\}(<\/\d+>)?-?[a-záéíóöőúüű]/i.test(entry.text)).map((entry) => entry.text)).toEqual([]);
});
