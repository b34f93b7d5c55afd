import fc from 'fast-check';
import { expect, test } from 'vitest';
import { latin1 } from './cursor.ts';
import { Recall } from './recall.ts';

test('the same bytes give the same object, read once', () => {
  let reads = 0;
  const recall = new Recall((bytes, from, end) => { reads++; return { text: latin1(bytes, from, end) }; }, 16, 32), bytes = Uint8Array.from([9, 65, 66, 67, 65, 66, 67]);
  expect(recall.of(bytes, 1, 4)).toBe(recall.of(bytes, 4, 7));
  expect([recall.of(bytes, 1, 4).text, reads]).toEqual(['ABC', 1]);
});

test('whatever comes in whatever order, the value is that of the bytes', () => {
  // Four slots and two letters: collisions, equal ends and equal lengths all the time.
  const recall = new Recall(latin1, 4, 24), text = fc.array(fc.constantFrom(97, 98), { maxLength: 30 }).map((codes) => Uint8Array.from(codes));
  fc.assert(fc.property(fc.array(text, { maxLength: 40 }), (all) => all.every((bytes) => recall.of(bytes, 0, bytes.length) === latin1(bytes, 0, bytes.length))), { numRuns: 500 });
});

test('a key that runs past the bytes is read, not remembered', () => {
  const recall = new Recall((bytes, from, end) => latin1(bytes, from, end), 4, 8), bytes = Uint8Array.from([65, 66]);
  expect([recall.of(bytes, 0, 3), recall.of(Uint8Array.from([65, 66, 0]), 0, 3)]).toEqual(['AB', 'AB\u0000']);
});
