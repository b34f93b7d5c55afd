/** Evidence as a table: value, weight, signal, where to read it, how often; what was dropped stands there too, with its reason. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AssetView, AttributeView, EvidenceView } from '@wardkeep/app/views';
import type { Attribute } from '@wardkeep/model';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { WEIGHT_LABELS } from '../labels/words.ts';

const BRIEF: readonly Attribute[] = ['role', 'vendor', 'model', 'version'];

export interface EvidenceRow { readonly attribute: Attribute; readonly evidence: EvidenceView }

/** `facts`: with a first column that names the attribute, where rows are of several. */
export function EvidenceTable({ about, rows, facts = false }: { about: string; rows: readonly EvidenceRow[]; facts?: boolean }) {
  const labels = useLabels(), format = useFormat(), { t } = useLingui();
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t`Evidence: ${about}`}>
      <table className="ev entries">
        <thead><tr>
          {facts ? <th scope="col" className="w-short"><Trans>Fact</Trans></th> : null}<th scope="col" className="w-mid"><Trans>Value</Trans></th><th scope="col" className="w-seen"><Trans>Weight</Trans></th>
          <th scope="col"><Trans>Signal</Trans></th><th scope="col"><Trans>Where to read it</Trans></th><th scope="col" className="w-num num"><Trans>How often</Trans></th>
        </tr></thead>
        <tbody>{rows.map(({ attribute, evidence: it }, i) => (
          <tr key={i} className={it.dropped ? 'dropped' : undefined}>
            {facts ? <td data-label={t`Fact`}>{labels.attribute(attribute)}</td> : null}
            <td data-label={t`Value`} className={attribute === 'role' ? undefined : 'mono'}>{attribute === 'role' ? labels.role(it.value) : it.value}</td>
            <td data-label={t`Weight`}>{it.dropped ? <Trans>does not count</Trans> : labels.word(WEIGHT_LABELS, it.weight)}</td>
            <td data-label={t`Signal`}><span>{labels.signal(it.signal)}{it.of && it.signal === 'list.column' ? <>{' '}{t`“${it.of}”`}</> : null}{it.dropped ? <>: {labels.message(it.dropped)}</> : null}</span></td>
            <td data-label={t`Where to read it`}><span><Where evidence={it} /></span></td>
            <td data-label={t`How often`} className="num">{format.number(it.count)}</td>
          </tr>))}</tbody>
      </table>
    </div>
  );
}

function Where({ evidence: { positions, count, sourceKind, sourceName, importId } }: { evidence: EvidenceView }) {
  const numbers = positions.join(', '), more = count > positions.length ? ' …' : '';
  if (sourceKind === 'person') return <>{sourceName}</>;
  return <>
    {positions.length === 0 ? null : sourceKind === 'capture'
      ? <><Plural value={positions.length} one="frame" other="frames" /> <span className="mono">{numbers}</span>{more}, </>
      : <><Plural value={positions.length} one="line" other="lines" /> <span className="mono">{numbers}</span>{more}, </>}
    <a href={`/imports/${importId}`}>{sourceName}</a>
  </>;
}

/** Under a row of the inventory: why we say what it is, and where to go on. */
export function BriefEvidence({ asset }: { asset: AssetView }) {
  const rows = BRIEF.flatMap((name) => asset.attributes.filter((it) => it.attribute === name).flatMap((it) => it.evidence.map((evidence) => ({ attribute: name, evidence }))));
  return (
    <div className="evidence">
      <p className="lead2"><WhySentence asset={asset} /></p>
      {rows.length > 0 ? <EvidenceTable about={asset.name} rows={rows} facts /> : null}
      <p className="acts"><a href={`/assets/${asset.id}`}><Trans>Everything about this device</Trans></a></p>
    </div>
  );
}

function WhySentence({ asset }: { asset: AssetView }) {
  const sources = new Set(asset.attributes.flatMap((it) => it.evidence.filter((evidence) => !evidence.dropped).map((evidence) => evidence.importId)));
  const spoke = asset.attributes.some((it) => it.evidence.some((evidence) => evidence.sourceKind === 'capture' && evidence.weight === 'strong' && !evidence.dropped));
  if (sources.size === 0) return <Trans><b>No source says what this is.</b> We only saw its address.</Trans>;
  return <>{spoke ? <Trans><b>The device says so itself.</b></Trans> : <Trans><b>Signs agree, but the device itself does not say so.</b></Trans>}{' '}
    <Plural value={sources.size} one="One source speaks of it." other="# sources speak of it." /></>;
}

export function AttributeSentence({ attribute }: { attribute: AttributeView }) {
  const counted = attribute.evidence.filter((it) => !it.dropped), { decision } = attribute;
  if (decision) { const { by, reason } = decision; return <Trans><b>Decided by {by}.</b> Reason: {reason}</Trans>; }
  if (attribute.conflictValues.length > 1) return <Trans><b>Sources say different things, so none was taken for certain.</b> Stronger and more recent sources stand first. What you decide is not overwritten by a later import.</Trans>;
  if (counted.length === 0) return <Trans><b>No source tells this.</b></Trans>;
  const best = counted.reduce((a, b) => a.confidence >= b.confidence ? a : b);
  if (best.weight === 'strong') return <Trans><b>The device or its label says so.</b> Every place where it can be read is listed.</Trans>;
  if (best.weight === 'medium') return <Trans><b>Several signs or a list say so.</b> The device itself was not heard saying it.</Trans>;
  return <Trans><b>This is a guess from weak signs.</b> Only a person should decide on it.</Trans>;
}
