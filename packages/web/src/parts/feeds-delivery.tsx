/** What became of one delivery: how far it is read, then what is known by it, and where to go on. */
import { Plural, Trans } from '@lingui/react/macro';
import type { AdvisoryIntakeView, AssessOverview, FeedView } from '@wardkeep/app/assess-views';
import { hasFailed, isRunning, Said } from './feeds-tables.tsx';

interface Props { readonly delivery: AdvisoryIntakeView; /** Null for who may not read findings, and until the delivery is read. */ readonly assess: AssessOverview | null }

export function DeliverySentence({ delivery: { state, added, revised }, assess }: Props) {
  if (state === 'failed') return <Trans><b>The delivery was not read.</b> Nothing was changed.</Trans>;
  if (state !== 'done') return <Trans><b>The delivery is being read.</b> You may leave this page; it goes on.</Trans>;
  if (!assess) return <Trans><b>The delivery was read to the end.</b> New: {added}, revised: {revised}.</Trans>;
  return <>
    <Plural value={assess.advisories} one={<Trans><b># advisory</b> is held;</Trans>} other={<Trans><b># advisories</b> are held;</Trans>} />{' '}
    {assess.devices === 0 ? <Trans>there are no devices yet to compare with.</Trans> : <Affected count={assess.affectedDevices} />}
  </>;
}

function Affected({ count }: { count: number }) {
  return <a href="/overview#wards"><Plural value={count} _0="no device is affected" one="# device is affected" other="# devices are affected" /></a>;
}

export function DeliveryNext({ delivery, assess, feeds }: Props & { readonly feeds: readonly FeedView[] }) {
  const { quarantined } = delivery, failed = feeds.filter((feed) => feed.lastAskedAt !== null && feed.lastAskedAt >= delivery.at && hasFailed(feed)).length;
  if (isRunning(delivery)) return null;
  return (
    <>
      {delivery.error ? <p className="more"><Said message={delivery.error} /></p> : null}
      {assess ? <p className="next">{assess.devices === 0 ? <a className="btn" href="/import/list"><Trans>First bring your devices</Trans></a> : <a className="btn" href="/overview#wards"><Trans>See which devices are affected</Trans></a>}</p> : null}
      {failed > 0 ? <p className="more"><a href="#switches"><Plural value={failed} one="# feed did not give what was asked" other="# feeds did not give what was asked" /></a></p> : null}
      {quarantined > 0 ? <p className="more"><a href="#quarantine"><Plural value={quarantined} one="# document was not used" other="# documents were not used" /></a></p> : null}
    </>
  );
}
