/** The API's shapes, published as OpenAPI. They mirror `@wardkeep/app/views`: `satisfies` keeps the two from drifting apart. */
import { ATTRIBUTES, PROTOCOLS, ROLES, TRANSPORTS, WEIGHTS } from '@wardkeep/model';
import type { Role } from '@wardkeep/model';
import * as views from '@wardkeep/app/views';
import { z } from 'zod';

const when = z.string(), count = z.int().min(0), percent = z.int().min(0).max(100).nullable(), text = z.string().nullable();
const role = z.enum(ROLES as [Role, ...Role[]]), protocol = z.enum(PROTOCOLS), attribute = z.enum(ATTRIBUTES);
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string()).readonly()]));
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();

export const Message = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) }) satisfies z.ZodType<views.Message>;
export const Institution = z.object({ id: z.string(), name: z.string(), example: z.boolean() }).meta({ id: 'Institution' }) satisfies z.ZodType<views.InstitutionView>;
export const ImportState = z.enum(['waiting', 'needs-mapping', 'reading', 'resolving', 'done', 'stopped', 'failed']);
export const ImportSummary = z.object({
  id: z.string(), name: z.string(), kind: z.enum(['capture', 'list', 'sbom', 'scan', 'log']), state: ImportState, startedAt: when, finishedAt: when.nullable(),
  bytes: z.number().nullable(), frames: z.number().nullable(), assets: z.number().nullable(), by: z.string(), error: Message.nullable(),
}).meta({ id: 'ImportSummary' }) satisfies z.ZodType<views.ImportSummary>;
export const NextStep = z.object({
  kind: z.enum(['ask-maker', 'import-list', 'capture-longer', 'capture-elsewhere', 'look-on-site', 'decide-conflict', 'name-zone']), assets: count, params: Message.shape.params,
}) satisfies z.ZodType<views.NextStep>;
export const Overview = z.object({
  assets: count, known: count, medical: count, medicalWithoutVersion: count, conflicts: count, clearTextMedicalServices: count,
  roles: list(z.object({ role, count })), zones: list(z.object({ zone: text, count, medical: count })), lastImport: ImportSummary.nullable(),
  coverage: list(z.object({ attribute: z.enum(['role', 'vendor', 'model', 'version', 'zone', 'serial', 'os']), known: count, total: count })), nextSteps: list(NextStep),
}).meta({ id: 'Overview' }) satisfies z.ZodType<views.Overview>;

export const AssetQuery = z.object({
  q: z.string().max(200).optional(), kind: z.enum(['all', 'medical', 'other']).optional(), role: role.optional(),
  zone: z.string().max(200).optional().describe('Zone name; empty: assets without a zone'), seenDays: z.coerce.number().int().min(1).max(36_500).optional(),
  confidence: z.enum(['any', 'high', 'medium', 'low', 'conflict']).optional(), sort: z.enum(['name', 'role', 'vendor', 'version', 'confidence', 'zone', 'seen']).optional(),
  direction: z.enum(['asc', 'desc']).optional(), after: z.string().max(2000).optional().describe('`next` of the page before'), limit: z.coerce.number().int().min(1).max(500).optional(),
}) satisfies z.ZodType<views.AssetQuery>;
const assetRow = {
  id: z.string(), name: z.string(), role: role.nullable(), vendor: text, model: text, product: text, version: text, confidence: percent, zone: text, ips: list(z.string()), lastSeen: when.nullable(),
  conflicts: list(z.string()), decided: list(z.string()),
};
export const AssetPage = z.object({ rows: list(z.object(assetRow)), total: count, all: count, next: text, zones: list(z.string()), roles: list(role) }).meta({ id: 'AssetPage' }) satisfies z.ZodType<views.AssetPage>;

