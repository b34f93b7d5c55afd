import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AdvisoryPage, AdvisoryQuery, AdvisorySummary, AssessOverview } from '@wardkeep/app/assess-views';
import { type LoaderFunctionArgs, useLoaderData, useRouteLoaderData, useSearchParams } from 'react-router';
import { withParams } from '../asset-query.ts';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { advisoryPath, Epss, Exploited, Severity } from '../parts/advisory-marks.tsx';
import { Concerned } from '../parts/affected.tsx';
import { Title } from '../parts/frame.tsx';
import { Unknown } from '../parts/marks.tsx';
import { ask, attempt } from '../refusal.ts';
import type { loader as rootLoader } from '../root.tsx';

const PATH = '/advisories', PAGE_ROWS = 50, WORDS_LENGTH = 200;
const SHOWN = ['concerning', 'all', 'exploited', 'own'] as const;

/** Without a word about it: those that concern us, or all of them as long as none does. */
function queryOf(params: URLSearchParams, concerning: number): AdvisoryQuery & { readonly show: (typeof SHOWN)[number] } {
  const q = params.get('q')?.trim().slice(0, WORDS_LENGTH), after = params.get('after');
  return { show: SHOWN.find((it) => it === params.get('show')) ?? (concerning > 0 && !q ? 'concerning' : 'all'), ...(q ? { q } : {}), ...(after ? { after } : {}), limit: PAGE_ROWS };
}

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context), params = new URL(request.url).searchParams;
  // Advisories are shown to more people than findings are.
  const [{ value: overview }, { total: concerning }] = await Promise.all([attempt(app.assessOverview(actor)), ask(app.advisories(actor, { show: 'concerning', limit: 1 }))]), query = queryOf(params, concerning);
  return { overview, concerning, show: query.show, page: await ask(app.advisories(actor, query)) };
}

export default function Advisories() {
  const { overview, concerning, show, page } = useLoaderData<typeof loader>(), { t } = useLingui(), place = useRouteLoaderData<typeof rootLoader>('root')?.institution.name;
  return (
    <main id="main" tabIndex={-1}>
      <Title place={place}>{t`Advisories`}</Title>
      <div className="lead">
        <p className="ask"><span><Trans>What is known to be wrong?</Trans></span>{overview?.running ? <span className="running"><Trans>Your devices are being compared now.</Trans></span> : null}</p>
        <h1 className="sentence"><AdvisorySentence overview={overview} concerning={concerning} held={page.all} /></h1>
        <p className="next">{page.all === 0 ? null : <a className="btn" href="/feeds"><Trans>Advisories in</Trans></a>}<a className="btn plain" href="/advisories/new"><Trans>Type in a maker’s letter</Trans></a></p>
      </div>
      {page.all === 0 ? <NoneYet /> : <><Asking show={show} /> {page.total === 0 ? <NoMatch show={show} /> : <Table page={page} show={show} />}</>}
    </main>
  );
}

