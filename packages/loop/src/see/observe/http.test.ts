import type { HttpRequest, HttpResponse } from '@wardkeep/wire/proto/http';
import { expect, test } from 'vitest';
import { httpObservers } from './http.ts';
import { poweredByProducts, productTokens, serverOs, serverProducts, userAgentOs, userAgentProduct } from './product-tokens.ts';
import { observeOne } from './testing.ts';

const REQUEST: HttpRequest = { kind: 'http.request', method: 'GET', minor: 1, path: '/', host: null, userAgent: null, authorization: null, hasCookie: false, contentType: null, application: null, resource: null, proxied: false };
const RESPONSE: HttpResponse = { kind: 'http.response', status: 200, server: null, poweredBy: null, challenge: null, contentType: null, application: null, resource: null, path: null, anonymous: null };
const request = (changes: Partial<HttpRequest>) => observeOne(httpObservers, { ...REQUEST, ...changes }, { serverPort: 8080 });
const response = (changes: Partial<HttpResponse>) => observeOne(httpObservers, { ...RESPONSE, ...changes }, { serverPort: 8080, direction: 1 });

test('a request tells of the client', () => {
  const said = request({ userAgent: 'VS-Gateway/3.4.1', application: 'fhir', resource: 'Observation', host: 'fhir.example:8080' });
  expect(said.uses).toEqual([{ host: 'client', protocol: 'http', server: '10.0.0.2', port: 8080, attributes: { userAgents: ['VS-Gateway/3.4.1'], hosts: ['fhir.example'], fhir: true, resources: ['Observation'], cleartextCredentials: false } }]);
  expect(said.services).toEqual([{ host: 'server', transport: 'tcp', port: 8080, protocol: 'http', attributes: {} }]);
  expect(said.signs).toEqual([{ host: 'client', signal: 'http.user-agent', text: 'VS-Gateway/3.4.1' }]);
  expect(said.claims).toEqual([{ host: 'client', attribute: 'software', value: '3.4.1', signal: 'http.user-agent', weight: 'medium', of: 'VS-Gateway', confidence: 80 }]);
});

test('Basic in clear text is told on both sides; a host name of a person and an address are not kept', () => {
  const said = request({ authorization: 'basic', host: 'marias-macbook.local' });
  expect(said.uses[0]!.attributes).toEqual({ authorization: ['basic'], cleartextCredentials: true });
  expect(said.services[0]!.attributes).toEqual({ cleartextCredentials: true });
  expect(request({ host: '10.0.0.2:8080' }).uses[0]!.attributes).toEqual({ cleartextCredentials: false });
});

test('an answer tells of the server', () => {
  const said = response({ status: 401, server: 'Apache/2.4.57 (Debian) OpenSSL/3.0.9 DAV/2', poweredBy: 'PHP/8.2.7', challenge: { scheme: 'basic', realm: 'APC Management Card' }, path: '/login', anonymous: true });
  expect(said.services).toEqual([{ host: 'server', transport: 'tcp', port: 8080, protocol: 'http', state: 'answered', application: null, attributes: { server: 'Apache/2.4.57 (Debian) OpenSSL/3.0.9 DAV/2', poweredBy: 'PHP/8.2.7', auth: ['basic'] } }]);
  expect(said.signs.map(({ signal, text }) => [signal, text])).toEqual([
    ['http.server', 'Apache/2.4.57 (Debian) OpenSSL/3.0.9 DAV/2'], ['http.powered-by', 'PHP/8.2.7'], ['http.authenticate', 'Basic realm="APC Management Card"'], ['http.path', '/login'],
  ]);
  expect(said.claims.map(({ attribute, of, value }) => [attribute, of, value])).toEqual([['software', 'Apache', '2.4.57'], ['software', 'OpenSSL', '3.0.9'], ['os', undefined, 'Debian'], ['software', 'PHP', '8.2.7']]);
});

test('FHIR and DICOMweb without credentials', () => {
  const said = response({ application: 'fhir', resource: 'Patient', contentType: 'application/fhir+json', path: '/fhir/Patient/*', anonymous: true });
  expect(said.services[0]).toMatchObject({ protocol: 'http', application: 'fhir', attributes: { fhir: true, resources: ['Patient'], auth: ['none'] } });
  expect(said.uses).toEqual([{ host: 'client', protocol: 'http', server: '10.0.0.2', port: 8080, attributes: { fhir: true, resources: ['Patient'] } }]);
  expect(said.claims).toMatchObject([{ host: 'server', attribute: 'role', value: 'fhir-server', confidence: 80 }]);
  expect(response({ application: 'dicomweb', anonymous: false }).services[0]).toMatchObject({ application: null, attributes: { dicomWeb: true } });
  expect(response({ contentType: 'text/html', anonymous: true }).services[0]!.attributes).toEqual({});
  expect(response({ application: 'ipp' }).claims).toMatchObject([{ attribute: 'role', value: 'printer' }]);
  expect(response({ status: 404, path: '/login' }).signs).toEqual([]);
});

