/** WS-Discovery and DPWS: what a device announces of itself; for IEEE 11073 SDC its kind and its place (IEEE 11073-20701, clause 9). */
import type { WsDiscoveryTarget } from '@wardkeep/wire/proto/ws-discovery';
import type { Role } from '@wardkeep/model';
import type { Observers, Scene } from '../scene.ts';
import { facts } from './facts.ts';

/** Complex device component types, context-free codes of IEEE 11073-10101 (partition 1): MDC_DEV_MON_PHYSIO_MULTI_PARAM_MDS, _PUMP_INFUS_MDS, _SYS_PT_VENT_MDS. */
const ROLE_BY_DEVICE_TYPE: ReadonlyMap<string, Role> = new Map<string, Role>([['69965', 'patient-monitor'], ['69985', 'infusion-pump'], ['70001', 'ventilator']]);
const MDC_OID = '1.2.840.10004.1.1.1.0.0.1';
const PORT = 3702;

const decode = (part: string): string => { try { return decodeURIComponent(part); } catch { return part; } };

/** Facility, building, floor, point of care, room, bed of an `sdc.ctxt.loc` scope, joined by slashes; null for another scope. */
export function locationOf(scope: string): string | null {
  const query = /^sdc\.ctxt\.loc:[^?]{0,200}\?(.{1,200})$/i.exec(scope)?.[1];
  if (query === undefined) return null;
  const values = new Map(query.split('&', 12).map((pair): [string, string] => { const at = pair.indexOf('='); return [pair.slice(0, at), decode(pair.slice(at + 1))]; }));
  return ['fac', 'bldng', 'flr', 'poc', 'rm', 'bed'].map((name) => values.get(name) ?? '').filter((value) => value !== '').join('/') || null;
}

/** The role behind an `sdc.cdc.type` scope, or null: `sdc.cdc.type:/urn%3Aoid%3A…//69965`; a missing coding system is IEEE 11073-10101. */
export function deviceTypeRole(scope: string): Role | null {
  const match = /^sdc\.cdc\.type:\/([^/]{0,100})\/[^/]{0,40}\/(\d{1,9})$/i.exec(scope);
  if (!match) return null;
  const system = decode(match[1]!);
  return system === '' || system === `urn:oid:${MDC_OID}` ? ROLE_BY_DEVICE_TYPE.get(match[2]!) ?? null : null;
}

function announce(target: WsDiscoveryTarget, scene: Scene): void {
  const { sender } = scene, isMedical = target.types.includes('mdpws:MedicalDevice');
  for (const type of target.types) scene.sign(sender, 'wsd.type', type);
  if (isMedical) scene.sign(sender, 'sdc.type', target.types.join(' '));
  for (const scope of target.scopes) {
    scene.sign(sender, 'wsd.scope', scope);
    scene.claim(sender, 'location', locationOf(scope), 'sdc.location', 'strong', { confidence: 90 });
    scene.claim(sender, 'role', deviceTypeRole(scope), 'sdc.device-type', 'strong', { confidence: 92 });
  }
  for (const address of target.addresses) {
    const match = /^(https?):\/\/(.{1,255}):(\d{1,5})$/.exec(address), port = Number(match?.[3]);
    if (!match || port < 1 || port > 65535 || match[2]!.replace(/^\[|\]$/g, '') !== scene.senderIp) continue;
    scene.serve(sender, 'tcp', port, { protocol: 'http', application: isMedical ? 'sdc' : null, state: 'announced', confidence: 90, ...(match[1] === 'https' ? { tls: {} } : {}) });
  }
}

export const sdcObservers: Observers = {
  'ws-discovery.message': (message, scene) => {
    if (message.action === 'probe' || message.action === 'resolve') return;
    // Several targets: a discovery proxy speaks of others.
    const target = message.targets.length === 1 ? message.targets[0] : undefined;
    scene.serve(scene.sender, 'udp', PORT, { protocol: 'ws-discovery', state: 'announced', ...(target === undefined ? {} : { attributes: facts({ types: target.types }) }) });
    if (target !== undefined) announce(target, scene);
  },
  'dpws.metadata': (metadata, scene) => {
    const { sender } = scene;
    scene.claim(sender, 'vendor', metadata.manufacturer, 'sdc.manufacturer', 'strong');
    scene.claim(sender, 'model', metadata.modelName, 'sdc.model-name', 'strong');
    scene.claim(sender, 'version', metadata.firmwareVersion, 'sdc.firmware-version', 'strong');
    scene.claim(sender, 'serial', metadata.serialNumber, 'sdc.serial-number', 'strong');
    scene.sign(sender, 'sdc.model', [metadata.manufacturer, metadata.modelName, metadata.modelNumber].filter((part) => part !== null).join(' '));
    if (metadata.modelNumber === null || scene.direction === 0) return;
    scene.serve(scene.server, 'tcp', scene.serverPort, { state: 'answered', attributes: { modelNumber: metadata.modelNumber } });
  },
};
