import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AdvisoryView } from '@wardkeep/app/assess-views';
import { type LoaderFunctionArgs, useLoaderData, useSearchParams } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { ADVISORY_STATE_LABELS, REVISION_LABELS } from '../labels/advisories.ts';
import { useLabels } from '../labels/index.ts';
import { Exploited, FormatName, Severity } from '../parts/advisory-marks.tsx';
import { FindingTable } from '../parts/affected.tsx';
import { Title } from '../parts/frame.tsx';
import { Unknown, Value } from '../parts/marks.tsx';
import { Done } from '../parts/message.tsx';
import { Remedies, SafeLink, VulnerabilityFacts, VulnerabilityHead } from '../parts/vulnerability-view.tsx';
import { ask } from '../refusal.ts';

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  return { advisory: await ask(app.advisory(actor, params['id']!)) };
}

const findingsOf = (advisory: AdvisoryView) => `/findings?${new URLSearchParams({ advisory: advisory.id, state: 'all' })}`;

/** As a language tag that browsers and screen readers know (BCP 47); undefined where the publisher says none, or something else. */
const languageOf = ({ language }: AdvisoryView): string | undefined => language !== null && /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,3}$/i.test(language) ? language : undefined;

export default function Advisory() {
  const { advisory: it } = useLoaderData<typeof loader>(), [params] = useSearchParams(), names = new Map(it.products.map((product) => [product.id, product.name]));
  const productName = (id: string) => names.get(id) ?? id, waiting = it.findings.filter((row) => row.state === 'open').length, language = languageOf(it);
  return (
    <main id="main" tabIndex={-1}>
      <Title place={it.trackingId}>{it.title}</Title>
      {params.get('done') === 'typed' ? <Done><p className="say"><Trans>The letter is in.</Trans></p><p><Trans>It is compared with your devices now; what it concerns stands below in a few seconds.</Trans></p></Done> : null}
      <div className="lead">
        <Asked advisory={it} />
        <h1 className="sentence"><b lang={language}>{it.title}</b>{'. '}<AdvisorySentence advisory={it} /></h1>
        {waiting > 0 ? <p className="next"><a className="btn" href={`/findings?${new URLSearchParams({ advisory: it.id })}`}><Plural value={waiting} one="Decide # finding" other="Decide # findings" /></a></p> : null}
      </div>
      <section className="sheet"><h2><Trans>Your devices</Trans></h2><div>{it.findings.length > 0 ? <FindingTable rows={it.findings} by="device" all={findingsOf(it)} />
        : <p className="prose"><Trans>It concerns none of your devices.</Trans> <a href={`/not-listed?q=${encodeURIComponent(it.trackingId)}`}><Trans>What came close and was left out</Trans></a></p>}</div></section>
      <section className="sheet"><h2><Trans>What is it about?</Trans></h2><About advisory={it} /></section>
      <section className="sheet"><h2><Trans>What can be done?</Trans><small><Trans>In the publisher’s words</Trans></small></h2><Remedies remediations={it.vulnerabilities.flatMap((one) => one.remediations)} productName={it.products.length > 1 ? productName : null} language={language} /></section>
      {it.vulnerabilities.length > 0 ? <section className="sheet"><h2><Trans>Vulnerabilities</Trans></h2><div className="told">{it.vulnerabilities.map((one) => <article key={one.id}><VulnerabilityHead vulnerability={one} language={language} /><VulnerabilityFacts vulnerability={one} productName={productName} language={language} /></article>)}</div></section> : null}
      <section className="sheet"><h2><Trans>Products it names</Trans><small><Trans>As printed; nothing is corrected</Trans></small></h2><Products advisory={it} /></section>
      <section className="sheet"><h2><Trans>Can it be trusted?</Trans></h2><Checked advisory={it} /></section>
      <section className="sheet"><h2><Trans>Revisions</Trans><small><Trans>Whom each one called, and why</Trans></small></h2><Revisions advisory={it} /></section>
    </main>
  );
}

function Asked({ advisory: it }: { advisory: AdvisoryView }) {
  const format = useFormat(), labels = useLabels();
  return (
    <p className="ask"><a href="/advisories"><Trans>Advisories</Trans></a><span className="mono">{it.trackingId}</span><span>{it.publisher}</span>
      <span>{it.releasedAt ? <Trans>revision {it.revision}, {format.day(it.releasedAt)}</Trans> : <Trans>revision {it.revision}</Trans>}</span>
      {it.tlp ? <span className="label">TLP:{it.tlp}</span> : null}{it.state === 'final' ? null : <span className="label">{labels.word(ADVISORY_STATE_LABELS, it.state)}</span>}{it.scope === 'institution' ? <span className="label"><Trans>your own</Trans></span> : null}</p>
  );
}

