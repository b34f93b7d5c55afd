import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Direction, MORE, NO, type WireRecord, YES } from '../record.ts';
import { bytesOf, streamRecords, truncations } from '../testing.ts';
import { cleanTopic, mqtt } from './mqtt.ts';

type Segments = [Direction, string][];
const run = (segments: Segments) => streamRecords(mqtt, segments, 1883);
const u16 = (value: number) => String.fromCharCode(value >> 8, value & 255);
const str = (text: string) => u16(text.length) + text;
const variable = (value: number): string => (value < 128 ? String.fromCharCode(value) : String.fromCharCode(128 | (value & 127)) + variable(value >> 7));
const packet = (first: number, body: string) => String.fromCharCode(first) + variable(body.length) + body;
const connect = (level: number, flags: number, payload: string, properties = '') => packet(0x10, str(level === 3 ? 'MQIsdp' : 'MQTT') + String.fromCharCode(level, flags) + u16(60) + properties + payload);
const SECRETS = str('hospital/patient/DOE/gone') + str('DOE JANE') + str('pump') + str('pump123');

const CONNACK = packet(0x20, '\x00\x00');
const v311 = connect(4, 0xc6, str('monitor-icu-07') + SECRETS);
const v5 = connect(5, 0x02, str('c5'), '\x05\x11\x00\x00\x00\x0a');

test('[MQTT-3.1.2-1] CONNECT of 3.1, 3.1.1 and 5.0; user name, password and will message are not kept', () => {
  const [records, weird] = run([[0, v311], [1, CONNACK]]);
  expect(records).toEqual([
    { kind: 'mqtt.connect', version: '3.1.1', clientId: 'monitor-icu-07', cleanStart: true, keepAliveSeconds: 60, hasUserName: true, hasPassword: true, willTopic: 'hospital/patient/*/gone' },
    { kind: 'mqtt.connack', code: 0 },
  ]);
  expect(weird).toEqual([]);
  expect(JSON.stringify(records)).not.toMatch(/pump|DOE|JANE/);
  expect(run([[0, connect(3, 0, str('old'))]])[0]).toMatchObject([{ version: '3.1', clientId: 'old', cleanStart: false, hasUserName: false, willTopic: null }]);
  expect(run([[0, v5], [1, packet(0x20, '\x00\x87\x00')]])[0]).toMatchObject([{ version: '5.0', clientId: 'c5' }, { code: 0x87 }]);
  expect(run([[0, connect(5, 0x06, str('w') + '\x05\x18\x00\x00\x00\x01' + str('ward/x') + str('gone'), '\x00')]])[0]).toMatchObject([{ willTopic: 'ward/x' }]);
});

test('PUBLISH: the topic once, the payload never', () => {
  const publish = (topic: string, payload: string, flags = 0) => packet(0x30 | flags, str(topic) + ((flags & 6) !== 0 ? '\x00\x01' : '') + payload);
  const [records, weird] = run([[0, v311 + publish('ward/icu/bed7/vitals', 'DOE') + publish('ward/icu/bed7/vitals', 'DOE', 2) + publish('w/MRN770011/x', 'DOE') + publish('big', 'x'.repeat(200_000)) + publish('last', '')]]);
  expect(records.slice(1)).toEqual(['ward/icu/bed7/vitals', 'w/*/x', 'big', 'last'].map((topic) => ({ kind: 'mqtt.publish', topic })));
  expect([weird, JSON.stringify(records).includes('DOE')]).toEqual([[], false]);
});

test('$SYS/broker/version is the one payload that is read', () => {
  const version = (head: string, flags = 0) => packet(0x31 | flags, str('$SYS/broker/version') + head + 'mosquitto version 2.0.11');
  const text = { kind: 'mqtt.broker-version', text: 'mosquitto version 2.0.11' };
  expect(run([[0, v311], [1, CONNACK + version('')]])[0]).toContainEqual(text);
  expect(run([[0, v311], [1, CONNACK + version('\x00\x07', 2)]])[0]).toContainEqual(text);
  expect(run([[0, v5], [1, version('\x02\x01\x01')]])[0]).toContainEqual(text);
  expect(run([[1, version('\x00')]])[0]).toContainEqual(text); // the start was not seen
});

test('[MQTT-3.8.3-2] SUBSCRIBE: topic filters', () => {
  expect(run([[0, v311 + packet(0x82, `\x00\x01${str('ward/+/vitals')}\x01${str('#')}\x00`)]])[0].at(-1)).toEqual({ kind: 'mqtt.subscribe', filters: ['ward/+/vitals', '#'] });
  expect(run([[0, v5 + packet(0x82, `\x00\x01\x02\x0b\x01${str('a')}\x01`)]])[0].at(-1)).toEqual({ kind: 'mqtt.subscribe', filters: ['a'] });
  expect(run([[0, v311 + packet(0x82, '\x00\x01')]])[1]).toEqual(['mqtt-subscribe']);
});

