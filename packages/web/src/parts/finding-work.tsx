/** The work on a finding: who, until when, how far; measures and notes; bearing the risk; what other hospitals decided; its history. Each is a form of its own. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { FindingView } from '@wardkeep/app/assess-views';
import { type HistoryEntry, REMEDIATION_PROGRESS } from '@wardkeep/model';
import { type Format, useFormat } from '../format.ts';
import { FINDING_STATE_LABELS, GONE_LABELS, HISTORY_LABELS, LAPSE_LABELS, PROGRESS_LABELS, REMEDIATION_LABELS, VERDICT_LABELS } from '../labels/findings.ts';
import { type Labels, useLabels } from '../labels/index.ts';
import { DayField } from './finding-fields.tsx';
import { Shape, Standing } from './finding-marks.tsx';
import { SelectField, TextField } from './form.tsx';
import { isMachineName } from './marks.tsx';

const YEAR_DAYS = 366, DAY_MS = 86_400_000;

export function Remedies({ finding }: { finding: FindingView }) {
  const labels = useLabels();
  if (finding.remediations.length === 0) return <p className="quiet"><Trans>The publisher names no remedy.</Trans></p>;
  return (
    <ul className="advised">{finding.remediations.map((it, i) => (
      <li key={i}><b>{labels.word(REMEDIATION_LABELS, it.kind)}</b> <span>{it.details}</span>{it.url && /^https?:\/\//.test(it.url) ? <> <a href={it.url} rel="noreferrer"><Trans>At the publisher’s</Trans></a></> : null}</li>))}</ul>
  );
}

export function Offers({ finding }: { finding: FindingView }) {
  const format = useFormat();
  return (
    <ul className="offers">{finding.offers.map((offer) => {
      const until = format.day(offer.expiresOn), { by, institution } = offer;
      return (
        <li key={offer.id}>
          <p className="standing"><Shape of={offer.verdict === 'known_affected' ? 'affected' : 'not_affected'} /><b>{offer.verdict === 'known_affected' ? <Trans>Affected</Trans> : <Trans>Not affected</Trans>}</b>{offer.sameVersion ? <span className="quiet"><Trans>same version</Trans></span> : <span className="quiet"><Trans>another version</Trans></span>}</p>
          <blockquote>{offer.reason}</blockquote>
          <p className="quiet">{by}, {institution}, {format.day(offer.at)}. <Trans>Offered until {until}.</Trans></p>
          <form method="post" data-swap=""><input type="hidden" name="intent" value="offer" /><input type="hidden" name="offer" value={offer.id} /><input type="hidden" name="ids" value={finding.id} />
            <button className="btn plain" type="submit"><Trans>Make this my decision</Trans></button></form>
        </li>);
    })}</ul>
  );
}

export function Work({ finding }: { finding: FindingView }) {
  const labels = useLabels(), format = useFormat();
  return (
    <div>
      <form method="post" className="inline-form first" data-swap=""><input type="hidden" name="intent" value="work" /><input type="hidden" name="ids" value={finding.id} />
        <TextField id="assignee" name="assignee" label={<Trans>Who does it</Trans>} value={finding.assignee ?? ''} required={false} />
        <DayField id="dueOn" name="dueOn" label={<Trans>Until</Trans>} value={finding.dueOn ?? ''} />
        <SelectField id="remediation" name="remediation" label={<Trans>How far</Trans>} value={finding.remediation}>{REMEDIATION_PROGRESS.map((it) => <option key={it} value={it}>{labels.word(PROGRESS_LABELS, it)}</option>)}</SelectField>
        <button className="btn plain" type="submit"><Trans>Save</Trans></button></form>
      {finding.measures.length > 0 ? <ul className="measures">{finding.measures.map((it, i) => <li key={i}><b>{it.text}</b> <span className="quiet">{it.by}, {format.dateTime(it.at)}</span></li>)}</ul> : null}
      <details className="task"><summary><Trans>Something was done instead of the fix</Trans></summary>
        <form method="post" className="form" data-swap=""><input type="hidden" name="intent" value="measure" /><input type="hidden" name="ids" value={finding.id} />
          <TextField id="measure" name="text" label={<Trans>Which measure</Trans>} hint={<Trans>For example: remote service switched off on 19 November</Trans>} maxLength={2000} /><p><button className="btn plain" type="submit"><Trans>Note the measure</Trans></button></p></form></details>
      <details className="task"><summary><Trans>Leave a note</Trans></summary>
        <form method="post" className="form" data-swap=""><input type="hidden" name="intent" value="comment" /><input type="hidden" name="ids" value={finding.id} />
          <TextField id="comment" name="text" label={<Trans>Note</Trans>} maxLength={2000} /><p><button className="btn plain" type="submit"><Trans>Leave the note</Trans></button></p></form></details>
    </div>
  );
}

export function AcceptRisk({ finding, draft, today }: { finding: FindingView; draft: Readonly<Record<string, string>> | null; today: string }) {
  const latest = new Date(Date.parse(today) + YEAR_DAYS * DAY_MS).toISOString().slice(0, 10), tomorrow = new Date(Date.parse(today) + DAY_MS).toISOString().slice(0, 10), open = draft?.['intent'] === 'accept';
  return (
    <details className="task" open={open}><summary><Trans>Bear the risk for a time</Trans></summary>
      <form method="post" className="form" data-swap=""><input type="hidden" name="intent" value="accept" /><input type="hidden" name="ids" value={finding.id} />
        <p><Trans>The finding stays affected, but leaves the queue until that day. On the day after, it comes back.</Trans></p>
        <TextField id="owner" name="owner" label={<Trans>Who bears it</Trans>} hint={<Trans>Somebody who may answer for the care that is at risk</Trans>} value={open ? draft?.['owner'] ?? '' : ''} />
        <DayField id="expiresOn" name="expiresOn" label={<Trans>Until</Trans>} hint={<Trans>At most one year</Trans>} value={open ? draft?.['expiresOn'] ?? '' : ''} required min={tomorrow} max={latest} />
        <TextField id="accept-reason" name="reason" label={<Trans>Reason</Trans>} value={open ? draft?.['reason'] ?? '' : ''} maxLength={2000} />
        {finding.group.length > 1 ? <label className="choice"><input type="checkbox" name="whole" value="yes" /><span><Plural value={finding.group.length} one="For # device of this question" other="For all # devices of this question" /></span></label> : null}
        <p><button className="btn plain" type="submit"><Trans>Accept the risk</Trans></button></p></form></details>
  );
}

export function GroupList({ finding }: { finding: FindingView }) {
  return (
    <ul className="members">{finding.group.map((it) => (
      <li key={it.id}><a className={isMachineName(it.assetName) ? 'mono' : undefined} href={`/findings/${encodeURIComponent(it.id)}`} aria-current={it.id === finding.id ? 'true' : undefined}>{it.assetName}</a> <span className="quiet">{it.zone}</span> <Standing row={{ state: it.state, verdict: finding.verdict }} /></li>))}</ul>
  );
}

export function History({ finding }: { finding: FindingView }) {
  const format = useFormat(), labels = useLabels(), { t } = useLingui(), { decision } = finding;
  const reason = (entry: HistoryEntry) => decision && entry.code === 'decided' && entry.params['decision'] === decision.id ? <>. {decision.reason}</> : null;
  return (
    <ol className="history">{[...finding.history].reverse().map((entry, i) => {
      const detail = detailOf(entry, labels, format);
      return (
        <li key={`${entry.at}-${i}`}>
          <span><b>{labels.word(HISTORY_LABELS, entry.code as keyof typeof HISTORY_LABELS)}</b>{detail === '' ? '' : <>: {detail}</>}{reason(entry)}</span>
          <span className="quiet">{entry.by ?? t`compared by the machine`}, <time dateTime={entry.at}>{format.dateTime(entry.at)}</time></span>
        </li>);
    })}</ol>
  );
}

/** What stands behind the name of an entry. Codes in it get their words; people's own words stay as they are. */
function detailOf({ code, params }: HistoryEntry, labels: Labels, format: Format): string {
  const text = (name: string) => String(params[name] ?? ''), change = (words: Parameters<Labels['word']>[0]) => [text('from'), text('to')].map((it) => labels.word(words, it as never)).filter(Boolean).join(' → ');
  switch (code) {
    case 'found': return labels.word(VERDICT_LABELS, text('verdict') as keyof typeof VERDICT_LABELS);
    case 'gone': case 'reopened': return labels.word(GONE_LABELS, text('reason') as keyof typeof GONE_LABELS);
    case 'decision-lapsed': return labels.word(LAPSE_LABELS, text('reason') as keyof typeof LAPSE_LABELS);
    case 'decided': return labels.word(FINDING_STATE_LABELS, text('status') as keyof typeof FINDING_STATE_LABELS);
    case 'status': return change(FINDING_STATE_LABELS);
    case 'amend-progress': return change(PROGRESS_LABELS);
    case 'amend-assign': return text('to') || '–';
    case 'amend-due': return text('to') ? format.day(text('to')) : '–';
    case 'amend-measure': case 'amend-comment': return text('text');
    case 'vulnerabilities': return [text('added') && `+ ${text('added')}`, text('removed') && `− ${text('removed')}`, text('changed')].filter(Boolean).join(', ');
    case 'remediation-changed': return text('revision');
    case 'asset-id': return `${text('from')} → ${text('to')}`;
    default: return '';
  }
}
