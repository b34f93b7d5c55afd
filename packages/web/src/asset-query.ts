/** The filter of the inventory in the page's address, and links that change one thing of it. */
import type { AssetQuery, AssetSort } from '@wardkeep/app/views';
import { isRole } from '@wardkeep/model';

export const PAGE_ROWS = 50;
export const SEEN_DAYS = [1, 7, 30, 90] as const;
const SORTS: readonly AssetSort[] = ['name', 'role', 'vendor', 'version', 'confidence', 'zone', 'seen'];
const SURE = ['high', 'medium', 'low', 'conflict'] as const;
/** `zone=none`: without a zone; `zone=in:NAME`: in that zone. No name can be mistaken for the other. */
export const NO_ZONE = 'none', ZONE_PREFIX = 'in:';

export interface Sorting { readonly sort: AssetSort; readonly direction: 'asc' | 'desc' }

export function sortingOf(params: URLSearchParams): Sorting {
  const sort = SORTS.find((it) => it === params.get('sort')) ?? 'zone';
  return { sort, direction: params.get('dir') === 'desc' ? 'desc' : 'asc' };
}

/** What is asked for, without anything that the address cannot mean. */
export function queryOf(params: URLSearchParams): AssetQuery {
  const what = params.get('what') ?? '', zone = params.get('zone') ?? '', days = SEEN_DAYS.find((it) => String(it) === params.get('seen'));
  const q = params.get('q')?.trim().slice(0, 200), after = params.get('after');
  return {
    ...(q ? { q } : {}), ...(what === 'medical' || what === 'other' ? { kind: what } : isRole(what) ? { role: what } : {}),
    ...(zone === NO_ZONE ? { zone: '' } : zone.startsWith(ZONE_PREFIX) ? { zone: zone.slice(ZONE_PREFIX.length) } : {}),
    ...(days ? { seenDays: days } : {}), ...(SURE.includes(params.get('sure') as never) ? { confidence: params.get('sure') as (typeof SURE)[number] } : {}),
    ...(after ? { after } : {}), ...sortingOf(params), limit: PAGE_ROWS,
  };
}

const FILTERS = ['q', 'what', 'zone', 'seen', 'sure'] as const;
export const isFiltered = (params: URLSearchParams): boolean => FILTERS.some((name) => params.get(name));

/** The same address with some parameters changed; null takes one away. Changing anything but the page goes back to the first page. */
export function withParams(path: string, params: URLSearchParams, change: Readonly<Record<string, string | null>>): string {
  const next = new URLSearchParams([...params].filter(([name, value]) => value !== '' && name !== 'after' && name !== 'why'));
  for (const [name, value] of Object.entries(change)) { if (value === null) next.delete(name); else next.set(name, value); }
  const text = next.toString();
  return text ? `${path}?${text}` : path;
}

/** The export of exactly what is shown, all pages of it. */
export function exportLink(format: 'json' | 'csv' | 'cyclonedx', query: AssetQuery): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (name !== 'after' && name !== 'limit' && value !== undefined) params.set(name, String(value));
  return `/api/v1/assets/export/${format}?${params}`;
}
