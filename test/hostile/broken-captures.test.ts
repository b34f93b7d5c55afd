/** Captures cut off anywhere, with flipped bits, of random bytes, with lying lengths: no exception, what can be read is read, the rest is said. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DIALECTS } from '@wardkeep/loop/see/dialects';
import { SeeEngine } from '@wardkeep/loop/see/engine';
import { CaptureReader } from '@wardkeep/wire/capture/reader';
import { Draw } from '../long/draw.ts';
import { block, datagram, type Frame, host, interfaceBlock, join, latin, pcap, pcapng, sectionHeader, timed, u32 } from '../long/frames.ts';
import { captureFiles, readWhole } from '../long/targets.ts';

const FIXTURES = captureFiles(new URL('../../fixtures/captures', import.meta.url).pathname);
/** Up to this size a fixture is cut at every byte; a larger one at so many places. */
const EVERY_BYTE = 4096, PLACES = 250;

interface Outcome { readonly frames: number; readonly codes: readonly string[] }

function read(capture: Uint8Array): Outcome {
  const engine = new SeeEngine(DIALECTS), reader = readWhole(engine, capture);
  engine.finish();
  return { frames: reader.frames, codes: engine.warnings().map((warning) => warning.code) };
}

describe.each(FIXTURES.map((path) => [basename(path), path] as const))('%s', (_name, path) => {
  const whole = readFileSync(path), all = read(whole).frames;

  test('cut off anywhere: the frames before the cut, and a warning where it is', () => {
    const step = whole.length <= EVERY_BYTE ? 1 : Math.ceil(whole.length / PLACES);
    let before = 0;
    for (let cut = 0; cut < whole.length; cut += step) {
      const { frames, codes } = read(whole.subarray(0, cut));
      expect(frames).toBeGreaterThanOrEqual(before);
      expect(frames).toBeLessThanOrEqual(all);
      if (cut >= 28 && frames === before && step === 1) expect(codes.filter((code) => code.startsWith('capture-')).every((code) => code === 'capture-truncated')).toBe(true);
      before = frames;
    }
    expect(read(whole).codes).not.toContain('capture-truncated');
  });
});

test('2,000 fixtures with flipped bits', () => {
  const draw = new Draw(2000), wholes = FIXTURES.map((path) => readFileSync(path)).filter((whole) => whole.length < 65536);
  for (let turn = 0; turn < 2000; turn++) {
    const copy = Uint8Array.from(draw.pick(wholes));
    for (let flips = draw.between(1, 20); flips > 0; flips--) copy[draw.below(draw.chance(0.3) ? Math.min(200, copy.length) : copy.length)]! ^= 1 << draw.below(8);
    read(copy);
  }
});

test('random bytes behind each kind of file header', () => {
  const draw = new Draw(7), headers = [new Uint8Array(0), pcap([]), pcap([], { little: false, nano: true }), pcapng([]), pcapng([], { little: false })];
  for (let turn = 0; turn < 400; turn++) expect(read(join(draw.pick(headers), draw.bytes(draw.skewed(20000)))).frames).toBeLessThan(200);
});

const frame = (number: number): Uint8Array => datagram(host(number), host(9), 40000, 514, latin(`<34>Oct 11 22:14:15 host${String(number).padStart(3, '0')} x`));
const frames = (count: number): Frame[] => timed(Array.from({ length: count }, (_, index) => frame(index + 1)));

