/** Reasons as people read them: rows of the comparison, and the sentence that opens a finding. */
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react';
import { Plural, Trans } from '@lingui/react/macro';
import type { FindingView } from '@wardkeep/app/assess-views';
import type { AssessReason } from '@wardkeep/model';
import { useFormat } from '../format.ts';
import { decisiveReasons, placeOfReason, REASON_GROUPS, type ReasonGroup, wordsOfReason } from '../labels/assess-reasons.ts';
import { useLabels } from '../labels/index.ts';

/** In the order of the comparison's rows; within a row as the matcher gave them. What several products of an advisory gave alike stands once. */
export function grouped(all: readonly AssessReason[]): { readonly group: ReasonGroup; readonly reasons: readonly AssessReason[] }[] {
  const reasons = [...new Map(all.map((reason) => [[reason.code, reason.asset, reason.advisory, reason.component].join('\n'), reason])).values()];
  return REASON_GROUPS.map((group) => ({ group, reasons: reasons.filter((reason) => placeOfReason(reason.code).group === group) })).filter((row) => row.reasons.length > 0);
}

/** “the version lies within the named range; …”, for the end of a sentence. Each once; empty without a reason. */
export function clausesOf(i18n: I18n, reasons: readonly AssessReason[]): string {
  return [...new Set(reasons.map((reason) => { const words = wordsOfReason(reason); return words ? i18n._(words.clause) : reason.code; }))].join('; ');
}

/** `CT scanner`, `infusion pump`, `PACS`: inside a sentence a role begins small unless it begins with an abbreviation, and goes without what stands behind its comma. */
const inSentence = (role: string): string => role.split(', ')[0]!.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());

/** The one computed sentence: a person's word where it stands, else what the machine found and why. */
export function FindingSentence({ finding }: { finding: FindingView }) {
  const { i18n } = useLingui(), labels = useLabels(), format = useFormat(), clauses = clausesOf(i18n, decisiveReasons(finding.verdict, finding.reasons)), why = clauses === '' ? '.' : `: ${clauses}.`;
  const what = finding.role && finding.role !== 'unknown' ? inSentence(labels.role(finding.role)) : finding.product ?? finding.assetName, count = finding.group.length, { decision } = finding;
  if (decision && finding.state !== 'gone') {
    const { by } = decision, on = format.day(decision.at);
    switch (decision.state) {
      case 'known_affected': return <Trans><b>Affected</b>, as {by} decided on {on}.</Trans>;
      case 'known_not_affected': return <Trans><b>Not affected</b>, as {by} decided on {on}.</Trans>;
      case 'fixed': return <Trans><b>Fixed</b>, as {by} decided on {on}.</Trans>;
      case 'under_investigation': return <Trans><b>To be checked</b>, as {by} decided on {on}.</Trans>;
      case 'accepted': { const owner = decision.owner ?? by, until = decision.expiresOn ? format.day(decision.expiresOn) : ''; return <Trans><b>The risk is accepted</b> until {until}; it is borne by {owner}.</Trans>; }
    }
  }
  if (finding.state === 'gone') return <Trans><b>This no longer matches.</b> The history says why.</Trans>;
  if (finding.verdict === 'cannot_tell') return <>{count > 1 ? <Plural value={count} one={<Trans><b>Cannot tell</b> whether this {what} is affected</Trans>} other={<Trans><b>Cannot tell</b> whether these <b># devices</b> ({what}) are affected</Trans>} /> : <Trans><b>Cannot tell</b> whether this {what} is affected</Trans>}{why}</>;
  if (finding.verdict === 'affected') return <>{count > 1 ? <Plural value={count} one={<Trans>This {what} <b>is affected</b></Trans>} other={<Trans>These <b># devices</b> ({what}) <b>are affected</b></Trans>} /> : <Trans>This {what} <b>is affected</b></Trans>}{why}</>;
  return <><Trans>This {what} <b>is not affected</b></Trans>{why}</>;
}
