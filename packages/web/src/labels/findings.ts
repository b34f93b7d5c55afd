/** Words for findings: verdicts, states, progress, history, alerts and the log that says why nobody was called. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { FindingQuery, FindingRow, FindingState } from '@wardkeep/app/assess-views';
import type { ALERT_CODES, FINDING_LOG_CODES, GoneReason, HISTORY_CODES, Remediation, RemediationProgress } from '@wardkeep/model';

type Words<K extends string> = Readonly<Record<K, MessageDescriptor>>;

export const VERDICT_LABELS: Words<FindingRow['verdict']> = { affected: msg`Affected`, cannot_tell: msg`Cannot tell`, not_affected: msg`Not affected` };

export const FINDING_STATE_LABELS: Words<FindingState> = {
  open: msg`Not decided yet`, known_affected: msg`Affected`, known_not_affected: msg`Not affected`, fixed: msg`Fixed`, under_investigation: msg`To be checked`, accepted: msg`Risk accepted`, gone: msg`No longer matches`,
};
export const PROGRESS_LABELS: Words<RemediationProgress> = { not_remediated: msg`Nothing done yet`, in_progress: msg`Under way`, done: msg`Done` };
export const FINDING_SORT_LABELS: Words<NonNullable<FindingQuery['sort']>> = { care: msg`care at risk`, severity: msg`severity`, likelihood: msg`likelihood`, changed: msg`last change`, due: msg`due date` };

export const GONE_LABELS: Words<GoneReason> = {
  'asset-gone': msg`the device left the inventory`, 'version-changed': msg`the device runs another version now`, 'identity-corrected': msg`the device turned out to be something else`, 'advisory-revised': msg`a revision of the advisory no longer names it`,
  'advisory-withdrawn': msg`the publisher took the advisory back`, 'matching-changed': msg`the way of comparing was improved`,
};
/** Why a decision no longer holds. */
export const LAPSE_LABELS: Words<'expired' | 'acceptance-expired' | 'verdict-changed' | 'version-changed' | 'statement-changed'> = {
  expired: msg`its day has passed`, 'acceptance-expired': msg`the risk was accepted until that day`, 'verdict-changed': msg`the device is now known to be affected`, 'version-changed': msg`the device runs another version now`, 'statement-changed': msg`the publisher says something else now`,
};

/** What happened to a finding, in its history. Parameters are shown behind, never inside. */
export const HISTORY_LABELS: Words<(typeof HISTORY_CODES)[number]> = {
  found: msg`Found`, reopened: msg`Came back`, gone: msg`No longer matches`, status: msg`Status changed`, vulnerabilities: msg`Other vulnerabilities`, 'remediation-changed': msg`The publisher changed the remedy`, decided: msg`Decided`, 'decision-lapsed': msg`Decision no longer holds`,
  'asset-id': msg`The device got another number in the inventory`, merged: msg`Two records became one`, undone: msg`Decision taken back`, 'amend-assign': msg`Given to`, 'amend-due': msg`To be done by`, 'amend-progress': msg`Work`, 'amend-measure': msg`Measure taken`, 'amend-comment': msg`Note`,
};

/** Alerts: somebody has to look. */
const ALERT_LABELS: Words<(typeof ALERT_CODES)[number]> = {
  'new-finding': msg`New finding`, 'status-changed': msg`Status changed`, 'remediation-changed': msg`The publisher changed the remedy`, reopened: msg`Came back`, 'acceptance-expired': msg`Accepted risk has run out`, 'decision-expired': msg`Decision has run out`,
  'decision-lapsed': msg`Decision no longer holds`, 'fixed-by-version': msg`Repaired by a new version`,
};
/** The log: something happened and nobody has to do anything. */
const LOG_LABELS: Words<(typeof FINDING_LOG_CODES)[number]> = {
  'found-decided': msg`Found, and a decision about it already stands`, 'remediation-changed-closed': msg`The publisher changed the remedy of something that is closed here`, gone: msg`No longer matches`, merged: msg`Two records became one`,
  'revision-unchanged': msg`Revised, and nothing changed for your devices`, 'revision-changed': msg`Revised; those concerned are named above`,
};
export const CHANGE_CODES: Readonly<Record<string, MessageDescriptor>> = { ...LOG_LABELS, ...ALERT_LABELS };

export const REMEDIATION_LABELS: Words<Remediation['kind']> = {
  vendor_fix: msg`Fix by the maker`, mitigation: msg`Mitigation`, workaround: msg`Workaround`, fix_planned: msg`A fix is planned`, none_available: msg`No remedy yet`, no_fix_planned: msg`No fix is planned`, optional_patch: msg`Optional patch`,
};
