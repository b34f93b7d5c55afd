import { expect, test } from 'vitest';
import { insideTls } from './inside-tls.ts';
import { observeOne } from './testing.ts';
import { tlsObservers } from './tls.ts';

test.each([
  ['port alone', null, 2762, [], [], 'dicom', 65], ['port and name', null, 2762, [], ['pacs2.example.org'], 'dicom', 80], ['a name that says something else', null, 2762, [], ['www.example.org'], 'dicom', 65],
  ['name alone', null, 7000, [], ['mqtt.example.org'], 'mqtt', 60], ['names that differ', null, 7000, [], ['mqtt.example.org', 'www.example.org'], 'unknown', 0], ['ALPN', null, 7000, ['h2', 'http/1.1'], [], 'http', 85],
  ['STARTTLS', 'smtp', 25, [], [], 'smtp', 95], ['nothing', null, 7000, ['x'], ['host.example.org'], 'unknown', 0],
] as const)('what is inside: %s', (_name, startedBy, port, alpn, names, protocol, confidence) => {
  expect(insideTls(startedBy, port, alpn, names)).toEqual({ protocol, confidence });
});

test('a client hello: use, server name, fingerprints of the client', () => {
  const said = observeOne(tlsObservers, { kind: 'tls.client-hello', version: 'TLS 1.3', sni: 'web.example.org', alpn: [], ja3: 'a', ja4: 'b', startedBy: null }, { serverPort: 443 });
  expect(said.uses).toEqual([{ host: 'client', protocol: 'http', server: '10.0.0.2', port: 443, attributes: { tls: true, sni: ['web.example.org'], offeredTls: ['TLS 1.3'] } }]);
  expect(said.services).toEqual([{ host: 'server', transport: 'tcp', port: 443, protocol: 'http', confidence: 80, tls: { sni: 'web.example.org' } }]);
  expect(said.signs).toEqual([{ host: 'client', signal: 'tls.ja3', text: 'a' }, { host: 'client', signal: 'tls.ja4', text: 'b' }, { host: 'server', signal: 'tls.sni', text: 'web.example.org' }]);
  expect(said.claims).toEqual([{ host: 'server', attribute: 'hostname', value: 'web.example.org', signal: 'tls.sni', weight: 'medium', confidence: 60 }]);
});

const CERTIFICATE = {
  kind: 'tls.certificate', subject: { commonName: 'pacs.example.org', organisation: 'Hospital' }, issuer: { commonName: 'CA', organisation: 'Example' }, names: ['pacs.example.org', '*.example.org', '10.0.0.2'],
  notAfter: '2030-01-01T00:00:00Z', keyFingerprint: 'ab', selfSigned: false, startedBy: null,
} as const;

test('a certificate: subject, names and issuer of the server; its host names, no wildcard or address', () => {
  const said = observeOne(tlsObservers, CERTIFICATE, { direction: 1, serverPort: 2762 });
  expect(said.services).toEqual([{
    host: 'server', transport: 'tcp', port: 2762, protocol: 'dicom', confidence: 80, state: 'answered',
    tls: { certificate: { subject: 'CN=pacs.example.org, O=Hospital', names: ['pacs.example.org', '*.example.org', '10.0.0.2'], notAfter: '2030-01-01T00:00:00Z' } },
    attributes: { certificateKey: 'ab', selfSigned: false, issuer: 'CN=CA, O=Example' },
  }]);
  expect(said.claims.map((claim) => claim.value)).toEqual(['pacs.example.org']);
});

test('a certificate of a person: the organisation stays, the name does not', () => {
  const said = observeOne(tlsObservers, { ...CERTIFICATE, subject: { commonName: 'maria-lopez', organisation: 'Hospital' }, names: ['marialopez.local'] }, { direction: 1, serverPort: 443 });
  expect(said.services[0]?.tls?.certificate?.subject).toBe('O=Hospital');
  expect(JSON.stringify(said)).not.toMatch(/maria/);
});
