/** What a feed is, where its documents go and what is remembered of it between two runs. */
import type { FailureCode, FailureParams } from '../failure.ts';
import { houseOf, httpsUrl } from '../https/address.ts';
import type { Client, Validator } from '../https/client.ts';

/** Settings of a CSAF feed. `hosts`: further hosts that may be contacted, each with its subdomains; the feed's own house always may. */
interface CsafSettings {
  readonly hosts?: readonly string[];
  /** TLP labels that are taken (CSAF 2.0 and 2.1 names). Default WHITE, CLEAR and documents without a label. */
  readonly tlp?: readonly string[];
  /** ROLIE categories (RFC 8322, 7.1): entries that carry categories are taken only with one of these. Default: all. */
  readonly categories?: readonly string[];
  /** Default: required from a publisher that calls itself a trusted provider (CSAF 2.0, 7.2.3); else checked when given. */
  readonly signature?: 'required' | 'when-given';
}

export type Feed =
  /** `url`: a provider-metadata.json or a ROLIE feed. */
  | (CsafSettings & { readonly kind: 'csaf'; readonly id: string; readonly url: string })
  /** The provider is looked for at the domain (CSAF 2.0, 7.3.1). */
  | (CsafSettings & { readonly kind: 'csaf-domain'; readonly id: string; readonly domain: string })
  /** One file: CISA's KEV catalogue (JSON), FIRST's EPSS table of the day (CSV, gzip), or any other. */
  | { readonly kind: 'kev' | 'epss' | 'file'; readonly id: string; readonly url: string; readonly hosts?: readonly string[] };

/** The hosts that a feed may contact: its own house and what was allowed beside, each with its subdomains. */
export function hostsOf(feed: Feed): readonly string[] {
  return [houseOf(httpsUrl(feed.kind === 'csaf-domain' ? `https://${feed.domain}/` : feed.url)), ...(feed.hosts ?? [])];
}

/** A public OpenPGP key of a publisher. `fingerprint`: what the provider metadata says it is, upper case; null when it says nothing. */
export interface PublicKey { readonly url: string; readonly fingerprint: string | null; readonly armored: string }

/** What a publisher gave to check a document with. Hashes in lower-case hexadecimal. */
export interface Material {
  readonly sha256: string | null;
  readonly sha512: string | null;
  /** OpenPGP, detached and armored. */
  readonly signature: string | null;
  readonly keys: readonly PublicKey[];
}

/** `signedBy`: the fingerprint of the key, null where there was no signature. A refusal's code is one of the table's. */
export type Verdict =
  | { readonly ok: true; readonly signedBy: string | null }
  | { readonly ok: false; readonly code: 'hash-mismatch' | 'signature-wrong' | 'key-fingerprint-mismatch' | 'key-unusable'; readonly message: string };
export type Verify = (bytes: Uint8Array, material: Material) => Promise<Verdict>;

export interface FeedDocument {
  readonly feed: string;
  readonly kind: 'csaf' | 'kev' | 'epss' | 'file';
  readonly url: string;
  /** The date of this revision, as the list of the feed gives it; null where lists have no dates. */
  readonly updated: string | null;
  readonly bytes: Uint8Array;
  readonly material: Material;
  readonly signedBy: string | null;
  /** The label of the document itself. */
  readonly tlp: string | null;
  readonly fetchedAt: string;
}

/** Something that was not taken, with the reason. `bytes`: the content, where there was one. */
export interface QuarantinedDocument {
  readonly feed: string;
  readonly url: string;
  readonly updated: string | null;
  readonly code: FailureCode;
  readonly message: string;
  readonly params: FailureParams;
  readonly bytes: Uint8Array | null;
}

/** Where documents go: a folder, a database. Each call is durable when it resolves: a killed process goes on behind it. */
export interface FeedSink {
  /** Whether this revision was taken; with `updated` null, whether any revision was. */
  has(url: string, updated: string | null): Promise<boolean>;
  take(document: FeedDocument): Promise<void>;
  quarantine(item: QuarantinedDocument): Promise<void>;
}

/** A document as a list names it. */
export interface ListEntry {
  readonly url: string;
  readonly updated: string | null;
  /** Addresses of hash and signature where the list gives them (ROLIE); null: beside the document (directories). */
  readonly beside: { readonly sha256: string | null; readonly sha512: string | null; readonly signature: string | null } | null;
}

export interface ListState {
  /** Of the list, once every document in it was tried. */
  readonly validator: Validator | null;
  readonly urls: readonly string[];
  /** Quarantined: tried again at each run, also when the list has not changed. */
  readonly failed: readonly ListEntry[];
  /** Of documents whose list has no dates. */
  readonly documents: Readonly<Record<string, Validator>>;
}

/** Plain JSON. What was taken is the sink's to know; this is what makes the next run small. */
export interface FeedState {
  readonly format: 'wardkeep-feed-state/1';
  readonly feed: string;
  readonly startedAt: string;
  /** Null: the run stopped halfway. */
  readonly finishedAt: string | null;
  /** By the address of the list, or of the one file. */
  readonly lists: Readonly<Record<string, ListState>>;
}

export interface StateStore { load(): Promise<FeedState | null>; save(state: FeedState): Promise<void> }

export interface FeedProblem { readonly url: string | null; readonly code: FailureCode; readonly message: string; readonly params: FailureParams }

export interface FeedProgress { readonly feed: string; readonly url: string; readonly done: number; readonly total: number }

export interface SyncOptions {
  readonly client: Client;
  readonly state: StateStore;
  readonly sink: FeedSink;
  readonly verify: Verify;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: FeedProgress) => void;
}

export interface FeedResult {
  readonly feed: string;
  readonly startedAt: string;
  /** Null: stopped; `failure` says why, and the next run goes on. */
  readonly finishedAt: string | null;
  /** The run before had stopped halfway. */
  readonly resumed: boolean;
  readonly taken: number;
  readonly unchanged: number;
  readonly quarantined: number;
  /** Addresses that the publisher no longer lists. What was taken from them stays. */
  readonly withdrawn: readonly string[];
  /** What did not stop the feed, quarantined documents included; at most 1,000. */
  readonly problems: readonly FeedProblem[];
  readonly failure: FeedProblem | null;
}
