/**
 * From witnesses to the inventory: all imports of the institution are resolved again together with what people decided, and what differs is written.
 *
 * Resolution takes seconds in a large institution, and an embedded database serves one transaction at a time. So it runs between two of them: the
 * first reads, the second checks that nothing it was made from has changed (else all begins again) and writes everything or nothing.
 */
import { createHash } from 'node:crypto';
import type { Attribute, Witness } from '@wardkeep/model';
import type { Store, Tx, TxContext } from '@wardkeep/store';
import { readAssets } from '@wardkeep/store/queries/assets';
import { type DecisionRow, moveDecisions, readDecisions } from '@wardkeep/store/queries/decisions';
import { type ChangeRow, readSources } from '@wardkeep/store/queries/imports';
import { type AssetWrite, deleteAssets, type KnownAsset, readKnownAssets, readKnownUses, type UseWrite, writeAssets, writeUses } from '@wardkeep/store/queries/inventory';
import { beginRevision, readInstitution } from '@wardkeep/store/queries/institutions';
import { AppError } from './errors.ts';
import { keepIds, type KeptIds } from './identity.ts';
import { columnsOf, type Correction, keepMachine, type Machine } from './machine.ts';
import type { Grouping, Resolve, ResolvedAsset, ResolveInput, ResolveSource, SourceKind } from './ports.ts';

/** What is about to change in what the institution knows. It is not in the database before `write`. */
export interface Change { readonly source?: ResolveSource; readonly superseded?: readonly string[]; readonly grouping?: Grouping; readonly undone?: string }

export interface Resolution { readonly sources: ResolveInput['sources']; readonly resolved: readonly ResolvedAsset[] }

/** What an import did to the inventory, compared with its predecessor where it has one. */
export interface ImportEffect {
  readonly seen: number;
  readonly counts: { readonly new: number; readonly changed: number; readonly gone: number; readonly unchanged: number };
  readonly changes: readonly ChangeRow[];
}

/** Changes kept of each kind for the report; the counts are exact. */
const CHANGES_KEPT = 1000;
/** How often resolution begins again because somebody else was quicker. */
const ATTEMPTS = 10;

class Overtaken extends Error {}

/** Plans a change, resolves with it, then calls `write`, which stores the change itself and `writeInventory`. */
export async function withResolution<T, C extends Change>(
  { store, resolve }: { readonly store: Store; readonly resolve: Resolve }, context: TxContext, plan: (tx: Tx) => Promise<C>, write: (tx: Tx, change: C, resolution: Resolution) => Promise<T>,
): Promise<T> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { revision, change, input } = await store.transaction(context, async (tx) => {
      const { revision } = (await readInstitution(tx))!; // first: what is read after it may be newer, never older
      const change = await plan(tx);
      return { revision, change, input: inputOf(change, await readSources(tx), await readDecisions(tx)) };
    });
    const resolved = await resolve(input);
    try {
      return await store.transaction(context, async (tx) => {
        if (!await beginRevision(tx, revision)) throw new Overtaken();
        return write(tx, change, { sources: input.sources, resolved });
      });
    } catch (error) { if (!(error instanceof Overtaken)) throw error; }
  }
  throw new AppError('overtaken');
}

function inputOf({ source, superseded = [], grouping, undone }: Change, rows: Awaited<ReturnType<typeof readSources>>, decisions: readonly DecisionRow[]): ResolveInput {
  const sources: ResolveSource[] = rows.filter((row) => !superseded.includes(row.importId)).map((row) => ({
    importId: row.importId, name: row.name, kind: row.kind as SourceKind, at: row.startedAt.getTime() * 1000, series: row.series, witnesses: row.witnesses as Witness[],
  }));
  if (source) sources.push(source);
  return {
    sources: sources.sort((a, b) => a.at - b.at || (a.importId < b.importId ? -1 : 1)),
    groupings: [...groupingsOf(decisions.filter((row) => row.id !== undone)), ...(grouping ? [grouping] : [])],
  };
}

