/** The vendor graph as data, and what can be wrong with it. The data: `rules/assess/vendors.yaml`; its fields: `rules/assess/README.md`. */
import { compact, nameWords, type VendorWords } from './vendor-names.ts';

export const RELATION_KINDS = ['acquired-by', 'merged-into', 'renamed', 'spun-off-from', 'division-of', 'brand-of', 'product-line-sold-to'] as const;
export type RelationKind = (typeof RELATION_KINDS)[number];

export interface VendorRelation {
  readonly kind: RelationKind;
  /** Vendor id. */
  readonly to: string;
  /** Of the closing of the deal; null when not known. */
  readonly year: number | null;
  /** Names of the product lines that moved; empty: all products of the vendor. */
  readonly products: readonly string[];
  /** A public address or citation. */
  readonly source: string;
  /** Somebody has read it in the source. */
  readonly checked: boolean;
}

export interface VendorEntry {
  readonly id: string;
  readonly name: string;
  readonly aliases: readonly string[];
  /** Names of this entry that are everyday words, so that they count only where they are the whole name: Merge, York, Carrier. */
  readonly common: readonly string[];
  /** Names of at most three letters that may stand before a product: BD, GE. */
  readonly leading: readonly string[];
  /** Names that other vendors bear too; each of them declares it. */
  readonly ambiguous: readonly string[];
  readonly relations: readonly VendorRelation[];
}

export interface VendorData { readonly words: VendorWords; readonly vendors: readonly VendorEntry[] }

/** Relations that pass on everything, so a circle of them means nothing. */
const WHOLE: ReadonlySet<RelationKind> = new Set(['acquired-by', 'merged-into', 'renamed', 'division-of', 'brand-of']);
/** Without naming the lines these would make all products of two independent makers the same. */
const PARTIAL: ReadonlySet<RelationKind> = new Set(['spun-off-from', 'product-line-sold-to']);

/** Every fault, naming the entry; empty: the data can be used. */
export function vendorFaults({ vendors }: VendorData): string[] {
  const faults: string[] = [], ids = new Set<string>(), holders = new Map<string, { readonly vendor: VendorEntry; readonly name: string }[]>();
  for (const vendor of vendors) {
    if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(vendor.id)) faults.push(`Vendor ${vendor.id}: expected an id of lower-case letters, digits and hyphens.`);
    if (ids.has(vendor.id)) faults.push(`Vendor ${vendor.id}: the id occurs twice.`);
    ids.add(vendor.id);
    const own = new Map<string, string>();
    for (const name of [vendor.name, ...vendor.aliases]) {
      const key = compact(nameWords(name)), twin = own.get(key);
      if (key === '') faults.push(`Vendor ${vendor.id}: the name ${JSON.stringify(name)} has no letter or digit.`);
      else if (twin !== undefined) faults.push(`Vendor ${vendor.id}: ${JSON.stringify(name)} says the same as ${JSON.stringify(twin)}.`);
      else {
        own.set(key, name);
        holders.set(key, [...(holders.get(key) ?? []), { vendor, name }]);
      }
    }
    for (const [field, names] of [['common', vendor.common], ['leading', vendor.leading], ['ambiguous', vendor.ambiguous]] as const)
      for (const name of names) if (!own.has(compact(nameWords(name)))) faults.push(`Vendor ${vendor.id}: ${field} names ${JSON.stringify(name)}, which is neither its name nor an alias.`);
  }
  for (const held of holders.values()) faults.push(...sharedFaults(held));
  for (const vendor of vendors) faults.push(...relationFaults(vendor, ids));
  return [...faults, ...circleFaults(vendors)];
}

function sharedFaults(held: readonly { readonly vendor: VendorEntry; readonly name: string }[]): string[] {
  const declares = ({ vendor, name }: { readonly vendor: VendorEntry; readonly name: string }): boolean => vendor.ambiguous.some((each) => compact(nameWords(each)) === compact(nameWords(name)));
  if (held.length > 1)
    return held.filter((each) => !declares(each)).map(({ vendor, name }) => `Vendor ${vendor.id}: ${JSON.stringify(name)} also belongs to ${held.filter((each) => each.vendor !== vendor).map((each) => each.vendor.id).join(', ')}; each must declare it ambiguous.`);
  return held.filter(declares).map(({ vendor, name }) => `Vendor ${vendor.id}: ${JSON.stringify(name)} is declared ambiguous, but belongs to no other vendor.`);
}

function relationFaults(vendor: VendorEntry, ids: ReadonlySet<string>): string[] {
  return vendor.relations.flatMap((relation) => {
    const at = `Vendor ${vendor.id}, ${relation.kind} ${relation.to}`, faults: string[] = [];
    if (!RELATION_KINDS.includes(relation.kind)) faults.push(`${at}: expected one of ${RELATION_KINDS.join(', ')}.`);
    if (!ids.has(relation.to)) faults.push(`${at}: there is no vendor of this id.`);
    if (relation.to === vendor.id) faults.push(`${at}: a vendor has no relation to itself.`);
    if (relation.year !== null && !(Number.isInteger(relation.year) && relation.year >= 1850 && relation.year <= 2100)) faults.push(`${at}: expected a year, found ${relation.year}.`);
    if (relation.source.trim() === '') faults.push(`${at}: expected a source, found none.`);
    if (PARTIAL.has(relation.kind) && relation.products.length === 0) faults.push(`${at}: expected the product lines that moved, found none.`);
    for (const product of relation.products) if (nameWords(product).length === 0) faults.push(`${at}: the product ${JSON.stringify(product)} has no letter or digit.`);
    return faults;
  });
}

/** Circles of whole successions, each told once, from its first vendor in the file. */
function circleFaults(vendors: readonly VendorEntry[]): string[] {
  const next = new Map(vendors.map(({ id, relations }) => [id, relations.filter(({ kind, products }) => WHOLE.has(kind) && products.length === 0).map(({ to }) => to)]));
  const state = new Map<string, 'open' | 'done'>(), faults: string[] = [];
  const visit = (id: string, trail: readonly string[]): void => {
    if (state.get(id) === 'done') return;
    if (state.get(id) === 'open') { faults.push(`Vendor ${id}: its relations lead back to it: ${[...trail.slice(trail.indexOf(id)), id].join(' → ')}.`); return; }
    state.set(id, 'open');
    for (const to of next.get(id) ?? []) visit(to, [...trail, id]);
    state.set(id, 'done');
  };
  for (const { id } of vendors) visit(id, []);
  return faults;
}
