/**
 * A folder of advisories that feeds write into and `wardkeep assess --advisories` reads: documents under `<kind>/<host>/…`, with hash and
 * signature beside them. Its own notes (`.wardkeep-feeds/`): an index with one JSON line for each document, the states of the feeds, the quarantine; none of
 * them ends like an advisory, so that a reader of the folder passes them over. Every document is whole or not there: written beside, then renamed; its line in the index comes last.
 */
import { access, appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { digest, NOTES, pathOf } from './paths.ts';

/** The part of a fetched document that the folder keeps. */
export interface FolderDocument {
  readonly feed: string;
  readonly kind: string;
  readonly url: string;
  readonly updated: string | null;
  readonly bytes: Uint8Array;
  readonly material: { readonly sha256: string | null; readonly sha512: string | null; readonly signature: string | null };
  readonly signedBy: string | null;
  readonly tlp: string | null;
  readonly fetchedAt: string;
}

/** `file`: below the folder, with `/`. `beside`: endings of the files next to it, `.asc`, `.sha512`. */
export interface FolderEntry {
  readonly url: string;
  readonly updated: string | null;
  readonly feed: string;
  readonly kind: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly beside: readonly string[];
  readonly signedBy: string | null;
  readonly tlp: string | null;
  readonly fetchedAt: string;
}

export interface FolderQuarantine {
  readonly feed: string;
  readonly url: string;
  readonly updated: string | null;
  readonly code: string;
  readonly message: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly bytes: Uint8Array | null;
}

export class AdvisoryFolder {
  readonly path: string;
  private readonly index: Map<string, FolderEntry>;

  private constructor(path: string, index: Map<string, FolderEntry>) {
    this.path = path;
    this.index = index;
  }

  /** Makes the folder where there is none. */
  static async open(path: string): Promise<AdvisoryFolder> {
    await mkdir(join(path, NOTES, 'quarantine'), { recursive: true });
    await mkdir(join(path, NOTES, 'state'), { recursive: true });
    const { entries, lines } = await readIndex(join(path, NOTES, 'index.jsonl')), folder = new AdvisoryFolder(path, entries);
    if (lines > 2 * entries.size + 100) await folder.rewriteIndex();
    return folder;
  }

  entries(): FolderEntry[] { return [...this.index.values()].sort((a, b) => (a.file < b.file ? -1 : 1)); }
  entry(url: string): FolderEntry | null { return this.index.get(url) ?? null; }

  /** Also false when somebody removed the file: it comes again. */
  async has(url: string, updated: string | null): Promise<boolean> {
    const entry = this.index.get(url);
    if (entry === undefined || (updated !== null && entry.updated !== updated)) return false;
    return exists(join(this.path, entry.file));
  }

  async take(document: FolderDocument): Promise<void> {
    const { url, updated, feed, kind, bytes, signedBy, tlp, fetchedAt } = document, file = pathOf(kind, url), besides = besideFiles(document);
    for (const [ending, content] of besides) await writeBelow(this.path, `${file}${ending}`, content);
    await writeBelow(this.path, file, bytes);
    await this.record([{ url, updated, feed, kind, file, sha256: digest(bytes), bytes: bytes.length, beside: besides.map(([ending]) => ending), signedBy, tlp, fetchedAt }]);
    await this.release(url);
  }

  async quarantine({ bytes, ...reason }: FolderQuarantine): Promise<void> {
    const name = join(this.path, NOTES, 'quarantine', digest(reason.url).slice(0, 32));
    if (bytes !== null) await writeWhole(`${name}.content`, bytes);
    await writeWhole(`${name}.reason`, `${JSON.stringify(reason, null, 2)}\n`);
  }

  /** What is remembered of one feed, as JSON. An unreadable state counts as none: the run asks for everything again and takes what is new. */
  state<State>(feed: string): { load(): Promise<State | null>; save(state: State): Promise<void> } {
    const file = join(this.path, NOTES, 'state', `${digest(feed).slice(0, 32)}.state`);
    return {
      load: async () => { try { return JSON.parse(await readFile(file, 'utf8')) as State; } catch (error) { if (error instanceof SyntaxError || isMissing(error)) return null; throw error; } },
      save: (state) => writeWhole(file, `${JSON.stringify(state)}\n`),
    };
  }

  /** Writes documents to the index, in one go. Their files must be in place. */
  async record(entries: readonly FolderEntry[]): Promise<void> {
    await appendFile(join(this.path, NOTES, 'index.jsonl'), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    for (const entry of entries) this.index.set(entry.url, entry);
  }

  /** A document that was quarantined before and is good now. */
  private async release(url: string): Promise<void> {
    const name = join(this.path, NOTES, 'quarantine', digest(url).slice(0, 32));
    await rm(`${name}.reason`, { force: true });
    await rm(`${name}.content`, { force: true });
  }

  private async rewriteIndex(): Promise<void> {
    await writeWhole(join(this.path, NOTES, 'index.jsonl'), this.entries().map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  }
}

/** As the publisher had them, in the form that `sha512sum -c` reads. */
function besideFiles({ url, material }: FolderDocument): [ending: string, content: string][] {
  const name = new URL(url).pathname.split('/').at(-1) ?? '', files: [string, string][] = [];
  if (material.signature !== null) files.push(['.asc', material.signature]);
  if (material.sha512 !== null) files.push(['.sha512', `${material.sha512}  ${name}\n`]);
  if (material.sha256 !== null) files.push(['.sha256', `${material.sha256}  ${name}\n`]);
  return files;
}

/** The last line of an address counts; a line that a killed process cut is stepped over. */
async function readIndex(file: string): Promise<{ entries: Map<string, FolderEntry>; lines: number }> {
  const entries = new Map<string, FolderEntry>();
  let lines = 0, text = '';
  try { text = await readFile(file, 'utf8'); } catch (error) { if (!isMissing(error)) throw error; }
  for (const line of text.split('\n')) {
    if (line === '') continue;
    lines++;
    try { const entry = JSON.parse(line) as FolderEntry; entries.set(entry.url, entry); } catch { continue; }
  }
  // A cut line has no end: the next one must not be glued to it.
  if (text !== '' && !text.endsWith('\n')) await appendFile(file, '\n');
  return { entries, lines };
}

/** Writes a file below `root`, with the folders on the way; whole or not at all. */
export async function writeBelow(root: string, file: string, content: Uint8Array | string): Promise<void> {
  const target = join(root, file);
  await mkdir(dirname(target), { recursive: true });
  await writeWhole(target, content);
}

async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  const part = `${file}.${process.pid}.part`;
  await writeFile(part, content);
  await rename(part, file);
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';
async function exists(file: string): Promise<boolean> { try { await access(file); return true; } catch { return false; } }
