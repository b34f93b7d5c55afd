/** What can be wrong with a record as a whole, and its history. Each task is a form of its own, closed until wanted. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { AssetRow, AssetView, DecisionView } from '@wardkeep/app/views';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { DECISION_LABELS } from '../labels/words.ts';
import { TextField } from './form.tsx';

export function RecordTasks({ asset, twins, search }: { asset: AssetView; twins: readonly AssetRow[]; search: string | null }) {
  const addresses = [...asset.macs, ...asset.ips];
  return (
    <div>
      <details className="task" open={search !== null} id="twin"><summary><Trans>There is a second record of the same device</Trans></summary><Twin asset={asset} twins={twins} search={search} /></details>
      {addresses.length > 1 ? <details className="task"><summary><Trans>These are two devices in one record</Trans></summary><Split addresses={addresses} /></details> : null}
      <details className="task"><summary><Trans>This device does not exist</Trans></summary>
        <form method="post" className="form"><input type="hidden" name="intent" value="delete" />
          <p><Trans>It is taken out of the inventory and stays out, also when a later import sees it again. You can undo this.</Trans></p>
          <TextField id="delete-reason" name="reason" label={<Trans>Reason</Trans>} maxLength={2000} />
          <p><button className="btn stop" type="submit"><Trans>Delete this device</Trans></button></p></form>
      </details>
    </div>
  );
}

function Twin({ asset, twins, search }: { asset: AssetView; twins: readonly AssetRow[]; search: string | null }) {
  const { t } = useLingui();
  return (
    <div className="form">
      <form action={`/assets/${asset.id}#twin`} className="inline-form" role="search" aria-label={t`Find the other record`}><TextField id="twin-q" name="twin" label={<Trans>Name or address of the other record</Trans>} value={search ?? ''} /><button className="btn plain" type="submit"><Trans>Find</Trans></button></form>
      {search !== null && twins.length === 0 ? <p><Trans>No other device matches “{search}”.</Trans></p> : null}
      {twins.length > 0 ? (
        <form action="/assets/merge"><input type="hidden" name="ids" value={asset.id} />
          <fieldset className="field"><legend><Trans>Which one?</Trans></legend>{twins.map((twin) => (
            <label key={twin.id} className="choice"><input type="checkbox" name="ids" value={twin.id} /><span><span className="mono">{twin.name}</span> <span className="hint">{[twin.vendor, twin.model, twin.zone, twin.ips[0]].filter(Boolean).join(', ')}</span></span></label>))}</fieldset>
          <p className="acts"><button className="btn" type="submit"><Trans>Compare and merge</Trans></button></p></form>) : null}
    </div>
  );
}

function Split({ addresses }: { addresses: readonly string[] }) {
  return (
    <form method="post" className="form"><input type="hidden" name="intent" value="split" />
      <fieldset className="field"><legend><Trans>Which addresses belong to the other device?</Trans></legend>
        {addresses.map((address) => <label key={address} className="choice"><input type="checkbox" name="addresses" value={address} /><span className="mono">{address}</span></label>)}</fieldset>
      <TextField id="split-reason" name="reason" label={<Trans>Reason</Trans>} maxLength={2000} />
      <p><button className="btn" type="submit"><Trans>Make a new device of them</Trans></button></p></form>
  );
}

export function History({ decisions }: { decisions: readonly DecisionView[] }) {
  const labels = useLabels(), format = useFormat(), { t } = useLingui();
  if (decisions.length === 0) return <p className="quiet"><Trans>Nobody has changed anything by hand.</Trans></p>;
  return (
    <ol className="history">{[...decisions].reverse().map((it) => {
      const value = it.value === null ? t`nobody knows` : it.attribute === 'role' ? labels.role(it.value) : it.value;
      return (
        <li key={it.id}>
          <span className={it.undoneAt ? 'undone' : undefined}><b>{labels.word(DECISION_LABELS, it.kind)}</b>{it.attribute ? <>: {labels.attribute(it.attribute)} → {value}</> : null}. {it.reason}</span>
          <span className="quiet">{it.by}, <time dateTime={it.at}>{format.dateTime(it.at)}</time></span>
          {it.undoneAt ? <span className="quiet"><Trans>undone</Trans></span> : <form method="post"><input type="hidden" name="intent" value="undo" /><input type="hidden" name="decision" value={it.id} /><button className="link" type="submit"><Trans>Undo</Trans></button></form>}
        </li>);
    })}</ol>
  );
}
