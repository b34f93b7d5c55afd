/** What crosses the wall between a simulation and its workers. Plain data; the kernel is shared memory. */
import type { Kernel } from '@wardkeep/loop/simulate/kernel';
import type { Hours } from '@wardkeep/loop/simulate/play';
import type { ChunkMoments } from '@wardkeep/loop/simulate/tally';

export interface PlayOrder {
  readonly kernel: Kernel;
  /** Of the whole run. */
  readonly samples: number;
  readonly fromChunk: number;
  readonly toChunk: number;
  /** Shared: see {@link CONTROL}. */
  readonly control: Int32Array;
}

/** Places in the shared control: the block that nobody has taken yet, samples played, and whether to stop after the blocks that run. */
export const CONTROL = { next: 0, played: 1, stop: 2, length: 3 } as const;

export type PlayAnswer =
  | { readonly kind: 'hours'; readonly hours: Hours }
  /** A block is done: its place among those of the order, and the moments of its chunks. */
  | { readonly kind: 'block'; readonly block: number; readonly moments: ChunkMoments }
  | { readonly kind: 'end' }
  | { readonly kind: 'fault'; readonly message: string };
