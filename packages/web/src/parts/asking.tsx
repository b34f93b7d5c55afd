/** The filter of the inventory: a sentence whose words are the controls. A plain GET form. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { AssetPage } from '@wardkeep/app/views';
import type { Role } from '@wardkeep/model';
import { exportLink, isFiltered, NO_ZONE, queryOf, SEEN_DAYS, sortingOf, withParams, ZONE_PREFIX } from '../asset-query.ts';
import { useLabels } from '../labels/index.ts';
import { MEDICAL_ROLES } from '../labels/roles.ts';

export function Asking({ page, params }: { page: AssetPage; params: URLSearchParams }) {
  const { t } = useLingui(), query = queryOf(params), q = params.get('q')?.trim(), { sort, direction } = sortingOf(params);
  return (
    <form className="asking" action="/assets" aria-label={t`Which devices are shown`}>
      <span className="words">
        <Trans>Show <What page={page} value={params.get('what') ?? ''} /> in <Zone page={page} value={params.get('zone') ?? ''} /> seen <Seen value={params.get('seen') ?? ''} /> with <Sure value={params.get('sure') ?? ''} /></Trans>
      </span>
      {q ? <span><input type="hidden" name="q" value={q} /><Trans>and “{q}”</Trans> <a href={withParams('/assets', params, { q: null })}><Trans>without these words</Trans></a></span> : null}
      <input type="hidden" name="sort" value={sort} /><input type="hidden" name="dir" value={direction} />
      <button className="btn plain" type="submit"><Trans>Show</Trans></button>
      <span className="end">
        {isFiltered(params) ? <a href="/assets"><Trans>Show all</Trans></a> : null}
        <a href={exportLink('csv', query)} download>CSV</a><a href={exportLink('json', query)} download>JSON</a><a href={exportLink('cyclonedx', query)} download>CycloneDX</a>
      </span>
    </form>
  );
}

function What({ page, value }: { page: AssetPage; value: string }) {
  const { t, i18n } = useLingui(), labels = useLabels(), order = new Intl.Collator(i18n.locale);
  const options = (medical: boolean) => page.roles.filter((role: Role) => MEDICAL_ROLES.includes(role) === medical).map((role) => ({ role, name: labels.role(role) }))
    .sort((a, b) => order.compare(a.name, b.name)).map(({ role, name }) => <option key={role} value={role}>{name}</option>);
  return (
    <select name="what" defaultValue={value} aria-label={t`Kind of device`}>
      <option value="">{t`all devices`}</option><option value="medical">{t`medical devices`}</option><option value="other">{t`other devices`}</option>
      <optgroup label={t`Medical`}>{options(true)}</optgroup><optgroup label={t`Other`}>{options(false)}</optgroup>
    </select>
  );
}

function Zone({ page, value }: { page: AssetPage; value: string }) {
  const { t } = useLingui();
  return (
    <select name="zone" defaultValue={value} aria-label={t`Zone`}>
      <option value="">{t`all zones`}</option>
      {page.zones.map((zone) => <option key={zone} value={`${ZONE_PREFIX}${zone}`}>{zone}</option>)}
      <option value={NO_ZONE}>{t`no zone`}</option>
    </select>
  );
}

function Seen({ value }: { value: string }) {
  const { t } = useLingui();
  const names: Readonly<Record<(typeof SEEN_DAYS)[number], string>> = { 1: t`in the last day`, 7: t`in the last 7 days`, 30: t`in the last 30 days`, 90: t`in the last 90 days` };
  return <select name="seen" defaultValue={value} aria-label={t`Seen`}><option value="">{t`at any time`}</option>{SEEN_DAYS.map((days) => <option key={days} value={days}>{names[days]}</option>)}</select>;
}

function Sure({ value }: { value: string }) {
  const { t } = useLingui();
  return (
    <select name="sure" defaultValue={value} aria-label={t`Confidence`}>
      <option value="">{t`any confidence`}</option><option value="high">{t`confidence 90 or more`}</option><option value="medium">{t`confidence 70 to 89`}</option>
      <option value="low">{t`confidence below 70`}</option><option value="conflict">{t`contradicting sources`}</option>
    </select>
  );
}
