/** An advisory compiled for matching. */
import type { Advisory, AdvisoryProduct, AdvisoryVulnerability, Applicability, ProductStatus } from '@wardkeep/model/advisory';
import type { Knowledge } from './knowledge.ts';
import { type CompiledProduct, compileProduct, type VersionShelf } from './product.ts';
import { draftNames, finishNames, type NameDraft, printedName, type ProductNames } from './product-names.ts';

/** Vulnerabilities that say the same of the same products; most advisories have one such group. */
export interface StatusGroup {
  /** CVEs, or the publisher's ids where there is none. */
  readonly names: readonly string[];
  readonly affected: ReadonlySet<string>;
  readonly cleared: ReadonlySet<string>;
  readonly open: ReadonlySet<string>;
  readonly applies: Applicability | null;
}

/** Its names are compiled at once, for the index; its products when one is asked for: most are of names that no asset has. */
export class CompiledAdvisory {
  readonly advisory: Advisory;
  readonly groups: readonly StatusGroup[];
  /** Of each product; products printed alike share theirs. */
  readonly names: readonly ProductNames[];
  /** Some product is another one on, in or with a third. */
  readonly combined: boolean;
  private readonly made: (CompiledProduct | undefined)[] = [];
  private readonly versions: VersionShelf;
  private readonly knowledge: Knowledge;

  constructor(advisory: Advisory, names: readonly ProductNames[], versions: VersionShelf, knowledge: Knowledge) {
    this.advisory = advisory;
    this.groups = groupsOf(advisory.vulnerabilities);
    this.names = names;
    this.combined = advisory.products.some((product) => product.combination !== null);
    this.versions = versions;
    this.knowledge = knowledge;
  }

  /** `at`: its place in the advisory. */
  product(at: number): CompiledProduct { return this.made[at] ??= compileProduct(this.advisory, this.advisory.products[at]!, this.names[at]!, this.versions, this.knowledge); }

  get products(): readonly CompiledProduct[] { return this.names.map((_, at) => this.product(at)); }
}

const AFFECTED: readonly ProductStatus[] = ['known_affected', 'first_affected', 'last_affected'];
const CLEARED: readonly ProductStatus[] = ['known_not_affected', 'fixed', 'first_fixed', 'recommended'];

const EMPTY: ReadonlySet<string> = new Set();

function groupsOf(vulnerabilities: readonly AdvisoryVulnerability[]): StatusGroup[] {
  const groups = new Map<string, StatusGroup & { names: string[] }>();
  for (const [at, vulnerability] of vulnerabilities.entries()) {
    const key = vulnerability.applies === null ? JSON.stringify(vulnerability.status) : `formula ${at}`, name = vulnerability.cve ?? vulnerability.ids[0], known = groups.get(key);
    if (known !== undefined) { if (name !== undefined) known.names.push(name); continue; }
    const of = (statuses: readonly ProductStatus[]): ReadonlySet<string> => { const ids = statuses.flatMap((status) => vulnerability.status[status] ?? []); return ids.length === 0 ? EMPTY : new Set(ids); };
    groups.set(key, { names: name === undefined ? [] : [name], affected: of(AFFECTED), cleared: of(CLEARED), open: of(['under_investigation']), applies: vulnerability.applies });
  }
  return [...groups.values()];
}

/** Names that several products and advisories print alike are compiled once. */
export class NameShelf {
  private readonly shelf = new Map<string, ProductNames>();
  private readonly drafts = new Map<string, NameDraft>();
  private readonly versions: VersionShelf = new Map();
  private readonly knowledge: Knowledge;

  constructor(knowledge: Knowledge) { this.knowledge = knowledge; }

  compile(advisory: Advisory): CompiledAdvisory {
    const listed = new Map<string, string[]>(), keys = advisory.products.map((product) => `${product.vendor ?? ''}\0${printedName(product)}`);
    advisory.products.forEach((product, at) => {
      for (const { text } of product.versions) if (!/[<>=]/.test(text) && /[a-z]|\d{4}/i.test(text) && !text.startsWith('vers:')) { const list = listed.get(keys[at]!); if (list === undefined) listed.set(keys[at]!, [text]); else list.push(text); }
    });
    return new CompiledAdvisory(advisory, advisory.products.map((product, at) => this.names(advisory, product, keys[at]!, listed.get(keys[at]!) ?? NONE)), this.versions, this.knowledge);
  }

  private names(advisory: Advisory, product: AdvisoryProduct, key: string, listed: readonly string[]): ProductNames {
    let draft = this.drafts.get(key);
    if (draft === undefined) this.drafts.set(key, draft = draftNames(product.vendor, key.slice(key.indexOf('\0') + 1), this.knowledge));
    const names = finishNames(advisory.title, product, listed, draft, this.knowledge);
    if (names === draft.plain) return names;
    const shared = `${key}\0${[...names.title].sort().join(' ')}\0${[...names.listed].sort().join(' ')}\0${names.names.map((name) => name.groups.length).join()}\0${names.titleMaker}`, twin = this.shelf.get(shared) ?? names;
    this.shelf.set(shared, twin);
    return twin;
  }
}

const NONE: readonly string[] = [];
