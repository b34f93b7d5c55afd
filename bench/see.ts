/**
 * `npm run bench:see`: the shipped command on two generated captures, beside reading only, the plain table walk, and whatever other tools are installed.
 * Checks the result in the same run: what the generator wrote must be found.
 *
 *   --sites N     sites of *mixed* (default 1,100: about 700 MB, 20,900 addresses)
 *   --bulk MB     size of *bulk* (default 600)
 *   --runs N      runs of each command; the median counts (default 3)
 *   --no-length   without the check that ten times the length with the same hosts keeps peak memory within 10 % (a minute)
 *   --tools       also the other tools (minutes)
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Inventory } from '@wardkeep/model/inventory';
import type { Truth } from '../quality/see-score.ts';
import { type Fact, loadLab, writeBulk, writeMixed } from './generate.ts';
import { measure, type Measured } from './measure.ts';

const { values } = parseArgs({ options: { sites: { type: 'string' }, bulk: { type: 'string' }, runs: { type: 'string' }, tools: { type: 'boolean' }, 'no-length': { type: 'boolean' }, seed: { type: 'string' } } });
const sites = Number(values.sites ?? 1100), bulkBytes = Number(values.bulk ?? 600) * 1e6, runs = Number(values.runs ?? 3), seed = Number(values.seed ?? 1);
const folder = mkdtempSync(join(tmpdir(), 'wardkeep-bench-')), node = process.execPath;
const lab = new URL('../fixtures/captures/lab/', import.meta.url).pathname, shipped = new URL('../scripts/wardkeep.mjs', import.meta.url).pathname, walk = new URL('walk.ts', import.meta.url).pathname;
const failures: string[] = [];

async function median(command: readonly string[]): Promise<Measured> {
  const all: Measured[] = [];
  for (let run = 0; run < runs; run++) all.push(await measure(command));
  return all.sort((a, b) => a.cpuSeconds - b.cpuSeconds)[Math.floor(all.length / 2)]!;
}

function row(name: string, bytes: number, frames: number, one: Measured): void {
  console.log(`  ${name.padEnd(34)}${one.cpuSeconds.toFixed(2).padStart(8)} CPU-s${(bytes / 1e6 / one.cpuSeconds).toFixed(0).padStart(7)} MB/s${(frames / 1e6 / one.cpuSeconds).toFixed(2).padStart(7)} Mframes/s${one.seconds.toFixed(2).padStart(8)} s${one.peakMiB.toFixed(0).padStart(7)} MiB${one.code === 0 ? '' : `  exit ${one.code}`}`);
}

const TOOLS: readonly { readonly name: string; readonly bin: string; readonly args: (file: string) => string[] }[] = [
  { name: 'p0f', bin: 'p0f', args: (file) => ['-r', file] },
  { name: 'ndpiReader', bin: 'ndpiReader', args: (file) => ['-i', file, '-q'] },
  { name: 'Suricata, no rules', bin: 'suricata', args: (file) => ['-r', file, '-S', '/dev/null', '-l', folder, '--runmode', 'single'] },
  { name: 'tshark conversations', bin: 'tshark', args: (file) => ['-r', file, '-q', '-z', 'conv,tcp'] },
];

async function compare(title: string, file: string, bytes: number, frames: number): Promise<void> {
  console.log(`\n${title}: ${(bytes / 1e6).toFixed(0)} MB, ${frames} frames`);
  row('reading only', bytes, frames, await median([node, walk, file, '--read']));
  const plain = await median([node, walk, file]);
  row('plain table walk', bytes, frames, plain);
  const maps = await median([node, walk, file, '--maps']);
  row("table walk with JavaScript's Maps", bytes, frames, maps);
  const see = await median([node, '--disable-warning=ExperimentalWarning', shipped, 'see', file, '--json']);
  row('wardkeep see --json', bytes, frames, see);
  const ratio = see.cpuSeconds / plain.cpuSeconds;
  console.log(`  ${ratio.toFixed(2)} times the plain walk (promised: ≤ 3), ${(see.cpuSeconds / maps.cpuSeconds).toFixed(2)} times the one with Maps, peak ${see.peakMiB.toFixed(0)} MiB (promised: ≤ 200)`);
  if (ratio > 3) failures.push(`${title}: ${ratio.toFixed(2)} times the walk`);
  if (see.peakMiB > 200) failures.push(`${title}: peak ${see.peakMiB.toFixed(0)} MiB`);
  if (!values.tools) return;
  for (const tool of TOOLS) {
    if (spawnSync('which', [tool.bin]).status !== 0) { console.log(`  ${tool.name}: not installed`); continue; }
    const one = await measure([tool.bin, ...tool.args(file)], false, 300_000);
    row(tool.name, bytes, frames, one);
    if (one.code === 0 && see.cpuSeconds >= one.cpuSeconds) failures.push(`${title}: ${tool.name} is faster`);
  }
}

/** Share of the facts that the inventory names. */
function recall(facts: readonly Fact[], inventory: Inventory): number {
  const byIp = new Map(inventory.assets.flatMap((asset) => asset.ips.map((ip) => [ip, asset] as const)));
  let found = 0;
  const missed = new Map<string, number>();
  for (const fact of facts) {
    const asset = byIp.get(fact.ip);
    const ok = asset !== undefined && (fact.kind === 'host' || (fact.kind === 'aeTitle' ? asset.aeTitles.includes(fact.value) : asset.software.some((software) => software.version === fact.value)));
    if (ok) found++; else missed.set(`${fact.kind} on .${fact.ip.split('.')[3]}`, (missed.get(`${fact.kind} on .${fact.ip.split('.')[3]}`) ?? 0) + 1);
  }
  console.log(`  recall ${(found / facts.length).toFixed(4)} of ${facts.length} facts (promised: ≥ 0.98)${missed.size > 0 ? `; missed ${[...missed].sort((a, b) => b[1] - a[1]).slice(0, 6).map(([name, count]) => `${count} × ${name}`).join(', ')}` : ''}`);
  return found / facts.length;
}

