import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ImportView, Message } from '@wardkeep/app/views';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { IMPORT_KIND_LABELS, IMPORT_STATE_LABELS } from '../labels/words.ts';
import { Title } from '../parts/frame.tsx';
import { ChangeTable, Counts, LeftOut, Permission, Warnings } from '../parts/import-report.tsx';
import { LIST_FIELD_CODES, MappingForm } from '../parts/mapping.tsx';
import { Refused } from '../parts/message.tsx';
import { ask, attempt } from '../refusal.ts';

/** Without the script the page asks again by itself. */
const REFRESH_SECONDS = 4;
const isRunning = (it: ImportView) => it.state === 'waiting' || it.state === 'reading' || it.state === 'resolving';

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  const it = await ask(app.import(actor, params['id']!));
  // Who may not read findings is led to the devices alone.
  return { it, advisories: it.state === 'done' ? (await attempt(app.assessOverview(actor))).value?.advisories ?? null : null };
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { app, actor } = await session(context), id = params['id']!, form = await request.formData(), here = `/imports/${encodeURIComponent(id)}`;
  const intent = form.get('intent');
  if (intent !== 'stop' && intent !== 'mapping') throw data(null, { status: 400 });
  const { refused } = await attempt(intent === 'stop' ? app.stopImport(actor, id) : app.confirmMapping(actor, id, columnsOf(form)));
  return refused ? data({ refused: { code: refused.code, params: refused.params } }, { status: refused.status }) : redirect(here, 303);
}

function columnsOf(form: FormData) {
  return [...form].flatMap(([name, value]) => {
    const index = /^column-(\d{1,4})$/.exec(name)?.[1];
    return index === undefined ? [] : [{ index: Number(index), field: LIST_FIELD_CODES.find((field) => field === value) ?? null }];
  });
}

export default function Import() {
  const { it, advisories } = useLoaderData<typeof loader>(), again = useActionData<{ refused: Message }>(), running = isRunning(it);
  return (
    <main id="main" tabIndex={-1}>
      <Title>{it.name}</Title>
      {running ? <noscript><meta httpEquiv="refresh" content={String(REFRESH_SECONDS)} /></noscript> : null}
      <Refused message={again?.refused} />
      <div className="lead">
        <Asked it={it} />
        <h1 className="sentence"><ImportSentence it={it} /></h1>
        {it.state === 'done' || it.state === 'stopped' ? <GoOn advisories={advisories} /> : null}
      </div>
      {running ? <Live it={it} /> : null}
      {it.state === 'needs-mapping' && it.mapping ? <section className="sheet"><h2><Trans>What is in the columns?</Trans><small><Trans>Marked ones are uncertain.</Trans></small></h2><MappingForm mapping={it.mapping} /></section> : null}
      {it.state === 'failed' ? <Failed it={it} /> : null}
      {it.state === 'done' ? <section className="sheet"><h2><Trans>What changed?</Trans><small><Trans>Since the import before</Trans></small></h2><div><Counts it={it} /><ChangeTable it={it} /></div></section> : null}
      <Warnings it={it} /><LeftOut it={it} /><Permission it={it} />
    </main>
  );
}

/** The list is a means: what comes next is which of its devices are affected, once there is something to compare them with. */
function GoOn({ advisories }: { advisories: number | null }) {
  return (
    <p className="next">
      {advisories === null ? null : advisories === 0 ? <a className="btn" href="/feeds"><Trans>Compare with advisories</Trans></a> : <a className="btn" href="/overview#wards"><Trans>See which devices are affected</Trans></a>}
      <a className={advisories === null ? 'btn' : 'btn plain'} href="/assets"><Trans>See the devices</Trans></a></p>
  );
}

function Asked({ it }: { it: ImportView }) {
  const labels = useLabels(), format = useFormat();
  return <p className="ask"><a href="/imports"><Trans>Imports</Trans></a><span>{labels.word(IMPORT_KIND_LABELS, it.kind)}</span><span>{it.name}</span><span>{format.dateTime(it.startedAt)}</span>{it.bytes === null ? null : <span>{format.bytes(it.bytes)}</span>}<span>{it.by}</span></p>;
}

function ImportSentence({ it }: { it: ImportView }) {
  const labels = useLabels(), { assets } = it;
  switch (it.state) {
    case 'done': return <>{assets === null ? <Trans><b>Read to the end.</b></Trans> : <Plural value={assets} one={<Trans><b># device</b> is in this file;</Trans>} other={<Trans><b># devices</b> are in this file;</Trans>} />}{' '}
      {it.changeCounts.new > 0 ? <Plural value={it.changeCounts.new} one={<Trans><b># was not known</b> before.</Trans>} other={<Trans><b># were not known</b> before.</Trans>} /> : <Trans>all were known before.</Trans>}</>;
    case 'stopped': return <Trans>Reading was <b>stopped</b>. What was read until then is kept; the file is not.</Trans>;
    case 'failed': return <Trans><b>The file was not read.</b> Nothing was changed.</Trans>;
    case 'needs-mapping': return <Trans>The list is here. <b>Tell us what its columns mean</b>, and it is read.</Trans>;
    default: return <Trans><b>{labels.word(IMPORT_STATE_LABELS, it.state)}.</b> You may leave this page; it goes on.</Trans>;
  }
}

function Live({ it }: { it: ImportView }) {
  const { t } = useLingui(), format = useFormat();
  return (
    <section className="sheet live" data-events={`/api/v1/imports/${it.id}/events`} data-state={it.state} aria-label={t`Progress`}>
      <h2><Trans>How far?</Trans></h2>
      <div>
        <progress aria-label={t`Part of the file that is read`} />
        <dl className="counts gap">
          {it.kind === 'capture' ? <div><dt><Trans>frames</Trans></dt><dd data-live="frames">{format.number(it.frames ?? 0)}</dd></div> : null}
          <div><dt><Trans>devices</Trans></dt><dd data-live="assets">{format.number(it.assets ?? 0)}</dd></div>
        </dl>
        <div className="note offline js-only" role="status"><p><Trans>No connection to the server. The figures above are old; the page goes on by itself when it is back.</Trans></p></div>
        <form method="post" className="acts"><input type="hidden" name="intent" value="stop" /><button className="btn plain" type="submit"><Trans>Stop and keep what was read</Trans></button></form>
      </div>
    </section>
  );
}

function Failed({ it }: { it: ImportView }) {
  const labels = useLabels();
  return (
    <div className="notice"><div className="note red">
      <p className="say">{it.error ? labels.message(it.error) : <Trans>The reason is not known.</Trans>}</p>
      <p><Trans>Earlier imports and your decisions are still there.</Trans></p>
      <p className="acts"><a className="btn plain" href={it.kind === 'capture' ? '/import/capture' : '/import/list'}><Trans>Try with another file</Trans></a></p>
    </div></div>
  );
}
