/** The use cases of ASSESS on a database: each asks the access table, then runs in one transaction of the actor's institution. */
import { CARE_KINDS } from '@wardkeep/model';
import type { CareParameters } from '@wardkeep/loop/assess/care/parameters';
import { isUuid, type Store, type Tx } from '@wardkeep/store';
import { countAdvisories } from '@wardkeep/store/queries/advisories';
import { countAssets } from '@wardkeep/store/queries/assets';
import { patchAssessState, readAssessState } from '@wardkeep/store/queries/care';
import { markVisit, readAssessChanges, readFindingCounts, readFindingRows, readServiceHours, readVisit, readWards } from '@wardkeep/store/queries/findings';
import { type IntakeRow, readFeeds, readIntakes, readQuarantine, updateFeed } from '@wardkeep/store/queries/intake';
import { readInstitution } from '@wardkeep/store/queries/institutions';
import { readIntelligence } from '@wardkeep/store/queries/intelligence';
import { demand, may, type UseCase } from '../access.ts';
import type { AssessApp } from '../assess-app.ts';
import type { AssessPorts, FindingsPdf } from '../ports.ts';
import type { AdvisoryIntakeView, AdvisorySummary, AssessOverview, ChangesView, FeedsView, FindingQuery } from '../assess-views.ts';
import { AppError } from '../errors.ts';
import { iso, isoOrNull } from '../time.ts';
import type { Actor, Message } from '../views.ts';
import { listAdvisories, summariesOf, viewAdvisory, viewVulnerability } from './advisories.ts';
import { type Assessing, isStale } from './assessing.ts';
import { listCareServices, loadServices, removeCareService, saveCareService } from './care.ts';
import { exportFindings } from './export.ts';
import { decideFindings, listFindings, listNotListed, listTriage, showAcceptance, undoFinding, viewFinding, type Working, workOnFindings } from './findings.ts';
import { demandIntake, type Intakes } from './intake.ts';
import { formatRef } from './refs.ts';
import { showFindingRow } from './show.ts';
import { typedAdvisory } from './typed.ts';

export interface AssessUseCases { readonly store: Store; readonly intakes: Intakes; readonly assessing: Assessing; readonly parameters: CareParameters; readonly now: () => Date; readonly pdf: FindingsPdf | null; readonly feeds: AssessPorts['feeds'] }

const PDF_ROWS = 500, INTAKES_SHOWN = 50, QUARANTINE_SHOWN = 200, CHANGES_SHOWN = 500;

