/**
 * `npm run bench:assess`: 1k, 10k and 100k assets against 20,000 generated advisories (250,000 product entries), one new advisory against 100k assets, and the
 * same answers as the full double loop at 1k × 2k. Vendors by Zipf; 30 % of the assets with a typo or an alias. Each size in its own process, for its memory.
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

interface Report { readonly kind: string; readonly seconds: number; readonly buildSeconds: number; readonly bytes: number; readonly pairs: number; readonly cannotTell: number; readonly triples: number; readonly products: number; readonly wrong: number; readonly checked: number }
const EMPTY: Report = { kind: '', seconds: 0, buildSeconds: 0, bytes: 0, pairs: 0, cannotTell: 0, triples: 0, products: 0, wrong: 0, checked: 0 };

/** All assets against all advisories. */
function matchAll(size: number): Report {
  const all = catalog(), knowledge = assessKnowledge(), advisories = [...advisoriesOf(all, ADVISORIES, SEED)];
  const generated = cpu(), index = buildIndex(advisories, knowledge), built = cpu();
  let pairs = 0, cannotTell = 0;
  const triples = new Set<string>();
  const assets = [...assetsOf(all, size, SEED)], start = cpu();
  for (const [, result] of matchAssets(assets, index)) {
    pairs += result.pairs.length;
    for (const pair of result.pairs) if (pair.verdict === 'cannot_tell') cannotTell++;
  }
  const seconds = cpu() - start;
  for (const asset of assets) triples.add(`${asset.vendor}\0${asset.product}\0${asset.version}`);
  return { ...EMPTY, kind: 'all', seconds, buildSeconds: built - generated, bytes: peak(), pairs, cannotTell, triples: triples.size, products: advisories.reduce((sum, advisory) => sum + advisory.products.length, 0) };
}

/** New advisories, one at a time, against the index of assets: the slowest counts. */
function matchNew(size: number): Report {
  const all = catalog(), knowledge = assessKnowledge(), start = now(), assets = indexAssets(assetsOf(all, size, SEED), knowledge), built = now();
  const fresh = [...advisoriesOf(all, 60, SEED + 1)], times: number[] = [];
  let pairs = 0;
  for (const advisory of fresh) { const from = now(); pairs += matchAdvisory(advisory, assets).pairs.length; times.push(now() - from); }
  // The first ten warm the compiler up, as a running service is.
  const sorted = times.slice(10).sort((a, b) => a - b);
  return { ...EMPTY, kind: 'new', seconds: sorted[Math.floor(sorted.length * 0.95)]! / 1000, buildSeconds: (built - start) / 1000, bytes: peak(), pairs };
}

/** The index against the full double loop. */
function compare(): Report {
  const all = catalog(), knowledge = assessKnowledge(), index = buildIndex([...advisoriesOf(all, 2_000, SEED)], knowledge);
  let wrong = 0, pairs = 0, checked = 0;
  for (const asset of assetsOf(all, 1_000, SEED)) {
    const fast = JSON.stringify(matchAsset(asset, index).pairs), slow = matchAssetSlowly(asset, index).pairs;
    checked++;
    pairs += slow.length;
    if (fast !== JSON.stringify(slow)) wrong++;
  }
  return { ...EMPTY, kind: 'compare', wrong, checked, pairs, bytes: peak() };
}

/** V8 lets garbage pile up to what it may: with less room it collects sooner. */
const HEAP = ['--max-old-space-size=460', '--max-semi-space-size=32'];

function inProcess(...words: string[]): Report {
  const run = spawnSync(process.execPath, [...HEAP, new URL(import.meta.url).pathname, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 24 });
  if (run.status !== 0) throw new Error(`bench:assess ${words.join(' ')} ended with ${run.status}.`);
  return JSON.parse(run.stdout.trim().split('\n').at(-1)!) as Report;
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

function main(): string[] {
  const wrong: string[] = [], fail = (bad: boolean, sentence: string): void => { if (bad) wrong.push(sentence); };
  const compared = inProcess('compare');
  console.log(`index and full double loop at 1k × 2k: ${compared.checked - compared.wrong} of ${compared.checked} assets the same, ${compared.pairs} pairs`);
  fail(compared.wrong > 0, `${compared.wrong} assets differ between index and double loop`);
  let before: Report | null = null;
  for (const size of SIZES) {
    const report = inProcess('all', String(size)), growth = before === null ? '' : `   growth ×${(report.seconds / before.seconds).toFixed(1)} for ×${size / SIZES[SIZES.indexOf(size) - 1]!}`;
    console.log(`${String(size).padStart(7)} assets × ${ADVISORIES} advisories (${report.products} entries): ${report.seconds.toFixed(2)} s (index ${report.buildSeconds.toFixed(2)} s), ${(report.pairs / size).toFixed(2)} pairs an asset (${report.cannotTell} cannot tell), ${report.triples} triples, peak ${megabytes(report.bytes)}${growth}`);
    fail(report.pairs / size <= LIMITS.matches, `${size}: ${(report.pairs / size).toFixed(2)} pairs an asset`);
    if (size === SIZES.at(-1)) {
      fail(report.seconds > LIMITS.seconds, `${size} assets take ${report.seconds.toFixed(1)} s, at most ${LIMITS.seconds} are promised`);
      fail(report.bytes > LIMITS.bytes, `${size} assets take ${megabytes(report.bytes)}, at most ${megabytes(LIMITS.bytes)} are promised`);
      fail(report.triples < LIMITS.triples, `only ${report.triples} different triples`);
    }
    before = report;
  }
  const fresh = inProcess('new', String(SIZES.at(-1)));
  console.log(`one new advisory against ${SIZES.at(-1)} assets: ${(fresh.seconds * 1000).toFixed(1)} ms (95th percentile of 50; index of assets ${fresh.buildSeconds.toFixed(1)} s, peak ${megabytes(fresh.bytes)})`);
  fail(fresh.seconds * 1000 > LIMITS.advisoryMs, `one advisory takes ${(fresh.seconds * 1000).toFixed(1)} ms, at most ${LIMITS.advisoryMs} are promised`);
  fail(fresh.bytes > LIMITS.bytes, `the index of assets takes ${megabytes(fresh.bytes)}, at most ${megabytes(LIMITS.bytes)} are promised`);
  return wrong;
}

const [mode, size] = process.argv.slice(2);
if (mode === 'all') console.log(JSON.stringify(matchAll(Number(size))));
else if (mode === 'new') console.log(JSON.stringify(matchNew(Number(size))));
else if (mode === 'compare') console.log(JSON.stringify(compare()));
else {
  const wrong = main();
  for (const sentence of wrong) console.log(`below what is promised: ${sentence}`);
  if (wrong.length > 0) process.exitCode = 1;
}
