/** A person's decisions: which one is in force for a pair, when it lapses, whom else it may be offered to, and how often the machine was right. */
import type { AssessPair, FindingDecision, FindingStatus, Why } from '@wardkeep/model';
import { foldStatuses } from './revision.ts';

/** From this score on a pair may be accepted without a person, once an institution has switched that on. */
export const AUTOMATIC_SCORE = 0.9;
/** The switch is offered when the lower end of the 95 % interval reaches this: 35 judged pairs without an error, or more with some. */
export const AUTOMATIC_LOWER_BOUND = 0.9;

const CLOSING: ReadonlySet<FindingStatus> = new Set(['known_not_affected', 'fixed']);

const dayOf = (now: string): string => now.slice(0, 10);
/** Valid through its day, in UTC. */
export const isExpired = (expiresOn: string | null, now: string): boolean => expiresOn !== null && expiresOn < dayOf(now);

/** What a decision is measured against today. */
export interface JudgedNow { readonly verdict: AssessPair['verdict']; readonly statement: string; readonly versionClass: string }

export const LAPSE_REASONS = ['expired', 'acceptance-expired', 'verdict-changed', 'version-changed', 'statement-changed'] as const;
export type LapseReason = (typeof LAPSE_REASONS)[number];

/**
 * Why a decision no longer holds, or null. One that leaves the finding open holds until its day. One that closes it leaned on a version and on the publisher's
 * words, and falls with them; and where the machine could not tell and now says affected, affected wins.
 */
export function lapseOf({ expiresOn, acceptance, status, basis }: FindingDecision, today: JudgedNow, now: string): LapseReason | null {
  if (isExpired(expiresOn, now)) return 'expired';
  if (acceptance !== null && isExpired(acceptance.expiresOn, now)) return 'acceptance-expired';
  if (!CLOSING.has(status)) return null;
  if (today.versionClass !== basis.versionClass) return 'version-changed';
  if (today.verdict === 'affected' && basis.verdict === 'cannot_tell') return 'verdict-changed';
  return today.statement === basis.statement ? null : 'statement-changed';
}

export interface InForce { readonly decision: FindingDecision | null; readonly lapsed: { readonly decision: FindingDecision; readonly reason: LapseReason } | null }

const newest = (a: FindingDecision, b: FindingDecision): number => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.id < b.id ? 1 : a.id > b.id ? -1 : 0);

/**
 * Decisions that nothing newer replaced, newest first: one is replaced when a later one for the same advisory names its strongest key. What was replaced does not
 * come back when its successor lapses; it does when its successor is undone.
 */
export function standing(decisions: readonly FindingDecision[]): FindingDecision[] {
  const done = decisions.filter((one) => one.undoneAt === null).sort(newest), newestOf = new Map<string, FindingDecision>(), keyed = (advisory: string, key: string) => `${advisory}\n${key}`;
  for (const decision of done) for (const key of decision.assetKeys) { const name = keyed(decision.advisory, key); if (!newestOf.has(name)) newestOf.set(name, decision); }
  return done.filter((decision) => decision.assetKeys.length > 0 && newestOf.get(keyed(decision.advisory, decision.assetKeys[0]!)) === decision);
}

/** The decision in force among those of an asset, in any order. Several stand only where two assets turned out to be one; then affected wins. */
export function inForce(decisions: readonly FindingDecision[], today: JudgedNow, now: string): InForce {
  let decision: FindingDecision | null = null, lapsed: InForce['lapsed'] = null;
  for (const one of standing(decisions)) {
    const reason = lapseOf(one, today, now);
    if (reason !== null) lapsed ??= { decision: one, reason };
    else if (decision === null || (one.status !== decision.status && foldStatuses([one.status, decision.status]) === one.status)) decision = one;
  }
  return { decision, lapsed };
}

export interface DecisionInput { readonly status: FindingStatus; readonly reason: string; readonly expiresOn: string | null; readonly acceptance: { readonly owner: string; readonly reason: string; readonly expiresOn: string } | null }

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
/** A calendar day. */
export const isDay = (text: string): boolean => DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;

