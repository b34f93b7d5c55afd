/** Payloads made to take long: each must cost time in proportion to its length, and bounded memory. CPU time is measured, again where it seems too much. */
import { describe, expect, test } from 'vitest';
import { DIALECTS } from '@wardkeep/loop/see/dialects';
import { SeeEngine } from '@wardkeep/loop/see/engine';
import type { Direction } from '@wardkeep/wire/record';
import { Draw } from '../long/draw.ts';
import { conversation, datagram, type Frame, host, join, latin, pcap, timed, u16, u32 } from '../long/frames.ts';
import { dnsLoops, DATAGRAM_WORDS, STREAM_WORDS, type Words } from '../long/seeds-made.ts';
import { readWhole } from '../long/targets.ts';

const MB = 1 << 20;

function read(capture: Uint8Array): SeeEngine {
  const engine = new SeeEngine(DIALECTS);
  readWhole(engine, capture);
  engine.finish();
  return engine;
}

/** Milliseconds of CPU for one reading. */
function cost(capture: Uint8Array): number {
  const before = process.cpuUsage();
  read(capture);
  return process.cpuUsage(before).user / 1000;
}

/** Twice the length may cost two times as much, and some for luck; a quadratic reading costs four times as much. */
function expectLinear(make: (length: number) => Uint8Array, length: number, name: string): void {
  const one = make(length), two = make(length * 2), short = cost(one);
  let long = cost(two);
  for (let again = 0; again < 3 && long > 2.8 * short + 20; again++) long = Math.min(long, cost(two));
  expect(long, `${name}: ${short.toFixed(1)} ms, twice the length`).toBeLessThanOrEqual(2.8 * short + 20);
  expect(long / (two.length / 1024), `${name}, ms/KB`).toBeLessThan(2);
}

const bytesOf = (part: string | Uint8Array): Uint8Array => (typeof part === 'string' ? latin(part) : part);
function repeated(unit: Uint8Array, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let at = 0; at < length; at += unit.length) out.set(unit.subarray(0, length - at), at);
  return out;
}

/** A conversation that begins as `words` do and goes on with `rest` from one side. */
function goesOn(words: Words, port: number, direction: Direction, rest: Uint8Array, mss = 1460): Uint8Array {
  return pcap(timed(conversation(host(1), host(2), 40000, port, [...words.map(([from, part]) => [from, bytesOf(part)] as const), [direction, rest]], mss)));
}

describe('one byte, a megabyte and two', () => {
  const bytes = [0x00, 0x41, 0xff];

  test.each(DIALECTS.streams.map((stream) => [stream.protocol as string, stream.ports[0] ?? 50000] as const))('%s', (protocol, port) => {
    for (const words of STREAM_WORDS[protocol]!) {
      for (const direction of [0, 1] as const) for (const byte of bytes) expectLinear((length) => goesOn(words.slice(0, 2), port, direction, repeated(Uint8Array.of(byte), length)), MB, `${protocol} ${direction} ${byte}`);
    }
  }, 120_000);
});

describe('the beginning of a unit again and again', () => {
  const units: readonly (readonly [string, string, Direction, Uint8Array])[] = [
    ['requests', 'http', 0, latin('GET / HTTP/1.1\r\n\r\n')], ['interim responses', 'http', 1, latin('HTTP/1.1 100 Continue\r\n\r\n')], ['folded header lines', 'http', 0, latin('GET / HTTP/1.1\r\na:\r\n\t\t\t\t')],
    ['chunks of one byte', 'http', 1, latin('1\r\nx\r\n')], ['open tags', 'http', 1, latin('<title')], ['open JSON', 'http', 1, latin('{"a":[')],
    ['records without content', 'tls', 0, Uint8Array.of(22, 3, 3, 0, 0)], ['records of one byte', 'tls', 0, Uint8Array.of(22, 3, 3, 0, 1, 1)], ['alerts', 'tls', 1, Uint8Array.of(21, 3, 3, 0, 2, 1, 0)],
    ['block starts', 'hl7', 0, Uint8Array.of(0x0b)], ['messages that do not end', 'hl7', 0, latin('\x0bMSH|^~\\&|')], ['segments', 'hl7', 0, latin('\x0bMSH|^~\\&|A\r\x1c\r')],
    ['enquiries', 'astm', 0, Uint8Array.of(5)], ['frame starts', 'astm', 0, latin('\x021H|\\^&')], ['open tags', 'poct1a', 0, latin('<HEL.R01><DEV.vendor_id V="')],
    ['empty PDUs', 'dicom', 0, Uint8Array.of(4, 0, 0, 0, 0, 6, 0, 0, 0, 2, 1, 0)], ['pings', 'mqtt', 0, Uint8Array.of(0xc0, 0)], ['publishes without a topic', 'mqtt', 0, Uint8Array.of(0x30, 2, 0, 0)],
    ['NetBIOS keep-alives', 'smb', 0, Uint8Array.of(0x85, 0, 0, 0)], ['empty messages', 'dns', 0, Uint8Array.of(0, 0)], ['lines', 'smtp', 1, latin('250-x\r\n')], ['negotiations', 'telnet', 1, Uint8Array.of(255, 253, 24)],
    ['subnegotiations that do not end', 'telnet', 1, Uint8Array.of(255, 250, 24)], ['keep-alives', 'sip', 0, latin('\r\n')], ['interleaved data', 'rtsp', 1, Uint8Array.of(0x24, 0, 0, 0)],
  ];

  test.each(units)('%s of %s', (name, protocol, direction, unit) => {
    const port = DIALECTS.streams.find((stream) => stream.protocol === protocol)!.ports[0] ?? 50000;
    for (const words of STREAM_WORDS[protocol]!) for (const count of [0, words.length]) expectLinear((length) => goesOn(words.slice(0, count), port, direction, repeated(unit, length)), MB >> 3, `${protocol} ${name}`);
  }, 120_000);
});

