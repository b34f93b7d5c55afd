/**
 * One value for each attribute out of many claims, with its confidence, the conflicts, and all evidence, the dropped included.
 *
 * Confidence of a value: signals of different families (the part before the dot) are independent witnesses, c = 1 − Π(1 − cᵢ), the best of each
 * family counting; capped at 99 with a strong signal, 89 without, 79 with weak ones only that agree, 60 with one weak signal alone ("weak, never alone").
 */
import { CONFIDENCE_LOW } from '@wardkeep/model/confidence';
import type { Attribute, Claim, ResolvedAttribute, ResolvedEvidence, ResolveSource, Weight } from '@wardkeep/model';
import { fold, squeeze } from '../fold.ts';

/** A claim with its source's index in the run, and why it does not count. */
export interface Said { claim: Claim; readonly source: number; dropped: ResolvedEvidence['dropped'] }

const CAP: Record<Weight, number> = { strong: 99, medium: 89, weak: 60 };
const WEAK_AGREEING = 79;
/** A second value this near the first is a conflict; below this confidence it is noise. */
const CONFLICT_GAP = 15, CONFLICT_FLOOR = 60;
/** A value in conflict drives nothing. */
const CONFLICT_CAP = 65;
const RANK: Record<Weight, number> = { strong: 2, medium: 1, weak: 0 };

export interface Candidate { readonly value: string; readonly said: Said[]; readonly confidence: number; readonly weight: Weight; readonly last: number }

/** Values with what speaks for each, best first. Dropped claims do not count. */
export function weigh(said: readonly Said[]): Candidate[] {
  if (said.length === 1) return said[0]!.dropped === null ? [candidate([...said])] : [];
  const byValue = new Map<string, Said[]>();
  for (const one of said) {
    if (one.dropped !== null) continue;
    const key = squeeze(one.claim.value) || one.claim.value, list = byValue.get(key);
    if (list) list.push(one); else byValue.set(key, [one]);
  }
  return [...byValue.values()].map(candidate)
    .sort((a, b) => b.confidence - a.confidence || RANK[b.weight] - RANK[a.weight] || b.last - a.last || (a.value < b.value ? -1 : 1));
}

function candidate(said: Said[]): Candidate {
  const families = new Map<string, number>();
  let weight: Weight = 'weak', last = 0;
  for (const { claim } of said) {
    const family = familyOf(claim.signal);
    families.set(family, Math.max(families.get(family) ?? 0, claim.confidence));
    if (RANK[claim.weight] > RANK[weight]) weight = claim.weight;
    last = Math.max(last, claim.lastSeen ?? 0);
  }
  let doubt = 1;
  for (const confidence of families.values()) doubt *= 1 - confidence / 100;
  const cap = weight === 'weak' && families.size > 1 ? WEAK_AGREEING : CAP[weight];
  return { value: spelling(said), said, confidence: Math.min(cap, Math.round((1 - doubt) * 100)), weight, last };
}

const familyOf = (signal: string): string => { const dot = signal.indexOf('.'); return dot < 0 ? signal : signal.slice(0, dot); };

/** Of several spellings of one value, that of the strongest claim; among equals the most frequent, then the first in order. */
function spelling(said: readonly Said[]): string {
  let best = said[0]!.claim;
  for (let at = 1; at < said.length; at++) {
    const { claim } = said[at]!, order = RANK[claim.weight] - RANK[best.weight] || claim.count - best.count;
    if (order > 0 || (order === 0 && claim.value < best.value)) best = claim;
  }
  return best.value;
}

/** `Debian` and `Debian 12`, `4.2` and `4.2.1`, `Tomo` and `Labmade Tomo`: the longer says more of the same. But `4.2` is not a part of `4.21`. */
function refines(longer: string, shorter: string): boolean {
  const a = fold(longer), b = fold(shorter);
  if (b.length < 2 || a.length <= b.length) return false;
  if (a.endsWith(` ${b}`)) return true;
  return a.startsWith(b) && /[^\p{L}\p{N}]/u.test(a[b.length]!);
}