export function makeAssessApp({ store, intakes, assessing, parameters, now, pdf, feeds }: AssessUseCases): AssessApp {
  const as = async <T>(actor: Actor, useCase: UseCase, body: (tx: Tx) => Promise<T>, region = false): Promise<T> => {
    demand(actor, useCase);
    return store.transaction({ institutionId: actor.institutionId, personId: actor.personId, region }, body);
  };
  const feedsView = (tx: Tx) => readFeedsView(tx, feeds);
  const work = <T>(actor: Actor, useCase: UseCase, body: (on: Working) => Promise<T>) => as(actor, useCase, (tx) => body({ tx, actor, now: now() }));

  return {
    assessOverview: async (actor) => {
      const overview = await as(actor, 'read-findings', (tx) => readAssessOverview(tx, now()));
      if (overview.running) assessing.request(actor.institutionId);
      return { ...overview, running: overview.running || assessing.runs(actor.institutionId) };
    },

    advisories: async (actor, query) => { const page = await as(actor, 'read-advisories', (tx) => listAdvisories(tx, query)); return may(actor, 'read-findings') ? page : { ...page, rows: page.rows.map(uncounted) }; },
    advisory: async (actor, id) => { const view = await as(actor, 'read-advisories', (tx) => viewAdvisory(tx, id)); return may(actor, 'read-findings') ? view : { ...uncounted(view), findings: [] }; },
    vulnerability: async (actor, id) => { const view = await as(actor, 'read-advisories', (tx) => viewVulnerability(tx, id)); return may(actor, 'read-findings') ? view : { ...view, advisories: view.advisories.map(uncounted), findings: [] }; },
    feeds: (actor) => as(actor, 'read-advisories', feedsView),
    importAdvisories: async (actor, file) => { demand(actor, 'import-advisories'); return showOne(actor, await intakes.startFile(actor, file)); },
    updateFeeds: async (actor) => { demand(actor, 'update-feeds'); return showOne(actor, await intakes.startFeeds(actor)); },
    switchFeed: (actor, { id, enabled }) => as(actor, 'update-feeds', async (tx) => {
      if (!await updateFeed(tx, id, { enabled })) throw new AppError('feed-not-found', { id });
      return feedsView(tx);
    }, true),
    typeAdvisory: async (actor, input) => {
      demand(actor, 'import-advisories');
      const key = await intakes.type(actor, typedAdvisory(input, now()));
      return as(actor, 'read-advisories', (tx) => viewAdvisory(tx, formatRef({ key, own: true })));
    },
    intake: (actor, id) => showOne(actor, id),

    findings: (actor, query) => as(actor, 'read-findings', (tx) => listFindings(tx, query)),
    triage: (actor, query) => as(actor, 'read-findings', (tx) => listTriage(tx, query)),
    finding: (actor, id) => as(actor, 'read-findings', (tx) => viewFinding(tx, id, now())),
    decideFindings: (actor, input) => work(actor, input.state === 'accepted' ? 'accept-risk' : 'decide-finding', (on) => decideFindings(on, input)),
    undoFinding: (actor, id) => work(actor, 'decide-finding', async (on) => { await undoFinding(on, id); return viewFinding(on.tx, id, on.now); }),
    workOnFindings: (actor, input) => work(actor, 'work-on-finding', (on) => workOnFindings(on, input)),
    notListed: (actor, query) => as(actor, 'read-findings', (tx) => listNotListed(tx, query)),
    changes: (actor) => as(actor, 'read-findings', (tx) => readChangesView(tx, actor)),
    seen: (actor) => as(actor, 'read-findings', (tx) => markVisit(tx, actor.personId, now())),
    acceptance: async (actor, { on }) => {
      const view = await as(actor, 'switch-acceptance', async (tx) => {
        const acceptance = await showAcceptance(tx);
        if (on && !acceptance.allowed) throw new AppError('acceptance-not-allowed', { judged: acceptance.judged, needed: JUDGED_NEEDED });
        await patchAssessState(tx, { accept: on, asked_at: now() });
        return { ...acceptance, on };
      });
      assessing.request(actor.institutionId);
      return view;
    },
    findingsPdf: (actor, query, language) => {
      if (pdf === null) throw new AppError('pdf-not-here');
      return as(actor, 'export-findings', async (tx) => ({
        page: await listFindings(tx, { ...query, limit: PDF_ROWS }), institution: (await readInstitution(tx))!.name, fleet: isWhole(query) ? await countAssets(tx, {}) : undefined, at: iso(now()), language,
      })).then(pdf);
    },
    exportFindings: (actor, format, query) => { demand(actor, 'export-findings'); return exportFindings({ store, actor, now: now() }, format, query); },

    careKinds: (actor) => as(actor, 'read-care', async () => CARE_KINDS.map((kind) => ({ kind, plannedHoursPerWeek: parameters.kinds[kind].hours, fallbackShare: parameters.fallback }))),
    careServices: (actor) => as(actor, 'read-care', listCareServices),
    saveCareService: async (actor, input) => {
      const saved = await as(actor, 'edit-care', async (tx) => { const id = await saveCareService(tx, input, parameters, now()); return (await listCareServices(tx)).find((service) => service.id === id)!; });
      assessing.request(actor.institutionId);
      return saved;
    },
    removeCareService: async (actor, id) => { await as(actor, 'edit-care', (tx) => removeCareService(tx, id, now())); assessing.request(actor.institutionId); },
  };

  function showOne(actor: Actor, id: string): Promise<AdvisoryIntakeView> { return as(actor, 'read-advisories', async (tx) => showIntake(await demandIntake(tx, id))); }
}

/** No filter narrows it: what stands in it is all there is. */
function isWhole({ q, zone, advisory, asset, cve, verdict }: FindingQuery): boolean { return [q?.trim() || undefined, zone, advisory, asset, cve, verdict].every((value) => value === undefined); }

/** An advisory is public; whom it concerns here is not: students and teachers read the one without the other. */
function uncounted<T extends AdvisorySummary>(summary: T): T { return { ...summary, affected: 0, cannotTell: 0 }; }

