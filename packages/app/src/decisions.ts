/** A person's word: correct, merge, split, delete, and undo, each with a reason. It outlives every later import. */
import { type Attribute, isRole } from '@wardkeep/model';
import { isUuid, newId, type Store, type Tx, type TxContext } from '@wardkeep/store';
import { type AssetFull, readAssets } from '@wardkeep/store/queries/assets';
import { type DecisionRow, insertDecision, type NewDecision, readDecision, readDecisionsOf, undoDecision } from '@wardkeep/store/queries/decisions';
import { lockInstitution } from '@wardkeep/store/queries/institutions';
import { writeColumns } from '@wardkeep/store/queries/inventory';
import { AppError } from './errors.ts';
import { columnsOf, type Machine } from './machine.ts';
import type { Resolve } from './ports.ts';
import { correctionsOf, groupingOf, withResolution, writeInventory } from './resolution.ts';
import type { Actor } from './views.ts';

const REASON_LENGTH = 500, VALUE_LENGTH = 256;

export interface Deciding { readonly store: Store; readonly resolve: Resolve; readonly actor: Actor; readonly now: Date }

export async function correct(on: Deciding, input: { assetId: string; attribute: Attribute; value: string | null; reason: string }): Promise<DecisionRow> {
  const { attribute } = input, value = input.value === null ? null : input.value.trim();
  if (attribute === 'software') throw new AppError('attribute-not-correctable', { attribute });
  if (value !== null && (value === '' || value.length > VALUE_LENGTH || (attribute === 'role' && !isRole(value)))) throw new AppError('value-invalid', { attribute });
  return decideOne(on, input, { kind: 'correct', attribute, value });
}

export async function remove(on: Deciding, input: { assetId: string; reason: string }): Promise<DecisionRow> {
  return decideOne(on, input, { kind: 'delete', attribute: null, value: null });
}

/** A decision that changes no grouping: one asset's columns, at once. */
async function decideOne(on: Deciding, input: { assetId: string; reason: string }, what: Pick<NewDecision, 'kind' | 'attribute' | 'value'>): Promise<DecisionRow> {
  const reason = reasonOf(input.reason);
  return on.store.transaction(contextOf(on.actor), async (tx) => {
    await lockInstitution(tx);
    const asset = (await demandAssets(tx, [input.assetId]))[0]!;
    const row = await insertDecision(tx, { ...signed(on, reason), ...what, assetId: asset.row.id, parts: [asset.keys], addresses: [] });
    await recompute(tx, asset);
    return row;
  });
}

export async function merge(on: Deciding, input: { ids: readonly string[]; reason: string }): Promise<DecisionRow> {
  const ids = [...new Set(input.ids)], reason = reasonOf(input.reason);
  if (ids.length < 2) throw new AppError('merge-needs-two');
  return regroup(on, async (tx) => ({ ...signed(on, reason), kind: 'merge', assetId: ids[0]!, parts: (await demandAssets(tx, ids)).map((asset) => asset.keys), attribute: null, value: null, addresses: [] }));
}

export async function split(on: Deciding, input: { assetId: string; addresses: readonly string[]; reason: string }): Promise<DecisionRow> {
  const addresses = [...new Set(input.addresses)], reason = reasonOf(input.reason);
  return regroup(on, async (tx) => {
    const asset = (await demandAssets(tx, [input.assetId]))[0]!, machine = asset.machine as Machine, has = [...machine.macs, ...machine.ips];
    if (addresses.length === 0 || addresses.length >= has.length || !addresses.every((address) => has.includes(address))) throw new AppError('split-addresses');
    return { ...signed(on, reason), kind: 'split', assetId: asset.row.id, parts: [asset.keys], attribute: null, value: null, addresses };
  });
}

/** A decision about what belongs together: everything is resolved again. */
async function regroup(on: Deciding, plan: (tx: Tx) => Promise<NewDecision>): Promise<DecisionRow> {
  return withResolution(on, contextOf(on.actor), async (tx) => {
    const decision = await plan(tx);
    return { decision, grouping: groupingOf(decision) };
  }, async (tx, { decision }, resolution) => {
    const row = await insertDecision(tx, decision);
    await writeInventory(tx, resolution, null);
    return row;
  });
}

export async function undo(on: Deciding, id: string): Promise<DecisionRow> {
  const { store, actor, now } = on;
  const inForce = async (tx: Tx) => {
    const row = isUuid(id) ? await readDecision(tx, id) : undefined;
    if (!row) throw new AppError('decision-not-found', { id });
    if (row.undone_at !== null) throw new AppError('decision-undone');
    return row;
  };
  const { kind } = await store.transaction(contextOf(actor), inForce);
  const mark = async (tx: Tx) => {
    const row = await undoDecision(tx, id, now, actor.personName);
    if (!row) throw new AppError('decision-undone');
    return row;
  };
  if (kind === 'merge' || kind === 'split') {
    return withResolution(on, contextOf(actor), async (tx) => { await inForce(tx); return { undone: id }; }, async (tx, _, resolution) => {
      const row = await mark(tx);
      await writeInventory(tx, resolution, null);
      return row;
    });
  }
  return store.transaction(contextOf(actor), async (tx) => {
    await lockInstitution(tx);
    const row = await mark(tx);
    for (const asset of await readAssets(tx, [row.asset_id])) await recompute(tx, asset);
    return row;
  });
}

function contextOf({ institutionId, personId }: Actor): TxContext { return { institutionId, personId }; }

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

function signed({ actor, now }: Deciding, reason: string) { return { id: newId(now.getTime()), reason, byId: actor.personId, byName: actor.personName, at: now }; }

function reasonOf(text: string): string {
  const reason = text.trim();
  if (reason === '' || reason.length > REASON_LENGTH) throw new AppError('reason-missing', { max: REASON_LENGTH });
  return reason;
}
