/**
 * A file's way in: taken to a temporary file, queued, read in a worker, resolved and written in one transaction, discarded. An import ends as
 * `done`, `stopped` or `failed`, or rests in `needs-mapping` until a person names the columns of a list. Nothing of a failed import is kept
 * but its name and the reason.
 */
import { isUuid, type JobData, type Jobs, newId, type Store, type Tx } from '@wardkeep/store';
import { insertChanges, insertComponents, insertImport, insertWarnings, insertWitnesses, type ImportRow, readImport, readListMapping, readPredecessor, readSameBytes, rememberListMapping, supersede, updateImport } from '@wardkeep/store/queries/imports';
import { fold } from '@wardkeep/store/text';
import type { UploadedFile } from './app.ts';
import { askAgain } from './assess/assessing.ts';
import { AppError } from './errors.ts';
import { type ImportRef, type Incoming, safeName } from './incoming.ts';
import type { ColumnMapping, Logger, ReadFile, ReadResult, Resolve, ResolveSource } from './ports.ts';
import { ProgressBoard, RESTING } from './progress.ts';
import { type ImportEffect, type Resolution, withResolution, writeInventory } from './resolution.ts';
import type { Actor, ImportState, ImportSummary, Message, PermissionRecord, Progress } from './views.ts';

/** Kept of each import's report; the counts behind them are exact. */
const WARNINGS_KEPT = 1000, LEFT_OUT_KEPT = 1000;
const UNDER_WAY: readonly ImportState[] = ['waiting', 'reading', 'resolving'];

export interface ImportParts { readonly store: Store; readonly incoming: Incoming; readonly read: ReadFile; readonly resolve: Resolve; readonly now: () => Date; readonly logger: Logger; readonly changed: (institutionId: string) => void }

export class Imports {
  readonly board = new ProgressBoard();
  private readonly parts: ImportParts;
  private readonly running = new Map<string, AbortController>();
  private jobs: Jobs | null = null;
  private closing = false;

  constructor(parts: ImportParts) { this.parts = parts; }

  /** Ends what an earlier process left half done, then starts to work. */
  async begin(jobs: Jobs): Promise<void> {
    this.jobs = jobs;
    const { store, incoming, logger } = this.parts;
    for (const data of await jobs.takeLeftovers()) {
      const ref = refOf(data);
      if (ref) await this.fail(ref, UNDER_WAY, { code: 'import-interrupted', params: {} });
    }
    const swept = await incoming.sweep(async (ref) => isUuid(ref.institutionId) && isUuid(ref.importId)
      && await store.transaction({ institutionId: ref.institutionId }, async (tx) => (await readImport(tx, ref.importId))?.state === 'needs-mapping'));
    if (swept > 0) logger.info({ swept }, 'temporary files of an earlier run removed');
    await jobs.work((data) => this.run(data));
  }

  async start(actor: Actor, file: UploadedFile, { kind, permission }: { kind: 'capture' | 'document'; permission: PermissionRecord | null }): Promise<string> {
    const ref = { institutionId: actor.institutionId, importId: newId(this.parts.now().getTime()) }, { store, incoming, now } = this.parts;
    const name = safeName(file.name), startedAt = now();
    const { bytes, sha256 } = await incoming.receive(ref, file);
    try {
      await store.transaction({ institutionId: ref.institutionId }, async (tx) => {
        await insertImport(tx, {
          id: ref.importId, name, kind: kind === 'capture' ? 'capture' : guessKind(name), requested: kind, startedAt, bytes, byId: actor.personId, byName: actor.personName, permission, sha256,
          place: permission === null ? null : fold(permission.place.trim()) || null,
        });
        await this.jobs!.send(tx, { ...ref });
      });
    } catch (error) { await incoming.discard(ref); throw error; }
    this.jobs!.wake();
    return ref.importId;
  }

  async confirmMapping(actor: Actor, importId: string, columns: readonly ColumnMapping[]): Promise<void> {
    const used = columns.filter((column) => column.field !== null), { store, now } = this.parts;
    if (used.length === 0 || new Set(columns.map((column) => column.index)).size < columns.length) throw new AppError('mapping-invalid');
    await store.transaction({ institutionId: actor.institutionId }, async (tx) => {
      const row = await demandImport(tx, importId);
      if (!await updateImport(tx, importId, ['needs-mapping'], { state: 'waiting', columns })) throw new AppError('mapping-not-expected');
      if (row.fingerprint !== null) await rememberListMapping(tx, { fingerprint: row.fingerprint, columns, at: now(), byId: actor.personId });
      await this.jobs!.send(tx, { institutionId: actor.institutionId, importId });
    });
    this.jobs!.wake();
  }

