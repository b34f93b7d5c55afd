import { expect, test } from 'vitest';
import { mqttObservers } from './mqtt.ts';
import { observeOne, type Setting } from './testing.ts';

const FROM_CLIENT: Setting = { serverPort: 1883 }, FROM_BROKER: Setting = { serverPort: 1883, direction: 1 };
const CONNECT = { kind: 'mqtt.connect', version: '3.1.1', clientId: 'pump-0042', cleanStart: true, keepAliveSeconds: 60, hasUserName: true, hasPassword: true, willTopic: 'ward/lost' } as const;

test('CONNECT: the client, and that its credentials go in clear text', () => {
  const said = observeOne(mqttObservers, CONNECT, FROM_CLIENT);
  expect(said.uses).toEqual([{ host: 'client', protocol: 'mqtt', server: '10.0.0.2', port: 1883, attributes: { clientIds: ['pump-0042'], versions: ['3.1.1'], topics: ['ward/lost'], cleartextCredentials: true } }]);
  expect(said.services).toMatchObject([{ host: 'server', port: 1883, protocol: 'mqtt', attributes: { cleartextCredentials: true, versions: ['3.1.1'] } }]);
  expect(said.signs).toEqual([{ host: 'client', signal: 'mqtt.client-id', text: 'pump-0042' }]);
  expect(observeOne(mqttObservers, { ...CONNECT, clientId: "Maria's iPhone", hasUserName: false, hasPassword: false }, FROM_CLIENT).uses[0]!.attributes).toEqual({ versions: ['3.1.1'], topics: ['ward/lost'], cleartextCredentials: false });
});

test('whoever answers CONNECT is a broker', () => {
  const said = observeOne(mqttObservers, { kind: 'mqtt.connack', code: 0 }, FROM_BROKER);
  expect(said.services).toMatchObject([{ host: 'server', port: 1883, state: 'answered' }]);
  expect(said.claims).toEqual([{ host: 'server', attribute: 'role', value: 'broker', signal: 'mqtt.connack', weight: 'medium', confidence: 85 }]);
});

test('topics belong to the client, whichever side sends', () => {
  const sent = observeOne(mqttObservers, { kind: 'mqtt.publish', topic: 'ward/icu/bed7/vitals' }, FROM_CLIENT);
  expect([sent.uses[0], sent.signs]).toMatchObject([{ host: 'client', attributes: { topics: ['ward/icu/bed7/vitals'] } }, [{ host: 'client', signal: 'mqtt.topic' }]]);
  const received = observeOne(mqttObservers, { kind: 'mqtt.publish', topic: 'ward/x' }, FROM_BROKER);
  expect([received.uses[0], received.services[0], received.signs]).toMatchObject([{ host: 'client', server: '10.0.0.2', port: 1883, attributes: { receives: ['ward/x'] } }, { host: 'server', state: 'answered' }, []]);
  expect(observeOne(mqttObservers, { kind: 'mqtt.subscribe', filters: ['#'] }, FROM_CLIENT).uses).toMatchObject([{ host: 'client', attributes: { subscriptions: ['#'] } }]);
});

test('$SYS/broker/version names the software', () => {
  const said = observeOne(mqttObservers, { kind: 'mqtt.broker-version', text: 'mosquitto version 2.0.11' }, FROM_BROKER);
  expect(said.claims).toMatchObject([{ attribute: 'role', value: 'broker', weight: 'strong' }, { host: 'server', attribute: 'software', of: 'Eclipse Mosquitto', value: '2.0.11', weight: 'strong' }]);
  expect(said.signs).toEqual([{ host: 'server', signal: 'mqtt.broker-version', text: 'mosquitto version 2.0.11' }]);
  expect(observeOne(mqttObservers, { kind: 'mqtt.broker-version', text: 'mosquitto version 2.0.11' }, FROM_CLIENT).claims).toEqual([]);
});
