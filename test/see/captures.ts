/** The captures of `fixtures/` for tests: discovered once a process, in the published form and as resolved. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inventoryAsset, isoMicros } from '@wardkeep/loop/see/inventory';
import { discover } from '@wardkeep/io/discover';
import type { ResolvedAsset } from '@wardkeep/model';
import type { Inventory } from '@wardkeep/model/inventory';

export const CAPTURES = fileURLToPath(new URL('../../fixtures/captures/', import.meta.url));
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Names of the captures directly in a folder, in order. */
export function capturesIn(folder: string): string[] {
  return readdirSync(join(CAPTURES, folder)).filter((name) => /\.(?:pcap|pcapng)(?:\.gz)?$/.test(name)).sort().map((name) => `${folder}/${name}`);
}

export type Found = Omit<Awaited<ReturnType<typeof discover>>, 'assets'> & { readonly assets: readonly ResolvedAsset[] };

const discovered = new Map<string, Promise<Found>>();

/** What a capture gives; `name` is relative to `fixtures/captures`. */
export function discovery(name: string): Promise<Found> {
  let found = discovered.get(name);
  if (!found) discovered.set(name, found = discoverFiles([name]));
  return found;
}

export async function discoverFiles(names: readonly string[]): Promise<Found> {
  const found = await discover(names.map((name) => ({ path: join(CAPTURES, name), name: basename(name) })));
  return { ...found, assets: [...found.assets] };
}

/** `wardkeep-inventory/1` as the command prints it, without the two figures that differ between runs. */
export function inventoryOf({ captures, assets, warnings, stats }: Found): Omit<Inventory, 'stats'> & { stats: Omit<Inventory['stats'], 'seconds' | 'cpuSeconds'> } {
  return {
    format: 'wardkeep-inventory/1', captures: captures.map(({ name, frames, from, to }) => ({ name, frames, from: isoMicros(from), to: isoMicros(to) })),
    assets: assets.map((asset) => inventoryAsset(asset)), warnings: [...warnings], stats,
  };
}
