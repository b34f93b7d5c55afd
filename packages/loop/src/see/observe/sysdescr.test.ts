import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSysDescr } from './sysdescr.ts';

test.each<[string, string | null, string | null, string | null]>([
  ['Labmade InfuGate 3; HW rev C; SW 7.12.0', 'Labmade InfuGate 3', '7.12.0', null],
  ['Labmade BMS-200 Controller, FW 2.1.7', 'Labmade BMS-200 Controller', '2.1.7', null],
  ['Philips IntelliVue Information Center iX B.02.10', 'Philips IntelliVue Information Center iX', 'B.02.10', null],
  ['"Acme Central Station C.01.02 (emulated)"', 'Acme Central Station', 'C.01.02', null],
  ['Acme Gateway V1.20', 'Acme Gateway', '1.20', null],
  ['Acme Pump, HW Version 2, Software Version: 4.0b', 'Acme Pump', '4.0b', null],
  ['Acme Pump; Boot 1.1.0; Serial 12.3', 'Acme Pump', null, null],
  ['Cisco IOS Software, C2960 Software (C2960-LANBASEK9-M), Version 15.0(2)SE, RELEASE SOFTWARE (fc1)', 'Cisco IOS Software', '15.0(2)SE', null],
  ['Linux files01 5.10.0-8-amd64 #1 SMP Debian 5.10.46-4 x86_64', null, null, 'Linux 5.10.0-8-amd64'],
  ['Hardware: Intel64 Family 6 Model 85 Stepping 4 AT/AT COMPATIBLE - Software: Windows Version 6.3 (Build 17763 Multiprocessor Free)', null, null, 'Windows 6.3 build 17763'],
  ['printer', 'printer', null, null],
  ['7', null, null, null],
])('%s', (description, product, version, os) => { expect(readSysDescr(description)).toMatchObject({ product, version, os }); });

test('a uname text gives the node, unless it is a person\'s', () => {
  expect(readSysDescr('Linux files01 6.1.0 #1 SMP')).toMatchObject({ node: 'files01', text: 'Linux files01 6.1.0 #1 SMP' });
  expect(readSysDescr('Linux marias-laptop 6.1.0 #1 SMP')).toMatchObject({ node: null, text: 'Linux - 6.1.0 #1 SMP' });
});
test('whoever compiled it is dropped', () => { expect(readSysDescr('Acme OS, Version 1.2, Compiled Mon by maria').text).toBe('Acme OS, Version 1.2, Compiled Mon'); });

test('law: any text is read in time that grows with its length, without an exception', () => {
  fc.assert(fc.property(fc.string({ maxLength: 512 }), (text) => { expect(readSysDescr(text)).toHaveProperty('product'); }));
  for (const evil of ['1.'.repeat(256), 'V '.repeat(256), 'Version '.repeat(64), ' 1.1'.repeat(128), 'SW Version v='.repeat(40), ', Ver '.repeat(90)]) {
    const from = performance.now();
    readSysDescr(evil);
    expect(performance.now() - from).toBeLessThan(50);
  }
});
