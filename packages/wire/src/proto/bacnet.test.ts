import fc from 'fast-check';
import { expect, test } from 'vitest';
import { datagramRecords, hex, truncations } from '../testing.ts';
import { bacnet, bacnetEthernet } from './bacnet.ts';

const bvlc = (type: string, npdu: string) => { const body = hex(npdu), length = body.length + 4; return Uint8Array.from([...hex(`81${type}`), length >> 8, length & 255, ...body]); };

const ROWS: readonly (readonly [string, Uint8Array, object])[] = [
  // ANSI/ASHRAE 135, annex F.4.1: Who-Is, I-Am of device 3 with vendor 99
  ['F.4.1 Who-Is', bvlc('0b', '0120ffff00ff 1008'), { kind: 'bacnet.who-is' }],
  ['F.4.1 I-Am', bvlc('0b', '0120ffff00ff 1000 c402000003 2201e0 9103 2163'), { kind: 'bacnet.i-am', instance: 3, vendorId: 99 }],
  ['J.2.5 Forwarded-NPDU', bvlc('04', '0a000001bac0 0120ffff00ff 1000 c402000003 2201e0 9103 2163'), { kind: 'bacnet.i-am', instance: 3 }],
  ['F.3.5 ReadProperty-ACK of model-name', bvlc('0a', '0100 30010c 0c02000003 1946 3e 750800424d532d323030 3f'), { kind: 'bacnet.device', instance: 3, modelName: 'BMS-200', firmware: null }],
  ['F.3.7 ReadPropertyMultiple-ACK', bvlc('0a', '0100 30020e 0c02000003 1e 2979 4e 7508004c61626d616465 4f 292c 4e 750600322e312e37 4f 2978 4e 220104 4f 291c 5e 9102 9120 5f 1f'),
    { kind: 'bacnet.device', instance: 3, vendorName: 'Labmade', firmware: '2.1.7', vendorId: 260, modelName: null }],
  ['confirmed request', bvlc('0a', '0104 0005010c 0c02000003 1955'), { kind: 'bacnet.message', role: 'request' }],
  ['network message (6.2.4)', bvlc('0b', '0180 00'), { kind: 'bacnet.message', role: 'notice' }],
];

test.each(ROWS)('%s', (_name, bytes, record) => {
  expect(datagramRecords(bacnet, bytes, 47808, 47808)).toMatchObject([true, [record], []]);
  expect(datagramRecords(bacnet, bytes, 50000, 50001)).toMatchObject([true, [record], []]);
});

test.each(ROWS)('%s, truncated at every byte: no exception, not taken on a foreign port', (_name, bytes) => {
  for (const cut of truncations(bytes)) {
    datagramRecords(bacnet, cut, 47808, 47808);
    expect(datagramRecords(bacnet, cut, 50000, 50001)[0]).toBe(false);
  }
});

test('descriptions, object names and values of other objects are not read', () => {
  const bytes = bvlc('0a', '0100 30010c 0c02000003 191c 3e 7509004452204e41475920 3f');
  expect(JSON.stringify(datagramRecords(bacnet, bytes, 47808, 47808))).not.toMatch(/NAGY/);
});

test('clause 7: the NPDU over LLC', () => { expect(datagramRecords(bacnetEthernet, hex('0128ffff000001 06 c0a8000dbac0 fe 1008 09 3d 19 3d'))).toMatchObject([true, [{ kind: 'bacnet.who-is' }], []]); });

test('random bytes: no exception; off its ports it practically never claims one', () => {
  let claimed = 0;
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
    datagramRecords(bacnet, bytes, 47808, 47808);
    datagramRecords(bacnetEthernet, bytes);
    if (datagramRecords(bacnet, bytes, 4000, 4001)[0]) claimed++;
  }), { numRuns: 20_000 });
  expect(claimed).toBeLessThanOrEqual(1);
});
