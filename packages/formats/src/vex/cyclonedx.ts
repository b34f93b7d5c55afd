/**
 * Vulnerabilities of a CycloneDX document (ECMA-424; JSON 1.4 to 1.7): a VEX, a vulnerability disclosure report, or both inside a bill of materials.
 * `affects[].ref` names a component of the same document, or one of another by BOM-Link (`urn:cdx:serial/version#ref`); of the latter only the link is
 * known, unless the other document is handed in. Credits name people and are stepped over.
 */
import type { Advisory, AdvisoryProduct, AdvisoryScore, AdvisoryVulnerability, ProductStatus, Remediation, VersionStatement } from '@wardkeep/model';
import { asObject, type Json } from '../reading.ts';
import {
  BARE_VULNERABILITY, counted, cveId, cweId, type JsonObject, link, NO_IDENTIFIERS, number, objects, PRODUCT_LIMIT, required, TEXT_LIMIT, token, tokens, utc,
  VULNERABILITY_LIMIT, words,
} from '../csaf/bounded.ts';
import { AdvisoryRefusal } from '../csaf/refusal.ts';
import { ProductTable, StatementTable } from './statements.ts';

export const CYCLONEDX_VEX_VERSIONS = ['1.4', '1.5', '1.6', '1.7'] as const;
const DEPTH_LIMIT = 64;

/** True for a CycloneDX document that says something about vulnerabilities: others are bills of materials only. */
export const hasVulnerabilities = (document: Json): boolean => { const list = asObject(document)?.['vulnerabilities']; return Array.isArray(list) && list.length > 0; };

export interface CycloneDxVexOptions {
  /** Bills of materials that BOM-Links may point into. */
  readonly others?: readonly Json[] | undefined;
  /** Tells documents without a serial number apart: a digest of the text. By default their subject and first vulnerabilities do. */
  readonly fallbackId?: string | undefined;
}

/** Reads parsed JSON. */
export function readCycloneDxVex(document: Json, { others = [], fallbackId }: CycloneDxVexOptions = {}): Advisory {
  const bom = asObject(document), version = token(bom?.['specVersion'], 20);
  if (bom?.['bomFormat'] !== 'CycloneDX' || version === null || !(CYCLONEDX_VEX_VERSIONS as readonly string[]).includes(version)) {
    throw new AdvisoryRefusal(
      'advisory-format-version',
      `The document says ${token(bom?.['bomFormat'], 40) ?? 'nothing'} ${version ?? ''}`.trimEnd() + `; accepted are CycloneDX ${CYCLONEDX_VEX_VERSIONS[0]} to ${CYCLONEDX_VEX_VERSIONS.at(-1)}.`,
      { format: 'CycloneDX', found: version ?? '', accepted: '1.4–1.7' },
    );
  }
  const components = componentsOf(bom), linked = linksOf(others), products = new ProductTable(), statements = new StatementTable();
  const entries = counted(bom['vulnerabilities'], VULNERABILITY_LIMIT, 'vulnerabilities');
  for (const [at, entry] of entries.entries()) readEntry(entry, at, (ref) => components.get(ref) ?? linked.get(ref) ?? null, products, statements);
  const metadata = asObject(bom['metadata']), device = asObject(metadata?.['component']);
  const supplier = organisation(metadata?.['supplier']) ?? organisation(metadata?.['manufacturer']) ?? organisation(metadata?.['manufacture']) ?? organisation(device?.['supplier']);
  const name = [words(device?.['name']), words(device?.['version'])].filter((text) => text !== null).join(' '), vulnerabilities = statements.all();
  // A VEX needs no serial number.
  const id = token(bom['serialNumber'], 200) ?? fallbackId ?? `cyclonedx-vex:${[
    name, ...vulnerabilities.slice(0, 3).map((one) => one.cve ?? one.ids[0] ?? ''), String(vulnerabilities.length),
  ].filter((text) => text !== '').join(':')}`.slice(0, 200);
  const updated = entries.flatMap((entry) => utc(entry['updated']) ?? utc(entry['published']) ?? []).sort().at(-1) ?? null;
  return {
    id, format: 'cyclonedx-vex', title: name === '' ? `Vulnerabilities of ${products.all().length} components` : `Vulnerabilities of ${name}`,
    publisher: supplier ?? 'unknown', namespace: null, revision: String(number(bom['version']) ?? 1),
    state: 'final', firstReleasedAt: null, releasedAt: utc(metadata?.['timestamp']) ?? updated, language: null, tlp: null, url: null, summary: null,
    products: products.all(), vulnerabilities,
  };
}

