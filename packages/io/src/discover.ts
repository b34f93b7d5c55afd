/** The whole of SEE on files: read, observe, resolve. What `wardkeep see` runs and what an import runs in its worker. */
import { randomInt } from 'node:crypto';
import { basename } from 'node:path';
import type { ResolvedAsset, ResolveSource, SeeWarning, Witness } from '@wardkeep/model';
import { DIALECTS } from '@wardkeep/loop/see/dialects';
import { SeeEngine } from '@wardkeep/loop/see/engine';
import { resolveEach } from '@wardkeep/loop/see/resolve/index';
import { CaptureWitnesses, witnessesOf } from '@wardkeep/loop/see/witness';
import { type CaptureInput, type CaptureSummary, readCaptures, type ReadOptions } from './capture/read.ts';
import { knowledge } from './knowledge.ts';

export interface Discovery {
  readonly captures: readonly CaptureSummary[];
  readonly assets: readonly ResolvedAsset[];
  readonly warnings: readonly SeeWarning[];
  readonly stats: { readonly frames: number; readonly bytes: number; readonly flows: number };
  /** Frames that contain each layer and datagram protocol; conversations that contain each stream protocol. */
  readonly protocols: { readonly frames: Readonly<Record<string, number>>; readonly conversations: Readonly<Record<string, number>> };
}

/** Inputs in a fixed order, so that the order in which they were named changes nothing. */
export function captureInputs(paths: readonly string[]): CaptureInput[] {
  return paths.map((path) => ({ path, name: path === '-' ? 'stdin' : basename(path) })).sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.path < b.path ? -1 : 1));
}

export class Discoverer {
  private readonly know = knowledge();
  readonly engine = new SeeEngine(DIALECTS, randomInt(2 ** 32), (signal, text) => this.know.read(signal, text).length > 0);
  captures: CaptureSummary[] = [];

  async read(inputs: readonly CaptureInput[], options: ReadOptions): Promise<void> {
    this.captures = [];
    await readCaptures(inputs, this.engine, options, this.captures);
    this.engine.finish();
  }

  /** What was heard so far, by endpoint. */
  witnesses(): Witness[] { return witnessesOf(this.engine, this.know); }

  /** Assets so far, one by one in the order of their ids: a large site's never exist all at once. */
  assets(): Iterable<ResolvedAsset> {
    const source: ResolveSource = { kind: 'capture', at: 0, series: null, witnesses: new CaptureWitnesses(this.engine, this.know) };
    return resolveEach({ sources: [source], groupings: [] });
  }

  /** All of it at once; for large captures ask for `assets()` and the rest one by one. */
  result(): Discovery {
    const { engine } = this;
    return {
      captures: this.captures, assets: [...this.assets()], warnings: engine.warnings(), stats: { frames: engine.frames, bytes: engine.bytes, flows: engine.flows }, protocols: engine.protocols(),
    };
  }
}

export async function discover(inputs: readonly CaptureInput[], options: ReadOptions = {}): Promise<Discovery> {
  const discoverer = new Discoverer();
  await discoverer.read(inputs, options);
  return discoverer.result();
}
