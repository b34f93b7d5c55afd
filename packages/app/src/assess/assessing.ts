/**
 * Assessments in the background: all assets of an institution against all advisories, reconciled with what was found and decided before. One at a time;
 * a request while one runs makes another after it. What is written says when its inputs were read, so a restart knows what is out of date.
 */
import { createHash } from 'node:crypto';
import type { Advisory, AssessPair, AssessResult, Component, Finding, FindingDecision } from '@wardkeep/model';
import type { CareParameters } from '@wardkeep/loop/assess/care/parameters';
import { AUTOMATIC_SCORE } from '@wardkeep/loop/assess/findings/decisions';
import { reconcile, type Reconciled } from '@wardkeep/loop/assess/findings/reconcile';
import { newId, type Store, type Tx } from '@wardkeep/store';
import { readContents, readStamp } from '@wardkeep/store/queries/advisories';
import { readAssetsAfter } from '@wardkeep/store/queries/assets';
import { patchAssessState, readAssessState } from '@wardkeep/store/queries/care';
import { readDecisions } from '@wardkeep/store/queries/decisions';
import { deleteFindings, type FindingFull, type FindingWrite, insertAssessChanges, insertFindingDecisions, readAllFindings, readFindingDecisions, replaceNotListed, writeFindings } from '@wardkeep/store/queries/findings';
import { readComponents } from '@wardkeep/store/queries/imports';
import { lockInstitution } from '@wardkeep/store/queries/institutions';
import { readIntelligence, readKnownExploited, readPredictions } from '@wardkeep/store/queries/intelligence';
import { readClientZones } from '@wardkeep/store/queries/traffic';
import { fold } from '@wardkeep/store/text';
import type { ErrorCode } from '../errors.ts';
import { correctionsOf } from '../resolution.ts';
import type { Assess, Logger } from '../ports.ts';
import type { Message } from '../views.ts';
import { type SeenAsset, seenAssetOf } from './assets.ts';
import { loadServices } from './care.ts';
import { settleVersions, withVersions } from './conflicts.ts';
import { type Intelligence, type Rated, Rating } from './rating.ts';
import { formatRef, parseRef } from './refs.ts';
import type { KeptService } from './show.ts';

const PAGE = 500, SEARCH_LENGTH = 2000;
/** Pairs left out that are kept for "why is this not listed?", closest first. */
const NOT_LISTED_KEPT = 20_000;

export interface AssessParts { readonly store: Store; readonly assess: Assess; readonly parameters: CareParameters; readonly now: () => Date; readonly logger: Logger; readonly institutions: () => Promise<readonly string[]> }

/** What a finding's row holds besides its columns. */
export interface FindingDetail { readonly finding: Finding; readonly pair: AssessPair | null; readonly rated: Rated | null }

interface Inputs { readonly startedAt: Date; readonly assets: ReadonlyMap<string, SeenAsset>; readonly advisories: ReadonlyMap<string, Advisory> }

export class Assessing {
  private readonly parts: AssessParts;
  private readonly wanted = new Set<string>();
  private current: string | null = null;
  private loop: Promise<void> | null = null;
  private closing = false;

  constructor(parts: AssessParts) { this.parts = parts; }

  /** Asks for an assessment of one institution, or of all. It runs soon; asking twice costs one. */
  request(institutionId: string | null): void {
    if (this.closing) return;
    if (institutionId !== null) { this.wanted.add(institutionId); this.start(); return; }
    void this.parts.institutions().then((ids) => { for (const id of ids) this.wanted.add(id); this.start(); }, (error: unknown) => { this.parts.logger.error({ err: error }, 'assessment not begun'); });
  }

  /** What an earlier process did not get to. */
  async begin(): Promise<void> {
    for (const id of await this.parts.institutions()) {
      const stale = await this.parts.store.transaction({ institutionId: id }, (tx) => isStale(tx, this.parts.now()));
      if (stale) this.request(id);
    }
  }

  runs(institutionId: string): boolean { return this.current === institutionId || this.wanted.has(institutionId); }

  /** When nothing runs and nothing waits. */
  async settled(): Promise<void> { while (this.loop) await this.loop; }

