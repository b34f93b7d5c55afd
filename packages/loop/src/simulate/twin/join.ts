/** One twin of several: a region of its institutions. */
import type { Twin, TwinDomain, TwinSharedService } from '@wardkeep/model/twin';

/** Domains and shared services of the same identifier are one: members are put together, and of two numbers the worse stays. Other identifiers must differ; `checkTwin` says where not. */
export function joinTwins(name: string, twins: readonly Twin[]): Twin {
  const [first] = twins;
  if (!first) throw new Error('Expected at least one twin to join; found none.');
  const all = <T>(of: (twin: Twin) => readonly T[]) => twins.flatMap(of), together = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
  return {
    format: first.format, name, asOf: twins.map(({ asOf }) => asOf).sort().at(-1)!, institutions: all(({ institutions }) => institutions),
    domains: merged<TwinDomain>(all(({ domains }) => domains), (a, b) => ({
      ...a, institutions: together(a.institutions, b.institutions), controllers: together(a.controllers, b.controllers), trusts: together(a.trusts, b.trusts), tiering: b.tiering.value < a.tiering.value ? b.tiering : a.tiering,
    })),
    suppliers: all(({ suppliers }) => suppliers),
    sharedServices: merged<TwinSharedService>(all(({ sharedServices }) => sharedServices), (a, b) => ({
      ...a, operator: a.operator ?? b.operator, members: together(a.members, b.members), needs: a.needs.length > 0 ? a.needs : b.needs, restoreHours: b.restoreHours.value > a.restoreHours.value ? b.restoreHours : a.restoreHours,
    })),
    reachability: all(({ reachability }) => reachability), sources: merged(all(({ sources }) => sources), (a) => a),
  };
}

function merged<T extends { readonly id: string }>(list: readonly T[], merge: (a: T, b: T) => T): T[] {
  const byId = new Map<string, T>();
  for (const each of list) { const there = byId.get(each.id); byId.set(each.id, there ? merge(there, each) : each); }
  return [...byId.values()];
}
