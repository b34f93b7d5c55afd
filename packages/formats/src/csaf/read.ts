/**
 * CSAF 2.0 (OASIS, 18 November 2022) and 2.1: a parsed document → {@link Advisory}. Clause numbers are those of 2.0.
 *
 * Read: document (title, publisher, tracking, notes, references, TLP, aggregate severity), the product tree with all branch categories,
 * relationships and groups, and of each vulnerability its status, scores, remediations, threats, flags, notes and weaknesses. Acknowledgments and
 * contact details name people and are stepped over.
 */
import {
  type Advisory, type AdvisoryFormat, type AdvisoryProduct, type AdvisoryScore, type AdvisoryVulnerability, PRODUCT_STATUSES, type ProductIdentifiers, type ProductStatus,
  REMEDIATION_KINDS, type Remediation, type VersionStatement,
} from '@wardkeep/model';
import { asArray, asObject, type Json } from '../reading.ts';
import {
  counted, cveId, cweId, day, type JsonObject, kindOf, link, list, NO_IDENTIFIERS, number, objects, PRODUCT_LIMIT, REFERENCE_LIMIT, required, TEXT_LIMIT, token,
  tokens, tooMany, utc, VULNERABILITY_LIMIT, words,
} from './bounded.ts';
import { AdvisoryRefusal, noNotes, type NoteSink } from './refusal.ts';

/** CSAF 2.1, 6.1.34; 2.0 sets no depth, and real trees have up to 8 levels. */
const DEPTH_LIMIT = 30;

const FORMATS: Readonly<Record<string, AdvisoryFormat>> = { '2.0': 'csaf-2.0', '2.1': 'csaf-2.1' };

/**
 * Reads parsed JSON. Throws an {@link AdvisoryRefusal} when the document cannot be told apart (no id, no publisher), its product tree contradicts
 * itself (one id twice, a combination that contains itself) or is out of bounds. What is merely wrong, such as a status for a product that is not
 * there, goes to `note` and the rest is read.
 */
export function readCsaf(document: Json, note: NoteSink = noNotes): Advisory {
  const root = asObject(document), head = asObject(root?.['document']);
  if (root === null || head === null) throw new AdvisoryRefusal(
    'advisory-missing-field', `Expected an object at /document; found ${kindOf(root?.['document'])}.`, { path: '/document', found: kindOf(root?.['document']) },
  );
  const version = required(head['csaf_version'], '/document/csaf_version', 40), format = Object.hasOwn(FORMATS, version) ? FORMATS[version] : undefined;
  if (format === undefined) throw new AdvisoryRefusal(
    'advisory-format-version', `The document says CSAF "${version}"; accepted are 2.0 and 2.1.`, { format: 'CSAF', found: version, accepted: '2.0, 2.1' },
  );
  const tree = readTree(asObject(root['product_tree']), note), tracking = asObject(head['tracking']), publisher = asObject(head['publisher']);
  const counter = new ReferenceCounter(tree, note);
  return {
    id: required(tracking?.['id'], '/document/tracking/id', 200), format, title: words(head['title']) ?? required(tracking?.['id'], '/document/tracking/id', 200),
    publisher: required(publisher?.['name'], '/document/publisher/name', 500), namespace: token(publisher?.['namespace']),
    revision: token(tracking?.['version'], 100) ?? '', state: stateOf(head, tracking, note),
    firstReleasedAt: utc(tracking?.['initial_release_date']), releasedAt: utc(tracking?.['current_release_date']),
    language: token(head['lang'], 60), tlp: token(asObject(asObject(head['distribution'])?.['tlp'])?.['label'], 40), url: selfUrl(head['references']),
    summary: noteText(head['notes'], ['summary', 'description']), aggregateSeverity: words(asObject(head['aggregate_severity'])?.['text'], 200),
    products: tree.products, vulnerabilities: counted(root['vulnerabilities'], VULNERABILITY_LIMIT, 'vulnerabilities').map((entry) => readVulnerability(entry, counter)),
  };
}

