/** What ASSESS says on the pages that begin somewhere else: the overview, the start, a device. */
import { Plural, Trans } from '@lingui/react/macro';
import type { AssessOverview, FindingPage } from '@wardkeep/app/assess-views';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { FindingTable, HoursAtRisk } from './affected.tsx';
import { CareStrip } from './care-service-strip.tsx';
import { Wards } from './wards.tsx';

export function AffectedSentence({ assess }: { assess: AssessOverview }) {
  const format = useFormat(), affected = format.number(assess.affectedDevices), devices = format.number(assess.devices), hours = format.hours(assess.hoursAtRisk);
  return <>
    <Trans><b>{affected} of {devices} devices</b> are affected;</Trans>{' '}
    {assess.hoursAtRisk > 0 ? <Trans><b>{hours} of care</b> are at risk in the next 30 days.</Trans> : assess.services.length === 0 ? <Trans>which care hangs on them, nobody has said yet.</Trans> : <Trans>no planned care is known to be at risk.</Trans>}{' '}
    {assess.cannotTellDevices > 0 ? <Plural value={assess.cannotTellDevices} one="Of # device it cannot be told." other="Of # devices it cannot be told." /> : null}
  </>;
}

/** The comparison runs: the script asks the API when it has ended (`enhance/assess.ts`); without it the page asks again by itself. */
export function ComparingNow() { return <span className="running" role="status" data-assess="/api/v1/assess"><Trans>Your devices are being compared now.</Trans></span>; }

export function AssessSections({ assess }: { assess: AssessOverview }) {
  const labels = useLabels();
  if (assess.advisories === 0) return <NoAdvisories />;
  return (
    <>
      {assess.failed ? <div className="notice after"><div className="note red"><p className="say"><Trans>The last comparison failed.</Trans></p><p>{labels.message(assess.failed)}</p></div></div> : null}
      <section className="sheet" id="wards"><h2><Trans>Affected devices by ward</Trans><small><Trans>By care at risk</Trans></small></h2><div><Wards wards={assess.wards} running={assess.running} /></div></section>
      <section className="sheet"><h2><Trans>Care services</Trans><small><Trans>At risk in 30 days</Trans></small></h2><div><CareStrip services={assess.services} /></div></section>
      <section className="sheet"><h2><Trans>What is compared</Trans></h2><Compared assess={assess} /></section>
    </>
  );
}

function NoAdvisories() {
  return (
    <section className="sheet"><h2><Trans>What is affected?</Trans></h2>
      <div><p className="say-next"><Trans>No advisory is held yet, so nothing can be said about your devices.</Trans></p>
        <p className="prose"><Trans>Bring advisories in, and a few minutes later you read here which devices are affected, ward by ward.</Trans></p>
        <p className="acts"><a className="btn" href="/feeds"><Trans>Update advisories, or hand in a bundle</Trans></a></p></div></section>
  );
}

/** How fresh the knowledge is that the sentence rests on. */
function Compared({ assess }: { assess: AssessOverview }) {
  const format = useFormat(), { newestAdvisoryAt: newest, lastUpdateAt: updated, knownExploited: kev, epss } = assess;
  return (
    <p className="prose">
      <a href="/advisories"><Plural value={assess.advisories} one="# advisory" other="# advisories" /></a>{newest ? <>, <Trans>the newest from {format.day(newest)}</Trans></> : null}{updated ? <>; <Trans>last delivery {format.dateTime(updated)}</Trans></> : null}.{' '}
      {kev.day ? <Trans>Known exploited (KEV): {format.day(kev.day)}.</Trans> : <Trans>Known exploited (KEV): not brought in.</Trans>}{' '}{epss.day ? <Trans>Probabilities (EPSS): {format.day(epss.day)}.</Trans> : <Trans>Probabilities (EPSS): not brought in.</Trans>}{' '}<a href="/feeds"><Trans>Advisories in</Trans></a>
    </p>
  );
}

export function AssetFindings({ page, id }: { page: FindingPage; id: string }) {
  const waiting = page.rows.filter((row) => row.state === 'open'), hours = waiting.reduce((sum, row) => sum + row.hoursAtRisk, 0), advisories = new Set(page.rows.map((row) => row.advisoryId)).size;
  if (page.total === 0) return <p className="quiet"><Trans>No advisory that is held concerns it.</Trans> <a href="/not-listed"><Trans>Why is something not listed?</Trans></a></p>;
  return (
    <>
      <p className="prose"><Plural value={advisories} one={<Trans><b># advisory</b> concerns it.</Trans>} other={<Trans><b># advisories</b> concern it.</Trans>} />{' '}
        {waiting.length > 0 ? <><Plural value={waiting.length} one="# finding waits for a decision" other="# findings wait for a decision" />{hours > 0 ? <>; <HoursAtRisk hours={hours} assumed={waiting.some((row) => row.assumed)} /> <Trans>of care are at risk</Trans></> : null}.</> : <Trans>All of it is decided.</Trans>}</p>
      <FindingTable rows={page.rows} by="advisory" all={`/findings?${new URLSearchParams({ asset: id, state: 'all' })}`} />
    </>
  );
}
