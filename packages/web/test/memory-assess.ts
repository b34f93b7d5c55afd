/** The use cases of ASSESS in memory, for tests of pages: the invented world of `memory-world.ts`, empty, as it stands, or 5,000 findings large. Decisions work. The product never uses it. */
import type { AssessApp } from '@wardkeep/app/assess-app';
import type {
  AcceptanceView, AdvisoryIntakeView, AdvisorySummary, AdvisoryView, AdvisoryVulnerabilityView, AssessOverview, CareServiceView, ChangesView, FeedView, FindingDecisionView, FindingQuery, FindingRow, FindingView, QuarantineView, TriageGroup,
} from '@wardkeep/app/assess-views';
import type { Actor } from '@wardkeep/app/views';
import { CARE_KINDS, type CareFactor, type CareRating, type CareService, type CareWhy, type CompensatingMeasure, type Estimate, type HistoryEntry, type Range, type Remediation, type SsvcDecision, type SsvcResult } from '@wardkeep/model';
import { ADVISORIES, CARE, FINDINGS, LEFT_OUT, type WorldAdvisory, type WorldFinding } from './memory-world.ts';

export interface MemoryAssessOptions { readonly size: 'empty' | 'normal' | 'large'; readonly now?: number; /** Devices of the inventory. */ readonly devices?: number; /** No use case of findings is allowed. */ readonly refused?: boolean; readonly acceptanceAllowed?: boolean; readonly running?: boolean }

const DAY_MS = 86_400_000, LARGE = 5_000, PAGE = 50, MOST_IDS = 500;
const refuse = (status: number, code: string, params: Record<string, string | number> = {}) => Object.assign(new Error(code), { status, code, params });

interface Held {
  readonly row: FindingRow; readonly spec: WorldFinding; readonly advisory: WorldAdvisory; readonly care: CareRating; readonly ssvc: SsvcResult; readonly question: string;
  state: FindingRow['state']; remediation: FindingRow['remediation']; assignee: string | null; dueOn: string | null; changedAt: string;
  decisions: FindingDecisionView[]; measures: CompensatingMeasure[]; history: HistoryEntry[];
}

