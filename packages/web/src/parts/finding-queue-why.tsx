/** Why a finding stands where it stands: severity, likelihood and care at risk, side by side and never mixed, and SSVC. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AdvisoryVulnerabilityView, FindingView } from '@wardkeep/app/assess-views';
import type { ReactNode } from 'react';
import { useFormat } from '../format.ts';
import { SEVERITY_LABELS, severityOf } from '../labels/care.ts';
import { useLabels } from '../labels/index.ts';
import { Exploited } from './advisory-marks.tsx';
import { CareWhyBox } from './care-why.tsx';
import { SsvcBox, SsvcWord } from './ssvc-decision.tsx';

export interface Together { readonly hours: number; readonly devices: number }

/** `together`: the hours of all devices of the question, which the queue is ordered by. */
export function FindingQueueWhy({ finding, together, place }: { finding: FindingView; together: Together | null; place: number | null }) {
  return (
    <section className="queuewhy"><h2>{place === null ? <Trans>How it was rated</Trans> : <Trans>Why it is number {place} in the queue</Trans>}</h2>
      <dl className="three">
        <Part name={<Trans>Severity</Trans>}><Severity finding={finding} /></Part>
        <Part name={<Trans>Likelihood</Trans>}><Likelihood finding={finding} /></Part>
        <Part name={<Trans>Care at risk</Trans>}><CareLine finding={finding} together={together} /></Part>
        <Part name="SSVC"><b className="word"><SsvcWord decision={finding.ssvc} /></b></Part>
      </dl>
    </section>
  );
}

/** Below both columns, so that the tables have the whole width: they open where the reader pressed W or *Why?*. */
export function FindingRatingWhy({ finding }: { finding: FindingView }) {
  return (
    <div className="whys">
      <details className="whybox" id="why-care" data-key-w=""><summary><span className="why"><Trans>Why? Care at risk</Trans></span> <kbd className="js-only" aria-hidden="true">W</kbd></summary><CareWhyBox care={finding.care} /></details>
      {finding.ssvcPoints.length > 0 ? <details className="whybox" id="why-ssvc"><summary><span className="why"><Trans>Why? SSVC</Trans></span></summary><SsvcBox points={finding.ssvcPoints} /></details> : null}
    </div>
  );
}

function Part({ name, children }: { name: ReactNode; children: ReactNode }) { return <div><dt>{name}</dt><dd>{children}</dd></div>; }

const versionOf = (vector: string | null): string | null => vector === null ? null : /^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? '2.0';

function Severity({ finding }: { finding: FindingView }) {
  const labels = useLabels(), format = useFormat(), { baseScore, vector } = finding.care.severity, version = versionOf(vector);
  if (baseScore === null) return <span className="unknown"><Trans>not known: the advisory gives no vector</Trans></span>;
  const word = labels.word(SEVERITY_LABELS, severityOf(baseScore)), printed = printedOther(finding.vulnerabilities, vector, baseScore);
  return <><b>{format.number(baseScore)}</b> {word}, <span title={vector ?? undefined}>CVSS {version}</span>, <Trans>recomputed</Trans>{printed === null ? null : <>{'; '}<Trans>printed: {format.number(printed)}</Trans></>}</>;
}

/** What the publisher printed beside the vector, where it is another number. */
function printedOther(vulnerabilities: readonly AdvisoryVulnerabilityView[], vector: string | null, recomputed: number): number | null {
  const printed = vulnerabilities.flatMap((it) => it.scores).find((it) => it.vector === vector)?.baseScore ?? null;
  return printed === recomputed ? null : printed;
}

function Likelihood({ finding }: { finding: FindingView }) {
  const format = useFormat(), { use } = finding.care.likelihood, ransomware = finding.vulnerabilities.some((it) => it.exploited?.ransomware), value = format.share(use.value);
  if (use.unknown) return <><span className="unknown"><Trans>not known: no EPSS value</Trans></span>{'; '}<span className="assumed"><Trans>counted as {value}</Trans></span>{', '}{finding.exploited ? null : <Trans>not in KEV</Trans>}</>;
  const epss = use.source.kind === 'feed' ? ', EPSS' : finding.epss === null ? '' : `; EPSS ${format.share(finding.epss)}`;
  return <><b>{value}</b> <Trans>in 30 days</Trans>{epss}{'; '}{finding.exploited ? <><Exploited ransomware={ransomware ?? false} /> (KEV)</> : <Trans>not in KEV</Trans>}</>;
}

function CareLine({ finding, together }: { finding: FindingView; together: Together | null }) {
  const format = useFormat(), { t } = useLingui(), { hoursAtRisk: hours, need, impact } = finding.care, range = t`${format.hours(hours.low)} to ${format.hours(hours.high)}`;
  if (need === 'unknown') return <span className="unknown"><Trans>not known: nobody has said which care needs it</Trans></span>;
  if (need === 'none') return <><b>{format.hours(0)}</b> <Trans>no care service names this device</Trans></>;
  const names = format.list(impact.services.map((service) => service.name));
  return <><b className={finding.assumed ? 'assumed' : undefined}>{format.hours(hours.value)}</b> <Trans>of care ({range})</Trans>{': '}{names}{together && together.devices > 1 ? <>{'. '}<Plural value={together.devices} one="# device" other="# devices together" />{': '}<span className={finding.assumed ? 'assumed' : undefined}>{format.hours(together.hours)}</span></> : null} <a className="why down" href="#why-care"><Trans>Why?</Trans></a></>;
}
