/** What crosses the wall between an import and its worker. Plain data. */
import type { Component, LeftOut, ListField, MappingProposal, Message, ResolvedAsset, SeeWarning, SourceKind, Witness } from '@wardkeep/model';
import type { ResolveInput } from '@wardkeep/loop/see/resolve/index';

export interface ReadJob { readonly kind: 'read'; readonly path: string; readonly name: string; readonly input: 'capture' | 'document'; readonly mapping: readonly { readonly index: number; readonly field: ListField | null }[] | null }
export interface ResolveJob { readonly kind: 'resolve'; readonly input: ResolveInput }
export type Job = ReadJob | ResolveJob;

export interface CaptureFacts { readonly name: string; readonly frames: number; readonly from: string | null; readonly to: string | null }
export interface ReadStats { readonly frames: number; readonly bytes: number; readonly flows: number; readonly seconds: number }

export type ReadOutcome =
  | { readonly kind: 'read'; readonly source: SourceKind; readonly witnesses: readonly Witness[]; readonly captures: readonly CaptureFacts[]; readonly warnings: readonly SeeWarning[]; readonly leftOut: readonly LeftOut[]; readonly components: readonly Component[]; readonly stats: ReadStats }
  | { readonly kind: 'needs-mapping'; readonly proposal: MappingProposal; readonly fingerprint: string }
  | { readonly kind: 'refused'; readonly error: Message };

export interface Progress { readonly bytesRead: number; readonly frames: number; readonly assets: number }

export type Answer =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'outcome'; readonly outcome: ReadOutcome }
  | { readonly kind: 'assets'; readonly assets: readonly ResolvedAsset[] }
  | { readonly kind: 'fault'; readonly message: string };
