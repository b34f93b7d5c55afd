/** What an asset is, attribute by attribute, with evidence and corrections opening under their row. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { AssetView, AttributeView } from '@wardkeep/app/views';
import { ROLES } from '@wardkeep/model';
import type { ReactNode } from 'react';
import { useFormat } from '../format.ts';
import { ATTRIBUTE_ORDER } from '../labels/attributes.ts';
import { useLabels } from '../labels/index.ts';
import { DecideConflict, WhenSeen } from './conflict.tsx';
import { AttributeSentence, EvidenceTable } from './evidence.tsx';
import { SelectField, TextField } from './form.tsx';
import { Confidence, Value } from './marks.tsx';
import { Why } from './why.tsx';

/** Which rows the address opens: `why=version`, `correct=version`. */
export interface OpenRows { readonly why: readonly string[]; readonly correct: string | null; readonly draft: { readonly value: string; readonly reason: string } | null }

const MONO = new Set(['version', 'serial', 'udi', 'hostname', 'aeTitle', 'inventoryNumber']);
const SPAN = 6;

export function AttributeTable({ asset, open }: { asset: AssetView; open: OpenRows }) {
  const order = (it: AttributeView) => { const at = ATTRIBUTE_ORDER.indexOf(it.attribute); return at < 0 ? ATTRIBUTE_ORDER.length : at; };
  const said = asset.attributes.filter((it) => it.attribute !== 'software').sort((a, b) => order(a) - order(b));
  return (
    <table className="data entries">
      <caption className="sr"><Trans>What this device is</Trans></caption>
      <thead><tr>
        <th scope="col" className="w-mid"><Trans>Attribute</Trans></th><th scope="col"><Trans>Value</Trans></th><th scope="col" className="w-conf"><Trans>Confidence</Trans></th><th scope="col"><Trans>From what</Trans></th>
        <th scope="col" className="w-short num"><Trans>Last seen</Trans></th><th scope="col" className="w-acts num"><span className="sr"><Trans>Evidence and correction</Trans></span></th>
      </tr></thead>
      <tbody>{said.map((attribute) => <AttributeRow key={attribute.attribute} asset={asset} attribute={attribute} open={open} />)}</tbody>
    </table>
  );
}

function AttributeRow({ asset, attribute, open }: { asset: AssetView; attribute: AttributeView; open: OpenRows }) {
  const { t } = useLingui(), labels = useLabels(), format = useFormat(), of = attribute.attribute, name = labels.attribute(of);
  const why = open.why.includes(of), correct = open.correct === of;
  return (
    <>
      <tr id={`row-${of}`} className={why || correct ? 'at' : undefined}>
        <th scope="row">{name}</th>
        <td><AttributeValue attribute={attribute} /></td>
        <td>{attribute.confidence === null ? null : <Confidence value={attribute.confidence} />}</td>
        <td data-label={t`From what`}><FromWhat attribute={attribute} /></td>
        <td data-label={t`Last seen`} className="num">{attribute.lastSeen ? <time dateTime={attribute.lastSeen} title={format.dateTime(attribute.lastSeen)}>{format.seen(attribute.lastSeen)}</time> : null}</td>
        <td className="num both"><a href={`/assets/${asset.id}?correct=${of}#correct-${of}`} aria-label={t`Correct: ${name}`}><Trans>Correct</Trans></a> <Why id={of} open={why} href={`/assets/${asset.id}${why ? '' : `?why=${of}`}#row-${of}`} about={name} /></td>
      </tr>
      {why ? <OpenRow id={`why-${of}`}><AttributeEvidence attribute={attribute} /></OpenRow> : null}
      {correct ? <OpenRow id={`correct-${of}`}><Correct attribute={attribute} draft={open.draft} asset={asset} /></OpenRow> : null}
    </>
  );
}

function OpenRow({ id, children }: { id: string; children: ReactNode }) { return <tr className="open" id={id}><td colSpan={SPAN}><div className="evidence">{children}</div></td></tr>; }

