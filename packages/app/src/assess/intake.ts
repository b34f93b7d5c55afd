/**
 * How advisories come in: a file, an archive or a bundle handed in, feeds asked, or a letter typed by hand. Each delivery is read in the background;
 * what is usable goes in some at a time, what is not is quarantined with its reason, and nothing that is held is lost by either.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Advisory, Quarantined } from '@wardkeep/model';
import { isUuid, type JobData, type Jobs, newId, type Store, type Tx, type TxContext } from '@wardkeep/store';
import { type AdvisoryWrite, type HeldAdvisory, readHeld, writeAdvisories } from '@wardkeep/store/queries/advisories';
import { type IntakeRow, insertIntake, insertQuarantine, readFeeds, readIntake, updateFeed, updateIntake } from '@wardkeep/store/queries/intake';
import { replaceKnownExploited, replacePredictions } from '@wardkeep/store/queries/intelligence';
import { may } from '../access.ts';
import type { UploadedFile } from '../app.ts';
import { AppError, type ErrorCode } from '../errors.ts';
import { type ImportRef, type Incoming, safeName } from '../incoming.ts';
import type { AdvisoryReading, AskFeeds, FeedAnswer, Logger, ReadAdvisories, ReadAdvisory } from '../ports.ts';
import type { Actor, Message } from '../views.ts';
import { nameOf, worstScore } from './advisories.ts';
import { keyOf } from './refs.ts';

/** Documents written in one transaction. */
const BATCH = 200;
/** Kept of each delivery; the count is exact. */
const QUARANTINE_KEPT = 1000;

export interface IntakeParts {
  readonly store: Store; readonly incoming: Incoming; readonly dataDir: string; readonly read: ReadAdvisories; readonly askFeeds: AskFeeds | null; readonly now: () => Date; readonly logger: Logger;
  /** Called after something was written: for one institution, or (null) for all. */
  readonly changed: (institutionId: string | null) => void;
}

interface Delivery extends ImportRef { readonly kind: 'file' | 'feeds'; readonly region: boolean }
interface Counts { read: number; added: number; revised: number; unchanged: number; quarantined: number }

export class Intakes {
  private readonly parts: IntakeParts;
  private jobs: Jobs | null = null;
  private running: AbortController | null = null;
  private closing = false;

  constructor(parts: IntakeParts) { this.parts = parts; }

  /** Ends what an earlier process left half done, then starts to work. Feeds go on where they were: their state is kept. */
  async begin(jobs: Jobs): Promise<void> {
    this.jobs = jobs;
    for (const data of await jobs.takeLeftovers()) {
      const delivery = deliveryOf(data);
      if (delivery) await this.end(delivery, 'failed', { error: { code: 'intake-interrupted', params: {} } });
    }
    await jobs.work((data) => this.run(data));
  }

  async startFile(actor: Actor, file: UploadedFile): Promise<string> {
    const delivery = this.deliveryFor(actor, 'file');
    await this.parts.incoming.receive(delivery, file);
    try { await this.queue(actor, delivery, safeName(file.name)); } catch (error) { await this.parts.incoming.discard(delivery); throw error; }
    return delivery.importId;
  }

  async startFeeds(actor: Actor): Promise<string> {
    if (this.parts.askFeeds === null) throw new AppError('feeds-off');
    const asked = await this.parts.store.transaction(contextOf(actor), async (tx) => (await readFeeds(tx)).filter((feed) => feed.enabled));
    if (asked.length === 0) throw new AppError('feeds-none');
    const delivery = this.deliveryFor(actor, 'feeds');
    await this.queue(actor, delivery, asked.map((feed) => feed.name).join(', '));
    return delivery.importId;
  }

  /** A letter typed by hand: in at once, the institution's own. */
  async type(actor: Actor, advisory: Advisory): Promise<string> {
    const { store, now } = this.parts, at = now(), id = newId(at.getTime()), counts = noCounts();
    await store.transaction(contextOf(actor), async (tx) => {
      await insertIntake(tx, { id, name: advisory.title, kind: 'typed', at, byId: actor.personId, byName: actor.personName });
      await this.take(tx, false, [{ advisory, file: advisory.id, hash: JSON.stringify(advisory), checked: { hash: false, signature: null }, warnings: [] }], counts);
      await updateIntake(tx, id, { ...counts, read: 1, state: 'done', finishedAt: at });
    });
    this.parts.changed(actor.institutionId);
    return keyOf(advisory);
  }

  async close(): Promise<void> {
    this.closing = true;
    this.running?.abort(new Error('closing'));
    await this.jobs?.stop();
  }

