/**
 * A batch: 1,000 cases of one target read one after the other by one fresh engine, then resolved and printed as an inventory. What is measured: how many
 * cases gave a record, how long the slowest took for its size, what the engine holds at the end.
 */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Inventory } from '@wardkeep/model/inventory';
import { DIALECTS } from '@wardkeep/loop/see/dialects';
import { SeeEngine } from '@wardkeep/loop/see/engine';
import { inventoryAsset } from '@wardkeep/loop/see/inventory';
import { resolve } from '@wardkeep/loop/see/resolve/index';
import { witnessesOf } from '@wardkeep/loop/see/witness';
import type { WireRecord } from '@wardkeep/wire/record';
import { knowledge } from '@wardkeep/io/knowledge';
import { makeCase } from './cases.ts';
import { Draw, seedOf } from './draw.ts';
import { readWhole, type Target } from './targets.ts';

export const BATCH_CASES = 1000;

/** The engine, with its records counted. */
class CountingEngine extends SeeEngine {
  records = 0;
  override record(record: WireRecord): void { this.records++; super.record(record); }
}

export interface BatchResult {
  readonly target: string;
  readonly batch: number;
  readonly cases: number;
  readonly bytes: number;
  /** Cases that gave at least one record. */
  readonly recorded: number;
  /** Conversations and frames recognised as the target's protocol. */
  readonly recognised: number;
  /** Milliseconds of reading, for each KB of the case (at least one KB): median, and the slowest with its place. */
  readonly medianMsPerKb: number;
  readonly worstMsPerKb: number;
  readonly worstCase: number;
  /** Milliseconds to resolve and print what the engine holds. */
  readonly resolveMs: number;
  readonly assets: number;
  /** Heap after collection: before the batch, and with the engine still alive at its end. */
  readonly heapBefore: number;
  readonly heapHeld: number;
  readonly failure: { readonly case: number; readonly message: string } | null;
}

/** The bytes of one case: what `--case` replays. */
export function caseOf(target: Target, seed: number, batch: number, index: number): Uint8Array {
  return makeCase(target, new Draw(seedOf(seed, target.name, batch, index)), index);
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

export function heapBytes(): number {
  // Buffers are given back by a sweep that ends with the next collection.
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Suspicion begins here: below it a pause of the collector or the scheduler is the likelier cause. */
const SUSPECT_MS = 0.2;
const AGAIN = 4;

/** Runs batch `batch` of `target`; `progress` is told each case before it begins. */
export function runBatch(target: Target, seed: number, batch: number, cases = BATCH_CASES, progress: (index: number) => void = () => {}): BatchResult {
  const heapBefore = heapBytes(), engine = new CountingEngine(DIALECTS), rates = new Float64Array(cases);
  let bytes = 0, recorded = 0, worst = 0, worstCase = 0, index = 0, resolveMs = 0, assets = 0, failure: BatchResult['failure'] = null;
  try {
    for (; index < cases; index++) {
      const capture = caseOf(target, seed, batch, index), before = engine.records, kilobytes = Math.max(1, capture.length / 1024);
      progress(index);
      const started = performance.now();
      readWhole(engine, capture);
      let took = performance.now() - started;
      if (took > SUSPECT_MS && took / kilobytes > worst) took = Math.min(took, again(capture));
      bytes += capture.length;
      rates[index] = took / kilobytes;
      if (rates[index]! > worst) { worst = rates[index]!; worstCase = index; }
      if (engine.records > before) recorded++;
    }
    progress(index);
    engine.finish();
    const started = performance.now();
    assets = print(engine);
    resolveMs = performance.now() - started;
  } catch (error) {
    failure = { case: index, message: (error as Error).stack ?? String(error) };
  }
  const heapHeld = heapBytes();
  const counts = engine.protocols(), name = target.protocol;
  return {
    target: target.name, batch, cases, bytes, recorded, medianMsPerKb: rates.sort()[cases >> 1]!, worstMsPerKb: worst, worstCase, resolveMs, assets, heapBefore, heapHeld, failure,
    recognised: name === null ? 0 : (counts.conversations[name] ?? 0) + (counts.frames[name] ?? 0),
  };
}

/** The least of a few runs on engines of their own: what a case costs by itself. */
export function again(capture: Uint8Array): number {
  let least = Infinity;
  for (let run = 0; run < AGAIN; run++) {
    const engine = new SeeEngine(DIALECTS), started = performance.now();
    readWhole(engine, capture);
    least = Math.min(least, performance.now() - started);
  }
  return least;
}

/** Everything that follows reading: witnesses, assets, the published document, which must be one. Returns the number of assets. */
function print(engine: SeeEngine): number {
  const resolved = resolve({ sources: [{ kind: 'capture', at: 0, series: null, witnesses: witnessesOf(engine, knowledge()) }], groupings: [] });
  const document = { format: 'wardkeep-inventory/1', captures: [], assets: resolved.map((asset) => inventoryAsset(asset)), warnings: engine.warnings(), stats: { frames: engine.frames, bytes: engine.bytes, flows: engine.flows, seconds: 0, cpuSeconds: 0 } };
  const verdict = Inventory.safeParse(JSON.parse(JSON.stringify(document)));
  if (!verdict.success) throw new Error(`the inventory breaks its own schema: ${JSON.stringify(verdict.error.issues.slice(0, 3))}`);
  return resolved.length;
}