function AdvisorySentence({ advisory: { findings } }: { advisory: AdvisoryView }) {
  const devices = (verdict: 'affected' | 'cannot_tell') => new Set(findings.filter((row) => row.verdict === verdict && row.state !== 'known_not_affected' && row.state !== 'fixed' && row.state !== 'gone').map((row) => row.assetId)).size;
  const affected = devices('affected'), open = devices('cannot_tell');
  if (affected + open === 0) return <Trans>No device of yours is affected.</Trans>;
  return <>
    {affected > 0 ? <Plural value={affected} one="# of your devices is affected." other="# of your devices are affected." /> : null}{affected > 0 && open > 0 ? ' ' : null}
    {open > 0 ? <Plural value={open} one="Of # device it cannot be told." other="Of # devices it cannot be told." /> : null}
  </>;
}

function About({ advisory: it }: { advisory: AdvisoryView }) {
  return (
    <div>
      {it.summary ? <p className="prose long" lang={languageOf(it)}>{it.summary}</p> : <p className="quiet"><Trans>The publisher gives no summary.</Trans></p>}
      <p className="acts">{it.severity === null ? null : <Severity level={it.severity} score={it.baseScore} />}{it.exploited ? <Exploited /> : null}{it.url ? <SafeLink url={it.url} /> : null}</p>
    </div>
  );
}

function Products({ advisory: { products } }: { advisory: AdvisoryView }) {
  const { t } = useLingui();
  if (products.length === 0) return <p className="quiet"><Trans>It names no product.</Trans></p>;
  return (
    <table className="data entries">
      <caption className="sr"><Trans>Products it names</Trans></caption>
      <thead><tr><th scope="col"><Trans>Product</Trans></th><th scope="col" className="w-mid"><Trans>Maker</Trans></th><th scope="col" className="w-wide"><Trans>Versions</Trans></th><th scope="col"><Trans>Identifiers</Trans></th></tr></thead>
      <tbody>{products.map((product) => (
        <tr key={product.id}>
          <th scope="row">{product.name} <span className="under mono">{product.id}</span></th><td data-label={t`Maker`}><Value>{product.vendor}</Value></td>
          <td data-label={t`Versions`} className="mono">{product.versions.length > 0 ? product.versions.map((version, at) => <span key={at} className="line">{version}</span>) : <Unsaid />}</td>
          <td data-label={t`Identifiers`} className="mono">{product.identifiers.length > 0 ? product.identifiers.map((one) => <span key={one} className="line">{one}</span>) : <Unsaid />}</td>
        </tr>))}</tbody>
    </table>
  );
}

function Unsaid() { return <span className="quiet nomono"><Trans>not said</Trans></span>; }

function Checked({ advisory: it }: { advisory: AdvisoryView }) {
  const labels = useLabels(), format = useFormat();
  return (
    <div>
      <dl className="facts">
        <dt><Trans>Format</Trans></dt><dd><FormatName format={it.format} /></dd>
        <dt><Trans>First released</Trans></dt><dd>{it.firstReleasedAt ? format.day(it.firstReleasedAt) : <Unknown />}</dd>
        <dt><Trans>Checksum</Trans></dt><dd>{it.checked.hash ? <Trans>checked, it is whole</Trans> : <span className="quiet"><Trans>none came with it</Trans></span>}</dd>
        <dt><Trans>Signature</Trans></dt><dd>{it.checked.signature ? <><Trans>checked, by the key</Trans> <span className="mono">{it.checked.signature}</span></> : <span className="quiet"><Trans>not signed, or no key was known</Trans></span>}</dd>
      </dl>
      {it.warnings.length > 0 ? (
        <details className="task gap"><summary><Plural value={it.warnings.length} one="It breaks # rule of its format, and can be read all the same" other="It breaks # rules of its format, and can be read all the same" /></summary>
          <ul className="plainlist">{it.warnings.map((warning, at) => <li key={at}>{labels.message(warning)}{warning.params['reason'] ? <span className="quiet" lang="en"> {String(warning.params['reason'])}</span> : null}</li>)}</ul></details>) : <p className="quiet gap"><Trans>It keeps the rules of its format.</Trans></p>}
    </div>
  );
}

function Revisions({ advisory: it }: { advisory: AdvisoryView }) {
  const format = useFormat(), labels = useLabels();
  if (it.revisions.length === 0) return <p className="quiet"><Trans>Not revised since it came in.</Trans></p>;
  return (
    <ol className="history">{it.revisions.map((one, at) => {
      const revision = one.revision || String(one.why.params['to'] ?? '');
      return (
        <li key={at}>
          <span><b><Trans>Revision {revision}</Trans></b>{'. '}{one.alerted > 0 ? <Plural value={one.alerted} one="It called those who work on # finding." other="It called those who work on # findings." /> : <Trans>It called nobody.</Trans>}{' '}{Object.hasOwn(REVISION_LABELS, one.why.code) ? labels.word(REVISION_LABELS, one.why.code) : labels.message(one.why)}</span>
          <span className="quiet"><time dateTime={one.at}>{format.dateTime(one.at)}</time></span>
        </li>);
    })}</ol>
  );
}