/** Writes what differs from the inventory. `report`: the import whose effect is wanted, and the one before it that saw the same place or list. */
export async function writeInventory(tx: Tx, { sources, resolved }: Resolution, report: { importId: string; predecessor: string | null } | null): Promise<ImportEffect | null> {
  const decisions = await readDecisions(tx), known = await readKnownAssets(tx);
  const kept = keepIds(known, resolved, preferredIds(resolved, decisions));
  await followJoined(tx, kept, known, decisions);
  const inForce = byAsset(kept.joined.length > 0 ? await readDecisions(tx) : decisions);

  const knownById = new Map(known.map((asset) => [asset.id, asset]));
  const writes: AssetWrite[] = [], before = new Set<string>();
  for (const [index, asset] of resolved.entries()) {
    const id = kept.ids[index]!, own = inForce.get(id) ?? [], old = knownById.get(id);
    const machine = keepMachine(asset, sources);
    const hash = createHash('sha256').update(JSON.stringify([machine, asset.keys])).digest('base64url');
    if (old?.hash === hash && own.length === 0 && !old.hidden) continue;
    if (old && old.hash !== hash) before.add(id);
    writes.push({ columns: columnsOf(id, machine, correctionsOf(own), own.some((decision) => decision.kind === 'delete')), machine, hash, keys: asset.keys });
  }
  const effect = report === null ? null : await effectOf(tx, report, { sources, resolved, ids: kept.ids, knownById, before, writes });
  const alive = new Set(kept.ids);
  await deleteAssets(tx, known.filter((asset) => !alive.has(asset.id)).map((asset) => asset.id));
  await writeAssets(tx, writes);
  await writeChangedUses(tx, resolved, kept.ids, new Set(writes.map((write) => write.columns.id)));
  return effect;
}

export function correctionsOf(decisions: readonly DecisionRow[]): Correction[] {
  const last = new Map<string, Correction>();
  for (const { id, kind, attribute, value, undone_at } of decisions) if (kind === 'correct' && undone_at === null) last.set(attribute!, { id, attribute: attribute as Attribute, value });
  return [...last.values()];
}

function groupingsOf(decisions: readonly DecisionRow[]): Grouping[] {
  return decisions.flatMap((row) => groupingOf({ ...row, parts: row.parts as string[][] }) ?? []);
}

/** What a decision says about belonging together; undefined when it says nothing. */
export function groupingOf({ id, kind, parts, addresses }: { readonly id: string; readonly kind: string; readonly parts: readonly (readonly string[])[]; readonly addresses: readonly string[] }): Grouping | undefined {
  if (kind === 'merge') return { kind, id, parts };
  return kind === 'split' ? { kind, id, keys: parts[0] ?? [], addresses } : undefined;
}

/** A merge keeps the first asset's id; after a split the id stays with what keeps the other addresses. */
function preferredIds(resolved: readonly ResolvedAsset[], decisions: readonly DecisionRow[]): Map<number, string> {
  const byId = new Map(decisions.map((row) => [row.id, row])), out = new Map<number, string>();
  for (const [index, asset] of resolved.entries()) {
    const shaping = asset.groupings.flatMap((id) => byId.get(id) ?? []);
    const takenAway = shaping.some((row) => row.kind === 'split' && row.addresses.some((address) => asset.macs.includes(address) || asset.ips.includes(address)));
    if (shaping.length > 0 && !takenAway) out.set(index, shaping[0]!.asset_id);
  }
  return out;
}

/** Two assets turned out to be one: what people said about the vanished one now holds for the other, unless a person merged them (an undo must find it again). */
async function followJoined(tx: Tx, kept: KeptIds, known: readonly KnownAsset[], decisions: readonly DecisionRow[]): Promise<void> {
  if (kept.joined.length === 0) return;
  const mergedKeys = new Set(decisions.filter((row) => row.kind === 'merge').flatMap((row) => (row.parts as string[][]).flat()));
  const keysOf = new Map(known.map((asset) => [asset.id, asset.keys]));
  for (const { from, to } of kept.joined) if (!keysOf.get(from)!.some((key) => mergedKeys.has(key))) await moveDecisions(tx, from, to);
}

function byAsset(decisions: readonly DecisionRow[]): Map<string, DecisionRow[]> {
  const out = new Map<string, DecisionRow[]>();
  for (const row of decisions) { const list = out.get(row.asset_id); if (list) list.push(row); else out.set(row.asset_id, [row]); }
  return out;
}

interface EffectInput { readonly sources: ResolveInput['sources']; readonly resolved: readonly ResolvedAsset[]; readonly ids: readonly string[]; readonly knownById: ReadonlyMap<string, KnownAsset>; readonly before: ReadonlySet<string>; readonly writes: readonly AssetWrite[] }

