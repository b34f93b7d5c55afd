import { createMessage, generateKey, readPrivateKey, sign } from 'openpgp';
import { describe, expect, test } from 'vitest';
import { csaf, folder, hash } from '../../../../test/advisories/world.ts';
import { readAdvisories } from './read.ts';
import { TrustedKeys, verifyDocument } from './verify.ts';

const bytes = csaf('ACME-1');
async function key(name: string) {
  const { privateKey, publicKey } = await generateKey({ type: 'ecc', curve: 'ed25519Legacy', userIDs: [{ name }], date: new Date('2026-01-01') });
  const signing = await readPrivateKey({ armoredKey: privateKey });
  return { publicKey, fingerprint: signing.getFingerprint(), armoured: async (data: Uint8Array, date = new Date('2026-02-01')) => sign({ message: await createMessage({ binary: data }), signingKeys: signing, detached: true, date }), binary: async (data: Uint8Array) => sign({ message: await createMessage({ binary: data }), signingKeys: signing, detached: true, format: 'binary', date: new Date('2026-02-01') }) };
}
const [acme, stranger] = await Promise.all([key('Acme PSIRT'), key('Stranger')]), keys = await TrustedKeys.parse([acme.publicKey]), at = new Date('2026-03-01');

describe('hashes', () => {
  test('with a file name or without, in capitals', async () => {
    for (const sha256 of [hash('sha256', bytes), hash('sha256', bytes).slice(0, 64), hash('sha256', bytes).toUpperCase()]) expect(await verifyDocument(bytes, { sha256 })).toEqual({ ok: true, sha256: true, sha512: false, signedBy: null });
    expect(await verifyDocument(bytes, { sha256: hash('sha256', bytes), sha512: hash('sha512', bytes) })).toMatchObject({ ok: true, sha256: true, sha512: true });
  });
  test.each(['', 'nonsense', 'abcd  file', hash('sha256', bytes).slice(0, 63), hash('sha512', bytes)])('no hash: %j', async (sha256) => { expect(await verifyDocument(bytes, { sha256 })).toMatchObject({ ok: false, code: 'advisory-digest' }); });
  test('one wrong of two is wrong', async () => { expect(await verifyDocument(bytes, { sha256: hash('sha256', bytes), sha512: hash('sha512', csaf('OTHER')) })).toMatchObject({ ok: false, params: { algorithm: 'sha512' } }); });
});

describe('OpenPGP signatures', () => {
  test('armoured and binary, by a trusted key', async () => {
    for (const signature of [await acme.armoured(bytes) as string, Buffer.from(await acme.armoured(bytes) as string), await acme.binary(bytes) as Uint8Array]) expect(await verifyDocument(bytes, { signature, keys, at })).toMatchObject({ ok: true, signedBy: acme.fingerprint });
  });
  test('by one of several keys', async () => {
    const several = await TrustedKeys.parse([`${stranger.publicKey}\n`, acme.publicKey]);
    expect(await verifyDocument(bytes, { signature: await acme.armoured(bytes) as string, keys: several, at })).toMatchObject({ ok: true, signedBy: acme.fingerprint });
  });
  test('of another document, by another key, from the future, of nonsense', async () => {
    const wrong = async (signature: string | Uint8Array) => { const result = await verifyDocument(bytes, { signature, keys, at }); return result.ok ? 'good' : [result.code, result.message]; };
    expect(await wrong(await acme.armoured(csaf('OTHER')) as string)).toEqual(['advisory-signature', 'Expected a signature of the document by one of 1 trusted key; found: Signed digest did not match.']);
    expect((await wrong(await stranger.armoured(bytes) as string))[1]).toMatch(/^Expected a signature of the document by one of 1 trusted key; found: Could not find signing key with key ID [0-9a-f]{16}\.$/);
    expect((await wrong(await acme.armoured(bytes, new Date('2027-01-01')) as string))[0]).toBe('advisory-signature');
    for (const nonsense of ['', 'hello', '-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----', new Uint8Array([1, 2, 3]), acme.publicKey]) expect((await wrong(nonsense))[0]).toBe('advisory-signature');
  });
  test('a key that is none is refused', async () => { await expect(TrustedKeys.parse(['hello'])).rejects.toMatchObject({ code: 'advisory-key' }); });
  test('beside documents: wrong is quarantined, missing only when asked for; private keys are not needed', async () => {
    const root = folder({ 'good.json': csaf('ACME-1'), 'good.json.asc': await acme.armoured(csaf('ACME-1')) as string, 'wrong.json': csaf('ACME-2'), 'wrong.json.asc': await stranger.armoured(csaf('ACME-2')) as string, 'none.json': csaf('ACME-3') });
    const lax = await readAdvisories([root], { keys }), strict = await readAdvisories([root], { keys, requireSignature: true }), without = await readAdvisories([root]);
    expect(lax.documents.map((document) => [document.advisory.id, document.signedBy])).toEqual([['ACME-1', acme.fingerprint], ['ACME-3', null]]);
    expect([lax.quarantined.map((one) => one.code), strict.quarantined.map((one) => one.code).sort(), without.advisories.length]).toEqual([['advisory-signature'], ['advisory-signature', 'advisory-signature-missing'], 3]);
  });
});
