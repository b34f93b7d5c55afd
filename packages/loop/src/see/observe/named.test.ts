import { expect, test } from 'vitest';
import { claimName, publicAgent, publicId, publicLevels } from './named.ts';
import type { HostRef, Scene } from '../scene.ts';

test.each([
  ['Notes/2.1 (Maria\'s iPhone; iOS 17)', 'Notes/2.1 (*; iOS 17)'],
  ['Calendar/1 (iOS 17; Piroska Nagy)', 'Calendar/1 (iOS 17; *)'],
  ['Zsuzsanna\'s TV/1.0', '*/1.0'],
  ['Agent/1.0 (maria@example.org)', 'Agent/1.0 (*)'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.0 Mobile/15E148 Safari/604.1', null],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0', null], ['Apache/2.4.57 (Debian)', null], ['Jetty(9.4.18)', null], ['', null],
])('a program\'s name %s', (text, expected) => { expect(publicAgent(text)).toBe(expected ?? text); });

test('paths keep their rooms and lose their people', () => { expect(publicLevels('ward3/kovacs.anna/bed2/+/#')).toBe('ward3/*/bed2/+/#'); });

test.each([['infusion-pump-17', 'infusion-pump-17'], ['monitor-pat-00771234', 'monitor-pat-*'], ['pat 771-44-9911', 'pat *-*-*'], ['Anna-Kovacs-iPhone', null], [null, null]])('an identifier %s is %s', (text, expected) => {
  expect(publicId(text)).toBe(expected);
});

test('that there is a person is claimed without confidence, and not who', () => {
  const said: unknown[] = [], scene = { claim: (...parts: unknown[]) => { said.push(parts); } } as unknown as Scene, host = 1 as HostRef;
  expect(claimName(scene, host, 'Maria\'s iPhone', 'dhcp.hostname', 'medium')).toBeNull();
  expect(claimName(scene, host, 'ws-rad1', 'dhcp.hostname', 'medium')).toBe('ws-rad1');
  expect(said).toEqual([[1, 'hostname', '*', 'dhcp.hostname', 'weak', { confidence: 0 }], [1, 'hostname', 'ws-rad1', 'dhcp.hostname', 'medium', undefined]]);
});
