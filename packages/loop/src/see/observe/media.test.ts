/** CoAP, SIP, RTSP, SSDP and QUIC: who serves, who asks. */
import { expect, test } from 'vitest';
import { coapObservers } from './coap.ts';
import { quicObservers } from './quic.ts';
import { rtspObservers } from './rtsp.ts';
import { sipObservers } from './sip.ts';
import { ssdpObservers } from './ssdp.ts';
import { observeOne } from './testing.ts';

test('CoAP: a request names the server, a response proves it, a group is no server', () => {
  const request = { kind: 'coap.message', type: 'con', code: '0.01', host: null, path: '/.well-known/core', contentFormat: null } as const, setting = { transport: 'udp', serverPort: 5683 } as const;
  const said = observeOne(coapObservers, request, setting);
  expect(said.uses).toMatchObject([{ host: 'client', protocol: 'coap', port: 5683, attributes: { paths: ['/.well-known/core'] } }]);
  expect([said.services[0]!.host, said.signs]).toMatchObject(['server', [{ host: 'server', signal: 'coap.resource', text: '/.well-known/core' }]]);
  expect(observeOne(coapObservers, request, { ...setting, toGroup: true }).services).toEqual([]);
  expect(observeOne(coapObservers, { ...request, code: '2.05', path: null, contentFormat: 40 }, { ...setting, direction: 1 }).services).toMatchObject([{ host: 'server', port: 5683, state: 'answered', attributes: { contentFormats: ['40'] } }]);
  expect(observeOne(coapObservers, { ...request, code: '0.00' }, setting)).toMatchObject({ services: [], uses: [] });
});

test('SIP: the answering side serves', () => {
  const message = { kind: 'sip.message', method: 'REGISTER', status: null, userAgent: 'snom300/8.7.5.35', server: null } as const;
  const asked = observeOne(sipObservers, message, { transport: 'udp', serverPort: 5060 });
  expect(asked.uses).toMatchObject([{ host: 'client', protocol: 'sip', port: 5060, attributes: { methods: ['REGISTER'], userAgents: ['snom300/8.7.5.35'] } }]);
  expect(asked.claims).toMatchObject([{ host: 'client', attribute: 'software', of: 'snom300', value: '8.7.5.35' }]);
  const answered = observeOne(sipObservers, { ...message, status: 200, userAgent: null, server: 'Asterisk PBX 18.9.0' }, { transport: 'udp', serverPort: 5060, direction: 1 });
  expect([answered.services, answered.signs]).toMatchObject([[{ host: 'server', transport: 'udp', port: 5060, state: 'answered' }], [{ host: 'server', signal: 'sip.server' }]]);
});

test('RTSP', () => {
  const said = observeOne(rtspObservers, { kind: 'rtsp.response', status: 401, server: 'GStreamer/1.2', challenge: { scheme: 'digest', realm: 'IP Camera(C1234)' } }, { serverPort: 554, direction: 1 });
  expect(said.services).toMatchObject([{ host: 'server', port: 554, state: 'answered', attributes: { server: 'GStreamer/1.2', auth: ['digest'], realm: 'IP Camera(C1234)' } }]);
  expect(said.signs).toEqual([{ host: 'server', signal: 'rtsp.server', text: 'GStreamer/1.2' }]);
  expect(observeOne(rtspObservers, { kind: 'rtsp.request', method: 'PLAY', userAgent: null, authorization: 'basic' }, { serverPort: 554 }).uses).toMatchObject([{ host: 'client', attributes: { cleartextCredentials: true } }]);
});

test('SSDP: announcements describe their sender and its web server', () => {
  const message = { kind: 'ssdp.message', type: 'notify', target: 'urn:schemas-upnp-org:device:Printer:1', server: 'Linux/3.14 UPnP/1.0 Lab Print/2.1', userAgent: null, location: '10.0.0.1:49152' } as const;
  const said = observeOne(ssdpObservers, message, { transport: 'udp', serverPort: 1900, toGroup: true });
  expect(said.services).toMatchObject([{ host: 'client', port: 1900, protocol: 'ssdp', state: 'announced' }, { host: 'client', transport: 'tcp', port: 49_152, protocol: 'http', state: 'announced' }]);
  expect(said.claims.map(({ attribute, of, value }) => [attribute, of, value])).toEqual([['os', undefined, 'Linux 3.14'], ['software', 'Lab Print', '2.1']]);
  expect(said.signs.map(({ signal }) => signal)).toEqual(['ssdp.server', 'ssdp.type']);
  expect(observeOne(ssdpObservers, { ...message, location: '10.9.9.9:80' }, { toGroup: true }).services).toHaveLength(1);
  const search = observeOne(ssdpObservers, { ...message, type: 'search', server: null, location: null, userAgent: 'Google Chrome/69.0.3497.100 Windows' }, { transport: 'udp', serverPort: 1900, toGroup: true });
  expect([search.services, search.uses]).toMatchObject([[], [{ host: 'client', server: null, port: 1900 }]]);
});

test('QUIC: the port says who serves', () => {
  const packet = { kind: 'quic.packet', type: 'initial', version: '1' } as const;
  expect(observeOne(quicObservers, packet, { transport: 'udp', serverPort: 443 })).toMatchObject({ uses: [{ host: 'client', protocol: 'quic', port: 443 }], services: [{ host: 'server', tls: { version: '1.3' } }] });
  expect(observeOne(quicObservers, packet, { transport: 'udp', serverPort: 443, direction: 1 }).services).toMatchObject([{ host: 'server', state: 'answered' }]);
  expect(observeOne(quicObservers, { ...packet, type: 'short', version: null }, { transport: 'udp', serverPort: 443, direction: 1 }).services[0]!.confidence).toBeLessThan(70);
  expect(observeOne(quicObservers, packet, { transport: 'udp', serverPort: 4433 }).services).toEqual([]);
});
