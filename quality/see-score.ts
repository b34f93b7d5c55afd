/** Scores an inventory against a lab's truth (schema `lab-truth/2`): hosts, services, roles, AE titles, versions, makers. */
import type { InventoryAsset } from '@wardkeep/model/inventory';

export interface TruthService { readonly transport: 'tcp' | 'udp'; readonly port: number; readonly onWire: string; readonly baseProtocol: string; readonly tls: boolean }
export interface TruthHost {
  readonly ip: string; readonly mac: string; readonly role: string; readonly roleCodes: readonly string[]; readonly services: readonly TruthService[]; readonly aeTitles: readonly string[];
  readonly software: readonly { readonly name: string; readonly version: string; readonly versionOnWire: boolean }[];
  readonly identity: { readonly manufacturer?: string; readonly model?: string; readonly modality?: string };
}
export interface Truth { readonly hosts: readonly TruthHost[] }

export interface Tally { right: number; of: number; readonly missed: string[] }
export interface Score { readonly hosts: Tally; readonly extraHosts: string[]; readonly services: Tally; readonly roles: Tally; readonly aeTitles: Tally; readonly versions: Tally; readonly modalities: Tally }

const tally = (): Tally => ({ right: 0, of: 0, missed: [] });
const note = (into: Tally, right: boolean, what: string): void => {
  into.of++;
  if (right) into.right++; else into.missed.push(what);
};

export function score(truth: Truth, assets: readonly InventoryAsset[]): Score {
  const out: Score = { hosts: tally(), extraHosts: [], services: tally(), roles: tally(), aeTitles: tally(), versions: tally(), modalities: tally() };
  const matched = new Set<InventoryAsset>();
  const titles = new Set(truth.hosts.filter((host) => host.services.every((service) => service.baseProtocol !== 'dicom' || service.onWire !== 'no' || host.aeTitles.length > 0)).flatMap((host) => host.aeTitles));
  for (const host of truth.hosts) {
    const asset = assets.find((candidate) => candidate.ips.includes(host.ip) && (candidate.macs.length === 0 || candidate.macs.includes(host.mac)));
    note(out.hosts, asset !== undefined && !matched.has(asset), host.ip);
    if (!asset) continue;
    matched.add(asset);
    for (const service of host.services.filter((one) => one.onWire === 'answered')) note(out.services, hasService(asset, service), `${host.ip} ${service.baseProtocol}/${service.port}`);
    note(out.roles, asset.role !== null && host.roleCodes.includes(asset.role), `${host.ip} ${host.role}: ${asset.role}`);
    for (const title of host.aeTitles) note(out.aeTitles, asset.aeTitles.includes(title), `${host.ip} ${title}`);
    for (const software of host.software.filter((one) => one.versionOnWire)) note(out.versions, hasVersion(asset, software), `${host.ip} ${software.name} ${software.version}`);
    if (host.identity.modality) note(out.modalities, asset.vendor === host.identity.manufacturer && asset.model === host.identity.model, `${host.ip}: ${asset.vendor} ${asset.model}`);
  }
  for (const asset of assets) {
    if (!matched.has(asset)) out.extraHosts.push(`${asset.ips.join(' ') || asset.macs.join(' ')} (${asset.role})`);
    for (const title of asset.aeTitles) if (!titles.has(title) || !truth.hosts.some((host) => host.aeTitles.includes(title) && asset.ips.includes(host.ip))) out.extraHosts.push(`AE title ${title} on ${asset.ips.join(' ')}`);
  }
  return out;
}

/** The base protocol on its port; inside TLS it may be unknown, but that it is TLS must be seen. */
function hasService(asset: InventoryAsset, truth: TruthService): boolean {
  return asset.services.some((service) => service.transport === truth.transport && service.port === truth.port && service.state === 'answered' && (service.tls !== null) === truth.tls
    && (service.protocol === truth.baseProtocol || (truth.tls && service.protocol === 'unknown')));
}

/** Same version; the name may be the maker's short or long form (`DCMTK`, `OFFIS DCMTK`). */
function hasVersion(asset: InventoryAsset, truth: { readonly name: string; readonly version: string }): boolean {
  const words = truth.name.toLowerCase().split(/\s+/);
  return asset.software.some((software) => software.version === truth.version && words.some((word) => software.name.toLowerCase().includes(word)));
}
