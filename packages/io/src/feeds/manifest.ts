/** The manifest of an offline bundle, `wardkeep-feeds/1`: what is in it, with a SHA-256 value for each file. Hand-written checks: bundles come on sticks. */
import { isSafePath, pathOf } from './paths.ts';
import { BundleRefusal } from './refusal.ts';

export const BUNDLE_FORMAT = 'wardkeep-feeds/1';

/** What is known of a document besides its content. */
export interface BundleDocument {
  readonly url: string;
  readonly updated: string | null;
  readonly feed: string;
  readonly kind: string;
  readonly signedBy: string | null;
  readonly tlp: string | null;
  readonly fetchedAt: string;
}

/** A file with its SHA-256 value in lower-case hexadecimal. */
interface Checked { readonly sha256: string; readonly bytes: number }
/** A hash or signature next to a document: its path is the document's and this ending. */
export interface BundleBeside extends Checked { readonly ending: '.asc' | '.sha256' | '.sha512' }
export interface BundleFile extends Checked { readonly path: string; readonly document: BundleDocument; readonly beside: readonly BundleBeside[] }

export interface BundleManifest { readonly format: typeof BUNDLE_FORMAT; readonly createdAt: string; readonly feeds: readonly string[]; readonly files: readonly BundleFile[] }

const FILE_LIMIT = 100_000, FILE_BYTES = 256 * 1024 * 1024;
const HOUR_MS = 3_600_000;
const ENDINGS = ['.asc', '.sha256', '.sha512'] as const;

/** Refuses what is not whole, from the future (an hour of difference between two clocks is allowed), or would write outside. */
export function parseManifest(text: string, now: number): BundleManifest {
  let value: unknown;
  try { value = JSON.parse(text); } catch { throw new BundleRefusal('bundle-manifest', { reason: 'it is not JSON' }); }
  const root = objectOf(value);
  if (root?.['format'] !== BUNDLE_FORMAT) throw new BundleRefusal('bundle-format', { found: String(root?.['format']).slice(0, 60), expected: BUNDLE_FORMAT });
  const createdAt = stringOf(root['createdAt'], 64), time = Date.parse(createdAt ?? '');
  if (createdAt === null || Number.isNaN(time)) throw new BundleRefusal('bundle-manifest', { reason: 'it has no date "createdAt"' });
  if (time > now + HOUR_MS) throw new BundleRefusal('bundle-from-the-future', { createdAt, now: new Date(now).toISOString() });
  if (!Array.isArray(root['files']) || root['files'].length > FILE_LIMIT) throw new BundleRefusal('bundle-manifest', { reason: `it has no list "files" of at most ${FILE_LIMIT}` });
  const files = (root['files'] as unknown[]).map(fileOf), paths = new Set<string>();
  for (const { path } of files) {
    // Two names that differ in case only are one file on many disks.
    if (paths.has(path.toLowerCase())) throw new BundleRefusal('bundle-manifest', { reason: `it names "${path}" twice` });
    paths.add(path.toLowerCase());
  }
  return { format: BUNDLE_FORMAT, createdAt, feeds: Array.isArray(root['feeds']) ? root['feeds'].slice(0, 1000).filter((feed) => typeof feed === 'string') : [], files };
}

function fileOf(value: unknown): BundleFile {
  const file = objectOf(value), path = stringOf(file?.['path'], 1024);
  if (path === null) throw new BundleRefusal('bundle-manifest', { reason: 'a file has no path' });
  const document = documentOf(file?.['document'], path);
  // A bundle does not choose where its documents go: the address of a document does.
  if (!isSafePath(path) || path !== pathOf(document.kind, document.url)) throw new BundleRefusal('bundle-path', { path: path.slice(0, 200) });
  const beside = (Array.isArray(file?.['beside']) ? file['beside'].slice(0, ENDINGS.length) : []).map((item: unknown): BundleBeside => {
    const other = objectOf(item), ending = ENDINGS.find((known) => known === other?.['ending']);
    if (ending === undefined) throw new BundleRefusal('bundle-manifest', { reason: `"${path}" has a file beside it that is neither hash nor signature` });
    return { ending, ...checkedOf(other, `${path}${ending}`) };
  });
  return { path, ...checkedOf(file, path), document, beside };
}

function checkedOf(file: Readonly<Record<string, unknown>> | null, path: string): Checked {
  const sha256 = stringOf(file?.['sha256'], 64), bytes = file?.['bytes'];
  if (sha256 === null || !/^[0-9a-f]{64}$/.test(sha256)) throw new BundleRefusal('bundle-manifest', { reason: `"${path}" has no SHA-256 value` });
  if (typeof bytes !== 'number' || !Number.isSafeInteger(bytes) || bytes < 0) throw new BundleRefusal('bundle-manifest', { reason: `"${path}" has no size` });
  if (bytes > FILE_BYTES) throw new BundleRefusal('bundle-bomb', { what: `"${path}" has ${bytes} bytes, at most ${FILE_BYTES} are read` });
  return { sha256, bytes };
}

function documentOf(value: unknown, path: string): BundleDocument {
  const document = objectOf(value), url = stringOf(document?.['url'], 2048), kind = stringOf(document?.['kind'], 32), feed = stringOf(document?.['feed'], 256);
  if (url === null || URL.parse(url)?.protocol !== 'https:' || kind === null || !/^[a-z]{1,16}$/.test(kind) || feed === null)
    throw new BundleRefusal('bundle-manifest', { reason: `"${path}" does not say which document of which feed it is` });
  const updated = stringOf(document?.['updated'], 64);
  if (updated !== null && Number.isNaN(Date.parse(updated))) throw new BundleRefusal('bundle-manifest', { reason: `"${path}" has no readable date` });
  return { url, kind, feed, updated, signedBy: stringOf(document?.['signedBy'], 128), tlp: stringOf(document?.['tlp'], 32), fetchedAt: stringOf(document?.['fetchedAt'], 64) ?? '' };
}

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Record<string, unknown> : null);
const stringOf = (value: unknown, limit: number): string | null => (typeof value === 'string' && value !== '' && value.length <= limit ? value : null);
