/**
 * SSVC: CISA's decision and the deployer's priority, with mission and safety impact computed from the care services instead of asked. Each decision point
 * says why it has its value; a person may set any of them.
 */
import { type CareRating, type ServiceAtRisk, SSVC_POINTS, type SsvcPoint, type SsvcResult } from '@wardkeep/model';
import type { CareAsset, CareMatch } from './care.ts';
import type { RatedVulnerability } from './likelihood.ts';
import type { CareParameters } from './parameters.ts';
import {
  AUTOMATABLE, CISA, DEPLOYER, EXPLOITATION, HUMAN, HUMAN_IMPACT, lookUp, MISSION_AND_WELL_BEING, MISSION_IMPACT, MISSION_PREVALENCE, PUBLIC_WELL_BEING, SAFETY_IMPACT, SYSTEM_EXPOSURE, TECHNICAL_IMPACT, WELL_BEING,
} from './ssvc-tables.ts';
import type { CareTwin } from './twin.ts';
import { vectorFacts } from './vector.ts';

type PointCode = (typeof SSVC_POINTS)[number];
type Found<T extends string = string> = { readonly value: T; readonly unknown?: boolean; readonly code: SsvcPoint['why']['code']; readonly params?: Readonly<Record<string, string | number>> };

/** Values a person set, by decision point. */
export type SsvcOverrides = Readonly<Partial<Record<PointCode, string>>>;

export const SSVC_VALUES: Readonly<Record<PointCode, readonly string[]>> = {
  exploitation: EXPLOITATION, automatable: AUTOMATABLE, 'technical-impact': TECHNICAL_IMPACT, 'mission-prevalence': MISSION_PREVALENCE, 'public-well-being': PUBLIC_WELL_BEING,
  'mission-and-well-being': MISSION_AND_WELL_BEING, 'system-exposure': SYSTEM_EXPOSURE, 'safety-impact': SAFETY_IMPACT, 'mission-impact': MISSION_IMPACT, 'human-impact': HUMAN_IMPACT,
};

export function ssvc(asset: CareAsset, match: CareMatch, rating: CareRating, twin: CareTwin, parameters: CareParameters, overrides: SsvcOverrides = {}): SsvcResult {
  const points: SsvcPoint[] = [];
  const decide = (point: PointCode, found: Found): string => {
    const set = overrides[point];
    if (set !== undefined && !SSVC_VALUES[point].includes(set)) throw new Error(`SSVC ${point}: expected one of ${SSVC_VALUES[point].join(', ')}, found ${set}.`);
    points.push({ point, value: set ?? found.value, unknown: set === undefined && found.unknown === true, overridden: set !== undefined && set !== found.value, why: { code: found.code, params: found.params ?? {} } });
    return set ?? found.value;
  };
  const losses = lossesOf(rating, twin);
  const exploitation = decide('exploitation', worst(match.vulnerabilities, EXPLOITATION, exploitationOf));
  const automatable = decide('automatable', worst(match.vulnerabilities, AUTOMATABLE, automatableOf));
  const technical = decide('technical-impact', worst(match.vulnerabilities, TECHNICAL_IMPACT, technicalOf));
  const safety = decide('safety-impact', safetyOf(losses, rating, parameters));
  const mission = decide('mission-impact', missionOf(losses, rating, twin, parameters));
  const human = decide('human-impact', { value: lookUp(HUMAN, safety, mission), code: 'ssvc-table', params: { safety, mission } });
  const prevalence = decide('mission-prevalence', prevalenceOf(losses, rating));
  const wellBeing = decide('public-well-being', { value: WELL_BEING_OF[safety]!, code: 'ssvc-from-safety', params: { safety } });
  const both = decide('mission-and-well-being', { value: lookUp(WELL_BEING, prevalence, wellBeing), code: 'ssvc-table', params: { prevalence, wellBeing } });
  const exposure = decide('system-exposure', exposureOf(asset, match));
  return { decision: lookUp(CISA, exploitation, automatable, technical, both), priority: lookUp(DEPLOYER, exploitation, exposure, automatable, human), points: points.sort((a, b) => SSVC_POINTS.indexOf(a.point) - SSVC_POINTS.indexOf(b.point)) };
}

