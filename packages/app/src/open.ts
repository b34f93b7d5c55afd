/** Makes the use cases on a database: each call asks the access table, then runs in one transaction of the actor's institution. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isUuid, newId, openJobs, openStore, type Store, type Tx } from '@wardkeep/store';
import { readAsset } from '@wardkeep/store/queries/assets';
import { readDecisionsOf } from '@wardkeep/store/queries/decisions';
import { type ImportRow, readChanges, readImports, readLastPermission, readWarnings } from '@wardkeep/store/queries/imports';
import { readInstitution } from '@wardkeep/store/queries/institutions';
import { ensureFeeds } from '@wardkeep/store/queries/intake';
import { readPeers, readTraffic } from '@wardkeep/store/queries/traffic';
import type { Protocol } from '@wardkeep/model';
import { demand, type UseCase } from './access.ts';
import { Assessing, askAgain } from './assess/assessing.ts';
import { Intakes } from './assess/intake.ts';
import { makeAssessApp } from './assess/use-cases.ts';
import type { App } from './app.ts';
import { type Deciding, correct, merge, remove, split, undo } from './decisions.ts';
import { AppError } from './errors.ts';
import { exportAssets } from './export.ts';
import { demandImport, Imports, restingProgress } from './imports.ts';
import { Incoming } from './incoming.ts';
import { readList } from './list.ts';
import { MEDICAL_PROTOCOLS } from './machine.ts';
import { readOverview } from './overview.ts';
import { actorIn, EXAMPLE_INSTITUTIONS, foundInstitution, readOwn } from './people.ts';
import type { AssessPorts, Logger, ReadFile, Resolve } from './ports.ts';
import { showAsset, showDecision, showImport } from './show.ts';
import type { Actor, ImportView, InstitutionView, MappingProposal, PermissionRecord } from './views.ts';

export interface AppOptions {
  /** Folder for the embedded database and for files while they are read; one process at a time. */
  readonly dataDir: string;
  /** `postgres://…`, else the embedded database. */
  readonly databaseUrl?: string | null | undefined;
  /** Owner of the tables, when `databaseUrl` is a login that may only become the application role. */
  readonly ownerUrl?: string | null | undefined;
  readonly read: ReadFile;
  readonly resolve: Resolve;
  readonly assess: AssessPorts;
  readonly now?: (() => Date) | undefined;
  readonly logger?: Logger | undefined;
  /** Name of the institution that is founded in an empty database. */
  readonly institutionName?: string | undefined;
  /** Founds the example region before anything is asked, and acts for it. */
  readonly example?: boolean | undefined;
}

/** Changes shown on a report; the counts beside them are exact. */
const CHANGES_SHOWN = 500;

export interface OpenedApp extends App {
  /** When no assessment runs or waits. */
  assessed(): Promise<void>;
  /** The person, acting for one of her institutions; without an id for the one that this process acts for. */
  actor(institutionId?: string): Promise<Actor>;
  /** Founds the example hospital and the example home unless they are there, and acts for the hospital from now on. Gives the actor of each, by its folder in `fixtures/example`. */
  seedExample(): Promise<Readonly<Record<(typeof EXAMPLE_INSTITUTIONS)[number]['folder'], Actor>>>;
}

const stores = new WeakMap<OpenedApp, Store>();
/** The store behind an app, for tests of this package. */
export function storeOf(app: OpenedApp): Store { return stores.get(app)!; }

const SILENT: Logger = { info() {}, warn() {}, error() {} };

