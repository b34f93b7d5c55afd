/** The filter of the queue: a sentence whose words are the controls, a search, and everything as a file. A plain GET form. */
import { Trans, useLingui } from '@lingui/react/macro';
import { findingExport, FINDINGS, isFilteredQueue, queueLink, SORTS, STATE_CHOICES } from '../finding-query.ts';
import { FINDING_SORT_LABELS, FINDING_STATE_LABELS } from '../labels/findings.ts';
import { useLabels } from '../labels/index.ts';

/** What `decided` is made of; the two groups stand first. */
const SINGLE_STATES = STATE_CHOICES.filter((it) => it !== 'waiting' && it !== 'decided' && it !== 'all' && it !== 'open');

export function TriageAsking({ zones, params }: { zones: readonly string[]; params: URLSearchParams }) {
  const { t, i18n } = useLingui(), kept = (['advisory', 'asset', 'cve'] as const).filter((name) => params.get(name));
  return (
    <form className="asking queue-asking" action={FINDINGS} aria-label={t`Which findings are shown`} role="search">
      <span className="words"><Trans>Show <State value={params.get('state') ?? ''} /> that is <Verdict value={params.get('verdict') ?? ''} /> in <Zone zones={zones} value={params.get('zone') ?? ''} /> by <Sort value={params.get('sort') ?? ''} /></Trans></span>
      <span className="words"><label htmlFor="queue-q" className="sr"><Trans>Search in findings</Trans></label><input id="queue-q" type="search" name="q" defaultValue={params.get('q') ?? ''} placeholder={t`device, product, CVE`} maxLength={200} autoComplete="off" /></span>
      {kept.map((name) => <span key={name}><input type="hidden" name={name} value={params.get(name)!} /><span className="mono">{params.get(name)}</span> <a href={queueLink(params, { [name]: null })}><Trans>without this</Trans></a></span>)}
      <button className="btn plain" type="submit"><Trans>Show</Trans></button>
      <span className="end">
        {isFilteredQueue(params) ? <a href={FINDINGS}><Trans>Show what waits</Trans></a> : null}
        <a href="/findings/changes"><Trans>What changed</Trans></a><a href="/findings/not-listed"><Trans>Why is it not listed?</Trans></a>
        <details className="files"><summary><Trans>Export</Trans></summary><span><a href={findingExport('csv', params, i18n.locale)} download>CSV</a><a href={findingExport('vex', params, i18n.locale)} download>VEX</a><a href={findingExport('csaf', params, i18n.locale)} download>CSAF</a><a href={findingExport('openvex', params, i18n.locale)} download>OpenVEX</a><a href={findingExport('pdf', params, i18n.locale)} download>PDF</a></span></details>
      </span>
    </form>
  );
}

function State({ value }: { value: string }) {
  const { t } = useLingui(), labels = useLabels();
  return (
    <select name="state" defaultValue={value === 'waiting' ? '' : value} aria-label={t`State`}>
      <option value="">{t`what waits`}</option><option value="decided">{t`what is decided`}</option><option value="all">{t`all findings`}</option>
      <optgroup label={t`Only`}>{SINGLE_STATES.map((state) => <option key={state} value={state}>{labels.word(FINDING_STATE_LABELS, state as keyof typeof FINDING_STATE_LABELS)}</option>)}</optgroup>
    </select>
  );
}

function Verdict({ value }: { value: string }) {
  const { t } = useLingui();
  return <select name="verdict" defaultValue={value} aria-label={t`Found by the comparison`}><option value="">{t`affected or not known`}</option><option value="affected">{t`surely affected`}</option><option value="cannot_tell">{t`cannot tell`}</option></select>;
}

function Zone({ zones, value }: { zones: readonly string[]; value: string }) {
  const { t } = useLingui();
  return <select name="zone" defaultValue={value} aria-label={t`Zone`}><option value="">{t`all zones`}</option>{zones.map((zone) => <option key={zone} value={zone}>{zone}</option>)}</select>;
}

function Sort({ value }: { value: string }) {
  const { t } = useLingui(), labels = useLabels();
  return <select name="sort" defaultValue={value === '' ? 'care' : value} aria-label={t`Order`}>{SORTS.map((sort) => <option key={sort} value={sort}>{labels.word(FINDING_SORT_LABELS, sort)}</option>)}</select>;
}
