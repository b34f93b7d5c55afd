import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AssetView, Message } from '@wardkeep/app/views';
import { ATTRIBUTES, type Attribute } from '@wardkeep/model';
import type { ReactNode } from 'react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { session } from '../context.ts';
import { useFormat } from '../format.ts';
import { useLabels } from '../labels/index.ts';
import { AssetFindings } from '../parts/affected-overview.tsx';
import { AttributeTable } from '../parts/attribute-table.tsx';
import { Title } from '../parts/frame.tsx';
import { Confidence } from '../parts/marks.tsx';
import { Done, Refused } from '../parts/message.tsx';
import { History, RecordTasks } from '../parts/record-tasks.tsx';
import { PeerTable, ServiceTable } from '../parts/service-table.tsx';
import { ask, attempt } from '../refusal.ts';

const TWINS = 8, FINDINGS = 50;

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context), id = params['id']!, search = new URL(request.url).searchParams.get('twin')?.trim().slice(0, 200) || null;
  const asset = await ask(app.asset(actor, id));
  const twins = search ? (await ask(app.listAssets(actor, { q: search, limit: TWINS + 1 }))).rows.filter((row) => row.id !== id).slice(0, TWINS) : [];
  const { value: findings } = await attempt(app.findings(actor, { asset: id, state: 'all', sort: 'care', limit: FINDINGS }));
  return { asset, twins, search, findings };
}

export interface Draft { readonly refused: Message; readonly attribute: string | null; readonly value: string; readonly reason: string }

export async function action({ request, params, context }: ActionFunctionArgs) {
  const { app, actor } = await session(context), id = params['id']!, form = await request.formData();
  const text = (name: string) => { const value = form.get(name); return typeof value === 'string' ? value.trim() : ''; };
  const intent = text('intent'), reason = text('reason'), here = `/assets/${encodeURIComponent(id)}`;
  const refuse = (refused: Message & { status: number }) => data({ refused: { code: refused.code, params: refused.params }, attribute: text('attribute') || null, value: text('value'), reason } satisfies Draft, { status: refused.status });
  if (intent === 'undo') {
    const { refused } = await attempt(app.undo(actor, text('decision')));
    return refused ? refuse(refused) : redirect(`${here}?undone=1#history`, 303);
  }
  if (reason === '') return refuse({ code: 'reason-missing', params: {}, status: 400 });
  if (intent === 'delete') {
    const { value, refused } = await attempt(app.remove(actor, { assetId: id, reason }));
    return refused ? refuse(refused) : redirect(`/assets?deleted=${encodeURIComponent(value.id)}`, 303);
  }
  if (intent === 'split') {
    const { refused } = await attempt(app.split(actor, { assetId: id, addresses: form.getAll('addresses').filter((it) => typeof it === 'string'), reason }));
    return refused ? refuse(refused) : redirect(`${here}?done=split`, 303);
  }
  const attribute = ATTRIBUTES.find((it) => it === text('attribute'));
  if (intent !== 'correct' || !attribute) throw data(null, { status: 400 });
  const { refused } = await attempt(app.decide(actor, { assetId: id, attribute, value: text('value') || null, reason }));
  return refused ? refuse(refused) : redirect(`${here}?done=${attribute}`, 303);
}

export default function Asset() {
  const { asset, twins, search, findings } = useLoaderData<typeof loader>(), refused = useActionData<Draft>(), [params] = useSearchParams();
  const open = { why: params.getAll('why'), correct: refused ? refused.attribute : params.get('correct'), draft: refused ?? null };
  return (
    <main id="main" tabIndex={-1}>
      <Title place={asset.zone ?? undefined}>{asset.name}</Title>
      <Refused message={refused?.refused} />
      <Saved asset={asset} done={params.get('done')} undone={params.get('undone') !== null} />
      <div className="lead">
        <p className="ask"><a href="/assets"><Trans>Devices</Trans></a>{asset.zone ? <span>{asset.zone}</span> : null}<span className="mono">{asset.name}</span></p>
        <h1 className="sentence"><AssetSentence asset={asset} /></h1>
        <FirstStep asset={asset} />
      </div>
      <section className="sheet"><h2><Trans>What is it?</Trans><small><Trans>From 90 a machine may act on it, below 70 only a person.</Trans></small></h2><AttributeTable asset={asset} open={open} /></section>
      {findings ? <section className="sheet" id="findings"><h2><Trans>Is it affected?</Trans><small><Trans>By care at risk</Trans></small></h2><div><AssetFindings page={findings} id={asset.id} /></div></section> : null}
      <section className="sheet"><h2><Trans>How is it reached?</Trans></h2><Addresses asset={asset} /></section>
      <section className="sheet"><h2><Trans>What does it answer to?</Trans></h2>{asset.services.length > 0 ? <ServiceTable services={asset.services} /> : <p className="quiet"><Trans>No service was seen on it.</Trans></p>}</section>
      <section className="sheet"><h2><Trans>Who does it talk to?</Trans></h2>{asset.peers.length > 0 ? <PeerTable peers={asset.peers} name={asset.name} /> : <p className="quiet"><Trans>No conversation was seen.</Trans></p>}</section>
      {asset.software.length > 0 ? <section className="sheet"><h2><Trans>What runs on it?</Trans></h2><Software asset={asset} /></section> : null}
      <section className="sheet"><h2><Trans>Is the record wrong?</Trans></h2><RecordTasks asset={asset} twins={twins} search={search} /></section>
      <section className="sheet" id="history"><h2><Trans>Changed by hand</Trans></h2><History decisions={asset.decisions} /></section>
    </main>
  );
}

