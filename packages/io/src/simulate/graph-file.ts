/** An `attack-graph/1` from a file: bounded in bytes and depth before anything is parsed. */
import { readFile, stat } from 'node:fs/promises';
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';
import { type ReadGraph, readAttackGraph } from '@wardkeep/loop/simulate/read';
import { parseJson } from '../advisories/json.ts';

/** 100,000 hosts with 600,000 edges have about 35 MB. Small values cost most: parsed, a file of nothing but brackets takes eleven times its size. */
export const GRAPH_BYTES_LIMIT = 64 << 20;
/** `attack-graph/1` has four. */
const DEPTH_LIMIT = 16;

/** Throws what the file system says; what is wrong in the file comes back as errors. */
export async function readGraphFile(path: string): Promise<ReadGraph> {
  const { size } = await stat(path);
  if (size > GRAPH_BYTES_LIMIT) return refused(`The file has ${size} bytes; at most ${GRAPH_BYTES_LIMIT} are read.`);
  const bytes = await readFile(path);
  try { return readAttackGraph(parseJson(bytes, DEPTH_LIMIT)); } catch (error) {
    if (error instanceof AdvisoryRefusal) return refused(error.message);
    throw error;
  }
}

const refused = (message: string): ReadGraph => ({ graph: null, errors: [{ code: 'graph-format', place: '', message }], errorCount: 1 });
