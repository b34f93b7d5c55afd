import { expect, test } from 'vitest';
import { deviceTypeRole, locationOf, sdcObservers } from './sdc.ts';
import { observeOne } from './testing.ts';

const TARGET = {
  endpoint: 'urn:uuid:1', types: ['dpws:Device', 'mdpws:MedicalDevice'], addresses: ['http://10.0.0.1:54619', 'https://10.0.0.9:5358'],
  scopes: ['sdc.ctxt.loc:/sdc.ctxt.loc.detail/HOSP%2F%2F%2FCU2%2F%2FBedSim?fac=HOSP&poc=CU2&bed=BedSim', 'sdc.cdc.type:/urn%3Aoid%3A1.2.840.10004.1.1.1.0.0.1//69965'],
};

test('a Hello: place, kind, and the port on its own address', () => {
  const said = observeOne(sdcObservers, { kind: 'ws-discovery.message', action: 'hello', targets: [TARGET] }, { transport: 'udp', toGroup: true, serverPort: 3702 });
  expect(said.claims.map((claim) => [claim.host, claim.attribute, claim.value])).toEqual([['client', 'location', 'HOSP/CU2/BedSim'], ['client', 'role', 'patient-monitor']]);
  expect(said.services).toEqual([
    { host: 'client', transport: 'udp', port: 3702, protocol: 'ws-discovery', state: 'announced', attributes: { types: ['dpws:Device', 'mdpws:MedicalDevice'] } },
    { host: 'client', transport: 'tcp', port: 54619, protocol: 'http', application: 'sdc', state: 'announced', confidence: 90 },
  ]);
  expect(said.signs.filter((sign) => sign.signal === 'sdc.type')).toEqual([{ host: 'client', signal: 'sdc.type', text: 'dpws:Device mdpws:MedicalDevice' }]);
});

test('a proxy’s list and a question say nothing of the sender’s kind', () => {
  expect(observeOne(sdcObservers, { kind: 'ws-discovery.message', action: 'probe-matches', targets: [TARGET, TARGET] }, { transport: 'udp' })).toMatchObject({ claims: [], signs: [], services: [{ port: 3702 }] });
  expect(observeOne(sdcObservers, { kind: 'ws-discovery.message', action: 'probe', targets: [TARGET] }, { transport: 'udp' })).toMatchObject({ claims: [], signs: [], services: [] });
});

test('DPWS metadata names the device that answered', () => {
  const said = observeOne(sdcObservers, { kind: 'dpws.metadata', manufacturer: 'Kelda', modelName: 'Cruce', modelNumber: '1.0', friendlyName: 'Bed side', firmwareVersion: '12.4', serialNumber: '12345' }, { direction: 1, serverPort: 54619 });
  expect(said.claims.map((claim) => [claim.host, claim.attribute, claim.value])).toEqual([['server', 'vendor', 'Kelda'], ['server', 'model', 'Cruce'], ['server', 'version', '12.4'], ['server', 'serial', '12345']]);
  expect(said.signs).toEqual([{ host: 'server', signal: 'sdc.model', text: 'Kelda Cruce 1.0' }]);
});

test.each([
  ['sdc.ctxt.loc:/x/y?fac=H%20A&bldng=B&flr=2&poc=ICU&rm=4&bed=1', 'H A/B/2/ICU/4/1'], ['sdc.ctxt.loc:/x/y?fac=%E0%A4%A', '%E0%A4%A'], ['sdc.ctxt.loc:/x/y', null], ['sdc.mds.pkp:1.2.3', null],
])('place of %s is %s', (scope, place) => { expect(locationOf(scope)).toBe(place); });

test.each([
  ['sdc.cdc.type:/urn%3Aoid%3A1.2.840.10004.1.1.1.0.0.1//70001', 'ventilator'], ['sdc.cdc.type:///69985', 'infusion-pump'], ['sdc.cdc.type:/urn%3Aoid%3A1.2.3//69965', null], ['sdc.cdc.type:/x//1', null],
])('kind of %s is %s', (scope, role) => { expect(deviceTypeRole(scope)).toBe(role); });
