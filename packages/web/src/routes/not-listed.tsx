import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { NotListedPage } from '@wardkeep/app/assess-views';
import { type LoaderFunctionArgs, useLoaderData, useRouteLoaderData } from 'react-router';
import { session } from '../context.ts';
import { placeOfReason } from '../labels/assess-reasons.ts';
import { TextField } from '../parts/form.tsx';
import { Title } from '../parts/frame.tsx';
import { isMachineName } from '../parts/marks.tsx';
import { clausesOf } from '../parts/reasons.tsx';
import { WordsSideBySide } from '../parts/words-side-by-side.tsx';
import { ask } from '../refusal.ts';
import type { loader as rootLoader } from '../root.tsx';

export { ErrorBoundary } from './triage.tsx';

const SHOWN = 50, WORDS_LENGTH = 200;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context), q = new URL(request.url).searchParams.get('q')?.trim().slice(0, WORDS_LENGTH) ?? '';
  return { q, found: q === '' ? null : await ask(app.notListed(actor, { q, limit: SHOWN })) };
}

export default function NotListed() {
  const { q, found } = useLoaderData<typeof loader>(), { t } = useLingui(), place = useRouteLoaderData<typeof rootLoader>('root')?.institution.name;
  return (
    <main id="main" tabIndex={-1}>
      <Title place={place}>{t`Why is it not listed?`}</Title>
      <div className="lead">
        <p className="ask"><a href="/findings"><Trans>Findings</Trans></a></p>
        <h1 className="sentence"><Sentence q={q} found={found} /></h1>
        {found === null ? <p className="more"><Trans>When devices and advisories are compared, some pairs come close and are left out. They are kept with what spoke against them.</Trans></p> : null}
      </div>
      <form action="/findings/not-listed" className="inline-form first" role="search" aria-label={t`Search in pairs that were left out`}><TextField id="not-listed-q" name="q" label={<Trans>Device, product or advisory</Trans>} value={q} /><button className="btn" type="submit"><Trans>Search</Trans></button></form>
      {found === null ? null : found.rows.length === 0 ? <Otherwise q={q} /> : <Pairs found={found} />}
    </main>
  );
}

function Sentence({ q, found }: { q: string; found: NotListedPage | null }) {
  if (found === null) return <Trans><b>Why is it not listed?</b> Ask for a device, a product or an advisory.</Trans>;
  if (found.total === 0) return <Trans><b>Nothing came close</b> to “{q}”.</Trans>;
  return <Plural value={found.total} one={<Trans><b># pair</b> came close and was left out.</Trans>} other={<Trans><b># pairs</b> came close and were left out.</Trans>} />;
}

function Pairs({ found }: { found: NotListedPage }) {
  const { i18n } = useLingui(), number = new Intl.NumberFormat(i18n.locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }), hidden = found.total - found.rows.length;
  return (
    <div className="leftout">
      {found.rows.map((pair) => {
        const against = clausesOf(i18n, pair.reasons.filter((reason) => placeOfReason(reason.code).side === 'against')), score = number.format(pair.score);
        return (
          <section key={`${pair.row} ${pair.advisory}`} className="pair-out">
            <h2><a className={isMachineName(pair.assetName) ? 'mono' : undefined} href={`/assets/${encodeURIComponent(pair.row)}`}>{pair.assetName}</a> <span className="quiet"><Trans>and</Trans></span> <a href={`/advisories?show=all&q=${encodeURIComponent(pair.trackingId)}`}><span className="mono">{pair.trackingId}</span> {pair.advisoryTitle}</a></h2>
            <p>{against === '' ? <Trans>Left out: too little spoke for it.</Trans> : <Trans>Left out: {against}.</Trans>} <span className="quiet"><Trans>Match score {score}</Trans></span></p>
            <WordsSideBySide reasons={pair.reasons} about={`${pair.trackingId}, ${pair.assetName}`} />
          </section>);
      })}
      {hidden > 0 ? <p className="quiet"><Plural value={hidden} one="# more is not shown; search with more words." other="# more are not shown; search with more words." /></p> : null}
    </div>
  );
}

/** Nothing came close: where the reason may lie, each with the search that shows it. */
function Otherwise({ q }: { q: string }) {
  const words = encodeURIComponent(q);
  return (
    <section className="otherwise"><h2><Trans>Then it is one of these</Trans></h2>
      <ol className="todo">
        <li><b><Trans>It is listed, under another name.</Trans></b> <a href={`/findings?state=all&q=${words}`}><Trans>Search all findings</Trans></a></li>
        <li><b><Trans>The advisory is not held here.</Trans></b> <a href={`/advisories?show=all&q=${words}`}><Trans>Search the advisories</Trans></a></li>
        <li><b><Trans>The device is not in the inventory, or its maker and model are not known.</Trans></b> <a href={`/assets?q=${words}`}><Trans>Search the devices</Trans></a></li>
        <li><b><Trans>Maker and product share nothing with any advisory.</Trans></b> <Trans>Pairs that far apart are not kept: there would be millions.</Trans></li>
      </ol></section>
  );
}
