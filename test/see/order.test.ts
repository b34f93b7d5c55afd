/** The same input in any order gives the same inventory, to the byte; one merged file gives the hosts and roles of its parts; the form is the published one. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Inventory, type InventoryAsset } from '@wardkeep/model/inventory';
import { describe, expect, test } from 'vitest';
import { random } from '../../quality/relabel.ts';
import { CAPTURES, capturesIn, discoverFiles, discovery, inventoryOf, ROOT } from './captures.ts';

const LAB = capturesIn('lab').filter((name) => name.endsWith('.pcap'));
/** What `all.pcapng` was merged from: all but the scan. */
const MERGED = LAB.filter((name) => name !== 'lab/scan.pcap');
const SEEDS = [1, 2, 3, 4, 5];

function shuffled<T>(list: readonly T[], seed: number): T[] {
  const draw = random(seed), out = [...list];
  for (let at = out.length - 1; at > 0; at--) {
    const other = Math.floor(draw() * (at + 1));
    [out[at], out[other]] = [out[other]!, out[at]!];
  }
  return out;
}

/** What the command prints, without the two figures that may differ. */
function printed(names: readonly string[]): string {
  const run = spawnSync(process.execPath, [join(ROOT, 'scripts/wardkeep.mjs'), 'see', ...names.map((name) => join(CAPTURES, name)), '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 });
  expect(run.stderr).toBe('');
  expect(run.status).toBe(0);
  return run.stdout.replace(/"seconds":[\d.]+,"cpuSeconds":[\d.]+/, '"seconds":0,"cpuSeconds":0');
}

const first = printed(LAB);

describe('the command', () => {
  test('two runs print the same bytes', () => { expect(printed(LAB)).toBe(first); });
  test.each(SEEDS)('files in another order (seed %i) print the same bytes', (seed) => { expect(printed(shuffled(LAB, seed))).toBe(first); });
  test('files backwards print the same bytes', () => { expect(printed([...LAB].reverse())).toBe(first); });
  test('the form is that of packages/model/src/inventory.ts', () => {
    const inventory: unknown = JSON.parse(first);
    expect(Inventory.strict().parse(inventory)).toEqual(inventory);
  });
});

test.each(['lab', 'lab/formats', 'made'].flatMap(capturesIn))('%s has the published form', async (name) => {
  const { stats, ...rest } = inventoryOf(await discovery(name)), inventory = { ...rest, stats: { ...stats, seconds: 0, cpuSeconds: 0 } };
  expect(Inventory.parse(inventory)).toEqual(inventory);
});

test.each(SEEDS)('in the library the order of files changes only their indices (seed %i)', async (seed) => {
  // Evidence names its capture by index, and the index follows the order given.
  const order = shuffled(LAB, seed), named = async (names: readonly string[]) => {
    const { captures, assets } = inventoryOf(await discoverFiles(names));
    return assets.map((asset) => ({ ...asset, evidence: asset.evidence.map((one) => JSON.stringify({ ...one, capture: one.frames.length === 0 ? null : captures[one.capture]!.name })).sort() }));
  };
  expect(await named(order)).toEqual(await named(LAB));
});

test('all.pcapng, the same frames in one file, gives the hosts, roles and services of the separate files', async () => {
  const view = (assets: readonly InventoryAsset[]) => assets.map(({ id, macs, ips, hostnames, role, vendor, product, model, version, serial, os, aeTitles, software, services, clientOf, firstSeen, lastSeen }) => (
    { id, macs, ips, hostnames, role, vendor, product, model, version, serial, os, aeTitles, software, services, clientOf, firstSeen, lastSeen }));
  expect(view(inventoryOf(await discovery('lab/all.pcapng')).assets)).toEqual(view(inventoryOf(await discoverFiles(MERGED)).assets));
});
