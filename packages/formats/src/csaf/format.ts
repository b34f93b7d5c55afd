/** An {@link Advisory} as CSAF 2.0, profile *security advisory* (4.4): so that what was typed in by hand can be passed on. */
import type { Advisory, AdvisoryProduct, AdvisoryScore, AdvisoryVulnerability, Remediation } from '@wardkeep/model';
import { AdvisoryRefusal } from './refusal.ts';

/** Base score of a vector by its own standard, or null when it is none. CSAF wants score and vector together (6.1.9). */
export type ScoreVector = (vector: string) => number | null;

/** JSON of the document. Products with several version statements become several. Throws an {@link AdvisoryRefusal} where there is no date of release: CSAF has no document without. */
export function formatCsaf(advisory: Advisory, scoreOf: ScoreVector): Record<string, unknown> {
  const released = advisory.releasedAt ?? advisory.firstReleasedAt, first = advisory.firstReleasedAt ?? released;
  if (released === null || first === null) throw new AdvisoryRefusal(
    'advisory-missing-field', `Expected a date of release of ${advisory.id}; found none.`, { path: 'releasedAt', found: 'nothing' },
  );
  const expanded = new Map(advisory.products.map((product) => [product.id, expand(product)])), revision = revisionOf(advisory.revision);
  const idsOf = (ids: readonly string[]): string[] => ids.flatMap((id) => expanded.get(id)?.map((product) => product.id) ?? []);
  return {
    document: {
      category: 'csaf_security_advisory', csaf_version: '2.0', title: edge(advisory.title), ...(advisory.language === null ? {} : { lang: advisory.language }),
      ...(advisory.tlp === null || !Object.hasOwn(TLP, advisory.tlp) ? {} : { distribution: { tlp: { label: TLP[advisory.tlp] } } }),
      ...((advisory.aggregateSeverity ?? null) === null ? {} : { aggregate_severity: { text: advisory.aggregateSeverity } }),
      // Who exports is not who wrote it; the number and the name are the author's all the same.
      publisher: { category: 'other', name: edge(advisory.publisher), namespace: advisory.namespace ?? UNKNOWN_NAMESPACE },
      ...(advisory.summary === null ? {} : { notes: [{ category: 'summary', text: advisory.summary }] }),
      ...(advisory.url === null ? {} : { references: [{ category: 'self', summary: 'The document itself', url: advisory.url }] }),
      tracking: {
        id: edge(advisory.id), status: advisory.state === 'withdrawn' ? 'final' : advisory.state, version: String(revision), initial_release_date: first,
        current_release_date: released,
        revision_history: Array.from({ length: revision }, (_, at) => ({
          number: String(at + 1), date: at + 1 === revision ? released : first, summary: at === 0 ? 'First version' : 'Correction',
        })),
      },
    },
    product_tree: treeOf([...expanded.values()].flat(), advisory.products),
    vulnerabilities: advisory.vulnerabilities.map((vulnerability) => formatVulnerability(vulnerability, advisory, idsOf, scoreOf)),
  };
}

/** RFC 2606: a host that never exists, where the publisher's is not known. */
const UNKNOWN_NAMESPACE = 'https://unknown.invalid';
const TLP: Readonly<Record<string, string>> = { WHITE: 'WHITE', CLEAR: 'WHITE', GREEN: 'GREEN', AMBER: 'AMBER', 'AMBER+STRICT': 'AMBER', RED: 'RED' };

/** Names of the schema begin and end with something visible. */
const edge = (text: string): string => text.replace(/\s+/g, ' ').trim();

/** Whole numbers from 1 (3.1.11.1); other schemes start anew. */
const revisionOf = (revision: string): number => (/^[1-9]\d{0,2}$/.test(revision) ? Number(revision) : 1);

/** A product with one version statement or none: CSAF files a product under one version. */
function expand(product: AdvisoryProduct): AdvisoryProduct[] {
  return product.versions.length <= 1
    ? [product]
    : product.versions.map((version, at) => ({ ...product, id: at === 0 ? product.id : `${product.id}:${at + 1}`, name: `${product.name} ${version.text}`, versions: [version] }));
}

