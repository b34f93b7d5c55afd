import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Direction, MORE, NO, YES } from '../record.ts';
import { bytesOf, streamRecords, truncations } from '../testing.ts';
import { rtsp } from './rtsp.ts';

const SEGMENTS: [Direction, string][] = [
  [0, 'DESCRIBE rtsp://admin:SECRET@10.0.0.9/room/DOE RTSP/1.0\r\nCSeq: 2\r\nUser-Agent: LibVLC/3.0.18\r\nAuthorization: Basic U0VDUkVU\r\n\r\n'],
  [1, 'RTSP/1.0 401 Unauthorized\r\nCSeq: 2\r\nServer: GStreamer RTSP server\r\nWWW-Authenticate: Digest realm="IP Camera(C1234)", nonce="SECRET"\r\n\r\n'],
  [0, 'PLAY rtsp://10.0.0.9/ RTSP/1.0\r\n\r\n'],
  [1, 'RTSP/1.0 200 OK\r\nContent-Length: 6\r\n\r\ns=DOE\n$\x00\x00\x04RTSP\r\nRTSP/1.0 200 OK\r\nServer: x\r\n\r\n'],
];

test('RFC 2326: requests, responses, the challenge; 10.12 interleaved data and bodies are skipped; URLs are not kept', () => {
  const [records, weird] = streamRecords(rtsp, SEGMENTS);
  expect(records).toEqual([
    { kind: 'rtsp.request', method: 'DESCRIBE', userAgent: 'LibVLC/3.0.18', authorization: 'basic' },
    { kind: 'rtsp.response', status: 401, server: 'GStreamer RTSP server', challenge: { scheme: 'digest', realm: 'IP Camera(C1234)' } },
    { kind: 'rtsp.request', method: 'PLAY', userAgent: null, authorization: null },
    { kind: 'rtsp.response', status: 200, server: null, challenge: null },
    { kind: 'rtsp.response', status: 200, server: 'x', challenge: null },
  ]);
  expect([weird, /SECRET|U0VD|DOE/.test(JSON.stringify(records))]).toEqual([[], false]);
});

test('split at every byte gives the same records', () => {
  const whole = streamRecords(rtsp, SEGMENTS);
  for (const [index, [direction, text]] of SEGMENTS.entries()) {
    for (let cut = 1; cut < text.length; cut++) expect(streamRecords(rtsp, SEGMENTS.toSpliced(index, 1, [direction, text.slice(0, cut)], [direction, text.slice(cut)]))).toEqual(whole);
  }
});

test('probe: strict, by direction', () => {
  const probe = (direction: Direction, text: string) => rtsp.probe(direction, bytesOf(text), 0, text.length, 9999);
  expect([probe(0, 'OPTIONS * RTSP/1.0\r\n'), probe(0, 'OPTIONS rtsp://a/ RTSP/2.0\r\n'), probe(1, 'RTSP/1.0 200 OK\r\n')]).toEqual([YES, YES, YES]);
  expect([probe(0, 'OPTIONS * HTTP/1.1\r\n'), probe(0, 'RTSP/1.0 200 OK\r\n'), probe(1, 'RTSP/9.0 200 OK\r\n'), probe(0, 'OPTIONS sip:a SIP/2.0\r\n')]).toEqual([NO, NO, NO, NO]);
  expect([probe(0, 'SETUP rtsp://a'), probe(0, 'S'), probe(1, 'RTSP/1')]).toEqual([MORE, MORE, MORE]);
});

test('truncated at every byte, and random bytes: no exception', () => {
  for (const [direction, text] of SEGMENTS) for (const cut of truncations(text)) streamRecords(rtsp, [[direction, cut]]);
  fc.assert(fc.property(fc.array(fc.oneof(fc.uint8Array({ maxLength: 60 }), fc.constantFrom('RTSP/1.0 200 OK\r\n', 'PLAY rtsp://a RTSP/1.0\r\n', 'Content-Length: 5\r\n', '\r\n', '$').map(bytesOf)), { maxLength: 8 }), (parts) => {
    streamRecords(rtsp, parts.map((part): [Direction, Uint8Array] => [1, part]));
  }), { numRuns: 3000 });
});
