import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ChangesView } from '@wardkeep/app/assess-views';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect, useLoaderData, useRouteLoaderData, useSearchParams } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { CHANGE_CODES, FINDING_STATE_LABELS, GONE_LABELS, LAPSE_LABELS, VERDICT_LABELS } from '../labels/findings.ts';
import { type Labels, useLabels } from '../labels/index.ts';
import { advisoryPath } from '../parts/advisory-marks.tsx';
import { Standing } from '../parts/finding-marks.tsx';
import { Title } from '../parts/frame.tsx';
import { isMachineName } from '../parts/marks.tsx';
import { Done } from '../parts/message.tsx';
import { ask } from '../refusal.ts';
import type { loader as rootLoader } from '../root.tsx';

export { ErrorBoundary } from './triage.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  return { changes: await ask(app.changes(actor)) };
}

export async function action({ context }: ActionFunctionArgs) {
  const { app, actor } = await session(context);
  await ask(app.seen(actor));
  return redirect('/findings/changes?seen=1', 303);
}

type Item = ChangesView['items'][number];

export default function Changes() {
  const { changes } = useLoaderData<typeof loader>(), { t } = useLingui(), format = useFormat(), [params] = useSearchParams(), place = useRouteLoaderData<typeof rootLoader>('root')?.institution.name;
  const alerts = changes.items.filter((it) => it.alerts), quiet = changes.items.filter((it) => !it.alerts), since = changes.since ? format.dateTime(changes.since) : null;
  return (
    <main id="main" tabIndex={-1}>
      <Title place={place}>{t`What changed`}</Title>
      {params.get('seen') ? <Done><p className="say"><Trans>Noted. From now on only what is new stands here.</Trans></p></Done> : null}
      <div className="lead">
        <p className="ask"><a href="/findings"><Trans>Findings</Trans></a><span>{since ? <Trans>Since you last said that you have seen it: {since}</Trans> : <Trans>You have not said yet that you have seen anything</Trans>}</span></p>
        <h1 className="sentence">{alerts.length > 0 ? <Plural value={alerts.length} one={<Trans><b># change</b> is for you to look at</Trans>} other={<Trans><b># changes</b> are for you to look at</Trans>} /> : <Trans><b>Nothing new</b> for you to look at</Trans>}
          {quiet.length > 0 ? <>{'; '}<Plural value={quiet.length} one="# more needs nothing." other="# more need nothing." /></> : '.'}</h1>
        {changes.items.length > 0 ? <form method="post" className="next"><button className="btn" type="submit"><Trans>I have seen this</Trans></button></form> : null}
      </div>
      {alerts.length > 0 ? <section className="sheet"><h2><Trans>To look at</Trans></h2><ChangeList items={alerts} /></section> : null}
      {quiet.length > 0 ? (
        <section className="sheet"><h2><Trans>Without anything to do</Trans><small><Trans>Nobody was called, and why</Trans></small></h2>
          <details className="task" open={alerts.length === 0}><summary><Plural value={quiet.length} one="# change" other="# changes" /></summary><ChangeList items={quiet} /></details></section>) : null}
      {changes.items.length === 0 ? <p className="acts"><a className="btn plain" href="/findings"><Trans>To the queue</Trans></a></p> : null}
    </main>
  );
}

function ChangeList({ items }: { items: readonly Item[] }) { return <ul className="changes">{items.map((it, i) => <Change key={`${it.at}-${i}`} it={it} />)}</ul>; }

function Change({ it }: { it: Item }) {
  const labels = useLabels(), format = useFormat(), { finding, advisory } = it, why = whyOf(it, labels);
  return (
    <li>
      <time className="quiet" dateTime={it.at}>{format.dateTime(it.at)}</time>
      <div>
        <p><b>{labels.word(CHANGE_CODES, it.code)}</b>{why === '' ? null : <>: {why}</>}<Revision it={it} /></p>
        <p>{finding ? <><a className={isMachineName(finding.assetName) ? 'mono' : undefined} href={`/findings/${encodeURIComponent(finding.id)}`}>{finding.assetName}</a> <Standing row={finding} /> </> : null}
          {advisory ? <a href={advisoryPath(advisory.id)}><span className="mono">{advisory.trackingId}</span> {advisory.title}</a> : null}</p>
      </div>
      {finding && finding.hoursAtRisk > 0 ? <span className={finding.assumed ? 'num assumed' : 'num'}>{format.hours(finding.hoursAtRisk)}</span> : <span />}
    </li>
  );
}

/** Of a revision: how many of the findings it named were left as they were. */
function Revision({ it: { code, why: { params } } }: { it: Item }) {
  const quiet = Number(params['quiet'] ?? 0), alerted = Number(params['alerted'] ?? 0), from = String(params['from'] ?? ''), to = String(params['to'] ?? '');
  if (code === 'remediation-changed') { const revision = String(params['revision'] ?? ''); return revision === '' ? null : <>: <Trans>revision {revision}</Trans></>; }
  if (code !== 'revision-unchanged' && code !== 'revision-changed') return null;
  return <>. <Trans>Revision {from} became {to}.</Trans> <Plural value={quiet} one="# finding kept its status and its remedy." other="# findings kept their status and their remedy." />{alerted > 0 ? <> <Plural value={alerted} one="# changed." other="# changed." /></> : null}</>;
}

/** Why it happened, in words for the codes of its parameters. */
function whyOf({ code, why: { params } }: Item, labels: Labels): string {
  const text = (name: string) => String(params[name] ?? ''), state = (name: string) => labels.word(FINDING_STATE_LABELS, text(name) as keyof typeof FINDING_STATE_LABELS);
  const moved = text('from') !== '' && text('from') !== text('to') ? `${state('from')} → ${state('to')}` : '', vulnerabilities = [text('added') && `+ ${text('added')}`, text('removed') && `− ${text('removed')}`, text('changed')].filter(Boolean).join(', ');
  const reason = Object.hasOwn(GONE_LABELS, text('reason')) ? labels.word(GONE_LABELS, text('reason') as keyof typeof GONE_LABELS) : Object.hasOwn(LAPSE_LABELS, text('reason')) ? labels.word(LAPSE_LABELS, text('reason') as keyof typeof LAPSE_LABELS) : '';
  switch (code) {
    case 'new-finding': return labels.word(VERDICT_LABELS, text('status') === 'known_affected' ? 'affected' : 'cannot_tell');
    case 'found-decided': case 'remediation-changed-closed': return state('status');
    case 'remediation-changed': case 'revision-unchanged': case 'revision-changed': return '';
    default: return [moved, vulnerabilities, reason].filter((it) => it !== '').join('; ');
  }
}
