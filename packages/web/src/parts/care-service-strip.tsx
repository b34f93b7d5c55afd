/** Care services in a strip: what patients receive, how much of it is planned, and how much is at risk. */
import { Plural, Trans } from '@lingui/react/macro';
import type { AssessOverview } from '@wardkeep/app/assess-views';
import { useFormat } from '../format.ts';
import { CareBar } from './wards.tsx';

/** More are on the page of care services. */
const MOST = 8;

export function CareStrip({ services }: { services: AssessOverview['services'] }) {
  const format = useFormat(), sorted = [...services].sort((a, b) => b.hoursAtRisk - a.hoursAtRisk), most = Math.max(0.001, ...services.map((it) => it.hoursAtRisk));
  if (services.length === 0) {
    return <><p className="prose"><Trans>Nobody has named a care service yet, so hours at risk are counted for none, and the order of work knows no patients.</Trans></p>
      <p className="acts"><a className="btn plain" href="/care/new"><Trans>Name a care service</Trans></a></p></>;
  }
  return (
    <>
      <ul className="carestrip">{sorted.slice(0, MOST).map((it) => (
        <li key={it.id}><a href={`/care/${encodeURIComponent(it.id)}`}>{it.name}</a><span className="quiet"><Trans>{format.hours(it.plannedHoursPerWeek)} planned a week</Trans></span><CareBar share={it.hoursAtRisk / most} />
          <span><b>{format.hours(it.hoursAtRisk)}</b> <Trans>at risk</Trans>{it.findings > 0 ? <span className="quiet">, <Plural value={it.findings} one="# finding" other="# findings" /></span> : null}</span></li>))}</ul>
      {sorted.length > MOST ? <p><a href="/care"><Trans>All care services</Trans></a></p> : null}
    </>
  );
}
