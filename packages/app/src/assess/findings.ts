/** The work on findings: the queue, one with all its reasons, deciding, taking back, and what a person notes on the way. */
import type { Advisory, AssessPair, Finding, FindingDecision, FindingStatus } from '@wardkeep/model';
import { amend, type Amendment } from '@wardkeep/loop/assess/findings/amend';
import { decisionFault, hitRate, inForce, isDay, offerable } from '@wardkeep/loop/assess/findings/decisions';
import { foldStatuses } from '@wardkeep/loop/assess/findings/revision';
import { isUuid, newId, type Tx } from '@wardkeep/store';
import { readAdvisory } from '@wardkeep/store/queries/advisories';
import { readAssets } from '@wardkeep/store/queries/assets';
import { deleteSharedDecision, insertSharedDecision, readAssessState, readOffers } from '@wardkeep/store/queries/care';
import { readDecisionsOf } from '@wardkeep/store/queries/decisions';
import {
  type FindingFilter, type FindingFull, insertFindingDecisions, readFinding, readFindingDecisions, readFindingPage, readFindingRows, readFindings, readFindingsById, readFindingZones, readNotListed, readPlace, readTriage, undoFindingDecision, writeFindings,
} from '@wardkeep/store/queries/findings';
import { lockInstitution, readInstitution } from '@wardkeep/store/queries/institutions';
import type { AcceptanceView, DecideFindings, FindingDecisionView, FindingPage, FindingQuery, FindingView, NotListedPage, TriagePage, WorkOnFindings } from '../assess-views.ts';
import { AppError } from '../errors.ts';
import { correctionsOf } from '../resolution.ts';
import type { Actor } from '../views.ts';
import { nameOf, showProduct, showVulnerabilities, summariesOf } from './advisories.ts';
import { seenAssetOf } from './assets.ts';
import { type FindingDetail, rowOf, stateOf } from './assessing.ts';
import { lettersFor } from './letters.ts';
import { cursorOf, limitOf, readCursor, wordsOf } from './queries.ts';
import { formatRef, parseRef } from './refs.ts';
import { showFindingRow } from './show.ts';

const MOST = 2000, REASON_LENGTH = 2000, TEXT_LENGTH = 2000, OWNER_LENGTH = 200;
/** How long a shared reasoning is offered when its author names no day. */
const OFFER_DAYS = 365;

export function filterOf(query: FindingQuery): FindingFilter {
  const { state = 'waiting' } = query;
  return {
    words: wordsOf(query.q), verdict: query.verdict, zone: query.zone, asset: query.asset, cve: query.cve, advisory: query.advisory === undefined ? undefined : parseRef(query.advisory),
    ...(state === 'waiting' ? { waiting: true } : state === 'decided' ? { waiting: false, states: ['known_affected', 'known_not_affected', 'fixed', 'under_investigation', 'accepted'] } : state === 'all' ? {} : { states: [state] }),
  };
}

export async function listFindings(tx: Tx, query: FindingQuery): Promise<FindingPage> {
  const sort = query.sort ?? 'care', limit = limitOf(query.limit), after = query.after === undefined ? null : readCursor(query.after, `findings:${sort}`);
  const { rows, total, devices, hours } = await readFindingPage(tx, filterOf(query), { sort, after, limit: limit + 1 }), page = rows.slice(0, limit), last = page.at(-1);
  return { rows: page.map(showFindingRow), total, devices, hours, next: rows.length > limit && last ? cursorOf(`findings:${sort}`, last) : null, zones: await readFindingZones(tx) };
}

export async function listTriage(tx: Tx, query: FindingQuery): Promise<TriagePage> {
  const sort = query.sort ?? 'care', limit = limitOf(query.limit), after = query.after === undefined ? null : readCursor(query.after, `triage:${sort}`);
  const { rows, groups, total, devices, hours } = await readTriage(tx, filterOf(query), { sort, after, limit: limit + 1 }), page = rows.slice(0, limit), last = page.at(-1);
  return {
    groups: page.map((row) => ({ lead: showFindingRow(row.lead), ids: row.ids, total: row.total, devices: row.devices, hours: row.hours })), total: groups, findings: total, devices, hours,
    next: rows.length > limit && last ? cursorOf(`triage:${sort}`, { key: last.key, id: last.lead.id }) : null, zones: await readFindingZones(tx),
  };
}

