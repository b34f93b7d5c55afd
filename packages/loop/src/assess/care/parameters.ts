/** The numbers that care at risk is made of: every one with its range and source, from `rules/assess/care.yaml`. */
import type { CareKind, CareService, Estimate } from '@wardkeep/model';

export const CARE_PARAMETERS = [
  'use.kev', 'use.kev-ransomware', 'use.exploit-public', 'use.unknown', 'use.epss-spread',
  'exposure.internet', 'exposure.flat', 'exposure.segmented', 'exposure.unknown', 'exposure.local', 'exposure.physical', 'exposure.no-vector',
  'restore.device-fix', 'restore.device-no-fix', 'restore.server-fix', 'restore.server-no-fix', 'restore.endpoint',
  'ssvc.failure', 'ssvc.mission', 'ssvc.marginal', 'ssvc.critical', 'ssvc.catastrophic',
] as const;
export type CareParameter = (typeof CARE_PARAMETERS)[number];

export interface CareParameters {
  readonly of: Readonly<Record<CareParameter, Estimate>>;
  readonly fallback: Estimate;
  readonly kinds: Readonly<Record<CareKind, { readonly hours: Estimate; readonly safety: Estimate }>>;
}

/** A service of a kind with the starting values of that kind, all assumed, and no needs yet. */
export function serviceOf(kind: CareKind, id: string, name: string, parameters: CareParameters): CareService {
  const { hours, safety } = parameters.kinds[kind];
  return { id, name, kind, plannedHoursPerWeek: hours, safetyWeight: safety, fallbackShare: parameters.fallback, needs: [] };
}
