/**
 * `npm run test:long [-- --seed N --cases N --workers N --only NAME]`: fuzzes every dissector, the layers below and the capture formats through the public
 * entry point, whole captures in, inventory out. No exception may escape, no case may take long for its size, no memory may stay.
 * `--case NAME#BATCH:INDEX` runs one case and prints its capture as hexadecimal. The same seed and the same captures give the same cases.
 */
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { dataFolder } from '../quality/data.ts';
import { again, BATCH_CASES, type BatchResult, caseOf } from '../test/long/batch.ts';
import { captureFiles, collectTargets, LAYER_TARGETS, type Target } from '../test/long/targets.ts';
import type { FuzzOrder, FuzzSetup } from '../test/long/worker.ts';

const CASES = 1_200_000;
/** Of a dissector's cases this share must give a record, or its seeds test nothing. */
const RECORDED_SHARE = 0.02;
/** The slowest case may take this many times the median for each KB, plus a floor for what a first case costs. */
const WORST_TIMES = 50, WORST_FLOOR_MS = 1;
const HEAP_LIMIT = 64 << 20;
/** A batch's resolution, milliseconds for each asset (with 512 notes of a kind each at worst). */
const RESOLVE_MS = 20;
/** A case that runs longer never ends. */
const HUNG_MS = 30_000;
/** So many faults are enough for one run. */
const FAILURES_LIMIT = 20;

interface Tally { readonly name: string; batches: number; cases: number; bytes: number; recorded: number; recognised: number; medians: number[]; worst: BatchResult | null; held: number; resolveMs: number; assets: number }

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' }, cases: { type: 'string', default: String(CASES) }, workers: { type: 'string' }, only: { type: 'string' }, case: { type: 'string' } } });
const seed = Number(values.seed), wanted = Number(values.cases), data = dataFolder();
const files = [...captureFiles(new URL('../fixtures/captures', import.meta.url).pathname), ...(data !== null && existsSync(join(data, 'captures/public')) ? captureFiles(join(data, 'captures/public')) : [])];
const targets = collectTargets(files);

if (!Number.isSafeInteger(seed) || !Number.isSafeInteger(wanted) || wanted < 1) stop(`--seed and --cases take whole numbers, not "${values.seed}" and "${values.cases}".`);
if (values.case !== undefined) replay(values.case);
else process.exitCode = await fuzz(targets.filter(({ name }) => values.only === undefined || name === values.only));

function stop(sentence: string): never {
  process.stderr.write(`test:long: ${sentence}\n`);
  process.exit(2);
}

/** Runs one case by name, on an engine of its own. */
function replay(id: string): void {
  const [, name, batch, index] = /^(.+)#(\d+):(\d+)$/.exec(id) ?? [], target = targets.find((one) => one.name === name);
  if (!target) stop(`--case takes NAME#BATCH:INDEX, with a name of ${targets.map((one) => one.name).join(', ')}; got "${id}".`);
  const capture = caseOf(target, seed, Number(batch), Number(index));
  process.stdout.write(`${Buffer.from(capture).toString('hex')}\n`);
  process.stderr.write(`seed ${seed}, ${id}: ${capture.length} bytes, ${again(capture).toFixed(3)} ms\n`);
}

async function fuzz(chosen: readonly Target[]): Promise<number> {
  if (chosen.length === 0) stop(`there is no target "${values.only}".`);
  const bare = chosen.filter((target) => target.seeds.length === 0);
  if (bare.length > 0) stop(`no seeds for ${bare.map((target) => target.name).join(', ')}.`);
  const batches = Math.ceil(wanted / BATCH_CASES / chosen.length), size = Math.min(BATCH_CASES, Math.ceil(wanted / chosen.length));
  const orders: FuzzOrder[] = [];
  for (let batch = 0; batch < batches; batch++) for (const target of chosen) orders.push({ target: targets.indexOf(target), batch, cases: size });
  console.log(`seed ${seed}; ${files.length} captures; ${chosen.length} targets, ${chosen.reduce((sum, target) => sum + target.seeds.length, 0)} seeds; ${orders.length * size} cases`);
  const tallies = new Map(chosen.map(({ name }) => [name, { name, batches: 0, cases: 0, bytes: 0, recorded: 0, recognised: 0, medians: [], worst: null, held: 0, resolveMs: 0, assets: 0 }]));
  const started = performance.now(), failures: string[] = [], heaps: number[][] = [];
  let next = 0, stopped = false, done = 0, results = 0;
  process.once('SIGINT', () => { stopped = true; process.stderr.write('stopping after the batches that run …\n'); });
  const workers = Math.max(1, Math.min(Number(values.workers ?? availableParallelism()), orders.length));
  await Promise.all(Array.from({ length: workers }, (_, index) => new Promise<void>((resolve) => {
    const place = new Int32Array(new SharedArrayBuffer(4)), heap: number[] = (heaps[index] = []);
    const worker = new Worker(new URL('../test/long/worker.ts', import.meta.url), { workerData: { seed, files, place } satisfies FuzzSetup });
    let order: FuzzOrder | null = null, since = Date.now(), at = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(place, 0);
      if (now !== at || order === null) { at = now; since = Date.now(); return; }
      if (Date.now() - since > HUNG_MS) { fail(order, at, `no end after ${HUNG_MS / 1000} s`); end(); }
    }, 1000);
    const end = () => { clearInterval(watch); void worker.terminate(); resolve(); };
    const fail = (which: FuzzOrder, index: number, message: string) => {
      const target = targets[which.target]!;
      failures.push(`${target.name}#${which.batch}:${index}: ${message}`);
      process.stderr.write(`${failures.at(-1)}\n${index < which.cases ? Buffer.from(caseOf(target, seed, which.batch, index)).toString('hex') : 'after the last case'}\n`);
      if (failures.length >= FAILURES_LIMIT) stopped = true;
    };
    worker.on('error', (error) => { fail(order ?? orders[0]!, Atomics.load(place, 0), error.stack ?? error.message); end(); });
    worker.on('message', (result: BatchResult | null) => {
      if (result !== null) {
        if (result.failure !== null) fail(order!, result.failure.case, result.failure.message);
        add(tallies.get(result.target)!, result);
        heap.push(result.heapBefore);
        done += result.cases;
        if (++results % 100 === 0) process.stderr.write(`${done} cases, ${rate(done, started)} cases/s\n`);
      }
      order = stopped ? null : orders[next++] ?? null;
      if (order === null) { end(); return; }
      at = -1;
      worker.postMessage(order);
    });
  })));
  return report([...tallies.values()], failures, heaps, started, stopped);
}