/** Tracking status; the profiles of 2.1 for documents that no longer hold (4.6 withdrawn, 4.7 superseded) count as withdrawn. */
function stateOf(head: JsonObject, tracking: JsonObject | null, note: NoteSink): Advisory['state'] {
  const category = token(head['category'], 200)?.toLowerCase(), status = token(tracking?.['status'], 40);
  if (category === 'csaf_withdrawn' || category === 'csaf_superseded') return 'withdrawn';
  if (status === 'draft' || status === 'interim' || status === 'final') return status;
  note({
    code: 'csaf-status', message: `Expected draft, interim or final at /document/tracking/status; found ${status ?? 'nothing'}. It is taken as interim.`,
    params: { found: status ?? '' },
  });
  return 'interim';
}

/** The page among the references to itself, before the JSON file. */
function selfUrl(references: Json): string | null {
  const urls = objects(references).filter((reference) => reference['category'] === 'self').flatMap((reference) => link(reference['url']) ?? []);
  return urls.find((url) => !/\.json$/i.test(url)) ?? urls[0] ?? null;
}

/** All notes of the first of `categories` that occurs, one below the other. */
function noteText(notes: Json, categories: readonly string[]): string | null {
  const entries = objects(notes);
  for (const category of categories) {
    const texts = entries.filter((entry) => entry['category'] === category).flatMap((entry) => words(entry['text'], TEXT_LIMIT) ?? []);
    if (texts.length > 0) return texts.join('\n\n').slice(0, TEXT_LIMIT);
  }
  return null;
}

// ---- Product tree (3.2.2)

interface Tree {
  readonly products: readonly AdvisoryProduct[];
  readonly ids: ReadonlySet<string>;
  readonly groups: ReadonlyMap<string, readonly string[]>;
}

/** What the branches above a product say about it. */
interface Above { readonly vendor: string | null; readonly path: AdvisoryProduct['path']; readonly versions: readonly VersionStatement[] }
const ROOT: Above = { vendor: null, path: [], versions: [] };

/** Branch categories (3.1.2.1) that name something between vendor and version; 2.1 adds `platform`. */
const PATH_CATEGORIES: Readonly<Record<string, AdvisoryProduct['path'][number]['category']>> = {
  product_family: 'family', product_name: 'product', host_name: 'platform', architecture: 'platform', platform: 'platform',
  patch_level: 'patch', service_pack: 'patch', language: 'language', legacy: 'other', specification: 'other',
};

function readTree(tree: JsonObject | null, note: NoteSink): Tree {
  const found = new Map<string, AdvisoryProduct>();
  const add = (product: AdvisoryProduct): void => {
    if (found.has(product.id)) throw new AdvisoryRefusal(
      'advisory-duplicate-product',
      `The product id "${product.id.slice(0, 80)}" is given to two products: "${found.get(product.id)!.name.slice(0, 80)}" and "${product.name.slice(0, 80)}"; each needs its own.`,
      { id: product.id.slice(0, 80) },
    );
    if (found.size >= PRODUCT_LIMIT) throw tooMany(PRODUCT_LIMIT + 1, PRODUCT_LIMIT, 'products or more');
    found.set(product.id, product);
  };
  const visit = (branches: Json, above: Above, depth: number): void => {
    if (depth > DEPTH_LIMIT && asArray(branches).length > 0) throw new AdvisoryRefusal(
      'advisory-too-deep', `The product tree has more than ${DEPTH_LIMIT} levels of branches; at most ${DEPTH_LIMIT} are read.`, { limit: DEPTH_LIMIT },
    );
    for (const branch of counted(branches, PRODUCT_LIMIT, 'branches in one place')) {
      const here = below(above, branch), product = asObject(branch['product']);
      if (product !== null) add(productOf(product, here, '/product_tree/branches/…/product'));
      visit(branch['branches'], here, depth + 1);
    }
  };
  visit(tree?.['branches'], ROOT, 1);
  for (const product of counted(tree?.['full_product_names'], PRODUCT_LIMIT, 'full product names')) add(productOf(product, ROOT, '/product_tree/full_product_names/…'));
  readRelationships([
    ...counted(tree?.['relationships'], PRODUCT_LIMIT, 'relationships'),
    ...counted(tree?.['product_paths'], PRODUCT_LIMIT, 'product paths').flatMap(asRelationships),
  ], found, add, note);
  const groups = new Map(counted(tree?.['product_groups'], PRODUCT_LIMIT, 'product groups').flatMap((group) => {
    const id = token(group['group_id']);
    return id === null ? [] : [[id, tokens(group['product_ids'], PRODUCT_LIMIT)] as const];
  }));
  return { products: [...found.values()], ids: new Set(found.keys()), groups };
}

