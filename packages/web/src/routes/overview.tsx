import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { Overview } from '@wardkeep/app/views';
import { type LoaderFunctionArgs, useLoaderData, useRouteLoaderData } from 'react-router';
import { NO_ZONE, ZONE_PREFIX } from '../asset-query.ts';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { IMPORT_STATE_LABELS } from '../labels/words.ts';
import { MEDICAL_ROLES } from '../labels/roles.ts';
import { AffectedSentence, AssessSections, ComparingNow } from '../parts/affected-overview.tsx';
import { Coverages } from '../parts/coverage.tsx';
import { Title } from '../parts/frame.tsx';
import { Bar } from '../parts/marks.tsx';
import { NextSteps } from '../parts/next-steps.tsx';
import { NothingYet } from '../parts/nothing.tsx';
import { attempt } from '../refusal.ts';
import type { loader as rootLoader } from '../root.tsx';
import { InventorySentence } from './assets.tsx';

export async function loader({ context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  // Who may not read findings still sees what is connected.
  const [overview, { value: assess }] = await Promise.all([app.overview(actor), attempt(app.assessOverview(actor))]);
  return { overview, assess };
}

const MOST_ROLES = 12;
/** Without the script the page asks again by itself while devices are being compared. */
const REFRESH_SECONDS = 4;

export default function OverviewPage() {
  const { overview, assess } = useLoaderData<typeof loader>(), { t } = useLingui(), root = useRouteLoaderData<typeof rootLoader>('root');
  if (overview.assets === 0) return <main id="main" tabIndex={-1}><Title place={root?.institution.name}>{t`Overview`}</Title><NothingYet /></main>;
  return (
    <main id="main" tabIndex={-1}>
      <Title place={root?.institution.name}>{t`Overview`}</Title>
      {assess?.running ? <noscript><meta httpEquiv="refresh" content={String(REFRESH_SECONDS)} /></noscript> : null}
      <div className="lead">
        <p className="ask"><span>{root?.institution.name}</span>{root?.institution.example ? <span className="label"><Trans>Example: everything is invented</Trans></span> : null}{assess?.running ? <ComparingNow /> : null}</p>
        <h1 className="sentence">{assess && assess.advisories > 0 ? <AffectedSentence assess={assess} /> : <InventorySentence overview={overview} />}</h1>
        <p className="next">{assess && assess.waiting > 0 ? <a className="btn" href="/findings"><Plural value={assess.waiting} one="Decide # finding" other="Decide # findings" /></a> : null}<a className={assess && assess.waiting > 0 ? 'btn plain' : 'btn'} href="/assets"><Trans>See the devices</Trans></a></p>
        {assess && assess.advisories > 0 ? <p className="more"><InventorySentence overview={overview} /></p> : null}
      </div>
      {assess ? <AssessSections assess={assess} /> : null}
      <div className="withside ruled">
        <div>
          <section className="sheet first"><h2><Trans>To act on</Trans></h2><ToActOn overview={overview} /></section>
          <section className="sheet"><h2><Trans>What is there?</Trans><small><Trans>By role</Trans></small></h2><Roles overview={overview} /></section>
          <section className="sheet"><h2><Trans>Where is it?</Trans><small><Trans>By zone; strong: medical</Trans></small></h2><Zones overview={overview} /></section>
          <section className="sheet"><h2><Trans>Last import</Trans></h2><LastImport overview={overview} /></section>
        </div>
        <aside className="side" aria-labelledby="unknowns">
          <h2 id="unknowns"><Trans>What we do not know yet</Trans></h2>
          <Coverages coverage={overview.coverage} />
          {overview.nextSteps.length > 0 ? <><h3><Trans>The safest way to find out</Trans></h3><NextSteps steps={overview.nextSteps.slice(0, 3)} /></> : null}
          <p><a href="/quality"><Trans>All of data quality</Trans></a></p>
        </aside>
      </div>
    </main>
  );
}

function ToActOn({ overview: { conflicts, clearTextMedicalServices: clear, medicalWithoutVersion: versions } }: { overview: Overview }) {
  if (conflicts + clear + versions === 0) return <p className="prose"><Trans>Nothing stands out.</Trans></p>;
  return (
    <ul className="finds">
      {clear > 0 ? <li><a href="/traffic"><Plural value={clear} one={<Trans><b>#</b> service carries medical data in clear text</Trans>} other={<Trans><b>#</b> services carry medical data in clear text</Trans>} /></a></li> : null}
      {conflicts > 0 ? <li><a href="/assets?sure=conflict"><Plural value={conflicts} one={<Trans><b>#</b> device about which sources contradict each other</Trans>} other={<Trans><b>#</b> devices about which sources contradict each other</Trans>} /></a></li> : null}
      {versions > 0 ? <li><a href="/assets?what=medical&sort=version"><Plural value={versions} one={<Trans><b>#</b> medical device without a known version</Trans>} other={<Trans><b>#</b> medical devices without a known version</Trans>} /></a></li> : null}
    </ul>
  );
}

function Roles({ overview }: { overview: Overview }) {
  const labels = useLabels(), format = useFormat(), most = Math.max(1, ...overview.roles.map((it) => it.count)), rest = overview.roles.slice(MOST_ROLES);
  const medical = overview.roles.filter((it) => MEDICAL_ROLES.includes(it.role)), other = overview.roles.filter((it) => !MEDICAL_ROLES.includes(it.role)), unnamed = overview.assets - overview.roles.reduce((sum, it) => sum + it.count, 0);
  const bars = (rows: Overview['roles']) => rows.slice(0, MOST_ROLES).flatMap(({ role, count }) => [
    <a key={role} href={`/assets?what=${role}`}>{labels.role(role)}</a>, <Bar key={`${role}-bar`} percent={(100 * count) / most} height={12} className={MEDICAL_ROLES.includes(role) ? 'full' : 'part'} />, <span key={`${role}-n`} className="num">{format.number(count)}</span>]);
  return (
    <div className="twice">
      <div><h3><Trans>Medical</Trans></h3><div className="bars">{bars(medical)}</div></div>
      <div><h3><Trans>Other</Trans></h3><div className="bars">{bars(other)}</div>{unnamed > 0 ? <p className="quiet"><Plural value={unnamed} one="and # device whose role nobody knows yet" other="and # devices whose role nobody knows yet" /></p> : null}</div>
      {rest.length > 0 ? <p className="quiet"><a href="/assets?sort=role"><Trans>All roles</Trans></a></p> : null}
    </div>
  );
}

function Zones({ overview: { zones } }: { overview: Overview }) {
  const format = useFormat(), { t } = useLingui(), most = Math.max(1, ...zones.map((it) => it.count));
  return (
    <div className="bars">{zones.slice(0, 20).flatMap(({ zone, count, medical }) => [
      <a key={zone} href={`/assets?zone=${zone === null ? NO_ZONE : encodeURIComponent(`${ZONE_PREFIX}${zone}`)}`}>{zone ?? t`No zone`}</a>,
      <svg key={`${zone}-bar`} viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true"><rect className="rest" width={(100 * count) / most} height="12" /><rect className="full" width={(100 * medical) / most} height="12" /></svg>,
      <span key={`${zone}-n`} className="num">{format.number(count)}<span className="sr">, {t`${format.number(medical)} of them medical`}</span></span>])}</div>
  );
}

function LastImport({ overview: { lastImport: last } }: { overview: Overview }) {
  const format = useFormat(), labels = useLabels();
  if (!last) return <p className="quiet"><Trans>None yet.</Trans></p>;
  return <p className="prose"><a href={`/imports/${last.id}`}>{last.name}</a>, {format.dateTime(last.finishedAt ?? last.startedAt)}, {last.by}. {labels.word(IMPORT_STATE_LABELS, last.state)}.</p>;
}
