import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AdvisoryIntakeView, AssessOverview, FeedsView } from '@wardkeep/app/assess-views';
import type { Message } from '@wardkeep/app/views';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { session } from '../context.ts';
import { draftOf } from '../draft.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { ComparingNow } from '../parts/affected-overview.tsx';
import { DeliveryNext, DeliverySentence } from '../parts/feeds-delivery.tsx';
import { DeliveryName } from '../parts/feeds-names.tsx';
import { Deliveries, Feeds, Intelligence, isRunning, Quarantine } from '../parts/feeds-tables.tsx';
import { WhatLeaves, Ways } from '../parts/feeds-ways.tsx';
import { ErrorSummary } from '../parts/form.tsx';
import { Title } from '../parts/frame.tsx';
import { Refused } from '../parts/message.tsx';
import { ask, attempt } from '../refusal.ts';

/** Without the script the page asks again by itself. */
const REFRESH_SECONDS = 4;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  const feeds = await ask(app.feeds(actor)), id = new URL(request.url).searchParams.get('in'), delivery = feeds.intakes.find((it) => it.id === id) ?? null;
  // Who may bring advisories in need not be allowed to read findings.
  return { feeds, draft: draftOf(request), delivery, assess: delivery?.state === 'done' ? (await attempt(app.assessOverview(actor))).value : null };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { app, actor } = await session(context), form = await request.formData(), intent = form.get('intent'), id = form.get('feed');
  const refuse = (refused: Message & { status: number }) => data({ refused: { code: refused.code, params: refused.params } }, { status: refused.status });
  if (intent === 'update') {
    const { value, refused } = await attempt(app.updateFeeds(actor));
    return refused ? refuse(refused) : redirect(`/feeds?in=${encodeURIComponent(value.id)}#deliveries`, 303);
  }
  if (intent !== 'switch' || typeof id !== 'string') throw data(null, { status: 400 });
  const { refused } = await attempt(app.switchFeed(actor, { id, enabled: form.get('to') === 'on' }));
  return refused ? refuse(refused) : redirect(`/feeds#feed-${encodeURIComponent(id)}`, 303);
}

export default function FeedsPage() {
  const { feeds, draft, delivery, assess } = useLoaderData<typeof loader>(), again = useActionData<{ refused: Message }>(), { t } = useLingui(), labels = useLabels();
  const wrong = draft.wrong.includes('file') ? t`Choose a file.` : draft.refused ? labels.message(draft.refused) : null;
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`Advisories in`}</Title>
      {feeds.intakes.some(isRunning) || assess?.running ? <noscript><meta httpEquiv="refresh" content={String(REFRESH_SECONDS)} /></noscript> : null}
      <Refused message={again?.refused} />
      <Lead feeds={feeds} delivery={delivery} assess={assess} />
      <ErrorSummary errors={wrong ? [{ field: 'file', text: wrong }] : []} />
      <Ways feeds={feeds.feeds} draft={draft} />
      <WhatLeaves />
      <section className="sheet" id={delivery ? undefined : 'deliveries'}><h2><Trans>What came in</Trans><small><Trans>Newest first</Trans></small></h2><div><Deliveries intakes={feeds.intakes} feeds={feeds.feeds} /></div></section>
      <section className="sheet" id="quarantine"><h2><Trans>Quarantine</Trans><small><Trans>Not used, with the reason</Trans></small></h2><div><Quarantine rows={feeds.quarantine} /></div></section>
      <section className="sheet" id="switches"><h2><Trans>Feeds</Trans><small><Trans>None is asked by itself</Trans></small></h2><div><Feeds feeds={feeds.feeds} /></div></section>
      <section className="sheet"><h2><Trans>What is known about use</Trans></h2><Intelligence feeds={feeds} /></section>
    </main>
  );
}

/** After something was handed in or asked for, the heading says what became of it, and `#deliveries` leads there. */
function Lead({ feeds, delivery, assess }: { feeds: FeedsView; delivery: AdvisoryIntakeView | null; assess: AssessOverview | null }) {
  const asked = <><a href="/advisories"><Trans>Advisories</Trans></a><span><Trans>How do they come in?</Trans></span></>;
  if (!delivery) return <div className="lead"><p className="ask">{asked}</p><h1 className="sentence"><FeedsSentence feeds={feeds} /></h1></div>;
  return (
    <div className="lead" id="deliveries">
      <p className="ask">{asked}<span><DeliveryName name={delivery.name} feeds={feeds.feeds} /></span>{assess?.running ? <ComparingNow /> : null}</p>
      <h1 className="sentence"><DeliverySentence delivery={delivery} assess={assess} /></h1>
      <DeliveryNext delivery={delivery} assess={assess} feeds={feeds.feeds} />
    </div>
  );
}

function FeedsSentence({ feeds: { feeds, intakes } }: { feeds: FeedsView }) {
  const format = useFormat(), on = feeds.filter((feed) => feed.enabled).length, asked = feeds.flatMap((feed) => feed.lastAskedAt ?? []).sort().at(-1), running = intakes.filter(isRunning).length;
  return <>
    {running > 0 ? <><Plural value={running} one={<Trans><b># delivery is being read</b>;</Trans>} other={<Trans><b># deliveries are being read</b>;</Trans>} />{' '}</> : null}
    <Plural value={on} _0={<Trans><b>No feed</b> is switched on;</Trans>} one={<Trans><b># feed</b> is switched on;</Trans>} other={<Trans><b># feeds</b> are switched on;</Trans>} />{' '}
    {asked ? <Trans>they were last asked on {format.dateTime(asked)}.</Trans> : <Trans>none has been asked yet.</Trans>}{' '}<Trans>Nothing is asked until you press the button.</Trans>
  </>;
}