/** A branch under a version narrows it (a version in a range, a service pack of a version): the innermost version counts, the name of the product keeps the rest. */
function below(above: Above, branch: JsonObject): Above {
  const name = words(branch['name']), category = token(branch['category'], 60) ?? '';
  if (name === null) return above;
  if (category === 'vendor') return { ...above, vendor: name };
  if (category === 'product_version' || category === 'product_version_range') return {
    ...above, versions: [statement(name, category === 'product_version' ? 'version' : 'range')],
  };
  return { ...above, path: [...above.path, { category: Object.hasOwn(PATH_CATEGORIES, category) ? PATH_CATEGORIES[category]! : 'other', name }] };
}

/** A `vers:` URI is one wherever it stands: CISA files `vers:all/*` under `product_version`. */
const statement = (text: string, kind: 'version' | 'range'): VersionStatement => ({ kind: /^\s*vers:/.test(text) ? 'vers' : kind, text });

function productOf(product: JsonObject, above: Above, path: string): AdvisoryProduct {
  const id = required(product['product_id'], `${path}/product_id`, 1000);
  return { id, name: words(product['name']) ?? id, ...above, identifiers: identifiersOf(asObject(product['product_identification_helper'])), combination: null };
}

/** 3.1.3.3; 2.1 has `purls` where 2.0 has one `purl`. */
function identifiersOf(helper: JsonObject | null): ProductIdentifiers {
  if (helper === null) return NO_IDENTIFIERS;
  const purl = token(helper['purl']), cpe = token(helper['cpe']);
  return {
    cpes: cpe === null ? [] : [cpe], purls: [...new Set([...(purl === null ? [] : [purl]), ...tokens(helper['purls'])])],
    modelNumbers: tokens(helper['model_numbers']), serialNumbers: tokens(helper['serial_numbers']), skus: tokens(helper['skus']),
    udiDis: [...new Set(objects(helper['x_generic_uris']).flatMap((entry) => gtinOf(token(entry['uri'])) ?? []))],
  };
}

