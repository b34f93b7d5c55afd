/** Assets as ASSESS needs them: the machine's word with people's corrections laid over it, and the bill of materials. */
import type { AssessAsset, Attribute, Component, Role } from '@wardkeep/model';
import type { CareAsset } from '@wardkeep/loop/assess/care/care';
import { reachOf } from '@wardkeep/loop/assess/care/likelihood';
import type { AssetFull } from '@wardkeep/store/queries/assets';
import { type Correction, effectiveAttributes, type Machine } from '../machine.ts';

/** Kept of one asset; a server may have thousands of packages. */
const COMPONENTS = 5000;

/** One asset with what rates its care: where it stands and from where it was reached. */
export interface SeenAsset extends CareAsset { readonly asset: AssessAsset; readonly keys: readonly string[]; readonly name: string; /** Department of the list, else the zone. */ readonly ward: string | null;
  /** Versions that sources of comparable weight give, the shown one first; fewer than two: they agree, or a person decided. */
  readonly versions: readonly string[];
}

export function seenAssetOf({ row, machine: kept, keys }: AssetFull, corrections: readonly Correction[], bills: ReadonlyMap<string, readonly Component[]>, clientZones: readonly string[]): SeenAsset {
  const machine = kept as Machine, values = effectiveAttributes(machine, corrections), text = (attribute: Attribute) => values.get(attribute)?.value || null;
  return {
    id: row.id, role: row.role, zone: row.zone, ward: row.ward ?? row.zone, keys, name: row.name, versions: values.get('version')?.inConflict ? machine.attributes.find((each) => each.attribute === 'version')!.conflictValues : [], services: machine.services.map(({ protocol, port, state }) => ({ protocol, port, state })),
    reach: reachOf({ publicAddress: row.ips.some(isPublic), zone: row.zone, clientZones, enforced: false }),
    asset: {
      id: row.id, vendor: text('vendor'), product: text('product'), model: text('model'), version: text('version'), serial: text('serial'), udiDi: text('udi'), componentOf: null, os: text('os'), notes: null, role: row.role as Role | null,
      components: componentsOf(machine, bills), cpes: [],
    },
  };
}

/** Software that was seen or listed, and the bills of materials that speak of this asset: they bring identifiers. */
function componentsOf(machine: Machine, bills: ReadonlyMap<string, readonly Component[]>): Component[] {
  const out = new Map<string, Component>(), imports = new Set<string>();
  for (const { name, version, evidence } of machine.software) {
    for (const { importId } of evidence) imports.add(importId);
    out.set(`${name}\n${version ?? ''}`, { name, version, purl: null, cpe: null, supplier: null, bomRef: null, type: null });
  }
  for (const { evidence } of machine.attributes) for (const { importId } of evidence) imports.add(importId);
  for (const id of imports) for (const component of bills.get(id) ?? []) out.set(`${component.name}\n${component.version ?? ''}`, component);
  return [...out.values()].slice(0, COMPONENTS);
}

/** RFC 1918, 4193, 3927, 6598 and the addresses of examples are not the Internet. */
function isPublic(ip: string): boolean {
  if (ip.includes(':')) return /^[23]/.test(ip) && !/^2001:db8:/i.test(ip);
  return !/^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2[2-5]\d\.|0\.)/.test(ip);
}
