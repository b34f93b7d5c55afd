/** The check of a fetched document: hash, signature, and that each key is the one whose fingerprint its publisher gives. */
import { TrustedKeys, verifyDocument } from '../advisories/verify.ts';

export interface FetchedKey { readonly url: string; readonly fingerprint: string | null; readonly armored: string }
export interface FetchedMaterial { readonly sha256: string | null; readonly sha512: string | null; readonly signature: string | null; readonly keys: readonly FetchedKey[] }

export type FeedVerdict =
  | { readonly ok: true; readonly signedBy: string | null }
  | { readonly ok: false; readonly code: 'hash-mismatch' | 'signature-wrong' | 'key-fingerprint-mismatch' | 'key-unusable'; readonly message: string };

type Refused = Extract<FeedVerdict, { readonly ok: false }>;

/** Keys are parsed once for all documents of a publisher: pass the same list again. `now`: when signature and key must hold. */
export function feedVerifier(now: () => number): (bytes: Uint8Array, material: FetchedMaterial) => Promise<FeedVerdict> {
  const trusted = new WeakMap<readonly FetchedKey[], Promise<TrustedKeys | Refused>>();
  return async (bytes, { sha256, sha512, signature, keys }) => {
    if (!trusted.has(keys)) trusted.set(keys, trust(keys));
    const known = await trusted.get(keys)!;
    if (!(known instanceof TrustedKeys)) return known;
    const verification = await verifyDocument(bytes, { sha256: sha256 ?? undefined, sha512: sha512 ?? undefined, signature: signature ?? undefined, keys: known, at: new Date(now()) });
    if (verification.ok) return { ok: true, signedBy: verification.signedBy?.toUpperCase() ?? null };
    return { ok: false, code: verification.code === 'advisory-digest' ? 'hash-mismatch' : 'signature-wrong', message: verification.message };
  };
}

/** One key that is not what it should be spoils all: somebody exchanged it, or the publisher must say which one counts. */
async function trust(keys: readonly FetchedKey[]): Promise<TrustedKeys | Refused> {
  const texts: string[] = [];
  for (const { url, fingerprint, armored } of keys) {
    let found: TrustedKeys;
    try { found = await TrustedKeys.parse([armored]); } catch (error) { return { ok: false, code: 'key-unusable', message: `The OpenPGP key at ${url} cannot be used. ${(error as Error).message}` }; }
    const named = fingerprint === null ? found.keys : found.keys.filter((key) => key.getFingerprint().toUpperCase() === fingerprint);
    if (named.length === 0) {
      const others = found.keys.map((key) => key.getFingerprint().toUpperCase()).join(', ');
      return { ok: false, code: 'key-fingerprint-mismatch', message: `The OpenPGP key at ${url} has the fingerprint ${others}, expected ${fingerprint}, which its publisher gives.` };
    }
    // A file may hold further keys: those nobody vouched for are left out.
    texts.push(...named.map((key) => key.armor()));
  }
  return TrustedKeys.parse(texts);
}
