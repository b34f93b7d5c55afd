/** Short words for codes: weights, states, sources, decisions. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { AssetSort, ChangeView, Coverage, DecisionView, EvidenceView, ImportState, ImportSummary } from '@wardkeep/app/views';
import type { ServiceState, Weight } from '@wardkeep/model';

type Words<K extends string> = Readonly<Record<K, MessageDescriptor>>;

export const WEIGHT_LABELS: Words<Weight> = { strong: msg`strong`, medium: msg`medium`, weak: msg`weak` };
export const SERVICE_STATE_LABELS: Words<ServiceState> = { answered: msg`it answered`, announced: msg`it announces this`, addressed: msg`others asked, no answer seen` };
export const IMPORT_STATE_LABELS: Words<ImportState> = {
  waiting: msg`Waiting`, 'needs-mapping': msg`Columns to confirm`, reading: msg`Reading`, resolving: msg`Putting together`, done: msg`Done`, stopped: msg`Stopped`, failed: msg`Not read`,
};
export const IMPORT_KIND_LABELS: Words<ImportSummary['kind']> = { capture: msg`Capture`, list: msg`Equipment list`, sbom: msg`SBOM`, scan: msg`Scan`, log: msg`Log` };
export const SOURCE_LABELS: Words<EvidenceView['sourceKind']> = {
  capture: msg`the device itself, on the network`, list: msg`equipment list`, sbom: msg`SBOM`, scan: msg`scan`, log: msg`log`, person: msg`a person`,
};
export const DECISION_LABELS: Words<DecisionView['kind']> = { correct: msg`Corrected by hand`, merge: msg`Merged`, split: msg`Split`, delete: msg`Deleted` };
export const CHANGE_LABELS: Words<ChangeView['kind']> = { new: msg`New`, gone: msg`No longer seen`, changed: msg`Changed` };
export const COVERAGE_LABELS: Words<Coverage['attribute']> = { role: msg`Role`, vendor: msg`Maker`, model: msg`Model`, version: msg`Version`, zone: msg`Zone`, serial: msg`Serial number`, os: msg`Operating system` };
export const SORT_LABELS: Words<AssetSort> = { name: msg`Device`, role: msg`Role`, vendor: msg`Maker and model`, version: msg`Version`, confidence: msg`Confidence`, zone: msg`Zone`, seen: msg`Seen` };
