/** Likelihood in two factors: is the vulnerability used within 30 days, and does whoever uses it reach this asset. */
import type { CareFactor, CareWhy, Estimate, Provenance } from '@wardkeep/model';
import type { CareParameter, CareParameters } from './parameters.ts';
import { vectorFacts } from './vector.ts';

/** What is known about a vulnerability's use. `epss` null: no value exists, which is unknown and never 0. */
export interface RatedVulnerability {
  /** CVE or another identifier. */
  readonly id: string;
  readonly kev: { readonly ransomware: boolean; readonly date: string | null } | null;
  readonly epss: { readonly probability: number; readonly date: string | null } | null;
  readonly exploitPublic: boolean;
  readonly vector: string | null;
  readonly baseScore: number | null;
  /** Decision points of SSVC that CISA published with the CVE record. */
  readonly ssvc: { readonly exploitation?: 'none' | 'public poc' | 'active'; readonly automatable?: 'yes' | 'no'; readonly technicalImpact?: 'partial' | 'total' } | null;
}

/**
 * How far an attacker gets, as the twin saw it. `internet`: from any address. `flat`: other zones, or clients of other zones, reach it. `segmented`: seen
 * only from its own zone, or the hospital says a border is enforced. Null: nobody knows.
 */
export type Reach = 'internet' | 'flat' | 'segmented' | null;

export interface ReachedAsset {
  readonly zone: string | null;
  readonly reach: Reach;
  /** Services that answered or were announced. */
  readonly services: readonly { readonly protocol: string; readonly port: number; readonly state: 'answered' | 'announced' | 'addressed' }[];
}

/** What the clients seen on an asset say: another zone got through, so it is not cut off. Its own zone alone proves nothing; `enforced` is a person's word. */
export function reachOf(seen: { readonly publicAddress: boolean; readonly zone: string | null; readonly clientZones: readonly (string | null)[]; readonly enforced: boolean }): Reach {
  if (seen.publicAddress) return 'internet';
  if (seen.zone !== null && seen.clientZones.some((zone) => zone !== null && zone !== seen.zone)) return 'flat';
  return seen.enforced ? 'segmented' : null;
}

const LISTED = 10;

interface Use extends Estimate { readonly unknown: boolean; readonly why: CareWhy }

/**
 * P(used within 30 days), of any of the vulnerabilities. Value: 1 − ∏(1 − p), as if they were independent. They seldom are, so the bounds are Fréchet's,
 * which hold for any dependence: max(low) ≤ P ≤ Σ high.
 */
export function useFactor(vulnerabilities: readonly RatedVulnerability[], parameters: CareParameters): CareFactor {
  const uses = (vulnerabilities.length > 0 ? vulnerabilities : [UNNAMED]).map((vulnerability) => useOf(vulnerability, parameters)).sort((a, b) => b.value - a.value);
  const first = uses[0]!, unknown = uses.every((use) => use.unknown), why = uses.slice(0, LISTED).map((use) => use.why);
  if (uses.length === 1) return { code: 'use', service: null, value: first.value, low: first.low, high: first.high, source: first.source, unknown, why };
  if (uses.length > LISTED) why.push({ code: 'use-others', params: { count: uses.length - LISTED } });
  why.push({ code: 'use-combined', params: { count: uses.length, unknown: uses.filter((use) => use.unknown).length } });
  return {
    code: 'use', service: null, source: first.source, unknown, why,
    value: between(1 - uses.reduce((none, use) => none * (1 - use.value), 1), first.value, 1),
    low: Math.max(...uses.map((use) => use.low)), high: Math.min(1, uses.reduce((sum, use) => sum + use.high, 0)),
  };
}

const UNNAMED: RatedVulnerability = { id: '', kev: null, epss: null, exploitPublic: false, vector: null, baseScore: null, ssvc: null };

