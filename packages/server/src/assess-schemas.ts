/** The shapes of ASSESS, published as OpenAPI. `satisfies` keeps them and `@wardkeep/app/assess-views` from drifting apart. */
import { ADVISORY_FORMATS, ASSESS_REASONS, CARE_FACTORS, CARE_KINDS, FINDING_STATUSES, PRODUCT_STATUSES, REMEDIATION_KINDS, REMEDIATION_PROGRESS, ROLES, SSVC_DECISIONS, SSVC_POINTS } from '@wardkeep/model';
import type { Role } from '@wardkeep/model';
import * as views from '@wardkeep/app/assess-views';
import { z } from 'zod';
import { Message } from './schemas.ts';

const when = z.string(), count = z.int().min(0), text = z.string().nullable(), share = z.number().min(0).max(1), day = z.string();
const role = z.enum(ROLES as [Role, ...Role[]]);
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const range = { value: z.number(), low: z.number(), high: z.number() };
const severity = z.enum(['none', 'low', 'medium', 'high', 'critical']), verdict = z.enum(['affected', 'cannot_tell', 'not_affected']);

const Remediation = z.object({ kind: z.enum(REMEDIATION_KINDS), details: z.string(), url: text, products: list(z.string()) });
export const AdvisorySummary = z.object({
  id: z.string(), trackingId: z.string(), format: z.enum(ADVISORY_FORMATS), title: z.string(), publisher: z.string(), revision: z.string(), releasedAt: when.nullable(), scope: z.enum(['region', 'institution']),
  cves: list(z.string()), baseScore: z.number().nullable(), severity: severity.nullable(), exploited: z.boolean(), epss: share.nullable(), affected: count, cannotTell: count,
}).meta({ id: 'AdvisorySummary' }) satisfies z.ZodType<views.AdvisorySummary>;
export const AdvisoryPage = z.object({ rows: list(AdvisorySummary), total: count, all: count, next: text }).meta({ id: 'AdvisoryPage' }) satisfies z.ZodType<views.AdvisoryPage>;
export const AdvisoryQuery = z.object({ q: z.string().max(200).optional(), show: z.enum(['concerning', 'all', 'exploited', 'own']).optional(), after: z.string().max(2000).optional(), limit: z.coerce.number().int().min(1).max(500).optional() }) satisfies z.ZodType<views.AdvisoryQuery>;
const AdvisoryVulnerability = z.object({
  id: z.string(), title: text, summary: text, cwes: list(z.object({ id: z.string(), name: text })),
  scores: list(z.object({ vector: z.string(), baseScore: z.number().nullable(), products: list(z.string()), version: z.string(), recomputed: z.number().nullable(), severity: text })),
  exploited: z.object({ addedOn: day, dueOn: day.nullable().optional(), ransomware: z.boolean(), requiredAction: text }).nullable(), epss: z.object({ probability: share, percentile: share, day }).nullable(),
  status: list(z.object({ status: z.enum(PRODUCT_STATUSES), products: list(z.string()) })), remediations: list(Remediation),
}).meta({ id: 'AdvisoryVulnerability' }) satisfies z.ZodType<views.AdvisoryVulnerabilityView>;

export const FindingState = z.enum(views.FINDING_STATES);
export const FindingRow = z.object({
  id: z.string(), assetId: z.string(), assetName: z.string(), role: role.nullable(), zone: text, vendor: text, product: text, version: text, advisoryId: z.string(), trackingId: z.string(), advisoryTitle: z.string(),
  verdict, score: share, state: FindingState, remediation: z.enum(REMEDIATION_PROGRESS), cves: list(z.string()), baseScore: z.number().nullable(), exploited: z.boolean(), epss: share.nullable(), hoursAtRisk: z.number(), assumed: z.boolean(),
  services: list(z.string()), ssvc: z.enum(SSVC_DECISIONS), assignee: text, dueOn: text, fixAvailable: z.boolean(), changedAt: when,
}).meta({ id: 'Finding' }) satisfies z.ZodType<views.FindingRow>;
export const FindingQuery = z.object({
  q: z.string().max(200).optional(), state: z.enum(['waiting', 'decided', 'all', ...views.FINDING_STATES]).optional(), verdict: z.enum(['affected', 'cannot_tell']).optional(),
  zone: z.string().max(200).optional().describe('Zone name; empty: assets without a zone'), advisory: z.string().max(250).optional(), asset: z.string().max(64).optional(), cve: z.string().max(100).optional(),
  sort: z.enum(['care', 'severity', 'likelihood', 'changed', 'due']).optional(), after: z.string().max(2000).optional(), limit: z.coerce.number().int().min(1).max(500).optional(),
}) satisfies z.ZodType<views.FindingQuery>;
export const FindingPage = z.object({ rows: list(FindingRow), total: count, devices: count, hours: z.number(), next: text, zones: list(z.string()) }).meta({ id: 'FindingPage' }) satisfies z.ZodType<views.FindingPage>;
export const TriagePage = z.object({
  groups: list(z.object({ lead: FindingRow, ids: list(z.string()), total: count, devices: count, hours: z.number() })), total: count, findings: count, devices: count, hours: z.number(), next: text, zones: list(z.string()),
}).meta({ id: 'TriagePage' }) satisfies z.ZodType<views.TriagePage>;

