/** Hash and signature files of a document (CSAF 2.0, 7.1.18 and 7.1.19) and its publisher's keys (7.1.20). */
import { FeedFailure } from '../failure.ts';
import { httpsUrl, printable } from '../https/address.ts';
import type { Client } from '../https/client.ts';
import type { ListEntry, Material, PublicKey } from './feed.ts';
import type { ProviderMetadata } from './provider.ts';
import { LIMITS } from './read.ts';

export interface Fetching { readonly client: Client; readonly hosts: readonly string[]; readonly signal?: AbortSignal | undefined }

/** The digest at the beginning of a hash file; what follows is a file name. */
export function digestOf(bytes: Uint8Array, hexLength: 64 | 128, url: string): string {
  const digest = /^([0-9a-f]+)(?:\s|$)/i.exec(Buffer.from(bytes.subarray(0, LIMITS.hash)).toString('latin1'))?.[1]?.toLowerCase();
  if (digest?.length !== hexLength) throw new FeedFailure('hash-unreadable', { url: printable(url) });
  return digest;
}

/**
 * What is needed to check a document. `demanded`: a missing hash or signature is a failure, and directories are asked for both; else only what a
 * list names is fetched. One hash is enough: SHA-512 before SHA-256.
 */
export async function fetchMaterial(entry: ListEntry, demanded: boolean, keys: () => Promise<readonly PublicKey[]>, fetching: Fetching): Promise<Material> {
  const beside = entry.beside ?? (demanded ? { sha256: `${entry.url}.sha256`, sha512: `${entry.url}.sha512`, signature: `${entry.url}.asc` } : { sha256: null, sha512: null, signature: null });
  const isGuess = entry.beside === null;
  const sha512 = await optional(beside.sha512, isGuess, LIMITS.hash, fetching), sha256 = sha512 === null ? await optional(beside.sha256, isGuess, LIMITS.hash, fetching) : null;
  const signature = await optional(beside.signature, isGuess, LIMITS.signature, fetching);
  if (demanded && sha512 === null && sha256 === null) throw new FeedFailure('hash-missing', { url: printable(entry.url) });
  if (demanded && signature === null) throw new FeedFailure('signature-missing', { url: printable(entry.url) });
  return {
    sha256: sha256 && digestOf(sha256, 64, beside.sha256!), sha512: sha512 && digestOf(sha512, 128, beside.sha512!),
    signature: signature && Buffer.from(signature).toString('latin1'), keys: signature === null ? [] : await keys(),
  };
}

/** Null: no address, or a guessed one that does not exist. */
async function optional(url: string | null, isGuess: boolean, limit: number, { client, hosts, signal }: Fetching): Promise<Uint8Array | null> {
  if (url === null) return null;
  try {
    const answer = await client.get(url, { limit, hosts, signal });
    return answer.kind === 'content' ? answer.bytes : null;
  } catch (error) {
    if (isGuess && error instanceof FeedFailure && error.code === 'not-found') return null;
    throw error;
  }
}

/** The publisher's keys as they are published. Whether a key has its fingerprint is for the verifier to say: OpenPGP is not spoken here. */
export async function fetchKeys(metadata: ProviderMetadata, fetching: Fetching, onFailure: (url: string, failure: FeedFailure) => void): Promise<PublicKey[]> {
  const keys: PublicKey[] = [];
  for (const { url, fingerprint } of metadata.keys) {
    try {
      const address = httpsUrl(url, metadata.url).href, answer = await fetching.client.get(address, { limit: LIMITS.key, hosts: fetching.hosts, signal: fetching.signal });
      if (answer.kind === 'content') keys.push({ url: address, fingerprint, armored: Buffer.from(answer.bytes).toString('latin1') });
    } catch (error) {
      if (!(error instanceof FeedFailure) || error.code === 'stopped') throw error;
      onFailure(url, error);
    }
  }
  return keys;
}
