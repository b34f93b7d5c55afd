import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, datagramRecords, truncations } from '../testing.ts';
import { ssdp } from './ssdp.ts';

const NOTIFY = 'NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nCACHE-CONTROL: max-age=1800\r\nLOCATION: http://10.0.0.9:49152/DOE.xml?user=JANE\r\nNT: urn:schemas-upnp-org:device:Printer:1\r\nNTS: ssdp:alive\r\n'
  + 'SERVER: Linux/3.14 UPnP/1.0 LabPrint/2.1\r\nUSN: uuid:DOE::urn:schemas-upnp-org:device:Printer:1\r\n\r\n';

test('UPnP Device Architecture 2.0, 1.2.2 NOTIFY, 1.3.2 M-SEARCH, 1.3.3 response', () => {
  const [is, records] = datagramRecords(ssdp, NOTIFY, 40000, 1900);
  expect([is, records]).toEqual([true, [{
    kind: 'ssdp.message', type: 'notify', target: 'urn:schemas-upnp-org:device:Printer:1', server: 'Linux/3.14 UPnP/1.0 LabPrint/2.1', userAgent: null, location: '10.0.0.9:49152',
  }]]);
  expect(JSON.stringify(records)).not.toMatch(/DOE|JANE/);
  expect(datagramRecords(ssdp, NOTIFY.replace('ssdp:alive', 'ssdp:byebye'))[1]).toMatchObject([{ type: 'bye' }]);
  expect(datagramRecords(ssdp, 'M-SEARCH * HTTP/1.1\r\nMAN: "ssdp:discover"\r\nST: ssdp:all\r\nUSER-AGENT: Google Chrome/69.0.3497.100 Windows\r\n\r\n')[1])
    .toMatchObject([{ type: 'search', target: 'ssdp:all', userAgent: 'Google Chrome/69.0.3497.100 Windows' }]);
  expect(datagramRecords(ssdp, 'HTTP/1.1 200 OK\r\nST: uuid:2f402f80-da50-11e1-9b23-00178810c716\r\n\r\n', 1900, 50000)[1]).toMatchObject([{ type: 'response', target: null }]);
});

test('not SSDP', () => { for (const bad of ['NOTIFY /x HTTP/1.1\r\n\r\n', 'HTTP/1.1 404 no\r\n\r\n', '', 'M-SEARCH']) expect(datagramRecords(ssdp, bad)[0]).toBe(false); });

test('truncated at every byte, and random bytes: no exception', () => {
  for (const cut of truncations(NOTIFY)) datagramRecords(ssdp, cut);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => { datagramRecords(ssdp, Uint8Array.from([...bytesOf('NOTIFY * HTTP/1.1\r\n'), ...bytes])); }), { numRuns: 3000 });
});
