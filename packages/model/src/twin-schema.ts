/** `wardkeep-twin/1` as a schema: which fields there are and of what type. What they mean together is checked by `checkTwin` (loop/simulate/twin). */
import { z } from 'zod';
import { CARE_KINDS, READ_AS } from './care.ts';
import { PROTOCOLS } from './protocol.ts';
import { ROLES, type Role } from './role.ts';
import {
  ACCOUNT_KINDS, APPLICATION_KINDS, BACKUP_KINDS, CRITICALITIES, DEFENCES, type DefenceCode, DOMAIN_KINDS, INSTITUTION_KINDS, MEASURED_BY, OS_CLASSES, PEOPLE_ROLES, PROCEDURES,
  RECORD_KINDS, SHARED_KINDS, SUPPLY_KINDS, type Twin, TWIN_FORMAT, ZONE_KINDS,
} from './twin.ts';

/** What the lenient schema puts in the place of a text that is none; no identifier can be so. */
export const UNREADABLE = '\u0000';

/**
 * Strict: what a file must be; an unknown field is refused. Lenient: the same shape with a placeholder wherever something is wrong (NaN, `UNREADABLE`, an
 * empty list), so that the rest can still be checked and every error is told at once. Its result is never used for anything else.
 */
function twinSchema(strict: boolean) {
  const or = <S extends z.ZodType>(schema: S, placeholder: z.output<S>): S => (strict ? schema : schema.catch(placeholder) as unknown as S);
  const text = or(z.string().max(2000), UNREADABLE), id = or(z.string().max(200), UNREADABLE), number = or(z.number(), NaN), flag = or(z.boolean(), false);
  const maybe = <S extends z.ZodType>(schema: S) => or(schema.nullable(), null);
  /** Of what is lenient itself: null stays null. */
  const orNull = <S extends z.ZodType>(schema: S) => (strict ? schema.nullable() : z.union([z.null(), schema]) as unknown as z.ZodNullable<S>);
  const list = <S extends z.ZodType>(schema: S) => or(z.array(schema), []);
  const one = <const V extends readonly [string, ...string[]]>(values: V) => or(z.enum(values), UNREADABLE as never);
  const object = <S extends z.ZodRawShape>(shape: S) => {
    if (strict) return z.strictObject(shape);
    const loose = z.object(shape);
    return loose.catch(() => loose.parse({})) as unknown as z.ZodObject<S, z.core.$strict>;
  };
  /** One of a discriminated union, so that an error's place is the field's and not the union's. */
  const variant = <S extends z.ZodRawShape>(shape: S) => (strict ? z.strictObject(shape) : z.object(shape) as unknown as z.ZodObject<S, z.core.$strict>);
  const named = <S extends z.ZodType>(schema: S, name: string): S => (strict ? schema.meta({ id: name }) : schema);

  const note = maybe(z.string().max(2000)), date = maybe(z.string().max(40)), ids = list(id), reference = maybe(z.string().max(200));
  const source = named(or(z.discriminatedUnion('kind', [
    variant({ kind: z.literal('sourced'), id, note }), variant({ kind: z.literal('derived'), from: ids, note }),
    variant({ kind: z.literal('measured'), by: one(MEASURED_BY), on: date, note }), variant({ kind: z.literal('assumed'), from: ids, note }),
  ]), { kind: 'assumed', from: [], note: null }), 'Source');
  const estimate = named(object({ value: number, low: number, high: number, source }), 'Number');
  const beta = object({ alpha: number, beta: number, source });
  const role = or(z.enum(ROLES as [Role, ...Role[]]), UNREADABLE as never);
  const protocols = list(or(z.enum(PROTOCOLS), 'unknown'));
  const dependency = object({ kind: one(['application', 'shared-service', 'domain']), id });
  const need = or(z.discriminatedUnion('kind', [
    variant({ kind: z.literal('asset'), id, share: estimate }), variant({ kind: z.literal('role'), role, share: estimate }), variant({ kind: z.enum(['application', 'shared-service']), id }),
  ]), { kind: UNREADABLE } as never);
  const needs = list(object({ k: number, of: list(need) }));

  const asset = object({
    id, name: text, role, count: estimate, criticality: one(CRITICALITIES), os: one(OS_CLASSES),
    patch: object({ unsupported: estimate, exploited: estimate, weakCredentials: estimate }), domain: reference, inventoryId: reference, findings: ids,
  });
  const zone = object({ id, name: text, kind: one(ZONE_KINDS), assets: list(asset) });
  const coordinates = maybe(z.strictObject({ latitude: z.number(), longitude: z.number() }));
  const site = object({ id, name: text, coordinates, zones: list(zone) });
  const people = object({
    id, name: text, role: one(PEOPLE_ROLES), headCount: estimate, zones: ids, domain: reference, acts: beta, reports: beta,
    reportDelay: object({ medianMinutes: number, sigma: number, source }), mfaShare: estimate,
  });
  const account = object({
    id, name: text, kind: one(ACCOUNT_KINDS), domain: reference, tier: or(z.literal([0, 1, 2]), 2), count: estimate,
    usedIn: ids, opens: ids, mfaShare: estimate,
  });
  const application = object({ id, name: text, kind: one(APPLICATION_KINDS), runsOn: ids, dependsOn: list(dependency), exposure: one(['internal', 'remote', 'internet']), domain: reference });
  const backup = object({
    id, name: text, kind: one(BACKUP_KINDS), covers: ids, zone: reference, domain: reference, restoreHours: estimate, lossIfAttacked: estimate, testedOn: date,
  });
  const dataAsset = object({
    id, name: text, records: list(one(RECORD_KINDS)), people: estimate, purpose: text,
    place: object({ kind: one(['asset', 'zone', 'application', 'shared-service', 'supplier']), id }), processor: reference,
  });
  const service = object({
    id, name: text, kind: one(CARE_KINDS), plannedHoursPerWeek: estimate, patientsPerWeek: orNull(estimate), needs,
    fallbackShare: estimate, safetyWeight: estimate,
    downtime: object({ procedure: one(PROCEDURES), paperShare: estimate, executed: estimate, lastDrilled: date, decayPerWeek: estimate }),
    dependsOn: list(object({ service: id, share: estimate })), spareShare: estimate,
  });
  const finding = object({ id, title: text, vulnerability: reference, baseScore: maybe(z.number()), epss: maybe(z.number()), knownExploited: flag, by: one(['assess', 'test']) });
  const defences = object(Object.fromEntries(DEFENCES.map((code) => [code, estimate])) as Record<DefenceCode, typeof estimate>);
  const institution = object({
    id, name: text, kind: one(INSTITUTION_KINDS), country: reference, template: reference, beds: orNull(estimate),
    sites: list(site), people: list(people), accounts: list(account), applications: list(application), backups: list(backup), dataAssets: list(dataAsset), services: list(service),
    findings: list(finding), defences,
  });
  const domain = object({ id, name: text, kind: one(DOMAIN_KINDS), institutions: ids, controllers: ids, trusts: ids, tiering: estimate });
  const supplier = object({
    id, name: text, kind: one(SUPPLY_KINDS), count: estimate, access: list(object({ zone: id, protocols, open: one(['always', 'on-request']) })), supplies: list(dependency), dependsOn: ids,
  });
  const shared = object({
    id, name: text, kind: one(SHARED_KINDS), operator: maybe(z.strictObject({ kind: z.enum(['institution', 'supplier']), id: z.string().max(200) })), members: ids, needs, restoreHours: estimate,
  });
  const row = object({ id, parameter: text, unit: text, title: text, url: maybe(z.string().max(2000)), readAs: one([...READ_AS, 'assumed']), caveat: note });
  return object({
    format: or(z.literal(TWIN_FORMAT), TWIN_FORMAT), name: text, asOf: text, institutions: list(institution), domains: list(domain), suppliers: list(supplier), sharedServices: list(shared),
    reachability: list(object({ from: id, to: id, protocols, enforced: estimate })), sources: list(row),
  });
}

/** What is published: `wardkeep schema twin`. */
export const TwinSchema: z.ZodType<Twin> = twinSchema(true);

/** One thing that the schema says is wrong. */
export type TwinIssue = z.core.$ZodIssue;

let lenient: z.ZodType<Twin> | null = null;
/** The shape of a twin in whatever is given, with placeholders for what cannot be read: for checks, never for use. */
export function salvageTwin(value: unknown): Twin { return (lenient ??= twinSchema(false) as z.ZodType<Twin>).parse(value); }