test('whitelisted bodies: Orthanc and FHIR name their version', () => {
  const orthanc = observeOne(httpObservers, { kind: 'http.facts', rule: 'orthanc-system', product: 'Orthanc', values: { version: '1.10.1' } }, { serverPort: 8042, direction: 1 });
  expect(orthanc.claims).toEqual([{ host: 'server', attribute: 'software', value: '1.10.1', signal: 'http.body-version', weight: 'strong', of: 'Orthanc' }]);
  expect(orthanc.signs).toEqual([{ host: 'server', signal: 'http.body-version', text: 'Orthanc 1.10.1' }]);
  expect(orthanc.services).toMatchObject([{ port: 8042, application: 'Orthanc' }]);
  const fhir = observeOne(httpObservers, { kind: 'http.facts', rule: 'fhir-metadata', product: null, values: { name: 'CareFHIR', version: '0.9.3', implementation: 'lab', fhirVersion: '4.0.1' } }, { serverPort: 8080, direction: 1 });
  expect(fhir.claims).toMatchObject([{ attribute: 'software', value: '0.9.3', of: 'CareFHIR', weight: 'strong' }, { attribute: 'role', value: 'fhir-server', confidence: 85 }]);
  expect(fhir.services).toMatchObject([{ application: 'fhir', attributes: { fhir: true, fhirVersion: '4.0.1', software: 'CareFHIR 0.9.3' } }]);
  expect(fhir.signs).toMatchObject([{ signal: 'fhir.software', text: 'CareFHIR 0.9.3' }, { signal: 'fhir.implementation', text: 'lab' }]);
});

test('titles and upgrades', () => {
  expect(observeOne(httpObservers, { kind: 'http.title', title: 'Orthanc Explorer' }, { direction: 1 }).signs).toEqual([{ host: 'server', signal: 'http.title', text: 'Orthanc Explorer' }]);
  const said = observeOne(httpObservers, { kind: 'http.upgrade', to: 'websocket', subprotocol: 'mqtt', response: true }, { direction: 1 });
  expect(said.services).toMatchObject([{ host: 'server', state: 'answered', application: 'mqtt', attributes: { websocket: true } }]);
  expect(said.uses).toMatchObject([{ host: 'client', attributes: { websocket: true } }]);
});

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) RadView/8.1', 'RadView', '8.1', 'Windows 10 or later'],
  ['Mozilla/5.0 (Windows NT 6.1; WOW64; rv:19.0) Gecko/20100101 Firefox/19.0', 'Firefox', '19.0', 'Windows 7 or Server 2008 R2'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_13_6) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/77.0.3865.90 Safari/537.36', 'Chrome', '77.0.3865.90', 'macOS'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1', 'Safari', '17.1', 'iOS 17.1'],
  ['Dalvik/1.6.0 (Linux; U; Android 4.4.4; MI 3W MIUI/V6.4.3.0.KXDMICB)', undefined, undefined, 'Android 4.4.4'],
  ['Mozilla/5.0 (X11; U; Linux x86_64; en-US; rv:1.9.2.15) Gecko/20110303 Ubuntu/10.04 (lucid) Firefox/3.6.15', 'Firefox', '3.6.15', 'Ubuntu'],
  ['HAPI-FHIR/5.0.2 (FHIR Client; FHIR 4.0.1/R4; apache)', 'HAPI-FHIR', '5.0.2', null],
  ['Python/3.11 aiohttp/3.8.4', 'aiohttp', '3.8.4', null],
  ['CrowdStrike Falcon Sensor', undefined, undefined, null],
  ['Google Chrome/69.0.3497.100 Windows', 'Chrome', '69.0.3497.100', 'Windows'],
])('User-Agent %s', (text, name, version, os) => {
  expect([userAgentProduct(text)?.name, userAgentProduct(text)?.version, userAgentOs(text)]).toEqual([name, version, os]);
});

test.each([
  ['Jetty(9.4.18)', [['Jetty', '9.4.18']]], ['BaseHTTP/0.6 Python/3.11.2', [['BaseHTTP', '0.6'], ['Python', '3.11.2']]], ['nginx', []], ['Roku UPnP/1.0 MiniUPnPd/1.4', [['MiniUPnPd', '1.4']]],
  ['Sip EXpress router (0.8.12 (i386/linux))', []], ['a(((', []], ['x/1(', [['x', '1']]],
])('Server %s', (text, products) => { expect(serverProducts(text).map(({ name, version }) => [name, version])).toEqual(products); });

test('comments, nested and open, and what X-Powered-By says in words', () => {
  expect(productTokens('A/1 (b (c) d) E/v2.0 (f').comments).toEqual(['b (c) d', 'f']);
  expect(poweredByProducts('HAPI FHIR 5.0.2 REST Server (FHIR Server; FHIR 4.0.1/R4)')).toEqual([{ name: 'HAPI FHIR', version: '5.0.2' }]);
  expect([poweredByProducts('PHP/8.1.2'), poweredByProducts('Express')]).toEqual([[{ name: 'PHP', version: '8.1.2' }], []]);
  expect([serverOs('Apache/2.4.1 (Win64)'), serverOs('Apache/2.0.51 (FreeBSD)'), serverOs('x (y)')]).toEqual(['Windows', 'FreeBSD', null]);
});
