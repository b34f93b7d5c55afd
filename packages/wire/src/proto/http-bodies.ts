/**
 * The bodies that may be looked into, the same as in `rules/http-bodies.yaml` (a test compares them): nothing else of any body is ever read.
 * Dissectors are pure and cannot open files, so the list comes as a plain value.
 */
export interface HttpBodyRule {
  /** Stable code. */
  readonly rule: string;
  /** Last segments of the request's path, lower case. */
  readonly path: readonly string[];
  /** Name of the software that answers so; null where the body says it. */
  readonly product: string | null;
  /** JSON Pointers (RFC 6901) that must exist; what stands there is not read. They keep other programs' answers at the same path out. */
  readonly present: readonly string[];
  /** Name → JSON Pointer of what is read. */
  readonly read: Readonly<Record<string, string>>;
}

export const DEFAULT_HTTP_BODIES: readonly HttpBodyRule[] = [
  { rule: 'orthanc-system', path: ['system'], product: 'Orthanc', present: ['/ApiVersion', '/DatabaseVersion', '/DicomAet'], read: { version: '/Version' } },
  {
    rule: 'fhir-metadata', path: ['metadata'], product: null, present: ['/resourceType', '/rest'],
    read: { name: '/software/name', version: '/software/version', implementation: '/implementation/description', fhirVersion: '/fhirVersion' },
  },
];