  private deliveryFor(actor: Actor, kind: Delivery['kind']): Delivery {
    return { institutionId: actor.institutionId, importId: newId(this.parts.now().getTime()), kind, region: may(actor, 'write-region') };
  }

  private async queue(actor: Actor, { importId, institutionId, kind, region }: Delivery, name: string): Promise<void> {
    await this.parts.store.transaction(contextOf(actor), async (tx) => {
      await insertIntake(tx, { id: importId, name, kind, at: this.parts.now(), byId: actor.personId, byName: actor.personName });
      await this.jobs!.send(tx, { institutionId, importId, kind, scope: region ? 'region' : 'own' });
    });
    this.jobs!.wake();
  }

  private async run(data: JobData): Promise<void> {
    const delivery = deliveryOf(data);
    if (!delivery || this.closing) return;
    const controller = new AbortController();
    this.running = controller;
    try {
      if (delivery.kind === 'file') await this.readFile(delivery, controller.signal); else await this.readFeeds(delivery, controller.signal);
    } catch (error) {
      if (!this.closing) this.parts.logger.error({ intakeId: delivery.importId, err: error }, 'intake failed');
      await this.end(delivery, 'failed', { error: { code: this.closing ? 'intake-interrupted' : 'intake-fault', params: {} } });
    } finally {
      this.running = null;
      await this.parts.incoming.discard(delivery);
    }
  }

  private async readFile(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { store, incoming, read, now } = this.parts;
    const row = await store.transaction(delivery, async (tx) => (await updateIntake(tx, delivery.importId, { state: 'reading' }) ? readIntake(tx, delivery.importId) : undefined));
    if (!row) return;
    const reading = await read({ path: incoming.path(delivery), name: row.name, now: now(), signal, onProgress: (count) => { void this.progress(delivery, count); } });
    const counts = noCounts();
    await this.write(delivery, reading, counts, signal);
    await this.end(delivery, 'done', counts);
  }

  /** What feeds gave lies in a folder that stays, with the state of each: a process that ends halfway goes on there. It is read like an upload; what is held already costs little. */
  private async readFeeds(delivery: Delivery, signal: AbortSignal): Promise<void> {
    const { store, read, askFeeds, now, dataDir } = this.parts, folder = join(dataDir, 'feeds'), counts = noCounts(), onProgress = (count: number) => { void this.progress(delivery, count); };
    const feeds = await store.transaction(delivery, async (tx) => { await updateIntake(tx, delivery.importId, { state: 'reading' }); return (await readFeeds(tx)).filter((feed) => feed.enabled); });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const answers = await askFeeds!({ feeds: feeds.map(({ id, kind, url }) => ({ id, kind: kind as 'csaf' | 'kev' | 'epss', url })), folder, now: now(), signal, onProgress });
    const reading = await read({ path: folder, name: 'feeds', now: now(), signal, onProgress });
    await this.write(delivery, { ...reading, quarantined: [...answers.flatMap((answer) => answer.quarantined), ...reading.quarantined] }, counts, signal);
    await this.keepAnswers(delivery, answers, new Map(feeds.map((feed) => [feed.id, feed.documents])));
    await this.end(delivery, 'done', counts);
  }

  private async keepAnswers(delivery: Delivery, answers: readonly FeedAnswer[], had: ReadonlyMap<string, number>): Promise<void> {
    await this.parts.store.transaction({ institutionId: delivery.institutionId, region: true }, async (tx) => {
      for (const { id, documents, result } of answers) await updateFeed(tx, id, { result, askedAt: this.parts.now(), documents: (had.get(id) ?? 0) + documents });
    });
  }

  private async write(delivery: Delivery, reading: AdvisoryReading, counts: Counts, signal: AbortSignal): Promise<void> {
    const { store, now } = this.parts, { institutionId, importId, region } = delivery;
    const refused: Quarantined[] = [...reading.quarantined];
    for (let from = 0; from < reading.advisories.length; from += BATCH) {
      signal.throwIfAborted();
      await store.transaction({ institutionId, region }, async (tx) => { refused.push(...await this.take(tx, region, reading.advisories.slice(from, from + BATCH), counts)); });
    }
    await store.transaction({ institutionId, region }, async (tx) => {
      if (region && reading.knownExploited) await replaceKnownExploited(tx, reading.knownExploited.day, reading.knownExploited.rows, now());
      if (region && reading.predictions) await replacePredictions(tx, reading.predictions.day, reading.predictions.rows, now());
      await insertQuarantine(tx, refused.slice(0, QUARANTINE_KEPT).map(({ file, code, message, params }) => ({ id: newId(now().getTime()), intakeId: importId, file, at: now(), reason: { code, params }, message })));
    });
    counts.read = reading.read;
    counts.quarantined = refused.length;
    if (counts.added + counts.revised > 0 || reading.knownExploited || reading.predictions) this.parts.changed(region ? null : institutionId);
  }

