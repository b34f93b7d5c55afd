/** Plays the chunks of a run: what one worker does. */
import { Arrivals, type Kernel } from './kernel.ts';
import { type ChunkMoments, CHUNK_SAMPLES, ChunkTally, emptyMoments } from './tally.ts';

/** Hours of consecutive samples: a row for each, `Infinity` where a step was not reached; what follows the rows is of earlier samples. */
export interface Hours { readonly rows: number; readonly hours: Float64Array }

/** Cells of a matrix: 8 MB, or what 16 rows need. The more rows, the more of a step's hours are counted at a time. */
const CELLS = 1 << 20, ROWS = 16;
/** Chunks that one message reports: some milliseconds of work, or one. How a run is cut is no part of its result. */
export const chunksPerBlock = (steps: number): number => Math.min(64, Math.max(1, Math.floor(0x2000 / steps)));
export const chunkCount = (samples: number): number => Math.ceil(samples / CHUNK_SAMPLES);

export class Player {
  private readonly steps: number;
  private readonly samples: number;
  private readonly arrivals: Arrivals;
  private readonly tally: ChunkTally;
  /** Rows of a matrix. */
  private readonly most: number;
  private matrix: Float64Array | null = null;

  /** `samples`: of the whole run; the last chunk may be shorter. */
  constructor(kernel: Kernel, samples: number) {
    this.steps = kernel.steps;
    this.samples = samples;
    this.arrivals = new Arrivals(kernel);
    this.tally = new ChunkTally(kernel.steps);
    this.most = Math.max(ROWS, Math.floor(CELLS / kernel.steps));
  }

  /**
   * Hands out the hours matrix by matrix, and gives the moments of the chunks. `onHours` may keep or move a matrix, and gives one to use next, of the same length: the same,
   * or another; null: there is none. `onSample` is called after each.
   */
  play(fromChunk: number, toChunk: number, onHours: (hours: Hours) => Float64Array | null, onSample: () => void): ChunkMoments {
    const { steps, arrivals, tally } = this, moments = emptyMoments(steps, toChunk - fromChunk), last = Math.min(this.samples, toChunk * CHUNK_SAMPLES);
    for (let sample = fromChunk * CHUNK_SAMPLES; sample < last;) {
      const rows = Math.min(this.most, last - sample), hours: Float64Array = this.matrix ?? new Float64Array(this.most * steps);
      // Row `from` is the first that the tally does not have; a chunk may end inside of a matrix.
      for (let row = 0, from = 0; row < rows; row++) {
        arrivals.run(sample++);
        hours.set(arrivals.done, row * steps);
        onSample();
        const ends = sample % CHUNK_SAMPLES === 0 || sample === last;
        if (!ends && row < rows - 1) continue;
        tally.add(hours, from, row + 1);
        from = row + 1;
        if (ends) tally.close(moments, Math.ceil(sample / CHUNK_SAMPLES) - 1 - fromChunk);
      }
      this.matrix = onHours({ rows, hours });
    }
    return moments;
  }
}
