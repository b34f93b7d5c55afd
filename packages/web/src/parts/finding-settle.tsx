/** What would settle a finding: what to read where, the letter to the maker, and what other hospitals found. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { FindingView } from '@wardkeep/app/assess-views';
import type { AssessMissing } from '@wardkeep/model';
import { MISSING_HOW, MISSING_LABELS } from '../labels/assess-reasons.ts';
import { useLabels } from '../labels/index.ts';
import type { Locale } from '../preferences.ts';
import { TextField } from './form.tsx';
import { FindingLetter } from './finding-letter.tsx';
import { DayField } from './finding-fields.tsx';

interface Letters { readonly language: Locale; readonly open: boolean; readonly linkTo: (language: Locale) => string }

/** One line for each attribute; several of the publisher's words about it stand in it together. */
function byCode(missing: readonly AssessMissing[]): { readonly code: AssessMissing['code']; readonly words: readonly string[] }[] {
  const lines = new Map<AssessMissing['code'], string[]>();
  for (const { code, advisory } of missing) { const words = lines.get(code); if (words) words.push(advisory); else lines.set(code, [advisory]); }
  return [...lines].map(([code, words]) => ({ code, words: words.filter((word) => word !== '' && word !== 'under_investigation') }));
}

export function FindingSettle({ finding, letters }: { finding: FindingView; letters: Letters }) {
  const labels = useLabels(), missing = byCode(finding.missing), look = missing.filter(({ code }) => code !== 'maker-answer' && code !== 'component');
  return (
    <section className="settle"><h2>{finding.verdict === 'cannot_tell' ? <Trans>What would settle it</Trans> : <Trans>What you can do</Trans>}</h2>
      <ol className="todo">
        {look.map(({ code, words }, i) => (
          <li key={code}><b>{labels.word(MISSING_LABELS, code)}.</b> {labels.word(MISSING_HOW, code)}{' '}<Quoted words={words} />
            {' '}{i === look.length - 1 ? <Task finding={finding} text={look.map((it) => labels.word(MISSING_LABELS, it.code)).join('; ')} /> : null}</li>))}
        {finding.letter[letters.language].body === '' ? null : (
          <li><b><Trans>Ask the maker.</Trans></b> {finding.fixAvailable ? <Trans>Is the fix allowed on this model, and who may install it?</Trans> : <Trans>Is a fix planned, and what do they advise until then?</Trans>}{' '}
            <details className="inline" data-key-l="" open={letters.open}><summary><span><Trans>The letter is ready</Trans></span> <kbd className="js-only" aria-hidden="true">L</kbd></summary><FindingLetter finding={finding} language={letters.language} linkTo={letters.linkTo} /></details></li>)}
        <li><b><Trans>Look for another hospital’s answer.</Trans></b> {finding.offers.length === 0 ? <Trans>None has offered its reasoning about this pair yet.</Trans> : <a href="#offers"><Plural value={finding.offers.length} one="# hospital offers its reasoning" other="# hospitals offer their reasoning" /></a>}</li>
      </ol></section>
  );
}

function Quoted({ words }: { words: readonly string[] }) {
  if (words.length === 0) return null;
  const quoted = words.join('”, “');
  return <span className="quiet"><Trans>The advisory says: “{quoted}”.</Trans></span>;
}

/** “Look on the device” becomes somebody's task, with a day, and leaves a note in the history. */
function Task({ finding, text }: { finding: FindingView; text: string }) {
  const { t } = useLingui();
  return (
    <details className="inline" data-key-t=""><summary><span><Trans>Make it a task</Trans></span> <kbd className="js-only" aria-hidden="true">T</kbd></summary>
      <form method="post" className="inline-form" data-swap="">
        <input type="hidden" name="intent" value="task" /><input type="hidden" name="ids" value={finding.id} />
        <TextField id="task-who" name="assignee" label={<Trans>Who looks</Trans>} value={finding.assignee ?? t`Biomedical engineering`} />
        <DayField id="task-due" name="dueOn" label={<Trans>Until</Trans>} value={finding.dueOn ?? ''} />
        <TextField id="task-text" name="text" label={<Trans>What to look for</Trans>} value={text} maxLength={2000} />
        <button className="btn plain" type="submit"><Trans>Make the task</Trans></button>
      </form></details>
  );
}
