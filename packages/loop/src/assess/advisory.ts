/** An advisory compiled for matching. */
import type { Advisory, AdvisoryVulnerability, Applicability, ProductStatus } from '@wardkeep/model/advisory';
import type { Knowledge } from './knowledge.ts';
import { type CompiledProduct, compileProduct, compileProductNames, printedName, type ProductNames } from './product.ts';

/** Vulnerabilities that say the same of the same products; most advisories have one such group. */
export interface StatusGroup {
  /** CVEs, or the publisher's ids where there is none. */
  readonly names: readonly string[];
  readonly affected: ReadonlySet<string>;
  readonly cleared: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
  readonly applies: Applicability | null;
}

export interface CompiledAdvisory { readonly advisory: Advisory; readonly products: readonly CompiledProduct[]; readonly groups: readonly StatusGroup[] }

const AFFECTED: readonly ProductStatus[] = ['known_affected', 'first_affected', 'last_affected'];
const CLEARED: readonly ProductStatus[] = ['known_not_affected', 'fixed', 'first_fixed', 'recommended'];

function groupsOf(vulnerabilities: readonly AdvisoryVulnerability[]): StatusGroup[] {
  const groups = new Map<string, StatusGroup & { names: string[] }>();
  for (const [at, vulnerability] of vulnerabilities.entries()) {
    const key = vulnerability.applies === null ? JSON.stringify(vulnerability.status) : `formula ${at}`, name = vulnerability.cve ?? vulnerability.ids[0], known = groups.get(key);
    if (known !== undefined) { if (name !== undefined) known.names.push(name); continue; }
    const of = (statuses: readonly ProductStatus[]): Set<string> => new Set(statuses.flatMap((status) => vulnerability.status[status] ?? []));
    groups.set(key, { names: name === undefined ? [] : [name], affected: of(AFFECTED), cleared: of(CLEARED), open: of(['under_investigation']), applies: vulnerability.applies });
  }
  return [...groups.values()];
}

/** Names that several products and advisories print alike are compiled once. */
export class NameShelf {
  private readonly shelf = new Map<string, ProductNames>();
  private readonly knowledge: Knowledge;

  constructor(knowledge: Knowledge) { this.knowledge = knowledge; }

  compile(advisory: Advisory): CompiledAdvisory {
    return { advisory, groups: groupsOf(advisory.vulnerabilities), products: advisory.products.map((product) => compileProduct(advisory, product, this.names(advisory, product), this.knowledge)) };
  }

  private names(advisory: Advisory, product: Advisory['products'][number]): ProductNames {
    const key = `${product.vendor ?? ''}\0${printedName(product)}\0${advisory.title}\0${product.name}`;
    const known = this.shelf.get(key);
    if (known !== undefined) return known;
    const names = compileProductNames(advisory, product, this.knowledge), shared = `${product.vendor ?? ''}\0${names.printed}\0${[...names.title].sort().join(' ')}\0${names.names.map((name) => name.groups.length).join()}`;
    const twin = this.shelf.get(shared) ?? names;
    this.shelf.set(shared, twin);
    return twin;
  }
}
