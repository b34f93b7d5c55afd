/** The editor of a care service: one form, also while devices are looked for, so that nothing typed is lost. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { CareKindView, CareServiceView } from '@wardkeep/app/assess-views';
import type { AssetRow } from '@wardkeep/app/views';
import { CARE_KINDS, type Estimate, type Role } from '@wardkeep/model';
import type { ReactNode } from 'react';
import { useFormat } from '../format.ts';
import { CARE_KIND_LABELS } from '../labels/care.ts';
import { useLabels } from '../labels/index.ts';
import { MEDICAL_ROLES, ROLE_LABELS } from '../labels/roles.ts';
import type { CareDraft, CareField } from './care-service-input.ts';
import { Source } from './care-service-marks.tsx';
import { SelectField, TextField } from './form.tsx';

const OTHER_ROLES = (Object.keys(ROLE_LABELS) as Role[]).filter((role) => !MEDICAL_ROLES.includes(role) && role !== 'unknown');

interface Props { readonly draft: CareDraft; readonly service: CareServiceView | null; readonly kinds: readonly CareKindView[]; readonly chosen: readonly { readonly id: string; readonly name: string }[]; readonly found: readonly AssetRow[] | null; readonly errors: readonly { readonly field: CareField; readonly text: string }[] }

export function CareForm({ draft, service, kinds, chosen, found, errors }: Props) {
  const { t, i18n } = useLingui(), labels = useLabels(), format = useFormat(), error = (field: CareField) => errors.find((it) => it.field === field)?.text, order = new Intl.Collator(i18n.locale);
  const usual = new Map(kinds.map((it) => [it.kind, it])), named = CARE_KINDS.map((kind) => ({ kind, name: labels.word(CARE_KIND_LABELS, kind) })).sort((a, b) => Number(a.kind === 'other') - Number(b.kind === 'other') || order.compare(a.name, b.name));
  const mine = service && service.kind === draft.kind ? { plannedHoursPerWeek: service.plannedHoursPerWeek, fallbackShare: service.fallbackShare } : usual.get(draft.kind);
  return (
    <form className="form care-form" method="post" noValidate>
      <button className="default" type="submit" name="intent" value="save" tabIndex={-1} aria-hidden="true"><Trans>Save</Trans></button>
      <input type="hidden" name="searched" value={found === null ? '' : draft.q} />
      <TextField name="name" label={<Trans>Name</Trans>} hint={<Trans>As people in your hospital call it</Trans>} value={draft.name} error={error('name')} />
      <SelectField name="kind" label={<Trans>Kind of care</Trans>} hint={<Trans>It gives the numbers to begin with: they stand behind each kind</Trans>} value={draft.kind}>
        {named.map(({ kind, name }) => { const it = usual.get(kind); return <option key={kind} value={kind}>{it ? t`${name} (assumed: ${format.hours(it.plannedHoursPerWeek.value)} a week)` : name}</option>; })}</SelectField>
      <TextField name="hours" label={<Trans>Planned hours a week</Trans>} value={draft.hours} error={error('hours')} required={false} maxLength={40} inputMode="decimal" unit={t`hours a week`}
        hint={<><Trans>One team day and night is 168; several teams side by side are more.</Trans> <Otherwise estimate={mine?.plannedHoursPerWeek} show={format.hours} /></>} />
      <TextField name="fallback" label={<Trans>What part goes on without its devices?</Trans>} value={draft.fallback} error={error('fallback')} required={false} maxLength={40} inputMode="decimal" unit="%"
        hint={<><Trans>By hand, on paper, with other devices or in another house. 0: nothing; 100: all of it.</Trans> <Otherwise estimate={mine?.fallbackShare} show={format.share} /></>} />
      <fieldset className="block"><legend><Trans>Which roles does it need?</Trans></legend>
        <p className="hint"><Trans>Every role that is marked is needed. Devices of one role stand in for each other.</Trans></p>
        <Roles title={<Trans>Medical</Trans>} roles={MEDICAL_ROLES} chosen={draft.roles} />
        <details className="task" open={draft.roles.some((role) => !MEDICAL_ROLES.includes(role))}><summary><Trans>Other roles</Trans></summary><Roles title={null} roles={OTHER_ROLES} chosen={draft.roles} /></details></fieldset>
      <Devices draft={draft} chosen={chosen} found={found} />
      <p className="acts"><button className="btn" type="submit" name="intent" value="save"><Trans>Save</Trans></button><a href="/care"><Trans>Do not save</Trans></a></p>
    </form>
  );
}

/** What is counted as long as the field is empty. */
function Otherwise({ estimate, show }: { estimate: Estimate | undefined; show: (value: number) => string }) {
  if (!estimate || estimate.source.kind === 'institution') return null;
  const value = show(estimate.value), low = show(estimate.low), high = show(estimate.high);
  return <><Trans>Empty: <span className="assumed">{value}</span> is counted, between {low} and {high}.</Trans><span className="line"><Source estimate={estimate} /></span></>;
}

function Roles({ title, roles, chosen }: { title: ReactNode; roles: readonly Role[]; chosen: readonly Role[] }) {
  const labels = useLabels(), { i18n } = useLingui(), order = new Intl.Collator(i18n.locale);
  return (
    <>{title ? <p className="name">{title}</p> : null}
      <div className="rolegrid">{roles.map((role) => ({ role, name: labels.role(role) })).sort((a, b) => order.compare(a.name, b.name)).map(({ role, name }) => (
        <label key={role} className="choice"><input type="checkbox" name="roles" value={role} defaultChecked={chosen.includes(role)} /><span>{name}</span></label>))}</div></>
  );
}

/** A single device that nothing can replace. The search sends the form and shows it again with what was found. */
function Devices({ draft, chosen, found }: Pick<Props, 'draft' | 'chosen' | 'found'>) {
  const chosenIds = new Set(chosen.map((it) => it.id)), others = (found ?? []).filter((it) => !chosenIds.has(it.id));
  return (
    <fieldset className="block" id="devices"><legend><Trans>Which single devices does it need?</Trans></legend>
      <p className="hint"><Trans>Only those that no other device can replace: the one scanner, the one archive.</Trans></p>
      {chosen.map((it) => <label key={it.id} className="choice"><input type="checkbox" name="assets" value={it.id} defaultChecked /><span className="mono">{it.name}</span></label>)}
      <div className="inline-form"><TextField name="q" label={<Trans>Name, maker or address of a device</Trans>} value={draft.q} required={false} /><button className="btn plain" type="submit" name="intent" value="find"><Trans>Find</Trans></button></div>
      {found !== null && others.length === 0 ? <p role="status"><Trans>No other device matches “{draft.q}”.</Trans></p> : null}
      {others.map((it) => <label key={it.id} className="choice"><input type="checkbox" name="assets" value={it.id} /><span><span className="mono">{it.name}</span> <span className="hint">{[it.vendor, it.model, it.zone].filter(Boolean).join(', ')}</span></span></label>)}
    </fieldset>
  );
}