export async function viewFinding(tx: Tx, id: string, now: Date): Promise<FindingView> {
  const row = await demandFinding(tx, id), { finding, pair, rated } = row.detail as FindingDetail, ref = parseRef(finding.advisory);
  const listed = (await readFindingRows(tx, [id]))[0]!, held = await readAdvisory(tx, ref), advisory = held?.content as Advisory | undefined, summary = (await summariesOf(tx, [ref]))[0];
  const products = pair?.products ?? finding.products, decision = (await readFindingDecisions(tx, id)).map((each) => each.content as FindingDecision).filter((each) => each.undoneAt === null).at(-1) ?? null;
  const full = (await readAssets(tx, [finding.assetId]))[0], asset = full ? seenAssetOf(full, correctionsOf(await readDecisionsOf(tx, finding.assetId)), new Map(), []).asset : null, wanted = new Set(finding.vulnerabilities.map((each) => each.id));
  const vulnerabilities = advisory ? (await showVulnerabilities(tx, advisory)).filter((each) => wanted.has(each.id)) : [];
  const concerned = (ids: readonly string[]) => ids.length === 0 || ids.some((each) => products.includes(each));
  return {
    ...showFindingRow(listed), reasons: pair?.reasons ?? [], missing: pair?.missing ?? [],
    products: (advisory?.products ?? []).filter((product) => products.includes(product.id)).map((product) => { const { id: productId, name, vendor, versions } = showProduct(product); return { id: productId, name, vendor, version: versions.length > 0 ? versions.join(' | ') : null }; }),
    advisory: { ...(summary ?? gone(listed, formatRef(ref))), summary: advisory?.summary ?? null, url: advisory?.url ?? null }, vulnerabilities,
    remediations: once((advisory?.vulnerabilities ?? []).filter((each) => wanted.has(nameOf(each))).flatMap((each) => each.remediations).filter((each) => concerned(each.products))),
    care: rated?.care ?? NOTHING_AT_RISK, ssvcPoints: rated?.ssvc.points ?? [], decision: decision ? showDecision(decision) : null, measures: finding.measures, history: finding.history,
    offers: pair ? await offersFor(tx, finding, now) : [], letter: lettersFor(asset, advisory ?? null, pair?.missing ?? [], products),
    place: row.waiting ? await readPlace(tx, row) : null,
    group: (await readFindings(tx, { class: row.class, advisory: { key: row.advisory_key, own: row.own_advisory }, verdict: row.verdict })).map((each) => ({ id: each.id, assetId: each.asset_id, assetName: each.asset_name ?? each.asset_id, zone: each.zone, state: each.state as FindingView['state'] })),
  };
}

const NOTHING_AT_RISK: FindingView['care'] = (() => {
  const nothing = { value: 0, low: 0, high: 0 }, factor = (code: 'use' | 'exposure') => ({ ...nothing, code, service: null, unknown: true, why: [], source: { kind: 'assumed' as const, note: null } });
  return { severity: { baseScore: null, vector: null }, likelihood: { use: factor('use'), exposure: factor('exposure') }, impact: { hoursIfUsed: nothing, services: [] }, hoursAtRisk: nothing, need: 'none', why: [] };
})();

/** An advisory that was taken back: what the list still knows. */
function gone({ tracking_id, advisory_title, cves }: { tracking_id: string | null; advisory_title: string | null; cves: readonly string[] }, id: string): Omit<FindingView['advisory'], 'summary' | 'url'> {
  return { id, trackingId: tracking_id ?? id, format: 'manual', title: advisory_title ?? id, publisher: '', revision: '', releasedAt: null, scope: 'region', cves, baseScore: null, severity: null, exploited: false, epss: null, affected: 0, cannotTell: 0 };
}

function once<T>(items: readonly T[]): T[] { return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()]; }

async function offersFor(tx: Tx, finding: Finding, now: Date): Promise<FindingView['offers']> {
  const { advisory, revision, verdict, statement, productClass, versionClass } = finding, rows = await readOffers(tx, [advisory], now.toISOString().slice(0, 10));
  return rows.flatMap((row) => {
    const decision = row.content as FindingDecision, { offer } = offerable(decision, { institution: tx.institutionId, advisory, revision, verdict: verdict!, statement, productClass, versionClass }, now.toISOString());
    if (offer === null || (offer.status !== 'known_affected' && offer.status !== 'known_not_affected')) return [];
    return [{ id: row.id, verdict: offer.status, reason: offer.reason, by: offer.author, institution: row.institution, at: offer.at, expiresOn: row.expires_on, sameVersion: true }];
  });
}

function showDecision({ id, status, acceptance, reason, author, at, expiresOn, shared, undoneAt, automatic }: FindingDecision): FindingDecisionView {
  return { id, state: acceptance ? 'accepted' : status, reason, by: automatic ? '' : author, at, expiresOn: acceptance?.expiresOn ?? expiresOn, owner: acceptance?.owner ?? null, shared, undoneAt };
}

