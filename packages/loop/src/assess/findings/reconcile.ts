/**
 * Findings after an assessment: what was there, what people decided, and what the machine says now. Pure. The same assessment again changes nothing, and hands
 * back the very same objects; nothing vanishes; and an alert is raised only where status or remediation changed.
 */
import type { Advisory, AssessPair, Finding, FindingAlert, FindingDecision, FindingLog, FindingStatus, GoneReason, HISTORY_CODES, HistoryEntry } from '@wardkeep/model';
import { type InForce, inForce, type LapseReason, standing } from './decisions.ts';
import { classOf, foldStatuses, remediationFingerprint, statementFingerprint, vulnerabilitiesOf } from './revision.ts';

/** An asset of today's inventory. `keys`: identity keys, strongest first, each naming one device. */
export interface FindingAsset { readonly id: string; readonly keys: readonly string[]; readonly vendor: string | null; readonly product: string | null; readonly model: string | null; readonly version: string | null }

export interface Reconciling {
  readonly previous: readonly Finding[];
  readonly decisions: readonly FindingDecision[];
  /** The whole inventory of the institution, also when only a part of it was assessed. */
  readonly assets: readonly FindingAsset[];
  readonly pairs: readonly AssessPair[];
  /** Newest revision of each advisory of the pairs and of the earlier findings, by id. */
  readonly advisories: ReadonlyMap<string, Advisory>;
  /** What was assessed; null: all. What lies outside stays as it is, apart from days that pass. */
  readonly scope: { readonly assets: ReadonlySet<string> | null; readonly advisories: ReadonlySet<string> | null };
  /** ISO 8601 in UTC. */
  readonly now: string;
}

export interface Reconciled { readonly findings: readonly Finding[]; readonly alerts: readonly FindingAlert[]; readonly log: readonly FindingLog[] }

/** What the machine says of a pair today, in the words of a finding. */
type Machine = Pick<Finding, 'assetId' | 'assetKeys' | 'advisory' | 'revision' | 'verdict' | 'score' | 'products' | 'vulnerabilities' | 'remediations' | 'statement' | 'productClass' | 'versionClass'> & { readonly verdict: AssessPair['verdict'] };

export const isActive = ({ gone, status }: Pick<Finding, 'gone' | 'status'>): boolean => gone === null && (status === 'known_affected' || status === 'under_investigation');

const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function reconcile(input: Reconciling): Reconciled { return new Reconciliation(input).run(); }

class Reconciliation {
  private readonly input: Reconciling;
  private readonly alerts: FindingAlert[] = [];
  private readonly log: FindingLog[] = [];
  private readonly byId: ReadonlyMap<string, FindingAsset>;
  /** Null: two assets claim the key, so it names neither. */
  private readonly byKey = new Map<string, FindingAsset | null>();
  /** Standing decisions by asset and advisory. */
  private readonly decisions = new Map<string, FindingDecision[]>();
  private readonly usedIds: Set<string>;
  private readonly fingerprints = new Map<string, { remediations: string; statement: string }>();
  /** By advisory: the revision before, and whom the new one called or left alone. */
  private readonly revised = new Map<string, { from: string; to: string; alerted: number; quiet: number }>();

  constructor(input: Reconciling) {
    this.input = input;
    this.byId = new Map(input.assets.map((asset) => [asset.id, asset]));
    for (const asset of input.assets) for (const key of new Set(asset.keys)) this.byKey.set(key, this.byKey.has(key) ? null : asset);
    this.usedIds = new Set(input.previous.map((finding) => finding.id));
  }

  /** A decision stays with the finding that it once decided, also when its keys have wandered to another asset; else it goes to the owner of its strongest key. */
  private placeDecisions(placed: ReadonlyMap<string, Finding>): void {
    const holders = new Map([...placed].flatMap(([place, { history }]) => history.flatMap(({ code, params }) => (code === 'decided' ? [[String(params.decision), place] as const] : []))));
    for (const decision of standing(this.input.decisions)) {
      const asset = this.owner(decision.assetKeys), place = holders.get(decision.id) ?? (asset ? placeOf(asset.id, decision.advisory) : null);
      if (place === null) continue;
      const list = this.decisions.get(place);
      if (list) list.push(decision); else this.decisions.set(place, [decision]);
    }
  }