/** Opens the database (made and migrated when needed), ends what an earlier process left half done, and starts the queue. Throws `StoreError`s that can be shown as they are. */
export async function openApp(options: AppOptions): Promise<OpenedApp> {
  const { dataDir, read, resolve, logger = SILENT, now = () => new Date() } = options;
  const store = await openStore({ dataDir, databaseUrl: options.databaseUrl, ownerUrl: options.ownerUrl });
  try {
    const { assess } = options, incoming = new Incoming(dataDir), server = serverId(dataDir), institutions = async () => (await readOwn(store)).map((row) => row.id);
    const assessing = new Assessing({ store, assess: assess.match, parameters: assess.parameters, now, logger, institutions });
    const changed = (institutionId: string | null) => { assessing.request(institutionId); };
    const imports = new Imports({ store, incoming, read, resolve, now, logger, changed });
    const intakes = new Intakes({ store, incoming, dataDir, read: assess.readAdvisories, askFeeds: assess.askFeeds, now, logger, changed });
    // A file lies on the disk of the server that took it in: so does its queue.
    await imports.begin(await openJobs(store, `see.import-${server}`, (error) => { logger.error({ err: error }, 'job queue'); }));
    await intakes.begin(await openJobs(store, `assess.intake-${server}`, (error) => { logger.error({ err: error }, 'job queue'); }));
    const parts: Parts = { store, imports, intakes, assessing, assess, resolve, now, institutionName: options.institutionName ?? 'My institution' };
    const app = makeApp(parts);
    stores.set(app, store);
    if (options.example) await app.seedExample();
    await prepareAssess(parts);
    return app;
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Parts { readonly store: Store; readonly imports: Imports; readonly intakes: Intakes; readonly assessing: Assessing; readonly assess: AssessPorts; readonly resolve: Resolve; readonly now: () => Date; readonly institutionName: string }

function makeApp({ store, imports, intakes, assessing, assess, resolve, now, institutionName }: Parts): OpenedApp {
  let acting: string | null = null;
  /** One use case: allowed, then in one transaction. */
  const as = async <T>(actor: Actor, useCase: UseCase, body: (tx: Tx) => Promise<T>): Promise<T> => {
    demand(actor, useCase);
    return store.transaction({ institutionId: actor.institutionId, personId: actor.personId }, body);
  };
  const decideAs = async (actor: Actor, useCase: UseCase, body: (on: Deciding) => Promise<Parameters<typeof showDecision>[0]>) => {
    demand(actor, useCase);
    // Asked before the change: should the process end between the two, an assessment too many is made, not one too few.
    await store.transaction({ institutionId: actor.institutionId }, (tx) => askAgain(tx, now()));
    const decision = showDecision(await body({ store, resolve, actor, now: now() }));
    assessing.request(actor.institutionId);
    return decision;
  };
  const summary = (actor: Actor, id: string) => as(actor, 'read-imports', async (tx) => showImport(await demandImport(tx, id)));
  let closing: Promise<void> | null = null;

  return {
    actor: async (institutionId) => actorIn(store, institutionId ?? (acting ??= await firstInstitution(store, institutionName, now()))),
    institution: (actor) => as(actor, 'read-institution', async (tx) => showInstitution((await readInstitution(tx))!)),
    institutions: async (actor) => { demand(actor, 'read-institution'); return (await readOwn(store)).map(showInstitution); },

    overview: (actor) => as(actor, 'overview', readOverview),
    listAssets: (actor, query) => as(actor, 'list-assets', (tx) => readList(tx, query, now().getTime())),
    asset: (actor, id) => as(actor, 'read-asset', async (tx) => {
      const asset = await readAsset(tx, id);
      if (!asset) throw new AppError('asset-not-found', { id });
      return showAsset(asset, await readDecisionsOf(tx, id), await readPeers(tx, id), new Map((await readImports(tx, 10_000)).map((row) => [row.id, row])));
    }),
    traffic: (actor) => as(actor, 'read-traffic', async (tx) => (await readTraffic(tx)).map((row) => ({ ...row, protocol: row.protocol as Protocol, medical: MEDICAL_PROTOCOLS.has(row.protocol as Protocol) }))),

    decide: (actor, input) => decideAs(actor, 'correct-asset', (on) => correct(on, input)),
    merge: (actor, input) => decideAs(actor, 'merge-assets', (on) => merge(on, input)),
    split: (actor, input) => decideAs(actor, 'split-asset', (on) => split(on, input)),
    remove: (actor, input) => decideAs(actor, 'delete-asset', (on) => remove(on, input)),
    undo: (actor, decisionId) => decideAs(actor, 'undo-decision', (on) => undo(on, decisionId)),

    imports: (actor) => as(actor, 'read-imports', async (tx) => (await readImports(tx)).map(showImport)),
    import: (actor, id) => as(actor, 'read-imports', async (tx) => showReport(tx, await demandImport(tx, id))),
    lastPermission: (actor) => as(actor, 'start-import', async (tx) => await readLastPermission(tx) as PermissionRecord | null),
    startImport: async (actor, file, how) => {
      demand(actor, 'start-import');
      if (how.kind === 'capture' && !isComplete(how.permission)) throw new AppError('permission-missing');
      return summary(actor, await imports.start(actor, file, how));
    },
    confirmMapping: async (actor, id, columns) => { demand(actor, 'start-import'); await imports.confirmMapping(actor, id, columns); return summary(actor, id); },
    stopImport: async (actor, id) => { demand(actor, 'stop-import'); await imports.stop(actor, id); return summary(actor, id); },
    progress: async function* (actor, id, signal) {
      const first = await summary(actor, id);
      yield* imports.board.follow(first.id, signal, async () => restingProgress(await summary(actor, id)));
    },
    exportAssets: (actor, format, query) => { demand(actor, 'export-assets'); return exportAssets({ store, actor, now: now() }, format, query); },

    seedExample: async () => {
      const own = new Set((await readOwn(store)).map((row) => row.id));
      for (const { id, name } of EXAMPLE_INSTITUTIONS) if (!own.has(id)) await foundInstitution(store, { id, name, example: true, at: now() });
      acting = EXAMPLE_INSTITUTIONS[0].id;
      const [hospital, home] = [await actorIn(store, EXAMPLE_INSTITUTIONS[0].id), await actorIn(store, EXAMPLE_INSTITUTIONS[1].id)];
      return { hospital, 'social-care': home };
    },
    ...makeAssessApp({ store, intakes, assessing, parameters: assess.parameters, now, pdf: assess.pdf, feeds: assess.feeds }),
    assessed: () => assessing.settled(),
    close: () => { closing ??= Promise.all([imports.close(), intakes.close(), assessing.close()]).then(() => {}).finally(() => store.close()); return closing; },
  };
}

/** Feeds are made known, and what an earlier process did not get to is asked for. */
async function prepareAssess({ store, assess, assessing }: Parts): Promise<void> {
  await store.transaction({ institutionId: null, region: true }, (tx) => ensureFeeds(tx, assess.feeds));
  await assessing.begin();
}

function showInstitution({ id, name, example }: InstitutionView): InstitutionView { return { id, name, example }; }

/** Her own institution rather than an example; an empty database gets one. */
async function firstInstitution(store: Store, name: string, at: Date): Promise<string> {
  const own = await readOwn(store), first = own.find((row) => !row.example) ?? own[0];
  if (first) return first.id;
  const id = newId(at.getTime());
  await foundInstitution(store, { id, name, example: false, at });
  return id;
}

async function showReport(tx: Tx, row: ImportRow): Promise<ImportView> {
  const counts = row.counts as ImportView['changeCounts'] | null;
  return {
    ...showImport(row), captures: (row.captures as ImportView['captures'] | null) ?? [], warnings: await readWarnings(tx, row.id),
    changes: (await readChanges(tx, row.id)).slice(0, CHANGES_SHOWN) as ImportView['changes'], changeCounts: counts ?? { new: 0, changed: 0, gone: 0, unchanged: 0 },
    permission: row.permission as PermissionRecord | null, mapping: row.state === 'needs-mapping' ? row.proposal as MappingProposal : null, leftOut: (row.left_out as ImportView['leftOut'] | null) ?? [],
  };
}

function isComplete(permission: PermissionRecord | null): boolean {
  return permission !== null && [permission.permittedBy, permission.place, permission.window].every((text) => text.trim() !== '' && text.length <= 500);
}

/** Names this data folder among servers that share a database. */
function serverId(dataDir: string): string {
  const path = join(dataDir, 'server-id');
  try {
    const id = readFileSync(path, 'utf8').trim();
    if (isUuid(id)) return id;
  } catch { /* first start */ }
  const id = newId();
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  writeFileSync(path, `${id}\n`, { mode: 0o600 });
  return id;
}