export function memoryAssess({ size, now = Date.now(), devices = 412, refused = false, acceptanceAllowed = true, running = false }: MemoryAssessOptions): AssessApp {
  const iso = (daysAgo = 0) => new Date(now - daysAgo * DAY_MS).toISOString(), day = (daysAgo = 0) => iso(daysAgo).slice(0, 10);
  const world = size === 'empty' ? [] : [...ADVISORIES], held = size === 'empty' ? [] : makeFindings(size, now), byId = new Map(held.map((it) => [it.row.id, it]));
  let services: CareService[] = size === 'empty' ? [] : [...CARE], counter = 0, lookedAt: string | null = size === 'empty' ? null : iso(6), accepting = false;
  const feeds: FeedView[] = [
    { id: 'labmade', name: 'Labmade Imaging GmbH', kind: 'csaf', url: 'https://labmade.example/.well-known/csaf/provider-metadata.json', hosts: [], enabled: true, lastAskedAt: iso(0.2), lastResult: { code: 'feed-asked', params: { taken: 5, unchanged: 26 } }, documents: 31 },
    { id: 'kelda', name: 'Kelda Health Systems', kind: 'csaf', url: 'https://kelda.example/csaf/provider-metadata.json', hosts: [], enabled: false, lastAskedAt: null, lastResult: null, documents: 0 },
    { id: 'kev', name: 'KEV', kind: 'kev', url: 'https://kev.example/known_exploited_vulnerabilities.json', hosts: [], enabled: true, lastAskedAt: iso(0.2), lastResult: { code: 'feed-busy', params: { host: 'kev.example', status: 429, until: '2026-11-25 15:00' } }, documents: 1556 },
    { id: 'epss', name: 'EPSS', kind: 'epss', url: 'https://epss.example/epss_scores-current.csv.gz', hosts: [], enabled: true, lastAskedAt: iso(0.2), lastResult: null, documents: 290_112 },
  ];
  const intakes: AdvisoryIntakeView[] = size === 'empty' ? [] : [
    { id: 'in2', name: 'labmade-2026-11.zip', at: iso(0.2), by: 'Ana Ruiz Etxeberria', state: 'done', read: 33, added: 4, revised: 1, unchanged: 26, quarantined: 2, error: null },
    { id: 'in1', name: 'bundle-2026-10-30.wkb', at: iso(25), by: 'Ana Ruiz Etxeberria', state: 'failed', read: 0, added: 0, revised: 0, unchanged: 0, quarantined: 0, error: { code: 'document-broken', params: {} } },
  ];
  const quarantine: QuarantineView[] = size === 'empty' ? [] : [
    { id: 'q1', intakeId: 'in2', file: 'lm-2026-013.json', at: iso(0.2), reason: { code: 'advisory-schema', params: { path: '/document/tracking/id', reason: 'must be string' } }, message: 'The document is not valid by the schema where it matters: at /document/tracking/id it must be string.' },
    { id: 'q2', intakeId: 'in2', file: 'lm-2026-012.json', at: iso(0.2), reason: { code: 'signature-wrong', params: { url: 'https://labmade.example/csaf/white/2026/lm-2026-012.json' } }, message: 'The signature of https://labmade.example/csaf/white/2026/lm-2026-012.json is not one of its publisher\'s keys over this document.' },
  ];

  const find = (id: string) => { const it = byId.get(id); if (!it) throw refuse(404, 'finding-not-found', { id }); return it; };
  const some = (ids: readonly string[]) => { if (ids.length === 0 || ids.length > 2000) throw refuse(400, 'finding-none-chosen', { max: 2000 }); return [...new Set(ids)].map(find); };
  const guard = () => { if (refused) throw refuse(403, 'not-allowed', { useCase: 'read-findings' }); };
  const advisoryOf = (id: string) => { const it = world.find((one) => refOf(one) === id); if (!it) throw refuse(404, 'advisory-not-found', { id }); return it; };
  const note = (it: Held, code: string, params: HistoryEntry['params'], by: string | null) => { it.changedAt = new Date(now + ++counter).toISOString(); it.history = [...it.history, { at: it.changedAt, by, code, params }]; };
  const rowsOf = (test: (it: Held) => boolean) => held.filter(test).map(toRow);
  const summary = (it: WorldAdvisory): AdvisorySummary => summaryOf(it, held, iso(it.days));
  const careView = (service: CareService): CareServiceView => {
    const mine = held.filter((it) => isWaiting(it.state) && it.spec.service === service.id);
    return { ...service, needsAssets: service.needs.flatMap(({ anyOf }) => anyOf.flatMap((need) => need.kind === 'asset' ? [{ id: need.assetId, name: need.assetId }] : [])), assets: new Set(mine.map((it) => it.row.assetId)).size, hoursAtRisk: sum(mine.map((it) => it.row.hoursAtRisk)), findings: mine.length };
  };
  const acceptance = (): AcceptanceView => size === 'empty' ? { on: false, judged: 0, confirmed: 0, low: null, high: null, allowed: false } : { on: accepting, judged: acceptanceAllowed ? 41 : 12, confirmed: acceptanceAllowed ? 41 : 11, low: acceptanceAllowed ? 0.914 : 0.646, high: acceptanceAllowed ? 1 : 0.985, allowed: acceptanceAllowed };

  return {
    assessOverview: async () => overviewOf(held, world, services, devices, { newest: world.length > 0 ? iso(2) : null, updated: intakes.length > 0 ? iso(0.2) : null, day: world.length > 0 ? day() : null, running, acceptance: acceptance() }),

    advisories: async (_actor, query) => {
      const words = query.q?.toLowerCase(), show = query.show ?? 'concerning';
      const rows = world.map(summary).filter((it) => (!words || `${it.trackingId} ${it.title} ${it.publisher} ${it.cves.join(' ')}`.toLowerCase().includes(words))
        && (show === 'all' || (show === 'exploited' ? it.exploited : show === 'own' ? it.scope === 'institution' : it.affected + it.cannotTell > 0)));
      const from = query.after ? rows.findIndex((it) => it.id === query.after) + 1 : 0, limit = query.limit ?? PAGE, page = rows.slice(from, from + limit);
      return { rows: page, total: rows.length, all: world.length, next: from + limit < rows.length ? page.at(-1)!.id : null };
    },
    advisory: async (_actor, id) => { const it = advisoryOf(id); return advisoryViewOf(it, summary(it), rowsOf((one) => one.advisory.key === it.key || one.row.advisoryId === id), iso(it.days), iso(it.days + 30)); },
    vulnerability: async (_actor, id) => {
      const mine = world.filter((it) => it.cves.includes(id));
      if (mine.length === 0) throw refuse(404, 'vulnerability-not-found', { id });
      return { id, vulnerability: vulnerabilityOf(mine[0]!, id, day()), advisories: mine.map(summary), findings: rowsOf((it) => it.row.cves.includes(id)) };
    },
    feeds: async () => ({ feeds, intakes, quarantine, knownExploited: { count: 1556, day: size === 'empty' ? null : day(1) }, epss: { count: 290_112, day: size === 'empty' ? null : day(1) } }),
    importAdvisories: async (actor, file) => {
      let bytes = 0;
      for await (const chunk of file.stream) bytes += chunk.byteLength;
      if (bytes === 0) throw refuse(400, 'upload-empty', { name: file.name });
      return take(file.name, actor);
    },
    updateFeeds: async (actor) => { if (!feeds.some((it) => it.enabled)) throw refuse(409, 'feeds-none'); return take('feeds', actor); },
    switchFeed: async (_actor, { id, enabled }) => {
      const at = feeds.findIndex((it) => it.id === id);
      if (at < 0) throw refuse(404, 'feed-not-found', { id });
      feeds[at] = { ...feeds[at]!, enabled };
      return { feeds, intakes, quarantine, knownExploited: { count: 1556, day: day(1) }, epss: { count: 290_112, day: day(1) } };
    },
    typeAdvisory: async (_actor, input) => {
      if (input.title.trim() === '') throw refuse(400, 'typed-field', { field: 'title', found: '', expected: '1 to 300 characters' });
      const made: WorldAdvisory = { key: input.reference || `typed-${++counter}`, title: input.title, publisher: input.publisher, revision: '1', days: 0, cves: input.cves.split(/[\s,]+/).filter(Boolean), vector: input.vector || null, printed: null, recomputed: null, epss: null, kev: 'no', summary: input.action, remedies: [], own: true };
      world.unshift(made);
      return advisoryViewOf(made, summary(made), [], iso(), iso());
    },
    intake: async (_actor, id) => { const it = intakes.find((one) => one.id === id); if (!it) throw refuse(404, 'intake-not-found', { id }); return it; },

    findings: async (_actor, query) => {
      guard();
      const all = sorted(filtered(held, query), query), from = query.after ? all.findIndex((it) => it.row.id === query.after) + 1 : 0, limit = query.limit ?? PAGE, page = all.slice(from, from + limit);
      return { rows: page.map(toRow), total: all.length, devices: devicesOf(all), hours: sum(all.map((it) => it.row.hoursAtRisk)), next: from + limit < all.length ? page.at(-1)!.row.id : null, zones: zonesOf(held) };
    },
    triage: async (_actor, query) => {
      guard();
      const all = filtered(held, query), groups = groupsOf(all, query), from = query.after ? groups.findIndex((it) => it.lead.id === query.after) + 1 : 0, limit = query.limit ?? PAGE, page = groups.slice(from, from + limit);
      return { groups: page, total: groups.length, findings: all.length, devices: devicesOf(all), hours: sum(groups.map((it) => it.hours)), next: from + limit < groups.length ? page.at(-1)!.lead.id : null, zones: zonesOf(held) };
    },
    finding: async (_actor, id) => { guard(); return viewOf(find(id)); },
    decideFindings: async (actor, input) => {
      const rows = some(input.ids), reason = input.reason.trim();
      if (reason === '' || reason.length > 2000) throw refuse(400, 'finding-reason-missing', { max: 2000 });
      if (input.expiresOn && !/^\d{4}-\d\d-\d\d$/.test(input.expiresOn)) throw refuse(400, 'day-invalid', { value: input.expiresOn });
      if (input.state === 'accepted' && (!input.owner?.trim() || !input.expiresOn || input.expiresOn > day(-366))) throw refuse(400, 'acceptance-incomplete');
      if (rows.some((it) => it.state === 'gone')) throw refuse(409, 'finding-gone');
      const at = new Date(now + ++counter).toISOString();
      return rows.map((it) => {
        const decision: FindingDecisionView = { id: `decision-${++counter}`, state: input.state, reason, by: actor.personName, at, expiresOn: input.expiresOn ?? null, owner: input.owner ?? null, shared: input.share ?? false, undoneAt: null };
        it.decisions = [...it.decisions, decision];
        it.state = input.state;
        note(it, 'decided', { decision: decision.id, status: input.state, author: actor.personName }, actor.personName);
        return decision.id;
      });
    },
    undoFinding: async (actor, id) => {
      const it = find(id), last = it.decisions.filter((one) => one.undoneAt === null).at(-1);
      if (!last) throw refuse(409, 'finding-undecided');
      it.decisions = it.decisions.map((one) => one === last ? { ...one, undoneAt: iso() } : one);
      it.state = it.decisions.filter((one) => one.undoneAt === null).at(-1)?.state ?? 'open';
      note(it, 'undone', { decision: last.id }, actor.personName);
      return viewOf(it);
    },
    workOnFindings: async (actor, input) => {
      for (const it of some(input.ids)) {
        if (input.kind === 'assign') { note(it, 'amend-assign', { from: it.assignee ?? '', to: input.assignee ?? '' }, actor.personName); it.assignee = input.assignee; }
        else if (input.kind === 'due') {
          if (input.dueOn !== null && !/^\d{4}-\d\d-\d\d$/.test(input.dueOn)) throw refuse(400, 'day-invalid', { value: input.dueOn });
          note(it, 'amend-due', { from: it.dueOn ?? '', to: input.dueOn ?? '' }, actor.personName);
          it.dueOn = input.dueOn;
        } else if (input.kind === 'remediation') { note(it, 'amend-progress', { from: it.remediation, to: input.remediation }, actor.personName); it.remediation = input.remediation; }
        else {
          if (input.text.trim() === '') throw refuse(400, 'finding-reason-missing', { max: 2000 });
          note(it, `amend-${input.kind}`, { text: input.text }, actor.personName);
          if (input.kind === 'measure') it.measures = [...it.measures, { text: input.text, by: actor.personName, at: it.changedAt }];
        }
      }
    },
    notListed: async (_actor, { q, limit = PAGE }) => {
      guard();
      const words = q.trim().toLowerCase(), rows = size === 'empty' ? [] : LEFT_OUT.map((it, at) => {
        const advisory = ADVISORIES.find((one) => one.key === it.advisory)!;
        return { row: `asset-000${String(at).padStart(4, '0')}`, advisory: it.advisory, score: it.score, products: ['CSAFPID-0001'], reasons: it.reasons, assetName: it.asset, advisoryTitle: advisory.title, trackingId: it.advisory };
      }).filter((it) => words === '' || `${it.assetName} ${it.advisoryTitle} ${it.trackingId} ${it.reasons.map((reason) => `${reason.asset ?? ''} ${reason.advisory ?? ''}`).join(' ')}`.toLowerCase().includes(words));
      return { rows: rows.slice(0, limit), total: rows.length };
    },
    changes: async () => { guard(); return changesOf(held, world, lookedAt, iso); },
    seen: async () => { lookedAt = new Date(now).toISOString(); },
    acceptance: async (_actor, { on }) => {
      if (on && !acceptance().allowed) throw refuse(409, 'acceptance-not-allowed', { judged: acceptance().judged, needed: 35 });
      accepting = on;
      return acceptance();
    },
    async *exportFindings(_actor, format, query) { yield format === 'csv' ? 'finding,asset\n' : '['; for (const it of filtered(held, query)) yield format === 'csv' ? `${it.row.id},${it.row.assetName}\n` : ''; yield format === 'csv' ? '' : ']'; },
    findingsPdf: async () => { throw refuse(501, 'pdf-not-here'); },

    careKinds: async () => CARE_KINDS.map((kind, at) => ({
      kind, plannedHoursPerWeek: { value: 168 - (at % 3) * 48, low: 84, high: 336, source: { kind: 'assumed', note: null } }, fallbackShare: { value: 0.5, low: 0.2, high: 0.8, source: { kind: 'assumed', note: 'No measurement found.' } },
    })),
    careServices: async () => services.map(careView),
    saveCareService: async (_actor, input) => {
      if (input.name.trim() === '') throw refuse(400, 'care-service-invalid');
      const number = (value: number | null, otherwise: number): Estimate => value === null ? { value: otherwise, low: otherwise / 2, high: otherwise * 1.5, source: { kind: 'assumed', note: null } } : { value, low: value, high: value, source: { kind: 'institution', note: null } };
      const made: CareService = {
        id: input.id ?? `care-${++counter}`, name: input.name, kind: input.kind, plannedHoursPerWeek: number(input.plannedHoursPerWeek, 168), fallbackShare: number(input.fallbackShare, 0.5), safetyWeight: { value: 0.5, low: 0.3, high: 0.7, source: { kind: 'assumed', note: null } },
        needs: [...input.needsRoles.map((role) => ({ anyOf: [{ kind: 'role' as const, role, count: null }] })), ...input.needsAssets.map((assetId) => ({ anyOf: [{ kind: 'asset' as const, assetId }] }))],
      };
      if (input.id !== null && !services.some((it) => it.id === input.id)) throw refuse(404, 'care-service-not-found', { id: input.id });
      services = input.id === null ? [...services, made] : services.map((it) => it.id === input.id ? made : it);
      return careView(made);
    },
    removeCareService: async (_actor, id) => { if (!services.some((it) => it.id === id)) throw refuse(404, 'care-service-not-found', { id }); services = services.filter((it) => it.id !== id); },
  };

  function take(name: string, actor: Actor): AdvisoryIntakeView {
    const made: AdvisoryIntakeView = { id: `in${++counter + 10}`, name, at: iso(), by: actor.personName, state: 'reading', read: 12, added: 0, revised: 0, unchanged: 0, quarantined: 0, error: null };
    intakes.unshift(made);
    return made;
  }

  function viewOf(it: Held): FindingView {
    const row = toRow(it), others = held.filter((one) => one.question === it.question), waiting = groupsOf(held.filter((one) => isWaiting(one.state)), {});
    const place = isWaiting(it.state) ? waiting.findIndex((group) => group.ids.includes(it.row.id) || group.lead.id === it.row.id) + 1 : 0;
    return {
      ...row, reasons: it.spec.reasons, missing: it.spec.missing, products: [{ ...it.spec.listed, vendor: it.advisory.publisher }], advisory: { ...summary(it.advisory), summary: it.advisory.summary, url: it.advisory.own ? null : `https://${it.advisory.publisher.split(' ')[0]!.toLowerCase()}.example/${it.advisory.key}` },
      vulnerabilities: it.advisory.cves.map((cve) => vulnerabilityOf(it.advisory, cve, day())), remediations: remediationsOf(it.advisory), care: it.care, ssvcPoints: it.ssvc.points, decision: it.decisions.filter((one) => one.undoneAt === null).at(-1) ?? null,
      measures: it.measures, history: it.history, place: place || null, group: others.map((one) => ({ id: one.row.id, assetId: one.row.assetId, assetName: one.row.assetName, zone: one.row.zone, state: one.state })),
      offers: it.spec.verdict === 'cannot_tell' && it.spec.role === 'patient-monitor' ? [{ id: 'offer-1', verdict: 'known_not_affected', reason: 'Our monitors run B.07; the maker confirmed in writing that it is not affected.', by: 'Dr. Szűcs Márta', institution: 'Berekhalmi Kórház', at: iso(11), expiresOn: day(-200), sameVersion: false }] : [],
      letter: { en: letter(it, 'en'), es: letter(it, 'es'), hu: letter(it, 'hu') },
    };
  }
}