  run(): Reconciled {
    const before = new Map<string, Finding>(), lost: Finding[] = [], findings: Finding[] = [];
    for (const finding of [...this.input.previous].sort((a, b) => order(a.firstSeenAt, b.firstSeenAt) || order(a.id, b.id))) {
      const asset = this.locate(finding);
      if (!asset) { lost.push(finding); continue; }
      const place = placeOf(asset.id, finding.advisory), other = before.get(place);
      before.set(place, other ? this.merged(other, finding) : finding);
    }
    this.placeDecisions(before);
    const seen = new Set<string>();
    for (const pair of [...this.input.pairs].sort((a, b) => order(a.row, b.row) || order(a.advisory, b.advisory))) {
      const machine = this.machineOf(pair), place = placeOf(pair.row, pair.advisory), earlier = before.get(place);
      if (seen.has(place)) throw new Error(`Pair of ${pair.row} and ${pair.advisory} stands twice in the assessment; expected each once.`);
      seen.add(place);
      before.delete(place);
      findings.push(earlier ? this.again(earlier, machine) : this.found(machine));
    }
    for (const [place, finding] of before) findings.push(this.inScope(place, finding) ? this.unmatched(finding) : this.waiting(finding, this.locate(finding)!));
    for (const finding of lost) findings.push(finding.gone === 'asset-gone' ? finding : this.leave(finding, 'asset-gone'));
    this.logRevisions();
    return {
      findings: findings.sort((a, b) => order(a.id, b.id)), alerts: this.alerts.sort((a, b) => order(a.finding, b.finding) || order(a.code, b.code)),
      log: this.log.sort((a, b) => order(a.advisory, b.advisory) || order(a.finding ?? '', b.finding ?? '') || order(a.code, b.code)),
    };
  }

  /** By the strongest key that today's inventory knows; by its id where no key is left. */
  private locate({ assetKeys, assetId }: Finding): FindingAsset | undefined { return this.owner(assetKeys) ?? this.byId.get(assetId); }

  private owner(keys: readonly string[]): FindingAsset | undefined {
    for (const key of keys) { const asset = this.byKey.get(key); if (asset) return asset; }
    return undefined;
  }

  /** Today's keys, then earlier ones that no other asset has: a device that comes back under an old key is known again. */
  private keysOf(today: readonly string[], before: Finding): readonly string[] {
    const kept = before.assetKeys.filter((key) => !today.includes(key) && !this.byKey.has(key));
    return kept.length === 0 ? today : [...today, ...kept].slice(0, Math.max(KEY_LIMIT, today.length));
  }

  private inScope(place: string, finding: Finding): boolean {
    const { assets, advisories } = this.input.scope;
    return (assets === null || assets.has(place.slice(0, place.indexOf('\n')))) && (advisories === null || advisories.has(finding.advisory));
  }

  private machineOf(pair: AssessPair): Machine {
    const asset = this.byId.get(pair.row), advisory = this.input.advisories.get(pair.advisory);
    if (!asset) throw new Error(`Pair of ${pair.row} and ${pair.advisory}: expected the asset in the inventory, found none.`);
    if (!advisory) throw new Error(`Pair of ${pair.row} and ${pair.advisory}: expected the advisory, found none.`);
    const memo = `${advisory.id}\n${pair.products.join('\n')}`;
    let prints = this.fingerprints.get(memo);
    if (!prints) this.fingerprints.set(memo, prints = { remediations: remediationFingerprint(advisory, pair.products), statement: statementFingerprint(advisory, pair.products) });
    return { assetId: asset.id, assetKeys: asset.keys, advisory: advisory.id, revision: advisory.revision, verdict: pair.verdict, score: pair.score, products: pair.products, vulnerabilities: vulnerabilitiesOf(advisory, pair), ...prints, ...classOf(asset) };
  }

  private inForce(machine: Machine): InForce { return inForce(this.decisions.get(placeOf(machine.assetId, machine.advisory)) ?? [], machine, this.input.now); }

  private found(machine: Machine): Finding {
    const { now } = this.input, { decision } = this.inForce(machine), status = statusOf(machine.verdict, decision), id = this.freeId(machine);
    const finding: Finding = {
      ...machine, id, status, decision: decision?.id ?? null, acceptance: decision?.acceptance ?? null, gone: null, progress: 'not_remediated', assignee: null, dueOn: null, measures: [],
      history: [entry(now, 'found', { verdict: machine.verdict, revision: machine.revision }), ...(decision ? [decidedBy(decision, status, now)] : [])], firstSeenAt: now, changedAt: now,
    };
    if (isActive(finding)) this.alert('new-finding', finding, { status });
    else this.note('found-decided', finding, { status, decision: decision!.id });
    return finding;
  }

  private freeId({ advisory, assetKeys, assetId }: Machine): string {
    const name = `${advisory} ${assetKeys[0] ?? assetId}`;
    let id = name;
    for (let count = 2; this.usedIds.has(id); count++) id = `${name} ${count}`;
    this.usedIds.add(id);
    return id;
  }