  async close(): Promise<void> {
    this.closing = true;
    this.wanted.clear();
    await this.loop;
  }

  private start(): void {
    if (this.loop || this.closing || this.wanted.size === 0) return;
    this.loop = this.work().finally(() => { this.loop = null; this.start(); });
  }

  private async work(): Promise<void> {
    for (let next = this.take(); next !== null && !this.closing; next = this.take()) {
      try { await this.assess(next); } catch (error) { if (!this.closing) await this.fail(next, error); }
      this.current = null;
    }
  }

  /** Said on the overview until the next one succeeds: findings must not look fresher than they are. */
  private async fail(institutionId: string, error: unknown): Promise<void> {
    this.parts.logger.error({ institutionId, err: error }, 'assessment failed');
    const failed: Message = { code: 'assessment-fault' satisfies ErrorCode, params: {} };
    try { await this.parts.store.transaction({ institutionId }, (tx) => patchAssessState(tx, { stats: { failed } })); } catch { /* the database is the fault: it was logged */ }
  }

  private take(): string | null {
    const [next] = this.wanted;
    if (next === undefined) return null;
    this.wanted.delete(next);
    this.current = next;
    return next;
  }

  private async assess(institutionId: string): Promise<void> {
    const { store, assess, logger } = this.parts, started = performance.now(), inputs = await this.read(institutionId);
    const seen = [...inputs.assets.values()], versions = new Map(seen.filter((each) => each.versions.length > 1).map((each) => [each.id, each.versions]));
    const result = settleVersions(await assess({ assets: seen.flatMap((each) => withVersions(each.asset, each.versions)), advisories: [...inputs.advisories.values()] }), versions);
    if (this.closing) return;
    const told = await store.transaction({ institutionId }, async (tx) => { await lockInstitution(tx); return this.write(tx, inputs, result); });
    logger.info({ institutionId, assets: inputs.assets.size, advisories: inputs.advisories.size, pairs: result.pairs.length, written: told.written, alerts: told.alerts, ms: Math.round(performance.now() - started) }, 'assessed');
  }

  /** Page by page, each in its own short transaction: an embedded database serves one at a time. */
  private async read(institutionId: string): Promise<Inputs> {
    const { store, now } = this.parts, startedAt = now(), assets = new Map<string, SeenAsset>(), advisories = new Map<string, Advisory>();
    const { corrections, bills, zones } = await store.transaction({ institutionId }, async (tx) => ({
      corrections: Map.groupBy((await readDecisions(tx)).filter((row) => row.kind === 'correct'), (row) => row.asset_id), bills: await readComponents(tx) as ReadonlyMap<string, readonly Component[]>, zones: await readClientZones(tx),
    }));
    for (let after = ''; ;) {
      const page = await store.transaction({ institutionId }, (tx) => readAssetsAfter(tx, after, PAGE));
      for (const full of page) assets.set(full.row.id, seenAssetOf(full, correctionsOf(corrections.get(full.row.id) ?? []), bills, zones.get(full.row.id) ?? []));
      if (page.length < PAGE) break;
      after = page.at(-1)!.row.id;
    }
    for (const own of [false, true]) for (let after = ''; ;) {
      const page = await store.transaction({ institutionId }, (tx) => readContents(tx, own, after, PAGE));
      for (const { key, content } of page) { const ref = formatRef({ key, own }); advisories.set(ref, { ...content as Advisory, id: ref }); }
      if (page.length < PAGE) break;
      after = page.at(-1)!.key;
    }
    return { startedAt, assets, advisories };
  }

