import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Direction, MORE, NO, YES } from '../record.ts';
import { bytesOf, datagramRecords, streamRecords, truncations } from '../testing.ts';
import { sip, sipDatagram } from './sip.ts';

/** After RFC 3261, 24.2, with the users made recognisable. */
const INVITE = 'INVITE sip:DOE@biloxi.example SIP/2.0\r\nVia: SIP/2.0/UDP pc33.example;branch=z9hG4bK776\r\nTo: DOE <sip:DOE@biloxi.example>\r\nFrom: JANE <sip:JANE@a.example>;tag=1\r\nCall-ID: a84b4c76\r\n'
  + 'CSeq: 314159 INVITE\r\nContact: <sip:JANE@pc33.example>\r\nUser-Agent: snom300/8.7.5.35\r\nAuthorization: Digest username="JANE", response="42"\r\nl: 9\r\n\r\no=JANE 1 ';
const OK = 'SIP/2.0 200 OK\r\nCSeq: 1826 REGISTER\r\nServer: Asterisk PBX 18.9.0\r\nTo: DOE <sip:DOE@x>\r\nContent-Length: 0\r\n\r\n';
const invite = { kind: 'sip.message', method: 'INVITE', status: null, userAgent: 'snom300/8.7.5.35', server: null };
const ok = { kind: 'sip.message', method: 'REGISTER', status: 200, userAgent: null, server: 'Asterisk PBX 18.9.0' };

test('RFC 3261, 7: requests and responses over UDP; users are not kept', () => {
  const results = [datagramRecords(sipDatagram, INVITE, 5060, 5060), datagramRecords(sipDatagram, OK, 5060, 5060)];
  expect(results).toEqual([[true, [invite], []], [true, [ok], []]]);
  expect(JSON.stringify(results)).not.toMatch(/DOE|JANE|42|a84b/);
});

test('RFC 3261, 18.3: over TCP the body has Content-Length bytes; empty lines keep alive', () => {
  const text = `\r\n\r\n${INVITE}${OK}`;
  expect(streamRecords(sip, [[0, text]])).toEqual([[invite, ok], []]);
  for (let cut = 1; cut < text.length; cut++) expect(streamRecords(sip, [[0, text.slice(0, cut)], [0, text.slice(cut)]])[0]).toEqual([invite, ok]);
  expect(streamRecords(sip, [[0, `${OK}garbage`]])[1]).toEqual(['sip-framing-lost']);
});

test('probe: strict', () => {
  const probe = (text: string) => sip.probe(0, bytesOf(text), 0, text.length, 9999);
  expect([probe(INVITE), probe(OK), probe('OPTIONS sip:a'), probe('OPT')]).toEqual([YES, YES, MORE, MORE]);
  expect([probe('OPTIONS * HTTP/1.1\r\n'), probe('INVITE sip:a HTTP/1.1\r\n'), probe('OPTIONS rtsp://a RTSP/1.0\r\n'), probe('SUBSCRIBE /event HTTP/1.1\r\n')]).toEqual([NO, NO, NO, NO]);
});

test('not SIP: version 1, no version, nonsense status', () => {
  for (const bad of ['INVITE sip:a SIP/1.0\r\n\r\n', 'SIP/2.0 999 x\r\n\r\n', 'HTTP/1.1 200 OK\r\n\r\n', 'jaK\0', '\r\n\r\n']) expect(datagramRecords(sipDatagram, bad)[0]).toBe(false);
});

test('truncated at every byte, and random bytes: no exception', () => {
  for (const cut of truncations(INVITE + OK)) { datagramRecords(sipDatagram, cut); streamRecords(sip, [[0, cut]]); }
  fc.assert(fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constantFrom('SIP/2.0 200 OK\r\n', 'BYE sip:a SIP/2.0\r\n', 'l: 5\r\n', '\r\n').map(bytesOf)), { maxLength: 8 }), fc.constantFrom<Direction>(0, 1), (parts, direction) => {
    streamRecords(sip, parts.map((part): [Direction, Uint8Array] => [direction, part]));
    for (const part of parts) datagramRecords(sipDatagram, part);
  }), { numRuns: 3000 });
});