test('segments of one byte: what a dissector cannot read yet is not read again from its beginning each time', () => {
  for (const { protocol, ports } of DIALECTS.streams) {
    const words = STREAM_WORDS[protocol]![0]!;
    for (const byte of [0x00, 0x41]) expectLinear((length) => goesOn(words.slice(0, 1), ports[0] ?? 50000, words[0]![0], repeated(Uint8Array.of(byte), length), 1), 8192, `${protocol} ${byte}`);
  }
}, 120_000);

describe('lengths that lie', () => {
  const codes = (engine: SeeEngine) => engine.warnings().map((warning) => warning.code);

  test('an HTTP head of 10 MB', () => {
    const engine = read(goesOn([], 80, 0, join(latin('GET / HTTP/1.1\r\nHost: pacs\r\n'), repeated(latin('x-filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n'), 10 * MB))));
    expect(codes(engine)).toContain('http-head-too-long');
  });

  test('a DICOM PDU of 4 GB, and one of 2 GB whose data never end', () => {
    const [associate] = STREAM_WORDS.dicom![0]!, rest = repeated(Uint8Array.of(7), 2 * MB);
    for (const length of [0xffffffff, 0x7fffffff]) {
      const engine = read(goesOn([associate!], 104, 0, join([4, 0], u32(length), rest)));
      expect(engine.protocols().conversations).toEqual({ dicom: 1 });
    }
    expect(read(goesOn([], 104, 0, join([1, 0], u32(0xffffffff), rest))).protocols().conversations).toEqual({});
  });

  test('a TLS handshake message of 16 MB, and 4 MB of records that never complete one of 64 KB', () => {
    expect(codes(read(goesOn([], 443, 0, join(bytesOf(STREAM_WORDS.tls![0]![0]![1]), [22, 3, 3, 0, 4, 1, 0xff, 0xff, 0xff]))))).toContain('tls-handshake-length');
    const tiny = (length: number) => goesOn([STREAM_WORDS.tls![0]![0]!], 443, 0, join([22, 3, 3, 0, 4, 11, 0, 0xff, 0xff], repeated(Uint8Array.of(22, 3, 3, 0, 0), length)));
    expectLinear(tiny, 2 * MB, 'records without content in a message');
  });

  test('an HL7 message, an ASTM record and an MQTT packet that never end', () => {
    for (const protocol of ['hl7', 'astm', 'mqtt'] as const) {
      const port = DIALECTS.streams.find((stream) => stream.protocol === protocol)!.ports[0]!, [first] = STREAM_WORDS[protocol]![0]!;
      read(goesOn([], port, 0, join(bytesOf(first![1]).subarray(0, 40), repeated(latin('abc|'), 4 * MB))));
    }
  });
});

describe('DNS', () => {
  test.each(dnsLoops.map((loop, index) => [index, loop] as const))('names that point at themselves: %i', (_index, loop) => {
    expect(cost(pcap(timed(Array.from({ length: 2000 }, () => datagram(host(1), host(2), 53, 40000, loop)))))).toBeLessThan(2000);
  });

  test('a message of 64 KB in which every name is a chain of pointers to the one before', () => {
    const header = join([0, 1, 0x81, 0x80, 0xff, 0xff, 0, 0, 0, 0, 0, 0], [1, 0x61, 0]), names: Uint8Array[] = [];
    for (let at = header.length, before = 12; at < 16_000; at += 8) { names.push(join([1, 0x62], [0xc0 | (before >> 8), before & 255], u16(1), u16(1))); before = at; }
    const message = join(header, ...names);
    expectLinear((count) => pcap(timed(Array.from({ length: count }, () => datagram(host(1), host(2), 53, 40000, message)))), 50, 'pointer chains');
  });
});

test('datagrams: one byte, 16 KB and 32 KB, and each message with its last byte again and again', () => {
  for (const { protocol, ports } of DIALECTS.datagrams) {
    for (const part of DATAGRAM_WORDS[protocol]!) {
      const start = bytesOf(part), last = start.at(-1)!;
      for (const [from, byte] of [[0, 0x00], [0, 0x41], [start.length, last], [start.length, 0x2f]] as const) {
        expectLinear((length) => pcap(timed(Array.from({ length: 20 }, () => datagram(host(1), host(2), ports[0]!, ports[0]!, join(start.subarray(0, from), repeated(Uint8Array.of(byte), length)))))), 16_384, `${protocol} ${byte}`);
      }
    }
  }
}, 120_000);

test('conversations in random order with holes: all that waits is read or given up at the end', () => {
  const draw = new Draw(5), words = STREAM_WORDS.hl7![0]!;
  for (let turn = 0; turn < 50; turn++) {
    const frames: Frame[] = timed(conversation(host(1), host(2), 40000, 2575, [[0, repeated(bytesOf(words[0]![1]), 20_000)]], 64)).filter(() => draw.chance(0.95));
    for (let i = frames.length - 1; i > 0; i--) { const other = Math.max(0, i - draw.below(40)); [frames[i], frames[other]] = [frames[other]!, frames[i]!]; }
    expect(read(pcap(frames)).protocols().conversations).toEqual({ hl7: 1 });
  }
});
