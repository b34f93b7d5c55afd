/** Findings as readers see them. */
import type { RemediationProgress, Role, SsvcDecision } from '@wardkeep/model';
import type { FindingListRow } from '@wardkeep/store/queries/findings';
import type { FindingRow, FindingState } from '../assess-views.ts';
import { iso } from '../time.ts';
import { formatRef } from './refs.ts';

export interface KeptService { readonly id: string; readonly name: string; readonly hours: number }

export function showFindingRow(row: FindingListRow): FindingRow {
  return {
    id: row.id, assetId: row.asset_id, assetName: row.asset_name ?? row.asset_id, role: row.role as Role | null, zone: row.zone, vendor: row.vendor, product: row.product ?? row.model, version: row.version,
    advisoryId: formatRef({ key: row.advisory_key, own: row.own_advisory }), trackingId: row.tracking_id ?? row.advisory_key, advisoryTitle: row.advisory_title ?? row.advisory_key,
    verdict: row.verdict as FindingRow['verdict'], score: row.score, state: row.state as FindingState, remediation: row.remediation as RemediationProgress, cves: row.cves, baseScore: row.base_score, exploited: row.exploited, epss: row.epss,
    hoursAtRisk: row.hours, assumed: row.assumed, services: (row.services as KeptService[]).map((service) => service.name), ssvc: row.ssvc as SsvcDecision, assignee: row.assignee, dueOn: row.due_on, fixAvailable: row.fix_available, changedAt: iso(row.changed_at),
  };
}
