/** The person filter for banners must not eat programs: every banner that a fingerprint rule gives as its example comes through unchanged. */
import { expect, test } from 'vitest';
import { readWrittenRules } from '@wardkeep/io/rules-yaml';
import { publicAgent } from '@wardkeep/loop/see/observe/named';

const BANNERS = new Set(['http.server', 'http.user-agent', 'http.powered-by', 'ssdp.server', 'sip.user-agent', 'sip.server', 'rtsp.server']);
const texts = readWrittenRules().filter((rule) => [rule.signal].flat().some((signal) => BANNERS.has(signal))).flatMap((rule) => rule.examples.map((example) => example.text));

test('no published banner of a program loses a word', () => {
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => publicAgent(text) !== text)).toEqual([]);
});
