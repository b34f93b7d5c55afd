/** The queue: what is one question stands as one, by care at risk. Links, so that it works without the script; marks for deciding several at once. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AcceptanceView, TriageGroup, TriagePage } from '@wardkeep/app/assess-views';
import { queueLink, SORTS } from '../finding-query.ts';
import { useFormat } from '../format.ts';
import { FINDING_SORT_LABELS } from '../labels/findings.ts';
import { useLabels } from '../labels/index.ts';
import { Exploited } from './advisory-marks.tsx';
import { Shape, shapeOf, useStanding } from './finding-marks.tsx';
import { commonRun } from './finding-overlap.ts';
import { TriageAcceptance } from './triage-acceptance.tsx';

interface Props { readonly page: TriagePage; readonly params: URLSearchParams; readonly chosen: string | null; readonly acceptance: AcceptanceView }

export function TriageQueue({ page, params, chosen, acceptance }: Props) {
  const { t } = useLingui(), labels = useLabels(), sort = labels.word(FINDING_SORT_LABELS, SORTS.find((it) => it === params.get('sort')) ?? 'care'), waiting = (params.get('state') || 'waiting') === 'waiting';
  return (
    <section className="queue" aria-labelledby="queue-title">
      <h2 id="queue-title">{waiting ? <Plural value={page.total} one={<Trans><b># waiting</b></Trans>} other={<Trans><b># waiting</b></Trans>} /> : <Plural value={page.total} one={<Trans><b># found</b></Trans>} other={<Trans><b># found</b></Trans>} />} <span className="quiet"><Trans>by {sort}</Trans></span></h2>
      <ol>{page.groups.map((group) => <Group key={group.lead.id} group={group} params={params} chosen={chosen} />)}</ol>
      <p className="pages">
        {params.get('after') ? <a href={queueLink(params)}><Trans>First page</Trans></a> : null}
        {page.next ? <a rel="next" href={queueLink(params, { after: page.next })}><Trans>Next page</Trans></a> : null}
      </p>
      <form id="several" method="post" className="several" data-count="0" data-swap="" aria-label={t`Decide the marked ones`}>
        <button type="submit" disabled hidden aria-hidden="true" />
        <input type="hidden" name="intent" value="several" />
        <p className="js-only"><Trans><b data-several-count="">0</b> marked</Trans></p>
        <div className="field"><label htmlFor="several-reason"><Trans>Reason for all marked</Trans></label><input type="text" id="several-reason" name="reason" maxLength={2000} autoComplete="off" /></div>
        <p className="acts"><button className="btn plain" type="submit" name="state" value="known_affected"><Shape of="affected" /><Trans>Affected</Trans></button><button className="btn plain" type="submit" name="state" value="under_investigation"><Shape of="cannot_tell" /><Trans>Check first</Trans></button><button className="btn plain" type="submit" name="state" value="known_not_affected"><Shape of="not_affected" /><Trans>Not affected</Trans></button></p>
      </form>
      <p className="keys js-only"><span><kbd>J</kbd><kbd>K</kbd> <Trans>next, previous</Trans></span><span><kbd>X</kbd> <Trans>mark</Trans></span><span><kbd>/</kbd> <Trans>search</Trans></span></p>
      <TriageAcceptance acceptance={acceptance} />
    </section>
  );
}

function Group({ group, params, chosen }: { group: TriageGroup; params: URLSearchParams; chosen: string | null }) {
  const { t } = useLingui(), format = useFormat(), standing = useStanding(), { lead } = group, at = lead.id === chosen, name = nameOf(group);
  return (
    <li className={at ? 'at' : undefined} id={`q-${lead.id}`}>
      <a href={`${queueLink(params, { id: lead.id, after: params.get('after') })}`} aria-current={at ? 'true' : undefined} data-queue="">
        <Shape of={shapeOf(lead)} />
        <span><b>{name}</b><small>{standing(lead)}, <Plural value={group.devices} one="# device" other="# devices" />{lead.services.length > 0 ? ` · ${lead.services.join(', ')}` : ''}</small>
          {lead.exploited || lead.dueOn ? <small>{lead.exploited ? <Exploited /> : null}{lead.exploited && lead.dueOn ? ' · ' : null}{lead.dueOn ? <Trans>until {format.day(lead.dueOn)}</Trans> : null}</small> : null}</span>
        <i className={lead.assumed && group.hours > 0 ? 'assumed' : undefined}>{lead.services.length === 0 && group.hours === 0 ? <span title={t`not known`}>–<span className="sr"> {t`not known`}</span></span> : format.hours(group.hours)}</i>
      </a>
      <label className="hit"><input type="checkbox" name="groups" value={lead.id} form="several" /><span className="sr">{t`Mark ${name}`}</span></label>
    </li>
  );
}

/** The advisory's title where it names the product, be it in part; else product and title. */
function nameOf({ lead }: Pick<TriageGroup, 'lead'>): string {
  const product = lead.product ?? lead.assetName;
  return commonRun(product, lead.advisoryTitle) ? lead.advisoryTitle : `${product}: ${lead.advisoryTitle}`;
}
