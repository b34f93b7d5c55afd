/** Who needs which asset: the care services over an inventory, and what of a service is lost when assets are lost together. */
import { type CareNeed, type CareNeedState, type CareService, roleEntry } from '@wardkeep/model';

export interface PlacedAsset { readonly id: string; readonly role: string | null }

/** Built once for an inventory; looking up a pair then costs the few services that name the asset or its role. */
export interface CareTwin {
  readonly services: readonly CareService[];
  readonly roleOf: ReadonlyMap<string, string | null>;
  readonly assetsOfRole: ReadonlyMap<string, number>;
  readonly servicesOfRole: ReadonlyMap<string, readonly CareService[]>;
  readonly servicesOfAsset: ReadonlyMap<string, readonly CareService[]>;
}

export function careTwin(services: readonly CareService[], assets: readonly PlacedAsset[]): CareTwin {
  const roleOf = new Map<string, string | null>(), assetsOfRole = new Map<string, number>(), servicesOfRole = new Map<string, CareService[]>(), servicesOfAsset = new Map<string, CareService[]>();
  for (const { id, role } of assets) {
    if (roleOf.has(id)) throw new Error(`Asset ${id} stands twice in the inventory; expected each id once.`);
    roleOf.set(id, role);
    if (role !== null) assetsOfRole.set(role, (assetsOfRole.get(role) ?? 0) + 1);
  }
  for (const service of services) for (const group of service.needs) for (const need of group.anyOf) {
    const map = need.kind === 'role' ? servicesOfRole : servicesOfAsset, key = need.kind === 'role' ? need.role : need.assetId, list = map.get(key) ?? [];
    if (!list.includes(service)) map.set(key, [...list, service]);
  }
  return { services, roleOf, assetsOfRole, servicesOfRole, servicesOfAsset };
}

/** The services that name the asset or its role, in their order. */
export function servicesNeeding({ services, servicesOfRole, servicesOfAsset }: CareTwin, { id, role }: PlacedAsset): readonly CareService[] {
  const byAsset = servicesOfAsset.get(id) ?? [], byRole = role === null ? [] : servicesOfRole.get(role) ?? [];
  if (byAsset.length === 0 || byRole.length === 0) return byAsset.length === 0 ? byRole : byAsset;
  return services.filter((service) => byAsset.includes(service) || byRole.includes(service));
}

/** A role is unknown need when it is medical or not known, and no service covers it: somebody must say what needs it. */
export function needStateOf(twin: CareTwin, asset: PlacedAsset): CareNeedState {
  if (servicesNeeding(twin, asset).length > 0) return 'named';
  return asset.role === null || asset.role === 'unknown' || roleEntry(asset.role)?.medical ? 'unknown' : 'none';
}

/** Assets that one advisory concerns: whoever uses it on one can use it on all, so they count as lost together. */
export interface AffectedTogether { readonly ids: ReadonlySet<string>; readonly byRole: ReadonlyMap<string, number> }

export function affectedTogether(assets: readonly PlacedAsset[]): AffectedTogether {
  const ids = new Set<string>(), byRole = new Map<string, number>();
  for (const { id, role } of assets) {
    if (ids.has(id)) continue;
    ids.add(id);
    if (role !== null) byRole.set(role, (byRole.get(role) ?? 0) + 1);
  }
  return { ids, byRole };
}

/**
 * What a service loses. `together`: part of it that stops when all affected assets are gone, 0–1. `share`: this asset's part of that, such that the
 * parts of a group's assets sum to the group's loss. `usual`: its part in normal use, when alternatives would take over. `members`: assets that serve the group.
 */
export interface Reliance { readonly share: number; readonly together: number; readonly usual: number; readonly lost: number; readonly members: number }

/** The group that loses most decides: all groups are needed. An asset in two groups counts with its larger part. */
export function relianceOf(service: CareService, asset: PlacedAsset, affected: AffectedTogether, twin: CareTwin): Reliance {
  let together = 0, best: Reliance = { share: 0, together: 0, usual: 0, lost: 0, members: 0 };
  for (const { anyOf } of service.needs) {
    const loss = groupLoss(anyOf, affected, twin);
    together = Math.max(together, loss);
    if (!anyOf.some((need) => (need.kind === 'role' ? need.role === asset.role : need.assetId === asset.id))) continue;
    const roles = new Set(anyOf.flatMap((need) => (need.kind === 'role' ? [need.role as string] : [])));
    const alone = [...new Set(anyOf.flatMap((need) => (need.kind === 'asset' && !roles.has(twin.roleOf.get(need.assetId) ?? '') ? [need.assetId] : [])))];
    const sum = (of: ReadonlyMap<string, number>) => [...roles].reduce((total, role) => total + (of.get(role) ?? 0), 0);
    const lost = Math.max(1, sum(affected.byRole) + alone.filter((id) => affected.ids.has(id)).length);
    const members = Math.max(1, lost, sum(twin.assetsOfRole) + alone.filter((id) => twin.roleOf.has(id)).length);
    const share = loss / lost, usual = 1 / members;
    if (share > best.share || (share === best.share && usual > best.usual)) best = { share, together: 0, usual, lost, members };
  }
  return { ...best, together };
}

function groupLoss(anyOf: readonly CareNeed[], affected: AffectedTogether, twin: CareTwin): number {
  let before = 0, after = 0;
  for (const need of anyOf) {
    if (need.kind === 'asset') {
      if (!twin.roleOf.has(need.assetId)) continue;
      before = 1;
      if (!affected.ids.has(need.assetId)) after = 1;
      continue;
    }
    const have = twin.assetsOfRole.get(need.role) ?? 0, left = Math.max(0, have - (affected.byRole.get(need.role) ?? 0)), count = Math.max(1, need.count ?? have);
    before = Math.max(before, Math.min(1, have / count));
    after = Math.max(after, Math.min(1, left / count));
  }
  return before === 0 ? 0 : Math.max(0, 1 - after / before);
}
