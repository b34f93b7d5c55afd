/** One job of ASSESS: matching, or reading a delivery of advisories. */
import { parentPort, workerData } from 'node:worker_threads';
import { assess } from '@wardkeep/loop/assess/index';
import type { Quarantined } from '@wardkeep/model';
import { readAdvisories } from '../advisories/read.ts';
import { assessKnowledge } from '../assess-rules.ts';
import type { Answer, Job, Reading, ReadJob } from './messages.ts';

const say = (answer: Answer) => { parentPort!.postMessage(answer); };
const job = workerData as Job;

try {
  if (job.kind === 'match') say({ kind: 'matched', result: assess(job.assets, job.advisories, assessKnowledge()) });
  else say({ kind: 'reading', reading: await read(job) });
} catch (error) { say({ kind: 'fault', message: error instanceof Error ? error.stack ?? error.message : String(error) }); }

async function read({ path, name, now }: ReadJob): Promise<Reading> {
  let told = 0;
  const { documents, knownExploited, predictions, epss, kev, quarantined, passedOver } = await readAdvisories([path], {
    mode: 'full', onProgress: ({ files }) => { if (files - told >= 20) say({ kind: 'progress', read: told = files }); },
  });
  const today = now.slice(0, 10), named = (file: string) => file.replace(path, name), whole = documents.length + quarantined.length + passedOver.length;
  return {
    advisories: documents.map(({ advisory, file, digest, signedBy, notes }) => ({ advisory, file: named(file), hash: digest, checked: { hash: false, signature: signedBy }, warnings: notes.map(({ code, params }) => ({ code, params })) })),
    knownExploited: kev === null ? null : { day: kev.releasedAt?.slice(0, 10) ?? today, rows: knownExploited },
    predictions: epss === null ? null : { day: epss.scoredOn?.slice(0, 10) ?? today, rows: predictions },
    quarantined: quarantined.map((each): Quarantined => ({ ...each, file: named(each.file) })), read: whole + (kev === null ? 0 : 1) + (epss === null ? 0 : 1),
  };
}
