/**
 * Entries of ZIP and tar archives, one by one; nothing is unpacked to disk, names are only shown. An archive that breaks off gives what came before
 * and then a refusal.
 */
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';
import yauzl from 'yauzl';
import { isSidecar, SIDECAR_LIMIT } from './endings.ts';
import type { AdvisoryLimits } from './limits.ts';
import { tooLarge } from './source.ts';

/** `bytes` refuses what is too large; hashes and signatures of a document are small entries beside it. */
export interface ArchiveEntry { readonly name: string; readonly size: number; bytes(): Promise<Uint8Array> }

/** Bytes that all entries of one archive may unpack to, counted as they come. */
class Budget {
  private total = 0;
  private entries = 0;
  private readonly limits: AdvisoryLimits;
  constructor(limits: AdvisoryLimits) { this.limits = limits; }
  entry(): void { if (++this.entries > this.limits.archiveEntries) throw new AdvisoryRefusal(
    'advisory-archive', `The archive has more than ${this.limits.archiveEntries} entries; at most so many are read.`, { limit: this.limits.archiveEntries },
  ); }
  spend(bytes: number): void {
    this.total += bytes;
    if (this.total > this.limits.archiveBytes) throw new AdvisoryRefusal(
      'advisory-archive', `The archive unpacks to more than ${Math.round(this.limits.archiveBytes / 1048576)} MiB; at most so much is read.`,
      { limit: this.limits.archiveBytes },
    );
  }
}

export async function* zipEntries(place: string | Uint8Array, limits: AdvisoryLimits): AsyncGenerator<ArchiveEntry> {
  const options = { lazyEntries: true, autoClose: false } as const, budget = new Budget(limits);
  let file: yauzl.ZipFile | null = null;
  try {
    file = await (typeof place === 'string' ? yauzl.openPromise(place, options) : yauzl.fromBufferPromise(Buffer.from(place.buffer, place.byteOffset, place.byteLength), options));
    const open = file;
    for await (const entry of open.eachEntry()) {
      budget.entry();
      if (entry.fileName.endsWith('/')) continue;
      yield { name: entry.fileName, size: entry.uncompressedSize, bytes: () => unpack(open, entry, limits, budget) };
    }
  } catch (error) { throw broken(error, 'ZIP'); } finally { file?.close(); }
}

async function unpack(file: yauzl.ZipFile, entry: yauzl.Entry, limits: AdvisoryLimits, budget: Budget): Promise<Uint8Array> {
  const limit = isSidecar(entry.fileName) ? SIDECAR_LIMIT : limits.documentBytes;
  if (entry.uncompressedSize > limit) throw tooLarge(entry.uncompressedSize, limit);
  if (entry.isEncrypted()) throw new AdvisoryRefusal('advisory-archive', 'The entry is protected with a password; expected a plain one.');
  try {
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const piece of await file.openReadStreamPromise(entry) as AsyncIterable<Uint8Array>) {
      length += piece.length;
      budget.spend(piece.length);
      if (length > limit) throw tooLarge(null, limit);
      parts.push(piece);
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts, length);
  } catch (error) { throw broken(error, 'ZIP'); }
}

function broken(error: unknown, kind: string): AdvisoryRefusal {
  return error instanceof AdvisoryRefusal
    ? error
    : new AdvisoryRefusal('advisory-archive', `The ${kind} archive is damaged or cut: ${error instanceof Error ? error.message.slice(0, 120) : 'it cannot be read'}.`);
}

const BLOCK = 512;

