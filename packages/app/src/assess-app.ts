/** The use cases of ASSESS. As in app.ts: one transaction of the actor's institution each; refusals are `AppError`s. */
import type { UploadedFile } from './app.ts';
import type {
  AcceptanceView, AdvisoryIntakeView, AdvisoryPage, AdvisoryQuery, AdvisoryView, AssessOverview, CareKindView, CareServiceInput, CareServiceView, ChangesView, DecideFindings, FeedsView,
  FindingPage, FindingQuery, FindingView, NotListedPage, TriagePage, TypedAdvisory, VulnerabilityView, WorkOnFindings,
} from './assess-views.ts';
import type { Actor } from './views.ts';

export interface AssessApp {
  assessOverview(actor: Actor): Promise<AssessOverview>;

  advisories(actor: Actor, query: AdvisoryQuery): Promise<AdvisoryPage>;
  advisory(actor: Actor, id: string): Promise<AdvisoryView>;
  vulnerability(actor: Actor, id: string): Promise<VulnerabilityView>;
  feeds(actor: Actor): Promise<FeedsView>;
  /** A document, a folder as archive, or an offline bundle; what is not usable is quarantined with its reason, the rest goes in and is matched. */
  importAdvisories(actor: Actor, file: UploadedFile): Promise<AdvisoryIntakeView>;
  /** Asks the feeds that are switched on. The only use case that sends anything out. */
  updateFeeds(actor: Actor): Promise<AdvisoryIntakeView>;
  switchFeed(actor: Actor, input: { id: string; enabled: boolean }): Promise<FeedsView>;
  typeAdvisory(actor: Actor, input: TypedAdvisory): Promise<AdvisoryView>;
  intake(actor: Actor, id: string): Promise<AdvisoryIntakeView>;

  findings(actor: Actor, query: FindingQuery): Promise<FindingPage>;
  /** The queue: what is one question stands as one. */
  triage(actor: Actor, query: FindingQuery): Promise<TriagePage>;
  finding(actor: Actor, id: string): Promise<FindingView>;
  decideFindings(actor: Actor, input: DecideFindings): Promise<readonly string[]>;
  undoFinding(actor: Actor, id: string): Promise<FindingView>;
  workOnFindings(actor: Actor, input: WorkOnFindings): Promise<void>;
  /** Why something is not listed: a search over the pairs that came close and were left out. */
  notListed(actor: Actor, query: { q: string; limit?: number | undefined }): Promise<NotListedPage>;
  /** What changed since this person last said that she has seen it. */
  changes(actor: Actor): Promise<ChangesView>;
  seen(actor: Actor): Promise<void>;
  acceptance(actor: Actor, input: { on: boolean }): Promise<AcceptanceView>;
  /** `csv`: every pair with state and reasons, *not affected* included. `vex`: CycloneDX VEX 1.6; `csaf`: CSAF 2.0 VEX profile; `openvex`. */
  exportFindings(actor: Actor, format: 'csv' | 'vex' | 'csaf' | 'openvex', query: FindingQuery): AsyncIterable<string>;
  /** Tagged PDF of the findings that the query names, in the reader's language. */
  findingsPdf(actor: Actor, query: FindingQuery, language: 'en' | 'es' | 'hu'): Promise<Uint8Array>;

  careKinds(actor: Actor): Promise<readonly CareKindView[]>;
  careServices(actor: Actor): Promise<readonly CareServiceView[]>;
  saveCareService(actor: Actor, input: CareServiceInput): Promise<CareServiceView>;
  removeCareService(actor: Actor, id: string): Promise<void>;
}
