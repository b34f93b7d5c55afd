import { generateKeyPairSync, createHash, sign, X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, hex, truncations } from '../testing.ts';
import { isHostLike, parseCertificate } from './x509.ts';

const join = (...parts: (string | Uint8Array)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...bytesOf(part)]));
const der = (tag: number, ...parts: (string | Uint8Array)[]): Uint8Array => {
  const body = join(...parts), { length } = body;
  return join(Uint8Array.of(tag), length < 128 ? Uint8Array.of(length) : length < 256 ? Uint8Array.of(0x81, length) : Uint8Array.of(0x82, length >> 8, length & 255), body);
};
const utf8 = (text: string) => new TextEncoder().encode(text);
const attribute = (oid: string, value: string) => der(0x31, der(0x30, der(6, hex(oid)), der(12, utf8(value))));
const CN = '550403', O = '55040a', EMAIL = '2a864886f70d010901';
const name = (...attributes: [string, string][]) => der(0x30, ...attributes.map(([oid, value]) => attribute(oid, value)));

interface Wanted { subject: [string, string][]; issuer?: [string, string][]; san?: Uint8Array[]; notAfter?: Uint8Array }
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** A certificate signed with a fresh key: what an authority would make (RFC 5280, 4.1). */
function certificate({ subject, issuer = subject, san, notAfter = der(0x17, '310203040506Z') }: Wanted): Uint8Array {
  const algorithm = der(0x30, der(6, hex('2a8648ce3d040302')));
  const extensions = san ? [der(0xa3, der(0x30, der(0x30, der(6, hex('551d0f')), der(1, hex('ff')), der(4, hex('030205a0'))), der(0x30, der(6, hex('551d11')), der(4, der(0x30, ...san)))))] : [];
  const tbs = der(0x30, der(0xa0, hex('020102')), hex('020401020304'), algorithm, name(...issuer), der(0x30, der(0x17, '250101000000Z'), notAfter), name(...subject), keys.publicKey.export({ type: 'spki', format: 'der' }), ...extensions);
  return der(0x30, tbs, algorithm, der(3, hex('00'), sign('sha256', tbs, keys.privateKey)));
}

const dns = (host: string) => der(0x82, host);

test('RFC 5280: names, validity and key as node:crypto reads them', () => {
  const bytes = certificate({ subject: [[CN, 'pacs.example.org'], [O, 'Hospital Victoria']], issuer: [[CN, 'Example CA 1'], [O, 'Example']], san: [dns('pacs.example.org'), dns('*.Example.org'), der(0x87, hex('0a141e0c')), der(0x87, hex('20010db8000000000000000000000001'))] });
  const oracle = new X509Certificate(bytes), facts = parseCertificate(bytes)!;
  expect(oracle.subject).toBe(`CN=${facts.subject.commonName}\nO=${facts.subject.organisation}`);
  expect(oracle.issuer).toBe(`CN=${facts.issuer.commonName}\nO=${facts.issuer.organisation}`);
  expect(oracle.subjectAltName).toBe('DNS:pacs.example.org, DNS:*.Example.org, IP Address:10.20.30.12, IP Address:2001:DB8:0:0:0:0:0:1');
  expect(facts.names).toEqual(['pacs.example.org', '*.example.org', '10.20.30.12', '2001:db8::1']);
  expect(new Date(facts.notAfter!)).toEqual(new Date(oracle.validTo));
  expect(facts.keyFingerprint).toBe(createHash('sha256').update(oracle.publicKey.export({ type: 'spki', format: 'der' })).digest('hex'));
  expect(facts.selfSigned).toBe(false);
});

test('RFC 5280, 4.1.2.5: UTCTime before 2050, GeneralizedTime from then', () => {
  for (const [time, expected] of [[der(0x17, '491231235959Z'), '2049-12-31T23:59:59Z'], [der(0x17, '990101000000Z'), '1999-01-01T00:00:00Z'], [der(0x18, '20510203040506Z'), '2051-02-03T04:05:06Z'], [der(0x17, '251301000000Z'), null]] as const) {
    expect(parseCertificate(certificate({ subject: [[CN, 'a.example']], notAfter: time }))!.notAfter).toBe(expected);
  }
});

test('people are left out: names with blanks, e-mail addresses, rfc822Name, directoryName', () => {
  const bytes = certificate({ subject: [[CN, 'Mária Kovács'], [O, 'Hospital Victoria'], [EMAIL, 'maria@example.org']], san: [der(0x81, 'maria@example.org'), der(0xa4, name([CN, 'Maria Kovacs'])), dns('host.example')] });
  const facts = parseCertificate(bytes)!;
  expect(facts).toMatchObject({ subject: { commonName: null, organisation: 'Hospital Victoria' }, issuer: { commonName: null }, names: ['host.example'], selfSigned: true });
  expect(JSON.stringify(facts)).not.toMatch(/maria|kov/i);
  expect(['pacs.example', 'WIN-7', '*.example', '10.0.0.1', 'Maria Lopez', 'm@example', ''].map(isHostLike)).toEqual([true, true, true, true, false, false, false]);
});

test('truncated at every byte gives null, flipped bits and random bytes no exception', () => {
  const bytes = certificate({ subject: [[CN, 'a.example']], san: [dns('a.example')] });
  for (const cut of truncations(bytes)) expect(parseCertificate(cut)).toBeNull();
  fc.assert(fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => { parseCertificate(bytes.with(at, value)); }), { numRuns: 2000 });
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (random) => { parseCertificate(random); parseCertificate(join(hex('3082012c'), random)); }), { numRuns: 1000 });
});
