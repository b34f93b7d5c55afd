/** Every thing of a twin that has an identifier, with its place, and every number with its place and unit: one way to go through a twin. */
import {
  DEFENCE_UNITS, type DefenceCode, type Twin, type TwinAccount, type TwinApplication, type TwinAsset, type TwinBackup, type TwinBeta, type TwinCareService, type TwinDataAsset, type TwinDelay, type TwinDomain,
  type TwinFinding, type TwinInstitution, type TwinNumber, type TwinPeople, type TwinSharedService, type TwinSite, type TwinSource, type TwinSourceRow, type TwinSupplier, type TwinZone,
} from '@wardkeep/model/twin';

/** A thing, where it stands, and whose it is (null: the region's). */
export interface Placed<T> { readonly thing: T; readonly place: string; readonly institution: TwinInstitution | null }

export interface TwinThings {
  readonly institution: readonly Placed<TwinInstitution>[];
  readonly site: readonly Placed<TwinSite>[];
  readonly zone: readonly Placed<TwinZone>[];
  /** `zone`: the one it stands in. */
  readonly asset: readonly (Placed<TwinAsset> & { readonly zone: TwinZone })[];
  readonly people: readonly Placed<TwinPeople>[];
  readonly account: readonly Placed<TwinAccount>[];
  readonly application: readonly Placed<TwinApplication>[];
  readonly backup: readonly Placed<TwinBackup>[];
  readonly 'data-asset': readonly Placed<TwinDataAsset>[];
  readonly 'care-service': readonly Placed<TwinCareService>[];
  readonly finding: readonly Placed<TwinFinding>[];
  readonly domain: readonly Placed<TwinDomain>[];
  readonly supplier: readonly Placed<TwinSupplier>[];
  readonly 'shared-service': readonly Placed<TwinSharedService>[];
  readonly source: readonly Placed<TwinSourceRow>[];
}
export type ThingKind = keyof TwinThings;

/** All things of a twin by kind, in the order of the file. */
export function thingsOf(twin: Twin): TwinThings {
  const placed = <T>(list: readonly T[], place: string, institution: TwinInstitution | null = null): Placed<T>[] => list.map((thing, at) => ({ thing, place: `${place}[${at}]`, institution }));
  const institution = placed(twin.institutions, 'institutions');
  const of = <T>(field: string, listOf: (thing: TwinInstitution) => readonly T[]) => institution.flatMap(({ thing, place }) => placed(listOf(thing), `${place}.${field}`, thing));
  const site = of('sites', ({ sites }) => sites);
  const zone = site.flatMap(({ thing, place, institution: whose }) => placed(thing.zones, `${place}.zones`, whose));
  return {
    institution, site, zone,
    asset: zone.flatMap(({ thing, place, institution: whose }) => placed(thing.assets, `${place}.assets`, whose).map((each) => ({ ...each, zone: thing }))),
    people: of('people', ({ people }) => people), account: of('accounts', ({ accounts }) => accounts), application: of('applications', ({ applications }) => applications),
    backup: of('backups', ({ backups }) => backups), 'data-asset': of('dataAssets', ({ dataAssets }) => dataAssets), 'care-service': of('services', ({ services }) => services),
    finding: of('findings', ({ findings }) => findings),
    domain: placed(twin.domains, 'domains'), supplier: placed(twin.suppliers, 'suppliers'), 'shared-service': placed(twin.sharedServices, 'sharedServices'), source: placed(twin.sources, 'sources'),
  };
}

/** Fields of numbers that are shares of 0 to 1; every other number is a count, hours or days ≥ 0. */
const SHARES: ReadonlySet<string> = new Set([
  'unsupported', 'exploited', 'weakCredentials', 'mfaShare', 'tiering', 'lossIfAttacked', 'share', 'paperShare', 'executed', 'decayPerWeek', 'fallbackShare', 'safetyWeight', 'spareShare', 'enforced',
]);
export const isShare = (field: string): boolean => SHARES.has(field) || (Object.hasOwn(DEFENCE_UNITS, field) && DEFENCE_UNITS[field as DefenceCode] === 'share');

export interface NumberVisitor {
  readonly number: (value: TwinNumber, place: string, field: string) => void;
  readonly beta: (value: TwinBeta, place: string) => void;
  readonly delay: (value: TwinDelay, place: string) => void;
}

/** Calls the visitor for every number with a source, in the order of the file. A twin is at most a dozen levels deep. */
export function visitNumbers(value: unknown, visitor: NumberVisitor, place = '', field = ''): void {
  if (Array.isArray(value)) { value.forEach((each, at) => { visitNumbers(each, visitor, `${place}[${at}]`, field); }); return; }
  if (typeof value !== 'object' || value === null) return;
  if ('source' in value) {
    if ('alpha' in value) visitor.beta(value as TwinBeta, place);
    else if ('sigma' in value) visitor.delay(value as TwinDelay, place);
    else visitor.number(value as TwinNumber, place, field);
    return;
  }
  for (const [name, each] of Object.entries(value)) visitNumbers(each, visitor, place === '' ? name : `${place}.${name}`, name);
}

/** Every source of a number, with the number's place. */
export function visitSources(twin: Twin, visit: (source: TwinSource, place: string) => void): void {
  const take = ({ source }: { readonly source: TwinSource }, place: string) => { visit(source, place); };
  visitNumbers(twin, { number: take, beta: take, delay: take });
}

/** How many numbers are sourced, derived, measured (answers apart) and assumed: what "mostly assumed" is said from. */
export function countSources(twin: Twin): Readonly<Record<TwinSource['kind'] | 'answered', number>> {
  const counts = { sourced: 0, derived: 0, measured: 0, answered: 0, assumed: 0 };
  visitSources(twin, (source) => { counts[source.kind === 'measured' && source.by === 'answer' ? 'answered' : source.kind]++; });
  return counts;
}
