/** The parts of the HTTP dissector that stand alone: paths, JSON pointers, inflate, heads, the list of bodies. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { deflateSync, gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { bytesOf } from '../testing.ts';
import { FHIR_RESOURCE_TYPES } from './fhir.ts';
import { DEFAULT_HTTP_BODIES } from './http-bodies.ts';
import { isEntryPage, readPath } from './http-path.ts';
import { inflate } from './inflate.ts';
import { JsonPointers } from './json-pointers.ts';
import { authority, headEnd, HeadReader, mediaType } from './message-head.ts';

test('http-bodies.ts is rules/http-bodies.yaml', () => {
  const file = parse(readFileSync(new URL('../../../../rules/http-bodies.yaml', import.meta.url), 'utf8')) as { rules: unknown };
  expect(file.rules).toEqual(DEFAULT_HTTP_BODIES);
});

test.each([
  ['/', '/'], ['*', '*'], ['a.example:443', '*'], ['/fhir/Patient/123/_history/2?x=1', '/fhir/Patient/*/*'], ['/dicom-web/studies/1.2.840.1/series', '/dicom-web/studies/*/series'],
  ['/Login.ASPX;jsessionid=1', '/login.aspx'], ['http://h.example/system#top', '/system'], ['http://h.example', '/'], ['/a/b/c/d/e/f', '/*/*/*/*'], ['//system//', '/system'],
])('path %s is shown as %s', (target, shown) => { expect(readPath(target).shown).toBe(shown); });

test('FHIR and DICOMweb by path', () => {
  expect(readPath('/fhir/R4/Observation/1')).toMatchObject({ fhir: true, resource: 'Observation' });
  expect(readPath('/fhir/metadata')).toMatchObject({ fhir: true, resource: null });
  expect(readPath('/saml/metadata').fhir).toBe(false);
  expect(readPath('/dcm4chee-arc/aets/PACS1/rs/studies')).toMatchObject({ dicomWeb: true, shown: '/dcm4chee-arc/aets/*/rs' });
  expect([FHIR_RESOURCE_TYPES.has('Patient'), FHIR_RESOURCE_TYPES.has('patient')]).toEqual([true, false]);
});

test('entry pages', () => { expect(['/', '/app/explorer.html', '/login', '/patients', '/a/b/c/index.html'].map((target) => isEntryPage(readPath(target)))).toEqual([true, true, true, false, false]); });

function point(json: string, pointers: string[], step = 1): [(string | null)[], boolean[]] {
  const reader = new JsonPointers(pointers), bytes = new TextEncoder().encode(json);
  for (let at = 0; at < bytes.length; at += step) reader.feed(bytes, at, Math.min(bytes.length, at + step));
  return [reader.values, reader.seen];
}

test('RFC 6901: values of pointers, at any split', () => {
  const json = ' {"a":{"b":"x\\n\\u00e9\\"","c":[{"b":"no"}],"d/e":-1.5e3},"b":"no","n":null,"t":true,"a2":{"b":"no"},"o":{"p":{}}} ';
  for (const step of [1, 2, 3, 7, 1000]) {
    expect(point(json, ['/a/b', '/a/d~1e', '/n', '/t', '/o', '/missing'], step)).toEqual([['x é"', '-1.5e3', null, 'true', null, null], [true, true, true, true, true, false]]);
  }
});

test('the same as JSON.parse for random documents', () => {
  const scalar = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'b', '"', '\\', '{', ']', ':', ',', 'é') , maxLength: 8 }), fc.integer(), fc.boolean());
  const document = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(scalar, fc.array(fc.oneof(scalar, fc.dictionary(fc.constantFrom('a', 'b'), scalar))), fc.dictionary(fc.constantFrom('a', 'b'), scalar)));
  fc.assert(fc.property(document, fc.integer({ min: 1, max: 9 }), (value, step) => {
    const inner = value.a, expected = inner !== null && typeof inner === 'object' && !Array.isArray(inner) ? inner.b : undefined;
    const [[ab, c]] = point(JSON.stringify(value), ['/a/b', '/c'], step);
    const shown = (found: unknown) => (typeof found === 'object' || found === undefined || String(found).trim() === '' ? null : String(found).trim());
    expect([ab, c]).toEqual([shown(expected), shown(value.c)]);
  }), { numRuns: 2000 });
});

test('broken JSON: no exception', () => { fc.assert(fc.property(fc.string({ unit: fc.constantFrom(...'{}[]:,"\\ax1 ') }), (json) => { point(json, ['/a', '/a/x']); }), { numRuns: 2000 }); });

test('RFC 1951: what zlib packs comes out again, bounded', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.nat(255).map((byte) => new Uint8Array(700).fill(byte)))), fc.constantFrom(0, 1, 6, 9), (parts, level) => {
    const plain = Uint8Array.from(parts.flatMap((part) => [...part])), limit = 5000;
    for (const packed of [gzipSync(plain, { level }), deflateSync(plain, { level })]) expect(inflate(packed, 0, packed.length, limit)).toEqual(plain.subarray(0, limit));
  }), { numRuns: 300 });
});

test('RFC 1952, 2.3: name and comment fields are stepped over', () => {
  const packed = gzipSync('hello'), named = Uint8Array.from([...packed.subarray(0, 3), 24, ...packed.subarray(4, 10), ...bytesOf('name\0note\0'), ...packed.subarray(10)]);
  expect(String.fromCharCode(...inflate(named, 0, named.length, 100))).toBe('hello');
});

test('broken deflate data: no exception, never more than the limit', () => {
  const packed = gzipSync('the quick brown fox '.repeat(50));
  for (let cut = 0; cut < packed.length; cut++) expect(inflate(packed, 0, cut, 64).length).toBeLessThanOrEqual(64);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => { inflate(Uint8Array.from([0x78, 0x9c, ...bytes]), 0, bytes.length + 2, 4096); }), { numRuns: 3000 });
});

test('heads: the end is found from anywhere before it; the first of two fields counts', () => {
  const text = 'A / HTTP/1.1\r\nHost: one\r\nhost : no\r\nHost: two\r\nX:y\r\n\r\nbody', bytes = bytesOf(text), end = text.indexOf('body');
  for (let from = 0; from < end - 1; from++) expect(headEnd(bytes, 0, bytes.length, from)).toBe(end);
  for (let cut = 0; cut < end; cut++) expect(headEnd(bytes, 0, cut)).toBe(-1);
  const reader = new HeadReader(['host', 'via']);
  reader.read(bytes, 0, end);
  expect([reader.text('host'), reader.has('via'), reader.line()]).toEqual(['one', false, 'A / HTTP/1.1']);
});

test('authority and media type', () => {
  expect(['a.example:80', 'u:p@a.example', '[::1]:80', 'a b', 'x'.repeat(300)].map(authority)).toEqual(['a.example:80', 'a.example', '[::1]:80', null, null]);
  expect([mediaType('Text/HTML; a=b'), mediaType('nothing'), mediaType(null)]).toEqual(['text/html', null, null]);
});
