import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, datagramRecords, truncations } from '../testing.ts';
import { wsDiscovery } from './ws-discovery.ts';

const WSD = 'http://docs.oasis-open.org/ws-dd/ns/discovery/2009/01', DRAFT = 'http://schemas.xmlsoap.org/ws/2005/04/discovery';
const envelope = (action: string, body: string, namespace = WSD) => `<?xml version='1.0' encoding='UTF-8'?>\n<s12:Envelope xmlns:s12="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing"`
  + ` xmlns:wsd="${namespace}"><s12:Header><wsa:Action>${namespace}/${action}</wsa:Action><wsa:MessageID>urn:uuid:1</wsa:MessageID><wsa:To>x</wsa:To></s12:Header><s12:Body>${body}</s12:Body></s12:Envelope>`;
const SDC_TYPES = '<wsd:Types xmlns:ns0="http://docs.oasis-open.org/ws-dd/ns/dpws/2009/01" xmlns:ns1="http://standards.ieee.org/downloads/11073/11073-20702-2016">ns0:Device ns1:MedicalDevice x:Own</wsd:Types>';
const HELLO = envelope('Hello', `<wsd:Hello><wsa:EndpointReference><wsa:Address>urn:uuid:72313cab</wsa:Address></wsa:EndpointReference>${SDC_TYPES}`
  + '<wsd:Scopes>sdc.ctxt.loc:/sdc.ctxt.loc.detail/HOSP%2F%2F%2FCU2%2F%2FBedSim?fac=HOSP&amp;poc=CU2&amp;bed=BedSim sdc.ctxt.pat:/sdc.ctxt.pat.detail/Planted sdc.ctxt.opr:/x/PlantedNurse sdc.mds.pkp:1.2.840.10004.20701.1.1</wsd:Scopes>'
  + '<wsd:XAddrs>http://127.0.0.1:54619/72313cab?u=secret https://user:secret@[fe80::1]/x</wsd:XAddrs><wsd:MetadataVersion>1</wsd:MetadataVersion></wsd:Hello>');

test('Hello of an SDC provider: types, place and addresses; patients and operators in scopes are dropped', () => {
  const [taken, records] = datagramRecords(wsDiscovery, HELLO);
  expect(taken).toBe(true);
  expect(records).toEqual([{ kind: 'ws-discovery.message', action: 'hello', targets: [{
    endpoint: 'urn:uuid:72313cab', types: ['dpws:Device', 'mdpws:MedicalDevice', 'Own'],
    scopes: ['sdc.ctxt.loc:/sdc.ctxt.loc.detail/HOSP%2F%2F%2FCU2%2F%2FBedSim?fac=HOSP&poc=CU2&bed=BedSim', 'sdc.mds.pkp:1.2.840.10004.20701.1.1'],
    addresses: ['http://127.0.0.1:54619', 'https://[fe80::1]:443'],
  }] }]);
  expect(JSON.stringify(records)).not.toMatch(/planted|secret/i);
});

test.each<[string, string, object]>([
  ['Probe', envelope('Probe', '<wsd:Probe><wsd:Types xmlns:d="http://schemas.xmlsoap.org/ws/2006/02/devprof">d:Device</wsd:Types></wsd:Probe>', DRAFT), { action: 'probe', targets: [{ endpoint: null, types: ['dpws:Device'] }] }],
  ['ProbeMatches of a proxy', envelope('ProbeMatches', '<wsd:ProbeMatches><wsd:ProbeMatch><wsa:Address>urn:a</wsa:Address></wsd:ProbeMatch><wsd:ProbeMatch><wsa:Address>urn:b</wsa:Address></wsd:ProbeMatch></wsd:ProbeMatches>'), { action: 'probe-matches', targets: [{ endpoint: 'urn:a' }, { endpoint: 'urn:b' }] }],
  ['Bye', envelope('Bye', '<wsd:Bye><wsa:Address>urn:a</wsa:Address></wsd:Bye>'), { action: 'bye', targets: [{ endpoint: 'urn:a' }] }],
  ['Resolve', envelope('Resolve', '<wsd:Resolve><wsa:Address>urn:a</wsa:Address></wsd:Resolve>'), { action: 'resolve', targets: [{ endpoint: 'urn:a' }] }],
  ['ResolveMatches', envelope('ResolveMatches', '<wsd:ResolveMatches><wsd:ResolveMatch><wsd:XAddrs>http://10.0.0.1:5357/a</wsd:XAddrs></wsd:ResolveMatch></wsd:ResolveMatches>'), { action: 'resolve-matches', targets: [{ addresses: ['http://10.0.0.1:5357'] }] }],
])('%s', (_name, text, expected) => {
  expect(datagramRecords(wsDiscovery, text)[1]).toMatchObject([expected]);
});

test.each([['SSDP', 'NOTIFY * HTTP/1.1\r\n'], ['HTML', '<html></html>'], ['another SOAP action', envelope('Get', '<x/>').replaceAll(WSD, 'http://example.org')], ['an unknown action', envelope('Toast', '<x/>')], ['nothing', '']])('%s is not WS-Discovery', (_name, text) => {
  expect(datagramRecords(wsDiscovery, text)).toEqual([false, [], []]);
});

test('truncated at every byte, and any markup: no exception', () => {
  for (const cut of truncations(bytesOf(HELLO))) datagramRecords(wsDiscovery, cut);
  fc.assert(fc.property(fc.array(fc.constantFrom('<', '>', '/', '<Envelope>', '<Header>', '<Body>', `<Action>${WSD}/Hello</Action>`, '<Hello>', '<Types>', 'a:b ', '<__proto__>', '<Scopes>', '"'), { maxLength: 60 }), (parts) => {
    datagramRecords(wsDiscovery, parts.join(''));
  }), { numRuns: 3000 });
});

test('a proxy with a thousand answers is cut at sixteen', () => {
  const [, records] = datagramRecords(wsDiscovery, envelope('ProbeMatches', '<wsd:ProbeMatch><wsa:Address>urn:a</wsa:Address></wsd:ProbeMatch>'.repeat(1000)));
  expect(records).toMatchObject([{ targets: { length: 16 } }]);
});
