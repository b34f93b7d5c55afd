/** Deliveries, what is in quarantine, and the feeds with their switches. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AdvisoryIntakeView, FeedsView, FeedView, QuarantineView } from '@wardkeep/app/assess-views';
import type { Message } from '@wardkeep/app/views';
import type { ReactNode } from 'react';
import { useFormat } from '../format.ts';
import { FEED_KIND_LABELS, INTAKE_STATE_LABELS } from '../labels/feeds.ts';
import { useLabels } from '../labels/index.ts';
import { DeliveryName, FeedName, useFeedName } from './feeds-names.tsx';

export const isRunning = (it: AdvisoryIntakeView): boolean => it.state === 'waiting' || it.state === 'reading';

interface OfDelivery { readonly it: AdvisoryIntakeView; readonly feeds: readonly FeedView[] }

export function Deliveries({ intakes, feeds }: Pick<FeedsView, 'intakes' | 'feeds'>) {
  if (intakes.length === 0) return <p className="quiet"><Trans>Nothing has come in yet.</Trans></p>;
  return (
    <table className="data entries spread deliveries">
      <caption className="sr"><Trans>Deliveries</Trans></caption>
      <thead><tr><th scope="col"><Trans>Delivery</Trans></th><th scope="col" className="w-mid"><Trans>State</Trans></th><th scope="col" className="w-count num"><Trans>Read</Trans></th><th scope="col" className="w-count num"><Trans>New</Trans></th><th scope="col" className="w-count num"><Trans>Revised</Trans></th><th scope="col" className="w-count num"><Trans>Unchanged</Trans></th><th scope="col" className="w-count num"><Trans>In quarantine</Trans></th><th scope="col" className="w-mid"><Trans>By</Trans></th><th scope="col" className="w-mid num"><Trans>When</Trans></th></tr></thead>
      <tbody>{intakes.map((it) => isRunning(it) ? <Running key={it.id} it={it} feeds={feeds} /> : <Ended key={it.id} it={it} feeds={feeds} />)}</tbody>
    </table>
  );
}

/** Asked again by the script (`enhance/intake.ts`), or by the page itself where none runs. How many documents there will be nobody knows before the end. */
function Running({ it, feeds }: OfDelivery) {
  const { t } = useLingui(), format = useFormat(), labels = useLabels();
  return (
    <tr data-intake={`/api/v1/intakes/${encodeURIComponent(it.id)}`} data-state={it.state}>
      <th scope="row"><DeliveryName name={it.name} feeds={feeds} /></th>
      <td data-label={t`State`}><span role="status">{labels.word(INTAKE_STATE_LABELS, it.state)}</span><progress aria-label={t`Reading of the delivery`} /></td>
      <td data-label={t`Read`} className="num" data-live="read">{format.number(it.read)}</td><td colSpan={4} className="quiet"><Trans>You may leave this page; it goes on.</Trans></td>
      <td data-label={t`By`}>{it.by}</td><td data-label={t`When`} className="num">{format.dateTime(it.at)}</td>
    </tr>
  );
}

function Ended({ it, feeds }: OfDelivery) {
  const { t } = useLingui(), format = useFormat(), labels = useLabels();
  return (
    <tr>
      <th scope="row"><DeliveryName name={it.name} feeds={feeds} /></th>
      <td data-label={t`State`}>{it.state === 'failed' ? <span><span className="clear">{labels.word(INTAKE_STATE_LABELS, it.state)}</span>{it.error ? <span className="under"><Said message={it.error} /></span> : null}</span> : labels.word(INTAKE_STATE_LABELS, it.state)}</td>
      <Count name={t`Read`} value={it.read} /><Count name={t`New`} value={it.added} strong /><Count name={t`Revised`} value={it.revised} strong /><Count name={t`Unchanged`} value={it.unchanged} />
      <td data-label={t`In quarantine`} className="num">{it.quarantined > 0 ? <a href="#quarantine">{format.number(it.quarantined)}</a> : <span className="quiet">{format.number(0)}</span>}</td>
      <td data-label={t`By`}>{it.by}</td><td data-label={t`When`} className="num">{format.dateTime(it.at)}</td>
    </tr>
  );
}

function Count({ name, value, strong = false }: { name: string; value: number; strong?: boolean }) {
  const format = useFormat(), text = format.number(value);
  return <td data-label={name} className="num">{value === 0 ? <span className="quiet">{text}</span> : strong ? <b>{text}</b> : text}</td>;
}