  /** A pair that was there before. Every change leaves an entry; at most one alert, the weightiest. */
  private again(before: Finding, machine: Machine): Finding {
    const { now } = this.input, { decision, lapsed } = this.inForce(machine), status = statusOf(machine.verdict, decision), history: HistoryEntry[] = [];
    const reopened = before.gone !== null, decided = (decision?.id ?? null) !== before.decision, fell = lapsed !== null && lapsed.decision.id === before.decision ? lapsed.reason : null;
    const changes = vulnerabilityChanges(before, machine), remediation = before.remediations !== machine.remediations;
    if (before.assetId !== machine.assetId) history.push(entry(now, 'asset-id', { from: before.assetId, to: machine.assetId }));
    if (reopened) history.push(entry(now, 'reopened', { reason: before.gone! }));
    if (fell !== null) history.push(entry(now, 'decision-lapsed', { reason: fell, decision: before.decision! }));
    if (decided && decision !== null) history.push(decidedBy(decision, status, now));
    if (before.status !== status) history.push(entry(now, 'status', { from: before.status, to: status }));
    if (changes !== null) history.push(entry(now, 'vulnerabilities', changes));
    if (remediation) history.push(entry(now, 'remediation-changed', { revision: machine.revision }));
    const next: Finding = {
      ...before, ...machine, assetKeys: this.keysOf(machine.assetKeys, before), status, decision: decision?.id ?? null, acceptance: decision?.acceptance ?? null, gone: null, progress: reopened ? 'not_remediated' : before.progress,
      history: history.length === 0 ? before.history : [...before.history, ...history], changedAt: history.length === 0 ? before.changedAt : now,
    };
    const alerted = this.tell(before, next, { reopened, fell, decided, changes, remediation });
    this.countRevision(before, next, alerted);
    return equal(before, next) ? before : next;
  }

  private tell(before: Finding, next: Finding, { reopened, fell, decided, changes, remediation }: { reopened: boolean; fell: LapseReason | null; decided: boolean; changes: HistoryEntry['params'] | null; remediation: boolean }): boolean {
    const params = { from: before.status, to: next.status };
    if (!isActive(next)) {
      // A person closed it, or the other of two lines did: her own act is no news to her. What the publisher changes about a closed finding is none either.
      if (remediation) this.note('remediation-changed-closed', next, { status: next.status });
      return false;
    }
    if (reopened) return this.alert('reopened', next, { reason: before.gone! });
    if (fell !== null && (before.acceptance !== null || before.status !== next.status)) return this.alert(fell === 'acceptance-expired' ? 'acceptance-expired' : fell === 'expired' ? 'decision-expired' : 'decision-lapsed', next, { ...params, reason: fell });
    if (remediation) return this.alert('remediation-changed', next, { revision: next.revision });
    if (changes !== null || (before.status !== next.status && !decided)) return this.alert('status-changed', next, { ...params, ...changes });
    return false;
  }

  /** Assessed, and no longer a pair. */
  private unmatched(before: Finding): Finding {
    if (before.gone !== null) return before;
    const advisory = this.input.advisories.get(before.advisory), { productClass, versionClass } = classOf(this.locate(before)!);
    if (!advisory || advisory.state === 'withdrawn') return this.leave(before, 'advisory-withdrawn');
    if (versionClass !== before.versionClass) return this.leave(before, 'version-changed');
    if (productClass !== before.productClass) return this.leave(before, 'identity-corrected');
    return this.leave(before, advisory.revision === before.revision ? 'matching-changed' : 'advisory-revised');
  }

  private leave(before: Finding, gone: GoneReason): Finding {
    const { now } = this.input, status = statusAfter(before, gone), repaired = status === 'fixed' && before.status !== 'fixed';
    const asset = this.locate(before), advisory = this.input.advisories.get(before.advisory);
    const next: Finding = {
      ...before, ...(asset ? { assetId: asset.id, assetKeys: this.keysOf(asset.keys, before), ...classOf(asset) } : {}), revision: advisory?.revision ?? before.revision,
      verdict: null, status, gone, progress: repaired ? 'done' : before.progress, history: [...before.history, entry(now, 'gone', { reason: gone, from: before.status, to: status })], changedAt: now,
    };
    const told = status !== before.status && this.alert(repaired ? 'fixed-by-version' : 'status-changed', next, { from: before.status, to: status, reason: gone });
    if (!told) this.note('gone', next, { reason: gone });
    this.countRevision(before, next, told);
    return next;
  }

  /** Not assessed this time: its machine's word stands, but the id of its asset may be new and a day may have passed. */
  private waiting(before: Finding, asset: FindingAsset): Finding {
    if (before.verdict === null) return before;
    return this.again(before, { ...before, verdict: before.verdict, assetId: asset.id, assetKeys: asset.keys });
  }

