/** What an import did: counts, changes, warnings, rows left out, who permitted it. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ImportView } from '@wardkeep/app/views';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { CHANGE_LABELS } from '../labels/words.ts';
import { isMachineName, Value } from './marks.tsx';

export function Counts({ it: { changeCounts: counts } }: { it: ImportView }) {
  const format = useFormat();
  return (
    <dl className="counts">
      <div><dt><Trans>new</Trans></dt><dd>{format.number(counts.new)}</dd></div><div><dt><Trans>changed</Trans></dt><dd>{format.number(counts.changed)}</dd></div>
      <div><dt><Trans>no longer seen</Trans></dt><dd>{format.number(counts.gone)}</dd></div><div><dt><Trans>as before</Trans></dt><dd>{format.number(counts.unchanged)}</dd></div>
    </dl>
  );
}

export function ChangeTable({ it }: { it: ImportView }) {
  const { t } = useLingui(), labels = useLabels(), all = it.changeCounts.new + it.changeCounts.changed + it.changeCounts.gone;
  if (it.changes.length === 0) return null;
  const show = (attribute: string | null, value: string | null) => value !== null && attribute === 'role' ? labels.role(value) : value;
  return (
    <>
      <table className="data entries gap"><caption className="sr"><Trans>What changed?</Trans></caption>
        <thead><tr><th scope="col" className="w-mid"><Trans>Device</Trans></th><th scope="col" className="w-mid"><Trans>What</Trans></th><th scope="col" className="w-mid"><Trans>Attribute</Trans></th><th scope="col"><Trans>Before</Trans></th><th scope="col"><Trans>Now</Trans></th></tr></thead>
        <tbody>{it.changes.map((change, i) => (
          <tr key={i}><th scope="row"><a className={isMachineName(change.name) ? 'mono' : undefined} href={`/assets/${change.assetId}`}>{change.name}</a></th><td data-label={t`What`}>{labels.word(CHANGE_LABELS, change.kind)}</td>
            <td data-label={t`Attribute`}>{change.attribute ? labels.attribute(change.attribute) : null}</td><td data-label={t`Before`}>{change.attribute ? <Value>{show(change.attribute, change.before)}</Value> : null}</td><td data-label={t`Now`}>{change.attribute ? <Value>{show(change.attribute, change.after)}</Value> : null}</td></tr>))}</tbody></table>
      {it.changes.length < all ? <p className="foot"><Plural value={it.changes.length} one="The first # change is shown." other="The first # changes are shown." /></p> : null}
    </>
  );
}

export function Warnings({ it }: { it: ImportView }) {
  const { t } = useLingui(), labels = useLabels(), format = useFormat();
  if (it.warnings.length === 0) return null;
  return (
    <section className="sheet"><h2><Trans>What was not as it should be?</Trans><small><Trans>Reading went on.</Trans></small></h2>
      <table className="data entries"><caption className="sr"><Trans>Warnings</Trans></caption>
        <thead><tr><th scope="col"><Trans>Warning</Trans></th><th scope="col" className="w-mid num"><Trans>First at frame</Trans></th><th scope="col" className="w-short num"><Trans>How often</Trans></th></tr></thead>
        <tbody>{it.warnings.map((warning) => (
          <tr key={`${warning.code}-${warning.frame}`}><th scope="row">{labels.warning(warning.code, warning.message)}</th><td data-label={t`First at frame`} className="num mono">{warning.frame === null ? null : warning.frame}</td><td data-label={t`How often`} className="num">{format.number(warning.count)}</td></tr>))}</tbody></table></section>
  );
}

export function LeftOut({ it }: { it: ImportView }) {
  const labels = useLabels(), { t } = useLingui();
  if (it.leftOut.length === 0) return null;
  return (
    <section className="sheet"><h2><Trans>Which rows were left out?</Trans></h2>
      <table className="data entries"><caption className="sr"><Trans>Rows left out</Trans></caption><thead><tr><th scope="col" className="w-short"><Trans>Line</Trans></th><th scope="col"><Trans>Why</Trans></th></tr></thead>
        <tbody>{it.leftOut.map((row) => <tr key={row.line}><th scope="row" className="mono">{row.line}</th><td data-label={t`Why`}>{labels.message(row.reason)}</td></tr>)}</tbody></table></section>
  );
}

export function Permission({ it: { permission, captures } }: { it: ImportView }) {
  const format = useFormat(), { t } = useLingui();
  if (!permission) return null;
  const roles = { owner: t`Owner of the network`, 'data-protection-officer': t`Data protection officer`, other: t`Another role` };
  return (
    <section className="sheet"><h2><Trans>Who permitted it?</Trans></h2>
      <dl className="facts">
        <dt><Trans>Permitted by</Trans></dt><dd>{permission.permittedBy} ({roles[permission.role]})</dd><dt><Trans>Place</Trans></dt><dd>{permission.place}</dd><dt><Trans>Window</Trans></dt><dd>{permission.window}</dd>
        <dt><Trans>Staff informed</Trans></dt><dd>{permission.staffInformed ? <Trans>yes</Trans> : <Trans>no</Trans>}</dd><dt><Trans>The file</Trans></dt><dd>{permission.keepFile ? <Trans>is kept on this machine</Trans> : <Trans>is thrown away after reading</Trans>}</dd>
        {captures.map((capture) => capture.from && capture.to ? <Recorded key={capture.name} from={format.dateTime(capture.from)} to={format.dateTime(capture.to)} /> : null)}
      </dl></section>
  );
}

function Recorded({ from, to }: { from: string; to: string }) { return <><dt><Trans>Recorded</Trans></dt><dd>{from} – {to}</dd></>; }