/** What is wrong with a decision before it is written down, or null. Bearing a risk needs an owner, a reason and a day in the future, and something to bear. */
export function decisionFault({ status, reason, expiresOn, acceptance }: DecisionInput, now: string): Why | null {
  const fault = (code: string, params: Why['params'] = {}): Why => ({ code, params });
  if (reason.trim() === '') return fault('decision-reason-missing');
  for (const day of [expiresOn, acceptance?.expiresOn ?? null]) if (day !== null && (!isDay(day) || isExpired(day, now))) return fault('decision-day-invalid', { day });
  if (acceptance === null) return null;
  if (acceptance.owner.trim() === '') return fault('acceptance-owner-missing');
  if (acceptance.reason.trim() === '') return fault('acceptance-reason-missing');
  return CLOSING.has(status) ? fault('acceptance-nothing-to-accept', { status }) : null;
}

/** What another institution may see of a decision: who, when, until when, why. No asset, no key. */
export interface Offer { readonly decision: string; readonly institution: string; readonly author: string; readonly at: string; readonly expiresOn: string | null; readonly status: FindingStatus; readonly reason: string; readonly revisionThen: string; readonly revisionNow: string }
export interface OfferedPair { readonly institution: string; readonly advisory: string; readonly revision: string; readonly verdict: AssessPair['verdict']; readonly statement: string; readonly productClass: string; readonly versionClass: string }

export const NO_OFFER_REASONS = ['own', 'not-shared', 'automatic', 'undone', 'expired', 'risk-is-local', 'open', 'other-advisory', 'other-product', 'other-version', 'statement-changed', 'verdict-changed'] as const;

/** Whether a decision of another institution may be shown beside a pair, as a proposal: a person there must make it her own. */
export function offerable(decision: FindingDecision, pair: OfferedPair, now: string): { readonly offer: Offer } | { readonly offer: null; readonly reason: (typeof NO_OFFER_REASONS)[number] } {
  const { basis } = decision, no = (reason: (typeof NO_OFFER_REASONS)[number]) => ({ offer: null, reason } as const);
  if (decision.institution === pair.institution) return no('own');
  if (!decision.shared) return no('not-shared');
  if (decision.automatic) return no('automatic');
  if (decision.undoneAt !== null) return no('undone');
  if (isExpired(decision.expiresOn, now)) return no('expired');
  if (decision.acceptance !== null) return no('risk-is-local');
  if (decision.status === 'under_investigation') return no('open');
  if (decision.advisory !== pair.advisory) return no('other-advisory');
  // Without a name nobody can say that two products are the same.
  if (basis.productClass !== pair.productClass || basis.productClass.replaceAll('|', '') === '') return no('other-product');
  if (basis.versionClass !== pair.versionClass) return no('other-version');
  if (basis.statement !== pair.statement) return no('statement-changed');
  if (pair.verdict === 'affected' && basis.verdict === 'cannot_tell' && CLOSING.has(decision.status)) return no('verdict-changed');
  const { id, institution, author, at, expiresOn, status, reason } = decision;
  return { offer: { decision: id, institution, author, at, expiresOn, status, reason, revisionThen: basis.revision, revisionNow: pair.revision } };
}

export interface HitRate { readonly judged: number; readonly confirmed: number; readonly rate: number | null; readonly low: number; readonly high: number; readonly mayAccept: boolean }

/**
 * Of the pairs that the machine called affected with a score of 0.9 or more and a person judged: how many she confirmed. Each pair counts once, with its last
 * word. "Fixed" and "not affected" both mean that accepting it unseen would have been wrong; what is still under investigation was not judged.
 */
export function hitRate(decisions: readonly FindingDecision[]): HitRate {
  const last = standing(decisions.filter((decision) => !decision.automatic));
  const judged = last.filter(({ basis, status }) => basis.verdict === 'affected' && basis.score >= AUTOMATIC_SCORE && status !== 'under_investigation'), confirmed = judged.filter(({ status }) => status === 'known_affected').length;
  const { low, high } = wilson(confirmed, judged.length);
  return { judged: judged.length, confirmed, rate: judged.length === 0 ? null : confirmed / judged.length, low, high, mayAccept: low >= AUTOMATIC_LOWER_BOUND };
}

const Z_95 = 1.959964;
/** Wilson's score interval (1927), 95 %: honest for few trials and for rates near 1. */
export function wilson(successes: number, trials: number): { readonly low: number; readonly high: number } {
  if (trials === 0) return { low: 0, high: 1 };
  const rate = successes / trials, squared = Z_95 ** 2, centre = (rate + squared / (2 * trials)) / (1 + squared / trials);
  const half = (Z_95 * Math.sqrt((rate * (1 - rate)) / trials + squared / (4 * trials ** 2))) / (1 + squared / trials);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