// ---- Advisories

const refOf = ({ own, publisher, key }: WorldAdvisory) => own ? `~${key}` : `${publisher.toLowerCase().replace(/[^a-z0-9]+/g, '-')}--${key}`;
const severityOf = (score: number | null): AdvisorySummary['severity'] => score === null ? null : score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'none';

function summaryOf(it: WorldAdvisory, held: readonly Held[], releasedAt: string): AdvisorySummary {
  const mine = held.filter((one) => one.advisory.key === it.key && one.state !== 'gone');
  return {
    id: refOf(it), trackingId: it.key, format: it.own ? 'manual' : 'csaf-2.0', title: it.title, publisher: it.publisher, revision: it.revision, releasedAt, scope: it.own ? 'institution' : 'region', cves: it.cves, baseScore: it.recomputed, severity: severityOf(it.recomputed),
    exploited: it.kev !== 'no', epss: it.epss, affected: mine.filter((one) => one.row.verdict === 'affected').length, cannotTell: mine.filter((one) => one.row.verdict === 'cannot_tell').length,
  };
}

const remediationsOf = (it: WorldAdvisory): Remediation[] => it.remedies.map((remedy) => ({ ...remedy, products: [] }));

function vulnerabilityOf(it: WorldAdvisory, id: string, day: string): AdvisoryVulnerabilityView {
  return {
    id, title: it.title, summary: it.summary, cwes: [{ id: 'CWE-798', name: 'Use of Hard-coded Credentials' }],
    scores: it.vector === null ? [] : [{ vector: it.vector, baseScore: it.printed, products: [], version: it.vector.slice(5, 8), recomputed: it.recomputed, severity: severityOf(it.recomputed) }],
    exploited: it.kev === 'no' ? null : { addedOn: '2026-10-02', ransomware: it.kev === 'ransomware', requiredAction: 'Apply the update of the maker or take the device off the network.' },
    epss: it.epss === null ? null : { probability: it.epss, percentile: Math.min(0.99, 0.5 + it.epss), day }, status: [{ status: 'known_affected', products: ['CSAFPID-0001'] }], remediations: remediationsOf(it),
  };
}

