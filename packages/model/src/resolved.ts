/** What resolution gives: assets with all that was said about each attribute. Plain data; it may cross a worker's wall. */
import type { Weight } from './confidence.ts';
import type { Protocol } from './protocol.ts';
import type { Attribute, ClientClaim, ServiceClaim, Witness } from './see.ts';

/** A text in the reader's language: a code of the catalogs and its parameters. */
export interface Message { readonly code: string; readonly params: Readonly<Record<string, string | number>> }

/** What a file turned out to be. */
export type SourceKind = 'capture' | 'list' | 'sbom' | 'scan' | 'log';

/** Witnesses by index: an array, or something that makes them when asked. */
export interface WitnessList { readonly length: number; at(index: number): Witness | undefined }

export interface ResolveSource {
  readonly kind: SourceKind;
  /** When it was handed in, microseconds since 1970 UTC: the date of what a document says. */
  readonly at: number;
  /** Sources with the same series are successive states of one document: where they differ the newest wins without a conflict. Null: none. */
  readonly series: string | null;
  /** Their `source` is to be ignored: the index in `sources` counts. */
  readonly witnesses: WitnessList;
}

/**
 * Merges and splits by hand, oldest first. Assets are meant by identity keys, strongest first, as they were when the person decided: the
 * asset that holds the first of them that any asset holds. A grouping whose assets no longer exist is skipped.
 */
export type Grouping =
  | { readonly kind: 'merge'; readonly id: string; readonly parts: readonly (readonly string[])[] }
  | { readonly kind: 'split'; readonly id: string; readonly keys: readonly string[]; readonly addresses: readonly string[] };

export interface ResolvedAsset {
  /** `[a-z0-9-]{8,64}`, from the strongest key. */
  readonly id: string;
  /** Identity keys, strongest first, `kind:value`, e.g. `serial:de123`, `mac:00:1a:2b:3c:4d:5e`, `host:ct01`, `ip:10.2.0.7`. Never empty. */
  readonly keys: readonly string[];
  /** Best name: hostname, AE title, station name, else address. */
  readonly name: string;
  readonly macs: readonly string[];
  readonly ips: readonly string[];
  readonly hostnames: readonly string[];
  readonly aeTitles: readonly string[];
  /** One entry for each attribute that anything was said about (not `software`), in the order of `ATTRIBUTES`. */
  readonly attributes: readonly ResolvedAttribute[];
  readonly software: readonly ResolvedSoftware[];
  /** As the claim, `source` being an index in `ResolveInput.sources`. */
  readonly services: readonly Readonly<ServiceClaim>[];
  readonly uses: readonly ResolvedUse[];
  /** Microseconds since 1970 UTC. */
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** The witnesses it is made of: `sources[source].witnesses[witness]`. */
  readonly members: readonly { readonly source: number; readonly witness: number }[];
  /** Ids of the groupings that shaped it. */
  readonly groupings: readonly string[];
}

export interface ResolvedSoftware { readonly name: string; readonly version: string | null; readonly confidence: number; readonly evidence: readonly ResolvedEvidence[] }

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
  /** Index in the sources. */
  readonly source: number;
  /** Index of the file within that source, where several captures were read as one. */
  readonly file: number;
  readonly positions: readonly number[];
  readonly count: number;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** Why it does not count, or null when it does. */
  readonly dropped: Message | null;
}

/** `server` is an address. */
export interface ResolvedUse extends Readonly<Pick<ClientClaim, 'server' | 'port' | 'attributes' | 'count' | 'positions' | 'source'>> { readonly protocol: Protocol; readonly encrypted: boolean }
