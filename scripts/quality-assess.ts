/**
 * `npm run quality:assess`: `wardkeep assess` on the labelled benchmark, scored as its own score.py does. Fails when a figure falls below what is promised.
 * `--perturb SEED` (several may be given): the same inventory as others would have typed it, with a third of the vendor aliases forgotten.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { readAssessInventory } from '@wardkeep/io/assess-inventory';
import { assessKnowledge, compileKnowledge, readAssessWords } from '@wardkeep/io/assess-rules';
import { vendorData } from '@wardkeep/io/assess-vendors';
import { assess } from '@wardkeep/loop/assess/index';
import type { Advisory } from '@wardkeep/model/advisory';
import { BLIND_FLOORS, type Disputed, FLOOR, shortfalls, withDisputed } from '../quality/assess-floor.ts';
import { forgetful, perturb } from '../quality/assess-perturb.ts';
import { halfOf, type MatchScore, type MatchTruth, type Prediction, ratesOf, scoreMatches } from '../quality/assess-score.ts';
import { dataFolder } from '../quality/data.ts';
import { formatVersionShares, versionShares } from '../quality/version-shares.ts';

const TOLD = 15;
const seeds = process.argv.flatMap((word, at) => (word === '--perturb' ? [Number(process.argv[at + 1])] : [])).filter(Number.isInteger);
const percent = (value: number): string => value.toFixed(3);

function show(title: string, score: MatchScore): void {
  const { affected, candidates, cannotTell, hard, cves, sure } = score;
  console.log(title);
  console.log(`  affected     precision ${percent(affected.precision)}  recall ${percent(affected.recall)}  F1 ${percent(affected.f1)}   (tp ${affected.tp} fp ${affected.fp} fn ${affected.fn})`);
  console.log(`  candidates   precision ${percent(candidates.precision)}  recall ${percent(candidates.recall)}  F1 ${percent(candidates.f1)}   (tp ${candidates.tp} fp ${candidates.fp} fn ${candidates.fn})`);
  console.log(`  cannot tell  ${cannotTell.exact} of ${cannotTell.of} exact;  hard negatives ${hard.affected} affected + ${hard.cannotTell} cannot tell of ${hard.of};  CVE sets ${cves.exact} of ${cves.of};  scored >= 0.9: ${sure.right} of ${sure.of} right`);
}

function showDetails(score: MatchScore): void {
  console.log('by category (rows | affected found/total, as candidate | false affected)');
  for (const [name, one] of Object.entries(score.categories)) console.log(`  ${name.padEnd(13)}${String(one.rows).padStart(5)} | ${one.found}/${one.affected}, ${one.candidate} | ${one.falseAffected}`);
  if (score.errors.length > 0) console.log(`${score.errors.length} errors, the worst first`);
  for (const error of score.errors.slice(0, TOLD)) console.log(`  ${error.row} ${error.advisory}  ${error.truth} -> ${error.predicted}  ${error.score ?? '-'}  ${error.reason.slice(0, 120)}`);
}

/** Totals only: once single errors have been read, the rows are no longer blind. */
async function scoreBlind(name: string, floor: number, advisories: readonly Advisory[]): Promise<string[]> {
  const folder = new URL(`../quality/${name}/`, import.meta.url).pathname;
  if (!existsSync(join(folder, 'truth.json'))) return [`quality/${name}: expected a benchmark there; found none`];
  const truth = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as MatchTruth, { assets } = await readAssessInventory(join(folder, 'inventory.csv'));
  const score = scoreMatches(truth, assess(assets, advisories, assessKnowledge()).pairs);
  show(`${name}: ${Object.keys(truth.categories).length} rows, ${truth.advisories.length} advisories`, score);
  return score.affected.f1 < floor ? [`${name}: F1 ${percent(score.affected.f1)}, promised ${percent(floor)}`] : [];
}

/** Every advisory goes in, and each of its products gives a constraint that can be read or stands in the list of free texts. */
function showImport(folders: readonly string[], read: readonly Advisory[], refused: number): string[] {
  console.log(`${read.length} advisories import, ${refused} do not`);
  for (const folder of folders) for (const line of formatVersionShares(versionShares(folder))) console.log(line);
  return refused === 0 ? [] : [`${refused} advisories do not import`];
}

/** The benchmark's own scorer gives the same figures, where Python is installed. */
function checkAgainstPython(bench: string, predictions: string, score: MatchScore): string[] {
  if (spawnSync('python3', ['--version']).status !== 0) { console.log('score.py not compared: no python3.'); return []; }
  const theirs = JSON.parse(execFileSync('python3', [join(bench, 'score.py'), join(bench, 'truth.json'), predictions, '--json'], { encoding: 'utf8' })) as Record<'affected' | 'affected_or_cannot_tell', { tp: number; fp: number; fn: number }> & { hard_negatives_wrong: string; cannot_tell_pairs: { cannot_tell: number }; cve_set_exact_on_true_positives: string };
  const ours = [score.affected.tp, score.affected.fp, score.affected.fn, score.candidates.tp, score.candidates.fp, score.candidates.fn, `${score.hard.affected} affected + ${score.hard.cannotTell} cannot_tell of ${score.hard.of}`, score.cannotTell.exact, `${score.cves.exact} of ${score.cves.of}`].join(' | ');
  const { affected: a, affected_or_cannot_tell: c } = theirs, other = [a.tp, a.fp, a.fn, c.tp, c.fp, c.fn, theirs.hard_negatives_wrong, theirs.cannot_tell_pairs.cannot_tell, theirs.cve_set_exact_on_true_positives].join(' | ');
  if (ours === other) { console.log('score.py agrees.'); return []; }
  return [`score.py says ${other}, we say ${ours}`];
}

