export interface AdvisoryLimits {
  /** Bytes of one document, unpacked. The largest CSAF files in public feeds have about 40 MB. */
  readonly documentBytes: number;
  /** Levels of brackets in JSON. */
  readonly depth: number;
  readonly archiveEntries: number;
  /** Bytes of all entries of one archive, unpacked. */
  readonly archiveBytes: number;
  /** Files that are looked at in all folders together. */
  readonly files: number;
}

export const ADVISORY_LIMITS: AdvisoryLimits = { documentBytes: 64 << 20, depth: 100, archiveEntries: 500_000, archiveBytes: 8 * 1024 ** 3, files: 1_000_000 };
