import { expect, test } from 'vitest';
import { astmObservers, readAstmSender } from './astm.ts';
import { observeOne } from './testing.ts';

test.each<[string, ReturnType<typeof readAstmSender>]>([
  ['OCD^VISION^5.13.1', { vendor: 'OCD', product: 'VISION', serial: null, version: '5.13.1' }],
  ['CHEM^SN-0042^1.8.2', { vendor: null, product: 'CHEM', serial: 'SN-0042', version: '1.8.2' }],
  ['CHEM^SN42^1.8.2', { vendor: null, product: 'CHEM', serial: 'SN42', version: '1.8.2' }],
  ['CS-2500^01-70^21768^^^x^BV981798', { vendor: null, product: 'CS-2500', serial: '21768', version: '01-70' }],
  ['Data Manager^1.00^1.00', { vendor: null, product: 'Data Manager', serial: null, version: '1.00' }],
  ['HSX00^V1.0', { vendor: null, product: 'HSX00', serial: null, version: 'V1.0' }],
  ['A9000P', { vendor: null, product: 'A9000P', serial: null, version: null }],
  ['', { vendor: null, product: null, serial: null, version: null }],
])('H-5 %s', (text, expected) => {
  expect(readAstmSender(text.split('^'))).toEqual(expected);
});

test('an analyser reports to a LIS', () => {
  const said = observeOne(astmObservers, { kind: 'astm.header', sender: ['CHEM', 'SN-0042', '1.8.2'], receiver: 'LIS', version: 'LIS2-A2' }, { serverPort: 15200 });
  expect(said.claims.map((claim) => `${claim.host} ${claim.attribute} ${claim.value} ${claim.confidence}`)).toEqual([
    'client product CHEM 75', 'client serial SN-0042 65', 'client version 1.8.2 75', 'client role analyser 85', 'server role lis 75',
  ]);
  expect(said.signs).toEqual([{ host: 'client', signal: 'astm.sender', text: 'CHEM^SN-0042^1.8.2' }]);
  expect(said.uses).toEqual([{ host: 'client', protocol: 'astm', server: '10.0.0.2', port: 15200, attributes: { senders: ['CHEM'], receivers: ['LIS'], version: 'LIS2-A2' } }]);
});

test('a host answers the analyser that listens', () => {
  const said = observeOne(astmObservers, { kind: 'astm.header', sender: ['HOST'], receiver: 'CHEM', version: null }, { serverPort: 4001 });
  expect(said.claims).toMatchObject([{ host: 'client', attribute: 'role', value: 'lis' }]);
});

test('frames alone: a conversation, no claim', () => {
  const said = observeOne(astmObservers, { kind: 'astm.frame' }, { serverPort: 4001, direction: 1 });
  expect(said.claims).toEqual([]);
  expect(said.services).toMatchObject([{ host: 'server', protocol: 'astm', state: 'answered' }]);
  expect(said.uses).toMatchObject([{ host: 'client', server: '10.0.0.2' }]);
});