interface Branch { readonly category: string; readonly name: string; branches?: Branch[]; product?: Record<string, unknown> }

const CATEGORIES: Readonly<Record<AdvisoryProduct['path'][number]['category'], string>> = {
  family: 'product_family', product: 'product_name', model: 'product_name', platform: 'architecture', patch: 'patch_level', edition: 'specification',
  language: 'language', other: 'specification',
};

function treeOf(products: readonly AdvisoryProduct[], originals: readonly AdvisoryProduct[]): Record<string, unknown> {
  const known = new Set(originals.map((product) => product.id));
  const combined = products.filter((product) => product.combination !== null && known.has(product.combination.product) && known.has(product.combination.on));
  const root: Branch[] = [], names: Record<string, unknown>[] = [];
  for (const product of products) {
    if (combined.includes(product)) continue;
    const steps = stepsOf(product), last = steps.pop();
    if (last === undefined) { names.push(fullName(product)); continue; }
    let level = root;
    for (const step of steps) {
      let branch = level.find((one) => one.category === step.category && one.name === step.name && one.product === undefined);
      if (branch === undefined) level.push(branch = { ...step, branches: [] });
      level = branch.branches ??= [];
    }
    level.push({ ...last, product: fullName(product) });
  }
  return {
    ...(root.length === 0 ? {} : { branches: root }), ...(names.length === 0 ? {} : { full_product_names: names }),
    ...(combined.length === 0
      ? {}
      : { relationships: combined.map((product) => ({
        category: product.combination!.relation, product_reference: product.combination!.product, relates_to_product_reference: product.combination!.on,
        full_product_name: fullName(product),
      })) }),
  };
}

function stepsOf(product: AdvisoryProduct): { readonly category: string; readonly name: string }[] {
  const [version] = product.versions;
  return [
    ...(product.vendor === null ? [] : [{ category: 'vendor', name: product.vendor }]), ...product.path.map(({ category, name }) => ({ category: CATEGORIES[category], name })),
    ...(version === undefined ? [] : [{ category: version.kind === 'version' ? 'product_version' : 'product_version_range', name: version.text }]),
  ];
}

function fullName({ id, name, identifiers }: AdvisoryProduct): Record<string, unknown> {
  const cpe = identifiers.cpes.find((text) => /^cpe:(?:2\.3:|\/)/.test(text)), purl = identifiers.purls.find((text) => /^pkg:[A-Za-z.+-][A-Za-z0-9.+-]*\/.+/.test(text));
  const helper = {
    ...(cpe === undefined ? {} : { cpe }), ...(purl === undefined ? {} : { purl }), ...(identifiers.modelNumbers.length === 0 ? {} : { model_numbers: identifiers.modelNumbers }),
    ...(identifiers.serialNumbers.length === 0 ? {} : { serial_numbers: identifiers.serialNumbers }), ...(identifiers.skus.length === 0 ? {} : { skus: identifiers.skus }),
  };
  return { product_id: id, name: edge(name) || id, ...(Object.keys(helper).length === 0 ? {} : { product_identification_helper: helper }) };
}

