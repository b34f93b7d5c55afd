/** Takes blocks of a run until none is left. Blocks are taken in order and finished, so what was played when a run is stopped has no gap. */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { chunksPerBlock, Player } from '@wardkeep/loop/simulate/play';
import { CONTROL, type PlayAnswer, type PlayOrder } from './messages.ts';

/** A matrix that comes back empty is used again: hours are much, and a garbage collector comes late to what is outside of its heap. */
const returned = (): Float64Array | null => (receiveMessageOnPort(parentPort!)?.message as Float64Array | undefined) ?? null;
const say = (answer: PlayAnswer, ...moved: ArrayBufferView[]) => { parentPort!.postMessage(answer, moved.map((own) => own.buffer as ArrayBuffer)); };

try {
  const { kernel, samples, fromChunk, toChunk, control } = workerData as PlayOrder, player = new Player(kernel, samples), perBlock = chunksPerBlock(kernel.steps);
  while (Atomics.load(control, CONTROL.stop) === 0) {
    const block = Atomics.add(control, CONTROL.next, 1), from = fromChunk + block * perBlock;
    if (from >= toChunk) break;
    const moments = player.play(from, Math.min(toChunk, from + perBlock), (hours) => { say({ kind: 'hours', hours }, hours.hours); return returned(); }, () => { Atomics.add(control, CONTROL.played, 1); });
    say({ kind: 'block', block, moments }, moments.counts, moments.means, moments.squares);
  }
  say({ kind: 'end' });
} catch (error) { say({ kind: 'fault', message: error instanceof Error ? error.stack ?? error.message : String(error) }); }