/** Judged pairs without an error from which the interval is narrow enough (Wilson, 95 %, lower end 0.9). */
const JUDGED_NEEDED = 35;

async function readAssessOverview(tx: Tx, now: Date): Promise<AssessOverview> {
  const counts = await readFindingCounts(tx), held = await countAdvisories(tx), services = await loadServices(tx), hours = new Map((await readServiceHours(tx)).map((row) => [row.id, row])), { kev, epss } = await readIntelligence(tx);
  const asked = (await readIntakes(tx, 1))[0]?.finished_at ?? null, state = await readAssessState(tx);
  return {
    devices: await countAssets(tx, {}), affectedDevices: counts.affected, cannotTellDevices: counts.cannotTell, hoursAtRisk: counts.hours, waiting: counts.waiting,
    advisories: held.count, newestAdvisoryAt: isoOrNull(held.newest), lastUpdateAt: isoOrNull(asked), knownExploited: kev, epss,
    wards: (await readWards(tx)).map((row) => ({ zone: row.zone, devices: row.devices, affected: row.affected, cannotTell: row.cannot_tell, hoursAtRisk: row.hours })),
    services: services.map(({ id, name, plannedHoursPerWeek }) => ({ id, name, plannedHoursPerWeek: plannedHoursPerWeek.value, hoursAtRisk: hours.get(id)?.hours ?? 0, findings: hours.get(id)?.findings ?? 0 })),
    failed: ((state.stats as { failed?: Message } | null)?.failed ?? null),
    running: state.assessed_at === null ? held.count > 0 : await isStale(tx, now), acceptance: await showAcceptance(tx),
  };
}

async function readFeedsView(tx: Tx, known: AssessPorts['feeds']): Promise<FeedsView> {
  const hosts = new Map(known.map((feed) => [feed.id, feed.hosts]));
  const { kev, epss } = await readIntelligence(tx);
  return {
    feeds: (await readFeeds(tx)).map((row) => ({ id: row.id, name: row.name, kind: row.kind as 'csaf', url: row.url, hosts: hosts.get(row.id) ?? [], enabled: row.enabled, lastAskedAt: isoOrNull(row.asked_at), lastResult: row.result as Message | null, documents: row.documents })),
    intakes: (await readIntakes(tx, INTAKES_SHOWN)).map(showIntake),
    quarantine: (await readQuarantine(tx, QUARANTINE_SHOWN)).map((row) => ({ id: row.id, intakeId: row.intake_id, file: row.file, at: iso(row.at), reason: row.reason as Message, message: row.message })),
    knownExploited: kev, epss,
  };
}

function showIntake(row: IntakeRow): AdvisoryIntakeView {
  return { id: row.id, name: row.name, at: iso(row.at), by: row.by_name, state: row.state as AdvisoryIntakeView['state'], read: row.read, added: row.added, revised: row.revised, unchanged: row.unchanged, quarantined: row.quarantined, error: row.error as Message | null };
}

async function readChangesView(tx: Tx, actor: Actor): Promise<ChangesView> {
  const since = await readVisit(tx, actor.personId), rows = await readAssessChanges(tx, { since, limit: CHANGES_SHOWN });
  const findings = new Map((await readFindingRows(tx, rows.flatMap((row) => row.finding_id ?? []).filter(isUuid))).map((row) => [row.id, showFindingRow(row)]));
  const refs = [...new Map(rows.flatMap((row) => (row.advisory_key === null ? [] : [{ key: row.advisory_key, own: row.own_advisory ?? false }])).map((ref) => [formatRef(ref), ref])).values()];
  const advisories = new Map((await summariesOf(tx, refs)).map((summary) => [summary.id, { id: summary.id, trackingId: summary.trackingId, title: summary.title }]));
  return {
    since: isoOrNull(since),
    items: rows.map((row) => ({
      at: iso(row.at), code: row.code, alerts: row.alerts, finding: row.finding_id === null ? null : findings.get(row.finding_id) ?? null,
      advisory: row.advisory_key === null ? null : advisories.get(formatRef({ key: row.advisory_key, own: row.own_advisory ?? false })) ?? null, why: { code: row.code, params: row.params as Message['params'] },
    })),
  };
}
