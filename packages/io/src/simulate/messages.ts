/** What crosses the wall between a simulation and its workers. Plain data; the kernel is shared memory. */
import type { Block, Collect } from '@wardkeep/loop/simulate/assemble';
import type { HistogramPages } from '@wardkeep/loop/simulate/histogram';
import type { Kernel } from '@wardkeep/loop/simulate/kernel';

export interface PlayOrder {
  readonly kernel: Kernel;
  /** Of the whole run. */
  readonly samples: number;
  readonly fromChunk: number;
  readonly toChunk: number;
  readonly chunksPerBlock: number;
  readonly collect: Collect;
  /** Shared: see {@link CONTROL}. */
  readonly control: Int32Array;
}

/** Places in the shared control: the block that nobody has taken yet, samples played, and whether to stop after the blocks that run. */
export const CONTROL = { next: 0, played: 1, stop: 2, length: 3 } as const;

export type PlayAnswer =
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'end'; readonly pages: HistogramPages | null }
  | { readonly kind: 'fault'; readonly message: string };