/** Roles that say more of the same than a general one. */
const SPECIAL_ROLES: Readonly<Record<string, ReadonlySet<string>>> = {
  server: new Set(['pacs', 'vna', 'ris', 'ehr', 'lis', 'interface-engine', 'fhir-server', 'broker', 'domain-controller', 'file-server', 'database', 'web-server', 'mail-server', 'network-service']),
  'network-service': new Set(['router', 'firewall', 'domain-controller']),
};

/** Whether `longer` says more of the same than `shorter`. */
function says(attribute: Attribute, longer: string, shorter: string): boolean {
  return attribute === 'role' ? SPECIAL_ROLES[shorter]?.has(longer) ?? false : refines(longer, shorter);
}

/** Attributes where several values are normal: they list, they do not conflict. */
const LISTED: ReadonlySet<Attribute> = new Set(['hostname', 'aeTitle', 'software', 'zone']);

/** Facts of which only one can be true and on which decisions hang: a second credible source is a conflict, however sure the first one is. */
const EXACT: ReadonlySet<Attribute> = new Set(['version', 'model', 'serial', 'udi']);

export function resolveAttribute(attribute: Attribute, said: readonly Said[], sources: readonly ResolveSource[]): ResolvedAttribute {
  dropSuperseded(said, sources);
  const candidates = weigh(said);
  let best = candidates[0];
  const conflictValues: string[] = [];
  let confidence = best?.confidence ?? null;
  if (best) {
    for (const other of candidates.slice(1)) {
      if (says(attribute, other.value, best.value) && other.confidence >= CONFLICT_FLOOR) { best = other; confidence = other.confidence; continue; }
      if (says(attribute, best.value, other.value) || LISTED.has(attribute)) continue;
      if (EXACT.has(attribute) && other.confidence >= CONFIDENCE_LOW) { conflictValues.push(other.value); continue; }
      if (other.confidence < CONFLICT_FLOOR || best.confidence - other.confidence > CONFLICT_GAP && RANK[other.weight] < RANK[best.weight]) continue;
      if (best.confidence - other.confidence > CONFLICT_GAP * 2) continue;
      conflictValues.push(other.value);
    }
    if (conflictValues.length > 0) {
      conflictValues.unshift(best.value);
      confidence = Math.min(confidence!, CONFLICT_CAP);
    }
  }
  return {
    attribute, value: best?.value ?? null, confidence, conflictValues, evidence: said.map(evidence).sort(byWorth),
    lastSeen: best ? best.last || null : null,
  };
}

/** Successive states of one document: only the newest that says anything about the attribute counts. */
function dropSuperseded(said: readonly Said[], sources: readonly ResolveSource[]): void {
  if (said.every(({ source }) => sources[source]!.series === null)) return;
  const newest = new Map<string, number>();
  for (const { source } of said) {
    const { series, at } = sources[source]!;
    if (series !== null && at > (newest.get(series) ?? -1)) newest.set(series, at);
  }
  for (const one of said) {
    const { series, at } = sources[one.source]!;
    if (series !== null && at < newest.get(series)!) one.dropped ??= { code: 'evidence.superseded', params: {} };
  }
}

export function evidence({ claim, source, dropped }: Said): ResolvedEvidence {
  return {
    value: claim.value, of: claim.of, signal: claim.signal, weight: claim.weight, confidence: claim.confidence, source, file: claim.source,
    positions: claim.positions, count: claim.count, firstSeen: claim.firstSeen, lastSeen: claim.lastSeen, dropped,
  };
}

export function byWorth(a: ResolvedEvidence, b: ResolvedEvidence): number {
  return Number(a.dropped !== null) - Number(b.dropped !== null) || b.confidence - a.confidence || RANK[b.weight] - RANK[a.weight]
    || a.source - b.source || (a.positions[0] ?? 0) - (b.positions[0] ?? 0) || (a.signal < b.signal ? -1 : a.signal > b.signal ? 1 : a.value < b.value ? -1 : 1);
}