/** KEV is a floor under EPSS: a fifth of the known exploited have an EPSS below 0.1. */
function useOf({ id, kev, epss, exploitPublic, vector }: RatedVulnerability, { of }: CareParameters): Use {
  if (kev) {
    const prior = of[kev.ransomware ? 'use.kev-ransomware' : 'use.kev'];
    if (epss && epss.probability > prior.value) return { ...epssRange(epss.probability, of['use.epss-spread'].value), source: feed('epss', epss.date), unknown: false, why: { code: 'use-kev-epss', params: { id, probability: epss.probability } } };
    return { value: prior.value, low: prior.low, high: prior.high, source: prior.source, unknown: false, why: { code: kev.ransomware ? 'use-kev-ransomware' : 'use-kev', params: { id, value: prior.value } } };
  }
  if (epss) return { ...epssRange(epss.probability, of['use.epss-spread'].value), source: feed('epss', epss.date), unknown: false, why: { code: 'use-epss', params: { id, probability: epss.probability } } };
  const open = exploitPublic || ['public', 'active'].includes(vectorFacts(vector)?.exploit ?? ''), prior = of[open ? 'use.exploit-public' : 'use.unknown'];
  return { value: prior.value, low: prior.low, high: prior.high, source: prior.source, unknown: true, why: { code: open ? 'use-unknown-exploit-public' : 'use-unknown', params: { id, value: prior.value } } };
}

function epssRange(probability: number, spread: number): { value: number; low: number; high: number } {
  const value = between(probability, 0, 1);
  return { value, low: value / spread, high: 1 - (1 - value) ** spread };
}

const between = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
const feed = (name: 'kev' | 'epss' | 'cvss', date: string | null): Provenance => ({ kind: 'feed', feed: name, date });

/** The easiest way in of all vulnerabilities counts. */
export function exposureFactor(asset: ReachedAsset, vulnerabilities: readonly RatedVulnerability[], { of }: CareParameters): CareFactor {
  const ways = [...new Set((vulnerabilities.length > 0 ? vulnerabilities : [UNNAMED]).map(({ vector }) => wayIn(vector, asset.reach)))];
  const way = ways.reduce((best, next) => (of[next].value > of[best].value ? next : best)), estimate = of[way];
  const seen = asset.services.filter((service) => service.state !== 'addressed'), why: CareWhy[] = [{ code: EXPOSURE_WHY[way], params: { zone: asset.zone ?? '' } }];
  // Silence is no proof: a closed port and a port nobody used in the capture look the same.
  if (seen.length > 0) why.push({ code: 'exposure-services-seen', params: { count: seen.length, services: [...new Set(seen.map(({ protocol, port }) => `${protocol}/${port}`))].sort().slice(0, LISTED).join(', ') } });
  else why.push({ code: 'exposure-no-service-seen', params: {} });
  return { code: 'exposure', service: null, value: estimate.value, low: estimate.low, high: estimate.high, source: estimate.source, unknown: way === 'exposure.unknown' || way === 'exposure.no-vector', why };
}

type Way = CareParameter & `exposure.${string}`;
const EXPOSURE_WHY: Readonly<Record<Way, CareWhy['code']>> = {
  'exposure.internet': 'exposure-internet', 'exposure.flat': 'exposure-flat', 'exposure.segmented': 'exposure-segmented', 'exposure.unknown': 'exposure-unknown', 'exposure.local': 'exposure-local', 'exposure.physical': 'exposure-physical', 'exposure.no-vector': 'exposure-no-vector',
};

function wayIn(vector: string | null, reach: Reach): Way {
  const attack = vectorFacts(vector)?.attackVector;
  if (attack === undefined) return 'exposure.no-vector';
  if (attack === 'local' || attack === 'physical') return `exposure.${attack}`;
  // Adjacent (CVSS 3.1, 2.1.1) ends at the router: an address in the internet does not help.
  return attack === 'adjacent' && reach === 'internet' ? 'exposure.unknown' : `exposure.${reach ?? 'unknown'}`;
}
