/** Files of the inputs, one by one: named ones, those of folders at any depth by name, bytes in memory. Links in folders are not followed. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';
import { isCandidate, isHidden, isSidecar, SIDECAR_LIMIT } from './endings.ts';
import type { AdvisoryLimits } from './limits.ts';
import { bytesSource, fileSource, type Source } from './source.ts';

/** A path of a file or folder, or bytes under a name, with their hashes and signature if there are any. */
export type Input = string | { readonly name: string; readonly bytes: Uint8Array; readonly sidecars?: Readonly<Partial<Record<Ending, Uint8Array>>> | undefined };
export type Ending = '.sha256' | '.sha512' | '.asc' | '.sig';
export type Sidecars = (ending: Ending) => Promise<Uint8Array | null>;

export interface Place { readonly source: Source; readonly sidecars: Sidecars; /** Given by a person, not met in a folder. */ readonly named: boolean }
export type Placed = Place | { readonly name: string; readonly refused: AdvisoryRefusal } | { readonly name: string; readonly passedOver: string };

const FOLDERS_DEEP = 40;

export async function* places(inputs: readonly Input[], limits: AdvisoryLimits, signal?: AbortSignal): AsyncGenerator<Placed> {
  let files = 0;
  const isOver = (): boolean => ++files > limits.files;

  async function* folder(path: string, depth: number): AsyncGenerator<Placed> {
    const entries = (await readdir(path, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    const names = new Set(entries.map((entry) => entry.name));
    for (const entry of entries) {
      signal?.throwIfAborted();
      const full = join(path, entry.name);
      if (isSidecar(entry.name) && names.has(entry.name.replace(/\.[^.]+$/, ''))) continue;
      if (isHidden(entry.name)) { yield { name: full, passedOver: 'hidden' }; continue; }
      if (entry.isDirectory()) {
        if (depth >= FOLDERS_DEEP) yield {
          name: full,
          refused: new AdvisoryRefusal(
            'advisory-too-many', `Folders are nested over more than ${FOLDERS_DEEP} levels; at most ${FOLDERS_DEEP} are looked into.`, { limit: FOLDERS_DEEP },
          ),
        };
        else yield* folder(full, depth + 1);
      } else if (!entry.isFile()) yield { name: full, passedOver: entry.isSymbolicLink() ? 'link' : 'other-ending' };
      else if (!isCandidate(entry.name)) yield { name: full, passedOver: 'other-ending' };
      else if (isOver()) { yield {
        name: full,
        refused: new AdvisoryRefusal('advisory-too-many', `There are more than ${limits.files} files; at most so many are read.`, { limit: limits.files }),
      }; return; }
      else yield {
        source: fileSource(full, (await stat(full)).size), named: false,
        sidecars: (ending) => (names.has(entry.name + ending) ? small(full + ending) : Promise.resolve(null)),
      };
    }
  }

  for (const input of inputs) {
    if (typeof input !== 'string') {
      yield { source: bytesSource(input.name, input.bytes), named: true, sidecars: (ending) => Promise.resolve(input.sidecars?.[ending] ?? null) };
      continue;
    }
    try {
      const found = await stat(input);
      if (found.isDirectory()) yield* folder(input, 1);
      else yield { source: fileSource(input, found.size), named: true, sidecars: (ending) => small(input + ending) };
    } catch (error) {
      signal?.throwIfAborted();
      yield {
        name: input,
        refused: new AdvisoryRefusal('advisory-unreadable', `The file cannot be read: ${error instanceof Error ? error.message.slice(0, 200) : 'unknown reason'}.`),
      };
    }
  }
}

/** A small file, or null when there is none. */
async function small(path: string): Promise<Uint8Array | null> {
  try { return (await stat(path)).size > SIDECAR_LIMIT ? new Uint8Array() : await readFile(path); } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
