import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { md5, sha256 } from './digest.ts';

test.each([
  ['', 'd41d8cd98f00b204e9800998ecf8427e'], ['a', '0cc175b9c0f1b6a831c399e269772661'], ['abc', '900150983cd24fb0d6963f7d28e17f72'],
  ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
])('RFC 1321, A.5: MD5(%j)', (text, digest) => { expect(md5(text)).toBe(digest); });

test.each([
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq', '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1'],
])('FIPS 180-4: SHA-256(%j)', (text, digest) => { expect(sha256(text)).toBe(digest); });

test('every length around a block agrees with node:crypto', () => {
  for (let length = 0; length < 200; length++) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37 + length) & 255);
    expect(md5(bytes)).toBe(createHash('md5').update(bytes).digest('hex'));
    expect(sha256(bytes)).toBe(createHash('sha256').update(bytes).digest('hex'));
  }
});
