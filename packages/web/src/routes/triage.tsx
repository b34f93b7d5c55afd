import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AssessOverview } from '@wardkeep/app/assess-views';
import { type ActionFunctionArgs, isRouteErrorResponse, type LoaderFunctionArgs, useActionData, useLoaderData, useRouteError, useRouteLoaderData, useSearchParams } from 'react-router';
import { session } from '../context.ts';
import { findingAction, type FindingDraft } from '../finding-action.ts';
import { findingQueryOf, FINDINGS, isFilteredQueue, queueLink } from '../finding-query.ts';
import { useFormat } from '../format.ts';
import { ErrorPage } from '../parts/error-page.tsx';
import { FindingCase } from '../parts/finding-case.tsx';
import { FindingDone } from '../parts/finding-done.tsx';
import { useStanding } from '../parts/finding-marks.tsx';
import { Title } from '../parts/frame.tsx';
import { Refused } from '../parts/message.tsx';
import { TriageAsking } from '../parts/triage-asking.tsx';
import { TriageQueue } from '../parts/triage-queue.tsx';
import { TriageAcceptance } from '../parts/triage-acceptance.tsx';
import { ask } from '../refusal.ts';
import type { loader as rootLoader } from '../root.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context), params = new URL(request.url).searchParams;
  const [page, overview] = await Promise.all([ask(app.triage(actor, findingQueryOf(params))), ask(app.assessOverview(actor))]);
  const asked = params.get('id'), chosen = asked ?? page.groups[0]?.lead.id ?? null;
  const finding = chosen === null ? null : await ask(app.finding(actor, chosen)), at = page.groups.findIndex((group) => group.lead.id === chosen || group.ids.includes(chosen ?? ''));
  const next = at < 0 ? page.groups[0]?.lead.id ?? null : (page.groups[at + 1] ?? page.groups[at - 1])?.lead.id ?? null;
  return { page, overview, finding, chosen: page.groups[at]?.lead.id ?? null, together: page.groups[at] ? { hours: page.groups[at].hours, devices: page.groups[at].devices } : null, place: placeOf(at, params), next, asked: asked !== null, today: new Date().toISOString().slice(0, 10) };
}

/** Counted in questions, as the queue shows them; past the first page, and where not all that waits is shown, nobody has counted. */
const placeOf = (at: number, params: URLSearchParams): number | null => at >= 0 && !params.get('after') && !isFilteredQueue(params) ? at + 1 : null;

export const action = (args: ActionFunctionArgs) => findingAction(args, null);

export default function Triage() {
  const { page, overview, finding, chosen, together, place: inQueue, next, asked, today } = useLoaderData<typeof loader>(), draft = useActionData<FindingDraft>(), { t } = useLingui(), [params] = useSearchParams(), standing = useStanding();
  const place = useRouteLoaderData<typeof rootLoader>('root')?.institution.name;
  if (overview.advisories === 0) return <main id="main" tabIndex={-1}><Title place={place}>{t`Findings`}</Title><NoAdvisories overview={overview} /></main>;
  return (
    <main id="main" className="desk" tabIndex={-1} data-chosen={asked ? '' : undefined}>
      <Title place={place}>{finding ? `${standing(finding)}: ${finding.product ?? finding.assetName} · ${t`Findings`}` : t`Findings`}</Title>
      <div className="above">
        {/* In one column the finding with its heading is hidden until one is chosen: there the queue is the page (triage.css). */}
        {finding && page.total > 0 && !asked ? <h1 className="sentence"><Trans>Findings</Trans></h1> : null}
        {overview.running ? <div className="note running" role="status"><Trans>Devices and advisories are being compared just now. You may go on; what is found joins the queue.</Trans></div> : null}
        <TriageAsking zones={page.zones} params={params} />
      </div>
      {finding && page.total > 0 ? <TriageQueue page={page} params={params} chosen={chosen} acceptance={overview.acceptance} /> : null}
      <div className={finding ? 'casewrap' : 'casewrap alone'}>
        <p className="back"><a href={queueLink(params)}><Trans>Back to the queue</Trans></a></p>
        <Refused message={draft?.refused} />
        <FindingDone params={params} />
        {finding ? <FindingCase key={finding.id} finding={finding} params={params} next={next} together={together} place={inQueue ?? finding.place} draft={draft?.fields ?? null} today={today} letterLink={(language) => queueLink(params, { id: finding.id, letter: language })} />
          : <NothingWaits overview={overview} filtered={isFilteredQueue(params)} />}
      </div>
    </main>
  );
}

function NoAdvisories({ overview }: { overview: AssessOverview }) {
  return (
    <>
      <div className="lead"><p className="ask"><span><Trans>Which of our devices are affected?</Trans></span></p>
        <h1 className="sentence"><Trans>No advisories yet. <b>Here you will see which devices are affected</b>, how that is known, and what care depends on them.</Trans></h1></div>
      <p className="acts">{overview.devices === 0 ? <a className="btn" href="/import/list"><Trans>First bring your devices</Trans></a> : <a className="btn" href="/feeds"><Trans>Bring advisories</Trans></a>}</p>
    </>
  );
}

function NothingWaits({ overview, filtered }: { overview: AssessOverview; filtered: boolean }) {
  const format = useFormat();
  if (filtered) return <div className="nothing"><h1 className="say"><Trans>No finding fits this sentence.</Trans></h1><p><Trans>Device names, products, advisories and CVE numbers are searched.</Trans></p><p className="acts"><a className="btn plain" href={FINDINGS}><Trans>Show what waits</Trans></a><a href="/findings/not-listed"><Trans>Why is it not listed?</Trans></a></p></div>;
  return (
    <>
      <div className="nothing"><h1 className="say"><Trans>Nothing waits for you.</Trans></h1>
        <p><Plural value={overview.advisories} one="# advisory is held" other="# advisories are held" />; <Plural value={overview.devices} one="# device was compared with it." other="# devices were compared with them." />{overview.newestAdvisoryAt ? <> <Trans>The newest is of {format.day(overview.newestAdvisoryAt)}.</Trans></> : null}</p>
        <p className="acts"><a className="btn plain" href={`${FINDINGS}?state=decided`}><Trans>See what is decided</Trans></a><a href="/findings/not-listed"><Trans>Why is it not listed?</Trans></a></p></div>
      <TriageAcceptance acceptance={overview.acceptance} />
    </>
  );
}

/** Who may not see findings is told so, and what she may see; everything else is the common error page. */
export function ErrorBoundary() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 403) return <NoRights />;
  return <ErrorPage status={isRouteErrorResponse(error) ? error.status : 500} body={isRouteErrorResponse(error) ? error.data : null} />;
}

function NoRights() {
  const { t } = useLingui();
  return (
    <main id="main" tabIndex={-1}><Title>{t`Findings`}</Title>
      <div className="lead"><div className="note"><h1 className="say"><Trans>Findings are not shown to your role.</Trans></h1><p><Trans>They say where devices can be attacked. Whoever looks after the security of your hospital can give you access.</Trans></p><p><a href="/advisories"><Trans>See the advisories</Trans></a></p></div></div>
    </main>
  );
}
