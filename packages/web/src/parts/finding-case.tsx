/** One finding with everything that is known of it: beside the queue, and as a page of its own. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { FindingView } from '@wardkeep/app/assess-views';
import { useFormat } from '../format.ts';
import { letterLanguage } from './finding-letter.tsx';
import type { Locale } from '../preferences.ts';
import { advisoryPath, vulnerabilityPath } from './advisory-marks.tsx';
import { FindingDecide } from './finding-decide.tsx';
import { Shape, shapeOf } from './finding-marks.tsx';
import { FindingQueueWhy, FindingRatingWhy, type Together } from './finding-queue-why.tsx';
import { FindingSettle } from './finding-settle.tsx';
import { AcceptRisk, GroupList, History, Offers, Remedies, Work } from './finding-work.tsx';
import { isMachineName, Value } from './marks.tsx';
import { FindingSentence } from './reasons.tsx';
import { WordsSideBySide } from './words-side-by-side.tsx';

const CVES_SHOWN = 4;

interface Props {
  readonly finding: FindingView;
  readonly params: URLSearchParams;
  /** Where the decision leads; null: it stays here. */
  readonly next: string | null;
  readonly draft: Readonly<Record<string, string>> | null;
  readonly today: string;
  /** The same page with another language of the letter. */
  readonly letterLink: (language: Locale) => string;
  /** Hours of all devices of the question, where the queue knows them. */
  readonly together?: Together | null;
  /** Place of the question in the queue that is shown. */
  readonly place?: number | null;
  readonly alone?: boolean;
}

export function FindingCase({ finding, params, next, draft, today, letterLink, together = null, place = finding.place, alone = false }: Props) {
  const { i18n } = useLingui(), letters = { language: letterLanguage(params, i18n.locale), open: params.has('letter'), linkTo: letterLink };
  return (
    <article className="case" aria-labelledby="finding-title" data-finding={finding.id}>
      <Ask finding={finding} alone={alone} />
      <h1 className="sentence" id="finding-title" tabIndex={-1}><Shape of={shapeOf(finding)} large /> <FindingSentence finding={finding} /></h1>
      {finding.decision ? <p className="decided-why">{finding.decision.reason}</p> : null}
      <WordsSideBySide reasons={finding.reasons} about={`${finding.trackingId}, ${finding.assetName}`} foot={{ advisory: <Products finding={finding} />, device: <DeviceEvidence finding={finding} />, so: <Score finding={finding} /> }} />
      <div className="pair"><FindingSettle finding={finding} letters={letters} /><FindingQueueWhy finding={finding} together={together} place={place} /></div>
      <FindingRatingWhy finding={finding} />
      <section className="sheet"><h2><Trans>Remedy</Trans><small><Trans>By the publisher</Trans></small></h2><Remedies finding={finding} /></section>
      {finding.offers.length > 0 ? <section className="sheet" id="offers"><h2><Trans>Other hospitals</Trans><small><Trans>Offered, never taken over by itself</Trans></small></h2><Offers finding={finding} /></section> : null}
      <section className="sheet" id="work"><h2><Trans>Work</Trans></h2><div><Work finding={finding} />{finding.state === 'gone' ? null : <AcceptRisk finding={finding} draft={draft} today={today} />}</div></section>
      {finding.group.length > 1 ? <section className="sheet"><h2><Trans>Devices</Trans><small><Trans>The same question</Trans></small></h2><details className="task"><summary><Plural value={finding.group.length} one="# device" other="# devices" /></summary><GroupList finding={finding} /></details></section> : null}
      <section className="sheet" id="history"><h2><Trans>History</Trans></h2><History finding={finding} /></section>
      <FindingDecide finding={finding} next={next} draft={draft} />
    </article>
  );
}

function Ask({ finding, alone }: { finding: FindingView; alone: boolean }) {
  const format = useFormat(), { advisory } = finding, revision = advisory.revision, more = finding.cves.length - CVES_SHOWN;
  return (
    <p className="ask">
      <a className="mono" href={advisoryPath(finding.advisoryId)} title={finding.advisoryTitle}>{finding.trackingId}</a>
      <span>{revision === '' ? <Trans>the advisory was taken back</Trans> : <Trans>revision {revision}</Trans>}{advisory.releasedAt ? `, ${format.day(advisory.releasedAt)}` : ''}</span>
      <span><Trans>device</Trans> <a className={isMachineName(finding.assetName) ? 'mono' : undefined} href={`/assets/${encodeURIComponent(finding.assetId)}`}>{finding.assetName}</a></span>
      {finding.cves.slice(0, CVES_SHOWN).map((cve) => <a key={cve} className="mono" href={vulnerabilityPath(cve)}>{cve}</a>)}
      {more > 0 ? <span><Plural value={more} one="and # more" other="and # more" /></span> : null}
      {alone ? null : <a className="own" href={`/findings/${encodeURIComponent(finding.id)}`}><Trans>Own page</Trans></a>}
    </p>
  );
}

function Products({ finding }: { finding: FindingView }) {
  const names = finding.products.map((product) => product.id).join(', ');
  return names === '' ? null : <span className="quiet" title={finding.products.map((product) => product.name).join('; ')}><Trans>Product {names}, as published</Trans></span>;
}

function DeviceEvidence({ finding }: { finding: FindingView }) {
  return <span className="quiet"><Value>{nameWithMaker(finding)}</Value>{', '}<Value mono>{finding.version}</Value> <a href={`/assets/${encodeURIComponent(finding.assetId)}?why=version&why=model`}><Trans>Evidence</Trans></a></span>;
}

/** Many products carry their maker's name already. */
function nameWithMaker({ vendor, product }: FindingView): string | null {
  if (product === null || vendor === null) return product ?? vendor;
  return product.toLowerCase().startsWith(vendor.toLowerCase()) ? product : `${vendor} ${product}`;
}

function Score({ finding }: { finding: FindingView }) {
  const { i18n } = useLingui(), score = new Intl.NumberFormat(i18n.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(finding.score);
  return <span className="quiet"><Trans>Match score {score}</Trans></span>;
}
