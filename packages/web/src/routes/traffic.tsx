import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { TrafficRow } from '@wardkeep/app/views';
import { type LoaderFunctionArgs, useLoaderData } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { FloorPlan } from '../parts/floor-plan.tsx';
import { Title } from '../parts/frame.tsx';
import { NothingYet } from '../parts/nothing.tsx';
import { Protection } from '../parts/service-table.tsx';

/** The longest useful table; the rest is counted. */
const MOST_ROWS = 200;

export async function loader({ context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  const [traffic, overview] = await Promise.all([app.traffic(actor), app.overview(actor)]);
  return { traffic, zones: overview.zones, assets: overview.assets };
}

const isClear = (row: TrafficRow) => row.medical && !row.encrypted;

/** Medical data in clear text first, then by use. */
const byWeight = (a: TrafficRow, b: TrafficRow) => Number(isClear(b)) - Number(isClear(a)) || b.uses - a.uses;

export default function Traffic() {
  const { traffic, zones, assets } = useLoaderData<typeof loader>(), { t } = useLingui();
  if (assets === 0) return <main id="main" tabIndex={-1}><Title>{t`Traffic`}</Title><NothingYet /></main>;
  const pairs = new Set(traffic.filter((row) => row.fromZone !== row.toZone).map((row) => JSON.stringify([row.fromZone, row.toZone]))).size, clear = traffic.filter(isClear);
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`Traffic`}</Title>
      <div className="lead"><p className="ask"><span><Trans>Who talks to whom?</Trans></span></p>
        <h1 className="sentence">{traffic.length === 0 ? <Trans>No conversation was seen. <b>A list does not show traffic</b>; a capture does.</Trans> : <>
          <Plural value={pairs} one={<Trans>Traffic passes <b># border between zones</b>;</Trans>} other={<Trans>Traffic passes <b># borders between zones</b>;</Trans>} />{' '}
          {clear.length > 0 ? <Plural value={clear.length} one={<Trans><b># way carries medical data in clear text</b>.</Trans>} other={<Trans><b># ways carry medical data in clear text</b>.</Trans>} /> : <Trans>none carries medical data in clear text.</Trans>}</>}</h1>
        {traffic.length === 0 ? <p className="next"><a className="btn" href="/import/capture"><Trans>I have a capture</Trans></a></p> : null}</div>
      {traffic.length > 0 ? <>
        <section className="sheet"><h2><Trans>By zone</Trans><small><Trans>Medical data in clear text first</Trans></small></h2><TrafficTable rows={[...traffic].sort(byWeight)} /></section>
        <section className="sheet"><h2><Trans>On the floor plan</Trans></h2><FloorPlan zones={zones} traffic={traffic} /></section>
      </> : null}
    </main>
  );
}

function TrafficTable({ rows }: { rows: readonly TrafficRow[] }) {
  const { t } = useLingui(), labels = useLabels(), format = useFormat(), zone = (name: string | null) => name ?? t`No zone`, left = rows.length - MOST_ROWS;
  return (
    <div>
      <table className="data entries"><caption className="sr"><Trans>Traffic by zone</Trans></caption>
        <thead><tr><th scope="col"><Trans>From zone</Trans></th><th scope="col"><Trans>To zone</Trans></th><th scope="col" className="w-mid"><Trans>What they speak</Trans></th><th scope="col" className="w-mid"><Trans>Protection</Trans></th><th scope="col" className="w-num num"><Trans>Clients</Trans></th><th scope="col" className="w-num num"><Trans>Servers</Trans></th><th scope="col" className="w-num num"><Trans>Uses</Trans></th></tr></thead>
        <tbody>{rows.slice(0, MOST_ROWS).map((row, i) => (
          <tr key={i}><th scope="row">{zone(row.fromZone)}</th><td data-label={t`To zone`}>{row.fromZone === row.toZone ? <span className="quiet"><Trans>the same zone</Trans></span> : zone(row.toZone)}</td>
            <td data-label={t`What they speak`}>{labels.protocol(row.protocol)}</td><td data-label={t`Protection`}><Protection encrypted={row.encrypted} medical={row.medical} /></td>
            <td data-label={t`Clients`} className="num">{format.number(row.clients)}</td><td data-label={t`Servers`} className="num">{format.number(row.servers)}</td><td data-label={t`Uses`} className="num">{format.number(row.uses)}</td></tr>))}</tbody></table>
      {left > 0 ? <p className="foot"><Plural value={left} one="# further row is in the API." other="# further rows are in the API." /></p> : null}
    </div>
  );
}