test('[MQTT-1.5.5-1] endless lengths and type 0: given up; [MQTT-2.1.3-1] wrong flags: told', () => {
  expect(run([[0, `${v311}\xc4\x00${packet(0x30, `${str('a')}1`)}`]])).toMatchObject([[{}, { topic: 'a' }], ['mqtt-flags']]);
  for (const bad of ['\xc0\xff\xff\xff\xff\x01', '\x00\x00']) expect(run([[0, v311 + bad]])[1]).toEqual(['mqtt-fixed-header']);
  expect(run([[0, connect(9, 0, str('x'))]])[1]).toEqual(['mqtt-connect']);
});

test('topics lose what may name a person', () => {
  expect(cleanTopic('hospital/Patients/DOE/hr')).toBe('hospital/Patients/*/hr');
  expect(cleanTopic('a/j.doe@example.org/123456/12345')).toBe('a/*/*/12345');
  expect(cleanTopic('users/+/#')).toBe('users/+/#');
  expect(run([[0, connect(4, 2, str('jane@example.org'))]])[0]).toMatchObject([{ clientId: null }]);
});

test('probe: CONNECT on any port, the middle of a conversation on 1883 only', () => {
  const probe = (text: string, direction: Direction = 0, port = 1883) => mqtt.probe(direction, bytesOf(text), 0, text.length, port);
  expect([probe(v311, 0, 9999), probe(v5, 0, 9999), probe(connect(3, 0, str('x')), 0, 9999)]).toEqual([YES, YES, YES]);
  expect([probe('\x10', 0, 9999), probe(v311.slice(0, 5), 0, 9999)]).toEqual([MORE, MORE]);
  expect([probe('\x10\x20\x00\x04HTTP'), probe('GET / HTTP/1.1\r\n'), probe('\x16\x03\x01\x02\x00'), probe('\x01\x02\x03')]).toEqual([NO, NO, NO, NO]);
  const publish = packet(0x30, str('ward/x') + '1');
  expect([probe(publish), probe(publish, 1), probe(publish, 0, 1884), probe(publish.slice(0, 5)), probe(packet(0x30, str('ward/#') + '1'))]).toEqual([YES, YES, NO, MORE, NO]);
  expect([probe(v311, 1), probe('\xc0\x00', 1), probe('\xd0\x00'), probe('\x20\x02\x00\x00')]).toEqual([NO, NO, NO, NO]); // each side has packets of its own
  expect([probe('\xc0\x00'), probe('\xd0\x00', 1), probe('\x40\x02\x00\x01', 1), probe('\xc0\x01\x00')]).toEqual([YES, YES, YES, NO]);
});

test('after a loss the next packet at the beginning of a segment is taken up', () => {
  const dissector = mqtt.open(1883), records: WireRecord[] = [], sink = { record: (record: WireRecord) => { records.push(record); }, weird: () => {} };
  const feed = (text: string) => dissector.read(0, bytesOf(text), 0, text.length, sink);
  feed(v311);
  expect(dissector.gap!(0, 77, sink)).toBe(true);
  expect(feed('\x01\x02 the tail of a payload')).toBe(24);
  feed(packet(0x30, `${str('a/b')}1`));
  expect(records.at(-1)).toEqual({ kind: 'mqtt.publish', topic: 'a/b' });
});

const SEGMENTS: Segments = [[0, v311], [1, CONNACK], [0, packet(0x82, `\x00\x01${str('a/b')}\x01`) + packet(0x30, str('a/b') + 'x'.repeat(300)) + '\xc0\x00'], [1, packet(0x31, `${str('$SYS/broker/version')}mosquitto version 2.0.11`) + packet(0x30, `${str('z')}1`)]];

test('split at every byte gives the same records', () => {
  const whole = run(SEGMENTS);
  expect(whole[0].map(({ kind }: WireRecord) => kind)).toEqual(['mqtt.connect', 'mqtt.connack', 'mqtt.subscribe', 'mqtt.publish', 'mqtt.broker-version', 'mqtt.publish', 'mqtt.publish']);
  for (const [index, [direction, text]] of SEGMENTS.entries()) {
    for (let cut = 1; cut < text.length; cut++) expect(run(SEGMENTS.toSpliced(index, 1, [direction, text.slice(0, cut)], [direction, text.slice(cut)]))).toEqual(whole);
  }
});

test('truncated at every byte, and random bytes: no exception', () => {
  for (const [, text] of SEGMENTS) for (const cut of truncations(text)) streamRecords(mqtt, [[0, cut]], 1883);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(0x10, 0x20, 0x30, 0x32, 0x82), fc.boolean(), (bytes, first, known) => {
    streamRecords(mqtt, [[0, known ? v5 : ''], [0, Uint8Array.from([first, ...bytes])], [1, bytes]], 1883);
    mqtt.probe(0, Uint8Array.from([first, ...bytes]), 0, bytes.length + 1, 1883);
  }), { numRuns: 5000 });
});
