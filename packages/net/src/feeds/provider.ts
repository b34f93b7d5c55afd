/** CSAF provider metadata (CSAF 2.0, 7.1.7; 2.1 likewise): who publishes, which lists, which keys. Reads 2.0 and 2.1, also drafts' `pgp_keys`. */
import { FeedFailure } from '../failure.ts';
import { printable } from '../https/address.ts';
import { listOf, objectOf, stringOf, timeOf } from './read.ts';

/** `kind` directory: `url` ends in a slash, below it are index.txt and changes.csv. `tlp` null: not said. */
export interface Distribution { readonly kind: 'rolie' | 'directory'; readonly url: string; readonly tlp: string | null }

export interface ProviderMetadata {
  readonly url: string;
  readonly canonicalUrl: string | null;
  readonly publisher: string;
  readonly namespace: string | null;
  readonly role: 'csaf_publisher' | 'csaf_provider' | 'csaf_trusted_provider';
  readonly lastUpdated: string | null;
  readonly distributions: readonly Distribution[];
  /** `fingerprint` in upper case. */
  readonly keys: readonly { readonly url: string; readonly fingerprint: string | null }[];
}

const MAX_DISTRIBUTIONS = 64, MAX_FEEDS = 256, MAX_KEYS = 32;

export function isProviderMetadata(value: unknown): boolean {
  const root = objectOf(value);
  return root !== null && objectOf(root['publisher']) !== null && (stringOf(root['canonical_url']) !== null || Array.isArray(root['distributions']));
}

/** `url`: where it was found. Without any distribution the folder it lies in counts as one (7.1.7 suggests that place). */
export function parseProviderMetadata(value: unknown, url: string): ProviderMetadata {
  const root = objectOf(value), publisher = objectOf(root?.['publisher']);
  if (root === null || publisher === null) throw new FeedFailure('not-metadata', { url: printable(url), reason: root === null ? 'it is no object' : 'it has no "publisher"' });
  const distributions = listOf(root['distributions'], MAX_DISTRIBUTIONS).flatMap(distributionsOf), role = root['role'];
  return {
    url,
    canonicalUrl: stringOf(root['canonical_url']),
    publisher: stringOf(publisher['name'], 200) ?? 'unnamed publisher',
    namespace: stringOf(publisher['namespace']),
    role: role === 'csaf_trusted_provider' || role === 'csaf_publisher' ? role : 'csaf_provider',
    lastUpdated: timeOf(root['last_updated']),
    distributions: distributions.length > 0 ? distributions : [{ kind: 'directory', url: new URL('.', url).href, tlp: null }],
    keys: listOf(root['public_openpgp_keys'] ?? root['pgp_keys'], MAX_KEYS).flatMap((item) => {
      const key = objectOf(item), at = stringOf(key?.['url']), fingerprint = stringOf(key?.['fingerprint'], 128);
      return at === null ? [] : [{ url: at, fingerprint: fingerprint === null ? null : fingerprint.replace(/\s/g, '').toUpperCase() }];
    }),
  };
}

function distributionsOf(item: unknown): Distribution[] {
  const distribution = objectOf(item);
  if (distribution === null) return [];
  const found: Distribution[] = [];
  for (const value of listOf(objectOf(distribution['rolie'])?.['feeds'], MAX_FEEDS)) {
    const feed = objectOf(value), url = stringOf(feed?.['url']);
    if (url !== null) found.push({ kind: 'rolie', url, tlp: labelOf(feed?.['tlp_label']) });
  }
  // 2.0: directory_url; 2.1: directory { url, tlp_label }.
  const directory = objectOf(distribution['directory']), url = stringOf(distribution['directory_url']) ?? stringOf(directory?.['url']);
  if (url !== null) found.push({ kind: 'directory', url: url.endsWith('/') ? url : `${url}/`, tlp: labelOf(directory?.['tlp_label']) });
  return found;
}

/** CSAF 2.0 writes WHITE and UNLABELED, 2.1 CLEAR; both in capitals. */
export function labelOf(value: unknown): string | null { return stringOf(value, 32)?.toUpperCase() ?? null; }

/** WHITE is what TLP 2.0 calls CLEAR. UNLABELED documents carry no restriction to respect. */
const FREE_LABELS = ['WHITE', 'CLEAR', 'UNLABELED'];

export function allowedLabels(configured: readonly string[] | undefined): readonly string[] { return [...FREE_LABELS, ...(configured ?? []).map((label) => label.toUpperCase())]; }

/** The lists to read: ROLIE where there is one, else directories (7.3.2), with an allowed label only. */
export function chooseLists(metadata: ProviderMetadata, allowed: readonly string[]): readonly Distribution[] {
  const rolie = metadata.distributions.filter(({ kind }) => kind === 'rolie'), all = rolie.length > 0 ? rolie : metadata.distributions;
  const chosen = all.filter(({ tlp }) => allowed.includes(tlp ?? 'UNLABELED'));
  if (chosen.length === 0) throw new FeedFailure('no-distribution', { url: printable(metadata.url), labels: allowed.join(', ') });
  return chosen;
}