// ---- What a person does

export interface Working { readonly tx: Tx; readonly actor: Actor; readonly now: Date }

/** The same word about each; what was already said in the same way is said again, with its new date. Gives the ids of the decisions. */
export async function decideFindings({ tx, actor, now }: Working, input: DecideFindings): Promise<string[]> {
  await lockInstitution(tx);
  const rows = await demandSome(tx, input.ids), reason = reasonOf(input.reason), accepted = input.state === 'accepted';
  const owner = input.owner?.trim() ?? '', expiresOn = input.expiresOn?.trim() || null;
  if (expiresOn !== null && !isDay(expiresOn)) throw new AppError('day-invalid', { value: expiresOn.slice(0, 40) });
  if (accepted && (owner === '' || owner.length > OWNER_LENGTH || expiresOn === null || expiresOn > dayAfter(now, 366))) throw new AppError('acceptance-incomplete');
  if (input.offer) await demandOffer(tx, input.offer, rows, now);
  const institution = (await readInstitution(tx))!.name, decisions: { row: FindingFull; content: FindingDecision }[] = [];
  for (const row of rows) {
    const { finding } = row.detail as FindingDetail;
    if (finding.verdict === null) throw new AppError('finding-gone');
    const status: FindingStatus = input.state === 'accepted' ? foldStatuses(finding.vulnerabilities.map((each) => each.status)) : input.state;
    const acceptance = accepted ? { owner, reason, expiresOn: expiresOn! } : null;
    if (decisionFault({ status, reason, expiresOn: accepted ? null : expiresOn, acceptance }, now.toISOString())) throw new AppError(accepted ? 'acceptance-incomplete' : 'day-invalid', { value: expiresOn ?? '' });
    decisions.push({ row, content: {
      id: newId(now.getTime()), institution: tx.institutionId, assetKeys: finding.assetKeys, advisory: finding.advisory, status, acceptance, reason, author: actor.personName, at: now.toISOString(), expiresOn: accepted ? null : expiresOn, undoneAt: null, automatic: false,
      shared: Boolean(input.share) && !accepted && (status === 'known_affected' || status === 'known_not_affected'),
      basis: { verdict: finding.verdict, score: finding.score, revision: finding.revision, statement: finding.statement, productClass: finding.productClass, versionClass: finding.versionClass },
    } });
  }
  await insertFindingDecisions(tx, decisions.map(({ row, content }) => ({ id: content.id, findingId: row.id, content, byId: actor.personId, byName: actor.personName, at: now })));
  await rewrite(tx, decisions.map(({ row, content }) => ({ row, finding: decided((row.detail as FindingDetail).finding, content, now) })));
  for (const { content } of oncePerClass(decisions)) if (content.shared) await insertSharedDecision(tx, { id: content.id, institution, advisory_id: content.advisory, content, at: now, expires_on: content.expiresOn ?? dayAfter(now, OFFER_DAYS) });
  return decisions.map(({ content }) => content.id);
}

/** A reasoning is offered once, however many devices it was given for. */
function oncePerClass<T extends { content: FindingDecision }>(decisions: readonly T[]): T[] {
  return [...new Map(decisions.map((each) => [`${each.content.advisory}\n${each.content.basis.productClass}\n${each.content.basis.versionClass}`, each])).values()];
}

/** Takes the decision in force back; what was shared is withdrawn, and the one before it holds again where it still can. */
export async function undoFinding({ tx, actor, now }: Working, id: string): Promise<void> {
  await lockInstitution(tx);
  const row = await demandFinding(tx, id), all = (await readFindingDecisions(tx, id)).map((each) => each.content as FindingDecision), last = all.filter((each) => each.undoneAt === null).at(-1);
  if (!last || !await undoFindingDecision(tx, last.id, { at: now, by: actor.personName, content: { ...last, undoneAt: now.toISOString() } })) throw new AppError('finding-undecided');
  if (last.shared) await deleteSharedDecision(tx, last.id);
  const { finding } = row.detail as FindingDetail;
  if (finding.verdict === null) { await rewrite(tx, [{ row, finding: noted(finding, 'undone', { decision: last.id }, actor.personName, now) }]); return; }
  const { decision } = inForce(all.filter((each) => each.id !== last.id), { verdict: finding.verdict, statement: finding.statement, versionClass: finding.versionClass }, now.toISOString());
  const status = decision?.status ?? foldStatuses(finding.vulnerabilities.map((each) => each.status));
  await rewrite(tx, [{ row, finding: { ...noted(finding, 'undone', { decision: last.id }, actor.personName, now), status, decision: decision?.id ?? null, acceptance: decision?.acceptance ?? null } }]);
}

