/**
 * Care at risk of one asset and one advisory, summed over the services that need the asset:
 *
 *   P(used within 30 days) × exposure × reliance × planned hours a week × (1 − fallback) × weeks to restore
 *
 * Every factor is shown with range, source and reason. `reliance` is 1 for the only asset of its kind; of several that are lost together each carries its part,
 * so that the sum over them is what the service loses, and no more.
 */
import { type CareFactor, type CareRating, type CareService, type CareWhy, type Estimate, type Range, roleEntry, type ServiceAtRisk } from '@wardkeep/model';
import { exposureFactor, type RatedVulnerability, type ReachedAsset, useFactor } from './likelihood.ts';
import type { CareParameters } from './parameters.ts';
import { type AffectedTogether, type CareTwin, needStateOf, type PlacedAsset, relianceOf, servicesNeeding } from './twin.ts';

export interface CareAsset extends PlacedAsset, ReachedAsset {}

export interface CareMatch {
  readonly vulnerabilities: readonly RatedVulnerability[];
  /** A `vendor_fix` for the matched products exists. */
  readonly hasFix: boolean;
  /** All assets that the advisory concerns, this one among them. */
  readonly affected: AffectedTogether;
}

const NOTHING: Range = { value: 0, low: 0, high: 0 };
const DAYS_PER_WEEK = 7;

export function rateCare(asset: CareAsset, match: CareMatch, twin: CareTwin, parameters: CareParameters): CareRating {
  const use = useFactor(match.vulnerabilities, parameters), exposure = exposureFactor(asset, match.vulnerabilities, parameters), need = needStateOf(twin, asset);
  const restore = restoreFactor(asset.role, match.hasFix, parameters);
  const services = servicesNeeding(twin, asset).map((service) => atRisk(service, asset, match.affected, twin, { use, exposure, restore })).sort((a, b) => b.hoursAtRisk.value - a.hoursAtRisk.value || order(a.service, b.service));
  return {
    severity: severest(match.vulnerabilities), likelihood: { use, exposure },
    impact: { hoursIfUsed: services.map((service) => service.hoursIfUsed).reduce(plus, NOTHING), services },
    hoursAtRisk: services.map((service) => service.hoursAtRisk).reduce(plus, NOTHING), need, why: whyOf(need, asset.role),
  };
}

function whyOf(need: CareRating['need'], role: string | null): CareWhy[] {
  if (need === 'named') return [];
  const noService: CareWhy = { code: 'no-service-named', params: { role: role ?? '' } };
  return need === 'none' ? [noService] : [noService, { code: 'need-unknown', params: { role: role ?? '' } }];
}

function atRisk(service: CareService, asset: CareAsset, affected: AffectedTogether, twin: CareTwin, shared: { use: CareFactor; exposure: CareFactor; restore: CareFactor }): ServiceAtRisk {
  const { id, name, plannedHoursPerWeek: hours, fallbackShare: fallback } = service, reliance = relianceOf(service, asset, affected, twin);
  const factor = (code: CareFactor['code'], estimate: Estimate, why: CareWhy): CareFactor => ({ code, service: id, ...estimate, unknown: false, why: [why] });
  const impact = [
    factor('reliance', { value: reliance.share, low: reliance.share, high: Math.max(reliance.share, reliance.together > 0 ? 0 : reliance.usual), source: { kind: 'institution', note: null } }, relianceWhy(reliance)),
    factor('planned-hours', hours, { code: 'planned-hours', params: { service: name, hours: hours.value } }),
    factor('without-fallback', { value: 1 - fallback.value, low: 1 - fallback.high, high: 1 - fallback.low, source: fallback.source }, { code: 'without-fallback', params: { service: name, fallback: fallback.value } }),
    { ...shared.restore, service: id },
  ];
  const factors = [shared.use, shared.exposure, ...impact];
  return { service: id, name, hoursIfUsed: product(impact), hoursAtRisk: product(factors), lossTogether: reliance.together, factors };
}

function relianceWhy({ share, together, lost, members }: ReturnType<typeof relianceOf>): CareWhy {
  if (share === 0) return { code: 'reliance-alternative', params: { members, lost } };
  return members === 1 ? { code: 'reliance-only', params: {} } : { code: 'reliance-shared', params: { members, lost, together } };
}

/** Weeks. A device waits for its maker; a server for its crew; a desktop is replaced. */
function restoreFactor(role: string | null, hasFix: boolean, { of }: CareParameters): CareFactor {
  const kind = restoreKind(role), which = kind === 'endpoint' ? kind : `${kind}-${hasFix ? 'fix' : 'no-fix'}` as const, { value, low, high, source } = of[`restore.${which}` as const];
  return { code: 'restore-weeks', service: null, value: value / DAYS_PER_WEEK, low: low / DAYS_PER_WEEK, high: high / DAYS_PER_WEEK, source, unknown: role === null, why: [{ code: `restore-${which}`, params: { days: value } }] };
}

const SERVERS: ReadonlySet<string> = new Set([
  'pacs', 'vna', 'ris', 'ehr', 'lis', 'interface-engine', 'fhir-server', 'medical-gateway', 'broker', 'server', 'domain-controller', 'file-server', 'database', 'web-server', 'mail-server', 'network-service',
  'switch', 'router', 'firewall', 'wireless-ap', 'bms', 'plc', 'access-control',
]);

/** What is not known takes a device's time: it is likelier to be one than to be a desktop. */
function restoreKind(role: string | null): 'device' | 'server' | 'endpoint' {
  if (role !== null && SERVERS.has(role)) return 'server';
  return role === null || role === 'unknown' || roleEntry(role)?.medical ? 'device' : 'endpoint';
}

/** All factors are ≥ 0, so bounds multiply to bounds. */
const product = (factors: readonly Range[]): Range => factors.reduce((so, { value, low, high }) => ({ value: so.value * value, low: so.low * low, high: so.high * high }), { value: 1, low: 1, high: 1 });
const plus = (a: Range, b: Range): Range => ({ value: a.value + b.value, low: a.low + b.low, high: a.high + b.high });
const order = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function severest(vulnerabilities: readonly RatedVulnerability[]): CareRating['severity'] {
  const worst = vulnerabilities.reduce<RatedVulnerability | null>((best, next) => ((next.baseScore ?? -1) > (best?.baseScore ?? -1) ? next : best), null);
  return { baseScore: worst?.baseScore ?? null, vector: worst?.vector ?? null };
}

const NEED_ORDER = { named: 0, unknown: 1, none: 2 } as const;
/** The order of work: hours at risk, then what nobody said the need of before what nothing needs, then severity. Ties keep their order. */
export function compareCare(a: CareRating, b: CareRating): number {
  return b.hoursAtRisk.value - a.hoursAtRisk.value || NEED_ORDER[a.need] - NEED_ORDER[b.need] || (b.severity.baseScore ?? -1) - (a.severity.baseScore ?? -1);
}
