import { expect, test } from 'vitest';
import { poct1aObservers } from './poct1a.ts';
import { observeOne } from './testing.ts';

test('a hello names its sender', () => {
  const said = observeOne(poct1aObservers, { kind: 'poct1a.hello', deviceId: '00:06:66:00:22:A1', vendor: 'KLD', model: 'Gluco', serial: 'SN-77', softwareVersion: '02.03.01' }, { serverPort: 3001 });
  expect(said.claims.map((claim) => [claim.host, claim.attribute, claim.value, claim.weight])).toEqual([
    ['client', 'role', 'point-of-care', 'strong'], ['client', 'vendor', 'KLD', 'strong'], ['client', 'model', 'Gluco', 'strong'], ['client', 'serial', 'SN-77', 'strong'], ['client', 'version', '02.03.01', 'strong'],
  ]);
  expect(said.signs).toEqual([{ host: 'client', signal: 'poct1a.device', text: 'KLD Gluco 02.03.01 00:06:66:00:22:A1' }]);
  expect(said.uses).toMatchObject([{ host: 'client', protocol: 'poct1a', server: '10.0.0.2', port: 3001 }]);
});

test('an answer makes the service answered', () => {
  expect(observeOne(poct1aObservers, { kind: 'poct1a.message', name: 'ACK.R01' }, { serverPort: 3001, direction: 1 })).toMatchObject({
    claims: [], services: [{ host: 'server', port: 3001, protocol: 'poct1a', state: 'answered' }], uses: [{ host: 'client', server: '10.0.0.2' }],
  });
});
