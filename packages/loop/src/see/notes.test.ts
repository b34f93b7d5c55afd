import type { Attribute, Protocol } from '@wardkeep/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NoteBook, NOTES_LIMIT, type Place, united } from './notes.ts';
import type { Signal } from './signals.ts';

const place = (frame: number, time = frame, source = 0): Place => ({ source, frame, time });

interface Kept { count: number; positions: number[]; firstSeen: number; lastSeen: number }

/** The same by the plainest means: a map by all that makes a note, in the order of making. */
class Model {
  readonly kept = new Map<string, Kept>();

  say(key: readonly unknown[], { frame, time }: Place, sameSource = true): void {
    const text = JSON.stringify(key), known = this.kept.get(text);
    if (!known) { this.kept.set(text, { count: 1, positions: [frame], firstSeen: time, lastSeen: time }); return; }
    known.count++;
    if (sameSource && known.positions.length < 5 && known.positions.at(-1) !== frame) known.positions.push(frame);
    known.firstSeen = Math.min(known.firstSeen, time);
    known.lastSeen = Math.max(known.lastSeen, time);
  }
}

const HOSTS = 3, host = fc.integer({ min: 1, max: HOSTS }), text = fc.constantFrom('a', 'b', 'hl7', '10.0.0.1', 'dns.address'), source = fc.integer({ min: 0, max: 2 }), step = fc.integer({ min: 0, max: 2 });
const statement = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), host, attribute: fc.constantFrom<Attribute>('role', 'software'), value: text, signal: text, of: fc.option(text), source, step }),
  fc.record({ kind: fc.constant('sign' as const), host, signal: text, value: text, source, step }),
  fc.record({ kind: fc.constant('use' as const), host, protocol: fc.constantFrom<Protocol>('dns', 'hl7'), server: text, port: fc.constantFrom(0, 53, 2575), source, step }),
);

test('law: rows of numbers remember what a plain map remembers, in the same order', () => {
  fc.assert(fc.property(fc.array(statement, { maxLength: 300 }), fc.boolean(), (statements, late) => {
    // Late in a stream that never ends: more frames than 32 bits can number.
    const book = new NoteBook(), models = new Map<string, Model>(), firstSource = new Map<string, number>();
    let frame = late ? 2 ** 32 - 100 : 1;
    const model = (kind: string, of: number) => { const key = `${kind} ${of}`; let found = models.get(key); if (!found) models.set(key, found = new Model()); return found; };
    for (const one of statements) {
      frame += one.step;
      const at = place(frame, frame * 1000 - one.step * 5000, one.source);
      if (one.kind === 'claim') {
        book.claim(one.host, at, one.attribute, one.value, one.signal, 'medium', one.of, undefined);
        model('claim', one.host).say([one.signal, one.attribute, one.value, one.of, one.source], at);
      } else if (one.kind === 'sign') {
        book.sign(one.host, at, one.signal as Signal, one.value);
        model('sign', one.host).say([one.signal, one.value, one.source], at);
      } else {
        const key = [one.protocol, one.server, one.port], known = `${one.host} ${JSON.stringify(key)}`;
        if (!firstSource.has(known)) firstSource.set(known, one.source);
        book.use(one.host, at, one.protocol, one.server, one.port, {}, false);
        model('use', one.host).say(key, at, firstSource.get(known) === one.source);
      }
    }
    for (let of = 1; of <= HOSTS; of++) {
      const kept = (kind: string) => [...model(kind, of).kept];
      expect(book.claimsOf(of).map((claim) => [JSON.stringify([claim.signal, claim.attribute, claim.value, claim.of, claim.source]), { count: claim.count, positions: claim.positions, firstSeen: claim.firstSeen, lastSeen: claim.lastSeen }])).toEqual(kept('claim'));
      expect(book.signsOf(of).map((sign) => [JSON.stringify([sign.signal, sign.text, sign.source]), { count: sign.count, positions: sign.positions, firstSeen: sign.firstSeen, lastSeen: sign.lastSeen }])).toEqual(kept('sign'));
      expect(book.usesOf(of).map((use) => [JSON.stringify([use.protocol, use.server, use.port]), use.count, use.positions])).toEqual(kept('use').map(([key, { count, positions }]) => [key, count, positions]));
    }
  }), { numRuns: 200 });
});

test('many rows: every block and every growth of the table keeps them', () => {
  const book = new NoteBook(), hosts = 2000;
  for (let round = 0; round < 2; round++) for (let of = 1; of <= hosts; of++) for (let i = 0; i < 6; i++) book.sign(of, place(round + 1), 'http.server', `text ${of % 50} ${i}`);
  for (let of = 1; of <= hosts; of++) expect(book.signsOf(of).map((sign) => [sign.text, sign.count, sign.positions])).toEqual(Array.from({ length: 6 }, (_, i) => [`text ${of % 50} ${i}`, 2, [1, 2]]));
});

test('one endpoint has room for so many notes of a kind; what is known still counts', () => {
  const book = new NoteBook();
  for (let i = 0; i < NOTES_LIMIT + 10; i++) { book.sign(1, place(i), 'http.server', `server ${i}`); book.use(1, place(i), 'dns', `10.0.${i >> 8}.${i & 255}`, 53, {}, false); }
  book.sign(1, place(9999), 'http.server', 'server 0');
  expect([book.signsOf(1).length, book.usesOf(1).length, book.signsOf(1)[0]!.count, book.overflowed]).toEqual([NOTES_LIMIT, NOTES_LIMIT, 2, 1]);
});

test('facts: lists are united, the first of two single values stays, a later true counts', () => {
  const known = { versions: ['v1'], server: 'a', open: false };
  expect(united(known, { versions: ['v1', 'v2'], server: 'b', open: true, names: ['x'] })).toEqual({ versions: ['v1', 'v2'], server: 'a', open: true, names: ['x'] });
  expect(known).toEqual({ versions: ['v1'], server: 'a', open: false });
});

test('what adds nothing changes nothing, what is handed in stays as it is', () => {
  const known = Object.freeze({ names: Object.freeze(['x', 'y']), open: true }), added = Object.freeze({ names: Object.freeze(['y', 'z']) });
  expect(united(known, { names: ['y'], open: false })).toBe(known);
  expect([united(known, added), added, known.names]).toEqual([{ names: ['x', 'y', 'z'], open: true }, { names: ['y', 'z'] }, ['x', 'y']]);
});

test('signs from which nothing follows are not kept', () => {
  const book = new NoteBook((_signal, text) => text.startsWith('nginx'));
  for (const text of ['nginx', 'something', 'nginx/1.2']) { book.sign(1, place(1), 'http.server', text); book.sign(1, place(2), 'http.server', text); }
  expect(book.signsOf(1).map(({ text, count }) => [text, count])).toEqual([['nginx', 2], ['nginx/1.2', 2]]);
});
