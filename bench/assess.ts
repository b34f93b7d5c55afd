/**
 * `npm run bench:assess`: 1k, 10k and 100k assets against 20,000 generated advisories (250,000 product entries), one new advisory against 100k assets, and the
 * same answers as the full double loop at 1k × 2k. Vendors by Zipf; 30 % of the assets with a typo or an alias. Each size in its own process, for its memory.
 * Times are CPU seconds, garbage collection included, so that others on the machine do not count. It fails on wrong results; what is slower than promised is
 * said, for that depends on the machine.
 */
import { spawnSync } from 'node:child_process';
import { assessKnowledge } from '@wardkeep/io/assess-rules';
import { vendorData } from '@wardkeep/io/assess-vendors';
import { buildIndex, indexAssets, matchAdvisory, matchAsset, matchAssets, matchAssetSlowly } from '@wardkeep/loop/assess/index';
import { assetsOf, advisoriesOf, type Catalog, catalogOf } from './assess-generate.ts';

const SEED = 20260101, SIZES = [1_000, 10_000, 100_000] as const, ADVISORIES = 20_000;
const LIMITS = { seconds: 10, advisoryMs: 50, bytes: 600e6, matches: 0.5, triples: 40_000 } as const;
const catalog = (): Catalog => catalogOf(vendorData().vendors.map(({ name, aliases }) => ({ name, aliases })), SEED);
const now = (): number => performance.now();
/** CPU seconds of this process so far: what one core did, whoever else is on the machine. */
const cpu = (): number => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
const peak = (): number => process.resourceUsage().maxRSS * 1024;

/** `seconds`: CPU time without building the index; of one new advisory, the 95th percentile. `slowSeconds`: of the double loop. */
interface Report {
  readonly seconds: number; readonly wallSeconds: number; readonly buildSeconds: number; readonly bytes: number; readonly pairs: number; readonly cannotTell: number;
  readonly triples: number; readonly products: number; readonly wrong: number; readonly checked: number; readonly medianSeconds: number; readonly slowSeconds: number;
}
const EMPTY: Report = { seconds: 0, wallSeconds: 0, buildSeconds: 0, bytes: 0, pairs: 0, cannotTell: 0, triples: 0, products: 0, wrong: 0, checked: 0, medianSeconds: 0, slowSeconds: 0 };
/** `share` of the sorted values lie below it. */
const quantile = (values: readonly number[], share: number): number => [...values].sort((a, b) => a - b)[Math.floor(values.length * share)]!;

/** All assets against all advisories. */
function matchAll(size: number): Report {
  const all = catalog(), knowledge = assessKnowledge(), advisories = [...advisoriesOf(all, ADVISORIES, SEED)];
  const generated = cpu(), index = buildIndex(advisories, knowledge), built = cpu();
  let pairs = 0, cannotTell = 0;
  const triples = new Set<string>();
  const assets = [...assetsOf(all, size, SEED)], start = cpu(), from = now();
  for (const [, result] of matchAssets(assets, index)) {
    pairs += result.pairs.length;
    for (const pair of result.pairs) if (pair.verdict === 'cannot_tell') cannotTell++;
  }
  const seconds = cpu() - start, wallSeconds = (now() - from) / 1000;
  for (const asset of assets) triples.add(`${asset.vendor}\0${asset.product}\0${asset.version}`);
  return { ...EMPTY, seconds, wallSeconds, buildSeconds: built - generated, bytes: peak(), pairs, cannotTell, triples: triples.size, products: advisories.reduce((sum, advisory) => sum + advisory.products.length, 0) };
}

/** New advisories, one at a time, against the index of assets. */
function matchNew(size: number): Report {
  const all = catalog(), knowledge = assessKnowledge(), start = cpu(), assets = indexAssets(assetsOf(all, size, SEED), knowledge), buildSeconds = cpu() - start;
  const times: number[] = [], walls: number[] = [];
  let pairs = 0;
  for (const advisory of advisoriesOf(all, FRESH + WARM, SEED + 1)) {
    const from = cpu(), since = now();
    pairs += matchAdvisory(advisory, assets).pairs.length;
    times.push(cpu() - from);
    walls.push((now() - since) / 1000);
  }
  return { ...EMPTY, seconds: quantile(times.slice(WARM), 0.95), medianSeconds: quantile(times.slice(WARM), 0.5), wallSeconds: quantile(walls.slice(WARM), 0.95), buildSeconds, bytes: peak(), pairs };
}

/** New advisories that count, and those before them that warm the compiler up, as a running service is. */
const FRESH = 100, WARM = 10;

