import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Direction, MORE, NO, type WireRecord, YES } from '../record.ts';
import { bytesOf, streamRecords, truncations } from '../testing.ts';
import { http, makeHttp } from './http.ts';

type Segments = [Direction, string | Uint8Array][];
const kinds = (records: WireRecord[]) => records.map((record) => record.kind);
const of = <K extends WireRecord['kind']>(records: WireRecord[], kind: K) => records.filter((record): record is Extract<WireRecord, { kind: K }> => record.kind === kind);
const run = (segments: Segments) => streamRecords(http, segments, 80);
const answer = (fields: string, body = '') => `HTTP/1.1 200 OK\r\n${fields}Content-Length: ${body.length}\r\n\r\n${body}`;
const METADATA = '{"resourceType":"CapabilityStatement","publisher":"DOE, JANE","rest":[{"mode":"server"}],"software":{"name":"Care\\u0046HIR","version":"0.9.3"},"fhirVersion":"4.0.1"}';

test('RFC 9112, 3 and 4: start lines and wanted fields', () => {
  const [records, weird] = run([
    [0, 'GET /fhir/Patient/DOE-77?name=DOE HTTP/1.1\r\nHOST: Fhir.example:8080\r\nuser-agent:\tVS-Gateway/3.4.1 \r\nAccept: application/fhir+json\r\nAuthorization: Basic amFuZTpzZWNyZXQ=\r\nCookie: sid=SECRET\r\n\r\n'],
    [1, 'HTTP/1.1 401 No\r\nServer: CareFHIR/0.9.3 \r\nWWW-Authenticate: Basic realm="Ward \x1b[2Jnet"\r\nContent-Type: Text/HTML; charset=utf-8\r\nContent-Length: 0\r\n\r\n'],
  ]);
  expect(records).toEqual([
    {
      kind: 'http.request', method: 'GET', minor: 1, path: '/fhir/Patient/*', host: 'fhir.example:8080', userAgent: 'VS-Gateway/3.4.1', authorization: 'basic', hasCookie: true,
      contentType: null, application: 'fhir', resource: 'Patient', proxied: false,
    },
    {
      kind: 'http.response', status: 401, server: 'CareFHIR/0.9.3', poweredBy: null, challenge: { scheme: 'basic', realm: 'Ward [2Jnet' }, contentType: 'text/html',
      application: null, resource: null, path: '/fhir/Patient/*', anonymous: false,
    },
  ]);
  expect(weird).toEqual([]);
});