/** A GS1 Digital Link (`https://id.gs1.org/01/09506000134352`) names a UDI-DI: application identifier 01 and the GTIN. */
function gtinOf(uri: string | null): string | null {
  const match = /^https?:\/\/[^?#]{1,500}?\/01\/(\d{8}|\d{12,14})(?:[/?#]|$)/.exec(uri ?? '');
  return match === null ? null : match[1]!.padStart(14, '0');
}

const RELATIONS = ['default_component_of', 'external_component_of', 'installed_on', 'installed_with', 'optional_component_of'] as const;
type Relation = (typeof RELATIONS)[number];
const isRelation = (value: Json): value is Relation => (RELATIONS as readonly Json[]).includes(value);

/**
 * 2.1 (from its drafts of 2025 on) has `product_paths` instead: a product and one or more steps, each relating to all before it. As relationships: one a
 * step, where all but the last form a product that only the next one names.
 */
function asRelationships(path: JsonObject): JsonObject[] {
  const steps = counted(path['subpaths'], DEPTH_LIMIT, 'steps of a product path'), whole = asObject(path['full_product_name']), id = token(whole?.['product_id'], 900) ?? '';
  return steps.map((step, at) => ({
    category: step['category'], relates_to_product_reference: step['next_product_reference'], product_reference: at === 0 ? path['beginning_product_reference'] : `${id}~${at}`,
    full_product_name: at === steps.length - 1 ? whole : { product_id: `${id}~${at + 1}`, name: `${words(whole?.['name']) ?? id} (first ${at + 2} of ${steps.length + 1} parts)` },
  }));
}

/** 3.2.2.4: two products that form a third. It inherits vendor, names and versions of its first part, the software; both parts may be relationships again. */
function readRelationships(entries: readonly JsonObject[], found: ReadonlyMap<string, AdvisoryProduct>, add: (product: AdvisoryProduct) => void, note: NoteSink): void {
  const waiting = new Map<string, { readonly own: AdvisoryProduct; readonly relation: Relation; readonly product: string; readonly on: string }>();
  for (const [at, entry] of entries.entries()) {
    const path = `/product_tree/relationships/${at}`, category = entry['category'], relation = isRelation(category) ? category : 'installed_with';
    if (relation !== category) note({
      code: 'csaf-relationship',
      message: `Expected one of ${RELATIONS.join(', ')} at ${path}/category; found ${token(category, 60) ?? kindOf(category)}. It is taken as installed_with.`,
      params: { path },
    });
    const own = productOf(asObject(entry['full_product_name']) ?? {}, ROOT, `${path}/full_product_name`);
    if (waiting.has(own.id)) throw new AdvisoryRefusal(
      'advisory-duplicate-product', `The product id "${own.id.slice(0, 80)}" is given to two relationships; each needs its own.`, { id: own.id.slice(0, 80) },
    );
    waiting.set(own.id, {
      own, relation, product: required(entry['product_reference'], `${path}/product_reference`, 1000),
      on: required(entry['relates_to_product_reference'], `${path}/relates_to_product_reference`, 1000),
    });
  }
  const done = new Map<string, AdvisoryProduct | null>();
  const resolve = (id: string, trail: readonly string[]): AdvisoryProduct | null => {
    const entry = waiting.get(id);
    if (entry === undefined) return found.get(id) ?? null;
    const known = done.get(id);
    if (known !== undefined) return known;
    if (trail.includes(id)) throw new AdvisoryRefusal(
      'advisory-product-cycle',
      `The product "${id.slice(0, 80)}" is a combination that contains itself (through ${trail.length} relationship${trail.length === 1 ? '' : 's'}).`,
      { id: id.slice(0, 80) },
    );
    if (trail.length >= DEPTH_LIMIT) throw new AdvisoryRefusal(
      'advisory-too-deep', `Relationships of the product tree build on each other over more than ${DEPTH_LIMIT} levels; at most ${DEPTH_LIMIT} are read.`,
      { limit: DEPTH_LIMIT },
    );
    const product = resolve(entry.product, [...trail, id]), on = resolve(entry.on, [...trail, id]);
    const absent = product === null ? entry.product : on === null ? entry.on : null;
    if (absent !== null) note({
      code: 'csaf-unknown-product',
      message: `The combination "${id.slice(0, 80)}" refers to the product "${absent.slice(0, 80)}", which the product tree does not have.`,
      params: { id: absent.slice(0, 80) },
    });
    const result: AdvisoryProduct = {
      ...entry.own, vendor: product?.vendor ?? null, path: product?.path ?? [], versions: product?.versions ?? [],
      combination: absent === null ? { relation: entry.relation, product: entry.product, on: entry.on } : null,
    };
    done.set(id, result);
    return result;
  };
  for (const id of waiting.keys()) add(resolve(id, [])!);
}

// ---- Vulnerabilities (3.2.3)

/** Product ids as the lists of a vulnerability name them: groups expanded, unknown ids told and left out, all of them counted. */
class ReferenceCounter {
  private readonly tree: Tree;
  private readonly note: NoteSink;
  private readonly told = new Set<string>();
  private total = 0;

  constructor(tree: Tree, note: NoteSink) { this.tree = tree; this.note = note; }

  /** Null: the entry names none at all. */
  named(entry: JsonObject): readonly string[] | null {
    const products = asArray(entry['product_ids'] ?? entry['products']), groups = asArray(entry['group_ids']);
    if (products.length === 0 && groups.length === 0) return null;
    const ids = new Set<string>();
    this.collect(products, ids);
    for (const group of groups) this.collect(this.tree.groups.get(token(group) ?? '') ?? this.unknown(group, 'product group'), ids);
    return [...ids];
  }

  known(values: readonly Json[]): readonly string[] {
    const ids = new Set<string>();
    this.collect(values, ids);
    return [...ids];
  }

  private collect(values: readonly Json[], ids: Set<string>): void {
    this.total += values.length;
    if (this.total > REFERENCE_LIMIT) throw tooMany(this.total, REFERENCE_LIMIT, 'references to products');
    for (const value of values) {
      const id = token(value);
      if (id !== null && this.tree.ids.has(id)) ids.add(id);
      else this.unknown(value, 'product');
    }
  }

  private unknown(value: Json, what: string): [] {
    const id = token(value)?.slice(0, 80) ?? kindOf(value);
    if (this.told.has(id) || this.told.size >= 100) return [];
    this.told.add(id);
    this.note({
      code: 'csaf-unknown-product', message: `A vulnerability refers to the ${what} "${id}", which the product tree does not have; this reference is left out.`,
      params: { id },
    });
    return [];
  }
}

function readVulnerability(entry: JsonObject, counter: ReferenceCounter): AdvisoryVulnerability {
  const status = readStatus(asObject(entry['product_status']), counter);
  // What names no product is about every product of the vulnerability: one shared list, however many entries there are.
  const everyone = Object.freeze([...new Set(Object.values(status).flat())]);
  const productsOf = (item: JsonObject): readonly string[] => counter.named(item) ?? everyone;
  const identified = token(entry['cve']), cve = cveId(identified);
  return {
    cve, ids: [...new Set([...(identified !== null && cve === null ? [identified] : []), ...objects(entry['ids']).flatMap((id) => token(id['text']) ?? [])])],
    title: words(entry['title']), summary: noteText(entry['notes'], ['summary', 'description', 'details', 'general']),
    cwes: [entry['cwe'], ...list(entry['cwes'])].flatMap((item) => {
      const id = cweId(asObject(item)?.['id']);
      return id === null ? [] : [{ id, name: words(asObject(item)?.['name']) }];
    }),
    status, scores: [
      ...objects(entry['scores']).flatMap((score) => scoresOf(score, productsOf(score))),
      ...objects(entry['metrics']).flatMap((metric) => scoresOf(asObject(metric['content']) ?? {}, productsOf(metric))),
    ],
    remediations: objects(entry['remediations']).flatMap((item) => remediationOf(item, productsOf) ?? []),
    threats: [...objects(entry['threats']).flatMap((item) => threatOf(item, productsOf) ?? []), ...objects(entry['flags']).flatMap((flag) => {
      const label = token(flag['label'], 200);
      return label === null ? [] : [{ kind: 'not_affected_reason' as const, details: label, products: productsOf(flag) }];
    }), ...objects(entry['first_known_exploitation_dates']).flatMap((item) => {
      const date = day(item['exploitation_date']);
      return date === null ? [] : [{ kind: 'exploit_status' as const, details: `First known exploitation: ${date}`, products: productsOf(item) }];
    })],
    applies: null,
  };
}

function readStatus(entry: JsonObject | null, counter: ReferenceCounter): AdvisoryVulnerability['status'] {
  const status: Partial<Record<ProductStatus, readonly string[]>> = {};
  for (const name of PRODUCT_STATUSES) {
    // 2.1's `unknown` ("no investigation") leaves the reader where `under_investigation` does: nobody can tell.
    const ids = counter.known(name === 'under_investigation' ? [...asArray(entry?.[name]), ...asArray(entry?.['unknown'])] : asArray(entry?.[name]));
    if (ids.length > 0) status[name] = ids;
  }
  return status;
}

/** 3.2.3.13 and, in 2.1, the content of a metric: the newest scheme first. */
function scoresOf(content: JsonObject, products: readonly string[]): AdvisoryScore[] {
  return ['cvss_v4', 'cvss_v3', 'cvss_v2'].flatMap((scheme) => {
    const score = asObject(content[scheme]), vector = token(score?.['vectorString'], 500);
    return vector === null ? [] : [{ vector, baseScore: number(score?.['baseScore']), products }];
  });
}

function remediationOf(item: JsonObject, productsOf: (item: JsonObject) => readonly string[]): Remediation | null {
  const details = words(item['details'], TEXT_LIMIT), kind = REMEDIATION_KINDS.find((known) => known === item['category']) ?? 'mitigation';
  return details === null ? null : { kind, details, url: link(item['url']), products: productsOf(item) };
}

const THREATS = ['exploit_status', 'impact', 'target_set'] as const;
function threatOf(item: JsonObject, productsOf: (item: JsonObject) => readonly string[]): AdvisoryVulnerability['threats'][number] | null {
  const details = words(item['details'], TEXT_LIMIT), kind = THREATS.find((known) => known === item['category']) ?? null;
  return details === null || kind === null ? null : { kind, details, products: productsOf(item) };
}
