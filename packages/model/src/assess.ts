/** Assessment: which assets an advisory concerns, how that is known, what is missing to know it. The format `wardkeep-assessment/1`. */
import type { Component } from './component.ts';

export const VERDICTS = ['affected', 'not_affected', 'cannot_tell'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** What ASSESS needs to know of an asset. Unknown is null. Texts are as the hospital wrote them or as SEE read them. */
export interface AssessAsset {
  readonly id: string;
  readonly vendor: string | null;
  readonly product: string | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly serial: string | null;
  readonly udiDi: string | null;
  /** Free text: the device that this software or module is a part of. */
  readonly componentOf: string | null;
  readonly os: string | null;
  readonly notes: string | null;
  /** Role of SEE, e.g. `infusion-pump`; null when unknown. */
  readonly role: string | null;
  /** Its bill of materials and the software seen on it. */
  readonly components: readonly Component[];
  /** The bill of materials says of itself that it is complete (CycloneDX `compositions`): software it does not list is absent. Else nobody knows. */
  readonly componentsComplete?: boolean;
  /** CPE 2.3 names that the hospital or an SBOM gave for the asset itself. */
  readonly cpes: readonly string[];
}

/**
 * One step of a conclusion: `code` names it (a message of the catalogs), `asset` and `advisory` are both sides' own words, null where a side
 * is silent. `component` is the bom-ref or name when it speaks about a part.
 */
export interface AssessReason { readonly code: AssessReasonCode; readonly asset: string | null; readonly advisory: string | null; readonly component?: string; readonly params?: Readonly<Record<string, string | number>> }

export const ASSESS_REASONS = [
  // identifiers
  'cpe-match', 'cpe-mismatch', 'purl-match', 'purl-mismatch', 'model-number-match', 'model-number-mismatch', 'serial-match', 'serial-mismatch', 'udi-match',
  // names
  'vendor-same', 'vendor-alias', 'vendor-successor', 'vendor-brand', 'vendor-typo', 'vendor-absent', 'vendor-differs',
  'product-same', 'product-model', 'product-family', 'product-nickname', 'product-typo', 'product-title', 'product-substring', 'product-generic', 'product-differs', 'model-differs', 'variant-unknown', 'accessory', 'excluded',
  // versions
  'version-all', 'version-in', 'version-out', 'version-unknown', 'version-scheme', 'version-free-text', 'version-contradiction', 'version-not-said',
  // conditions
  'condition-met', 'condition-not-met', 'condition-unknown',
  // parts and formulas
  'component', 'component-missing', 'platform-met', 'platform-not-met', 'platform-unknown',
  // what the publisher says
  'status-affected', 'status-not-affected', 'status-fixed', 'status-under-investigation',
] as const;
export type AssessReasonCode = (typeof ASSESS_REASONS)[number];

/** What would settle a `cannot_tell`: which attribute, the publisher's words about it, the question to answer. */
export interface AssessMissing { readonly code: 'version' | 'model' | 'variant' | 'condition' | 'os' | 'date' | 'serial' | 'component' | 'vendor' | 'maker-answer'; readonly advisory: string }

export interface AssessPair {
  /** `AssessAsset.id`. */
  readonly row: string;
  /** `Advisory.id`. */
  readonly advisory: string;
  readonly verdict: 'affected' | 'cannot_tell';
  /** 0–1: how sure the match of this asset and these products is. It orders the review; 0.9 and above may be accepted without a person, where that is switched on. */
  readonly score: number;
  /** Sorted; identifiers of vulnerabilities without a CVE too. */
  readonly cves: readonly string[];
  /** Product ids of the advisory that gave the verdict. */
  readonly products: readonly string[];
  readonly reasons: readonly AssessReason[];
  readonly missing: readonly AssessMissing[];
}

/** A pair that came close and was left out, with what spoke against it. */
export interface IgnoredPair { readonly row: string; readonly advisory: string; readonly score: number; readonly products: readonly string[]; readonly reasons: readonly AssessReason[] }

export interface AssessResult { readonly pairs: readonly AssessPair[]; readonly ignored: readonly IgnoredPair[] }
