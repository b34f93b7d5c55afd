import { expect, test } from 'vitest';
import { queryOf, withParams } from '../src/asset-query.ts';
import { localeOf, switchPreference } from '../src/preferences.ts';

const ask = (headers: Record<string, string>, url = 'http://localhost:4800/lang?to=es') => new Request(url, { headers });

test.each([
  [{}, 'en'], [{ 'accept-language': 'hu-HU,hu;q=0.9,en;q=0.8' }, 'hu'], [{ 'accept-language': 'de, es;q=0.5, en;q=0.7' }, 'en'], [{ 'accept-language': 'es;q=0, hu;q=0.1' }, 'hu'],
  [{ 'accept-language': 'fr' }, 'en'], [{ cookie: 'a=b; lang=es', 'accept-language': 'hu' }, 'es'], [{ cookie: 'lang=xx', 'accept-language': 'hu' }, 'hu'], [{ 'accept-language': ';;;q=,' }, 'en'],
] as [Record<string, string>, string][])('%j is read as %s', (headers, locale) => { expect(localeOf(ask(headers))).toBe(locale); });

test.each([
  ['http://localhost:4800/assets?q=a', '/assets?q=a'], ['http://attacker.example/assets', '/'], ['http://localhost:4800//attacker.example', '/'], ['not an address', '/'],
])('after %s the switch leads to %s', (referer, back) => {
  const answer = switchPreference(ask({ referer }), 'lang', ['en', 'es', 'hu']);
  expect([answer.status, answer.headers.get('location')]).toEqual([303, back]);
  expect(answer.headers.get('set-cookie')).toContain('lang=es;');
});
test('an unknown choice clears the cookie', () => { expect(switchPreference(ask({}, 'http://localhost/lang?to=%0d%0aX'), 'lang', ['en']).headers.get('set-cookie')).toMatch(/^lang=; /); });

test('the address means what it can mean and nothing else', () => {
  const of = (text: string) => queryOf(new URLSearchParams(text));
  expect(of('what=medical&zone=none&seen=7&sure=low&sort=vendor&dir=desc&after=k')).toMatchObject({ kind: 'medical', zone: '', seenDays: 7, confidence: 'low', sort: 'vendor', direction: 'desc', after: 'k' });
  expect(of('what=ct&zone=in:none')).toMatchObject({ role: 'ct', zone: 'none' });
  expect(of('what=<script>&zone=x&seen=9999&sure=very&sort=password&dir=up')).toEqual({ sort: 'zone', direction: 'asc', limit: 50 });
});
test('changing the filter goes back to the first page', () => { expect(withParams('/assets', new URLSearchParams('q=a&after=k&why=x'), { sort: 'name' })).toBe('/assets?q=a&sort=name'); });