  /** Adds what is new, replaces what is revised; what is older than what is held, or changed without a new revision, is refused with its reason. */
  private async take(tx: Tx, region: boolean, read: readonly ReadAdvisory[], counts: Counts): Promise<Quarantined[]> {
    const held = await readHeld(tx, !region, read.map((each) => keyOf(each.advisory))), refused: Quarantined[] = [], rows = new Map<string, AdvisoryWrite>();
    for (const each of read) {
      const row = rowOf(each, this.parts.now()), before: HeldAdvisory | undefined = rows.get(row.key) ?? held.get(row.key);
      const problem = before ? conflictOf(row, before) : null;
      if (problem === 'unchanged') { counts.unchanged++; continue; }
      if (problem) { refused.push(refusalOf(problem, each, before!)); continue; }
      if (before) counts.revised++; else counts.added++;
      rows.set(row.key, row);
    }
    await writeAdvisories(tx, !region, [...rows.values()]);
    return refused;
  }

  private async progress(delivery: Delivery, read: number): Promise<void> {
    try { await this.parts.store.transaction(delivery, (tx) => updateIntake(tx, delivery.importId, { read })); } catch (error) { this.parts.logger.warn({ err: error }, 'progress of an intake'); }
  }

  private async end(delivery: ImportRef, state: 'done' | 'failed', patch: Partial<Counts> & { error?: Message }): Promise<void> {
    await this.parts.store.transaction({ institutionId: delivery.institutionId }, (tx) => updateIntake(tx, delivery.importId, { ...patch, state, finishedAt: this.parts.now() }));
  }
}

function noCounts(): Counts { return { read: 0, added: 0, revised: 0, unchanged: 0, quarantined: 0 }; }
function contextOf({ institutionId, personId }: Actor): TxContext { return { institutionId, personId }; }

function rowOf({ advisory, hash, checked, warnings }: ReadAdvisory, receivedAt: Date): AdvisoryWrite {
  const worst = worstScore(advisory.vulnerabilities);
  return {
    key: keyOf(advisory), trackingId: advisory.id, publisher: advisory.publisher, title: advisory.title, format: advisory.format, revision: advisory.revision, state: advisory.state,
    releasedAt: dateOf(advisory.releasedAt), firstReleasedAt: dateOf(advisory.firstReleasedAt), receivedAt, baseScore: worst?.baseScore ?? null, severity: worst?.severity ?? null,
    cves: [...new Set(advisory.vulnerabilities.flatMap((each) => [nameOf(each), ...each.ids]))].filter((name) => name !== '—'), content: advisory, hash, warnings, checked,
  };
}

function dateOf(text: string | null): Date | null {
  const date = text === null ? null : new Date(text);
  return date !== null && Number.isFinite(date.getTime()) ? date : null;
}

type Conflict = 'unchanged' | 'advisory-older' | 'advisory-changed';
function conflictOf(row: AdvisoryWrite, held: HeldAdvisory): Conflict | null {
  if (row.hash === held.hash) return 'unchanged';
  if (row.releasedAt !== null && held.releasedAt !== null && row.releasedAt < held.releasedAt) return 'advisory-older';
  return row.revision === held.revision ? 'advisory-changed' : null;
}

function refusalOf(code: Exclude<Conflict, 'unchanged'> & ErrorCode, { advisory, file }: ReadAdvisory, held: HeldAdvisory): Quarantined {
  const error = new AppError(code, { advisory: advisory.id, revision: advisory.revision, held: held.revision });
  return { file, code, message: error.message, params: error.params };
}

function deliveryOf({ institutionId, importId, kind, scope }: JobData): Delivery | null {
  if (institutionId === undefined || importId === undefined || !isUuid(institutionId) || !isUuid(importId) || (kind !== 'file' && kind !== 'feeds')) return null;
  return { institutionId, importId, kind, region: scope === 'region' };
}

export async function demandIntake(tx: Tx, id: string): Promise<IntakeRow> {
  const row = isUuid(id) ? await readIntake(tx, id) : undefined;
  if (!row) throw new AppError('intake-not-found', { id });
  return row;
}
