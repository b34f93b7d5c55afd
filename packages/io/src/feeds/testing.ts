/** Documents as a feed hands them to a folder, and keys of publishers. For tests. */
import { createHash } from 'node:crypto';
import * as openpgp from 'openpgp';
import type { FolderDocument } from './folder.ts';

export function folderDocument(name: string, content: string, change: Partial<FolderDocument> = {}): FolderDocument {
  const bytes = Buffer.from(content);
  return {
    feed: 'vendor', kind: 'csaf', url: `https://vendor.example/.well-known/csaf/white/2026/${name}`, updated: '2026-03-01T00:00:00.000Z', bytes,
    material: { sha256: null, sha512: createHash('sha512').update(bytes).digest('hex'), signature: '-----BEGIN PGP SIGNATURE-----\n' },
    signedBy: 'AB'.repeat(20), tlp: 'WHITE', fetchedAt: '2026-06-01T00:00:00.000Z', ...change,
  };
}

/** `fingerprint` in upper case. */
export interface SigningKey { readonly armored: string; readonly fingerprint: string; sign(bytes: Uint8Array): Promise<string> }

/** An OpenPGP key of 1 January 2026 that signs as of 1 February 2026. */
export async function makeKey(name: string): Promise<SigningKey> {
  const made = new Date(Date.UTC(2026, 0, 1)), signed = new Date(Date.UTC(2026, 1, 1));
  const { privateKey, publicKey } = await openpgp.generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: [{ name, email: `${name}@vendor.example` }], format: 'object', date: made });
  return {
    armored: publicKey.armor(), fingerprint: publicKey.getFingerprint().toUpperCase(),
    sign: async (bytes) => openpgp.sign({ message: await openpgp.createMessage({ binary: bytes }), signingKeys: privateKey, detached: true, date: signed }),
  };
}