  async stop(actor: Actor, importId: string): Promise<void> {
    const ref = { institutionId: actor.institutionId, importId }, { store, incoming, now } = this.parts;
    await store.transaction({ institutionId: ref.institutionId }, async (tx) => {
      const row = await demandImport(tx, importId);
      if (!await updateImport(tx, importId, [...UNDER_WAY, 'needs-mapping'], { state: 'stopped', finishedAt: now() })) throw new AppError('import-not-stoppable', { state: row.state });
    });
    this.running.get(importId)?.abort(new Error('stopped'));
    await incoming.discard(ref);
    this.board.set(this.progressOf(importId, 'stopped'));
  }

  /** Lets nothing run on: what is being read is ended as interrupted. */
  async close(): Promise<void> {
    this.closing = true;
    for (const controller of this.running.values()) controller.abort(new Error('closing'));
    await this.jobs?.stop();
  }

  private async run(data: JobData): Promise<void> {
    const ref = refOf(data);
    if (!ref || this.closing) return;
    const controller = new AbortController();
    // Before the state says `reading`: whoever sees that may stop it at once.
    this.running.set(ref.importId, controller);
    let rests = false;
    try {
      rests = await this.readAndWrite(ref, controller.signal);
    } catch (error) {
      if (error instanceof Interrupted || this.closing) await this.fail(ref, UNDER_WAY, { code: 'import-interrupted', params: {} });
      else if (!controller.signal.aborted) {
        this.parts.logger.error({ importId: ref.importId, err: error }, 'import failed');
        await this.fail(ref, UNDER_WAY, { code: 'import-fault', params: {} });
      }
    } finally {
      this.running.delete(ref.importId);
      if (!rests) await this.parts.incoming.discard(ref);
    }
  }

  /** True when the import waits for a person now and its file is wanted still. */
  private async readAndWrite(ref: ImportRef, signal: AbortSignal): Promise<boolean> {
    const { store, incoming, logger } = this.parts, { importId } = ref, started = performance.now();
    const row = await store.transaction({ institutionId: ref.institutionId }, async (tx) => (await updateImport(tx, importId, ['waiting'], { state: 'reading' }) ? readImport(tx, importId) : undefined));
    if (!row) return false; // stopped while it waited
    signal.throwIfAborted();
    if (!await incoming.exists(ref)) throw new Interrupted();
    this.board.set({ ...this.progressOf(importId, 'reading'), bytesTotal: row.bytes });
    const result = await this.readFile(ref, row, signal);
    signal.throwIfAborted();
    logger.info({ importId, kind: row.kind, bytes: row.bytes, ms: Math.round(performance.now() - started), outcome: result.kind }, 'import read');
    if (result.kind === 'needs-mapping') return this.rest(ref, result);
    if (result.kind === 'refused') await this.fail(ref, ['reading'], result.error); else await this.finish(ref, row, result, signal);
    return false;
  }

  private async readFile(ref: ImportRef, row: ImportRow, signal: AbortSignal): Promise<ReadResult> {
    const { store, incoming, read } = this.parts;
    const request = (mapping: readonly ColumnMapping[] | null) => read({
      path: incoming.path(ref), name: row.name, kind: row.requested as 'capture' | 'document', mapping, signal,
      onProgress: (progress) => { if (!signal.aborted) this.board.set({ ...this.progressOf(ref.importId, 'reading'), ...progress, bytesTotal: row.bytes }); },
    });
    const first = await request(row.columns as ColumnMapping[] | null);
    if (first.kind !== 'needs-mapping' || row.columns !== null) return first;
    const remembered = await store.transaction({ institutionId: ref.institutionId }, (tx) => readListMapping(tx, first.fingerprint)) as ColumnMapping[] | null;
    return remembered === null ? first : request(remembered);
  }

  /** Waits for a person; false when somebody stopped it meanwhile. */
  private async rest(ref: ImportRef, { proposal, fingerprint }: ReadResult & { kind: 'needs-mapping' }): Promise<boolean> {
    const rests = await this.parts.store.transaction({ institutionId: ref.institutionId }, (tx) => updateImport(tx, ref.importId, ['reading'], { state: 'needs-mapping', kind: 'list', proposal, fingerprint }));
    if (rests) this.board.set(this.progressOf(ref.importId, 'needs-mapping'));
    return rests;
  }