function advisoryViewOf(it: WorldAdvisory, summary: AdvisorySummary, findings: readonly FindingRow[], releasedAt: string, firstReleasedAt: string): AdvisoryView {
  return {
    ...summary, summary: it.summary, url: it.own ? null : `https://example.org/${it.key}`, tlp: it.own ? 'AMBER' : 'CLEAR', state: 'final', firstReleasedAt, language: 'en', checked: { hash: !it.own, signature: it.own ? null : 'ED25519 9F3C 51A8 77D0 2B14' },
    products: FINDINGS.filter((one) => one.advisory === it.key).map((one) => ({ id: one.listed.id, name: one.listed.name, vendor: it.publisher, versions: one.listed.version ? [one.listed.version] : [], identifiers: [] })),
    vulnerabilities: it.cves.map((cve) => vulnerabilityOf(it, cve, releasedAt.slice(0, 10))), findings, warnings: it.key === 'KD-SA-2026-07' ? [{ code: 'csaf-mandatory-test', params: { rule: '6.1.8', path: '/vulnerabilities/0/scores/0/cvss_v3', reason: 'must have required property baseSeverity' } }, { code: 'csaf-unknown-product', params: { id: 'CSAFPID-0099' } }] : [],
    revisions: it.revision === '1' ? [] : [{ revision: it.revision, at: releasedAt, alerted: 0, why: { code: 'revision-unchanged', params: { from: '1', to: it.revision, alerted: 0, quiet: 1 } } }],
  };
}

