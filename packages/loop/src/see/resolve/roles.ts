/**
 * Roles that follow from how a thing behaves in the network, not from what it is called; and claims that a forwarder passes on for others.
 * Each becomes a claim like any other, so that it is weighed, shown and can be contradicted.
 */
import type { Attribute, Claim, Role, ServiceClaim } from '@wardkeep/model';
import { squeeze } from '../fold.ts';
import type { Said } from './attributes.ts';
import type { MergedService, MergedUse } from './traffic.ts';

interface Structural { readonly claim: Claim; readonly source: number }

/** From this many different senders on, a receiver of HL7 is a hub. */
const HUB_CLIENTS = 2;

export function structuralRoles(services: readonly MergedService[], uses: readonly MergedUse[], ips: readonly string[], clients: ReadonlyMap<string, number>, seen: Pick<Claim, 'firstSeen' | 'lastSeen'>): Structural[] {
  const out: Structural[] = [];
  const say = (role: Role, confidence: number, signal: string, { source, file, positions }: MergedService | MergedUse) => {
    out.push({ source, claim: { attribute: 'role', value: role, of: null, signal, weight: confidence >= 60 ? 'medium' : 'weak', confidence, source: file, positions: positions.slice(0, 5), count: 1, ...seen } });
  };
  const serves = (protocol: string) => services.find((service) => service.protocol === protocol && service.state === 'answered');
  const usesOf = (protocol: string) => uses.find((use) => use.protocol === protocol);
  const clientCount = (protocol: string) => Math.max(0, ...ips.map((ip) => clients.get(`${ip}\n${protocol}`) ?? 0));

  const hl7 = serves('hl7');
  if (hl7) say('interface-engine', clientCount('hl7') >= HUB_CLIENTS ? 85 : 62, 'structure.hl7-receiver', hl7);
  const fhir = services.find((service) => service.application === 'fhir' && service.state === 'answered');
  if (fhir) say('fhir-server', 85, 'structure.fhir-server', fhir);
  const broker = serves('mqtt');
  if (broker) say('broker', 85, 'structure.mqtt-broker', broker);
  const infrastructure = (['dhcp', 'dns', 'ntp', 'radius'] as const).map(serves).filter((service) => service !== undefined);
  if (infrastructure.length > 0) say('network-service', infrastructure.length > 1 ? 80 : 62, 'structure.network-service', infrastructure[0]!);
  const bacnet = serves('bacnet'), modbus = serves('modbus');
  if (bacnet) say('bms', 78, 'structure.bacnet', bacnet);
  else if (modbus) say('plc', 65, 'structure.modbus', modbus);
  const s7 = serves('s7');
  if (s7) say('plc', 80, 'structure.s7', s7);
  const database = serves('mysql') ?? serves('postgresql') ?? serves('tds');
  if (database) say('database', 75, 'structure.database', database);
  const mail = serves('smtp') ?? serves('imap');
  if (mail) say('mail-server', 72, 'structure.mail', mail);
  const files = serves('smb');
  if (files && (serves('ldap') || serves('kerberos'))) say('domain-controller', 85, 'structure.domain', files);
  else if (files) say('file-server', 66, 'structure.smb-server', files);
  // A medical device with an address of its own for SDC is no server of anything else.
  if (services.some((service) => service.application === 'sdc')) return out;
  const web = services.find((service) => service.protocol === 'http' && service.state === 'answered' && service.application === null);
  if (web && !fhir) say('web-server', 58, 'structure.http-server', web);
  const answers = serves('ssh') ?? services.find((service) => service.state === 'answered' && service.transport === 'tcp');
  const asks = (['http', 'rdp', 'smb', 'ssh', 'snmp'] as const).map(usesOf).find((use) => use !== undefined);
  if (answers) say('server', 45, 'structure.answers', answers);
  else if (asks) say('workstation', 45, 'structure.only-client', asks);
  return out;
}

/**
 * An archive sends on what others made: the maker and model in the images it sends are those of the modality. Where a thing answers DICOM queries or
 * stores for others and also sends, what its images say is dropped with that reason.
 */
export function dropForwarded(said: ReadonlyMap<Attribute, Said[]>, services: readonly ServiceClaim[]): void {
  const all = [...said.values()].flat(), forwards = forwardsImages(services, all.map((one) => one.claim));
  for (const one of all) if (one.claim.signal.startsWith('dicom.forwarded-') || (forwards && isFromImages(one.claim))) one.dropped = { code: 'evidence.forwarded', params: {} };
}

/** It answers queries for images, or sends those of several models. */
export function forwardsImages(services: readonly ServiceClaim[], claims: readonly Claim[]): boolean {
  const answers = services.some(({ protocol, state, attributes: { operations } }) => protocol === 'dicom' && state === 'answered' && Array.isArray(operations) && operations.some((operation) => QUERIES.has(operation)));
  return answers || new Set(claims.filter((claim) => claim.attribute === 'model' && isFromImages(claim)).map((claim) => squeeze(claim.value))).size > 1;
}

const QUERIES: ReadonlySet<string> = new Set(['find', 'move', 'get']);

/** The claim comes out of an image's data set: it is about whatever made the image. */
export const isFromImages = (claim: Claim): boolean => IMAGE_SIGNALS.has(claim.signal);

/** Signals that come out of the images a thing sends. */
const IMAGE_SIGNALS = new Set(['dicom.manufacturer', 'dicom.model', 'dicom.software-versions', 'dicom.device-serial', 'dicom.station-name', 'dicom.modality', 'dicom.sop-class', 'dicom.scu-store']);
