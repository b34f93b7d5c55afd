import { Trans, useLingui } from '@lingui/react/macro';
import { type ActionFunctionArgs, type LoaderFunctionArgs, useActionData, useLoaderData, useRouteLoaderData, useSearchParams } from 'react-router';
import { session } from '../context.ts';
import { findingAction, type FindingDraft } from '../finding-action.ts';
import { FINDINGS } from '../finding-query.ts';
import { FindingCase } from '../parts/finding-case.tsx';
import { FindingDone } from '../parts/finding-done.tsx';
import { useStanding } from '../parts/finding-marks.tsx';
import { Title } from '../parts/frame.tsx';
import { Refused } from '../parts/message.tsx';
import { ask } from '../refusal.ts';
import type { loader as rootLoader } from '../root.tsx';

export { ErrorBoundary } from './triage.tsx';

export async function loader({ params, context }: LoaderFunctionArgs) {
  const { app, actor } = await session(context);
  return { finding: await ask(app.finding(actor, params['id']!)), today: new Date().toISOString().slice(0, 10) };
}

export const action = (args: ActionFunctionArgs) => findingAction(args, args.params['id']!);

export default function Finding() {
  const { finding, today } = useLoaderData<typeof loader>(), draft = useActionData<FindingDraft>(), { t } = useLingui(), [params] = useSearchParams(), standing = useStanding();
  const place = useRouteLoaderData<typeof rootLoader>('root')?.institution.name, here = `/findings/${encodeURIComponent(finding.id)}`;
  return (
    <main id="main" className="onefinding" tabIndex={-1}>
      <Title place={place}>{`${standing(finding)}: ${finding.product ?? finding.assetName} · ${t`Findings`}`}</Title>
      <p className="back"><a href={FINDINGS}><Trans>Findings</Trans></a></p>
      <Refused message={draft?.refused} />
      <FindingDone params={params} />
      <FindingCase finding={finding} params={params} next={null} draft={draft?.fields ?? null} today={today} letterLink={(language) => `${here}?letter=${language}`} alone />
    </main>
  );
}