function AttributeValue({ attribute }: { attribute: AttributeView }) {
  const labels = useLabels(), { conflictValues, decision, value } = attribute, of = attribute.attribute, show = (text: string) => of === 'role' ? labels.role(text) : text;
  if (!decision && conflictValues.length > 1) return <>{conflictValues.map((text, i) => <span key={text}>{i > 0 ? <span className="or"><Trans>or</Trans></span> : null}<span className={MONO.has(of) ? 'mono' : undefined}>{show(text)}</span></span>)}</>;
  return <Value byHand={decision !== null} mono={MONO.has(of)}>{value === null ? null : show(value)}</Value>;
}

function FromWhat({ attribute }: { attribute: AttributeView }) {
  const { decision, conflictValues, evidence } = attribute, counted = evidence.filter((it) => !it.dropped);
  if (decision) return <Trans>decided by {decision.by}</Trans>;
  if (conflictValues.length > 1) return <Trans>sources contradict each other</Trans>;
  if (counted.length === 0) return <Trans>no source tells it</Trans>;
  const best = counted.reduce((a, b) => a.confidence >= b.confidence ? a : b);
  if (best.sourceKind === 'list') return <Trans>equipment list</Trans>;
  if (best.sourceKind === 'sbom') return <Trans>SBOM</Trans>;
  if (best.sourceKind === 'scan' || best.sourceKind === 'log') return <Trans>scan or log</Trans>;
  return best.weight === 'strong' ? <Trans>the device says so itself</Trans> : best.weight === 'medium' ? <Trans>several signs</Trans> : <Trans>a weak sign</Trans>;
}

function AttributeEvidence({ attribute }: { attribute: AttributeView }) {
  const labels = useLabels(), conflict = attribute.conflictValues.length > 1 && !attribute.decision;
  return (
    <>
      <p className="lead2"><AttributeSentence attribute={attribute} /></p>
      {attribute.evidence.length > 0 ? <EvidenceTable about={labels.attribute(attribute.attribute)} rows={attribute.evidence.map((evidence) => ({ attribute: attribute.attribute, evidence }))} /> : null}
      {conflict ? <div className="evfoot"><WhenSeen attribute={attribute} /><DecideConflict attribute={attribute} /></div> : null}
    </>
  );
}

function Correct({ attribute, draft, asset }: { attribute: AttributeView; draft: OpenRows['draft']; asset: AssetView }) {
  const { i18n } = useLingui(), labels = useLabels(), of = attribute.attribute, order = new Intl.Collator(i18n.locale);
  const value = draft?.value ?? attribute.value ?? '';
  return (
    <form method="post" action={`/assets/${asset.id}`} className="form">
      <input type="hidden" name="intent" value="correct" /><input type="hidden" name="attribute" value={of} />
      {of === 'role'
        ? <SelectField name="value" label={<Trans>The right role</Trans>} value={value}><option value=""><Trans>Nobody knows</Trans></option>
          {ROLES.map((role) => ({ role, name: labels.role(role) })).sort((a, b) => order.compare(a.name, b.name)).map(({ role, name }) => <option key={role} value={role}>{name}</option>)}</SelectField>
        : <TextField name="value" label={<Trans>The right value</Trans>} hint={<Trans>Empty: nobody knows</Trans>} value={value} required={false} maxLength={500} />}
      <TextField name="reason" label={<Trans>Reason</Trans>} hint={<Trans>For example: read on the device’s own screen</Trans>} value={draft?.reason ?? ''} maxLength={2000} />
      <p className="acts"><button className="btn" type="submit"><Trans>Save the correction</Trans></button><a href={`/assets/${asset.id}`}><Trans>Cancel</Trans></a></p>
      <p className="quiet small"><Trans>What a person decides, a later import does not overwrite. It can be undone below.</Trans></p>
    </form>
  );
}