function AdvisorySentence({ overview, concerning, held }: { overview: AssessOverview | null; concerning: number; held: number }) {
  const format = useFormat(), affected = format.number(overview?.affectedDevices ?? 0), devices = format.number(overview?.devices ?? 0), those = format.number(concerning), all = format.number(held);
  if (held === 0) return <Trans>No advisory is held yet. <b>Bring them in</b>, and each is compared with every device.</Trans>;
  if (!overview) return <Plural value={held} one={<Trans><b># advisory</b> is held.</Trans>} other={<Trans><b># advisories</b> are held.</Trans>} />;
  return <>
    {concerning === 0 ? <Trans>None of the <b>{all}</b> advisories held concerns a device of yours;</Trans>
      : overview.affectedDevices === 0 ? <Trans>No device is known to be affected; <b>{those} of {all}</b> advisories may concern one;</Trans>
        : <Trans><b>{affected} of {devices} devices</b> are affected; <b>{those} of {all}</b> advisories held concern you;</Trans>}{' '}
    {overview.newestAdvisoryAt ? <Trans>the newest is from {format.day(overview.newestAdvisoryAt)}.</Trans> : <Trans>none of them bears a date.</Trans>}
  </>;
}

function Asking({ show }: { show: string }) {
  const { t } = useLingui(), [params] = useSearchParams(), q = params.get('q')?.trim();
  return (
    <form className="asking" action={PATH} aria-label={t`Which advisories are shown`}>
      <span className="words"><Trans>Show <Shown value={show} /> with the words <Words value={q ?? ''} /></Trans></span>
      <button className="btn plain" type="submit"><Trans>Show</Trans></button>
      <span className="end">{q || params.get('show') ? <a href={PATH}><Trans>Start again</Trans></a> : null}</span>
    </form>
  );
}

function Shown({ value }: { value: string }) {
  const { t } = useLingui();
  return <select name="show" defaultValue={value} aria-label={t`Which advisories`}><option value="concerning">{t`advisories that concern us`}</option><option value="all">{t`all advisories`}</option><option value="exploited">{t`those that are exploited`}</option><option value="own">{t`those of your own`}</option></select>;
}

function Words({ value }: { value: string }) {
  const { t } = useLingui();
  return <input type="search" name="q" defaultValue={value} maxLength={WORDS_LENGTH} aria-label={t`Title, maker, number or CVE`} placeholder={t`title, maker, number or CVE`} autoComplete="off" />;
}

function Table({ page, show }: { page: AdvisoryPage; show: string }) {
  const format = useFormat(), [params] = useSearchParams(), shown = format.number(page.rows.length), total = format.number(page.total);
  return (
    <>
      <table className="data entries titled">
        <caption className="sr"><Trans>Advisories</Trans></caption>
        <thead><tr><th scope="col"><Trans>Advisory</Trans></th><th scope="col" className="w-mid"><Trans>Publisher</Trans></th><th scope="col" className="w-mid"><Trans>Severity</Trans></th><th scope="col" className="w-wide"><Trans>Likelihood in 30 days</Trans></th><th scope="col" className="w-wide"><Trans>Your devices</Trans></th><th scope="col" className="w-short num" aria-sort="descending"><Trans>Released</Trans> <span aria-hidden="true">↓</span></th></tr></thead>
        <tbody>{page.rows.map((row) => <Row key={row.id} row={row} />)}</tbody>
      </table>
      <div className="foot">
        <span><Trans>{shown} of {total}</Trans></span>
        {params.get('after') ? <a href={withParams(PATH, params, { show })}><Trans>First page</Trans></a> : null}
        {page.next ? <a rel="next" href={withParams(PATH, params, { show, after: page.next })}><Trans>Next page</Trans></a> : null}
      </div>
    </>
  );
}

function Row({ row }: { row: AdvisorySummary }) {
  const { t } = useLingui(), format = useFormat();
  return (
    <tr data-row="">
      <th scope="row"><a href={advisoryPath(row.id)}>{row.title}</a> <span className="under"><span className="mono">{row.trackingId}</span>{row.scope === 'institution' ? <>{' · '}<Trans>your own</Trans></> : null}</span></th>
      <td data-label={t`Publisher`}>{row.publisher}</td>
      <td data-label={t`Severity`}><Severity level={row.severity} score={row.baseScore} /></td>
      <td data-label={t`Likelihood`}><span><Epss value={row.epss} />{row.exploited ? <>{' · '}<Exploited /></> : null}</span></td>
      <td data-label={t`Your devices`}><Concerned affected={row.affected} cannotTell={row.cannotTell} /></td>
      <td data-label={t`Released`} className="num">{row.releasedAt ? <time dateTime={row.releasedAt}>{format.day(row.releasedAt)}</time> : <Unknown />}</td>
    </tr>
  );
}

function NoneYet() {
  return (
    <div className="nothing">
      <p className="say"><Trans>Here you will see every advisory about a device you have, and why we think so.</Trans></p>
      <p><Trans>Ask the public feeds, hand in a file or an offline bundle, or type in a letter that a maker sent you. Nothing is asked by itself.</Trans></p>
      <p className="acts"><a className="btn" href="/feeds"><Trans>Bring advisories in</Trans></a></p>
    </div>
  );
}

function NoMatch({ show }: { show: string }) {
  const [params] = useSearchParams(), q = params.get('q')?.trim();
  return (
    <div className="nothing">
      <p className="say">{q ? <Trans>No advisory matches “{q}”.</Trans> : <Trans>No advisory fits this sentence.</Trans>}</p>
      <p><Trans>Titles, publishers, numbers and CVEs are searched. Why a device is not listed is a search of its own.</Trans></p>
      <p className="acts">{show !== 'all' ? <a className="btn plain" href={withParams(PATH, params, { show: 'all' })}><Trans>Look among all advisories</Trans></a> : null}<a href="/not-listed"><Trans>Why is something not listed?</Trans></a></p>
    </div>
  );
}
