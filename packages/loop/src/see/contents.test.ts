/** What is counted in frames and conversations, through the engine. */
import { hex } from '@wardkeep/wire/testing';
import { LINK } from '@wardkeep/wire/link/packet';
import { expect, test } from 'vitest';
import { Contents } from './contents.ts';
import { DIALECTS } from './dialects.ts';
import { SeeEngine } from './engine.ts';
import type { HostRef } from './scene.ts';

const u16 = (value: number) => value.toString(16).padStart(4, '0');
const text = (words: string) => [...words].map((letter) => letter.charCodeAt(0).toString(16).padStart(2, '0')).join('');
const bytesIn = (digits: string) => digits.replace(/\s+/g, '').length / 2;
const HOSTS = ['0a000001', '0a000002'];

/** A raw IPv4 packet between 10.0.0.1 (`from` 0) and 10.0.0.2. */
const ipv4 = (from: 0 | 1, protocol: '06' | '11', payload: string) => hex(`4500 ${u16(20 + bytesIn(payload))} 0000 0000 40 ${protocol} 0000 ${HOSTS[from]} ${HOSTS[1 - from]} ${payload}`);
const udp = (from: 0 | 1, source: number, target: number, payload: string) => ipv4(from, '11', `${u16(source)} ${u16(target)} ${u16(8 + bytesIn(payload))} 0000 ${payload}`);
const tcp = (from: 0 | 1, source: number, target: number, seq: number, flags: string, payload = '') => ipv4(from, '06', `${u16(source)} ${u16(target)} 0000${u16(seq)} 00000000 50${flags} ffff 0000 0000 ${payload}`);

function counted(...packets: Uint8Array[]): ReturnType<SeeEngine['protocols']> {
  const engine = new SeeEngine(DIALECTS);
  for (const [index, packet] of packets.entries()) engine.frame(0, index + 1, index * 1000, LINK.RAW, packet, 0, packet.length);
  engine.finish();
  return engine.protocols();
}

const SYN = '02', SYN_ACK = '12', RST = '04', DATA = '18';
const QUERY = '1234 0100 0001 0000 0000 0000 04 74657374 00 0001 0001';

test('a conversation counts once for each protocol it contains', () => {
  const contents = new Contents(['smb', 'dcerpc', 'tls']);
  let known = contents.add(0, contents.bitOfKind('smb.negotiate'));
  for (const kind of ['dcerpc.bind', 'smb.message', 'dcerpc.pdu', 'arp.packet']) known = contents.add(known, contents.bitOfKind(kind));
  contents.add(0, contents.bitOf('smb') | contents.bitOf('tls'));
  expect(Object.fromEntries(contents.counts)).toEqual({ smb: 2, dcerpc: 1, tls: 1 });
  expect(() => new Contents(Array.from({ length: 32 }, (_, index) => `p${index}` as 'smb'))).toThrow('at most 31');
});

test('DNS over TCP counts for frames too (RFC 7766); SIP over UDP for conversations', () => {
  const message = `${u16(bytesIn(QUERY))} ${QUERY}`;
  expect(counted(tcp(0, 40000, 53, 0, SYN), tcp(1, 53, 40000, 0, SYN_ACK), tcp(0, 40000, 53, 1, DATA, message + message))).toMatchObject({ frames: { dns: 1 }, conversations: { dns: 1 } });
  const options = text('OPTIONS sip:a SIP/2.0\r\nCSeq: 1 OPTIONS\r\n\r\n');
  expect(counted(udp(0, 5060, 5060, options), udp(1, 5060, 5060, options), udp(0, 5062, 5060, options))).toMatchObject({ frames: { sip: 3 }, conversations: { sip: 2 } });
});

test('RFC 1350, 4: a TFTP transfer on ports of its own belongs to the request', () => {
  const request = udp(0, 50000, 69, `0001 ${text('a')}00 ${text('octet')}00`), data = udp(1, 40123, 50000, '0003 0001 00'), acknowledgement = udp(0, 50000, 40123, '0004 0001');
  expect(counted(request, data, acknowledgement).frames).toMatchObject({ udp: 3, tftp: 3 });
  expect(counted(data, acknowledgement).frames.tftp).toBeUndefined();
  expect(counted(request, udp(1, 40123, 50001, '0003 0001 00'), udp(1, 40123, 50000, '0009 0001 00')).frames.tftp).toBe(1);
});

test('a mailslot in a NetBIOS datagram is SMB', () => {
  const name = `20 ${'4341'.repeat(16)} 00`, smb = `ff534d42 25 ${'00'.repeat(27)}`;
  expect(counted(udp(0, 138, 138, `11 02 0001 0a000001 008a 0000 0000 ${name} ${name} ${smb} 00`))).toMatchObject({ frames: { nbdgm: 1 }, conversations: { smb: 1 } });
});

test('a reset before anybody spoke does not hide what follows; one after it does', () => {
  const get = (seq: number) => tcp(0, 40000, 80, seq, DATA, text('GET / HTTP/1.1\r\nHost: a\r\n\r\n')), open = [tcp(0, 40000, 80, 0, SYN), tcp(1, 80, 40000, 0, SYN_ACK)], reset = tcp(1, 80, 40000, 1, RST);
  expect(counted(...open, reset, get(1)).conversations).toEqual({ http: 1 });
  expect(counted(...open, get(1), reset, get(28)).conversations).toEqual({ http: 1 });
  expect(counted(...open, tcp(0, 40000, 80, 1, DATA, '00'), reset, get(2)).conversations).toEqual({});
});

test('of two known ports the lower is the server\'s', () => {
  expect(counted(udp(0, 53, 5353, QUERY), udp(0, 5353, 53, QUERY)).frames).toEqual({ dns: 2, ip: 2, udp: 2 });
});

test('after the end of input no frame is taken: what would find its host is forgotten', () => {
  const engine = new SeeEngine(DIALECTS), packet = udp(0, 40000, 53, QUERY), read = () => { engine.frame(0, 1, 0, LINK.RAW, packet, 0, packet.length); };
  read();
  engine.finish();
  engine.finish();
  expect(read).toThrow('after finish()');
  expect([engine.endpoints.size, engine.ipOf(1 as HostRef), engine.frames, engine.protocols().frames.dns]).toEqual([2, '10.0.0.1', 1, 1]);
});
