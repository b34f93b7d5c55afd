/** `wardkeep simulate`: an attack graph in, how often and when each of its steps is reached out. Nothing leaves the machine, nothing is kept. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { readGraphFile } from '@wardkeep/io/simulate/graph-file';
import { simulateGraph } from '@wardkeep/io/simulate/run';
import { EXIT } from './exit.ts';
import { Progress } from './progress.ts';
import { writeResult, writeResultTable } from './simulate-output.ts';

const USAGE = `Usage: wardkeep simulate --graph FILE [--samples N] [--seed S] [--workers K] [--json] [--quiet]

Plays an attack graph many times and says how often and when each step is reached.

  --graph FILE    attack-graph/1 (docs/formats/attack-graph.md)
  --samples N     how often it is played (default 10000)
  --seed S        a whole number; the same seed gives the same result, whatever the number of workers (default 1)
  --workers K     threads (default: one for each core)
  --json          one document in the format attack-result/1 instead of a table
  --quiet         no progress on the terminal

Stop with Ctrl-C: the samples played so far are the result. A second Ctrl-C ends at once.

Exit codes: 0 done, 1 our fault, 2 wrong options or errors in the graph, 3 the file cannot be read.
`;

const SAMPLE_LIMIT = 1_000_000_000, WORKER_LIMIT = 256;

interface Options { readonly graph: string; readonly samples: number; readonly seed: number; readonly workers: number; readonly json: boolean; readonly quiet: boolean }

export async function run(args: string[]): Promise<number> {
  const options = parse(args);
  if (typeof options === 'number') return options;
  const progress = new Progress(!options.quiet && process.stderr.isTTY === true, options.samples), stop = new AbortController();
  const onSignal = () => {
    stop.abort();
    process.stderr.write('\nwardkeep: stopping; the samples that are being played are finished.\n');
    release();
  };
  const release = () => { process.off('SIGINT', onSignal); process.off('SIGTERM', onSignal); };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  try {
    const read = await readGraphFile(options.graph);
    if (read.graph === null) {
      for (const { place, message } of read.errors) process.stderr.write(`wardkeep: ${options.graph}: ${place === '' ? '' : `${place}: `}${message}\n`);
      if (read.errorCount > read.errors.length) process.stderr.write(`wardkeep: ${options.graph}: ${read.errorCount - read.errors.length} more errors.\n`);
      return EXIT.usage;
    }
    const simulation = await simulateGraph(read.graph, { ...options, signal: stop.signal, onProgress: (played, total) => { progress.show((played / total) * options.samples, `${played} of ${total} samples`); } });
    progress.clear();
    if (simulation.samples === 0) { process.stderr.write('wardkeep: stopped before any sample was played.\n'); return EXIT.fault; }
    if (simulation.samples < options.samples) process.stderr.write(`wardkeep: stopped after ${simulation.samples} of ${options.samples} samples; the result is that of ${simulation.samples}.\n`);
    await (options.json ? writeResult : writeResultTable)(read.graph, options.seed, simulation);
    return EXIT.ok;
  } catch (error) {
    progress.clear();
    return complain(error, options);
  } finally { release(); }
}

function parse(args: string[]): Options | number {
  let parsed;
  try {
    parsed = parseArgs({ args, options: { graph: { type: 'string' }, samples: { type: 'string' }, seed: { type: 'string' }, workers: { type: 'string' }, json: { type: 'boolean' }, quiet: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } });
  } catch (error) {
    process.stderr.write(`wardkeep simulate: ${(error as Error).message}\n`);
    return EXIT.usage;
  }
  const { values } = parsed;
  if (values.help) { process.stdout.write(USAGE); return EXIT.ok; }
  const samples = whole(values.samples ?? '10000'), seed = whole(values.seed ?? '1'), workers = whole(values.workers ?? String(availableParallelism()));
  const problem = values.graph === undefined ? 'name the graph with --graph FILE'
    : !(samples >= 1 && samples <= SAMPLE_LIMIT) ? `--samples takes a whole number of 1 to ${SAMPLE_LIMIT}, not "${values.samples}"`
      : Number.isNaN(seed) ? `--seed takes a whole number of 0 to ${Number.MAX_SAFE_INTEGER}, not "${values.seed}"`
        : !(workers >= 1 && workers <= WORKER_LIMIT) ? `--workers takes a whole number of 1 to ${WORKER_LIMIT}, not "${values.workers}"` : null;
  if (problem !== null) { process.stderr.write(`wardkeep simulate: ${problem}.\n`); return EXIT.usage; }
  return { graph: values.graph!, samples, seed, workers, json: values.json ?? false, quiet: values.quiet ?? false };
}

const whole = (text: string): number => (/^\d{1,16}$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : NaN);

function complain(error: unknown, options: Options): number {
  const { code, message } = error as NodeJS.ErrnoException;
  const sentence = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'the file may not be read' : code === 'EISDIR' ? 'this is a folder; name a file' : null;
  process.stderr.write(`wardkeep: ${sentence === null ? message : `${options.graph}: ${sentence}`}.\n`);
  return sentence === null ? EXIT.fault : EXIT.unusable;
}