test('RFC 9112, 6.3: where a body ends', () => {
  const body = 'HTTP/1.1 500 no\r\n\r\n'; // a body that looks like a message
  const cases: [request: string, response: string][] = [
    ['GET / HTTP/1.1\r\n\r\n', `HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`],
    ['GET / HTTP/1.1\r\n\r\n', `HTTP/1.1 200 OK\r\nContent-Length: 19, 19\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n13;name="a;b"\r\n${body}\r\n1\r\nx\r\n0\r\nTrailer: 1\r\n\r\n`],
    ['HEAD / HTTP/1.1\r\n\r\n', 'HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n'],
    ['GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 304 Not Modified\r\nContent-Length: 999\r\n\r\n'],
    ['GET / HTTP/1.1\r\n\r\n', 'HTTP/1.1 204 No Content\r\n\r\n'],
    [`POST / HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`, 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    [`POST / HTTP/1.1\nTransfer-Encoding: chunked\n\n13\n${body}\n0\n\n`, 'HTTP/1.0 200 OK\nContent-Length: 0\n\n'],
  ];
  const segments = cases.flatMap(([request, response]): Segments => [[0, request], [1, response]]);
  const [records, weird] = run([...segments, [0, 'GET /login HTTP/1.1\r\n\r\n'], [1, answer('Server: last\r\n')]]);
  expect(weird).toEqual([]);
  expect(of(records, 'http.request')).toHaveLength(8);
  expect(of(records, 'http.response').map(({ status }) => status)).toEqual([200, 200, 200, 304, 204, 100, 200, 200, 200]);
  expect(records.at(-1)).toMatchObject({ server: 'last', path: '/login' });
});

test('pipelined requests meet their responses (RFC 9112, 9.3.2)', () => {
  const [records] = run([
    [0, 'GET /system HTTP/1.1\r\n\r\nHEAD /metadata HTTP/1.1\r\n\r\nGET /studies HTTP/1.1\r\n\r\n'],
    [1, `${answer('')}HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n${answer('')}`],
  ]);
  expect(of(records, 'http.response').map(({ path }) => path)).toEqual(['/system', '/metadata', '/studies']);
});

test('thousands of requests on one connection', () => {
  const segments: Segments = [], rest = new Uint8Array(99_950);
  for (let i = 0; i < 3000; i++) segments.push([0, `POST /api HTTP/1.1\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(50)}`], [0, rest], [1, answer('')]);
  const [records, weird] = run(segments);
  expect([records.length, weird]).toEqual([6000, []]);
});

test('whitelisted JSON: only the pointers, plain, chunked, compressed, until the connection closes', () => {
  const type = 'Content-Type: application/fhir+json;charset=utf-8\r\n', ask: Segments = [[0, 'GET /fhir/metadata?_format=json HTTP/1.1\r\n\r\n']];
  const facts = { kind: 'http.facts', rule: 'fhir-metadata', product: null, values: { name: 'CareFHIR', version: '0.9.3', fhirVersion: '4.0.1' } };
  const packed = gzipSync(METADATA);
  const chunks = METADATA.match(/.{1,7}/g)!.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`).join('');
  for (const response of [
    [answer(type, METADATA)], [`HTTP/1.1 200 OK\r\n${type}Transfer-Encoding: chunked\r\n\r\n${chunks}0\r\n\r\n`], [`HTTP/1.0 200 OK\r\n${type}\r\n${METADATA}`],
    [`HTTP/1.1 200 OK\r\n${type}Content-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`, packed],
  ]) {
    const [records] = run([...ask, ...response.map((part): [Direction, string | Uint8Array] => [1, part])]);
    expect(records.at(-1)).toEqual(facts);
    expect(JSON.stringify(records)).not.toMatch(/DOE|JANE/);
  }
});

test('another program at a whitelisted path, or another status, gives nothing', () => {
  const json = 'Content-Type: application/json\r\n', ask: Segments = [[0, 'GET /system HTTP/1.1\r\n\r\n']];
  expect(kinds(run([...ask, [1, answer(json, '{"Version":"9"}')]])[0])).not.toContain('http.facts');
  const body = '{"ApiVersion":16,"DatabaseVersion":6,"DicomAet":"X","Version":"1.10.1"}';
  expect(run([...ask, [1, answer(json, body)]])[0].at(-1)).toEqual({ kind: 'http.facts', rule: 'orthanc-system', product: 'Orthanc', values: { version: '1.10.1' } });
  expect(kinds(run([...ask, [1, answer(json, body).replace('200', '500')]])[0])).not.toContain('http.facts');
  expect(kinds(streamRecords(makeHttp([]), [...ask, [1, answer(json, body)]])[0])).not.toContain('http.facts');
});

test('a title is read on entry pages only', () => {
  const page = '<html><head><TITLE >Orthanc &amp; friends&#33;</title></head>DOE^JANE</html>', html = 'Content-Type: text/html\r\n';
  const titles = (target: string, body = page) => of(run([[0, `GET ${target} HTTP/1.1\r\n\r\n`], [1, answer(html, body)]])[0], 'http.title').map(({ title }) => title);
  expect(titles('/')).toEqual(['Orthanc & friends!']);
  expect(titles('/app/explorer.html#x')).toEqual(['Orthanc & friends!']);
  expect(titles('/patients/doe')).toEqual([]);
  expect(titles('/', `${' '.repeat(3000)}${page}`)).toEqual([]);
  expect(titles('/', '<title>Mail of jane@example.org</title>')).toEqual([]);
});

test('RFC 6455: an upgrade ends what we read; tokens in the subprotocol are not kept', () => {
  const [records] = run([
    [0, 'GET /ws HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: base64url.bearer.authorization.k8s.io.SECRET, mqtt\r\n\r\n'],
    [1, 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n\r\n\x81\x05hello'],
  ]);
  expect(records.at(-1)).toEqual({ kind: 'http.upgrade', to: 'websocket', subprotocol: 'mqtt', response: true });
  expect(JSON.stringify(records)).not.toContain('SECRET');
});

test('RFC 9113, 3.4: HTTP/2 by prior knowledge; RFC 9110, 9.3.6: CONNECT', () => {
  expect(run([[0, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0'], [1, '\0\0\0\x04\0\0\0\0\0']])[0]).toEqual([
    { kind: 'http.upgrade', to: 'h2', subprotocol: null, response: false }, { kind: 'http.upgrade', to: 'h2', subprotocol: null, response: true },
  ]);
  const tunnel = (...inside: string[]) => run([[0, 'CONNECT a.example:443 HTTP/1.1\r\n\r\n'], [1, 'HTTP/1.1 200 ok\r\n\r\n'], ...inside.map((words): [0, string] => [0, words])])[0];
  expect([kinds(tunnel('SSH-2.0-x\r\n')), of(tunnel(), 'http.request')[0]!.proxied]).toEqual([['http.request', 'http.response', 'http.upgrade'], true]);
  expect(tunnel('\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03').at(-1)).toEqual({ kind: 'tls.carried', by: 'http' });
});

test('media types name FHIR, DICOMweb (PS3.18, 8.7.3), IPP (RFC 8010) and SOAP', () => {
  const application = (fields: string) => of(run([[0, 'POST /x HTTP/1.1\r\n\r\n'], [1, answer(fields)]])[0], 'http.response')[0]!.application;
  expect(application('Content-Type: application/json+fhir\r\n')).toBe('fhir');
  expect(application('Content-Type: multipart/related; type="application/dicom"\r\n')).toBe('dicomweb');
  expect(application('Content-Type: application/ipp\r\n')).toBe('ipp');
  expect(application('Content-Type: application/soap+xml\r\n')).toBe('soap');
  expect(application('Content-Type: text/plain\r\n')).toBeNull();
});

test('DPWS metadata in SOAP, also compressed; other SOAP is not read', () => {
  const envelope = (inside: string) => `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:d="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01"><s:Body>${inside}</s:Body></s:Envelope>`;
  const body = envelope('<d:ThisModel><d:Manufacturer>Labmade</d:Manufacturer><d:ModelName>V 1</d:ModelName></d:ThisModel><d:ThisDevice><d:SerialNumber>S1</d:SerialNumber></d:ThisDevice>');
  const packed = gzipSync(body), ask: Segments = [[0, 'POST /get HTTP/1.1\r\n\r\n']];
  for (const response of [[answer('Content-Type: application/soap+xml\r\n', body)], [`HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Encoding: gzip\r\nContent-Length: ${packed.length}\r\n\r\n`, packed]]) {
    expect(run([...ask, ...response.map((part): [Direction, string | Uint8Array] => [1, part])])[0].at(-1)).toMatchObject({ kind: 'dpws.metadata', manufacturer: 'Labmade', modelName: 'V 1', serialNumber: 'S1' });
  }
  const other = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><Patient>DOE</Patient></s:Body></s:Envelope>';
  expect(kinds(run([...ask, [1, answer('Content-Type: text/xml\r\n', other)]])[0])).toEqual(['http.request', 'http.response']);
});

test('NTLM gives the build and the names of the host', () => {
  const message = bytesOf(`NTLMSSP\0\x02\0\0\0${'\0'.repeat(8)}\x05\x02\x89\xa2${'\x01'.repeat(8)}${'\0'.repeat(8)}\0\0\0\0\x38\0\0\0\x0a\0\x63\x45\0\0\0\x0f`);
  const [records] = run([[0, 'GET / HTTP/1.1\r\n\r\n'], [1, `HTTP/1.1 401 no\r\nWWW-Authenticate: NTLM ${btoa(String.fromCharCode(...message))}\r\nContent-Length: 0\r\n\r\n`]]);
  expect(records.at(-1)).toMatchObject({ kind: 'ntlm.message', type: 2, build: '10.0.17763' });
});

test('RFC 9112, 5.2 folded fields and 2.2 lines that end in LF', () => {
  const [records] = run([[0, '\r\nGET / HTTP/1.0\nUser-Agent: Rad\n View/8.1\nHost: a\n\n']]);
  expect(records[0]).toMatchObject({ userAgent: 'Rad View/8.1', host: 'a', minor: 0 });
});

test('a lost piece: bodies are counted on, heads are found again', () => {
  const dissector = http.open(80), records: WireRecord[] = [], sink = { record: (record: WireRecord) => { records.push(record); }, weird: () => {} };
  const feed = (direction: Direction, text: string) => dissector.read(direction, bytesOf(text), 0, text.length, sink);
  feed(0, 'GET /a HTTP/1.1\r\n\r\n');
  feed(1, 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n');
  expect(dissector.gap!(1, 60, sink)).toBe(true);
  expect(feed(1, 'x'.repeat(40))).toBe(40);
  feed(1, 'HTTP/1.1 200 OK\r\nServer: second\r\nContent-Length: 0\r\n\r\n');
  dissector.gap!(1, 500, sink);
  feed(1, 'tail of a body\r\nHTTP/1.1 200 OK\r\nServer: third\r\nContent-Length: 0\r\n\r\n');
  expect(of(records, 'http.response').map(({ server }) => server)).toEqual([null, 'second', 'third']);
});

test('a head that never ends is given up', () => {
  const [records, weird] = run([[0, `GET / HTTP/1.1\r\nX: ${'a'.repeat(20_000)}`], [0, 'b\r\n\r\nGET /login HTTP/1.1\r\n\r\n']]);
  expect(weird).toEqual(['http-head-too-long']);
  expect(records).toMatchObject([{ path: '/login' }]);
});

test('probe: strict, by direction', () => {
  const probe = (direction: Direction, text: string) => http.probe(direction, bytesOf(text), 0, text.length, 9999);
  expect(probe(0, 'GET / HTTP/1.1\r\n')).toBe(YES);
  expect(probe(0, 'GET / HTT')).toBe(MORE);
  expect(probe(0, 'G')).toBe(MORE);
  expect(probe(0, `GET /${'a'.repeat(3000)}`)).toBe(YES);
  expect(probe(0, 'OPTIONS rtsp://a/b RTSP/1.0\r\n')).toBe(NO);
  expect(probe(0, 'OPTIONS * RTSP/1.0\r\n')).toBe(NO);
  expect(probe(0, 'GET / \x01\x02')).toBe(NO);
  expect(probe(1, 'HTTP/1.0 404 Not Found\r\n')).toBe(YES);
  expect(probe(1, 'HTTP/1.')).toBe(MORE);
  expect(probe(0, 'HTTP/1.0 404 Not Found\r\n')).toBe(NO);
  expect(probe(1, 'GET / HTTP/1.1\r\n')).toBe(NO);
});

const CONVERSATION: Segments = [
  [0, 'GET /fhir/metadata HTTP/1.1\r\nHost: a.example\r\nUser-Agent: A/1\r\n\r\n'],
  [1, `HTTP/1.1 200 OK\r\nServer: B/2\r\nContent-Type: application/fhir+json\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n${METADATA.slice(0, 5)}\r\n${(METADATA.length - 5).toString(16)}\r\n${METADATA.slice(5)}\r\n0\r\n\r\n`],
  [0, 'POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nGET / HTTGET / HTTP/1.1\r\n\r\n'],
  [1, `${answer('')}${answer('Content-Type: text/html\r\n', '<title>x</title>')}`],
];

test('split at every byte gives the same records', () => {
  const whole = run(CONVERSATION);
  expect(kinds(whole[0])).toEqual(['http.request', 'http.response', 'http.facts', 'http.request', 'http.request', 'http.response', 'http.response', 'http.title']);
  for (const [index, [direction, text]] of CONVERSATION.entries()) {
    for (let cut = 1; cut < text.length; cut++) expect(run(CONVERSATION.toSpliced(index, 1, [direction, text.slice(0, cut) as string], [direction, text.slice(cut) as string]))).toEqual(whole);
  }
  expect(run(CONVERSATION.flatMap(([direction, text]) => [...(text as string)].map((byte): [Direction, string] => [direction, byte])))).toEqual(whole);
});

test('truncated at every byte, and random bytes: no exception, no endless loop', () => {
  for (const [index, [direction, text]] of CONVERSATION.entries()) for (const cut of truncations(text)) run([...CONVERSATION.slice(0, index), [direction, cut]]);
  const pieces = fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constantFrom('GET / HTTP/1.1\r\n', 'HTTP/1.1 200 OK\r\n', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n', '\r\n', 'ff\r\n', '0\r\n\r\n', 'Content-Type: text/html\r\n', '\n').map(bytesOf));
  fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom<Direction>(0, 1), pieces), { maxLength: 20 }), (segments) => { run(segments); }), { numRuns: 2000 });
});

test('privacy: what is planted in targets, fields and bodies is in no record', () => {
  const [records] = run([
    [0, 'POST /patients/GARCIA/maria.garcia?mrn=77001122&name=GARCIA HTTP/1.1\r\nHost: GARCIA:secret@h.example\r\nReferer: http://x/GARCIA\r\nX-Patient: GARCIA\r\nCookie: user=GARCIA\r\nAuthorization: Bearer GARCIA\r\n'
      + 'Content-Type: application/json\r\nContent-Length: 17\r\n\r\n{"name":"GARCIA"}'],
    [1, answer('Set-Cookie: GARCIA=1\r\nLocation: /patients/GARCIA\r\nContent-Type: text/html; name=GARCIA\r\n', '<title>GARCIA, MARIA</title>')],
    [0, 'GET http://GARCIA:secret@proxy.example/garcia/fhir/Patient/GARCIA/$everything HTTP/1.1\r\n\r\n'],
    [1, 'HTTP/1.1 200 GARCIA\r\nContent-Type: application/fhir+json\r\nContent-Length: 17\r\n\r\n{"name":"GARCIA"}'],
  ]);
  expect(kinds(records)).toEqual(['http.request', 'http.response', 'http.request', 'http.response']);
  expect(JSON.stringify(records)).not.toMatch(/garcia|secret|77001122/i);
});
