import { expect, test } from 'vitest';
import fc from 'fast-check';
import { fingerprints, type HelloLists, isGrease, ja3, ja3Text, ja4 } from './ja.ts';

const list = (text: string, separator: RegExp, base: number) => (text === '' ? [] : text.split(separator).map((value) => Number.parseInt(value, base)));
/** A hello from JA3's own notation. */
const fromJa3 = (text: string): HelloLists => {
  const [version = '', ciphers = '', extensions = '', groups = '', formats = ''] = text.split(',');
  const parse = (part: string) => list(part, /-/, 10);
  return { version: Number(version), ciphers: parse(ciphers), extensions: parse(extensions), groups: parse(groups), pointFormats: parse(formats), signatures: [], versions: [], hasSni: false, alpn: '' };
};

test.each([
  ['769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0', 'ada70206e40642a3e4461f35503241d5'],
  ['769,4-5-10-9-100-98-3-6-19-18-99,,,', 'de350869b8c85de67a350c8d186f11e6'],
])('github.com/salesforce/ja3, README: %s', (text, hash) => {
  expect(ja3Text(fromJa3(text))).toBe(text);
  expect(ja3(fromJa3(text))).toBe(hash);
});

/** The example of github.com/FoxIO-LLC/ja4, technical_details/JA4: Chrome 110 over TCP. */
const CHROME: HelloLists = {
  version: 0x0303, versions: [0x6a6a, 0x0304, 0x0303], hasSni: true, alpn: 'h2', groups: [], pointFormats: [0],
  ciphers: list('2a2a,1301,1302,1303,c02b,c02f,c02c,c030,cca9,cca8,c013,c014,009c,009d,002f,0035', /,/, 16),
  extensions: list('3a3a,001b,0000,0033,0010,4469,0017,002d,000d,0005,0023,0012,002b,ff01,000b,000a,0015,1a1a', /,/, 16),
  signatures: list('0403,0804,0401,0503,0805,0501,0806,0601', /,/, 16),
};

test('JA4: the published example', () => { expect(ja4(CHROME)).toBe('t13d1516h2_8daaf6152771_e5627efa2ab1'); });

test('JA4: order of ciphers and extensions does not matter, order of signature algorithms does', () => {
  expect(ja4({ ...CHROME, ciphers: CHROME.ciphers.toReversed(), extensions: CHROME.extensions.toReversed() })).toBe(ja4(CHROME));
  expect(ja4({ ...CHROME, signatures: CHROME.signatures.toReversed() })).not.toBe(ja4(CHROME));
});

test.each([
  ['no SNI, no ALPN, nothing to hash', { hasSni: false, alpn: '', ciphers: [], extensions: [] }, 't13i000000_000000000000_000000000000'],
  ['SSL 3.0', { version: 0x0300, versions: [], alpn: 'http/1.1' }, 'ts3d1516h1_8daaf6152771_e5627efa2ab1'],
  ['an unknown version', { version: 0x0305, versions: [] }, 't00d1516h2_8daaf6152771_e5627efa2ab1'],
  ['an ALPN that is not alphanumeric', { alpn: '\xab\xcd' }, 't13d1516ad_8daaf6152771_e5627efa2ab1'],
] as const)('JA4: %s', (_name, change, expected) => { expect(ja4({ ...CHROME, ...change })).toBe(expected); });

test('RFC 8701: the sixteen GREASE values', () => {
  expect(Array.from({ length: 65536 }, (_, value) => value).filter(isGrease).map((value) => value.toString(16))).toEqual(
    ['a0a', '1a1a', '2a2a', '3a3a', '4a4a', '5a5a', '6a6a', '7a7a', '8a8a', '9a9a', 'aaaa', 'baba', 'caca', 'dada', 'eaea', 'fafa']);
});

test('both at once, remembered: the same as one by one, whatever came before', () => {
  const value = fc.oneof(fc.constantFrom(0x0a0a, 0xfafa, 0x1301, 0x0303, 0x0304, 16, 0), fc.nat(0xffff)), list = fc.array(value, { maxLength: 6 });
  const hello = fc.record({ version: value, ciphers: list, extensions: list, groups: list, pointFormats: list, signatures: list, versions: list, hasSni: fc.boolean(), alpn: fc.constantFrom('', 'h2', 'http/1.1', '\u00e9') });
  fc.assert(fc.property(fc.array(hello, { maxLength: 8 }), (hellos) => {
    for (const one of [...hellos, ...hellos, { ...CHROME, ciphers: Array.from({ length: 400 }, (_, i) => i) }]) expect(fingerprints(one)).toEqual({ ja3: ja3(one), ja4: ja4(one) });
  }), { numRuns: 200 });
});