/** The value furthest along the scale, of all vulnerabilities: what can be used is used. None: unknown, as `none()` says. */
function worst<T extends string>(vulnerabilities: readonly RatedVulnerability[], scale: readonly T[], of: (vulnerability: RatedVulnerability | null) => Found<T>): Found<T> {
  return vulnerabilities.map((vulnerability) => of(vulnerability)).reduce<Found<T> | null>((best, next) => {
    if (best === null || scale.indexOf(next.value) > scale.indexOf(best.value)) return next;
    // Of two equal values, the one that is known.
    return next.value === best.value && best.unknown && !next.unknown ? next : best;
  }, null) ?? of(null);
}

/** ssvc:E:1.1.0. KEV is public, reliable evidence of use; a published value is CISA's own; the vector's E is the publisher's word. */
function exploitationOf(vulnerability: RatedVulnerability | null): Found<(typeof EXPLOITATION)[number]> {
  const id = vulnerability?.id ?? '', published = vulnerability?.ssvc?.exploitation, exploit = vectorFacts(vulnerability?.vector ?? null)?.exploit;
  if (vulnerability?.kev) return { value: 'active', code: 'ssvc-kev', params: { id } };
  if (published === 'active' || (published && !vulnerability?.exploitPublic && exploit !== 'public' && exploit !== 'active')) return { value: published, code: 'ssvc-published', params: { id } };
  if (exploit === 'active') return { value: 'active', code: 'ssvc-vector', params: { id } };
  if (vulnerability?.exploitPublic || exploit === 'public') return { value: 'public poc', code: 'ssvc-exploit-public', params: { id } };
  return { value: 'none', unknown: exploit !== 'none', code: exploit === 'none' ? 'ssvc-vector' : 'ssvc-no-evidence', params: { id } };
}

/** ssvc:A:2.0.0. From the vector when nobody published it: over the network, without account, person or luck. */
function automatableOf(vulnerability: RatedVulnerability | null): Found<(typeof AUTOMATABLE)[number]> {
  const id = vulnerability?.id ?? '', published = vulnerability?.ssvc?.automatable, facts = vectorFacts(vulnerability?.vector ?? null);
  if (published) return { value: published, code: 'ssvc-published', params: { id } };
  if (!facts) return { value: 'yes', unknown: true, code: 'ssvc-no-vector', params: { id } };
  return { value: facts.attackVector === 'network' && facts.privileges === 'none' && !facts.interaction && !facts.complex ? 'yes' : 'no', code: 'ssvc-vector', params: { id, vector: vulnerability!.vector! } };
}

/** ssvc:TI:1.0.0, by CERT/CC's table "CVSS v4 to technical impact" 1.0.0: high confidentiality and integrity, or one high and one low without privileges. */
export function technicalOf(vulnerability: RatedVulnerability | null): Found<(typeof TECHNICAL_IMPACT)[number]> {
  const id = vulnerability?.id ?? '', published = vulnerability?.ssvc?.technicalImpact, facts = vectorFacts(vulnerability?.vector ?? null);
  if (published) return { value: published, code: 'ssvc-published', params: { id } };
  if (!facts) return { value: 'total', unknown: true, code: 'ssvc-no-vector', params: { id } };
  const levels = [facts.confidentiality, facts.integrity], total = levels.every((level) => level === 'high') || (facts.privileges === 'none' && levels.includes('high') && !levels.includes('none'));
  return { value: total ? 'total' : 'partial', code: 'ssvc-vector', params: { id, vector: vulnerability!.vector! } };
}

/** A service and the share of it that stops after fallback, when all assets of the advisory are lost together. */
interface Loss { readonly name: string; readonly weight: number; readonly hours: number; readonly stopped: number }

function lossesOf(rating: CareRating, twin: CareTwin): Loss[] {
  const byId = new Map(twin.services.map((service) => [service.id, service]));
  return rating.impact.services.map(({ service: id, name, lossTogether }: ServiceAtRisk) => {
    const service = byId.get(id)!;
    return { name, weight: service.safetyWeight.value, hours: service.plannedHoursPerWeek.value, stopped: lossTogether * (1 - service.fallbackShare.value) };
  });
}

