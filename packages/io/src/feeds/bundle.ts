/**
 * Offline bundles for closed networks: a zip of a folder's documents with `manifest.json` first. Reading checks every file before the first
 * is handed out; what the manifest does not name, or names otherwise, refuses the whole.
 */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { type AdvisoryFolder, type FolderEntry, writeBelow } from './folder.ts';
import { BUNDLE_FORMAT, type BundleBeside, type BundleDocument, type BundleFile, type BundleManifest, parseManifest } from './manifest.ts';
import { digest, NOTES } from './paths.ts';
import { BundleRefusal } from './refusal.ts';

const MANIFEST = 'manifest.json', MANIFEST_BYTES = 128 * 1024 * 1024, ENTRY_LIMIT = 400_001;
/** JSON packs 5 to 40 times; a bundle that would grow more is made to fill disks. */
const RATIO_LIMIT = 100, RATIO_FROM = 64 * 1024 * 1024, TOTAL_BYTES = 16 * 1024 ** 3;

export interface WrittenBundle { readonly documents: number; readonly bytes: number; /** Left out, with the reason. */ readonly left: readonly { readonly file: string; readonly reason: 'missing' | 'changed' }[] }

/** Same folder and same `now`: same bytes. The file appears whole or not at all. */
export async function writeBundle(folder: AdvisoryFolder, out: string, now: number): Promise<WrittenBundle> {
  const left: { file: string; reason: 'missing' | 'changed' }[] = [], files: BundleFile[] = [];
  for (const entry of folder.entries()) {
    const content = await readIfThere(join(folder.path, entry.file));
    if (content === null || digest(content) !== entry.sha256) { left.push({ file: entry.file, reason: content === null ? 'missing' : 'changed' }); continue; }
    const { file: path, sha256, bytes, beside: endings, ...document } = entry, beside: BundleBeside[] = [];
    for (const ending of endings) {
      const other = await readIfThere(join(folder.path, `${path}${ending}`));
      if (other !== null) beside.push({ ending: ending as BundleBeside['ending'], sha256: digest(other), bytes: other.length });
    }
    files.push({ path, sha256, bytes, document, beside });
  }
  const manifest: BundleManifest = { format: BUNDLE_FORMAT, createdAt: new Date(now).toISOString(), feeds: [...new Set(files.map(({ document }) => document.feed))].sort(), files };
  const zip = new yazl.ZipFile(), options = { mtime: new Date(now), mode: 0o100644 }, part = `${out}.${process.pid}.part`;
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`), MANIFEST, options);
  for (const { path } of files.flatMap(partsOf)) zip.addFile(join(folder.path, path), path, options);
  try {
    const written = pipeline(zip.outputStream, createWriteStream(part));
    zip.on('error', (error: Error) => { (zip.outputStream as NodeJS.ReadableStream & { destroy(error: Error): void }).destroy(error); });
    zip.end();
    await written;
    await rename(part, out);
  } finally { await rm(part, { force: true }); }
  return { documents: files.length, bytes: (await stat(out)).size, left };
}

/** A bundle whose every file was checked. */
export class Bundle {
  readonly manifest: BundleManifest;
  private readonly archive: Archive;

  private constructor(manifest: BundleManifest, archive: Archive) {
    this.manifest = manifest;
    this.archive = archive;
  }

  /** Reads the whole bundle once. Throws a `BundleRefusal`. */
  static async open(path: string, now: number, signal?: AbortSignal): Promise<Bundle> {
    const archive = await Archive.open(path);
    try {
      const manifest = parseManifest(await archive.manifest(), now);
      archive.require(manifest.files.flatMap(partsOf));
      const bundle = new Bundle(manifest, archive);
      for await (const _ of bundle.documents(signal)) { /* each is checked as it is read */ }
      return bundle;
    } catch (error) {
      archive.close();
      throw error;
    }
  }

  /** Each document with its parts (itself first, then what lies beside it), checked again: between two readings a stick can be changed. */
  async *documents(signal?: AbortSignal): AsyncGenerator<{ readonly file: BundleFile; readonly parts: readonly { readonly path: string; readonly bytes: Uint8Array }[] }> {
    for (const file of this.manifest.files) {
      signal?.throwIfAborted();
      const parts = [];
      for (const part of partsOf(file)) parts.push({ path: part.path, bytes: await this.archive.read(part) });
      yield { file, parts };
    }
  }

  close(): void { this.archive.close(); }
}

export interface ImportedBundle { readonly createdAt: string; readonly feeds: readonly string[]; readonly taken: number; /** Already there, or there in a newer revision. */ readonly kept: number }

/** Brings a bundle into a folder: everything is unpacked and checked beside it, then moved in. Throws a `BundleRefusal` with the folder unchanged. */
export async function importBundle(path: string, folder: AdvisoryFolder, now: number, signal?: AbortSignal): Promise<ImportedBundle> {
  const bundle = await Bundle.open(path, now, signal);
  let staging: string | null = null;
  try {
    staging = await makeStaging(folder, now);
    const moves: string[] = [], entries: FolderEntry[] = [];
    let kept = 0;
    for await (const { file: { path: file, sha256, bytes, document, beside }, parts } of bundle.documents(signal)) {
      if (await isOld(folder, document, sha256)) { kept++; continue; }
      for (const part of parts) { await writeBelow(staging, `${part.path}${STAGED}`, part.bytes); moves.push(part.path); }
      entries.push({ ...document, file, sha256, bytes, beside: beside.map(({ ending }) => ending) });
    }
    await moveIn(staging, folder, moves);
    if (entries.length > 0) await folder.record(entries);
    return { createdAt: bundle.manifest.createdAt, feeds: bundle.manifest.feeds, taken: entries.length, kept };
  } finally {
    bundle.close();
    if (staging !== null) await rm(staging, { recursive: true, force: true });
  }
}

/** What a killed import left must not be read as an advisory. */
const STAGED = '.part';
const STALE_MS = 86_400_000;

/** A place beside the folder's documents, on the same disk; those of imports that were killed long ago are cleared away. */
async function makeStaging(folder: AdvisoryFolder, now: number): Promise<string> {
  const notes = join(folder.path, NOTES);
  for (const name of await readdir(notes)) if (name.startsWith('import-') && (await stat(join(notes, name))).mtimeMs < now - STALE_MS) await rm(join(notes, name), { recursive: true, force: true });
  return mkdtemp(join(notes, 'import-'));
}

/** The folder has this content, or a newer revision of the document. */
async function isOld(folder: AdvisoryFolder, { url, updated }: BundleDocument, sha256: string): Promise<boolean> {
  const known = folder.entry(url);
  if (known === null || !await folder.has(url, null)) return false;
  return known.sha256 === sha256 || (updated !== null && known.updated !== null && known.updated > updated);
}

async function moveIn(staging: string, folder: AdvisoryFolder, paths: readonly string[]): Promise<void> {
  for (const path of paths) await mkdir(dirname(join(folder.path, path)), { recursive: true });
  for (const path of paths) await rename(join(staging, `${path}${STAGED}`), join(folder.path, path));
}

interface Part { readonly path: string; readonly sha256: string; readonly bytes: number }

const partsOf = ({ path, sha256, bytes, beside }: BundleFile): Part[] => [{ path, sha256, bytes }, ...beside.map((other) => ({ path: `${path}${other.ending}`, sha256: other.sha256, bytes: other.bytes }))];

/** The zip archive of a bundle: no entry is unpacked beyond the size that was announced for it. */
class Archive {
  private readonly zip: yauzl.ZipFile;
  private readonly entries: ReadonlyMap<string, yauzl.Entry>;
  private readonly size: number;

  private constructor(zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>, size: number) {
    this.zip = zip;
    this.entries = entries;
    this.size = size;
  }

  static async open(path: string): Promise<Archive> {
    const { size } = await stat(path);
    let zip: yauzl.ZipFile;
    try { zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true }); } catch (error) { throw broken(error); }
    const entries = new Map<string, yauzl.Entry>();
    try {
      if (zip.entryCount > ENTRY_LIMIT) throw new BundleRefusal('bundle-bomb', { what: `${zip.entryCount} files, at most ${ENTRY_LIMIT} are read` });
      for await (const entry of zip.eachEntry()) {
        // A name that leaves the folder is thrown by yauzl; folders have no content and are not needed.
        if (entries.has(entry.fileName)) throw new BundleRefusal('bundle-manifest', { reason: `the archive holds "${entry.fileName.slice(0, 200)}" twice` });
        if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
      }
    } catch (error) { zip.close(); throw broken(error); }
    return new Archive(zip, entries, size);
  }

  close(): void { this.zip.close(); }

  async manifest(): Promise<string> {
    const entry = this.entries.get(MANIFEST);
    if (entry === undefined) throw new BundleRefusal('bundle-no-manifest');
    return (await this.inflate(entry, Math.min(MANIFEST_BYTES, RATIO_FROM + RATIO_LIMIT * this.size))).toString('utf8');
  }

  /** The archive holds these and nothing else, and not more than a bundle of its size can. */
  require(parts: readonly Part[]): void {
    const total = parts.reduce((sum, { bytes }) => sum + bytes, 0), most = Math.min(TOTAL_BYTES, RATIO_FROM + RATIO_LIMIT * this.size);
    if (total > most) throw new BundleRefusal('bundle-bomb', { what: `${total} bytes from ${this.size}, at most ${most} are read` });
    const named = new Set(parts.map(({ path }) => path));
    for (const path of named) if (!this.entries.has(path)) throw new BundleRefusal('bundle-missing-file', { path });
    for (const path of this.entries.keys()) if (path !== MANIFEST && !named.has(path)) throw new BundleRefusal('bundle-unknown-file', { path: path.slice(0, 200) });
  }

  async read({ path, sha256, bytes }: Part): Promise<Uint8Array> {
    const content = await this.inflate(this.entries.get(path)!, bytes);
    if (content.length !== bytes || createHash('sha256').update(content).digest('hex') !== sha256) throw new BundleRefusal('bundle-hash', { path });
    return content;
  }

  private async inflate(entry: yauzl.Entry, limit: number): Promise<Buffer> {
    if (entry.isEncrypted()) throw new BundleRefusal('bundle-not-zip', { reason: 'it is protected with a password' });
    const pieces: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const piece of await this.zip.openReadStreamPromise(entry) as AsyncIterable<Uint8Array>) {
        size += piece.length;
        if (size > limit) throw new BundleRefusal('bundle-bomb', { what: `"${entry.fileName.slice(0, 200)}" is larger than the ${limit} bytes that are allowed for it` });
        pieces.push(piece);
      }
    } catch (error) { throw broken(error); }
    return Buffer.concat(pieces, size);
  }
}

function broken(error: unknown): unknown {
  if (error instanceof BundleRefusal || (error as NodeJS.ErrnoException).code === 'EACCES') return error;
  const reason = error instanceof Error ? error.message.slice(0, 160) : 'it cannot be read', outside = /^(?:invalid relative path|absolute path|invalid characters in fileName): (.*)$/.exec(reason)?.[1];
  return outside === undefined ? new BundleRefusal('bundle-not-zip', { reason }, { cause: error }) : new BundleRefusal('bundle-path', { path: outside }, { cause: error });
}

async function readIfThere(file: string): Promise<Uint8Array | null> {
  try { return await readFile(file); } catch (error) { if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; throw error; }
}