  /** Two findings whose assets turned out to be one. */
  private merged(first: Finding, second: Finding): Finding {
    const open = first.gone === null ? first : second, { now } = this.input;
    this.note('merged', first, { with: second.id });
    return {
      ...open, id: first.id, assetKeys: [...new Set([...open.assetKeys, ...first.assetKeys, ...second.assetKeys])], firstSeenAt: first.firstSeenAt, status: first.gone === null && second.gone === null ? foldStatuses([first.status, second.status]) : open.status,
      assignee: first.assignee ?? second.assignee, dueOn: [first.dueOn, second.dueOn].filter((day) => day !== null).sort()[0] ?? null, measures: [...first.measures, ...second.measures],
      progress: first.progress === second.progress ? first.progress : first.progress === 'not_remediated' || second.progress === 'not_remediated' ? 'not_remediated' : 'in_progress',
      history: [...[...first.history, ...second.history].sort((a, b) => order(a.at, b.at)), entry(now, 'merged', { with: second.id })], changedAt: now,
    };
  }

  private alert(code: FindingAlert['code'], { id, advisory, assetId }: Finding, params: FindingAlert['params']): true { this.alerts.push({ code, finding: id, advisory, assetId, params }); return true; }
  private note(code: FindingLog['code'], { id, advisory }: Finding, params: FindingLog['params']): void { this.log.push({ code, finding: id, advisory, params }); }

  private countRevision(before: Finding, next: Finding, alerted: boolean): void {
    if (before.revision === next.revision) return;
    const so = this.revised.get(next.advisory) ?? { from: before.revision, to: next.revision, alerted: 0, quiet: 0 };
    this.revised.set(next.advisory, { ...so, alerted: so.alerted + (alerted ? 1 : 0), quiet: so.quiet + (alerted ? 0 : 1) });
  }

  private logRevisions(): void {
    for (const [advisory, { from, to, alerted, quiet }] of this.revised) this.log.push({ code: alerted === 0 ? 'revision-unchanged' : 'revision-changed', finding: null, advisory, params: { from, to, alerted, quiet } });
  }
}

/** Identity keys a finding remembers. */
const KEY_LIMIT = 32;

const placeOf = (asset: string, advisory: string): string => `${asset}\n${advisory}`;
const entry = (at: string, code: (typeof HISTORY_CODES)[number], params: HistoryEntry['params']): HistoryEntry => ({ at, by: null, code, params });
const decidedBy = ({ id, author }: FindingDecision, status: FindingStatus, now: string): HistoryEntry => entry(now, 'decided', { decision: id, status, author });
const statusOf = (verdict: AssessPair['verdict'], decision: FindingDecision | null): FindingStatus => decision?.status ?? (verdict === 'affected' ? 'known_affected' : 'under_investigation');

/**
 * A new version that does not match repairs what was affected; it shows that what could not be told is not. What was closed stays as it was closed. An asset that
 * left, or an advisory that was taken back, says nothing of the kind.
 */
function statusAfter(before: Finding, gone: GoneReason): FindingStatus {
  if (!isActive(before) || gone === 'asset-gone' || gone === 'advisory-withdrawn') return before.status;
  return gone === 'version-changed' && before.verdict === 'affected' ? 'fixed' : 'known_not_affected';
}

/** Which vulnerabilities came, went or changed their status; null: none. */
function vulnerabilityChanges(before: Finding, { vulnerabilities }: Machine): HistoryEntry['params'] | null {
  const then = new Map(before.vulnerabilities.map(({ id, status }) => [id, status])), now = new Map(vulnerabilities.map(({ id, status }) => [id, status]));
  const added = [...now.keys()].filter((id) => !then.has(id)), removed = [...then.keys()].filter((id) => !now.has(id)), changed = [...now].filter(([id, status]) => then.has(id) && then.get(id) !== status).map(([id]) => id);
  return added.length + removed.length + changed.length === 0 ? null : { added: added.join(' '), removed: removed.join(' '), changed: changed.join(' ') };
}

const equal = (a: Finding, b: Finding): boolean => JSON.stringify(Object.entries(a).sort(([x], [y]) => order(x, y))) === JSON.stringify(Object.entries(b).sort(([x], [y]) => order(x, y)));

/** Findings whose risk is borne no longer than `until` (`YYYY-MM-DD`): what runs out soon. */
export const acceptancesUntil = (findings: readonly Finding[], until: string): readonly Finding[] =>
  findings.filter(({ gone, acceptance }) => gone === null && acceptance !== null && acceptance.expiresOn <= until);
