import { expect, test } from 'vitest';
import { streamRecords, truncations } from '../testing.ts';
import { hl7 } from './hl7.ts';

const MESSAGE = '\x0bMSH|^~\\&|VSGATEWAY|ICU|IENGINE|HVIC|202611220226||ORU^R01^ORU_R01|7|P|2.5.1\rSFT|Kelda|4.8.2|Cruce\rPID|||77^^^H||DOE^JANE\rOBX|1|NM|x||9\r\x1c\r';

test('MSH and SFT are read, PID is not', () => {
  const [records] = streamRecords(hl7, [[0, MESSAGE]]);
  expect(records).toEqual([{
    kind: 'hl7.message', sendingApplication: 'VSGATEWAY', sendingFacility: 'ICU', receivingApplication: 'IENGINE', receivingFacility: 'HVIC',
    messageType: 'ORU^R01', version: '2.5.1', software: { vendor: 'Kelda', version: '4.8.2', product: 'Cruce' },
  }]);
  expect(JSON.stringify(records)).not.toMatch(/DOE|JANE/);
});

test('split at every byte gives the same records', () => {
  const whole = streamRecords(hl7, [[0, MESSAGE + MESSAGE]]);
  for (let cut = 1; cut < MESSAGE.length; cut++) {
    expect(streamRecords(hl7, [[0, (MESSAGE + MESSAGE).slice(0, cut)], [0, (MESSAGE + MESSAGE).slice(cut)]])).toEqual(whole);
  }
});

test('truncated at every byte: no exception', () => {
  for (const cut of truncations(MESSAGE)) streamRecords(hl7, [[0, cut]]);
});
