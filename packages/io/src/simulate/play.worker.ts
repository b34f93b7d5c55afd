/** Takes blocks of a run until none is left. Blocks are taken in order and finished, so what was played when a run is stopped has no gap. */
import { parentPort, workerData } from 'node:worker_threads';
import { Player } from '@wardkeep/loop/simulate/play';
import { CONTROL, type PlayAnswer, type PlayOrder } from './messages.ts';

const say = (answer: PlayAnswer, buffers: readonly ArrayBufferLike[]) => { parentPort!.postMessage(answer, buffers as ArrayBuffer[]); };

try {
  const { kernel, samples, fromChunk, toChunk, chunksPerBlock, collect, control } = workerData as PlayOrder, player = new Player(kernel, samples, collect);
  const played = () => { Atomics.add(control, CONTROL.played, 1); };
  while (Atomics.load(control, CONTROL.stop) === 0) {
    const at = Atomics.add(control, CONTROL.next, 1), from = fromChunk + at * chunksPerBlock;
    if (from >= toChunk) break;
    const block = player.play(at, from, Math.min(toChunk, from + chunksPerBlock), played), { moments, slots, values } = block;
    say({ kind: 'block', block }, [slots.buffer, values.buffer, ...(moments === null ? [] : [moments.counts.buffer, moments.means.buffer, moments.squares.buffer])]);
  }
  const pages = player.pages();
  say({ kind: 'end', pages }, pages === null ? [] : [pages.keys.buffer, ...pages.slabs.map((slab) => slab.buffer)]);
} catch (error) { say({ kind: 'fault', message: error instanceof Error ? error.stack ?? error.message : String(error) }, []); }
