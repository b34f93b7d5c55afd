/**
 * What `openApp` is handed: reading files (io, in a worker) and resolution (loop). The app never parses a file and never decides what an
 * asset is; it owns transactions, permission, decisions and the life of temporary files. Plain data only: it may cross a worker's wall.
 */
import type { Attribute, ClientClaim, Protocol, SeeWarning, ServiceClaim, Weight, Witness } from '@wardkeep/model';
import type { ImportView, ListField, MappingProposal, Message } from './views.ts';

/** What a file turned out to be. */
export type SourceKind = 'capture' | 'list' | 'sbom' | 'scan' | 'log';

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

/**
 * - `read`: `Witness.source`, `Claim.source` and `SeeWarning.capture` are 0: one file is one source. A list's positions are its lines.
 * - `needs-mapping`: a list whose columns a person must confirm. The app asks again with `mapping`, at once when it remembers `fingerprint`
 *   (a text that depends on the header cells alone, e.g. their folded names joined), else when a person has confirmed.
 * - `refused`: not usable. `code` and `params` become the import's error: say what it looks like and what is accepted.
 * A stop (`signal`) rejects with any error; any other rejection is a fault of ours and is shown as one.
 */
export type ReadResult =
  | {
    readonly kind: 'read'; readonly source: SourceKind; readonly witnesses: readonly Witness[]; readonly captures: ImportView['captures'];
    readonly warnings: readonly SeeWarning[]; readonly leftOut: ImportView['leftOut']; readonly stats: ReadStats;
  }
  | { readonly kind: 'needs-mapping'; readonly proposal: MappingProposal; readonly fingerprint: string }
  | { readonly kind: 'refused'; readonly error: Message };

export type ReadFile = (request: ReadRequest) => Promise<ReadResult>;

/** Everything the institution knows: the witnesses of all its imports, oldest import first, and the groupings that people decided. */
export interface ResolveInput { readonly sources: readonly ResolveSource[]; readonly groupings: readonly Grouping[] }

export interface ResolveSource {
  readonly importId: string;
  readonly name: string;
  readonly kind: SourceKind;
  /** When it was handed in, microseconds since 1970 UTC: the date of what a document says. */
  readonly at: number;
  /** Sources with the same series are successive states of one document: where they differ the newest wins without a conflict. Null: none. */
  readonly series: string | null;
  /** Their `source` is to be ignored: the index in `sources` counts. */
  readonly witnesses: readonly Witness[];
}

/**
 * Merges and splits by hand, oldest first. Assets are meant by identity keys, strongest first, as they were when the person decided: the
 * asset that holds the first of them that any asset holds. A grouping whose assets no longer exist is skipped.
 * (Corrections and deletions are laid over the result by the app: resolution need not know them.)
 */
export type Grouping =
  | { readonly kind: 'merge'; readonly id: string; readonly parts: readonly (readonly string[])[] }
  | { readonly kind: 'split'; readonly id: string; readonly keys: readonly string[]; readonly addresses: readonly string[] };

/** Deterministic in its input up to the order of sources. May answer later (from a worker). */
export type Resolve = (input: ResolveInput) => readonly ResolvedAsset[] | Promise<readonly ResolvedAsset[]>;

export interface ResolvedAsset {
  /** `[a-z0-9-]{8,64}`, from the strongest key. The app keeps the id an asset already has when it holds one of its keys. */
  readonly id: string;
  /** Identity keys, strongest first, `kind:value`, e.g. `serial:philips|DE123`, `mac:00:1a:2b:3c:4d:5e`, `host:ct01`, `ip:10.2.0.7`. Never empty. */
  readonly keys: readonly string[];
  /** Best name: hostname, AE title, station name, else address. */
  readonly name: string;
  readonly macs: readonly string[];
  readonly ips: readonly string[];
  readonly hostnames: readonly string[];
  readonly aeTitles: readonly string[];
  /** One entry for each attribute that anything was said about (not `software`), in the order of `ATTRIBUTES`. */
  readonly attributes: readonly ResolvedAttribute[];
  readonly software: readonly { readonly name: string; readonly version: string | null; readonly confidence: number; readonly evidence: readonly ResolvedEvidence[] }[];
  readonly services: readonly ResolvedService[];
  readonly uses: readonly ResolvedUse[];
  /** Microseconds since 1970 UTC. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** The witnesses it is made of: `sources[source].witnesses[witness]`. */
  readonly members: readonly { readonly source: number; readonly witness: number }[];
  /** Ids of the groupings that shaped it. */
  readonly groupings: readonly string[];
}

export interface ResolvedAttribute {
  readonly attribute: Attribute;
  readonly value: string | null;
  readonly confidence: number | null;
  readonly lastSeen: number | null;
  /** Differing values of comparable weight, the chosen one first; empty when sources agree. */
  readonly conflictValues: readonly string[];
  readonly evidence: readonly ResolvedEvidence[];
}

export interface ResolvedEvidence {
  readonly value: string;
  readonly of: string | null;
  readonly signal: string;
  readonly weight: Weight;
  readonly confidence: number;
  /** Index in `ResolveInput.sources`. */
  readonly source: number;
  readonly positions: readonly number[];
  readonly count: number;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** Why it does not count, or null when it does. */
  readonly dropped: Message | null;
}

/** As the claim, `source` being an index in `ResolveInput.sources`. */
export type ResolvedService = Readonly<ServiceClaim>;

/** `server` is an address: the app finds the asset that has it. */
export interface ResolvedUse extends Readonly<Pick<ClientClaim, 'server' | 'port' | 'attributes' | 'count'>> { readonly protocol: Protocol; readonly encrypted: boolean }
