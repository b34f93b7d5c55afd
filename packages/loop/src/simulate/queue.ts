/**
 * A monotone queue of steps by their hour: buckets in front of a heap, as in the hot queues of B. V. Cherkassky, A. V. Goldberg, C. Silverstein ("Buckets, heaps, lists,
 * and monotone priority queues", SIAM J. Comput. 28(4), 1999). Only the bucket that is due is put in order, in a heap that mostly holds a handful. The order is exact
 * whatever the width of the buckets: the width decides the speed only, and at its worst this is a plain heap.
 */
export class HotQueue {
  /** Hours of all steps; the caller writes a step's before pushing it, and pushes it once. */
  private readonly hours: Float64Array;
  /** Buckets are lists through `next`; the last one has no upper bound. */
  private readonly head: Int32Array;
  private readonly next: Int32Array;
  private readonly heapHours: Float64Array;
  private readonly heapStep: Int32Array;
  private readonly last: number;
  private heapSize = 0;
  /** Steps in buckets after `near`; those of `near` and before are in the heap. */
  private far = 0;
  private near = 0;
  /** Buckets an hour. 0: everything in the heap. */
  private scale = 0;

  constructor(hours: Float64Array) {
    const capacity = hours.length;
    this.hours = hours;
    // About two steps a bucket, and never more than stay in a cache.
    this.head = new Int32Array(Math.min(1 << 16, Math.max(64, capacity >> 1))).fill(-1);
    this.next = new Int32Array(capacity);
    this.heapHours = new Float64Array(capacity);
    this.heapStep = new Int32Array(capacity);
    this.last = this.head.length - 1;
  }

  /** Lets the buckets span so many hours. Only while the queue is empty. */
  span(hours: number): void { this.scale = hours > 0 ? this.last / hours : 0; }

  /** Before the first push of a sample. */
  restart(): void { this.near = 0; }

  /** `hour`: the step's entry in `hours`, not before the last popped. */
  push(step: number, hour: number): void {
    const place = hour * this.scale, bucket = place < this.last ? place | 0 : this.last;
    if (bucket <= this.near) { this.rise(step, hour); return; }
    this.next[step] = this.head[bucket]!;
    this.head[bucket] = step;
    this.far++;
  }

  /** The step that is due next, or -1 when there is none. */
  pop(): number {
    if (this.heapSize > 0) return this.sink();
    if (this.far === 0) return -1;
    const { head, next, hours } = this;
    let near = this.near + 1;
    while (head[near] === -1) near++;
    this.near = near;
    let step = head[near]!;
    head[near] = -1;
    this.far--;
    if (next[step] === -1) return step;
    this.rise(step, hours[step]!);
    for (step = next[step]!; step !== -1; step = next[step]!) { this.rise(step, hours[step]!); this.far--; }
    return this.sink();
  }

  /** Forgets what waits: those steps are never done. */
  clear(): void {
    const { head, next, hours } = this;
    for (let at = 0; at < this.heapSize; at++) hours[this.heapStep[at]!] = Infinity;
    this.heapSize = 0;
    for (let bucket = this.near + 1; this.far > 0; bucket++) {
      for (let step = head[bucket]!; step !== -1; step = next[step]!) { hours[step] = Infinity; this.far--; }
      head[bucket] = -1;
    }
  }

  private rise(step: number, hour: number): void {
    const { heapHours, heapStep } = this;
    let at = this.heapSize++;
    while (at > 0) {
      const parent = (at - 1) >> 2, above = heapHours[parent]!;
      if (above <= hour) break;
      heapHours[at] = above;
      heapStep[at] = heapStep[parent]!;
      at = parent;
    }
    heapHours[at] = hour;
    heapStep[at] = step;
  }

  /** Takes the top of the 4-ary heap. */
  private sink(): number {
    const { heapHours, heapStep } = this, top = heapStep[0]!, size = --this.heapSize;
    if (size === 0) return top;
    const hour = heapHours[size]!, step = heapStep[size]!;
    let at = 0;
    for (;;) {
      let child = 4 * at + 1;
      if (child >= size) break;
      let least = heapHours[child]!;
      const end = child + 4 < size ? child + 4 : size;
      for (let other = child + 1; other < end; other++) { const own = heapHours[other]!; if (own < least) { least = own; child = other; } }
      if (least >= hour) break;
      heapHours[at] = least;
      heapStep[at] = heapStep[child]!;
      at = child;
    }
    heapHours[at] = hour;
    heapStep[at] = step;
    return top;
  }
}
