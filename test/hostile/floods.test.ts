/** Captures made to fill memory, to take long, or to be believed: scans, floods of conversations, names, addresses, fragments, tunnels. */
import { describe, expect, test } from 'vitest';
import type { ResolvedAsset } from '@wardkeep/model';
import { DIALECTS } from '@wardkeep/loop/see/dialects';
import { SeeEngine } from '@wardkeep/loop/see/engine';
import { resolve } from '@wardkeep/loop/see/resolve/index';
import { FlowTable, KeyTable, mix } from '@wardkeep/loop/see/tables';
import { witnessesOf } from '@wardkeep/loop/see/witness';
import { FragmentTable } from '@wardkeep/wire/link/fragments';
import { Packet } from '@wardkeep/wire/link/packet';
import { dhcpMessage } from '@wardkeep/wire/proto/samples';
import { knowledge } from '@wardkeep/io/knowledge';
import { heapBytes } from '../long/batch.ts';
import { Draw } from '../long/draw.ts';
import { ACK, type Bytes, conversation, datagram, ethernet, host, type Host, ipv4, ipv6, join, latin, pcap, RST, START, SYN, tcp, timed, u16, u32, udp, vlan } from '../long/frames.ts';
import { readWhole } from '../long/targets.ts';

const MB = 1 << 20;

/** Reads frames made one at a time, so that only the engine's memory counts. */
function see(count: number, make: (index: number) => Uint8Array, stepMicros = 10): SeeEngine {
  const engine = new SeeEngine(DIALECTS, 99);
  for (let index = 0; index < count; index++) { const bytes = make(index); engine.frame(0, index + 1, START + index * stepMicros, 1, bytes, 0, bytes.length); }
  return engine;
}

function assets(engine: SeeEngine): ResolvedAsset[] {
  engine.finish();
  return resolve({ sources: [{ kind: 'capture', at: 0, series: null, witnesses: witnessesOf(engine, knowledge()) }], groupings: [] });
}

const codes = (engine: SeeEngine): string[] => engine.warnings().map((warning) => warning.code);
const segment = (from: Host, to: Host, fromPort: number, toPort: number, flags: number, payload: Bytes = [], seq = 1): Uint8Array =>
  ethernet(from, to, 0x0800, ipv4(from, to, 6, tcp(fromPort, toPort, seq, 1, flags, payload)));

describe('scans', () => {
  const scanner = host(1), router = host(2);

  test('100,000 SYNs from one host to as many addresses: one asset', () => {
    const found = assets(see(100_000, (index) => segment(scanner, { ...host(1000 + index), mac: router.mac }, 40000 + (index & 4095), 1 + (index % 1000), SYN)));
    expect(found.map((asset) => asset.ips)).toEqual([['10.0.0.1']]);
    expect(found[0]!.services).toEqual([]);
  });

  test('a host whose every port is asked and refused has no service', () => {
    const target = host(5), found = assets(see(131_072, (index) => (index & 1 ? segment(target, scanner, index >> 1, 40000, RST | ACK) : segment(scanner, target, 40000, index >> 1, SYN))));
    expect(found.map((asset) => [asset.ips, asset.services.length]).sort()).toEqual([[['10.0.0.1'], 0], [['10.0.0.5'], 0]]);
  });

  test('a host that answers on every port: bounded, and said', () => {
    const target = host(5), engine = see(131_072, (index) => (index & 1 ? segment(target, scanner, index >> 1, 40000, SYN | ACK) : segment(scanner, target, 40000, index >> 1, SYN)));
    expect(assets(engine).find((asset) => asset.ips[0] === '10.0.0.5')!.services.length).toBeLessThanOrEqual(512);
    expect(codes(engine)).toContain('host-notes-limit');
  });
});

