/** One job of ASSESS: matching, or reading a delivery of advisories. */
import { rm, stat } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { assess } from '@wardkeep/loop/assess/index';
import type { Quarantined } from '@wardkeep/model';
import { readAdvisories } from '../advisories/read.ts';
import { assessKnowledge } from '../assess-rules.ts';
import { importBundle } from '../feeds/bundle.ts';
import { AdvisoryFolder } from '../feeds/folder.ts';
import { BundleRefusal } from '../feeds/refusal.ts';
import type { Answer, Job, Reading, ReadJob } from './messages.ts';

const say = (answer: Answer) => { parentPort!.postMessage(answer); };
const job = workerData as Job;

try {
  if (job.kind === 'match') say({ kind: 'matched', result: assess(job.assets, job.advisories, assessKnowledge()) });
  else say({ kind: 'reading', reading: await read(job) });
} catch (error) { say({ kind: 'fault', message: error instanceof Error ? error.stack ?? error.message : String(error) }); }

/** An offline bundle is checked as a whole before anything of it is read: a clock that is wrong or a file that was changed refuses all of it. */
async function read(job: ReadJob): Promise<Reading> {
  const { path, name, now } = job;
  if ((await stat(path)).isDirectory()) return readPlace(job);
  const unpacked = `${path}.bundle`;
  try {
    await importBundle(path, await AdvisoryFolder.open(unpacked), Date.parse(now));
    return await readPlace({ ...job, path: unpacked });
  } catch (error) {
    if (!(error instanceof BundleRefusal)) throw error;
    if (error.code === 'bundle-not-zip' || error.code === 'bundle-no-manifest') return await readPlace(job);
    return { advisories: [], knownExploited: null, predictions: null, quarantined: [{ file: name, code: error.code, message: error.message, params: error.params }], read: 1 };
  } finally { await rm(unpacked, { recursive: true, force: true }); }
}

async function readPlace({ path, name, now }: ReadJob): Promise<Reading> {
  let told = 0;
  const { documents, knownExploited, predictions, epss, kev, quarantined, passedOver } = await readAdvisories([path], {
    mode: 'full', onProgress: ({ files }) => { if (files - told >= 20) say({ kind: 'progress', read: told = files }); },
  });
  const today = now.slice(0, 10), named = (file: string) => file.replace(path, name).replace(/^\//, ''), whole = documents.length + quarantined.length + passedOver.length;
  return {
    advisories: documents.map(({ advisory, file, digest, signedBy, notes }) => ({ advisory, file: named(file), hash: digest, checked: { hash: false, signature: signedBy }, warnings: notes.map(({ code, params }) => ({ code, params })) })),
    knownExploited: kev === null ? null : { day: kev.releasedAt?.slice(0, 10) ?? today, rows: knownExploited },
    predictions: epss === null ? null : { day: epss.scoredOn?.slice(0, 10) ?? today, rows: predictions },
    quarantined: quarantined.map((each): Quarantined => ({ ...each, file: named(each.file) })), read: whole + (kev === null ? 0 : 1) + (epss === null ? 0 : 1),
  };
}