function add(tally: Tally, result: BatchResult): void {
  tally.batches++;
  tally.cases += result.cases;
  tally.bytes += result.bytes;
  tally.recorded += result.recorded;
  tally.recognised += result.recognised;
  tally.medians.push(result.medianMsPerKb);
  if (tally.worst === null || result.worstMsPerKb > tally.worst.worstMsPerKb) tally.worst = result;
  tally.held = Math.max(tally.held, result.heapHeld - result.heapBefore);
  if (result.resolveMs / Math.max(100, result.assets) > tally.resolveMs / Math.max(100, tally.assets)) { tally.resolveMs = result.resolveMs; tally.assets = result.assets; }
}

function rate(count: number, started: number): number { return Math.round(count / ((performance.now() - started) / 1000)); }
function median(list: readonly number[]): number { return [...list].sort((a, b) => a - b)[list.length >> 1] ?? 0; }
function mega(bytes: number): string { return (bytes / (1 << 20)).toFixed(1); }

function report(tallies: readonly Tally[], failures: string[], heaps: readonly number[][], started: number, stopped: boolean): number {
  const cases = tallies.reduce((sum, tally) => sum + tally.cases, 0), all = median(tallies.flatMap((tally) => tally.medians)), limit = WORST_TIMES * all + WORST_FLOOR_MS;
  const layers: readonly string[] = LAYER_TARGETS;
  console.log('target               cases   records  recognised   MB read  median ms/KB  worst ms/KB  engine MB  resolve ms');
  for (const tally of tallies) {
    if (tally.cases === 0) continue;
    const { name, worst } = tally, share = tally.recorded / tally.cases;
    console.log([name.padEnd(19), String(tally.cases).padStart(6), `${(share * 100).toFixed(1)} %`.padStart(9), String(tally.recognised).padStart(11), mega(tally.bytes).padStart(9),
      median(tally.medians).toFixed(4).padStart(13), (worst?.worstMsPerKb ?? 0).toFixed(3).padStart(12), mega(tally.held).padStart(10), tally.resolveMs.toFixed(0).padStart(11)].join(' '));
    if (!layers.includes(name) && share < RECORDED_SHARE) failures.push(`${name}: ${(share * 100).toFixed(2)} % of the cases gave a record, expected at least ${RECORDED_SHARE * 100} %`);
    if (!layers.includes(name) && tally.recognised < tally.cases * RECORDED_SHARE) failures.push(`${name}: recognised ${tally.recognised} times in ${tally.cases} cases`);
    if (worst !== null && worst.worstMsPerKb > limit) {
      failures.push(`${name}#${worst.batch}:${worst.worstCase}: ${worst.worstMsPerKb.toFixed(3)} ms/KB, the limit is ${WORST_TIMES} medians and ${WORST_FLOOR_MS} ms: ${limit.toFixed(3)}`);
      process.stderr.write(`${failures.at(-1)}\n${Buffer.from(caseOf(targets.find((one) => one.name === name)!, seed, worst.batch, worst.worstCase)).toString('hex')}\n`);
    }
    if (tally.held > HEAP_LIMIT) failures.push(`${name}: an engine holds ${mega(tally.held)} MB after ${BATCH_CASES} cases, the limit is ${mega(HEAP_LIMIT)} MB`);
    if (tally.resolveMs > RESOLVE_MS * Math.max(100, tally.assets)) failures.push(`${name}: ${tally.resolveMs.toFixed(0)} ms to resolve ${tally.assets} assets`);
  }
  // The first batches fill caches and compile; growth is what comes after.
  const growth = Math.max(...heaps.map((heap) => (heap.length < 4 ? 0 : Math.max(...heap.slice(-3)) - heap[Math.min(heap.length - 4, heap.length >> 2)]!)));
  console.log(`${cases} cases in ${((performance.now() - started) / 1000).toFixed(0)} s, ${rate(cases, started)} cases/s; median ${all.toFixed(4)} ms/KB, slowest allowed ${limit.toFixed(3)}; heap growth ${mega(growth)} MB; seed ${seed}`);
  if (growth > HEAP_LIMIT) failures.push(`the heap grew by ${mega(growth)} MB, the limit is ${mega(HEAP_LIMIT)} MB`);
  for (const failure of failures) console.log(`FAIL ${failure.split('\n')[0]!}`);
  if (failures.length > 0) return 1;
  console.log(stopped ? 'stopped; no fault so far' : 'no fault found');
  return stopped ? 130 : 0;
}