/** POSIX.1-2001 ustar and pax, GNU long names. `want` false: the entry is stepped over without being kept. */
export async function* tarEntries(pieces: AsyncIterable<Uint8Array>, limits: AdvisoryLimits, want: (name: string) => boolean): AsyncGenerator<ArchiveEntry> {
  const reader = new BlockReader(pieces), budget = new Budget(limits);
  let longName: string | null = null;
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header === null || header.every((byte) => byte === 0)) return;
    if (header.length < BLOCK) throw new AdvisoryRefusal('advisory-archive', `The tar archive is cut inside a header of ${BLOCK} bytes.`);
    if (!hasChecksum(header)) throw new AdvisoryRefusal('advisory-archive', 'The tar archive is damaged: the checksum of a header is wrong.');
    const size = sizeOf(header), type = String.fromCharCode(header[156]!), name = longName ?? nameOf(header);
    budget.entry();
    budget.spend(size);
    if (type === 'L' || type === 'x') {
      if (size > SIDECAR_LIMIT) throw new AdvisoryRefusal(
        'advisory-archive', `The tar archive has a name of ${size} bytes; at most ${SIDECAR_LIMIT} are read.`, { limit: SIDECAR_LIMIT },
      );
      const data = utf8(await whole(reader, size));
      longName = type === 'L' ? data.replace(/\0.*$/s, '') : /(?:^|\n)\d{1,6} path=([^\n]*)\n/.exec(data)?.[1] ?? longName;
      continue;
    }
    longName = null;
    const limit = isSidecar(name) ? SIDECAR_LIMIT : limits.documentBytes, isFile = type === '0' || type === '\0';
    if (!isFile || !want(name) || size > limit) {
      await reader.skip(padded(size));
      if (isFile && want(name)) yield { name, size, bytes: () => Promise.reject(tooLarge(size, limit)) };
      continue;
    }
    const data = await whole(reader, size);
    yield { name, size, bytes: () => Promise.resolve(data) };
  }
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;
const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
const text = (bytes: Uint8Array): string => { const end = bytes.indexOf(0); return utf8(end < 0 ? bytes : bytes.subarray(0, end)); };

async function whole(reader: BlockReader, size: number): Promise<Uint8Array> {
  const data = await reader.take(padded(size));
  if (size > 0 && (data === null || data.length < size)) throw new AdvisoryRefusal('advisory-archive', 'The tar archive is cut inside an entry.');
  return (data ?? new Uint8Array()).slice(0, size);
}

function nameOf(header: Uint8Array): string {
  const name = text(header.subarray(0, 100)), prefix = text(header.subarray(345, 500));
  return prefix === '' || !text(header.subarray(257, 263)).startsWith('ustar') ? name : `${prefix}/${name}`;
}

/** Octal digits, or base 256 behind a set high bit (GNU). */
function sizeOf(header: Uint8Array): number {
  const field = header.subarray(124, 136);
  const size = (field[0]! & 0x80) !== 0 ? field.reduce((sum, byte, at) => sum * 256 + (at === 0 ? byte & 0x7f : byte), 0) : Number.parseInt(text(field).trim() || '0', 8);
  if (!Number.isSafeInteger(size) || size < 0) throw new AdvisoryRefusal('advisory-archive', 'The tar archive is damaged: the size of an entry is no number.');
  return size;
}

/** The sum of all bytes with the checksum field as spaces. */
function hasChecksum(header: Uint8Array): boolean {
  let sum = 0;
  for (let at = 0; at < BLOCK; at++) sum += at >= 148 && at < 156 ? 0x20 : header[at]!;
  return sum === Number.parseInt(text(header.subarray(148, 156)).trim(), 8);
}

class BlockReader {
  private readonly iterator: AsyncIterator<Uint8Array>;
  private held: Uint8Array = new Uint8Array();
  constructor(pieces: AsyncIterable<Uint8Array>) { this.iterator = pieces[Symbol.asyncIterator](); }

  /** `count` bytes, fewer at the end, null at the end itself. */
  async take(count: number): Promise<Uint8Array | null> {
    const parts: Uint8Array[] = [];
    let need = count;
    while (need > 0 && await this.fill()) {
      const part = this.held.subarray(0, need);
      parts.push(part);
      this.held = this.held.subarray(part.length);
      need -= part.length;
    }
    return need === count && count > 0 ? null : parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  async skip(count: number): Promise<void> {
    for (let left = count; left > 0 && await this.fill();) {
      const step = Math.min(left, this.held.length);
      this.held = this.held.subarray(step);
      left -= step;
    }
  }

  private async fill(): Promise<boolean> {
    while (this.held.length === 0) {
      const { value, done } = await this.iterator.next();
      if (done) return false;
      this.held = value;
    }
    return true;
  }
}
