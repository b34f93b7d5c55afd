import { expect, test } from 'vitest';
import { bacnetObservers } from './bacnet.ts';
import { modbusObservers } from './modbus.ts';
import { s7Observers } from './s7.ts';
import { observeOne } from './testing.ts';

const claims = (said: { claims: { attribute: string; value: string }[] }) => said.claims.map(({ attribute, value }) => `${attribute}=${value}`);

test('Modbus identification: maker, model, version', () => {
  const said = observeOne(modbusObservers, { kind: 'modbus.identification', unit: 1, vendor: 'Labmade', productCode: 'BMS-200', revision: '2.1.7', productName: null, modelName: null }, { direction: 1, serverPort: 502 });
  expect(claims(said)).toEqual(['vendor=Labmade', 'model=BMS-200', 'product=BMS-200', 'version=2.1.7', 'software=2.1.7']);
  expect(said.claims.at(-1)).toMatchObject({ of: 'Labmade BMS-200', weight: 'strong' });
});

test('Modbus: only an answer makes a service answered and a controller', () => {
  const message = { kind: 'modbus.message', unit: 1, function: 3, exception: false } as const;
  expect(observeOne(modbusObservers, message, { serverPort: 502 })).toMatchObject({ claims: [], services: [{ host: 'server', protocol: 'modbus' }], uses: [{ host: 'client', protocol: 'modbus', port: 502 }] });
  expect(observeOne(modbusObservers, message, { direction: 1, serverPort: 502 })).toMatchObject({ claims: [{ host: 'server', value: 'plc' }], services: [{ state: 'answered' }], uses: [] });
});

test('BACnet: I-Am is announced by broadcast, answered to one', () => {
  const iAm = { kind: 'bacnet.i-am', instance: 20001, vendorId: 260 } as const, udp = { transport: 'udp', clientPort: 47808, serverPort: 47808 } as const;
  expect(observeOne(bacnetObservers, iAm, { ...udp, toGroup: true }).services).toEqual([{ host: 'client', transport: 'udp', port: 47808, protocol: 'bacnet', state: 'announced', attributes: { instance: 20001, vendorId: 260 } }]);
  expect(observeOne(bacnetObservers, iAm, udp).services).toMatchObject([{ state: 'answered' }]);
});

test('BACnet device properties', () => {
  const said = observeOne(bacnetObservers, { kind: 'bacnet.device', instance: 1, vendorName: 'Labmade', vendorId: null, modelName: 'BMS-200', firmware: '2.1.7', software: null }, { transport: 'udp' });
  expect(claims(said)).toEqual(['vendor=Labmade', 'model=BMS-200', 'version=2.1.7', 'software=2.1.7', 'role=bms']);
});

test('S7: order number, firmware, serial; EtherNet/IP: a controller by its device type', () => {
  expect(claims(observeOne(s7Observers, { kind: 's7.identification', orderNumber: '6ES7 315-2EH14-0AB0', hardware: null, firmware: 'V3.2.6' }, { direction: 1 }))).toEqual(['vendor=Siemens', 'model=6ES7 315-2EH14-0AB0', 'version=V3.2.6', 'software=V3.2.6']);
  expect(claims(observeOne(s7Observers, { kind: 's7.component', systemName: 'MARIA-PC', moduleName: null, moduleType: 'CPU 315', serial: 'S C-1' }, { direction: 1 }))).toEqual(['product=CPU 315', 'serial=S C-1', 'hostname=*']);
  expect(claims(observeOne(s7Observers, { kind: 'enip.identity', vendorId: 1, deviceType: 14, productCode: 54, revision: '20.11', serial: '008abbc0', productName: '1769-L33ER' }, { transport: 'udp', clientPort: 44818 })))
    .toEqual(['product=1769-L33ER', 'model=1769-L33ER', 'version=20.11', 'serial=008abbc0', 'role=plc']);
});

test('OPC UA: the application is named on the service', () => {
  expect(observeOne(s7Observers, { kind: 'opcua.application', applicationUri: null, productUri: 'http://example.org/p', name: 'Boiler Server', securityNone: true }, { direction: 1, serverPort: 4840 }).services)
    .toEqual([{ host: 'server', transport: 'tcp', port: 4840, protocol: 'opcua', state: 'answered', application: 'Boiler Server', attributes: { productUri: 'http://example.org/p', securityNone: true } }]);
});
