/**
 * What of an advisory concerns a pair, in a form that can be compared between revisions: the publisher's status, its statement, its remediations. Product ids,
 * order, spacing and case do not count; publishers renumber and reformat.
 */
import type { Advisory, AdvisoryVulnerability, AssessAsset, AssessPair, FindingStatus, ProductStatus } from '@wardkeep/model';
import { sha256 } from '@wardkeep/wire/digest';

/** Affected wins; what is unknown stays active; of what is closed, fixed says more. */
const WEIGHT: Readonly<Record<FindingStatus, number>> = { known_affected: 3, under_investigation: 2, fixed: 1, known_not_affected: 0 };

/** One status of many. Nothing said is unknown, and unknown stays active. */
export function foldStatuses(statuses: readonly FindingStatus[]): FindingStatus {
  return statuses.reduce<FindingStatus | null>((worst, next) => (worst === null || WEIGHT[next] > WEIGHT[worst] ? next : worst), null) ?? 'under_investigation';
}

/** CSAF 2.0 §3.2.3.9 folded to VEX. `recommended` says where to go, not whether this product is affected. */
const VEX: Readonly<Record<ProductStatus, FindingStatus | null>> = {
  known_affected: 'known_affected', first_affected: 'known_affected', last_affected: 'known_affected', known_not_affected: 'known_not_affected', fixed: 'fixed', first_fixed: 'fixed', recommended: null, under_investigation: 'under_investigation',
};

/** The publisher's status of these products for one vulnerability. */
export function publisherStatus(vulnerability: AdvisoryVulnerability, products: readonly string[]): FindingStatus {
  const said = Object.entries(vulnerability.status).flatMap(([status, listed]) => { const vex = VEX[status as ProductStatus]; return vex && listed.some((product) => products.includes(product)) ? [vex] : []; });
  return foldStatuses(said);
}

const vulnerabilityId = (vulnerability: AdvisoryVulnerability): string => vulnerability.cve ?? vulnerability.ids[0] ?? vulnerability.title ?? '';

/** Status of each vulnerability of a pair. While the machine cannot tell, what would be affected is under investigation. */
export function vulnerabilitiesOf(advisory: Advisory, pair: AssessPair): { id: string; status: FindingStatus }[] {
  const unsure = pair.verdict === 'cannot_tell', held: FindingStatus = unsure ? 'under_investigation' : 'known_affected', wanted = new Set(pair.cves), found = new Map<string, FindingStatus[]>();
  for (const vulnerability of advisory.vulnerabilities) {
    const id = [vulnerability.cve, ...vulnerability.ids].find((name) => name !== null && wanted.has(name)) ?? (wanted.size === 0 ? vulnerabilityId(vulnerability) : null);
    if (id === null) continue;
    const status = publisherStatus(vulnerability, pair.products);
    found.set(id, [...(found.get(id) ?? []), unsure && status === 'known_affected' ? 'under_investigation' : status]);
  }
  for (const id of wanted) if (!found.has(id)) found.set(id, [held]);
  return [...found].map(([id, statuses]) => ({ id, status: foldStatuses(statuses) })).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();

/** SHA-256 of JSON in ASCII, first 32 digits: a name, no secret. */
const digest = (value: unknown): string => sha256(JSON.stringify(value).replace(/[^\x20-\x7e]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)).slice(0, 32);

/**
 * The remediations that concern these products: for each product the set of kind, words and address, over all vulnerabilities. Products with equal sets
 * count once, so renaming or splitting a product changes nothing; a fix that comes for one of them does.
 */
export function remediationFingerprint(advisory: Advisory, products: readonly string[]): string {
  const sets = products.map((product) => [...new Set(advisory.vulnerabilities.filter((vulnerability) => concerns(vulnerability, product)).flatMap((vulnerability) =>
    vulnerability.remediations.filter((remediation) => remediation.products.length === 0 || remediation.products.includes(product)).map(({ kind, details, url }) => JSON.stringify([kind, plain(details), url === null ? null : plain(url)]))))].sort());
  return digest([...new Set(sets.map((set) => JSON.stringify(set)))].sort());
}

/** A vulnerability that says nothing about any product speaks of all. */
function concerns(vulnerability: AdvisoryVulnerability, product: string): boolean {
  const lists = Object.values(vulnerability.status);
  return lists.length === 0 || lists.some((listed) => listed.includes(product));
}

/** What the publisher states about these products: names, versions, and status by vulnerability. A decision that closes a finding leans on it. */
export function statementFingerprint(advisory: Advisory, products: readonly string[]): string {
  const about = advisory.products.filter((product) => products.includes(product.id)).map(({ id, name, vendor, versions }) => JSON.stringify([
    vendor === null ? null : plain(vendor), plain(name), versions.map(({ text }) => plain(text)).sort(),
    advisory.vulnerabilities.filter((vulnerability) => concerns(vulnerability, id)).map((vulnerability) => [vulnerabilityId(vulnerability), publisherStatus(vulnerability, [id])].join(' ')).sort(),
  ]));
  return digest([...new Set(about)].sort());
}

/** Product and version as classes: what two devices must share for a decision about one to speak about the other. */
export function classOf(asset: Pick<AssessAsset, 'vendor' | 'product' | 'model' | 'version'>): { productClass: string; versionClass: string } {
  const words = (text: string | null) => plain(text ?? '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return { productClass: [asset.vendor, asset.product, asset.model].map(words).join('|'), versionClass: plain(asset.version ?? '').replace(/^(?:version|ver\.?|v\.?)\s*(?=\d)/, '') };
}
