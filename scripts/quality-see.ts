/** `npm run quality:see`: SEE on the lab captures against their truth, then on re-labelled copies. Fails when a figure falls below what is promised. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { discover } from '@wardkeep/io/discover';
import { inventoryAsset } from '@wardkeep/loop/see/inventory';
import { dataFolder } from '../quality/data.ts';
import { random, relabel, rewrite } from '../quality/relabel.ts';
import { type Score, score, type Tally, type Truth } from '../quality/see-score.ts';

/** What must hold; `of` is counted from the truth. */
const PROMISED = { services: 20, roles: 18, aeTitles: 6, versions: 12, modalities: 2 } as const;
const SEEDS = process.argv.slice(2).map(Number).filter(Number.isFinite);

async function inventoryOf(folder: string, order: (files: string[]) => string[]): Promise<Score['extraHosts'] extends string[] ? ReturnType<typeof inventoryAsset>[] : never> {
  const files = order(readdirSync(folder).filter((name) => name.endsWith('.pcap')).map((name) => join(folder, name)));
  const result = await discover(files.map((path) => ({ path, name: path.split('/').at(-1)! })));
  return Array.from(result.assets, (asset) => inventoryAsset(asset));
}

function show(title: string, result: Score): void {
  const line = (name: string, one: Tally) => console.log(`  ${name.padEnd(11)}${String(one.right).padStart(3)} of ${one.of}${one.missed.length > 0 ? `   missed: ${one.missed.join('; ')}` : ''}`);
  console.log(title);
  for (const name of ['hosts', 'services', 'roles', 'aeTitles', 'versions', 'modalities'] as const) line(name, result[name]);
  console.log(`  too many   ${String(result.extraHosts.length).padStart(3)}${result.extraHosts.length > 0 ? `        ${result.extraHosts.join('; ')}` : ''}`);
}

function problems(result: Score): string[] {
  const out: string[] = [];
  if (result.hosts.right !== result.hosts.of || result.extraHosts.length > 0) out.push(`hosts: ${result.hosts.right} of ${result.hosts.of}, ${result.extraHosts.length} too many`);
  for (const [name, least] of Object.entries(PROMISED)) if (result[name as keyof typeof PROMISED].right < least) out.push(`${name}: ${result[name as keyof typeof PROMISED].right} of the promised ${least}`);
  return out;
}

const data = dataFolder();
if (data === null) {
  console.log('quality:see needs the lab captures (../shared/data or WARDKEEP_DATA): skipped.');
} else {
  const lab = join(data, 'captures/lab'), truth = JSON.parse(readFileSync(join(lab, 'truth.json'), 'utf8')) as Truth & { network: string };
  const found = score(truth, await inventoryOf(lab, (files) => files)), wrong = problems(found);
  show('captures/lab', found);
  const names = [...new Set(truth.hosts.flatMap((host) => [(host as { hostname?: string | null }).hostname?.split('.')[0]].filter((name) => name !== undefined && name !== null)))] as string[];
  for (const seed of SEEDS.length > 0 ? SEEDS : [1, 2, 3]) {
    const folder = mkdtempSync(join(tmpdir(), 'wardkeep-relabel-'));
    try {
      const other = relabel(truth, names, seed), draw = random(seed);
      for (const name of readdirSync(lab).filter((file) => file.endsWith('.pcap'))) writeFileSync(join(folder, name), rewrite(readFileSync(join(lab, name)), other.labels));
      const again = score(other.truth, await inventoryOf(folder, (files) => files.sort(() => draw() - 0.5)));
      show(`re-labelled, seed ${seed}`, again);
      for (const name of ['hosts', 'services', 'roles', 'aeTitles', 'versions', 'modalities'] as const) if (Math.abs(again[name].right - found[name].right) > 1) wrong.push(`seed ${seed}: ${name} ${found[name].right} → ${again[name].right}`);
      if (again.extraHosts.length > found.extraHosts.length + 1) wrong.push(`seed ${seed}: ${again.extraHosts.length} too many`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  for (const sentence of wrong) console.log(`below what is promised: ${sentence}`);
  if (wrong.length > 0) process.exitCode = 1;
}
