/** Loads the invented region once: `<folder>/hospital/*` and `<folder>/social-care/*`, each in the order of its names. */
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { CareServiceInput } from './assess-views.ts';
import type { OpenedApp } from './open.ts';
import { RESTING } from './progress.ts';
import { EXAMPLE_INSTITUTIONS } from './people.ts';
import type { Actor, ImportState, PermissionRecord } from './views.ts';

const CAPTURE = /\.(pcap|pcapng|cap)(\.gz)?$/i;
const PERMISSION: PermissionRecord = { permittedBy: 'Invented for the example', role: 'owner', place: 'example', window: 'example', staffInformed: true, keepFile: false };

/** Imports what is not there yet and waits for it. Lists take the columns that were proposed. `say` gets a line a file. */
export async function ensureExample(app: OpenedApp, folder: URL | string, say: (line: string) => void = () => {}): Promise<void> {
  const actors = await app.seedExample(), root = typeof folder === 'string' ? folder : fileURLToPath(folder);
  for (const { folder: name } of EXAMPLE_INSTITUTIONS) {
    const path = join(root, name);
    if (!existsSync(path)) continue;
    const actor = actors[name], there = new Set((await app.imports(actor)).filter((each) => each.state === 'done').map((each) => each.name));
    for (const file of (await readdir(path)).filter((each) => !each.startsWith('.') && !/\.(md|txt)$/i.test(each)).sort()) {
      if (there.has(file)) continue;
      const state = await importFile(app, actor, join(path, file), file);
      say(`${name}/${file}: ${state}`);
    }
    await nameServices(app, actor, join(path, SERVICES));
  }
  await deliverAdvisories(app, actors.hospital!, join(root, '..', 'advisories'), say);
  await app.assessed();
}

const SERVICES = '.care-services.json', UNDER_WAY = new Set(['waiting', 'reading']);

/** Care services of the example, when nobody named any yet. */
async function nameServices(app: OpenedApp, actor: Actor, path: string): Promise<void> {
  if (!existsSync(path) || (await app.careServices(actor)).length > 0) return;
  for (const service of JSON.parse(await readFile(path, 'utf8')) as readonly Omit<CareServiceInput, 'id'>[]) await app.saveCareService(actor, { ...service, id: null });
}

/** Invented advisories, KEV and EPSS for the whole region, once, in one delivery. */
async function deliverAdvisories(app: OpenedApp, actor: Actor, folder: string, say: (line: string) => void): Promise<void> {
  const name = 'advisories.zip', there = (await app.feeds(actor)).intakes.some((intake) => intake.name === name && intake.state === 'done');
  if (there || !existsSync(folder)) return;
  const { ZipFile } = await import('yazl'), zip = new ZipFile();
  for (const file of (await readdir(folder)).filter((each) => /\.(json|csv)$/.test(each)).sort()) zip.addFile(join(folder, file), file);
  zip.end();
  const { id } = await app.importAdvisories(actor, { name, stream: zip.outputStream as unknown as AsyncIterable<Uint8Array>, bytes: null });
  let intake = await app.intake(actor, id);
  while (UNDER_WAY.has(intake.state)) { await sleep(50); intake = await app.intake(actor, id); }
  say(`${name}: ${intake.state}, ${intake.added} advisories`);
}

async function importFile(app: OpenedApp, actor: Actor, path: string, name: string): Promise<ImportState> {
  const kind = CAPTURE.test(name) ? 'capture' : 'document', permission = kind === 'capture' ? { ...PERMISSION, place: `example ${name}` } : null;
  const { id } = await app.startImport(actor, { name, stream: createReadStream(path), bytes: (await stat(path)).size }, { kind, permission });
  const state = await settled(app, actor, id);
  if (state !== 'needs-mapping') return state;
  const proposal = (await app.import(actor, id)).mapping!;
  await app.confirmMapping(actor, id, proposal.columns.map(({ index, field }) => ({ index, field })));
  return settled(app, actor, id);
}

async function settled(app: OpenedApp, actor: Actor, id: string): Promise<ImportState> {
  let state: ImportState = 'waiting';
  for await (const progress of app.progress(actor, id, new AbortController().signal)) if (RESTING.has(state = progress.state)) break;
  return state;
}
