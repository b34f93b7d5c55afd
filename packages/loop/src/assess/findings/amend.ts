/** What people do to a finding besides deciding: assign, set a day, report progress, note a measure, comment. Each leaves an entry in the history. */
import { type Finding, type HistoryEntry, REMEDIATION_PROGRESS, type RemediationProgress } from '@wardkeep/model';
import { isDay } from './decisions.ts';

export type Amendment =
  | { readonly kind: 'assign'; readonly assignee: string | null }
  | { readonly kind: 'due'; readonly dueOn: string | null }
  | { readonly kind: 'progress'; readonly progress: RemediationProgress }
  | { readonly kind: 'measure'; readonly text: string }
  | { readonly kind: 'comment'; readonly text: string };

/** The finding with the change, or the same object when it changes nothing. Throws for a day that is none and an empty text: forms are checked before. */
export function amend(finding: Finding, change: Amendment, by: string, now: string): Finding {
  const noted = (rest: Partial<Finding>, params: HistoryEntry['params']): Finding => ({ ...finding, ...rest, history: [...finding.history, { at: now, by, code: `amend-${change.kind}`, params }], changedAt: now });
  switch (change.kind) {
    case 'assign': return change.assignee === finding.assignee ? finding : noted({ assignee: change.assignee }, { from: finding.assignee ?? '', to: change.assignee ?? '' });
    case 'due':
      if (change.dueOn !== null && !isDay(change.dueOn)) throw new Error(`Due date: expected a day as YYYY-MM-DD, found ${change.dueOn}.`);
      return change.dueOn === finding.dueOn ? finding : noted({ dueOn: change.dueOn }, { from: finding.dueOn ?? '', to: change.dueOn ?? '' });
    case 'progress':
      if (!REMEDIATION_PROGRESS.includes(change.progress)) throw new Error(`Progress: expected one of ${REMEDIATION_PROGRESS.join(', ')}, found ${String(change.progress)}.`);
      return change.progress === finding.progress ? finding : noted({ progress: change.progress }, { from: finding.progress, to: change.progress });
    case 'measure': return noted({ measures: [...finding.measures, { text: demandText(change.text), by, at: now }] }, { text: change.text });
    case 'comment': return noted({}, { text: demandText(change.text) });
  }
}

function demandText(text: string): string {
  if (text.trim() === '') throw new Error('Expected a text, found none.');
  return text;
}
