/** `wardkeep assess`: an inventory and advisories in, the affected devices with reasons out. Nothing leaves the machine, nothing is kept. */
import { parseArgs } from 'node:util';
import { readAdvisories } from '@wardkeep/io/advisories/read';
import { type AssessInventory, readAssessInventory } from '@wardkeep/io/assess-inventory';
import { assessKnowledge } from '@wardkeep/io/assess-rules';
import { buildIndex, matchAssets } from '@wardkeep/loop/assess/index';
import type { AssessResult } from '@wardkeep/model/assess';
import type { Quarantined } from '@wardkeep/model/advisory';
import { type Assessed, type Known, writeAssessment, writeAssessmentTable } from './assess-output.ts';
import { EXIT } from './exit.ts';
import { Progress } from './progress.ts';
import { TidyHeap } from './tidy-heap.ts';

const USAGE = `Usage: wardkeep assess --inventory FILE --advisories DIR… [--kev FILE] [--epss FILE] [--json] [--quiet]

Says which assets of an inventory the advisories concern, with both sides' own words.

  --inventory FILE    CSV (id,vendor,product,model,version,serial,component_of,notes), CycloneDX JSON, or wardkeep-inventory/1
  --advisories DIR    files, folders or archives of advisories; may be given several times
  --kev FILE          the KEV catalogue (CISA), to mark what is known to be exploited
  --epss FILE         EPSS scores (FIRST), CSV or gzip
  --json              one document in the format wardkeep-assessment/1 (usual when the output is no terminal)
  --quiet             no progress on the terminal

Exit codes: 0 done, 1 our fault, 2 wrong options, 3 the inventory or every advisory is unusable, 4 some documents were refused.
`;

interface Options { readonly inventory: string; readonly advisories: readonly string[]; readonly kev: string | null; readonly epss: string | null; readonly json: boolean; readonly quiet: boolean }

export async function run(args: string[]): Promise<number> {
  const options = parse(args);
  if (typeof options === 'number') return options;
  const progress = new Progress(!options.quiet && process.stderr.isTTY === true, null);
  try {
    const inventory = await readAssessInventory(options.inventory);
    const read = await readAdvisories(options.advisories, { onProgress: ({ bytes, advisories }) => { progress.show(bytes, `${advisories} advisories`); } });
    const [kev, epss] = [await readExtra(options.kev), await readExtra(options.epss)];
    const quarantined: Quarantined[] = [...read.quarantined, ...(kev?.quarantined ?? []), ...(epss?.quarantined ?? [])];
    const empty = options.kev !== null && kev!.knownExploited.length === 0 ? `${options.kev} holds no KEV entries` : options.epss !== null && epss!.predictions.length === 0 ? `${options.epss} holds no EPSS scores` : read.advisories.length === 0 ? `${options.advisories.join(', ')}: no advisory could be read` : null;
    progress.clear();
    if (empty !== null) { process.stderr.write(`wardkeep: ${empty}${quarantined[0] === undefined ? '.' : `: ${quarantined[0].file}: ${quarantined[0].message}`}\n`); return EXIT.unusable; }
    const known: Known = { exploited: new Set([...read.knownExploited, ...(kev?.knownExploited ?? [])].map((entry) => entry.cve)), predicted: new Map([...read.predictions, ...(epss?.predictions ?? [])].map((entry) => [entry.cve, entry.probability])) };
    const result = assessAll(inventory, read.advisories, known, progress);
    progress.clear();
    if (options.json) await writeAssessment(result, quarantined);
    else await writeAssessmentTable(result, inventory, read.advisories, quarantined);
    for (const one of quarantined.slice(0, TOLD)) process.stderr.write(`wardkeep: ${one.file} was left out: ${one.message}\n`);
    if (quarantined.length > TOLD) process.stderr.write(`wardkeep: ${quarantined.length - TOLD} more documents were left out.\n`);
    return quarantined.length > 0 ? EXIT.partly : EXIT.ok;
  } catch (error) {
    progress.clear();
    return complain(error, options);
  }
}

/** Refused documents told on the terminal; the JSON has them all. */
const TOLD = 10;

const readExtra = async (path: string | null) => (path === null ? null : readAdvisories([path]));

function assessAll({ assets }: AssessInventory, advisories: Parameters<typeof buildIndex>[0], known: Known, progress: Progress): Assessed {
  const heap = new TidyHeap(), index = buildIndex(advisories, assessKnowledge()), results: AssessResult[] = [];
  let done = 0;
  for (const [at, result] of matchAssets(assets, index)) {
    results[at] = result;
    if (done++ % CHECK_ASSETS !== 0) continue;
    heap.check();
    progress.show(done, `${done} of ${assets.length} assets`);
  }
  return { pairs: results.flatMap((result) => result.pairs), ignored: results.flatMap((result) => result.ignored), known };
}

const CHECK_ASSETS = 256;

function parse(args: string[]): Options | number {
  let parsed;
  try {
    parsed = parseArgs({ args, allowPositionals: true, options: { inventory: { type: 'string' }, advisories: { type: 'string', multiple: true }, kev: { type: 'string' }, epss: { type: 'string' }, json: { type: 'boolean' }, table: { type: 'boolean' }, quiet: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    process.stderr.write(`wardkeep assess: ${(error as Error).message}\n`);
    return EXIT.usage;
  }
  const { values, positionals } = parsed;
  if (values.help) { process.stdout.write(USAGE); return EXIT.ok; }
  // `--advisories one two` is what people type: further words belong to it.
  const advisories = [...(values.advisories ?? []), ...positionals];
  const problem = values.inventory === undefined ? 'name the inventory with --inventory FILE' : values.advisories === undefined ? 'name at least one file or folder with --advisories' : values.json && values.table ? 'choose one output, not --json and --table' : null;
  if (problem !== null) { process.stderr.write(`wardkeep assess: ${problem}.\n`); return EXIT.usage; }
  return { inventory: values.inventory!, advisories, kev: values.kev ?? null, epss: values.epss ?? null, json: values.json ?? (values.table !== true && process.stdout.isTTY !== true), quiet: values.quiet ?? false };
}

function complain(error: unknown, options: Options): number {
  const { code, message, name, path } = error as NodeJS.ErrnoException;
  if (name === 'InputError') { process.stderr.write(`wardkeep: ${message}\n`); return EXIT.unusable; }
  const sentence = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'the file may not be read' : code === 'EISDIR' ? 'this is a folder; name the inventory file in it' : null;
  process.stderr.write(`wardkeep: ${path ?? (sentence === null ? '' : options.inventory)}${path ?? (sentence !== null) ? ': ' : ''}${sentence ?? message}.\n`);
  return sentence === null ? EXIT.fault : EXIT.unusable;
}
