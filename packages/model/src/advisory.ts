/**
 * What an advisory says, whatever format it came in: CSAF 2.0 and 2.1, CVE 5, NVD API 2.0, OSV, CycloneDX VEX, OpenVEX, or typed from a
 * maker's letter. Texts are the publisher's own words; nothing is normalised here, so that a reason can quote them.
 */

export const ADVISORY_FORMATS = ['csaf-2.0', 'csaf-2.1', 'cve-5', 'nvd-2', 'osv', 'cyclonedx-vex', 'openvex', 'manual'] as const;
export type AdvisoryFormat = (typeof ADVISORY_FORMATS)[number];

/** CSAF 2.0 §3.2.3.9. `recommended` and `first_*`, `last_affected` stay what they are: only `affectedStatus` folds them. */
export const PRODUCT_STATUSES = ['known_affected', 'first_affected', 'last_affected', 'known_not_affected', 'fixed', 'first_fixed', 'recommended', 'under_investigation'] as const;
export type ProductStatus = (typeof PRODUCT_STATUSES)[number];

/** Identifiers a publisher gave: CSAF `product_identification_helper`, CVE `cpes`, OSV `purl`. Empty lists where it gave none. */
export interface ProductIdentifiers {
  readonly cpes: readonly string[];
  readonly purls: readonly string[];
  /** May hold `*` and `?` as wildcards (CSAF 2.0 §3.1.3.3.4). */
  readonly modelNumbers: readonly string[];
  readonly serialNumbers: readonly string[];
  readonly skus: readonly string[];
  readonly udiDis: readonly string[];
}

/**
 * A version statement as written. `kind` is the field it stood in: publishers file ranges under `version` and the reverse, so it is a hint only.
 * `vers`: a `vers:` URI or bounds already given apart (CVE 5 `version`/`lessThan`, OSV `introduced`/`fixed`), written as one.
 */
export interface VersionStatement { readonly kind: 'version' | 'range' | 'vers'; readonly text: string }

export interface AdvisoryProduct {
  /** CSAF `product_id`, or made for the other formats; unique in its advisory. */
  readonly id: string;
  /** The full product name, as printed. */
  readonly name: string;
  readonly vendor: string | null;
  /** Names between vendor and version, outermost first: families, product, model, host, architecture. The last one is the most specific. */
  readonly path: readonly { readonly category: 'family' | 'product' | 'model' | 'platform' | 'patch' | 'edition' | 'language' | 'other'; readonly name: string }[];
  /** Several statements mean any of them. Empty: nothing was said about versions. */
  readonly versions: readonly VersionStatement[];
  readonly identifiers: ProductIdentifiers;
  /** CSAF relationships and NVD AND nodes: this product is `product` (software) on, in or with `on`; both are product ids of the advisory. */
  readonly combination: { readonly relation: 'default_component_of' | 'external_component_of' | 'installed_on' | 'installed_with' | 'optional_component_of'; readonly product: string; readonly on: string } | null;
}

export interface AdvisoryScore { readonly vector: string; readonly baseScore: number | null; readonly products: readonly string[] }

export const REMEDIATION_KINDS = ['vendor_fix', 'mitigation', 'workaround', 'fix_planned', 'none_available', 'no_fix_planned', 'optional_patch'] as const;
export interface Remediation { readonly kind: (typeof REMEDIATION_KINDS)[number]; readonly details: string; readonly url: string | null; readonly products: readonly string[] }

export interface AdvisoryVulnerability {
  readonly cve: string | null;
  /** Other identifiers: GHSA, EUVD, the publisher's own. */
  readonly ids: readonly string[];
  readonly title: string | null;
  readonly summary: string | null;
  /** `CWE-121` and its name. */
  readonly cwes: readonly { readonly id: string; readonly name: string | null }[];
  readonly status: Readonly<Partial<Record<ProductStatus, readonly string[]>>>;
  readonly scores: readonly AdvisoryScore[];
  readonly remediations: readonly Remediation[];
  /** CSAF threats and flags: exploit status, impact, why a product is not affected. */
  readonly threats: readonly { readonly kind: 'exploit_status' | 'impact' | 'target_set' | 'not_affected_reason'; readonly details: string; readonly products: readonly string[] }[];
  /**
   * Where the applicability is a formula over products (NVD configurations): true when the formula is. Null: any product with an affected status.
   * Cyclic or over-deep formulas are refused on reading.
   */
  readonly applies: Applicability | null;
}

export type Applicability =
  | { readonly kind: 'product'; readonly product: string }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Applicability[] }
  | { readonly kind: 'not'; readonly of: readonly [Applicability] };

export interface Advisory {
  /** Tracking id, CVE id, OSV id. Unique with its publisher. */
  readonly id: string;
  readonly format: AdvisoryFormat;
  readonly title: string;
  readonly publisher: string;
  /** The publisher's namespace URL, where it has one. */
  readonly namespace: string | null;
  /** Tracking version, as written; newer revisions are told by `releasedAt`. */
  readonly revision: string;
  readonly state: 'draft' | 'interim' | 'final' | 'withdrawn';
  /** ISO 8601 in UTC. */
  readonly firstReleasedAt: string | null;
  readonly releasedAt: string | null;
  readonly language: string | null;
  readonly tlp: string | null;
  readonly url: string | null;
  readonly summary: string | null;
  /** The publisher's own word for how grave it is (CSAF `aggregate_severity`): shown, never computed with. */
  readonly aggregateSeverity?: string | null;
  readonly products: readonly AdvisoryProduct[];
  readonly vulnerabilities: readonly AdvisoryVulnerability[];
}

/** KEV: known exploited (CISA). `ransomware`: known use in ransomware campaigns. Dates are `YYYY-MM-DD`. */
export interface KnownExploited { readonly cve: string; readonly vendor: string; readonly product: string; readonly addedOn: string; readonly dueOn: string | null; readonly ransomware: boolean; readonly requiredAction: string | null }

/** EPSS (FIRST): probability of exploitation activity within 30 days, and its percentile, both 0–1, of a model's day. */
export interface ExploitPrediction { readonly cve: string; readonly probability: number; readonly percentile: number }

/** A document that could not be used, with the reason as a code of the catalogs and one English sentence. */
export interface Quarantined { readonly file: string; readonly code: string; readonly message: string; readonly params: Readonly<Record<string, string | number>> }
