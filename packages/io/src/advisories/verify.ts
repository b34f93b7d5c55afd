/**
 * Integrity and authorship of a document (CSAF 2.0, 7.1.18 hashes, 7.1.19 signatures): SHA-256 and SHA-512 beside the file, detached OpenPGP signatures
 * by keys that the caller trusts. OpenPGP is loaded when a signature is to be checked.
 */
import { createHash } from 'node:crypto';
import { AdvisoryRefusal, type AdvisoryRefusalCode, type Params } from '@wardkeep/formats/csaf/refusal';
import type { Key } from 'openpgp';

export interface Proofs {
  /** Content of the hash file, or the hash itself: hexadecimal digits, what follows them is a file name. */
  readonly sha256?: string | undefined;
  readonly sha512?: string | undefined;
  /** Detached signature, ASCII-armoured or binary. */
  readonly signature?: string | Uint8Array | undefined;
  readonly keys?: TrustedKeys | undefined;
  /** Time at which signature and keys must hold; now by default. */
  readonly at?: Date | undefined;
}

export type Verification =
  | { readonly ok: true; readonly sha256: boolean; readonly sha512: boolean; /** Fingerprint of the key that signed, null when no signature was checked. */ readonly signedBy: string | null }
  | { readonly ok: false; readonly code: AdvisoryRefusalCode; readonly message: string; readonly params: Params };

/** Public keys as one opaque value, so that they are parsed once for many documents. */
export class TrustedKeys {
  readonly keys: readonly Key[];
  private constructor(keys: readonly Key[]) { this.keys = keys; }

  /** ASCII-armoured public keys, several in one text too. Throws an {@link AdvisoryRefusal} for what is none. */
  static async parse(armoured: readonly string[]): Promise<TrustedKeys> {
    const { readKeys } = await import('openpgp'), keys: Key[] = [];
    for (const text of armoured) {
      try { keys.push(...await readKeys({ armoredKeys: text })); } catch (error) { throw new AdvisoryRefusal(
        'advisory-key', `Expected an ASCII-armoured OpenPGP public key; it cannot be read: ${sentenceOf(error)}.`,
      ); }
    }
    // Only the public half has a use here.
    return new TrustedKeys(keys.map((key) => key.toPublic()));
  }
}

const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown reason').replace(/[.\s]+$/, '').slice(0, 160);

/** Checks every proof that is given. Wrong is wrong, however many others are right. */
export async function verifyDocument(bytes: Uint8Array, proofs: Proofs): Promise<Verification> {
  for (const [algorithm, digits] of [['sha256', 64], ['sha512', 128]] as const) {
    const given = proofs[algorithm];
    if (given === undefined) continue;
    const expected = /^\s*\ufeff?([0-9a-fA-F]+)(?![0-9a-zA-Z])/.exec(given)?.[1]?.toLowerCase() ?? '', found = createHash(algorithm).update(bytes).digest('hex');
    if (expected.length !== digits) return {
      ok: false, code: 'advisory-digest', message: `Expected ${digits} hexadecimal digits in the ${algorithm} file; found ${expected.length}.`,
      params: { algorithm, expected: digits, found: expected.length },
    };
    if (expected !== found) return {
      ok: false, code: 'advisory-digest',
      message: `Expected the ${algorithm} hash ${expected.slice(0, 16)}… that stands beside the document; found ${found.slice(0, 16)}….`,
      params: { algorithm, expected, found },
    };
  }
  const signedBy = proofs.signature === undefined || proofs.keys === undefined ? null : await signerOf(bytes, proofs.signature, proofs.keys, proofs.at ?? new Date());
  if (typeof signedBy === 'object' && signedBy !== null) return signedBy;
  return { ok: true, sha256: proofs.sha256 !== undefined, sha512: proofs.sha512 !== undefined, signedBy };
}

/** The first good signature counts: a document may be signed by several, and not all their keys are ours. */
async function signerOf(bytes: Uint8Array, signature: string | Uint8Array, { keys }: TrustedKeys, at: Date): Promise<string | Extract<Verification, { ok: false }>> {
  const { createMessage, readSignature, verify } = await import('openpgp');
  const wrong = (reason: string): Extract<Verification, { ok: false }> => ({
    ok: false, code: 'advisory-signature',
    message: `Expected a signature of the document by one of ${keys.length} trusted key${keys.length === 1 ? '' : 's'}; ${reason}.`,
    params: { keys: keys.length, reason },
  });
  const armoured = typeof signature === 'string' ? signature : isArmoured(signature) ? new TextDecoder().decode(signature) : null;
  try {
    const parsed = await (armoured === null ? readSignature({ binarySignature: signature as Uint8Array }) : readSignature({ armoredSignature: armoured }));
    const { signatures } = await verify({ message: await createMessage({ binary: bytes }), signature: parsed, verificationKeys: [...keys], date: at });
    if (signatures.length === 0) return wrong('the file holds none');
    const reasons = new Set<string>();
    for (const one of signatures) {
      try {
        await one.verified;
        return keys.find((key) => key.getKeys(one.keyID).length > 0)?.getFingerprint() ?? one.keyID.toHex();
      } catch (error) { reasons.add(sentenceOf(error)); }
    }
    return wrong(`found: ${[...reasons].join('; ')}`);
  } catch (error) { return wrong(`it cannot be read: ${sentenceOf(error)}`); }
}

const isArmoured = (bytes: Uint8Array): boolean => new TextDecoder().decode(bytes.subarray(0, 64)).includes('-----BEGIN PGP');