describe('a break in the middle costs what is broken', () => {
  test.each([['pcap', pcap(frames(400))], ['pcap, big-endian, nanoseconds', pcap(frames(400), { little: false, nano: true })]])('%s: a record length that cannot be true', (_name, capture) => {
    const record = 16 + frame(1).length, at = 24 + 100 * record;
    const broken = capture.slice();
    broken.fill(0xff, at + 8, at + 12);
    const { frames: got, codes } = read(broken);
    expect(got).toBe(399);
    expect(codes).toEqual(expect.arrayContaining(['capture-broken-record', 'capture-resynchronised']));
  });

  test('pcap: 300 KB of rubbish', () => {
    const one = pcap(frames(50)), rubbish = new Uint8Array(300_000).fill(0xee), { frames: got } = read(join(one, rubbish, one.subarray(24)));
    expect(got).toBeGreaterThanOrEqual(99);
  });

  test('pcapng: a block length that cannot be true', () => {
    const capture = pcapng(frames(400)), head = 28 + 20, size = (capture.length - head) / 400, broken = capture.slice();
    broken.fill(0xff, head + 100 * size + 4, head + 100 * size + 8);
    const { frames: got, codes } = read(broken);
    expect(got).toBe(399);
    expect(codes).toEqual(['capture-broken-block', 'capture-resynchronised']);
  });
});

test.each([['pcap', pcap(frames(300))], ['pcapng', pcapng(frames(300))]])('%s: however the bytes arrive, broken ones included, the frames are the same', (_name, capture) => {
  const draw = new Draw(11);
  for (let turn = 0; turn < 30; turn++) {
    const copy = capture.slice();
    for (let flips = draw.below(6); flips > 0; flips--) copy[24 + draw.below(copy.length - 24)]! ^= 1 << draw.below(8);
    const whole = new CaptureReader(), pieces = new CaptureReader(undefined, 4096), seen: [string[], string[]] = [[], []];
    const note = (reader: CaptureReader, into: string[]) => { while (reader.next()) into.push(`${reader.base + reader.off} ${reader.captured} ${reader.time} ${reader.link}`); };
    feed(whole, copy, copy.length, (reader) => { note(reader, seen[0]); });
    feed(pieces, copy, draw.between(1, 999), (reader) => { note(reader, seen[1]); });
    expect(seen[1]).toEqual(seen[0]);
  }
});

function feed(reader: CaptureReader, capture: Uint8Array, size: number, then: (reader: CaptureReader) => void): void {
  for (let at = 0; at < capture.length && !reader.stopped;) {
    const room = reader.reserve(), count = Math.min(size, room.length, capture.length - at);
    room.set(capture.subarray(at, at + count));
    reader.commit(count);
    at += count;
    then(reader);
  }
  reader.finish();
  then(reader);
}

describe('pcapng that lies', () => {
  test('a block of 4 GB', () => {
    expect(read(join(sectionHeader(), interfaceBlock(), u32(6).reverse(), u32(0xfffffffc).reverse(), new Uint8Array(100)))).toEqual({ frames: 0, codes: ['capture-broken-block'] });
  });
  test('a block of 16 MB that never comes', () => {
    expect(read(join(sectionHeader(), u32(6).reverse(), u32(16 << 20).reverse(), new Uint8Array(100)))).toEqual({ frames: 0, codes: ['capture-truncated'] });
  });
  test('a million interfaces: counted, and packets of the first ones still read', () => {
    const one = interfaceBlock(), many = new Uint8Array(one.length * 1_000_000);
    many.set(one);
    many.copyWithin(one.length, 0, one.length);
    for (let have = one.length * 2; have < many.length; have *= 2) many.copyWithin(have, 0, Math.min(have, many.length - have));
    const packets = pcapng(frames(3)).subarray(28 + 20), engine = new SeeEngine(DIALECTS), reader = readWhole(engine, join(sectionHeader(), many, packets));
    expect(reader.frames).toBe(3);
    expect(engine.warnings()).toMatchObject([{ code: 'capture-broken-block', count: 1_000_000 - 65536 }]);
  });
  test('times that no calendar has keep the time of the frame before', () => {
    const resolution = block(1, [1, 0, 0, 0, 0, 0, 0, 0, 9, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]), packets = pcapng(frames(2)).subarray(28 + 20);
    const problems: string[] = [], capture = join(sectionHeader(), resolution, packets);
    const loud = new CaptureReader((code) => { problems.push(code); });
    feed(loud, capture, capture.length, (one) => { while (one.next()) expect(one.time).toBe(0); });
    expect(problems).toEqual(['capture-broken-time', 'capture-broken-time']);
  });
});