  private async write(tx: Tx, { startedAt, assets, advisories }: Inputs, { pairs, ignored }: AssessResult): Promise<{ written: number; alerts: number }> {
    const { now, parameters } = this.parts, at = now(), rows = await readAllFindings(tx), known = new Map(rows.map((row) => [(row.detail as FindingDetail).finding.id, row]));
    const services = await loadServices(tx), { accept } = await readAssessState(tx), rating = new Rating(services, assets, pairs, parameters, await readIntelligenceOf(tx, pairs));
    let decisions = (await readFindingDecisions(tx)).map((row) => row.content as FindingDecision);
    const input = { previous: rows.map((row) => (row.detail as FindingDetail).finding), assets: [...assets.values()].map(({ asset, keys }) => ({ ...asset, keys })), pairs, advisories, scope: { assets: null, advisories: null }, now: at.toISOString() };
    let outcome = reconcile({ ...input, decisions });
    const ids = new Map(outcome.findings.map((finding) => [finding.id, known.get(finding.id)?.id ?? newId(at.getTime())]));
    if (accept) {
      const automatic = outcome.findings.filter(isSure).map((finding) => ({ findingId: ids.get(finding.id)!, content: acceptedByItself(finding, tx.institutionId, at) }));
      if (automatic.length > 0) {
        await insertFindingDecisions(tx, automatic.map(({ findingId, content }) => ({ id: content.id, findingId, content, byId: NOBODY, byName: '', at })));
        decisions = [...decisions, ...automatic.map(({ content }) => content)];
        outcome = reconcile({ ...input, decisions });
      }
    }
    const byPlace = new Map(pairs.map((pair) => [`${pair.row}\n${pair.advisory}`, pair])), writes: FindingWrite[] = [];
    for (const finding of outcome.findings) {
      const pair = finding.gone === null ? byPlace.get(`${finding.assetId}\n${finding.advisory}`) ?? null : null, asset = assets.get(finding.assetId), advisory = advisories.get(finding.advisory), before = known.get(finding.id);
      const rated = pair && asset && advisory ? rating.rate(asset, pair, advisory) : null;
      const row = rowOf(ids.get(finding.id)!, { finding, pair, rated }, { asset, advisory, before });
      if (row.hash !== before?.hash) writes.push(row);
    }
    const kept = new Set(outcome.findings.map((finding) => finding.id));
    await deleteFindings(tx, [...known].filter(([id]) => !kept.has(id)).map(([, row]) => row.id));
    for (let from = 0; from < writes.length; from += PAGE) await writeFindings(tx, writes.slice(from, from + PAGE));
    await insertAssessChanges(tx, changesOf(outcome, ids, at));
    await replaceNotListed(tx, [...ignored].sort((a, b) => b.score - a.score).slice(0, NOT_LISTED_KEPT).map((pair) => {
      const asset = assets.get(pair.row)!, advisory = advisories.get(pair.advisory)!;
      return { assetId: pair.row, advisory: parseRef(pair.advisory), score: pair.score, search: [asset.name, asset.asset.vendor, asset.asset.product, asset.asset.model, asset.asset.serial, parseRef(pair.advisory).key, advisory.title, advisory.publisher, ...advisory.vulnerabilities.map((each) => each.cve)].filter(Boolean).join('\n'), detail: pair };
    }));
    await patchAssessState(tx, { assessed_at: startedAt, stats: { assets: assets.size, advisories: advisories.size, pairs: pairs.length, ignored: ignored.length } });
    return { written: writes.length, alerts: outcome.alerts.length };
  }
}

/** Asked for, or the region's advisories and intelligence are newer, or a day has passed (what expires, expires then). */
export async function isStale(tx: Tx, now: Date): Promise<boolean> {
  const { assessed_at, asked_at } = await readAssessState(tx), stamp = await readStamp(tx), day = (date: Date) => date.toISOString().slice(0, 10);
  return (assessed_at !== null && day(assessed_at) < day(now)) || (asked_at !== null && (assessed_at === null || asked_at > assessed_at)) || (stamp !== null && (assessed_at === null || stamp > assessed_at));
}

async function readIntelligenceOf(tx: Tx, pairs: readonly AssessPair[]): Promise<Intelligence> {
  const cves = [...new Set(pairs.flatMap((pair) => pair.cves))];
  return { exploited: await readKnownExploited(tx, cves), predicted: await readPredictions(tx, cves), epssDay: (await readIntelligence(tx)).epss.day };
}

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Open, affected, and surer than the limit from which an institution may let the machine accept. */
function isSure({ gone, decision, verdict, score, status }: Finding): boolean { return gone === null && decision === null && verdict === 'affected' && status === 'known_affected' && score >= AUTOMATIC_SCORE; }

