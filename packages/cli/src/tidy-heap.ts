/**
 * Keeps memory near what is really used. V8 lets garbage pile up to several times that before it collects it, which is right for a server and wrong for a
 * sensor with 200 MB. So the launcher asks for V8's `gc` (`--expose-gc`), and here it is called whenever the heap has outgrown what was alive last.
 */
import { getHeapStatistics } from 'node:v8';

/** Collect when the heap is this much larger than what was alive after the last collection. Less hardly saves memory, and a collection costs as much time as reading 10 MB. */
const GROWTH = 1.4, GROWTH_BYTES = 12 << 20;

export class TidyHeap {
  private readonly collect = (globalThis as { gc?: () => void }).gc;
  private limit = 0;

  /** Cheap when there is nothing to do; does nothing when V8's `gc` was not asked for. */
  check(): void {
    if (!this.collect) return;
    if (this.limit !== 0 && getHeapStatistics().used_heap_size < this.limit) return;
    if (this.limit !== 0) this.collect();
    this.measure();
  }

  /** Collects now. */
  tidy(): void {
    this.collect?.();
    this.measure();
  }

  private measure(): void {
    this.limit = getHeapStatistics().used_heap_size * GROWTH + GROWTH_BYTES;
  }
}
