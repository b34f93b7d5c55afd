/** Accepting without a person: off until somebody switches it on, after seeing this hospital's own hit rate. */
import { Plural, Trans } from '@lingui/react/macro';
import type { AcceptanceView } from '@wardkeep/app/assess-views';
import type { ReactNode } from 'react';
import { useFormat } from '../format.ts';

export function TriageAcceptance({ acceptance }: { acceptance: AcceptanceView }) {
  const { on, judged, allowed } = acceptance;
  return (
    <details className="task acceptance" id="acceptance"><summary>{on ? <Trans>Sure answers are accepted without you</Trans> : <Trans>Nothing is accepted without you</Trans>}</summary>
      <div>
        <HitRate acceptance={acceptance} />
        <p className="quiet"><Trans>Meant are pairs with a match score of 0.90 or more. Every one keeps its reasons, and you can undo it.</Trans></p>
        {on ? <Switch to="off"><Trans>Ask me about every pair again</Trans></Switch>
          : allowed ? <Switch to="on"><Trans>Accept sure answers without me</Trans></Switch>
            : <p><Trans>It can be switched on when the lower end of the interval reaches 90 %.</Trans> {judged === 0 ? null : <Trans>Go on judging; each decision counts.</Trans>}</p>}
      </div>
    </details>
  );
}

function Switch({ to, children }: { to: 'on' | 'off'; children: ReactNode }) {
  return <form method="post" data-swap=""><input type="hidden" name="intent" value="acceptance" /><input type="hidden" name="on" value={to === 'on' ? 'yes' : 'no'} /><button className="btn plain" type="submit">{children}</button></form>;
}

function HitRate({ acceptance: { judged, confirmed, low, high } }: { acceptance: AcceptanceView }) {
  const format = useFormat();
  if (judged === 0 || low === null || high === null) return <p><Trans>Nobody here has judged a sure answer yet, so there is no hit rate.</Trans></p>;
  const from = format.share(low), to = format.share(high), right = format.number(confirmed);
  return (
    <>
      <p><b><Plural value={judged} one="Of # sure answer that was judged here" other="Of # sure answers that were judged here" />, <Plural value={confirmed} one="# was confirmed." other="# were confirmed." /></b> <Trans>With 95 % certainty the true rate lies between {from} and {to}.</Trans></p>
      <svg className="interval" viewBox="0 0 200 34" role="img" aria-label={`${right}/${judged}: ${from}–${to}`}>
        <path className="axis" d="M4 12H196" /><path className="need" d="M176.8 4V20" /><path className="span" d={`M${4 + 192 * low} 12H${4 + 192 * high}`} /><circle cx={4 + (192 * confirmed) / judged} cy="12" r="4" />
        <text x="4" y="32">0</text><text x="176.8" y="32" className="m">{format.share(0.9)}</text>
      </svg>
    </>
  );
}