// ---- Findings

const isWaiting = (state: FindingRow['state']) => state === 'open';
const sum = (values: readonly number[]) => values.reduce((so, value) => so + value, 0);
const devicesOf = (rows: readonly Held[]) => new Set(rows.map((it) => it.row.assetId)).size;
const zonesOf = (rows: readonly Held[]) => [...new Set(rows.flatMap((it) => it.row.zone ?? []))].sort();
const toRow = (it: Held): FindingRow => ({ ...it.row, state: it.state, remediation: it.remediation, assignee: it.assignee, dueOn: it.dueOn, changedAt: it.changedAt });

function makeFindings(size: 'normal' | 'large', now: number): Held[] {
  const held: Held[] = [], total = sum(FINDINGS.map((spec) => spec.count)), rounds = size === 'large' ? Math.ceil(LARGE / total) : 1;
  for (let round = 0; round < rounds; round++) for (const spec of FINDINGS) for (let i = 1; i <= spec.count && held.length < LARGE; i++) held.push(makeFinding(spec, round, i, held.length, now));
  return held;
}

function makeFinding(spec: WorldFinding, round: number, i: number, at: number, now: number): Held {
  const advisory = ADVISORIES.find((it) => it.key === spec.advisory)!, { care, ssvc } = rate(spec, advisory, round), name = `${spec.stem}-${String(i + round * spec.count).padStart(2, '0')}`, suffix = round === 0 ? '' : ` (${round + 1})`, foundAt = new Date(now - advisory.days * DAY_MS).toISOString();
  const decision: FindingDecisionView | null = spec.decided ? {
    id: `decision-seed-${at}`, state: spec.decided.state, reason: spec.decided.reason, by: 'Ana Ruiz Etxeberria', at: new Date(now - 8 * DAY_MS).toISOString(), expiresOn: spec.decided.state === 'accepted' ? new Date(now + 88 * DAY_MS).toISOString().slice(0, 10) : null, owner: spec.decided.state === 'accepted' ? 'Dr. Iratxe Olabarria' : null, shared: spec.decided.state === 'known_not_affected', undoneAt: null } : null;
  const history: HistoryEntry[] = [{ at: foundAt, by: null, code: 'found', params: { verdict: spec.verdict, revision: advisory.revision } }, ...(decision ? [{ at: decision.at, by: decision.by, code: 'decided', params: { decision: decision.id, status: decision.state, author: decision.by } }] : [])];
  const row: FindingRow = {
    id: `f${String(at).padStart(5, '0')}`, assetId: `asset-${String(at).padStart(7, '0')}`, assetName: name, role: spec.role, zone: spec.zone, vendor: spec.vendor, product: `${spec.product}${suffix}`, version: spec.version, advisoryId: refOf(advisory), trackingId: advisory.key, advisoryTitle: advisory.title, verdict: spec.verdict, score: spec.score,
    state: decision?.state ?? 'open', remediation: decision?.state === 'fixed' ? 'done' : 'not_remediated', cves: advisory.cves, baseScore: advisory.recomputed, exploited: advisory.kev !== 'no', epss: advisory.epss, hoursAtRisk: care.hoursAtRisk.value, assumed: true, services: care.impact.services.map((service) => service.name), ssvc: ssvc.decision,
    assignee: i === 1 && spec.role === 'pacs' ? 'Unai Garmendia' : null, dueOn: i === 1 && spec.role === 'pacs' ? new Date(now + 9 * DAY_MS).toISOString().slice(0, 10) : null, fixAvailable: advisory.remedies.some((remedy) => remedy.kind === 'vendor_fix'), changedAt: decision?.at ?? foundAt,
  };
  return { row, spec, advisory, care, ssvc, question: `${advisory.key}|${row.product}|${spec.version}|${spec.verdict}`, state: row.state, remediation: row.remediation, assignee: row.assignee, dueOn: row.dueOn, changedAt: row.changedAt, decisions: decision ? [decision] : [], measures: [], history };
}

