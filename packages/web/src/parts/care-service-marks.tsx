/** Numbers of care services with their source, and what a service needs. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { CareServiceView } from '@wardkeep/app/assess-views';
import type { CareService, Estimate, Role } from '@wardkeep/model';
import { useFormat } from '../format.ts';
import { PROVENANCE_LABELS } from '../labels/care.ts';
import { useLabels } from '../labels/index.ts';

/** A number with its range below; dotted and named unless the hospital itself said it. */
export function Told({ estimate, show }: { estimate: Estimate; show: (value: number) => string }) {
  const labels = useLabels(), { value, low, high, source } = estimate;
  if (source.kind === 'institution') return <>{show(value)}</>;
  return <span><span className="assumed">{show(value)}</span><span className="under">{labels.word(PROVENANCE_LABELS, source.kind)}{low < high ? `, ${show(low)}–${show(high)}` : ''}</span></span>;
}

/** Where an estimate comes from, in a line. */
export function Source({ estimate: { source } }: { estimate: Estimate }) {
  const labels = useLabels();
  if (source.kind === 'published') return <>{labels.word(PROVENANCE_LABELS, 'published')}: <cite lang="en">{source.title}</cite></>;
  return <>{labels.word(PROVENANCE_LABELS, source.kind)}{(source.kind === 'assumed' || source.kind === 'institution') && source.note ? <>: <span lang="en">{source.note}</span></> : null}</>;
}

export const rolesOf = ({ needs }: CareService): Role[] => [...new Set(needs.flatMap((group) => group.anyOf.flatMap((need) => need.kind === 'role' ? [need.role] : [])))];

export function Needs({ service }: { service: CareServiceView }) {
  const labels = useLabels(), format = useFormat(), { i18n } = useLingui(), order = new Intl.Collator(i18n.locale), names = [...rolesOf(service).map((role) => labels.role(role)).sort(order.compare), ...service.needsAssets.map((asset) => asset.name)];
  if (names.length === 0) return <span className="clear"><Trans>nothing is named yet</Trans></span>;
  return <span>{format.list(names)}<span className="under"><Plural value={service.assets} one="# device" other="# devices" /></span></span>;
}