/** The reason in the reader's language; the reader's own English sentence names the place in the document. */
export function Quarantine({ rows }: { rows: readonly QuarantineView[] }) {
  const labels = useLabels(), format = useFormat();
  if (rows.length === 0) return <p className="quiet"><Trans>Nothing is in quarantine.</Trans></p>;
  return (
    <>
      <p className="prose"><Trans>These documents were not used. The others of the same delivery were; nothing that was held before is lost.</Trans></p>
      <ul className="quarantine">{rows.map((it) => (
        <li key={it.id}><span className="mono">{it.file}</span><span>{labels.message(it.reason)}</span><span className="quiet" lang="en">{it.message}</span><time className="quiet" dateTime={it.at}>{format.dateTime(it.at)}</time></li>))}</ul>
    </>
  );
}

export function Feeds({ feeds }: { feeds: readonly FeedView[] }) {
  const { t } = useLingui(), labels = useLabels();
  if (feeds.length === 0) return <p className="quiet"><Trans>This installation knows no feed. Hand in files, or an offline bundle.</Trans></p>;
  return (
    <table className="data entries">
      <caption className="sr"><Trans>Feeds</Trans></caption>
      <thead><tr><th scope="col"><Trans>Feed</Trans></th><th scope="col" className="w-switch"><Trans>Switch</Trans></th><th scope="col" className="w-wide"><Trans>Last asked</Trans></th><th scope="col" className="w-short num"><Trans>Came from it</Trans></th></tr></thead>
      <tbody>{feeds.map((feed) => (
        <tr key={feed.id} id={`feed-${feed.id}`}>
          <th scope="row"><FeedName feed={feed} /> <span className="under">{labels.word(FEED_KIND_LABELS, feed.kind)} · <span className="mono">{feed.url}</span></span></th>
          <td data-label={t`Switch`}><Switch feed={feed} /></td>
          <td data-label={t`Last asked`}><Asked feed={feed} /></td>
          <td data-label={t`Came from it`} className="num"><Documents count={feed.documents} /></td>
        </tr>))}</tbody>
    </table>
  );
}

function Documents({ count }: { count: number }) { const format = useFormat(); return <>{format.number(count)}</>; }

/** A button that says what it will do; the state stands before it as shape and word. */
function Switch({ feed }: { feed: FeedView }) {
  const { t } = useLingui(), { id, enabled } = feed, name = useFeedName()(feed);
  return (
    <form method="post" className="switch"><input type="hidden" name="intent" value="switch" /><input type="hidden" name="feed" value={id} /><input type="hidden" name="to" value={enabled ? 'off' : 'on'} />
      <span className={enabled ? 'on' : 'off'}>{enabled ? <Trans>on</Trans> : <Trans>off</Trans>}</span>
      <button className="link" type="submit" aria-label={enabled ? t`Switch off: ${name}` : t`Switch on: ${name}`}>{enabled ? <Trans>Switch off</Trans> : <Trans>Switch on</Trans>}</button></form>
  );
}

export const hasFailed = ({ lastResult }: FeedView): boolean => lastResult !== null && lastResult.code !== 'feed-asked';

/** The words of a failure; the system's own half sentence is English. */
export function Said({ message }: { message: Message }) {
  const labels = useLabels(), { reason } = message.params;
  return <>{labels.message(message)}{reason === undefined ? null : <> <span lang="en">({reason})</span></>}</>;
}

function Asked({ feed }: { feed: FeedView }) {
  const format = useFormat(), failed = hasFailed(feed);
  if (feed.lastAskedAt === null) return <span className="quiet"><Trans>never</Trans></span>;
  return <span>{format.dateTime(feed.lastAskedAt)}{feed.lastResult ? <span className={failed ? 'under clear' : 'under'}><Said message={feed.lastResult} /></span> : null}</span>;
}

/** How old the knowledge about use is: both lists are counted in days. */
export function Intelligence({ feeds: { knownExploited, epss } }: { feeds: FeedsView }) {
  return (
    <dl className="facts">
      <Known name={<Trans>Known exploited (KEV)</Trans>} day={knownExploited.day}><Plural value={knownExploited.count} one="# vulnerability" other="# vulnerabilities" /></Known>
      <Known name={<Trans>Probabilities (EPSS)</Trans>} day={epss.day}><Plural value={epss.count} one="# vulnerability" other="# vulnerabilities" /></Known>
    </dl>
  );
}

function Known({ name, day, children }: { name: ReactNode; day: string | null; children: ReactNode }) {
  const format = useFormat();
  return <><dt>{name}</dt><dd>{day === null ? <span className="unknown"><Trans>not brought in yet; until then likelihoods count as not known</Trans></span> : <>{children}, <Trans>of {format.day(day)}</Trans></>}</dd></>;
}