const organisation = (value: Json): string | null => words(asObject(value)?.['name'], 500);

function componentsOf(bom: JsonObject): Map<string, JsonObject> {
  const found = new Map<string, JsonObject>();
  const visit = (component: JsonObject | null, depth: number): void => {
    if (component === null) return;
    const ref = token(component['bom-ref']);
    if (ref !== null && !found.has(ref)) found.set(ref, component);
    if (found.size > PRODUCT_LIMIT * 5) throw new AdvisoryRefusal('advisory-too-many', `The document has more than ${PRODUCT_LIMIT * 5} components.`, { limit: PRODUCT_LIMIT * 5 });
    if (depth < DEPTH_LIMIT) for (const child of counted(component['components'], PRODUCT_LIMIT * 5, 'components')) visit(child, depth + 1);
  };
  visit(asObject(asObject(bom['metadata'])?.['component']), 1);
  visit({ components: bom['components'] }, 0);
  for (const service of counted(bom['services'], PRODUCT_LIMIT, 'services')) visit(service, 1);
  return found;
}

/** BOM-Link (`urn:cdx:<serial>/<version>#<ref>`) of every component of other documents. */
function linksOf(others: readonly Json[]): Map<string, JsonObject> {
  const links = new Map<string, JsonObject>();
  for (const other of others.slice(0, 1_000)) {
    const bom = asObject(other), serial = /^urn:uuid:([0-9a-f-]{36})$/i.exec(token(bom?.['serialNumber'], 60) ?? '')?.[1];
    if (bom !== null && serial !== undefined) for (const [ref, component] of componentsOf(bom)) links.set(`urn:cdx:${serial}/${number(bom['version']) ?? 1}#${ref}`, component);
  }
  return links;
}

/** Impact analysis states (1.4+, `impactAnalysisState`). */
const STATES: Readonly<Record<string, ProductStatus>> = {
  resolved: 'fixed', resolved_with_pedigree: 'fixed', exploitable: 'known_affected', in_triage: 'under_investigation', false_positive: 'known_not_affected',
  not_affected: 'known_not_affected',
};
/** Of a version in `affects` (`affectedStatus`): `unknown` is what nobody looked at. */
const VERSION_STATUS: Readonly<Record<string, ProductStatus>> = { affected: 'known_affected', unaffected: 'known_not_affected', unknown: 'under_investigation' };
const from = <T>(table: Readonly<Record<string, T>>, key: Json): T | null => (typeof key === 'string' && Object.hasOwn(table, key) ? table[key]! : null);

function readEntry(entry: JsonObject, at: number, find: (ref: string) => JsonObject | null, products: ProductTable, statements: StatementTable): void {
  const name = required(entry['id'] ?? entry['bom-ref'], `/vulnerabilities/${at}/id`), cve = cveId(name), analysis = asObject(entry['analysis']);
  const rejected = utc(entry['rejected']) !== null;
  // Without an analysis the document discloses: what it lists is affected.
  const state = rejected ? 'known_not_affected' : from(STATES, analysis?.['state']) ?? 'known_affected', status = new Map<string, ProductStatus>();
  for (const affects of counted(entry['affects'], PRODUCT_LIMIT, 'affected components')) {
    const ref = token(affects['ref'], 4_000);
    if (ref === null) continue;
    // The schema's default is `affected`; in a VEX (CISA use cases 7 and 8) a version without a status has that of the analysis.
    const kindOf = (version: JsonObject): ProductStatus => from(VERSION_STATUS, version['status']) ?? state;
    const versions = objects(affects['versions']), kinds = new Set(versions.map(kindOf));
    if (versions.length === 0) status.set(products.add(ref, (id) => productOf(id, ref, find(ref), null)), state);
    for (const kind of kinds) {
      const own = versions.filter((version) => kindOf(version) === kind).flatMap(statementOf);
      status.set(products.add(JSON.stringify([ref, own.map((statement) => statement.text)]), (id) => productOf(id, ref, find(ref), own)), kind);
    }
  }
  const everyone = Object.freeze([...status.keys()]);
  statements.add(cve ?? name, {
    ...BARE_VULNERABILITY, cve, ids: [...(cve === null ? [name] : []), ...objects(entry['references']).flatMap((reference) => token(reference['id'], 200) ?? [])],
    summary: words(entry['description'], TEXT_LIMIT) ?? words(entry['detail'], TEXT_LIMIT), cwes: objectsOrNumbers(entry['cwes']),
    scores: objects(entry['ratings']).flatMap((rating) => scoreOf(rating, everyone) ?? []),
    remediations: remediationsOf(entry, analysis, everyone), threats: threatsOf(analysis, state, everyone),
  }, status);
}

