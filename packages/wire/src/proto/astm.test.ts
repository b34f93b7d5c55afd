import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MORE, NO, type WireRecord, YES } from '../record.ts';
import { bytesOf, streamRecords, truncations } from '../testing.ts';
import { astm } from './astm.ts';

const frame = (number: number, text: string, end = '\x03') => {
  const body = `${number}${text}\r${end}`;
  return `\x02${body}${([...body].reduce((sum, character) => sum + character.charCodeAt(0), 0) & 255).toString(16).toUpperCase().padStart(2, '0')}\r\n`;
};
const HEADER = 'H|\\^&|7|PASSWORD|CHEM^SN-0042^1.8.2^^|||||LIS||P|LIS2-A2|20250115101500';
const MESSAGE = `\x05${frame(1, HEADER)}${frame(2, 'P|1||PID7781||Planted^Patient||19700101|F')}${frame(3, 'R|1|^^^GLU|5.4|mmol/L')}${frame(4, 'L|1|N')}\x04`;
const RECORD = { kind: 'astm.header', sender: ['CHEM', 'SN-0042', '1.8.2'], receiver: 'LIS', version: 'LIS2-A2' };

test('LIS2-A2 clause 6: H-5, H-10 and H-13 are read; password, patients and results are not', () => {
  const [records, weird] = streamRecords(astm, [[0, MESSAGE]]);
  expect(records).toEqual([RECORD]);
  expect(weird).toEqual([]);
  expect(JSON.stringify(records)).not.toMatch(/PASSWORD|Planted|PID7781|GLU/);
});

test.each<[string, string, object]>([
  ['a whole message in one frame', `\x05\x021${HEADER}\rP|1||X\rL|1\r\x0312\r\n\x04`, RECORD],
  ['a header cut by an intermediate frame end', frame(1, HEADER.slice(0, 30), '\x17'), { sender: ['CHEM', 'SN-0042'], receiver: null, version: null }],
  ['maker, product, version', frame(1, 'H|\\^&|||OCD^VISION^5.13.1|||||||P|LIS2-A|20260330142633'), { sender: ['OCD', 'VISION', '5.13.1'], receiver: null, version: 'LIS2-A' }],
  ['no sender', frame(1, 'H|\\^&'), { sender: [], receiver: null }],
  ['other delimiters', frame(1, 'H!~^&!!!A^B!!!!!LIS'), { sender: ['A', 'B'], receiver: 'LIS' }],
])('%s', (_name, text, expected) => {
  expect(streamRecords(astm, [[0, text]])[0]).toMatchObject([expected]);
});

test('begun after the header: there are frames, nothing else is told', () => {
  expect(streamRecords(astm, [[0, frame(2, 'P|1||PID7781') + frame(3, 'R|1')]])[0]).toEqual([{ kind: 'astm.frame' }]);
});

test('split at every byte gives the same records; truncated gives a prefix', () => {
  const twice = MESSAGE + MESSAGE, whole = streamRecords(astm, [[0, twice]]);
  expect(whole[0]).toHaveLength(2);
  for (let cut = 1; cut < twice.length; cut++) expect(streamRecords(astm, [[0, twice.slice(0, cut)], [0, twice.slice(cut)]])).toEqual(whole);
  for (const cut of truncations(twice)) { const [some] = streamRecords(astm, [[0, cut]]); expect(some).toEqual(whole[0].slice(0, some.length)); }
});

test.each<[string, string, number]>([
  ['an enquiry', '\x05', MORE], ['an acknowledgement', '\x06', MORE], ['a header frame', MESSAGE, YES], ['part of one', MESSAGE.slice(0, 5), MORE],
  ['another frame with a right checksum', frame(2, 'P|1||PID7781'), YES], ['with a wrong one', frame(2, 'P|1||PID7781').replace(/..\r\n$/, 'zz\r\n'), NO],
  ['SOCKS5', '\x05\x01\x00', NO], ['STX and binary', '\x02\x00\x00\x00\x00\x00\x00\x00', NO], ['acknowledgements without end', '\x06'.repeat(40), NO],
])('probe: %s', (_name, text, expected) => {
  const bytes = bytesOf(text);
  expect(astm.probe(0, bytes, 0, bytes.length, 1234)).toBe(expected);
});

test('any bytes: no exception, never taken for ASTM', () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), (bytes) => {
    const records: WireRecord[] = streamRecords(astm, [[0, bytes], [1, bytes]])[0];
    expect(records.length).toBeLessThan(300);
    expect(astm.probe(0, bytes, 0, bytes.length, 1234)).not.toBe(YES);
  }), { numRuns: 3000 });
});