/** ssvc:SI:2.0.1, by the service that endangers most. */
function safetyOf(losses: readonly Loss[], rating: CareRating, { of }: CareParameters): Found<(typeof SAFETY_IMPACT)[number]> {
  if (rating.need !== 'named') return unserved(rating, 'marginal', 'negligible');
  const first = losses.reduce((best, next) => (next.weight * next.stopped > best.weight * best.stopped ? next : best)), danger = first.weight * first.stopped;
  const value = danger >= of['ssvc.catastrophic'].value ? 'catastrophic' : danger >= of['ssvc.critical'].value ? 'critical' : danger >= of['ssvc.marginal'].value ? 'marginal' : 'negligible';
  return { value, code: 'ssvc-safety', params: { service: first.name, weight: first.weight, stopped: first.stopped } };
}

/** ssvc:MI:2.0.0. A hospital's mission essential functions are its care services. */
function missionOf(losses: readonly Loss[], rating: CareRating, twin: CareTwin, { of }: CareParameters): Found<(typeof MISSION_IMPACT)[number]> {
  if (rating.need !== 'named') return unserved(rating, 'mef support crippled', 'degraded');
  const failing = losses.filter((loss) => loss.stopped >= of['ssvc.failure'].value), all = twin.services.reduce((sum, service) => sum + service.plannedHoursPerWeek.value, 0);
  const share = all === 0 ? 0 : failing.reduce((sum, loss) => sum + loss.hours, 0) / all, params = { failing: failing.length, services: losses.length, share };
  if (failing.length > 1 && share >= of['ssvc.mission'].value) return { value: 'mission failure', code: 'ssvc-mission', params };
  if (failing.length > 0) return { value: 'mef failure', code: 'ssvc-mission', params };
  return { value: losses.some((loss) => loss.stopped > 0) ? 'mef support crippled' : 'degraded', code: 'ssvc-mission', params };
}

/** cisa:MP:1.0.0. A service that stops in part needs it directly; one that has an alternative is merely supported by it. */
function prevalenceOf(losses: readonly Loss[], rating: CareRating): Found<(typeof MISSION_PREVALENCE)[number]> {
  if (rating.need !== 'named') return unserved(rating, 'support', 'minimal');
  const needed = losses.filter((loss) => loss.stopped > 0);
  return { value: needed.length > 0 ? 'essential' : 'support', code: needed.length > 0 ? 'ssvc-needed' : 'ssvc-alternative', params: { services: (needed.length > 0 ? needed : losses).map((loss) => loss.name).join(', ') } };
}

/** Nobody named a service: a medical or unknown device is not taken for unimportant. */
function unserved<T extends string>(rating: CareRating, ifUnknown: T, ifNone: T): Found<T> {
  return rating.need === 'unknown' ? { value: ifUnknown, unknown: true, code: 'ssvc-need-unknown' } : { value: ifNone, code: 'ssvc-no-service' };
}

const WELL_BEING_OF: Readonly<Record<string, (typeof PUBLIC_WELL_BEING)[number]>> = { negligible: 'minimal', marginal: 'material', critical: 'material', catastrophic: 'irreversible' };

/** ssvc:EXP:1.0.1. What needs an account or a hand on the device is small; the internet is open; a hospital network in between, known or not, is controlled. */
function exposureOf({ reach }: CareAsset, { vulnerabilities }: CareMatch): Found<(typeof SYSTEM_EXPOSURE)[number]> {
  const vectors = vulnerabilities.map(({ vector }) => vectorFacts(vector)?.attackVector ?? null);
  if (vectors.length > 0 && vectors.every((vector) => vector === 'local' || vector === 'physical')) return { value: 'small', code: 'ssvc-exposure-vector' };
  // Adjacent ends at the router, so an address in the internet opens nothing.
  if (reach === 'internet' && !(vectors.length > 0 && vectors.every((vector) => vector === 'adjacent'))) return { value: 'open', code: 'ssvc-exposure-internet' };
  return reach === 'segmented' ? { value: 'small', code: 'ssvc-exposure-segmented' } : { value: 'controlled', unknown: reach === null, code: reach === 'flat' ? 'ssvc-exposure-flat' : 'ssvc-exposure-unknown' };
}