const Reason = z.object({ code: z.enum(ASSESS_REASONS), asset: text, advisory: text, component: z.string().optional(), params: Message.shape.params.optional() });
const Provenance = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assumed'), note: text }), z.object({ kind: z.literal('institution'), note: text }), z.object({ kind: z.literal('observed') }),
  z.object({ kind: z.literal('published'), id: z.string(), title: z.string(), url: z.string(), readAs: z.enum(['primary', 'abstract', 'secondary', 'computed']), range: z.enum(['source', 'computed', 'ours']), caveat: text }),
  z.object({ kind: z.literal('feed'), feed: z.enum(['kev', 'epss', 'cvss']), date: text }),
]);
const Why = z.object({ code: z.string(), params: Message.shape.params });
const CareFactor = z.object({ ...range, source: Provenance, code: z.enum(CARE_FACTORS), service: text, unknown: z.boolean(), why: list(Why) });
const Range = z.object(range);
const CareRating = z.object({
  severity: z.object({ baseScore: z.number().nullable(), vector: text }), likelihood: z.object({ use: CareFactor, exposure: CareFactor }),
  impact: z.object({ hoursIfUsed: Range, services: list(z.object({ service: z.string(), name: z.string(), hoursIfUsed: Range, hoursAtRisk: Range, lossTogether: z.number(), factors: list(CareFactor) })) }),
  hoursAtRisk: Range, need: z.enum(['named', 'none', 'unknown']), why: list(Why),
});
const Letter = z.object({ subject: z.string(), body: z.string() });
export const FindingDecision = z.object({ id: z.string(), state: z.enum([...FINDING_STATUSES, 'accepted']), reason: z.string(), by: z.string(), at: when, expiresOn: text, owner: text, shared: z.boolean(), undoneAt: text }).meta({ id: 'FindingDecision' });
export const Finding = z.object({
  ...FindingRow.shape, reasons: list(Reason), missing: list(z.object({ code: z.enum(['version', 'model', 'variant', 'condition', 'os', 'date', 'serial', 'component', 'vendor', 'maker-answer']), advisory: z.string() })),
  products: list(z.object({ id: z.string(), name: z.string(), vendor: text, version: text })), advisory: z.object({ ...AdvisorySummary.shape, summary: text, url: text }), vulnerabilities: list(AdvisoryVulnerability), remediations: list(Remediation),
  care: CareRating, ssvcPoints: list(z.object({ point: z.enum(SSVC_POINTS), value: z.string(), unknown: z.boolean(), overridden: z.boolean(), why: Why })), decision: FindingDecision.nullable(),
  measures: list(z.object({ text: z.string(), by: z.string(), at: when })), history: list(z.object({ at: when, by: text, code: z.string(), params: Message.shape.params })),
  offers: list(z.object({ id: z.string(), verdict: z.enum(['known_affected', 'known_not_affected']), reason: z.string(), by: z.string(), institution: z.string(), at: when, expiresOn: day, sameVersion: z.boolean() })),
  letter: z.object({ en: Letter, es: Letter, hu: Letter }), place: z.int().nullable(), group: list(z.object({ id: z.string(), assetId: z.string(), assetName: z.string(), zone: text, state: FindingState })),
}).meta({ id: 'FindingDetail' });

export const Advisory = z.object({
  ...AdvisorySummary.shape, summary: text, url: text, tlp: text, state: z.string(), firstReleasedAt: when.nullable(), language: text, checked: z.object({ hash: z.boolean(), signature: text }),
  products: list(z.object({ id: z.string(), name: z.string(), vendor: text, versions: list(z.string()), identifiers: list(z.string()) })), vulnerabilities: list(AdvisoryVulnerability), findings: list(FindingRow),
  warnings: list(Message), revisions: list(z.object({ revision: z.string(), at: when, alerted: count, why: Message })),
}).meta({ id: 'Advisory' }) satisfies z.ZodType<views.AdvisoryView>;
export const Vulnerability = z.object({ id: z.string(), vulnerability: AdvisoryVulnerability, advisories: list(AdvisorySummary), findings: list(FindingRow) }).meta({ id: 'Vulnerability' }) satisfies z.ZodType<views.VulnerabilityView>;

