/** The table of the inventory: keyset pages, sort links, evidence in place, marks for merging. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AssetPage, AssetRow, AssetSort, AssetView, Overview } from '@wardkeep/app/views';
import { Fragment } from 'react';
import { isFiltered, sortingOf, withParams } from '../asset-query.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { SORT_LABELS } from '../labels/words.ts';
import { BriefEvidence } from './evidence.tsx';
import { Confidence, isMachineName, Unknown, Value } from './marks.tsx';
import { Why } from './why.tsx';

interface Props { readonly page: AssetPage; readonly overview: Overview; readonly params: URLSearchParams; readonly opened: readonly AssetView[] }
const COLUMNS: readonly { readonly sort: AssetSort; readonly width: string }[] = [
  { sort: 'name', width: 'w-name' }, { sort: 'role', width: 'w-mid' }, { sort: 'vendor', width: '' }, { sort: 'version', width: 'w-short' }, { sort: 'confidence', width: 'w-conf' }, { sort: 'zone', width: 'w-mid' }, { sort: 'seen', width: 'w-seen num' },
];

export function AssetTable({ page, overview, params, opened }: Props) {
  const { sort } = sortingOf(params), grouped = sort === 'zone';
  const columns = grouped ? COLUMNS.filter((column) => column.sort !== 'zone') : COLUMNS, span = columns.length + 2;
  let zone: string | null | undefined;
  return (
    <>
      <table className="data tight entries brief">
        <caption className="sr"><Trans>Devices</Trans></caption>
        <thead><tr>
          <th scope="col" className="pick"><span className="sr"><Trans>Mark</Trans></span></th>
          {columns.map((column) => <SortHead key={column.sort} {...column} params={params} />)}
          <th scope="col" className="w-why num"><span className="sr"><Trans>Evidence</Trans></span></th>
        </tr></thead>
        <tbody>{page.rows.map((row) => {
          const starts = grouped && row.zone !== zone;
          zone = row.zone;
          return <Fragment key={row.id}>{starts ? <Group zone={row.zone} overview={overview} params={params} span={span} /> : null}<Row row={row} grouped={grouped} params={params} asset={opened.find((it) => it.id === row.id) ?? null} span={span} /></Fragment>;
        })}</tbody>
      </table>
      <form id="bulk" className="bulk" action="/assets/merge" data-count="0">
        <span className="js-only"><Trans><b data-bulk-count="">0</b> marked</Trans></span>
        <span><Trans>The same device several times?</Trans></span><button className="btn plain" type="submit"><Trans>Merge the marked ones</Trans></button>
      </form>
      <Foot page={page} params={params} />
    </>
  );
}

function SortHead({ sort, width, params }: { sort: AssetSort; width: string; params: URLSearchParams }) {
  const labels = useLabels(), now = sortingOf(params), on = now.sort === sort, down = on && now.direction === 'desc';
  return (
    <th scope="col" className={width || undefined} aria-sort={on ? (down ? 'descending' : 'ascending') : undefined}>
      <a className="sort" href={withParams('/assets', params, { sort, dir: on && !down ? 'desc' : 'asc' })}>{labels.word(SORT_LABELS, sort)}{on ? <span aria-hidden="true">&nbsp;{down ? '↓' : '↑'}</span> : null}</a>
    </th>
  );
}

function Group({ zone, overview, params, span }: { zone: string | null; overview: Overview; params: URLSearchParams; span: number }) {
  const whole = isFiltered(params) ? undefined : overview.zones.find((it) => it.zone === zone);
  return (
    <tr className="group"><th colSpan={span} scope="colgroup">{zone ?? <Trans>No zone</Trans>}
      {whole ? <span className="quiet"><Plural value={whole.count} one="# device" other="# devices" />{whole.medical > 0 ? <>{' · '}<Plural value={whole.medical} one="# medical" other="# medical" /></> : null}</span> : null}</th></tr>
  );
}

function Row({ row, grouped, params, asset, span }: { row: AssetRow; grouped: boolean; params: URLSearchParams; asset: AssetView | null; span: number }) {
  const { t } = useLingui(), labels = useLabels(), format = useFormat(), hand = (name: string) => row.decided.includes(name);
  const maker = [row.vendor, row.model ?? row.product].filter(Boolean).join(' ');
  const why = `${withParams('/assets', params, { after: params.get('after'), why: asset ? null : row.id })}#row-${row.id}`;
  return (
    <>
      <tr id={`row-${row.id}`} data-row="" className={asset ? 'at' : undefined}>
        <td className="pick"><label className="hit"><input type="checkbox" name="ids" value={row.id} form="bulk" /><span className="sr">{t`Mark ${row.name}`}</span></label></td>
        <th scope="row"><a className={isMachineName(row.name) ? 'mono' : undefined} href={`/assets/${row.id}`} title={row.name}>{row.name}</a></th>
        <td data-label={t`Role`}><Value byHand={hand('role')}>{row.role ? labels.role(row.role) : null}</Value></td>
        <td data-label={t`Maker and model`} title={maker || undefined}><Value byHand={hand('vendor') || hand('model')}>{maker || null}</Value></td>
        <td data-label={t`Version`} title={row.version ?? undefined}>{row.conflicts.includes('version') ? <span className="assumed">{t`contradicting`}</span> : <Value byHand={hand('version')}>{row.version}</Value>}</td>
        <td data-label={t`Confidence`} className="c-conf">{row.confidence === null ? <Unknown /> : <Confidence value={row.confidence} />}</td>
        {grouped ? null : <td data-label={t`Zone`}><Value byHand={hand('zone')}>{row.zone}</Value></td>}
        <td data-label={t`Seen`} className="num">{row.lastSeen ? <time dateTime={row.lastSeen} title={format.dateTime(row.lastSeen)}>{format.seen(row.lastSeen)}</time> : null}</td>
        <td className="num c-why"><Why id={row.id} open={asset !== null} href={why} about={row.name} /></td>
      </tr>
      {asset ? <tr id={`why-${row.id}`} className="open"><td colSpan={span}><BriefEvidence asset={asset} /></td></tr> : null}
    </>
  );
}

function Foot({ page, params }: { page: AssetPage; params: URLSearchParams }) {
  const format = useFormat(), shown = format.number(page.rows.length), total = format.number(page.total), all = format.number(page.all);
  return (
    <div className="foot">
      <span>{page.total === page.all ? <Trans>{shown} of {all}</Trans> : <Trans>{shown} of {total}, from {all} devices in all</Trans>}</span>
      {params.get('after') ? <a href={withParams('/assets', params, {})}><Trans>First page</Trans></a> : null}
      {page.next ? <a rel="next" href={withParams('/assets', params, { after: page.next })}><Trans>Next page</Trans></a> : null}
      <span className="end keys js-only"><span><kbd>J</kbd><kbd>K</kbd> <Trans>down, up</Trans></span><span><kbd>X</kbd> <Trans>mark</Trans></span><span><kbd>W</kbd> <Trans>Why?</Trans></span>
        <span><kbd>?</kbd> <button className="link" type="button" data-keys-help=""><Trans>all keys</Trans></button></span></span>
    </div>
  );
}