function filtered(all: readonly Held[], query: FindingQuery): Held[] {
  const words = query.q?.trim().toLowerCase(), state = query.state ?? 'waiting';
  return all.filter((it) => (state === 'all' || (state === 'waiting' ? isWaiting(it.state) : state === 'decided' ? !isWaiting(it.state) && it.state !== 'gone' : it.state === state))
    && (!query.verdict || it.row.verdict === query.verdict) && (query.zone === undefined || it.row.zone === query.zone) && (!query.advisory || it.row.advisoryId === query.advisory) && (!query.asset || it.row.assetId === query.asset) && (!query.cve || it.row.cves.includes(query.cve))
    && (!words || [it.row.assetName, it.row.vendor, it.row.product, it.row.trackingId, it.row.advisoryTitle, it.row.zone, ...it.row.cves].some((text) => text?.toLowerCase().includes(words))));
}

function sorted(rows: readonly Held[], { sort = 'care' }: FindingQuery): Held[] {
  const keyOf = (it: Held): number => sort === 'care' ? it.row.hoursAtRisk : sort === 'severity' ? it.row.baseScore ?? -1 : sort === 'likelihood' ? it.row.epss ?? -1 : sort === 'due' ? -Date.parse(it.dueOn ?? '9999-01-01') : Date.parse(it.changedAt);
  return [...rows].sort((a, b) => keyOf(b) - keyOf(a) || (a.row.id < b.row.id ? -1 : 1));
}

function groupsOf(rows: readonly Held[], query: FindingQuery): TriageGroup[] {
  const groups = new Map<string, Held[]>();
  for (const it of sorted(rows, query)) { const list = groups.get(it.question); if (list) list.push(it); else groups.set(it.question, [it]); }
  const made = [...groups.values()].map((list): TriageGroup => ({ lead: toRow(list[0]!), ids: list.slice(0, MOST_IDS).map((it) => it.row.id), total: list.length, devices: devicesOf(list), hours: sum(list.map((it) => it.row.hoursAtRisk)) }));
  return (query.sort ?? 'care') === 'care' ? made.sort((a, b) => b.hours - a.hours || (a.lead.id < b.lead.id ? -1 : 1)) : made;
}

function overviewOf(held: readonly Held[], world: readonly WorldAdvisory[], services: readonly CareService[], devices: number, facts: { newest: string | null; updated: string | null; day: string | null; running: boolean; acceptance: AcceptanceView }): AssessOverview {
  const waiting = held.filter((it) => isWaiting(it.state)), of = (rows: readonly Held[], verdict: FindingRow['verdict']) => devicesOf(rows.filter((it) => it.row.verdict === verdict));
  return {
    devices, affectedDevices: of(waiting, 'affected'), cannotTellDevices: of(waiting, 'cannot_tell'), hoursAtRisk: sum(waiting.map((it) => it.row.hoursAtRisk)), waiting: waiting.length, advisories: world.length, newestAdvisoryAt: facts.newest, lastUpdateAt: facts.updated,
    knownExploited: { count: facts.day ? 1556 : 0, day: facts.day }, epss: { count: facts.day ? 290_112 : 0, day: facts.day }, running: facts.running, acceptance: facts.acceptance,
    wards: zonesOf(held).map((zone) => { const mine = waiting.filter((it) => it.row.zone === zone); return { zone, devices: 40, affected: of(mine, 'affected'), cannotTell: of(mine, 'cannot_tell'), hoursAtRisk: sum(mine.map((it) => it.row.hoursAtRisk)) }; }),
    services: services.map(({ id, name, plannedHoursPerWeek }) => { const mine = waiting.filter((it) => it.spec.service === id); return { id, name, plannedHoursPerWeek: plannedHoursPerWeek.value, hoursAtRisk: sum(mine.map((it) => it.row.hoursAtRisk)), findings: mine.length }; }),
  };
}

