/**
 * The use cases, as pages, API and CLI call them. `openApp` (open.ts) makes one on a database; every call runs in one transaction of the
 * actor's institution. Refusals are `AppError`s: a code of `errors.ts`, parameters, an HTTP status.
 */
import type {
  Actor, AssetPage, AssetQuery, AssetView, DecisionView, ImportSummary, ImportView, InstitutionView, ListField, Overview, PermissionRecord, Progress, TrafficRow,
} from './views.ts';
import type { Attribute } from '@wardkeep/model';
import type { AssessApp } from './assess-app.ts';

export interface UploadedFile { readonly name: string; readonly stream: AsyncIterable<Uint8Array>; readonly bytes: number | null }

export interface App extends AssessApp {
  /** The fixed person until sign-in exists, and the institution it acts for. */
  actor(): Promise<Actor>;
  institution(actor: Actor): Promise<InstitutionView>;
  institutions(actor: Actor): Promise<readonly InstitutionView[]>;

  overview(actor: Actor): Promise<Overview>;
  listAssets(actor: Actor, query: AssetQuery): Promise<AssetPage>;
  asset(actor: Actor, id: string): Promise<AssetView>;
  traffic(actor: Actor): Promise<readonly TrafficRow[]>;

  /** A person's word about one attribute. It outlives every later import. */
  decide(actor: Actor, input: { assetId: string; attribute: Attribute; value: string | null; reason: string }): Promise<DecisionView>;
  /** Makes one asset of several: `ids[0]` stays. */
  merge(actor: Actor, input: { ids: readonly string[]; reason: string }): Promise<DecisionView>;
  /** Takes addresses (MACs or IPs) away from an asset and makes a new asset of them. */
  split(actor: Actor, input: { assetId: string; addresses: readonly string[]; reason: string }): Promise<DecisionView>;
  remove(actor: Actor, input: { assetId: string; reason: string }): Promise<DecisionView>;
  undo(actor: Actor, decisionId: string): Promise<DecisionView>;

  imports(actor: Actor): Promise<readonly ImportSummary[]>;
  import(actor: Actor, id: string): Promise<ImportView>;
  lastPermission(actor: Actor): Promise<PermissionRecord | null>;
  /** Takes a file in: streams it to a temporary file (never whole in memory), tells what it is, queues the reading. Captures need a permission record. */
  startImport(actor: Actor, file: UploadedFile, options: { kind: 'capture' | 'document'; permission: PermissionRecord | null }): Promise<ImportSummary>;
  /** Confirms the columns of a list in state `needs-mapping`; remembered for the institution by the headers. */
  confirmMapping(actor: Actor, importId: string, columns: readonly { index: number; field: ListField | null }[]): Promise<ImportSummary>;
  stopImport(actor: Actor, id: string): Promise<ImportSummary>;
  /** Progress of an import, at most ten a second, ending with its last state. */
  progress(actor: Actor, id: string, signal: AbortSignal): AsyncIterable<Progress>;

  /** The inventory in the format `wardkeep-inventory/1`, CSV or CycloneDX 1.6, in pieces. */
  exportAssets(actor: Actor, format: 'json' | 'csv' | 'cyclonedx', query: AssetQuery): AsyncIterable<string>;

  close(): Promise<void>;
}
