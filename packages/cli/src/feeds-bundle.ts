/** `wardkeep feeds bundle` and `wardkeep feeds import`: a folder of advisories as one file, for networks without a way out. */
import { stat } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { importBundle, writeBundle } from '@wardkeep/io/feeds/bundle';
import { AdvisoryFolder } from '@wardkeep/io/feeds/folder';
import { BundleRefusal } from '@wardkeep/io/feeds/refusal';
import { EXIT } from './exit.ts';
import { formatBytes } from './progress.ts';

const BUNDLE_USAGE = `Usage: wardkeep feeds bundle [--from DIR] --out FILE.zip

Writes the documents of the folder (default ./advisories) with their hashes and signatures, and a manifest.json with a SHA-256 value for each.
`;
const IMPORT_USAGE = `Usage: wardkeep feeds import FILE.zip [--into DIR]

Checks every file of the bundle, then brings all of them into the folder (default ./advisories), or none. A newer revision that is there stays.
Exit codes: 0 done, 1 our fault, 2 wrong options, 3 the bundle was refused.
`;

export async function runBundle(args: string[]): Promise<number> {
  const words = parse('bundle', args, BUNDLE_USAGE, { from: { type: 'string' }, out: { type: 'string' } });
  if (typeof words === 'number') return words;
  const { values: { from = 'advisories', out }, positionals } = words;
  if (out === undefined || positionals.length > 0) return usage('bundle', out === undefined ? 'name the file to write with --out' : `"${positionals[0]}" is one word too many`);
  if (!(await isFolder(from))) { process.stderr.write(`wardkeep: there is no folder ${from}. Fill it first: wardkeep feeds sync.\n`); return EXIT.unusable; }
  const { documents, bytes, left } = await writeBundle(await AdvisoryFolder.open(from), out, Date.now());
  process.stdout.write(`${out}: ${documents} documents, ${formatBytes(bytes)}.\n`);
  for (const { file, reason } of left) process.stderr.write(`wardkeep: ${file} was left out: it was ${reason === 'changed' ? 'changed since it was fetched' : 'removed'}.\n`);
  return left.length > 0 ? EXIT.partly : EXIT.ok;
}

export async function runImport(args: string[]): Promise<number> {
  const words = parse('import', args, IMPORT_USAGE, { into: { type: 'string' } });
  if (typeof words === 'number') return words;
  const { values: { into = 'advisories' }, positionals: [file, ...more] } = words;
  if (file === undefined || more.length > 0) return usage('import', 'name one bundle');
  try {
    if (!(await stat(file)).isFile()) return refused(file, 'This is no file.');
    const { createdAt, feeds, taken, kept } = await importBundle(file, await AdvisoryFolder.open(into), Date.now());
    process.stdout.write(`${into}: ${taken} new or changed, ${kept} known, from the bundle of ${createdAt} (${feeds.join(', ')}).\n`);
    return EXIT.ok;
  } catch (error) {
    if (error instanceof BundleRefusal) return refused(file, error.message);
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return refused(file, 'There is no such file.');
    if (code === 'EACCES') return refused(file, 'The file may not be read.');
    throw error;
  }
}

const refused = (file: string, sentence: string): number => { process.stderr.write(`wardkeep: ${file}: ${sentence}\n`); return EXIT.unusable; };
const usage = (command: string, problem: string): number => { process.stderr.write(`wardkeep feeds ${command}: ${problem}.\n`); return EXIT.usage; };

interface Words { readonly values: { readonly from?: string; readonly out?: string; readonly into?: string }; readonly positionals: readonly string[] }

function parse(command: string, args: string[], help: string, options: Readonly<Record<string, { readonly type: 'string' }>>): Words | number {
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { ...options, help: { type: 'boolean', short: 'h' } } });
    if (values.help) { process.stdout.write(help); return EXIT.ok; }
    return { values: values as Words['values'], positionals };
  } catch (error) { return usage(command, (error as Error).message); }
}

async function isFolder(path: string): Promise<boolean> { try { return (await stat(path)).isDirectory(); } catch { return false; } }
