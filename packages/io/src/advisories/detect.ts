/** Which format a document is, by its content: names and endings are not trusted. */
import { asObject } from '@wardkeep/formats/reading';
import { AdvisoryRefusal } from '@wardkeep/formats/csaf/refusal';
import { hasVulnerabilities } from '@wardkeep/formats/vex/cyclonedx';
import { isOpenVex } from '@wardkeep/formats/vex/openvex';

export type DocumentFormat = 'csaf' | 'cve5' | 'nvd' | 'kev' | 'cyclonedx' | 'openvex' | 'osv';
/** Files of a CSAF provider that lead to advisories and are none, and bills of materials that say nothing of vulnerabilities. */
export type Beside = 'provider-metadata' | 'rolie-feed' | 'bill-of-materials';

export const ACCEPTED = 'accepted are CSAF 2.0 and 2.1, CVE records 5.x, NVD API 2.0, KEV (JSON, CSV), EPSS (CSV), OSV, CycloneDX with vulnerabilities, OpenVEX, and ZIP, tar and gzip of these';

export function formatOf(document: unknown): DocumentFormat | Beside {
  const root = asObject(document);
  if (root === null) throw unknownFormat(Array.isArray(document) ? 'a JSON list' : 'a JSON value that is no object');
  if (asObject(root['document'])?.['csaf_version'] !== undefined) return 'csaf';
  if (root['dataType'] === 'CVE_RECORD') return 'cve5';
  if (root['format'] === 'NVD_CVE') return 'nvd';
  if (root['catalogVersion'] !== undefined && Array.isArray(root['vulnerabilities'])) return 'kev';
  if (root['bomFormat'] !== undefined) return hasVulnerabilities(root) ? 'cyclonedx' : 'bill-of-materials';
  if (isOpenVex(root)) return 'openvex';
  if (typeof root['id'] === 'string' && typeof root['modified'] === 'string' && (root['schema_version'] !== undefined || root['affected'] !== undefined || root['details'] !== undefined)) return 'osv';
  if (root['canonical_url'] !== undefined && (root['metadata_version'] ?? root['aggregator_version']) !== undefined) return 'provider-metadata';
  if (asObject(root['feed']) !== null || asObject(root['service']) !== null || asObject(root['categories']) !== null) return 'rolie-feed';
  if (root['CVE_data_type'] !== undefined || root['data_type'] === 'CVE') throw new AdvisoryRefusal(
    'advisory-format-version', 'The document is a CVE record of version 4 or an NVD feed of version 1; accepted are CVE records of version 5 and NVD API 2.0.',
    { format: 'CVE', found: '4', accepted: '5.x' },
  );
  const keys = Object.keys(root).slice(0, 6).map((key) => key.slice(0, 40)).join(', ') || 'nothing';
  throw unknownFormat(`JSON with ${keys}`);
}

export function unknownFormat(found: string): AdvisoryRefusal { return new AdvisoryRefusal('advisory-unknown-format', `The file holds ${found}; ${ACCEPTED}.`, { found }); }