const reason = z.string().max(2000), ids = list(z.string().max(64)).describe('At most 2,000 findings');
export const DecideFindings = z.object({
  ids, state: z.enum([...FINDING_STATUSES, 'accepted']), reason, expiresOn: z.string().max(40).nullish(), owner: z.string().max(200).nullish(), share: z.boolean().optional(), offer: z.string().max(64).nullish(),
}) satisfies z.ZodType<views.DecideFindings>;
export const WorkOnFindings = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assign'), ids, assignee: z.string().max(200).nullable() }), z.object({ kind: z.literal('due'), ids, dueOn: z.string().max(40).nullable() }),
  z.object({ kind: z.enum(['measure', 'comment']), ids, text: z.string().max(4000) }), z.object({ kind: z.literal('remediation'), ids, remediation: z.enum(REMEDIATION_PROGRESS) }),
]) satisfies z.ZodType<views.WorkOnFindings>;

const Acceptance = z.object({ on: z.boolean(), judged: count, confirmed: count, low: share.nullable(), high: share.nullable(), allowed: z.boolean() }).meta({ id: 'Acceptance' }) satisfies z.ZodType<views.AcceptanceView>;
export { Acceptance };
const Held = z.object({ count, day: text });
export const AssessOverview = z.object({
  devices: count, affectedDevices: count, cannotTellDevices: count, hoursAtRisk: z.number(), waiting: count, advisories: count, newestAdvisoryAt: when.nullable(), lastUpdateAt: when.nullable(), knownExploited: Held, epss: Held,
  wards: list(z.object({ zone: text, devices: count, affected: count, cannotTell: count, hoursAtRisk: z.number() })),
  services: list(z.object({ id: z.string(), name: z.string(), plannedHoursPerWeek: z.number(), hoursAtRisk: z.number(), findings: count })), failed: Message.nullish(), running: z.boolean(), acceptance: Acceptance,
}).meta({ id: 'AssessOverview' }) satisfies z.ZodType<views.AssessOverview>;
export const Changes = z.object({
  since: when.nullable(), items: list(z.object({ at: when, code: z.string(), alerts: z.boolean(), finding: FindingRow.nullable(), advisory: z.object({ id: z.string(), trackingId: z.string(), title: z.string() }).nullable(), why: Message })),
}).meta({ id: 'Changes' }) satisfies z.ZodType<views.ChangesView>;
export const NotListed = z.object({
  total: count, rows: list(z.object({ row: z.string(), advisory: z.string(), score: z.number(), products: list(z.string()), reasons: list(Reason), assetName: z.string(), advisoryTitle: z.string(), trackingId: z.string() })),
}).meta({ id: 'NotListed' }) satisfies z.ZodType<views.NotListedPage>;

export const Intake = z.object({ id: z.string(), name: z.string(), at: when, by: z.string(), state: z.enum(['waiting', 'reading', 'done', 'failed']), read: count, added: count, revised: count, unchanged: count, quarantined: count, error: Message.nullable() }).meta({ id: 'AdvisoryIntake' }) satisfies z.ZodType<views.AdvisoryIntakeView>;
export const Feeds = z.object({
  feeds: list(z.object({ id: z.string(), name: z.string(), kind: z.enum(['csaf', 'kev', 'epss']), url: z.string(), hosts: list(z.string()), enabled: z.boolean(), lastAskedAt: when.nullable(), lastResult: Message.nullable(), documents: count })), intakes: list(Intake),
  quarantine: list(z.object({ id: z.string(), intakeId: z.string(), file: z.string(), at: when, reason: Message, message: z.string() })), knownExploited: Held, epss: Held,
}).meta({ id: 'Feeds' }) satisfies z.ZodType<views.FeedsView>;
const field = z.string().max(4000);
export const TypedAdvisory = z.object({
  title: field, publisher: field, reference: field, date: text, url: text, vendor: field, product: field, models: field, versions: field, cves: field, vector: field, action: field, fix: z.enum(['fix', 'mitigation', 'none']),
}) satisfies z.ZodType<views.TypedAdvisory>;

const Estimate = z.object({ ...range, source: Provenance });
const need = z.union([z.object({ kind: z.literal('role'), role, count: z.int().nullable() }), z.object({ kind: z.literal('asset'), assetId: z.string() })]);
export const CareService = z.object({
  id: z.string(), name: z.string(), kind: z.enum(CARE_KINDS), plannedHoursPerWeek: Estimate, needs: list(z.object({ anyOf: list(need) })), fallbackShare: Estimate, safetyWeight: Estimate,
  needsAssets: list(z.object({ id: z.string(), name: z.string() })), assets: count, hoursAtRisk: z.number(), findings: count,
}).meta({ id: 'CareService' }) satisfies z.ZodType<views.CareServiceView>;
export const CareServiceInput = z.object({
  id: text, name: z.string().max(200), kind: z.enum(CARE_KINDS), plannedHoursPerWeek: z.number().nullable(), fallbackShare: z.number().nullable(), needsRoles: list(role), needsAssets: list(z.string().max(64)),
}) satisfies z.ZodType<views.CareServiceInput>;