function Saved({ asset, done, undone }: { asset: AssetView; done: string | null; undone: boolean }) {
  const labels = useLabels(), last = asset.decisions.filter((it) => !it.undoneAt).at(-1);
  if (undone) return <Done><p className="say"><Trans>Undone.</Trans></p></Done>;
  if (!done || !last) return null;
  const what = last.attribute ? labels.attribute(last.attribute) : '';
  return (
    <Done><p className="say">{last.kind === 'correct' ? <Trans>Saved: {what}.</Trans> : last.kind === 'merge' ? <Trans>The records are one device now.</Trans> : <Trans>The addresses are a device of their own now.</Trans>}</p>
      <form method="post" action={`/assets/${asset.id}`}><input type="hidden" name="intent" value="undo" /><input type="hidden" name="decision" value={last.id} /><button className="link" type="submit"><Trans>Undo</Trans></button></form></Done>
  );
}

function AssetSentence({ asset }: { asset: AssetView }) {
  const labels = useLabels(), role = asset.role ? labels.role(asset.role) : null, maker = [asset.vendor, asset.model ?? asset.product].filter(Boolean).join(' '), sure = asset.confidence;
  const conflicts = asset.attributes.filter((it) => it.conflictValues.length > 1 && !it.decision), one = conflicts.length === 1 ? labels.attribute(conflicts[0]!.attribute) : '';
  const what = role && maker ? <Trans>This is <b>{role}: {maker}</b></Trans> : role ? <Trans>This is <b>{role}</b></Trans> : maker ? <Trans>This is made by <b>{maker}</b>; its role is not known</Trans> : <Trans>We do not know yet <b>what this is</b></Trans>;
  return <>
    {what}{role && sure !== null ? <>{', '}<Trans>with confidence {sure}</Trans></> : null}{'. '}
    {one ? <Trans><b>Sources contradict each other</b>: {one}.</Trans> : conflicts.length > 1 ? <Plural value={conflicts.length} one="Sources contradict each other on # attribute." other="Sources contradict each other on # attributes." /> : null}
  </>;
}

function FirstStep({ asset }: { asset: AssetView }) {
  const conflict = asset.attributes.find((it) => it.conflictValues.length > 1 && !it.decision), role: Attribute = 'role';
  return (
    <p className="next">
      {conflict ? <a className="btn" href={`/assets/${asset.id}?why=${conflict.attribute}#row-${conflict.attribute}`}><Trans>Decide the conflict</Trans></a> : asset.role === null ? <a className="btn" href={`/assets/${asset.id}?correct=${role}#correct-${role}`}><Trans>Say what it is</Trans></a> : null}
    </p>
  );
}

function Addresses({ asset }: { asset: AssetView }) {
  const format = useFormat(), lists = [[<Trans key="ip">IP addresses</Trans>, asset.ips], [<Trans key="mac">MAC addresses</Trans>, asset.macs], [<Trans key="host">Host names</Trans>, asset.hostnames], [<Trans key="ae">AE titles</Trans>, asset.aeTitles]] as const;
  return (
    <dl className="facts">
      {lists.map(([name, values], i) => values.length === 0 ? null : <Fact key={i} name={name}><span className="mono">{values.join(', ')}</span></Fact>)}
      {asset.emdn ? <Fact name={<Trans>EMDN category</Trans>}><span className="mono">{asset.emdn}</span></Fact> : null}
      {asset.firstSeen && asset.lastSeen ? <Fact name={<Trans>Seen</Trans>}>{format.dateTime(asset.firstSeen)} – {format.dateTime(asset.lastSeen)}</Fact> : null}
    </dl>
  );
}

function Fact({ name, children }: { name: ReactNode; children: ReactNode }) { return <><dt>{name}</dt><dd>{children}</dd></>; }

function Software({ asset }: { asset: AssetView }) {
  const labels = useLabels(), { t } = useLingui();
  return (
    <table className="data entries">
      <caption className="sr"><Trans>What runs on it?</Trans></caption>
      <thead><tr><th scope="col" className="w-mid"><Trans>Software</Trans></th><th scope="col" className="w-mid"><Trans>Version</Trans></th><th scope="col" className="w-conf"><Trans>Confidence</Trans></th><th scope="col"><Trans>From what</Trans></th></tr></thead>
      <tbody>{asset.software.map((it) => (
        <tr key={`${it.name} ${it.version}`}><th scope="row">{it.name}</th><td data-label={t`Version`} className="mono">{it.version}</td><td><Confidence value={it.confidence} /></td><td data-label={t`From what`}>{it.evidence.map((evidence) => labels.signal(evidence.signal)).join(', ')}</td></tr>))}</tbody>
    </table>
  );
}

