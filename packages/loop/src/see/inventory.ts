/** Resolved assets in the published form `wardkeep-inventory/1`. */
import { compareIp } from './resolve/index.ts';
import type { ResolvedAsset, ResolvedAttribute, ResolvedEvidence } from '@wardkeep/model';
import type { Inventory, InventoryAsset } from '@wardkeep/model/inventory';

export type InventoryStats = Inventory['stats'];

/** Microseconds since 1970 as ISO 8601 with microseconds, or null. */
export function isoMicros(time: number | null): string | null {
  if (time === null || !Number.isFinite(time) || Math.abs(time) > 8.64e18) return null;
  const millis = Math.floor(time / 1000), micros = time - millis * 1000;
  return new Date(millis).toISOString().replace('Z', `${String(Math.round(micros)).padStart(3, '0')}Z`);
}

/** An asset of a run over captures; `toCapture` turns an evidence's place into the index of a capture in the output. */
export function inventoryAsset(asset: ResolvedAsset, toCapture: (evidence: ResolvedEvidence) => number = (evidence) => evidence.file): InventoryAsset {
  const by = new Map<string, ResolvedAttribute>(asset.attributes.map((attribute) => [attribute.attribute, attribute]));
  const value = (name: string): string | null => by.get(name)?.value ?? null;
  const confidence: Record<string, number> = {};
  for (const attribute of asset.attributes) if (attribute.value !== null && attribute.confidence !== null) confidence[attribute.attribute] = attribute.confidence;
  return {
    id: asset.id, macs: [...asset.macs], ips: [...asset.ips], hostnames: [...asset.hostnames],
    role: value('role'), vendor: value('vendor'), product: value('product'), model: value('model'), version: value('version'),
    serial: value('serial'), udi: value('udi'), os: value('os'), zone: value('zone'), aeTitles: [...asset.aeTitles],
    services: asset.services.map(({ transport, port, protocol, application, state, tls, attributes }) => ({
      transport, port, protocol, application, state, attributes: plain(attributes),
      tls: tls && { version: tls.version, sni: tls.sni, certificate: tls.certificate && { ...tls.certificate, names: [...tls.certificate.names] } },
    })),
    clientOf: [...asset.uses].sort((a, b) => (a.protocol < b.protocol ? -1 : a.protocol > b.protocol ? 1 : compareIp(a.server, b.server) || a.port - b.port))
      .map(({ protocol, server, port, attributes, encrypted }) => ({ protocol, server, port, attributes: encrypted ? { ...plain(attributes), tls: true } : plain(attributes) })),
    software: asset.software.map(({ name, version }) => ({ name, version })),
    firstSeen: isoMicros(asset.firstSeen), lastSeen: isoMicros(asset.lastSeen), confidence,
    conflicts: asset.attributes.filter((attribute) => attribute.conflictValues.length > 0).map(({ attribute, conflictValues }) => ({ attribute, values: [...conflictValues] })),
    evidence: [
      ...asset.attributes.flatMap((attribute) => attribute.evidence.map((one) => ({ attribute: attribute.attribute, one }))),
      ...asset.software.flatMap((software) => software.evidence.map((one) => ({ attribute: `software:${software.name}`, one }))),
    ].map(({ attribute, one }) => ({ attribute, value: one.value, signal: one.signal, weight: one.weight, capture: toCapture(one), frames: one.positions.slice(0, 5), count: one.count })),
  };
}

function plain(attributes: Readonly<Record<string, string | number | boolean | readonly string[]>>): Record<string, string | number | boolean | string[]> {
  const out: Record<string, string | number | boolean | string[]> = {};
  for (const name of Object.keys(attributes).sort()) {
    const value = attributes[name]!;
    out[name] = typeof value === 'object' ? [...value].sort() : value;
  }
  return out;
}
