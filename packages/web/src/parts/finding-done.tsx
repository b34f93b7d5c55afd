/** What was just done, with its undo: after a redirect, from the address. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { FINDING_STATE_LABELS } from '../labels/findings.ts';
import { useLabels } from '../labels/index.ts';
import { Done } from './message.tsx';

const SAVED = ['work', 'task', 'measure', 'comment', 'acceptance'] as const;

export function FindingDone({ params }: { params: URLSearchParams }) {
  const { t } = useLingui(), labels = useLabels(), done = params.getAll('done'), as = params.get('as') ?? '', count = Number(params.get('n')), saved = SAVED.find((it) => it === params.get('saved'));
  if (params.get('undone')) return <Done><p className="say"><Trans>Undone.</Trans></p></Done>;
  if (saved) return <Done><p className="say">{saved === 'task' ? <Trans>The task is noted.</Trans> : saved === 'acceptance' ? <Trans>The switch is set.</Trans> : <Trans>Saved.</Trans>}</p></Done>;
  if (done.length === 0 || !Object.hasOwn(FINDING_STATE_LABELS, as) || !Number.isSafeInteger(count)) return null;
  const state = labels.word(FINDING_STATE_LABELS, as as keyof typeof FINDING_STATE_LABELS);
  return (
    <Done><p className="say"><Trans>Decided: {state}.</Trans> <Plural value={count} one="# device." other="# devices." /></p>
      <form method="post" data-swap="" aria-label={t`Undo the decision`}><input type="hidden" name="intent" value="undo" />{done.map((id) => <input key={id} type="hidden" name="undo" value={id} />)}<button className="link" type="submit" data-key-z=""><Trans>Undo</Trans></button> <kbd className="js-only" aria-hidden="true">Z</kbd></form></Done>
  );
}
