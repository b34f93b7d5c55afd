/** Runs one job and ends: reading a file (an attacker's, perhaps) or resolving. What goes wrong in here cannot hurt the server. */
import { parentPort, workerData } from 'node:worker_threads';
import { isoMicros } from '@wardkeep/loop/see/inventory';
import { resolve } from '@wardkeep/loop/see/resolve/index';
import { headerKey } from '@wardkeep/formats/list/columns';
import { Refusal } from '@wardkeep/formats/refusal';
import type { SourceKind } from '@wardkeep/model';
import { InputError } from '../capture/source.ts';
import { Discoverer } from '../discover.ts';
import { readDocument } from '../documents/document.ts';
import type { Answer, Job, ReadJob, ReadOutcome } from './messages.ts';

const say = (answer: Answer): void => { parentPort!.postMessage(answer); };

async function run(job: Job): Promise<Answer> {
  if (job.kind === 'resolve') return { kind: 'assets', assets: resolve(job.input) };
  try {
    return { kind: 'outcome', outcome: job.input === 'capture' ? await readCapture(job) : await readList(job) };
  } catch (error) {
    if (error instanceof InputError || error instanceof Refusal) return { kind: 'outcome', outcome: { kind: 'refused', error: { code: error.code, params: { ...error.params, sentence: error.message } } } };
    throw error;
  }
}

async function readCapture(job: ReadJob): Promise<ReadOutcome> {
  const started = performance.now(), discoverer = new Discoverer(), { engine } = discoverer;
  let told = 0;
  await discoverer.read([{ path: job.path, name: job.name }], {
    onProgress: ({ bytesRead, frames }) => {
      if (performance.now() - told < 100) return;
      told = performance.now();
      say({ kind: 'progress', progress: { bytesRead, frames, assets: engine.endpoints.size } });
    },
  });
  return {
    kind: 'read', source: 'capture', witnesses: discoverer.witnesses(), warnings: engine.warnings(), leftOut: [], components: [],
    captures: discoverer.captures.map(({ name, frames, from, to }) => ({ name, frames, from: isoMicros(from), to: isoMicros(to) })),
    stats: { frames: engine.frames, bytes: engine.bytes, flows: engine.flows, seconds: (performance.now() - started) / 1000 },
  };
}

async function readList(job: ReadJob): Promise<ReadOutcome> {
  const started = performance.now(), result = await readDocument(job.path, { mapping: job.mapping === null ? null : { columns: job.mapping } });
  if (result.needsMapping && result.mapping !== null) return { kind: 'needs-mapping', proposal: result.mapping, fingerprint: headerKey(result.mapping) };
  return {
    kind: 'read', source: result.kind satisfies SourceKind, witnesses: result.witnesses, captures: [], warnings: result.warnings, leftOut: result.leftOut, components: result.components,
    stats: { frames: 0, bytes: 0, flows: 0, seconds: (performance.now() - started) / 1000 },
  };
}

try {
  say(await run(workerData as Job));
} catch (error) {
  say({ kind: 'fault', message: error instanceof Error ? error.message : String(error) });
}