async function main(data: string): Promise<string[]> {
  const bench = join(data, 'match-bench'), advisories = [join(data, 'advisories/cisa-icsma'), join(data, 'advisories/cisa-icsa-health-sector')], inventory = join(bench, 'inventory.csv');
  const truth = JSON.parse(readFileSync(join(bench, 'truth.json'), 'utf8')) as MatchTruth, disputed = JSON.parse(readFileSync(new URL('../quality/assess-disputed.json', import.meta.url), 'utf8')) as Disputed[];
  const folder = mkdtempSync(join(tmpdir(), 'wardkeep-assess-')), wrong: string[] = [];
  let base: MatchScore;
  try {
    const out = join(folder, 'predictions.json');
    writeFileSync(out, execFileSync(process.execPath, [new URL('../packages/cli/src/main.ts', import.meta.url).pathname, 'assess', '--inventory', inventory, ...advisories.flatMap((path) => ['--advisories', path]), '--json'], { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'inherit'] }));
    const { pairs } = JSON.parse(readFileSync(out, 'utf8')) as { pairs: Prediction[] };
    base = scoreMatches(truth, pairs);
    show(`match-bench: ${Object.keys(truth.categories).length} rows, ${truth.advisories.length} advisories`, base);
    for (const half of ['developed', 'held-out'] as const) show(`  of these, the ${half} half`, scoreMatches(truth, pairs, (row) => halfOf(row) === half));
    showDetails(base);
    wrong.push(...checkAgainstPython(bench, out, base), ...shortfalls(base));
    if (disputed.length > 0) {
      show(`with ${disputed.length} disputed labels changed (quality/assess-disputed.json)`, scoreMatches(withDisputed(truth, disputed), pairs));
      for (const label of disputed) console.log(`  ${label.row} ${label.advisory}: ${label.verdict}, because ${label.reason}`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const { advisories: read, quarantined } = await readAdvisories(advisories);
  wrong.push(...showImport(advisories, read, quarantined.length));
  for (const [name, floor] of Object.entries(BLIND_FLOORS)) wrong.push(...await scoreBlind(name, floor, read));
  if (seeds.length > 0) {
    const { assets } = await readAssessInventory(inventory), words = readAssessWords();
    for (const seed of seeds) {
      const other = perturb(assets, truth, read, seed), knowledge = compileKnowledge(words, forgetful(vendorData(), seed));
      const typed = scoreMatches(truth, assess(other.assets, read, knowledge).pairs), found = new Map(assess(other.moved.map((one) => one.asset), read, knowledge).pairs.map((pair) => [`${pair.row} ${pair.advisory}`, pair.verdict]));
      const moved = other.moved.map(({ pair }) => ({ truth: pair.verdict, found: found.get(`${pair.row} ${pair.advisory}`) ?? 'not_affected', pair })), count = (truthIs: boolean, foundIs: boolean): number => moved.filter((one) => (one.truth === 'affected') === truthIs && (one.found === 'affected') === foundIs).length;
      const all = ratesOf(typed.affected.tp + count(true, true), typed.affected.fp + count(false, true), typed.affected.fn + count(true, false)), fall = base.affected.f1 - all.f1;
      show(`perturbed, seed ${seed}`, typed);
      console.log(`  versions across the bounds: ${moved.filter((one) => one.truth === one.found).length} of ${moved.length} right;  all together F1 ${percent(all.f1)}, ${fall > 0 ? `${percent(fall)} below` : `${percent(-fall)} above`} the inventory as written`);
      if (process.argv.includes('--verbose')) { for (const one of moved) if (one.truth !== one.found) console.log(`    ${one.pair.row}: ${one.pair.reason}: ${one.truth} -> ${one.found}`); const byId = new Map(other.assets.map((asset) => [asset.id, asset])); for (const error of typed.errors) console.log(`    ${error.row} ${error.advisory} ${error.truth} -> ${error.predicted} ${JSON.stringify([byId.get(error.row)?.vendor, byId.get(error.row)?.product])}`); }
      if (fall > FLOOR.perturbedFall) wrong.push(`seed ${seed}: F1 falls by ${percent(fall)}, at most ${FLOOR.perturbedFall} is promised`);
    }
  }
  return wrong;
}

const data = dataFolder();
if (data === null || !existsSync(join(data, 'match-bench'))) {
  console.log('quality:assess needs the labelled benchmark (../shared/data/match-bench or WARDKEEP_DATA): skipped.');
} else {
  const wrong = await main(data);
  for (const sentence of wrong) console.log(`below what is promised: ${sentence}`);
  if (wrong.length > 0) process.exitCode = 1;
}
