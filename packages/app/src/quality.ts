/** What is missing from the picture, and the safest way to get it. Steps that touch nothing come first, a walk to the device last. */
import type { Tx } from '@wardkeep/store';
import { type InventoryCounts, readMakersToAsk } from '@wardkeep/store/queries/overview';
import { readImports } from '@wardkeep/store/queries/imports';
import { countUnseenServers } from '@wardkeep/store/queries/traffic';
import type { CaptureFacts } from './ports.ts';
import type { NextStep } from './views.ts';

/** Makers named one by one; the rest can be found in the list. */
const MAKERS = 5;
/** A capture shorter than this misses devices that speak once a day. */
const LONG_ENOUGH_HOURS = 24;

export async function nextSteps(tx: Tx, counts: InventoryCounts): Promise<NextStep[]> {
  const [makers, unseen, imports] = [await readMakersToAsk(tx, MAKERS), await countUnseenServers(tx), await readImports(tx)];
  const done = imports.filter((row) => row.state === 'done');
  const captures = done.filter((row) => row.kind === 'capture').flatMap((row) => (row.captures as CaptureFacts[] | null) ?? []);
  const longest = Math.max(0, ...captures.map(hours));
  const hasList = done.some((row) => row.kind === 'list');
  const step = (kind: NextStep['kind'], assets: number, params: NextStep['params'] = {}): NextStep[] => (assets > 0 ? [{ kind, assets, params }] : []);
  return [
    ...step('decide-conflict', counts.conflicts),
    ...step('name-zone', counts.withoutZone),
    ...(hasList ? [] : step('import-list', counts.medicalWithoutIdentity)),
    ...makers.flatMap(({ vendor, count }) => step('ask-maker', count, { vendor })),
    ...(captures.length > 0 && longest < LONG_ENOUGH_HOURS ? step('capture-longer', counts.roleOnlyWeak, { hours: Math.floor(longest) }) : []),
    ...step('capture-elsewhere', unseen),
    ...step('look-on-site', counts.withoutRoleAndVendor),
  ];
}

function hours({ from, to }: CaptureFacts): number { return from === null || to === null ? 0 : (Date.parse(to) - Date.parse(from)) / 3_600_000; }