function decided(finding: Finding, { id, status, acceptance, author }: FindingDecision, now: Date): Finding {
  return { ...noted(finding, 'decided', { decision: id, status, author }, author, now), status, decision: id, acceptance };
}
function noted(finding: Finding, code: string, params: Readonly<Record<string, string | number>>, by: string, now: Date): Finding {
  const at = now.toISOString();
  return { ...finding, history: [...finding.history, { at, by, code, params }], changedAt: at };
}

export async function workOnFindings({ tx, actor, now }: Working, input: WorkOnFindings): Promise<void> {
  await lockInstitution(tx);
  const rows = await demandSome(tx, input.ids), change = amendmentOf(input);
  await rewrite(tx, rows.map((row) => ({ row, finding: amend((row.detail as FindingDetail).finding, change, actor.personName, now.toISOString()) })));
}

function amendmentOf(input: WorkOnFindings): Amendment {
  switch (input.kind) {
    case 'assign': return { kind: 'assign', assignee: input.assignee?.trim().slice(0, OWNER_LENGTH) || null };
    case 'due':
      if (input.dueOn !== null && !isDay(input.dueOn)) throw new AppError('day-invalid', { value: input.dueOn.slice(0, 40) });
      return { kind: 'due', dueOn: input.dueOn };
    case 'remediation': return { kind: 'progress', progress: input.remediation };
    default: {
      const text = input.text.trim();
      if (text === '' || text.length > TEXT_LENGTH) throw new AppError('finding-reason-missing', { max: TEXT_LENGTH });
      return { kind: input.kind, text };
    }
  }
}

/** Rows with a changed finding: the columns are made again, what the machine said stays. */
async function rewrite(tx: Tx, changes: readonly { row: FindingFull; finding: Finding }[]): Promise<void> {
  await writeFindings(tx, changes.map(({ row, finding }) => {
    const detail = row.detail as FindingDetail, made = rowOf(row.id, { ...detail, finding }, { asset: undefined, advisory: undefined, before: row });
    return { ...made, state: stateOf(finding) };
  }));
}

async function demandFinding(tx: Tx, id: string): Promise<FindingFull> {
  const row = isUuid(id) ? await readFinding(tx, id) : undefined;
  if (!row) throw new AppError('finding-not-found', { id: id.slice(0, 64) });
  return row;
}

async function demandSome(tx: Tx, given: readonly string[]): Promise<FindingFull[]> {
  const ids = [...new Set(given)];
  if (ids.length === 0 || ids.length > MOST) throw new AppError('finding-none-chosen', { max: MOST });
  const rows = new Map((await readFindingsById(tx, ids.filter(isUuid))).map((row) => [row.id, row]));
  return ids.map((id) => { const row = rows.get(id); if (!row) throw new AppError('finding-not-found', { id: id.slice(0, 64) }); return row; });
}

async function demandOffer(tx: Tx, id: string, rows: readonly FindingFull[], now: Date): Promise<void> {
  for (const row of rows) {
    const offers = await offersFor(tx, (row.detail as FindingDetail).finding, now);
    if (!offers.some((offer) => offer.id === id)) throw new AppError('offer-not-found');
  }
}

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason === '' || reason.length > REASON_LENGTH) throw new AppError('finding-reason-missing', { max: REASON_LENGTH });
  return reason;
}

function dayAfter(now: Date, days: number): string { return new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10); }

// ---- Asking the machine

export async function listNotListed(tx: Tx, { q, limit }: { q: string; limit?: number | undefined }): Promise<NotListedPage> {
  const { rows, total } = await readNotListed(tx, wordsOf(q), limitOf(limit));
  return { total, rows: rows.map((row) => ({ ...row.detail as AssessPair, assetName: row.asset_name ?? row.asset_id, advisoryTitle: row.advisory_title ?? row.advisory_key, trackingId: row.tracking_id ?? row.advisory_key })) };
}

/** What the interval's lower end must reach is the kernel's; a person sees the counts. */
export async function showAcceptance(tx: Tx): Promise<AcceptanceView> {
  const rate = hitRate((await readFindingDecisions(tx)).map((row) => row.content as FindingDecision)), { accept } = await readAssessState(tx);
  return { on: accept, judged: rate.judged, confirmed: rate.confirmed, low: rate.judged === 0 ? null : rate.low, high: rate.judged === 0 ? null : rate.high, allowed: rate.mayAccept };
}
