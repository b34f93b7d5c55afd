/**
 * What `openApp` is handed: reading files (io, in a worker) and resolution (loop, in a worker). The app never parses a file and never decides
 * what an asset is; it owns transactions, permission, decisions and the life of temporary files. Plain data only: it crosses a worker's wall.
 */
import type { Advisory, AssessAsset, AssessResult, Component, Grouping, LeftOut, ListField, MappingProposal, Message, Quarantined, ResolvedAsset, ResolveSource as Source, SeeWarning, SourceKind, Witness } from '@wardkeep/model';

import type { CareParameters } from '@wardkeep/loop/assess/care/parameters';
import type { Reading } from '@wardkeep/io/assess/messages';
import type { FindingPage } from './assess-views.ts';

export type { Grouping, ResolvedAsset, ResolvedAttribute, ResolvedEvidence, ResolvedUse, SourceKind } from '@wardkeep/model';

export interface ReadRequest {
  /** The temporary file. The reader only reads it: deleting is the app's work. */
  readonly path: string;
  /** The name under which it was handed in; a hint, never a path. */
  readonly name: string;
  readonly kind: 'capture' | 'document';
  /** Columns of a list, confirmed now or remembered by `fingerprint`; null when there are none yet. */
  readonly mapping: readonly ColumnMapping[] | null;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: ReadProgress) => void;
}
export interface ColumnMapping { readonly index: number; readonly field: ListField | null }
export interface ReadProgress { readonly bytesRead: number; readonly frames: number; readonly assets: number }
export interface ReadStats { readonly frames: number; readonly bytes: number; readonly flows: number; readonly seconds: number }
export interface CaptureFacts { readonly name: string; readonly frames: number; readonly from: string | null; readonly to: string | null }

/**
 * - `read`: one file is one source. A list's positions are its lines.
 * - `needs-mapping`: a list whose columns a person must confirm. The app asks again with `mapping`: at once when it remembers `fingerprint`
 *   (a text that depends on the header cells alone), else when a person has confirmed.
 * - `refused`: not usable. `code` and `params` become the import's error: they say what it looks like and what is accepted.
 * A stop (`signal`) rejects with any error; any other rejection is a fault of ours and is shown as one.
 */
export type ReadResult =
  | {
    readonly kind: 'read'; readonly source: SourceKind; readonly witnesses: readonly Witness[]; readonly captures: readonly CaptureFacts[];
    readonly warnings: readonly SeeWarning[]; readonly leftOut: readonly LeftOut[]; readonly components: readonly Component[]; readonly stats: ReadStats;
  }
  | { readonly kind: 'needs-mapping'; readonly proposal: MappingProposal; readonly fingerprint: string }
  | { readonly kind: 'refused'; readonly error: Message };

export type ReadFile = (request: ReadRequest) => Promise<ReadResult>;

export interface ResolveSource extends Source { readonly importId: string; readonly name: string }

/** Everything the institution knows: the witnesses of all its imports, oldest import first, and the groupings that people decided. */
export interface ResolveInput { readonly sources: readonly ResolveSource[]; readonly groupings: readonly Grouping[] }

/**
 * Deterministic in its input up to the order of sources. Corrections and deletions are laid over the result by the app: resolution need not know
 * them. The app keeps the id an asset already has when it holds one of its keys (`identity.ts`).
 */
export type Resolve = (input: ResolveInput) => readonly ResolvedAsset[] | Promise<readonly ResolvedAsset[]>;

/** Structured log lines, as pino writes them. Never contents of files. */
export interface Logger { info(fields: object, message: string): void; warn(fields: object, message: string): void; error(fields: object, message: string): void }

// ---- ASSESS

export type { Reading as AdvisoryReading, ReadDocument as ReadAdvisory } from '@wardkeep/io/assess/messages';
export interface AdvisoryReadRequest { readonly path: string; readonly name: string; readonly now: Date; readonly signal: AbortSignal; readonly onProgress: (read: number) => void }
/** Reads a document, an archive, a folder or a bundle. What is not usable is quarantined; rejects only when stopped or by a fault of ours. */
export type ReadAdvisories = (request: AdvisoryReadRequest) => Promise<Reading>;

/** Asks feeds and leaves what they give as files in a folder that stays, with the state of each feed; the folder is then read like an upload. */
export interface FeedRequest { readonly feeds: readonly { readonly id: string; readonly kind: 'csaf' | 'kev' | 'epss'; readonly url: string }[]; readonly folder: string; readonly now: Date; readonly signal: AbortSignal; readonly onProgress: (documents: number) => void }
/** `documents`: how many came with this answer. */
export interface FeedAnswer { readonly id: string; readonly documents: number; readonly result: Message; readonly quarantined: readonly Quarantined[] }
export type AskFeeds = (request: FeedRequest) => Promise<readonly FeedAnswer[]>;

/** Matches assets with advisories. `Advisory.id` of the input is the app's own reference, unique over region and institution; pairs name it. */
export interface AssessInput { readonly assets: readonly AssessAsset[]; readonly advisories: readonly Advisory[] }
export type Assess = (input: AssessInput) => Promise<AssessResult>;

/** Findings as a tagged PDF in the reader's language. */
export type FindingsPdf = (input: { readonly page: FindingPage; /** Devices of the institution; given only when the page is of all of them. */ readonly fleet?: number | undefined; readonly institution: string; readonly at: string; readonly language: 'en' | 'es' | 'hu' }) => Promise<Uint8Array>;

/** Everything that ASSESS is handed. `askFeeds` null: the installation has no way out. `pdf` null: the platform cannot make one. */
export interface AssessPorts {
  readonly readAdvisories: ReadAdvisories; readonly match: Assess; readonly askFeeds: AskFeeds | null; readonly parameters: CareParameters; readonly pdf: FindingsPdf | null;
  /** Feeds that the rules name; nothing is asked unless somebody switches one on and presses the button. */
  readonly feeds: readonly { readonly id: string; readonly name: string; readonly kind: 'csaf' | 'kev' | 'epss'; readonly url: string; readonly hosts: readonly string[]; readonly enabled: boolean }[];
}
