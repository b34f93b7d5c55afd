/** Parses one graph file. In a thread of its own, as a stranger's JSON may need more memory than there is: then the thread ends, and its heap with it. */
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';
import { type ReadGraph, readAttackGraph } from '@wardkeep/loop/simulate/read';
import { parseJson } from '../advisories/json.ts';

/** `attack-graph/1` has four. */
const DEPTH_LIMIT = 16;

/** Objects and lists: two a step, one an edge. Empty ones cost twenty times their bytes. */
const CONTAINER_LIMIT = 8_000_000;

function read(path: string): ReadGraph {
  try {
    const bytes = readFileSync(path), containers = countContainers(bytes);
    return containers > CONTAINER_LIMIT ? refused(`The file has ${containers} objects and lists; at most ${CONTAINER_LIMIT} are read.`) : readAttackGraph(parseJson(bytes, DEPTH_LIMIT));
  } catch (error) {
    if (error instanceof AdvisoryRefusal) return refused(error.message);
    throw error;
  }
}

const refused = (message: string): ReadGraph => ({ graph: null, errors: [{ code: 'graph-format', place: '', message }], errorCount: 1 });

/** Brackets that open, strings skipped. */
function countContainers(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte === 0x7b || byte === 0x5b) count++;
    else if (byte === 0x22) for (at++; at < bytes.length && bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c) at++;
  }
  return count;
}

parentPort!.postMessage(read(workerData as string));
