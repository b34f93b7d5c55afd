import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeKey, type SigningKey } from './testing.ts';
import { feedVerifier, type FetchedMaterial } from './verifier.ts';

const BYTES = Buffer.from('{"document":{}}'), verify = feedVerifier(() => Date.UTC(2026, 5, 1)), keyAt = ({ armored, fingerprint }: SigningKey) => ({ url: 'https://vendor.example/key.asc', fingerprint, armored });
let psirt: SigningKey, other: SigningKey, signature: string;
beforeAll(async () => { psirt = await makeKey('psirt'); other = await makeKey('other'); signature = await psirt.sign(BYTES); });
const check = (material: Partial<FetchedMaterial>, bytes: Uint8Array = BYTES) => verify(bytes, { sha256: null, sha512: null, signature: null, keys: [], ...material });

describe('a fetched document', () => {
  it('is good with its hash and its publisher\'s signature', async () => {
    expect(await check({ sha256: createHash('sha256').update(BYTES).digest('hex'), signature, keys: [keyAt(other), keyAt(psirt)] })).toEqual({ ok: true, signedBy: psirt.fingerprint });
  });
  it('is bad with another hash', async () => { expect(await check({ sha512: '0'.repeat(128) })).toMatchObject({ ok: false, code: 'hash-mismatch' }); });
  it('is bad when it was changed', async () => { expect(await check({ signature, keys: [keyAt(psirt)] }, Buffer.from('{"document":{ }}'))).toMatchObject({ ok: false, code: 'signature-wrong' }); });
  it('is bad when somebody else signed', async () => { expect(await check({ signature, keys: [keyAt(other)] })).toMatchObject({ ok: false, code: 'signature-wrong' }); });
  it('is bad under a key that was exchanged, even when the right one is there too', async () => {
    expect(await check({ signature, keys: [keyAt(psirt), { ...keyAt(other), fingerprint: psirt.fingerprint }] })).toMatchObject({ ok: false, code: 'key-fingerprint-mismatch', message: expect.stringContaining(other.fingerprint) });
  });
  it('is not good by a key that merely lies in the same file', async () => {
    const file = { ...keyAt(other), armored: `${other.armored}\n${psirt.armored}` };
    expect(await check({ signature, keys: [file] })).toMatchObject({ ok: false });
  });
  it('cannot be checked with something that is no key', async () => { expect(await check({ signature, keys: [{ ...keyAt(psirt), armored: '<html>' }] })).toMatchObject({ ok: false, code: 'key-unusable' }); });
});