function acceptedByItself({ assetKeys, advisory, verdict, score, revision, statement, productClass, versionClass }: Finding, institution: string, at: Date): FindingDecision {
  return {
    id: newId(at.getTime()), institution, assetKeys, advisory, status: 'known_affected', acceptance: null, reason: '', author: '', at: at.toISOString(), expiresOn: null, undoneAt: null, automatic: true, shared: false,
    basis: { verdict: verdict!, score, revision, statement, productClass, versionClass },
  };
}

export function stateOf({ gone, acceptance, decision, status }: Finding): FindingWrite['state'] {
  if (gone !== null) return 'gone';
  if (acceptance !== null) return 'accepted';
  return decision === null && (status === 'known_affected' || status === 'under_investigation') ? 'open' : status;
}

/** The columns by which lists filter and sort. `before` gives what does not change, and the last known words of what is gone. */
export function rowOf(id: string, detail: FindingDetail, { asset, advisory, before }: { asset: SeenAsset | undefined; advisory: Advisory | undefined; before: FindingFull | undefined }): FindingWrite {
  const { finding, rated } = detail, { key, own } = parseRef(finding.advisory), state = stateOf(finding), services: KeptService[] = rated ? rated.care.impact.services.map(({ service, name, hoursAtRisk }) => ({ id: service, name, hours: hoursAtRisk.value })) : [];
  const row = {
    id, asset_id: finding.assetId, advisory_key: key, own_advisory: own, asset_keys: [...finding.assetKeys], class: `${finding.productClass}\n${finding.versionClass}`, verdict: finding.verdict ?? before?.verdict ?? 'not_affected', score: finding.score, state, waiting: state === 'open',
    remediation: finding.progress, cves: finding.vulnerabilities.map((each) => each.id), base_score: rated?.care.severity.baseScore ?? before?.base_score ?? null, likelihood: rated?.care.likelihood.use.value ?? 0, exploited: rated?.exploited ?? false, epss: rated?.epss ?? null,
    hours: rated?.care.hoursAtRisk.value ?? 0, assumed: rated?.care.impact.services.some((service) => service.factors.some((factor) => factor.source.kind === 'assumed')) ?? false, services, ssvc: rated?.ssvc.decision ?? 'track',
    assignee: finding.assignee, due_on: finding.dueOn, fix_available: rated?.fixAvailable ?? false, gone: finding.gone !== null, zone: asset ? asset.ward : before?.zone ?? null,
    search: asset && advisory ? searchOf(asset, advisory, finding) : before?.search ?? '', detail,
  };
  return { ...row, found_at: new Date(finding.firstSeenAt), changed_at: new Date(finding.changedAt), hash: createHash('sha256').update(JSON.stringify(row)).digest('hex') };
}

function searchOf({ name, asset }: SeenAsset, advisory: Advisory, { vulnerabilities }: Finding): string {
  return fold([name, asset.vendor, asset.product, asset.model, asset.version, asset.serial, parseRef(advisory.id).key, advisory.title, advisory.publisher, ...vulnerabilities.map((each) => each.id)].filter(Boolean).join('\n')).slice(0, SEARCH_LENGTH);
}

function changesOf({ alerts, log }: Reconciled, ids: ReadonlyMap<string, string>, at: Date): Parameters<typeof insertAssessChanges>[1] {
  const change = (code: string, finding: string | null, advisory: string, alerting: boolean, params: unknown) => ({ id: newId(at.getTime()), at, code, findingId: finding === null ? null : ids.get(finding) ?? null, advisory: parseRef(advisory), alerts: alerting, params });
  return [...alerts.map((alert) => change(alert.code, alert.finding, alert.advisory, true, alert.params)), ...log.map((entry) => change(entry.code, entry.finding, entry.advisory, false, entry.params))];
}

/** Asks, inside the transaction that changed something; `request` must follow its commit. */
export async function askAgain(tx: Tx, at: Date): Promise<void> { await patchAssessState(tx, { asked_at: at }); }

