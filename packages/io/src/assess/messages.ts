/** What crosses the wall between ASSESS and its worker. Plain data. */
import type { Advisory, AssessAsset, AssessResult, ExploitPrediction, KnownExploited, Message, Quarantined } from '@wardkeep/model';

export interface MatchJob { readonly kind: 'match'; readonly assets: readonly AssessAsset[]; readonly advisories: readonly Advisory[] }
export interface ReadJob { readonly kind: 'read'; readonly path: string; readonly name: string; readonly now: string }
export type Job = MatchJob | ReadJob;

/** `hash` over the document's bytes, `checked` what was verified, `warnings` the rules of the standard that it breaks though it can be read. */
export interface ReadDocument { readonly advisory: Advisory; readonly file: string; readonly hash: string; readonly checked: { readonly hash: boolean; readonly signature: string | null }; readonly warnings: readonly Message[] }
export interface Reading {
  readonly advisories: readonly ReadDocument[];
  readonly knownExploited: { readonly day: string; readonly rows: readonly KnownExploited[] } | null;
  readonly predictions: { readonly day: string; readonly rows: readonly ExploitPrediction[] } | null;
  readonly quarantined: readonly Quarantined[];
  /** Documents looked at. */
  readonly read: number;
}

export type Answer =
  | { readonly kind: 'progress'; readonly read: number }
  | { readonly kind: 'matched'; readonly result: AssessResult }
  | { readonly kind: 'reading'; readonly reading: Reading }
  | { readonly kind: 'fault'; readonly message: string };