export const Evidence = z.object({
  value: z.string(), of: text, signal: z.string(), weight: z.enum(WEIGHTS), confidence: z.int(), importId: z.string(), sourceName: z.string(),
  sourceKind: z.enum(['capture', 'list', 'sbom', 'scan', 'log', 'person']), positions: list(z.number()), count, firstSeen: when.nullable(), lastSeen: when.nullable(), dropped: Message.nullable(),
}) satisfies z.ZodType<views.EvidenceView>;
export const Decision = z.object({
  id: z.string(), kind: z.enum(['correct', 'merge', 'split', 'delete']), attribute: attribute.nullable(), value: text, reason: z.string(), by: z.string(), at: when, undoneAt: when.nullable(),
}).meta({ id: 'Decision' }) satisfies z.ZodType<views.DecisionView>;
const certificate = z.object({ subject: z.string(), names: list(z.string()), notAfter: when.nullable() });
export const Asset = z.object({
  ...assetRow, macs: list(z.string()), hostnames: list(z.string()), aeTitles: list(z.string()), firstSeen: when.nullable(), emdn: text,
  attributes: list(z.object({ attribute, value: text, confidence: percent, lastSeen: when.nullable(), conflictValues: list(z.string()), evidence: list(Evidence), decision: Decision.nullable() })),
  software: list(z.object({ name: z.string(), version: text, confidence: z.int(), evidence: list(Evidence) })),
  services: list(z.object({
    transport: z.enum(TRANSPORTS), port: z.int(), protocol, application: text, state: z.enum(['answered', 'announced', 'addressed']),
    tls: z.object({ version: text, sni: text, certificate: certificate.nullable() }).nullable(), attributes: facts, confidence: z.int(), positions: list(z.number()), sourceName: z.string(),
  })),
  peers: list(z.object({ assetId: text, name: z.string(), role: role.nullable(), zone: text, direction: z.enum(['out', 'in']), protocol, port: z.int(), encrypted: z.boolean(), count, attributes: facts })),
  decisions: list(Decision),
}).meta({ id: 'Asset' }) satisfies z.ZodType<views.AssetView>;
export const TrafficRow = z.object({ fromZone: text, toZone: text, protocol, encrypted: z.boolean(), clients: count, servers: count, uses: count, medical: z.boolean() }) satisfies z.ZodType<views.TrafficRow>;

export const PermissionRecord = z.object({
  permittedBy: z.string().trim().min(1).max(200), role: z.enum(['owner', 'data-protection-officer', 'other']), place: z.string().trim().min(1).max(200), window: z.string().trim().min(1).max(200),
  staffInformed: z.boolean(), keepFile: z.boolean(),
}) satisfies z.ZodType<views.PermissionRecord>;
export const ListField = z.enum(views.LIST_FIELDS);
export const Mapping = z.object({
  sheet: text, headerLine: z.int(), rows: count, columns: list(z.object({ index: z.int(), header: z.string(), field: ListField.nullable(), sure: z.boolean(), samples: list(z.string()) })),
}) satisfies z.ZodType<views.MappingProposal>;
export const Import = z.object({
  ...ImportSummary.shape,
  captures: list(z.object({ name: z.string(), frames: count, from: when.nullable(), to: when.nullable() })),
  warnings: list(z.object({ code: z.string(), message: z.string(), frame: z.number().nullable(), offset: z.number().nullable(), count })),
  changes: list(z.object({ kind: z.enum(['new', 'gone', 'changed']), assetId: z.string(), name: z.string(), attribute: attribute.nullable(), before: text, after: text })),
  changeCounts: z.object({ new: count, changed: count, gone: count, unchanged: count }), permission: PermissionRecord.nullable(), mapping: Mapping.nullable(),
  leftOut: list(z.object({ line: z.int(), reason: Message })),
}).meta({ id: 'Import' }) satisfies z.ZodType<views.ImportView>;

const reason = z.string().trim().min(1).max(2000), ids = z.string().min(1).max(64);
/** One decision of a person. */
export const NewDecision = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('correct'), assetId: ids, attribute, value: z.string().trim().min(1).max(500).nullable(), reason }),
  z.object({ kind: z.literal('merge'), ids: z.array(ids).min(2).max(100).describe('The first stays'), reason }),
  z.object({ kind: z.literal('split'), assetId: ids, addresses: z.array(z.string().max(64)).min(1).max(100).describe('MAC or IP addresses of the new asset'), reason }),
  z.object({ kind: z.literal('delete'), assetId: ids, reason }),
]);
export const MappingAnswer = z.object({ columns: z.array(z.object({ index: z.int().min(0), field: ListField.nullable() })).max(500) });
