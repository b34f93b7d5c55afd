/** `wardkeep see`: captures in, the explained inventory out. Nothing leaves the machine, nothing of a capture is kept. */
import { statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { inventoryAsset } from '@wardkeep/loop/see/inventory';
import type { InputError } from '@wardkeep/io/capture/source';
import type { InventoryAsset } from '@wardkeep/model/inventory';
import { captureInputs, Discoverer } from '@wardkeep/io/discover';
import { EXIT } from './exit.ts';
import { Progress } from './progress.ts';
import { TidyHeap } from './tidy-heap.ts';
import { writeCsv, writeCycloneDx, writeInventory, writeTable } from './see-output.ts';

const USAGE = `Usage: wardkeep see <file…|-> [--json|--ndjson|--csv|--cyclonedx] [--every 10s] [--protocols] [--quiet]

Reads captures (pcap, pcapng, also gzip; several are merged by time; "-" is standard input) and prints what is connected.

  --json         one document in the format wardkeep-inventory/1, at the end (usual when the output is no terminal)
  --ndjson       a line for each new or changed asset while reading, the whole document as the last line
  --csv          one row for each asset
  --cyclonedx    CycloneDX 1.6, devices as components
  --every 10s    with --ndjson: at most one round of lines in this time (s, m)
  --protocols    instead: frames and conversations by protocol, as JSON
  --quiet        no progress on the terminal

Live on a sensor: sudo tcpdump -w - -U | wardkeep see - --ndjson
Stop with Ctrl-C: what was read is printed.

Exit codes: 0 done, 1 our fault, 2 wrong options, 3 nothing could be read, 4 some files were refused.
`;

type Format = 'json' | 'ndjson' | 'csv' | 'cyclonedx' | 'protocols' | 'table';

interface Options { readonly format: Format; readonly everyMs: number; readonly quiet: boolean; readonly files: readonly string[] }

export async function run(args: string[]): Promise<number> {
  const options = parse(args);
  if (typeof options === 'number') return options;
  const started = process.hrtime.bigint(), stop = new AbortController();
  const onSignal = () => { stop.abort(new Stopped()); };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const discoverer = new Discoverer(), inputs = captureInputs(options.files), refused: string[] = [];
  const progress = new Progress(!options.quiet && process.stderr.isTTY === true, totalBytes(options.files));
  const heap = new TidyHeap(), live = options.format === 'ndjson' ? new Changes(discoverer, options.everyMs) : null;
  try {
    await discoverer.read(inputs, {
      signal: stop.signal,
      onProgress: async ({ bytesRead, frames }) => { heap.check(); progress.show(bytesRead, `${frames} frames, ${discoverer.engine.endpoints.size} addresses`); await live?.due(); },
      ...(inputs.length > 1 ? { onRefused: (_: unknown, error: InputError) => { refused.push(error.message); } } : {}),
    });
  } catch (error) {
    if (!(error instanceof Stopped)) { progress.clear(); return complain(error); }
    discoverer.engine.finish();
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    progress.clear();
  }
  for (const sentence of refused) process.stderr.write(`wardkeep: ${sentence}\n`);
  if (refused.length > 0 && refused.length === inputs.length) return EXIT.unusable;
  const { engine } = discoverer;
  const stats = () => {
    const seconds = Number(process.hrtime.bigint() - started) / 1e9, cpu = process.cpuUsage();
    return { frames: engine.frames, bytes: engine.bytes, flows: engine.flows, seconds: round(seconds), cpuSeconds: round((cpu.user + cpu.system) / 1e6) };
  };
  if (options.format === 'protocols') process.stdout.write(`${JSON.stringify(engine.protocols(), null, 2)}\n`);
  else if (options.format === 'csv') await writeCsv(published(discoverer, heap));
  else if (options.format === 'cyclonedx') await writeCycloneDx(published(discoverer, heap));
  else if (options.format === 'table') await writeTable([...published(discoverer, heap)], stats());
  else {
    if (live) await live.flush();
    await writeInventory(discoverer.captures, published(discoverer, heap), () => engine.warnings(), stats);
  }
  return refused.length > 0 ? EXIT.partly : EXIT.ok;
}

/** The assets in their published form, one by one. */
function* published(discoverer: Discoverer, heap: TidyHeap): Generator<InventoryAsset> {
  let count = 0;
  heap.tidy(); // what reading left behind, before resolution needs room
  for (const asset of discoverer.assets()) {
    if (count++ % CHECK_ASSETS === 0) heap.check();
    yield inventoryAsset(asset);
  }
}

const CHECK_ASSETS = 256;

class Stopped extends Error {}

function parse(args: string[]): Options | number {
  let parsed;
  try {
    parsed = parseArgs({
      args, allowPositionals: true,
      options: {
        json: { type: 'boolean' }, ndjson: { type: 'boolean' }, csv: { type: 'boolean' }, cyclonedx: { type: 'boolean' }, protocols: { type: 'boolean' }, table: { type: 'boolean' },
        every: { type: 'string' }, quiet: { type: 'boolean' }, help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    process.stderr.write(`wardkeep see: ${(error as Error).message}\n`);
    return EXIT.usage;
  }
  const { values, positionals } = parsed;
  if (values.help) { process.stdout.write(USAGE); return EXIT.ok; }
  const formats = (['json', 'ndjson', 'csv', 'cyclonedx', 'protocols', 'table'] as const).filter((name) => values[name]);
  const every = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/.exec(values.every ?? '10s');
  const problem = positionals.length === 0 ? 'name at least one capture file, or - for standard input'
    : formats.length > 1 ? `choose one output, not ${formats.map((name) => `--${name}`).join(' and ')}`
      : !every ? `--every takes a time such as 10s or 1m, not "${values.every}"`
        : positionals.filter((file) => file === '-').length > 1 ? 'standard input can be named once' : null;
  if (problem !== null) { process.stderr.write(`wardkeep see: ${problem}.\n`); return EXIT.usage; }
  const unit = every![2] === 'ms' ? 1 : every![2] === 'm' ? 60_000 : 1000;
  return { format: formats[0] ?? (process.stdout.isTTY ? 'table' : 'json'), everyMs: Number(every![1]) * unit, quiet: values.quiet ?? false, files: positionals };
}

/** Sum of the files' sizes, or null when one of them is a stream. */
function totalBytes(files: readonly string[]): number | null {
  let sum = 0;
  for (const file of files) {
    const stat = file === '-' ? null : statSync(file, { throwIfNoEntry: false });
    if (!stat?.isFile()) return null;
    sum += stat.size;
  }
  return sum;
}

function complain(error: unknown): number {
  const { code, message, name } = error as NodeJS.ErrnoException;
  if (name === 'InputError') { process.stderr.write(`wardkeep: ${message}\n`); return EXIT.unusable; }
  const sentence = code === 'ENOENT' ? 'there is no such file' : code === 'EACCES' ? 'the file may not be read' : code === 'EISDIR' ? 'this is a folder; name the captures in it' : code?.startsWith('Z_') ? 'the gzip data is broken' : null;
  const path = (error as NodeJS.ErrnoException).path;
  process.stderr.write(`wardkeep: ${path ? `${path}: ` : ''}${sentence ?? `${message}`}.\n`);
  return sentence === null ? EXIT.fault : EXIT.unusable;
}

/** Prints assets that are new or have changed since they were last printed. */
class Changes {
  private readonly printed = new Map<string, string>();
  private last = Date.now();
  private readonly discoverer: Discoverer;
  private readonly everyMs: number;

  constructor(discoverer: Discoverer, everyMs: number) {
    this.discoverer = discoverer;
    this.everyMs = everyMs;
  }

  async due(): Promise<void> {
    if (Date.now() - this.last >= this.everyMs) await this.flush();
  }

  async flush(): Promise<void> {
    for (const asset of this.discoverer.assets()) {
      const line = JSON.stringify(inventoryAsset(asset));
      if (this.printed.get(asset.id) === line) continue;
      this.printed.set(asset.id, line);
      if (!process.stdout.write(`${line}\n`)) await new Promise((resolve) => { process.stdout.once('drain', resolve); });
    }
    this.last = Date.now();
  }
}

const round = (seconds: number): number => Math.round(seconds * 1000) / 1000;

