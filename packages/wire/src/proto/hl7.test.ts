import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MORE, NO, YES } from '../record.ts';
import { bytesOf, streamRecords, truncations } from '../testing.ts';
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

const HEAD = 'MSH|^~\\&|A|B|C|D|202611220226||ACK^A01|7|P|2.3', RECORD = { kind: 'hl7.message', sendingApplication: 'A', receivingFacility: 'D', messageType: 'ACK^A01', version: '2.3', software: null };
test.each<[string, string, number]>([
  ['no carriage return at the end', `\x0b${HEAD}\x1c\x0b${HEAD}\x1c`, 2],
  ['no file separator at the end', `\x0b${HEAD}\r\x0b${HEAD}\rSFT|Not of the first\r\x1c\r`, 2],
  ['byte order mark', `\x0b\xef\xbb\xbf${HEAD}\r\x1c\r`, 1],
  ['batch: FHS, BHS (2.10.3)', `\x0bFHS|^~\\&|X\rBHS|^~\\&|Y\r${HEAD}\rPID|||1||DOE\rBTS|1\rFTS|1\r\x1c\r`, 1],
  ['line feeds between segments', `\x0b${HEAD}\r\nMSA|AA|7\r\n\x1c\r`, 1],
  ['begun inside a message', `OE^JANE\rOBX|1|NM|x||9\r\x1c\r\x0b${HEAD}\r\x1c\r`, 1],
  ['another separator', `\x0b${HEAD.replaceAll('|', '$')}\r\x1c\r`, 1],
])('%s', (_name, text, count) => {
  const [records, weird] = streamRecords(hl7, [[1, text]]);
  expect(weird).toEqual([]);
  expect(records).toHaveLength(count);
  expect(records[0]).toMatchObject(RECORD);
});

test.each<[string, string, string | null]>([
  ['a record separator for a carriage return', '\x0bMSH|^~\\&|A|B\x1ePID|1||MRN771||DOE^JANE\x1e\x1c\r', 'B'],
  ['NEL in Latin-1', '\x0bMSH|^~\\&|A|B\x85PID|1||MRN771||DOE^JANE\x85\x1c\r', 'B'],
  ['an escaped line break', '\x0bMSH|^~\\&|A|B\\rPID|1||MRN771||DOE^JANE\\r\x1c\r', null],
  ['no line break at all', '\x0bMSH|^~\\&|A|B PID|1||MRN771||DOE^JANE||19450808|F|||Street\r\x1c\r', null],
  ['NEL as the tail of a letter is none', `\x0b${HEAD.replace('|B|', '|\xc3\x85B|')}\r\x1c\r`, '\u00c5B'],
])('where the header ends, no patient is taken for a facility: %s', (_name, text, facility) => {
  const [[record]] = streamRecords(hl7, [[0, text]]);
  expect(record).toMatchObject({ sendingFacility: facility });
  expect(JSON.stringify(record)).not.toMatch(/MRN|DOE|JANE/);
});

test('a message whose end never comes: the next start is read', () => {
  const long = `\x0b${HEAD}\r${'OBX|1|TX|x||text\r'.repeat(400)}`;
  expect(streamRecords(hl7, [[0, long], [0, `\x0b${HEAD}\r\x1c\r`]])[0]).toHaveLength(2);
});

test.each<[string, string, number, number]>([
  ['a message on any port', MESSAGE, 6661, YES],
  ['a batch', '\x0bBHS|^~\\&|', 6661, YES],
  ['a byte order mark', `\x0b\xef\xbb\xbf${HEAD}`, 6661, YES],
  ['two bytes of one', '\x0b\xef', 6661, MORE],
  ['a start only', '\x0b', 6661, MORE],
  ['the middle of a message, usual port', `|DOE^JANE\r\x1c\r\x0b${HEAD}`, 2575, YES],
  ['the middle of a message, any port', `|DOE^JANE\r\x1c\r\x0b${HEAD}`, 6661, NO],
  ['text on the usual port', 'PID|1', 2575, MORE],
  ['binary on the usual port', '\x16\x03\x01\x02', 2575, NO],
  ['no header', '\x0bMSHABC', 2575, NO],
])('probe: %s', (_name, text, port, expected) => {
  const bytes = bytesOf(text);
  expect(hl7.probe(0, bytes, 0, bytes.length, port)).toBe(expected);
});

test('any bytes: no exception, linear work', () => {
  fc.assert(fc.property(fc.array(fc.constantFrom('\x0b', '\x1c', '\r', 'MSH|^~\\&|', 'FHS|^~\\&|', 'x', '\xef\xbb\xbf'), { maxLength: 60 }), (parts) => { streamRecords(hl7, [[0, parts.join('')]]); }), { numRuns: 2000 });
  const ends = new Uint8Array(60_000).fill(0x1c);
  const before = performance.now();
  streamRecords(hl7, [[0, MESSAGE], [0, ends]]);
  expect(performance.now() - before).toBeLessThan(500);
});
