/** A person's word: correct, merge, split, delete, and undo, each with a reason. It outlives every later import. */
import { type Attribute, isRole } from '@wardkeep/model';
import { isUuid, type Tx } from '@wardkeep/store';
import { type AssetFull, readAssets } from '@wardkeep/store/queries/assets';
import { type DecisionRow, readDecision, readDecisionsOf, undoDecision } from '@wardkeep/store/queries/decisions';
import { beginRevision } from '@wardkeep/store/queries/institutions';
import { writeColumns } from '@wardkeep/store/queries/inventory';
import { AppError } from './errors.ts';
import { columnsOf, type Machine } from './machine.ts';
import type { Resolve } from './ports.ts';
import { correctionsOf, recordDecision, resolveAll } from './resolution.ts';
import type { Actor } from './views.ts';

const REASON_LENGTH = 500, VALUE_LENGTH = 256;

export interface Deciding { readonly tx: Tx; readonly actor: Actor; readonly now: Date; readonly resolve: Resolve }

export async function correct({ tx, actor, now }: Deciding, input: { assetId: string; attribute: Attribute; value: string | null; reason: string }): Promise<DecisionRow> {
  const { attribute } = input, value = input.value === null ? null : input.value.trim();
  if (attribute === 'software') throw new AppError('attribute-not-correctable', { attribute });
  if (value !== null && (value === '' || value.length > VALUE_LENGTH || (attribute === 'role' && !isRole(value)))) throw new AppError('value-invalid', { attribute });
  const reason = reasonOf(input.reason);
  await beginRevision(tx);
  const asset = (await demandAssets(tx, [input.assetId]))[0]!;
  const row = await recordDecision(tx, { ...blank(actor, now, reason), kind: 'correct', assetId: asset.row.id, parts: [asset.keys], attribute, value });
  await recompute(tx, asset);
  return row;
}

export async function remove({ tx, actor, now }: Deciding, input: { assetId: string; reason: string }): Promise<DecisionRow> {
  const reason = reasonOf(input.reason);
  await beginRevision(tx);
  const asset = (await demandAssets(tx, [input.assetId]))[0]!;
  const row = await recordDecision(tx, { ...blank(actor, now, reason), kind: 'delete', assetId: asset.row.id, parts: [asset.keys] });
  await recompute(tx, asset);
  return row;
}

export async function merge({ tx, actor, now, resolve }: Deciding, input: { ids: readonly string[]; reason: string }): Promise<DecisionRow> {
  const ids = [...new Set(input.ids)], reason = reasonOf(input.reason);
  if (ids.length < 2) throw new AppError('merge-needs-two');
  await beginRevision(tx);
  const assets = await demandAssets(tx, ids);
  const row = await recordDecision(tx, { ...blank(actor, now, reason), kind: 'merge', assetId: ids[0]!, parts: assets.map((asset) => asset.keys) });
  await resolveAll(tx, resolve, null);
  return row;
}

export async function split({ tx, actor, now, resolve }: Deciding, input: { assetId: string; addresses: readonly string[]; reason: string }): Promise<DecisionRow> {
  const addresses = [...new Set(input.addresses)], reason = reasonOf(input.reason);
  await beginRevision(tx);
  const asset = (await demandAssets(tx, [input.assetId]))[0]!, machine = asset.machine as Machine;
  const has = [...machine.macs, ...machine.ips];
  if (addresses.length === 0 || addresses.length >= has.length || !addresses.every((address) => has.includes(address))) throw new AppError('split-addresses');
  const row = await recordDecision(tx, { ...blank(actor, now, reason), kind: 'split', assetId: asset.row.id, parts: [asset.keys], addresses });
  await resolveAll(tx, resolve, null);
  return row;
}

export async function undo({ tx, actor, now, resolve }: Deciding, id: string): Promise<DecisionRow> {
  if (!isUuid(id)) throw new AppError('decision-not-found', { id });
  await beginRevision(tx);
  const row = await undoDecision(tx, id, now, actor.personName);
  if (!row) throw (await readDecision(tx, id)) ? new AppError('decision-undone') : new AppError('decision-not-found', { id });
  if (row.kind === 'merge' || row.kind === 'split') await resolveAll(tx, resolve, null);
  else for (const asset of await readAssets(tx, [row.asset_id])) await recompute(tx, asset);
  return row;
}

/** The list's columns again, after a decision that changes no grouping. */
async function recompute(tx: Tx, { row, machine }: AssetFull): Promise<void> {
  const inForce = (await readDecisionsOf(tx, row.id)).filter((each) => each.undone_at === null);
  await writeColumns(tx, columnsOf(row.id, machine as Machine, correctionsOf(inForce), inForce.some((each) => each.kind === 'delete')));
}

async function demandAssets(tx: Tx, ids: readonly string[]): Promise<AssetFull[]> {
  const assets = await readAssets(tx, ids), found = new Set(assets.filter((asset) => !asset.row.hidden).map((asset) => asset.row.id));
  for (const id of ids) if (!found.has(id)) throw new AppError('asset-not-found', { id });
  return assets;
}

function blank(actor: Actor, at: Date, reason: string) { return { attribute: null, value: null, addresses: [], reason, byId: actor.personId, byName: actor.personName, at }; }

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason === '' || reason.length > REASON_LENGTH) throw new AppError('reason-missing', { max: REASON_LENGTH });
  return reason;
}