try {
  const truth = JSON.parse(readFileSync(join(lab, 'truth.json'), 'utf8')) as Truth;
  const material = loadLab(readdirSync(lab).filter((name) => name.endsWith('.pcap')).map((name) => join(lab, name)), truth);
  const mixed = join(folder, 'mixed.pcap'), made = writeMixed(mixed, material, { sites, seed, loss: 0.02, reorder: 0.01, overlap: 20 });
  console.log(`seed ${seed}; mixed: ${sites} sites, ${made.addresses} addresses`);
  await compare('mixed', mixed, made.bytes, made.frames);
  const checked = await measure([node, '--disable-warning=ExperimentalWarning', shipped, 'see', mixed, '--json'], true), inventory = JSON.parse(checked.stdout) as Inventory;
  console.log(`  ${inventory.stats.flows} flows, ${inventory.assets.length} assets`);
  if (recall(made.facts, inventory) < 0.98) failures.push('mixed: recall');
  rmSync(mixed);
  const bulk = join(folder, 'bulk.pcap'), one = writeBulk(bulk, bulkBytes);
  await compare('bulk', bulk, one.bytes, one.frames);
  const scanner = (JSON.parse((await measure([node, '--disable-warning=ExperimentalWarning', shipped, 'see', bulk, '--json'], true)).stdout) as Inventory).assets.find((asset) => asset.ips.includes('10.0.0.1'));
  if (scanner?.model !== 'Tomo 64' || scanner.role !== 'ct') failures.push(`bulk: the CT was read as ${scanner?.role} ${scanner?.model}`);
  rmSync(bulk);
  if (!values['no-length']) {
    // The same 1,000 addresses for ten times as long.
    const peaks: number[] = [];
    for (const times of [1, 10]) {
      const file = join(folder, 'long.pcap'), parts = writeMixed(file, material, { sites: 50, seed, loss: 0.02, reorder: 0.01, overlap: 50, repeat: times * 4 });
      const result = await measure([node, '--disable-warning=ExperimentalWarning', shipped, 'see', file, '--json']);
      console.log(`\n50 sites, ${times} × ${(parts.bytes / times / 1e6).toFixed(0)} MB: peak ${result.peakMiB.toFixed(0)} MiB`);
      peaks.push(result.peakMiB);
      rmSync(file);
    }
    if (peaks[1]! > peaks[0]! * 1.1) failures.push(`memory grows with length: ${peaks.map((peak) => peak.toFixed(0)).join(' → ')} MiB`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const failure of failures) console.log(`below what is promised: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