async function effectOf(tx: Tx, report: { importId: string; predecessor: string | null }, { sources, resolved, ids, knownById, before, writes }: EffectInput): Promise<ImportEffect> {
  const indexOf = (importId: string | null) => sources.findIndex((source) => source.importId === importId);
  const now = indexOf(report.importId), then = indexOf(report.predecessor);
  const counts = { new: 0, changed: 0, gone: 0, unchanged: 0 }, changes: ChangeRow[] = [];
  const note = (change: ChangeRow) => { if (changes.length < CHANGES_KEPT * 3) changes.push(change); };
  const old = await readBefore(tx, ids.filter((id) => before.has(id))), written = new Map(writes.map((write) => [write.columns.id, write.machine as Machine]));
  let seen = 0;
  for (const [index, asset] of resolved.entries()) {
    const id = ids[index]!, here = asset.members.some((member) => member.source === now);
    if (!here) {
      if (then >= 0 && asset.members.some((member) => member.source === then)) { if (counts.gone++ < CHANGES_KEPT) note({ kind: 'gone', assetId: id, name: asset.name, attribute: null, before: null, after: null }); }
      continue;
    }
    seen++;
    if (!knownById.has(id)) { if (counts.new++ < CHANGES_KEPT) note({ kind: 'new', assetId: id, name: asset.name, attribute: null, before: null, after: null }); continue; }
    const differences = old.has(id) ? differencesOf(old.get(id)!, written.get(id)!) : [];
    if (differences.length === 0) counts.unchanged++;
    else if (counts.changed++ < CHANGES_KEPT) for (const difference of differences) note({ kind: 'changed', assetId: id, name: asset.name, ...difference });
  }
  return { seen, counts, changes };
}

async function readBefore(tx: Tx, ids: readonly string[]): Promise<Map<string, ReadonlyMap<Attribute, string | null>>> {
  const out = new Map<string, ReadonlyMap<Attribute, string | null>>();
  for (let at = 0; at < ids.length; at += 500) for (const { row, machine } of await readAssets(tx, ids.slice(at, at + 500))) out.set(row.id, valuesOf(machine as Machine));
  return out;
}

function valuesOf(machine: Machine): ReadonlyMap<Attribute, string | null> { return new Map(machine.attributes.map((attribute) => [attribute.attribute, attribute.value])); }

function differencesOf(before: ReadonlyMap<Attribute, string | null>, machine: Machine): { attribute: Attribute; before: string | null; after: string | null }[] {
  const after = valuesOf(machine);
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((attribute) => ({ attribute, before: before.get(attribute) ?? null, after: after.get(attribute) ?? null })).filter((each) => !sameValue(each.attribute, each.before, each.after));
}

/** A host name with another domain or in capitals is the same name, as its short form is. */
function sameValue(attribute: Attribute, before: string | null, after: string | null): boolean {
  if (attribute !== 'hostname' || before === null || after === null) return before === after;
  return before.split('.')[0]!.toLowerCase() === after.split('.')[0]!.toLowerCase();
}

/** Uses of assets that were written, and of those whose server's address has another owner now. */
async function writeChangedUses(tx: Tx, resolved: readonly ResolvedAsset[], ids: readonly string[], written: ReadonlySet<string>): Promise<void> {
  const owners = ownersOfAddresses(resolved, ids), stale = new Set(written);
  for (const use of await readKnownUses(tx)) if ((owners.get(use.serverAddress) ?? null) !== use.server) stale.add(use.client);
  const uses: UseWrite[] = [];
  for (const [index, asset] of resolved.entries()) if (stale.has(ids[index]!)) uses.push(...usesOf(asset, ids[index]!, owners));
  const alive = new Set(ids);
  await writeUses(tx, [...stale].filter((id) => alive.has(id)), uses);
}

/** An address belongs to whoever was seen with it last. */
function ownersOfAddresses(resolved: readonly ResolvedAsset[], ids: readonly string[]): Map<string, string> {
  const owners = new Map<string, { id: string; seen: number }>();
  for (const [index, asset] of resolved.entries()) for (const address of [...asset.ips, ...asset.macs]) {
    const seen = asset.lastSeen ?? 0, other = owners.get(address);
    if (!other || seen > other.seen) owners.set(address, { id: ids[index]!, seen });
  }
  return new Map([...owners].map(([address, { id }]) => [address, id]));
}

/** One row for each server, port, protocol and encryption: what several imports saw is added up. */
function usesOf(asset: ResolvedAsset, client: string, owners: ReadonlyMap<string, string>): UseWrite[] {
  const out = new Map<string, UseWrite>();
  for (const { server, port, protocol, encrypted, count, attributes } of asset.uses) {
    const key = `${server} ${port} ${protocol} ${encrypted}`, other = out.get(key);
    out.set(key, { client, serverAddress: server, port, protocol, encrypted, server: owners.get(server) ?? null, count: count + (other?.count ?? 0), attributes: { ...other?.attributes as object, ...attributes } });
  }
  return [...out.values()];
}
