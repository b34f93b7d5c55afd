/** A part of a device's software (or hardware) as a bill of materials names it. Matching against advisories starts from its identifiers. */
export interface Component {
  readonly name: string;
  readonly version: string | null;
  /** Package URL, `pkg:type/namespace/name@version`. */
  readonly purl: string | null;
  /** CPE 2.2 URI or 2.3 formatted string, as written. */
  readonly cpe: string | null;
  /** Supplier, manufacturer or publisher: an organisation, never a person. */
  readonly supplier: string | null;
  /** Identifier inside its document: CycloneDX `bom-ref`, SPDX `SPDXID` or IRI. */
  readonly bomRef: string | null;
  /** The document's own kind, in lower case: `library`, `operating-system`, `firmware`, `device` … */
  readonly type: string | null;
}
