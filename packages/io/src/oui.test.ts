import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { compileOui, hypervisorOf, loadOui, OUI_FILE, readOui } from './oui.ts';

const registry = JSON.parse(readFileSync(createRequire(import.meta.url).resolve('oui-data'), 'utf8')) as Record<string, string>;
const small = readOui(compileOui({
  '00095C': 'Philips Medical Systems\n3000 Minuteman Road\nUnited States', '001212': 'PLUS Corporation\nTokyo\nJapan', AABBCC: 'Local Ltd\nx',
  '40D855': 'IEEE Registration Authority\n445 Hoes Lane', '40D855012': 'Tiny  GmbH\nBerlin', '40D8551': 'Middle S.A.\nMadrid', '00DEAD': 'Private',
}));

describe('lookup', () => {
  test.each<[string, string | null, number | null]>([
    ['00:09:5c:0a:0b:22', 'Philips Medical Systems', 24], ['00:09:5C:0A:0B:22', 'Philips Medical Systems', 24],
    ['40:d8:55:01:23:45', 'Tiny GmbH', 36], ['40:d8:55:1f:00:00', 'Middle S.A.', 28], ['40:d8:55:02:00:00', null, null],
    ['00:de:ad:00:00:01', null, null], ['00:00:00:00:00:01', null, null], ['ff:ff:ff:ff:ff:ff', null, null],
    ['aa:bb:cc:00:00:01', null, null], ['01:00:5e:00:00:fb', null, null], ['00095c0a0b22', null, null], ['', null, null],
  ])('%s → %s', (mac, organisation, bits) => {
    const found = small.lookup(mac);
    expect([found?.organisation ?? null, found?.prefixBits ?? null]).toEqual([organisation, bits]);
  });

  test('agrees with the registry for every prefix that it names', () => {
    const table = loadOui();
    let compared = 0;
    for (const [prefix, text] of Object.entries(registry)) {
      const mac = prefix.padEnd(12, '0').toLowerCase().match(/../g)!.join(':'), name = text.split('\n', 1)[0]!.replace(/\s+/g, ' ').trim();
      if ((Number.parseInt(prefix.slice(0, 2), 16) & 3) !== 0 || /^(?:IEEE Registration Authority|Private)$/i.test(name)) continue;
      const longer = [9, 7].map((length) => registry[prefix.padEnd(length, '0').slice(0, length)]).find((other) => other !== undefined && prefix.length < 9);
      if (longer !== undefined) continue;
      expect(table.lookup(mac)?.organisation, prefix).toBe(name);
      compared++;
    }
    expect(compared).toBeGreaterThan(46_000);
  });
});

describe('the table of the repository', () => {
  test('is what compiling gives now (else run node scripts/compile-oui.ts), and stays small', () => {
    const bytes = readFileSync(OUI_FILE);
    expect(bytes.equals(compileOui(registry))).toBe(true);
    expect(bytes.length).toBeLessThan(1_200_000);
  });

  test('other bytes are refused with a reason', () => {
    expect(() => readOui(new Uint8Array(100))).toThrow('does not begin with WKOUI1');
    expect(() => readOui(compileOui(registry).subarray(0, 5000))).toThrow('is cut short');
    expect(() => readOui(new Uint8Array(3))).toThrow('does not begin with WKOUI1');
  });
});

test('hypervisorOf', () => {
  expect(['52:54:00:ab:10:10', '00:50:56:00:00:01', '00:15:5D:01:02:03', '00:09:5c:0a:0b:22'].map(hypervisorOf)).toEqual(['QEMU/KVM', 'VMware', 'Microsoft Hyper-V', null]);
});