/** The index against the full double loop. */
function compare(): Report {
  const all = catalog(), knowledge = assessKnowledge(), index = buildIndex([...advisoriesOf(all, 2_000, SEED)], knowledge), assets = [...assetsOf(all, 1_000, SEED)];
  const start = cpu(), fast = assets.map((asset) => JSON.stringify(matchAsset(asset, index).pairs)), half = cpu(), slow = assets.map((asset) => matchAssetSlowly(asset, index).pairs), end = cpu();
  const wrong = slow.filter((pairs, at) => JSON.stringify(pairs) !== fast[at]).length, pairs = slow.reduce((sum, one) => sum + one.length, 0);
  return { ...EMPTY, seconds: half - start, slowSeconds: end - half, wrong, checked: assets.length, pairs, bytes: peak() };
}

/** V8 lets garbage pile up to what it may: with less room it collects sooner. */
const HEAP = ['--max-old-space-size=460', '--max-semi-space-size=32'];

function inProcess(...words: string[]): Report {
  const run = spawnSync(process.execPath, [...HEAP, new URL(import.meta.url).pathname, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 24 });
  if (run.status !== 0) throw new Error(`bench:assess ${words.join(' ')} ended with ${run.status}.`);
  return JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Report;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

/** What is wrong, and what is slower or larger than promised. */
interface Verdict { readonly wrong: string[]; readonly missed: string[] }

function main(): Verdict {
  const wrong: string[] = [], missed: string[] = [], largest = SIZES.at(-1)!;
  const fail = (bad: boolean, sentence: string): void => { if (bad) wrong.push(sentence); }, miss = (bad: boolean, sentence: string): void => { if (bad) missed.push(sentence); };
  const { wrong: differ, checked, ...both } = inProcess('compare');
  console.log(`1k × 2k: ${checked - differ} of ${checked} assets the same by index and by double loop, ${both.pairs} pairs; ${both.seconds.toFixed(2)} s and ${both.slowSeconds.toFixed(2)} s, ${Math.round(both.slowSeconds / both.seconds)} times as much`);
  fail(differ > 0 || both.pairs === 0, `${differ} assets differ between index and double loop, ${both.pairs} pairs compared`);
  let before: Report | null = null;
  for (const size of SIZES) {
    const report = inProcess('all', String(size)), growth = before === null ? '' : `, × ${(report.seconds / before.seconds).toFixed(1)} for × ${size / SIZES[SIZES.indexOf(size) - 1]!}`;
    console.log(`${String(size).padStart(7)} assets × ${ADVISORIES} advisories (${report.products} entries): ${report.seconds.toFixed(2)} CPU s (wall ${report.wallSeconds.toFixed(1)} s; index ${report.buildSeconds.toFixed(2)} CPU s)${growth}; ${(report.pairs / size).toFixed(2)} pairs an asset, ${report.cannotTell} cannot tell; ${report.triples} triples; peak ${megabytes(report.bytes)}`);
    fail(report.pairs / size <= LIMITS.matches, `${size}: ${(report.pairs / size).toFixed(2)} pairs an asset`);
    if (size === largest) {
      fail(report.triples < LIMITS.triples, `only ${report.triples} different triples`);
      miss(report.seconds > LIMITS.seconds, `${size} assets take ${report.seconds.toFixed(1)} s, at most ${LIMITS.seconds} are promised`);
      miss(report.bytes > LIMITS.bytes, `${size} assets take ${megabytes(report.bytes)}, at most ${megabytes(LIMITS.bytes)} are promised`);
    }
    before = report;
  }
  const fresh = inProcess('new', String(largest)), ms = (seconds: number): string => `${(seconds * 1000).toFixed(1)} ms`;
  console.log(`one new advisory against ${largest} assets: median ${ms(fresh.medianSeconds)}, 95th percentile ${ms(fresh.seconds)} CPU (wall ${ms(fresh.wallSeconds)}) of ${FRESH}, ${fresh.pairs} pairs; index of assets ${fresh.buildSeconds.toFixed(1)} CPU s, peak ${megabytes(fresh.bytes)}`);
  fail(fresh.pairs === 0, 'no new advisory concerns any asset');
  miss(fresh.seconds * 1000 > LIMITS.advisoryMs, `one advisory takes ${ms(fresh.seconds)}, at most ${LIMITS.advisoryMs} are promised`);
  miss(fresh.bytes > LIMITS.bytes, `the index of assets takes ${megabytes(fresh.bytes)}, at most ${megabytes(LIMITS.bytes)} are promised`);
  return { wrong, missed };
}

const [mode, size] = process.argv.slice(2);
if (mode === 'all') console.log(JSON.stringify(matchAll(Number(size))));
else if (mode === 'new') console.log(JSON.stringify(matchNew(Number(size))));
else if (mode === 'compare') console.log(JSON.stringify(compare()));
else {
  const { wrong, missed } = main();
  for (const sentence of missed) console.log(`below what is promised: ${sentence}`);
  for (const sentence of wrong) console.log(`wrong: ${sentence}`);
  if (wrong.length > 0) process.exitCode = 1;
}
