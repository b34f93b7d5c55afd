import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Overview } from '@wardkeep/app/views';
import { type LoaderFunctionArgs, useLoaderData, useRouteLoaderData, useSearchParams } from 'react-router';
import { isFiltered, queryOf, withParams } from '../asset-query.ts';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { ask } from '../refusal.ts';
import { AssetTable } from '../parts/asset-table.tsx';
import { Asking } from '../parts/asking.tsx';
import { Coverages } from '../parts/coverage.tsx';
import { Title } from '../parts/frame.tsx';
import { ReadConfidence } from '../parts/marks.tsx';
import { NextSteps } from '../parts/next-steps.tsx';
import { NothingYet } from '../parts/nothing.tsx';
import { Done } from '../parts/message.tsx';
import type { loader as rootLoader } from '../root.tsx';

/** At most so many rows are opened by an address: each costs a read. */
const MOST_OPEN = 10;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context), params = new URL(request.url).searchParams;
  const [page, overview] = await Promise.all([ask(app.listAssets(actor, queryOf(params))), app.overview(actor)]);
  const wanted = params.getAll('why').slice(0, MOST_OPEN).filter((id) => page.rows.some((row) => row.id === id));
  const opened = await Promise.all(wanted.map((id) => ask(app.asset(actor, id))));
  return { page, overview, opened };
}

export default function Assets() {
  const { page, overview, opened } = useLoaderData<typeof loader>(), { t } = useLingui(), [params] = useSearchParams();
  const place = useRouteLoaderData<typeof rootLoader>('root')?.institution.name;
  if (page.all === 0) return <main id="main" tabIndex={-1}><Title place={place}>{t`Devices`}</Title><NothingYet /></main>;
  return (
    <main id="main" tabIndex={-1}>
      <Title place={place}>{t`Devices`}</Title>
      {params.get('deleted') ? <Done><p className="say"><Trans>The device was deleted.</Trans></p><p><Undo id={params.get('deleted')!} /></p></Done> : null}
      <div className="lead">
        <Asked overview={overview} />
        <h1 className="sentence"><InventorySentence overview={overview} /></h1>
        <FirstStep overview={overview} />
      </div>
      <Asking page={page} params={params} />
      <div className="withside">
        <div>{page.total === 0 ? <NoMatch /> : <AssetTable page={page} overview={overview} params={params} opened={opened} />}</div>
        <aside className="side" aria-labelledby="unknowns">
          <h2 id="unknowns"><Trans>What we do not know yet</Trans></h2>
          <Coverages coverage={overview.coverage} />
          {overview.nextSteps.length > 0 ? <><h3><Trans>The safest way to find out</Trans></h3><NextSteps steps={overview.nextSteps.slice(0, 3)} /></> : null}
          <h3><Trans>How to read confidence</Trans></h3>
          <ReadConfidence />
          <p><Trans><span className="byhand">Underlined</span>: decided by a person.</Trans></p>
        </aside>
      </div>
    </main>
  );
}

function Undo({ id }: { id: string }) {
  return <form method="post" action={`/assets/undo`}><input type="hidden" name="decision" value={id} /><button className="link" type="submit"><Trans>Undo</Trans></button></form>;
}

function Asked({ overview }: { overview: Overview }) {
  const format = useFormat(), last = overview.lastImport;
  return <p className="ask"><span><Trans>What is connected?</Trans></span>{last ? <span><Trans>Last import: {format.dateTime(last.finishedAt ?? last.startedAt)}</Trans></span> : null}</p>;
}

export function InventorySentence({ overview }: { overview: Overview }) {
  const format = useFormat(), known = format.number(overview.known), missing = format.number(overview.medicalWithoutVersion), medical = format.number(overview.medical);
  return <>
    <Plural value={overview.assets} one={<Trans>There is <b># device connected</b>;</Trans>} other={<Trans>There are <b># devices connected</b>;</Trans>} />{' '}
    <Trans>of <b>{known}</b> we know what they are.</Trans>{' '}
    {overview.medicalWithoutVersion > 0 ? <Trans><b>{missing} of {medical}</b> medical devices lack a version.</Trans> : overview.medical > 0 ? <Trans>All <b>{medical}</b> medical devices have a version.</Trans> : null}
  </>;
}

function FirstStep({ overview }: { overview: Overview }) {
  if (overview.conflicts > 0) return <p className="next"><a className="btn" href="/assets?sure=conflict"><Plural value={overview.conflicts} one="Decide # conflict" other="Decide # conflicts" /></a></p>;
  if (overview.medicalWithoutVersion > 0) return <p className="next"><a className="btn" href="/quality"><Trans>See what is missing</Trans></a></p>;
  return null;
}

function NoMatch() {
  const [params] = useSearchParams(), q = params.get('q');
  return (
    <div className="nothing">
      <p className="say">{q ? <Trans>No device matches “{q}”.</Trans> : <Trans>No device fits this sentence.</Trans>}</p>
      <p><Trans>Names, addresses, makers, models, places and roles are searched.</Trans></p>
      {isFiltered(params) ? <p className="acts"><a className="btn plain" href={withParams('/assets', new URLSearchParams(), {})}><Trans>Show all devices</Trans></a></p> : null}
    </div>
  );
}