describe('memory', () => {
  function grows(limit: number, make: () => SeeEngine): SeeEngine {
    knowledge();
    const before = heapBytes(), engine = make(), grown = heapBytes() - before;
    expect(grown / MB, 'MB').toBeLessThan(limit);
    return engine;
  }

  test('a million SYNs that nobody answers, from forged senders', () => {
    const draw = new Draw(1), engine = grows(220, () => see(1_000_000, () => segment({ ...host(draw.below(1 << 20)), mac: host(3).mac }, host(2), 1024 + draw.below(60000), 80, SYN)));
    expect(engine.flows).toBeGreaterThan(999_000);
    expect(codes(engine)).toContain('conversations-limit');
  });

  test('60,000 conversations that each send half a head: the oldest are let go', () => {
    const half = latin(`GET / HTTP/1.1\r\nHost: ${'x'.repeat(900)}`);
    const engine = grows(96, () => see(120_000, (index) => {
      const client = host(10 + (index >> 1) % 20_000), port = 2000 + Math.floor(index / 40_000);
      return index & 1 ? segment(client, host(2), port, 80, ACK, half, 101) : segment(client, host(2), port, 80, SYN, [], 100);
    }));
    expect(codes(engine)).toContain('conversations-limit');
  });

  test('conversations that wait for a lost segment with all they may keep: 128 MB of early segments', () => {
    const early = new Uint8Array(8000).fill(0x41);
    const engine = grows(96, () => see(16_000, (index) => { const client = host(10 + Math.floor(index / 8)); return segment(client, host(2), 4000, 80, ACK, index % 8 === 0 ? latin('GET /') : early, index % 8 === 0 ? 1 : 1000 + (index % 8) * 8000); }));
    expect(codes(engine)).toContain('conversations-limit');
  });

  test('one host with 100,000 names', () => {
    // The hardware address that stands in the message.
    const client = { ...host(7), mac: Uint8Array.from([2, 0, 0, 0, 0, 7]) }, engine = grows(16, () => see(100_000, (index) => datagram(client, host(2), 68, 67, dhcpMessage(1, [[53, [3]], [12, `name-${index}`]]))));
    expect(assets(engine).find((asset) => asset.ips.includes('10.0.0.7'))!.hostnames.length).toBeLessThanOrEqual(512);
    expect(codes(engine)).toContain('host-notes-limit');
  });

  test('1,500 hosts with 400 names each', () => {
    const engine = grows(160, () => see(600_000, (index) => datagram(host(10 + index % 1500), host(2), 50000, 514, latin(`<34>Oct 11 22:14:15 h${index} p: x`)), 1));
    expect(codes(engine)).toContain('host-notes-limit');
  });

  test('fragments of 64 KB that overlap and never end', () => {
    const big = new Uint8Array(60_000), piece = (index: number, six: boolean) => (six ? ethernet(host(1), host(2), 0x86dd, ipv6(host(1), host(2), 17, big, { id: index >> 5, offset: 8 * (index & 31), more: true }))
      : ethernet(host(1), host(2), 0x0800, ipv4(host(1), host(2), 17, big, { id: index >> 5, offset: 8 * (index & 31), more: true })));
    grows(24, () => see(4000, (index) => piece(index, (index & 1) === 1)));
  });
});

describe('fragments', () => {
  const fragment = (table: FragmentTable, id: number, offset: number, more: boolean, data: Uint8Array): Uint8Array | null => {
    const packet = new Packet();
    packet.bytes = data;
    packet.end = packet.wireEnd = data.length;
    return table.add4(packet, id, offset, more);
  };
  const fill = (length: number, value: number) => new Uint8Array(length).fill(value);

  test('what overlaps is read once, the first that covers a byte counts', () => {
    const table = new FragmentTable();
    expect(fragment(table, 1, 0, true, fill(16, 1))).toBeNull();
    expect(fragment(table, 1, 8, true, fill(16, 2))).toBeNull();
    expect([...fragment(table, 1, 24, false, fill(8, 3))!]).toEqual([...fill(16, 1), ...fill(8, 2), ...fill(8, 3)]);
  });

  test('a last fragment that lies about the end, a hole, more than 64 KB', () => {
    const table = new FragmentTable();
    expect(fragment(table, 1, 64, false, fill(8, 1))).toBeNull();
    expect(fragment(table, 1, 0, false, fill(8, 1))).toHaveLength(8);
    expect(fragment(table, 2, 16, false, fill(24, 1))).toBeNull();
    expect(fragment(table, 2, 0, true, fill(8, 1))).toBeNull();
    expect(fragment(table, 3, 65528, false, fill(16, 1))).toBeNull();
  });

  test('a flood holds at most 4 MB, and what is whole is still put together', () => {
    const table = new FragmentTable();
    for (let id = 0; id < 5000; id++) {
      fragment(table, id, 0, true, fill(60_000, 1));
      expect(table.held).toBeLessThanOrEqual(4 << 20);
    }
    fragment(table, 9000, 0, true, fill(8, 1));
    expect(fragment(table, 9000, 8, false, fill(8, 2))).toHaveLength(16);
    for (let id = 0; id < 300; id++) for (const offset of [0, 8]) fragment(table, 20_000 + id, offset, offset === 0, fill(8, 1));
    expect(table.held).toBeLessThanOrEqual(4 << 20);
  });
});

