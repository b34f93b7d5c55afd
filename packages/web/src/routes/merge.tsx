import { Trans, useLingui } from '@lingui/react/macro';
import type { AssetView, Message } from '@wardkeep/app/views';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect, useActionData, useLoaderData, useSearchParams } from 'react-router';
import { session } from '../context.ts';
import { useLabels } from '../labels/index.ts';
import { TextField } from '../parts/form.tsx';
import { Title } from '../parts/frame.tsx';
import { Value } from '../parts/marks.tsx';
import { Refused } from '../parts/message.tsx';
import { ask, attempt } from '../refusal.ts';

/** More are not compared by a person at one glance. */
const MOST = 20;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context), ids = [...new Set(new URL(request.url).searchParams.getAll('ids'))].slice(0, MOST);
  return { assets: await Promise.all(ids.map((id) => ask(app.asset(actor, id)))) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const { app, actor } = await session(context), form = await request.formData();
  const texts = (name: string) => form.getAll(name).filter((it) => typeof it === 'string'), stays = texts('stays')[0] ?? '', reason = (texts('reason')[0] ?? '').trim();
  const others = texts('ids').filter((id) => id !== stays);
  const refuse = (refused: Message, status: number) => data({ refused, reason, stays }, { status });
  if (others.length === 0 || !texts('ids').includes(stays)) return refuse({ code: 'merge-needs-two', params: {} }, 400);
  if (reason === '') return refuse({ code: 'reason-missing', params: {} }, 400);
  const { refused } = await attempt(app.merge(actor, { ids: [stays, ...others], reason }));
  return refused ? refuse({ code: refused.code, params: refused.params }, refused.status) : redirect(`/assets/${encodeURIComponent(stays)}?done=merge`, 303);
}

export default function Merge() {
  const { assets } = useLoaderData<typeof loader>(), again = useActionData<{ refused: Message; reason: string; stays: string }>(), { t } = useLingui(), [params] = useSearchParams();
  return (
    <main id="main" tabIndex={-1}>
      <Title>{t`Merge devices`}</Title>
      <Refused message={again?.refused} />
      <div className="lead"><p className="ask"><a href="/assets"><Trans>Devices</Trans></a></p>
        <h1 className="sentence">{assets.length < 2 ? <Trans>Merging needs <b>at least two devices</b>.</Trans> : <Trans>Are these <b>one and the same device</b>?</Trans>}</h1></div>
      {assets.length < 2 ? <p className="acts"><a className="btn" href="/assets"><Trans>Mark them in the table</Trans></a></p> : (
        <form method="post" action={`/assets/merge?${params}`}>
          <Compare assets={assets} stays={again?.stays ?? assets[0]!.id} />
          <div className="form gap"><TextField name="reason" label={<Trans>Reason</Trans>} hint={<Trans>For example: two network cards of one scanner</Trans>} value={again?.reason ?? ''} maxLength={2000} />
            <p className="acts"><button className="btn" type="submit"><Trans>Yes, merge them</Trans></button><a href="/assets"><Trans>No, leave them</Trans></a></p>
            <p className="quiet"><Trans>All evidence is kept. You can undo this on the device’s page.</Trans></p></div>
        </form>)}
    </main>
  );
}

function Compare({ assets, stays }: { assets: readonly AssetView[]; stays: string }) {
  const { t } = useLingui(), labels = useLabels();
  return (
    <table className="data entries">
      <caption className="sr"><Trans>The devices side by side</Trans></caption>
      <thead><tr><th scope="col" className="w-short"><Trans>Stays</Trans></th><th scope="col" className="w-name"><Trans>Device</Trans></th><th scope="col"><Trans>Role</Trans></th><th scope="col"><Trans>Maker and model</Trans></th><th scope="col" className="w-short"><Trans>Version</Trans></th><th scope="col"><Trans>Addresses</Trans></th><th scope="col"><Trans>Zone</Trans></th></tr></thead>
      <tbody>{assets.map((asset) => (
        <tr key={asset.id}>
          <td data-label={t`Stays`}><input type="hidden" name="ids" value={asset.id} /><label className="hit"><input type="radio" name="stays" value={asset.id} defaultChecked={asset.id === stays} /><span className="sr">{t`${asset.name} stays`}</span></label></td>
          <th scope="row"><a className="mono" href={`/assets/${asset.id}`}>{asset.name}</a></th>
          <td data-label={t`Role`}><Value>{asset.role ? labels.role(asset.role) : null}</Value></td>
          <td data-label={t`Maker and model`}><Value>{[asset.vendor, asset.model].filter(Boolean).join(' ') || null}</Value></td>
          <td data-label={t`Version`}><Value mono>{asset.version}</Value></td>
          <td data-label={t`Addresses`} className="mono">{[...asset.ips, ...asset.macs].join(', ')}</td>
          <td data-label={t`Zone`}><Value>{asset.zone}</Value></td>
        </tr>))}</tbody>
    </table>
  );
}
