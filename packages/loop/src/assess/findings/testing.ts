/** Shared by the tests of this folder: advisories, pairs, assets and decisions in a line each. */
import type { Advisory, AdvisoryProduct, AdvisoryVulnerability, AssessPair, FindingDecision, Remediation } from '@wardkeep/model';
import type { FindingAsset } from './reconcile.ts';
import { classOf, statementFingerprint } from './revision.ts';

export const NOW = '2026-11-25T10:00:00.000Z';

const NO_IDENTIFIERS = { cpes: [], purls: [], modelNumbers: [], serialNumbers: [], skus: [], udiDis: [] };
export const product = (id: string, name: string, version = '<= 2.0'): AdvisoryProduct => ({ id, name, vendor: 'Acme', path: [], versions: [{ kind: 'range', text: version }], identifiers: NO_IDENTIFIERS, combination: null });
export const fix = (details: string, products: readonly string[] = ['P1'], kind: Remediation['kind'] = 'vendor_fix'): Remediation => ({ kind, details, url: null, products });
export const vulnerability = (cve: string, rest: Partial<AdvisoryVulnerability> = {}): AdvisoryVulnerability =>
  ({ cve, ids: [], title: null, summary: null, cwes: [], status: { known_affected: ['P1', 'P2'] }, scores: [], remediations: [], threats: [], applies: null, ...rest });

export const advisory = (rest: Partial<Advisory> = {}): Advisory => ({
  id: 'ICSMA-26-001-01', format: 'csaf-2.0', title: 'Acme Pump', publisher: 'CISA', namespace: null, revision: '1', state: 'final', firstReleasedAt: null, releasedAt: '2026-11-01T00:00:00Z', language: 'en', tlp: null, url: null, summary: null,
  products: [product('P1', 'Acme Pump A'), product('P2', 'Acme Pump B')], vulnerabilities: [vulnerability('CVE-2026-0001', { remediations: [fix('No fix yet.', ['P1', 'P2'], 'none_available')] })], ...rest,
});

export const asset = (id: string, keys: readonly string[], version: string | null = '1.0', rest: Partial<FindingAsset> = {}): FindingAsset => ({ id, keys, vendor: 'Acme', product: 'Pump', model: 'A', version, ...rest });
export const pair = (row: string, rest: Partial<AssessPair> = {}): AssessPair => ({ row, advisory: 'ICSMA-26-001-01', verdict: 'affected', score: 0.95, cves: ['CVE-2026-0001'], products: ['P1'], reasons: [], missing: [], ...rest });

export const decision = (id: string, rest: Partial<FindingDecision> = {}, basis: Partial<FindingDecision['basis']> = {}): FindingDecision => ({
  id, institution: 'north', assetKeys: ['serial:1'], advisory: 'ICSMA-26-001-01', status: 'known_not_affected', acceptance: null, reason: 'No wireless module fitted.', author: 'Security office', at: '2026-11-20T00:00:00.000Z', expiresOn: null, undoneAt: null, automatic: false, shared: true,
  basis: { verdict: 'affected', score: 0.95, revision: '1', statement: statementFingerprint(advisory(), ['P1']), ...classOf(asset('', [])), ...basis }, ...rest,
});
