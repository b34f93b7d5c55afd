/**
 * What resolution said about an asset, as it is kept, and what a reader sees of it: the machine's word with people's corrections laid over it.
 * Columns for lists are computed here and nowhere else.
 */
import { type Attribute, CONFIDENCE_AUTOMATIC, CONFIDENCE_LOW, type Protocol, type Role, isRole, roleEntry } from '@wardkeep/model';
import type { AssetColumns } from '@wardkeep/store/queries/inventory';
import { fold, sortKey } from '@wardkeep/store/text';
import type { ResolvedAsset, ResolvedAttribute, ResolvedEvidence, ResolveInput } from './ports.ts';

/** Evidence names its import instead of an index: indices change with every import. */
export interface KeptEvidence extends Omit<ResolvedEvidence, 'source'> { readonly importId: string }
export interface KeptAttribute extends Omit<ResolvedAttribute, 'evidence'> { readonly evidence: readonly KeptEvidence[] }
export interface KeptService extends Omit<ResolvedAsset['services'][number], 'source'> { readonly importId: string }
export interface Machine extends Pick<ResolvedAsset, 'name' | 'macs' | 'ips' | 'hostnames' | 'aeTitles' | 'firstSeen' | 'lastSeen' | 'groupings'> {
  readonly attributes: readonly KeptAttribute[];
  readonly software: readonly { readonly name: string; readonly version: string | null; readonly confidence: number; readonly evidence: readonly KeptEvidence[] }[];
  readonly services: readonly KeptService[];
}

/** A person's word in force. `value` null: known to be unknown. */
export interface Correction { readonly id: string; readonly attribute: Attribute; readonly value: string | null }

/** Protocols that carry data of patients. */
export const MEDICAL_PROTOCOLS: ReadonlySet<Protocol> = new Set<Protocol>(['dicom', 'hl7', 'fhir', 'astm', 'poct1a', 'sdc']);

/** FHIR and SDC travel as HTTP: there the application says it. */
const MEDICAL_APPLICATIONS: ReadonlySet<string> = new Set(['fhir', 'sdc']);
function carriesPatients({ protocol, application }: Pick<KeptService, 'protocol' | 'application'>): boolean { return MEDICAL_PROTOCOLS.has(protocol) || (application !== null && MEDICAL_APPLICATIONS.has(application)); }

const DECIDED_CONFIDENCE = 100;
const SEARCH_LENGTH = 2000;
const TEXT_LENGTH = 512;

export function keepMachine(asset: ResolvedAsset, sources: ResolveInput['sources']): Machine {
  const evidence = (list: readonly ResolvedEvidence[]): KeptEvidence[] => list.map(({ source, ...rest }) => ({ ...rest, importId: sources[source]!.importId }));
  return {
    name: asset.name, macs: asset.macs, ips: asset.ips, hostnames: asset.hostnames, aeTitles: asset.aeTitles, firstSeen: asset.firstSeen, lastSeen: asset.lastSeen, groupings: asset.groupings,
    attributes: asset.attributes.map((attribute) => ({ ...attribute, evidence: evidence(attribute.evidence) })),
    software: asset.software.map((each) => ({ ...each, evidence: evidence(each.evidence) })),
    services: asset.services.map(({ source, ...rest }) => ({ ...rest, importId: sources[source]!.importId })),
  };
}

export interface EffectiveAttribute { readonly value: string | null; readonly confidence: number | null; readonly decided: boolean; readonly inConflict: boolean }

/** The value of each attribute that anything or anybody said something about. A correction settles a conflict. */
export function effectiveAttributes(machine: Machine, corrections: readonly Correction[]): Map<Attribute, EffectiveAttribute> {
  const out = new Map<Attribute, EffectiveAttribute>();
  for (const { attribute, value, confidence, conflictValues } of machine.attributes) out.set(attribute, { value, confidence, decided: false, inConflict: conflictValues.length > 0 });
  for (const { attribute, value } of corrections) out.set(attribute, { value, confidence: value === null ? null : DECIDED_CONFIDENCE, decided: true, inConflict: false });
  return out;
}

const cut = (text: string | null) => (text === null ? null : text.slice(0, TEXT_LENGTH));
const keyOf = (text: string | null) => (text === null || text === '' ? null : sortKey(text));

/** Host names and AE titles are lists: a correction names the one that holds. */
export function namesOf(machine: Machine, values: ReadonlyMap<Attribute, EffectiveAttribute>): Pick<Machine, 'name' | 'hostnames' | 'aeTitles'> {
  const hostname = values.get('hostname'), aeTitle = values.get('aeTitle');
  const one = (entry: EffectiveAttribute | undefined, list: readonly string[]) => (entry?.decided ? (entry.value === null ? [] : [entry.value]) : list);
  return { name: hostname?.decided && hostname.value ? hostname.value : machine.name, hostnames: one(hostname, machine.hostnames), aeTitles: one(aeTitle, machine.aeTitles) };
}

/** The columns by which lists filter, sort and show. */
export function columnsOf(id: string, machine: Machine, corrections: readonly Correction[], hidden: boolean): AssetColumns {
  const values = effectiveAttributes(machine, corrections);
  const text = (attribute: Attribute) => cut(values.get(attribute)?.value || null);
  const confidence = (attribute: Attribute) => (text(attribute) === null ? null : values.get(attribute)!.confidence);
  const role = roleOf(text('role'));
  const { name, hostnames, aeTitles } = namesOf(machine, values);
  const [vendor, model, product, version, zone] = [text('vendor'), text('model'), text('product'), text('version'), text('zone')];
  const roleConfidence = role === null ? null : confidence('role');
  const lowest = Math.min(roleConfidence ?? 0, confidence('vendor') ?? 0);
  return {
    id, name: cut(name)!, role, vendor, model, product, version, zone, ward: text('department') ?? zone, confidence: roleConfidence,
    name_key: sortKey(name), vendor_key: keyOf(vendor), version_key: keyOf(version), zone_key: keyOf(zone),
    medical: role !== null && roleEntry(role)!.medical,
    level: lowest < CONFIDENCE_LOW ? 'low' : roleConfidence! >= CONFIDENCE_AUTOMATIC ? 'high' : 'medium',
    conflicts: [...values].filter(([, value]) => value.inConflict).map(([attribute]) => attribute),
    decided: [...values].filter(([, value]) => value.decided).map(([attribute]) => attribute),
    ips: [...machine.ips], first_seen: machine.firstSeen, last_seen: machine.lastSeen,
    known: [...values].filter(([attribute, value]) => value.value && (value.confidence ?? 0) >= CONFIDENCE_LOW && (attribute !== 'role' || role !== null)).map(([attribute]) => attribute),
    clear_text: machine.services.filter((service) => service.state === 'answered' && service.tls === null && carriesPatients(service)).length,
    search: fold([name, ...hostnames, ...aeTitles, vendor, product, model, version, role, zone, ...machine.ips, ...machine.macs,
      ...(['serial', 'udi', 'inventoryNumber', 'location', 'department', 'os'] as const).map(text)].filter(Boolean).join('\n')).slice(0, SEARCH_LENGTH),
    hidden,
  };
}

/** `unknown` is a role that says nothing. */
function roleOf(value: string | null): Role | null { return value !== null && isRole(value) && value !== 'unknown' ? value : null; }
