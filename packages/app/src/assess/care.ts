/** Care services: what patients receive and what it needs. The hospital's own numbers; where it gave none, those of the kind, marked as assumed. */
import { CARE_KINDS, type CareKind, type CareService, type Estimate, isRole, type Role } from '@wardkeep/model';
import { type CareParameters, serviceOf } from '@wardkeep/loop/assess/care/parameters';
import { isUuid, newId, type Tx } from '@wardkeep/store';
import { readAssets } from '@wardkeep/store/queries/assets';
import { deleteCareService, patchAssessState, readCareServices, writeCareService } from '@wardkeep/store/queries/care';
import { readServiceHours } from '@wardkeep/store/queries/findings';
import { readRoleCounts } from '@wardkeep/store/queries/overview';
import type { CareServiceInput, CareServiceView } from '../assess-views.ts';
import { AppError } from '../errors.ts';

const NAME_LENGTH = 200, MOST_HOURS = 10_000, MOST_ASSETS = 500;

export async function listCareServices(tx: Tx): Promise<CareServiceView[]> {
  const services = await loadServices(tx), hours = new Map((await readServiceHours(tx)).map((row) => [row.id, row])), roles = new Map((await readRoleCounts(tx)).map((row) => [row.role, row.count]));
  const named = services.flatMap((service) => assetsOf(service)), names = new Map((await readAssets(tx, [...new Set(named)])).filter((asset) => !asset.row.hidden).map((asset) => [asset.row.id, asset.row.name]));
  return services.map((service) => ({
    ...service, needsAssets: assetsOf(service).map((id) => ({ id, name: names.get(id) ?? id })), assets: rolesOf(service).reduce((sum, role) => sum + (roles.get(role) ?? 0), 0) + assetsOf(service).filter((id) => names.has(id)).length,
    hoursAtRisk: hours.get(service.id)?.hours ?? 0, findings: hours.get(service.id)?.findings ?? 0,
  }));
}

export async function loadServices(tx: Tx): Promise<CareService[]> { return (await readCareServices(tx)).map((row) => row.content as CareService); }

export async function saveCareService(tx: Tx, input: CareServiceInput, parameters: CareParameters, at: Date): Promise<string> {
  const name = input.name.trim(), before = input.id === null ? null : (await loadServices(tx)).find((service) => service.id === input.id);
  if (before === undefined) throw new AppError('care-service-not-found', { id: input.id! });
  if (name === '' || name.length > NAME_LENGTH || !isKind(input.kind) || !within(input.plannedHoursPerWeek, MOST_HOURS) || !within(input.fallbackShare, 1) || !input.needsRoles.every(isRole) || input.needsAssets.length > MOST_ASSETS) throw new AppError('care-service-invalid');
  const known = new Set((await readAssets(tx, input.needsAssets)).map((asset) => asset.row.id));
  if (!input.needsAssets.every((id) => known.has(id))) throw new AppError('care-service-invalid');
  const id = before?.id ?? newId(at.getTime()), usual = serviceOf(input.kind, id, name, parameters);
  const service: CareService = {
    ...usual, plannedHoursPerWeek: told(input.plannedHoursPerWeek, usual.plannedHoursPerWeek), fallbackShare: told(input.fallbackShare, usual.fallbackShare),
    // Each role and each device named is a need of its own: without any of them the service suffers.
    needs: [
      ...input.needsRoles.map((role) => ({ anyOf: [{ kind: 'role' as const, role, count: null }] })),
      ...input.needsAssets.map((assetId) => ({ anyOf: [{ kind: 'asset' as const, assetId }] })),
    ],
  };
  await writeCareService(tx, { id, name, content: service, at });
  await patchAssessState(tx, { asked_at: at });
  return id;
}

export async function removeCareService(tx: Tx, id: string, at: Date): Promise<void> {
  if (!isUuid(id) || !await deleteCareService(tx, id)) throw new AppError('care-service-not-found', { id });
  await patchAssessState(tx, { asked_at: at });
}

export function rolesOf({ needs }: CareService): Role[] { return needs.flatMap((group) => group.anyOf.flatMap((need) => (need.kind === 'role' ? [need.role] : []))); }
function assetsOf({ needs }: CareService): string[] { return needs.flatMap((group) => group.anyOf.flatMap((need) => (need.kind === 'asset' ? [need.assetId] : []))); }

/** What the hospital says is what it is; nothing said stays assumed. */
function told(value: number | null, usual: Estimate): Estimate { return value === null ? usual : { value, low: value, high: value, source: { kind: 'institution', note: null } }; }
function within(value: number | null, most: number): boolean { return value === null || (Number.isFinite(value) && value >= 0 && value <= most); }
function isKind(text: string): text is CareKind { return (CARE_KINDS as readonly string[]).includes(text); }
