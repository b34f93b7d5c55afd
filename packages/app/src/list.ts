/** The list of assets: the reader's question as a filter, pages that start where the last one ended. */
import type { Tx } from '@wardkeep/store';
import { CONFIDENCE_AUTOMATIC, type Role } from '@wardkeep/model';
import { type AssetFilter, type AssetKey, type AssetOrder, countAssets, readAssetPage, readRoles, readZones, type SortName } from '@wardkeep/store/queries/assets';
import { AppError } from './errors.ts';
import { showAssetRow } from './show.ts';
import type { AssetPage, AssetQuery } from './views.ts';

export const PAGE = { usual: 50, most: 500 } as const;
const DAY_MICROS = 86_400_000_000;

export function filterOf(query: AssetQuery, nowMs: number): AssetFilter {
  return {
    q: query.q, role: query.role, zone: query.zone, inConflict: query.confidence === 'conflict',
    level: query.confidence === 'medium' || query.confidence === 'low' ? query.confidence : undefined,
    confidence: query.confidence === 'high' ? CONFIDENCE_AUTOMATIC : undefined,
    medical: query.kind === 'medical' ? true : query.kind === 'other' ? false : undefined,
    seenSince: query.seenDays === undefined ? undefined : Math.round(nowMs * 1000 - query.seenDays * DAY_MICROS),
  };
}

export function orderOf(query: AssetQuery): AssetOrder {
  const sort = query.sort ?? 'name', descending = query.direction === 'desc';
  return { sort, descending, after: query.after === undefined ? null : parseCursor(query.after, sort, descending), limit: Math.min(Math.max(Math.trunc(query.limit ?? PAGE.usual), 1), PAGE.most) };
}

export async function readList(tx: Tx, query: AssetQuery, nowMs: number): Promise<AssetPage> {
  const filter = filterOf(query, nowMs), order = orderOf(query);
  const { rows, total } = await readAssetPage(tx, filter, { ...order, limit: order.limit + 1 });
  const page = rows.slice(0, order.limit), last = page.at(-1);
  return {
    rows: page.map(showAssetRow), total, all: isEverything(filter) ? total : await countAssets(tx, {}),
    next: rows.length > order.limit && last ? formatCursor(order, { key: last.key, id: last.id }) : null,
    zones: await readZones(tx), roles: (await readRoles(tx)) as Role[],
  };
}

function isEverything({ q, inConflict, ...rest }: AssetFilter): boolean { return (q ?? '').trim() === '' && !inConflict && Object.values(rest).every((value) => value === undefined); }

export function formatCursor({ sort, descending }: Pick<AssetOrder, 'sort' | 'descending'>, { key, id }: AssetKey): string {
  return Buffer.from(JSON.stringify([sort, descending ? 1 : 0, key, id])).toString('base64url');
}

/** A key is only good for the order it was made for. */
function parseCursor(text: string, sort: SortName, descending: boolean): AssetKey {
  try {
    const [theirSort, theirDirection, key, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const number = sort === 'confidence' || sort === 'seen';
    if (theirSort === sort && theirDirection === (descending ? 1 : 0) && typeof id === 'string' && (key === null ? sort !== 'name' : number ? Number.isSafeInteger(key) : typeof key === 'string')) return { key: key as AssetKey['key'], id };
  } catch { /* falls through */ }
  throw new AppError('cursor-invalid');
}
