/**
 * Reads advisories from files, folders, ZIP, tar and gzip, in any of the accepted formats, told by content. One file that fails says why and the rest goes
 * in: nothing throws but a stop by the caller.
 *
 * `quick` reads the structure only (0.2 ms a CSAF document); `full` also asks the schema and the mandatory tests of CSAF (1 ms more, and a second to load).
 */
import type { Advisory, ExploitPrediction, KnownExploited, Quarantined } from '@wardkeep/model';
import { AdvisoryRefusal, type ReadingNote } from '@wardkeep/formats/csaf/refusal';
import { type Found, readDocuments, readEpss, readKevCsv } from './document.ts';
import { type Input, type Place, places, type Sidecars } from './places.ts';
import { refuseUtf16, shown } from './json.ts';
import { ADVISORY_LIMITS, type AdvisoryLimits } from './limits.ts';
import { compareRevision, type HeldRevision } from './revision.ts';
import { tarEntries, zipEntries } from './archive.ts';
import { isCandidate, isHidden, isSidecar } from './endings.ts';
import { bytesSource, collect, inflate, peek, type Source } from './source.ts';
import { type TrustedKeys, verifyDocument } from './verify.ts';
import { unknownFormat } from './detect.ts';

export interface AdvisoryOptions {
  /** `quick` by default. */
  readonly mode?: 'quick' | 'full' | undefined;
  readonly limits?: Partial<AdvisoryLimits> | undefined;
  /** Keys of the publishers: signatures beside documents are checked by them. */
  readonly keys?: TrustedKeys | undefined;
  /** Documents without a signature are quarantined. Needs `keys`. */
  readonly requireSignature?: boolean | undefined;
  /** What is already held of this publisher and id: older revisions and silent changes are quarantined, the same again is passed over. */
  readonly held?: ((publisher: string, id: string) => HeldRevision | null) | undefined;
  readonly onProgress?: ((progress: AdvisoryProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface AdvisoryProgress { readonly files: number; readonly bytes: number; readonly advisories: number; readonly quarantined: number }

export interface ReadAdvisory {
  readonly file: string;
  readonly advisory: Advisory;
  /** SHA-256 of the document's text, hexadecimal. */
  readonly digest: string;
  /** Fingerprint of the key whose signature was good; null when none was checked. */
  readonly signedBy: string | null;
  /** What is wrong with the document but does not stop its use. */
  readonly notes: readonly ReadingNote[];
}

export type AdvisoryItem =
  | { readonly kind: 'advisory' } & ReadAdvisory
  | { readonly kind: 'known-exploited'; readonly file: string; /** Null: entries that other documents repeat from the catalog. */ readonly version: string | null; readonly releasedAt: string | null; readonly catalog: boolean; readonly entries: readonly KnownExploited[]; readonly notes: readonly ReadingNote[] }
  | { readonly kind: 'predictions'; readonly file: string; readonly entries: readonly ExploitPrediction[] }
  | { readonly kind: 'predictions-end'; readonly file: string; readonly model: string | null; readonly scoredOn: string | null; readonly notes: readonly ReadingNote[] }
  | { readonly kind: 'quarantined'; readonly quarantined: Quarantined }
  | { readonly kind: 'passed-over'; readonly file: string; /** A code: `provider-metadata`, `rolie-feed`, `bill-of-materials`, `other-ending`, `hidden`, `link`, `same-document`, `superseded`. */ readonly reason: string };

export interface AdvisoryReading {
  readonly advisories: readonly Advisory[];
  readonly documents: readonly ReadAdvisory[];
  readonly knownExploited: readonly KnownExploited[];
  readonly predictions: readonly ExploitPrediction[];
  /** Of the newest EPSS file that was read. */
  readonly epss: { readonly model: string | null; readonly scoredOn: string | null } | null;
  readonly kev: { readonly version: string | null; readonly releasedAt: string | null } | null;
  readonly quarantined: readonly Quarantined[];
  readonly passedOver: readonly { readonly file: string; readonly reason: string }[];
}

/** Everything at once: for a command, or a bundle of a few thousand documents. */
export async function readAdvisories(inputs: readonly Input[], options: AdvisoryOptions = {}): Promise<AdvisoryReading> {
  const documents = new Map<string, ReadAdvisory>(), listed = new Map<string, KnownExploited>(), repeated = new Map<string, KnownExploited>();
  const predictions = new Map<string, ExploitPrediction>();
  const quarantined: Quarantined[] = [], passedOver: { file: string; reason: string }[] = [], pending = new Map<string, ExploitPrediction[]>();
  let epss: AdvisoryReading['epss'] = null, kev: AdvisoryReading['kev'] = null;
  for await (const item of streamAdvisories(inputs, options)) {
    switch (item.kind) {
      case 'advisory': {
        const { kind: _, ...document } = item, key = keyOf(item.advisory), before = documents.get(key);
        if (before !== undefined) passedOver.push({ file: before.file, reason: 'superseded' });
        documents.set(key, document);
        break;
      }
      case 'known-exploited':
        for (const entry of item.entries) (item.catalog ? listed : repeated).set(entry.cve, entry);
        if (item.catalog && (kev === null || (item.releasedAt ?? item.version ?? '') > (kev.releasedAt ?? kev.version ?? ''))) kev = { version: item.version, releasedAt: item.releasedAt };
        break;
      case 'predictions': {
        const held = pending.get(item.file);
        if (held === undefined) pending.set(item.file, [...item.entries]);
        else for (const entry of item.entries) held.push(entry);
        break;
      }
      case 'predictions-end': {
        // Several days: the newest holds, the others fill in what it lacks.
        const isNewer = epss === null || (item.scoredOn ?? '') >= (epss.scoredOn ?? '');
        for (const entry of pending.get(item.file) ?? []) if (isNewer || !predictions.has(entry.cve)) predictions.set(entry.cve, entry);
        pending.delete(item.file);
        if (isNewer) epss = { model: item.model, scoredOn: item.scoredOn };
        break;
      }
      case 'quarantined': quarantined.push(item.quarantined); break;
      case 'passed-over': passedOver.push({ file: item.file, reason: item.reason });
    }
  }
  // A file that broke off gave its beginning: better than nothing, after whole ones.
  for (const entries of pending.values()) for (const entry of entries) if (!predictions.has(entry.cve)) predictions.set(entry.cve, entry);
  for (const [cve, entry] of repeated) if (!listed.has(cve)) listed.set(cve, entry);
  const kept = [...documents.values()];
  return {
    advisories: kept.map((document) => document.advisory), documents: kept, knownExploited: [...listed.values()], predictions: [...predictions.values()], epss,
    kev, quarantined, passedOver,
  };
}

const keyOf = (advisory: Advisory): string => `${advisory.publisher}\0${advisory.id}`;

/** One thing after the other as it is read: for a feed or a store. The order is that of the inputs; inside a folder, by name. */
export async function* streamAdvisories(inputs: readonly Input[], options: AdvisoryOptions = {}): AsyncGenerator<AdvisoryItem> {
  const run = new Run(options);
  for await (const place of places(inputs, run.limits, options.signal)) {
    options.signal?.throwIfAborted();
    if ('refused' in place) yield run.quarantine(place.name, place.refused);
    else if ('passedOver' in place) yield { kind: 'passed-over', file: place.name, reason: place.passedOver };
    else yield* run.place(place);
    run.progress();
  }
}

/** Predictions handed over at a time. */
const BATCH = 10_000;
/** Enough of a file to tell what it is: the magic number of tar stands at 257. */
const HEAD = 1024;
const NO_SIDECARS: Sidecars = () => Promise.resolve(null);

class Run {
  readonly limits: AdvisoryLimits;
  private readonly options: AdvisoryOptions;
  private readonly seen = new Map<string, HeldRevision>();
  private files = 0;
  private bytes = 0;
  private advisories = 0;
  private quarantined = 0;

  constructor(options: AdvisoryOptions) {
    this.options = options;
    this.limits = { ...ADVISORY_LIMITS, ...options.limits };
  }

  progress(): void { this.options.onProgress?.({ files: this.files, bytes: this.bytes, advisories: this.advisories, quarantined: this.quarantined }); }

  quarantine(file: string, refusal: AdvisoryRefusal): AdvisoryItem {
    this.quarantined++;
    return { kind: 'quarantined', quarantined: { file, code: refusal.code, message: refusal.message, params: refusal.params } };
  }

  async *place({ source, sidecars, named }: Place): AsyncGenerator<AdvisoryItem> { yield* this.source(source, sidecars, named, 0); }

  /** `wraps`: archives and gzip around it. A bundle may be a gzip of a tar of gzips, and no more. */
  private async *source(source: Source, sidecars: Sidecars, named: boolean, wraps: number): AsyncGenerator<AdvisoryItem> {
    try {
      const { head, rest, close } = await peek(source.open(), HEAD);
      const kind = kindOf(head);
      if (kind !== 'document' && wraps >= 3) { await close(); throw new AdvisoryRefusal(
        'advisory-archive', `The file is packed more than ${3} times over; expected documents inside.`, { limit: 3 },
      ); }
      switch (kind) {
        case 'gzip': await close(); yield* this.source({
          ...source, name: source.name, size: null, place: null, open: () => inflate(source.open()),
        }, NO_SIDECARS, named, wraps + 1); break;
        case 'zip': await close(); yield* this.zip(source, wraps); break;
        case 'tar': await close(); yield* this.tar(source, wraps); break;
        case 'document':
          this.files++;
          // A document that is refused by its head leaves a stream open.
          try { yield* this.document({ ...source, open: () => rest }, head, sidecars, named); } finally { await close(); }
      }
    } catch (error) { yield this.quarantine(source.name, this.refusalOf(error)); }
  }

  /** A stop by the caller goes up; whatever else happened is about this file. */
  private refusalOf(error: unknown): AdvisoryRefusal {
    this.options.signal?.throwIfAborted();
    if (error instanceof AdvisoryRefusal) return error;
    return new AdvisoryRefusal('advisory-unreadable', `The file cannot be read: ${error instanceof Error ? shown(error.message).slice(0, 200) : 'unknown reason'}.`);
  }

  private async *zip(source: Source, wraps: number): AsyncGenerator<AdvisoryItem> {
    const place = source.place ?? await collect(source.open(), this.limits.documentBytes, source.size);
    yield* this.archive(source, () => zipEntries(place, this.limits), wraps);
  }

  private async *tar(source: Source, wraps: number): AsyncGenerator<AdvisoryItem> { yield* this.archive(source, (want) => tarEntries(source.open(), this.limits, want), wraps); }

  /** Twice over the entries: hashes and signatures may stand behind their documents. */
  private async *archive(source: Source, entries: (want: (name: string) => boolean) => ReturnType<typeof zipEntries>, wraps: number): AsyncGenerator<AdvisoryItem> {
    const proofs = new Map<string, Uint8Array>(), hasProofs = isSidecar, isDocument = (name: string): boolean => !isSidecar(name);
    let proofBytes = 0;
    // What is broken in the first pass breaks the second at the same place, behind the documents before it.
    try {
      for await (const entry of entries(hasProofs)) if (isSidecar(entry.name) && proofBytes < this.limits.documentBytes) {
        const bytes = await entry.bytes().catch(() => null);
        if (bytes !== null) { proofs.set(entry.name, bytes); proofBytes += bytes.length; }
      }
    } catch (error) { this.refusalOf(error); }
    for await (const entry of entries(isDocument)) {
      this.options.signal?.throwIfAborted();
      if (isSidecar(entry.name)) continue;
      const name = `${source.name}!${shown(entry.name.slice(0, 300))}`;
      if (isHidden(entry.name) || !isCandidate(entry.name)) { yield { kind: 'passed-over', file: name, reason: isHidden(entry.name) ? 'hidden' : 'other-ending' }; continue; }
      try { yield* this.source(bytesSource(name, await entry.bytes()), (ending) => Promise.resolve(proofs.get(entry.name + ending) ?? null), false, wraps + 1); } catch (error) { yield this.quarantine(name, this.refusalOf(error)); }
      this.progress();
    }
  }

  private async *document(source: Source, head: Uint8Array, sidecars: Sidecars, named: boolean): AsyncGenerator<AdvisoryItem> {
    refuseUtf16(head);
    const start = startOf(head);
    if (start === '') throw new AdvisoryRefusal('advisory-empty', 'The file is empty; expected an advisory document.');
    if (/^#\s*model_version|^"?cve"?\s*,\s*"?epss"?/i.test(start)) { yield* this.epss(source); return; }
    const bytes = await collect(source.open(), this.limits.documentBytes, source.size);
    this.bytes += bytes.length;
    const signedBy = await this.verify(bytes, sidecars);
    if (/^"?cveID"?\s*,/.test(start)) yield { kind: 'known-exploited', file: source.name, ...readKevCsv(bytes) };
    else if (start.startsWith('{') || start.startsWith('[')) for await (const found of readDocuments(bytes, this.options.mode ?? 'quick', this.limits)) yield* this.found(found, source.name, signedBy, named);
    else throw unknownFormat(start.startsWith('<')
      ? 'XML or HTML'
      : start.startsWith('%PDF') ? 'a PDF (type it in by hand, or ask the publisher for CSAF)' : 'text of an unknown kind');
  }

  private async *epss(source: Source): AsyncGenerator<AdvisoryItem> {
    let batch: ExploitPrediction[] = [];
    for await (const found of readEpss(source.open(), (bytes) => { this.bytes += bytes; this.options.signal?.throwIfAborted(); })) {
      if ('cve' in found) {
        batch.push(found);
        if (batch.length < BATCH) continue;
      }
      if (batch.length > 0) yield { kind: 'predictions', file: source.name, entries: batch };
      batch = [];
      if (!('cve' in found)) yield { kind: 'predictions-end', file: source.name, ...found };
    }
  }

  private async verify(bytes: Uint8Array, sidecars: Sidecars): Promise<string | null> {
    const { keys, requireSignature = false } = this.options;
    const [sha256, sha512, signature] = await Promise.all([
      sidecars('.sha256'), sidecars('.sha512'), keys === undefined ? null : sidecars('.asc').then((found) => found ?? sidecars('.sig')),
    ]);
    if (keys !== undefined && requireSignature && signature === null) throw new AdvisoryRefusal(
      'advisory-signature-missing', 'Expected a detached OpenPGP signature (.asc) beside the document; there is none.',
    );
    const result = await verifyDocument(bytes, { sha256: hashText(sha256), sha512: hashText(sha512), signature: signature ?? undefined, keys });
    if (!result.ok) throw new AdvisoryRefusal(result.code, result.message, result.params);
    return result.signedBy;
  }

  private *found(found: Found, file: string, signedBy: string | null, named: boolean): Generator<AdvisoryItem> {
    if ('refused' in found) { yield this.quarantine(file, found.refused); return; }
    if ('entries' in found) { yield { kind: 'known-exploited', file, ...found }; return; }
    if ('beside' in found) {
      // Met in a folder it is no fault; named by a person it is not what was meant.
      yield named ? this.quarantine(file, unknownFormat(BESIDE[found.beside])) : { kind: 'passed-over', file, reason: found.beside };
      return;
    }
    const { advisory, digest, notes } = found, key = keyOf(advisory), held = this.seen.get(key) ?? this.options.held?.(advisory.publisher, advisory.id) ?? null;
    const order = held === null ? 'newer' : compareRevision(held, { ...advisory, digest });
    const params = { id: advisory.id, held: held?.revision ?? '', found: advisory.revision };
    switch (order) {
      case 'same': yield { kind: 'passed-over', file, reason: 'same-document' }; break;
      case 'older': yield this.quarantine(file, new AdvisoryRefusal(
        'advisory-older',
        `${advisory.id} is held in revision ${held!.revision || '(none)'} of ${held!.releasedAt?.slice(0, 10) ?? 'an unknown day'}; found is the older revision ${advisory.revision || '(none)'} of ${advisory.releasedAt?.slice(0, 10) ?? 'an unknown day'}.`,
        params,
      )); break;
      case 'changed': yield this.quarantine(file, new AdvisoryRefusal(
        'advisory-changed',
        `${advisory.id} is held in the same revision ${held!.revision || '(none)'} with another content; expected a higher revision for a change.`, params,
      )); break;
      case 'newer':
        this.seen.set(key, { revision: advisory.revision, releasedAt: advisory.releasedAt, digest });
        this.advisories++;
        yield { kind: 'advisory', file, advisory, digest, signedBy, notes };
    }
  }
}

const BESIDE = {
  'provider-metadata': 'the metadata of a CSAF provider (give the folder or the feed it names)', 'rolie-feed': 'a ROLIE feed, which only lists documents',
  'bill-of-materials': 'a bill of materials that says nothing of vulnerabilities (read it as a document of a device)',
} as const;

const hashText = (bytes: Uint8Array | null): string | undefined => (bytes === null ? undefined : new TextDecoder().decode(bytes.subarray(0, 1024)));

function kindOf(head: Uint8Array): 'gzip' | 'zip' | 'tar' | 'document' {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return 'zip';
  return new TextDecoder('latin1').decode(head.subarray(257, 262)) === 'ustar' ? 'tar' : 'document';
}

/** First characters past a byte order mark and white space. */
const startOf = (head: Uint8Array): string => new TextDecoder().decode(head.subarray(0, HEAD)).replace(/^\ufeff/, '').trimStart().slice(0, 200);