describe('tunnels within tunnels', () => {
  const from = host(1), to = host(2), innermost = ipv4(from, to, 17, udp(1, 514, latin('<34>Oct 11 22:14:15 inside p: x')));
  const nested = (depth: number, wrap: (inner: Uint8Array) => Uint8Array) => { let inner = innermost; for (let level = 0; level < depth; level++) inner = wrap(inner); return ethernet(from, to, 0x0800, inner); };

  test.each<[string, (inner: Uint8Array) => Uint8Array]>([
    ['IP in IP', (inner) => ipv4(from, to, 4, inner)], ['GRE', (inner) => ipv4(from, to, 47, join([0, 0], u16(0x0800), inner))],
    ['VXLAN', (inner) => ipv4(from, to, 17, udp(50000, 4789, join([8, 0, 0, 0, 0, 0, 1, 0], ethernet(from, to, 0x0800, inner))))],
    ['authentication header', (inner) => ipv4(from, to, 51, join([4, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1], inner))],
    ['ICMP error', (inner) => ipv4(from, to, 1, join([3, 1, 0, 0, 0, 0, 0, 0], inner))],
  ])('%s, 1,000 times', (_name, wrap) => {
    const frame = nested(1000, wrap), engine = see(1, () => frame);
    expect(engine.protocols().frames.syslog ?? 0).toBe(0);
  });

  test.each([['VLAN tags', (inner: Uint8Array) => vlan(7, 0x8100, inner), 0x8100], ['MPLS labels', (inner: Uint8Array) => join([0, 0, 0x10, 64], inner), 0x8847]] as const)('%s, 10,000 times', (_name, wrap, type) => {
    let inner: Uint8Array = innermost;
    for (let level = 0; level < 10_000; level++) inner = wrap(inner);
    const frame = ethernet(from, to, type, inner);
    see(200, () => frame);
  });

  test('extension headers of IPv6 in a chain', () => {
    const chain = join(...Array.from({ length: 2000 }, () => [60, 0, 1, 4, 0, 0, 0, 0]), [17, 0, 1, 4, 0, 0, 0, 0], udp(1, 514, latin('<34>Oct 11 22:14:15 inside p: x')));
    expect(see(1, () => ethernet(from, to, 0x86dd, ipv6(from, to, 60, chain))).protocols().frames.syslog ?? 0).toBe(0);
  });
});

describe('keys that all fall into one slot', () => {
  // Of mix(a, b, c): for any b there is one a that makes the same hash, for the multiplier is odd and has an inverse.
  const inverse = (odd: number) => { let x = odd; for (let i = 0; i < 5; i++) x = Math.imul(x, 2 - Math.imul(odd, x)); return x; };
  const colliding = Array.from({ length: 60_000 }, (_, b) => [Math.imul(inverse(0x9e3779b1), Math.imul(b, 0x85ebca6b) ^ 0x12345678) | 0, b] as const);

  test('they do without a salt', () => { expect(new Set(colliding.map(([a, b]) => mix(a, b, 0))).size).toBe(1); });

  test('with one, tables take linear time', () => {
    expect(new Set(colliding.map(([a, b]) => mix(a, b, 0, 0x2b7e1516) & 0xffff)).size).toBeGreaterThan(30_000);
    const keys = new KeyTable(1024, 0x2b7e1516), flows = new FlowTable({ isOver: () => false, settle: () => {} }, 1024, 0x2b7e1516), started = process.cpuUsage();
    for (const [a, b] of colliding) if (keys.find(a, b, 0) === 0) { keys.add(a, b, 0); flows.add(a, b, 0); }
    expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
    expect(keys.size).toBe(60_000);
  });

  test('the salt changes nothing that is found', () => {
    const capture = pcap(timed(Array.from({ length: 40 }, (_, index) => conversation(host(index + 1), host(99), 1000 + index, 80, [[0, latin('GET / HTTP/1.1\r\nHost: x\r\n\r\n')], [1, latin('HTTP/1.1 200 OK\r\nServer: y/1\r\nContent-Length: 0\r\n\r\n')]])).flat()));
    const [plain, salted] = [0, 0x5eed].map((salt) => { const engine = new SeeEngine(DIALECTS, salt); readWhole(engine, capture); return JSON.stringify(assets(engine)); });
    expect(salted).toBe(plain);
  });
});

test('flows beyond the limit: those silent longest leave first, what stays is found', () => {
  const left: number[] = [], table: FlowTable = new FlowTable({ isOver: () => false, settle: (flow, early) => { if (early) left.push(flow); } }, 1024, 0, 4096);
  for (let index = 0; index < 20_000; index++) table.state[table.add(index, 1, 1) * 8 + 4] = index;
  expect(left.length).toBeGreaterThan(15_000);
  expect(table.all().length).toBeLessThanOrEqual(4096);
  expect(table.find(0, 1, 1)).toBe(0);
  expect(table.find(19_999, 1, 1)).not.toBe(0);
  expect(table.made).toBe(20_000);
});

test('two IPv6 addresses are one host only when all 128 bits are equal', () => {
  const engine = new SeeEngine(DIALECTS, 3), bytes = new Uint8Array(16), seen = new Set<number>();
  for (let index = 0; index < 50_000; index++) { bytes.set(u32(0xfd000000 + (index % 250))); bytes.set(u32(index), 4); bytes.set(u32(7), 12); seen.add(engine.addresses.of6(bytes, 0)); }
  expect(seen.size).toBe(50_000);
});