  /** Everything the import brings, in one transaction. */
  private async finish(ref: ImportRef, row: ImportRow, result: ReadResult & { kind: 'read' }, signal: AbortSignal): Promise<void> {
    const { store, incoming } = this.parts, { importId, institutionId } = ref, { stats } = result;
    if (!await store.transaction({ institutionId }, (tx) => updateImport(tx, importId, ['reading'], { state: 'resolving' }))) return;
    this.board.set({ ...this.progressOf(importId, 'resolving'), bytesRead: row.bytes ?? 0, bytesTotal: row.bytes, frames: stats.frames });
    const source = { importId, name: row.name, kind: result.source, at: row.started_at.getTime() * 1000, series: seriesOf(result.source, row.name), witnesses: result.witnesses };
    const effect = await withResolution(this.parts, { institutionId }, async (tx) => ({ source, superseded: await readSameBytes(tx, { id: importId, sha256: row.sha256 }) }),
      (tx, { superseded }, resolution) => { signal.throwIfAborted(); return this.write(tx, row, result, { source, superseded, resolution }); });
    if ((row.permission as PermissionRecord | null)?.keepFile) await incoming.keep(ref);
    this.board.set({ ...this.progressOf(importId, 'done'), bytesRead: row.bytes ?? 0, bytesTotal: row.bytes, frames: stats.frames, assets: effect.seen });
    this.parts.changed(institutionId);
    if (effect.counts.new + effect.counts.changed > 0) await store.maintain();
  }

  private async write(tx: Tx, row: ImportRow, result: ReadResult & { kind: 'read' }, { source, superseded, resolution }: { source: ResolveSource; superseded: readonly string[]; resolution: Resolution }): Promise<ImportEffect> {
    const { kind, series } = source, { stats, captures, warnings, leftOut } = result;
    if (!await updateImport(tx, row.id, ['resolving'], { kind, series, captures, leftOut: leftOut.slice(0, LEFT_OUT_KEPT), stats, frames: stats.frames })) throw new Error('The import was stopped.');
    const predecessor = superseded.length > 0 ? null : await readPredecessor(tx, { id: row.id, kind, series, place: row.place });
    await supersede(tx, superseded, row.id);
    await insertWitnesses(tx, row.id, result.witnesses);
    await insertComponents(tx, row.id, result.components);
    await insertWarnings(tx, row.id, warnings.slice(0, WARNINGS_KEPT).map(({ code, message, frame, offset, count }) => ({ code, message, frame, offset, count })));
    const effect = (await writeInventory(tx, resolution, { importId: row.id, predecessor }))!;
    await insertChanges(tx, row.id, effect.changes);
    await askAgain(tx, this.parts.now());
    await updateImport(tx, row.id, ['resolving'], { state: 'done', finishedAt: this.parts.now(), assets: effect.seen, counts: effect.counts });
    return effect;
  }

  private async fail(ref: ImportRef, from: readonly ImportState[], error: Message): Promise<void> {
    const failed = await this.parts.store.transaction({ institutionId: ref.institutionId }, (tx) => updateImport(tx, ref.importId, from, { state: 'failed', error, finishedAt: this.parts.now() }));
    if (failed) this.board.set({ ...this.progressOf(ref.importId, 'failed'), message: error });
  }

  private progressOf(importId: string, state: ImportState): Progress {
    const known = this.board.get(importId);
    return { importId, bytesRead: known?.bytesRead ?? 0, bytesTotal: known?.bytesTotal ?? null, frames: known?.frames ?? 0, assets: known?.assets ?? 0, message: null, state };
  }
}

/** The file went with an earlier process. */
class Interrupted extends Error {}

/** What a database row says of an import's progress, for imports that this process does not read. */
export function restingProgress({ id, state, bytes, frames, assets, error }: ImportSummary): Progress {
  return { importId: id, state, bytesRead: RESTING.has(state) ? bytes ?? 0 : 0, bytesTotal: bytes, frames: frames ?? 0, assets: assets ?? 0, message: error };
}

export async function demandImport(tx: Tx, id: string): Promise<ImportRow> {
  const row = isUuid(id) ? await readImport(tx, id) : undefined;
  if (!row) throw new AppError('import-not-found', { id });
  return row;
}

function refOf({ institutionId, importId }: JobData): ImportRef | null {
  return institutionId !== undefined && importId !== undefined && isUuid(institutionId) && isUuid(importId) ? { institutionId, importId } : null;
}

/** What a document probably is, until it was read. */
function guessKind(name: string): ImportSummary['kind'] {
  if (/\.(csv|tsv|txt|xlsx)$/i.test(name)) return 'list';
  if (/\.(log|ndjson)(\.gz)?$/i.test(name)) return 'log';
  return /nmap|scan/i.test(name) && /\.xml$/i.test(name) ? 'scan' : 'sbom';
}

/** Successive states of one document bear its name without dates, numbers and copies: `equipos 2026-11 (2).xlsx` and `equipos_2026-10.xlsx`. */
export function seriesOf(kind: string, name: string): string | null {
  if (kind === 'capture') return null;
  const stem = fold(name).replace(/\.[a-z0-9]{1,5}(\.gz)?$/, '').replace(/\(\d+\)|copia|copy|masolat/g, '').replace(/[^a-z]+/g, ' ').trim();
  return stem === '' ? null : `${kind}:${stem}`;
}