function changesOf(held: readonly Held[], world: readonly WorldAdvisory[], since: string | null, iso: (daysAgo?: number) => string): ChangesView {
  if (held.length === 0 || (since !== null && Date.parse(since) >= Date.parse(iso(0.3)))) return { since, items: [] };
  const of = (key: string) => toRow(held.find((it) => it.advisory.key === key)!), advisory = (key: string) => { const it = world.find((one) => one.key === key)!; return { id: refOf(it), trackingId: it.key, title: it.title }; };
  const item = (days: number, key: string, code: string, alerts: boolean, params: Record<string, string | number>, about = true): ChangesView['items'][number] => ({ at: iso(days), code, alerts, finding: about ? of(key) : null, advisory: advisory(key), why: { code, params } });
  return { since, items: [
    item(0.5, 'CUI-2026-5', 'new-finding', true, { status: 'under_investigation' }), item(0.6, 'LM-2026-014', 'remediation-changed', true, { revision: '2' }), item(1, 'KD-SA-2026-07', 'status-changed', true, { from: 'under_investigation', to: 'known_affected', added: 'CVE-2026-28850', removed: '', changed: '' }),
    item(2, 'KD-SA-2026-05', 'acceptance-expired', true, { from: 'known_affected', to: 'known_affected', reason: 'acceptance-expired' }), item(2.5, 'PC-2026-8', 'fixed-by-version', true, { from: 'known_affected', to: 'fixed', reason: 'version-changed' }),
    item(1.5, 'LM-2026-002', 'revision-unchanged', false, { from: '3', to: '4', alerted: 0, quiet: 1 }, false), item(3, 'KD-SA-2026-07', 'revision-unchanged', false, { from: '2', to: '3', alerted: 0, quiet: 1 }, false), item(4, 'HEM-2026-02', 'remediation-changed-closed', false, { status: 'known_not_affected' }),
    item(5, 'SD-2026-03', 'gone', false, { reason: 'identity-corrected' }),
  ] };
}

// ---- Care at risk: the product of the factors shown, as the real one

const REACH: Readonly<Record<WorldFinding['reach'], Range>> = { internet: { value: 1, low: 0.9, high: 1 }, flat: { value: 0.8, low: 0.5, high: 1 }, segmented: { value: 0.3, low: 0.1, high: 0.6 }, unknown: { value: 0.5, low: 0.1, high: 1 } };
const ASSUMED = { kind: 'assumed', note: 'Next host reached and taken on a flat network; leans on one hospital where every computer was hit.' } as const;

function rate(spec: WorldFinding, advisory: WorldAdvisory, round: number): { care: CareRating; ssvc: SsvcResult } {
  const use = useOf(advisory), exposure: CareFactor = { code: 'exposure', service: null, ...REACH[spec.reach], source: ASSUMED, unknown: spec.reach === 'unknown', why: [{ code: `exposure-${spec.reach}`, params: { zone: spec.zone } }, { code: 'exposure-services-seen', params: { count: 2, services: 'dicom/104, http/80' } }] };
  const service = CARE.find((it) => it.id === spec.service), hasFix = advisory.remedies.some((it) => it.kind === 'vendor_fix'), days = hasFix ? 5 : 21, shrink = 1 / (round + 1);
  const at = service === undefined ? [] : [atRisk(service, spec, [use, exposure], days, shrink)], zero: Range = { value: 0, low: 0, high: 0 };
  const care: CareRating = {
    severity: { baseScore: advisory.recomputed, vector: advisory.vector }, likelihood: { use, exposure }, impact: { hoursIfUsed: at[0]?.hoursIfUsed ?? zero, services: at }, hoursAtRisk: at[0]?.hoursAtRisk ?? zero, need: service ? 'named' : 'unknown',
    why: service ? [] : [{ code: 'no-service-named', params: { role: spec.role } }, { code: 'need-unknown', params: { role: spec.role } }],
  };
  const id = advisory.cves[0] ?? '', decision: SsvcDecision = advisory.kev !== 'no' ? 'act' : spec.verdict === 'affected' && (advisory.recomputed ?? 0) > 7 ? 'attend' : service ? 'track*' : 'track';
  return { care, ssvc: { decision, priority: decision === 'act' ? 'immediate' : 'scheduled', points: [
    { point: 'exploitation', value: advisory.kev === 'no' ? 'none' : 'active', unknown: advisory.kev === 'no', overridden: false, why: advisory.kev === 'no' ? { code: 'ssvc-no-evidence', params: { id } } : { code: 'ssvc-kev', params: { id } } },
    { point: 'automatable', value: advisory.vector ? 'no' : 'yes', unknown: advisory.vector === null, overridden: false, why: advisory.vector ? { code: 'ssvc-vector', params: { id, vector: advisory.vector } } : { code: 'ssvc-no-vector', params: { id } } },
    { point: 'technical-impact', value: 'total', unknown: false, overridden: false, why: { code: 'ssvc-vector', params: { id, vector: advisory.vector ?? '' } } },
    { point: 'mission-prevalence', value: service ? 'essential' : 'support', unknown: !service, overridden: false, why: service ? { code: 'ssvc-needed', params: { services: service.name } } : { code: 'ssvc-need-unknown', params: {} } },
    { point: 'public-well-being', value: 'material', unknown: false, overridden: false, why: { code: 'ssvc-from-safety', params: { safety: 'marginal' } } },
    { point: 'mission-and-well-being', value: 'high', unknown: false, overridden: true, why: { code: 'ssvc-table', params: { prevalence: 'essential', wellBeing: 'material' } } },
    { point: 'system-exposure', value: 'controlled', unknown: spec.reach === 'unknown', overridden: false, why: { code: spec.reach === 'unknown' ? 'ssvc-exposure-unknown' : 'ssvc-exposure-flat', params: {} } },
    { point: 'safety-impact', value: 'marginal', unknown: false, overridden: false, why: service ? { code: 'ssvc-safety', params: { service: service.name, weight: 0.8, stopped: 0.7 } } : { code: 'ssvc-need-unknown', params: {} } },
    { point: 'mission-impact', value: 'mef failure', unknown: false, overridden: false, why: service ? { code: 'ssvc-mission', params: { failing: 1, services: 1, share: 0.12 } } : { code: 'ssvc-no-service', params: {} } },
    { point: 'human-impact', value: 'medium', unknown: false, overridden: false, why: { code: 'ssvc-table', params: { safety: 'marginal', mission: 'mef failure' } } },
  ] } };
}

