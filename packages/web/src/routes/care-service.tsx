import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { CareServiceView } from '@wardkeep/app/assess-views';
import type { AssetRow, Message } from '@wardkeep/app/views';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect, useActionData, useLoaderData } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { CareForm } from '../parts/care-service-form.tsx';
import { type CareDraft, type CareField, draftOfCare, inputOfCare } from '../parts/care-service-input.ts';
import { rolesOf } from '../parts/care-service-marks.tsx';
import { ErrorSummary } from '../parts/form.tsx';
import { Title } from '../parts/frame.tsx';
import { Refused } from '../parts/message.tsx';
import { ask, attempt } from '../refusal.ts';

/** Devices offered by one search. */
const FOUND = 12;
const EMPTY: CareDraft = { name: '', kind: 'other', hours: '', fallback: '', roles: [], assets: [], q: '' };

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context), id = params['id'];
  const [kinds, services] = await Promise.all([ask(app.careKinds(actor)), ask(app.careServices(actor))]), service = services.find((it) => it.id === id) ?? null;
  if (id !== undefined && service === null) throw data({ code: 'care-service-not-found', params: { id } } satisfies Message, { status: 404 });
  return { kinds, service };
}

/** `draft` null: the form was not sent. */
interface Again { readonly draft: CareDraft | null; readonly chosen: readonly { readonly id: string; readonly name: string }[]; readonly found: readonly AssetRow[] | null; readonly wrong: readonly CareField[]; readonly refused: Message | null }

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { app, actor } = await session(context), id = params['id'] ?? null, form = await request.formData(), intent = form.get('intent');
  if (intent === 'remove' && id !== null) {
    const { refused } = await attempt(app.removeCareService(actor, id));
    return refused ? data({ draft: null, chosen: [], found: null, wrong: [], refused: { code: refused.code, params: refused.params } } satisfies Again, { status: refused.status }) : redirect('/care?done=removed', 303);
  }
  // Words that nobody has looked for yet are looked for first: Enter in the field that searches sends the form by its first button, which saves.
  const draft = draftOfCare(form), isNew = draft.q !== '' && draft.q !== form.get('searched');
  if (intent === 'find' || (intent === 'save' && isNew)) return data({ ...await showAgain(draft), found: draft.q === '' ? [] : (await ask(app.listAssets(actor, { q: draft.q, limit: FOUND }))).rows });
  if (intent !== 'save') throw data(null, { status: 400 });
  const { input, wrong } = inputOfCare(id, draft);
  if (wrong.length > 0) return data({ ...await showAgain(draft), wrong }, { status: 422 });
  const { refused } = await attempt(app.saveCareService(actor, input));
  return refused ? data({ ...await showAgain(draft), refused: { code: refused.code, params: refused.params } }, { status: refused.status }) : redirect('/care?done=saved', 303);

  async function showAgain(typed: CareDraft): Promise<Again> {
    const chosen = await Promise.all(typed.assets.slice(0, 50).map(async (asset) => (await attempt(app.asset(actor, asset))).value));
    return { draft: typed, chosen: chosen.flatMap((asset) => asset ? [{ id: asset.id, name: asset.name }] : []), found: null, wrong: [], refused: null };
  }
}

export default function CareServicePage() {
  const { kinds, service } = useLoaderData<typeof loader>(), again = useActionData<Again>(), { t } = useLingui(), format = useFormat();
  const texts: Readonly<Record<CareField, string>> = { name: t`Write a name of 1 to 200 characters.`, hours: t`Write a number from 0 to 10,000, or leave it empty.`, fallback: t`Write a share from 0 to 100, or leave it empty.` };
  const errors = (again?.wrong ?? []).map((field) => ({ field, text: texts[field] })), draft = again?.draft ?? (service ? draftOfService(service, format.number) : EMPTY);
  return (
    <main id="main" tabIndex={-1}>
      <Title>{service ? service.name : t`Name a care service`}</Title>
      <Refused message={again?.refused} />
      <div className="lead"><p className="ask"><a href="/care"><Trans>Care</Trans></a>{service ? <span>{service.name}</span> : null}</p>
        <h1 className="sentence">{service ? <ServiceSentence service={service} /> : <Trans>What do patients receive, and <b>what can it not do without?</b></Trans>}</h1>
        <p className="more"><Trans>The hours that would be lost put the findings in order. What you do not know may stay empty: an assumed number is counted, and it is marked as such.</Trans></p></div>
      <ErrorSummary errors={errors} />
      <CareForm draft={draft} service={service} kinds={kinds} chosen={again?.draft ? again.chosen : service?.needsAssets ?? []} found={again?.found ?? null} errors={errors} />
      {service ? <Remove service={service} /> : null}
    </main>
  );
}

/** Only what the hospital said is filled in: what is assumed stays empty, and says so. */
function draftOfService(service: CareServiceView, number: (value: number) => string): CareDraft {
  const { plannedHoursPerWeek: hours, fallbackShare: fallback } = service, said = (source: string) => source === 'institution';
  return { name: service.name, kind: service.kind, hours: said(hours.source.kind) ? number(hours.value) : '', fallback: said(fallback.source.kind) ? number(fallback.value * 100) : '', roles: rolesOf(service), assets: service.needsAssets.map((it) => it.id), q: '' };
}

function ServiceSentence({ service }: { service: CareServiceView }) {
  const format = useFormat();
  if (service.findings === 0) return <><b>{service.name}</b>: <Trans>no finding touches what it needs.</Trans></>;
  return <><b>{service.name}</b>: <Trans><b>{format.hours(service.hoursAtRisk)}</b> are at risk in the next 30 days</Trans>, <Plural value={service.findings} one="through # finding." other="through # findings." /></>;
}

function Remove({ service }: { service: CareServiceView }) {
  return (
    <section className="sheet gap"><h2><Trans>Is it no longer given?</Trans></h2>
      <details className="task"><summary><Trans>Remove this care service</Trans></summary>
        <form method="post" className="form"><input type="hidden" name="intent" value="remove" />
          <p><Trans>Findings stay, but they no longer count for this care. This cannot be undone; you can name it again.</Trans></p>
          <p><button className="btn stop" type="submit"><Trans>Yes, remove it</Trans>: {service.name}</button></p></form></details></section>
  );
}
