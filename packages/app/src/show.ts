/** Rows of the store as views for readers. */
import { ATTRIBUTES, type Attribute, type Protocol, type Role, roleEntry } from '@wardkeep/model';
import type { AssetFull, AssetListRow } from '@wardkeep/store/queries/assets';
import type { DecisionRow } from '@wardkeep/store/queries/decisions';
import type { ImportRow } from '@wardkeep/store/queries/imports';
import type { PeerRow } from '@wardkeep/store/queries/traffic';
import { effectiveAttributes, type KeptAttribute, type KeptEvidence, type Machine, namesOf } from './machine.ts';
import { correctionsOf } from './resolution.ts';
import { iso, isoOrNull, isoSeen } from './time.ts';
import type { AssetRow, AssetView, AttributeView, DecisionView, EvidenceView, ImportState, ImportSummary, PeerView } from './views.ts';

export function showAssetRow(row: AssetListRow): AssetRow {
  const { id, name, vendor, model, product, version, confidence, zone, ips, conflicts, decided } = row;
  return { id, name, role: row.role as Role | null, vendor, model, product, version, confidence, zone, ips, lastSeen: isoSeen(row.last_seen), conflicts, decided };
}

export function showDecision(row: DecisionRow): DecisionView {
  return { id: row.id, kind: row.kind as DecisionView['kind'], attribute: row.attribute as Attribute | null, value: row.value, reason: row.reason, by: row.by_name, at: iso(row.at), undoneAt: isoOrNull(row.undone_at) };
}

export function showImport(row: ImportRow): ImportSummary {
  return {
    id: row.id, name: row.name, kind: row.kind as ImportSummary['kind'], state: row.state as ImportState, startedAt: iso(row.started_at), finishedAt: isoOrNull(row.finished_at),
    bytes: row.bytes, frames: row.frames, assets: row.assets, by: row.by_name, error: row.error as ImportSummary['error'],
  };
}

export type SourceNames = ReadonlyMap<string, Pick<ImportRow, 'name' | 'kind'>>;

export function showAsset({ row, machine: kept }: AssetFull, decisions: readonly DecisionRow[], peers: readonly PeerRow[], sources: SourceNames): AssetView {
  const machine = kept as Machine, corrections = correctionsOf(decisions);
  const { hostnames, aeTitles } = namesOf(machine, effectiveAttributes(machine, corrections));
  const sourceName = (importId: string) => sources.get(importId)?.name ?? importId;
  return {
    ...showAssetRow(row), macs: machine.macs, hostnames, aeTitles, firstSeen: isoSeen(row.first_seen),
    attributes: showAttributes(machine, decisions, sources),
    software: machine.software.map(({ name, version, confidence, evidence }) => ({ name, version, confidence, evidence: evidence.map((each) => showEvidence(each, sources)) })),
    services: machine.services.map(({ transport, port, protocol, application, state, tls, attributes, confidence, positions, importId }) => ({ transport, port, protocol, application, state, tls, attributes, confidence, positions, sourceName: sourceName(importId) })),
    peers: peers.map(showPeer),
    decisions: decisions.map(showDecision),
    emdn: row.role === null ? null : roleEntry(row.role)?.emdn ?? null,
  };
}

function showPeer(row: PeerRow): PeerView {
  return { ...row, role: row.role as Role | null, protocol: row.protocol as Protocol, attributes: row.attributes as PeerView['attributes'] };
}

/** What machines and people said, in the order of `ATTRIBUTES`. A correction is the first piece of evidence and settles the conflict. */
function showAttributes(machine: Machine, decisions: readonly DecisionRow[], sources: SourceNames): AttributeView[] {
  const said = new Map<Attribute, KeptAttribute>(machine.attributes.map((attribute) => [attribute.attribute, attribute]));
  const corrected = new Map(correctionsOf(decisions).map((correction) => [correction.attribute, decisions.find((row) => row.id === correction.id)!]));
  return ATTRIBUTES.filter((attribute) => said.has(attribute) || corrected.has(attribute)).map((attribute) => {
    const machineSaid = said.get(attribute), decision = corrected.get(attribute);
    const evidence = (machineSaid?.evidence ?? []).map((each) => showEvidence(each, sources));
    if (!decision) return { attribute, value: machineSaid!.value, confidence: machineSaid!.confidence, lastSeen: isoSeen(machineSaid!.lastSeen), conflictValues: machineSaid!.conflictValues, evidence, decision: null };
    return {
      attribute, value: decision.value, confidence: decision.value === null ? null : 100, lastSeen: isoSeen(machineSaid?.lastSeen ?? null), conflictValues: [],
      evidence: [...decisionEvidence(decision), ...evidence], decision: showDecision(decision),
    };
  });
}

function showEvidence({ importId, firstSeen, lastSeen, value, of, signal, weight, confidence, positions, count, dropped }: KeptEvidence, sources: SourceNames): EvidenceView {
  const source = sources.get(importId);
  return {
    value, of, signal, weight, confidence, importId, sourceName: source?.name ?? importId, sourceKind: (source?.kind ?? 'capture') as EvidenceView['sourceKind'],
    positions, count, firstSeen: isoSeen(firstSeen), lastSeen: isoSeen(lastSeen), dropped,
  };
}

function decisionEvidence(row: DecisionRow): EvidenceView[] {
  if (row.value === null) return [];
  return [{ value: row.value, of: null, signal: 'person.decision', weight: 'strong', confidence: 100, importId: row.id, sourceName: row.by_name, sourceKind: 'person', positions: [], count: 1, firstSeen: iso(row.at), lastSeen: iso(row.at), dropped: null }];
}