function useOf(advisory: WorldAdvisory): CareFactor {
  const id = advisory.cves[0] ?? '', feed = { kind: 'feed', feed: 'epss', date: '2026-11-24' } as const, factor = (range: Range, source: CareFactor['source'], why: CareWhy, unknown = false): CareFactor => ({ code: 'use', service: null, ...range, source, unknown, why: [why] });
  if (advisory.kev !== 'no') return factor(advisory.kev === 'yes' ? { value: 0.555, low: 0.11, high: 0.93 } : { value: 0.857, low: 0.3, high: 0.997 }, { kind: 'published', id: 'EX-005', title: 'Count on the KEV catalogue joined with EPSS of 2026-08-22, 1,556 CVEs', url: 'https://www.first.org/epss/', readAs: 'computed', range: 'source', caveat: 'EPSS after exploitation was known, so no forecast; bounds are the quartiles.' },
    { code: advisory.kev === 'yes' ? 'use-kev' : 'use-kev-ransomware', params: { id, value: advisory.kev === 'yes' ? 0.555 : 0.857 } });
  if (advisory.epss !== null) return factor({ value: advisory.epss, low: advisory.epss / 2, high: Math.min(1, advisory.epss * 2) }, feed, { code: 'use-epss', params: { id, probability: advisory.epss } });
  return factor({ value: 0.0031, low: 0.0017, high: 0.0374 }, { kind: 'published', id: 'EX-008', title: 'Jacobs et al., Exploit Prediction Scoring System (Cyentia)', url: 'https://www.cyentia.com/publication/exploit-prediction-scoring-system-2/', readAs: 'computed', range: 'ours', caveat: '3.7 % of CVEs are seen used within 12 months; as an even rate over 30 days.' },
    { code: 'use-unknown', params: { id: id || advisory.key, value: 0.0031 } }, true);
}

function atRisk(service: CareService, spec: WorldFinding, shared: readonly CareFactor[], days: number, shrink: number): CareRating['impact']['services'][number] {
  const share = shrink / spec.count, members = spec.count, weeks: Range = { value: days / 7, low: days / 14, high: days / 3.5 }, fallback = service.fallbackShare;
  const factor = (code: CareFactor['code'], estimate: Estimate, why: CareWhy): CareFactor => ({ code, service: service.id, ...estimate, unknown: false, why: [why] });
  const impact = [
    factor('reliance', { value: share, low: share, high: share, source: { kind: 'institution', note: null } }, members === 1 ? { code: 'reliance-only', params: {} } : { code: 'reliance-shared', params: { members, lost: members, together: 1 } }),
    factor('planned-hours', service.plannedHoursPerWeek, { code: 'planned-hours', params: { service: service.name, hours: service.plannedHoursPerWeek.value } }),
    factor('without-fallback', { value: 1 - fallback.value, low: 1 - fallback.high, high: 1 - fallback.low, source: fallback.source }, { code: 'without-fallback', params: { service: service.name, fallback: fallback.value } }),
    factor('restore-weeks', { ...weeks, source: { kind: 'assumed', note: 'The maker’s engineer must come and validate; no measurement found.' } }, { code: days === 5 ? 'restore-device-fix' : 'restore-device-no-fix', params: { days } }),
  ];
  const product = (factors: readonly Range[]): Range => factors.reduce((so, it) => ({ value: so.value * it.value, low: so.low * it.low, high: so.high * it.high }), { value: 1, low: 1, high: 1 });
  return { service: service.id, name: service.name, hoursIfUsed: product(impact), hoursAtRisk: product([...shared, ...impact]), lossTogether: 1, factors: [...shared, ...impact] };
}

const LETTERS = {
  en: ['Security advisory {advisory}: questions about our device ({device})', 'Dear product security team,', 'We use the device described below. Before we change anything on it we need your word.', 'Kind regards'],
  es: ['Aviso de seguridad {advisory}: consultas sobre nuestro equipo ({device})', 'A la atención del equipo de seguridad de productos:', 'En nuestro centro utilizamos el equipo que se describe a continuación. Antes de modificar nada en él necesitamos su confirmación.', 'Atentamente'],
  hu: ['Biztonsági közlemény ({advisory}): kérdések a készülékünkről ({device})', 'Tisztelt Termékbiztonsági Csoport!', 'Intézményünkben az alább leírt készüléket használjuk. Az Önök állásfoglalása nélkül semmit sem változtatunk rajta.', 'Tisztelettel'],
} as const;
function letter({ spec, advisory }: Held, language: 'en' | 'es' | 'hu'): { subject: string; body: string } {
  const [subject, greeting, text, regards] = LETTERS[language];
  return { subject: subject.replace('{advisory}', advisory.key).replace('{device}', spec.product), body: `${greeting}\n\n${text}\n\n- ${spec.vendor} ${spec.product}, ${spec.version ?? '?'}\n- ${advisory.key}: ${advisory.title}\n${spec.missing.map((it) => `- “${it.advisory}”`).join('\n')}\n\n${regards}\n` };
}
