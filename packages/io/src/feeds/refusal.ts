/** Why an offline bundle is not read: a code for the catalogs and one English sentence. */

export const BUNDLE_REFUSALS = {
  'bundle-not-zip': 'This is no offline bundle: it is not a complete zip archive ({reason}).',
  'bundle-no-manifest': 'This is no offline bundle: the archive has no manifest.json.',
  'bundle-manifest': 'The manifest of the bundle cannot be used: {reason}.',
  'bundle-format': 'The bundle has the format "{found}", expected {expected}.',
  'bundle-from-the-future': 'The bundle was made at {createdAt}, which is after now ({now}): one of the two clocks is wrong. Nothing was imported.',
  'bundle-path': 'The bundle holds a file with the name "{path}", which may not be written. Nothing was imported.',
  'bundle-bomb': 'The bundle unpacks to more than it may ({what}). Nothing was imported.',
  'bundle-missing-file': 'The bundle lacks "{path}", which its manifest names. Nothing was imported.',
  'bundle-unknown-file': 'The bundle holds "{path}", which its manifest does not name. Nothing was imported.',
  'bundle-hash': 'The file "{path}" of the bundle does not have the SHA-256 value of the manifest: it was damaged or changed. Nothing was imported.',
} as const satisfies Record<string, string>;

export type BundleRefusalCode = keyof typeof BUNDLE_REFUSALS;

export class BundleRefusal extends Error {
  readonly code: BundleRefusalCode;
  readonly params: Readonly<Record<string, string | number>>;
  override readonly name = 'BundleRefusal';

  constructor(code: BundleRefusalCode, params: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(BUNDLE_REFUSALS[code].replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)), options);
    this.code = code;
    this.params = params;
  }
}
