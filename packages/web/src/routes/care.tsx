import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { CareServiceView } from '@wardkeep/app/assess-views';
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { CARE_KIND_LABELS } from '../labels/care.ts';
import { useLabels } from '../labels/index.ts';
import { Needs, Told } from '../parts/care-service-marks.tsx';
import { Title } from '../parts/frame.tsx';
import { Done } from '../parts/message.tsx';
import { CareCell } from '../parts/wards.tsx';
import { ask } from '../refusal.ts';

export async function loader({ context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  return { services: await ask(app.careServices(actor)) };
}

export default function Care() {
  const { services } = useLoaderData<typeof loader>(), { t } = useLingui(), [params] = useSearchParams(), done = params.get('done');
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`Care`}</Title>
      {done === 'saved' ? <Done><p className="say"><Trans>Saved. The order of work is counted anew.</Trans></p></Done> : done === 'removed' ? <Done><p className="say"><Trans>The care service was removed. The order of work is counted anew.</Trans></p></Done> : null}
      <div className="lead">
        <p className="ask"><span><Trans>What do patients receive, and what does it need?</Trans></span></p>
        <h1 className="sentence"><CareSentence services={services} /></h1>
        <p className="next"><a className="btn" href="/care/new"><Trans>Name a care service</Trans></a></p>
        <p className="more"><Trans>Findings are put in order by the care that patients would lose, not by how bad a flaw is in itself. For that it must be known which care needs which devices, how many hours of it are planned, and what goes on without them.</Trans></p>
      </div>
      {services.length === 0 ? <NoneYet /> : <ServiceTable services={services} />}
    </main>
  );
}

function CareSentence({ services }: { services: readonly CareServiceView[] }) {
  const format = useFormat(), hours = services.reduce((sum, it) => sum + it.hoursAtRisk, 0), worst = [...services].sort((a, b) => b.hoursAtRisk - a.hoursAtRisk)[0];
  if (services.length === 0) return <Trans>Nobody has named a care service yet. <b>The order of work knows no patients</b> until then.</Trans>;
  return <>
    <Plural value={services.length} one={<Trans><b># care service</b> is named;</Trans>} other={<Trans><b># care services</b> are named;</Trans>} />{' '}
    {hours > 0 && worst ? <Trans><b>{format.hours(hours)}</b> of care are at risk in the next 30 days, most of it here: <b>{worst.name}</b>.</Trans> : <Trans>no care is known to be at risk.</Trans>}
  </>;
}

function NoneYet() {
  return (
    <div className="nothing">
      <p className="say"><Trans>Here you will see which care is at risk, and through which devices.</Trans></p>
      <p><Trans>Begin with one: emergency imaging, intensive care, the laboratory. A name and a kind are enough; numbers you do not know are counted with assumed ones, and marked.</Trans></p>
      <p className="acts"><a className="btn" href="/care/new"><Trans>Name a care service</Trans></a></p>
    </div>
  );
}

function ServiceTable({ services }: { services: readonly CareServiceView[] }) {
  const { t } = useLingui(), format = useFormat(), labels = useLabels(), sorted = [...services].sort((a, b) => b.hoursAtRisk - a.hoursAtRisk || a.name.localeCompare(b.name)), most = Math.max(0.001, ...services.map((it) => it.hoursAtRisk));
  return (
    <>
      <table className="data entries spread">
        <caption className="sr"><Trans>Care services</Trans></caption>
        <thead><tr><th scope="col"><Trans>Care service</Trans></th><th scope="col" className="w-mid num"><Trans>Planned a week</Trans></th><th scope="col" className="w-mid num"><Trans>Goes on without</Trans></th><th scope="col" className="w-needs"><Trans>Needs</Trans></th><th scope="col"><Trans>Care at risk in 30 days</Trans></th><th scope="col" className="w-num num"><Trans>Findings</Trans></th></tr></thead>
        <tbody>{sorted.map((it) => (
          <tr key={it.id}>
            <th scope="row"><a href={`/care/${encodeURIComponent(it.id)}`}>{it.name}</a> <span className="under">{labels.word(CARE_KIND_LABELS, it.kind)}</span></th>
            <td data-label={t`Planned a week`} className="num"><Told estimate={it.plannedHoursPerWeek} show={format.hours} /></td>
            <td data-label={t`Goes on without`} className="num"><Told estimate={it.fallbackShare} show={format.share} /></td>
            <td data-label={t`Needs`}><Needs service={it} /></td>
            <td data-label={t`Care at risk`}><CareCell hours={it.hoursAtRisk} most={most} /></td>
            <td data-label={t`Findings`} className="num">{format.number(it.findings)}</td>
          </tr>))}</tbody>
      </table>
      <p className="foot"><span><Trans><span className="assumed">Dotted</span>: assumed or taken from a published source, not said by your hospital. Open the service to say it.</Trans></span></p>
    </>
  );
}
