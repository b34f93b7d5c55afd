/** The filter of the queue in the page's address, and links that change one thing of it. */
import type { FindingQuery } from '@wardkeep/app/assess-views';

export const FINDINGS = '/findings';
export const GROUPS_SHOWN = 50;
export const STATE_CHOICES = ['waiting', 'decided', 'all', 'open', 'known_affected', 'known_not_affected', 'fixed', 'under_investigation', 'accepted', 'gone'] as const satisfies readonly NonNullable<FindingQuery['state']>[];
export const SORTS = ['care', 'severity', 'likelihood', 'changed', 'due'] as const;
/** What belongs to the filter; the rest of the address (`id`, `done`, `letter`, `after`) is about the moment. */
const FILTERS = ['q', 'state', 'verdict', 'zone', 'sort', 'advisory', 'asset', 'cve'] as const;
const TEXT_LENGTH = 200;

/** What is asked for, without anything that the address cannot mean. */
export function findingQueryOf(params: URLSearchParams): FindingQuery {
  const text = (name: string) => params.get(name)?.trim().slice(0, TEXT_LENGTH) || undefined, one = <T extends string>(list: readonly T[], name: string) => list.find((it) => it === params.get(name));
  return {
    q: text('q'), state: one(STATE_CHOICES, 'state') ?? 'waiting', verdict: one(['affected', 'cannot_tell'] as const, 'verdict'), zone: text('zone'), advisory: text('advisory'), asset: text('asset'), cve: text('cve'),
    sort: one(SORTS, 'sort') ?? 'care', after: params.get('after') ?? undefined, limit: GROUPS_SHOWN,
  };
}

export const isFilteredQueue = (params: URLSearchParams): boolean => FILTERS.some((name) => name !== 'sort' && params.get(name) && params.get(name) !== 'waiting');

/** The filter alone, as the query of an address without `?`. */
function filterText(params: URLSearchParams): string {
  return new URLSearchParams([...params].filter(([name, value]) => value !== '' && (FILTERS as readonly string[]).includes(name))).toString();
}

/** An address of the queue with the same filter and other things changed; null takes one away. */
export function queueLink(params: URLSearchParams, change: Readonly<Record<string, string | null>> = {}): string {
  const next = new URLSearchParams(filterText(params));
  for (const [name, value] of Object.entries(change)) { if (value === null) next.delete(name); else next.set(name, value); }
  const text = next.toString();
  return text === '' ? FINDINGS : `${FINDINGS}?${text}`;
}

/** The export of exactly what is shown, all of it. */
export function findingExport(format: 'csv' | 'vex' | 'csaf' | 'openvex' | 'pdf', params: URLSearchParams, language: string): string {
  const next = new URLSearchParams(filterText(params));
  if (format === 'pdf') next.set('language', language);
  const text = next.toString();
  return `/api/v1/findings/export/${format}${text === '' ? '' : `?${text}`}`;
}
