import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hl7 } from '../proto/hl7.ts';
import { DONE, MORE, NO, type StreamProtocol, type WireRecord, YES } from '../record.ts';
import { bytesOf } from '../testing.ts';
import { Conversation } from './conversation.ts';

const message = (id: number) => `\x0bMSH|^~\\&|APP${id}|ICU|ENGINE|H|20260101||ADT^A01|${id}|P|2.5\rPID|||${'x'.repeat(300)}\r\x1c\r`;

function run(segments: { seq: number; data: string }[], start: number | null): WireRecord[] {
  const records: WireRecord[] = [];
  const conversation = new Conversation([hl7], 2575, start !== null, { record: (record) => { records.push(record); }, weird: () => {} }, { identified: () => {} });
  if (start !== null) conversation.start(0, start);
  for (const { seq, data } of segments) {
    const bytes = bytesOf(data);
    conversation.segment(0, seq | 0, bytes, 0, bytes.length, 0);
  }
  conversation.finish();
  return records;
}

const names = (records: WireRecord[]) => records.map((record) => (record as { sendingApplication: string }).sendingApplication);

test('reordered and repeated segments give the records of the ordered stream', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 120 }), { minLength: 3, maxLength: 12 }), fc.infiniteStream(fc.nat()), fc.integer(), (sizes, random, isn) => {
    const text = [1, 2, 3].map(message).join('');
    const segments: { seq: number; data: string }[] = [];
    for (let at = 0, i = 0; at < text.length; i++) {
      const size = Math.max(text.length / 10, sizes[i % sizes.length]!) | 0;
      segments.push({ seq: (isn + 1 + at) | 0, data: text.slice(at, at + size) });
      at += size;
    }
    const stream = random[Symbol.iterator]();
    for (let i = segments.length - 1; i > 0; i--) { // swap neighbours, repeat some
      const draw = stream.next().value as number;
      if (draw % 3 === 0) [segments[i - 1], segments[i]] = [segments[i]!, segments[i - 1]!];
      if (draw % 5 === 0) segments.splice(i, 0, segments[i]!);
    }
    expect(names(run(segments, isn))).toEqual(['APP1', 'APP2', 'APP3']);
  }), { numRuns: 200 });
});

test('a lost segment costs one message, not the rest', () => {
  const text = [1, 2, 3, 4].map(message).join('');
  const size = 100, segments = [];
  for (let at = 0; at < text.length; at += size) segments.push({ seq: at + 1, data: text.slice(at, at + size) });
  const lost = segments.filter((_, index) => index !== 4);
  expect(names(run(lost, 0))).toContain('APP4');
});

test('a capture that begins in the middle is read', () => {
  expect(names(run([{ seq: 77, data: message(9) }], null))).toEqual(['APP9']);
});

test('what the other side said first may end the conversation before the bytes that named it are read', () => {
  const protocol: StreamProtocol = { protocol: 'vnc', ports: [], probe: (direction, bytes) => (bytes[0] !== 0x52 ? NO : direction === 1 ? MORE : YES), open: () => ({ read: () => DONE }) };
  const conversation = new Conversation([protocol], 5900, true, { record: () => {}, weird: () => {} }, { identified: () => {} });
  for (const direction of [1, 0] as const) conversation.segment(direction, 1, bytesOf('RFB '), 0, 4, 0);
  expect(conversation.done).toBe(true);
});
