/** A ZIP archive that cannot hurt: entries, inflated bytes and ratio are bounded, nothing is unpacked to disk. */
import { Refusal } from '@wardkeep/formats/refusal';
import yauzl from 'yauzl';
import { encodingOfHead } from './encoding.ts';
import type { DocumentSource } from './source.ts';

const ENTRY_LIMIT = 2_000;
const INFLATED_LIMIT = 256 * 1024 * 1024;
/** Spreadsheet XML packs 5 to 40 times; what packs better than this and is large is no spreadsheet. */
const RATIO_LIMIT = 200, RATIO_FROM = 32 * 1024 * 1024;

export class ZipArchive {
  private inflated = 0;
  private readonly file: yauzl.ZipFile;
  private readonly entries: ReadonlyMap<string, yauzl.Entry>;

  private constructor(file: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>) {
    this.file = file;
    this.entries = entries;
  }

  static async open(source: DocumentSource): Promise<ZipArchive> {
    const options = { lazyEntries: true, autoClose: false } as const;
    let file: yauzl.ZipFile | null = null;
    try {
      file = await (typeof source === 'string' ? yauzl.openPromise(source, options) : yauzl.fromBufferPromise(Buffer.from(source.buffer, source.byteOffset, source.byteLength), options));
      if (file.entryCount > ENTRY_LIMIT) throw bomb(`${file.entryCount} entries; at most ${ENTRY_LIMIT} are read`);
      const entries = new Map<string, yauzl.Entry>();
      for await (const entry of file.eachEntry()) {
        if (entries.size >= ENTRY_LIMIT) throw bomb(`more than ${ENTRY_LIMIT} entries`);
        if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
      }
      return new ZipArchive(file, entries);
    } catch (error) {
      file?.close();
      throw broken(error);
    }
  }

  has(name: string): boolean { return this.entries.has(name); }
  names(): string[] { return [...this.entries.keys()]; }
  close(): void { this.file.close(); }

  /** The text of an entry in pieces: UTF-8, or UTF-16 with a byte order mark. Stop iterating to stop inflating. */
  async *text(name: string, signal?: AbortSignal): AsyncGenerator<string> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Refusal('document-broken', `The archive lacks its part "${name.slice(0, 80)}".`);
    if (entry.isEncrypted()) throw new Refusal('document-encrypted', 'The archive is protected with a password: save it without one.');
    let bytes = 0, decoder: InstanceType<typeof TextDecoder> | null = null;
    try {
      const stream = await this.file.openReadStreamPromise(entry);
      for await (const piece of stream as AsyncIterable<Uint8Array>) {
        signal?.throwIfAborted();
        bytes += piece.length;
        this.inflated += piece.length;
        if (this.inflated > INFLATED_LIMIT) throw bomb(`more than ${INFLATED_LIMIT / 1048576} MiB unpacked`);
        if (bytes > RATIO_FROM && bytes > RATIO_LIMIT * entry.compressedSize) throw bomb(`"${name.slice(0, 80)}" grows more than ${RATIO_LIMIT} times`);
        decoder ??= new TextDecoder(encodingOfHead(piece) ?? 'utf-8');
        yield decoder.decode(piece, { stream: true });
      }
    } catch (error) { throw signal?.aborted ? error : broken(error); }
    if (decoder !== null) yield decoder.decode();
  }
}

function bomb(what: string): Refusal { return new Refusal('document-bomb', `The archive has ${what}: it is not read.`); }

function broken(error: unknown): unknown {
  if (error instanceof Refusal) return error;
  return new Refusal('document-broken', `The archive is damaged or cut: ${error instanceof Error ? error.message.slice(0, 160) : 'it cannot be read'}.`);
}
