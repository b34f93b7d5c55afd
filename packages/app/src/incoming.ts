/**
 * Temporary files: `<data folder>/incoming/<institution>.<import>`, mode 0600. A capture is read and discarded; whatever a dead process left is
 * swept away at the next start.
 */
import { createHash } from 'node:crypto';
import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { UploadedFile } from './app.ts';
import { AppError } from './errors.ts';

export interface Received { readonly bytes: number; readonly sha256: string }
export interface ImportRef { readonly institutionId: string; readonly importId: string }

export class Incoming {
  private readonly folder: string;
  private readonly kept: string;

  constructor(dataDir: string) {
    this.folder = join(dataDir, 'incoming');
    this.kept = join(dataDir, 'kept');
  }

  path({ institutionId, importId }: ImportRef): string { return join(this.folder, `${institutionId}.${importId}`); }

  /** Takes a stream in at the pace of the disk. On any failure nothing of it is left and one sentence says why. */
  async receive(ref: ImportRef, file: UploadedFile): Promise<Received> {
    const path = this.path(ref), name = safeName(file.name);
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    let sink: WriteStream | null = null;
    try {
      if (file.bytes !== null) await this.demandSpace(file.bytes, name);
      const hash = createHash('sha256');
      let bytes = 0;
      await pipeline(file.stream, async function* (source: AsyncIterable<Uint8Array>) {
        for await (const chunk of source) { hash.update(chunk); bytes += chunk.byteLength; yield chunk; }
      }, sink = createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      if (bytes === 0) throw new AppError('upload-empty', { name });
      if (file.bytes !== null && bytes !== file.bytes) throw new AppError('upload-incomplete', { name });
      return { bytes, sha256: hash.digest('hex') };
    } catch (error) {
      // A stream that fails at once ends before its file is opened; the file would appear after it was discarded.
      if (sink && !sink.closed) await new Promise<void>((resolve) => { sink!.once('close', () => { resolve(); }); });
      await this.discard(ref);
      throw refusal(error, name);
    }
  }

  async discard(ref: ImportRef): Promise<void> { await rm(this.path(ref), { force: true }); }

  /** Keeps a capture that its permission record asks to keep. */
  async keep(ref: ImportRef): Promise<void> {
    await mkdir(this.kept, { recursive: true, mode: 0o700 });
    await rename(this.path(ref), join(this.kept, `${ref.institutionId}.${ref.importId}`));
  }

  async exists(ref: ImportRef): Promise<boolean> { return stat(this.path(ref)).then(() => true, () => false); }

  /** Removes what an earlier process left, except files that are wanted still (lists whose columns are to be confirmed). */
  async sweep(wanted: (ref: ImportRef) => Promise<boolean>): Promise<number> {
    let swept = 0;
    for (const name of await readdir(this.folder).catch(() => [])) {
      const [institutionId, importId] = name.split('.');
      if (institutionId && importId && await wanted({ institutionId, importId })) continue;
      await rm(join(this.folder, name), { force: true, recursive: true });
      swept++;
    }
    return swept;
  }

  private async demandSpace(bytes: number, name: string): Promise<void> {
    const { bavail, bsize } = await statfs(this.folder);
    if (bavail * bsize < bytes) throw new AppError('upload-disk-full', { name });
  }
}

/** The last part of a name, without control characters: it is shown, never used as a path. */
export function safeName(name: string): string {
  return basename(name.replaceAll('\\', '/')).replace(/[\p{Cc}\p{Cf}]/gu, '').trim().slice(0, 200) || 'file';
}

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function refusal(error: unknown, name: string): unknown {
  if (error instanceof AppError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (DISK_FULL.has(code)) return new AppError('upload-disk-full', { name }, { cause: error });
  // Faults of the file system are ours; everything else is the sender's stream ending early.
  return (error as NodeJS.ErrnoException).syscall === undefined || code === 'ECONNRESET' ? new AppError('upload-incomplete', { name }, { cause: error }) : error;
}
