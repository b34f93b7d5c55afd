import { expect, test } from 'vitest';
import { type Direction, MORE, NO, YES } from '../record.ts';
import { bytesOf, hex, streamRecords } from '../testing.ts';
import { tls, TlsStream } from './tls.ts';

const join = (...parts: (string | Uint8Array)[]): Uint8Array => Uint8Array.from(parts.flatMap((part) => [...bytesOf(part)]));
const u16 = (value: number) => Uint8Array.of(value >> 8, value & 255), u24 = (value: number) => Uint8Array.of(value >> 16, (value >> 8) & 255, value & 255);
const record = (type: number, ...parts: (string | Uint8Array)[]) => { const body = join(...parts); return join(Uint8Array.of(type, 3, 3), u16(body.length), body); };
const handshake = (type: number, body: Uint8Array) => join(Uint8Array.of(type), u24(body.length), body);
const extension = (type: number, ...parts: (string | Uint8Array)[]) => { const body = join(...parts); return join(u16(type), u16(body.length), body); };
const hello = (type: 1 | 2, random: Uint8Array, middle: Uint8Array, extensions: Uint8Array) => handshake(type, join(hex('0303'), random, hex('00'), middle, u16(extensions.length), extensions));

const RANDOM = new Uint8Array(32).fill(7), RETRY = hex('cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c');
const CLIENT13 = record(22, hello(1, RANDOM, hex('0004 1301 c02f 0100'), join(extension(0, hex('000f 00 000c'), 'pacs.example'), extension(16, hex('000c 02'), 'h2', hex('08'), 'http/1.1'), extension(43, hex('04 0304 0303')))));
const SERVER13 = record(22, hello(2, RANDOM, hex('1301 00'), extension(43, hex('0304'))));
const CLIENT12 = record(22, hello(1, RANDOM, hex('0002 c02f 0100'), new Uint8Array(0)));
const SERVER12 = record(22, hello(2, RANDOM, hex('c02f 00'), extension(16, hex('0003 02'), 'h2')));
const CHANGE = record(20, hex('01')), DATA = record(23, new Uint8Array(40));

/** One DER element of less than 128 bytes. */
const der = (tag: number, ...parts: (string | Uint8Array)[]) => { const body = join(...parts); return join(Uint8Array.of(tag, body.length), body); };
const NAME = der(0x30, der(0x31, der(0x30, hex('0603550403'), der(12, 'a.example'))));
/** A minimal certificate (RFC 5280, 4.1): version 1, subject and issuer `CN=a.example`, a key that need not be one. */
const CERTIFICATE = der(0x30, der(0x30, hex('020101 3000'), NAME, der(0x30, der(0x17, '250101000000Z'), der(0x17, '300101000000Z')), NAME, hex('30053000030100')), hex('3000 030100'));
const kinds = (segments: [Direction, Uint8Array][]) => streamRecords(tls, segments)[0].map((entry) => entry.kind);

test('RFC 8446, 4.2.1: the highest version offered and the one chosen are those of supported_versions', () => {
  expect(streamRecords(tls, [[0, CLIENT13], [1, SERVER13]])[0]).toMatchObject([
    { kind: 'tls.client-hello', version: 'TLS 1.3', sni: 'pacs.example', alpn: ['h2', 'http/1.1'] }, { kind: 'tls.server-hello', version: 'TLS 1.3', cipher: '0x1301' },
  ]);
});

test('RFC 8446, 4.1.4, D.4: HelloRetryRequest and the change_cipher_spec after it are stepped over', () => {
  const retry = record(22, hello(2, RETRY, hex('1301 00'), extension(43, hex('0304'))));
  expect(kinds([[0, CLIENT13], [1, retry], [1, CHANGE], [0, CHANGE], [0, CLIENT13], [1, SERVER13]])).toEqual(['tls.client-hello', 'tls.server-hello']);
});

test('RFC 5246, 7.4.2: the server certificate is read, also in pieces; the client certificate is not', () => {
  const list = (der: Uint8Array) => handshake(11, join(u24(der.length + 3), u24(der.length), der)), whole = list(CERTIFICATE);
  const inPieces = Array.from({ length: whole.length }, (_, i): [Direction, Uint8Array] => [1, record(22, whole.subarray(i, i + 1))]);
  for (const server of [[[1, record(22, whole)]] as [Direction, Uint8Array][], inPieces]) {
    const [records, weird] = streamRecords(tls, [[0, CLIENT12], [1, SERVER12], ...server, [0, record(22, whole)], [0, CHANGE], [1, CHANGE]]);
    expect(records.map((entry) => entry.kind)).toEqual(['tls.client-hello', 'tls.server-hello', 'tls.certificate']);
    expect(records[2]).toMatchObject({ issuer: { commonName: 'a.example' }, notAfter: '2030-01-01T00:00:00Z' });
    expect(weird).toEqual([]);
  }
});

test('RFC 5246, E.2: an SSL 2.0 compatible hello', () => {
  const v2 = join(hex('802e 01 0301 0015 0000 0010'), new Uint8Array(21), new Uint8Array(16));
  expect(streamRecords(tls, [[0, v2], [1, SERVER12]])[0]).toMatchObject([{ kind: 'tls.client-hello', version: 'TLS 1.0', ja3: null, ja4: null }, { kind: 'tls.server-hello' }]);
  expect(tls.probe(0, v2, 0, v2.length, 443)).toBe(YES);
});

test('a capture that began late: encrypted data alone is told once', () => {
  expect(kinds([[0, DATA], [0, DATA], [1, DATA]])).toEqual(['tls.application-data']);
});

test('after a change_cipher_spec whose ServerHello was lost, encrypted handshake bytes are not taken for messages', () => {
  expect(streamRecords(tls, [[0, CLIENT12], [0, CHANGE], [0, record(22, new Uint8Array(40).fill(0xee))]])[1]).toEqual([]);
});

test('a message longer than 64 KiB and a broken record are told, not followed', () => {
  expect(streamRecords(tls, [[0, record(22, hex('01020000'))]])[1]).toEqual(['tls-handshake-length']);
  expect(streamRecords(tls, [[0, CLIENT12], [0, hex('ffffffffff')]])[1]).toEqual(['tls-record']);
});

test('feed: the same from pieces of any size as from read', () => {
  for (const size of [1, 2, 5, 7, 64]) {
    const stream = new TlsStream('tds'), said: string[] = [];
    for (let at = 0; at < CLIENT12.length; at += size) stream.feed(0, CLIENT12, at, Math.min(CLIENT12.length, at + size), { record: (entry) => { said.push(entry.kind); }, weird: (code) => { said.push(code); } });
    expect(said).toEqual(['tls.client-hello']);
  }
});

test('probe', () => {
  const verdict = (bytes: Uint8Array) => tls.probe(0, bytes, 0, bytes.length, 443);
  expect([hex('16'), hex('160301'), hex('1603010200'), hex('1603070200'), hex('160301ffff'), hex('1503030002'), hex('474554202f')].map(verdict)).toEqual([MORE, MORE, YES, NO, NO, YES, NO]);
});
