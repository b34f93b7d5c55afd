/** What happened, what is safe, what to do; the reference only when it is our fault. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { Message } from '@wardkeep/app/views';
import { useLabels } from '../labels/index.ts';
import { usePage } from '../page.ts';
import { Title } from './frame.tsx';

const isMessage = (body: unknown): body is Message => typeof body === 'object' && body !== null && typeof (body as Message).code === 'string';

export function ErrorPage({ status, body }: { status: number; body: unknown }) {
  const { t } = useLingui(), { requestId } = usePage(), labels = useLabels();
  const missing = status === 404, ours = status >= 500;
  return (
    <main id="main" tabIndex={-1}>
      <Title>{missing ? t`Not found` : t`That did not work`}</Title>
      <div className="lead"><div className={missing ? 'note' : 'note red'}>
        <h1 className="say">{missing ? <Trans>There is nothing at this address.</Trans> : ours ? <Trans>The page could not be made.</Trans> : <Trans>That was not done.</Trans>}</h1>
        {isMessage(body) ? <p>{labels.message(body)}</p> : null}
        {missing ? <p><Trans>It may have been deleted or merged with another device. Decisions can be undone on the device’s page.</Trans></p> : null}
        {ours ? <p><Trans>Nothing was changed. Try again; if it happens once more, tell whoever looks after this machine and give the reference.</Trans></p> : null}
        {ours ? <p className="quiet"><Trans>Reference</Trans> <code>{requestId}</code></p> : null}
        <p><a href="/assets"><Trans>All devices</Trans></a></p>
      </div></div>
    </main>
  );
}
