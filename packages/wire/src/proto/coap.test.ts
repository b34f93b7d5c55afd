import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datagramRecords, hex, truncations } from '../testing.ts';
import { coap } from './coap.ts';

const parse = (bytes: Uint8Array) => datagramRecords(coap, bytes, 50000, 5683);
const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0));
/** CON GET, token of two bytes, Uri-Host h.example, Uri-Path .well-known, core, Uri-Query rt=DOE, payload. */
const GET = Uint8Array.from([0x42, 0x01, 0x12, 0x34, 0xaa, 0xbb, 0x39, ...ascii('h.example'), 0x8b, ...ascii('.well-known'), 0x04, ...ascii('core'), 0x46, ...ascii('rt=DOE'), 0xff, ...ascii('DOE')]);

test('RFC 7252, 3: header, options, payload marker; queries and payloads are not kept', () => {
  expect(parse(GET)).toEqual([true, [{ kind: 'coap.message', type: 'con', code: '0.01', host: 'h.example', path: '/.well-known/core', contentFormat: null }], []]);
});

test('RFC 7252, appendix A: figure 16, a GET and its 2.05', () => {
  const [, request] = parse(Uint8Array.from([0x40, 0x01, 0x7d, 0x34, 0xbb, ...ascii('temperature')]));
  expect(request).toMatchObject([{ type: 'con', code: '0.01', path: '/temperature' }]);
  expect(parse(Uint8Array.from([0x60, 0x45, 0x7d, 0x34, 0xff, ...ascii('22.3 C')]))[1]).toMatchObject([{ type: 'ack', code: '2.05', path: null }]);
});

test('unknown levels are hidden, numbers of LwM2M objects are not, Content-Format is a number', () => {
  expect(parse(Uint8Array.from([0x50, 0x03, 0, 1, 0xb3, ...ascii('doe'), 0x01, 0x33, 0x08, ...ascii('12345678'), 0x11, 40]))[1]).toMatchObject([{ path: '/*/3/*', contentFormat: 40 }]);
});

test('RFC 7252, 3.1: extended deltas and lengths', () => {
  expect(parse(Uint8Array.from([0x40, 0x01, 0, 1, 0xdd, 0x2f, 0x01, ...new Uint8Array(14).fill(1)]))[0]).toBe(true); // option 60, 14 bytes
  expect(parse(hex('40 01 0001 f0'))[0]).toBe(false); // 15 is reserved
  expect(parse(hex('40 01 0001 b5 61'))[0]).toBe(false); // longer than the datagram
});

test('strict: version, token length, codes, empty messages, marker without payload', () => {
  for (const bad of ['00 01 0001', '49 01 0001', '40 3f 0001', '40 e1 0001', '40 00 0001 00', '40 01 0001 ff', '40']) expect(parse(hex(bad))[0]).toBe(false);
  expect(parse(hex('70 00 0001'))).toEqual([true, [{ kind: 'coap.message', type: 'rst', code: '0.00', host: null, path: null, contentFormat: null }], []]);
});

test('truncated at every byte, and random bytes: no exception', () => {
  for (const cut of truncations(GET)) parse(cut);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (bytes) => { parse(Uint8Array.from([0x40 | (bytes[0] ?? 0) & 0x3f, ...bytes])); }), { numRuns: 5000 });
});