const statementOf = (version: JsonObject): VersionStatement[] => {
  const range = words(version['range']), single = words(version['version']);
  return [
    ...(range === null ? [] : [{ kind: /^\s*vers:/.test(range) ? 'vers' as const : 'range' as const, text: range }]),
    ...(single === null ? [] : [{ kind: 'version' as const, text: single }]),
  ];
};

/** `versions`: what the statement says; null: the version of the component itself. */
function productOf(id: string, ref: string, component: JsonObject | null, versions: readonly VersionStatement[] | null): AdvisoryProduct {
  const group = words(component?.['group']), own = words(component?.['name']), version = words(component?.['version']);
  const tail = ref.includes('#') ? decoded(ref.slice(ref.indexOf('#') + 1)) : ref;
  const name = own === null ? tail : group === null ? own : `${group}/${own}`, purl = token(component?.['purl']) ?? (tail.startsWith('pkg:') ? tail : null);
  const cpe = token(component?.['cpe']);
  return {
    id, name: version === null ? name : `${name} ${version}`,
    vendor: organisation(component?.['supplier']) ?? organisation(component?.['manufacturer']) ?? words(component?.['publisher']),
    path: own === null ? [] : [{ category: 'product', name }], versions: versions ?? (version === null ? [] : [{ kind: 'version', text: version }]),
    identifiers: { ...NO_IDENTIFIERS, cpes: cpe === null ? [] : [cpe], purls: purl === null ? [] : [purl] }, combination: null,
  };
}

function decoded(text: string): string { try { return decodeURIComponent(text); } catch { return text; } }

const objectsOrNumbers = (cwes: Json): AdvisoryVulnerability['cwes'] => (Array.isArray(cwes) ? cwes.slice(0, 100) : []).flatMap((value) => {
  const id = cweId(value);
  return id === null ? [] : [{ id, name: null }];
});

/** A vector often stands without its prefix; `method` says which it is. */
const PREFIXES: Readonly<Record<string, string>> = { CVSSv3: 'CVSS:3.0/', CVSSv31: 'CVSS:3.1/', CVSSv4: 'CVSS:4.0/' };
function scoreOf(rating: JsonObject, products: readonly string[]): AdvisoryScore | null {
  const vector = token(rating['vector'], 500), prefix = from(PREFIXES, rating['method']) ?? '';
  return vector === null || !/^(?:CVSSv[234]|CVSSv31)$/.test(token(rating['method'], 20) ?? (vector.startsWith('CVSS:') ? 'CVSSv3' : ''))
    ? null
    : { vector: vector.startsWith('CVSS:') ? vector : prefix + vector, baseScore: number(rating['score']), products };
}

function remediationsOf(entry: JsonObject, analysis: JsonObject | null, products: readonly string[]): Remediation[] {
  const responses = tokens(analysis?.['response'], 20), text = (value: Json): string | null => words(value, TEXT_LIMIT);
  const url = objects(entry['advisories']).flatMap((advisory) => link(advisory['url']) ?? [])[0] ?? null, recommendation = text(entry['recommendation']);
  const workaround = text(entry['workaround']);
  return [
    ...(recommendation === null
      ? []
      : [{ kind: responses.includes('will_not_fix') && !responses.includes('update') ? 'mitigation' as const : 'vendor_fix' as const, details: recommendation, url, products }]),
    ...(workaround === null ? [] : [{ kind: 'workaround' as const, details: workaround, url: null, products }]),
    ...(recommendation === null && responses.includes('will_not_fix') && !responses.includes('update')
      ? [{ kind: 'no_fix_planned' as const, details: text(analysis?.['detail']) ?? 'The publisher will not fix it (will_not_fix).', url, products }]
      : []),
    ...(recommendation === null && responses.includes('update')
      ? [{ kind: 'vendor_fix' as const, details: text(analysis?.['detail']) ?? 'The publisher asks for an update (update).', url, products }]
      : []),
  ];
}

function threatsOf(analysis: JsonObject | null, state: ProductStatus, products: readonly string[]): AdvisoryVulnerability['threats'] {
  const justification = token(analysis?.['justification'], 200), detail = words(analysis?.['detail'], TEXT_LIMIT);
  if (state === 'known_not_affected') return [justification, detail].flatMap((details) => (details === null ? [] : [{ kind: 'not_affected_reason' as const, details, products }]));
  return detail === null ? [] : [{ kind: 'impact', details: detail, products }];
}
