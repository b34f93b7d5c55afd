import { expect, test } from 'vitest';
import { hl7Observers } from './hl7.ts';
import { observeOne } from './testing.ts';

test('the sender is named by MSH-3 and MSH-4, the server by MSH-5', () => {
  const said = observeOne(hl7Observers, {
    kind: 'hl7.message', sendingApplication: 'VSGATEWAY', sendingFacility: 'ICU', receivingApplication: 'IENGINE', receivingFacility: null,
    messageType: 'ORU^R01', version: '2.5.1', software: null,
  }, { serverPort: 2575 });
  expect(said.uses).toEqual([{ host: 'client', protocol: 'hl7', server: '10.0.0.2', port: 2575, attributes: { senders: ['VSGATEWAY|ICU'], versions: ['2.5.1'], messageTypes: ['ORU^R01'] } }]);
  expect(said.services).toMatchObject([{ host: 'server', port: 2575, protocol: 'hl7', attributes: { receivers: ['IENGINE'] } }]);
});