function formatVulnerability(vulnerability: AdvisoryVulnerability, advisory: Advisory, idsOf: (ids: readonly string[]) => string[], scoreOf: ScoreVector): Record<string, unknown> {
  const status = Object.fromEntries(Object.entries(vulnerability.status).map(([kind, ids]) => [kind, idsOf(ids)] as const).filter(([, ids]) => ids.length > 0));
  const everyone = [...new Set(Object.values(vulnerability.status).flatMap((ids) => idsOf(ids)))];
  const productsOf = (ids: readonly string[]): string[] => { const own = idsOf(ids); return own.length === 0 ? everyone : own; };
  const { scores, left } = formatScores(vulnerability.scores, productsOf, scoreOf);
  const flags = vulnerability.threats.filter((threat) => threat.kind === 'not_affected_reason' && FLAGS.has(threat.details));
  const threats = vulnerability.threats.filter((threat) => !flags.includes(threat)), cwe = vulnerability.cwes.find((one) => one.name !== null);
  return {
    ...(vulnerability.cve === null ? {} : { cve: vulnerability.cve }), ...(vulnerability.title === null ? {} : { title: edge(vulnerability.title) }),
    ...(vulnerability.ids.length === 0
      ? {}
      : { ids: vulnerability.ids.map((text) => ({ system_name: advisory.publisher, text })) }), ...(cwe === undefined ? {} : { cwe: { id: cwe.id, name: cwe.name } }),
    notes: [
      { category: 'summary', text: vulnerability.summary ?? advisory.summary ?? vulnerability.title ?? advisory.title },
      ...left.map((score) => ({ category: 'other', title: 'CVSS', text: score.vector })),
    ],
    ...(Object.keys(status).length === 0 ? {} : { product_status: status }), ...(scores.length === 0 ? {} : { scores }),
    ...(vulnerability.remediations.length === 0 || everyone.length === 0
      ? {}
      : { remediations: vulnerability.remediations.map((item) => ({
        category: remediationKind(item.kind), details: item.details, product_ids: productsOf(item.products), ...(item.url === null ? {} : { url: item.url }),
      })) }),
    ...(threats.length === 0 || everyone.length === 0
      ? {}
      : { threats: threats.map((item) => ({
        category: item.kind === 'not_affected_reason' ? 'impact' : item.kind, details: item.details, product_ids: productsOf(item.products),
      })) }),
    ...(flags.length === 0 || everyone.length === 0 ? {} : { flags: flags.map((item) => ({ label: item.details, product_ids: productsOf(item.products) })) }),
  };
}

/** Labels of 3.2.3.5. */
const FLAGS = new Set([
  'component_not_present', 'inline_mitigations_already_exist', 'vulnerable_code_cannot_be_controlled_by_adversary', 'vulnerable_code_not_in_execute_path',
  'vulnerable_code_not_present',
]);

/** 2.0 does not know the kinds that 2.1 added. */
const remediationKind = (kind: Remediation['kind']): string => (kind === 'fix_planned' ? 'none_available' : kind === 'optional_patch' ? 'vendor_fix' : kind);

/** One score a scheme and product (6.1.7); `left`: what 2.0 has no field for (CVSS 4.0) or no score. */
function formatScores(scores: readonly AdvisoryScore[], productsOf: (ids: readonly string[]) => string[], scoreOf: ScoreVector): { scores: Record<string, unknown>[]; left: readonly AdvisoryScore[] } {
  const taken = new Set<string>(), formatted: Record<string, unknown>[] = [], left: AdvisoryScore[] = [];
  for (const score of scores) {
    const version = /^CVSS:(3\.[01])\//.exec(score.vector)?.[1] ?? (score.vector.startsWith('AV:') ? '2.0' : null), base = version === null ? null : scoreOf(score.vector);
    if (version === null || base === null) { left.push(score); continue; }
    const products = productsOf(score.products).filter((product) => !taken.has(`${version}\0${product}`));
    for (const product of products) taken.add(`${version}\0${product}`);
    if (products.length === 0) continue;
    formatted.push({
      products,
      ...(version === '2.0'
        ? { cvss_v2: { version, vectorString: score.vector, baseScore: base } }
        : { cvss_v3: { version, vectorString: score.vector, baseScore: base, baseSeverity: severityOf(base) } }),
    });
  }
  return { scores: formatted, left };
}

/** CVSS 3.1, 5: qualitative severity rating scale. */
const severityOf = (score: number): string => (score === 0 ? 'NONE' : score < 4 ? 'LOW' : score < 7 ? 'MEDIUM' : score < 9 ? 'HIGH' : 'CRITICAL');
