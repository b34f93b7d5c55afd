/** Shared by the tests of this folder: parameters with round numbers, and services in a line each. */
import { CARE_KINDS, type CareKind, type CareNeed, type CareService, type Estimate, type Role } from '@wardkeep/model';
import type { CareAsset } from './care.ts';
import type { RatedVulnerability } from './likelihood.ts';
import { CARE_PARAMETERS, type CareParameter, type CareParameters } from './parameters.ts';

export const fixed = (value: number, low = value, high = value): Estimate => ({ value, low, high, source: { kind: 'assumed', note: 'test' } });

const VALUES: Readonly<Record<CareParameter, readonly [number, number, number]>> = {
  'use.kev': [0.5, 0.1, 0.9], 'use.kev-ransomware': [0.8, 0.3, 1], 'use.exploit-public': [0.04, 0.03, 0.05], 'use.unknown': [0.003, 0.002, 0.04], 'use.epss-spread': [2, 2, 2],
  'exposure.internet': [1, 0.9, 1], 'exposure.flat': [0.8, 0.6, 0.95], 'exposure.segmented': [0.25, 0.1, 0.5], 'exposure.unknown': [0.7, 0.25, 0.95], 'exposure.local': [0.2, 0.05, 0.5], 'exposure.physical': [0.02, 0.005, 0.1], 'exposure.no-vector': [0.5, 0.1, 0.95],
  'restore.device-fix': [14, 7, 42], 'restore.device-no-fix': [42, 14, 84], 'restore.server-fix': [21, 7, 70], 'restore.server-no-fix': [35, 21, 70], 'restore.endpoint': [2, 1, 14],
  'ssvc.failure': [0.5, 0.5, 0.5], 'ssvc.mission': [0.5, 0.5, 0.5], 'ssvc.marginal': [0.2, 0.2, 0.2], 'ssvc.critical': [0.45, 0.45, 0.45], 'ssvc.catastrophic': [0.85, 0.85, 0.85],
};

export const PARAMETERS: CareParameters = {
  of: Object.fromEntries(CARE_PARAMETERS.map((id) => [id, fixed(...VALUES[id])])) as Record<CareParameter, Estimate>,
  fallback: fixed(0.5, 0.3, 0.7),
  kinds: Object.fromEntries(CARE_KINDS.map((kind) => [kind, { hours: fixed(100), safety: fixed(0.5) }])) as Record<CareKind, { hours: Estimate; safety: Estimate }>,
};

export const role = (name: Role, count: number | null = null): CareNeed => ({ kind: 'role', role: name, count });
export const only = (assetId: string): CareNeed => ({ kind: 'asset', assetId });

export const service = (id: string, needs: readonly (readonly CareNeed[])[], rest: Partial<CareService> = {}): CareService =>
  ({ id, name: id, kind: 'other', plannedHoursPerWeek: fixed(100), fallbackShare: fixed(0), safetyWeight: fixed(0.5), needs: needs.map((anyOf) => ({ anyOf })), ...rest });

export const NETWORK = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
export const vulnerability = (rest: Partial<RatedVulnerability> = {}): RatedVulnerability =>
  ({ id: 'CVE-2026-0001', kev: null, epss: { probability: 0.1, date: '2026-11-01' }, exploitPublic: false, vector: NETWORK, baseScore: 9.8, ssvc: null, ...rest });
export const asset = (id: string, is: string | null, rest: Partial<CareAsset> = {}): CareAsset => ({ id, role: is, zone: null, reach: 'flat', services: [], ...rest });
